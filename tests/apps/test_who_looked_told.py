"""An answer to the person of who has looked: agencies and days, and nothing where telling is not known to be safe."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from apps.test_who_looked import asked as questioned
from apps.test_who_looked import linked, page_of, told
from attack.scenarios_of_disposals import disposed
from attack.scenarios_of_seen import SHEET, asked
from attack.scenarios_of_tellings import WORDS, opened
from attack.scenarios_of_tellings import made as given_to_carys
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.ledger.models import Entry
from dimmer.apps.seen import actions, queries
from dimmer.apps.seen.models import Given
from dimmer.apps.tellings import actions as tellings
from dimmer.core.reach import Has
from dimmer.lawbook import reach
from reaching import way_of
from records import keep
from stage import NOW, reading

Browser = Callable[[Any], Client]


def _her(area: SimpleNamespace, amina: Client, *, is_told: bool = True) -> tuple[Any, Any]:
    """What was shared about her, of which she was told, and the record that her team keeps of her."""
    made = given_to_carys(area)
    found, one = opened(area, made)
    if is_told:
        with reading(area.amina):
            tellings.say(found, one, words=WORDS, by=area.amina, at=NOW)
    kept = keep(area.amina)
    page = f"/people/concerns/{found.within.concern.pk}/{one.person.id}"
    assert amina.post(page, {"which": str(kept.id), "because": "She said so"}).status_code == 302
    return kept, made


def _without_accounts(area: SimpleNamespace, made: Any) -> None:
    """Somebody said of each account that he has none."""
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
        (him,) = (each for each in found.people if each.about["role"] == "alleged-perpetrator")
        said = {
            each.code: {"has": Has.NO.value, "who": "She"}
            for each in reach().accounts
            if each.asked
        }
        concerns.say_accounts(found, key=him.key, said=said, by=area.amina, at=NOW)


def _sheet(lead: Client, page: str) -> str:
    return str(lead.get(f"{page}/sheet").content.decode())


def test_where_it_is_safe_the_lead_previews_agencies_and_days_and_says_that_it_was_given(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    amina, lead = browser_of(area.amina), browser_of(area.leila)
    kept, made = _her(area, amina)
    _without_accounts(area, made)
    way_of(kept, area.amina)
    amina.get(f"/people/{kept.id}")
    browser_of(area.carys).get(f"/disclosures/{made.pk}")
    page = page_of(lead, kept)

    paper = _sheet(lead, page)

    assert "Who has looked at what we keep about you" in paper
    assert "Exampleshire Community Health" in paper
    assert "They opened it on" in paper
    for name in ("Amina", "Carys", "Zofia", "Front door", "Health visiting", kept.reference):
        assert name not in paper.partition("<h1")[2].partition("</main>")[0], name
    bare = lead.post(f"{page}/sheet", {"token": str(uuid4())}).content.decode()
    assert "Choose how they got it" in bare
    assert "Enter how it was made sure" in bare
    typed = {"token": str(uuid4()), "how": "hand", "sure": "Her worker knows her"}
    for _ in range(2):
        assert lead.post(f"{page}/sheet", typed).status_code == 302
    assert "Her worker knows her" in lead.get(page).content.decode()
    assert Entry.objects.filter(kind="seen.given").count() == 1
    assert any("The person was given who has looked" in row for row in told(lead, page))


@pytest.mark.parametrize("stop", ["told", "accounts", "way"])
def test_whatever_is_not_known_to_be_safe_stops_all_of_it_and_is_said_to_the_lead(
    area: SimpleNamespace, browser_of: Browser, stop: str
) -> None:
    amina, lead = browser_of(area.amina), browser_of(area.leila)
    kept, made = _her(area, amina, is_told=stop != "told")
    if stop != "accounts":
        _without_accounts(area, made)
    if stop != "way":
        way_of(kept, area.amina)
    page = page_of(lead, kept)

    paper = _sheet(lead, page)

    reason = {
        "told": queries.Stop.NOT_TOLD,
        "accounts": queries.Stop.LEARN,
        "way": queries.Stop.WAY,
    }
    assert "Nothing is offered for the person" in paper
    assert reason[stop].value in paper
    assert sum(each.value in paper for each in queries.Stop) == 1
    assert "Exampleshire Children" not in paper
    typed = {"token": str(uuid4()), "how": "hand", "sure": "Her worker knows her"}
    assert lead.post(f"{page}/sheet", typed).status_code == 200
    assert Entry.objects.filter(kind="seen.given").count() == 0


def test_of_what_was_shared_before_it_was_kept_whom_it_names_nobody_is_said_to_know(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    amina, lead = browser_of(area.amina), browser_of(area.leila)
    kept, made = _her(area, amina)
    _without_accounts(area, made)
    way_of(kept, area.amina)
    with reading(area.amina):
        Disclosure.objects.filter(pk=made.pk).update(whom=None)

    paper = _sheet(lead, page_of(lead, kept))

    assert queries.Stop.NOT_TOLD.value in paper


def test_an_alleged_abuser_is_offered_nothing(area: SimpleNamespace, browser_of: Browser) -> None:
    amina, lead = browser_of(area.amina), browser_of(area.leila)
    made = given_to_carys(area)
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
        (him,) = (each for each in found.people if each.about["role"] == "alleged-perpetrator")
    kept = keep(area.amina, name="Oskar Nowak")
    page = f"/people/concerns/{found.concern.pk}/{him.id}"
    assert amina.post(page, {"which": str(kept.id), "because": "It is he"}).status_code == 302
    way_of(kept, area.amina)

    answer = questioned(lead, kept, name="Oskar Nowak")
    assert answer.status_code == 302
    paper = _sheet(lead, answer["Location"])

    assert queries.Stop.ALLEGED.value in paper
    assert "Who has looked at what we keep about you" not in paper


def test_what_was_disposed_of_is_not_made_up_for(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    lead = browser_of(area.leila)
    kept = keep(area.amina)
    page = page_of(lead, kept)
    disposed(area, kept.id)

    assert queries.Stop.GONE.value in _sheet(lead, page)


def test_nothing_is_given_unless_it_was_offered_and_it_is_sure_who_they_are(
    area: SimpleNamespace,
) -> None:
    found = asked(area)
    given: dict[str, Any] = {"token": uuid4(), "how": queries.How.READ, "by": area.leila, "at": NOW}

    with reading(area.leila):
        with pytest.raises(NotNow):
            actions.give(found, None, sure="Known", **given)
        with pytest.raises(NoReason):
            actions.give(found, SHEET, sure=" ", **given)
        assert not Given.objects.exists()


def test_the_lead_finds_on_whose_lists_it_stood(area: SimpleNamespace, browser_of: Browser) -> None:
    amina, lead = browser_of(area.amina), browser_of(area.leila)
    kept, found = linked(area.amina, amina)
    browser_of(area.mona).get("/concerns")
    amina.post("/people", {"name": "Zofia Nowak"})
    browser_of(area.pat).get("/")
    page = page_of(lead, kept)

    rows = told(lead, f"{page}/lists")

    on_list = [row for row in rows if "Mona" in row]
    assert len(on_list) == 1
    assert f"Concerns, 1 row Concern {found.concern.reference}" in on_list[0]
    assert any("A search for a person" in row and "Amina" in row for row in rows)
    assert "Pat" not in " ".join(rows)
    assert Entry.objects.filter(kind="seen-lists.opened").count() == 1


def test_lists_are_looked_through_for_a_month_at_most(
    area: SimpleNamespace, browser_of: Browser
) -> None:
    lead = browser_of(area.leila)
    page = page_of(lead, keep(area.amina))
    today = timezone.localdate()

    def days(first: Any, last: Any) -> dict[str, int]:
        ends = {"since": first, "until": last}
        parts = ("day", "month", "year")
        return {f"{end}-{part}": getattr(on, part) for end, on in ends.items() for part in parts}

    long = lead.get(f"{page}/lists", days(today.replace(year=2025), today)).content.decode()
    none = lead.get(
        f"{page}/lists", days(today.replace(year=2025), today.replace(year=2025))
    ).content.decode()

    assert "must be within 31 days of the first" in long
    assert "It stood on no list" in none
