"""Files of pieces, as tests of later rooms begin from them: attached, copied flat, taken, chosen, shared."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.attachments import actions
from dimmer.apps.attachments.queries import CopyRead, FileRead, copy_in, file_in
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions import queries as asked
from dimmer.apps.decisions.models import Decision
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.core.proportionality import Light
from shares import ANSWERS, WORDS
from stage import NOW, raised, reading

TEXT = b"Shaw rang on Monday. He was angry.\n"


def file_of(
    found: ConcernRead, by: Practitioner, *, content: bytes = TEXT, name: str = "a.txt"
) -> FileRead:
    """A file of the first piece of a concern. Call it while reading as them, as all of these."""
    pk = actions.attach(
        found, token=uuid4(), item=found.items[0].id, name=name, content=content, by=by, at=NOW
    )
    file = file_in(found, pk)
    assert file is not None
    return file


def copy_of(
    found: ConcernRead,
    by: Practitioner,
    *,
    file: FileRead | None = None,
    content: bytes = TEXT,
    name: str = "a.txt",
    cut: Sequence[str] = (),
    is_taken: bool = True,
) -> CopyRead:
    """A flat copy of it that may go."""
    file = file or file_of(found, by, content=content, name=name)
    pk = actions.copy(
        found, token=uuid4(), file=file, content=content, cut=cut, boxes=(), by=by, at=NOW
    )
    copy = copy_in(found, pk)
    assert copy is not None
    if is_taken:
        actions.take(found, copy=copy, by=by, at=NOW)
        copy = copy_in(found, pk)
        assert copy is not None
    return copy


def decided_with(
    found: ConcernRead,
    by: Practitioner,
    to: Iterable[Team],
    *,
    files: Iterable[CopyRead],
    light: Light = Light.DETAIL,
    items: Any = None,
) -> list[Decision]:
    """Decisions to share all that was typed, with these files, with each team."""
    made = decisions.propose(found, token=uuid4(), recipients=to, by=by, at=NOW)
    found = concerns.answer(found, by=by, answers=ANSWERS, at=NOW)
    whole = asked.asked(made.pk, concern=found)
    assert whole is not None
    facts, advice = asked.advice_on(whole, holder=by.team.agency, on=NOW.date())
    typed = frozenset(each.id for each in found.items) if items is None else items
    choices = [
        asked.Choice(row.pk, light, typed, files=frozenset(each.id for each in files))
        for row in whole.proposals
    ]
    return decisions.decide(
        whole, by=by, choices=choices, judgements=WORDS, facts=facts, advice=advice,
        review_on=NOW.date() + timedelta(days=9), check_within=timedelta(hours=24), at=NOW,
    )  # fmt: skip


def shared_with_file(by: Practitioner, to: Practitioner, **options: Any) -> Disclosure:
    """What one team shared with another, a file with it."""
    found = raised(by)
    with reading(by):
        copy = copy_of(found, by, **options)
        (decision,) = decided_with(found, by, [to.team], files=[copy])
        found = concern(found.concern.pk, reader=by)
        return disclosures.disclose(found, proposal_id=decision.proposal_id, by=by, at=NOW)
