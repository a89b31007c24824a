"""Pages of travels: `sending` for whoever shared something, `opening` for whoever holds a link to it."""
