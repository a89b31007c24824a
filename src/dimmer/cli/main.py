"""`dimmer`: the list of commands. A command's module is imported when it runs, so that none is slow."""

import importlib
import sys
from typing import Any

import click

COMMANDS = {
    "advise": (
        "dimmer.cli.offline.advise:advise",
        "Advise on a facts file: what the law opens, bars and asks.",
    ),
    "law": (
        "dimmer.cli.offline.law:law",
        "Look into the lawbook: rows, days, sources, differences.",
    ),
    "verify": (
        "dimmer.cli.offline.verify:verify",
        "Check a receipt or an archive offline, or the whole ledger.",
    ),
    "ledger": ("dimmer.cli.service.copy:ledger", "Take the ledger away as files."),
    "witness": (
        "dimmer.cli.offline.witness:witness",
        "Cosign the checkpoints of other ledgers.",
    ),
    "guard": (
        "dimmer.cli.offline.guard:guard",
        "Find what says where somebody is in a text or a file, before it leaves.",
    ),
    "redact": (
        "dimmer.cli.offline.redact:redact",
        "Write a flat copy of a file, without what is cut and what no page shows.",
    ),
    "demo": (
        "dimmer.cli.service.demo:demo",
        "Load the demo area, serve it, and say whom to sign in as.",
    ),
    "serve": ("dimmer.cli.service.serve:serve", "Serve the pages."),
    "work": (
        "dimmer.cli.service.work:work",
        "Do what the clock asks: escalate, sequence the ledger.",
    ),
    "replay": (
        "dimmer.cli.service.replay:replay",
        "Advise on stored decisions again: which would no longer stand.",
    ),
    "migrate": ("dimmer.cli.service.migrate:migrate", "Bring the database to this version."),
    "partnership": (
        "dimmer.cli.service.partnership:partnership",
        "Enter agencies, teams and who begins there.",
    ),
    "check": (
        "dimmer.cli.service.check:check",
        "Check configuration, keys, database and versions.",
    ),
    "keys": (
        "dimmer.cli.service.keys:keys",
        "Look after the keys: rotate, move, share for recovery, recover.",
    ),
    "bind": (
        "dimmer.cli.service.bind:bind",
        "Bind a practitioner to who they are at their agency's identity provider.",
    ),
    "concern": ("dimmer.cli.service.concern:concern", "Bring concerns in from a file."),
    "db": ("dimmer.cli.database:db", "Start, stop, dump or address the database."),
}


class Lazy(click.Group):
    """A group that knows its commands' names and words without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands, in the order of a first day with Dimmer."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """One line each, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dimmer", prog_name="dimmer")
def dimmer() -> None:
    """Share what keeps people safe, and no more than that.

    Exit status: 0 done, 1 a check failed, 2 bad input.
    """


def main() -> None:
    """Run a command; say what is wrong in words, never as a traceback."""
    try:
        dimmer()
    except Exception as error:
        if type(error).__name__ not in _SPEAKS_FOR_ITSELF:
            raise
        print(f"dimmer: {error}", file=sys.stderr)
        sys.exit(2)


_SPEAKS_FOR_ITSELF: Any = frozenset({"DatabaseProblem", "NoKey", "BadProvider", "BadWitness"})
"""Errors whose message is written for an operator, by name: importing them would load their world."""
