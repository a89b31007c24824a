"""Who works on what within a team: naming, cover, hand-over, stepping aside, breaking the glass, leaving."""
