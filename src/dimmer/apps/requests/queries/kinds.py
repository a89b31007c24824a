"""Which kinds of request a team can make of another."""

from collections.abc import Mapping

from dimmer.apps.decisions.queries import VICTIM_REQUEST

PLAIN = "plain"
"""A request that nobody must answer: it needs no law."""
_HEALTH = (
    *("gp", "nhs-acute", "nhs-community", "nhs-mental-health", "ambulance", "health-visiting"),
    "substance-misuse-nhs",
)
_BOARDS = ("safeguarding-adults-board", "safeguarding-children-partnership", "review-panel")
_MAKES: Mapping[str, tuple[str, ...]] = {
    "section-47": ("la-children",),
    "safeguarding-partner": (*_BOARDS, "la-children", "la-legal", "police", *_HEALTH),
    "safeguarding-adults-board": (*_BOARDS, "la-adults"),
    VICTIM_REQUEST: ("police",),
}
"""Whose request each is that a duty answers: the agencies that the lawbook's duties name as those who get it.

Children Act 1989, s. 47; Children Act 2004, s. 16H; Care Act 2014, s. 45; Social Services and Well-being (Wales) Act
2014, s. 137; Adult Support and Protection (Scotland) Act 2007, ss. 10 and 45; Police, Crime, Sentencing and Courts Act
2022, s. 44A. Nobody else is offered it: its answer would owe them nothing.
"""
_NO_PUBLIC_TASK = (
    *(
        "independent-school",
        "nursery",
        "housing-association",
        "charity",
        "idva-charity",
        "refuge-charity",
    ),
    *(
        "sexual-violence-charity",
        "substance-misuse-charity",
        "perpetrator-programme",
        "employer",
        "solicitor",
    ),
    *("professional-adviser", "researcher", "statistics-body", "wider-workforce", "person"),
)
"""Who carries out no public task of their own (Data Protection Act 2018, s. 7)."""


def forms_of(kind: str) -> list[str]:
    """The kinds of request that a team of an agency of that kind can make of another; a plain one first."""
    tasks = [] if kind in _NO_PUBLIC_TASK else ["public-task"]
    return [PLAIN, *tasks, *(form for form, makers in _MAKES.items() if kind in makers)]
