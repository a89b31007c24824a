"""What runs in the limited process and nowhere else: the readers of files, which meet them first."""
