"""What the leak guard goes by, from the lawbook's rows."""

from dimmer.core.guard import Advised, Kind, Phrases, Rules
from dimmer.core.law import codes
from dimmer.core.law.rule import Confidence
from dimmer.core.law.table import BadLawbook, Table


def parse_guard(file: Table) -> Rules:
    """Make the guard's rules.

    Raises:
        BadLawbook: a key, kind or category is unknown, a kind is there twice or not at all, or a phrase is empty.
    """
    checked = file.table("checked")
    checked.text("by")
    checked.day("on")
    checked.close()
    kinds = [_kind(row) for row in file.tables("kind")]
    phrases = tuple(_phrases(row) for row in file.tables("words"))
    file.close()
    if len(dict(kinds)) < len(kinds):
        raise BadLawbook(f"{file.where}: a kind is there twice")
    try:
        return Rules(dict(kinds), phrases)
    except ValueError as error:
        raise BadLawbook(f"{file.where}: {error}") from None


def _kind(row: Table) -> tuple[Kind, Advised]:
    found = row.choice("name", Kind), Advised(
        row.text("says"), row.text("why"), row.text("do"), row.truth("stops", default=False), row.text("citation")
    )  # fmt: skip
    row.text("url")
    row.choice("confidence", Confidence)
    row.close()
    return found


def _phrases(row: Table) -> Phrases:
    kind, category, phrases = (
        row.choice("kind", Kind),
        row.text("category", ""),
        row.texts("phrases", None),
    )
    row.close()
    if category and category not in codes.CATEGORIES:
        raise BadLawbook(f"{row.where}: {category}: no such code")
    if not phrases or not all(any(letter.isalpha() for letter in each) for each in phrases):
        raise BadLawbook(f"{row.where}: an empty phrase")
    return Phrases(kind, category, phrases)
