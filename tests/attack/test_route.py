"""Whatever people do in whatever order: nothing leaves but what somebody decided, to whom they decided."""

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)

from attack import deeds, witness
from dimmer import lawbook
from dimmer.apps.agencies.models import OVERSEE, WORK, Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import Decision, Proposal, SecondCheck
from dimmer.apps.decisions.queries import Asked, Choice, decision_of, judgements, pieces_of
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import NoSuchDisclosure, disclosure
from dimmer.apps.receipts import actions as receipts
from dimmer.core.proportionality import Light
from dimmer.core.route import NotAMove
from stage import raised, reading

CURIOUS = {"purpose.kinds": ["curiosity"], "risk.level": "none", "risk.urgency": "routine"}
HOLDERS = st.sampled_from(("amina", "mona"))
ANYBODY = st.sampled_from(("amina", "mona", "leila", "rhys", "carys", "max", "pat", "olu", "greta"))
RECIPIENTS = st.lists(
    st.sampled_from(("carys", "pat", "olu", "greta", "ida")), min_size=1, max_size=3, unique=True
)
CATEGORIES = st.sampled_from(("child-protection", "health", "contact", "threat"))
_REFUSED = (NotNow, NotAMove, NoSuchConcern, NoSuchDisclosure)


class Route(RuleBasedStateMachine):
    """One concern of the health visitors, and everybody at work on it or curious about it."""

    cast: SimpleNamespace
    witness: Any
    judged = 0
    proposals: Bundle[UUID] = Bundle("proposals")

    @initialize(target=proposals)
    def raise_it(self) -> Any:
        """Three people are in it; one of them must stay unknown. The first two shares are not left to chance."""
        self.found: ConcernRead = raised(
            self.cast.amina,
            people=(
                deeds.about(name="Zofia Nowak", role="child", address="1 Long Lane"),
                deeds.about(name="Quentin Unsaid", role="informant", phone="01632 960 777"),
                deeds.about(name="Marek Nowak", role="alleged-perpetrator"),
            ),
            items=(deeds.piece(text=f"first {uuid4()}", source="Quentin Unsaid rang"),),
        )
        self.escalated = False
        self.rounds: list[Asked] = []
        as_advised = self._share_first(deeds.ANSWERS)
        more_than_advised = self._share_first(CURIOUS)
        return multiple(as_advised, more_than_advised)

    def _share_first(self, answers: Mapping[str, Any]) -> UUID:
        amina = self.cast.amina
        asked = deeds.asking(amina, self.cast.carys, found=self.found, answers=answers)
        self.rounds.append(asked)
        [row] = asked.proposals
        [first, *_] = asked.pieces
        with reading(amina):
            choice = Choice(row.pk, Light.DETAIL, frozenset({first.id}))
            deeds.decide(asked, amina, [choice])
        self.go_on(row.pk)
        return row.pk

    @rule(by=HOLDERS, category=CATEGORIES, about=st.sampled_from(("person-1", "person-2")))
    def add_a_piece(self, by: str, category: str, about: str) -> None:
        who: Practitioner = getattr(self.cast, by)
        typed = deeds.piece(text=f"piece {uuid4()}", categories=[category], about=[about])
        with reading(who):
            concerns.put_item(self.found, token=uuid4(), by=who, typed=typed, at=deeds.later())

    @rule(target=proposals, by=HOLDERS, names=RECIPIENTS, curious=st.booleans(), data=st.data())
    def ask_and_decide(
        self,
        by: str,
        names: list[str],
        curious: bool,
        data: st.DataObject,
    ) -> Any:
        to = [getattr(self.cast, name) for name in names]
        answers = CURIOUS if curious else deeds.ANSWERS
        asked = deeds.asking(getattr(self.cast, by), *to, found=self.found, answers=answers)
        self.rounds.append(asked)
        self._decide(asked, getattr(self.cast, by), data)
        return multiple(*(row.pk for row in asked.proposals))

    @rule(by=HOLDERS, data=st.data())
    def decide_again(self, by: str, data: st.DataObject) -> None:
        if self.rounds:
            self._decide(data.draw(st.sampled_from(self.rounds)), getattr(self.cast, by), data)

    def _decide(self, asked: Asked, who: Practitioner, data: st.DataObject) -> None:
        with reading(who):
            now = deeds.again(asked, who)
            ids = [piece.id for piece in now.pieces]
            usual = st.just((Light.DETAIL, frozenset(ids[:1])))
            any_choice = st.tuples(st.sampled_from(Light), st.frozensets(st.sampled_from(ids)))
            chosen = [
                Choice(row.pk, light, items if light is not Light.DARK else frozenset())
                for row in now.proposals
                for light, items in [data.draw(st.one_of(usual, any_choice))]
            ]
        self._try(who, lambda: deeds.decide(now, who, chosen))

    @rule(pk=proposals)
    def go_on(self, pk: UUID) -> None:
        """As on most days: the manager agrees where she must, and it is shared."""
        self.second(pk, "mona", is_agreed=True)
        self.share(pk, "amina")

    @rule(pk=proposals, by=st.one_of(HOLDERS, ANYBODY), is_agreed=st.booleans())
    def second(self, pk: UUID, by: str, is_agreed: bool) -> None:
        who: Practitioner = getattr(self.cast, by)
        row = SecondCheck.objects.filter(decision__proposal=pk).order_by("-decision__at").first()
        if row:
            self._try(
                who,
                lambda: decisions.check(
                    concern(self.found.concern.pk, reader=who), decision_id=row.pk, by=who,
                    is_agreed=is_agreed, because="Seen", at=deeds.later(),
                ),
            )  # fmt: skip

    @rule(pk=proposals)
    def escalate(self, pk: UUID) -> None:
        """Time passes, and nobody has looked."""
        row = SecondCheck.objects.filter(decision__proposal=pk, at=None).first()
        if row:
            at = deeds.later() + 9 * deeds.HOURS
            with reading(self.cast.amina.team):
                self.escalated |= decisions.escalate(row.pk, owner=self.cast.amina.team, at=at)

    @rule(pk=proposals, by=st.one_of(HOLDERS, ANYBODY))
    def share(self, pk: UUID, by: str) -> None:
        who: Practitioner = getattr(self.cast, by)
        made = self._try(
            who,
            lambda: disclosures.disclose(
                concern(self.found.concern.pk, reader=who), proposal_id=pk, by=who, at=deeds.later()
            ),
        )  # fmt: skip
        if made:
            assert who.team_id == self.cast.amina.team_id or self.escalated
            self._judge(made)

    @rule(pk=proposals, by=ANYBODY)
    def receive(self, pk: UUID, by: str) -> None:
        who: Practitioner = getattr(self.cast, by)
        row = Disclosure.objects.filter(proposal=pk).first()
        if row:
            got = self._try(
                who,
                lambda: receipts.acknowledge(
                    disclosure(row.pk, reader=who), by=who, at=deeds.later()
                ),
            )
            assert got is None or who.team_id == row.recipient_id

    @rule(pk=proposals, by=st.one_of(HOLDERS, ANYBODY))
    def stop(self, pk: UUID, by: str) -> None:
        who: Practitioner = getattr(self.cast, by)
        self._try(
            who,
            lambda: decisions.stop(
                concern(self.found.concern.pk, reader=who), proposal_id=pk, by=who,
                because="She asked us to wait", at=deeds.later(),
            ),
        )  # fmt: skip

    def _try(self, who: Practitioner, act: Any) -> Any:
        try:
            with reading(who):
                return act()
        except _REFUSED:
            return None

    def _judge(self, made: Disclosure) -> None:
        """What left is what was decided, and only two teams can open it."""
        type(self).judged += 1
        with reading(self.cast.amina):
            rows = Proposal.objects.select_related("recipient__agency", "round")
            row = rows.get(pk=made.proposal_id)
            decision = decision_of(row)
        assert decision is not None
        assert decision.pk == made.decision_id
        assert decision.is_to_share
        assert decision.light > Light.DARK.value
        if decision.against == "more" and not decision.is_emergency:
            check = SecondCheck.objects.get(pk=decision.pk)
            assert check.is_agreed
            assert check.by_id != decision.by_id
        self._judge_pack(made, row, decision)
        self._judge_readers(made)

    def _judge_pack(self, made: Disclosure, row: Proposal, decision: Decision) -> None:
        with reading(self.cast.amina):
            pack = disclosure(made.pk, reader=self.cast.amina).pack
            now = deeds.opened(self.found, self.cast.amina)
            chosen = set(judgements(decision, now.key)["items"])
        written = json.dumps(dict(pack), ensure_ascii=False)
        for piece in pieces_of(now):
            needs = lawbook.book().ceilings.need(piece.categories)
            if str(piece.id) not in chosen or decision.light < max(needs, Light.HEADLINE):
                assert piece.text not in written
        assert "Quentin" not in written or any(
            piece.text.startswith("Quentin") and str(piece.id) in chosen for piece in pieces_of(now)
        )
        keys = [person["key"] for person in pack.get("people", ())]
        assert keys == [f"person-{place}" for place in range(1, len(keys) + 1)]
        assert {key for item in pack.get("items", ()) for key in item["about"]} <= set(keys)
        own = {row.recipient.agency.name, self.cast.amina.team.agency.name}
        for other in Proposal.objects.filter(round=row.round).select_related("recipient__agency"):
            assert other.recipient.agency.name in own or other.recipient.agency.name not in written

    def _judge_readers(self, made: Disclosure) -> None:
        for name in vars(self.cast):
            who = getattr(self.cast, name)
            if not isinstance(who, Practitioner):
                continue
            is_party = who.team_id in (made.sender_id, made.recipient_id)
            concern_id = self.found.concern.pk
            about = concern_id if who.team_id == made.sender_id else made.pk
            opens = self._try(who, lambda who=who: disclosure(made.pk, reader=who))
            assert (opens is not None) == (is_party and self._needs_to_know(who, about))
            holds = who.team_id == self.found.concern.team_id and self._needs_to_know(
                who, concern_id
            )
            leads = self.escalated and who.team_id == self.cast.leila.team_id
            opens = self._try(who, lambda who=who: concern(self.found.concern.pk, reader=who))
            assert (opens is not None) == (holds or leads)

    def _needs_to_know(self, who: Practitioner, about: UUID) -> bool:
        """Whoever oversees, whoever is named; while nobody is, all who work in the team."""
        rows = self.witness.execute(
            "select practitioner from vault_named where about = %s and team = %s",
            [about, who.team_id],
        ).fetchall()
        named = {pk for (pk,) in rows}
        return who.role in OVERSEE or who.pk in named or (not named and who.role in WORK)

    def teardown(self) -> None:
        """In the end no act is without its entry, and nothing is shown without a key."""
        assert witness.faults(self.witness) == []


def test_nothing_is_disclosed_but_what_was_decided_to_whom_it_was_decided(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    Route.cast, Route.witness = cast, witness_of

    run_state_machine_as_test(
        Route,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],  # to shrink takes minutes: steps really commit
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )

    assert Route.judged > 1
    assert SecondCheck.objects.filter(is_agreed=True).exists()
