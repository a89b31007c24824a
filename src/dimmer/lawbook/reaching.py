"""Through which accounts what others hold could come to the alleged abuser, from the lawbook's rows."""

from collections.abc import Mapping

from dimmer.core.law import codes
from dimmer.core.law.rule import Confidence
from dimmer.core.law.table import BadLawbook, Table
from dimmer.core.reach import Account, Feed, Reach


def parse_reach(file: Table, classes: Mapping[str, frozenset[str]]) -> Reach:
    """Make the table.

    Raises:
        BadLawbook: a key, code, class or account is unknown, or an account is there twice, or nothing feeds it.
    """
    checked = file.table("checked")
    by = checked.text("by")
    checked.day("on")
    checked.close()
    held = _members(file, "held", codes.CATEGORIES, {})
    accounts = tuple(_account(row) for row in file.tables("account"))
    feeds = tuple(_feed(row, classes) for row in file.tables("feed"))
    file.close()
    names = [account.code for account in accounts]
    if len({*names}) < len(names) or {*names} != {feed.account for feed in feeds}:
        raise BadLawbook(f"{file.where}: an account is there twice, is fed by nothing, or is none")
    return Reach(accounts, feeds, held, by)


def _account(row: Table) -> Account:
    found = Account(
        row.text("code"), row.text("words"), row.truth("asked", default=True), row.text("hint", "")
    )
    row.close()
    return found


def _feed(row: Table, classes: Mapping[str, frozenset[str]]) -> Feed:
    found = Feed(
        account=row.text("account"),
        recipients=_members(row, "recipients", codes.RECIPIENT_KINDS, classes),
        how=row.text("how"),
        held_by=row.text("held_by"),
        todo=row.text("do"),
        citation=row.text("citation"),
        url=row.text("url"),
        confidence=row.choice("confidence", Confidence),
        reaches=row.truth("reaches", default=True),
    )
    row.close()
    return found


def _members(
    row: Table, key: str, allowed: tuple[str, ...], classes: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    found: set[str] = set()
    for member in row.texts(key):
        found |= classes.get(member[1:], frozenset()) if member.startswith("@") else {member}
    if not found or (strange := sorted(found - set(allowed))):
        raise BadLawbook(
            f"{row.where}: {' '.join(strange) if found else 'nothing'} cannot stand in {key}"
        )
    return frozenset(found)
