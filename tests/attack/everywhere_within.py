"""What everywhere.py does, through the doors within a team and of consent: interests, honour, cover, records."""

from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

from attack import deeds, teamwork
from attack import scenarios_of_archives as of_archives
from attack import scenarios_of_seen as of_seen
from attack.everywhere import BORN, NAME, PHONE, POSTCODE, REASON, SOURCE, STREET, TEXT
from attack.scenarios_of_archives import handed
from attack.scenarios_of_consents import WELL, YES
from attack.scenarios_of_honour import asked_to_tell
from attack.scenarios_of_interests import met
from attack.scenarios_of_notices import told
from attack.scenarios_of_recalls import breached
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations import queries as glass
from dimmer.apps.archives import actions as archives
from dimmer.apps.archives.models import Asker
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.consents import actions as consents
from dimmer.apps.consents import queries as said
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.honour import actions as honour
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests import queries as register
from dimmer.apps.notices import actions as notices
from dimmer.apps.notices.models import Did, Outcome
from dimmer.core.consents import Kind, Said
from stage import NOW, browser_of, raised, reading


def type_within(cast: SimpleNamespace) -> None:
    """Type names and words into every field of these rooms that takes any."""
    _who_works_on_it(cast)
    _honour(cast)
    _what_was_said(cast)
    _taken_back(cast)
    _account(cast)
    _interests(cast)


def _who_works_on_it(cast: SimpleNamespace) -> None:
    found = raised(cast.amina)
    for act, who in ((allocations.name, "who"), (allocations.hand_over, "to")):
        with reading(cast.amina):
            mine = glass.circle_of_concern(found.concern.pk, reader=cast.amina, now=NOW)
            act(mine, **{who: cast.nina}, by=cast.amina, because=REASON, at=NOW)
    other = raised(cast.amina)
    with reading(cast.nina):
        allocations.break_glass(other.concern.reference, by=cast.nina, because=TEXT, at=NOW)
    _, row = teamwork.broken(cast)
    with reading(cast.mona):
        seen = glass.glass(row.pk, reader=cast.mona)
        allocations.look_at_glass(seen, by=cast.mona, was_right=False, note=REASON, at=NOW)
        mine = glass.circle_of_concern(other.concern.pk, reader=cast.mona, now=NOW)
        allocations.step_aside(mine, by=cast.mona, because=SOURCE, at=NOW)


def _honour(cast: SimpleNamespace) -> None:
    row = asked_to_tell(cast, words=f"{TEXT} {NAME}")
    with reading(cast.mona):
        found = concern(row.concern_id, reader=cast.mona)
        honour.answer(found, row_id=row.pk, is_agreed=False, because=REASON, by=cast.mona, at=NOW)
    with reading(cast.amina):
        found = concern(row.concern_id, reader=cast.amina)
        honour.check_interpreter(found, token=uuid4(), who=NAME, how=STREET, by=cast.amina, at=NOW)
        honour.ask_to_lift(found, token=uuid4(), because=SOURCE, by=cast.amina, at=NOW)


def _what_was_said(cast: SimpleNamespace) -> None:
    whole = deeds.asking(cast.amina, cast.pat)
    found, person = whole.concern, whole.concern.people[0].id
    how = replace(WELL, words=TEXT, asked_with=SOURCE)
    for kind in (Kind.AGREEMENT, Kind.REFUSAL):
        with reading(cast.amina):
            words = Said(kind, NOW.date(), YES.scope, how=how, notes={"asked": REASON})
            consents.record(found, person=person, said=words, by=cast.amina, at=NOW)
    with reading(cast.amina):
        (of,) = said.said_by_each(found, on=NOW.date())
        yes, no = of.records
        counts = {no.id: [yes.id]}
        consents.settle(
            found, of=of, counts=counts, reason=SOURCE, by=cast.amina, at=NOW, token=uuid4()
        )
        grounds = {
            "grounds": {"2": TEXT},
            "steps": [],
            "unsaid": REASON,
            "teller": NAME,
            "said": SOURCE,
        }
        decisions.override(whole, person=person, said=grounds, by=cast.amina, at=NOW, token=uuid4())
    _brought(cast, found)


def _brought(cast: SimpleNamespace, found: ConcernRead) -> None:
    """A file that is brought in and means nothing: what is wrong with it is said, and it is kept nowhere."""
    page = f"/consents/concerns/{found.concern.pk}/{found.people[0].id}/bring"
    for text in (TEXT, f'{{"@id": "{NAME}", "{STREET}": "{REASON}"}}'):
        browser_of(cast.amina).post(page, {"token": uuid4(), "text": text})


def _taken_back(cast: SimpleNamespace) -> None:
    made, seen = told(cast)
    with reading(cast.amina):
        found = disclosure(made.pk, reader=cast.amina)
        notices.give_on(
            found, token=uuid4(), how="phone", to=None, who=NAME, phone=PHONE, by=cast.amina, at=NOW
        )
    with reading(cast.carys):
        words = {"route": "A6c", "because": REASON, "decided_by": NAME, "spoke": TEXT}
        notices.answer(seen, did=Did.KEPT, words=words, by=cast.carys, at=NOW)
    _, cause = breached(cast, because=TEXT)
    with reading(cast.leila):
        found = concern(cause.concern_id, reader=cast.leila)
        notices.decide_breach(
            found,
            cause=cause.pk,
            safety=TEXT,
            outcome=Outcome.NONE,
            because=REASON,
            by=cast.leila,
            at=NOW,
        )


def _account(cast: SimpleNamespace) -> None:
    found = handed(cast)
    asked = archives.Asked(Asker.COURT, f"{TEXT} {NAME}", REASON)
    with reading(cast.leila):
        archives.make(
            found, asked=asked, password=SOURCE, draw=lambda _: TEXT.encode(), by=cast.leila, at=NOW
        )
    row = of_archives.asked(cast, words=asked)
    of_archives.answered(cast, row, because=f"{TEXT} {NAME}")
    of_archives.made(cast, row, password=SOURCE)
    of_seen.given(cast, of_seen.asked(cast, why=f"{TEXT} {NAME}"), sure=f"{TEXT} {NAME}")


def _interests(cast: SimpleNamespace) -> None:
    """Last of all: whoever is kept off a thing does no more with it."""
    words = {"relation": "friend", "name": NAME, "born": BORN, "postcode": POSTCODE, "note": TEXT}
    with reading(cast.nina):
        interests.declare(token=uuid4(), who=cast.nina, by=cast.nina, said=words, at=NOW)
    row, match = met(cast, cast.nina, name="Quill Vantongeren")
    with reading(cast.leila):
        found = register.match(match.pk, reader=cast.leila)
        assert found
        interests.answer(found, by=cast.leila, is_kept=True, note=REASON, at=NOW)
        mine = register.interest(row.pk, reader=cast.leila)
        assert mine
        interests.end(mine, by=cast.leila, because=SOURCE, at=NOW)
