"""Exampleshire: an invented area with its agencies, a cast and concerns, loaded through the rooms' own actions.

What is in it is data (TOML beside this file); the code reads it, plays each story as its people would
have, and can make any number of synthetic concerns of the same shapes.
"""
