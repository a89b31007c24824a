"""What a conclusion comes to in words, held against the cells of each story: routes, positions, bars and duties."""

from collections.abc import Iterator
from functools import cache

from built import advised, item
from dimmer import lawbook
from dimmer.core.advice import Advice, Duty
from dimmer.core.advice.advise import Conclusion, conclude, open_cells
from dimmer.core.advice.cell import Cell, Position
from dimmer.core.advice.compose import put_into_words
from dimmer.core.advice.duties import PERSONAL
from dimmer.core.law.rule import Confidence, Effect, Gate, Rule
from matters import all_cases

BOOK = lawbook.book()
OPENNESS = [Position.REQUIRED, Position.OPEN, Position.UNCLEAR, Position.SHUT, Position.BARRED]
SURENESS = [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW]


@cache
def concluded() -> list[Conclusion]:
    return [conclude(facts, BOOK) for facts in all_cases()]


def stories() -> list[tuple[Conclusion, Advice]]:
    """Put into words for each test anew, so that each is asked of a mutant of those words."""
    return [(each, put_into_words(each, BOOK)) for each in concluded()]


def test_the_advice_says_of_which_nation_day_and_edition_it_is() -> None:
    for found, advice in stories():
        assert (advice.nation, advice.on) == (found.facts.nation, found.facts.date)
        assert advice.edition == BOOK.edition
        assert advice.missing == ()


def test_where_the_law_stands_is_where_it_stands_on_the_most_open_item_the_first_of_them() -> None:
    for found, advice in stories():
        cells: dict[tuple[str, str, str], list[Cell]] = {}
        for (r, _, p, category), cell in found.cells.items():
            at = (found.facts.recipients[r].name, found.facts.people[p].id, category)
            cells.setdefault(at, []).append(cell)

        told = {
            (row.recipient, row.person, row.category): (row.position, row.why)
            for row in advice.positions
        }

        best = {
            at: min(held, key=lambda cell: OPENNESS.index(cell.position))
            for at, held in cells.items()
        }
        assert told == {at: (cell.position, cell.why) for at, cell in best.items()}
        assert len(advice.positions) == len(cells)


def test_of_items_that_are_as_shut_as_each_other_the_first_says_why() -> None:
    unneeded, wrong = (item("domestic-abuse", **{what: is_so}) for what, is_so in
                       (("needed", False), ("inaccurate", True)))  # fmt: skip

    whys = [
        [row.why for row in advised(items=items).positions]
        for items in ([unneeded, wrong], [wrong, unneeded])
    ]

    assert whys == [[row.why for row in advised(items=[one]).positions] for one in (unneeded, wrong)]  # fmt: skip
    assert whys[0] != whys[1]


def test_a_route_names_the_ids_of_each_gate_and_is_as_sure_as_its_least_sure_gate() -> None:
    for found, advice in stories():
        expected = []
        for (r, _, p, category), cell in open_cells(found):
            if cell.personal:
                sure = [
                    min(SURENESS.index(rule.authority.confidence) for rule in gate)
                    for gate in cell.routes
                    if gate
                ]
                ids = tuple(tuple(dict.fromkeys(rule.id for rule in gate)) for gate in cell.routes)
                to, about = found.facts.recipients[r].name, found.facts.people[p].id
                expected.append((to, about, ids, SURENESS[max(sure, default=0)].value, category))

        told = [
            (row.recipient, row.person, (row.basis, row.condition, row.power, row.confidentiality), row.confidence, one)
            for row in advice.routes
            for one in row.categories
        ]  # fmt: skip

        assert sorted(told) == sorted({*expected})
        assert len({each[:4] for each in told}) == len(advice.routes)


def test_what_identifies_nobody_has_no_route_and_what_comes_after_it_has() -> None:
    advice = advised(items=[item("health", identifying=False), item("domestic-abuse")])

    assert [row.categories for row in advice.routes] == [("domestic-abuse",)]


def asks_or_was_told_no(found: Conclusion, advice: Advice) -> bool:
    """Whether somebody is asked or said no, so that nothing may say that a no changes nothing."""
    return (
        "ask-agreement" in {duty.code for duty in advice.duties}
        or Effect.ASKS in {cell.effect for cell in found.cells.values()}
        or not {"refused", "withdrawn", "restricted"}.isdisjoint(
            person.consent for person in found.facts.people
        )
    )


def lacks_its_document(rule: Rule, found: Conclusion) -> bool:
    documents = found.facts.holder.policy_documents
    return rule.policy_document is not None and documents is not None and rule.id not in documents


def test_what_opens_is_not_called_barred_and_what_is_barred_says_its_first_reason() -> None:
    seen = set()
    for found, advice in stories():
        opened = {
            one
            for row in advice.routes
            for gate in (row.basis, row.condition, row.power, row.confidentiality)
            for one in gate
        }
        expected: dict[str, str] = {}
        a_no_counts = asks_or_was_told_no(found, advice)
        for rule in BOOK.rules:
            rows = [
                row.applies
                for row in BOOK.rules
                if row.id == rule.id and not lacks_its_document(row, found)
            ]
            reasons = (
                one.why
                for one in rule.closed
                if (one.beside_a_no or not a_no_counts)
                and found.asking.holds_somewhere(one.when, without=rows)
            )
            if rule.id not in opened and (why := next(reasons, None)) is not None:
                expected.setdefault(rule.id, why)
        for cell in found.cells.values():
            if cell.stop is not None and cell.stop.gate is Gate.BAR:
                expected.setdefault(cell.stop.id, cell.stop.why)

        assert {row.id: row.why for row in advice.barred} == expected
        assert len(advice.barred) == len(expected)
        seen |= expected.keys()
    assert len(seen) > 30


def brought_by_stops(found: Conclusion) -> Iterator[tuple[str, str, str]]:
    """The duties that come with what withholds: code, person, and whose advice it is."""
    for (_, _, p, _), cell in found.cells.items():
        for code in cell.stop.duties if cell.stop else ():
            person = found.facts.people[p].id if code in PERSONAL else ""
            yield code, person, (cell.stop.whom if cell.stop and code == "seek-advice" else "")


def of_rules(found: Conclusion) -> dict[tuple[str, str], list[tuple[str, str, bool]]]:
    """The duties that follow from rules of duties: words, whom, and whether these are a fallback."""
    following: dict[tuple[str, str], list[tuple[str, str, bool]]] = {}
    for rule in BOOK.duties:
        for row in found.asking.follows(rule):
            person = found.facts.people[row].id if rule.each == "person" else ""
            words = rule.words.format(person=person)
            following.setdefault((rule.code, person), []).append((words, rule.whom, rule.fallback))
    return following


def test_a_duty_is_said_once_in_the_words_of_its_first_rule_and_names_everybody_it_calls_for() -> (
    None
):
    joined = 0
    for found, advice in stories():
        rules, stops = of_rules(found), list(brought_by_stops(found))
        for duty in advice.duties:
            if duty.code == "withhold":
                continue
            key = (duty.code, duty.person)
            rows = rules.get(key, [])
            names = [whom for _, whom, fallback in rows if whom and not fallback]
            names += [whom for code, person, whom in stops if (code, person) == key and whom]
            fallback = next((whom for _, whom, _ in rows), "")
            assert duty.whom == ("; ".join(dict.fromkeys(names)) or fallback), (
                found.facts.id,
                duty,
            )
            label = BOOK.vocabulary.label("duties", duty.code)
            own = f"{label}: {duty.person}" if duty.person else label
            words = rows[0][0] if rows else own
            assert duty.words == words
            joined += "; " in duty.whom
        assert len({(duty.code, duty.person) for duty in advice.duties}) == len(advice.duties)
    assert joined > 30


def test_what_a_stop_brings_is_said_unless_it_is_said_of_the_matter_or_of_somebody_already() -> (
    None
):
    for found, advice in stories():
        said = {(duty.code, duty.person) for duty in advice.duties}
        codes = {code for code, _ in said}
        spared = {person for code, person in said if code == "do-not-inform"}
        for code, person, _ in brought_by_stops(found):
            if not person:
                assert code in codes
            elif not (code == "ask-agreement" and person in spared):
                assert (code, person) in said


def test_what_is_withheld_of_somebody_is_named_in_the_words_of_the_vocabulary() -> None:
    for _, advice in stories():
        for duty in withheld(advice):
            labels = [BOOK.vocabulary.label("categories", one) for one in duty.categories]
            assert duty.words.endswith(f" about {duty.person}: {', '.join(labels)}.")


def withheld(advice: Advice) -> list[Duty]:
    return [duty for duty in advice.duties if duty.code == "withhold"]
