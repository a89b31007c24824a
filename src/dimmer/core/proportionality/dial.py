"""The dial over time: how much each team is shown of each kind of information, after every turn.

A turn for one team never changes what another is shown: `dial_at` reads each team's own shares and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dimmer.core.proportionality.light import Light

INVOLVED, DANGER = "involved", "danger"
"""What every pointer tells, and every headline: beside the kinds of information themselves."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one team was given, and in what light.

    Args:
        kinds: the kinds of information of the pieces that it holds.
        until: since when it opens no more; None while it does.
    """

    team: str
    since: datetime
    light: Light
    kinds: frozenset[str] = frozenset()
    until: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether it opens at a moment; from `until` on it does not."""
        return self.since <= at and (self.until is None or at < self.until)

    def shows(self) -> dict[str, Light]:
        """The light in which it shows each kind."""
        shown = {INVOLVED: min(self.light, Light.POINTER), DANGER: Light.DARK}
        if self.light >= Light.HEADLINE:
            shown |= {DANGER: Light.HEADLINE} | dict.fromkeys(self.kinds, self.light)
        return shown


@dataclass(frozen=True, slots=True)
class Cell:
    """What a team is shown of a kind; and the most that it ever was, as what was read cannot be unread."""

    light: Light
    ever: Light

    @property
    def is_taken_back(self) -> bool:
        """Whether it was shown more before."""
        return self.light < self.ever


DARK = Cell(Light.DARK, Light.DARK)
Dial = dict[tuple[str, str], Cell]
"""By team and kind; what is not there was never shown."""


def dial_at(shares: Iterable[Share], at: datetime) -> Dial:
    """How the dial stands at a moment: of all that a team was given the brightest counts."""
    dial: Dial = {}
    for share in shares:
        if share.since > at:
            continue
        for kind, light in share.shows().items():
            before = dial.get((share.team, kind), DARK)
            now = light if share.is_open(at) else Light.DARK
            dial[share.team, kind] = Cell(max(before.light, now), max(before.ever, light))
    return dial


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of the dial: how it stands since, and the cells that are other than before."""

    at: datetime
    dial: Dial
    changed: tuple[tuple[str, str, Light, Light], ...]
    """(team, kind, before, after), in the order of team and kind."""


def turns(shares: Iterable[Share]) -> tuple[Turn, ...]:
    """Every change of the dial, oldest first; what changes nothing is none."""
    given = tuple(shares)
    moments = sorted({each.since for each in given} | {each.until for each in given if each.until})
    dials: list[tuple[datetime, Dial]] = [(at, dial_at(given, at)) for at in moments]
    before: list[Dial] = [{}, *(dial for _, dial in dials)]
    return tuple(
        Turn(at, dial, changed)
        for (at, dial), earlier in zip(dials, before, strict=False)
        if (changed := _changed(earlier, dial))
    )


def _changed(before: Dial, after: Dial) -> tuple[tuple[str, str, Light, Light], ...]:
    return tuple(
        (team, kind, was.light, now.light)
        for (team, kind), now in sorted(after.items(), key=lambda each: each[0])
        if (was := before.get((team, kind), DARK)).light != now.light
    )
