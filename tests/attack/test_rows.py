"""Raw statements of the service's role, over every table that there is: nobody is told of rows that are not for them.

The tables come from the database. Which are under no row-level security stands here by hand, with why; so do those
whose rows a whole team has. A new table fails until somebody has said which it is.
"""

from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from attack import deeds
from attack.rows import bound, seen, tables
from attack.scenarios import ROOMS
from attack.scenarios_of_amendments import AMENDMENTS
from attack.scenarios_of_archives import ARCHIVES
from attack.scenarios_of_attachments import ATTACHMENTS
from attack.scenarios_of_consents import CONSENTS
from attack.scenarios_of_contacts import CONTACTS
from attack.scenarios_of_notices import NOTICES, told
from attack.scenarios_of_plans import OF_DOCUMENTS, PLANS
from attack.scenarios_of_recalls import RECALLS
from attack.teamwork import TEAMWORK
from attack.world import build
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.allocations.actions import break_glass
from dimmer.apps.concerns.models import Concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.interests import actions as interests
from dimmer.apps.notices.actions import give_on
from dimmer.apps.notices.jobs import deliver_notices
from stage import NOW, raised, reading

OPEN = {
    "agencies_agency": "the partnership: everybody may know who is in it",
    "agencies_outofhoursnumber": "the partnership",
    "agencies_practitioner": "the partnership: who works where is asked by each act",
    "agencies_team": "the partnership",
    "agencies_user": "signing in, before anybody reads",
    "senior_route": "the partnership: whom an agency named; nothing of any matter",
    "account_emailaddress": "signing in",
    "account_emailconfirmation": "signing in",
    "mfa_authenticator": "signing in",
    "socialaccount_socialaccount": "signing in",
    "socialaccount_socialapp": "signing in",
    "socialaccount_socialtoken": "signing in",
    "agencies_session": "signing in",
    "auth_group": "unused by the pages",
    "auth_group_permissions": "unused by the pages",
    "auth_permission": "names of what could be permitted",
    "procrastinate_events": "the queue of jobs, which are of the clock and about nobody",
    "procrastinate_jobs": "the queue of jobs",
    "procrastinate_periodic_defers": "the queue of jobs",
    "procrastinate_workers": "the queue of jobs",
    "django_content_type": "names of tables",
    "django_migrations": "which changes of tables were made",
    "decision_edition": "law is no secret",
    "consultation_precedent": "every team opens it, and nobody is named",
    "ledger_entry": "the ledger holds no person; who proves something reads all of it",
    "ledger_leaf": "the ledger",
    "ledger_tile": "the ledger",
    "ledger_facts_destroyed": "which entries open no more: no record, and no person",
    "ledger_checkpoint": "the ledger",
    "ledger_cosignature": "what witnesses say of the ledger",
    "ledger_fork": "that a witness saw another ledger",
    "vault_destroyed": "ids and moments of what was destroyed: grants, and a backup that returns, are held against it",
    "vault_retiredteamkey": "keys of teams, wrapped; the clock and the operator turn them",
    "vault_ring": "keys, wrapped",
    "vault_teamkey": "keys of teams, wrapped; everybody seals to the public half",
}
"""Tables under no row-level security, and why."""


OF_THE_TEAM = {
    "vault_grant": "keys are the team's, not each practitioner's; they open nothing that is not seen",
    "vault_named": "who works on what is asked within the team, before anything is shown",
    "sealed_facts": "by the key of their record, which is the team's",
    "people_record": "a search compares with all records of the team, and says of a colleague's that there is one",
    "people_token": "as its record",
    "people_link": "who keeps one person twice is found across colleagues",
    "concern_number": "a number found unsafe is closed whichever colleague keeps it",
    "contact_way": "as its record: a number is closed on all of them",
    "contact_note": "as the way that it is about",
    "contact_change": "a change about him reaches the records of colleagues",
    "contact_question": "as the record that it is about",
    "contact_recognised": "who is told is found across colleagues",
    "contact_notice": "what one is told the team passes on",
    "notice": "by the team that gives it and the one that is told; the clock brings it",
    "notice_cause": "as its notices",
    "notice_given_on": "by the team that gave it on",
    "consultations_consultation": "a question names nobody, and whoever of the team is on call answers",
    "consultation_asked": "as its question",
}
"""Tables whose rows every colleague of the team is told of, and why."""
NOBODYS = {
    *("vault_kept", "vault_only", "interest_token"),
}
"""Tables whose rows no reader sees: what shows things asks them."""
OF_AUDITORS = {
    "sample_draw": "what the auditors of a team announced is theirs and the board's",
    "sample_drawn": "what they drew, in which nobody is named",
    "sample_finding": "what they found of it",
    "vault_grant": "the keys to what they drew",
    "sealed_facts": "the facts behind its entries",
}
"""Tables whose rows an auditor is told of, and why."""
COLLEAGUE = "noor"  # of Amina's team, named on nothing of hers
STRANGERS = (COLLEAGUE, "rhys", "olu", "ida", "ines", "aud", "nobody")
ENTITLED = ("amina", "mona", "carys", "pat", "hana", "leila", "ben", "aud")  # the auditor, of draws
BESIDES = {
    *("notices.correct", "notices.decide_breach", "archives.make"),
    *("allocations.name", "decisions.override", "contacts.recognise", "notices.give_on"),
    "disclosures.file_opened",
    *("disclosures.keep_to_flags", "disclosures.document", "disclosures.keep_to_plan"),
}
"""What is done besides, so that there is a row of every table."""
OMAR = deeds.about(name="Omar Hussain", role="alleged-perpetrator", date_of_birth="1987-03-14")
ZOFIA = deeds.about(name="Zofia Nowak", role="child")


@pytest.fixture(scope="module")
def world(cast: SimpleNamespace) -> SimpleNamespace:
    made = build(cast)
    done = {
        each.action: each
        for each in (
            *ROOMS,
            *CONSENTS,
            *CONTACTS,
            *NOTICES,
            *AMENDMENTS,
            *ATTACHMENTS,
            *PLANS,
            *RECALLS,
            *ARCHIVES,
            *TEAMWORK,
        )
    }
    for scenario in (OF_DOCUMENTS, *(done[action] for action in sorted(BESIDES))):
        act = scenario.prepare(cast)
        with reading(scenario.reads(cast)):
            act()
    return made


def _besides(stranger: str) -> set[str]:
    return set({COLLEAGUE: OF_THE_TEAM, "aud": OF_AUDITORS}.get(stranger, {}))


def test_every_table_is_under_row_level_security_or_said_here_not_to_be(
    cast: SimpleNamespace,
) -> None:
    assert cast
    assert {name for name, is_bound in tables().items() if not is_bound} == set(OPEN)
    assert set(OF_THE_TEAM) | NOBODYS <= set(bound())


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_is_told_of_no_row_not_even_how_many(
    cast: SimpleNamespace, world: SimpleNamespace, stranger: str
) -> None:
    assert world
    who = getattr(cast, stranger) if stranger != "nobody" else None
    found = set(seen(who))

    assert found - _besides(stranger) == set()


def test_those_entitled_are_told_of_rows_of_every_table(
    cast: SimpleNamespace, world: SimpleNamespace
) -> None:
    assert world
    told = {table for name in ENTITLED for table in seen(getattr(cast, name))}

    assert set(bound()) - told == NOBODYS


def test_to_the_clock_a_team_has_what_its_own_have_and_no_more(
    cast: SimpleNamespace, world: SimpleNamespace
) -> None:
    assert world
    team = seen(cast.amina.team)

    assert team["concerns_concern"] == Concern.objects.filter(team=cast.amina.team).count()
    assert seen(cast.rhys.team) == seen(cast.olu.team) == {}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_changes_and_removes_no_row(
    cast: SimpleNamespace, world: SimpleNamespace, stranger: str
) -> None:
    assert world
    who = getattr(cast, stranger) if stranger != "nobody" else None

    assert (_touched(who, "update") | _touched(who, "delete")) - _besides(stranger) == set()


def _touched(who: Practitioner | Team | None, right: str) -> set[str]:
    """The tables of which somebody changes or removes a row; nothing stays changed or removed."""
    touched = set()
    for table in bound():
        statement = _changes(table) if right == "update" else f'delete from "{table}"'  # noqa: S608  (a name from the database)
        with reading(who), connection.cursor() as cursor:
            cursor.execute("select has_table_privilege(%s, %s)", [f'"{table}"', right])
            if cursor.fetchone() == (True,):  # else nobody may
                cursor.execute(statement)
                touched |= {table} if cursor.rowcount else set()
            transaction.set_rollback(True)
    return touched


def _changes(table: str) -> str:
    """A statement that changes nothing in every row that it reaches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select quote_ident(attname) from pg_attribute where attrelid = %s::regclass and attnum = 1",
            [f'"{table}"'],
        )
        (column,) = cursor.fetchone()
    return f'update "{table}" set {column} = {column}'  # noqa: S608  (as above)


ADDS = {
    "another team's concern": (
        "insert into concerns_concern (id, reference, team_id, raised_by_id, step, origin, begun_at, record, sealed)"
        " select gen_random_uuid(), 'AAAA-AAAA', %(team)s, %(by)s, 'open', 'raised', now(), gen_random_uuid(), ''"
    ),
    "a piece in it": (
        "insert into concern_item (id, concern_id, place, sealed)"
        " values (gen_random_uuid(), %(concern)s, 99, '')"
    ),
    "somebody in it": (
        "insert into concern_person (id, concern_id, place, sealed)"
        " values (gen_random_uuid(), %(concern)s, 99, '')"
    ),
    "a decision": (
        "insert into decisions_decision (id, proposal_id, by_id, at, is_to_share, light, against, is_emergency,"
        " review_on, sealed) values (gen_random_uuid(), %(proposal)s, %(by)s, now(), true, 4, 'no', false, now(), '')"
    ),
    "what a second person releases": (
        "insert into disclosure_release (id, proposal_id, by_id, at, sealed)"
        " values (gen_random_uuid(), %(proposal)s, %(by)s, now(), '')"
    ),
    "somebody without an account, in it": (
        "insert into addressee (team_id, concern_id, by_id, at, sealed)"
        " values (%(own)s, %(concern)s, %(by)s, now(), '')"
    ),
    "a way that it went": (
        "insert into travel (id, disclosure_id, way, by_id, at, sealed, entry)"
        " values (gen_random_uuid(), %(made)s, 'link', %(by)s, now(), '', gen_random_uuid())"
    ),
    "a receipt": (
        "insert into receipts_receipt (id, disclosure_id, by_id, at, entry)"
        " values (gen_random_uuid(), %(made)s, %(by)s, now(), gen_random_uuid())"
    ),
    "a review": (
        "insert into reviews_review (id, proposal_id, team_id, record, by_id, at, sealed)"
        " values (gen_random_uuid(), %(proposal)s, %(own)s, gen_random_uuid(), %(by)s, now(), '')"
    ),
}


@pytest.mark.parametrize("what", sorted(ADDS))
@pytest.mark.parametrize("stranger", ["rhys", "olu"])
def test_a_stranger_adds_nothing_for_others(
    cast: SimpleNamespace, world: SimpleNamespace, stranger: str, what: str
) -> None:
    who = getattr(cast, stranger)
    given: dict[str, UUID] = {
        "team": cast.amina.team_id, "own": who.team_id, "by": who.pk, "concern": world.concern.pk,
        "proposal": world.made.proposal_id, "made": world.emergency.pk,
    }  # fmt: skip

    with pytest.raises(ProgrammingError, match="row-level security"):  # noqa: SIM117
        with reading(who), connection.cursor() as cursor:
            cursor.execute(ADDS[what], given)


def _glass_broken(area: SimpleNamespace) -> Disclosure:
    """Amina shared with Carys, who received it; Nina broke the glass of the concern, and Leila leads."""
    (made,) = deeds.shared(area.amina, area.carys)
    deeds.received(made, area.carys)
    reference = made.proposal.concern.reference
    with reading(area.nina):
        break_glass(reference, by=area.nina, because="So", at=timezone.now())
    return made


def _given_on(area: SimpleNamespace) -> Disclosure:
    """What Amina shared with Carys was taken back, and Carys is told; so is Pat, to whom Amina had passed it on."""
    made, _ = told(area)
    with reading(area.amina):
        give_on(
            disclosure(made.pk, reader=area.amina), token=uuid4(), how="meeting", to=area.pat.team,
            who="", phone="", by=area.amina, at=NOW,
        )  # fmt: skip
    deliver_notices(NOW)
    return made


REFERENCE = {"disclosures_disclosure", "decisions_proposal", "concerns_concern"}
"""What names a matter to whoever is told of it, and holds no word of it."""
PARTLY: dict[tuple[Callable[[SimpleNamespace], Disclosure], str], tuple[set[str], ...]] = {
    (_glass_broken, "carys"): (
        REFERENCE | {"decisions_decision", "receipts_receipt"},
        {"disclosures_disclosure", "decisions_proposal"},
        {"a receipt", "a review"},
    ),
    (_glass_broken, "nina"): ({"broken_glass"}, set(), set()),
    (_glass_broken, "leila"): ({"broken_glass", "concerns_concern"}, {"broken_glass"}, set()),
    (_glass_broken, COLLEAGUE): (set(), set(), set()),
    (_given_on, "carys"): (REFERENCE, set(), set()),
    (_given_on, "pat"): (REFERENCE, set(), set()),
}
"""What somebody who sees part of a matter is told rows of, which of them they change, and what of ADDS they add."""


@pytest.mark.parametrize(
    ("happened", "name"), PARTLY, ids=lambda each: getattr(each, "__name__", each)
)
def test_whoever_sees_part_reads_changes_and_adds_this_alone(
    area: SimpleNamespace, happened: Callable[[SimpleNamespace], Disclosure], name: str
) -> None:
    made, who = happened(area), getattr(area, name)
    besides = {*OF_THE_TEAM, "vault_shown"}  # what is shown to them is theirs

    sees, changes = set(seen(who)) - besides, _touched(who, "update") - besides
    assert (sees, changes, _added(who, made=made, other=area.olu)) == PARTLY[happened, name]
    assert _touched(who, "delete") - besides == set()


def _added(who: Practitioner, *, made: Disclosure, other: Practitioner) -> set[str]:
    """What of ADDS somebody may add about a matter; nothing stays."""
    given: dict[str, UUID] = {
        "team": other.team_id, "own": who.team_id, "by": who.pk, "concern": made.concern_id,
        "proposal": made.proposal_id, "made": made.pk,
    }  # fmt: skip
    added = set()
    for what, statement in ADDS.items():
        with reading(who), connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(statement, given)
                added.add(what)
            except IntegrityError:  # what there is one of already: the policy let it by
                added.add(what)
            except ProgrammingError as error:
                if "row-level security" not in str(error):
                    raise
            transaction.set_rollback(True)
    return added


@pytest.fixture
def declared(area: SimpleNamespace, request: pytest.FixtureRequest) -> SimpleNamespace:
    """The manager has an interest in him, or not; then he is written down, and shared with another agency."""
    if request.param:
        said = {"relation": "relative", "name": "Omar Hussain", "born": "1987-03-14"}
        with reading(area.mona):
            interests.declare(token=uuid4(), who=area.mona, by=area.mona, said=said, at=NOW)
    found = raised(area.amina, people=(ZOFIA, OMAR))
    deeds.shared(area.amina, area.carys, found=found)
    return area


@pytest.mark.parametrize("declared", [True], indirect=True)
def test_whoever_is_kept_off_is_told_of_no_row(declared: SimpleNamespace) -> None:
    assert set(seen(declared.mona)) <= set(OF_THE_TEAM)
    assert seen(declared.amina)["disclosures_disclosure"] == 1


@pytest.mark.parametrize("declared", [False], indirect=True)
def test_whoever_oversees_and_is_not_kept_off_is(declared: SimpleNamespace) -> None:
    assert seen(declared.mona)["disclosures_disclosure"] == 1
