"""The archive itself, written: its open part with proofs, what is sealed under a password, the signed manifest."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.archives.models import Archive, Asker
from dimmer.apps.archives.queries import (
    Account,
    Entered,
    Span,
    Told,
    entered_of,
    entries_shown,
    inside_of,
    place_of,
    roll_of,
)
from dimmer.apps.archives.queries.account import name_of
from dimmer.apps.concerns.actions import note
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.desk.queries.record import Record
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.ledger import queries as entries
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.archive import Manifest, listed, statement_of, write_manifest, write_zip
from dimmer.core.archive.check import CHECKPOINT, ENTRY, MANIFEST, PROOF, SEALED, STATEMENT
from dimmer.core.archive.roll import ROLL
from dimmer.core.ledger import write_key
from dimmer.core.ledger.note import sign_note, write_note
from dimmer.keyring import signing
from dimmer.keyring.phrase import seal_under

Draw = Callable[[Record], bytes]
"""A record of a decision as a document: pages draw it, so it is passed in."""

_README = """This archive gives account of what was done, to somebody who trusts neither the server nor whoever made it.

To check it, with the ledger's public key as the partnership publishes it (not the copy in here):

    dimmer verify archive FILE --key KEY

With the password, which you are told by another way than this file came, what is sealed is checked too, and can
be written to a folder:

    dimmer verify archive FILE --key KEY --password-file PASSWORD --open FOLDER

The form of everything in it is written down in Dimmer's reference, "The archive's format": with that page and the
specifications it names, somebody else can write a program that checks it.

It shows what was entered and is unchanged. It does not show that nothing else happened. Where roll.json is in it, that
names every entry that is said to be the agency's own within some days; with a copy of the ledger it is compared with
what the ledger has, and with the accounts of other agencies:

    dimmer verify roll FILE... --from LEDGER --key KEY
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for account, and why, in the words of whoever makes the archive."""

    asker: Asker
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Written:
    """An archive, and SHA-256 of its manifest, which the ledger commits to.

    `entries` are how many are in it; of an agency, of its concerns alone.
    """

    data: bytes
    digest: bytes
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What an archive says of itself in the open; the rest of its manifest follows from what is in it."""

    archive: str
    at: str
    about: Mapping[str, str]
    by: Practitioner
    asker: Asker


def write(
    account: Account,
    keys: Iterable[RecordKey],
    *,
    head: Head,
    about: Mapping[str, Any],
    password: str,
    draw: Draw,
    within: Span | None = None,
    told: Told | None = None,
) -> Written:
    """Write an archive; its bytes are kept nowhere.

    Args:
        keys: those of the concerns that it is of.
        about: what it is of and who asked, in words: sealed.
        within: what it is a period of.
        told: of an agency, which entries within that are its own: all of them are in it.

    Raises:
        TooLong: more than one archive can hold.
    """
    drawn = [draw(record) for record in account.records]  # before the ledger waits for it
    ledger.sequence()
    opened = [*keys, *(pack.key for pack in account.packs if pack.key)]
    also = [entry for pack in account.packs for entry in pack.entries]
    also += told.own if told else ()
    checkpoint = entries.head_of(entries_shown(opened, also=also, within=within))
    rows = entered_of(opened, also=also, checkpoint=checkpoint, within=within)
    signed = entries.carried(checkpoint)
    inside = inside_of(account, rows, about=about, drawn=drawn, signed=signed)
    files = {
        "README.txt": _README.encode(),
        "ledger.vkey": f"{write_key(entries.verifier_key())}\n".encode(),
        CHECKPOINT: signed.encode(),
        SEALED: seal_under(password, write_zip(inside)),
    }
    if told and within:
        of = head.by.team.agency
        files[ROLL] = roll_of(told, rows, agency=of, within=within, checkpoint=checkpoint)
    for number, each in enumerate(rows, 1):
        files[name_of("entries", number, ENTRY)] = each.leaf
        files[name_of("entries", number, PROOF)] = each.proof.encode()
    manifest = _manifest(head, account, rows, files=files)
    statement = sign_note(statement_of(manifest), key=entries.verifier_key(), sign=signing.sign)
    whole = write_zip({**files, MANIFEST: manifest, STATEMENT: write_note(statement).encode()})
    # teams whose concerns are in it open this number: how many acts their agency has is not for them
    count = sum(1 for each in rows if each.opened or not told)
    return Written(whole, sha256(manifest).digest(), count)


def enter(row: Archive, found: ConcernRead, *, asked: Asked, written: Written, **more: str) -> None:
    """Keep that an archive was made of a concern, for whom and why, and enter it."""
    row.digest = written.digest
    row.sealed = found.key.seal({"who": asked.who, "why": asked.why}, place_of(row))
    row.save(force_insert=True)
    note(
        found, "archive.made", by=row.by, at=row.at, archive=str(row.pk), asker=asked.asker.value,
        manifest=written.digest.hex(), entries=written.entries, **more,
    )  # fmt: skip


def _manifest(
    head: Head, account: Account, rows: list[Entered], *, files: dict[str, bytes]
) -> bytes:
    by = {"agency": head.by.team.agency.name, "role": head.by.role}
    return write_manifest(
        Manifest(
            archive=head.archive,
            at=head.at,
            ledger=entries.verifier_key().name,
            about=head.about,
            by=by,
            asker=head.asker.value,
            counts=dict(Counter(each.kind for each in rows)),
            holds={name: len(each) for name, each in account.lists.items()},
            files=listed(files),
        )
    )
