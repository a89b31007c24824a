"""Pages of sharing: what a recipient will see and sees, and the emergency."""
