"""Finding people among the records that the reader needs to know, by keyed tokens.

Only rows of the reader's team are touched, so that asking takes the same work whatever other teams keep; what is
not there, what is another team's and what a colleague keeps give the same answer, after the same statement.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from dimmer.apps.people.queries.keeping import PersonKept, people
from dimmer.core.matching import (
    Agreement,
    Known,
    compare,
    is_worth_showing,
    rank,
    strong,
    to_ask,
    why,
)
from dimmer.database.reader import Reads
from dimmer.keyring.ring import secret
from dimmer.web.built_once import answer

FEW = 10
"""Records that a search shows."""
_MOST_OPENED = 30
"""Records that are opened to be compared: opening one costs a tenth of a millisecond."""
# Each token gives a few rows and no more, so that "John Smith" costs what a rare name does; what is
# joined with a date or a postcode finds him. The heaviest first.
_FIND = """
    select found.person, sum(asked.weight)
    from unnest(%s::uuid[], %s::int[]) as asked (token, weight)
    cross join lateral (
        select person from people_token token
        join vault_shown shown on shown.reader = %s and kind = 'person' and thing = person
        where token.reader = %s and token.token = asked.token limit 40
    ) found
    group by found.person order by sum(asked.weight) desc, found.person limit %s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that somebody should look at, with what agrees."""

    kept: PersonKept
    agreement: Agreement

    @property
    def why(self) -> str:
        """What agrees and what does not, in words that hold no value."""
        return why(self.agreement)

    @property
    def strong(self) -> tuple[str, ...]:
        """What agrees and identifies a person, in plain words."""
        return strong(self.agreement)


def find(known: Known, *, reader: Reads, most: int = FEW) -> list[Found]:
    """The reader's own records that may be of whom this is known, the likeliest first."""
    kept = people(hits(known, reader=reader), reader=reader).values()
    found = [Found(each, compare(known, each.known())) for each in kept]
    worth = [each for each in found if is_worth_showing(each.agreement)]
    return sorted(worth, key=lambda each: (rank(each.agreement), each.kept.id))[:most]


def hits(known: Known, *, reader: Reads) -> list[UUID]:
    """Ids of the reader's own records that share most with what is asked: one statement, nothing opened."""
    asked = to_ask(known)
    if not asked:
        return []
    tokens = tokens_of(asked, reader=reader)
    given = [tokens, list(asked.values()), reader.pk, reader.team_id, _MOST_OPENED]
    rows = answer(_FIND, given)
    return [pk for pk, _ in rows]


def tokens_of(texts: Iterable[str], *, reader: Reads) -> list[UUID]:
    """The first 16 bytes of HMAC-SHA256 of each text, under the team's own key."""
    key = _key(reader.team_id)
    return [UUID(bytes=hmac.digest(key, text.encode(), "sha256")[:16]) for text in texts]


@lru_cache(maxsize=1024)
def _key(team: UUID) -> bytes:
    """A key for each team, so that a copy of the database does not tell that two teams know the same person."""
    return bytes.fromhex(secret(f"people of {team}"))
