"""Reviews: every decision comes back, shared and not shared alike; and what is owed to somebody who refused."""
