"""What has been kept for long enough is kept longer with a reason, or goes by two people: then nobody opens it."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.test import override_settings

from attack import deeds
from attack.scenarios_of_disposals import LONG_AFTER, SAID, asked, disposed, held, kept, read
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.desk.queries import waiting
from dimmer.apps.disclosures.queries import NoSuchDisclosure, disclosure
from dimmer.apps.disposals import actions, jobs, queries
from dimmer.apps.disposals.models import Disposal
from dimmer.apps.disposals.queries import What
from dimmer.apps.ledger.models import Entry, FactsDestroyed, SealedFacts
from dimmer.apps.receipts import actions as receipts
from dimmer.apps.receipts import queries as receipt_queries
from dimmer.apps.vault.queries import NotEntitled
from dimmer.cli.offline.verify import verify
from keepings import closed, stopped
from keyholding import opens
from shares import acknowledged
from stage import NOW, browser_of, raised, reading


def typed(**more: Any) -> dict[str, Any]:
    """The form that asks that something goes."""
    day = {"since-day": "27", "since-month": "3", "since-year": "2012"}
    checked = {"checked": ["schedule", "claim", "inquiry", "needed"]}
    return {"token": uuid4(), "term": "own", "because": "Nobody needs it", **day, **checked, **more}


def test_two_people_dispose_of_a_concern_and_it_is_gone_for_everybody(
    area: SimpleNamespace,
) -> None:
    found = raised(area.amina)
    pk, record = found.concern.pk, found.concern.record
    page = browser_of(area.mona).get(f"/kept/of/{pk}").content.decode()
    assert "Ask that it goes" in page
    assert "people in it" in page

    sent = browser_of(area.mona).post(f"/kept/of/{pk}/ask", typed())

    row = Disposal.objects.none()
    with reading(area.mona):
        row = Disposal.objects.get()
    assert sent["Location"] == f"/kept/{row.pk}"
    assert "Somebody else answers" in browser_of(area.mona).get(f"/kept/{row.pk}").content.decode()
    lead = browser_of(area.leila)
    assert "May it go?" in lead.get("/").content.decode()
    told = lead.get(f"/kept/{row.pk}").content.decode()
    assert "Nobody needs it" in told
    assert "Zofia" not in told
    assert lead.get(f"/concerns/{pk}").status_code == 404

    lead.post(f"/kept/{row.pk}", {"is_agreed": "yes"})

    for who in (area.amina, area.mona):
        gone = browser_of(who).get(f"/concerns/{pk}")
        assert gone.status_code == 410
        assert "This was disposed of" in gone.content.decode()
        with reading(who), pytest.raises(NoSuchConcern):
            concern(pk, reader=who)
        with pytest.raises(NotEntitled):
            opens(record, who=who)
    for stranger in (area.noor, area.rhys, area.carys):
        assert browser_of(stranger).get(f"/concerns/{pk}").status_code == 404
        assert browser_of(stranger).get(f"/kept/{row.pk}").status_code == 404
    certificate = browser_of(area.amina).get(f"/kept/{row.pk}").content.decode()
    assert "was disposed of" in certificate
    assert "Leila" in certificate
    with reading(area.amina):
        assert waiting.search(reader=area.amina, reference=found.concern.reference).disposed == [
            row
        ]
        assert waiting.concerns_page(reader=area.amina, after="").rows == []


def test_what_others_received_is_theirs_and_its_proof_holds(
    area: SimpleNamespace, tmp_path: Path
) -> None:
    made = closed(area)
    concern_id = made.proposal.concern_id
    receipts.sequence_ledger()
    entries = list(Entry.objects.values_list("pk", "commitment"))

    disposed(area, concern_id)

    with reading(area.carys):
        theirs = disclosure(made.pk, reader=area.carys)
        assert theirs.pack["people"]
        receipts.sequence_ledger()
        receipt = receipt_queries.receipt_for(made.pk)
        assert receipt is not None
        file = tmp_path / "receipt"
        file.write_text(receipts.receipt_text(theirs, receipt))
    checked = CliRunner().invoke(verify, [str(file)])
    assert checked.exit_code == 0, checked.output
    with reading(area.amina), pytest.raises(NoSuchDisclosure):
        disclosure(made.pk, reader=area.amina)
    with pytest.raises(NotEntitled):
        opens(made.record, who=area.amina)
    assert opens(made.record, who=area.carys)
    assert browser_of(area.carys).get(f"/disclosures/{made.pk}").status_code == 200
    assert set(entries) <= set(Entry.objects.values_list("pk", "commitment"))
    gone = FactsDestroyed.objects.count()
    assert gone
    assert SealedFacts.objects.count() + gone == Entry.objects.count()


def test_what_was_received_goes_for_its_team_alone(area: SimpleNamespace) -> None:
    made = closed(area)
    thing = held(made.pk, by=area.max)
    assert thing.what == What.RECEIVED

    disposed(area, made.pk, by=area.max, second=area.carys)

    with reading(area.carys), pytest.raises(NoSuchDisclosure):
        disclosure(made.pk, reader=area.carys)
    assert opens(made.record, who=area.amina)
    with reading(area.amina):
        assert disclosure(made.pk, reader=area.amina).pack["people"]
        assert concern(made.proposal.concern_id, reader=area.amina)
    assert browser_of(area.carys).get("/inbox").status_code == 200
    assert made.proposal.concern.reference in browser_of(area.carys).get("/kept/").content.decode()


def test_what_is_still_open_stays(area: SimpleNamespace) -> None:
    made = acknowledged(area.amina, area.carys)
    pk = made.proposal.concern_id

    assert "Somebody is to look at a decision again" in stopped(pk, team=area.amina)
    with pytest.raises(NotNow):
        asked(area, pk)
    page = browser_of(area.mona).get(f"/kept/of/{pk}").content.decode()
    assert "Why it stays for now" in page
    assert "Ask that it goes" not in page
    sent = browser_of(area.mona).post(f"/kept/of/{pk}/ask", typed())
    assert sent["Location"] == f"/kept/of/{pk}"
    assert "Somebody is to look at a decision again" in stopped(
        made.pk, team=area.carys, what=What.RECEIVED
    )


def test_what_is_kept_for_a_claim_stays_until_somebody_ends_that(area: SimpleNamespace) -> None:
    row = kept(area)
    with pytest.raises(NotNow):
        asked(area, row.about)
    thing = held(row.about, by=area.mona)
    page = browser_of(area.mona).get(f"/kept/of/{row.about}").content.decode()
    assert "It is kept, with a reason, until 31 January 2030" in page

    browser_of(area.mona).post(f"/kept/of/{row.about}/keep/{row.pk}/end", {"because": "Settled"})

    assert stopped(row.about, team=area.amina) == []
    with reading(area.mona):
        [one] = queries.keepings_of(thing)
        assert one.ending == "Settled"
    disposed(area, row.about)
    with pytest.raises(NotEntitled):
        opens(row.record, who=area.mona)


def test_something_that_comes_between_stops_the_second_person(area: SimpleNamespace) -> None:
    row = asked(area)
    found = read(row, by=area.leila)
    thing = held(row.about, by=area.mona)
    with reading(area.mona):
        actions.keep(
            thing, token=uuid4(), why="inquiry", because="A letter", until=date(2030, 1, 1),
            by=area.mona, at=NOW,
        )  # fmt: skip

    with reading(area.leila), pytest.raises(NotNow):
        actions.answer(found, is_agreed=True, because="", by=area.leila, at=NOW)
    page = browser_of(area.leila).post(f"/kept/{row.pk}", {"is_agreed": "yes"}).content.decode()

    assert "Something stands in the way since" in page
    for second in (area.leila, area.amina):
        page = browser_of(second).get(f"/kept/{row.pk}").content.decode()
        assert "It stays for now" in page
        assert "It is kept" not in page  # what that is, whoever oversees the team reads elsewhere
    with reading(area.amina):
        assert concern(row.about, reader=area.amina)


def test_nobody_is_their_own_second_person_and_a_no_needs_words(area: SimpleNamespace) -> None:
    row = asked(area)
    with reading(area.mona), pytest.raises(NotNow):
        actions.answer(read(row, by=area.mona), is_agreed=True, because="", by=area.mona, at=NOW)
    with reading(area.leila), pytest.raises(NoReason):
        actions.answer(
            read(row, by=area.leila), is_agreed=False, because=" ", by=area.leila, at=NOW
        )
    browser_of(area.leila).post(f"/kept/{row.pk}", {"is_agreed": "no", "because": "A brother"})

    page = browser_of(area.mona).get(f"/kept/of/{row.about}").content.decode()
    assert "did not agree: A brother" in page
    assert "Look" in browser_of(area.mona).get("/").content.decode()
    with reading(area.amina):
        assert concern(row.about, reader=area.amina)


def test_the_clock_asks_of_what_was_kept_for_long_enough_and_disposes_of_nothing(
    area: SimpleNamespace,
) -> None:
    made, fresh = closed(area), raised(area.amina)
    pk = made.proposal.concern_id
    assert jobs.find_due(NOW + timedelta(days=5 * 365)) == 0
    with reading(area.nina):
        concern_before = Entry.objects.count()

    first, again = jobs.find_due(LONG_AFTER), jobs.find_due(LONG_AFTER)

    assert (first, again) == (3, 0)  # two concerns of Amina's, and what Carys received
    assert Entry.objects.count() == concern_before + 3
    with reading(area.mona):
        due = {row.id for row in queries.due(reader=area.mona, now=LONG_AFTER)}
        assert due == {pk, fresh.concern.pk}
    with reading(area.max):
        assert [row.id for row in queries.due(reader=area.max, now=LONG_AFTER)] == [made.pk]
    for who in (area.amina, area.carys):
        with reading(who):
            assert queries.due(reader=who, now=LONG_AFTER) == []
    assert opens(made.record, who=area.carys)


def test_reading_makes_nothing_younger_and_writing_does(area: SimpleNamespace) -> None:
    from dimmer.apps.concerns import actions as concerns

    read_only, written = raised(area.amina), raised(area.amina)
    with reading(area.amina):
        later = NOW + timedelta(days=900)
        concerns.opened(read_only, by=area.amina, at=later)
        concerns.answer(written, by=area.amina, answers={"risk.level": "low"}, at=later)

    assert jobs.find_due(LONG_AFTER) == 1
    assert held(read_only.concern.pk, by=area.mona).last == NOW.date()
    assert held(written.concern.pk, by=area.mona).last == later.date()


def test_a_term_that_is_not_over_or_has_no_end_is_refused_in_words(area: SimpleNamespace) -> None:
    pk = raised(area.amina).concern.pk
    browser = browser_of(area.mona)
    recent = {"since-year": "2020", "term": "health-record-of-a-child-0"}
    terms = [row.code for row in queries.schedule(area.amina.team.agency)]
    assert recent["term"] in terms
    for more, words in (
        (recent, "By that it is kept until 27 March 2045"),
        ({"term": ""}, "Choose which term governs it"),
        ({"checked": ["schedule", "claim"]}, "If one is not so, keep it"),
        ({"because": ""}, "Enter why it goes"),
    ):
        page = browser.post(f"/kept/of/{pk}/ask", typed(**more)).content.decode()
        assert words in page, more
    school = raised(area.greta).concern.pk
    whole = {"term": "child-sexual-abuse"}
    page = browser_of(area.hana).post(f"/kept/of/{school}/ask", typed(**whole)).content.decode()
    assert "That has no end" in page


def test_until_when_a_backup_opens_it_is_on_the_page_and_on_the_ledger(
    area: SimpleNamespace,
) -> None:
    with override_settings(BACKUP_DAYS=35):
        row = disposed(area)
        page = browser_of(area.amina).get(f"/kept/{row.pk}").content.decode()
        with reading(area.mona):
            row.refresh_from_db()
    day = NOW.date() + timedelta(days=35)
    assert row.beyond_use_on == day
    assert f"no backup opens it, from {day:%-d %B %Y}" in page
    other = disposed(area)
    page = browser_of(area.amina).get(f"/kept/{other.pk}").content.decode()
    assert "Nobody has said how long backups are kept" in page


def test_a_reporters_list_no_longer_names_it_and_glass_finds_nothing(
    area: SimpleNamespace,
) -> None:
    from dimmer.apps.allocations import actions as allocations
    from dimmer.apps.allocations.models import BrokenGlass

    found = raised(area.amina)
    disposed(area, found.concern.pk)

    with reading(area.nina):
        allocations.break_glass(found.concern.reference, by=area.nina, because="An alarm", at=NOW)
        assert not BrokenGlass.objects.exists()


def test_a_worker_asks_for_nothing_and_a_colleague_finds_nothing(area: SimpleNamespace) -> None:
    pk = raised(area.amina).concern.pk
    assert browser_of(area.amina).get(f"/kept/of/{pk}").status_code == 404
    assert browser_of(area.noor).get(f"/kept/of/{pk}").status_code == 404
    assert browser_of(area.leila).get(f"/kept/of/{pk}").status_code == 404
    with reading(area.carys):
        assert queries.held(pk, reader=area.carys) is None


def test_what_is_wrong_of_a_keeping_is_refused(area: SimpleNamespace) -> None:
    thing = held(raised(area.amina).concern.pk, by=area.mona)
    given = {"token": uuid4(), "why": "claim", "by": area.mona, "at": NOW}
    with reading(area.mona):
        with pytest.raises(NoReason):
            actions.keep(thing, because=" ", until=date(2030, 1, 1), **given)
        with pytest.raises(NotNow):
            actions.keep(thing, because="A claim", until=NOW.date(), **given)
        with pytest.raises(NoReason):
            actions.ask(thing, token=uuid4(), said={**SAID, "because": ""}, by=area.mona, at=NOW)
    assert deeds.TODAY


def test_what_looks_at_everything_goes_past_what_was_disposed_of(area: SimpleNamespace) -> None:
    from dimmer.apps.people import actions as people
    from dimmer.apps.reviews.jobs import foretell_law, tell_of_edition
    from dimmer.apps.reviews.queries import rounds_opened

    made = closed(area)
    pk, asked_in = made.proposal.concern_id, made.proposal.round_id
    with reading(area.amina):
        found = concern(pk, reader=area.amina)
        kept_record = people.begin_from(found=found, part=found.people[0].id, by=area.amina, at=NOW)

    disposed(area, pk)

    with reading(area.amina.team):
        assert list(rounds_opened([asked_in], reader=area.amina.team_id)) == []
    later = NOW + timedelta(days=1)
    foretell_law(later.date(), at=later)
    tell_of_edition(later.date(), at=later)
    assert jobs.find_due(LONG_AFTER) == 2  # what Carys received; her record, to which nothing leads
    page = browser_of(area.amina).get(f"/people/{kept_record.id}")
    assert page.status_code == 200
    assert found.concern.reference not in page.content.decode()
    for address in ("/", "/concerns", "/sent", "/inbox", "/kept/"):
        for who in (area.amina, area.mona, area.carys, area.leila):
            assert browser_of(who).get(address).status_code == 200, address
