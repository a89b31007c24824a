"""Who has looked: at what an agency keeps about one person, and at what it shared. Asked by its lead, of each team."""
