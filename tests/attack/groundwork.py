"""As scenarios.py, for what rooms are built with: agencies and desks, keys, grants, lists, the ledger."""

from types import SimpleNamespace
from uuid import uuid4

from attack import deeds
from attack.scenario import Act, Scenario, Twice
from attack.scenarios import ROOMS
from attack.scenarios_of_asking import ASKING
from attack.scenarios_of_consents import CONSENTS
from attack.scenarios_of_consultations import CONSULTATIONS
from attack.scenarios_of_contacts import CONTACTS
from attack.scenarios_of_disposals import DISPOSALS
from attack.scenarios_of_honour import HONOUR
from attack.scenarios_of_interests import INTERESTS
from attack.scenarios_of_notices import NOTICES
from attack.scenarios_of_onward import ONWARD
from attack.scenarios_of_people import PEOPLE
from attack.scenarios_of_plans import PLANS
from attack.scenarios_of_requests import REQUESTS
from attack.scenarios_of_samples import SAMPLES
from attack.scenarios_of_tellings import TELLINGS
from attack.scenarios_of_travels import TRAVELS
from attack.scenarios_of_whereabouts import WHEREABOUTS
from attack.teamwork import TEAMWORK
from dimmer.apps.agencies import actions as agencies
from dimmer.apps.agencies.models import Role, Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.models import Origin
from dimmer.apps.desk import actions as desk
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.actions import keys
from dimmer.apps.vault.jobs import reseal_all
from dimmer.apps.vault.models import Kind, RingCopy
from dimmer.keyring import provider, ring, sealing
from shares import decided
from stage import NOW, browser_of, raised, reading

Cast = SimpleNamespace


def _open_agency(_cast: Cast) -> Act:
    name = f"Agency {uuid4()}"
    return lambda: agencies.open_agency(name=name, kind="charity", area="Northmarket")


def _name_practitioner(cast: Cast) -> Act:
    email = f"{uuid4()}@example.org"
    return lambda: agencies.name_practitioner(
        team=cast.amina.team, email=email, password=None, name="N", title="T", role=Role.BOARD
    )


def _second_factor(cast: Cast) -> Act:
    made = _name_practitioner(cast)()
    return lambda: agencies.give_second_factor(made, secret="JBSWY3DPEHPK3PXP")


def _bind_subject(cast: Cast) -> Act:
    made, subject = _name_practitioner(cast)(), str(uuid4())
    agencies.bind_subject(made, provider="health", subject="another")
    return lambda: agencies.bind_subject(made, provider="health", subject=subject)


def _end_sessions(cast: Cast) -> Act:
    for _ in range(2):
        browser_of(cast.bo).get("/")
    return lambda: agencies.end_sessions(cast.bo.user_id)


def _list_number(_cast: Cast) -> Act:
    return lambda: agencies.list_number(
        place=1, name="Duty", number="01632 960 000", hours="Nights", checked_on=deeds.TODAY
    )


def _open_team(cast: Cast) -> Act:
    name = f"Team {uuid4()}"
    return lambda: desk.open_team(cast.amina.team.agency, name=name)


def _give_key(cast: Cast) -> Act:
    team = Team.objects.create(agency=cast.amina.team.agency, name=f"Team {uuid4()}")
    return lambda: vault.give_key(team=team.pk)


def _grant(cast: Cast) -> Act:
    found = raised(cast.amina)
    return lambda: vault.grant(found.key, to=[cast.rhys.team_id, cast.mona.team_id], at=NOW)


def _new_record(cast: Cast) -> Act:
    return lambda: vault.new_record(readers=[cast.amina.team_id, cast.pat.team_id], at=NOW)


def _show(cast: Cast) -> Act:
    found = raised(cast.amina)
    pk, team = found.concern.pk, cast.amina.team_id
    return lambda: vault.show(pk, kind=Kind.REPORT, about=pk, to=[team], at=NOW)


def _show_later(cast: Cast) -> Act:
    show, pk = _show(cast), raised(cast.amina).concern.pk
    show()
    team = cast.amina.team_id
    return lambda: vault.show_later(
        pk, kind=Kind.CONCERN, about=pk, team=team, at=NOW + deeds.HOURS
    )


def _bring_forward(cast: Cast) -> Act:
    pk, team = raised(cast.amina).concern.pk, cast.amina.team_id
    with reading(cast.amina):
        vault.show_later(pk, kind=Kind.CONCERN, about=pk, team=team, at=NOW + deeds.HOURS)
    return lambda: vault.bring_forward(pk, kind=Kind.CONCERN, team=team, at=NOW)


def _hide(cast: Cast) -> Act:
    pk = raised(cast.amina).concern.pk
    vault.show(pk, kind=Kind.REPORT, about=pk, to=[cast.amina.team_id], at=NOW)
    return lambda: vault.hide(pk, kind=Kind.REPORT, team=cast.amina.team_id)


def _name(cast: Cast) -> Act:
    pk = raised(cast.amina).concern.pk
    return lambda: vault.name(pk, practitioner=cast.mona.pk, team=cast.mona.team_id, at=NOW)


def _name_as(cast: Cast) -> Act:
    pk, other = (raised(who).concern.pk for who in (cast.amina, cast.nina))
    return lambda: vault.name_as(pk, out_of=other, team=cast.amina.team_id, at=NOW)


def _unname(cast: Cast) -> Act:
    pk = raised(cast.amina).concern.pk
    return lambda: vault.unname(pk, practitioner=cast.amina.pk)


def _keep_off(cast: Cast) -> Act:
    pk = raised(cast.amina).concern.pk
    return lambda: vault.keep_off(pk, practitioner=cast.nina.pk, team=cast.nina.team_id, at=NOW)


def _forget(cast: Cast) -> Act:
    raised(cast.nina)
    return lambda: vault.forget(practitioner=cast.nina.pk)


def _catch_up(cast: Cast) -> Act:
    raised(cast.amina)
    vault.forget(practitioner=cast.amina.pk)
    return lambda: vault.catch_up(team=cast.amina.team_id)


def _regroup(cast: Cast) -> Act:
    pk = raised(cast.amina).concern.pk
    with reading(cast.amina):
        vault.name(pk, practitioner=cast.nina.pk, team=cast.nina.team_id, at=NOW)
    return lambda: vault.regroup([pk], team=cast.amina.team_id)


def _destroy(cast: Cast) -> Act:
    record = vault.new_record(readers=[cast.amina.team_id, cast.pat.team_id], at=NOW).record
    about = uuid4()
    return lambda: vault.destroy(record, about=about, at=NOW)


def _settle(_cast: Cast) -> Act:
    keys.begin_rotation(at=NOW)
    RingCopy.objects.update(serial=0)
    return lambda: keys.settle(at=NOW)


def _begin_rotation(_cast: Cast) -> Act:
    keys.end_rotation(at=NOW)
    return lambda: keys.begin_rotation(at=NOW)


def _rewrap(cast: Cast) -> Act:
    keys.end_rotation(at=NOW)
    _second_factor(cast)()
    keys.begin_rotation(at=NOW)
    return keys.rewrap


def _end_rotation(cast: Cast) -> Act:
    _second_factor(cast)()
    keys.begin_rotation(at=NOW)
    return lambda: keys.end_rotation(at=NOW)


def _move(_cast: Cast) -> Act:
    below = {"kind": provider.FILE}, provider.file_key()
    found = ring.ring()
    return lambda: keys.move(found, below=below, is_recovery=False, at=NOW)


def _renew_signature(_cast: Cast) -> Act:
    return lambda: keys.renew_signature(at=NOW)


def _share(_cast: Cast) -> Act:
    public = sealing.new_team_keys().public
    return lambda: keys.share(public=public, at=NOW)


def _renew_team(cast: Cast) -> Act:
    team = cast.amina.team_id
    reseal_all(team)
    raised(cast.amina)
    return lambda: keys.renew_team(team, at=NOW)


def _reseal(cast: Cast) -> Act:
    with reading(cast.amina):
        _renew_team(cast)()
    team = cast.amina.team_id
    return lambda: keys.reseal(team)


def _forget_retired(cast: Cast) -> Act:
    team, later = cast.amina.team_id, NOW + 90 * deeds.HOURS
    _reseal(cast)
    with reading(cast.amina):
        keys.reseal(team)
        keys.forget_retired(team, at=later)
    reseal = _reseal(cast)
    with reading(cast.amina):
        reseal()
    return lambda: keys.forget_retired(team, at=later)


def _note(cast: Cast) -> Act:
    found = raised(cast.amina)
    return lambda: concerns.note(found, "concern.opened", by=cast.amina, at=NOW)


def _sequence(cast: Cast) -> Act:
    raised(cast.amina)
    return ledger.sequence


def _append(cast: Cast) -> Act:
    found = raised(cast.amina)
    key = found.key
    facts = {"concern": str(found.concern.pk)}
    return lambda: ledger.append(
        kind="concern.opened", at=NOW, facts=facts, record=key.record, seal=key.seal
    )


def _destroy_facts(cast: Cast) -> Act:
    with reading(cast.amina):
        key = vault.new_record(readers=[cast.amina.team_id], at=NOW)
        ledger.append(
            kind="interests.looked-through", at=NOW, facts={}, record=key.record, seal=key.seal
        )
    return lambda: ledger.destroy(key.record)


def _written() -> desk.Written:
    return desk.Written(
        uuid4(), "Cold", [deeds.about(name="Ana")], [deeds.piece()], {"risk.level": "high"}
    )


def _bring_in(cast: Cast) -> Act:
    written = [_written(), _written()]
    return lambda: desk.bring_in(written, by=cast.amina, at=NOW)


def _write_concern(cast: Cast) -> Act:
    written = _written()
    return lambda: desk.write_concern(
        desk.Batch(), written, by=cast.amina, at=NOW, origin=Origin.IMPORTED
    )


def _take_record(cast: Cast) -> Act:
    found = raised(cast.amina)
    (made,) = decided(cast.amina, cast.carys.team, found=found)
    return lambda: desk.taken(found, made.proposal, digest="ab" * 32, by=cast.amina, at=NOW)


ALL: tuple[Scenario, ...] = (
    *ROOMS,
    *HONOUR,
    *DISPOSALS,
    *CONSENTS,
    *INTERESTS,
    *PEOPLE,
    *REQUESTS,
    *ASKING,
    *CONSULTATIONS,
    *CONTACTS,
    *NOTICES,
    *ONWARD,
    *PLANS,
    *SAMPLES,
    *TELLINGS,
    *TRAVELS,
    *WHEREABOUTS,
    *TEAMWORK,
    Scenario("agencies.open_agency", "opal", _open_agency, Twice.REFUSED),
    Scenario("agencies.name_practitioner", "opal", _name_practitioner, Twice.REFUSED),
    Scenario("agencies.give_second_factor", "opal", _second_factor, Twice.REFUSED),
    Scenario("agencies.bind_subject", "opal", _bind_subject),
    Scenario("agencies.end_sessions", "opal", _end_sessions),
    Scenario("agencies.list_number", "opal", _list_number, Twice.ANOTHER),
    Scenario("vault.give_key", "opal", _give_key),
    Scenario("vault.new_record", "amina", _new_record, Twice.ANOTHER, is_part=True),
    Scenario("vault.grant", "amina", _grant, is_part=True),
    Scenario("vault.show", "amina", _show, is_part=True),
    Scenario("vault.show_later", "amina", _show_later, is_part=True),
    Scenario("vault.bring_forward", "amina", _bring_forward, is_part=True),
    Scenario("vault.hide", "amina", _hide, is_part=True),
    Scenario("vault.destroy", "amina", _destroy, is_part=True),
    Scenario("vault.settle", "opal", _settle),
    Scenario("vault.begin_rotation", "opal", _begin_rotation, Twice.RING),
    Scenario("vault.rewrap", "opal", _rewrap),
    Scenario("vault.end_rotation", "opal", _end_rotation, Twice.RING),
    Scenario("vault.move", "opal", _move, Twice.RING),
    Scenario("vault.share", "opal", _share, Twice.RING),
    Scenario("vault.renew_signature", "opal", _renew_signature, Twice.SIGNED),
    Scenario("vault.renew_team", "amina", _renew_team),
    Scenario("vault.reseal", "amina", _reseal),
    Scenario("vault.forget_retired", "amina", _forget_retired),
    Scenario("vault.name", "amina", _name, is_part=True),
    Scenario("vault.name_as", "amina", _name_as, is_part=True),
    Scenario("vault.unname", "amina", _unname, is_part=True),
    Scenario("vault.regroup", "amina", _regroup, is_part=True),
    Scenario("vault.keep_off", "amina", _keep_off, is_part=True),
    Scenario("vault.forget", "nina", _forget, is_part=True),
    Scenario("vault.catch_up", "amina", _catch_up, is_part=True),
    Scenario("concerns.note", "amina", _note, Twice.ENTRY, is_part=True),
    Scenario("ledger.append", "amina", _append, Twice.ENTRY, is_part=True),
    Scenario("ledger.destroy", "amina", _destroy_facts, is_part=True),
    Scenario("ledger.sequence", "opal", _sequence),
    Scenario("desk.open_team", "opal", _open_team, Twice.REFUSED),
    Scenario("desk.taken", "amina", _take_record, Twice.ENTRY),
    Scenario("desk.bring_in", "amina", _bring_in),
    Scenario("desk.write_concern", "amina", _write_concern, Twice.WRITES_NOTHING),
)
"""Every action that there is, in every room."""
