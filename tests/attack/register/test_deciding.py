"""Who was told what nobody should have decided alone, or the wrong piece of it; and where telling was right.

Not built, and so not tried: disclosure schemes with their applications, and finding out about others from
another agency's records (what is asked of an agency goes to it as a pack, decided on like any other).
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from attack import deeds
from attack.register.guards import PLAIN, SHE, agreed, off, sent, ticked, towards, unguarded
from dimmer.apps.decisions.models import Against, Decision, Proposal
from dimmer.apps.decisions.queries import Choice
from dimmer.core.proportionality import Light
from dimmer.core.route import NotAMove
from rounds import WORDS, choices, overriding
from rounds import ticked as boxes
from stage import raised, reading

pytestmark = pytest.mark.register
Browse = Callable[[Any], Client]
APPLICANT = {"name": "Jolanta Kos", "role": "informant"}


def test_one_assessment_for_three_is_three_papers_each_with_their_own(area: Any) -> None:
    """Nottinghamshire County Council, reprimanded 2023: a mother and two former partners got one whole assessment."""
    texts = ("He broke her phone", "She sees a counsellor", "The child was hungry")
    to = (area.carys, area.pat, area.greta)

    def attempt() -> list[str]:
        found = raised(area.amina, people=(SHE,), items=tuple({"text": each} for each in texts))
        whole = deeds.asking(area.amina, *to, found=found)
        with reading(area.amina):
            pieces = dict(zip(whole.proposals, whole.concern.items, strict=True))
            chosen = [
                Choice(row.pk, Light.DETAIL, frozenset({piece.id})) for row, piece in pieces.items()
            ]
            made = deeds.decide(whole, area.amina, chosen)
        of = {who.team_id: who for who in to}
        told = []
        for row, piece in zip(made, pieces.values(), strict=True):
            proposal = agreed(row, by=area.mona)
            pack = sent(area, proposal, to=of[proposal.recipient_id])
            assert piece.text in pack
            told.append(pack)
        return told

    assert [sum(text in pack for text in texts) for pack in attempt()] == [1, 1, 1]
    all_of_it = lambda pieces, **_: list(pieces)  # noqa: E731
    with off("dimmer.apps.disclosures.queries.pack.shared_pieces", all_of_it):
        assert [sum(text in pack for text in texts) for pack in attempt()] == [3, 3, 3]


def test_who_applied_is_not_named_to_those_who_deal_with_him(area: Any) -> None:
    """South Wales Police, reprimanded 2022: those asked about under disclosure schemes learnt who had asked."""
    towards(area.carys, "probation")

    def attempt() -> str:
        found = raised(
            area.amina,
            people=(SHE, APPLICANT),
            items=({"text": PLAIN, "source": "Jolanta Kos rang"},),
        )
        return sent(area, agreed(ticked(area, found=found), by=area.mona))

    told = attempt()
    assert PLAIN in told
    assert "Jolanta" not in told
    as_typed = lambda piece, _found: piece.source  # noqa: E731
    with off("dimmer.apps.disclosures.queries.pack.source_of", as_typed), unguarded():
        assert "Jolanta" in attempt()


def test_what_she_said_does_not_go_towards_him_because_one_person_thinks_so(area: Any) -> None:
    """Tameside Council, Ombudsman (19 018 961): a violent former partner was told, and a life threatened."""
    towards(area.carys, "perpetrator-programme")
    what = "She told us where he keeps the knife"

    def attempt() -> str:
        proposal = Proposal.objects.get(pk=ticked(area, texts=(what,)).proposal_id)
        return sent(area, proposal)

    with pytest.raises(NotAMove):
        attempt()
    with off("dimmer.apps.decisions.actions.deciding.how_against", lambda *_, **__: Against.NO):
        assert what in attempt()


def test_nobody_is_asked_about_a_family_before_it_was_decided_that_they_may_be(area: Any) -> None:
    """AB and CD v Haringey [2013] EWHC 416 (Admin): on an unsigned letter a council asked a surgery and a school."""
    little = {"purpose.kinds": ["protect-child"], "risk.level": "none", "risk.urgency": "routine"}

    def attempt() -> str:
        found = raised(
            area.amina, people=(SHE,), items=({"text": "An unsigned letter: he hits her"},)
        )
        whole = deeds.decided(area.amina, area.greta, found=found, answers=little, light=Light.FULL)
        return sent(area, whole.proposals[0], to=area.greta)

    with pytest.raises(NotAMove):
        attempt()
    with off("dimmer.apps.decisions.actions.deciding.check_move", lambda _before, _after: None):
        assert "unsigned letter" in attempt()


def test_what_she_refused_goes_where_others_are_at_risk_and_not_before_it_is_signed_off(
    area: Any, browser_of: Browse
) -> None:
    """North Tyneside Council, Ombudsman 2024: a referral went on after a refusal, and no fault was likely."""
    browser = browser_of(area.amina)

    def attempt(**signed: str) -> Decision:
        made = overriding(browser, area)
        page = f"/decisions/{made.pk}/decide"
        asked = browser.get(page).content.decode()
        browser.post(page, {**WORDS, **choices(made, "DETAIL"), **boxes(asked), **signed})
        rows = Decision.objects.filter(proposal__round=made, proposal__recipient=area.carys.team)
        return rows.get()

    held = attempt(sign_off="wait")
    with pytest.raises(NotAMove):
        sent(area, held.proposal)
    assert "'said_no': True" in sent(area, agreed(held, by=area.mona))
    with off("dimmer.apps.decisions.queries.asks_for_signature", lambda _facts, _advice: False):
        assert "'said_no': True" in sent(area, attempt().proposal)
