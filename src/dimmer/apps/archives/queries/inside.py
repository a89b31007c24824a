"""What is sealed in an archive, file by file: account, records, facts and salts, packs with their files, receipts."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from dimmer.apps.archives.models import Archive
from dimmer.apps.archives.queries.account import Account, name_of
from dimmer.apps.archives.queries.entered import Entered
from dimmer.apps.archives.queries.files import contents_of
from dimmer.apps.archives.queries.packs import Pack
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.desk.queries.record import Record
from dimmer.apps.disclosures.queries import place_of
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.archive import canonical, listed
from dimmer.core.archive.opened import ACCOUNT, CONTENTS
from dimmer.core.ledger import Opened, write_moment, write_receipt
from dimmer.keyring.sealing import own_key_of


def about_of(row: Archive, found: ConcernRead) -> dict[str, Any]:
    """What an archive is of, and who makes it."""
    concern, by = found.concern, row.by
    return {
        "archive": str(row.pk), "at": write_moment(row.at), "concern": str(concern.pk),
        "reference": concern.reference, "team": f"{concern.team.agency.name}, {concern.team.name}",
        "made_by": {"name": by.name, "title": by.title, "role": by.role},
    }  # fmt: skip


def inside_of(
    account: Account,
    rows: Sequence[Entered],
    *,
    about: Mapping[str, Any],
    drawn: Sequence[bytes],
    signed: str,
) -> dict[str, bytes]:
    """The files of the sealed part by name, with a list of them.

    Args:
        about: from `about_of`, with who asked.
        drawn: each record as a document, in their order.
        signed: the checkpoint, for receipts, with the lines of witnesses.
    """
    files = {ACCOUNT: canonical({**about, **account.lists})}
    for number, (record, paper) in enumerate(zip(account.records, drawn, strict=True), 1):
        files[name_of("records", number, ".json")] = canonical(_said(record))
        files[name_of("records", number, ".pdf")] = paper
    for number, each in enumerate(rows, 1):
        if each.opened:
            salt = b64encode(each.opened.salt).decode()
            facts = {"facts": each.opened.facts.decode(), "salt": salt}
            files[name_of("facts", number, ".json")] = canonical(facts)
    opened = {each.opened.entry.id: each.opened for each in rows if each.opened}
    for number, pack in enumerate(account.packs, 1):
        if pack.key:
            files |= _sent(pack, pack.key, number, opened, signed)
    files |= contents_of(account.packs, account.files)
    return {**files, CONTENTS: canonical(listed(files))}


def _sent(
    pack: Pack, key: RecordKey, number: int, opened: Mapping[UUID, Opened], signed: str
) -> Iterator[tuple[str, bytes]]:
    """A pack as it was frozen, as it was sealed, the key to that alone, and its receipt."""
    sealed = bytes(pack.made.sealed)
    own = b64encode(own_key_of(sealed, key=key.key)).decode()
    place = {"disclosure": str(pack.made.pk), "key": own, "place": place_of(pack.made)}
    yield name_of("packs", number, ".json"), pack.content(key)
    yield name_of("packs", number, ".key"), canonical(place)
    yield name_of("packs", number, ".sealed"), sealed
    if pack.receipt:
        both = [opened[each] for each in pack.entries]
        both.sort(key=lambda each: each.inclusion.index)
        text = write_receipt(both, about="disclosure", checkpoint=signed)
        yield name_of("receipts", number, ".txt"), text.encode()


def _said(record: Record) -> dict[str, Any]:
    """A record of a decision as plain values: its headings, and what stands below each."""
    parts = [
        {"words": part.words, "lines": [{"words": line.words, "said": [*line.said]} for line in part.lines]}
        for part in record.parts
    ]  # fmt: skip
    proposal = str(record.way.proposal.pk)
    return {"proposal": proposal, "same_advice_now": record.same, "parts": parts}
