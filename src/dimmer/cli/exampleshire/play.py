"""Play one story as its people would have: through the rooms' actions, each as the team that reads.

A story is one transaction: interrupted, nothing of it stays, and the next run plays it.
"""

from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction

from dimmer.apps.concerns import actions
from dimmer.apps.concerns.models import Concern, Origin
from dimmer.apps.concerns.queries import concern
from dimmer.apps.honour import actions as honour
from dimmer.cli.exampleshire import (
    amended,
    attached,
    emergency,
    handed,
    kept,
    planned,
    read,
    recalled,
    rounds,
    said,
    taken_back,
    turned,
)
from dimmer.cli.exampleshire.settle import Cast
from dimmer.cli.exampleshire.typed import about, keys_of, prose
from dimmer.database.reader import set_reader

_HERE = UUID("0b6d1f5c-5a52-4d0c-9d52-6a1d5f0f6b11")
"""What the ids of the area's concerns are derived from, so that each is loaded once."""
_BREATH = timedelta(seconds=20)


def token_of(key: str) -> UUID:
    """The id of the concern that a story begins."""
    return uuid5(_HERE, key)


def play(story: read.Row, *, cast: Cast, clock: read.Clock) -> bool:
    """Load one story, unless it is there; return whether it had to be."""
    token = token_of(story["key"])
    with transaction.atomic():
        by = cast.people[story["by"]]
        set_reader(connection, by.team)
        if Concern.objects.filter(pk=token).exists():
            return False
        set_reader(connection, by)
        if "emergency" in story:
            emergency.share(story, token=token, cast=cast, clock=clock)
        else:
            _write(story, token=token, cast=cast, clock=clock)
            _finish(story, token=token, cast=cast, clock=clock)
            for who, given in story.get("accounts", {}).items():
                _say_accounts(who, given, story, token=token, cast=cast, clock=clock)
            if "honour" in story:
                _flag(story["honour"], story, token=token, cast=cast, clock=clock)
            for given in story.get("attached", ()):
                attached.play(given, story, token=token, cast=cast, clock=clock)
            for given in story.get("round", ()):
                rounds.play(given, story, token=token, cast=cast, clock=clock)
            _afterwards(story, token=token, cast=cast, clock=clock)
    return True


def _afterwards(story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """What becomes of what was shared."""
    if "plan_changed" in story:
        planned.change(story, token=token, cast=cast, clock=clock)
    for row in story.get("turned", ()):
        turned.play(row, story, token=token, cast=cast, clock=clock)
    for row in story.get("recalled", ()):
        recalled.play(row, story, token=token, cast=cast, clock=clock)
    for row in story.get("amended", ()):
        amended.play(row, story, token=token, cast=cast, clock=clock)
    for row in story.get("onward", ()):
        planned.ask_onward(row, story, token=token, cast=cast, clock=clock)
    for row in story.get("said", ()):
        said.say(row, story, token=token, cast=cast, clock=clock)
    if "handed" in story:
        handed.play(story, token=token, cast=cast, clock=clock)
    if "gone" in story:
        kept.dispose(story["gone"], token=token, cast=cast, clock=clock)
    if "taken_back" in story:
        taken_back.play(story, token=token, cast=cast, clock=clock)


def _write(story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Begin the concern and write down everybody and everything in it."""
    by, at = cast.people[story["by"]], clock.moment(story["begun"])
    actions.begin(
        token=token,
        by=by,
        summary=prose(story["summary"]),
        at=at,
        origin=Origin(story.get("origin", "reported" if "report" in story else "raised")),
        happened_at=clock.moment(story["happened"]) if "happened" in story else None,
    )
    found = concern(token, reader=by)
    for person in story["people"]:
        at += _BREATH
        name = uuid5(token, person["id"])
        actions.put_person(found, token=name, by=by, about=about(person, clock=clock), at=at)
    keys = keys_of(story)
    for number, item in enumerate(story["items"], start=1):
        at += _BREATH
        typed = {
            "text": item["text"],
            "about": [keys[who] for who in item["about"]],
            "categories": list(item["categories"]),
            "nature": item["nature"],
            "source": item["source"],
            "observed": clock.day(item["observed"]).isoformat() if "observed" in item else "",
        } | ({"outcome": item["outcome"]} if "outcome" in item else {})
        if own := item.get("own"):
            said_on = clock.day(own["passing_on"]).isoformat() if "passing_on" in own else ""
            typed["own"] = {**own, "who": keys[own["who"]], "passing_on": said_on}
        actions.put_item(found, token=uuid5(token, f"item {number}"), by=by, typed=typed, at=at)
    for who, given in story.get("asked", {}).items():
        asked = {"because": "", "stays": "", **given}
        actions.note_asked(
            concern(token, reader=by), token=uuid5(token, f"asked {who}"), person=uuid5(token, who),
            said=asked, after="", by=by, at=at,
        )  # fmt: skip


def _finish(story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Raise or report what was written; a draft stays one."""
    by = cast.people[story["by"]]
    written = len(story["people"]) + len(story["items"]) + 1
    at = clock.moment(story["begun"]) + _BREATH * written
    if story.get("state") == "draft":
        return
    found = concern(token, reader=by)
    if "report" in story:
        _report(story["report"], token=token, cast=cast, clock=clock, story=story)
    else:
        actions.raise_concern(found, by=by, at=at + _BREATH)


def _say_accounts(
    who: str, given: read.Row, story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock
) -> None:
    """Say which accounts the alleged abuser has: of each whether, and who said so."""
    by, at = cast.people[story["by"]], clock.moment(story["begun"]) + timedelta(minutes=30)
    said = {code: {"has": has, "who": said_by} for code, (has, said_by) in given.items()}
    key = keys_of(story)[who]
    actions.say_accounts(concern(token, reader=by), key=key, said=said, by=by, at=at)


def _flag(given: read.Row, story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Say that family or honour is part of the danger; ask to tell somebody there, where the story does."""
    by, at = cast.people[story["by"]], clock.moment(given["flagged"])
    found = concern(token, reader=by)
    honour.flag(found, reasons=given["reasons"], because=given["because"], by=by, at=at)
    if "tell" in given:
        said = {name: given["tell"][name] for name in ("whom", "because", "how")}
        honour.ask_to_tell(found, token=uuid5(token, "tell"), by=by, at=at + _BREATH, **said)


def _report(
    given: read.Row, *, token: UUID, cast: Cast, clock: read.Clock, story: read.Row
) -> None:
    by = cast.people[story["by"]]
    found = concern(token, reader=by)
    within = timedelta(hours=settings.REPORT_HOURS)
    at = clock.moment(story["begun"]) + timedelta(minutes=5)
    actions.report(found, by=by, within=within, at=at)
    if "escalated" in given:
        set_reader(connection, by.team)
        actions.escalate(token, owner=by.team, at=clock.moment(given["escalated"]))
    if "answered" in given:
        answers = cast.people[given["by"]]
        set_reader(connection, answers)
        actions.answer_report(
            found,
            by=answers,
            is_taken_up=given["taken_up"],
            because=given["because"],
            at=clock.moment(given["answered"]),
        )
