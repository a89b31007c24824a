"""Towards a court, a solicitor, a prison or whoever is not known, a second person releases exactly what goes."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from attack import deeds
from dimmer.apps.agencies.models import Agency
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure, Release
from dimmer.apps.disclosures.queries import disclosure, needs_release, release_of
from shares import decided
from stage import NOW, raised, reading

PLAIN = "He said that he will not stop."
REMARK = "She is known to withdraw."
Browse = Callable[[Any], Client]


def _ready(area: Any, *texts: str, kind: str = "court", **more: Any) -> Proposal:
    found = raised(area.amina, **more, items=tuple({"text": each} for each in texts or (PLAIN,)))
    (made,) = decided(area.amina, area.carys.team, found=found, everything=True)
    Agency.objects.filter(pk=area.carys.team.agency_id).update(kind=kind)
    Proposal.objects.filter(pk=made.proposal_id).update(step="to-share")
    return Proposal.objects.get(pk=made.proposal_id)


def _address(proposal: Proposal) -> str:
    return f"/disclosures/preview/{proposal.pk}"


def _seen(page: str) -> str:
    return page.split('name="seen" value="')[1][:64]


def _asked(browser: Client, proposal: Proposal, **more: str) -> str:
    """The page that whoever asked sees afterwards; they looked at it as they weighed it."""
    page = browser.get(_address(proposal)).content.decode()
    for _ in range(2):
        form = {"own_words": "no", "seen": _seen(page), **more}
        page = browser.post(_address(proposal), form, follow=True).content.decode()
        if "What no rule can find" not in page:
            break
    return page


def _answered(browser: Client, proposal: Proposal, **answer: str) -> str:
    """The page after a second person, who looked, has answered."""
    seen = _seen(browser.get(_address(proposal)).content.decode())
    answer = {"seen": seen, **answer}
    return browser.post(_address(proposal), answer, follow=True).content.decode()


@pytest.mark.parametrize("kind", ["court", "solicitor", "prison", "wider-workforce", "a-new-kind"])
def test_it_waits_for_somebody_else_and_then_goes_as_it_was_seen(
    area: Any, browser_of: Browse, kind: str
) -> None:
    proposal = _ready(area, PLAIN, REMARK, kind=kind)
    amina, mona = browser_of(area.amina), browser_of(area.mona)

    first = amina.get(_address(proposal)).content.decode()
    waits = _asked(amina, proposal, **{"weigh-1": "withhold"})
    assert "Ask a second person" in first
    assert "waits for a second person" in waits
    assert "Share this now" not in waits

    desk = mona.get("/").content.decode()
    page = mona.get(_address(proposal)).content.decode()
    assert "To be released by a second person" in desk
    assert "To be released by a second person" not in amina.get("/").content.decode()
    assert "Do you release exactly this?" in page
    assert "left out" in page
    assert "known to withdraw" in page

    _answered(mona, proposal, is_agreed="yes")
    assert not Disclosure.objects.exists()
    page = amina.get(_address(proposal)).content.decode()
    assert "has released exactly this" in page
    amina.post(_address(proposal), {"seen": _seen(page)})

    with reading(area.carys):
        pack = disclosure(Disclosure.objects.get().pk, reader=area.carys).pack
    assert [item["text"] for item in pack["items"]] == [PLAIN]
    assert "release" not in str(pack)


def test_a_refusal_needs_words_and_is_said_to_whoever_asked(area: Any, browser_of: Browse) -> None:
    proposal = _ready(area)
    amina, mona = browser_of(area.amina), browser_of(area.mona)
    _asked(amina, proposal)

    again = _answered(mona, proposal, is_agreed="no")
    _answered(mona, proposal, is_agreed="no", because="It says too much")
    page = amina.get(_address(proposal)).content.decode()

    assert "Enter why it does not go like this" in again
    assert "did not release this as it was. It says too much" in page
    assert "Ask a second person" in page
    assert not Disclosure.objects.exists()


def test_an_answer_to_what_was_asked_before_is_none_to_what_is_asked_now(
    area: Any, browser_of: Browse
) -> None:
    """Mona looked at a pack without the remark; meanwhile she was asked of all of it."""
    proposal = _ready(area, PLAIN, REMARK)
    amina, mona = browser_of(area.amina), browser_of(area.mona)
    _asked(amina, proposal, **{"weigh-1": "withhold"})
    looked_at = _seen(mona.get(_address(proposal)).content.decode())
    with reading(area.amina):
        found = concern(proposal.concern_id, reader=area.amina)
        disclosures.ask_release(
            found, proposal, by=area.amina, at=timezone.now(), own_words="no",
            weighed={str(found.items[1].id): "They must know"},
        )  # fmt: skip

    for stale in ({"seen": looked_at}, {}):
        page = mona.post(_address(proposal), {"is_agreed": "yes", **stale}).content.decode()
        assert "It has changed since you looked" in page
        assert _seen(page) != looked_at
        assert not Release.objects.exclude(answered_at=None).exists()
    _answered(mona, proposal, is_agreed="yes")
    assert [row.is_agreed for row in Release.objects.order_by("at")] == [None, True]


def test_no_answer_is_asked_for_again(area: Any, browser_of: Browse) -> None:
    proposal = _ready(area)
    _asked(browser_of(area.amina), proposal)

    assert "Choose whether you release it" in _answered(browser_of(area.mona), proposal)


def test_nobody_releases_what_they_asked_for_themselves(area: Any, browser_of: Browse) -> None:
    proposal = _ready(area)
    amina = browser_of(area.amina)
    _asked(amina, proposal)

    amina.post(_address(proposal), {"is_agreed": "yes"})
    assert Release.objects.get().answered_at is None
    with reading(area.amina):
        found = concern(proposal.concern_id, reader=area.amina)
        waits = release_of(found, proposal)
        assert waits is not None
        with pytest.raises(concerns.NotNow):
            disclosures.answer_release(
                found, waits, is_agreed=True, because="", by=area.amina, at=NOW
            )
        with pytest.raises(concerns.NotNow):
            disclosures.disclose(found, proposal_id=proposal.pk, by=area.amina, at=NOW)


def test_no_statement_asks_for_another_or_answers_what_one_asked(
    area: Any, browser_of: Browse
) -> None:
    proposal = _ready(area)
    _asked(browser_of(area.amina), proposal)
    row, now = Release.objects.get(), timezone.now()

    for by, is_added in ((area.amina, False), (area.mona, True)):
        added = Release(proposal=proposal, by=by, at=now, sealed=b"")
        refused = nullcontext() if is_added else pytest.raises(ProgrammingError, match="row-level")
        with reading(area.mona), refused, transaction.atomic():
            added.save(force_insert=True)
    with reading(area.amina):
        assert not Release.objects.filter(pk=row.pk).update(is_agreed=True)
    with reading(area.mona), transaction.atomic():
        assert Release.objects.filter(pk=row.pk).update(is_agreed=True)
        with pytest.raises(IntegrityError, match="released_by_another"):
            Release.objects.filter(pk=row.pk).update(answered_by=area.amina)


def test_what_has_changed_since_is_asked_anew(area: Any, browser_of: Browse) -> None:
    proposal = _ready(area, PLAIN)
    amina, mona = browser_of(area.amina), browser_of(area.mona)
    _asked(amina, proposal)
    _answered(mona, proposal, is_agreed="yes")
    team = area.amina.team
    type(team).objects.filter(pk=team.pk).update(phone="01632 960 999")  # it stands in the pack

    page = amina.get(_address(proposal)).content.decode()
    assert "Ask a second person" in page
    amina.post(_address(proposal), {"own_words": "no", "seen": _seen(page)})

    assert not Disclosure.objects.exists()
    assert Release.objects.count() == 2
    assert "Do you release exactly this?" in mona.get(_address(proposal)).content.decode()


def test_what_changed_while_it_waited_is_not_released(area: Any, browser_of: Browse) -> None:
    proposal = _ready(area)
    _asked(browser_of(area.amina), proposal)
    with reading(area.mona):
        found = concern(proposal.concern_id, reader=area.mona)
        waits = release_of(found, proposal)
    assert waits is not None
    team = area.amina.team
    type(team).objects.filter(pk=team.pk).update(phone="01632 960 999")

    with reading(area.mona), pytest.raises(concerns.NotNow):
        disclosures.answer_release(found, waits, is_agreed=True, because="", by=area.mona, at=NOW)


def test_another_colleague_does_not_share_what_was_released_for_one(
    area: Any, browser_of: Browse
) -> None:
    """The pack says who it is from: it would be another. Nor do they void it unawares."""
    proposal = _ready(area)
    _asked(browser_of(area.amina), proposal)
    mona = browser_of(area.mona)
    _answered(mona, proposal, is_agreed="yes")
    page = mona.get(_address(proposal)).content.decode()
    twice = mona.post(_address(proposal), {"is_agreed": "yes", "own_words": "no"}).content.decode()

    assert f"You released this for {area.amina.name}, who shares it" in page
    assert '<form method="post" novalidate>' not in page
    assert "You released this" in twice
    assert Release.objects.count() == 1
    with reading(area.mona):
        found = concern(proposal.concern_id, reader=area.mona)
        with pytest.raises(concerns.NotNow):
            disclosures.disclose(found, proposal_id=proposal.pk, by=area.mona, at=NOW)


def test_a_colleague_who_means_to_share_it_asks_for_themselves(
    area: Any, browser_of: Browse
) -> None:
    proposal = _ready(area)
    amina, mona = browser_of(area.amina), browser_of(area.mona)
    _asked(amina, proposal)
    _answered(mona, proposal, is_agreed="yes")

    address = f"{_address(proposal)}?anew"
    page = mona.get(address).content.decode()
    mona.post(address, {"own_words": "no", "seen": _seen(page)})

    assert "Do you release exactly this?" in amina.get(_address(proposal)).content.decode()
    assert "waits for a second person" in mona.get(_address(proposal)).content.decode()


def test_an_answer_to_what_waits_no_longer_is_said_to_be_none(
    area: Any, browser_of: Browse
) -> None:
    proposal = _ready(area)
    _asked(browser_of(area.amina), proposal)
    mona = browser_of(area.mona)
    seen = _seen(mona.get(_address(proposal)).content.decode())
    team = area.amina.team
    type(team).objects.filter(pk=team.pk).update(phone="01632 960 999")

    page = mona.post(_address(proposal), {"is_agreed": "yes", "seen": seen}).content.decode()

    assert "has changed since you looked" in page
    assert "Choose whether anything in it tells" not in page
    assert Release.objects.get().answered_at is None


def test_whoever_is_asked_again_reads_who_did_not_release_it_and_the_warnings(
    area: Any, browser_of: Browse
) -> None:
    """Asked of another colleague, it is not as though nobody had said no."""
    petra = {"name": "Petra Lind", "role": "informant"}
    zofia = {"name": "Zofia Nowak", "role": "child"}
    proposal = _ready(area, "Petra Lind rang.", people=(zofia, petra))
    amina, mona = browser_of(area.amina), browser_of(area.mona)
    for because in ("It says too much", "It still does"):
        _asked(amina, proposal, **{"weigh-1": "keep", "because-1": "They know it"})
        _answered(mona, proposal, is_agreed="no", because=because)
    _asked(amina, proposal, **{"weigh-1": "keep", "because-1": "They know it"})

    page = mona.get(_address(proposal)).content.decode()

    assert "It was not released before" in page
    assert page.index("It still does") < page.index("It says too much")
    assert page.count(f'<li class="dimmer-typed">{area.mona.name}, ') == 2
    assert "The words below hold something" in page
    assert "do not release it" in page


def test_an_error_before_it_is_asked_stands_at_the_top_too(area: Any, browser_of: Browse) -> None:
    proposal = _ready(area)
    amina = browser_of(area.amina)
    seen = _seen(amina.get(_address(proposal)).content.decode())

    page = amina.post(_address(proposal), {"seen": seen}).content.decode()

    assert "There is a problem" in page
    assert 'href="#id_own_words' in page


def test_a_stranger_finds_nothing_to_release(area: Any, browser_of: Browse) -> None:
    proposal = _ready(area)
    _asked(browser_of(area.amina), proposal)
    stranger = browser_of(area.carys)

    assert stranger.get(_address(proposal)).status_code == 404
    assert stranger.post(_address(proposal), {"is_agreed": "yes"}).status_code == 404
    with reading(area.carys):
        assert not Release.objects.exists()


def test_an_emergency_and_everybody_else_wait_for_nobody(area: Any) -> None:
    Agency.objects.filter(pk=area.carys.team.agency_id).update(kind="prison")
    area.carys.team.agency.refresh_from_db()
    with reading(area.amina):
        (made,) = deeds.emergency(area.amina, [area.carys.team], token=uuid4())
        decision = Decision.objects.get(pk=made.decision_id)

    assert not needs_release(area.carys.team, decision)
    assert not needs_release(area.pat.team, decision)


def test_asked_twice_of_the_same_it_is_asked_once(area: Any) -> None:
    proposal = _ready(area)
    with reading(area.amina):
        found = concern(proposal.concern_id, reader=area.amina)
        one, two = (
            disclosures.ask_release(
                found, proposal, weighed={}, own_words="no", by=area.amina, at=NOW
            )
            for _ in range(2)
        )
    assert one.pk == two.pk


def test_an_old_page_that_asks_for_a_second_person_shares_nothing(
    area: Any, browser_of: Browse
) -> None:
    """Whoever pressed it meant to ask: that somebody has released it since is said first."""
    proposal = _ready(area)
    amina = browser_of(area.amina)
    old = {"own_words": "no", "seen": _seen(amina.get(_address(proposal)).content.decode())}
    _asked(amina, proposal)
    mona = browser_of(area.mona)
    _answered(mona, proposal, is_agreed="yes")

    page = amina.post(_address(proposal), old, follow=True).content.decode()

    assert "has released exactly this" in page
    assert not Disclosure.objects.exists()
    amina.post(_address(proposal), {"seen": _seen(page)})
    assert Disclosure.objects.exists()
