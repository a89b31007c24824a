"""Advice without a name: a question that says nobody's name, answered in minutes, and kept."""
