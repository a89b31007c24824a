"""The record of one decision: who decided what, on what, under what law, for whom; whether or not it was shared.

What the ICO's form for a decision on a request asks (Data sharing: a code of practice, annex B), and what its guide to
sharing to safeguard children and reviews of deaths ask beside it. All but the judgements is derived.
"""

import json
from dataclasses import dataclass, replace

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.decisions.queries import Given, asked, given
from dimmer.apps.desk.queries.record_asked import NOBODY, asked_for
from dimmer.apps.desk.queries.record_before import decided_before
from dimmer.apps.desk.queries.record_lines import Line, Part
from dimmer.apps.desk.queries.record_parts import parts_of
from dimmer.apps.desk.queries.whole import Way, ways_of
from dimmer.apps.notices.queries import recalls_of
from dimmer.apps.requests.queries import NOT_RECORDED, OF_DECISION, Heading
from dimmer.core.advice import advise_without_missing, parse_facts

FORM = OF_DECISION
"""The headings of the ICO's form, in its order."""
_OF_ASKERS = frozenset({Heading.ASKING, Heading.PERSON, Heading.RECEIVED})
"""Where nobody asked, that is known: it is not what was not recorded."""
_OF_LAW = frozenset({Heading.BASIS, Heading.CONDITIONS, Heading.PART_3, Heading.POWER})
_LABELLED = frozenset({Heading.REASONS, Heading.RIGHTS, Heading.SIGNED, Heading.DATES})
"""Where things of several kinds stand together, each is called what the record calls it."""
_NONE = "None among what the advice rests on"
_NOT_SHARED = "It was decided not to share: the reasons stand below"


@dataclass(frozen=True, slots=True)
class Record:
    """The record of the latest decision on one proposal.

    Args:
        same: whether the same facts under the same edition give the same advice now; None where nobody was advised, or
            that edition cannot be read any more.
        is_asked_for: whether somebody asked for it.
        is_advised: whether anybody was advised before.
    """

    found: ConcernRead
    way: Way
    parts: tuple[Part, ...]
    same: bool | None
    is_asked_for: bool
    is_advised: bool

    @property
    def form(self) -> tuple[Line, ...]:
        """What the ICO's form asks, in its order: what stands under one of its headings, together."""
        together: dict[Heading, list[str]] = {name: [] for name in FORM}
        for part in self.parts:
            for line in part.lines:
                if line.form:
                    together[Heading(line.form)] += _labelled(line)
        return tuple(
            Line(name.value, tuple(said) or (self._without(name),))
            for name, said in together.items()
        )

    def _without(self, name: Heading) -> str:
        if name in _OF_ASKERS and not self.is_asked_for:
            return NOBODY
        if name in _OF_LAW and self.is_advised:
            return _NONE
        decision = self.way.decision
        if name is Heading.NECESSARY and decision and not decision.is_to_share:
            return _NOT_SHARED
        return NOT_RECORDED


def _labelled(line: Line) -> tuple[str, ...]:
    first, *rest = line.said
    return (f"{line.words}: {first}", *rest) if line.form in _LABELLED else line.said


def record_of(found: ConcernRead, proposal: Proposal, *, reader: Practitioner) -> Record | None:
    """The record of the latest decision on a proposal of an opened concern; None before there is one."""
    way = next(
        (row for row in ways_of(found, reader=reader) if row.proposal.pk == proposal.pk), None
    )
    whole = asked(proposal.round_id, concern=found)
    if way is None or way.decision is None or whole is None:
        return None
    before = given(replace(whole, proposals=(way.proposal,)))
    others = [row for row in whole.proposals if row.pk != proposal.pk]
    recalled = recalls_of(found).get(way.disclosure.pk) if way.disclosure else None
    request = asked_for(whole, way.decision, before, reader=reader)
    parts = parts_of(
        found, way, before, others=others, recalled=recalled, request=request, reader=reader
    )
    earlier = decided_before(found, way)
    parts = (*parts, earlier) if earlier else parts
    return Record(found, way, parts, is_same(before), request.is_so, before is not None)


def is_same(before: Given | None) -> bool | None:
    """Whether the same facts under the same edition give the same advice now; None where it cannot be asked again."""
    if before is None or before.law is None:
        return None
    again = advise_without_missing(parse_facts(dict(before.facts)), before.law).as_dict()
    # whoever decides at once has what nobody had answered left out: it is no part of the advice that is compared
    return bool(json.loads(json.dumps(again)) == {**before.advice, "missing": []})
