"""What was decided, what waits for a second person, and what is owed to somebody who refused."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet

from dimmer.apps.agencies.models import Team
from dimmer.apps.decisions.models import Decision, FollowUp, Override, Proposal, Round, SecondCheck
from dimmer.apps.decisions.queries.facts import Asked
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.proportionality import Light
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once

FOLLOW_UPS: Mapping[str, tuple[int, str]] = {
    "weigh-options": (7, "Help them weigh the risks and benefits of what they could do"),
    "know-the-risk": (7, "Make sure they know how great the risk is and what could happen"),
    "offer-advocate": (7, "Offer them an advocate or a peer supporter"),
    "build-confidence": (14, "Offer support for confidence and self-esteem, if they need it"),
    "agree-risk": (7, "Agree with them, and write down, the level of risk they are taking"),
    "record-reasons": (1, "Write down why nothing was shared or done"),
    "review-regularly": (28, "Look at the situation again, and go on doing so"),
    "build-trust": (28, "Build trust, and gently help them to protect themselves better"),
}
"""What is owed to an adult who refuses when nothing is shared: code, days, words.

Source: Havering Safeguarding Adults Board, Safeguarding adults: sharing information (after SCIE).
The days are ours: the guidance gives none.
"""


def decision_of(proposal: Proposal) -> Decision | None:
    """The latest decision on a proposal: an older and brighter one never counts."""
    return next(iter(_newest(proposal=proposal.pk)), None)


@built_once
def _newest(proposal: Any) -> QuerySet[Decision]:
    rows = Decision.objects.filter(proposal=proposal).select_related("by", "secondcheck__by")
    return rows.order_by("-at", "-pk")[:1]


def place_of(row: Round | Decision | SecondCheck | FollowUp | Override) -> str:
    """What a sealed row is bound to."""
    return f"{type(row).__name__.lower()}:{row.pk}"


def place_of_round(pk: UUID) -> str:
    """What a round is bound to, by its id alone: where many are opened, making their rows takes longer."""
    return f"round:{pk}"


def judgements(decision: Decision, key: RecordKey) -> Mapping[str, Any]:
    """What the person who decided wrote, and which items were chosen."""
    opened: Mapping[str, Any] = json.loads(key.unseal(decision.sealed, place_of(decision)))
    return opened


def because_of(check: SecondCheck, key: RecordKey) -> str:
    """What the second person wrote; empty where they wrote nothing."""
    if check.sealed is None:
        return ""
    because: str = json.loads(key.unseal(check.sealed, place_of(check)))["because"]
    return because


def again(proposal: UUID) -> UUID:
    """The id of the round in which a decision that was not carried out is taken again."""
    return uuid5(proposal, "again")


OWN_WORDS = (
    *("purpose", "because", "risk_of_not_sharing", "risk_of_sharing", "wishes"),
    *("told", "telling", "withheld"),
)
"""What is kept where a decision is taken again. Not who signed it off: they agreed to another one."""


def said_before(asked: Asked) -> dict[str, Any]:
    """What the person wrote and chose the first time, where a decision is taken again; else nothing.

    Where the light is turned, why is said anew.
    """
    [row, *others] = asked.proposals or (None,)
    if row is None or others:
        return {}
    turned = asked.round.turns_id
    closed = _to_the_same(concern=row.concern_id, recipient=row.recipient_id)
    before = [pk for pk in closed if pk == turned or again(pk) == asked.round.pk]
    if not before:
        return {}
    first = Decision.objects.filter(proposal__in=before, is_to_share=True).order_by("-at").first()
    if first is None:
        return {}
    words = judgements(first, asked.concern.key)
    chosen = {
        f"light-{row.pk}": Light(first.light).name,
        f"items-{row.pk}": words["items"],
        f"asked-{row.pk}": words.get("asked", ""),
    }
    kept = [name for name in OWN_WORDS if not (turned and name == "because")]
    return {name: words.get(name, "") for name in kept} | chosen


@built_once
def _to_the_same(concern: Any, recipient: Any) -> QuerySet[Proposal, UUID]:
    return Proposal.objects.filter(concern=concern, recipient=recipient).values_list(
        "pk", flat=True
    )


def checks_waiting(*, reader: Reads) -> list[SecondCheck]:
    """Second checks that wait for the reader's team, soonest due first."""
    return _checks(reader=reader.pk)


@built_once
def _checks(reader: Any) -> QuerySet[SecondCheck]:
    shown = vault.things(kind=Kind.CHECK, reader=reader)
    rows = SecondCheck.objects.filter(vault.is_of("pk", shown), at=None).order_by("due_at", "pk")
    return rows.select_related(
        "decision__by", "decision__proposal__concern", "decision__proposal__recipient__agency"
    )[: vault.PAGE]


def follow_ups_waiting(*, reader: Reads) -> list[FollowUp]:
    """Duties towards people who refused that wait for the reader's team, soonest due first."""
    return _owed(reader=reader.pk)


@built_once
def _owed(reader: Any) -> QuerySet[FollowUp]:
    shown = vault.things(kind=Kind.FOLLOW, reader=reader)
    rows = FollowUp.objects.filter(vault.is_of("pk", shown), at=None).order_by(
        "due_on", "code", "pk"
    )
    return rows.select_related("proposal__concern")[: vault.PAGE]


def follow_ups_of(proposal: Proposal) -> list[FollowUp]:
    """The duties that one decision not to share left."""
    return list(
        FollowUp.objects.filter(proposal=proposal).select_related("by").order_by("due_on", "code")
    )


def follow_up(pk: UUID) -> FollowUp | None:
    """One duty; whether the reader may see it is for its concern to say."""
    return FollowUp.objects.filter(pk=pk).select_related("proposal__concern").first()


def check_of(decision_id: UUID) -> SecondCheck | None:
    """One second check with what it is about; whether the reader may see it is for the concern to say."""
    rows = SecondCheck.objects.filter(pk=decision_id)
    return rows.select_related(
        "decision__by", "decision__proposal__recipient__agency", "decision__proposal__round"
    ).first()


def team(pk: UUID) -> Team:
    """A team by id."""
    return Team.objects.select_related("agency").get(pk=pk)
