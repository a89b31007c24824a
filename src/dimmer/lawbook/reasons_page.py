"""The reference page of reasons: every reason that is given for a place, and the stories in which it is given."""

from collections.abc import Iterable

from dimmer.core.advice import Advice, Position, PositionRow
from dimmer.lawbook.stories import Story

_HEAD = """\
# Reasons

Why something is open to a recipient, or is not: every reason that the advice gives on [the cases](cases.md), word for
word, and in which of them it gives it, for whom and about whom. A reason that no case gives does not stand here. A
changed row of the lawbook shows here as a reason that moves: read those before committing.
"""
_TITLES = {
    Position.REQUIRED: "It must be shared",
    Position.OPEN: "It may be shared",
    Position.UNCLEAR: "A person finds out first",
    Position.SHUT: "It is not shared",
    Position.BARRED: "The law forbids it",
}


def reasons_page(advised: Iterable[tuple[Story, Advice]]) -> str:
    """The page, in Markdown: by what becomes of it, then by the words of the reason, then by story."""
    given: dict[tuple[Position, str], dict[str, list[PositionRow]]] = {}
    for story, advice in advised:
        for row in advice.positions:
            given.setdefault((row.position, row.why), {}).setdefault(story.id, []).append(row)
    lines = [_HEAD]
    for position, title in _TITLES.items():
        lines += [f"## {title}", ""]
        for of, why in sorted(given, key=lambda each: each[1]):
            if of is position:
                lines += [f"### {why}", ""]
                lines += [f"- {name}: {_places(rows)}" for name, rows in given[of, why].items()]
                lines += [""]
    return "\n".join(lines)


def _places(rows: list[PositionRow]) -> str:
    """Where in a story: the kinds of information of each person, for each recipient."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        kinds.setdefault((row.recipient, row.person), []).append(row.category)
    return "; ".join(
        f"{recipient}, of {person}: {', '.join(categories)}"
        for (recipient, person), categories in kinds.items()
    )
