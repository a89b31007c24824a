"""What somebody who asked is asked for, and told: what their kind of request must say, and nothing that is not owed."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from asked import SAID, nothing_typed, request_to, taken, typed
from dimmer.apps.requests import forms, queries
from dimmer.core.law import codes
from stage import raised

Browse = Callable[[Any], Client]
OWN = ("subject-access", "parent-record-request")
TEXTS = st.sampled_from(["", "As they say it"])
WRITTEN = ("named", "needed", "why", "law", "threshold", "line", "told", "approval")
FILLS: Mapping[str, Mapping[str, str]] = {
    **{code: {"checked": "number"} for code in ("who", "identity")},
    **{code: {"law": "Children Act 1989, s. 47"} for code in ("authority", "law")},
    "needed": {"needed": "When she was seen"},
    "named": {"named": "Whether she was fed"},
    "why": {"why": "To see that she is safe"},
    "consent": {"consent": "not-asked"},
    "line": {"line": "Who was there"},
    "told": {"told": "By letter"},
    "approval": {"approval": "Supt Made-up"},
}
"""What is written down when somebody says what they were asked for."""


def requests_of(*kinds: str) -> st.SearchStrategy[dict[str, Any]]:
    """Requests of these kinds, of which anything may have been said or not."""
    return st.fixed_dictionaries(
        {
            **dict.fromkeys(WRITTEN, TEXTS),
            "form": st.sampled_from(kinds),
            "checked": st.sampled_from(sorted(forms.CHECKED)),
            "consent": st.sampled_from(sorted(forms.CONSENT)),
            "counselling": st.sampled_from(["no", "yes"]),
            "kind": st.sampled_from(["person", "solicitor", "police", "charity"]),
        }
    ).map(lambda said: {**SAID, **said})


@given(requests_of(*OWN))
def test_whoever_asks_for_their_own_owes_no_reason_and_no_law(said: dict[str, Any]) -> None:
    may = queries.may_ask_for(said)
    offered = forms.More(said=said).fields["asked"].choices  # type: ignore[attr-defined]
    letter = " ".join([*queries.says_more(said), *queries.more_words(may)])

    assert {*may} <= {"identity", "authority", "which"}
    assert {code for code, _ in offered} == {*may}
    assert "which" not in queries.gaps(said)  # they need not say
    assert queries.lacks_fields(said) == []
    assert not re.search("cannot answer|hold|necessary|duty|in writing", letter)
    assert "one month" in letter


@given(requests_of(*codes.REQUEST_FORMS))
def test_nobody_is_told_that_they_have_not_said_what_they_said(said: dict[str, Any]) -> None:
    for _ in codes.REQUEST_FORMS:
        lacks = queries.gaps(said)
        if not lacks:
            break
        said = {**said, **FILLS[lacks[0]]}
        assert lacks[0] not in queries.gaps(said)
        assert {*queries.gaps(said)} < {*lacks}
    assert queries.gaps(said) == []
    assert queries.lacks_fields(said) == []


@given(requests_of(*codes.REQUEST_FORMS))
def test_a_law_is_missed_where_one_is_demanded_of_whoever_asks_through_dimmer(
    said: dict[str, Any],
) -> None:
    is_missed = "law" in queries.gaps(said)

    assert is_missed == (queries.must_name_law(said["form"]) and not said["law"])
    assert not queries.must_name_law("plain")
    assert {*queries.gaps(said)} <= {*queries.may_ask_for(said)}


@given(requests_of(*codes.REQUEST_FORMS))
def test_of_whoever_asks_through_dimmer_nothing_is_missed_that_its_form_has_them_say(
    said: dict[str, Any],
) -> None:
    said |= {"checked": "dimmer", "why": "To plan", "consent": "agreed", "law": "s. 47"}

    only_of_the_police = {"named", "line", "told", "approval"}
    assert {*queries.gaps(said)} <= only_of_the_police
    if said["form"] != "victim-information-request":
        assert queries.gaps(said) == []


@given(st.dates(date(2018, 5, 25), date(2150, 1, 1)))
def test_the_month_ends_on_the_same_day_of_the_next_or_on_its_last(came: date) -> None:
    ends = queries.month_ends({**SAID, "came_on": came.isoformat()})
    after = ends + timedelta(days=1)

    assert (ends.year * 12 + ends.month) - (came.year * 12 + came.month) == 1
    assert ends.day == came.day or (ends.day < came.day and after.day == 1)


@pytest.mark.parametrize("form", OWN)
def test_a_persons_own_request_goes_to_the_lead_within_a_month(
    area: Any, browser_of: Browse, form: str
) -> None:
    browser = browser_of(area.amina)
    said = {**SAID, "form": form, "kind": "person", "organisation": "", "checked": "not"}
    page = browser.post("/requests/new", typed(said))["Location"]

    shown = browser.get(page).content.decode()
    asks = browser.get(f"{page}/more").content.decode()
    reply = browser.post(f"{page}/more", {"asked": ["identity", "which"]})["Location"]
    letter = browser.get(reply).content.decode()
    before = browser.get(f"{page}/nothing").content.decode()
    answered = browser.post(f"{page}/nothing", nothing_typed())["Location"]
    answer = browser.get(answered).content.decode()

    for words in (shown, asks, before):
        assert "data protection lead" in words
        assert "24 December 2026" in words  # it came on 24 November
        assert "under which you ask" not in words
        assert "what you need it for" not in words
    assert browser.post(f"{page}/more", {"asked": ["why"]})["Location"] == page  # answered by now
    assert "We cannot answer" not in letter
    assert "which information you mean" in letter
    assert "Information Commissioner" in answer
    assert 'value="why"' not in asks


def test_a_later_day_than_the_month_is_said(area: Any, browser_of: Browse) -> None:
    late = request_to(area.amina, form="subject-access", due_on=date(2026, 12, 25))
    just = request_to(area.amina, form="subject-access", due_on=date(2026, 12, 24))
    browser = browser_of(area.amina)

    assert "is later than that: 25 December 2026" in browser.get(f"/requests/{late}").content.decode()  # fmt: skip
    assert "is later than that" not in browser.get(f"/requests/{just}").content.decode()


def test_who_asks_for_themselves_stands_before_every_agency() -> None:
    kinds = [code for code, _ in forms.Record(initial={}).fields["kind"].choices]  # type: ignore[attr-defined]

    assert kinds[:2] == ["", "person"]
    assert len(kinds) == len({*kinds})


@pytest.mark.parametrize("form", OWN)
def test_the_answer_to_ones_own_request_is_the_same_whatever_is_held(
    area: Any, browser_of: Browse, form: str
) -> None:
    browser, seen = browser_of(area.amina), set()
    for kept, is_held in (("", False), ("We keep it back", False), ("We keep it back", True)):
        pk: UUID = request_to(area.amina, form=form, kind="person")
        if is_held:
            taken(pk, raised(area.amina), by=area.amina)
        where = browser.post(f"/requests/{pk}/nothing", nothing_typed(kept=kept))["Location"]
        words = browser.get(where).content.decode().split("</h1>")[1].split("</main>")[0]
        seen.add(words)
        assert "keep it back" not in words

    assert len(seen) == 1
