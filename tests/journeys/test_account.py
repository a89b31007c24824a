"""Account of an agency in a period: handed, asked for, confirmed by another, made once, and checked by an outsider."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from dimmer.cli.exampleshire.play import token_of
from dimmer.cli.offline.verify import verify

pytestmark = pytest.mark.journey
Clean = Callable[[Page], None]
FARHAN, VICTORIA = "farhan.qureshi@exampleshire.example", "victoria.oyelowo@exampleshire.example"
STORY = "before-the-birth"


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).first.click()


def _confirmed(victoria: Page, clean: Clean) -> None:
    """She opens what waits on her desk, forgets to say anything, and then confirms it."""
    victoria.goto("/")
    victoria.get_by_role("link", name="Somebody outside asks for account").first.click()
    clean(victoria)
    expect(victoria.locator("main")).to_contain_text("All that the agency did")
    expect(victoria.locator("main")).to_contain_text("section 16H")
    press(victoria, "Save")
    clean(victoria)
    expect(victoria.get_by_role("alert")).to_contain_text("Choose whether it may be made")
    victoria.get_by_label("Yes: whoever asked makes it, once").check()
    press(victoria, "Save")
    clean(victoria)
    expect(victoria.locator("main .govuk-tag", has_text="Confirmed").first).to_be_visible()


def _made(farhan: Page, clean: Clean, folder: Path) -> tuple[Path, str]:
    """He opens it again, writes the password down, and is given the file."""
    farhan.goto("/account-of/periods")
    clean(farhan)
    farhan.locator("main").get_by_role("link", name=" to ").first.click()
    clean(farhan)
    expect(farhan.locator("main")).to_contain_text("every act of your agency")
    words = farhan.locator("#id_password").inner_text()
    with farhan.expect_download(timeout=60_000) as given:
        press(farhan, "Make the archive")
    given.value.save_as(folder / "archive.zip")
    farhan.reload()
    clean(farhan)
    expect(farhan.locator("main")).to_contain_text("Made")
    expect(farhan.get_by_role("button", name="Make the archive")).to_have_count(0)
    return folder / "archive.zip", words


def test_two_people_give_account_of_the_agency_and_an_outsider_checks_it(
    people: Any, clean: Clean, home: Path, tmp_path: Path
) -> None:
    victoria = people.browser(VICTORIA, width=320).new_page()
    farhan = people.browser(FARHAN).new_page()

    _confirmed(victoria, clean)
    archive, words = _made(farhan, clean, tmp_path)

    (tmp_path / "words").write_text(words)
    given = [str(archive), "--key", str(home / "ledger.vkey"), "--password-file", str(tmp_path / "words")]  # fmt: skip
    checked = CliRunner().invoke(verify, ["archive", *given])
    assert checked.exit_code == 0, checked.output
    assert "are said to be all that" in checked.output


@pytest.mark.parametrize("width", [1280, 320])
def test_it_is_asked_for_with_what_is_missing_explained(
    people: Any, clean: Clean, width: int
) -> None:
    farhan = people.browser(FARHAN, width=width).new_page()
    farhan.goto("/account-of/periods/ask")
    clean(farhan)
    press(farhan, "Ask for it")
    clean(farhan)
    for words in ("Choose what they ask account of", "Enter the first day of the period"):
        expect(farhan.get_by_role("alert")).to_contain_text(words)


@pytest.mark.parametrize("width", [1280, 320])
def test_what_was_handed_is_taken_back_and_handed_again(
    people: Any, clean: Clean, width: int
) -> None:
    victoria = people.browser(VICTORIA, width=width).new_page()
    farhan = people.browser(FARHAN).new_page()
    page = f"/concerns/{token_of(STORY)}"

    victoria.goto(page)
    victoria.get_by_role("link", name="Hand it to the lead").click()
    clean(victoria)
    press(victoria, "Take it back")
    expect(victoria.locator("h1")).to_contain_text("Concern")
    gone = farhan.goto(page)
    victoria.get_by_role("link", name="Hand it to the lead").click()
    clean(victoria)
    expect(victoria.get_by_role("button", name="Take it back")).to_have_count(0)
    press(victoria, "Hand it to the lead")
    there = farhan.goto(page)

    assert gone is not None
    assert there is not None
    assert (gone.status, there.status) == (404, 200)
