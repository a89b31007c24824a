"""`dimmer work`: do what the clock asks, until Ctrl-C."""

import asyncio
import logging
import threading
from collections.abc import Callable
from functools import partial
from time import monotonic

import click

from dimmer.cli.service import begin, look_at_keys
from dimmer.core.ledger.cosignature import WitnessKey
from dimmer.database.prepare import prepare

_DELIVER_EVERY = 2.0
"""Seconds between two rounds of bringing notices."""
SEQUENCE_EVERY = 0.5
"""Seconds between two rounds of taking entries into the ledger's tree: each has its place within one."""
_ASK_EVERY = 10.0
"""Seconds between two rounds of asking witnesses to cosign the ledger's head."""
_WHOLLY_EVERY = 3_600.0
"""Seconds until all entries are gone through for one without a place."""
_logger = logging.getLogger("dimmer.work")


@click.command
@click.option("--once", is_flag=True, help="Do what is due now, and stop.")
def work(*, once: bool) -> None:
    """Bring notices, ask the next on call, escalate, foretell changes of law, take entries into the ledger's tree.

    Witnesses (DIMMER_WITNESSES) are asked to cosign the ledger. What nobody answered goes to the next who may. Each
    day it asks about what was kept for long enough, each hour it ends what was begun with keys. Several may run at
    once: they take turns.
    """
    from django.conf import settings

    prepare()
    begin()
    look_at_keys()
    if once:
        _do_what_is_due()
        return
    stop = threading.Event()
    acts = [(_DELIVER_EVERY, _deliver), (SEQUENCE_EVERY, _Sequencer())]
    keepers = [threading.Thread(target=_keep, args=[stop, *act]) for act in acts]
    for each in settings.WITNESSES:  # a thread each, which nobody waits for: they may be slow
        ask = [stop, _ASK_EVERY, partial(_ask_witness, each.key)]
        threading.Thread(target=_keep, args=ask, daemon=True).start()
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
    from dimmer.apps.receipts.actions import note_clock, sequence_ledger
    from dimmer.apps.receipts.jobs import ask_witnesses
    from dimmer.apps.requests.jobs import escalate_late
    from dimmer.apps.reviews.jobs import escalate_silent, foretell_law
    from dimmer.apps.travels.jobs import end_links
    from dimmer.apps.vault.jobs import look_after_keys

    now = timezone.now()
    forget_sessions()
    end_links(now)
    asked, told = ask_further(now), deliver_notices(now)
    risen = escalate_silent(now) + escalate_notices(now) + escalate_late(now)
    foretold, kept = foretell_law(timezone.localdate(now), at=now), find_due(now)
    note_clock(now)
    taken, gone = sequence_ledger(wholly=True), look_after_keys(now)
    cosigned = ask_witnesses(now)
    click.echo(
        f"{told} notices were brought to recipients, {risen} went up to a lead, "
        f"{foretold} decisions are to be looked at again because the law changes, "
        f"{taken} entries were taken into the ledger's tree, {gone} earlier keys of teams were destroyed, "
        f"{cosigned} witnesses cosigned the ledger's head, "
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
    import dimmer.apps.requests.jobs
    import dimmer.apps.reviews.jobs
    import dimmer.apps.travels.jobs
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


def _ask_witness(key: WitnessKey) -> None:
    from django.utils import timezone

    from dimmer.apps.receipts.jobs import ask_witnesses

    ask_witnesses(timezone.now(), only=key)


class _Sequencer:
    """Takes entries into the ledger's tree; the first time, and each hour, whatever lies without a place."""

    def __init__(self) -> None:
        self._wholly_at = 0.0

    def __call__(self) -> None:
        from django.utils import timezone

        from dimmer.apps.receipts.actions import note_clock, sequence_ledger

        note_clock(timezone.now())
        now = monotonic()
        is_due = now >= self._wholly_at
        sequence_ledger(wholly=is_due)
        if is_due:
            self._wholly_at = now + _WHOLLY_EVERY


def _keep(stop: threading.Event, every: float, act: Callable[[], None]) -> None:
    """Do it every so many seconds. While the database is away, wait for it."""
    from django.db import Error, connection

    while not stop.wait(every):
        try:
            act()
        except Error:
            _logger.warning("%s: trying again", act, exc_info=True)
        finally:
            connection.close()
