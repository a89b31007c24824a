"""Who has an interest in somebody: asked with keyed tokens, the same work whoever it is and whatever is found."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.interests.queries.folding import known_in, name_from
from dimmer.core.matching import Known, by_name_alone, told_by
from dimmer.database.reader import showing
from dimmer.keyring.ring import secret

_INTERESTED = """
    select asked.place, interest.who_id, interest.id, bool_or(token.is_strong)
    from unnest(%s::int[], %s::uuid[], %s::uuid[]) as asked (place, team, token)
    join interest_token token on token.team = asked.team and token.token = asked.token
    join interests_interest interest on interest.id = token.interest and interest.ended_at is null
    join agencies_practitioner who on who.id = interest.who_id and who.left_at is null
    group by 1, 2, 3 order by 1, 2, 3
"""

_DECLARED = """
    select distinct token.team from unnest(%s::uuid[], %s::uuid[]) as asked (agency, token)
    join interest_token token on token.team = asked.agency and token.token = asked.token
    join interests_interest interest on interest.id = token.interest and interest.ended_at is null
"""


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody in a thing: who they are in it, what they can be told by, and what the register is then shown."""

    part: UUID
    known: Known
    name: str
    born: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """A concern, a pack or a record, and the people in it."""

    about: UUID
    people: tuple[Met, ...]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Interested:
    """A practitioner who has an interest in somebody; `interest` is None where it is their own name."""

    who: UUID
    interest: UUID | None
    is_strong: bool


def met_in(about: Mapping[str, Any], *, part: UUID) -> Met:
    """Somebody in a concern or a pack, as interests are compared with them."""
    return Met(part, known_in(about), about.get("name") or "", about.get("date_of_birth") or "")


def interested(many: Sequence[Known], *, teams: Iterable[UUID]) -> list[list[Interested]]:
    """For each of those of whom something is known, who of the teams has an interest: one statement for all.

    Nobody is told but the register.
    """
    of = list(teams)
    texts = [told_by(known) for known in many]
    asked = [
        (place, team, token)
        for place, each in enumerate(texts)
        for team in of
        for token in tokens_of(each, team=team)
    ]
    found: list[list[Interested]] = [[] for _ in many]
    with showing(connection), connection.cursor() as cursor:
        cursor.execute(_INTERESTED, [[row[column] for row in asked] for column in range(3)])
        for place, *row in cursor.fetchall():
            found[place].append(Interested(*row))
    people = Practitioner.objects.filter(team__in=of, left_at=None).order_by("pk")
    for pk, name in people.values_list("pk", "name"):
        for place, each in enumerate(texts):
            if not each.keys().isdisjoint(_by_name(name)):
                found[place].append(Interested(pk, None, is_strong=False))
    return found


def under(many: Sequence[Known], *, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the agencies that declared that one of these works for them."""
    texts = sorted({text for known in many for text in told_by(known)})
    asked = [(pk, token) for pk in ids for token in tokens_of(texts, team=pk)]
    with showing(connection), connection.cursor() as cursor:
        cursor.execute(_DECLARED, [[pk for pk, _ in asked], [token for _, token in asked]])
        return frozenset(pk for (pk,) in cursor.fetchall())


@lru_cache(maxsize=4096)
def _by_name(text: str) -> frozenset[str]:
    name = name_from(text)
    return by_name_alone(name) if name else frozenset()


def tokens_of(texts: Iterable[str], *, team: UUID) -> list[UUID]:
    """The first 16 bytes of HMAC-SHA256 of each text, under a key for the team's interests alone.

    It is not the key of the team's records: a copy of the database must not tell who is in both.
    """
    key = _key(team)
    return [UUID(bytes=hmac.digest(key, text.encode(), "sha256")[:16]) for text in texts]


@lru_cache(maxsize=1024)
def _key(team: UUID) -> bytes:
    return bytes.fromhex(secret(f"interests of {team}"))
