"""All forms of the rooms, taken from the code, and how each is made as a page would."""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms

import dimmer.apps
from asked import SAID
from dimmer.apps.attachments.forms import Cut, Take
from dimmer.apps.consents.forms import Say, Settle, Sort
from dimmer.apps.decisions.forms import Decide, Grounds
from dimmer.apps.disclosures.forms import Accounts, Weigh
from dimmer.apps.disclosures.queries import Clue, Told
from dimmer.apps.disposals.forms import Ask as Dispose
from dimmer.apps.notices.forms import JointPlan
from dimmer.apps.requests.forms import Ask as AskThrough
from dimmer.apps.requests.forms import More, Nothing
from dimmer.apps.requests.forms import Take as TakeUp
from dimmer.apps.travels.forms import Said, Undertaking
from dimmer.apps.travels.queries import BY_WORD
from dimmer.core.consents import Kind
from dimmer.web.fields import Page
from stage import NOW

TOLD = Told(("Leeds",), "tells where somebody is", "Nobody ticked it", "Leave it out")
POLICE = SimpleNamespace(team=SimpleNamespace(agency=SimpleNamespace(kind="police")))
Maker = Callable[..., Page]


def makers(kind: type[Page]) -> list[Maker]:
    """How a form is made with the fields that it has only when it is made; one of each kind where it has kinds."""
    row = {"id": "one", "name": "Them", "advised": "", "pieces": [], "files": []}
    known: dict[type[Page], list[Maker]] = {
        Decide: [partial(Decide, recipients=[row], today=NOW.date(), is_signed_off=True)],
        Cut: [partial(Cut, findings=(), pages=1, has_words=True)],
        Take: [partial(Take, pages=1)],
        Weigh: [partial(Weigh, clues=[Clue("why", "Why", (TOLD,), stops=False)])],
        Grounds: [partial(Grounds, points={"1": "Somebody else is in danger"})],
        Sort: [partial(Sort, agencies=[("police", "Police")], kinds=[("health", "Health")])],
        Dispose: [partial(Dispose, terms=[])],
        AskThrough: [partial(AskThrough, people={}, by=POLICE, today=NOW.date())],
        More: [partial(More, said=SAID)],
        TakeUp: [
            partial(TakeUp, concerns=each)
            for each in ([], [(str(UUID(int=1)), "Concern 7KQM-4TXB")])
        ],
        Nothing: [partial(Nothing, today=NOW.date())],
        Undertaking: [partial(Undertaking, name="Them")],
        Said: [partial(Said, way=each) for each in BY_WORD],
        Accounts: [partial(Accounts, said={})],
        JointPlan: [partial(JointPlan, doers=[], stands=False)],
        Settle: [
            partial(Settle, pairs=[("Health", ((UUID(int=1), "Yes", ""), (UUID(int=2), "No", "")))])
        ],
        Say: [partial(Say, kind=each, agencies=[], before=[]) for each in Kind],
    }
    return known.get(kind, [kind])


def every_form() -> Iterator[tuple[str, type[Page]]]:
    """All forms of the rooms, by room and name."""
    rooms = Path(dimmer.apps.__file__).parent
    for file in sorted([*rooms.glob("*/forms.py"), *rooms.glob("*/forms/*.py")]):
        place = file.relative_to(rooms).with_suffix("")
        module = import_module(".".join(("dimmer.apps", *place.parts)))
        for name, kind in vars(module).items():
            is_own = isinstance(kind, type) and kind.__module__ == module.__name__
            if is_own and issubclass(kind, forms.BaseForm):
                yield f"{place.parts[0]}.{name}", kind


FORMS = [
    pytest.param(name, made, id=f"{name}-{number}")
    for name, kind in every_form()
    if issubclass(kind, Page) and name != "decisions.Ask"  # it has nothing to type: only to choose
    for number, made in enumerate(makers(kind))
]
