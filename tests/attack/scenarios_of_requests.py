"""The scenarios (see scenarios.py) of requests, their pages, and one request for every stage of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from asked import DUE, REASONED, REVIEW, SAID, nothing, read_by, request_to, taken, typed
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.requests import actions, queries
from dimmer.apps.requests.actions import LacksFields
from stage import NOW, raised, reading


def about(cast: Cast, words: str = "What is known of her?") -> UUID:
    """A request that is about a concern."""
    pk = request_to(cast.amina, **REASONED, words=words)
    taken(pk, raised(cast.amina), by=cast.amina)
    return pk


def answered(cast: Cast, words: str = "What is known of her?") -> UUID:
    """One about a concern, answered with nothing while something is kept back."""
    pk = about(cast, words)
    nothing(pk, by=cast.amina, kept=words)
    return pk


def late(cast: Cast) -> UUID:
    """One that its team's lead is to be shown."""
    pk = request_to(cast.amina, due_on=(NOW - timedelta(days=2)).date())
    taken(pk, raised(cast.amina), by=cast.amina)
    return pk


def pages(cast: Cast, words: str) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Of each page its name, who finds it, what they can send, and the ids of its address."""
    said = typed({**SAID, "words": words})
    day = {"review_on-day": "22", "review_on-month": "12", "review_on-year": "2026"}
    into = {"reference": raised(cast.amina).concern.reference}
    # kept off by nobody's interest until it is about a concern
    free = request_to(cast.amina, words=words, about=["Zofia Nowak"])
    return [
        ("requests:request", "mona", {}, {"pk": answered(cast, words)}),
        ("requests:change", "mona", said, {"pk": about(cast, words)}),
        ("requests:more", "mona", {"asked": ["why"]}, {"pk": about(cast, words)}),
        ("requests:take", "mona", into, {"pk": free}),
        ("requests:answer", "mona", {"team": str(cast.carys.team_id)}, {"pk": about(cast, words)}),
        ("requests:nothing", "mona", {"kept": words, **day}, {"pk": about(cast, words)}),
        ("requests:reply", "mona", {}, {"pk": answered(cast, words)}),
        ("requests:form", "mona", {}, {"pk": answered(cast, words)}),
        ("requests:form-document", "mona", {}, {"pk": answered(cast, words)}),
    ]


def _record(cast: Cast) -> Act:
    token = uuid4()
    return lambda: actions.record(token=token, said=SAID, due_on=DUE, by=cast.amina, at=NOW)


def _change(cast: Cast) -> Act:
    found = read_by(about(cast), cast.amina)
    return lambda: actions.change(
        found, said={**SAID, "why": "To see her"}, due_on=DUE, by=cast.amina, at=NOW
    )


def _ask_more(cast: Cast) -> Act:
    found = read_by(about(cast), cast.amina)
    return lambda: actions.ask_more(found, asked=["why"], by=cast.amina, at=NOW)


def _take(cast: Cast) -> Act:
    pk, into = request_to(cast.amina), raised(cast.amina)
    nothing(pk, by=cast.amina, kept="What her sister said")
    found = read_by(pk, cast.amina)
    return lambda: actions.take(found, into, by=cast.amina, at=NOW)


def _lead(cast: Cast) -> Act:
    found = read_by(about(cast), cast.amina)
    with reading(cast.amina):
        into = queries.concern_of(found, reader=cast.amina)
    assert into
    return lambda: actions.lead(found, into, team=cast.carys.team, by=cast.amina, at=NOW)


def _say_nothing(cast: Cast) -> Act:
    found = read_by(about(cast), cast.amina)
    return lambda: actions.say_nothing(
        found, kept="Her own words", review_on=REVIEW, by=cast.amina, at=NOW
    )


def _escalate(cast: Cast) -> Act:
    pk = late(cast)
    return lambda: actions.escalate(pk, owner=cast.amina.team, on=NOW.date(), at=NOW)


def _opened(cast: Cast) -> Act:
    found = read_by(answered(cast), cast.amina)
    return lambda: actions.opened(found, by=cast.amina, at=NOW)


def _form_taken(cast: Cast) -> Act:
    found = read_by(answered(cast), cast.amina)
    return lambda: actions.form_taken(found, digest="0" * 64, by=cast.amina, at=NOW)


def _ask_otherwise(cast: Cast) -> Act:
    pk = about(cast)
    found = read_by(pk, cast.amina)
    with reading(cast.amina):
        into = queries.concern_of(found, reader=cast.amina)
        assert into
        made = actions.lead(found, into, team=cast.carys.team, by=cast.amina, at=NOW)
        now = queries.concern_of(found, reader=cast.amina)
    assert now
    return lambda: decisions.ask_otherwise(
        now, made.pk, request="victim-information-request", said=queries.facts_of(found.said),
        is_counselling_approved=False, by=cast.amina, at=NOW,
    )  # fmt: skip


def _leave_to_somebody(cast: Cast) -> Act:
    pk = request_to(cast.amina)
    return lambda: actions.leave_to_somebody([pk], reader=cast.amina.team, at=NOW)


REQUESTS: tuple[Scenario, ...] = (
    Scenario("decisions.ask_otherwise", "amina", _ask_otherwise, Twice.ENTRY, is_part=True),
    Scenario(
        "requests.leave_to_somebody",
        "amina",
        _leave_to_somebody,
        Twice.WRITES_NOTHING,
        is_part=True,
        by_the_clock=True,
    ),
    Scenario("requests.record", "amina", _record),
    Scenario("requests.change", "amina", _change),
    Scenario("requests.ask_more", "amina", _ask_more),
    Scenario("requests.take", "amina", _take),
    Scenario("requests.lead", "amina", _lead, refusals=(LacksFields,)),
    Scenario("requests.say_nothing", "amina", _say_nothing),
    Scenario("requests.escalate", "amina", _escalate, by_the_clock=True),
    Scenario("requests.opened", "amina", _opened, Twice.ENTRY),
    Scenario("requests.form_taken", "amina", _form_taken, Twice.ENTRY),
)
