"""A request goes on as it was last said until something is decided on it, and is disposed of whole."""

import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from asked import REASONED, SAID, led, nothing, nothing_typed, read_by, request_to, taken, typed
from attack import deeds
from attack.scenarios_of_disposals import LONG_AFTER, disposed
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import queries as decisions
from dimmer.apps.decisions.queries.facts import lasts
from dimmer.apps.disclosures.actions import disclose
from dimmer.apps.disposals.jobs import find_due
from dimmer.apps.disposals.models import What
from dimmer.apps.disposals.queries import due
from dimmer.apps.ledger.models import SealedFacts
from dimmer.apps.ledger.queries import place_of as facts_place
from dimmer.apps.requests import actions, queries
from dimmer.apps.requests.models import Request
from dimmer.apps.vault.queries import NotEntitled
from keepings import stopped
from keyholding import opens
from shares import ANSWERS
from stage import NOW, raised, reading
from stage import browser_of as browser_in_person

Browse = Callable[[Any], Client]


def test_what_is_decided_follows_what_was_said_last_until_it_is_decided(
    area: SimpleNamespace, browser_of: Browse
) -> None:
    counselling = {"text": "She told her counsellor", "categories": ["counselling"]}
    into, browser = (
        raised(area.amina, items=({"text": "Seen"}, counselling)),
        browser_of(area.amina),
    )
    said = {
        **SAID, **REASONED, "form": "victim-information-request", "counselling": "yes", "line": "Who was there",
        "told": "By letter",
    }  # fmt: skip
    pk, other = (request_to(area.amina, **said) for _ in range(2))
    for each in (pk, other):
        taken(each, into, by=area.amina)
    police, school = area.pat.team, area.carys.team
    theirs = led(other, into, area.amina, police)
    first = led(pk, into, area.amina, police)
    page = f"/requests/{pk}"

    for approval, offered in (("Supt Made-up, 24 November", True), ("", False)):
        browser.post(f"{page}/change", typed({**said, "approval": approval}))
        assert ("counsellor" in _offered(first.pk, into, area.amina)) is offered
        assert ("Nothing of counselling" in browser.get(page).content.decode()) is not offered
        assert "counsellor" not in _offered(theirs.pk, into, area.amina)  # another asks for itself
    second = led(pk, into, area.amina, school, at=NOW + timedelta(minutes=1))
    assert led(pk, into, area.amina, police, at=NOW + timedelta(minutes=2)) == first
    late = browser.post(f"{page}/nothing", nothing_typed(kept="Her own words")).content.decode()
    assert "a decision is under way" in late
    assert "Her own words" in late

    with reading(area.amina):
        found = concern(into.concern.pk, reader=area.amina)
        found = concerns.answer(
            found, by=area.amina, answers=ANSWERS, only_for=str(first.pk), lasts=lasts, at=NOW
        )
        asked = decisions.asked(first.pk, concern=found)
        assert asked
        (made,) = deeds.decide(asked, area.amina, deeds.choices(asked, items=[into.items[0].id]))
    for act in (
        lambda: None,
        lambda: _shared(made, into, area.amina),
    ):  # decided, then shared
        act()
        late = browser.post(
            f"{page}/change", typed({**said, "words": "All of it"})
        ).content.decode()
        assert "it is decided to share something" in late
        assert "All of it" in late
        assert read_by(pk, area.amina).said["words"] == SAID["words"]
    seen = browser.get(page).content.decode()
    assert "What was shared: turn the light" in seen
    assert f"/decisions/{second.pk}" in seen
    with reading(area.amina), pytest.raises(NotNow):
        actions.ask_more(
            queries.request(pk, reader=area.amina), asked=["who"], by=area.amina, at=NOW
        )
    with reading(area.amina):
        assert pk not in {row.pk for row in queries.requests_waiting(reader=area.amina)}
        assert other in {row.pk for row in queries.requests_waiting(reader=area.amina)}
    assert _facts(pk, area.amina, "request.changed")[-1]["asked"] == queries.digest_of(
        read_by(pk, area.amina).said
    )


def _offered(pk: UUID, into: ConcernRead, by: Any) -> str:
    with reading(by):
        asked = decisions.asked(pk, concern=concern(into.concern.pk, reader=by))
    assert asked
    return " ".join(piece.text for piece in asked.pieces)


def _shared(made: Any, into: ConcernRead, by: Any) -> None:
    with reading(by):
        disclose(concern(into.concern.pk, reader=by), proposal_id=made.proposal_id, by=by, at=NOW)


def _facts(pk: UUID, who: Any, kind: str) -> list[dict[str, Any]]:
    """What the ledger says of a request, as whoever sees it opens it."""
    found = read_by(pk, who)
    with reading(who):
        rows = SealedFacts.objects.filter(record=found.key.record, entry__kind=kind)
        rows = rows.order_by("entry__at")
        opened = [json.loads(found.key.unseal(row.sealed, facts_place(row.pk))) for row in rows]
    return [json.loads(row["facts"]) for row in opened]


def test_a_request_is_disposed_of_with_its_concern_or_where_it_has_none_by_itself(
    area: SimpleNamespace,
) -> None:
    into, pk, alone = raised(area.amina), request_to(area.amina), request_to(area.amina)
    own = Request.objects.none()
    with reading(area.amina):
        own = Request.objects.get(pk=pk).own
    taken(pk, into, by=area.amina)
    about = into.concern.pk
    assert [words for words in stopped(about, team=area.mona) if "asked for information" in words]
    assert stopped(alone, team=area.mona, what=What.REQUEST)
    for each in (pk, alone):
        nothing(each, by=area.amina, kept="What her sister said")
    assert stopped(about, team=area.mona) == stopped(alone, team=area.mona, what=What.REQUEST) == []

    assert find_due(LONG_AFTER) == 2
    mona = browser_in_person(area.mona)
    with reading(area.mona):
        waits = due(reader=area.mona, now=LONG_AFTER)
    assert {row.words for row in waits} == {"A concern of your team", "A request about no concern"}
    assert "How long it is kept" in mona.get(f"/requests/{alone}").content.decode()
    assert "Ask that it goes" in mona.get(f"/kept/of/{alone}").content.decode()
    assert mona.get(f"/kept/of/{pk}").status_code == 404  # it goes with its concern
    for each in (about, alone):
        disposed(area, each)

    for each in (pk, alone):
        with pytest.raises(queries.NoSuchRequest):
            read_by(each, area.mona)
    for record in (own, into.concern.record):
        with pytest.raises(NotEntitled):
            opens(record, who=area.amina)
    with reading(area.mona):
        assert queries.requests(reader=area.mona) == []
