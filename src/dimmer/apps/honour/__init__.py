"""Family and honour: the flag on a concern, who interprets, and telling somebody of the family by two people alone."""
