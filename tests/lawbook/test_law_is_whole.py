"""Nothing of the law is missing: each fact of law is a row of the lawbook, or left out on purpose.

The table is written by hand. Beside each id or section of the pack that the lawbook was written from stands what
carries it: ids of rules, references and what is left out, or names of duties, terms and pieces of guidance.
"""

import re
from pathlib import Path

import pytest

from dimmer import lawbook
from dimmer.core.law.paths import PATHS
from dimmer.core.law.rule import Status
from dimmer.core.law.table import BadLawbook, Table
from dimmer.lawbook.files import tables
from dimmer.lawbook.law_page import law_page
from dimmer.lawbook.overlays import parse_overlays
from dimmer.lawbook.references import parse_references
from pack import PACK, beside_the_pack

ROOT = Path(__file__).resolve().parents[2]
LAW = PACK / "law.md"
BOOK = lawbook.book()

WHERE = """
A5.1a: A5.1a inform do-not-inform
A5.1b: A5.1b K-purpose A8A
A5.1c: A5.1c K-need minimise
A5.1d: A5.1d label correct K-accuracy
A5.1e: A5.1e review
A5.1f: A5.1f safe-channel second-check
A5.2: A5.2 record
A6a: A6a
A6b: A6b
A6c: A6c
A6d: A6d
A6e: A6e
A6ea: A6ea-1 A6ea-2 A6ea-3 A6ea-5 A6ea-6
A6f: A6f
A6ea-1: A6ea-1
A6ea-2: A6ea-2
A6ea-3: A6ea-3
A6ea-5: A6ea-5
A6ea-6: A6ea-6
1.4: A8A
CT-1: shares-anyway
CT-2: A6a A9a C-consent
CT-3: A6a A9a
CT-4: notify-recipients
CT-5: X-GILLICK S-AGE
CT-6: capacity-presumed can-decide C-best
2.1: R-UKGDPR needs.condition
A9a: A9a
A9b: A9b
A9c: A9c
A9d: A9d
A9f: A9f
A9g: A9g
A9h: A9h
A9i: A9i
A9j: A9j
S1-P2: A9h
S1-P5: S1-P5
S1-P6: S1-P6
S1-P10: S1-P10
S1-P11: S1-P11
S1-P12: S1-P12
S1-P17: S1-P17
S1-P18: S1-P18
S1-P19: S1-P19
S1-P29: S1-P29
S1-P30: S1-P30
S1-P33: A9f
S1-P36: S1-P36
2.4: S1-P18 protects-the-vulnerable
2.5: S1-P5
R3-1 competent authority: R-PART3 part3
R3-2 law enforcement purpose: R-PART3 part3
R3-3 both needed: R-UKGDPR part3
R3-4 lawfulness: P3-35
R3-5 sensitive processing: S8-1 S8-2 S8-3 S8-4 needs.condition
R3-6: P3-36-3
R3-7: P3-36-4
R3-8: P3-38
R3-9: P3-39
2.7: A10 S1-P29 S1-P30 S1-P36
T13: T13
T14: T14
T12: T12
T15: T15 A15
T16-19: T16 T19
T21: T21
T22: T22
T164A: T164A
X-S2P2: X-S2P2
X-S2P2.3: X-S2P2.3
X-S2P5.2: X-S2P5.2
X-S2P5.3: X-S2P5.3
X-S2P7: X-S2P7
X-S2P16: X-S2P16
X-S2P17: X-S2P17
X-S3P5: X-S3P5
X-S3P6: X-S3P6
X-S3P4: X-S3P4
X-S3P11: X-S3P11
X-S3P19: X-S3P19
X-S3P21: X-S3P21
X-Sch4: X-Sch4
G-CDA115: G-CDA115
G-CDA17: G-CDA17
G-CDA17A: G-CDA17A
G-CLPOL: G-CLPOL
G-DAA1-3: G-DAA1-3
G-DAA49A: G-DAA49A
G-DAA77: G-DAA77
G-DAA57: G-DAA57
G-PCSC16: G-PCSC16
G-VIR: G-VIR
G-MAPPA: G-MAPPA G-CJA327A
G-OMA14: G-OMA14
G-VPA13: G-VPA13
G-DARDR: G-DARDR G-VPA19
G-CSA-REP: G-CSA-REP
G-FGM5B: G-FGM5B
G-MSA52: G-MSA52
G-SOAA: G-SOAA
G-DPA170: G-DPA170
G-CA89-17: G-CA89-17
G-CA89-27: G-CA89-27
G-CA89-47: G-CA89-47
G-CA04-10/11: G-CA04-10
G-CA04-14B: G-CA04-14B
G-CA04-16H: G-CA04-16H
G-CA04-16LA: G-CA04-16LA
G-CA04-16LC: G-CA04-16LC
G-16LA-guid: G-16LA-guid
G-EA02: G-EA02
G-CARE6/7: G-CARE6
G-CARE42: G-CARE42
G-CARE44: G-CARE44
G-CARE45: G-CARE45
G-MCA: G-MCA
G-HSCA251B: G-HSCA251B
G-HSCA251A: G-HSCA251A
G-251/COPI: G-251
G-CLDC: C-consent C-law C-pi C-best C-none
G-GMC: C-pi grave-for-health sign-off-for-patients
G-HFEA etc: G-HFEA G-STD G-ACA56 G-GRA22 G-ROA G-PA124 G-AJA12 G-YOUTH G-IPA57 G-SOCPA86
4.5: HRA-8
G-GRA22: G-GRA22
exceptions s.22(4): G-GRA22 needed-against-crime needed-under-a-duty
orders: G-GRA-O G-GRA-OS
G-GRA-rule: G-GRA22
G-EQ: G-EQ
4.7: G-HA213B G-HA213 G-HA189 G-RSH
W-126: W-126
W-127: W-127
W-128/130: W-128
W-137: W-137
W-166 etc: W-166
W-VAWDASV: W-VAWDASV
W-WASPI: W-WASPI
W-SUSR: W-SUSR
S-ASP: S-ASP
S-CYP: S-CYP
S-AGE: S-AGE
S-DSDAS: S-DSDAS
S-MARAC: S-MARAC
S-other: S-PFR S-DASA S-MOSA10 S-DHSR
4.10: N-CO66 N-SBA N-CLA5 N-SR146 N-DVADS N-APB
N-CLA5: N-CLA5
N-SR146: N-SR146
5.1: golden-rules-2018 golden-rules-2018-adults golden-rules-2024
5.2: flowchart
5.3: caldicott
5.4: adult-principles
5.5: havering-grounds havering-duties havering-steps
5.6: record-afterwards get-reasons
5.7: confirm-receipt
5.8: X-GILLICK competent-child-said-no
5.9: safelives-thresholds
6.1: G-DAA77 G-CLPOL panel-in-time undertaking scheme-safety-plan representations K-scheme
6.2: G-CJA327A panel-in-time undertaking
7.1: 7.2
7.2: 7.2
7.3: 7.2
7.4: 7.2
B33: B33
B34: B34
B67/68: B67
B-oth: B-oth
D35: D35 dpia
R30: R30
J26: J26 name-controller
P28: P28
DPO: DPO
REG: REG
LAW-FINE: G-DPA170
FEE: FEE
"""
TABLE = {
    fact: ids.split()
    for fact, _, ids in (line.rpartition(": ") for line in WHERE.strip().splitlines())
}
ROW: dict[str, object] = {
    "id": "one",
    "kind": "right",
    "title": "One",
    "summary": "What it is.",
    "citation": "An Act, s. 1",
    "url": "https://www.legislation.gov.uk/",
    "in_force": [{"from": BOOK.references[0].authority.spells[0].starts}],
    "confidence": "high",
    "why": "Nothing asks.",
}


def in_the_lawbook() -> set[str]:
    guidance = parse_overlays(Table("overlays.toml", tables()["overlays.toml"]))
    return {
        *(rule.id for rule in BOOK.rules),
        *(one.id for one in (*BOOK.references, *BOOK.left_out)),
        *(duty.name for duty in BOOK.duties),
        *BOOK.consequences,
        *(overlay.name for overlay in guidance),
        "flowchart",
    }


def facts_of_law(text: str) -> set[str]:
    """The ids of the pack's sections 1 to 7 and 9.1; of a section without ids, its number."""
    found: set[str] = set()
    section, heads, named = "", False, False
    for line in [*text.splitlines(), "## 10."]:
        if begins := re.match(r"#{2,3} (\d+(?:\.\d+)?)", line):
            if re.match(r"[1-7]\.|9\.1$", section) and not named:
                found.add(section)
            section, heads, named = begins[1], False, False
        if not re.match(r"[1-7]\.|9\.1$", section):
            continue
        cell = line.split("|")[1].strip().strip("*") if line.startswith("|") else ""
        if not line.startswith("|"):
            heads = False
        elif cell in ("id", "test"):
            heads = True
        elif heads and "--" not in cell:
            found.add(cell)
            named = True
        listed = re.findall(r"^- (CT-\d)|`(N-\w+)`", line)
        found |= {one for pair in listed for one in pair if one}
        named = named or line.startswith("- CT-")
    return found


def test_every_fact_of_law_is_in_the_lawbook_or_left_out_on_purpose() -> None:
    known = in_the_lawbook()

    assert {fact: [one for one in ids if one not in known] for fact, ids in TABLE.items()} == {
        fact: [] for fact in TABLE
    }


@beside_the_pack
def test_no_fact_of_the_pack_is_missing_from_the_table_and_none_was_made_up() -> None:
    assert facts_of_law(LAW.read_text(encoding="utf-8")) == set(TABLE)


def test_a_section_without_ids_is_found_by_its_number_and_one_with_by_them() -> None:
    text = "## 1. A\n### 1.1 B\n| id | x |\n|---|---|\n| A1 | y |\n### 1.2 C\nwords `N-X`\n## 8. D\n### 8.1 E\n"

    assert facts_of_law(text) == {"A1", "1.2", "N-X"}


def test_every_reference_is_named_by_some_fact() -> None:
    named = {one for ids in TABLE.values() for one in ids}

    assert {one.id for one in (*BOOK.references, *BOOK.left_out)} <= named


def test_what_carries_a_reference_out_is_there() -> None:
    carriers = {row.name for row in (*BOOK.rules, *BOOK.duties)}
    carriers |= {*BOOK.consequences, *BOOK.questions, *PATHS}

    assert {name for one in BOOK.references for name in one.applied} <= carriers


def test_what_is_not_commenced_has_no_day_and_low_confidence_but_where_it_never_will() -> None:
    waiting = {one.id for one in BOOK.references if one.authority.status is Status.ENACTED}
    sure = {
        one.id
        for one in BOOK.references
        if one.id in waiting and one.authority.confidence.value != "low"
    }

    assert waiting == {"G-VPA13", "G-VPA19", "G-CSA-REP", "G-CA04-16LC", "S-CYP"}
    assert sure == {"S-CYP"}


def test_an_id_of_a_rule_is_no_id_of_a_reference() -> None:
    rules = {rule.id for rule in BOOK.rules}

    assert not rules & {one.id for one in (*BOOK.references, *BOOK.left_out)}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"kind": "rumour"}, id="unknown kind"),
        pytest.param({"applied": ["record"]}, id="both carried out and not"),
        pytest.param({"why": ""}, id="neither carried out nor said why not"),
        pytest.param({"in_force": []}, id="in force on no day"),
        pytest.param({"nations": ["cornwall"]}, id="unknown nation"),
        pytest.param({"colour": "red"}, id="unknown key"),
    ],
)
def test_a_reference_that_says_what_it_may_not_is_refused(changed: dict[str, object]) -> None:
    file = {
        "checked": {"by": "nobody", "on": BOOK.edition.dated},
        "reference": [{**ROW, **changed}],
    }

    with pytest.raises(BadLawbook):
        parse_references(Table("references.toml", file))


def test_an_id_that_is_there_twice_is_refused() -> None:
    file = {"checked": {"by": "nobody", "on": BOOK.edition.dated}, "reference": [ROW, ROW]}

    with pytest.raises(BadLawbook, match="twice"):
        parse_references(Table("references.toml", file))


def test_the_page_of_the_law_is_current() -> None:
    page = ROOT / "docs" / "reference" / "law.md"

    assert page.read_text(encoding="utf-8").endswith(law_page(BOOK))
