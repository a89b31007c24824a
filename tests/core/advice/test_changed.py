"""Advising only on what a change of law can touch finds what advising on everything finds."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.advice import Facts, Lawbook, advise_without_missing
from dimmer.core.advice.changed import changed
from dimmer.core.advice.replay import Stored, outline_of, replay_changed
from dimmer.core.law.table import BadLawbook
from dimmer.lawbook.files import RULES, Tables, tables
from dimmer.lawbook.read import build
from matters import all_cases, any_facts
from replayed import told, wholly

sys.path.append(str(Path(__file__).resolve().parents[3] / "scripts"))
from mutants import Mutant, mutants

BOOK = lawbook.book()
TABLES = tables()
MUTANTS = list(mutants(TABLES))
APART = 400
RULE_FILES = [name for name in TABLES if name.partition("/")[0] in RULES]
CASES = list(all_cases())
DAYS = st.none() | st.dates(date(2018, 5, 25), date(2030, 1, 1))


@cache
def advised(at: int) -> Stored:
    return stored(CASES[at], BOOK)


def stored(facts: Facts, book: Lawbook) -> Stored:
    return Stored(facts, outline_of(facts, advise_without_missing(facts, book).as_dict()))


def together(changes: Iterable[Mutant]) -> Tables:
    """All changes at once; of two to one file the later counts."""
    whole = dict(TABLES)
    for each in changes:
        whole |= {name: file for name, file in each.tables.items() if file is not TABLES[name]}
    return whole


@st.composite
def other_tables(draw: st.DrawFn) -> Tables:
    """The lawbook with up to three changes, and perhaps the rows of one file in another order."""
    whole = dict(together(draw(st.lists(st.sampled_from(MUTANTS), max_size=3))))
    if draw(st.booleans()):
        file = draw(st.sampled_from(RULE_FILES))
        whole[file] = {**whole[file], "rule": draw(st.permutations(whole[file]["rule"]))}
    return whole


def built(files: Tables) -> Lawbook:
    try:
        return build(files, digest="another")
    except BadLawbook:
        assume(False)
        raise


@settings(max_examples=40, deadline=None)
@given(st.lists(any_facts, min_size=1, max_size=8), other_tables(), DAYS, st.booleans())
def test_what_no_change_touches_is_advised_as_it_was(
    matters: list[Facts], files: Tables, on: date | None, swapped: bool
) -> None:
    matters += [replace(facts, id="another", title="The same once more") for facts in matters[:2]]
    before, after = BOOK, built(files)
    if swapped:
        before, after = after, before
    held = [stored(facts, before) for facts in matters]

    assert told(replay_changed(held, after, under=before, on=on)) == wholly(held, after, on)


@settings(max_examples=8, deadline=None)
@given(other_tables(), DAYS)
def test_the_stories_come_out_as_when_all_are_advised_on(files: Tables, on: date | None) -> None:
    after = built(files)
    held = [advised(at) for at in range(len(CASES))]

    assert told(replay_changed(held, after, under=BOOK, on=on)) == wholly(held, after, on)


def is_taken(mutant: Mutant) -> bool:
    """Whether the parser takes it; what it refuses is no law to compare with."""
    try:
        return bool(build(mutant.tables, digest="another"))
    except BadLawbook:
        return False


SOME = [
    next(filter(is_taken, MUTANTS[start : start + APART]))
    for start in range(0, len(MUTANTS), APART)
]
"""Of each so many mutants, the first that the parser takes."""


@pytest.mark.parametrize("mutant", SOME, ids=lambda mutant: mutant.id)
def test_a_mutant_changes_the_stories_that_it_changes(mutant: Mutant) -> None:
    after = build(mutant.tables, digest="another")
    held = [advised(at) for at in range(len(CASES))]

    assert told(replay_changed(held, after, under=BOOK)) == wholly(held, after, None)


def test_other_words_change_no_advice() -> None:
    reworded = {**TABLES}
    for file in RULE_FILES:
        rows = [
            {**row, "title": "Other", "summary": "Words", "url": "https://example.org"}
            for row in TABLES[file]["rule"]
        ]
        reworded[file] = {**TABLES[file], "rule": rows}

    assert changed(BOOK, build(reworded, digest="another")).is_nothing


@pytest.mark.parametrize("kind", ["clause", "member"])
def test_what_changes_in_a_term_or_class_reaches_the_rows_that_name_it(kind: str) -> None:
    named, file = {"clause": ("part3", "terms.toml"), "member": ("public", "classes.toml")}[kind]
    mutant = next(
        one
        for one in MUTANTS
        if one.name == named and one.row.startswith(file[:5]) and one.kind == kind
    )
    word = named if kind == "clause" else f"@{named}"
    naming = {
        row["name"]
        for name in RULE_FILES
        for row in TABLES[name]["rule"]
        if row["gate"] != "regime" and word in str(row.get("needs", ())).replace("'", " ").split()
    }

    differing = changed(BOOK, build(mutant.tables, digest="another")).rules

    assert naming
    assert naming <= {row.name for pair in differing for row in pair if row is not None}
