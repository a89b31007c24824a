"""Read the lawbook's files into the core's own types, once per process."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from dimmer.core.advice.lawbook import ASKED, Edition, Lawbook
from dimmer.core.guard import Rules
from dimmer.core.law import codes
from dimmer.core.law.expression import (
    Compiled,
    Language,
    all_of,
    any_of,
    compile_clause,
    opposite,
)
from dimmer.core.law.findings import findings
from dimmer.core.law.parse import (
    Numbers,
    parse_classes,
    parse_duties,
    parse_rules,
    parse_terms,
)
from dimmer.core.law.rule import Gate, Rule
from dimmer.core.law.table import BadLawbook, Table
from dimmer.core.law.vocabulary import Question, parse_questions, parse_vocabulary
from dimmer.core.proportionality.parse import parse_ceilings
from dimmer.core.reach import Reach
from dimmer.lawbook.files import RULES, Tables, digest_of, tables, tables_of, text
from dimmer.lawbook.flowchart import Flowchart, parse_flowchart
from dimmer.lawbook.guarding import parse_guard
from dimmer.lawbook.history import History, parse_history
from dimmer.lawbook.linked import Linked, parse_linked
from dimmer.lawbook.overlays import Overlay, parse_overlays
from dimmer.lawbook.reaching import parse_reach
from dimmer.lawbook.references import parse_references
from dimmer.lawbook.retention import Scheduled, parse_retention

_CARRIED = "carried-without-leave"
"""The term of the conclusions from which on they turn on the conditions found."""
_REFERENCES = "references.toml"
_AGREED, _NOT_AGREED = "consent-honest", "not consent-honest"


@cache
def book() -> Lawbook:
    """The lawbook of this edition.

    Raises:
        BadLawbook: a file says something that it may not.
    """
    return build(tables(), digest=digest_of(text()))


def book_of(edition: bytes) -> Lawbook:
    """The lawbook of an edition that is not installed: an older one that was kept, or one that is proposed.

    Raises:
        BadLawbook: it says something that it may not, or that this version of Dimmer does not know.
    """
    try:
        return build(tables_of(edition), digest=digest_of(edition))
    except BadLawbook:
        raise
    except KeyError as error:
        raise BadLawbook(f"there is no {error}") from None
    except ValueError as error:
        raise BadLawbook(str(error)) from None


def book_in(folder: Path) -> Lawbook:
    """The lawbook whose files stand in a folder, as they stand in this package.

    Raises:
        BadLawbook: see `book_of`.
    """
    return book_of(text(folder))


def build(files: Tables, *, digest: str) -> Lawbook:
    """The lawbook that these files make.

    Raises:
        BadLawbook: a file says something that it may not.
    """
    numbers = Numbers()
    questions = parse_questions(_table("questions.toml", files))
    presumed = _presumed(questions)
    classes = parse_classes(_table("classes.toml", files).tables("class"))
    terms = _table("terms.toml", files).tables("term")
    plain = parse_terms(terms, classes, presumed, {}, numbers)
    powers = list(_rules(files, plain, numbers, powers=True))
    concluding = list(_table("conclusions.toml", files).tables("term"))
    last = next(
        (at for at, row in enumerate(concluding) if row.values.get("name") == _CARRIED),
        len(concluding),
    )
    given = {**plain.terms, **_found_powers(powers, numbers)}
    concluded = parse_terms(concluding[:last], classes, presumed, given, numbers)
    given = {**concluded.terms, **_found_conditions(files, concluded, numbers)}
    concluded = parse_terms(concluding[last:], classes, presumed, given, numbers)
    rules = [*powers, *_rules(files, concluded, numbers, powers=False)]
    consequences = parse_terms(
        _table("consequences.toml", files).tables("term"),
        classes,
        presumed,
        {**concluded.terms, **findings()},
        numbers,
    )
    _check_names(rules, concluded)
    # Editions from before there were references have none.
    read = parse_references(_table(_REFERENCES, files)) if _REFERENCES in files else ((), ())
    return Lawbook(
        edition=Edition(max(rule.authority.checked_on for rule in rules), digest),
        rules=tuple(rules),
        duties=tuple(parse_duties(_table("duties.toml", files), consequences, numbers)),
        terms=concluded.terms,
        consequences=consequences.terms,
        ceilings=parse_ceilings(_table("light.toml", files), classes),
        vocabulary=parse_vocabulary(_table("vocabulary.toml", files)),
        questions=questions,
        references=read[0],
        left_out=read[1],
    )


@cache
def retention() -> tuple[Scheduled, ...]:
    """How long records are kept: statutes and what is common, beside which an agency's own schedule governs."""
    return parse_retention(_table("retention.toml", tables()))


@cache
def guard() -> Rules:
    """What the leak guard looks for in the words of a pack, and what to do with each kind."""
    return parse_guard(_table("guard.toml", tables()))


@cache
def reach() -> Reach:
    """Through which accounts what others hold could come to the alleged abuser."""
    classes = parse_classes(_table("classes.toml", tables()).tables("class"))
    return parse_reach(_table("reach.toml", tables()), classes)


@cache
def history() -> History:
    """When a fact is old, and what can be said of what came of it."""
    return parse_history(_table("history.toml", tables()))


@cache
def _overlays() -> tuple[Overlay, ...]:
    return parse_overlays(_table("overlays.toml", tables()))


def guidance(nation: str, date: date, *, about_children: bool) -> tuple[Overlay, ...]:
    """The guidance of the day, to be shown beside the law and never mistaken for it."""
    return tuple(
        overlay
        for overlay in _overlays()
        if overlay.used == "advice"
        and overlay.is_for(nation=nation, day=date, about_children=about_children)
    )


def overlay(name: str) -> Overlay:
    """One piece of guidance by its name, in its first edition.

    Raises:
        KeyError: there is none.
    """
    return {each.name: each for each in reversed(_overlays())}[name]


def statement(date: date) -> Overlay:
    """What is said to people before they tell anything: the edition of the day, or else the first."""
    editions = [overlay for overlay in _overlays() if overlay.used == "intake"]
    return next((overlay for overlay in editions if overlay.holds_on(date)), editions[0])


@cache
def flowchart() -> Flowchart:
    """The flowchart of the guidance of 2018. Its claims may use every term of the lawbook's conclusions.

    Raises:
        BadLawbook: the file says something that it may not.
    """
    files = tables()
    classes = parse_classes(_table("classes.toml", files).tables("class"))
    language = Language(classes, book().terms, _presumed(book().questions))
    return parse_flowchart(_table("flowchart.toml", files), language)


@cache
def linked() -> Linked:
    """How the lawbook's codes are said in the Data Privacy Vocabulary, and which terms are ours.

    Raises:
        BadLawbook: the file leaves a code out, or uses a term that it does not list.
    """
    return parse_linked(_table("dpv.toml", tables()), book())


def _presumed(questions: Mapping[str, Question]) -> dict[str, object]:
    return {
        fact: question.presumed
        for fact, question in questions.items()
        if question.presumed is not None
    }


def _table(name: str, files: Tables) -> Table:
    return Table(name, files[name])


def _rules(files: Tables, language: Language, numbers: Numbers, *, powers: bool) -> Iterator[Rule]:
    """The rules of one side: those of gate "power", or all the others, which may turn on them."""
    for file in _rule_files(files):
        yield from parse_rules(file, language, numbers, powers=powers)


def _rule_files(files: Tables) -> Iterator[Table]:
    for name, values in files.items():
        if name.partition("/")[0] in RULES:
            yield Table(name, values)


def _found_powers(powers: list[Rule], numbers: Numbers) -> dict[str, Compiled]:
    """The claims that rest on which powers and duties were found."""
    sides = {
        "law.duty": [rule for rule in powers if rule.duty and not rule.is_announced],
        "law.announced_duty": [rule for rule in powers if rule.duty and rule.is_announced],
        "law.power": [rule for rule in powers if not rule.is_announced],
    }
    return {
        name: replace(numbers.remember(any_of([rule.applies for rule in rules], name)), says=name)
        for name, rules in sides.items()
    }


def _found_conditions(files: Tables, language: Language, numbers: Numbers) -> dict[str, Compiled]:
    """The claims that some condition carries it whether or not anybody agreed, or would with its policy document.

    Whether agreement is what carries it turns on this, so the conditions are asked without what they
    themselves ask of agreement.
    """
    ways: dict[str, list[Compiled]] = {"law.condition": [], "law.condition_with_a_document": []}
    for file in _rule_files(files):
        rows = [
            {**row, "needs": [clause for clause in row.get("needs", ()) if clause != _NOT_AGREED]}
            for row in file.values["rule"]
            if row["gate"] == Gate.CONDITION.value and _AGREED not in row.get("needs", ())
        ]
        found = parse_rules(
            Table(file.where, {**file.values, "rule": rows}), language, numbers, powers=False
        )
        ways["law.condition"] += [
            all_of([rule.applies, _documented(rule, language)], rule.name) for rule in found
        ]
        ways["law.condition_with_a_document"] += [rule.applies for rule in found]
    return {
        name: replace(numbers.remember(any_of(each, name)), says=name)
        for name, each in ways.items()
    }


def _documented(rule: Rule, language: Language) -> Compiled:
    """The claim that the policy document that a condition needs is in place."""
    if rule.policy_document is None:
        return all_of((), "always")
    if rule.id not in codes.CONDITIONS:
        raise BadLawbook(
            f"{rule.name}: nobody can say that they have a policy document for {rule.id}"
        )
    documents = ["unanswered holder.policy_documents", f"holder.policy_documents in {rule.id}"]
    in_place = compile_clause(documents, language)
    return any_of([in_place, opposite(rule.policy_document)], f"the document of {rule.id}")


def _check_names(rules: list[Rule], language: Language) -> None:
    names = [rule.name for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadLawbook(f"two rules are called {' '.join(twice)}")
    if missing := sorted(set(ASKED) - set(language.terms)):
        raise BadLawbook(f"no term {' '.join(missing)}")
    for gate in Gate:
        if not any(rule.gate is gate for rule in rules):
            raise BadLawbook(f"no rule has gate {gate.value}")
