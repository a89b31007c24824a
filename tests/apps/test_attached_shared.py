"""A file goes with a pack as its flat copy, to whom it was chosen for, with its piece; and goes when the pack goes."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from attached import TEXT, copy_of, decided_with, shared_with_file
from dimmer.apps.attachments.actions import remove
from dimmer.apps.attachments.queries import file_in
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import queries as asked
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure, PackFile
from dimmer.apps.disclosures.queries import disclosure, lit
from dimmer.apps.ledger.models import Entry
from dimmer.apps.onward.queries import passed_on
from dimmer.core.proportionality import Light
from dimmer.core.route import NotAMove
from offices import excel, paragraph, photograph, printed, saved, word
from recalls import recalled
from rounds import WORDS, choices, proposed, ticked
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]
CHILD = ({"name": "Zofia Nowak", "role": "child"},)
SHEET = printed("The Shaw report #pagebreak() He was angry")


def test_a_file_is_chosen_for_one_recipient_goes_with_its_piece_and_is_seen_by_that_one_alone(
    area: Any, browser_of: Browse
) -> None:
    browser = browser_of(area.amina)
    made = proposed(browser, area.amina, area.carys.team, area.pat.team, people=CHILD)
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
        copy = copy_of(found, area.amina, content=SHEET, name="Shaw.pdf", cut=["Shaw"])
    page = browser.get(f"/decisions/{made.pk}/decide").content.decode()
    typed = {**WORDS, **ticked(page), **choices(made, "DETAIL")}
    to = {row.recipient.name: row.pk for row in Proposal.objects.filter(round=made)}
    carys, pat = to[area.carys.team.name], to[area.pat.team.name]
    mine = {f"files-{carys}": str(copy.id)}

    dim = browser.post(
        f"/decisions/{made.pk}/decide", {**typed, **mine, f"light-{carys}": "HEADLINE"}
    )
    alone = browser.post(f"/decisions/{made.pk}/decide", {**typed, **mine, f"items-{carys}": []})
    assert "Shaw.pdf, with “She was cold" in page
    assert f'name="files-{carys}" type="checkbox" value="{copy.id}" checked' not in page
    assert "Files go with the relevant facts or more" in dim.content.decode()
    assert "A file goes with its piece" in alone.content.decode()

    browser.post(f"/decisions/{made.pk}/decide", {**typed, **mine})
    shown = browser.get(f"/disclosures/preview/{carys}").content.decode()
    other = browser.get(f"/disclosures/preview/{pat}").content.decode()
    assert "file-1.pdf, PDF, 2 pages" in shown
    assert "Shaw" not in shown
    assert "file-1" not in other

    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
        for pk in (carys, pat):
            disclosures.disclose(found, proposal_id=pk, by=area.amina, at=NOW)
    given, less = Disclosure.objects.get(proposal=carys), Disclosure.objects.get(proposal=pat)
    reader = browser_of(area.carys)
    pack = reader.get(f"/disclosures/{given.pk}").content.decode()
    page = reader.get(f"/disclosures/{given.pk}/files/1?read&page=2").content.decode()
    picture = reader.get(f"/disclosures/{given.pk}/files/1/pages/2?read")
    taken = reader.get(f"/disclosures/{given.pk}/files/1/content?read")

    assert f'href="/disclosures/{given.pk}/files/1?read"' in pack
    assert "Page 2 of 2" in page
    assert picture.content.startswith(b"\x89PNG")
    assert taken.headers["Content-Disposition"].endswith(f'shared-{given.pk.hex[:8]}-file-1.pdf"')
    assert taken.headers["Content-Type"] == "application/octet-stream"
    with reading(area.carys):
        said = disclosure(given.pk, reader=area.carys).pack["items"][0]["files"]
    digest = sha256(taken.content).hexdigest()
    assert said == [
        {"name": "file-1.pdf", "kind": "pdf", "pages": 2, "size": len(taken.content), "sha256": digest}
    ]  # fmt: skip
    assert b"Shaw" not in taken.content
    assert Entry.objects.filter(kind="disclosure-file.opened").count() == 3

    for who, pk, place in (
        ("pat", given.pk, 1), ("pat", less.pk, 1), ("carys", given.pk, 2), ("carys", given.pk, 0), ("olu", given.pk, 1),
    ):  # fmt: skip
        for part in ("", "/content", "/pages/1"):
            answer = browser_of(getattr(area, who)).get(
                f"/disclosures/{pk}/files/{place}{part}?read"
            )
            assert answer.status_code == 404, (who, place, part)
    assert reader.get(f"/concerns/{made.concern_id}/copies/{copy.id}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT),
        ("a.docx", word(paragraph("Shaw rang on Monday."))),
        ("a.xlsx", saved(excel(Calls=[["Shaw", "Monday"]]))),
        ("a.png", photograph("PNG")),
        ("a.jpeg", photograph()),
    ],
)
def test_a_file_of_every_kind_is_previewed_shared_read_and_taken_away(
    area: Any, browser_of: Browse, name: str, content: bytes
) -> None:
    sender, reader, found = browser_of(area.amina), browser_of(area.carys), raised(area.amina)
    with reading(area.amina):
        copy = copy_of(found, area.amina, content=content, name=name)
        (decision,) = decided_with(found, area.amina, [area.carys.team], files=[copy])
    preview = sender.get(f"/disclosures/preview/{decision.proposal_id}")
    with reading(area.amina):
        whole = concern(found.concern.pk, reader=area.amina)
        made = disclosures.disclose(whole, proposal_id=decision.proposal_id, by=area.amina, at=NOW)
    about, read = f"/concerns/{found.concern.pk}", f"/disclosures/{made.pk}"
    pages = [
        (sender, f"{about}/items/{found.items[0].id}/files"),
        (sender, f"{about}/files/{copy.file}"),
        (sender, f"{about}/copies/{copy.id}"),
        (sender, about),
        *((browser, page) for browser in (sender, reader) for page in (read, f"{read}/files/1?read")),
        (reader, f"{read}/files/1/content?read"),
        (reader, f"{read}/document?read"),
    ]  # fmt: skip

    assert "file-1." in preview.content.decode()
    assert {page: browser.get(page).status_code for browser, page in pages} == dict.fromkeys(
        (page for _, page in pages), 200
    )


def test_no_file_goes_in_less_light_without_its_piece_or_without_having_been_looked_at(
    area: Any,
) -> None:
    found = raised(area.amina)
    with reading(area.amina):
        copy = copy_of(found, area.amina)
        unseen = copy_of(found, area.amina, is_taken=False)
        for to, wrong in (
            (area.carys.team, {"files": [copy], "light": Light.HEADLINE}),
            (area.carys.team, {"files": [copy], "items": frozenset()}),
            (area.carys.team, {"files": [unseen]}),
        ):
            with pytest.raises(NotAMove):
                decided_with(found, area.amina, [to], **wrong)


def test_a_file_taken_out_after_the_decision_is_decided_anew_and_what_was_shared_stays(
    area: Any, browser_of: Browse
) -> None:
    made = shared_with_file(area.amina, area.carys)
    with reading(area.amina):
        found = concern(made.concern_id, reader=area.amina)
        copy = copy_of(found, area.amina)
        (decision,) = decided_with(found, area.amina, [area.pat.team], files=[copy])
        found = concern(made.concern_id, reader=area.amina)
        file = file_in(found, copy.file)
        assert file is not None
        remove(found, file=file, by=area.amina, at=NOW)
        with pytest.raises(ValueError, match="changed"):
            disclosures.disclose(found, proposal_id=decision.proposal_id, by=area.amina, at=NOW)

    page = browser_of(area.amina).get(f"/disclosures/preview/{decision.proposal_id}")
    assert "decide" in page.content.decode().lower()
    assert browser_of(area.carys).get(f"/disclosures/{made.pk}/files/1/content").status_code == 200

    with reading(area.amina):  # to give less is never held up by a file
        read = lit(made.pk, reader=area.amina)
        assert read is not None
        less = asked.less_of(
            read.concern, read.decision, light=Light.HEADLINE, items=[each.id for each in read.pieces],
            because="Less", review_on=read.decision.review_on, by=area.amina, at=NOW,
        )  # fmt: skip
        words = asked.judgements(read.decision, found.key)
        assert asked.judgements(less.decision, found.key)["files"] == words["files"]


def test_what_is_passed_on_names_no_file() -> None:
    file = {"name": "file-1.txt", "kind": "txt", "size": 1, "sha256": ""}
    item = {"about": [], "text": "Cold", "categories": [], "nature": "fact", "files": [file]}
    pack = {"people": [], "items": [item]}

    (piece,) = passed_on(pack, [0])["items"]

    assert "files" not in piece


def test_a_recall_takes_the_file_with_the_pack(area: Any, browser_of: Browse) -> None:
    made = shared_with_file(area.amina, area.carys)
    reader = browser_of(area.carys)
    assert reader.get(f"/disclosures/{made.pk}/files/1/content").content

    recalled(made, area.amina)

    assert reader.get(f"/disclosures/{made.pk}/files/1/content").status_code == 404
    assert reader.get(f"/disclosures/{made.pk}/files/1").status_code == 404
    with reading(area.pat):
        assert not PackFile.objects.exists()
