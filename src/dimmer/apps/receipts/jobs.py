"""What the clock asks for: witnesses cosign each head of the ledger (C2SP tlog-witness). Never while a page waits."""

import logging
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings

from dimmer.apps.ledger import queries as ledger
from dimmer.apps.receipts import actions
from dimmer.core.ledger import NotANote, NotSigned, parse_note, write_key
from dimmer.core.ledger.cosignature import WitnessKey, witnessed
from dimmer.core.ledger.note import write_signature
from dimmer.core.ledger.witness import LONGEST, parse_size, write_request
from dimmer.keyring import signing

_SECONDS = 10
_TRIES = 4
_CONFLICT = HTTPStatus.CONFLICT
_logger = logging.getLogger("dimmer.witnesses")


def ask_witnesses(at: datetime) -> int:
    """Ask each witness to cosign the newest head; return how many did. Safe to run twice, or at once.

    A witness that does not answer is asked again the next time. One that cosigned another history is told of.
    """
    return sum(_ask(each.key, each.address, at) for each in settings.WITNESSES)


def _ask(key: WitnessKey, address: str, at: datetime) -> int:
    last = ledger.last_cosigned(write_key(key))
    old = last.size if last else 0
    for _ in range(_TRIES):
        head = ledger.head()
        if head is None or (last and last.size == head.size):
            break
        status: int = (
            _CONFLICT  # the head was read after the answer: nobody else was merely quicker
        )
        said = ""
        if old <= head.size:
            body = write_request(head.note, old=old, path=ledger.growth(old, new=head.size))
            status, said = _post(f"{address}/add-checkpoint", body)
        if status == HTTPStatus.OK:
            return _keep(key, head.note, head.size, said, at)
        theirs = parse_size(said) if status == _CONFLICT else None
        if theirs in (None, old):
            _refused(key, status, said, theirs=old, ours=head.size, at=at)
            break
        old = theirs or 0
    return 0


def _refused(
    key: WitnessKey, status: int, said: str, *, theirs: int, ours: int, at: datetime
) -> None:
    if status not in (_CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY):
        _logger.warning("a witness does not answer, or refuses: %s %s %s", key.name, status, said)
    elif actions.note_fork(witness=write_key(key), theirs=theirs, ours=ours, at=at):
        _logger.error(
            "A FORK of the ledger: a witness cosigned another history. See `dimmer check`"
        )


def _keep(key: WitnessKey, note: str, size: int, said: str, at: datetime) -> int:
    try:
        found = witnessed(parse_note(note + said), keys=[key], verify=signing.verify)
    except (NotANote, NotSigned) as error:
        _logger.warning("a witness answers what is no cosignature of it: %s %s", key.name, error)
        return 0
    if key not in found:
        _logger.warning("a witness signs with another key than the one that is set: %s", key.name)
        return 0
    line = write_signature(found[key])
    return int(actions.keep_cosignature(size, line, witness=write_key(key), at=at))


def _post(address: str, body: str) -> tuple[int, str]:
    """The status and the words of the answer; 0 and why where there is none."""
    asked = Request(address, data=body.encode(), method="POST")  # noqa: S310  (http or https: config/witnesses.py)
    try:
        with urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310  (the same)
            return answer.status, answer.read(LONGEST).decode(errors="replace")
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read(LONGEST).decode(errors="replace")
    except (OSError, HTTPException) as error:
        return 0, f"it does not answer ({error})"
