"""Family and honour: the flag travels; interpreters are checked; two people together tell one of a family."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from attack import deeds
from attack.scenarios_of_honour import asked_to_lift, asked_to_tell, flagged
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.queries import concern
from dimmer.apps.honour import actions, queries
from dimmer.apps.honour.models import HonourCheck, What
from dimmer.apps.ledger.models import Entry
from dimmer.apps.vault import actions as vault
from stage import NOW, browser_of, raised, reading

BEFORE = "Before you open this"
FLAG = "Tell nobody in the family or community"


def text(who: Any, address: str) -> str:
    return str(browser_of(who).get(address).content.decode())


def test_whoever_receives_it_sees_the_flag_before_they_open_it(area: SimpleNamespace) -> None:
    made = deeds.shared(area.amina, area.carys, found=flagged(area))[0]
    address = f"/disclosures/{made.pk}"
    before = Entry.objects.filter(kind="disclosure.opened").count()

    page = text(area.carys, address)

    assert BEFORE in page
    assert "cold and hungry" not in page
    assert "Zofia" not in page
    assert Entry.objects.filter(kind="disclosure.opened").count() == before
    opened = text(area.carys, f"{address}?read")
    assert FLAG in opened
    assert "cold and hungry" in opened
    assert BEFORE not in text(area.amina, address)


def test_without_the_flag_it_opens_at_once_and_says_nothing_of_it(area: SimpleNamespace) -> None:
    made = deeds.shared(area.amina, area.carys)[0]

    page = text(area.carys, f"/disclosures/{made.pk}")

    assert "cold and hungry" in page
    assert FLAG not in page


def test_the_flag_is_a_fact_of_the_advice(area: SimpleNamespace) -> None:
    found = flagged(area)

    browser_of(area.amina)
    whole = deeds.asking(area.amina, area.carys, found=found)
    page = text(area.amina, f"/decisions/{whole.round.pk}/advice")

    assert whole.concern.answers[queries.FACT] is True
    assert "no interpreter or chaperone from the family or community" in page


def test_an_interpreter_is_to_be_checked_until_somebody_has(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    browser, address = browser_of(area.amina), f"/honour/concerns/{found.concern.pk}"
    browser.post(address, {"reasons": ["honour", "several"], "because": "Her brothers"})

    assert "Check who interprets" in text(area.mona, "/")
    said = browser.post(
        f"{address}/interpreter", {"token": str(uuid4()), "who": "Ann Bell", "how": ""}
    )
    assert "Enter how you know" in said.content.decode()
    typed = {
        "token": str(uuid4()),
        "who": "Ann Bell, Language Line",
        "how": "She does not know her",
    }
    browser.post(f"{address}/interpreter", typed)

    assert "Check who interprets" not in text(area.mona, "/")
    assert "Ann Bell, Language Line" in text(area.mona, address)


def test_telling_somebody_of_the_family_waits_for_a_second_person(area: SimpleNamespace) -> None:
    row = asked_to_tell(area)
    address = f"/honour/{row.pk}"

    assert "An aunt" in text(area.mona, address)
    assert address in text(area.mona, "/")
    assert address not in text(area.amina, "/")
    browser_of(area.amina).post(address, {"is_agreed": "yes", "because": ""})
    row.refresh_from_db()
    assert row.answered_at is None
    browser_of(area.mona).post(address, {"is_agreed": "no", "because": "She talks"})
    row.refresh_from_db()
    assert (row.is_agreed, row.answered_by_id) == (False, area.mona.pk)
    assert address not in text(area.mona, "/")
    assert "must not be told" in text(area.amina, f"/honour/concerns/{row.concern_id}")


def test_nobody_is_their_own_second_person(area: SimpleNamespace) -> None:
    row = asked_to_tell(area)
    with reading(area.amina):
        found = concern(row.concern_id, reader=area.amina)
        said: dict[str, Any] = {"row_id": row.pk, "because": "", "by": area.amina, "at": NOW}
        with pytest.raises(NotNow):
            actions.answer(found, is_agreed=True, **said)
        with pytest.raises(NoReason):
            actions.answer(found, is_agreed=False, **said)


def test_an_emergency_carries_the_flag_and_waits_for_nobody(area: SimpleNamespace) -> None:
    with reading(area.amina):
        made = deeds.emergency(area.amina, [area.pat.team], token=uuid4(), is_honour=True)[0]

    assert BEFORE in text(area.pat, f"/disclosures/{made.pk}")
    assert not HonourCheck.objects.filter(what=What.TELLING).exists()


def fact_of(area: SimpleNamespace, pk: Any) -> Any:
    with reading(area.amina):
        return concern(pk, reader=area.amina).answers.get(queries.FACT)


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_one_person_does_not_take_the_flag_back_by_the_question(
    area: SimpleNamespace, answer: str
) -> None:
    whole = deeds.asking(area.amina, area.carys, found=flagged(area))

    said = {"fact": queries.FACT, "answer": answer}
    response = browser_of(area.amina).post(f"/decisions/{whole.round.pk}", said)

    assert response.status_code == 302
    assert response["Location"].endswith("/lifting")
    assert fact_of(area, whole.concern.concern.pk) is True


def test_two_people_take_the_flag_back_and_it_can_be_raised_anew(area: SimpleNamespace) -> None:
    row = asked_to_lift(area)
    address = f"/honour/{row.pk}"

    assert address in text(area.mona, "/")
    assert address not in text(area.amina, "/")
    browser_of(area.amina).post(address, {"is_agreed": "yes", "because": ""})
    assert fact_of(area, row.concern_id) is True
    browser_of(area.mona).post(address, {"is_agreed": "yes", "because": ""})

    assert fact_of(area, row.concern_id) is False
    assert "Check who interprets" not in text(area.mona, "/")
    with reading(area.amina):
        found = concern(row.concern_id, reader=area.amina)
        actions.flag(found, reasons=["honour"], because="After all", by=area.amina, at=NOW)
    assert fact_of(area, row.concern_id) is True
    assert "Check who interprets" in text(area.mona, "/")


def test_one_request_to_take_it_back_takes_back_no_flag_that_is_raised_later(
    area: SimpleNamespace,
) -> None:
    row = asked_to_lift(area)
    with reading(area.nina):
        vault.name(row.concern_id, practitioner=area.nina.pk, team=area.nina.team_id, at=NOW)
        vault.regroup([row.concern_id], team=area.nina.team_id)
    browser = browser_of(area.nina)
    browser.post(
        f"/honour/concerns/{row.concern_id}/lifting", {"token": str(uuid4()), "because": "Me too"}
    )
    other = HonourCheck.objects.get(concern=row.concern_id, what=What.LIFTING, by=area.nina)
    browser_of(area.mona).post(f"/honour/{row.pk}", {"is_agreed": "yes", "because": ""})
    with reading(area.amina):
        found = concern(row.concern_id, reader=area.amina)
        actions.flag(found, reasons=["honour"], because="After all", by=area.amina, at=NOW)

    shown = text(area.mona, "/")
    browser_of(area.mona).post(f"/honour/{other.pk}", {"is_agreed": "yes", "because": ""})

    assert f"/honour/{other.pk}" not in shown
    assert fact_of(area, row.concern_id) is True
    other.refresh_from_db()
    assert other.is_agreed is False


def test_a_second_person_who_does_not_agree_leaves_it_flagged(area: SimpleNamespace) -> None:
    row = asked_to_lift(area)
    browser = browser_of(area.mona)

    said = browser.post(f"/honour/{row.pk}", {"is_agreed": "no", "because": ""})
    assert "Enter why it stays" in said.content.decode()
    browser.post(f"/honour/{row.pk}", {"is_agreed": "no", "because": "Her brother rang"})

    assert fact_of(area, row.concern_id) is True
    assert "it stays" in text(area.amina, f"/honour/concerns/{row.concern_id}")


def test_however_it_was_flagged_somebody_is_asked_to_check_who_interprets(
    area: SimpleNamespace,
) -> None:
    whole = deeds.asking(area.amina, area.carys)
    browser_of(area.amina).post(
        f"/decisions/{whole.round.pk}", {"fact": queries.FACT, "answer": "yes"}
    )
    assert "Check who interprets" in text(area.mona, "/")
    pk = whole.concern.concern.pk
    typed = {"token": str(uuid4()), "who": "Nobody is needed", "how": "She speaks English"}
    browser_of(area.amina).post(f"/honour/concerns/{pk}/interpreter", typed)
    assert "Check who interprets" not in text(area.mona, "/")

    with reading(area.amina):
        deeds.emergency(area.amina, [area.pat.team], token=uuid4(), is_honour=True)

    assert "Check who interprets" in text(area.mona, "/")


@pytest.mark.parametrize(
    ("told", "step"), [("told", "held"), ("will", "held"), ("not", "to-share")]
)
def test_where_it_is_flagged_telling_anybody_waits_for_a_second_person(
    area: SimpleNamespace, told: str, step: str
) -> None:
    whole = deeds.asking(area.amina, area.carys, found=flagged(area))

    with reading(area.amina):
        words = {**deeds.WORDS, "told": told}
        deeds.decide(whole, area.amina, deeds.choices(whole), words=words)
        whole = deeds.again(whole, area.amina)
    assert [row.step for row in whole.proposals] == [step]


def test_without_the_flag_telling_her_waits_for_nobody(area: SimpleNamespace) -> None:
    whole = deeds.decided(area.amina, area.carys)

    assert [row.step for row in whole.proposals] == ["to-share"]
