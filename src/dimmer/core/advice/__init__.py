"""Advice: facts in, what law and guidance support out. A named person decides."""

from dimmer.core.advice.answer import Advice, Barred, Duty, Missing, PositionRow, Route
from dimmer.core.advice.cell import Position
from dimmer.core.advice.compose import advise, advise_without_missing
from dimmer.core.advice.duties import AGREED
from dimmer.core.advice.headline import headline
from dimmer.core.advice.lawbook import Edition, Lawbook
from dimmer.core.advice.missing import worth_asking
from dimmer.core.advice.outcome import Action, Outcome
from dimmer.core.law.facts import Facts
from dimmer.core.law.read_facts import BadFacts, Problem, parse_facts

__all__ = [
    "AGREED",
    "Action",
    "Advice",
    "BadFacts",
    "Barred",
    "Duty",
    "Edition",
    "Facts",
    "Lawbook",
    "Missing",
    "Outcome",
    "Position",
    "PositionRow",
    "Problem",
    "Route",
    "advise",
    "advise_without_missing",
    "headline",
    "parse_facts",
    "worth_asking",
]
