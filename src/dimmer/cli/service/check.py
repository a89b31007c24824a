"""`dimmer check`: whether everything is as it must be, and what to do where it is not."""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click

from dimmer.cli.service import begin
from dimmer.config import agency_providers, mail, witnesses
from dimmer.database import cluster, roles, url
from dimmer.database.prepare import connect
from dimmer.database.problem import DatabaseProblem
from dimmer.keyring import provider, ring

Line = tuple[bool, str]
"""Whether it is well, and what was found with what to do."""
_STATIC = ("dimmer.css", "note.css", "govuk-frontend.min.js", "cover.js", "print.js")
_OLD_DAYS = 90
_SILENT = timedelta(days=1)
"""How long a witness may not have cosigned the newest head."""
_WHOLE_NUMBERS = (
    *(
        "DIMMER_SECOND_CHECK_HOURS",
        "DIMMER_REPORT_HOURS",
        "DIMMER_NOTICE_HOURS",
        "DIMMER_REVIEW_DAYS",
        "DIMMER_ADVICE_MINUTES",
    ),
    "DIMMER_BACKUP_DAYS",
)
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


@click.command
def check() -> None:
    """Check configuration, keys, database and versions; say what to do.

    Exit status: 0 all is well, 1 something is not. Nothing is changed; the embedded database must
    be running (`dimmer db start`).
    """
    is_well = True
    for part in (_key, _configuration, _providers, _database, _inside):
        lines = list(_carefully(part))
        for good, words in lines:
            is_well &= good
            click.echo(f"{'✓' if good else '✗'} {words}")
        if part in (_key, _database) and not all(good for good, _ in lines):
            break  # what follows stands on it
    sys.exit(0 if is_well else 1)


def _carefully(part: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    try:
        yield from part()
    except (
        DatabaseProblem,
        provider.NoKey,
        agency_providers.BadProvider,
        mail.BadMail,
        witnesses.BadWitness,
    ) as problem:
        yield False, f"{str(problem).removesuffix('.')}."


def _key() -> Iterator[Line]:
    ring.ring()
    if (kind := provider.given()) != provider.FILE:
        words = {provider.PASSPHRASE: "a passphrase", provider.PKCS11: "a key in an HSM"}[kind]
        yield True, f"The keys are kept below {words}, and open."
        return
    source = provider.key_source()
    if not provider.is_demo_key():
        given = provider.is_credential(source)  # systemd's list of who may read shows as the group
        mode = source.stat().st_mode & (0o007 if given else 0o077)
        todo = "look at what made it" if given else f"run `chmod 600 {source}`"
        yield (
            not mode,
            f"The key is read from {source}"
            + (", systemd's credential." if given else ".")
            + (f" Others may read it: {todo}." if mode else ""),
        )
        return
    words = (
        f"The key is the demo's, beside the data ({source}): a copy of the folder opens everything."
    )
    if _holds_a_demo():
        yield True, f"{words} That is for a demo only, and this is one."
    else:
        yield False, f"{words} Never for real information: set DIMMER_KEY_FILE."


def _holds_a_demo() -> bool:
    """Whether the agencies here are Exampleshire's, or none."""
    from dimmer.cli.exampleshire import place

    try:
        return not place.strangers()
    except Exception as error:  # the database's own line says what is wrong with it
        if type(error).__module__.startswith(("psycopg", "dimmer.database")):
            return True
        raise


def _configuration() -> Iterator[Line]:
    hosts = set(os.environ.get("DIMMER_HOSTS", ",".join(_LOOPBACK)).split(","))
    tls = os.environ.get("DIMMER_TLS", "no")
    if tls not in ("yes", "no"):
        yield False, f"DIMMER_TLS is {tls!r}: set it to yes or no."
    elif hosts - _LOOPBACK and tls == "no":
        yield (
            False,
            "Dimmer is served under other names without HTTPS: set DIMMER_TLS=yes behind a proxy that speaks it.",
        )
    elif "*" in hosts:
        yield False, "DIMMER_HOSTS lets any name in: list the names that people type."
    else:
        how = "with HTTPS" if tls == "yes" else "on this machine only"
        yield True, f"Pages are served as {', '.join(sorted(hosts))} {how}."
    for name in _WHOLE_NUMBERS:
        given = os.environ.get(name, "")
        if given and not (given.isascii() and given.isdigit() and int(given)):
            yield False, f"{name} is {given!r}: set it to a whole number above 0."


def _providers() -> Iterator[Line]:
    for app in agency_providers.from_environment()["openid_connect"]["APPS"]:
        yield True, f"{app['name']} signs in through {app['settings']['server_url']} as well."
    witnesses.from_environment()
    if not mail.from_environment().works:
        yield True, "No e-mail leaves (DIMMER_MAIL): nobody without an account can be sent a link."


def _fonts() -> Iterator[Line]:
    from django.conf import settings

    from dimmer import papers

    missing = papers.missing(settings.FONTS)
    yield (
        not missing,
        f"Documents cannot be set in {', '.join(missing)}: run make again, or name the folder with DIMMER_FONTS."
        if missing
        else "Documents have their fonts.",
    )


def _database() -> Iterator[Line]:
    if url.is_embedded() and not cluster.is_running():
        yield False, "The embedded database is not running: run `dimmer db start`."
        return
    with connect(url.service()) as connection:
        version = connection.info.server_version
        where = "embedded: for demo, tests and trial" if url.is_embedded() else "given by address"
        yield True, f"PostgreSQL {version // 10_000}.{version % 10_000} answers ({where})."
    for name, address in zip(
        roles.names(), (url.owner(), url.service(), url.backup()), strict=True
    ):
        connect(address).close()
        yield True, f"The role {name} gets in."
    with connect(url.service()) as connection:
        asked = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
        row = connection.execute(asked).fetchone()
        is_bound = not (row and row[0])
        bind = f"alter role {roles.names()[1]} nosuperuser nobypassrls"
        words = "does not pass" if is_bound else f"must not pass (run `{bind}`)"
        yield is_bound, f"The service {words} over row-level security."


def _inside() -> Iterator[Line]:
    begin()
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield False, f"{len(waiting)} migrations wait: run `dimmer migrate`."
        return
    yield True, "The database is at this version."
    missing = [name for name in _STATIC if not Path(settings.STATIC_ROOT, name).exists()]
    if missing:
        yield (
            False,
            f"{', '.join(missing)} not built in {settings.STATIC_ROOT}: run `make` for the command that builds them.",
        )
    else:
        yield True, "Styles and scripts are built."
    yield from _fonts()
    yield from _numbers()
    yield from _witnesses()
    from dimmer import lawbook

    yield True, f"The lawbook is readable, edition {lawbook.book().edition}."


def _numbers() -> Iterator[Line]:
    from django.utils import timezone

    from dimmer.apps.agencies.queries import out_of_hours

    old = timezone.localdate() - timedelta(days=_OLD_DAYS)
    rows = list(out_of_hours())
    late = [row.name for row in rows if row.checked_on < old]
    if not rows:
        yield (
            False,
            "No out-of-hours number is entered: people who cannot sign in find nobody to ring.",
        )
    elif late:
        yield (
            False,
            f"Out-of-hours numbers not checked for {_OLD_DAYS} days: {', '.join(late)}. Ring them, then enter the day.",
        )
    else:
        yield True, f"{len(rows)} out-of-hours numbers, each checked within {_OLD_DAYS} days."


def _witnesses() -> Iterator[Line]:
    from django.conf import settings
    from django.utils import timezone

    from dimmer.apps.ledger import queries
    from dimmer.core.ledger import write_key

    head = queries.head()
    for each in settings.WITNESSES:
        last, name = queries.last_cosigned(write_key(each.key)), each.key.name
        if last is not None:
            at = queries.cosigned_at(last)
            yield _cosigned(name, last.size, at, now=timezone.now(), size=head.size if head else 0)
        elif head is not None:
            yield (
                False,
                f"{name} has never cosigned the ledger: does `dimmer work` run, does it know our key?",
            )
    for fork in queries.forks():
        name = fork.witness.split("+")[0]
        words = (
            f"A FORK of the ledger: {name} cosigned a history of {fork.theirs} entries, which the {fork.ours}"
            " here do not continue. An older backup was restored, or somebody else holds the key."
        )
        if fork.witness not in queries.asked():
            words += (
                f" {name} is no longer in DIMMER_WITNESSES, so nothing can end this: name it again."
            )
        yield False, words


def _cosigned(name: str, of: int, at: datetime | None, *, now: datetime, size: int) -> Line:
    if at is None:
        return False, (
            f"What is kept as the cosignature of {name} on {of} entries is not one of a head that is here: somebody"
            " wrote it, or an older backup was restored."
        )
    said = f"{name} cosigned the ledger of {of} entries at {at:%Y-%m-%d %H:%M} UTC"
    if of < size and abs(now - at) > _SILENT:
        return (
            False,
            f"{said}, and none of the {size} since: does `dimmer work` run, does {name} answer?",
        )
    return True, f"{said}."
