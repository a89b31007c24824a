"""What becomes of each item and of the whole, for all fields of a sheet at once: `advise._item` by columns.

An item for a recipient is a group of places. Its action is written on all of them; the place whose
finding speaks for it is the one bit of the group in `speaks`.
"""

from dataclasses import dataclass

from dimmer.core.advice.outcome import Action, Outcome
from dimmer.core.advice.standing import Standing
from dimmer.core.law.layout import Places
from dimmer.core.law.rule import Effect, Gate
from dimmer.core.law.view import Scope


@dataclass(frozen=True, slots=True)
class Whole:
    """What becomes of the items, and what that comes to.

    Args:
        actions: for each action, the places of the items that it is taken on.
        given: the places that are really given: open, in an item that is shared whole or in part.
        withheld: the places that are not, or of which the risk alone is.
        unsaid: where nothing goes only because nobody has said that the recipient needs it.
        outcomes: for each outcome, all places of the fields that have it.
    """

    actions: dict[Action, Places]
    speaks: Places
    given: Places
    withheld: Places
    unsaid: Places
    outcomes: dict[Outcome, Places]


def whole_of(found: Standing) -> Whole:
    """Read off what becomes of every item and of the whole."""
    sheet = found.sheet
    effects = found.effects()
    weights = _weights(found, effects)
    spreading = sheet.cells & ~(found.open | weights[-1])
    actions = dict.fromkeys(Action, 0)
    speaks = unsaid = 0
    for group in sheet.slots(Scope.RECIPIENT | Scope.ITEM):
        cells = group & sheet.cells
        closed = cells & ~found.open
        hidden = closed | (cells & found.risk_alone)
        if not hidden:
            actions[Action.SHARE] |= cells
            speaks |= sheet.first(cells)
            continue
        hurt = sheet.anywhere(hidden, cells)
        spread = sheet.anywhere(spreading & closed, cells)
        redacted = hurt & sheet.anywhere(found.open, cells) & ~spread
        gone = hurt & ~redacted
        unsaid |= found.unsaid & gone & ~spread
        actions[Action.SHARE] |= cells & ~hurt
        actions[Action.REDACT] |= redacted
        speaks |= sheet.first(cells & ~hurt) | sheet.first(hidden & redacted)
        left, speaker = gone, 0
        for weight in weights:
            if not left:
                break
            heaviest = weight & left
            if heaviest:
                speaker |= sheet.first(heaviest)
                left &= ~sheet.anywhere(heaviest, cells)
        speaks |= speaker
        asking = gone & sheet.anywhere(speaker & effects[Effect.ASKS], cells)
        actions[Action.ASK_AGREEMENT] |= asking
        actions[Action.WITHHOLD] |= gone & ~asking
    given = found.open & (actions[Action.SHARE] | actions[Action.REDACT])
    return Whole(
        actions,
        speaks,
        given,
        (sheet.cells & ~given) | found.risk_alone,
        unsaid,
        _outcomes(found, effects, actions, speaks, unsaid),
    )


def _weights(found: Standing, effects: dict[Effect, Places]) -> tuple[Places, ...]:
    """The closed places by which reason speaks first for an item that is withheld."""
    mild = found.dim | found.aside
    barred = 0
    for rule, places in found.stops:
        if not rule.spreads:
            mild |= places
        elif rule.gate is Gate.BAR and rule.effect is not Effect.HOLDS:
            barred |= places
    heavy = found.sheet.cells & ~(found.open | mild)
    # each is looked at only for items that none before it speaks for
    return barred, effects[Effect.WITHHOLDS] & heavy, effects[Effect.HOLDS] & heavy, heavy, mild


def _outcomes(
    found: Standing,
    effects: dict[Effect, Places],
    actions: dict[Action, Places],
    speaks: Places,
    unsaid: Places,
) -> dict[Outcome, Places]:
    """The table of `outcome_of`, its lines in turn."""
    sheet = found.sheet
    left = sheet.everywhere
    shown = actions[Action.SHARE] | actions[Action.REDACT]
    personal = sheet.cells & ~found.impersonal
    # an item is somebody's where any place in it is
    somebodys = sheet.some(personal, Scope.RECIPIENT | Scope.ITEM) & shown
    shares = sheet.anywhere(somebodys, left)
    limited = sheet.anywhere(sheet.cells & ~actions[Action.SHARE], left)
    lines = (
        (Outcome.SHARE, shares & ~limited),
        (Outcome.SHARE_LIMITED, shares),
        (
            Outcome.ANONYMISED_ONLY,
            sheet.anywhere(shown | (speaks & effects[Effect.ANONYMISES]), left),
        ),
        (
            Outcome.SEEK_ADVICE_FIRST,
            sheet.anywhere(
                (speaks & (effects[Effect.ASKS] | effects[Effect.HOLDS])) | unsaid, left
            ),
        ),
        (Outcome.DO_NOT_SHARE, sheet.everywhere),
    )
    outcomes: dict[Outcome, Places] = {}
    for outcome, places in lines:
        outcomes[outcome] = places & left
        left &= ~places
    return outcomes
