"""Making keys, granting records to teams, showing things to teams, and destroying what is disposed of."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q

from dimmer.apps.agencies.models import OVERSEE, WORK, Team
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault.models import (
    FOR_OVERSEERS,
    Destroyed,
    Kept,
    Kind,
    Named,
    Only,
    Shown,
    Standing,
    TeamKey,
)
from dimmer.apps.vault.queries import RecordKey, forget_keys, public_keys
from dimmer.database.reader import AsTeam, reading_as_others, showing
from dimmer.database.turns import ring_stays
from dimmer.keyring import destroyed_file, sealing
from dimmer.keyring.ring import seal_below

# Written out: a row of Django's for each of a thousand readers takes ten times as long. What the functions do
# stands in the migrations 0005_circles and 0010_kept_off.
_SHOW = "select vault_show(%s, %s, %s, %s, %s, %s, %s, %s)"
_SHOW_EACH = """
    select vault_show(%s, thing, about, at, array[team], %s, %s, %s)
    from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::timestamptz[]) as each_of (thing, about, team, at)
"""
_HIDE_EACH = "select vault_hide(%s, thing, team) from unnest(%s::uuid[], %s::uuid[]) as each_of (thing, team)"
_REGROUP = "select vault_regroup(%s, %s, %s, %s, %s)"
_HIDE = "select vault_hide(%s, %s, %s)"
_HIDE_ALL = "delete from vault_shown where reader = %s and thing = %s"
_GRANT = """
    insert into vault_grant (id, record, at, reader, sealed, version)
    select gen_random_uuid(), %s, %s, reader, sealed, version
    from unnest(%s::uuid[], %s::bytea[], %s::smallint[]) as to_team (reader, sealed, version)
    where not exists (
        select from vault_destroyed gone
        where gone.record = %s and (gone.team is null or gone.team = to_team.reader)
    )
    order by reader on conflict do nothing
"""
_WAIT = "lock table vault_grant in share row exclusive mode"  # for a grant that may yet come
_DESTROY = "delete from vault_grant where reader = %s and record = %s"


@transaction.atomic
def give_key(*, team: UUID, at: datetime | None = None) -> None:
    """Make the team's key pair, once."""
    ring_stays(connection)
    pair = sealing.new_team_keys()
    wrapped = seal_below(pair.private, place=f"team:{team}")
    TeamKey.objects.get_or_create(
        pk=team, defaults={"public": pair.public, "wrapped_private": wrapped, "made_at": at}
    )


def new_record(*, readers: Iterable[UUID], at: datetime) -> RecordKey:
    """A fresh record key, granted to the readers."""
    made = RecordKey(uuid4(), sealing.new_key())
    grant(made, to=readers, at=at)
    return made


def grant(record: RecordKey, *, to: Iterable[UUID], at: datetime) -> None:
    """Let more teams open the record: its key is sealed to each. Granting twice changes nothing.

    Nor does granting what was destroyed.

    Raises:
        KeyError: a team has no key pair.
    """
    teams = set(to)
    halves, place = public_keys(teams), f"record:{record.record}"
    sealed = [
        sealing.seal_to_team(record.key, public=halves[team].public, place=place) for team in teams
    ]
    versions = [halves[team].version for team in teams]
    with connection.cursor() as cursor:
        cursor.execute(_GRANT, [record.record, at, list(teams), sealed, versions, record.record])


_OF_A_LINK = 0
"""The version of a grant to a link: its pair is nobody's but the link's."""


def grant_to_link(record: RecordKey, *, team: UUID, public: bytes, at: datetime) -> None:
    """Let whoever holds a link open the record, for a team that is not on the service.

    An earlier link opens it no more.

    Args:
        public: the public half of the pair whose private half is drawn from what stands in the link.

    Raises:
        LookupError: the team's key to it was destroyed for good.
    """
    sealed = sealing.seal_to_team(record.key, public=public, place=f"record:{record.record}")
    with connection.cursor() as cursor, reading_as_others(connection) as read_as:
        read_as(AsTeam(team))
        cursor.execute(_DESTROY, [team, record.record])
        cursor.execute(_GRANT, [record.record, at, [team], [sealed], [_OF_A_LINK], record.record])
        if not cursor.rowcount:
            raise LookupError("destroyed for good")


def show(
    thing: UUID,
    *,
    kind: Kind,
    about: UUID,
    to: Iterable[UUID],
    at: datetime,
    for_all: bool = False,
) -> None:
    """Put the thing into the lists of teams, and of those in them who need to know. Twice changes nothing.

    Who in a team needs to know: whoever oversees it, and those named on what it is about; while nobody is
    named there, everybody who works in the team.

    Args:
        about: the concern, or for a team that received something the disclosure.
        for_all: also to those who work on it, of a kind that is for those who oversee.
    """
    *roles, for_overseers = _who(kind)
    with connection.cursor() as cursor:
        cursor.execute(
            _SHOW, [kind, thing, about, at, list(to), *roles, for_overseers and not for_all]
        )


def show_each(things: Iterable[tuple[UUID, UUID, UUID, datetime]], *, kind: Kind) -> None:
    """As `show`, of many things, each to one team of its own: what, what it is about, to which team, and when."""
    if columns := [list(column) for column in zip(*things, strict=True)]:
        with connection.cursor() as cursor:
            cursor.execute(_SHOW_EACH, [kind, *_who(kind), *columns])


def hide_each(things: Iterable[tuple[UUID, UUID]], *, kind: Kind) -> None:
    """As `hide`, of many things, each from the lists of one team."""
    if columns := [list(column) for column in zip(*things, strict=True)]:
        with connection.cursor() as cursor:
            cursor.execute(_HIDE_EACH, [kind, *columns])


def _who(kind: Kind) -> tuple[list[str], list[str], bool]:
    """The roles that oversee, those that work, and whether the kind is for those who oversee alone."""
    return [*OVERSEE], [*WORK], kind in FOR_OVERSEERS


def show_later(thing: UUID, *, kind: Kind, about: UUID, team: UUID, at: datetime) -> None:
    """Put the thing at another moment, for everybody of the team who is shown it."""
    hide(thing, kind=kind, team=team)
    show(thing, kind=kind, about=about, to=[team], at=at)


def bring_forward(about: UUID, *, kind: Kind, team: UUID, at: datetime) -> None:
    """Let what waits for a later moment, and is about a thing of the team, wait from now on; whoever acts."""
    with reading_as_others(connection) as read_as:
        read_as(AsTeam(team))
        rows = Shown.objects.filter(reader=team, kind=kind, about=about, at__gt=at)
        later = list(rows.values_list("thing", flat=True))
    for thing in later:
        show_later(thing, kind=kind, about=about, team=team, at=at)


def hide(thing: UUID, *, kind: Kind, team: UUID) -> None:
    """Take the thing out of the lists of the team and of everybody in it (a task that is done)."""
    with connection.cursor() as cursor:
        cursor.execute(_HIDE, [kind, thing, team])


def regroup(about: Iterable[UUID], *, team: UUID) -> None:
    """Let those of the team see these things who need to know now, and nobody else."""
    with connection.cursor() as cursor:
        cursor.execute(_REGROUP, [list(about), team, [*OVERSEE], [*WORK], [*FOR_OVERSEERS]])


def forget(*, practitioner: UUID) -> None:
    """Let somebody see nothing more: they have left."""
    with connection.cursor() as cursor:
        cursor.execute("select vault_forget(%s)", [practitioner])


def catch_up(*, team: UUID) -> None:
    """Let everybody of a team see what they need to know of all that it was ever shown: somebody joined."""
    with connection.cursor() as cursor:
        cursor.execute("select vault_abouts(%s)", [team])
        (about,) = cursor.fetchone()
    regroup(about, team=team)


def name(
    about: UUID, *, practitioner: UUID, team: UUID, at: datetime, until: datetime | None = None
) -> None:
    """Name somebody of the team on a concern or a disclosure. Named twice, the later end holds.

    What is shown already follows with `regroup`.
    """
    Named.objects.update_or_create(
        about=about,
        practitioner=practitioner,
        defaults={"team": team, "since": at, "until": until, "state": Standing.NAMED},
    )


def name_as(about: UUID, *, out_of: UUID, team: UUID, at: datetime) -> None:
    """Name those of the team on a thing who are named for good on another, out of which it is made."""
    rows = Named.objects.filter(about=out_of, team=team, state=Standing.NAMED, until=None)
    for who in rows.values_list("practitioner", flat=True):
        name(about, practitioner=who, team=team, at=at)


def stand_as(about: UUID, *, out_of: UUID, team: UUID, at: datetime) -> None:
    """Let those of the team work on a thing, and keep those off, who do on another in whose place it comes.

    The database must be reading as the team. Say it before the thing is shown.
    """
    rows = Named.objects.filter(about=out_of, team=team).exclude(state=Standing.ENDED)
    rows = rows.filter(Q(until=None) | Q(until__gt=at))
    for row in rows:
        row.about, row.since = about, at
    Named.objects.bulk_create(rows, ignore_conflicts=True)


def unname(about: UUID, *, practitioner: UUID) -> None:
    """Take somebody off. What is shown already follows with `regroup`."""
    rows = Named.objects.filter(about=about, practitioner=practitioner, state=Standing.NAMED)
    rows.update(state=Standing.ENDED)


def keep_off(about: UUID, *, practitioner: UUID, team: UUID, at: datetime) -> None:
    """Let somebody never see it, whatever their role. What is shown already follows with `regroup`."""
    Named.objects.update_or_create(
        about=about,
        practitioner=practitioner,
        defaults={"team": team, "since": at, "until": None, "state": Standing.OFF},
    )


def keep_from(
    about: UUID, *, practitioner: UUID, team: UUID, at: datetime, apart: bool = False
) -> None:
    """Let somebody who has an interest in it never see a thing: no naming, joining or broken glass undoes it.

    At once, and without a word to them. Twice changes nothing.

    Args:
        apart: because of somebody whom a pack leaves out: no answer of the register undoes it (`let_in`).
    """
    row = Kept(about=about, practitioner=practitioner, apart=apart, at=at)
    with showing(connection):
        Kept.objects.bulk_create([row], ignore_conflicts=True)
        Named.objects.filter(about=about, practitioner=practitioner, state=Standing.NAMED).update(
            state=Standing.ENDED
        )
    regroup([about], team=team)
    with connection.cursor() as cursor, reading_as_others(connection) as read_as:
        read_as(AsTeam(practitioner))
        cursor.execute(
            _HIDE_ALL, [practitioner, about]
        )  # also where it is shown with another thing


def let_in(about: UUID, *, practitioner: UUID, team: UUID) -> None:
    """Keep somebody off no longer because of whom a thing names: they see it where they otherwise would."""
    with showing(connection):
        Kept.objects.filter(about=about, practitioner=practitioner, apart=False).delete()
    with reading_as_others(connection) as read_as:
        read_as(AsTeam(team))
        shown_with = Shown.objects.filter(reader=team, thing=about).values_list("about", flat=True)
        abouts = {about, *shown_with}
    regroup(abouts, team=team)


def show_only(about: UUID, *, to: Iterable[UUID], team: UUID) -> None:
    """Let these alone of the team see a thing, whoever oversees it. Say it before the thing is shown."""
    rows = [Only(about=about, practitioner=who, team=team) for who in to]
    with showing(connection):
        Only.objects.bulk_create(rows, ignore_conflicts=True)


def destroy(record: UUID, *, about: UUID, at: datetime, team: UUID | None = None) -> int:
    """Destroy every team's key to the record, or one team's, for good; return how many grants that were.

    Nothing about it stands in their lists any more. What was sealed below it stays where it is, and can be removed at
    leisure. Backups that hold the grants open it until they expire; one that is restored beside this ring does not
    (`destroying.destroy_again`). Where it is every team's, the facts behind the entries of the ledger go too. Call it
    inside the transaction of the act, which enters it on the ledger; nobody is granted anything meanwhile. Destroying
    twice changes nothing.

    Args:
        about: the thing whose record it is.
        team: the one team; name one that is not on the service, which "every team" leaves out.
    """
    row, is_new = Destroyed.objects.get_or_create(
        record=record, team=team, defaults={"about": about, "at": at}
    )
    destroyed, shown = 0, list[tuple[UUID, str, UUID]]()
    inside = Team.objects.filter(agency__is_outside=False)
    with connection.cursor() as cursor:
        cursor.execute(_WAIT)
        with reading_as_others(connection) as read_as:
            for each in [team] if team else inside.values_list("pk", flat=True):
                read_as(AsTeam(each))
                if team is None:  # before the key goes, without which a team sees no facts
                    ledger.destroy(record)
                cursor.execute(_DESTROY, [each, record])
                destroyed += cursor.rowcount
                rows = Shown.objects.filter(reader=each, about=about)
                shown += rows.values_list("reader", "kind", "thing")
    for reader, kind, thing in shown:
        hide(thing, kind=Kind(kind), team=reader)
    forget_keys()
    if is_new:
        line = destroyed_file.Line(record, about, team, row.at)
        transaction.on_commit(lambda: _list(line), robust=True)
    return destroyed


def _list(line: destroyed_file.Line) -> None:
    """Where it is not written now, as after a power cut, the clock writes it (`destroying.destroy_again`)."""
    if line not in destroyed_file.read():
        destroyed_file.add([line])


def take_back(
    record: UUID, *, about: UUID, team: UUID, kinds: Collection[Kind] = tuple(Kind)
) -> None:
    """Destroy one team's key to a record, and take what is about it out of its lists: it has no part in it any more.

    Others open the record as before. Call it inside the transaction of the act. Twice changes nothing.

    Args:
        kinds: what goes out of its lists; what it has for another reason, and under another key, can stay.
    """
    with connection.cursor() as cursor, reading_as_others(connection) as read_as:
        read_as(AsTeam(team))
        cursor.execute(_DESTROY, [team, record])
        rows = Shown.objects.filter(reader=team, about=about, kind__in=kinds)
        shown = list(rows.values_list("kind", "thing"))
    for kind, thing in shown:
        hide(thing, kind=Kind(kind), team=team)
