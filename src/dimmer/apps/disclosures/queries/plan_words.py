"""What in the words of a joint plan may tell more than was decided: the leak guard reads what each recipient gets."""

from collections.abc import Collection
from dataclasses import dataclass

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.decisions.queries import decision_of, pieces_of
from dimmer.apps.disclosures.queries.guarding import fields_in, guarded
from dimmer.apps.disclosures.queries.planning import plan_of
from dimmer.apps.disclosures.queries.reaching import may_reach
from dimmer.apps.disclosures.queries.standing import pieces_as_decided, whom_as_decided
from dimmer.core.guard import Finding, Kind, Record, review
from dimmer.core.guard import Part as Text
from dimmer.core.plan import Part, Plan, part_of

_RING, _TASK = "ring", "task"
_WHERE = {
    _RING: "Whom they ring",
    "learns": "When the alleged abuser may learn of it",
    "together": "Who is with whoever is at risk",
    _TASK: "What they do",
}


@dataclass(frozen=True, slots=True)
class InPlan:
    """Words of a plan that may tell some of those who get them more than was decided, and what to do."""

    where: str
    words: str
    says: str
    why: str
    todo: str
    teams: tuple[Team, ...]

    @property
    def weighed(self) -> tuple[tuple[str, str], ...]:
        """For whom they are, as it is kept that they were weighed."""
        return tuple((str(team.pk), self.words) for team in self.teams)


def in_plan(
    found: ConcernRead,
    plan: Plan,
    *,
    sender: Practitioner,
    weighed: Collection[tuple[str, str]] = (),
) -> tuple[InPlan, ...]:
    """What is found in a plan, by words: for everybody for whom something is decided, whether or not it went yet.

    Args:
        weighed: words that were weighed before, and for which team.
    """
    told: dict[tuple[str, str, Kind], list[Team]] = {}
    rows = Proposal.objects.filter(concern=found.concern).select_related("recipient__agency")
    decided = ((row, decision_of(row)) for row in rows.order_by("moved_at", "pk"))
    # the last for each: a team that has something may be asked about again
    last = {row.recipient_id: (row, made) for row, made in decided if made and made.is_to_share}
    for proposal, decision in last.values():
        team = proposal.recipient
        for each in _found(found, proposal, decision, plan, sender=sender):
            if (str(team.pk), each.part) not in weighed:
                told.setdefault((each.where, each.part, each.kind), []).append(team)
    said = lawbook.guard().kinds
    return tuple(
        InPlan(where, words, said[kind].says, said[kind].why, said[kind].todo, tuple(teams))
        for (where, words, kind), teams in told.items()
    )


def left_to_weigh(
    found: ConcernRead, proposal: Proposal, decision: Decision, *, sender: Practitioner
) -> list[Finding]:
    """What is found in the part of the plan as it stands that goes with a share, and nobody has weighed yet."""
    now = plan_of(found)
    if now is None or not now.stands:
        return []
    rows = _found(found, proposal, decision, now.plan, sender=sender)
    team = str(proposal.recipient_id)
    return [each for each in rows if (team, each.part) not in now.plan.weighed]


def _found(
    found: ConcernRead,
    proposal: Proposal,
    decision: Decision,
    plan: Plan,
    *,
    sender: Practitioner,
) -> list[Finding]:
    reaches = may_reach(found, proposal.recipient, holder=found.concern.team.agency)
    part = part_of(plan, str(proposal.recipient_id), is_wary=reaches)
    if part is None or part.not_before is None:
        return []
    known = {*whom_as_decided(found, decision).values()}
    named = [each.key for each in found.people if str(each.id) in known]
    ids = {*pieces_as_decided(found, decision)}
    given = fields_in((each for each in pieces_of(found) if str(each.id) in ids), found)
    record = guarded(found, proposal, named=named, given=given, sender=sender, reaches=reaches)
    return _reviewed(part, record)


def _reviewed(part: Part, record: Record) -> list[Finding]:
    ring, _, _ = part.ring.rpartition(", ")  # the number is asked for by itself: it is at work
    texts = [(_RING, ring), ("learns", part.learns), ("together", part.together)]
    texts += [(_TASK, each.what) for each in part.tasks]
    read = [Text(key, _WHERE[key], words) for key, words in texts]
    return [
        each
        for each in review(read, record, lawbook.guard())
        # whom to ring is a colleague, and told to be one
        if not (each.key == _RING and each.kind is Kind.OTHER_PERSON)
    ]
