"""The small language in which rules say when they apply, compiled to functions.

A clause is a claim, or a list of claims of which one is enough; a rule's clauses must all hold.
A claim is `PATH`, `PATH is CODE`, `PATH in CODE @CLASS ...` or `PATH under NUMBER`, where PATH is a
fact, a relation or a term of the lawbook, each possibly after `not`. After `stated`, a claim holds
only where somebody has said so, and nothing is presumed of a fact; unanswered then counts as no.
`unanswered PATH` holds while nobody has said anything. Nothing else can be said.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from dimmer.core.law.paths import PATHS
from dimmer.core.law.schema import Kind
from dimmer.core.law.view import Scope, View

Evaluate = Callable[[View], int]
Clause = str | Sequence[str]


class BadClause(ValueError):
    """A clause of a rule says something that the language does not have."""


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A clause ready to be asked.

    Args:
        ask: answers 0 for no, 1 for unknown, 2 for yes.
        scope: what the answer depends on beside the matter as a whole.
        facts: the keys of the facts that it looks at.
        says: the clause as it was written.
    """

    ask: Evaluate
    scope: Scope
    facts: frozenset[str]
    says: str


@dataclass(frozen=True, slots=True)
class Language:
    """What clauses may name.

    Args:
        classes: sets of codes by name, without the `@`.
        terms: claims with a name, compiled already.
        presumed: how an unanswered fact counts, where law or guidance presumes an answer.
    """

    classes: Mapping[str, frozenset[str]]
    terms: Mapping[str, Compiled]
    presumed: Mapping[str, object]


def all_of(parts: Sequence[Compiled], says: str) -> Compiled:
    """All of them: the least of their answers; yes where there are none."""
    asks = tuple(part.ask for part in parts)

    def ask(view: View) -> int:
        least = 2
        for one in asks:
            found = one(view)
            if found == 0:
                return 0
            if found < least:  # noqa: PLR1730 - asked millions of times, and `min` is a call
                least = found
        return least

    return _joined(asks[0] if len(asks) == 1 else ask, parts, says)


def any_of(parts: Sequence[Compiled], says: str) -> Compiled:
    """Any of them: the greatest of their answers; no where there are none."""
    asks = tuple(part.ask for part in parts)

    def ask(view: View) -> int:
        greatest = 0
        for one in asks:
            found = one(view)
            if found == 2:  # noqa: PLR2004 - yes
                return 2
            if found > greatest:  # noqa: PLR1730 - as above
                greatest = found
        return greatest

    return _joined(asks[0] if len(asks) == 1 else ask, parts, says)


def opposite(part: Compiled) -> Compiled:
    """The opposite of a claim."""
    inner = part.ask
    return Compiled(lambda view: 2 - inner(view), part.scope, part.facts, f"not {part.says}")


def _joined(ask: Evaluate, parts: Sequence[Compiled], says: str) -> Compiled:
    scope = Scope.CASE
    facts: frozenset[str] = frozenset()
    for part in parts:
        scope |= part.scope
        facts |= part.facts
    return Compiled(ask, scope, facts, says)


def remembered(part: Compiled, number: int) -> Compiled:
    """Answer once for each place that the claim depends on, under a number of its own."""
    inner, scope = part.ask, part.scope
    by_recipient = bool(scope & Scope.RECIPIENT)
    by_person = bool(scope & Scope.PERSON)
    by_item = bool(scope & Scope.ITEM)
    by_category = bool(scope & Scope.CATEGORY)

    def ask(view: View) -> int:
        key = number
        if by_recipient:
            key += view.r_key
        if by_person:
            key += view.p_key
        if by_item:
            key += view.i_key
        if by_category:
            key += view.c_key
        found = view.memo.get(key)
        if found is None:
            found = view.memo[key] = inner(view)
        return found

    return Compiled(ask, scope, part.facts, part.says)


def some(part: Compiled, over: Scope) -> Compiled:
    """Whether a claim holds of some person, item or recipient of the matter."""
    inner = part.ask

    def ask(view: View) -> int:
        kept = (view.r, view.p, view.i, view.category)
        greatest = 0
        for place in _places(view, over):
            place()
            greatest = max(greatest, inner(view))
            if greatest == 2:  # noqa: PLR2004 - yes
                break
        view.at_recipient(kept[0])
        view.at_person(kept[1])
        view.at_item(kept[2])
        view.at_category(kept[3])
        return greatest

    rest = part.scope & ~over
    if over is Scope.ITEM:
        rest &= ~Scope.CATEGORY
    return Compiled(ask, rest, part.facts, f"some {over.name}: {part.says}")


def _places(view: View, over: Scope) -> list[Callable[[], None]]:
    match over:
        case Scope.PERSON:
            return [lambda p=p: view.at_person(p) for p in range(len(view.facts.people))]  # type: ignore[misc]
        case Scope.RECIPIENT:
            return [
                lambda r=r: view.at_recipient(r)  # type: ignore[misc]
                for r in range(len(view.facts.recipients))
            ]
        case _:
            return [lambda i=i: view.at_item(i) for i in range(len(view.facts.items))]  # type: ignore[misc]


def compile_clauses(clauses: Sequence[Clause], language: Language) -> Compiled:
    """Compile clauses that must all hold.

    Raises:
        BadClause: a clause names an unknown fact, code, class or term, or is not in the language.
    """
    parts = [compile_clause(clause, language) for clause in clauses]
    return all_of(parts, " and ".join(part.says for part in parts))


def compile_clause(clause: Clause, language: Language) -> Compiled:
    """Compile one clause: a claim, or a list of claims of which one is enough."""
    if isinstance(clause, str):
        return _claim(clause, language)
    if not clause:
        raise BadClause("an empty list of alternatives never holds")
    parts = [_claim(one, language) for one in clause]
    return any_of(parts, "(" + " or ".join(part.says for part in parts) + ")")


def _claim(claim: str, language: Language) -> Compiled:
    words = claim.split()
    if words[:1] == ["not"]:
        return opposite(_claim(" ".join(words[1:]), language))
    if words[:1] == ["stated"]:
        inner = _claim(" ".join(words[1:]), replace(language, presumed={}))
        return Compiled(
            lambda view: 2 if inner.ask(view) == 2 else 0,  # noqa: PLR2004 - yes
            inner.scope,
            inner.facts,
            claim,
        )
    if words[:1] == ["unanswered"]:
        return _unanswered(claim, words)
    if not words:
        raise BadClause("an empty claim")
    if len(words) == 1 and words[0] in language.terms:
        return language.terms[words[0]]
    if words[0] not in PATHS:
        raise BadClause(f"{words[0]!r} is no fact, relation or term")
    return _about_a_fact(claim, words, language)


def _unanswered(claim: str, words: list[str]) -> Compiled:
    if len(words) != 2 or words[1] not in PATHS:  # noqa: PLR2004 - the word and the fact
        raise BadClause(f"{claim!r}: `unanswered` takes one fact")
    path = PATHS[words[1]]
    look = path.look
    return Compiled(
        lambda view: 2 if look(view) is None else 0,
        path.scope,
        frozenset(path.facts),
        claim,
    )


def _about_a_fact(claim: str, words: list[str], language: Language) -> Compiled:
    path = PATHS[words[0]]
    look = path.look
    facts = frozenset(path.facts)
    presumed = language.presumed.get(path.facts[0]) if path.facts else None
    match path.kind, words[1:]:
        case Kind.TRUTH, []:
            unanswered = 1 if presumed is None else (2 if presumed else 0)

            def truth(view: View) -> int:
                value = look(view)
                return unanswered if value is None else (2 if value else 0)

            return Compiled(truth, path.scope, facts, claim)
        case Kind.NUMBER, ["under", number] if number.isdecimal():
            limit = int(number)

            def under(view: View) -> int:
                value = look(view)
                return 1 if not isinstance(value, int) else (2 if value < limit else 0)

            return Compiled(under, path.scope, facts, claim)
        case ((Kind.CODE | Kind.CODES), [("is" | "in") as how, *names]) if names:
            if how == "is" and len(names) > 1:
                raise BadClause(f"{claim!r}: `is` takes one code, `in` takes several")
            wanted = _codes(claim, names, path.allowed, language)
            default = presumed if isinstance(presumed, str) else None
            return Compiled(
                _code_in(look, wanted, default, unknown="unknown" in wanted),
                path.scope,
                facts,
                claim,
            )
        case _:
            raise BadClause(f"{claim!r} cannot be said of a {path.kind.value}")


def _code_in(
    look: Callable[[View], object], wanted: frozenset[str], default: str | None, *, unknown: bool
) -> Evaluate:
    def ask(view: View) -> int:
        value = look(view)
        if isinstance(value, tuple):
            return 0 if wanted.isdisjoint(value) else 2
        if value is None:
            value = default
        if value in wanted:
            return 2
        return 1 if value is None or (value == "unknown" and not unknown) else 0

    return ask


def _codes(
    claim: str, names: list[str], allowed: tuple[str, ...], language: Language
) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        if name.startswith("@"):
            if name[1:] not in language.classes:
                raise BadClause(f"{claim!r}: there is no class {name}")
            found |= language.classes[name[1:]]
        else:
            found.add(name)
    if strange := sorted(found - set(allowed)):
        raise BadClause(f"{claim!r}: {' '.join(strange)} cannot be a value here")
    return frozenset(found)
