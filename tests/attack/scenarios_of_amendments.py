"""The scenarios (see scenarios.py) and the pages (see pages.py) of pieces that are put right or disputed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from amended import corrected, disputed
from attack import deeds
from attack.scenario import Act, Cast, Scenario
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NobodyThere, NoReason, NotNow
from dimmer.apps.concerns.queries import ConcernRead, concern, typed_of
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import Amends, tells_of
from dimmer.apps.notices import actions, jobs
from dimmer.apps.notices.models import Did
from dimmer.apps.notices.queries import NoticeRead, notice, notices_waiting
from stage import NOW, raised, reading

WITHIN = timedelta(hours=72)
AT = NOW + timedelta(hours=9)


def _shared(cast: Cast) -> tuple[Disclosure, ConcernRead]:
    made = deeds.shared(cast.amina, cast.carys)[0]
    deeds.decided(cast.amina, cast.pat, found=_opened(cast, made))  # which comes back to be decided
    return made, _opened(cast, made)


def _opened(cast: Cast, made: Disclosure) -> ConcernRead:
    with reading(cast.amina):
        return concern(made.concern_id, reader=cast.amina)


def _typed(found: ConcernRead) -> dict[str, Any]:
    return {**typed_of(found.items[0]), "text": "It was on Tuesday"}


def _correct_item(cast: Cast) -> Act:
    _, found = _shared(cast)
    token = uuid4()
    return lambda: concerns.correct(
        found, token=token, item=found.items[0].id, typed=_typed(found), because="The day", by=cast.amina, at=AT
    )  # fmt: skip


def _dispute_item(cast: Cast) -> Act:
    _, found = _shared(cast)
    token = uuid4()
    return lambda: concerns.dispute(
        found, token=token, item=found.items[0].id, who="person-1", statement="No", by=cast.amina, at=AT
    )  # fmt: skip


def _amend(cast: Cast) -> Act:
    _, found = _shared(cast)
    act = uuid4()
    return lambda: disclosures.amend(
        tells_of(found, found.items[0], sender=cast.amina), act=act, what=Amends.CORRECTED, at=AT
    )


def _correct(cast: Cast) -> Act:
    _, found = _shared(cast)
    token = uuid4()
    return lambda: actions.correct(
        found, token=token, item=found.items[0].id, typed=_typed(found), because="The day", within=WITHIN,
        by=cast.amina, at=AT,
    )  # fmt: skip


def _dispute(cast: Cast) -> Act:
    _, found = _shared(cast)
    token = uuid4()
    return lambda: actions.dispute(
        found, token=token, item=found.items[0].id, who="person-1", statement="No", within=WITHIN,
        by=cast.amina, at=AT,
    )  # fmt: skip


def told(cast: Cast) -> NoticeRead:
    """A piece of what Amina shared with Carys was put right, and the notice as Carys opens it."""
    made = deeds.shared(cast.amina, cast.carys)[0]
    cause = corrected(cast.amina, made.concern_id)
    jobs.deliver_notices(AT)
    with reading(cast.carys):
        (row,) = [each for each in notices_waiting(reader=cast.carys) if each.cause_id == cause.pk]
        return notice(row.pk, reader=cast.carys)


def _answer(cast: Cast) -> Act:
    found = told(cast)
    words = {"because": "The letter says it"}
    return lambda: actions.answer(found, did=Did.BESIDE, words=words, by=cast.carys, at=AT)


def _note_asked(cast: Cast) -> Act:
    found, token = raised(cast.amina), uuid4()
    said = {"asked": ["events"], "not_again": ["why"], "because": "It hurts", "stays": ""}
    return lambda: concerns.note_asked(
        found, token=token, person=found.people[0].id, said=said, after="", by=cast.amina, at=AT
    )


AMENDMENTS: tuple[Scenario, ...] = (
    Scenario(
        "concerns.correct",
        "amina",
        _correct_item,
        refusals=(NoReason, NobodyThere, NotNow),
        is_part=True,
    ),
    Scenario(
        "concerns.dispute",
        "amina",
        _dispute_item,
        refusals=(NoReason, NobodyThere, NotNow),
        is_part=True,
    ),
    Scenario("concerns.note_asked", "amina", _note_asked, refusals=(NobodyThere, NotNow)),
    Scenario("disclosures.amend", "amina", _amend, is_part=True),
    Scenario("notices.correct", "amina", _correct, refusals=(NoReason, NobodyThere, NotNow)),
    Scenario("notices.dispute", "amina", _dispute, refusals=(NoReason, NobodyThere, NotNow)),
    Scenario("notices.answer", "carys", _answer, refusals=(NoReason,)),
)


def pages(cast: Cast, typed: str) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids.

    Args:
        typed: stands in every field that takes words.
    """
    found = raised(cast.amina, items=({"text": typed, "source": typed},))
    made = deeds.shared(cast.amina, cast.carys, found=found)[0]
    cause = corrected(cast.amina, made.concern_id, text=f"{typed} now")
    against = disputed(cast.amina, made.concern_id, statement=typed)
    with reading(cast.carys):
        (row,) = [
            each for each in notices_waiting(reader=cast.carys) if each.cause_id == against.pk
        ]
    ids = {"pk": made.concern_id, "part": found.items[0].id}
    token = {"token": str(uuid4())}
    correct = {
        **token, "text": typed, "about": "person-1", "categories": "child-protection", "nature": "fact",
        "source": typed, "because": typed,
    }  # fmt: skip
    return [
        ("notices:correct", "mona", correct, ids),
        ("notices:dispute", "mona", {**token, "who": "person-1", "statement": typed}, ids),
        ("notices:cause", "mona", {}, {"pk": cause.pk}),
        ("notices:notice", "carys", {"did": "beside", "because": typed}, {"pk": row.pk}),
        ("disclosures:disclosure", "carys", {}, {"pk": made.pk}),
    ]  # fmt: skip
