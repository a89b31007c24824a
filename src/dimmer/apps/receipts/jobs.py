"""What the clock asks for: witnesses cosign each head of the ledger (C2SP tlog-witness). Never while a page waits."""

import logging
from datetime import datetime
from http import HTTPStatus

from django.conf import settings

from dimmer.apps.ledger import queries as ledger
from dimmer.apps.receipts import actions
from dimmer.core.ledger import NotANote, NotSigned, parse_note, write_key
from dimmer.core.ledger.cosignature import WitnessKey, witnessed
from dimmer.core.ledger.note import Note, parse_signatures, write_signature
from dimmer.core.ledger.witness import LONGEST, parse_size, write_request
from dimmer.keyring import signing
from dimmer.web.post import post

_TRIES = 4
_CONFLICT = HTTPStatus.CONFLICT
_logger = logging.getLogger("dimmer.witnesses")


def ask_witnesses(at: datetime, *, only: WitnessKey | None = None) -> int:
    """Ask each witness to cosign the newest head; return how many did. Safe to run twice, or at once.

    One that does not answer is asked again the next time. One that cosigned another history is told of. Whatever one
    of them does, the others are asked.

    Args:
        at: when (aware).
        only: whom; every one that is set where nobody is named.
    """
    asked = [each for each in settings.WITNESSES if only in (None, each.key)]
    return sum(_carefully(each.key, each.address, at) for each in asked)


def _carefully(key: WitnessKey, address: str, at: datetime) -> int:
    try:
        return _ask(key, address, at)
    except Exception as error:  # noqa: BLE001  (theirs may be any: it ends their turn, not the others')
        # without their words, which an exception may carry
        _logger.error("asking a witness failed: %s %s", key.name, type(error).__name__)  # noqa: TRY400
        return 0


def _ask(key: WitnessKey, address: str, at: datetime) -> int:
    last = ledger.last_cosigned(write_key(key))
    if last and ledger.cosigned_at(last) is None:  # somebody wrote it, or its head was lost
        last = None
    old = last.size if last else 0
    for _ in range(_TRIES):
        head = ledger.head()
        if head is None or (last and last.size == head.size):
            break
        if old > head.size:  # the head was read after the answer: nobody else was merely quicker
            _note_fork(key, theirs=old, ours=head.size, at=at)
            break
        body = write_request(head.note, old=old, path=ledger.growth(old, new=head.size))
        status, answer = post(f"{address}/add-checkpoint", body, most=LONGEST)
        said = answer.decode(errors="replace")
        if status == HTTPStatus.OK:
            return _keep(key, head.note, head.size, said, at)
        theirs = parse_size(said) if status == _CONFLICT else None
        if theirs is None or theirs == old:
            is_fork = theirs is not None or (status == HTTPStatus.UNPROCESSABLE_ENTITY and old > 0)
            if is_fork:
                _note_fork(key, theirs=old, ours=head.size, at=at)
            else:
                _logger.warning("a witness does not answer, or refuses: %s %s", key.name, status)
            break
        old = theirs
    return 0


def _note_fork(key: WitnessKey, *, theirs: int, ours: int, at: datetime) -> None:
    if actions.note_fork(witness=write_key(key), theirs=theirs, ours=ours, at=at):
        _logger.error(
            "A FORK of the ledger: a witness cosigned another history. See `dimmer check`"
        )


def _keep(key: WitnessKey, note: str, size: int, said: str, at: datetime) -> int:
    try:
        ours = Note(parse_note(note).text, parse_signatures(said))
        found = witnessed(ours, keys=[key], verify=signing.verify)
    except (NotANote, NotSigned):
        _logger.warning("a witness answers what is no cosignature of our head: %s", key.name)
        return 0
    if key not in found:
        _logger.warning("a witness signs with another key than the one that is set: %s", key.name)
        return 0
    line = write_signature(found[key])
    return int(actions.keep_cosignature(size, line, witness=write_key(key), at=at))
