"""Check an archive: each question by name, passed, failed or not asked, with a sentence for whoever reads it.

Every file at fault is named. Nothing is trusted because the archive says it: keys come from elsewhere, sizes and roots
from a checkpoint that such a key signed, digests from a manifest that it signed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from dimmer.core.archive.found import Found, Trust, each_of
from dimmer.core.archive.manifest import (
    Manifest,
    NotAManifest,
    listed,
    parse_manifest,
    statement_of,
)
from dimmer.core.archive.opened import check_opened
from dimmer.core.archive.roll import check_roll
from dimmer.core.ledger.check import witness_check
from dimmer.core.ledger.checkpoint import Checkpoint, NotACheckpoint, open_checkpoint
from dimmer.core.ledger.note import NotANote, NotSigned, check_note, parse_note
from dimmer.core.ledger.proof import ProofFailed, verify_inclusion
from dimmer.core.ledger.tlog_proof import NotAProof, parse_proof
from dimmer.core.ledger.tree import leaf_hash

MANIFEST, STATEMENT, CHECKPOINT, SEALED = "manifest.json", "manifest.note", "checkpoint", "sealed"
ENTRY, PROOF = ".entry", ".tlog-proof"

_NO_MANIFEST = "not asked: there is no manifest to ask it by"


def check_archive(
    files: Mapping[str, bytes], inside: Mapping[str, bytes] | None, *, trust: Trust
) -> tuple[Found, ...]:
    """Check the files of an archive. Never raises for any bytes; proved only where nothing failed.

    Args:
        inside: the files of its sealed part; None where that was not opened.
    """
    try:
        manifest = parse_manifest(files.get(MANIFEST, b""))
    except NotAManifest as error:
        words = f"The manifest was changed, or is missing: {error}."
        return Found("manifest", passed=False, meaning=words), Found("files", None, _NO_MANIFEST)
    words = "The manifest is complete and in its one form."
    return (
        Found("manifest", passed=True, meaning=words),
        *_signed(files, manifest, trust),
        *each_of("files", "Each file is the one that was signed for.", _wrong_files(files, manifest)),
        *_proved(files, manifest, trust),
        *each_of("counts", "The kinds are counted as the manifest says.", _wrong_counts(files, manifest)),
        *check_roll(files, manifest),
        *check_opened(files, inside, manifest=manifest, trust=trust),
    )  # fmt: skip


def _signed(files: Mapping[str, bytes], manifest: Manifest, trust: Trust) -> Iterator[Found]:
    """Whether a trusted key signed this manifest, as the ledger that it names."""
    try:
        note = parse_note(files.get(STATEMENT, b"").decode())
    except (NotANote, UnicodeDecodeError):
        yield Found("key", passed=False, meaning=f"{STATEMENT} was changed, or is missing.")
        return
    named = ", ".join(f"{each.name}+{each.key_id.hex()}" for each in note.signatures)
    known = [key for key in trust.keys if key.name == manifest.ledger]
    if not any(
        (each.name, each.key_id) == (k.name, k.key_id) for each in note.signatures for k in known
    ):
        words = f"It is signed with the key {named}, which you do not trust."
        yield Found("key", passed=False, meaning=words)
        yield Found("signature", None, "Not checked: there is no trusted key to check it with.")
        return
    yield Found("key", passed=True, meaning=f"It is signed with the key {named}, which you trust.")
    try:
        check_note(note, keys=known, verify=trust.verify)
    except NotSigned:
        is_right = False
    else:
        is_right = note.text == statement_of(files[MANIFEST])
    words = (
        "That key signed this manifest."
        if is_right
        else f"That key did not sign this manifest: {MANIFEST} or {STATEMENT} was changed."
    )
    yield Found("signature", passed=is_right, meaning=words)


def _wrong_files(files: Mapping[str, bytes], manifest: Manifest) -> Iterator[str]:
    """Each file that was changed, removed, added, or stands in the place of another."""
    theirs = {digest: name for name, digest in manifest.files.items()}
    here = listed({name: data for name, data in files.items() if name not in (MANIFEST, STATEMENT)})
    for name in sorted(manifest.files.keys() | here.keys()):
        digest = here.get(name)
        if digest is None:
            yield f"{name} was removed"
        elif name not in manifest.files:
            yield f"{name} was added"
        elif digest != manifest.files[name]:
            of = theirs.get(digest)
            yield f"{name} was swapped: it is {of}" if of else f"{name} was changed"


def _proved(files: Mapping[str, bytes], manifest: Manifest, trust: Trust) -> Iterator[Found]:
    """Whether each entry is in the ledger, by a checkpoint that a trusted key signed."""
    known = [key for key in trust.keys if key.name == manifest.ledger]
    try:
        text = files.get(CHECKPOINT, b"").decode()
        head = open_checkpoint(text, keys=known, verify=trust.verify)
    except NotSigned:
        yield Found("checkpoint", passed=False, meaning="No key that you trust signed it.")
        yield Found("entries", None, "Not checked: there is no trusted checkpoint.")
        return
    except (NotANote, NotACheckpoint, UnicodeDecodeError):
        yield Found("checkpoint", passed=False, meaning=f"{CHECKPOINT} was changed, or is missing.")
        yield Found("entries", None, "Not checked: there is no trusted checkpoint.")
        return
    is_its = head.origin == manifest.ledger
    words = f"The ledger {manifest.ledger} had {head.head.size} entries when that was signed."
    other = f"The checkpoint is of another ledger, {head.origin}."
    yield Found("checkpoint", passed=is_its, meaning=words if is_its else other)
    for key in trust.witnesses:
        seen = witness_check(text, key, verify=trust.verify)
        yield Found(seen.name, passed=seen.passed, meaning=seen.meaning)
    wrong = (_why_not_there(files, name, head) for name in entries_in(manifest.files))
    yield from each_of(
        "entries",
        f"Each of the {sum(manifest.counts.values())} entries is in the ledger, at its place.",
        (why for why in wrong if why),
    )


def _why_not_there(files: Mapping[str, bytes], name: str, head: Checkpoint) -> str | None:
    proof = name.removesuffix(ENTRY) + PROOF
    if name not in files or proof not in files:
        return f"{name} or {proof} is missing"
    try:
        found = parse_proof(files[proof].decode())
        verify_inclusion(leaf_hash(files[name]), found.inclusion, head=head.head)
    except (NotAProof, UnicodeDecodeError, ProofFailed) as failed:
        return f"{name} with {proof}: {failed}"
    if found.checkpoint.encode() != files[CHECKPOINT]:
        return f"{proof} is of another checkpoint"
    return None


def entries_in(names: Iterable[str]) -> list[str]:
    """The names of the files of entries, in the order of the ledger."""
    return sorted(name for name in names if name.endswith(ENTRY))


def _wrong_counts(files: Mapping[str, bytes], manifest: Manifest) -> Iterator[str]:
    names = entries_in(files)
    kinds = (files[name].split(b"\n")[1:2] for name in names)
    found = Counter(kind.decode("ascii", "replace") for parts in kinds for kind in parts)
    for kind in sorted(manifest.counts.keys() | found.keys()):
        if (said := manifest.counts.get(kind, 0)) != found[kind]:
            yield f"The manifest says {said} of {kind}, and there are {found[kind]}"
