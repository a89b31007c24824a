"""Handing a concern to the lead, and making the archive by which the lead gives account of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.archives.models import Archive, Asker
from dimmer.apps.archives.queries import (
    Account,
    Entered,
    about_of,
    account_of,
    can_be_handed,
    entered_of,
    entries_shown,
    inside_of,
    is_for,
    lead_of,
    packs_of,
    place_of,
)
from dimmer.apps.archives.queries.account import name_of
from dimmer.apps.concerns.actions import NoReason, NotNow, note
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.desk.queries.record import Record
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.ledger import queries as entries
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.archive import (
    Manifest,
    listed,
    statement_of,
    write_manifest,
    write_zip,
)
from dimmer.core.archive.check import CHECKPOINT, ENTRY, MANIFEST, PROOF, SEALED, STATEMENT
from dimmer.core.ledger import write_key, write_moment
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

It shows what was entered and is unchanged. It does not show that nothing else happened.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for account, and why, in the words of whoever makes the archive."""

    asker: Asker
    who: str
    why: str


@transaction.atomic
def hand(found: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    """Let the lead open a concern, and what the team shared of it, to give account. Handed again, what is new goes too.

    Raises:
        NotNow: it is another team's, a draft, or the agency has no lead elsewhere.
    """
    lead = lead_of(found)
    if lead is None or not can_be_handed(found, asking=by):
        raise NotNow("there is nobody to hand it to, or it is not one's own")
    packs = packs_of(found, reader=by)
    for key in (found.key, *(pack.key for pack in packs if pack.key)):
        vault.grant(key, to=[lead.pk], at=at)
    pk = found.concern.pk
    vault.show(pk, kind=Kind.CONCERN, about=pk, to=[lead.pk], at=at)
    note(found, "archive.handed", by=by, at=at, to=str(lead.pk))


@transaction.atomic
def make(
    found: ConcernRead, *, asked: Asked, password: str, draw: Draw, by: Practitioner, at: datetime
) -> bytes:
    """The archive of a concern, as a ZIP file; enters that it was made, for whom and why. It is kept nowhere.

    Args:
        password: what the names and words in it are sealed under; it is kept nowhere either.

    Raises:
        NoReason: it is not said who asks, or why.
        NotNow: the concern is another agency's, or a draft.
    """
    if not (asked.who.strip() and asked.why.strip()):
        raise NoReason
    if not is_for(found, asking=by):
        raise NotNow("another agency's, or a draft")
    account = account_of(found, reader=by, on=timezone.localdate(at))
    drawn = [draw(record) for record in account.records]  # before the ledger waits for it
    ledger.sequence()
    keys = [found.key, *(pack.key for pack in account.packs if pack.key)]
    also = [entry for pack in account.packs for entry in pack.entries]
    checkpoint = entries.head_of(entries_shown(keys, also=also))
    rows = entered_of(keys, also=also, checkpoint=checkpoint)
    row = Archive(id=uuid4(), concern=found.concern, by=by, at=at, asker=asked.asker)
    said = {"by": asked.asker.value, "who": asked.who, "why": asked.why}
    about = {**about_of(row, found), "asked": said}
    signed = entries.published(checkpoint)
    inside = inside_of(account, rows, about=about, drawn=drawn, signed=signed)
    files = {
        "README.txt": _README.encode(),
        "ledger.vkey": f"{write_key(entries.verifier_key())}\n".encode(),
        CHECKPOINT: signed.encode(),
        SEALED: seal_under(password, write_zip(inside)),
    }
    for number, each in enumerate(rows, 1):
        files[name_of("entries", number, ENTRY)] = each.leaf
        files[name_of("entries", number, PROOF)] = each.proof.encode()
    manifest = _manifest(row, account, rows, files=files)
    statement = sign_note(statement_of(manifest), key=entries.verifier_key(), sign=signing.sign)
    _enter(row, found, asked=asked, manifest=manifest, entered=len(rows))
    return write_zip({**files, MANIFEST: manifest, STATEMENT: write_note(statement).encode()})


def _enter(
    row: Archive, found: ConcernRead, *, asked: Asked, manifest: bytes, entered: int
) -> None:
    row.digest = sha256(manifest).digest()
    row.sealed = found.key.seal({"who": asked.who, "why": asked.why}, place_of(row))
    row.save(force_insert=True)
    note(
        found, "archive.made", by=row.by, at=row.at, archive=str(row.pk), asker=asked.asker.value,
        manifest=row.digest.hex(), entries=entered,
    )  # fmt: skip


def _manifest(
    row: Archive, account: Account, rows: list[Entered], *, files: dict[str, bytes]
) -> bytes:
    by = {"agency": row.by.team.agency.name, "role": row.by.role}
    return write_manifest(
        Manifest(
            archive=str(row.pk),
            at=write_moment(row.at),
            ledger=entries.verifier_key().name,
            about={"what": "concern", "id": str(row.concern_id)},
            by=by,
            asker=row.asker,
            counts=dict(Counter(each.kind for each in rows)),
            holds={name: len(each) for name, each in account.lists.items()},
            files=listed(files),
        )
    )
