"""Many invented people kept by one team, as the room's own actions would have written them, and searches for them."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID, uuid4, uuid5

from bench import area, volume
from bench.row import say

_SYLLABLES = (
    "ba", "bel", "bran", "car", "chi", "dal", "dor", "el", "far", "gan", "gor", "ham", "har", "in", "jan", "kar",
    "ken", "lan", "lo", "mar", "men", "mo", "nak", "nor", "o", "pat", "pen", "ra", "rod", "sa", "sher", "sin", "ta",
    "ton", "tre", "u", "vas", "wal", "wil", "yan", "zar",
)  # fmt: skip
_GIVEN, _FAMILY = 3_000, 30_000
_STEEP = 0.8
"""How uneven names are: the commonest given name is 4 in 100, the commonest surname 1 in 100."""
_FIRST, _DAYS = date(1935, 1, 1), 32_000
_HOMES = 40_000
"""Postcodes: with a million people 25 share one."""


class Person(NamedTuple):
    """What a record holds."""

    given: str
    family: str
    born: date
    postcode: str
    number: str

    @property
    def name(self) -> str:
        """Given name, then surname."""
        return f"{self.given} {self.family}"


class Crowd:
    """People from a seed: the same for everybody."""

    def __init__(self) -> None:
        self._random = random.Random(1)
        self._given, self._family = self._names(_GIVEN), self._names(_FAMILY)
        self._steps = [
            list(accumulate(1 / (rank + 1) ** _STEEP for rank in range(count)))
            for count in (_GIVEN, _FAMILY)
        ]

    def _names(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            parts = self._random.choices(_SYLLABLES, k=self._random.choice((2, 2, 3, 3)))
            found["".join(parts).capitalize()] = None
        return list(found)

    def person(self, place: int) -> Person:
        """Somebody new."""
        pick, (given, family) = self._random, self._steps
        home = pick.randrange(_HOMES)
        return Person(
            pick.choices(self._given, cum_weights=given)[0],
            pick.choices(self._family, cum_weights=family)[0],
            _FIRST + timedelta(days=pick.randrange(_DAYS)),
            f"ZZ{home // 400} {home % 10}{chr(65 + home // 10 % 20)}{chr(65 + home // 200 % 20)}",
            f"BENCH{place:09}",
        )


def fill(here: area.Area, *, rows: int) -> list[tuple[UUID, Person]]:
    """Let the sender's team keep so many people; give some of them, evenly spread."""
    crowd, shown = Crowd(), max(1, rows // 200)
    found = []
    say(f"  (keeping {rows:,} people, sealed, with their tokens)")
    with area.loader() as database:
        database.execute("set synchronous_commit = off")
        for start in range(0, rows, 10_000):
            written = []
            for place in range(start, min(rows, start + 10_000)):
                person = crowd.person(place)
                pk = uuid5(volume.NAMESPACE, f"person {place}")
                written.append((pk, person))
                if place % shown == 0:
                    found.append((pk, person))
            _write(database, here.sender.team, written)
        for table in ("people_record", "people_token", "vault_grant", "vault_shown"):
            database.execute(f"vacuum analyze {table}".encode())
    return found


def _write(database: Any, team: Any, people: list[tuple[UUID, Person]]) -> None:
    from dimmer.apps.people.models import PersonRecord
    from dimmer.apps.people.queries import PARTS, known_from, place_of, tokens_of
    from dimmer.apps.vault.queries import RecordKey, public_keys
    from dimmer.core.matching import to_keep
    from dimmer.keyring import sealing

    public = public_keys([team.pk])[team.pk].public
    rows: dict[str, list[tuple[Any, ...]]] = {
        "people_record (id, team_id, begun_at, record, sealed, is_frozen)": [],
        "vault_grant (id, record, reader, sealed, at)": [],
        "vault_shown (reader, kind, at, thing, about)": [],
        "people_token (reader, token, person)": [],
    }
    records, grants, shown, tokens = rows.values()
    for pk, person in people:
        key = RecordKey(uuid4(), sealing.new_key())
        entries = _entries(person)
        lists: dict[str, list[Any]] = {part: [] for part in PARTS}
        for part, typed in entries:
            lists[part].append(
                {"source": "", **typed, "id": str(pk), "on": "2026-11-24", "struck": None}
            )
        place = place_of(PersonRecord(id=pk))
        records.append((pk, team.pk, area.AT, key.record, key.seal(lists, place), False))
        sealed = sealing.seal_to_team(key.key, public=public, place=f"record:{key.record}")
        grants.append((uuid4(), key.record, team.pk, sealed, area.AT))
        shown.append((team.pk, "person", area.AT, pk, pk))
        known = known_from(
            names=[person.name], born=[person.born.isoformat()], postcodes=[person.postcode],
            numbers=[("other", person.number)],
        )  # fmt: skip
        tokens += [(team.pk, token, pk) for token in set(tokens_of(to_keep(known), reader=team))]
    with database.cursor() as cursor:
        for table, written in rows.items():
            with cursor.copy(f"copy {table} from stdin") as copy:
                for row in written:
                    copy.write_row(row)


def _entries(person: Person) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "names", {"text": person.name, "kind": "now"}
    yield "born", {"date": person.born.isoformat()}
    yield "numbers", {"kind": "other", "value": person.number}
    where = {"text": "1 Mill Lane", "postcode": person.postcode}
    yield "addresses", {**where, "since": "", "until": "", "protected": False}


def searches(
    some: list[tuple[UUID, Person]],
) -> dict[str, list[tuple[UUID | None, dict[str, str]]]]:
    """What is typed to find them, by kind, and who is to be found."""
    return {
        "name and date of birth": [(pk, _typed(p.name, p.born)) for pk, p in some],
        "a letter and a digit wrong": [
            (pk, _typed(f"{p.given[:1]}{p.given[2:]} {p.family}", _slip(p.born))) for pk, p in some
        ],
        "names exchanged, the year alone": [
            (pk, {"name": f"{p.family} {p.given}", "born-year": str(p.born.year)}) for pk, p in some
        ],
        "one name and a postcode": [
            (pk, {"name": p.family, "postcode": p.postcode}) for pk, p in some
        ],
        "a number": [(pk, {"number": p.number}) for pk, p in some],
        "a name alone": [(None, {"name": p.name}) for _, p in some],
        "nobody": [(None, _typed(f"Qwf{p.family} Xzk{p.given}", p.born)) for _, p in some],
    }


def _typed(name: str, born: date) -> dict[str, str]:
    day = {"born-day": str(born.day), "born-month": str(born.month), "born-year": str(born.year)}
    return {"name": name, **day}


def _slip(born: date) -> date:
    """One digit wrong: in the year, where that is a day."""
    try:
        return born.replace(year=born.year + (1 if born.year % 10 < 9 else -1))  # noqa: PLR2004
    except ValueError:
        return born.replace(day=28)
