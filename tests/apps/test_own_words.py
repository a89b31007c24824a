"""What somebody told in their own words is written down once, goes as they said, and is never altered."""

import json
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from amended import corrected, says
from dimmer.apps.agencies.models import Agency
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions import queries as asked
from dimmer.apps.decisions.models import Decision
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.queries import disclosure, may_reach, pack_as_decided
from dimmer.apps.onward.queries import passed_on
from dimmer.core.proportionality import Light
from dimmer.core.route import NotAMove
from dimmer.core.told import TOPICS
from own_words import HER, HIM, OWN, PEOPLE, TEXTS, part, told, typed
from rounds import WORDS as TYPED
from rounds import grounded, ticked
from shares import ANSWERS, WORDS
from stage import NOW, raised, reading

Browse = Callable[[Any], Client]
TRIES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A shorter example of a whole concern tells little, and takes minutes to find."""
CONSENTS = (
    "given", "restricted", "refused", "withdrawn", "not-sought", "invalid", "not-applicable", None,
)  # fmt: skip


def read(pk: Any, by: Any) -> Any:
    with reading(by):
        return concern(pk, reader=by)


def noted(found: Any, by: Any, **said: Any) -> Any:
    """What she was asked already, written down anew."""
    with reading(by):
        now = concern(found.concern.pk, reader=by)
        before = now.asked_before.get(now.people[0].id, ())
        whole = {"asked": ["events"], "not_again": ["why"], "because": "", "stays": ""} | said
        concerns.note_asked(
            now, token=uuid4(), person=now.people[0].id, said=whole,
            after=str(before[-1].id) if before else "", by=by, at=NOW,
        )  # fmt: skip
        return concern(found.concern.pk, reader=by)


def decided_on(
    area: Any, found: Any, to: Any, light: Light, *places: int, consent: str | None = None
) -> Decision:
    """Amina's decision to give a team the pieces at these places, where Nadia said that of sharing."""
    by = area.amina
    with reading(by):
        made = decisions.propose(found, token=uuid4(), recipients=[to], by=by, at=NOW)
        answers = ANSWERS | {"people.person-1.consent": consent}
        found = concerns.answer(found, by=by, answers=answers, at=NOW)
        whole = asked.asked(made.pk, concern=found)
        assert whole is not None
        facts, advice = asked.advice_on(whole, holder=by.team.agency, on=NOW.date())
        items = frozenset(whole.pieces[place].id for place in places)
        (decision,) = decisions.decide(
            whole, by=by, choices=[asked.Choice(whole.proposals[0].pk, light, items)], judgements=WORDS,
            facts=facts, advice=advice, review_on=NOW.date() + timedelta(days=9),
            check_within=timedelta(hours=24), at=NOW,
        )  # fmt: skip
    return decision


def new(**said: Any) -> dict[str, Any]:
    """A part that is not put down yet."""
    return {"token": uuid4(), "about": ["person-2"], **typed(**said)}


def test_own_words_are_written_down_on_their_pages_and_each_page_says_what_is_wrong(
    area: Any, browser_of: Browse
) -> None:
    found = raised(area.amina, people=PEOPLE)
    pk, her, him = found.concern.pk, found.people[0].id, found.people[1].id
    add, ask = f"/concerns/{pk}/own-words/add", f"/concerns/{pk}/people/{her}/asked"
    browser = browser_of(area.amina)

    for page in (add, ask):
        assert browser_of(area.ida).get(page).status_code == 404, page  # another agency
        assert browser_of(area.aud).get(page).status_code == 404, page  # another role
        assert browser.get(page).status_code == 200
    assert browser.get(f"/concerns/{pk}/people/{him}/asked").status_code == 404
    wrong = unescape(browser.post(add, new()).content.decode())
    assert "Enter when they said whether it may be passed on" in wrong
    assert TEXTS["yes"] in wrong
    assert 'value="person-3"' not in wrong.split('name="about"')[0]  # who must stay unknown
    assert b"Choose who said it" in browser.post(add, new(who="person-2")).content
    day = {"passing_on-day": "21", "passing_on-month": "11", "passing_on-year": "2025"}
    assert browser.post(add, new(**day)).status_code == 302
    (own,) = (each for each in read(pk, area.amina).items if each.own)
    assert (own.text, own.about) == (TEXTS["yes"], ("person-1", "person-2"))
    assert own.own["passing_on"] == "2025-11-21"

    said = {"token": uuid4(), "after": "", "asked": ["events"], "not_again": ["why"]}
    said |= {"because": "It hurts"}
    assert browser.post(ask, said).status_code == 302
    late = browser.post(ask, {**said, "token": uuid4(), "asked": ["money"]}).content.decode()
    assert "A colleague has changed it meanwhile" in late
    assert "It hurts" in late
    after = read(pk, area.amina).asked_before[her][-1].id
    browser.post(ask, {**said, "token": uuid4(), "after": after, "not_again": ["why", "events"]})
    versions = read(pk, area.amina).asked_before[her]
    assert [each.not_again for each in versions] == [("why",), ("events", "why")]
    whole = unescape(browser.get(f"/concerns/{pk}").content.decode())
    assert f"{HER} said" in whole
    assert "They said no to passing it on, 21 November 2025" in whole
    assert "Do not ask again: what happened; why they did something, or did not" in whole


def test_a_part_that_may_not_go_is_offered_only_where_the_law_needs_no_yes_and_a_second_person_sees_it(
    area: Any, browser_of: Browse
) -> None:
    found, browser = told(area.amina), browser_of(area.amina)
    yes, no, unasked = (str(each.id) for each in found.items)
    browser.post(
        f"/decisions/new/{found.concern.pk}",
        {"token": uuid4(), "teams": [str(area.carys.team.pk)], "asked_for": "none"},
    )
    with reading(area.amina):
        ((made, (proposal,)),) = asked.unfinished(concern(found.concern.pk, reader=area.amina))
    page = f"/decisions/{made.pk}/decide"
    opening = {"purpose.kinds": "protect-adult", "risk.level": "high", "risk.urgency": "same-day"}

    def answered(consent: str) -> str:
        for fact, value in (opening | {"people.person-1.consent": consent}).items():
            browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": value})
        return unescape(browser.get(page).content.decode())

    offered = answered("given")
    assert f'value="{yes}"' in offered
    assert f'value="{no}"' not in offered
    assert f'value="{unasked}"' not in offered
    assert "Not offered, as they have not said yes to passing it on" in offered
    assert TEXTS["no"] in offered
    typed_in = {
        **TYPED, f"light-{proposal.pk}": "FULL", f"items-{proposal.pk}": [yes, no], f"asked-{proposal.pk}": "",
    }  # fmt: skip
    assert browser.post(page, typed_in).status_code == 200
    assert Decision.objects.count() == 0

    offered = answered("not-sought")  # her no to the part is written down nowhere else yet
    assert (f'value="{unasked}"' in offered, f'value="{no}"' in offered) == (True, False)
    offered = answered("refused")
    assert f'value="{no}"' in offered
    assert {no, unasked}.isdisjoint(ticked(offered).get(f"items-{proposal.pk}", []))
    grounded(browser, made, who=area.amina)
    decided = browser.post(page, typed_in | {"sign_off": "wait", "signed_by": ""})
    assert decided.status_code == 302, unescape(decided.content.decode())
    decision = Decision.objects.get()
    manager = browser_of(area.mona)
    check = manager.get(f"/decisions/check/{decision.pk}").content.decode()
    assert "They said no to passing it on" in check
    manager.post(f"/decisions/check/{decision.pk}", {"is_agreed": "yes", "because": "I read it"})
    preview = unescape(browser.get(f"/disclosures/preview/{proposal.pk}").content.decode())
    assert f"In {HER}\N{RIGHT SINGLE QUOTATION MARK}s own words" in preview
    assert "They said no to passing it on: it is shared because the law lets it be" in preview
    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        assert asked.judgements(decision, now.key)["despite"] == [no]


def test_what_was_shared_is_seen_as_it_was_told_and_a_later_no_lets_no_other_words_through(
    area: Any, browser_of: Browse
) -> None:
    found = noted(told(area.amina), area.amina, because="I have said it six times")
    decision = decided_on(area, found, area.carys.team, Light.FULL, 0, consent="given")
    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        made = disclosures.disclose(now, proposal_id=decision.proposal_id, by=area.amina, at=NOW)
    with reading(area.carys):
        opened = disclosure(made.pk, reader=area.carys).pack

    (item,) = opened["items"]
    assert item["text"] == TEXTS["yes"]
    assert item["own"] == {name: OWN[name] for name in ("who", "present", "interpreter", "passing")}
    assert opened["asked_already"] == [{"who": "person-1", "asked": ["events"], "not_again": ["why"]}]  # fmt: skip
    assert "own-words" in opened["flags"]
    assert "not-a-fact" not in opened["flags"]
    page = unescape(browser_of(area.carys).get(f"/disclosures/{made.pk}").content.decode())
    for words in (
        "own words:",
        "Please do not ask again:",
        "telling it differently, or not at all",
    ):
        assert words in page, words
    assert "six times" not in page
    look = browser_of(area.amina).get(f"/concerns/{found.concern.pk}/look").content.decode()
    assert not any(words in look for words in (*TEXTS.values(), *TOPICS.values()))

    corrected(area.amina, found.concern.pk, own={**OWN, "passing": "no"})
    corrected(area.amina, found.concern.pk, text="He hid the money")
    first, second = says(made, area.carys)
    assert first.piece is not None
    assert first.piece["own"]["passing"] == "no"
    assert second.piece is None
    for since in ((), (first,), (first, second)):
        went = passed_on(opened, [0], changed=since)["items"]
        assert any("text" in each for each in went) == (since == ()), since
    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        less = asked.less_of(
            now, decision, light=Light.FULL, items=[now.items[0].id], because="Less",
            review_on=NOW.date(), by=area.amina, at=NOW,
        )  # fmt: skip
        assert asked.judgements(less.decision, now.key)["items"] == []
    history = read(found.concern.pk, area.amina).items[0].before
    assert [each.typed["text"] for each in history] == [TEXTS["yes"], TEXTS["yes"]]
    with reading(area.amina), pytest.raises(concerns.NobodyThere):
        concerns.put_item(
            found, token=uuid4(), by=area.amina, at=NOW,
            typed={**part("yes"), "about": ["person-2"], "observed": "", "own": OWN | {"who": "person-2"}},
        )  # fmt: skip


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=12,
    deadline=None,
    phases=TRIES,
)
@given(data=st.data())
def test_no_part_that_may_not_go_is_in_a_pack_that_rests_on_a_yes_and_topics_never_reach_an_alleged_abuser(
    area: Any, data: st.DataObject
) -> None:
    words = data.draw(st.text("aé“ß \n", min_size=1, max_size=9).filter(str.strip))
    own = data.draw(st.sampled_from(["yes", "no", "unasked"]))
    extra = part(own, f"<{words}>")
    found = noted(told(area.amina, extra), area.amina, because="never-told")
    texts = [each.text for each in found.items]
    held = {each.text for each in found.items if each.own["passing"] != "yes"}
    who = data.draw(st.sampled_from([area.carys, area.pat, area.ida]))
    kind = data.draw(st.sampled_from(["la-children", "police", "prison", "solicitor", "court"]))
    Agency.objects.filter(pk=who.team.agency_id).update(kind=kind)
    team = type(who.team).objects.select_related("agency").get(pk=who.team.pk)
    consent = data.draw(st.sampled_from(CONSENTS))
    light = data.draw(st.sampled_from([Light.POINTER, Light.HEADLINE, Light.DETAIL, Light.FULL]))
    places = data.draw(st.sets(st.integers(0, len(texts) - 1)))
    if light < Light.HEADLINE:
        places = set()
    is_held = bool(held & {texts[place] for place in places})
    try:
        decision = decided_on(area, found, team, light, *places, consent=consent)
    except NotAMove:
        assert is_held
        return
    with reading(area.amina):
        now = concern(found.concern.pk, reader=area.amina)
        pack = pack_as_decided(now, decision.proposal, decision, sender=area.amina, on=NOW.date())
        reaches = may_reach(now, team, holder=area.amina.team.agency)

    assert not (is_held and consent == "given")
    gone = [item["text"] for item in pack.get("items", ())]
    assert {*gone} <= {texts[place] for place in places}, "words are never altered"
    if consent == "given":
        assert not held & {*gone}
    assert ("asked_already" in pack) == (light >= Light.HEADLINE and not reaches)
    assert reaches == (kind in ("prison", "solicitor", "court"))
    assert "never-told" not in json.dumps(pack)
    assert HIM not in json.dumps(pack.get("asked_already", []))
