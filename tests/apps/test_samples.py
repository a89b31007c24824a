"""A sample that nobody steers: announced, drawn by a later head, reviewed without a name, told to whoever oversees."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from attack import deeds
from attack.scenarios_of_disposals import disposed
from attack.scenarios_of_samples import (
    AFTER,
    FOUND,
    PERIOD,
    SIZES,
    announced,
    drawn,
    found,
    opened,
    read,
)
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions.models import Decision
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.ledger.models import Checkpoint, Entry
from dimmer.apps.ledger.queries import verifier_key
from dimmer.apps.samples import actions, queries
from dimmer.apps.samples.models import Draw, Drawn, Finding
from dimmer.cli.offline.verify import verify
from dimmer.core.ledger import parse_receipt, write_key
from dimmer.core.proportionality import Light
from dimmer.core.sampling import Stratum, digest_of, parse_list, sample, write_list
from keepings import closed
from shares import WORDS, decided
from stage import NOW, browser_of, raised, reading

NAME = "Zofia"


def _many(cast: SimpleNamespace) -> list[Decision]:
    """Decisions of two teams, of every kind but what nobody looked at again in time."""
    made = [*decided(cast.amina, cast.carys.team, cast.pat.team)]
    made += decided(cast.amina, cast.carys.team, light=Light.DARK)
    made += decided(cast.carys, cast.pat.team, words={**WORDS, "because": f"{NAME} is in danger"})
    with reading(cast.amina):
        [shared] = deeds.emergency(cast.amina, [cast.pat.team], token=uuid4())
        made.append(Decision.objects.get(proposal=shared.proposal_id))
    return made


def test_what_is_drawn_follows_from_the_list_and_a_head_that_came_after_it(
    area: SimpleNamespace,
) -> None:
    made = _many(area)
    ledger.sequence()
    row = announced(area)
    before = Checkpoint.objects.latest("size")
    with reading(area.aud), pytest.raises(actions.NotYetCovered):
        actions.draw_now(row.pk, by=area.aud, at=AFTER)
    whole = read(row, by=area.aud)
    assert queries.head_of(whole) is None

    rows = drawn(area, row)
    raised(area.amina)
    ledger.sequence()  # later heads draw nothing else

    size, root = queries.head_of(whole) or (0, b"")
    assert size > before.size
    announcement = parse_list(whole.text)
    assert len(announcement.listed) == len(made) == 5
    again = sample(announcement, root=root)
    assert [Stratum(each.stratum) for each in rows] == [each.stratum for each in again]
    assert whole.where.keys() == {str(each.entry) for each in announcement.listed}
    drawn_ids = [whole.where[str(each.entry)][1] for each in again]
    assert set(drawn_ids) <= {str(each.pk) for each in made}
    strata = [each.stratum for each in announcement.listed]
    assert strata.count(Stratum.EMERGENCY) == 1
    assert strata.count(Stratum.OVERRIDDEN) == 1
    kinds = {"decision.made", "emergency.decided"}
    entered = Entry.objects.filter(kind__in=kinds).values_list("pk", flat=True)
    assert set(entered) == {each.entry for each in announcement.listed}
    assert drawn(area, row) == rows  # drawn again, it is drawn once


def test_the_receipt_and_the_list_are_enough_to_draw_again(
    area: SimpleNamespace, tmp_path: Path
) -> None:
    _many(area)
    row = announced(area, sizes={**SIZES, Stratum.SHARED: 1})
    ledger.sequence()
    auditor = browser_of(area.aud)

    text = auditor.get(f"/samples/{row.pk}/list").content.decode()
    receipt = parse_receipt(auditor.get(f"/samples/{row.pk}/receipt").content.decode())

    [entry] = receipt.opened
    assert f'"list_sha256":"{digest_of(text)}"' in entry.facts.decode()
    assert entry.entry.kind == "draw.announced"
    assert write_list(parse_list(text)) == text
    [head] = {receipt.signed.head.root}
    assert (receipt.signed.head.size, head) == queries.head_of(read(row, by=area.aud))
    Path(tmp_path, "list").write_text(text)
    Path(tmp_path, "receipt").write_text(auditor.get(f"/samples/{row.pk}/receipt").content.decode())
    key = write_key(verifier_key())
    given = ["sample", str(tmp_path / "list"), str(tmp_path / "receipt"), "--key", key]
    proved = CliRunner().invoke(verify, given)
    assert proved.exit_code == 0, proved.output
    for each in sample(parse_list(text), root=head):
        assert f"{each.stratum.value:<10} {each.entry}" in proved.output
    less = write_list(replace(parse_list(text), listed=parse_list(text).listed[1:]))
    Path(tmp_path, "list").write_text(less)
    refused = CliRunner().invoke(verify, given)
    assert refused.exit_code == 1
    assert "NOT what this receipt announces" in refused.output
    Path(tmp_path, "list").write_text("other")
    assert CliRunner().invoke(verify, given).exit_code == 2
    for who in (area.opal, area.leila, area.mona, area.carys):
        for page in ("", "/list", "/receipt", "/practice"):
            assert browser_of(who).get(f"/samples/{row.pk}{page}").status_code == 404
    assert browser_of(area.bo).get(f"/samples/{row.pk}/list").content.decode() == text


def test_an_auditor_sees_no_name_and_no_sentence_and_whoever_oversees_is_told_what_was_found(
    area: SimpleNamespace,
) -> None:
    words = {**WORDS, "because": f"{NAME} is in danger", "told": "not"}
    [made] = decided(area.amina, area.carys.team, words=words)
    row = announced(area)
    [one] = drawn(area, row)
    auditor = browser_of(area.aud)
    page = auditor.get(f"/samples/drawn/{one.pk}").content.decode()
    assert "why: 4 words" in page.lower()
    assert "Health visiting" in page
    for hidden in (NAME, "Amina", "in danger", made.proposal.concern.reference):
        assert hidden not in page
    assert "Drawn in a sample" in browser_of(area.amina).get(
        f"/concerns/{made.proposal.concern_id}"
    ).content.decode()  # fmt: skip

    wrong = auditor.post(f"/samples/drawn/{one.pk}", {"is_right": "yes"}).content.decode()
    assert "Enter what was right, what was not, or what you advise" in wrong
    sent = auditor.post(f"/samples/drawn/{one.pk}", FOUND)

    assert sent["Location"] == f"/samples/{row.pk}"
    for who in (area.mona, area.leila):
        browser = browser_of(who)
        assert f"/samples/findings/{one.pk}" in browser.get("/").content.decode()
        told = browser.get(f"/samples/findings/{one.pk}").content.decode()
        assert FOUND["advice"] in told
        assert FOUND["wrong"] in told
    for who in (area.amina, area.noor, area.carys, area.max, area.gwen, area.opal):
        assert browser_of(who).get(f"/samples/findings/{one.pk}").status_code == 404
        with reading(who):
            assert not Drawn.objects.exists()
            assert not Finding.objects.exists()
            assert not Draw.objects.exists()
    assert browser_of(area.bo).get(f"/samples/drawn/{one.pk}").status_code == 404
    manager = browser_of(area.mona)
    manager.post(f"/samples/findings/{one.pk}")
    assert f"/samples/findings/{one.pk}" not in manager.get("/").content.decode()
    assert "Read" in manager.get("/samples/findings").content.decode()
    assert FOUND["advice"] in auditor.get(f"/samples/drawn/{one.pk}").content.decode()


def test_nobody_changes_what_was_found_and_somebody_of_the_board_draws_nothing(
    area: SimpleNamespace,
) -> None:
    row = found(area)

    with reading(area.aud), pytest.raises(ProgrammingError), transaction.atomic():
        Finding.objects.filter(pk=row.pk).update(sealed=b"other")
    with reading(area.bo):
        assert Draw.objects.exists()
        assert not Drawn.objects.exists()
        assert not Draw.objects.update(head=1)
    with reading(area.bo), pytest.raises(ProgrammingError), transaction.atomic():
        actions.announce(
            token=uuid4(), first=PERIOD[0], last=PERIOD[1], sizes=SIZES, by=area.bo, at=AFTER
        )
    with reading(area.opal), connection.cursor() as cursor:
        cursor.execute("select count(*) from sample_draw")
        assert cursor.fetchone() == (0,)


def test_a_draw_is_asked_for_on_a_page_that_keeps_what_was_typed(area: SimpleNamespace) -> None:
    decided(area.amina, area.carys.team)
    auditor = browser_of(area.aud)
    typed: dict[str, Any] = {
        "token": uuid4(), "first-day": "1", "first-month": "11", "first-year": "2026",
        "last-day": "24", "last-month": "11", "last-year": "2026",
        **{stratum.value: "0" for stratum in Stratum},
    }  # fmt: skip
    none = auditor.post("/samples/announce", typed).content.decode()
    assert "at least one of one kind" in none
    many = auditor.post("/samples/announce", {**typed, "shared": "201"}).content.decode()
    assert "Decided to share: enter a whole number from 0 to 200" in many
    assert 'value="201"' in many
    soon = auditor.post("/samples/announce", {**typed, "last-year": "2999"})
    assert "There is a problem" in soon.content.decode()

    for _ in range(2):  # sent twice, it is announced once
        sent = auditor.post("/samples/announce", {**typed, "shared": "3"})
        assert sent["Location"] == f"/samples/{typed['token']}"

    page = auditor.get(sent["Location"]).content.decode()
    assert "nobody knows yet" in page
    auditor.post(sent["Location"])
    assert "nobody knows yet" in auditor.get(sent["Location"]).content.decode()
    ledger.sequence()
    auditor.post(sent["Location"])
    assert "To review" in auditor.get(sent["Location"]).content.decode()
    assert "Announce a draw" not in browser_of(area.bo).get("/samples").content.decode()
    assert "Practice" in browser_of(area.bo).get(f"{sent['Location']}/practice").content.decode()


def test_figures_of_few_decisions_show_no_number(area: SimpleNamespace) -> None:
    _many(area)
    row = announced(area)

    figures = queries.figures_of(read(row, by=area.bo))

    cells = [cell for each in figures for _, counts in each.rows or [] for cell in counts]
    assert len(figures) == 10
    assert all(cell in (None, 0) or cell >= 5 for cell in cells)


def test_what_was_disposed_of_is_counted_as_left_out_and_reviewed_by_nobody(
    area: SimpleNamespace,
) -> None:
    early = closed(area).proposal.concern_id
    before = announced(area)
    disposed(area, early)

    after = announced(area)

    whole = read(after, by=area.aud)
    assert not whole.announced.listed
    assert whole.left_out == 1
    page = browser_of(area.aud).get(f"/samples/{after.pk}").content.decode()
    assert "1 decision of the period stands on the ledger and not in the list" in page
    [gone] = drawn(area, before)
    with reading(area.aud), pytest.raises(NotNow):
        actions.find(opened(gone, by=area.aud), said=FOUND, by=area.aud, at=AFTER)
    page = browser_of(area.aud).get(f"/samples/drawn/{gone.pk}").content.decode()
    assert "disposed of between" in page
    assert "What do you find?" not in page


def test_a_period_that_is_not_over_is_drawn_from_by_nobody_and_something_is_found_in_words(
    area: SimpleNamespace,
) -> None:
    with reading(area.aud):
        for first, last in ((PERIOD[0], AFTER.date()), (PERIOD[1], PERIOD[0])):
            with pytest.raises(NotNow):
                actions.announce(
                    token=uuid4(), first=first, last=last, sizes=SIZES, by=area.aud, at=AFTER
                )
    whole = opened(drawn(area)[0], by=area.aud)
    with reading(area.aud), pytest.raises(NoReason):
        actions.find(whole, said={"is_right": "yes", "right": " "}, by=area.aud, at=AFTER)


def test_a_review_that_is_overdue_is_a_kind_of_its_own(area: SimpleNamespace) -> None:
    decided(area.amina, area.carys.team, light=Light.DARK)
    [late] = decided(area.amina, area.pat.team)
    with reading(area.amina):
        whole = concern(late.proposal.concern_id, reader=area.amina)
        disclosures.disclose(whole, proposal_id=late.proposal_id, by=area.amina, at=NOW)

    row = announced(area, at=NOW + timedelta(days=60))

    strata = {each.stratum for each in read(row, by=area.aud).announced.listed}
    assert strata == {Stratum.OVERRIDDEN, Stratum.OVERDUE}
