"""Reads of samples: what is listed, what was drawn, what was found, and figures of practice."""

from dimmer.apps.samples.queries.cases import WORDS, Case, case_of
from dimmer.apps.samples.queries.drawn import (
    DrawnRead,
    DrawRead,
    draw,
    drawn,
    drawn_of,
    draws,
    finding,
    findings,
    findings_waiting,
    head_of,
    place_of,
    receipt_of,
)
from dimmer.apps.samples.queries.gathering import Gathered, entered_between, gathered
from dimmer.apps.samples.queries.practice import Figure, figures_of

__all__ = [
    "WORDS",
    "Case",
    "DrawRead",
    "DrawnRead",
    "Figure",
    "Gathered",
    "case_of",
    "draw",
    "drawn",
    "drawn_of",
    "draws",
    "entered_between",
    "figures_of",
    "finding",
    "findings",
    "findings_waiting",
    "gathered",
    "head_of",
    "place_of",
    "receipt_of",
]
