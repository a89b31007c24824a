"""What advice comes to, for all fields of a sheet at once: what two advices are compared by.

The outcome, what becomes of each item, the rules that open each place, and who is owed which duty; no
words. `duties` has the same rules of duties for one advice, with their words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dimmer.core.advice.duties import (
    AGREED,
    INTIMATE,
    PERSONAL,
    SPARED,
    TELLING,
    is_doubtful,
)
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.outcome import Action, Outcome
from dimmer.core.advice.standing import RulePlaces, Standing, stand
from dimmer.core.advice.whole import Whole, whole_of
from dimmer.core.law.findings import PATHS as PATHS_OF_FINDINGS
from dimmer.core.law.layout import Places
from dimmer.core.law.paths import PATHS
from dimmer.core.law.rule import DutyRule, Effect
from dimmer.core.law.sheet import Sheet
from dimmer.core.law.view import Scope
from dimmer.core.proportionality import Light

Owed = dict[tuple[str, str], Places]
_EACH = {"case": Scope.CASE, "person": Scope.PERSON}


@dataclass(frozen=True, slots=True)
class Signs:
    """What advice comes to.

    Args:
        given: the places that identify somebody and are open, in an item that is shared whole or in part.
        routes: the places that each rule opens, by gate and in the order of the lawbook.
        duties: by code, and by `case` or `person`, the places of whom it is owed to.
        lights: for each light above the dark, the items that a recipient is given that much of; where asked for.
    """

    outcomes: dict[Outcome, Places]
    actions: dict[Action, Places]
    given: Places
    routes: RulePlaces
    duties: Owed
    lights: dict[Light, Places]


def signs_of(sheet: Sheet, lawbook: Lawbook, *, with_lights: bool = False) -> Signs:
    """Advise on all fields, without words."""
    found = stand(sheet, lawbook)
    whole = whole_of(found)
    learn(sheet, _findings(found, whole))
    return Signs(
        whole.outcomes,
        whole.actions,
        whole.given & ~found.impersonal,
        [opened for gate in found.routes for opened in gate],
        _owed(found, whole, lawbook),
        _lights(found, whole) if with_lights else {},
    )


def _lights(found: Standing, whole: Whole) -> dict[Light, Places]:
    return {
        light: found.sheet.some(
            (found.bright.get(light, 0) | found.impersonal) & whole.given,
            Scope.RECIPIENT | Scope.ITEM,
        )
        for light in Light
        if light
    }


def learn(sheet: Sheet, findings: Mapping[str, Places]) -> None:
    """Let the rules of duties ask what the advice has found, and where."""
    for name, path in PATHS_OF_FINDINGS.items():
        there = findings.get(name, 0)
        values = {True: there, False: sheet.everywhere ^ there}
        sheet.found[path] = {value: places for value, places in values.items() if places}


def follows(rule: DutyRule, sheet: Sheet) -> Places:
    """The places from which a duty follows; of the cells alone, where it turns on more than its `each`."""
    found, _ = rule.applies.columns(sheet)
    return found & sheet.cells if rule.by_cell else found


def _owed(found: Standing, whole: Whole, lawbook: Lawbook) -> Owed:
    """Who is owed which duty, in the order of `duties_of`."""
    sheet = found.sheet
    owed: Owed = {}

    def owe(code: str, each: str, places: Places) -> None:
        some = sheet.some(places, _EACH[each])
        if some:
            owed[code, each] = owed.get((code, each), 0) | some

    for rule in lawbook.likely_duties.narrow(sheet):
        owe(rule.code, rule.each, follows(rule, sheet))
    for stop, places in (*found.stops, *found.doubted):
        for code in stop.duties:
            owe(code, "person" if code in PERSONAL else "case", places)
    owe("withhold", "person", whole.withheld)
    return _spared(owed)


def _spared(owed: Owed) -> Owed:
    """Nobody is owed both to be told and not to be told; a duty that names nobody spares such duties."""
    spared = {each: owed.get((SPARED, each), 0) for each in _EACH}
    return {
        (code, each): places & ~spared[each] if code in TELLING else places
        for (code, each), places in owed.items()
    }


def _findings(found: Standing, whole: Whole) -> dict[str, Places]:
    """What the rules of duties may ask of the advice, and where: as `duties.findings_of` has it."""
    sheet = found.sheet
    personal = whole.given & ~found.impersonal
    agreed = 0
    for opened in found.routes:
        for rule, places in opened:
            if rule.id in AGREED:
                agreed |= places
    effects = found.effects()
    refused = 0
    for rule, places in (*found.stops, *found.doubted):
        if rule.name == "refusal":
            refused |= places
    intimate = 0
    for category, places in sheet.values(PATHS["category"]).items():
        if category in INTIMATE:
            intimate |= places
    stopped = 0
    for _, places in (*found.stops, *found.doubted):
        stopped |= places
    shares = sheet.some(personal, Scope.CASE)
    return {
        "advice.shares": shares,
        "advice.gives": sheet.some(whole.given, Scope.CASE),
        "advice.asks": sheet.some(effects[Effect.ASKS], Scope.CASE),
        "advice.unclear": sheet.some(whole.speaks & effects[Effect.HOLDS], Scope.CASE),
        "advice.shares_nothing": sheet.everywhere ^ shares,
        "advice.rests_on_doubt": sheet.some(personal & _in_doubt(found), Scope.CASE),
        "advice.shares_about": sheet.some(personal, Scope.PERSON),
        "advice.asks_person": sheet.some(effects[Effect.ASKS], Scope.PERSON),
        "advice.keeps_intimate": sheet.some(
            effects[Effect.WITHHOLDS] & intimate & ~stopped, Scope.PERSON
        ),
        "advice.refused_by": sheet.some(refused, Scope.PERSON),
        "advice.shares_without_consent": sheet.some(personal & ~agreed, Scope.PERSON),
        "advice.shares_with": sheet.some(personal, Scope.RECIPIENT),
    }


def _in_doubt(found: Standing) -> Places:
    """Where nothing surer than a row of low confidence opens some gate."""
    in_doubt = 0
    for opened in found.routes:
        doubtful = sure = 0
        for rule, places in opened:
            if is_doubtful(rule):
                doubtful |= places
            else:
                sure |= places
        in_doubt |= doubtful & ~sure
    return in_doubt
