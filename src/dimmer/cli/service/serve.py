"""`dimmer serve`: serve the pages."""

import errno
import multiprocessing
import socket
import sys

import click

from dimmer.cli.service import begin, look_at_keys
from dimmer.database.prepare import prepare

_BAD_INPUT = 2
_THREADS = 4
"""Requests that a worker answers at once; each holds one connection of its pool."""


@click.command
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes."
)
def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the pages until Ctrl-C.

    On another address than this machine's own, put a proxy that speaks HTTPS in front, and set
    DIMMER_TLS=yes and DIMMER_HOSTS to the names that people type.
    """
    _check_free(host, port)
    prepare()
    begin()
    look_at_keys()
    import granian
    from granian.constants import Interfaces

    # a process that is forked has the opened keys: it must not ask for the passphrase again
    multiprocessing.set_start_method("fork", force=True)

    server = granian.Granian(
        "dimmer.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        backlog=256 * workers,
        websockets=False,
        log_level=granian.log.LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.serve()


def _check_free(host: str, port: int) -> None:
    """Say in words why nobody can listen there, before anything is started."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        words = {
            errno.EADDRINUSE: f"Port {port} is taken on {host}. Free it, or choose another with --port.",
            errno.EACCES: f"Port {port} is not for ordinary users. Choose one above 1023 with --port.",
        }.get(error.errno or 0, f"Nobody can listen on {host}, port {port}: {error.strerror}.")
        click.echo(f"dimmer serve: {words}", err=True)
        sys.exit(_BAD_INPUT)
