"""Disclosures: what left, frozen as it left, to one recipient; and sharing in an emergency."""
