"""The leak guard finds what was put in, in whatever sentence; explains each; and the same answer every time."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.guard import Kind, Part, Phrases, Record, Rules, part_without, review, stand_in
from dimmer.core.law import codes
from dimmer.core.law.table import BadLawbook, Table
from dimmer.core.locators.fold import fold
from dimmer.lawbook.files import tables
from dimmer.lawbook.guarding import parse_guard

RULES = lawbook.guard()
RECORD = Record(
    named=("Zofia Nowak",),
    others=("Omar Hussain", "Ana Nowak"),
    sources=("Petra Lind",),
    agencies=("Northmarket Council",),
    recipients=("Northmarket Police",),
    places=("Westmarket",),
)
LEADS = ("", "We know that ", "On Friday: ", "she said, ", "(", "Seen at home.\n")
ENDS = ("", ".", ", and that is all", ")", " today\nMore follows")
PHRASES = [
    (row.kind, row.category, phrase.replace(" ... ", " ").replace("*", ""))
    for row in RULES.phrases
    for phrase in row.phrases
]


def _review(text: str, record: Record = RECORD, **more: frozenset[str]) -> set[tuple[str, Kind]]:
    return {
        (each.part, each.kind) for each in review([Part("k", "Here", text, **more)], record, RULES)
    }


@given(
    found=st.sampled_from(PHRASES), lead=st.sampled_from(LEADS), end=st.sampled_from(ENDS)
)  # fmt: skip
def test_every_phrase_is_found_in_every_sentence(
    found: tuple[Kind, str, str], lead: str, end: str
) -> None:
    kind, _, words = found
    said = review([Part("k", "Here", lead + words + end)], RECORD, RULES)

    assert any(
        each.kind is kind and each.start <= len(lead) and each.end >= len(lead) + len(words)
        for each in said
    )


@given(lead=st.sampled_from(LEADS), end=st.sampled_from(ENDS))
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Omar", Kind.THIRD_PARTY),
        ("omar hussain", Kind.THIRD_PARTY),
        ("Hussein", Kind.THIRD_PARTY),  # misspelt
        ("Ana", Kind.THIRD_PARTY),
        ("Petra", Kind.SOURCE),
        ("northmarket  police", Kind.OTHER_RECIPIENT),
        ("Mrs Okonkwo", Kind.OTHER_PERSON),
        ("14b Larch Grove", Kind.WHEREABOUTS),
        ("Westmarket", Kind.WHEREABOUTS),
    ],
)
def test_who_and_where_is_found(words: str, kind: Kind, lead: str, end: str) -> None:
    assert kind in {each for _, each in _review(f"{lead}{words}{end}")}


@pytest.mark.parametrize(
    "text",
    [
        "Zofia Nowak and the Nowak family were seen.",
        "Zofia is afraid. Northmarket Council knows it.",
        "He hit her twice, and he will not stop.",
        "There was a man at the door in April. She will ring on Monday.",
        "The car was reliable. Aids to walking were ordered.",
    ],
)
def test_what_the_pack_says_itself_and_plain_words_are_nothing(text: str) -> None:
    assert not _review(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jo rang. Then Li came, and Jo left.", ["Jo", "Jo", "Li"]),
        ("His joy and the list are enjoyed; JO and li.", []),
        ("He said that He was there. My friend saw An, and An saw him.", ["He", "An", "An"]),
        ("Ng rang about J. and L.", []),  # Ng is in the pack
    ],
)
def test_a_name_of_two_letters_is_found_as_it_is_written(text: str, found: list[str]) -> None:
    record = Record(named=("Mai Ng",), others=("Jo Li", "He J An", "Ng"))

    said = review([Part("1", "a piece", text)], record, RULES)

    assert sorted(each.part for each in said) == sorted(found)


@pytest.mark.parametrize(
    ("source", "named", "text", "found"),
    [
        ("Ana Nowak", "Zofia Nowak", "Ana Nowak told us.", ["Ana Nowak"]),
        ("Ana Nowak", "Zofia Nowak", "We know it from ana.", ["ana"]),
        ("Ana Nowak", "Zofia Nowak", "Ring Ana Smith. Zofia Nowak is safe.", []),
        ("Petra Smith", "Zofia Nowak", "Smith told us.", ["Smith"]),
        ("Mohammed Iqbal", "Mohammed Khan", "We know from Mohammed.", ["Mohammed"]),
        ("Mohammed Iqbal", "Mohammed Khan", "Mohammed Khan is safe.", []),
        ("Mohammed Iqbal", "Mohammed", "Mohammed Iqbal said so.", ["Mohammed Iqbal"]),
        ("Jo Li", "Jo Ng", "We know from Jo.", ["Jo"]),
        ("Ana Nowak", "ANA  NOWAK", "Ana Nowak told us.", []),
        ("", "Zofia Nowak", "Zofia told us.", []),
    ],
)
def test_who_must_stay_unknown_is_found_though_others_share_the_name(
    source: str, named: str, text: str, found: list[str]
) -> None:
    record = Record(named=(named,), sources=(source,), sender=("Ana Smith",))

    said = review([Part("1", "a piece", text)], record, RULES)

    assert [each.part for each in said if each.kind is Kind.SOURCE] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ana Nowak was there.", ["Ana Nowak"]),
        ("ana  nowak was there", ["ana nowak"]),
        ("Ana was there. Nowak was there.", []),  # a parent in the pack, or the sender
        ("Ana Nowak-Smith was there with Zofia Nowak.", ["Ana Nowak"]),
    ],
)
def test_others_whose_every_word_somebody_has_are_found_by_their_whole_name(
    text: str, found: list[str]
) -> None:
    record = Record(named=("Zofia Nowak",), others=("Ana Nowak",), sender=("Ana Smith",))

    said = review([Part("1", "a piece", text)], record, RULES)

    assert [each.part for each in said if each.kind is Kind.THIRD_PARTY] == found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PC Omar Jones", "The PC rang."),
        ("Dr Omar Jones", "A Dr came."),
        ("St Omar", "At St Mary's."),
        ("Mrs Jones", "A Mrs somebody. MISS and mrs."),
        ("Rev Jones", "He is Rev and Prof."),
    ],
)
def test_a_title_is_no_name(name: str, text: str) -> None:
    for record in (Record(others=(name,)), Record(sources=(name,))):
        said = review([Part("1", "a piece", text)], record, RULES)
        assert not {each.kind for each in said} & {Kind.SOURCE, Kind.THIRD_PARTY}
        (found, *_) = review([Part("1", "a piece", "Then Jones Omar came")], record, RULES)
        assert found.kind in {Kind.SOURCE, Kind.THIRD_PARTY}


def test_what_was_ticked_is_not_pointed_out_again() -> None:
    text = "He is gay and HIV positive."

    assert _review(text) == {("gay", Kind.CATEGORY), ("HIV", Kind.CATEGORY)}
    assert _review(text, categories=frozenset({"hiv"})) == {("gay", Kind.CATEGORY)}


@given(st.text(max_size=300))
def test_of_any_text_the_answer_is_the_same_in_order_and_inside(text: str) -> None:
    parts = [Part("a", "A", text), Part("b", "B", text)]
    found = review(parts, RECORD, RULES)

    assert found == review(parts, RECORD, RULES)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert each.why
        assert each.todo
        assert each.part == " ".join(text[each.start : each.end].split())
    first = [each for each in found if each.key == "a"]
    assert [replace(each, key="b", where="B") for each in first] == [*found[len(first) :]]


@given(
    st.lists(
        st.sampled_from(
            ["Omar", "Petra", "known to withdraw", "LS6 2QT", "so", "and", "she said", "\n"]
        ),
        max_size=12,
    )
)
def test_without_what_was_found_nothing_is_found(words: list[str]) -> None:
    text = " ".join(words)
    found = review([Part("k", "Here", text)], RECORD, RULES)
    left = part_without(text, found)

    assert not {each.kind for each in review([Part("k", "Here", left)], RECORD, RULES)}
    assert not any(each.part in left for each in found)


def test_the_more_the_record_knows_the_more_is_found() -> None:
    text = "Omar and Petra met at 14b Larch Grove; Northmarket Police came."
    little, all_of_it = _review(text, Record()), _review(text)

    assert {kind for _, kind in little} <= {Kind.OTHER_PERSON, Kind.WHEREABOUTS}
    assert Kind.OTHER_RECIPIENT in {kind for _, kind in all_of_it}


def test_every_kind_says_why_and_what_to_do_and_opinion_is_off_by_itself() -> None:
    assert set(RULES.kinds) == set(Kind)
    assert all(
        each.says and each.why and each.todo and each.citation for each in RULES.kinds.values()
    )
    assert {kind for kind, each in RULES.kinds.items() if each.stops} == {
        Kind.CREDIBILITY, Kind.GENDER_HISTORY, Kind.KEPT_APART, Kind.OTHER_RECIPIENT, Kind.SOURCE,
    }  # fmt: skip
    assert {row.category for row in RULES.phrases} <= {"", *codes.CATEGORIES}


KEPT = ("NM4 7QT", "14 Larch Close", "07700 900123", "Rose Cottage", "Northgate Primary")
WAYS = (
    str,
    str.upper,
    str.lower,
    lambda words: words.replace(" ", ""),
    lambda words: words.replace(" ", "\n"),
    lambda words: words.replace(" ", " - "),
    lambda words: words.replace("07700", "+44 (0)7700"),
    lambda words: words.translate(str.maketrans("0123456789", "０１２３４５６７８９")),  # noqa: RUF001
    "\u200b".join,
)


@given(
    kept=st.sampled_from(KEPT),
    way=st.sampled_from(WAYS),
    lead=st.sampled_from(LEADS),
    end=st.sampled_from(ENDS),
)
def test_whereabouts_that_stay_back_are_found_however_they_are_written(
    kept: str, way: Callable[[str], str], lead: str, end: str
) -> None:
    text = f"{lead}{way(kept)}{end}"

    found = review([Part("k", "Here", text)], Record(kept=KEPT), RULES)

    assert Kind.KEPT_APART in {each.kind for each in found if each.stops}
    assert not [*stand_in(part_without(text, found), KEPT)]


@given(st.text(max_size=80), st.lists(st.text(max_size=12), max_size=4))
def test_only_the_whole_of_what_is_kept_is_found_and_its_letters_are_there(
    text: str, kept: list[str]
) -> None:
    wanted = {"".join(filter(str.isalnum, fold(each).text.casefold())) for each in kept}

    for start, end in stand_in(text, kept):
        letters = "".join(filter(str.isalnum, fold(text[start:end]).text.casefold()))
        assert any(letters in each or each in letters for each in wanted)


@pytest.mark.parametrize("text", ["Larch Closet 14", "xNM4 7QT", "Rose Cottages", "0770 090012"])
def test_what_only_begins_like_it_is_not_what_is_kept(text: str) -> None:
    assert not [*stand_in(text, KEPT)]


def test_an_agency_that_they_know_by_name_is_not_kept_from_them() -> None:
    record = Record(agencies=("Northgate Primary",), kept=KEPT)

    assert not _review("Northgate Primary rang.", record)


@pytest.mark.parametrize(
    ("part", "row", "says"),
    [
        ("words", {"kind": "category", "category": "weather", "phrases": ["rain"]}, "no such code"),
        ("words", {"kind": "category", "phrases": ["*"]}, "an empty phrase"),
        ("words", {"kind": "category", "phrases": []}, "an empty phrase"),
        ("kind", {"name": "weather"}, "weather"),
    ],
)
def test_a_bad_row_is_refused(part: str, row: dict[str, object], says: str) -> None:
    file = {**tables()["guard.toml"]}
    file[part] = [*file[part], row]

    with pytest.raises(BadLawbook, match=says):
        parse_guard(Table("guard.toml", file))


def test_a_kind_that_is_missing_or_there_twice_is_refused() -> None:
    file = {**tables()["guard.toml"]}
    for kinds in (file["kind"][1:], [*file["kind"], file["kind"][0]]):
        with pytest.raises(BadLawbook):
            parse_guard(Table("guard.toml", {**file, "kind": kinds}))
    with pytest.raises(ValueError, match="nothing is said"):
        Rules({}, ())


def test_a_star_stands_for_letters_and_dots_for_a_few_words() -> None:
    row = Phrases(Kind.SOURCE, "", ("friend ... report*", "PND"))

    assert [*row.spans("her friend has quickly reported it")] == [(4, 31)]
    assert not [*row.spans("friend who once upon a time did report it")]
    assert not [*row.spans("the pnd of it")]
