"""Published cases on consent, end to end: typed into the pages, what was said written down, and the advice read off.

`C…` stand beside the checkout. Of the lawbook's own stories, those that the pages can say and that turn on consent.
"""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

import dimmer.lawbook
from dimmer import lawbook
from dimmer.apps.agencies.actions import name_practitioner
from dimmer.apps.agencies.models import Agency, Practitioner, Role, Team
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions import queries
from dimmer.apps.decisions.models import Round
from dimmer.apps.desk.actions import open_team
from pack import PACK, beside_the_pack
from rounds import opened_by
from stage import browser_of, raised, reading

TODAY = timezone.localdate()
DAY = {f"said_on-{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
NAMES = ("Nadia", "Karim", "Zofia", "Marek", "Layla")
RESPONSIBLE = "parental_responsibility"
NOT_ASKED = {
    "id",
    "role",
    "age",
    "unborn",
    "about",
    "categories",
    "nature",
    "consent",
    "consent_covers",
    "kind",
}
"""What is typed with the concern, chosen, or comes from what was written down."""
SAID = {
    "words": "She said so", "alone": "yes", "absent": "yes", "coercion": "no", "by": "self", "interpreter": "none",
    "explained": ["what", "who", "why", "take-back"], "asked_with": "May I tell them?", **DAY,
}  # fmt: skip
WITHDRAWN = {
    "identity": "I know her", "is_alone": "yes", "coercion": "no", "explained": ["right"], "words": "", "what": "all",
}  # fmt: skip


def _facts(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _can_be_typed(facts: dict[str, Any]) -> bool:
    """Whether it turns on what somebody said, under today's law, and the pages have a place for all that it says."""
    asked, rows = lawbook.book().questions, [("risk", facts["risk"])]
    rows += [(table, each) for table in ("people", "items") for each in facts[table]]
    return (
        any("consent" in person for person in facts["people"])
        and facts["date"] >= _SINCE
        and set(facts) <= _TABLES
        and set(facts["holder"]) == set(facts["purpose"]) - {"kinds"} | {"kind"}
        and all(set(each) == {"kind"} for each in facts["recipients"])
        and len(facts["people"]) <= len(NAMES)
        and all(f"{table}.{key}" in asked for table, row in rows for key in set(row) - NOT_ASKED - {"level", "urgency"})
    )  # fmt: skip


_SINCE = date(2026, 10, 1)
_TABLES = {
    "id",
    "title",
    "nation",
    "date",
    "channel",
    "holder",
    "recipients",
    "purpose",
    "risk",
    "people",
    "items",
}


BESIDE = sorted(each for each in (PACK / "cases").glob("C*.toml") if "expected" not in each.name)


def _team(kind: str, nation: str) -> Team:
    known = Team.objects.filter(agency__kind=kind, agency__nation=nation, receives=True).first()
    if known:
        return known
    agency = Agency.objects.create(name=f"A {kind}", kind=kind, nation=nation, area="Northmarket")
    return open_team(agency, name="Front door")


def _person(facts: dict[str, Any], name: str) -> dict[str, Any]:
    about = {"name": name, "role": facts["role"]}
    if "age" in facts:
        about["date_of_birth"] = (TODAY - timedelta(days=facts["age"] * 366 + 30)).isoformat()
    return about | ({"unborn": "yes"} if facts.get("unborn") else {})


def _keys(facts: dict[str, Any]) -> dict[str, str]:
    """The key that each person of a case has on the pages."""
    return {each["id"]: f"person-{at}" for at, each in enumerate(facts["people"], 1)}


def _raised(by: Practitioner, facts: dict[str, Any]) -> ConcernRead:
    people = [_person(each, name) for each, name in zip(facts["people"], NAMES, strict=False)]
    keys = _keys(facts)
    items = [
        {
            "text": f"Piece {at}", "about": [keys[who] for who in each["about"]],
            "categories": each["categories"], "nature": each.get("nature", ""),
        }
        for at, each in enumerate(facts["items"], 1)
    ]  # fmt: skip
    return raised(by, people=tuple(people), items=tuple(items))


def _say(browser: Client, found: ConcernRead, facts: dict[str, Any]) -> None:
    """Write down on the pages what each person said."""
    whom = [each["kind"] for each in facts["recipients"]]
    agency_kinds = lawbook.book().vocabulary.group("agency_kinds")
    for person, stated in zip(found.people, facts["people"], strict=True):
        home, consent = f"/consents/concerns/{found.concern.pk}/{person.id}", stated.get("consent")
        if consent in (None, "not-sought", "unknown"):
            continue
        covers = stated.get("consent_covers")
        kinds = {code for item in facts["items"] for code in item["categories"]}
        scope = {
            "categories": sorted(kinds & set(covers) if covers else kinds),
            "recipients": [
                str(_team(kind, facts["nation"]).agency_id)
                for kind in (covers or whom)
                if kind in agency_kinds
            ],
            "purposes": facts["purpose"]["kinds"],
        }
        typed = {**SAID, "token": uuid4()}
        kind = "refusal" if consent == "refused" else "agreement"
        sent = browser.post(f"{home}/say/{kind}", typed | (scope if kind == "agreement" else {}))
        assert sent.status_code == 302, sent.content.decode()
        if consent == "withdrawn":
            page = f"/notices/concerns/{found.concern.pk}/{person.id}"
            sent = browser.post(page, {**WITHDRAWN, "token": uuid4()})
            assert sent.status_code == 302, sent.content.decode()


def _stated(facts: dict[str, Any]) -> dict[str, Any]:
    """Every other fact of the case by the path under which a page asks about it."""
    found = {"purpose.kinds": facts["purpose"]["kinds"]}
    found |= {f"risk.{key}": value for key, value in facts["risk"].items()}
    keys = _keys(facts)
    for at, each in enumerate(facts["people"], 1):
        found |= {
            f"people.person-{at}.{key}": _who(value, keys) if key == RESPONSIBLE else value
            for key, value in each.items()
            if key not in NOT_ASKED
        }
    for at, each in enumerate(facts["items"], 1):
        found |= {f"items.{at}.{key}": value for key, value in each.items() if key not in NOT_ASKED}
    return found  # fmt: skip


def _who(ids: list[str], keys: dict[str, str]) -> list[str]:
    """People of a case as a page is answered: by the keys that they have there."""
    return [keys[each] for each in ids] or [queries.NOBODY]


def _advised(facts: dict[str, Any]) -> tuple[str, Any]:
    """The page of the advice, and the advice that it shows."""
    holder = _team(facts["holder"]["kind"], facts["nation"])
    by = name_practitioner(
        team=holder, email=f"{uuid4().hex}@example.org", password=None, name="Wyn", title="Worker",
        role=Role.PRACTITIONER,
    )  # fmt: skip
    browser, found = browser_of(by), _raised(by, facts)
    _say(browser, found, facts)
    teams = [str(_team(each["kind"], facts["nation"]).pk) for each in facts["recipients"]]
    sent = browser.post(
        f"/decisions/new/{found.concern.pk}",
        {"token": uuid4(), "teams": teams, "asked_for": "none"},
    )
    assert sent.status_code == 302, sent.content.decode()
    with reading(by):
        made = Round.objects.get(concern=found.concern)
        asked = queries.asked(made.pk, concern=opened_by(found.concern.pk, by))
    for path, value in _stated(facts).items():
        if queries.question(path, asked) is None:
            continue
        answer = ("yes" if value else "no") if isinstance(value, bool) else value
        sent = browser.post(f"/decisions/{made.pk}", {"fact": path, "answer": answer})
        assert sent.status_code == 302, (path, sent.content.decode())
    page = browser.get(f"/decisions/{made.pk}/advice").content.decode()
    with reading(by):
        whole = queries.asked(made.pk, concern=opened_by(found.concern.pk, by))
        assert whole is not None
        _, advice = queries.advice_on(whole, holder=holder.agency, on=TODAY)
    return page, advice


def _judge(file: Path) -> None:
    facts, expected = _facts(file), _facts(file.with_suffix(".expected.toml"))
    page, advice = _advised(facts)

    assert advice.outcome.value in {expected["outcome"], *expected["also_ok"]}
    words = lawbook.book().vocabulary.label("outcomes", advice.outcome.value)
    assert words in page
    given = {(row.item, row.recipient): row.action.value for row in advice.items}
    for row in expected.get("items", ()):
        wanted = row["action"] if isinstance(row["action"], list) else [row["action"]]
        assert given[row["item"], row["recipient"]] in wanted, row
    open_ids = {
        each
        for route in advice.routes
        for ids in (route.basis, route.condition, route.power, route.confidentiality)
        for each in ids
    }
    assert not open_ids & {each for each in expected["forbidden"] if isinstance(each, str)}


@beside_the_pack
@pytest.mark.parametrize("file", BESIDE, ids=lambda each: each.stem)
def test_a_case_beside_the_checkout_comes_to_the_same_through_the_pages(
    area: Any, file: Path
) -> None:
    _judge(file)


@beside_the_pack
def test_there_are_such_cases() -> None:
    assert BESIDE


OURS = [
    file
    for file in sorted(Path(dimmer.lawbook.__file__).parent.glob("cases/*.toml"))
    if "expected" not in file.name and _can_be_typed(_facts(file))
]


@pytest.mark.parametrize("file", OURS, ids=lambda each: each.stem)
def test_a_story_of_ours_comes_to_the_same_through_the_pages(area: Any, file: Path) -> None:
    _judge(file)
