"""Of what another team was asked, the asker learns the answer and nothing else; and it ends with what it hangs on."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreed import agreed_and_shared, taken_back
from asked import led, nothing, read_by, taken
from askings import NAMED, SAID, ask, asked, opened, pack, typed
from attack import deeds
from attack.scenarios_of_interests import declared
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import queries as decisions
from dimmer.apps.disclosures.actions import ask as ask_on
from dimmer.apps.disclosures.actions import disclose
from dimmer.apps.disclosures.queries import NoSuchAsking, own
from dimmer.apps.ledger.models import Entry
from dimmer.apps.requests import actions, jobs, queries
from dimmer.apps.requests.models import Asking, Request
from recalls import recalled
from shares import ANSWERS
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CANARY = "Bartholomew Quince"


def decide(row: Asking, into: Any, area: Any) -> Any:
    """The team that is asked decides to share all of its concern with whoever asks."""
    made = led(row.pk, into, area.amina, area.carys.team)
    with reading(area.amina):
        found = concern(into.concern.pk, reader=area.amina)
        found = concerns.answer(found, by=area.amina, answers=ANSWERS, at=NOW)
        whole = decisions.asked(made.pk, concern=found)
        assert whole
        deeds.decide(whole, area.amina, deeds.choices(whole))
    return whole.proposals[0]


def test_what_is_shared_comes_in_the_ordinary_way_and_the_asker_is_led_there(
    area: Any, browser_of: Browse
) -> None:
    row = asked(area.carys, area.amina)
    into = raised(area.amina, people=({"name": CANARY, "role": "child"},))
    taken(row.pk, into, by=area.amina)
    carys = browser_of(area.carys)
    page = f"/disclosures/asked/{row.pk}"
    proposal = decide(row, into, area)
    assert "Nobody has answered yet" in carys.get(page).content.decode()
    with reading(area.amina):
        found = concern(into.concern.pk, reader=area.amina)
        made = disclose(found, proposal_id=proposal.pk, by=area.amina, at=NOW)

    said = carys.get(page).content.decode()
    assert "They have replied, with what they shared" in said
    assert f"/disclosures/{made.pk}" in said
    assert str(into.concern.pk) not in said
    assert into.concern.reference not in said
    assert carys.get(f"/disclosures/{made.pk}").status_code == 200
    with reading(area.amina), pytest.raises(NotNow):
        actions.say_nothing(
            queries.request(row.pk, reader=area.amina), kept="", review_on=date(2026, 12, 22), by=area.amina, at=NOW
        )  # fmt: skip


def test_another_team_that_is_answered_is_not_who_asked(area: Any) -> None:
    row, into = asked(area.carys, area.amina), raised(area.amina)
    taken(row.pk, into, by=area.amina)
    with pytest.raises(NotNow):
        led(row.pk, into, area.amina, area.pat.team)


@pytest.mark.parametrize("path", ["disclosure", "concern", "asking", "desk"])
def test_whatever_they_do_short_of_sharing_the_asker_sees_the_same(
    area: Any, browser_of: Browse, path: str
) -> None:
    """Nothing held, kept back, thought of again, decided not to be shared: same bytes, same statements."""
    carys = browser_of(area.carys)
    into = raised(area.amina, people=({"name": CANARY, "role": "child"},))
    seen: set[Any] = set()

    @FEW
    @given(
        is_held=st.booleans(), is_led=st.booleans(), kept=st.sampled_from(["", CANARY]), again=st.booleans(),
        is_opened=st.booleans(),
    )  # fmt: skip
    def is_same(*, is_held: bool, is_led: bool, kept: str, again: bool, is_opened: bool) -> None:
        made = pack(area.carys, area.amina, found=raised(area.carys))
        row = ask(made, by=area.carys)
        if is_opened:
            with reading(area.amina):
                actions.opened(queries.request(row.pk, reader=area.amina), by=area.amina, at=NOW)
        if is_held:
            taken(row.pk, into, by=area.amina)
        nothing(row.pk, by=area.amina, kept=kept)
        if again:
            nothing(row.pk, by=area.amina, kept=f"{kept} as before", at=NOW + timedelta(days=2))
        if is_held and is_led:  # they think of it again: it is under way, and nobody there is told
            led(row.pk, into, area.amina, area.carys.team, at=NOW + timedelta(days=3))
        where = {
            "asking": f"/disclosures/asked/{row.pk}", "disclosure": f"/disclosures/{made.pk}",
            "concern": f"/concerns/{made.concern_id}", "desk": "/",
        }[path]  # fmt: skip
        with CaptureQueriesContext(connection) as read:
            page = carys.get(where)
        text = page.content.decode()
        assert CANARY not in text
        assert into.concern.reference not in text
        with reading(area.carys):
            other = concern(made.concern_id, reader=area.carys).concern.reference
            Asking.objects.filter(pk=row.pk).update(seen_at=NOW)  # so that the next desk has one
        for each in (str(row.pk), str(made.pk), row.reference, other, str(made.concern_id)):
            text = text.replace(each, "")
        text = re.sub(r'(nonce|value|csrfmiddlewaretoken)="?[^"]*"', "", text)
        text = re.sub(r"[0-9a-f-]{36}|[0-9A-Z]{4}-[0-9A-Z]{4}|\d+:\d\d[ap]m", "", text)
        if path == "desk":  # what was shared before stands there too
            text = text[text.index("What you asked others") : text.index(">Inbox<")]
        if path == "concern":  # acts of one moment stand in no order
            text = "".join(sorted(re.split("(?=<li>)|</ul>", text)))
        kinds = [re.sub(r"'[^']*'|\d+", "", each["sql"]) for each in read]
        seen.add((page.status_code, len(kinds) if path != "desk" else 0, text))

    is_same()
    seen.clear()  # the first has to open keys that are at hand later, as in any worker
    is_same()
    assert len(seen) == 1


def test_who_asks_reads_no_row_of_the_request(area: Any) -> None:
    row, into = asked(area.carys, area.amina), raised(area.amina)
    taken(row.pk, into, by=area.amina)
    nothing(row.pk, by=area.amina, kept=CANARY)
    for who in (area.carys, area.max, area.pat, area.rhys, area.leila):
        with reading(who):
            assert not Request.objects.exists()
    for who in (area.pat, area.rhys, area.leila, area.greta):
        with reading(who):
            assert not Asking.objects.exists()
        with pytest.raises(NoSuchAsking):
            opened(row.pk, who)
    with pytest.raises(NoSuchAsking):  # it is the other side's page
        opened(row.pk, area.amina)


def test_neither_side_writes_the_others_words(area: Any) -> None:
    row = asked(area.carys, area.amina)
    theirs = {
        area.amina: {"sealed": b"x", "taken_back_at": NOW, "due_on": date(2027, 1, 1), "asked_id": area.pat.team_id},
        area.carys: {"answered_at": NOW, "more": b"x", "shared": uuid4(), "asked_id": area.pat.team_id},
    }  # fmt: skip
    for who, columns in theirs.items():
        for name, value in columns.items():
            with (
                pytest.raises(Error, match="row-level security"),
                reading(who),
                transaction.atomic(),
            ):
                Asking.objects.filter(pk=row.pk).update(**{name: value})
    with reading(area.pat):
        assert not Asking.objects.filter(pk=row.pk).update(taken_back_at=NOW)


def test_nobody_writes_a_request_for_a_team_that_they_shared_nothing_with(area: Any) -> None:
    row = asked(area.carys, area.amina)
    with reading(area.amina):
        theirs = Request.objects.get(pk=row.pk)
    for who in (area.carys, area.pat):
        theirs.pk, theirs.reference, theirs.own = uuid4(), str(uuid4())[:8], uuid4()
        theirs.by = who
        with pytest.raises(Error, match="row-level security"), reading(who), transaction.atomic():
            theirs.save(force_insert=True)
    with reading(area.carys):
        mine = Asking.objects.get(pk=row.pk)
    mine.pk, mine.reference, mine.by, mine.team = uuid4(), str(uuid4())[:8], area.pat, area.pat.team
    with pytest.raises(Error, match="row-level security"), reading(area.pat), transaction.atomic():
        mine.save(force_insert=True)


def test_it_is_refused_where_nothing_stands_to_ask_on(area: Any, browser_of: Browse) -> None:
    made = pack(area.carys, area.amina, found=raised(area.carys))
    where = f"/disclosures/{made.pk}/ask"
    for who in (area.amina, area.mona, area.pat, area.rhys, area.dev, area.ben, area.leila):
        assert browser_of(who).get(where).status_code == 404
        assert browser_of(who).post(where, typed()).status_code == 404
    carys = browser_of(area.carys)
    assert carys.get(where).status_code == 200
    with reading(area.carys):
        found, into = own(made.pk, reader=area.carys)
    recalled(made, area.carys)
    assert carys.get(where).status_code == 404
    assert "Ask them for what you need" not in carys.get(f"/disclosures/{made.pk}").content.decode()
    with reading(area.carys), pytest.raises(NotNow):
        ask_on(
            found, into, token=uuid4(), said=SAID, due_on=date(2026, 12, 8), by=area.carys, at=NOW
        )
    with reading(area.amina):
        assert not Request.objects.exists()


def test_recalled_the_question_goes_with_it_and_its_words(area: Any, browser_of: Browse) -> None:
    made = pack(area.carys, area.amina, found=raised(area.carys))
    loose, about, kept = (ask(made, by=area.carys, words=f"Where is {n}?") for n in "abc")
    taken(about.pk, raised(area.amina, people=({"name": CANARY, "role": "child"},)), by=area.amina)
    nothing(kept.pk, by=area.amina, kept=CANARY)

    recalled(made, area.carys)

    amina = browser_of(area.amina)
    assert amina.get(f"/requests/{loose.pk}").status_code == 404
    page = amina.get(f"/requests/{about.pk}").content.decode()
    assert "Where is b?" not in page
    assert NAMED not in page
    assert "the words went with it" in page
    page = amina.get(f"/requests/{kept.pk}").content.decode()
    assert "Where is c?" not in page
    assert CANARY in page  # what they wrote themselves stays
    assert "Still nothing to share" not in page
    with reading(area.amina):
        assert queries.to_look_at_again(reader=area.amina, now=NOW + timedelta(days=99)) == []
    assert "Requests to answer" not in amina.get("/").content.decode()
    for row, words in (
        (loose, "It went with"),
        (about, "It went with"),
        (kept, "nothing to share"),
    ):
        assert words in browser_of(area.carys).get(f"/disclosures/asked/{row.pk}").content.decode()


def test_what_they_took_back_ends_what_was_asked_on_it(area: Any, browser_of: Browse) -> None:
    (made,) = agreed_and_shared(area.carys, area.amina.team)
    row, done = ask(made, by=area.carys), ask(made, by=area.carys)
    nothing(done.pk, by=area.amina, kept=CANARY)

    taken_back(area.carys, made)

    assert browser_of(area.amina).get(f"/requests/{row.pk}").status_code == 404
    assert CANARY in browser_of(area.amina).get(f"/requests/{done.pk}").content.decode()
    assert not opened(row.pk, area.carys).read.is_open


def test_who_has_an_interest_sees_neither_now_nor_with_their_own_concern(area: Any) -> None:
    declared(area.nina, name=NAMED)
    row = asked(area.carys, area.amina)
    with pytest.raises(queries.NoSuchRequest):
        read_by(row.pk, area.nina)
    assert read_by(row.pk, area.noor)
    into = raised(area.nina, people=({"name": "Ola Made-up", "role": "child"},))
    with reading(area.mona):
        found = queries.request(row.pk, reader=area.mona)
        actions.take(found, concern(into.concern.pk, reader=area.mona), by=area.mona, at=NOW)
    with pytest.raises(queries.NoSuchRequest):
        read_by(row.pk, area.nina)
    with reading(area.nina):
        assert not Request.objects.exists()


def test_past_its_day_both_are_told_and_the_lead_of_who_is_asked(
    area: Any, browser_of: Browse
) -> None:
    row = asked(area.carys, area.amina, due_on=(NOW - timedelta(days=2)).date())
    assert "Overdue" in browser_of(area.carys).get("/").content.decode()
    there = browser_of(area.carys).get(f"/disclosures/asked/{row.pk}").content.decode()
    assert "There is no answer by the day that you said" in there
    assert jobs.escalate_late(NOW) == 1
    assert "Requests to answer" in browser_of(area.leila).get("/").content.decode()
    assert browser_of(area.leila).get(f"/requests/{row.pk}").status_code == 200


def test_a_lead_who_asks_is_not_shown_how_it_is_answered(area: Any) -> None:
    row = asked(area.leila, area.rhys, due_on=(NOW - timedelta(days=2)).date())
    assert jobs.escalate_late(NOW) == 0
    with pytest.raises(queries.NoSuchRequest):
        read_by(row.pk, area.leila)


def test_words_are_held_against_what_they_have(area: Any, browser_of: Browse) -> None:
    people = ({"name": NAMED, "role": "child"}, {"name": "Omar Hussain", "role": "third-party"})
    items = ({"text": "She was cold on Monday", "about": ["person-1"]},)
    made = pack(area.carys, area.amina, found=raised(area.carys, people=people, items=items))
    carys, where = browser_of(area.carys), f"/disclosures/{made.pk}/ask"
    key = re.findall(
        r'name="about" type="checkbox" value="([^"]+)"', carys.get(where).content.decode()
    )[0]
    sent = typed(about=[key], words="Did Omar Hussain ring you?")
    page = carys.post(where, sent).content.decode()
    assert "What it may give away" in page
    looked = re.findall(r'name="looked" value="([^"]+)"', page)[0]
    page = carys.post(where, {**sent, "looked": looked}).content.decode()
    assert "Enter why these words stay" in page
    sent |= {"looked": looked, "goes": "They know him from her own words"}
    page = carys.get(carys.post(where, sent)["Location"]).content.decode()
    assert "They know him from her own words" in page
    with reading(area.carys):
        row = Asking.objects.get()
    assert "They know him" not in browser_of(area.amina).get(f"/requests/{row.pk}").content.decode()
    whereabouts = carys.post(where, typed(about=[key], words="Is she at 4 Mill Lane, EX1 2AB?"))
    assert "Take out and save" in whereabouts.content.decode()
    with reading(area.carys):
        assert Asking.objects.count() == 1


def test_the_police_are_asked_for_what_a_victim_information_request_must_say(
    area: Any, browser_of: Browse
) -> None:
    made = pack(area.pat, area.amina, found=raised(area.pat))
    pat, where = browser_of(area.pat), f"/disclosures/{made.pk}/ask"
    form = pat.get(where).content.decode()
    assert "victim-information-request" in form
    assert "Written approval of a senior officer" in form
    row = ask(made, by=area.pat, form="victim-information-request", kind="police")
    into = raised(area.amina)
    taken(row.pk, into, by=area.amina)
    with pytest.raises(actions.LacksFields):
        led(row.pk, into, area.amina, area.pat.team)
    other = pack(area.carys, area.amina, found=raised(area.carys))
    assert (
        "victim-information"
        not in browser_of(area.carys).get(f"/disclosures/{other.pk}/ask").content.decode()
    )


def test_both_ledgers_know_of_it_by_ids_and_digests(area: Any) -> None:
    row = asked(area.carys, area.amina)
    with reading(area.carys):
        mine = set(Entry.objects.filter(sealedfacts__isnull=False).values_list("kind", flat=True))
    with reading(area.amina):
        theirs = set(Entry.objects.filter(sealedfacts__isnull=False).values_list("kind", flat=True))
    assert "request.asked" in mine
    assert "request.received" not in mine
    assert "request.received" in theirs
    assert "request.asked" not in theirs
    assert row.reference
