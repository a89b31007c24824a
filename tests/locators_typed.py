"""Invented locators by their official forms, and the sentences that they are typed into."""

import string

from hypothesis import strategies as st

from dimmer.core.locators.codes import _NOT_PLATES, _SMALL_WORDS

AREAS = "AB B BD BN BT CF CH CV DA DE E EC EH G GL HU IP KW L LE LS M N NE NP OX PL RG S SA SE SW TQ W YO"
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
LEADS = [
    "She gave ", "Now at ", "Visit booked, ", "Note for file: ", "do not send to ", "He must not learn ", "Mum said\n",
    "Agreed at 10.15. New one: ", "(see also ", "- ", "",
]  # fmt: skip
ENDS = [
    ".",
    ", not the old one.",
    " from Friday",
    ")",
    "\nNext visit 3 May.",
    "; keep it off the letter.",
    "",
]


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text(string.digits, min_size=count, max_size=count)


def letters(count: int, of: str = string.ascii_uppercase) -> st.SearchStrategy[str]:
    return st.text(of, min_size=count, max_size=count)


@st.composite
def outward(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(AREAS.split()))
    first = draw(st.sampled_from("123456789"))
    rest = draw(st.one_of(st.just(""), digits(1), letters(1, "ABEHMNPRVWXY")))
    return area + first + rest


@st.composite
def postcodes(draw: st.DrawFn) -> str:
    """Any case; the space missing, doubled or a place too early or too late."""
    out, into = draw(outward()), draw(digits(1)) + draw(letters(2, _INWARD))
    shape = draw(st.sampled_from(["{o} {i}", "{o}{i}", "{o}  {i}", "{e} {l}{i}", "{o}{f} {s}"]))
    made = shape.format(o=out, i=into, e=out[:-1], l=out[-1], f=into[0], s=into[1:])
    ordinal = into.lower() in {"1st", "2nd", "3rd"} | {f"{each}th" for each in range(10)}
    # "M25 1st exit", "s10 3 at": in small letters these are words of a sentence
    is_word = ordinal or made[-2:].lower() in _SMALL_WORDS
    return made if is_word or draw(st.booleans()) else made.lower()


_DRAMA = [  # Ofcom's numbers for drama: nobody is reached by them
    *((code, "4960{}") for code in ("0113", "0114", "0115", "0116", "0117", "0118", "0121", "0131", "0141", "0151")),
    ("01632", "960{}"), ("0191", "4980{}"), ("020", "79460{}"), ("028", "96496{}"), ("029", "20180{}"),
    ("07700", "900{}"), ("0808", "1570{}"), ("0909", "8790{}"), ("03069", "990{}"),
]  # fmt: skip


@st.composite
def phones(draw: st.DrawFn) -> str:
    code, rest = draw(st.sampled_from(_DRAMA))
    rest = rest.format(draw(digits(3)))
    split = draw(st.integers(3, 4)) if len(rest) > 6 else 3
    a, b = rest[:split], rest[split:]
    shape = draw(
        st.sampled_from(
            [
                "{c} {a} {b}",
                "{c}{a}{b}",
                "{c}-{a}-{b}",
                "({c}) {a} {b}",
                "{c} {a}{b}",
                "+44 {n} {a} {b}",
                "+44{n}{a}{b}",
                "+44 (0){n} {a} {b}",
                "0044 {n} {a}{b}",
                "({c}){a} {b}",
                "{c}.{a}.{b}",
                "{c}  {a}  {b}",
                "{c} {a}\n{b}",
            ]
        )
    )
    return shape.format(c=code, n=code[1:], a=a, b=b)


@st.composite
def plates(draw: st.DrawFn) -> str:
    no_io = "ABCDEFGHJKLMNPRSTVWXY"
    # "A10 BUS": with a space, words and well-known abbreviations are not taken for the end of a plate
    three = draw(letters(3, no_io).filter(lambda made: made not in _NOT_PLATES))
    kind = draw(st.sampled_from(["new", "prefix", "suffix", "north"]))
    if kind == "new":
        made = draw(letters(2, no_io)) + draw(digits(2)) + draw(st.sampled_from(["", " "])) + three
        return draw(st.sampled_from([made, made.lower().replace(" ", "")]))
    if kind == "prefix":
        number = str(draw(st.integers(1, 999)))
        return (
            draw(letters(1, "ABCDEFGHJKLMNPRSTVWXY"))
            + number
            + draw(st.sampled_from(["", " "]))
            + three
        )
    if kind == "suffix":
        number = str(draw(st.integers(1, 999)))
        return (
            three
            + draw(st.sampled_from(["", " "]))
            + number
            + draw(letters(1, "BCDEFGHJKLMNPRSTVWX"))
        )
    county = draw(
        st.sampled_from(["AZ", "IB", "AIG", "FIL", "LIZ", "MIW", "DIA", "UI", "KZ", "RJZ"])
    )
    return county + draw(st.sampled_from(["", " "])) + str(draw(st.integers(1000, 9999)))


@st.composite
def health_numbers(draw: st.DrawFn) -> str:
    nine = draw(st.sampled_from("4679")) + draw(digits(8))
    check = (11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11) % 11
    ten = nine + str(check)
    return ten if check == 10 else draw(
        st.sampled_from([ten, f"{ten[:3]} {ten[3:6]} {ten[6:]}", f"{ten[:3]}-{ten[3:6]}-{ten[6:]}"])
    )  # fmt: skip


@st.composite
def insurance_numbers(draw: st.DrawFn) -> str:
    two, last = draw(letters(2, "ABCEGHJKLMPRSTWXY")), draw(letters(1, "ABCD"))
    d = draw(digits(6))
    made = draw(
        st.sampled_from(
            [
                f"{two} {d[:2]} {d[2:4]} {d[4:]} {last}",
                f"{two}{d}{last}",
                f"{two}-{d[:2]}-{d[2:4]}-{d[4:]}-{last}",
            ]
        )
    )
    return draw(st.sampled_from([made, made.lower()]))


_NAMES = [
    "Weaver", "Gorse", "Mount Pleasant", "St John's", "Larch", "Old Mill", "Queen Elizabeth", "Kestrel", "Beacon",
    "Brae",
    "Ashgrove", "Upper Brook", "Station", "Church", "Fairfield", "Cae Glas", "O'Connell", "Long Acre", "Victoria",
    "Sandpiper",
]  # fmt: skip
_TYPES = (
    "Road Rd Street St Avenue Ave Lane Close Cl Drive Crescent Cres Terrace Gardens Gdns Grove Mews Wynd Way Court "
    "Place Row Rise Square Walk Hill Park View Green Croft Brae Loan Quay Parade Vale Mount"
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    number = str(draw(st.integers(1, 399))) + draw(st.sampled_from(["", "", "a", "B"]))
    street = f"{draw(st.sampled_from(_NAMES))} {draw(st.sampled_from(_TYPES.split()))}"
    unit = draw(
        st.sampled_from(["", "", "Flat 3, ", "flat C, ", "Apt 12 ", "Unit 5, ", "no ", "No. "])
    )
    return f"{unit}{number} {street}"


@st.composite
def emails(draw: st.DrawFn) -> str:
    user, tail = draw(letters(5, "abcdefghkmnrst")), draw(letters(6, "abcdefghkmnrst"))
    shape = draw(
        st.sampled_from(
            [
                "{u}@{t}.example",
                "{u}.x@{t}.co.uk",
                "{u} at {t} dot example",
                "{u} [at] {t} [dot] com",
                "{u}(at){t}.org",
                "{u}_{u}@{t}.example",
                "{u} dot {u} at {t} dot co dot uk",
                "{u}+kids@{t}.example",
            ]
        )
    )
    return shape.format(u=user, t=tail)


@st.composite
def links(draw: st.DrawFn) -> str:
    word = draw(letters(6, "abcdefghkmnrst"))
    d = draw(digits(6))
    shape = draw(
        st.sampled_from(
            [
                "https://{w}.example/{d}",
                "www.{w}.co.uk/x",
                "{w}.example/{w}",
                "C:\\Users\\{w}\\{w}.docx",
                "\\\\share\\{w}\\{w}.pdf",
                "///{w}.spoon.lamp",
                "{w}.spoon.lamp",
                "54.3{d}, -6.1{d}",
                "53.4{d},-2.2{d}",
                "TQ {d}",
                "NZ 2{d3} 6{d3}",
                "9C7W2C3V+8Q",
                "51.5{d} N, 0.1{d} W",
            ]
        )
    )
    return shape.format(w=word, d=d, d3=d[:3])


@st.composite
def handles(draw: st.DrawFn) -> str:
    word = draw(letters(6, "abcdefghkmnrst"))
    return draw(
        st.sampled_from(
            [
                f"@{word}",
                f"@{word}.{word}_9",
                f"{word}_{word}",
                f"insta: {word}{word}99",
                f"snap = {word}{word}.x2",
            ]
        )
    )
