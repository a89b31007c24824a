"""Benchmarks of the code that the pages use, each beside a peer in the same run: `python -m bench NAME`."""
