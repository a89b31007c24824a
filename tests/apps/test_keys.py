"""Keys are rotated on a real database while others read and write, and whatever was sealed still opens."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from attack import victim, witness
from dimmer.apps.agencies import actions as agencies
from dimmer.apps.concerns.queries import concern
from dimmer.apps.vault import queries
from dimmer.apps.vault.actions import keys
from dimmer.apps.vault.jobs import finish_renewals, reseal_all
from dimmer.apps.vault.models import Grant, RingCopy, TeamKey
from dimmer.database import url
from dimmer.keyring import provider, recovery, ring, ring_file, sealing, signing
from dimmer.web.signin import MfaAdapter
from keyholding import opens, privates_of, renew, run
from stage import NOW, raised, reading

LATER = NOW + timedelta(hours=9)
SECRET = "JBSWY3DPEHPK3PXP"


def sealed_of(record: UUID, *, who: Any) -> bytes:
    with reading(who):
        return bytes(Grant.objects.get(record=record, reader=who.team_id).sealed)


WORK = st.lists(
    st.sampled_from(
        (
            "raise",
            "rotate",
            "begin",
            "end",
            "rewrap",
            "renew",
            "reseal",
            "forget",
            "share",
            "move",
            "sign",
        )
    ),
    min_size=3,
    max_size=9,
)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(WORK)
def test_whatever_is_done_all_that_was_sealed_opens_and_no_old_pair_opens_new_grants(  # noqa: C901, PLR0912  (a table of deeds)
    area: Any, work: list[str]
) -> None:
    who, signatures = area.amina, list(signing.public_keys())
    factor = Authenticator.objects.filter(user=who.user).first()
    if factor is None:
        agencies.give_second_factor(who, secret=SECRET)
        factor = Authenticator.objects.get(user=who.user)
    known = {raised(who).concern.record: b""}
    known = {record: opens(record, who=who) for record in known}
    draft = queries.seal_draft({"said": "help"}, team=who.team_id, place="emergency-draft:x")
    dead: list[bytes] = []

    for each in work:
        before = privates_of(who.team_id)
        match each:
            case "raise":
                record = raised(who).concern.record
                known[record] = opens(record, who=who)
                for old in dead:
                    with pytest.raises(sealing.CannotOpen):
                        sealing.open_as_team(
                            sealed_of(record, who=who),
                            key=sealing.private_key_of(old),
                            place=f"record:{record}",
                        )
            case "rotate":
                assert run("rotate").exit_code == 0
            case "begin":
                keys.begin_rotation(at=NOW)
            case "end":
                keys.end_rotation(at=NOW)
            case "rewrap":
                keys.rewrap()
            case "renew":
                renew(who)
            case "reseal":
                reseal_all(who.team_id)
            case "forget":
                finish_renewals(NOW)
            case "share":
                keys.share(public=recovery.new_shares()[1], at=NOW)
            case "move":
                below = {"kind": provider.FILE}, provider.file_key()
                keys.move(ring.ring(), below=below, is_recovery=False, at=NOW)
            case "sign":
                keys.renew_signature(at=NOW)
                assert signing.public_key() not in signatures
                signatures.insert(0, signing.public_key())
        after = privates_of(who.team_id)
        newest = max(after)
        dead = [private for version, private in (before | after).items() if version < newest]

        for record, key in known.items():
            assert opens(record, who=who) == key
        factor.refresh_from_db()
        assert MfaAdapter().decrypt(factor.data["secret"]) == SECRET
        assert queries.open_draft(draft, team=who.team_id, place="emergency-draft:x")
        assert list(signing.public_keys()) == signatures


def test_what_was_below_the_old_wrapping_key_is_not_opened_by_it_any_more(area: Any) -> None:
    agencies.give_second_factor(area.amina, secret=SECRET)
    old = ring.ring().keys[0]

    done = run("rotate")

    assert done.exit_code == 0, done.output
    assert "version 2 now" in done.output
    wrapped = [(f"team:{row.pk}", bytes(row.wrapped_private)) for row in TeamKey.objects.all()]
    factor = Authenticator.objects.get(user=area.amina.user)
    wrapped.append(("second-factor", bytes.fromhex(factor.data["secret"])))
    assert old not in ring.ring().keys
    for place, sealed in wrapped:
        assert ring.open_below(sealed, place=place)
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(sealed, key=old, place=place)


def test_a_rotation_waits_for_a_second_factor_that_is_being_set_up(area: Any) -> None:
    user, ended = area.amina.user, threading.Event()

    def rotate() -> None:
        keys.begin_rotation(at=NOW)
        keys.end_rotation(at=NOW)
        ended.set()
        connection.close()

    with transaction.atomic():
        sealed = MfaAdapter().encrypt(SECRET)
        rotating = threading.Thread(target=rotate)
        rotating.start()
        assert not ended.wait(0.5), "it did not wait"
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.TOTP, data={"secret": sealed}
        )
    rotating.join(timeout=20)

    assert ended.is_set()
    assert len(ring.ring().keys) == 1
    assert MfaAdapter().decrypt(Authenticator.objects.get(user=user).data["secret"]) == SECRET


def test_recovery_codes_survive_a_rotation(area: Any) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    codes = RecoveryCodes.activate(area.amina.user).get_unused_codes()

    assert run("rotate").exit_code == 0

    row = Authenticator.objects.get(user=area.amina.user)
    assert RecoveryCodes(row).get_unused_codes() == codes


def test_a_process_that_was_there_before_reads_on_after_another_rotated_and_renewed(
    area: Any,
) -> None:
    who, before = area.amina, raised(area.amina)
    record = before.concern.record
    key = opens(record, who=who)  # from here on this process knows the team's first pair

    [said] = victim.outcomes([(lambda: _rotate_all(who), who)], seconds=60)

    assert said is None
    with reading(who):
        assert queries.key_of(record, team=who.team_id).key == key
        assert concern(before.concern.pk, reader=who) == before
    assert TeamKey.objects.get(pk=who.team_id).version == 2
    assert opens(raised(who).concern.record, who=who)


def _rotate_all(who: Any) -> None:
    assert run("rotate").exit_code == 0
    done = run("rotate", "--team", who.team.name)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("words", [("rotate",), ("rotate", "--team", "Health visiting")])
def test_a_rotation_killed_at_any_moment_goes_on_where_it_stopped(
    area: Any, database: str, words: tuple[str, ...]
) -> None:
    who = area.amina
    agencies.give_second_factor(who, secret=SECRET)
    records = [raised(who).concern.record for _ in range(5)]
    known = {record: opens(record, who=who) for record in records}
    is_team = len(words) > 1
    with witness.connect(database) as seen:
        for moment in range(1, 400, 3):
            death = victim.kill_at(moment, lambda: run(*words), reader=who)
            victim.wait_until_gone(seen)
            assert {record: opens(record, who=who) for record in records} == known, moment
            factor = Authenticator.objects.get(user=who.user)
            assert MfaAdapter().decrypt(factor.data["secret"]) == SECRET
            victim.disconnect()
            if death.moment == "returned":
                break

    done = run(*words)

    assert done.exit_code == 0, done.output
    assert moment > 20
    assert {record: opens(record, who=who) for record in records} == known
    if is_team:
        with reading(who):
            assert queries.left_to_reseal(who.team_id) == 0
    else:
        assert len(ring.ring().keys) == 1
    with transaction.atomic(), reading(who):
        copy = RingCopy.objects.first()
        assert copy is None or copy.text == ring_file.path().read_text()


def test_a_grant_that_was_sealed_before_a_renewal_and_comes_after_it_is_sealed_anew(
    area: Any,
) -> None:
    who, made = area.amina, queries.RecordKey(uuid4(), sealing.new_key())
    old = queries.public_keys([who.team_id])[who.team_id]
    renew(who)
    reseal_all(who.team_id)
    place = f"record:{made.record}"
    sealed = sealing.seal_to_team(made.key, public=old.public, place=place)
    with reading(who):
        Grant.objects.bulk_create(
            [
                Grant(
                    record=made.record,
                    reader=who.team_id,
                    sealed=sealed,
                    at=NOW,
                    version=old.version,
                )
            ]
        )
    assert opens(made.record, who=who) == made.key

    too_early = finish_renewals(NOW + timedelta(hours=7))
    gone = finish_renewals(LATER)

    assert (too_early, gone) == (0, 1)
    assert list(privates_of(who.team_id)) == [2]
    assert opens(made.record, who=who) == made.key


def test_a_grant_that_cannot_be_opened_is_told_and_stops_nothing(area: Any, database: str) -> None:
    who = area.amina
    broken, whole = raised(who).concern.record, raised(who).concern.record
    with psycopg.connect(url.superuser(database=database)) as attacker:
        attacker.execute(
            "update vault_grant set sealed = set_byte(sealed, 9, get_byte(sealed, 9) # 1)"
            " where record = %s",
            [broken],
        )

    done = run("rotate", "--team", "Health visiting")

    assert done.exit_code == 1
    assert "1 could not be opened" in done.output
    assert opens(whole, who=who)
    assert finish_renewals(LATER) == 0  # the earlier pair stays: it may open from a backup
    assert run("status").exit_code == 1
