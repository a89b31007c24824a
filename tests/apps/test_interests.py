"""Interests: whoever has one in somebody sees nothing of them, is told nothing, and only the register knows."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from apps.test_need_to_know import circle, named, sees
from apps.test_seen_for_a_time import broken
from attack import deeds
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations.jobs import look_through
from dimmer.apps.allocations.models import BrokenGlass
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.interests import actions, queries
from dimmer.apps.interests.models import Match
from dimmer.apps.people import actions as people
from dimmer.apps.vault.models import Shown
from shares import shared
from stage import NOW, browser_of, raised, reading

OMAR = {"name": "Omar Hussain", "born": "1987-03-14", "postcode": "ZX9 9QQ"}


def declared(who: Practitioner, *, by: Practitioner | None = None, **said: str) -> UUID:
    whole = {"relation": "relative", "note": "", **OMAR, **said}
    by = by or who
    with reading(by):
        return actions.declare(token=uuid4(), who=who, by=by, said=whole, at=NOW)


def about(**said: Any) -> ConcernRead:
    """Somebody as a concern has them."""
    return {
        "name": "Omar Hussain",
        "role": "alleged-perpetrator",
        "date_of_birth": "1987-03-14",
        **said,
    }  # type: ignore[return-value]


def concern_about(by: Practitioner, **said: Any) -> ConcernRead:
    both = ({"text": "He hit her", "about": ["person-1", "person-2"]},)
    people = ({"name": "Zofia Nowak", "role": "child"}, about(**said))
    return raised(by, people=people, items=both)


def plain(page: str) -> str:
    """A page without what differs each time it is made."""
    page = re.sub(r'(nonce|value)="[\w-]{20,}"', "", page)
    return page.replace("Omar Hussain", "Kim Bell").split("<main")[1]


def waiting(who: Practitioner) -> list[Match]:
    with reading(who):
        return queries.matches_waiting(reader=who)


def test_whoever_declared_is_kept_off_what_comes_later(area: SimpleNamespace) -> None:
    declared(area.mona)

    found = concern_about(area.amina)

    assert (sees(area.amina, found), sees(area.mona, found)) == (True, False)
    with reading(area.mona):
        assert not Shown.objects.filter(about=found.concern.pk).exists()
    assert waiting(area.leila) == []  # name and day of birth agree: nobody need be asked


def test_whoever_declares_is_kept_off_what_was_there_before(area: SimpleNamespace) -> None:
    found = concern_about(area.amina)
    assert sees(area.mona, found)

    declared(area.mona)
    kept = look_through(NOW)

    assert (sees(area.mona, found), sees(area.amina, found)) == (False, True)
    assert (kept, look_through(NOW)) == (1, 0)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Omar Husain", "date_of_birth": ""},
        {"name": "Ali Hussain", "date_of_birth": "1990-01-01"},
        {"name": "Hussain", "date_of_birth": ""},
        {"name": "Kim Bell", "date_of_birth": "", "postcode": "zx99qq"},
        {"name": "Omar Bell", "date_of_birth": "1987-03-14"},
    ],
)
def test_a_weak_match_keeps_off_and_is_asked_of_the_lead(
    area: SimpleNamespace, said: dict[str, str]
) -> None:
    declared(area.mona)
    found = concern_about(area.amina, **said)

    assert not sees(area.mona, found)
    (row,) = waiting(area.leila)
    page = browser_of(area.leila).get(f"/interests/matches/{row.pk}").content.decode()
    assert said["name"] in page
    assert OMAR["name"] in page
    assert waiting(area.mona) == []


def test_the_lead_lets_somebody_in_who_met_another_person(area: SimpleNamespace) -> None:
    declared(area.mona)
    found = concern_about(area.amina, name="Ali Hussain", date_of_birth="1990-01-01")
    (row,) = waiting(area.leila)
    address, browser = f"/interests/matches/{row.pk}", browser_of(area.leila)

    said = browser.post(address, {"is_kept": "no", "note": ""}).content.decode()
    assert "Enter why it is somebody else" in said
    assert not sees(area.mona, found)
    browser.post(address, {"is_kept": "no", "note": "A cousin's neighbour"})

    assert sees(area.mona, found)
    assert waiting(area.leila) == []
    look_through(NOW)
    assert sees(area.mona, found)
    browser.post(address, {"is_kept": "yes", "note": ""})
    assert not sees(area.mona, found)


def test_another_person_is_nobodys_interest(area: SimpleNamespace) -> None:
    declared(area.mona)

    found = concern_about(area.amina, name="Omar Bell", date_of_birth="1990-01-01")

    assert sees(area.mona, found)
    assert waiting(area.leila) == []


def test_a_team_that_receives_it_is_asked_about_its_own_people(area: SimpleNamespace) -> None:
    declared(area.max)
    made = shared(area.amina, area.carys, found=concern_about(area.amina))

    assert browser_of(area.max).get(f"/disclosures/{made.pk}").status_code == 404
    assert str(made.pk) not in browser_of(area.max).get("/inbox").content.decode()
    assert browser_of(area.carys).get(f"/disclosures/{made.pk}").status_code == 200


def test_nobody_names_whoever_has_an_interest(area: SimpleNamespace) -> None:
    declared(area.nina)
    found = concern_about(area.amina)

    with pytest.raises(NotNow):
        named(found, area.nina, by=area.amina)
    with reading(area.amina), pytest.raises(NotNow):
        allocations.hand_over(
            circle(found, area.amina), to=area.nina, by=area.amina, because="I am away", at=NOW
        )
    page = browser_of(area.amina).get(f"/team/concerns/{found.concern.pk}").content.decode()
    assert "Noor" in page
    assert "Nina" not in page
    assert not sees(area.nina, found)


def test_whoever_was_named_is_kept_off_and_the_rest_go_on(area: SimpleNamespace) -> None:
    found = concern_about(area.ida)  # with her manager, Ines
    declared(area.ida)
    look_through(NOW)

    assert (sees(area.ida, found), sees(area.ines, found)) == (False, True)


def test_broken_glass_says_the_same_and_only_the_register_is_told(area: SimpleNamespace) -> None:
    declared(area.nina)
    found = concern_about(area.amina)

    texts = {broken(area.nina, ref) for ref in (found.concern.reference, "ZZZZ-ZZZZ")}

    assert len({plain(text) for text in texts}) == 1
    assert not sees(area.nina, found)
    assert not BrokenGlass.objects.exists()
    (row,) = waiting(area.leila)
    assert row.what == "glass"
    page = browser_of(area.leila).get(f"/interests/matches/{row.pk}").content.decode()
    assert found.concern.reference in page


def test_a_search_for_ones_own_is_told_to_the_register_and_not_to_the_searcher(
    area: SimpleNamespace,
) -> None:
    declared(area.nina)
    concern_about(area.amina)
    browser = browser_of(area.nina)

    mine = browser.post("/people", {"name": "Omar Hussain"}).content.decode()
    other = browser.post("/people", {"name": "Kim Bell"}).content.decode()

    assert plain(mine) == plain(other)
    (row,) = waiting(area.leila)
    assert (row.what, row.who_id) == ("search", area.nina.pk)
    browser_of(area.leila).post(f"/interests/matches/{row.pk}", {"note": "Spoke with her"})
    assert waiting(area.leila) == []


def test_ones_own_name_need_not_be_declared(area: SimpleNamespace) -> None:
    with reading(None):
        allocations.join(
            team=area.amina.team, email="ruth@example.org", password=None, name="Ruth Okafor",
            title="Manager", role=Role.MANAGER,
        )  # fmt: skip
    ruth = Practitioner.objects.get(user__email="ruth@example.org")

    found = raised(area.amina, people=({"name": "Ruth Okafor", "role": "victim"},))

    assert not sees(ruth, found)
    (row,) = waiting(area.leila)
    assert row.interest_id is None


def test_whoever_joins_does_not_see_what_is_about_their_own_name(area: SimpleNamespace) -> None:
    found = raised(area.amina, people=({"name": "Ruth Okafor", "role": "victim"},))
    other = raised(area.amina)

    with reading(None):
        ruth = allocations.join(
            team=area.amina.team, email="ruth@example.org", password=None, name="Ruth Okafor",
            title="Manager", role=Role.MANAGER,
        )  # fmt: skip

    assert (sees(ruth, found), sees(ruth, other)) == (False, True)


def test_whoever_writes_of_a_relative_hands_it_on_to_the_manager(area: SimpleNamespace) -> None:
    declared(area.amina)
    browser = browser_of(area.amina)
    begun = browser.post("/concerns/new", {"token": str(uuid4()), "summary": "Bruises"})
    page = begun["Location"]

    said = browser.post(
        page, {"token": str(uuid4()), "name": "Omar Hussain", "role": "alleged-perpetrator"}
    )

    assert said["Location"] == "/interests/handed-on"
    assert "Others go on with it" in browser.get("/interests/handed-on").content.decode()
    assert browser.get(page).status_code == 404
    assert "Reports waiting for your answer" in browser_of(area.mona).get("/").content.decode()


def test_an_emergency_is_shared_whoever_shares_it_and_then_kept_from_them(
    area: SimpleNamespace,
) -> None:
    declared(area.amina)
    declared(area.leila)
    somebody = deeds.about(**about())
    token = uuid4()

    with reading(area.amina):
        made = deeds.emergency(area.amina, [area.carys.team], token=token, people=[somebody])
        again = deeds.emergency(area.amina, [area.carys.team], token=token, people=[somebody])

    assert [row.pk for row in made] == [row.pk for row in again]
    assert browser_of(area.carys).get(f"/disclosures/{made[0].pk}").status_code == 200
    pk = made[0].proposal.concern_id
    assert browser_of(area.mona).get(f"/concerns/{pk}").status_code == 200
    for who in (area.amina, area.leila):
        assert browser_of(who).get(f"/concerns/{pk}").status_code == 404
        assert browser_of(who).get(f"/disclosures/{made[0].pk}").status_code == 404


def test_a_record_of_the_person_is_kept_from_them_too(area: SimpleNamespace) -> None:
    declared(area.mona)
    entries = [("names", {"text": "Omar Hussain", "kind": "now"}), ("born", {"date": "1987-03-14"})]
    with reading(area.amina):
        kept = people.begin(token=uuid4(), by=area.amina, entries=entries, at=NOW)

    assert browser_of(area.amina).get(f"/people/{kept.id}").status_code == 200
    assert browser_of(area.mona).get(f"/people/{kept.id}").status_code == 404
    found = browser_of(area.mona).post("/people", {"name": "Omar Hussain"}).content.decode()
    assert str(kept.id) not in found


def test_what_is_linked_to_the_record_is_kept_from_them_with_it(area: SimpleNamespace) -> None:
    declared(area.mona)
    found = concern_about(area.amina, name="Big O", date_of_birth="")
    assert sees(area.mona, found)
    entries = [("names", {"text": "Omar Hussain", "kind": "now"})]
    with reading(area.amina):
        kept = people.begin(token=uuid4(), by=area.amina, entries=entries, at=NOW)
        people.link_to(
            kept, found=found, part=found.people[1].id, because="He is called so", by=area.amina, at=NOW
        )  # fmt: skip

    assert not sees(area.mona, found)
    assert sees(area.amina, found)


def test_the_page_of_whoever_declares_is_the_same_whether_or_not_anybody_is_known(
    area: SimpleNamespace,
) -> None:
    concern_about(area.amina)
    browser = browser_of(area.mona)
    typed = {"relation": "relative", "name": "Omar Hussain", "born-year": "1987"}

    texts = []
    for name in ("Omar Hussain", "Kim Bell"):
        sent = browser.post("/interests", {**typed, "name": name, "token": str(uuid4())})
        assert (sent.status_code, sent["Location"]) == (302, "/interests/declared")
        texts.append(plain(browser.get("/interests/declared").content.decode()))
        assert Match.objects.count() == 0

    assert texts[0] == texts[1]
    assert "Omar" not in browser.get("/interests/register").content.decode()


def test_the_lead_declares_for_somebody_and_says_that_it_holds_no_longer(
    area: SimpleNamespace,
) -> None:
    with reading(area.nina), pytest.raises(actions.NotTheirs):
        actions.declare(token=uuid4(), who=area.amina, by=area.nina, said={**OMAR}, at=NOW)
    typed = {"relation": "friend", "name": "Omar Hussain", "who": str(area.nina.pk)}
    browser = browser_of(area.leila)
    browser.post("/interests", {**typed, "token": str(uuid4())})
    page = browser.get("/interests/register").content.decode()
    assert "Nina" in page
    with reading(area.leila):
        (found,) = queries.interests(reader=area.leila)

    browser.post(f"/interests/register/{found.row.pk}", {"because": "They do not know each other"})
    later = concern_about(area.nina)

    assert sees(area.nina, later)


def test_who_looks_after_the_register_does_not_look_after_their_own(area: SimpleNamespace) -> None:
    pk = declared(area.leila)
    concern_about(area.amina, date_of_birth="")

    assert browser_of(area.leila).get(f"/interests/register/{pk}").status_code == 404
    assert waiting(area.leila) == []


def test_where_no_lead_is_the_managers_look_after_it(area: SimpleNamespace) -> None:
    pk = declared(area.carys)

    assert browser_of(area.max).get(f"/interests/register/{pk}").status_code == 200
    assert browser_of(area.carys).get(f"/interests/register/{pk}").status_code == 404


def test_an_emergency_of_ones_own_family_says_that_it_went_and_again_when_sent_again(
    area: SimpleNamespace,
) -> None:
    declared(area.amina)
    browser = browser_of(area.amina)
    browser.post("/emergency", {"name": "Zofia", "abuser": "Omar Hussain", "danger": "A knife"})
    browser.post("/emergency/to", {"teams": [str(area.carys.team_id)]})
    page = browser.get("/emergency/check").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token

    sent = [browser.post("/emergency/check", {"token": token[1]})["Location"] for _ in range(2)]

    assert sent == ["/interests/handed-on?shared"] * 2
    assert "It was shared with everybody you chose" in browser.get(sent[0]).content.decode()
    other = browser_of(area.nina).post("/emergency/check", {"token": token[1]})
    assert other["Location"] == "/emergency"
