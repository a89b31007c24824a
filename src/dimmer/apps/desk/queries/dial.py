"""The dial of a concern as a picture: teams by kinds of information, brighter where more is known, turn by turn.

It knows what the concern's own page knows, and nothing of any team that is not there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from uuid import UUID

from dimmer.apps.concerns.queries import ConcernRead, ItemRead
from dimmer.apps.decisions.queries import pieces_of, shown_of
from dimmer.apps.desk.queries.whole import Way
from dimmer.apps.notices.queries import Recalled
from dimmer.core.proportionality import DANGER, INVOLVED, Cell, Dial, Light, Share, Turn, turns
from dimmer.web.words import label, sentence

MOST = 12
"""Steps that are drawn; the table has them all."""
TEAMS = 10
"""Teams side by side in one drawing: so many stand on a page of 320 pixels."""
_LINE, _LINES = 22, 2
_OWN = {INVOLVED: "That we are involved", DANGER: "The danger, what to do"}
_DARK = Cell(Light.DARK, Light.DARK)


@dataclass(frozen=True, slots=True)
class Column:
    """One team, by the number that stands for it in the drawing."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of information: its words, the same on lines for the drawing, and a cell for each team."""

    words: str
    lines: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one turn did for one team: kinds of information in words, with the light before and after."""

    team: Column
    kinds: tuple[tuple[str, Light, Light], ...]
    by: str
    because: str

    @property
    def is_up(self) -> bool:
        """Whether it shows more than before, and nothing less."""
        return all(after > before for _, before, after in self.kinds)

    @property
    def is_down(self) -> bool:
        """Whether it shows less than before, and nothing more."""
        return all(after < before for _, before, after in self.kinds)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Some teams side by side."""

    teams: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """How the dial stands after a turn, and what the turn did."""

    at: datetime
    changes: tuple[Change, ...]
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole history, latest first."""

    steps: tuple[Step, ...] = ()

    def now(self) -> Iterator[tuple[Column, list[tuple[str, Cell]]]]:
        """What each team is shown now, or was before; what it never was shown is not there."""
        for drawing in self.steps[0].drawings if self.steps else ():
            for place, team in enumerate(drawing.teams):
                cells = [(row.words, row.cells[place]) for row in drawing.rows]
                yield team, [(words, cell) for words, cell in cells if cell.ever]


@dataclass(frozen=True, slots=True)
class _Given:
    share: Share
    name: str
    by: str
    because: str


def picture(
    found: ConcernRead, ways: Iterable[Way], *, recalls: Mapping[UUID, Recalled]
) -> Picture:
    """The picture of a concern that the reader has opened, from what its page reads: nothing is read for it.

    Args:
        recalls: what of it was recalled, by what had been shared.
    """
    ways = tuple(ways)
    pieces = pieces_of(found)
    given = sorted(_given(pieces, ways), key=lambda each: (each.share.since, each.share.team))
    names = {each.share.team: each.name for each in given}
    columns = {team: Column(at, name) for at, (team, name) in enumerate(names.items(), 1)}
    known = {kind for piece in pieces for kind in piece.categories}
    kinds = [*_OWN, *sorted(known, key=_words)]
    done = {(each.share.team, each.share.since): (each.by, each.because) for each in given}
    done |= {
        (str(way.proposal.recipient_id), one.row.at): (one.row.by.name, f"Recalled. {one.why}")
        for way in ways
        if way.disclosure and (one := recalls.get(way.disclosure.pk))
    }
    steps = [
        Step(turn.at, _changes(turn, columns, kinds, done), _drawings(turn.dial, columns, kinds))
        for turn in turns(each.share for each in given)
    ]
    return Picture(tuple(reversed(steps)))


def _given(pieces: Sequence[ItemRead], ways: Iterable[Way]) -> Iterator[_Given]:
    """What was shared with each team, and who decided it and why."""
    for way in ways:
        made, decision, to = way.disclosure, way.decision, way.proposal.recipient
        if made is None or decision is None:
            continue
        light = Light(decision.light)
        shown = shown_of(pieces, way.words, light=light)
        kinds = frozenset(kind for piece in shown for kind in piece.categories)
        share = Share(str(to.pk), made.at, light, kinds, until=made.closed_at)
        because = str(way.words.get("because", ""))
        yield _Given(share, f"{to.agency.name}, {to.name}", decision.by.name, because)


def _changes(
    turn: Turn,
    columns: Mapping[str, Column],
    kinds: Sequence[str],
    done: Mapping[tuple[str, datetime], tuple[str, str]],
) -> tuple[Change, ...]:
    """What a turn did, team by team; who did it and why, where something was shared in it, or recalled."""
    found: dict[str, list[tuple[str, Light, Light]]] = {}
    for team, kind, before, after in sorted(turn.changed, key=lambda each: kinds.index(each[1])):
        found.setdefault(team, []).append((_words(kind), before, after))
    changes = []
    for team, column in columns.items():
        if told := found.get(team):
            by, because = done.get((team, turn.at), ("", ""))
            changes.append(Change(column, tuple(told), by, because))
    return tuple(changes)


def _drawings(
    dial: Dial, columns: Mapping[str, Column], kinds: Sequence[str]
) -> tuple[Drawing, ...]:
    """So many teams side by side as there is room for, and the others below."""
    teams = list(columns)
    return tuple(
        Drawing(
            tuple(columns[team] for team in some), tuple(_row(kind, some, dial) for kind in kinds)
        )
        for at in range(0, len(teams), TEAMS)
        if (some := teams[at : at + TEAMS])
    )


def _row(kind: str, teams: Sequence[str], dial: Dial) -> Row:
    words = _words(kind)
    lines = tuple(wrap(words, _LINE, max_lines=_LINES, placeholder=" …"))
    return Row(words, lines, tuple(dial.get((team, kind), _DARK) for team in teams))


def _words(kind: str) -> str:
    return _OWN.get(kind) or sentence(label(kind, "categories"))
