"""Safe contact: ways to reach somebody, when each is safe, and who is told when one no longer is."""
