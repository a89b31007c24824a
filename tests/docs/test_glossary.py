"""The glossary has every word of the domain that the code uses."""

import re
from enum import Enum
from pathlib import Path

import pytest

from dimmer.apps.agencies.access import Deed
from dimmer.apps.agencies.models import Role
from dimmer.apps.concerns.models import Origin
from dimmer.apps.concerns.models import Step as ConcernStep
from dimmer.apps.decisions.models import Against
from dimmer.apps.vault.models import Kind
from dimmer.core.advice import Action, Outcome, Position
from dimmer.core.law.rule import Confidence, Effect, Gate, Status
from dimmer.core.proportionality import Danger, Light
from dimmer.core.route import Step

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT.joinpath("docs/reference/glossary.md").read_text(encoding="utf-8")
ENUMERATIONS: list[type[Enum]] = [
    Action, Against, ConcernStep, Confidence, Danger, Deed, Effect, Gate, Kind, Light, Origin, Outcome, Position,
    Role, Status, Step,
]  # fmt: skip
EXPLAINED = frozenset(
    " ".join(word.split())
    for cell in [
        *re.findall(r"^\| ([^|]+) \|", GLOSSARY, re.MULTILINE),
        *re.findall(r"`([^`]+)`", GLOSSARY),
        *re.findall(r"^See \[the route\][^:]*: ([^.]+)\.", GLOSSARY, re.MULTILINE),
    ]
    for word in re.split(r"[,:]", cell)
)
ROOMS = sorted(path.parent.name for path in ROOT.glob("src/dimmer/apps/*/__init__.py"))


@pytest.mark.parametrize(
    "words", ENUMERATIONS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}"
)
def test_every_code_is_explained(words: type[Enum]) -> None:
    codes = [
        member.name.lower() if isinstance(member.value, int) else str(member.value)
        for member in words
    ]

    assert not [
        code for code in codes if not {part.strip() for part in code.split(",")} <= EXPLAINED
    ]


def test_every_room_is_explained() -> None:
    assert ROOMS
    assert not [room for room in ROOMS if room not in EXPLAINED]
