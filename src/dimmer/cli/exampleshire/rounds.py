"""Play a round of a story: who was asked about, what was decided, shared, read and looked at again."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection

from dimmer import lawbook
from dimmer.apps.agencies.models import OVERSEE, WORK, Practitioner, Team
from dimmer.apps.allocations import queries as allocations
from dimmer.apps.allocations.actions import name
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions
from dimmer.apps.decisions.models import Against, Decision, Proposal
from dimmer.apps.decisions.queries import (
    FOLLOW_UPS,
    Asked,
    Choice,
    advice_on,
    advised_items,
    asked,
    copies_for,
)
from dimmer.apps.disclosures.actions import disclose, opened
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.receipts import actions as receipts
from dimmer.apps.reviews.actions import review
from dimmer.cli.exampleshire import planned, read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.cli.exampleshire.typed import keys_of, translated
from dimmer.core.advice import Action, Advice
from dimmer.core.proportionality import Light
from dimmer.core.route import Step
from dimmer.database.reader import set_reader

_TO_SHARING = timedelta(minutes=5)
_TO_CHECKING = timedelta(minutes=4)
_AGREES = "I read each piece, the advice and what they want. It goes as far as the purpose asks, and no further."
_REFUSES = "Not needed for the purpose"
"""What a second person writes where a story has no words of theirs."""


def play(given: read.Row, story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Propose, and go on as far as the story goes: a round without a decision stays undecided."""
    by, at = cast.people[given.get("by", story["by"])], clock.moment(given["proposed"])
    _join(by, token=token, author=cast.people[story["by"]], at=at)
    set_reader(connection, by)
    found = concern(token, reader=by)
    teams = {row["team"]: cast.teams[row["team"]] for row in given["to"]}
    name = uuid5(token, f"round {given['proposed']}")
    made = actions.propose(found, token=name, recipients=teams.values(), by=by, at=at)
    if answers := story.get("answers"):
        said = translated(answers, keys=keys_of(story))
        found = concerns.answer(found, by=by, answers=said, at=at)
    if "decided" not in given:
        return
    whole = asked(made.pk, concern=found)
    assert whole is not None  # noqa: S101  (it was made on the line before)
    decisions = decide(whole, given, by=by, cast=cast, at=clock.moment(given["decided"]))
    if given.get("ends") == "held":
        return
    _check(found, decisions, given, by=by, cast=cast)
    by_team = {row["team"]: row for row in given["to"]}
    for team_key, team in teams.items():
        proposal = Proposal.objects.get(round=made, recipient=team)
        _follow(found, proposal, by_team[team_key], story, by=by, cast=cast, clock=clock)
    for row in given.get("done", ()):
        due = made.proposal_set.get(followup__code=row["code"]).followup_set.get(code=row["code"])
        actions.follow_up(
            found, row_id=due.pk, by=by, note=row["note"], at=clock.moment(row["when"])
        )


def _join(who: Practitioner, *, token: UUID, author: Practitioner, at: datetime) -> None:
    """A colleague who goes on with what somebody else wrote is named on it first."""
    if who.role in OVERSEE or who.team_id != author.team_id or author.role not in WORK:
        return
    set_reader(connection, author)
    circle = allocations.circle_of_concern(token, reader=author, now=at)
    if not circle.names(who.pk):
        name(circle, who=who, by=author, because="Goes on with it", at=at)


def decide(
    whole: Asked, given: read.Row, *, by: Practitioner, cast: Cast, at: datetime
) -> list[Decision]:
    """Decide as the story does, on the advice of that day."""
    day = at.date()
    facts, advice = advice_on(whole, holder=by.team.agency, on=day, with_missing=False)
    rows = {cast.teams[row["team"]].pk: row for row in given["to"]}
    choices = [
        _choice(whole, proposal, rows[proposal.recipient_id], advice=advice, by=by)
        for proposal in whole.proposals
    ]
    owed = (
        [(code, day + timedelta(days=days)) for code, (days, _) in FOLLOW_UPS.items()]
        if given.get("follow_ups")
        else []
    )
    return actions.decide(
        whole,
        by=by,
        choices=choices,
        judgements=dict(given["words"]),
        facts=facts,
        advice=advice,
        review_on=day + timedelta(days=given["review_days"]),
        check_within=timedelta(hours=settings.SECOND_CHECK_HOURS),
        follow_ups=owed,
        at=at,
    )


def _choice(
    whole: Asked, proposal: Proposal, row: read.Row, *, advice: Advice, by: Practitioner
) -> Choice:
    """What the story gives: named pieces, everything, nothing; unsaid, what is advised.

    The light is what the pieces need, and no more than is advised for them.
    """
    gives = row.get("gives", "advised")
    numbers = range(1, len(whole.pieces) + 1) if gives == "everything" else gives
    advised = {
        number: given
        for number, given in advised_items(advice, proposal, by.team.agency).items()
        if given.action is Action.SHARE and not whole.pieces[number - 1].is_held
    }
    if gives == "everything":
        numbers = [number for number in numbers if not whole.pieces[number - 1].is_held]
    if gives == "advised":
        numbers = advised or range(1, len(whole.concern.items) + 1)
    chosen = [whole.pieces[number - 1] for number in numbers]
    if not chosen:
        return Choice(proposal.pk, Light.DARK, frozenset())
    needed = max(lawbook.book().ceilings.need(piece.categories) for piece in chosen)
    offered = min(
        (advised[number].given for number in numbers if number in advised), default=needed
    )
    light, pieces = max(needed, offered), frozenset(piece.id for piece in chosen)
    can = copies_for(whole) if row.get("files") and light >= Light.DETAIL else ()
    files = frozenset(each.id for each in can if each.item in pieces)
    return Choice(proposal.pk, light, pieces, files=files)


def _check(
    found: ConcernRead,
    decisions: list[Decision],
    given: read.Row,
    *,
    by: Practitioner,
    cast: Cast,
) -> None:
    """A second person of the same team looks at what went against the advice."""
    for decision in decisions:
        if decision.against == Against.NO:
            continue
        is_agreed = given.get("ends") != "refused"
        actions.check(
            found,
            decision_id=decision.pk,
            by=cast.second(by),
            is_agreed=is_agreed,
            because=given.get("check_because", _AGREES if is_agreed else _REFUSES),
            at=decision.at + _TO_CHECKING,
        )


def _follow(
    found: ConcernRead,
    proposal: Proposal,
    row: read.Row,
    story: read.Row,
    *,
    by: Practitioner,
    cast: Cast,
    clock: read.Clock,
) -> None:
    """Share what was decided, have it read and acknowledged, and look at it again."""
    if proposal.step == Step.TO_SHARE.value and row.get("ends") != "to-share":
        at = proposal.moved_at + _TO_SHARING
        planned.make(found, story, by=by, cast=cast, clock=clock, at=at)
        made = disclose(found, proposal_id=proposal.pk, by=by, at=at)
        if "read" in row:
            acknowledge(made, team=proposal.recipient, cast=cast, at=clock.moment(row["read"]))
            set_reader(connection, by)
    if "reviewed" in row:
        at, words = clock.moment(row["reviewed"]), dict(row["review"])
        review(
            proposal, key=found.key, by=by, words=words, next_on=None, about=found.concern.pk, at=at
        )


def acknowledge(made: Disclosure, *, team: Team, cast: Cast, at: datetime) -> None:
    """Somebody in the team that received it opens it and says that it was read."""
    who = cast.worker(team)
    set_reader(connection, who)
    pack = disclosure(made.pk, reader=who)
    opened(pack, by=who, at=at)
    receipts.acknowledge(pack, by=who, at=at + timedelta(minutes=2))
