"""What has been kept for long enough: keeping it longer, or disposing of it by two people, so that nobody opens it."""
