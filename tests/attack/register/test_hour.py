"""An hour of each insider, short in fact: every address with ids that exist, every search, every table."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.urls.converters import UUIDConverter
from django.utils import timezone

from apps.test_roles_and_addresses import THINGS, addresses
from attack import deeds, witness
from attack.register.guards import SHE as HER
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.interests import actions as interests
from dimmer.apps.people import actions as people
from dimmer.database.reader import Reads
from reaching import NUMBER, way_of
from stage import NOW, browser_of, raised, reading

pytestmark = pytest.mark.register
HIM = {"name": "Omar Hussain", "role": "alleged-perpetrator", "date_of_birth": "1987-03-14"}
TOLD = "He waits outside the nursery"
TYPED = ("Zofia", "Nowak", "Omar", "Hussain", "Made-up Crescent", "ZZ1 1ZZ", NUMBER, TOLD)
WORDS = (*TYPED, *(word.encode().hex() for word in TYPED))
World = dict[str, list[Any]]
NO_SUCH_METHOD = 405
ENDINGS: dict[str, str | int] = {
    "part": "addresses", "name": "person-1", "kind": "agreement", "way": "phone", "number": 1, "page": 1,
}  # fmt: skip
"""What stands in an address where no id does."""


def _world(cast: SimpleNamespace) -> World:
    """Everything about her, by what it is: raised, shared in the ordinary way and in an emergency, kept, reached."""
    both = deeds.piece(text=TOLD, about=["person-1", "person-2"])
    found = raised(cast.amina, people=(HER, HIM), items=(both,))
    (made,) = deeds.shared(cast.amina, cast.carys, found=found)
    with reading(cast.amina):
        urgent = deeds.emergency(
            cast.amina, [cast.carys.team], token=uuid4(), danger=TOLD, people=[HER, HIM]
        )[0]
        kept = people.begin_from(found=found, part=found.people[0].id, by=cast.amina, at=NOW)
        his = people.begin_from(found=found, part=found.people[1].id, by=cast.amina, at=NOW)
    way = way_of(kept, cast.amina)
    return {
        "concerns": [found.concern.pk, urgent.proposal.concern_id],
        "parts": [found.people[0].id, found.people[1].id, found.items[0].id],
        "route": [
            pk for row in (made, urgent)
            for pk in (row.pk, row.proposal_id, row.decision_id, row.proposal.round_id)
        ],
        "his": [his.id],
        "hers": [kept.id, way.row.pk],
        "references": [found.concern.reference, urgent.proposal.concern.reference],
    }  # fmt: skip


def _ids(world: World) -> list[UUID]:
    return [pk for key, found in world.items() if key != "references" for pk in found]


def _walked(browser: Client, world: World) -> Iterator[str]:
    """Every address from the code, with every id: one that answers otherwise than for what never was is learned."""
    for name, pattern in addresses():
        places = {key: type(one) for key, one in pattern.pattern.converters.items()}
        if name not in THINGS or not places:
            continue
        wheres = [
            {key: pk if key == "pk" else part if one is UUIDConverter else ENDINGS[key]
             for key, one in places.items()}
            for pk in (uuid4(), *_ids(world))
            for part in (world["parts"] if UUIDConverter in [*places.values()][1:] else [uuid4()])
        ]  # fmt: skip
        first = reverse(name, kwargs=wheres[0])
        tries = browser.post if browser.get(first).status_code == NO_SUCH_METHOD else browser.get
        never, *answers = [tries(reverse(name, kwargs=where)) for where in wheres]
        for where, answer in zip(wheres[1:], answers, strict=True):
            if _plain(answer, where) != _plain(never, wheres[0]):
                yield f"{name} {where}: {answer.status_code}"


def _plain(answer: Any, where: dict[str, Any]) -> tuple[int, str, str]:
    """An answer without the id that was asked for, and without what is new in every page."""
    page, to = answer.content.decode(errors="replace"), answer.headers.get("Location", "")
    for each in where.values():
        page, to = page.replace(str(each), "it"), to.replace(str(each), "it")
    return answer.status_code, re.sub(r'(nonce|value)="[^"]{16,}"', "", page), to


def _searched(browser: Client, world: World) -> Iterator[str]:
    """Her name, his, her postcode, and the references; and each list and desk."""
    lists = ("/", "/concerns", "/inbox", "/sent", "/people", "/interests")
    looked = (f"/search?reference={each}" for each in world["references"])
    pages = [browser.get(page) for page in (*lists, *looked)]
    pages += [
        browser.post("/people", {"name": name, "number": "", "postcode": postcode})
        for name in (HER["name"], "Nowak", HIM["name"])
        for postcode in ("", HER["postcode"])
    ]
    for page in pages:
        told = page.content.decode() + page.headers.get("Location", "")
        yield from (f"{page.request['PATH_INFO']}: {pk}" for pk in _ids(world) if str(pk) in told)


def _read(reader: Reads | None, tables: list[str]) -> Iterator[str]:
    """Words of hers in any row that the service's role is given while somebody reads."""
    with reading(reader), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'select t::text from "{table}" t')  # noqa: S608  (names of tables)
            rows = " ".join(row for (row,) in cursor.fetchall())
            yield from (f"{table}: {word}" for word in WORDS if word in rows)


def _shown(reader: Reads, ids: list[UUID]) -> Iterator[str]:
    """What the database tells somebody to be there."""
    ask = "select kind, thing from vault_shown where thing = any(%s) or about = any(%s)"
    with reading(reader), connection.cursor() as cursor:
        cursor.execute(ask, [ids, ids])
        yield from (f"{kind} {pk}" for kind, pk in cursor.fetchall())


def _learned(who: Practitioner, browser: Client, world: World, tables: list[str]) -> list[str]:
    """All that an insider learned in the hour."""
    return [
        *_walked(browser, world), *_searched(browser, world),
        *_shown(who, _ids(world)), *_read(who, tables),
    ]  # fmt: skip


def _cousin(who: Practitioner) -> Practitioner:
    """Somebody of his family, who has said so."""
    said = {"relation": "relative", "name": HIM["name"], "born": HIM["date_of_birth"]}
    with reading(who):
        interests.declare(token=uuid4(), who=who, by=who, said=said, at=NOW)
    return who


def _manager(cast: SimpleNamespace) -> Practitioner:
    """Another manager of the team, who sees all that it does."""
    email, role = f"{uuid4().hex}@example.org", Role.MANAGER
    said: dict[str, Any] = {"email": email, "password": None, "name": "Lev", "title": "Manager"}
    with reading(None):
        return allocations.join(team=cast.amina.team, role=role, **said)


@pytest.mark.timeout(
    900
)  # every address with every id, as three people: minutes, on a busy machine
def test_in_an_hour_none_of_four_insiders_learns_anything(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    """A colleague down the corridor, a leaver, the abuser's cousin, a database administrator (threat model)."""
    leaver, cousin = _manager(cast), _cousin(cast.nina)
    browsers = {who.pk: browser_of(who) for who in (cast.noor, leaver, cousin)}
    world, tables = _world(cast), witness.tables(witness_of)
    assert browsers[leaver.pk].get(f"/concerns/{world['concerns'][0]}").status_code == 200
    with reading(cast.mona):
        allocations.end_account(leaver, by=cast.mona, at=timezone.now())

    learned = {
        name: _learned(who, browsers[who.pk], world, tables)
        for name, who in (("colleague", cast.noor), ("leaver", leaver), ("cousin", cousin))
    }
    as_anybody = (None, cast.amina, cast.amina.team, cast.carys)  # the role may say who reads
    learned["administrator"] = [told for who in as_anybody for told in _read(who, tables)]

    assert learned == {"colleague": [], "leaver": [], "cousin": [], "administrator": []}
    hers = _learned(cast.amina, browser_of(cast.amina), world, tables)
    for found in ("people:whereabouts", "/people: ", "concern "):
        assert any(each.startswith(found) for each in hers)  # she whose work it is finds it


def test_a_cousin_who_oversees_the_team_finds_neither_him_nor_her(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    """The abuser's cousin is the manager: nothing else but the interest keeps them off (threat model)."""
    cousin, world = _cousin(_manager(cast)), _world(cast)

    assert _learned(cousin, browser_of(cousin), world, witness.tables(witness_of)) == []
