"""The scenarios (see scenarios.py) of whoever has no account, and of ways of travel; and their pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.core import mail
from django.db import IntegrityError, transaction
from django.test import override_settings

from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.addressees import actions as addressees
from dimmer.apps.agencies import actions as agencies
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.travels import actions, queries
from dimmer.apps.travels.models import Link, Way
from dimmer.apps.travels.queries import LinkRead
from dimmer.apps.vault import actions as vault
from dimmer.keyring.links import Secret, keys_of, new_secret
from outside import WEEK, WHO, linked, sent_outside
from stage import NOW, raised, reading

TOLD = {
    "token": str(uuid4()), "on-day": "1", "on-month": "2", "on-year": "2026", "took": "number", "why": "In a hurry",
}  # fmt: skip
"""What a page about something that was said is sent, without the words."""


@contextmanager
def posting() -> Iterator[None]:
    """E-mail goes into a list of this process."""
    backend = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(MAIL_WORKS=True, EMAIL_BACKEND=backend):
        yield


def _last() -> str:
    return str(mail.outbox[-1].body).strip()


def sent(cast: Cast, found: ConcernRead | None = None) -> tuple[Disclosure, Secret]:
    """Something of Amina's that went by a link, and the link's secret."""
    made = sent_outside(cast.amina, found=found)
    with posting():
        linked(made, by=cast.amina)
    return made, Secret(_last().rpartition("/")[2])


def _holding(secret: Secret, do: Callable[[LinkRead], Any]) -> Act:
    """What whoever holds a link does, in the transaction that the middleware puts around a request."""

    def act() -> Any:
        with posting(), transaction.atomic(), queries.through(secret, at=NOW) as found:
            return do(found)

    return act


def with_code(secret: Secret) -> str:
    """The code that was sent."""
    with reading(None):
        _holding(secret, lambda found: actions.send_code(found, at=NOW))()
    return _last()


def came_in(cast: Cast) -> Secret:
    """A link whose holder typed the code."""
    _, secret = sent(cast)
    code = with_code(secret)
    with reading(None):
        _holding(secret, lambda found: actions.come_in(found, typed=code, at=NOW))()
    return secret


def pages(cast: Cast, words: str) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Of each page its name, who finds it, what they can send, and the ids of its address."""
    made = sent_outside(cast.amina, found=raised(cast.amina, summary=words))
    new = {name: value for name, value in WHO.items() if name != "is_in_area"}
    other = {"name": words, "token": str(uuid4()), "is_in_area": "yes", "is_apart": "yes"}
    ids = {"pk": made}
    return [
        ("addressees:add", "mona", new | other, {"pk": made.proposal.concern}),
        ("travels:ways", "mona", {}, ids),
        (
            "travels:link",
            "mona",
            {"token": str(uuid4()), "days": "7", "address": "yes"},
            ids,
        ),
        ("travels:document", "mona", {}, ids),
        ("travels:told", "mona", {**TOLD, "said": words}, ids | {"way": "phone"}),
        ("travels:block", "mona", {"yes": "1"}, ids),
    ]


def _named(cast: Cast) -> Act:
    found, token = raised(cast.amina), uuid4()
    return lambda: addressees.add(found, token=token, **WHO, by=cast.amina, at=NOW)  # type: ignore[arg-type]


def _outside(_cast: Cast) -> Act:
    token = uuid4()
    return lambda: agencies.enter_outside(
        token=token, organisation="A surgery", role="Lead", kind="gp", area="A", nation="england",
        phone="",
    )  # fmt: skip


def _grant(cast: Cast) -> Act:
    found, team = raised(cast.amina), sent_outside(cast.amina).recipient_id
    public = keys_of(new_secret()).public
    return lambda: vault.grant_to_link(found.key, team=team, public=public, at=NOW)


def _opened(cast: Cast, made: Disclosure) -> queries.Travels:
    with reading(cast.amina):
        return queries.travels(made.pk, reader=cast.amina)


def _send(cast: Cast) -> Act:
    found, token = _opened(cast, sent_outside(cast.amina)), uuid4()

    def act() -> Any:
        with posting():
            return actions.send_link(
                found, token=token, good_for=WEEK, address=str, by=cast.amina, at=NOW
            )

    return act


def _block(cast: Cast) -> Act:
    found = _opened(cast, sent(cast)[0])
    return lambda: actions.block(found, by=cast.amina, at=NOW)


def _end(cast: Cast) -> Act:
    made, _ = sent(cast)
    row = Link.objects.get(travel__disclosure=made)
    return lambda: actions.end(row.pk, at=NOW + 2 * WEEK)


def _looked_at(cast: Cast) -> Act:
    found = _opened(cast, sent_outside(cast.amina))
    return lambda: actions.looked_at(found, by=cast.amina, at=NOW)


def _document(cast: Cast) -> Act:
    found = _opened(cast, sent_outside(cast.amina))
    return lambda: actions.with_password(
        found, draw=lambda: b"%PDF", lock=lambda plain, _: plain + b"locked", way=Way.DOCUMENT,
        by=cast.amina, at=NOW,
    )  # fmt: skip


def _tell(cast: Cast) -> Act:
    found, token = _opened(cast, sent_outside(cast.amina)), uuid4()
    return lambda: actions.tell(
        found, token=token, way=Way.PHONE, on=NOW.date(), said="She was cold", took=["number"],
        why="In a hurry", by=cast.amina, at=NOW,
    )  # fmt: skip


def _code(cast: Cast) -> Act:
    _, secret = sent(cast)
    return _holding(secret, lambda found: actions.send_code(found, at=NOW))


def _come_in(cast: Cast, *, right: bool) -> Act:
    _, secret = sent(cast)
    code = with_code(secret) if right else "0"
    return _holding(secret, lambda found: actions.come_in(found, typed=code, at=NOW))


def _accept(cast: Cast) -> Act:
    return _holding(came_in(cast), lambda found: actions.accept(found, at=NOW))


def _open(cast: Cast) -> Act:
    return _holding(came_in(cast), lambda found: actions.opened(found, at=NOW))


def _file_opened(cast: Cast) -> Act:
    return _holding(came_in(cast), lambda found: actions.file_opened(found, at=NOW))


def _read(cast: Cast) -> Act:
    return _holding(came_in(cast), lambda found: actions.read(found, at=NOW))


TRAVELS: tuple[Scenario, ...] = (
    Scenario("addressees.add", "amina", _named),
    Scenario(
        "agencies.enter_outside", "amina", _outside, Twice.REFUSED, refusals=(IntegrityError,)
    ),
    Scenario("vault.grant_to_link", "amina", _grant, Twice.SEALED, is_part=True),
    Scenario("travels.send_link", "amina", _send),
    Scenario("travels.block", "amina", _block),
    Scenario("travels.end", "amina", _end, by_the_clock=True),
    Scenario("travels.looked_at", "amina", _looked_at, Twice.ENTRY),
    Scenario("travels.with_password", "amina", _document, Twice.LINE),
    Scenario("travels.tell", "amina", _tell),
    Scenario("travels.send_code", "amina", _code, Twice.REFUSED, refusals=(actions.TooSoon,)),
    Scenario("travels.come_in", "amina", lambda cast: _come_in(cast, right=True), Twice.LINE),
    Scenario("travels.come_in", "amina", lambda cast: _come_in(cast, right=False), Twice.LINE),
    Scenario("travels.accept", "amina", _accept),
    Scenario("travels.opened", "amina", _open, Twice.LINE),
    Scenario("travels.file_opened", "amina", _file_opened, Twice.LINE),
    Scenario("travels.read", "amina", _read),
)
