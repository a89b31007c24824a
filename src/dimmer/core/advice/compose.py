"""Put what was found into advice: routes, closed routes, items, duties, citations."""

from dataclasses import replace

from dimmer.core.advice.advise import Conclusion, open_cells
from dimmer.core.advice.answer import Advice, Barred, PositionRow, Route
from dimmer.core.advice.cell import Cell, Position
from dimmer.core.advice.duties import duties_of, readable
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.missing import missing_of
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.law.facts import Facts
from dimmer.core.law.rule import Authority, Confidence, Effect, Gate, Rule

_MOST_OPEN = (
    Position.REQUIRED,
    Position.OPEN,
    Position.UNCLEAR,
    Position.SHUT,
    Position.BARRED,
)
_SAID_NO = frozenset({"refused", "withdrawn", "restricted"})
_SURE = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)


def advise(facts: Facts, lawbook: Lawbook, *, only_asked: bool = False) -> Advice:
    """Advise on facts under a lawbook: pure, and never raises for facts that were parsed.

    Args:
        only_asked: of what is missing, find only what somebody is asked for.
    """
    missing = missing_of(facts, lawbook, only_asked=only_asked)
    return replace(advise_without_missing(facts, lawbook), missing=missing)


def advise_without_missing(facts: Facts, lawbook: Lawbook) -> Advice:
    """Advise, without trying what other answers would change: for replay, and where time counts."""
    return put_into_words(conclude_at_once(facts, lawbook), lawbook)


def put_into_words(conclusion: Conclusion, lawbook: Lawbook) -> Advice:
    """The advice that a conclusion comes to."""
    facts = conclusion.facts
    routes = routes_of(conclusion)
    duties = readable(duties_of(conclusion, lawbook), people=len(facts.people))
    is_asked = any(duty.code == "ask-agreement" for duty in duties) or any(
        cell.effect is Effect.ASKS for cell in conclusion.cells.values()
    )
    said_no = any(person.consent in _SAID_NO for person in facts.people)
    barred, cited = _barred(conclusion, lawbook, routes, beside_a_no=is_asked or said_no)
    for _, cell in open_cells(conclusion):
        for gate in cell.routes:
            cited |= {rule.id: rule.authority for rule in gate}
    for cell in conclusion.cells.values():
        if cell.stop is not None:
            cited[cell.stop.id] = cell.stop.authority
    return Advice(
        outcome=conclusion.outcome,
        routes=routes,
        barred=barred,
        items=tuple(conclusion.items),
        duties=duties,
        missing=(),
        citations=tuple(sorted(cited.items())),
        edition=lawbook.edition,
        on=facts.date,
        nation=facts.nation,
        positions=_positions(conclusion),
    )


def routes_of(conclusion: Conclusion) -> tuple[Route, ...]:
    """The open routes, with the categories for which the same rules are open put together."""
    facts = conclusion.facts
    found: dict[tuple[int, int, tuple[tuple[str, ...], ...], str], dict[str, None]] = {}
    for (r, _, p, category), cell in open_cells(conclusion):
        if not cell.personal:
            continue
        ids = tuple(tuple(dict.fromkeys(rule.id for rule in gate)) for gate in cell.routes)
        found.setdefault((r, p, ids, _confidence(cell)), {})[category] = None
    return tuple(
        Route(
            recipient=facts.recipients[r].name,
            person=facts.people[p].id,
            categories=tuple(categories),
            basis=ids[0],
            condition=ids[1],
            power=ids[2],
            confidentiality=ids[3],
            confidence=confidence,
        )
        for (r, p, ids, confidence), categories in found.items()
    )


def _confidence(cell: Cell) -> str:
    """The confidence of the surest way through each gate, and of those the least."""
    least = max(
        (
            min(_SURE.index(rule.authority.confidence) for rule in gate)
            for gate in cell.routes
            if gate
        ),
        default=0,
    )
    return _SURE[least].value


def _barred(
    conclusion: Conclusion, lawbook: Lawbook, routes: tuple[Route, ...], *, beside_a_no: bool
) -> tuple[tuple[Barred, ...], dict[str, Authority]]:
    opened = {
        identifier
        for row in routes
        for gate in (row.basis, row.condition, row.power, row.confidentiality)
        for identifier in gate
    }
    found: dict[str, str] = {}
    cited: dict[str, Authority] = {}
    for rule, rows in lawbook.closable:
        if rule.id in opened or rule.id in found:
            continue
        # Not where a row of the id carries it, though it is kept back for another reason.
        carrying = [one.applies for one in rows if not _wants_a_document(one, conclusion.facts)]
        why = next(
            (
                one.why
                for one in rule.closed
                if (one.beside_a_no or not beside_a_no)
                and conclusion.asking.holds_somewhere(one.when, without=carrying)
            ),
            "",
        )
        if why:
            found[rule.id] = why
            cited[rule.id] = rule.authority
    for cell in conclusion.cells.values():
        stop = cell.stop
        if stop is not None and stop.gate is Gate.BAR and stop.id not in found:
            found[stop.id] = stop.why
    return tuple(Barred(identifier, why) for identifier, why in found.items()), cited


def _wants_a_document(rule: Rule, facts: Facts) -> bool:
    """Whether the holder has not the policy document that a condition needs of somebody or everybody it tells."""
    documents = facts.holder.policy_documents
    return rule.policy_document is not None and documents is not None and rule.id not in documents


def _positions(conclusion: Conclusion) -> tuple[PositionRow, ...]:
    """For each person, category and recipient, the position of its most open item."""
    facts = conclusion.facts
    best: dict[tuple[int, int, str], Cell] = {}
    for (r, _, p, category), cell in conclusion.cells.items():
        known = best.get((r, p, category))
        if known is None or _MOST_OPEN.index(cell.position) < _MOST_OPEN.index(known.position):
            best[r, p, category] = cell
    return tuple(
        PositionRow(facts.recipients[r].name, facts.people[p].id, category, cell.position, cell.why)
        for (r, p, category), cell in best.items()
    )
