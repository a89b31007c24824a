"""People: each team's own record of a person, found by keyed tokens; linked by a person who says so, never merged."""
