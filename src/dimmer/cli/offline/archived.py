"""`dimmer verify archive`: check an archive that gives account, offline, and open what is sealed in it."""

import sys
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import click

from dimmer.cli.offline.receipted import who_saw
from dimmer.cli.offline.trusted import (
    BadInput,
    ed25519_verifies,
    mark,
    plain,
    read,
    trusted,
    witnesses_in,
)
from dimmer.cli.offline.whole import write_whole
from dimmer.core.archive import Found, Trust, check_archive, write_zip
from dimmer.core.archive.check import CHECKPOINT, SEALED
from dimmer.core.archive.zipped import MOST_BYTES, MOST_FILES
from dimmer.core.ledger import NotANote, parse_note
from dimmer.core.ledger.check import WITNESS
from dimmer.core.ledger.note import Signature
from dimmer.keyring.phrase import unseal_under
from dimmer.keyring.sealing import CannotOpen, unseal_alone

_FORM = "The file is complete and in the one form of an archive."
_OTHER = "The file was written again by another program: it is not byte for byte as it was made."
_BROKEN = "The file is damaged, or not whole: it is no archive that can be read."


def verify_archive(
    name: str,
    *,
    keys: tuple[str, ...],
    password_file: str | None,
    opened: str | None,
    witnesses: Sequence[str] = (),
) -> int:
    """Check an archive and say what was found; 0 where nothing failed, 1 otherwise.

    Args:
        password_file: a file with the password of what is sealed in it, or `-` for the standard input.
        opened: a new folder to write what was sealed to, where nothing failed.
        witnesses: keys of witnesses who must have cosigned its checkpoint, or files of them.

    Raises:
        BadInput: it cannot be read, or is something else.
    """
    source, known = trusted(keys)
    named = witnesses_in(witnesses, ledgers=known)
    data = bytes_of(name)
    files, form = files_in(data)
    tried: Mapping[str, bytes] | Found | None = None
    if password_file is not None:
        tried = _inside(files.get(SEALED, b""), password=_password(password_file))
    inside, shut = (None, [tried]) if isinstance(tried, Found) else (tried, [])
    trust = Trust(tuple(known), ed25519_verifies, piece_of, tuple(named))
    found = (form, *(check_archive(files, inside, trust=trust) if files else ()), *shut)
    for each in found:
        sign = "- " if each.passed is None else f"{mark(passed=each.passed)} "
        click.echo(f"{sign}{each.name:<10} {plain(each.meaning)}")
    failed = [each.name for each in found if each.passed is False]
    click.echo()
    if "key" in failed:
        click.echo(f"The keys you trust are from {source or 'nowhere: give one with --key KEY'}.")
        click.echo(
            "Ask the partnership for the key that it publishes, by another way than this came."
        )
        click.echo()  # fmt: skip
    _say(failed, found)
    of_witnesses = [bool(each.passed) for each in found if each.name == WITNESS]
    if of_witnesses or not failed:
        click.echo(who_saw(of_witnesses, _cosignatures_of(files)))
    if failed:
        return 1
    if opened is not None and inside is not None:
        _write(inside, Path(opened))
    return 0


def _cosignatures_of(files: Mapping[str, bytes]) -> tuple[Signature, ...]:
    try:
        return parse_note(files.get(CHECKPOINT, b"").decode()).signatures[1:]
    except (NotANote, UnicodeDecodeError):
        return ()


def _say(failed: list[str], found: Iterable[Found]) -> None:
    if failed:
        click.echo(f"NOT PROVED. Failed: {', '.join(dict.fromkeys(failed))}.")
        return
    click.echo("Proved: what was checked is what was entered and signed, and is unchanged.")
    if any(each.passed is None for each in found):
        click.echo("Not everything could be checked: see the lines that begin with a dash.")


def bytes_of(name: str) -> bytes:
    """The bytes of an archive.

    Raises:
        BadInput: it cannot be read, or is longer than any.
    """
    try:
        size = Path(name).stat().st_size
        if size > MOST_BYTES:
            raise BadInput(f"{click.format_filename(name)} is longer than any archive.")
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{click.format_filename(name)} cannot be read: {why}.") from error


def files_in(data: bytes) -> tuple[dict[str, bytes], Found]:
    """The files of an archive by name, also of one that was tampered with, and whether it has its one form.

    Raises:
        BadInput: it is no ZIP file at all.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as zipped:
            files = _files(zipped)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        if not data.startswith(b"PK"):
            raise BadInput("This is not an archive: it is no ZIP file.") from error
        return {}, Found("form", passed=False, meaning=_BROKEN)
    try:
        is_ours = write_zip(files) == data
    except ValueError:
        is_ours = False
    return files, Found("form", passed=is_ours, meaning=_FORM if is_ours else _OTHER)


def _files(zipped: zipfile.ZipFile) -> dict[str, bytes]:
    listed = zipped.infolist()
    if len(listed) > MOST_FILES or sum(each.file_size for each in listed) > MOST_BYTES:
        raise zipfile.BadZipFile("more than any archive holds")
    files: dict[str, bytes] = {}
    for each in listed:
        try:
            is_plain = each.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            files[each.filename] = zipped.read(each) if is_plain else b""
        except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError):
            files[each.filename] = b""  # its own bytes are damaged: it is named as changed
    return files


def _password(name: str) -> str:
    data = sys.stdin.buffer.read(4_000) if name == "-" else read(name)
    try:
        words = data.decode().strip()
    except UnicodeDecodeError as error:
        raise BadInput("--password-file: there is no text in it.") from error
    return words


def _inside(sealed: bytes, *, password: str) -> Mapping[str, bytes] | Found:
    try:
        return files_in(unseal_under(password, sealed))[0]
    except (CannotOpen, BadInput):
        words = (
            "That password does not open what is sealed, or it was changed. The rest was checked."
        )
        return Found("password", passed=False, meaning=words)


def piece_of(sealed: bytes, own: bytes, place: str) -> bytes | None:
    """What was sealed, by the piece's own key; None where that does not open it."""
    try:
        return unseal_alone(sealed, own=own, place=place)
    except CannotOpen:
        return None


def _write(inside: Mapping[str, bytes], folder: Path) -> None:
    """What was sealed, each file for whoever runs this alone. Its names were checked before."""
    try:
        folder.mkdir(mode=0o700)
        for name, data in inside.items():
            file = folder / name
            file.parent.mkdir(mode=0o700, exist_ok=True)
            write_whole(file, data, mode=0o600)
    except OSError as error:
        raise BadInput(f"{click.format_filename(str(folder))}: {error.strerror}.") from error
    click.echo(f"Written to {click.format_filename(str(folder))}: it names people. Look after it.")
