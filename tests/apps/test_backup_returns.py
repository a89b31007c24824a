"""A backup from before a disposal: what it opens, and that restored beside the ring it brings nothing back."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from attack.scenarios_of_disposals import disposed
from dimmer.apps.concerns.queries import NoSuchConcern, concern, numbers_kept
from dimmer.apps.desk.queries import waiting
from dimmer.apps.ledger.models import Entry, FactsDestroyed, SealedFacts
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import Link, Token
from dimmer.apps.vault.actions.destroying import destroy_again
from dimmer.apps.vault.models import Destroyed
from dimmer.apps.vault.queries import NotEntitled
from dimmer.cli.service import look_at_keys
from dimmer.database import dump, programs, template, url
from dimmer.keyring import destroyed_file
from dimmer.keyring.destroyed_file import Line
from keyholding import opens, run
from reaching import NUMBER, way_of
from records import found, keep
from shares import acknowledged
from stage import NOW, browser_of, raised, reading


def dumped(database: str, file: Path) -> Path:
    """All rows of a database, as `dimmer db dump` writes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIMMER_DATABASE_BACKUP_URL", url.backup(database=database))
        dump.dump(file)
    return file


@contextmanager
def restored(file: Path, *, instead_of: str) -> Iterator[None]:
    """All that follows is in a database into which the dump was restored."""
    copy = f"copy_{uuid4().hex[:8]}"
    template.make(copy)
    psql = [programs.find() / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
    subprocess.run(
        [*psql, f"--file={file}", url.superuser(database=copy)], check=True, capture_output=True
    )
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = copy
    yield
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = instead_of
    template.drop(copy)


@pytest.fixture
def returned(area: SimpleNamespace, database: str, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A concern that was shared, another that was not, and both disposed of; then a dump of before is restored."""
    made = acknowledged(area.amina, area.carys)
    gone, stays = raised(area.amina), raised(area.amina)
    file = dumped(database, tmp_path / "before.sql")
    disposed(area, gone.concern.pk)
    with reading(area.amina):
        from dimmer.apps.vault import actions as vault

        vault.destroy(made.record, about=made.pk, team=area.carys.team_id, at=NOW)
    with restored(file, instead_of=database):
        yield SimpleNamespace(gone=gone.concern, stays=stays.concern, made=made)


def test_a_backup_and_the_keys_open_it_where_the_list_is_not_beside_them(
    area: SimpleNamespace, returned: SimpleNamespace
) -> None:
    """Which is why the page, the ledger and the command say until when backups are kept."""
    destroyed_file.path().unlink()

    assert destroy_again(at=NOW) == 0
    assert opens(returned.gone.record, who=area.amina)


def test_beside_the_list_it_opens_nothing_that_was_disposed_of(
    area: SimpleNamespace, returned: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert opens(returned.gone.record, who=area.amina)  # so it would be
    entries = Entry.objects.count()
    with reading(area.amina):
        facts = SealedFacts.objects.filter(record=returned.gone.record).count()
    assert facts

    look_at_keys()  # as `dimmer serve` and `dimmer work` do before anything else

    assert "what was disposed of since: keys destroyed again: 2." in capsys.readouterr().err
    with pytest.raises(NotEntitled):
        opens(returned.gone.record, who=area.amina)
    with pytest.raises(NotEntitled):
        opens(returned.made.record, who=area.carys)
    assert opens(returned.made.record, who=area.amina)
    assert opens(returned.stays.record, who=area.amina)
    with reading(area.amina), pytest.raises(NoSuchConcern):
        concern(returned.gone.pk, reader=area.amina)
    with reading(area.amina):
        rows = waiting.concerns_page(reader=area.amina, after="").rows
        assert {row.id for row in rows} == {returned.stays.pk, returned.made.proposal.concern_id}
    assert browser_of(area.amina).get("/").status_code == 200
    assert browser_of(area.amina).get(f"/concerns/{returned.gone.pk}").status_code == 404
    assert browser_of(area.carys).get("/inbox").status_code == 200
    assert Entry.objects.filter(kind="keys.destroyed-again").count() == 1
    shown = Entry.objects.filter(kind="list.shown").count()  # by looking at the lists above
    assert Entry.objects.count() == entries + 1 + shown
    assert FactsDestroyed.objects.count() == facts
    assert destroy_again(at=NOW) == 0
    assert "2 keys destroyed, the last on 24 November 2026" in run("status").output


def test_beside_the_list_nobody_is_found_whose_record_was_disposed_of(
    area: SimpleNamespace, database: str, tmp_path: Path
) -> None:
    gone, other = keep(area.amina, name="Ottoline Kanarienvogel"), keep(area.amina)
    way_of(gone, area.amina)
    with reading(area.amina):
        people.say_of_records(gone, other, is_same=True, because="She", by=area.amina, at=NOW)
    at = raised(area.amina)
    with reading(area.amina):
        part = at.people[0].id
        people.link_to(gone, found=at, part=part, because="She", by=area.amina, at=NOW)
    file = dumped(database, tmp_path / "before.sql")
    with reading(area.amina):
        link = Link.objects.get(part=part)
        people.undo(link.pk, because="Another", by=area.amina, at=NOW)
    disposed(area, gone.id)

    def tells() -> tuple[int, int, int]:
        with reading(area.amina):
            tokens = Token.objects.filter(person=gone.id).count()
            links = Link.objects.filter(undone_at=None).count()
            return tokens, len(numbers_kept([NUMBER], team=area.amina.team_id)), links

    assert tells() == (0, 0, 0)
    with restored(file, instead_of=database):
        assert found(area.amina, "Ottoline Kanarienvogel", "1987-03-14")  # so it would be
        tokens, *rest = tells()
        assert tokens
        assert rest == [1, 2]

        look_at_keys()

        assert found(area.amina, "Ottoline Kanarienvogel", "1987-03-14") == []
        assert tells() == (0, 0, 0)
        with pytest.raises(NotEntitled):
            opens(gone.row.record, who=area.amina)
        assert browser_of(area.amina).get(f"/people/{gone.id}").status_code == 404
        assert browser_of(area.amina).get(f"/people/{other.id}").status_code == 200
        assert found(area.amina, "Zofia Nowak", "1987-03-14") == ["Zofia Nowak"]
        with reading(
            area.amina
        ):  # whose link to somebody was taken back before it went keeps nobody off them
            people.link_to(other, found=at, part=part, because="She", by=area.amina, at=NOW)


def test_a_line_that_somebody_else_wrote_or_that_was_cut_destroys_nothing(
    area: SimpleNamespace,
) -> None:
    record = raised(area.amina).concern.record
    destroyed_file.add([Line(uuid4(), uuid4(), None, NOW)])
    whole = destroyed_file.path().read_text()
    forged = whole.replace(whole.split(" ")[0], str(record))
    destroyed_file.path().write_text(f"{whole}{forged}{whole[:70]}")
    other = Line(uuid4(), uuid4(), area.amina.team_id, NOW)

    destroyed_file.add([other])  # after the half line of a power cut

    assert len(destroyed_file.read()) == 2
    assert other in destroyed_file.read()
    assert destroy_again(at=NOW) == 2
    assert opens(record, who=area.amina)


def test_the_command_for_keys_destroys_again_and_says_how_many(area: SimpleNamespace) -> None:
    found = raised(area.amina).concern
    destroyed_file.add([Line(found.record, found.pk, None, NOW)])

    said, again = run("status").output, run("status").output

    assert "what was disposed of since: keys destroyed again: 1." in said
    assert "destroyed again" not in again
    with pytest.raises(NotEntitled):
        opens(found.record, who=area.amina)


def test_what_only_the_database_knows_is_listed_after_a_power_cut(area: SimpleNamespace) -> None:
    disposed(area)
    [line] = destroyed_file.read()
    destroyed_file.path().unlink()

    assert destroy_again(at=NOW) == 0

    assert destroyed_file.read() == [line]
    assert Destroyed.objects.count() == 1
