"""Taking a permission back: until it is durable, until the next look is refused, until everybody is told."""

from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any
from uuid import uuid4

from bench import area, timing
from bench.row import Row, Size, within
from bench.row import say as tell

_MANY = 1_000
_MOST = 100_000
_ANSWERS = {
    "purpose.kinds": ["provide-service"], "risk.level": "medium", "risk.urgency": "routine",
    "people.person-1.consent": "given", "people.person-1.capacity": "has",
    "people.person-1.coercion_suspected": False,
}  # fmt: skip
_SOON = timedelta(hours=72)


def run(size: Size) -> Iterator[Row]:
    """Withdraw with 1, many and very many recipients; the notices of many are delivered."""
    area.area()
    many, most = size.count(_MANY, quick=10), size.of(_MOST, quick=30)
    to = _teams(most, with_keys=many)
    durable, loop, delivered = [], [], []
    for _ in range(size.count(3, quick=1)):
        world = _World(to[:many])
        durable.append(world.withdraw())
        loop.append(world.loop())
        delivered.append(world.deliver())
    yield timing.against(
        f"fanout: durable_seconds, a withdrawal with its notices to {many:,} recipients, committed",
        timing.Spread(tuple(durable)), timing.Spread(tuple(loop)), unit="s",
        peer="the notices alone by a Django loop, one row at a time, one commit",
    )  # fmt: skip
    found = timing.alone("", timing.Spread(tuple(delivered)), unit="s")
    yield within(
        f"fanout: delivered_seconds, {many:,} notices on the desks of {many:,} teams", 5, found
    )
    for count in (1, most):
        tell(f"  (a withdrawal that {count:,} received under)")
        taken = [
            _World(to[:count]).effect() for _ in range(3 if count == 1 and not size.quick else 1)
        ]
        name = f"fanout: effect_seconds, until the next look of {count:,} recipients is refused"
        yield timing.alone(name, timing.Spread(tuple(taken)), unit="s")


def _teams(count: int, *, with_keys: int) -> list[Any]:
    """Teams of one agency, a practitioner in each; the first of them with keys, so that they can be told."""
    from dimmer.apps.agencies import actions as agencies
    from dimmer.apps.agencies.models import Practitioner, Role, Team, User
    from dimmer.apps.vault import actions as vault

    tell(f"  (making {count:,} teams)")
    with area.reading(None):
        agency = agencies.open_agency(name="Idvas", kind="idva-charity", area="Northmarket")
        teams = Team.objects.bulk_create(
            Team(agency=agency, name=f"Team {place}") for place in range(count)
        )
        users = User.objects.bulk_create(
            User(email=f"team{place}@example.org") for place in range(with_keys)
        )
        Practitioner.objects.bulk_create(
            Practitioner(user=user, team=team, name="Ida", title="Idva", role=Role.PRACTITIONER)
            for user, team in zip(users, teams, strict=False)
        )
        for team in teams[:with_keys]:
            vault.give_key(team=team.pk)
    return teams


class _World:
    """One concern, decided for one team by the pages' own code, and the same rows for every other team."""

    def __init__(self, to: list[Any]) -> None:
        from dimmer.apps.concerns.queries import concern

        self.by, self.to = area.area().sender, to
        with area.reading(self.by):
            decision, first = _shared(self.by, to[0])
            self.found = concern(decision.proposal.concern_id, reader=self.by)
            _copy(self.found, decision, first, to[1:])
        self.first = first

    def withdraw(self) -> float:
        """Seconds until it is committed."""
        from dimmer.apps.notices import actions
        from dimmer.core.consents import How, Scope

        person = self.found.people[0].id
        start = perf_counter()
        with area.reading(self.by):
            made = actions.withdraw(
                self.found, token=uuid4(), person=person, scope=Scope(), how=How(), safety={}, within=_SOON,
                by=self.by, at=area.AT,
            )  # fmt: skip
        taken = perf_counter() - start
        self.cause = made
        return taken

    def loop(self) -> float:
        """Seconds for the same notices, row by row, committed: they stand in the place of the ones before."""
        from dimmer.apps.notices.models import Notice

        with area.reading(self.by):
            before = list(Notice.objects.filter(cause=self.cause))
        assert len(before) == len(self.to)
        assert all(row.closes for row in before)
        with area.loader() as database:
            database.execute("delete from notice where cause_id = %s", [self.cause.pk])
        start = perf_counter()
        with area.reading(self.by):
            for row in before:
                Notice(
                    cause_id=row.cause_id, sender_id=row.sender_id, team_id=row.team_id,
                    disclosure_id=row.disclosure_id, closes=True, at=row.at, due_at=row.due_at,
                ).save(force_insert=True)  # fmt: skip
        return perf_counter() - start

    def deliver(self) -> float:
        """Seconds until every notice stands on the desk it is for."""
        from dimmer.apps.agencies.models import Practitioner
        from dimmer.apps.notices import jobs, queries

        start = perf_counter()
        jobs.deliver_notices(area.AT)
        taken = perf_counter() - start
        for who in Practitioner.objects.filter(team__in=[self.to[0], self.to[-1]]):
            with area.reading(who):
                row = queries.notices_waiting(reader=who)[-1]
                assert row.cause_id == self.cause.pk
                assert queries.notice(row.pk, reader=who).name == "Nadia Rahman"
        return taken

    def effect(self) -> float:
        """Seconds until the first recipient's next look is refused."""
        from dimmer.apps.agencies.models import Practitioner
        from dimmer.apps.disclosures.queries import NoSuchDisclosure, disclosure

        who = Practitioner.objects.select_related("team").get(team=self.to[0])
        with area.reading(who):
            disclosure(self.first.pk, reader=who)
        taken = self.withdraw()
        start = perf_counter()
        with area.reading(who):
            try:
                disclosure(self.first.pk, reader=who)
            except NoSuchDisclosure:
                return taken + perf_counter() - start
        raise AssertionError("it is still open")


def _shared(by: Any, to: Any) -> tuple[Any, Any]:
    """What somebody agreed to, decided and shared with one team: the decision, and what was shared."""
    from dimmer.apps.concerns import actions as concerns
    from dimmer.apps.concerns.queries import concern
    from dimmer.apps.decisions import actions as decisions
    from dimmer.apps.decisions import queries as asked
    from dimmer.apps.disclosures import actions as disclosures
    from dimmer.core.proportionality import Light

    begun = concerns.begin(token=uuid4(), by=by, summary="She asked for help", at=area.AT)
    found = concern(begun.pk, reader=by)
    about = {"name": "Nadia Rahman", "role": "victim", "date_of_birth": "1990-02-03"}
    concerns.put_person(found, token=uuid4(), by=by, about=about, at=area.AT)
    typed = {
        "text": "She would like somebody beside her", "about": ["person-1"], "categories": ["identity"],
        "nature": "fact", "source": "", "observed": "",
    }  # fmt: skip
    concerns.put_item(found, token=uuid4(), by=by, typed=typed, at=area.AT)
    concerns.raise_concern(concern(begun.pk, reader=by), by=by, at=area.AT)
    found = concern(begun.pk, reader=by)
    made = decisions.propose(found, token=uuid4(), recipients=[to], by=by, at=area.AT)
    found = concerns.answer(found, by=by, answers=_ANSWERS, at=area.AT)
    whole = asked.asked(made.pk, concern=found)
    assert whole is not None
    facts, advice = asked.advice_on(whole, holder=by.team.agency, on=area.AT.date())
    chosen = frozenset(piece.id for piece in found.items)
    (decision,) = decisions.decide(
        whole, by=by, choices=[asked.Choice(whole.proposals[0].pk, Light.HEADLINE, chosen)],
        judgements={"because": "She agreed", "purpose": "Support"}, facts=facts, advice=advice,
        review_on=area.AT.date() + timedelta(days=28), check_within=timedelta(hours=24), at=area.AT,
    )  # fmt: skip
    shared = disclosures.disclose(found, proposal_id=decision.proposal_id, by=by, at=area.AT)
    return decision, shared


def _copy(found: Any, decision: Any, first: Any, to: list[Any]) -> None:
    """The same proposal, decision and disclosure for every other team, as rows alone."""
    from dimmer.apps.decisions.models import Decision, Proposal
    from dimmer.apps.disclosures.models import Disclosure
    from dimmer.apps.disclosures.queries import whom

    said = whom(first, found.key)
    before = decision.proposal
    proposals = Proposal.objects.bulk_create(
        [
            Proposal(
                round_id=before.round_id, concern_id=before.concern_id, recipient=team, step="disclosed",
                moved_at=area.AT,
            )
            for team in to
        ],
        batch_size=2_000,
    )  # fmt: skip
    decisions = Decision.objects.bulk_create(
        [
            Decision(
                proposal=row, by=decision.by, at=area.AT, is_to_share=True, light=decision.light,
                review_on=decision.review_on, sealed=b"\x01",
            )
            for row in proposals
        ],
        batch_size=2_000,
    )  # fmt: skip
    made = [
        Disclosure(
            proposal=row, decision=decided, concern_id=row.concern_id, sender=first.sender,
            recipient_id=row.recipient_id, at=area.AT, record=uuid4(), sealed=b"\x01", digest=b"\x01", entry=uuid4(),
        )
        for row, decided in zip(proposals, decisions, strict=True)
    ]  # fmt: skip
    for each in made:
        each.whom = found.key.seal(said, f"disclosure:{each.pk}:whom")
    Disclosure.objects.bulk_create(made, batch_size=2_000)
