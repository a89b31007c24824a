"""What advice never does and always does, for any facts that are valid."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.advice import Action, Advice, Facts, advise, advise_without_missing
from dimmer.core.advice.anyway import shared_anyway
from dimmer.core.advice.explain import explain
from dimmer.core.advice.missing import missing_of, unanswered_facts
from dimmer.core.advice.otherwise import tries
from dimmer.core.law import schema
from dimmer.core.proportionality import Light
from matters import any_facts, examples

BOOK = lawbook.book()
RANK = {Action.WITHHOLD: 0, Action.ASK_AGREEMENT: 0, Action.REDACT: 1, Action.SHARE: 2}


def shown(advice: Advice) -> dict[tuple[int, str], int]:
    return {(row.item, row.recipient): RANK[row.action] for row in advice.items}


@examples(50)
@given(any_facts)
def test_advice_is_given_for_any_valid_facts_and_is_whole(facts: Facts) -> None:
    advice = advise_without_missing(facts, BOOK)

    json.dumps(advice.as_dict())
    assert {(row.item, row.recipient) for row in advice.items} == {
        (item, recipient.name)
        for item in range(1, len(facts.items) + 1)
        for recipient in facts.recipients
    }
    assert any(duty.code == "record" for duty in advice.duties)
    assert all(row.why for row in advice.barred)
    assert all(row.why for row in advice.items)
    assert {identifier for identifier, _ in advice.citations} >= {row.id for row in advice.barred}


@examples(60)
@given(any_facts)
def test_every_barred_route_says_why_and_is_open_for_nobody(facts: Facts) -> None:
    advice = advise_without_missing(facts, BOOK)

    opened = {
        identifier
        for row in advice.routes
        for identifier in (*row.basis, *row.condition, *row.power, *row.confidentiality)
    }
    assert all(row.why.strip() for row in advice.barred)
    assert not opened & {row.id for row in advice.barred}


@examples(60)
@given(any_facts)
def test_nothing_raises_for_any_valid_facts(facts: Facts) -> None:
    advice = advise(facts, BOOK)

    assert advice.as_dict()["missing"] or not advice.missing
    assert all(finding.facts is not None for finding in explain(facts, BOOK))
    assert shared_anyway(advice, facts, BOOK) <= {
        (row.person, row.recipient) for row in advice.routes
    }


@examples(60)
@given(any_facts, st.data())
def test_what_was_answered_is_not_missing_any_more_and_what_is_missing_was_never_answered(
    facts: Facts, data: st.DataObject
) -> None:
    open_facts = {row.name: row.tries for row in unanswered_facts(facts, BOOK)}
    assume(open_facts)
    name = data.draw(st.sampled_from(sorted(open_facts)))
    answered = data.draw(st.sampled_from(open_facts[name])).applied(facts)

    missing = missing_of(answered, BOOK)

    assert {row.fact for row in missing} <= open_facts.keys() - {name}
    assert all(row.changes for row in missing)


@examples(50)
@given(any_facts)
def test_nobody_is_both_told_and_not_told(facts: Facts) -> None:
    advice = advise_without_missing(facts, BOOK)

    told, spared = (
        {duty.person for duty in advice.duties if duty.code == code}
        for code in ("inform", "do-not-inform")
    )
    assert not told & spared
    assert {person.id for person in facts.people if person.telling_is_unsafe} <= spared


HELD_FROM = date(2018, 5, 25)
"""No law from before this day is held here: the advice is to ask somebody who knows it."""


@examples(50)
@given(any_facts)
def test_no_relative_is_told_or_asked_where_word_would_go_round_the_family(facts: Facts) -> None:
    advice = advise_without_missing(replace(facts, risk=replace(facts.risk, honour=True)), BOOK)

    responsible = {who for person in facts.people for who in person.parental_responsibility or ()}
    receive = {recipient.person for recipient in facts.recipients}
    family = {
        person.id
        for person in facts.people
        if person.role == "parent"
        or (person.role in ("applicant", "informant", "third-party") and person.id in responsible)
    }
    told = {duty.person for duty in advice.duties if duty.code in ("inform", "ask-agreement")}
    assert facts.date < HELD_FROM or any(duty.code == "family-not-told" for duty in advice.duties)
    assert not told & (family - receive)


@examples(80)
@given(any_facts)
def test_nothing_about_anybody_is_shared_without_an_open_route_for_it(facts: Facts) -> None:
    advice = advise_without_missing(facts, BOOK)

    people = {person.id: person for person in facts.people}
    routes = {
        (row.recipient, row.person, category): row
        for row in advice.routes
        for category in row.categories
    }
    for row in advice.items:
        item = facts.items[row.item - 1]
        if row.action not in (Action.SHARE, Action.REDACT) or item.identifying is False:
            continue
        for person in item.about:
            for category in item.categories:
                if (person, category) in row.withheld:
                    continue
                route = routes[row.recipient, person, category]
                assert route.confidentiality
                assert route.basis or people[person].deceased
                assert route.power


@examples(60)
@given(any_facts)
def test_an_item_is_shared_or_withheld_and_never_both(facts: Facts) -> None:
    advice = advise_without_missing(facts, BOOK)

    for row in advice.items:
        item = facts.items[row.item - 1]
        everything = {(who, what) for who in item.about for what in item.categories}
        match row.action:
            case Action.SHARE:
                assert not row.withheld
            case Action.REDACT:
                assert set() < set(row.withheld) <= everything
                assert (
                    set(row.withheld) < everything or row.given is Light.HEADLINE
                )  # the risk alone
            case _:
                assert set(row.withheld) == everything


@examples(80)
@given(any_facts, st.sampled_from(["not-sought", "refused", "withdrawn", "unknown"]), st.data())
def test_fewer_consents_never_open_more(facts: Facts, less: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(facts.people) - 1))
    agreed = replace(facts.people[at], consent="given")
    with_consent = with_person(facts, at, agreed)
    without = with_person(facts, at, replace(agreed, consent=less))

    more, fewer = (shown(advise_without_missing(one, BOOK)) for one in (with_consent, without))

    assert all(fewer[pair] <= more[pair] for pair in more)


def with_person(facts: Facts, at: int, person: Any) -> Facts:
    people = (*facts.people[:at], person, *facts.people[at + 1 :])
    return replace(facts, people=people)


RISKS = (
    "marac_threshold",
    "child_significant_harm",
    "serious_crime",
    "others_at_risk",
    "life_in_danger",
)


@examples(80)
@given(any_facts, st.sampled_from(RISKS), st.booleans())
def test_a_late_answer_about_the_danger_never_takes_back_what_was_clear_without_it(
    facts: Facts,
    name: str,
    late: bool,
) -> None:
    """But what rested on a yes in a child's place: the danger may come from whoever agreed."""
    unanswered: dict[str, Any] = {name: None}
    answered: dict[str, Any] = {name: late}
    before = replace(facts, risk=replace(facts.risk, **unanswered))
    after = replace(facts, risk=replace(facts.risk, **answered))
    by_itself = without_a_yes_for_a_child(before)

    clear, later, alone = (
        shown(advise_without_missing(one, BOOK)) for one in (before, after, by_itself)
    )

    assert all(min(clear[pair], alone[pair]) <= later[pair] for pair in clear)


def without_a_yes_for_a_child(facts: Facts) -> Facts:
    """The same, had nobody asked whoever may agree in a child's place."""
    for_others = {name for row in facts.people for name in row.parental_responsibility or ()}
    people = (
        replace(row, consent="not-sought") if row.id in for_others and row.consent else row
        for row in facts.people
    )
    return replace(facts, people=tuple(people))


UNTIL_THEY_OBJECT = {"G-HSCA251B"}
"""A duty to share for somebody's care that ends where they object: there silence is no no."""


def goes_until_they_object(facts: Facts, advice: Advice) -> bool:
    """What nobody has to be asked for first, and a no ends: direct care, whoever looks after them, a review in law."""
    return (
        any(UNTIL_THEY_OBJECT & {*row.power} for row in advice.routes)
        or any("C-consent" in row.confidentiality for row in advice.routes)
        or any(row.kind == "person" for row in facts.recipients)
        or "case-review" in facts.purpose.kinds
    )


@examples(80)
@given(
    any_facts,
    st.sampled_from(["given", "refused", "withdrawn", "not-sought", "invalid"]),
    st.data(),
)
def test_what_is_clear_while_nobody_has_asked_a_person_stays_clear_whatever_they_say(
    facts: Facts, said: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(facts.people) - 1))
    assume(facts.people[at].capacity != "child-competent")
    silent = replace(facts.people[at], consent=None, consent_covers=None, consent_refuses=None)
    before = with_person(facts, at, silent)
    after = with_person(facts, at, replace(silent, consent=said))

    unasked, asked = (advise_without_missing(one, BOOK) for one in (before, after))

    assume(not goes_until_they_object(facts, unasked))
    clear, later = shown(unasked), shown(asked)
    assert all(clear[pair] <= later[pair] for pair in clear)


@examples(50)
@given(any_facts)
def test_a_recipient_who_is_too_close_to_the_accused_receives_nothing_personal(
    facts: Facts,
) -> None:
    """But the police and an ambulance while a life is in danger now, where somebody else answers."""
    recipients = tuple(replace(row, conflict=True) for row in facts.recipients)
    at_once = {row.name for row in recipients if row.kind in ("police", "ambulance")}
    answer = at_once if facts.risk.urgency == "immediate" else set()

    advice = advise_without_missing(replace(facts, recipients=recipients), BOOK)

    for row in advice.items:
        if facts.items[row.item - 1].identifying is not False and row.recipient not in answer:
            assert RANK[row.action] == 0


@examples(50)
@given(any_facts)
def test_nothing_about_anybody_else_reaches_the_alleged_perpetrator(facts: Facts) -> None:
    accused = {person.id for person in facts.people if person.role == "alleged-perpetrator"}

    advice = advise_without_missing(facts, BOOK)

    assert all(
        row.person == row.recipient.removesuffix(":other")
        for row in advice.routes
        if row.recipient.removesuffix(":other") in accused
    )


ANSWERS_WHEN_LEFT_OUT = {
    "recipients.area": "the same area",
    "recipients.nation": "the nation of the matter",
    "holder.policy_documents": "all that are needed are in place",
    "people.consent_covers": "a yes covers all; the pages ask for it after each yes",
    "people.consent_refuses": "a no is to all of it; what is less stands in the records of what was said",
}
"""Facts that have no question of their own: to leave them out is to answer, and what."""


@examples(100)
@given(any_facts, st.data())
def test_whatever_the_engine_reads_and_could_change_the_advice_is_missing_while_unanswered(
    facts: Facts, data: st.DataObject
) -> None:
    """Outcome, what becomes of each item, and how much of it is shown; each advised on by itself."""
    unanswered = [
        tried
        for tried in tries(facts)
        if tried.held(facts) in (None, "unknown") and tried.fact not in ANSWERS_WHEN_LEFT_OUT
    ]
    assume(unanswered)
    chosen = data.draw(st.lists(st.sampled_from(unanswered), min_size=1, max_size=8))
    missing = {row.fact for row in missing_of(facts, BOOK)}
    before = weighed(facts)

    for tried in chosen:
        assert weighed(tried.applied(facts)) == before or tried.path(facts) in missing, tried


def weighed(facts: Facts) -> tuple[object, ...]:
    advice = advise_without_missing(facts, BOOK)
    return advice.outcome, [
        (row.item, row.recipient, row.action, row.given) for row in advice.items
    ]


def test_every_fact_that_may_be_left_out_has_a_question_or_its_want_is_an_answer() -> None:
    optional = {
        f"{table}.{field.name}"
        for table, fields in (*schema.TABLES.items(), *schema.LISTS.items())
        for field in fields
        if not field.required
    }

    named = {*BOOK.questions, *ANSWERS_WHEN_LEFT_OUT, "recipients.person"}  # whom an agency is not

    assert optional == named
