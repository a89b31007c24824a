"""Who has looked at what an agency keeps about somebody: its lead asks, and nobody else finds the page."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from apps.test_interests import declared
from attack.scenarios_of_disposals import disposed
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.contacts import actions as contacts
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.ledger.models import Entry
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind, Shown
from records import keep
from shares import shared
from stage import NOW, raised, reading

Browser = Callable[[Any], Client]
ZOFIA = {"name": "Zofia Nowak", "role": "child", "date_of_birth": "1987-03-14"}
HER = {"name": "Zofia Nowak", "born": "1987-03-14", "postcode": ""}
TYPED = {"name": "Zofia Nowak", "born-day": "14", "born-month": "3", "born-year": "1987"}


def linked(by: Practitioner, browser: Client) -> tuple[Any, ConcernRead]:
    """A record of Zofia, and a concern in which somebody says that it is she."""
    kept = keep(by)
    found = raised(by, people=(ZOFIA,))
    page = f"/people/concerns/{found.concern.pk}/{found.people[0].id}"
    assert browser.post(page, {"which": str(kept.id)}).status_code == 302
    with reading(by):
        return kept, concern(found.concern.pk, reader=by)


def asked(lead: Client, *chosen: Any, **more: str) -> Any:
    """The page of a question that the lead asks about records."""
    given = {
        **TYPED, "ask": "yes", "token": str(uuid4()), "chosen": [str(each.id) for each in chosen],
        "asker": "person", "why": "Request 12", **more,
    }  # fmt: skip
    return lead.post("/seen/ask", given)


def page_of(lead: Client, *chosen: Any) -> str:
    """Its address."""
    answer = asked(lead, *chosen)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def told(lead: Client, page: str) -> list[str]:
    """The looks on the page, as they read."""
    whole = lead.get(page).content.decode()
    found = re.search(r'<ul[^>]*id="looks">(.*?)</ul>', whole, re.DOTALL)
    rows = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_the_lead_sees_who_opened_record_concern_and_what_was_shared(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    amina, mona, lead = (browser_of(each) for each in (area.amina, area.mona, area.leila))
    kept, found = linked(area.amina, amina)
    made = shared(area.amina, area.carys, found=found)
    amina.get(f"/people/{kept.id}")
    mona.get(f"/concerns/{found.concern.pk}")
    browser_of(area.carys).get(f"/disclosures/{made.pk}")

    shown = lead.post("/seen/ask", TYPED).content.decode()
    page = page_of(lead, kept)
    rows = told(lead, page)

    assert "Health visiting, record" in shown
    assert "date of birth" in shown[shown.index("Health visiting, record") :]
    for what, who in (
        ("The record opened", "Amina, Practitioner, Health visiting"),
        ("The concern opened", "Mona, Manager, Health visiting"),
        ("The lead asked who has looked", "Leila"),
    ):
        assert any(what in row and who in row for row in rows), what
    theirs = [row for row in rows if "What was shared opened" in row]
    assert len(theirs) == 1
    assert "Front door, Exampleshire Children's Services".replace("'", "&#39;") in theirs[0]
    assert "Carys" not in "".join(rows)
    assert "She was cold" not in lead.get(page).content.decode()


def test_each_reading_is_entered_and_shows_in_the_next(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    kept, _ = linked(area.amina, browser_of(area.amina))
    lead = browser_of(area.leila)
    page = page_of(lead, kept)

    told(lead, page)
    rows = told(lead, page)

    assert Entry.objects.filter(kind="seen.asked").count() == 1
    assert Entry.objects.filter(kind="seen.opened").count() == 2
    assert sum("The lead read who has looked" in row for row in rows) == 1


def test_whoever_may_be_looked_at_is_not_warned(area: SimpleNamespace, browser_of: Browser) -> None:
    amina = browser_of(area.amina)
    kept, found = linked(area.amina, amina)
    lead = browser_of(area.leila)
    before = amina.get(f"/concerns/{found.concern.pk}").content.decode().count("Opened and read")

    told(lead, page_of(lead, kept))

    after = amina.get(f"/concerns/{found.concern.pk}").content.decode()
    assert after.count("Opened and read") == before + 1  # her own, just before
    assert "Leila" not in after
    assert "Leila" not in amina.get(f"/people/{kept.id}").content.decode()


def test_nobody_but_the_lead_of_the_agency_finds_a_page(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    kept, _ = linked(area.amina, browser_of(area.amina))
    page = page_of(browser_of(area.leila), kept)
    before = Entry.objects.count()
    everybody = [each for each in vars(area).values() if each != area.leila]

    for who in everybody:
        browser = browser_of(who)
        for address in (
            page,
            f"{page}/table",
            *(["/seen", "/seen/ask"] if who != area.gwen else []),
        ):
            answers = [browser.get(address), browser.post(address, TYPED)]
            assert [each.status_code for each in answers] == [404, 404], (who, address)

    assert Entry.objects.count() == before


def test_a_lead_of_another_team_is_no_lead_here(area: SimpleNamespace, browser_of: Browser) -> None:
    Practitioner.objects.filter(pk=area.mona.pk).update(role=Role.LEAD)
    area.mona.refresh_from_db()

    assert browser_of(area.mona).get("/seen").status_code == 404


def test_a_lead_finds_no_record_of_another_agency(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    theirs = keep(area.pat)
    lead = browser_of(area.leila)

    page = lead.post("/seen/ask", TYPED).content.decode()

    assert "Nobody was found" in page
    assert "Choose the records" not in page
    answer = asked(lead, theirs)
    assert answer.status_code == 200
    assert Entry.objects.filter(kind="seen.asked").count() == 0


def test_another_agencys_lead_asks_of_their_own_and_learns_nothing_of_others(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    """What the school keeps of the same person: the health visitors' openings are none of theirs."""
    kept, _ = linked(area.amina, browser_of(area.amina))
    browser_of(area.amina).get(f"/people/{kept.id}")
    own = keep(area.greta)
    browser_of(area.greta).get(f"/people/{own.id}")
    lead = browser_of(area.gwen)

    rows = told(lead, page_of(lead, own))

    assert {row.split(": ", 1)[1].split(" Record")[0] for row in rows} == {
        "The record opened", "The lead asked who has looked Gwen, Information governance lead, Governance",
    }  # fmt: skip


def test_only_what_was_found_can_be_asked_about(area: SimpleNamespace, browser_of: Browser) -> None:
    other = keep(area.amina, name="Bilal Khan", born="1990-01-01")

    answer = asked(browser_of(area.leila), other)

    assert answer.status_code == 200
    assert Entry.objects.filter(kind="seen.asked").count() == 0


def test_what_is_not_filled_in_is_explained_and_sent_twice_it_is_asked_once(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    kept = keep(area.amina)
    lead = browser_of(area.leila)

    bare = lead.post("/seen/ask", {**TYPED, "ask": "yes", "token": str(uuid4())}).content.decode()
    token = str(uuid4())
    pages = {asked(lead, kept, token=token)["Location"] for _ in range(2)}

    for words in ("Choose the records", "Choose why you ask", "Enter what you ask for"):
        assert words in bare
    assert 'value="Zofia Nowak"' in bare
    assert len(pages) == 1
    assert Entry.objects.filter(kind="seen.asked").count() == 1


def test_a_lead_who_has_an_interest_in_them_is_kept_off_and_is_not_told_that_there_is_anything(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    declared(area.leila, **HER)
    kept = keep(area.amina)
    lead = browser_of(area.leila)

    page = lead.post("/seen/ask", TYPED).content.decode()

    assert "Nobody was found" in page
    assert asked(lead, kept).status_code == 200
    assert not Shown.objects.filter(kind=Kind.SEEN).exists()


def test_whoever_is_kept_off_does_not_stand_among_those_who_looked(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    declared(area.nina, **HER)
    kept, found = linked(area.amina, browser_of(area.amina))
    nina = browser_of(area.nina)
    assert nina.get(f"/people/{kept.id}").status_code == 404
    assert nina.get(f"/concerns/{found.concern.pk}").status_code == 404
    lead = browser_of(area.leila)

    rows = told(lead, page_of(lead, kept))

    assert "Nina" not in " ".join(rows)
    assert nina.get("/seen").status_code == 404


def test_a_concern_that_the_lead_is_kept_off_is_left_out_without_a_word(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    kept, found = linked(area.amina, browser_of(area.amina))
    lead = browser_of(area.leila)
    page = page_of(lead, kept)
    assert found.concern.reference in lead.get(page).content.decode()

    with reading(area.amina):
        vault.keep_from(
            found.concern.pk, practitioner=area.leila.pk, team=area.leila.team_id, at=timezone.now()
        )

    whole = lead.get(page).content.decode()
    assert found.concern.reference not in whole
    assert kept.reference in whole


def test_what_a_senior_route_alone_sees_is_left_out(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    kept, found = linked(area.amina, browser_of(area.amina))
    lead = browser_of(area.leila)
    page = page_of(lead, kept)

    with reading(area.amina):
        vault.show_only(found.concern.pk, to=[area.mona.pk], team=area.mona.team_id)

    assert found.concern.reference not in lead.get(page).content.decode()


def test_a_pseudonym_that_means_nobody_any_more_is_shown_as_such(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    amina = browser_of(area.amina)
    kept, _ = linked(area.amina, amina)
    amina.get(f"/people/{kept.id}")
    lead = browser_of(area.leila)
    page = page_of(lead, kept)
    was = str(area.amina.pseudonym)

    Practitioner.objects.filter(pk=area.amina.pk).update(pseudonym=uuid4())

    rows = told(lead, page)
    assert "Amina" not in " ".join(rows)
    assert any(f"no longer says who they are: {was[:8]}" in row for row in rows)


def test_what_was_disposed_of_is_told_of_honestly(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    amina = browser_of(area.amina)
    kept = keep(area.amina)
    amina.get(f"/people/{kept.id}")
    lead = browser_of(area.leila)
    page = page_of(lead, kept)
    assert any("The record opened" in row for row in told(lead, page))

    disposed(area, kept.id)

    whole = lead.get(page).content.decode()
    assert "was disposed of since. Who had opened it was destroyed with it" in whole
    assert "The record opened" not in whole
    assert "Amina" not in whole
    assert "Nothing that can still be opened" in whole


def test_what_a_team_received_and_recognised_is_told_of_and_the_senders_own_looks_are_not(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    made = shared(area.amina, area.greta)
    own = keep(area.greta)
    with reading(area.greta):
        read = disclosure(made.pk, reader=area.greta)
        contacts.recognise(read, name="person-1", kept=own, because="She", by=area.greta, at=NOW)
    browser_of(area.greta).get(f"/disclosures/{made.pk}")
    browser_of(area.amina).get(f"/disclosures/{made.pk}")
    lead = browser_of(area.gwen)

    rows = told(lead, page_of(lead, own))

    opened = [row for row in rows if "What was shared opened" in row]
    assert len(opened) == 1
    assert "Received from Exampleshire Community Health" in opened[0]
    assert "Greta" in opened[0]


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.MANAGER])
def test_others_in_the_leads_own_team_do_not_ask(
    area: SimpleNamespace, browser_of: Browser, role: Role
) -> None:
    Practitioner.objects.filter(pk=area.rhys.pk).update(role=role, team=area.leila.team)
    area.rhys.refresh_from_db()

    assert browser_of(area.rhys).get("/seen").status_code == 404
