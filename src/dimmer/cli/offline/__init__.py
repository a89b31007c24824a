"""Commands that need no Django and no database: asking the law, checking a receipt."""
