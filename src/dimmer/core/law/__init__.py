"""Law as dated data: facts, the small language of rules, and rules with their authority."""
