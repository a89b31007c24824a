import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.ledger.models import Entry
from dimmer.apps.receipts.models import Receipt
from dimmer.cli.offline.verify import verify
from dimmer.core.proportionality import Light
from shares import acknowledged, decided, shared
from stage import raised, reading

Browser = Callable[[Any], Client]


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found, page
    return found[1]


def test_the_preview_is_what_the_recipient_gets(area: Any, browser_of: Browser) -> None:
    (decision,) = decided(area.amina, area.carys.team)
    sender, recipient = browser_of(area.amina), browser_of(area.carys)
    preview = sender.get(f"/disclosures/preview/{decision.proposal_id}").content.decode()

    sender.post(
        f"/disclosures/preview/{decision.proposal_id}",
        {"own_words": "no", "seen": seen_in(preview)},
    )
    received = recipient.get(f"/disclosures/{Disclosure.objects.get().pk}").content.decode()

    assert "She was cold and hungry on Monday" in preview
    assert _pack(preview) == _pack(received)


def _pack(page: str) -> str:
    return page.partition('<section class="dimmer-pack"')[2].partition("</section>")[0]


def test_shared_twice_it_is_shared_once_and_shows_the_same_page(
    area: Any, browser_of: Browser
) -> None:
    (decision,) = decided(area.amina, area.carys.team)
    browser = browser_of(area.amina)
    address = f"/disclosures/preview/{decision.proposal_id}"
    form = {"own_words": "no", "seen": seen_in(browser.get(address).content.decode())}

    first, second = browser.post(address, form), browser.post(address, form)

    assert first["Location"] == second["Location"]
    assert b"Shared" in browser.get(first["Location"]).content
    assert Disclosure.objects.count() == 1


def test_what_has_changed_since_it_was_seen_is_not_shared(area: Any, browser_of: Browser) -> None:
    found = raised(area.amina)
    (decision,) = decided(area.amina, area.carys.team, found=found)
    browser = browser_of(area.amina)
    address = f"/disclosures/preview/{decision.proposal_id}"
    form = {"own_words": "no", "seen": seen_in(browser.get(address).content.decode())}
    person = found.people[0]
    browser.post(
        f"/concerns/{found.concern.pk}/people/{person.id}",
        {"token": str(person.id), "name": "Zofia Kowalska", "role": "child", "unborn": "no"},
    )

    page = browser.post(address, form).content.decode()

    assert "<title>Error: What the recipient will see" in page
    assert "has changed since you looked" in page
    assert "Zofia Kowalska" in page
    assert not Disclosure.objects.exists()


def test_nothing_is_shared_before_the_second_person_agrees(area: Any, browser_of: Browser) -> None:
    (decision,) = decided(area.amina, area.carys.team, light=Light.FULL, everything=True)
    assert decision.against == "more"

    page = browser_of(area.amina).post(
        f"/disclosures/preview/{decision.proposal_id}", {"own_words": "no", "seen": "0" * 64}
    )

    assert page["Location"] == f"/concerns/{decision.proposal.concern_id}"
    assert not Disclosure.objects.exists()


def test_after_one_recipient_the_next_is_offered(area: Any, browser_of: Browser) -> None:
    first, second = decided(area.amina, area.carys.team, area.greta.team)
    browser = browser_of(area.amina)
    address = f"/disclosures/preview/{first.proposal_id}"
    page = browser.get(address).content.decode()

    done = browser.post(address, {"own_words": "no", "seen": seen_in(page)})

    following = browser.get(done["Location"]).content.decode()
    assert f"/disclosures/preview/{second.proposal_id}" in following
    assert second.proposal.recipient.agency.name not in page


def test_a_slip_of_the_pen_is_pointed_out(area: Any, browser_of: Browser) -> None:
    people = ({"name": "Zofia Nowak", "role": "child", "address": "7 Made-up Crescent"},)
    items = ({"text": "She was seen at 7 made-up crescent"},)
    found = raised(area.amina, people=people, items=items)
    (slipped,) = decided(area.amina, area.carys.team, found=found)
    (clean,) = decided(area.amina, area.carys.team)
    browser = browser_of(area.amina)

    warned = browser.get(f"/disclosures/preview/{slipped.proposal_id}").content.decode()
    quiet = browser.get(f"/disclosures/preview/{clean.proposal_id}").content.decode()

    assert "so that it can be kept back" in warned
    assert "so that it can be kept back" not in quiet


def test_an_old_fact_is_marked_as_historical(area: Any, browser_of: Browser) -> None:
    items = ({"observed": "2019-03-27"}, {"observed": "2026-11-20", "text": "New"})
    found = raised(area.amina, items=items)
    made = shared(area.amina, area.carys, found=found)

    page = browser_of(area.carys).get(f"/disclosures/{made.pk}").content.decode()

    assert page.count("Historical: more than 2 years old") == 1


def test_a_pack_leaves_no_gap_where_somebody_was_left_out(area: Any) -> None:
    people = ({"name": "Aunt", "role": "informant"}, {"name": "Zofia Nowak", "role": "child"})
    items = ({"about": ["person-2"], "source": "Aunt, by telephone"},)
    found = raised(area.amina, people=people, items=items)

    made = shared(area.amina, area.carys, found=found)

    with reading(area.carys):
        pack = disclosure(made.pk, reader=area.carys).pack
    assert [person["key"] for person in pack["people"]] == ["person-1"]
    assert pack["items"][0]["about"] == ["person-1"]
    assert "Aunt" not in str(pack)


def test_opening_and_acknowledging_are_entered_once_each(area: Any, browser_of: Browser) -> None:
    made = shared(area.amina, area.carys)
    browser = browser_of(area.carys)

    opened = browser.get(f"/disclosures/{made.pk}")
    first = browser.post(f"/receipts/{made.pk}/acknowledge")
    second = browser.post(f"/receipts/{made.pk}/acknowledge")

    assert b"We have read this" in opened.content
    assert first["Location"] == second["Location"] == f"/receipts/{made.pk}"
    assert Receipt.objects.count() == 1
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds.count("disclosure.opened") == 1
    assert kinds.count("disclosure.received") == 1


def test_both_teams_take_the_receipt_away_and_it_verifies(
    area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    made = acknowledged(area.amina, area.carys)

    for name in ("amina", "carys"):
        browser = browser_of(getattr(area, name))
        page = browser.get(f"/receipts/{made.pk}")
        text = browser.get(f"/receipts/{made.pk}/text")
        file = tmp_path / f"{name}.txt"
        file.write_bytes(text.content)
        assert b"Download the receipt" in page.content
        assert re.fullmatch(
            r'attachment; filename="receipt-[0-9a-f]{8}\.txt"', text["Content-Disposition"]
        )
        assert text["Content-Type"] == "text/plain; charset=utf-8"
        assert "Zofia" not in text.content.decode()
        checked = CliRunner().invoke(verify, [str(file)])
        assert checked.exit_code == 0, checked.output


def test_only_the_recipient_acknowledges(area: Any, browser_of: Browser) -> None:
    made = shared(area.amina, area.carys)

    sender = browser_of(area.amina).post(f"/receipts/{made.pk}/acknowledge")
    by_link = browser_of(area.carys).get(f"/receipts/{made.pk}/acknowledge")
    too_early = browser_of(area.carys).get(f"/receipts/{made.pk}")

    assert sender.status_code == 404
    assert by_link["Location"] == too_early["Location"] == f"/disclosures/{made.pk}"
    assert browser_of(area.carys).get(f"/receipts/{made.pk}/text").status_code == 404
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("name", ["rhys", "greta", "max", "ben", "bo", "aud", "dev"])
def test_to_strangers_nothing_shared_is_there(area: Any, browser_of: Browser, name: str) -> None:
    made = acknowledged(area.amina, area.carys)
    (ready,) = decided(area.amina, area.carys.team)
    browser = browser_of(getattr(area, name))
    own = name == "max"  # of the recipient's own team: sees what was received, not what is prepared

    pages = [f"/disclosures/{made.pk}", f"/receipts/{made.pk}", f"/receipts/{made.pk}/text"]
    for address in pages:
        assert browser.get(address).status_code == (200 if own else 404), address
    preview = f"/disclosures/preview/{ready.proposal_id}"
    assert browser.get(preview).status_code == 404
    assert browser.post(preview, {"own_words": "no", "seen": "0" * 64}).status_code == 404
    if not own:
        assert browser.post(f"/receipts/{made.pk}/acknowledge").status_code == 404
    assert Disclosure.objects.count() == 1


def test_the_recipient_reaches_nothing_of_the_senders_concern(
    area: Any, browser_of: Browser
) -> None:
    made = acknowledged(area.amina, area.carys)
    browser = browser_of(area.carys)

    page = browser.get(f"/disclosures/{made.pk}").content.decode()

    assert str(made.proposal.concern_id) not in page
    assert browser.get(f"/concerns/{made.proposal.concern_id}").status_code == 404
    shared_page = browser.get(f"/disclosures/{made.pk}/shared")
    assert shared_page["Location"] == f"/disclosures/{made.pk}"
    assert "Zofia" not in page.partition("<title>")[2].partition("</title>")[0]


def test_the_signed_out_are_asked_to_sign_in(area: Any) -> None:
    made = shared(area.amina, area.carys)

    for address in (f"/disclosures/{made.pk}", f"/receipts/{made.pk}", f"/receipts/{made.pk}/text"):
        assert Client().get(address)["Location"].startswith("/account/login/"), address
