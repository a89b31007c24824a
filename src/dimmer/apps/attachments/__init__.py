"""Files of a piece of information: as they came, what they hide, and the flat copies of them, which alone may go."""
