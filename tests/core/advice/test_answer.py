"""Advice in plain values: every part under its name, in the shape that is printed and kept."""

import json
from datetime import date

from dimmer.core.advice import (
    Action,
    Advice,
    Barred,
    Duty,
    Edition,
    Missing,
    Outcome,
    Position,
    PositionRow,
    Route,
)
from dimmer.core.advice.advise import ItemAdvice
from dimmer.core.law.rule import Authority, Confidence, Effect, Spell, Status
from dimmer.core.proportionality import Light

AUTHORITY = Authority(
    citation="an Act, s. 1",
    url="https://example.org/act",
    status=Status.IN_FORCE,
    confidence=Confidence.MEDIUM,
    checked_by="nobody yet",
    checked_on=date(2026, 1, 2),
    spells=(Spell(date(2018, 5, 25), date(2020, 1, 1)), Spell(date(2021, 1, 1))),
)
ADVICE = Advice(
    outcome=Outcome.SHARE_LIMITED,
    routes=(Route("police", "zofia", ("health",), ("B",), ("C",), ("P",), ("W",), "medium"),),
    barred=(Barred("A6f", "not for public tasks"),),
    items=(
        ItemAdvice(
            item=2,
            recipient="police",
            action=Action.REDACT,
            why="part of it goes",
            given=Light.DETAIL,
            needs=Light.FULL,
            withheld=(("zofia", "hiv"),),
            rule=None,
            effect=Effect.WITHHOLDS,
            unsaid=False,
            personal=True,
        ),
    ),
    duties=(Duty(code="record", words="Write it down."),),
    missing=(Missing("people.zofia.age", "people.age", (("14", "which routes are open"),)),),
    citations=(("B", AUTHORITY),),
    edition=Edition(date(2026, 11, 22), "0123456789abcdef"),
    on=date(2026, 3, 1),
    nation="wales",
    positions=(PositionRow("police", "zofia", "health", Position.REQUIRED, "the law says so"),),
)


def test_every_part_is_printed_under_its_name() -> None:
    assert ADVICE.as_dict() == {
        "outcome": "share-limited",
        "routes": [
            {
                "recipient": "police",
                "person": "zofia",
                "categories": ["health"],
                "basis": ["B"],
                "condition": ["C"],
                "power": ["P"],
                "confidentiality": ["W"],
                "confidence": "medium",
            }
        ],
        "barred": [{"id": "A6f", "why": "not for public tasks"}],
        "items": [
            {
                "item": 2,
                "recipient": "police",
                "action": "redact",
                "why": "part of it goes",
                "light": "detail",
                "needs": "full",
                "withheld": [{"person": "zofia", "category": "hiv"}],
            }
        ],
        "duties": [{"code": "record", "words": "Write it down."}],
        "missing": [
            {
                "fact": "people.zofia.age",
                "question": "people.age",
                "asked": True,
                "changes": [{"answer": "14", "to": "which routes are open"}],
            }
        ],
        "citations": [
            {
                "id": "B",
                "citation": "an Act, s. 1",
                "url": "https://example.org/act",
                "status": "in_force",
                "confidence": "medium",
                "in_force": [
                    {"from": "2018-05-25", "until": "2020-01-01"},
                    {"from": "2021-01-01", "until": None},
                ],
                "checked": {"by": "nobody yet", "on": "2026-01-02"},
            }
        ],
        "law": {"edition": "2026-11-22-0123456789ab", "date": "2026-03-01", "nation": "wales"},
        "positions": [
            {
                "recipient": "police",
                "person": "zofia",
                "category": "health",
                "position": "required",
                "why": "the law says so",
            }
        ],
    }


def test_what_is_printed_can_be_kept_as_text() -> None:
    assert json.loads(json.dumps(ADVICE.as_dict())) == ADVICE.as_dict()


def test_a_duty_says_for_whom_and_by_when_and_nothing_that_is_empty() -> None:
    duty = Duty(
        code="seek-advice",
        words="Ask.",
        person="zofia",
        categories=("health",),
        whom="the Caldicott guardian",
        deadline="today",
    )

    assert duty.as_dict() == {
        "code": "seek-advice",
        "person": "zofia",
        "category": ["health"],
        "whom": "the Caldicott guardian",
        "deadline": "today",
        "words": "Ask.",
    }
    assert Duty(code="record", words="Write.").as_dict() == {"code": "record", "words": "Write."}
