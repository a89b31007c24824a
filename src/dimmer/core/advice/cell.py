"""Where the law stands on one item, person, category and recipient: the gates, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from dimmer.core.advice.lawbook import NEED_UNSAID, STOP_GATES, Lawbook
from dimmer.core.law.rule import Effect, Gate, Rule
from dimmer.core.law.view import View
from dimmer.core.proportionality import Light, danger_of

NO, UNKNOWN, YES = 0, 1, 2
ROUTE_GATES = (Gate.BASIS, Gate.CONDITION, Gate.POWER, Gate.CONFIDENTIALITY)
LASTING = (Gate.BAR, Gate.HARM)
"""What stops at these gates stops whatever the purpose turns out to be."""
NO_WAY = {
    Gate.BASIS: "data protection law gives no ground to share it on these facts",
    Gate.CONDITION: "this kind of information needs a further ground in law, and none applies here",
    Gate.POWER: "no law was found that lets this holder share it for this purpose",
    Gate.CONFIDENTIALITY: "it was told in confidence, and nothing here is grave enough to break that",
}


NO_ROUTES: tuple[tuple[Rule, ...], ...] = ((), (), (), ())
MUST = "the law says that this must be shared"
MAY = "the law allows it, and nothing shown here speaks against it"
DESPITE = (
    "they said no; the law allows it all the same, because something weighs more here: "
    "somebody's safety, a court, a review or putting right what is wrong"
)
MUST_DESPITE = "they said no; the law says that it must be shared all the same"
_MAY_CHANGE = "An answer that is missing could change this."
UNKNOWN_YET = "it turns on something that is not known yet"
TOO_BRIGHT = "this recipient does not need as much of it for this purpose"
BACK_BY_DEFAULT = "it is kept back by default, and nothing here opens it for this recipient"
UNSAID = "it is kept back by default; nobody has said whether this recipient needs it to keep somebody safe"
RISK_ALONE = "this recipient is told the risk and what to do, and not this itself, for this purpose"


class Position(Enum):
    """Where the law stands on one question."""

    REQUIRED = "required"  # every gate opens, and a duty to share applies
    OPEN = "open"  # every gate opens
    SHUT = "shut"  # some gate has no way through: hold, and offer support
    BARRED = "barred"  # a rule forbids it
    UNCLEAR = "unclear"  # a fact or advice is wanting


@dataclass(frozen=True, slots=True)
class Cell:
    """The finding for one item, person, category and recipient.

    Args:
        personal: whether it identifies anybody; what does not needs no route.
        routes: the rules that open each of the four gates of a route.
        stop: the rule that withholds it, where one does.
        effect: what is to be done instead of sharing, where it is not shared.
        spreads: whether the whole item is withheld for it.
        risk_alone: whether it is open for the headline only: the risk and what to do, not the thing itself.
        unsaid: whether it is dark only because nobody has said that this recipient needs it, which matters.
    """

    position: Position
    personal: bool
    routes: tuple[tuple[Rule, ...], ...]
    stop: Rule | None
    effect: Effect | None
    why: str
    given: Light
    spreads: bool
    risk_alone: bool = False
    unsaid: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it may be shared."""
        return self.position in (Position.OPEN, Position.REQUIRED)

    @property
    def is_over_a_no(self) -> bool:
        """Whether it may be shared though the person said no."""
        return self.why in (DESPITE, MUST_DESPITE)


IMPERSONAL = Cell(
    Position.OPEN,
    personal=False,
    routes=NO_ROUTES,
    stop=None,
    effect=None,
    why="nobody can be identified from it",
    given=Light.FULL,
    spreads=False,
)


@dataclass(frozen=True, slots=True)
class Gates:
    """The rules that can apply to a matter at all, by gate."""

    stops: tuple[Rule, ...]
    routes: tuple[tuple[Rule, ...], ...]


def gates_of(view: View, lawbook: Lawbook) -> Gates:
    """Find the rules whose part about the whole matter does not already fail."""
    live = [rule for rule in lawbook.rules if rule.possible.ask(view) != NO]
    return Gates(
        tuple(rule for gate in STOP_GATES for rule in live if rule.gate is gate),
        tuple(tuple(rule for rule in live if rule.gate is gate) for gate in ROUTE_GATES),
    )


# A rule, and its answer where that is the same for every item; None where it has to be asked.
Known = tuple[Rule, int | None]


@dataclass(frozen=True, slots=True)
class Narrow:
    """The rules that can still apply about one person to one recipient."""

    stops: tuple[Known, ...]
    routes: tuple[tuple[Known, ...], ...]


def narrowed(gates: Gates, view: View) -> Narrow:
    """Leave out the rules that fail for every item about this person to this recipient."""

    def left(rules: tuple[Rule, ...]) -> tuple[Known, ...]:
        return tuple(
            (rule, None if rule.by_content else answer_to(rule, view))
            for rule in rules
            if rule.pertains.ask(view) != NO
        )

    return Narrow(left(gates.stops), tuple(left(rules) for rules in gates.routes))


def answer_to(rule: Rule, view: View) -> int:
    """Whether a rule applies, its policy document in place where it needs one."""
    found = rule.applies.ask(view)
    if found != YES or rule.policy_document is None:
        return found
    documents = view.facts.holder.policy_documents
    if documents is None or rule.id in documents:
        return YES
    return 2 - rule.policy_document.ask(view)


def examine(view: View, gates: Narrow, lawbook: Lawbook) -> Cell:
    """Ask every gate from where the view stands."""
    terms = lawbook.terms
    if terms["personal"].ask(view) == NO:
        return _anonymous(view, gates)
    stop, doubt = _stop(view, gates)
    given = _light(view, lawbook)
    need = lawbook.ceilings.need((view.category,))
    dim = given < need
    # Of what only full light shows, the headline would be the thing itself.
    risk_alone = dim and given is Light.HEADLINE and need is Light.DETAIL
    # Nobody is asked to agree to more than this recipient needs.
    if stop is not None and not (dim and not risk_alone and asks_person(stop)):
        return (
            replace(stopped(stop), spreads=False)
            if risk_alone and asks_person(stop)
            else stopped(stop)
        )
    if dim and not risk_alone:
        return too_dim(need, unsaid=lawbook.claim(NEED_UNSAID).ask(view) == YES)
    cell = _routed(view, gates, lawbook, doubt, given)
    if risk_alone:
        return told_the_risk(cell) if cell.is_open else replace(cell, spreads=False)
    if not cell.is_open and _ceiling(view, lawbook) < lawbook.ceilings.need((view.category,)):
        # Only somebody's leave would have shown it: without a way it stays back, and takes nothing along.
        return replace(cell, spreads=False)
    return cell


def _stop(view: View, gates: Narrow) -> tuple[Rule | None, Rule | None]:
    """The rule that withholds it, and the first of which nobody knows whether it does.

    A rule that would ask the person gives way to one that withholds whatever they say, and one
    that waits for a reason gives way to one that no reason lifts.
    """
    asks: Rule | None = None
    waits: Rule | None = None
    doubt: Rule | None = None
    for rule, known in gates.stops:
        if waits is not None and (rule.gate not in LASTING or rule.effect is not Effect.WITHHOLDS):
            continue
        found = rule.applies.ask(view) if known is None else known
        if found == UNKNOWN:
            doubt = doubt or rule
        elif found == YES and asks_person(rule):
            asks = asks or rule
        elif found == YES and rule.gate is Gate.PURPOSE and rule.effect is Effect.HOLDS:
            waits = rule
        elif found == YES:
            return rule, doubt
    return waits or asks, doubt


def closed(
    position: Position,
    effect: Effect,
    why: str,
    *,
    stop: Rule | None = None,
    spreads: bool = True,
) -> Cell:
    """A finding that is not to share."""
    return Cell(position, True, NO_ROUTES, stop, effect, why, Light.DARK, spreads)


def too_dim(need: Light, *, unsaid: bool) -> Cell:
    """The finding where the recipient is given nothing of it."""
    why = UNSAID if unsaid else BACK_BY_DEFAULT if need is Light.FULL else TOO_BRIGHT
    cell = closed(Position.SHUT, Effect.WITHHOLDS, why, spreads=False)
    return replace(cell, unsaid=unsaid)


def told_the_risk(cell: Cell) -> Cell:
    """An open finding, where the recipient needs the headline alone: the risk goes, and the thing stays back."""
    return replace(cell, why=RISK_ALONE, risk_alone=True)


def asks_person(rule: Rule) -> bool:
    """Whether a rule that withholds would have the person asked, where they need not be told more."""
    return rule.gate is Gate.NEED and rule.effect is Effect.ASKS


def _anonymous(view: View, gates: Narrow) -> Cell:
    """What identifies nobody is no personal data; only a purpose that is none can stop it."""
    for rule, _ in gates.stops:
        if (
            rule.gate is Gate.PURPOSE
            and rule.effect is not Effect.ANONYMISES
            and rule.applies.ask(view) == YES
        ):
            return stopped(rule)
    return IMPERSONAL


def stopped(rule: Rule) -> Cell:
    """The finding where a rule withholds it."""
    position = Position.BARRED if rule.gate is Gate.BAR else Position.SHUT
    if rule.effect is Effect.HOLDS:
        position = Position.UNCLEAR
    return closed(position, rule.effect, rule.why, stop=rule, spreads=rule.spreads)


def _light(view: View, lawbook: Lawbook) -> Light:
    if lawbook.terms["consent.lifts"].ask(view) == YES:
        return Light.FULL
    return _ceiling(view, lawbook)


def _ceiling(view: View, lawbook: Lawbook) -> Light:
    facts = view.facts
    return lawbook.ceilings.ceiling(
        view.category,
        recipient=view.recipient.kind,
        purposes=facts.purpose.kinds,
        danger=danger_of(facts.risk),
        role=view.person.role,
    )


def _routed(view: View, gates: Narrow, lawbook: Lawbook, doubt: Rule | None, given: Light) -> Cell:
    terms = lawbook.terms
    # What is held about the dead is seldom about them alone: what carries it is shown, not asked for.
    shown = view.person.deceased is True
    needed = (
        terms["needs.basis"].ask(view) != NO,
        terms["needs.condition"].ask(view) != NO,
        terms["needs.power"].ask(view) != NO,
        True,
    )
    routes: list[tuple[Rule, ...]] = []
    least, shut = YES, None
    for gate, rules, is_needed in zip(ROUTE_GATES, gates.routes, needed, strict=True):
        asked = is_needed or shown or gate is Gate.POWER
        found, opened = _gate(view, rules) if asked else (YES, ())
        found = found if is_needed else YES
        routes.append(opened)
        if found < least:
            least, shut = found, gate
    if least == YES and doubt is None:
        duty = any(rule.duty and not rule.is_announced for rule in routes[2])
        return Cell(
            Position.REQUIRED if duty else Position.OPEN,
            personal=True,
            routes=tuple(routes),
            stop=None,
            effect=None,
            why=allowed_because(said_no=terms["said-no"].ask(view) == YES, duty=duty),
            given=given,
            spreads=False,
        )
    if least == NO and shut is not None:
        return closed(Position.SHUT, Effect.WITHHOLDS, NO_WAY[shut], stop=doubt)
    return doubtful(doubt)


def allowed_because(*, said_no: bool, duty: bool) -> str:
    """Why it may be shared, in words. A no that is passed over is never passed over in silence."""
    if duty:
        return MUST_DESPITE if said_no else MUST
    return DESPITE if said_no else MAY


def speaks_for(shown: Sequence[Cell]) -> Cell:
    """The finding that says why an item is shared whole: anybody's no comes before all that went smoothly."""
    return next((cell for cell in shown if cell.is_over_a_no), shown[0])


def doubtful(doubt: Rule | None) -> Cell:
    """The finding where a fact or advice is wanting: a rule's, or one that a route turns on."""
    if doubt is None:
        return closed(Position.UNCLEAR, Effect.HOLDS, UNKNOWN_YET)
    effect = Effect.ASKS if doubt.effect is Effect.ASKS else Effect.HOLDS
    why = f"as far as is known: {doubt.why} {_MAY_CHANGE}"
    return closed(Position.UNCLEAR, effect, why, stop=doubt)


def _gate(view: View, rules: Sequence[Known]) -> tuple[int, tuple[Rule, ...]]:
    """How far a gate is open, and by which rules; an announced rule opens none by itself."""
    found = NO
    opened: list[Rule] = []
    fallback: list[Rule] = []
    announced: list[Rule] = []
    for rule, known in rules:
        answer = answer_to(rule, view) if known is None else known
        if answer == YES:
            (announced if rule.is_announced else fallback if rule.fallback else opened).append(rule)
        if answer > found and not rule.is_announced:
            found = answer
    if announced and found == NO:
        found = UNKNOWN
    return found, (*(opened or fallback), *announced)
