"""Reads of addressees, and who can be none."""

import json
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from dimmer.apps.addressees.models import Addressee
from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.interests.queries import known_from, known_in
from dimmer.core.law.codes import AGENCY_KINDS
from dimmer.core.matching import Names, compare

KINDS = frozenset(AGENCY_KINDS) - {
    *("person", "wider-workforce", "marac", "researcher", "statistics-body")
}
"""Kinds that an addressee may be: a professional for one matter, not a member of the public and not many at once."""
_ALLEGED = "alleged-perpetrator"
"""The role; a room above has the word too."""
_ANYBODYS = frozenset(
    """
    aol.com aol.co.uk blueyonder.co.uk btinternet.com btopenworld.com fastmail.com gmail.com gmx.co.uk gmx.com gmx.de
    gmx.net googlemail.com hotmail.co.uk hotmail.com hotmail.fr hushmail.com icloud.com live.co.uk live.com mac.com
    mail.com mail.ru mailinator.com me.com msn.com ntlworld.com outlook.com plusnet.com pm.me proton.me protonmail.com
    qq.com rocketmail.com sky.com talktalk.net tiscali.co.uk tuta.com tuta.io tutanota.com virginmedia.com yahoo.co.uk
    yahoo.com yandex.com yandex.ru ymail.com zoho.com
    """.split()  # noqa: SIM905  (to be read, and added to)
)
"""Domains where anybody may have a mailbox; ours, not complete."""


class Named(Protocol):
    """A practitioner, or somebody who has no account: what a pack says of whom it is for."""

    @property
    def name(self) -> str:
        """Their name."""

    @property
    def title(self) -> str:
        """What they do."""


@dataclass(frozen=True, slots=True)
class AddresseeRead:
    """An addressee, opened for somebody who sees the concern."""

    team: Team
    name: str
    email: str

    @property
    def title(self) -> str:
        """What they do at their organisation."""
        return self.team.name


def addressees_of(found: ConcernRead) -> list[AddresseeRead]:
    """Those of a concern that the reader has opened, by organisation and role."""
    rows = Addressee.objects.filter(concern=found.concern).select_related("team__agency")
    return [_opened(row, found) for row in rows.order_by("team__agency__name", "team__name", "pk")]


def addressee_of(team: Team, found: ConcernRead) -> AddresseeRead | None:
    """Who stands behind a recipient of a concern that the reader has opened; None where it is on the service."""
    if not team.agency.is_outside:
        return None
    return _opened(Addressee.objects.select_related("team__agency").get(pk=team.pk), found)


def addressee(pk: UUID, *, found: ConcernRead) -> AddresseeRead | None:
    """One of a concern that the reader has opened."""
    row = Addressee.objects.filter(pk=pk, concern=found.concern).select_related("team__agency")
    return next((_opened(each, found) for each in row), None)


def _opened(row: Addressee, found: ConcernRead) -> AddresseeRead:
    said = json.loads(found.key.unseal(row.sealed, place_of(row)))
    return AddresseeRead(row.team, said["name"], said["email"])


def is_personal(email: str) -> bool:
    """Whether an e-mail address is none at an organisation's own domain."""
    return email.rpartition("@")[2].strip().lower() in _ANYBODYS


def is_in_it(found: ConcernRead, *, name: str, email: str) -> bool:
    """Whether somebody of that name or address is one of the concern's people, or could be who is alleged to abuse."""
    asked = known_from(names=[name])
    address = email.strip().lower()
    owner = address.partition("@")[0]
    for each in found.people:
        is_alleged = each.about["role"] == _ALLEGED
        agreed = compare(asked, known_in(each.about)).names
        if agreed >= (Names.SOUND if is_alleged else Names.SWAPPED):
            return True
        if address == str(each.about.get("handle") or "").strip().lower():
            return True
        parts = str(each.about.get("name") or "").lower().split()
        if is_alleged and len(parts) > 1 and all(part in owner for part in parts):
            return True
    return False


def place_of(row: Addressee) -> str:
    """What a sealed row is bound to."""
    return f"addressee:{row.pk}"
