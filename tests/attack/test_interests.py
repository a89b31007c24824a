"""The abuser's cousin works here: in whatever order things are done, he sees nothing and learns nothing."""

from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from apps.test_roles_and_addresses import THINGS, addresses
from attack import deeds, witness
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations import queries as circles
from dimmer.apps.allocations.jobs import look_through
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.disclosures.queries import NoSuchDisclosure, disclosure
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests.models import Interest
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import NoSuchPerson, person
from dimmer.database.reader import showing
from stage import NOW, browser_of, raised, reading

OMAR = deeds.about(name="Omar Hussain", role="alleged-perpetrator", date_of_birth="1987-03-14")
LIKE_HIM = deeds.about(name="Omar Husain", role="alleged-perpetrator")
ZOFIA = deeds.about(name="Zofia Nowak", role="child")
WORKERS = st.sampled_from(("amina", "nina", "mona"))
HEALTH = st.sampled_from(("nina", "mona", "leila", "noor"))
ANYBODY = st.sampled_from(("nina", "mona", "leila", "noor", "max", "carys", "amina"))
SPELT = st.sampled_from((OMAR, LIKE_HIM))
BOTH = (deeds.piece(text="He hit her", about=["person-1", "person-2"]),)
_REFUSED = (NotNow, NoSuchConcern, NoSuchDisclosure, allocations.NobodyLeft)


class Kept(RuleBasedStateMachine):
    """Concerns of which Omar is in some, and those who work here, of whom some are his family."""

    cast: SimpleNamespace
    witness: Any
    sought = 0

    @initialize()
    def begin(self) -> None:
        """Nobody has declared anything that still holds, and nothing is about him."""
        with reading(None), showing(connection):
            Interest.objects.update(ended_at=NOW, ended_by=self.cast.leila)
        self.interested: dict[UUID, Practitioner] = {}
        self.found: list[ConcernRead] = []
        self.about: set[UUID] = set()
        self.made: set[UUID] = set()
        self.kept: set[UUID] = set()

    def who(self, first: str) -> Practitioner:
        found: Practitioner = getattr(self.cast, first)
        return found

    @rule(first=ANYBODY)
    def declare(self, first: str) -> None:
        who = self.who(first)
        said = {"relation": "relative", "name": "Omar Hussain", "born": "1987-03-14"}
        with reading(who):
            interests.declare(token=uuid4(), who=who, by=who, said=said, at=NOW)
        look_through(NOW)
        self.interested[who.pk] = who

    @rule(first=WORKERS, him=st.one_of(st.none(), SPELT))
    def raise_it(self, first: str, him: dict[str, Any] | None) -> None:
        who = self.who(first)
        pieces = BOTH if him else ()
        try:
            found = raised(who, people=(ZOFIA, him) if him else (ZOFIA,), items=pieces)
        except (NoSuchConcern, concerns.NobodyThere):  # of his own family: it was taken from them
            return
        self.found.append(found)
        if him:
            self.about.add(found.concern.pk)

    def some(self, data: st.DataObject) -> tuple[ConcernRead, Practitioner] | None:
        """One of the concerns, and the first of those who see it."""
        if not self.found:
            return None
        found = data.draw(st.sampled_from(self.found))
        for first in ("amina", "nina", "mona", "noor"):
            who = self.who(first)
            with reading(who):
                try:
                    return concern(found.concern.pk, reader=who), who
                except NoSuchConcern:
                    continue
        return None

    @rule(him=SPELT, data=st.data())
    def add_him(self, him: dict[str, Any], data: st.DataObject) -> None:
        if some := self.some(data):
            found, by = some
            with reading(by):
                concerns.put_person(found, token=uuid4(), by=by, about=him, at=NOW)
            self.about.add(found.concern.pk)

    @rule(first=HEALTH, data=st.data(), covers=st.booleans(), instead=st.booleans())
    def name(self, first: str, data: st.DataObject, covers: bool, instead: bool) -> None:
        if some := self.some(data):
            found, by = some
            until = timezone.now() + timedelta(hours=1) if covers else None
            with suppress(*_REFUSED), reading(by):  # the acts refuse some, and then name nobody
                mine = circles.circle_of_concern(found.concern.pk, reader=by, now=NOW)
                said: dict[str, Any] = {"by": by, "because": "She is away", "at": NOW}
                if instead:
                    allocations.hand_over(mine, to=self.who(first), **said)
                else:
                    allocations.name(mine, who=self.who(first), until=until, **said)

    @rule(first=HEALTH, data=st.data())
    def break_glass(self, first: str, data: st.DataObject) -> None:
        if self.found:
            found, who = data.draw(st.sampled_from(self.found)), self.who(first)
            with reading(who):
                allocations.break_glass(
                    found.concern.reference, by=who, because="Now", at=timezone.now()
                )

    @rule(data=st.data())
    def share(self, data: st.DataObject) -> None:
        if some := self.some(data):
            found, by = some
            items = [item for item in found.items if "person-2" in item.about]
            made = deeds.shared(by, self.cast.carys, found=found)
            if items:
                self.made |= {row.pk for row in made}

    @rule(first=WORKERS, him=SPELT)
    def share_now(self, first: str, him: dict[str, Any]) -> None:
        who = self.who(first)
        with reading(who):
            made = deeds.emergency(who, [self.cast.carys.team], token=uuid4(), people=[ZOFIA, him])
        self.about.add(made[0].proposal.concern_id)
        self.made |= {row.pk for row in made}

    @rule(first=WORKERS, data=st.data())
    def keep_a_record(self, first: str, data: st.DataObject) -> None:
        who = self.who(first)
        entries = [("names", {"text": "Omar Hussain", "kind": "now"})]
        with reading(who):
            kept = people.begin(token=uuid4(), by=who, entries=entries, at=NOW)
        self.kept.add(kept.id)
        if (some := self.some(data)) and who.pk == some[1].pk:
            found, by = some
            try:
                with reading(by):
                    people.link_to(
                        kept, found=found, part=found.people[0].id, because="So", by=by, at=NOW
                    )
            except (NoSuchPerson, people.KeptByColleague):
                return
            self.about.add(found.concern.pk)

    @rule(role=st.sampled_from((Role.MANAGER, Role.PRACTITIONER)))
    def his_namesake_joins(self, role: Role) -> None:
        with reading(None):
            made = allocations.join(
                team=self.cast.amina.team, email=f"{uuid4().hex}@example.org", password=None,
                name="Omar Hussain", title="N", role=role,
            )  # fmt: skip
        self.interested[made.pk] = made

    @invariant()
    def nobody_of_his_family_sees_anything(self) -> None:
        for who in self.interested.values():
            with reading(who):
                for opens, ids in (
                    (concern, self.about),
                    (disclosure, self.made),
                    (person, self.kept),
                ):
                    assert not [pk for pk in ids if _is_there(opens, pk, who)]
                with connection.cursor() as cursor:
                    every = list(self.about | self.made | self.kept)
                    for question in (
                        "select kind, about from vault_shown where about = any(%s) or thing = any(%s)",
                        "select about from vault_kept where about = any(%s) or about = any(%s)",
                        "select about from interest_match where about = any(%s) or about = any(%s)",
                    ):
                        cursor.execute(question, [every, every])
                        assert cursor.fetchall() == [], who.role
            type(self).sought += len(self.about)

    def teardown(self) -> None:
        """Nor was anybody met and not kept off, or shown what they need not know."""
        wrong = ("somebody met", "something shown to somebody")
        assert not [fault for fault in witness.faults(self.witness) if fault.startswith(wrong)]


def _is_there(opens: Any, pk: UUID, who: Practitioner) -> bool:
    try:
        return bool(opens(pk, reader=who))
    except (NoSuchConcern, NoSuchDisclosure, NoSuchPerson):
        return False


def _his_world(cast: SimpleNamespace) -> tuple[list[UUID], list[str]]:
    """All that there is about Omar: ids, and words that must reach nobody."""
    found = raised(cast.amina, people=(ZOFIA, OMAR), items=BOTH)
    made = deeds.shared(cast.amina, cast.carys, found=found)
    with reading(cast.amina):
        urgent = deeds.emergency(cast.amina, [cast.carys.team], token=uuid4(), people=[ZOFIA, OMAR])
        kept = people.begin_from(found=found, part=found.people[1].id, by=cast.amina, at=NOW)
    theirs = raised(cast.carys, people=(ZOFIA, OMAR), items=BOTH)
    received = deeds.shared(cast.carys, cast.amina, found=theirs)
    every = [*made, *urgent, *received]
    ids = [found.concern.pk, urgent[0].proposal.concern_id, kept.id]
    ids += [pk for row in every for pk in (row.pk, row.proposal_id, row.decision_id)]
    ids += [row.proposal.round_id for row in every]
    words = [row.proposal.concern.reference for row in every] + ["Hussain"]
    return ids, words


def test_by_raw_questions_the_cousin_learns_what_any_colleague_learns_and_no_more(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    said = {"relation": "relative", "name": "Omar Hussain", "born": "1987-03-14"}
    with reading(cast.nina):
        interests.declare(token=uuid4(), who=cast.nina, by=cast.nina, said=said, at=NOW)
    _his_world(cast)
    look_through(NOW)

    cousin, colleague = (_all_rows(who, witness_of) for who in (cast.nina, cast.noor))

    assert all(set(rows) <= set(colleague[table]) for table, rows in cousin.items())
    # the pack that came is shown to everybody who works there, but to whoever is kept off
    of_the_pack = {
        "disclosures_disclosure", "decisions_proposal", "decisions_decision", "concerns_concern",
    }  # fmt: skip
    assert {table for table in cousin if cousin[table] != colleague[table]} == of_the_pack
    for hidden in (
        "interests_interest",
        "interest_match",
        "interest_token",
        "vault_kept",
        "vault_only",
    ):
        assert cousin[hidden] == []
    kinds = " ".join(cousin["ledger_entry"])
    assert "interest.declared" in kinds
    assert "met" not in kinds.replace("concern.people-met", "")


def _all_rows(who: Practitioner, witness_of: Any) -> dict[str, list[str]]:
    """What the service's role reads of each table while somebody reads, but for what is the reader's own."""
    found = {}
    for table in witness.tables(witness_of):
        if table in ("vault_shown", "django_session"):
            continue
        with reading(who), connection.cursor() as cursor:
            cursor.execute(f'select t::text from "{table}" t order by 1')  # noqa: S608  (names of tables)
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def test_the_cousin_finds_no_page_list_or_search_that_tells(cast: SimpleNamespace) -> None:
    said = {"relation": "relative", "name": "Omar Hussain", "born": "1987-03-14"}
    for cousin in (cast.nina, cast.mona, cast.max):
        with reading(cousin):
            interests.declare(token=uuid4(), who=cousin, by=cousin, said=said, at=NOW)
    ids, words = _his_world(cast)

    for cousin in (cast.nina, cast.mona):
        browser = browser_of(cousin)
        _finds_nothing(browser, ids)
        for page in (
            "/",
            "/concerns",
            "/inbox",
            "/sent",
            "/people",
            "/search",
            "/interests",
            "/team/glass",
        ):
            told = browser.get(page).content.decode()
            assert not [word for word in words if word in told], page
        told = browser.post("/people", {"name": "Omar Hussain", "number": ""}).content.decode()
        assert str(ids[2]) not in told
        for reference in words[:2]:
            told = browser.get(f"/search?reference={reference}")
            assert told.status_code == 200
            assert not [pk for pk in ids if str(pk) in told.content.decode()]


def _finds_nothing(browser: Client, ids: list[UUID]) -> None:
    tried = 0
    for name, pattern in addresses():
        if name not in THINGS or set(pattern.pattern.converters) != {"pk"}:
            continue
        never = browser.get(reverse(name, kwargs={"pk": uuid4()}))
        for pk in ids:
            answer = browser.get(reverse(name, kwargs={"pk": pk}))
            assert (answer.status_code, answer.content) == (never.status_code, never.content), name
            tried += 1
    assert tried > 200


def test_whoever_has_an_interest_never_sees_whatever_is_done_in_whatever_order(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    machine = type("Here", (Kept,), {"cast": cast, "witness": witness_of})
    few = settings(
        max_examples=12, stateful_step_count=14, deadline=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    run(machine, settings=few)

    assert machine.sought > 50
