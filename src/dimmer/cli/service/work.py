"""`dimmer work`: do what the clock asks, until Ctrl-C."""

import asyncio
import logging
import threading
from collections.abc import Callable

import click

from dimmer.cli.service import begin, look_at_keys
from dimmer.database.prepare import prepare

_EVERY = 2.0
"""Seconds between two rounds of bringing notices and taking entries into the ledger's tree."""
_logger = logging.getLogger("dimmer.work")


@click.command
@click.option("--once", is_flag=True, help="Do what is due now, and stop.")
def work(*, once: bool) -> None:
    """Bring notices, ask the next on call, escalate, foretell changes of law, take entries into the ledger's tree.

    What nobody answered goes to the next who may. Each day it asks about what was kept for long enough, each hour
    it ends what was begun with keys. Several may run at once: they take turns.
    """
    prepare()
    begin()
    look_at_keys()
    if once:
        _do_what_is_due()
        return
    stop = threading.Event()
    keepers = [threading.Thread(target=_keep, args=[stop, act]) for act in (_deliver, _sequence)]
    for keeper in keepers:
        keeper.start()
    try:
        asyncio.run(_run_jobs())
    finally:
        stop.set()
        for keeper in keepers:
            keeper.join()


def _do_what_is_due() -> None:
    from django.utils import timezone

    from dimmer.apps.agencies.jobs import forget_sessions
    from dimmer.apps.consultations.jobs import ask_further
    from dimmer.apps.disposals.jobs import find_due
    from dimmer.apps.notices.jobs import deliver_notices, escalate_notices
    from dimmer.apps.receipts.actions import sequence_ledger
    from dimmer.apps.reviews.jobs import escalate_silent, foretell_law
    from dimmer.apps.vault.jobs import look_after_keys

    now = timezone.now()
    forget_sessions()
    asked, told = ask_further(now), deliver_notices(now)
    risen = escalate_silent(now) + escalate_notices(now)
    foretold, kept = foretell_law(timezone.localdate(now), at=now), find_due(now)
    taken, gone = sequence_ledger(), look_after_keys(now)
    click.echo(
        f"{told} notices were brought to recipients, {risen} went up to a lead, "
        f"{foretold} decisions are to be looked at again because the law changes, "
        f"{taken} entries were taken into the ledger's tree, {gone} earlier keys of teams were destroyed, "
        f"{asked} questions went to the next on call, "
        f"{kept} things have been kept for long enough, and are to be looked at."
    )


async def _run_jobs() -> None:
    """Jobs of the queue, and those of the clock; SIGINT and SIGTERM let running ones finish."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    import dimmer.apps.agencies.jobs
    import dimmer.apps.consultations.jobs
    import dimmer.apps.disposals.jobs
    import dimmer.apps.notices.jobs
    import dimmer.apps.reviews.jobs
    import dimmer.apps.vault.jobs  # noqa: F401  (importing them names their jobs)

    with app.replace_connector(DjangoConnector().get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(
                concurrency=2, delete_jobs="successful", shutdown_graceful_timeout=10
            )


def _deliver() -> None:
    from django.utils import timezone

    from dimmer.apps.notices.jobs import deliver_notices

    deliver_notices(timezone.now())


def _sequence() -> None:
    from dimmer.apps.receipts.actions import sequence_ledger

    sequence_ledger()


def _keep(stop: threading.Event, act: Callable[[], None]) -> None:
    """Do it every few seconds. While the database is away, wait for it."""
    from django.db import Error, connection

    while not stop.wait(_EVERY):
        try:
            act()
        except Error:
            _logger.warning("%s: trying again", act.__name__, exc_info=True)
        finally:
            connection.close()
