"""The small language in which rules say when they apply, compiled to functions.

A clause is a claim, or a list of claims of which one is enough; a rule's clauses must all hold.
A claim is `PATH`, `PATH is CODE`, `PATH in CODE @CLASS ...` or `PATH under NUMBER`, where PATH is a
fact, a relation or a term of the lawbook, each possibly after `not`. After `stated`, a claim holds
only where somebody has said so, and nothing is presumed of a fact; unanswered then counts as no.
`unanswered PATH` holds while nobody has said anything. Nothing else can be said.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

from dimmer.core.law import columns as sheets
from dimmer.core.law.columns import YES
from dimmer.core.law.paths import PATHS, Path
from dimmer.core.law.schema import Kind
from dimmer.core.law.sheet import Answering
from dimmer.core.law.view import Scope, View

Evaluate = Callable[[View], int]
Clause = str | Sequence[str]


class BadClause(ValueError):
    """A clause of a rule says something that the language does not have."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """The value that a claim turns on and nothing else, and what each value answers."""

    path: Path
    answer: Callable[[Any], int]


class Meaning(NamedTuple):
    """What a claim asks, its terms and classes taken apart: claims of the same meaning answer alike.

    Args:
        of: a digest.
        turns: the days on which its answer may turn, whatever the facts.
    """

    of: bytes
    turns: frozenset[date] = frozenset()


def meaning_of(*says: object, parts: Sequence[Meaning] = ()) -> Meaning:
    """The meaning of what is said of the parts; their order does not count."""
    found = blake2b(repr(says).encode(), digest_size=16)
    for part in sorted({part.of for part in parts}):
        found.update(part)
    return Meaning(found.digest(), frozenset(day for part in parts for day in part.turns))


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A clause ready to be asked.

    Args:
        ask: answers 0 for no, 1 for unknown, 2 for yes.
        scope: what the answer depends on beside the matter as a whole.
        facts: the keys of the facts that it looks at.
        says: the clause as it was written.
        columns: answers for all places of a sheet at once, as `ask` does from each of them.
        meaning: by which it is compared with claims of other editions.
        leaf: what a claim turns on that is about one value.
        number: under which its answer is remembered, where it is.
    """

    ask: Evaluate
    scope: Scope
    facts: frozenset[str]
    says: str
    columns: Answering
    meaning: Meaning
    leaf: Leaf | None = None
    number: int | None = None


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

    columns = sheets.in_all([part.columns for part in parts])
    return _joined(asks[0] if len(asks) == 1 else ask, columns, parts, says, "all")


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

    columns = sheets.in_any([part.columns for part in parts])
    return _joined(asks[0] if len(asks) == 1 else ask, columns, parts, says, "any")


def opposite(part: Compiled) -> Compiled:
    """The opposite of a claim."""
    inner, says = part.ask, f"not {part.says}"
    meaning = meaning_of("not", parts=[part.meaning])
    if part.leaf is not None:
        answer = part.leaf.answer
        return asked_of(part.leaf.path, lambda value: 2 - answer(value), says, meaning)
    return Compiled(
        lambda view: 2 - inner(view),
        part.scope,
        part.facts,
        says,
        sheets.not_in(part.columns),
        meaning,
    )


def stated(part: Compiled, says: str) -> Compiled:
    """A claim that holds only where somebody has said so."""
    inner = part.ask
    meaning = meaning_of("stated", parts=[part.meaning])
    if part.leaf is not None:
        answer = part.leaf.answer
        return asked_of(
            part.leaf.path, lambda value: 2 if answer(value) == YES else 0, says, meaning
        )
    return Compiled(
        lambda view: 2 if inner(view) == YES else 0,
        part.scope,
        part.facts,
        says,
        sheets.only_stated(part.columns),
        meaning,
    )


def _joined(
    ask: Evaluate, columns: Answering, parts: Sequence[Compiled], says: str, how: str
) -> Compiled:
    scope = Scope.CASE
    facts: frozenset[str] = frozenset()
    for part in parts:
        scope |= part.scope
        facts |= part.facts
    meanings = [part.meaning for part in parts]
    meaning = meanings[0] if len(parts) == 1 else meaning_of(how, parts=meanings)
    return Compiled(ask, scope, facts, says, columns, meaning)


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

    columns = sheets.once(part.columns, number)
    return Compiled(ask, scope, part.facts, part.says, columns, part.meaning, number=number)


def some(part: Compiled, over: Scope) -> Compiled:
    """Whether a claim holds of some person, item or recipient of the matter.

    Raises:
        BadClause: the claim is about some item, yet turns on the one category that is looked at.
    """
    if over is Scope.ITEM and part.scope & Scope.CATEGORY:
        raise BadClause(f"{part.says!r}: of some item, ask `item.categories`, not `category`")
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
    return Compiled(
        ask,
        rest,
        part.facts,
        f"some {over.name}: {part.says}",
        sheets.in_some(part.columns, rest),
        meaning_of("some", over.value, parts=[part.meaning]),
    )


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
        return stated(_claim(" ".join(words[1:]), replace(language, presumed={})), claim)
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
    meaning = meaning_of("unanswered", words[1])
    return asked_of(PATHS[words[1]], lambda value: 2 if value is None else 0, claim, meaning)


def asked_of(path: Path, answer: Callable[[Any], int], says: str, meaning: Meaning) -> Compiled:
    """A claim that turns on the value of one fact or relation."""
    look = path.look
    return Compiled(
        lambda view: answer(look(view)),
        path.scope,
        frozenset(path.facts),
        says,
        sheets.by_value(path, answer),
        meaning,
        Leaf(path, answer),
    )


def _about_a_fact(claim: str, words: list[str], language: Language) -> Compiled:
    path = PATHS[words[0]]
    presumed = language.presumed.get(path.facts[0]) if path.facts else None
    match path.kind, words[1:]:
        case Kind.TRUTH, []:
            unanswered = 1 if presumed is None else (2 if presumed else 0)
            return asked_of(
                path,
                lambda value: unanswered if value is None else (2 if value else 0),
                claim,
                meaning_of(words[0], unanswered),
            )
        case Kind.NUMBER, ["under", number] if number.isdecimal():
            limit = int(number)
            return asked_of(
                path,
                lambda value: 1 if not isinstance(value, int) else (2 if value < limit else 0),
                claim,
                meaning_of(words[0], "under", limit),
            )
        case ((Kind.CODE | Kind.CODES), [("is" | "in") as how, *names]) if names:
            if how == "is" and len(names) > 1:
                raise BadClause(f"{claim!r}: `is` takes one code, `in` takes several")
            wanted = _codes(claim, names, path.allowed, language)
            default = presumed if isinstance(presumed, str) else None
            meaning = meaning_of(words[0], sorted(wanted), default)
            return asked_of(path, _code_in(wanted, default), claim, meaning)
        case _:
            raise BadClause(f"{claim!r} cannot be said of a {path.kind.value}")


def _code_in(wanted: frozenset[str], default: str | None) -> Callable[[object], int]:
    may_be_unknown = "unknown" in wanted

    def answer(value: object) -> int:
        if isinstance(value, tuple):
            return 0 if wanted.isdisjoint(value) else 2
        if value is None:
            value = default
        if value in wanted:
            return 2
        return 1 if value is None or (value == "unknown" and not may_be_unknown) else 0

    return answer


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
