"""What is found, by forms that are generated; what only looks like it; and that no text takes long."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import locators_typed as made
from dimmer.core.locators import FIELDS, Kind, find, locators

FORMS: dict[Kind, st.SearchStrategy[str]] = {
    Kind.POSTCODE: made.postcodes(),
    Kind.PHONE: made.phones(),
    Kind.VEHICLE: made.plates(),
    Kind.NHS: made.health_numbers().filter(lambda number: sum(map(str.isdigit, number)) == 10),
    Kind.NI: made.insurance_numbers(),
    Kind.STREET: made.addresses(),
    Kind.EMAIL: made.emails(),
    Kind.LINK: made.links(),
    Kind.HANDLE: made.handles(),
}


def _covered(text: str, start: int, end: int) -> float:
    parts = [min(each.end, end) - max(each.start, start) for each in find(text)]
    return max([0, *parts]) / (end - start)


@pytest.mark.parametrize("kind", FORMS)
@given(data=st.data(), lead=st.sampled_from(made.LEADS), end=st.sampled_from(made.ENDS))
def test_whatever_has_a_form_is_found(kind: Kind, data: st.DataObject, lead: str, end: str) -> None:
    typed = data.draw(FORMS[kind])

    assert _covered(lead + typed + end, len(lead), len(lead) + len(typed)) >= 0.5


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")  # noqa: RUF001
_ALIKE = str.maketrans("ABEKMHOPCTXaeopcx", "АВЕКМНОРСТХаеорсх")  # noqa: RUF001
DISGUISES: dict[str, Callable[[str], str]] = {
    "wide digits": lambda text: text.translate(_WIDE),
    "letters of another script": lambda text: text.translate(_ALIKE),
    "spaces that do not break": lambda text: text.replace(" ", "\xa0"),
    "joiners between": "\u200b".join,
    "soft hyphens": "\xad".join,
    "a line break for a space": lambda text: text.replace(" ", "\n", 1),
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize(
    "typed",
    [
        "LS6 2QT",
        "07700 900 155",
        "RV70 HJK",
        "943 476 5919",
        "CE 22 33 44 D",
        "12 Beacon Rise",
        "rosie@inbox.example",
    ],
)
def test_a_disguise_hides_nothing(typed: str, disguise: str) -> None:
    hidden = DISGUISES[disguise](typed)
    text = f"She gave {hidden} today."

    assert _covered(text, 9, 9 + len(hidden)) >= 0.5


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        (
            "call oh seven seven oh oh nine oh oh one five five",
            "oh seven seven oh oh nine oh oh one five five",
            Kind.PHONE,
        ),
        ("on 07700 9 double oh 155 now", "07700 9 double oh 155", Kind.PHONE),
        ("phone ends in 155", "155", Kind.PHONE),
        ("post code is ls6", "ls6", Kind.POSTCODE),
        ("settled in LS6 now", "LS6", Kind.POSTCODE),
        ("She is at NM4 7QT now.", "NM4 7QT", Kind.POSTCODE),  # of no area that there is
        ("her postcode is qx3  4zz", "qx3  4zz", Kind.POSTCODE),
        ("the blue door opposite the church", "the blue door opposite the church", Kind.PLACE),
        ("the one above the vape shop", "the one above the vape shop", Kind.PLACE),
        ("Attends St Mary's Primary.", "St Mary's Primary", Kind.SCHOOL),
        ("GP at Elm Tree Surgery", "Elm Tree Surgery", Kind.SURGERY),
        (
            "works at the noodle bar in Exchange Arcade, nights",
            "the noodle bar in Exchange Arcade",
            Kind.WORKPLACE,
        ),
        ("Leeds Women's Aid rang", "Leeds Women's Aid", Kind.REFUGE),
        ("asked us to use Kassim as last name", "Kassim", Kind.SURNAME),
        ("has moved to Stow-on-the-Wold", "Stow-on-the-Wold", Kind.PLACE),
        ("Born 4.7.1961.", "4.7.1961", Kind.BORN),
        ("from IP 203.0.113.77 last night", "203.0.113.77", Kind.LINK),
        ("sort code 20-00-00 today", "20-00-00", Kind.BANK),
        ("PNC 99/123456X", "99/123456X", Kind.REFERENCE),
        ("drives a blue fiesta abc 123", "abc 123", Kind.VEHICLE),
        ("We were told by Sarah that she fled", "Sarah", Kind.OTHER_PERSON),
        ("Speak to Craig Tolliver about it", "Craig Tolliver", Kind.OTHER_PERSON),
        ("she is married to Tomasz", "Tomasz", Kind.OTHER_PERSON),
        ("a request by Clare under Clare's Law", "Clare", Kind.OTHER_PERSON),
        ("mae yn Stryd y Felin", "Stryd y Felin", Kind.STREET),
    ],
)
def test_it_is_found_and_called_by_its_kind(text: str, part: str, kind: Kind) -> None:
    assert (part, kind) in [(text[each.start : each.end], each.kind) for each in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Please prescribe fluoxetine 20mg caps, 1 od, 28/7. Contraception: depo 150mg/1ml, 12 wkly.",
        "Remedy guide: £150-£500. Cite Care Act 2014 s.42, DPA 2018 s.45, UK GDPR Art 12(3).",
        "Meter reading 04417. Bill paid £53.20. Hearing 26.11.2026 at 10.30, 3 hours.",
        "In April or May he will mark the day. She may go. Review in 24 hrs, then 6 weeks.",
        "Agenda: 17 cases, 8 repeat. Per case: 2 min referrer, 2 min idva. Papers close 5 wd before, 16.00.",
        "On the M25 1st exit there was a queue; 5 minutes down the road it cleared.",
        "She came to the drop-in on Monday, to the one on Saturday too, and waits at the school gate.",
        "At the M1 1st exit; by no4 7th, see q10 2nd.",
        "He was put in custody, then taken to Crown Court. Section 47 enquiry, Ground 14A, s.91(14).",
        "He asked under Sarah's Law, a Clare\u2019s law request and a Claire's LAW one.",
        "PHQ-9 18, GAD-7 15. BP 128/84. Weight 5.4kg. Over the phone she was calm.",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert [text[each.start : each.end] for each in find(text)] == []


@given(st.text(max_size=400))
def test_findings_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    found = find(text, names=["April Sloane", "Li Na Zhou"])

    ends = [0]
    for each in found:
        assert ends[-1] <= each.start < each.end <= len(text)
        ends.append(each.end)


@given(st.text("A1 -./@:,\n'aé０", max_size=300))  # noqa: RUF001
def test_the_same_text_gives_the_same_findings(text: str) -> None:
    assert find(text) == find(text)


HOSTILE = [
    "a", "1", " ", "A1 ", "0", "07700 900", "1 a ", "A", "A b ", "flat ", "(", "@a", "a.", "a-", "/a", "\\", "12 the ",
    "one two ", "Aa ", "the a ", "works at ", "at ", "goes on the ", "a@a", "12.34 ", "O'", "é", "\u200b", "+", "[at]",
    "Mr ", "\n", "near the ", "May ",
]  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_no_text_makes_it_slow(part: str) -> None:
    """Five times the text takes about five times as long; a pattern that tries again and again would take 25."""
    text = (part * 20_000)[:20_000]

    def taken(of: str) -> float:
        begun = time.process_time()
        find(of, names=["Anna Lee"])
        return time.process_time() - begun

    little = min(taken(text[:4_000]) for _ in range(3))
    much = min(taken(text) for _ in range(2))

    assert much < max(12 * little, 0.2)


def test_only_what_says_where_somebody_is_counts_as_a_locator() -> None:
    text = "Born 4.7.1961, ref CR/40127/26, with Dr Ferris. Flat C, 90 Mount Row, BD8 8QX."

    assert [each.kind for each in locators(text)] == [Kind.STREET, Kind.POSTCODE]
    assert {*FIELDS} <= {*Kind}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Victim contact in April. April wants no news.", ["April"]),
        ("anisah / Aniisa = same", ["anisah", "Aniisa"]),
        ("bogdan's address, and Bogden rang", ["bogdan", "Bogden"]),
        ("a sunny day on the edge of a cliff", []),
        ("saw Hope today. She hopes to hope.", ["Hope"]),
        ("Art 12(3) and art therapy", []),
        ("told Li Na Zhou that na means no", ["Li Na Zhou"]),
    ],
)
def test_people_in_the_case_are_found_and_words_are_not_names(text: str, parts: list[str]) -> None:
    names = [
        "April Sloane",
        "Anisa Farah",
        "Aniisa",
        "Bogdan Cernat",
        "Sonny Day",
        "Cliff Edge",
        "Hope Ashcroft",
        "Art Wise",
        "Li Na Zhou",
    ]

    found = [
        text[each.start : each.end] for each in find(text, names=names) if each.kind is Kind.PERSON
    ]

    assert found == parts


_MARKED = re.compile(r"\{([a-z-]+)\|([^}]*)\}")


def _notes() -> Iterator[tuple[list[str], str, list[tuple[int, int, str]]]]:
    """Invented notes with what is to be found marked in them: names, text, and where and what each mark is."""
    for line in (Path(__file__).parent / "notes.txt").read_text("utf-8").splitlines():
        names, marked = line.split("|", 1)
        text, marks, last = "", [], 0
        for found in _MARKED.finditer(marked):
            text += marked[last : found.start()]
            marks.append((len(text), len(text) + len(found[2]), found[1]))
            text += found[2]
            last = found.end()
        yield names.split(";"), text + marked[last:], marks


def test_notes_as_they_are_typed() -> None:
    """The figures of docs/reference/locators.md, which is written by hand, are no better than these."""
    found_of: dict[bool, list[bool]] = {True: [], False: []}
    precise: list[bool] = []
    for names, text, marks in _notes():
        found = find(text, names=names)
        for start, end, kind in marks:
            covered = max([0, *(min(each.end, end) - max(each.start, start) for each in found)])
            found_of[Kind(kind) in FORMS].append(covered * 2 >= end - start)
        precise += [
            any(each.start < end and start < each.end for start, end, _ in marks) for each in found
        ]

    assert sum(found_of[True]) >= 0.99 * len(found_of[True]) > 100
    assert sum(found_of[False]) >= 0.9 * len(found_of[False])
    assert sum(precise) >= 0.95 * len(precise)
