"""The frozen pack: to whom, under what, with which flags and terms; and no later edit reaches it."""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import rfc8785
from django.test import Client

from dimmer.apps.agencies.models import Agency, Practitioner, Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions.models import Against, Decision, Round
from dimmer.apps.decisions.queries import pieces_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure, place_of
from dimmer.apps.disclosures.queries.under import under
from dimmer.core.proportionality import Light
from shares import decided, shared
from stage import NOW, raised, reading

Browser = Callable[[Any], Client]

MOTHER = {"name": "Zofia Nowak", "role": "victim", "date_of_birth": "1990-01-01"}
BOY = {"name": "Tomos Nowak", "role": "child", "date_of_birth": "2020-02-01"}
HERS = {"text": "She is afraid to go home", "categories": ["domestic-abuse"]}
HIS = {"text": "He was hungry", "about": ["person-2"], "categories": ["child-protection"]}


def pack_for(who: Practitioner, made: Disclosure) -> dict[str, Any]:
    with reading(who):
        return dict(disclosure(made.pk, reader=who).pack)


def bytes_for(who: Practitioner, made: Disclosure) -> bytes:
    with reading(who):
        found = disclosure(made.pk, reader=who)
        return found.key.unseal(found.disclosure.sealed, place_of(found.disclosure))


def test_it_says_to_whom_and_from_whom_by_name_and_role(area: Any) -> None:
    pack = pack_for(area.carys, shared(area.amina, area.carys))

    assert pack["to"] == {
        "agency": "Exampleshire Children's Services", "kind": "la-children", "team": "Front door", "only": [],
    }  # fmt: skip
    assert pack["from"]["name"] == "Amina"
    assert pack["from"]["kind"] == "health-visiting"
    assert pack["at"] == NOW.isoformat()


def test_it_says_under_what_with_the_edition_and_the_day(area: Any) -> None:
    pack = pack_for(area.carys, shared(area.amina, area.carys))

    assert pack["law"]["edition"] == Round.objects.get().edition
    assert pack["law"]["date"] == "2026-11-24"
    (row,) = pack["under"]
    assert (row["about"], row["categories"]) == (["person-1"], ["child-protection"])
    assert "A6e" in row["basis"]
    assert row["power"]
    assert row["confidentiality"]
    named = {
        rule for gate in ("basis", "condition", "power", "confidentiality") for rule in row[gate]
    }
    assert named == {*pack["citations"]}
    assert pack["citations"]["A6e"]["citation"].startswith("UK GDPR, Article 6(1)(e)")


def test_what_it_is_shared_under_stands_on_the_page_with_how_sure_it_is(
    area: Any, browser_of: Browser
) -> None:
    made = shared(area.amina, area.carys)

    page = browser_of(area.carys).get(f"/disclosures/{made.pk}").content.decode()

    assert "Under what we share it" in page
    assert "Not yet checked by a lawyer" in page
    assert re.search(r"s\. 16LA.*?\(we are not sure of this one\)", page, re.DOTALL)
    assert "Children Act 1989, s. 27 (we" not in page


def test_no_rule_tells_of_somebody_who_was_left_out(area: Any) -> None:
    both = raised(area.amina, people=(MOTHER, BOY), items=(HERS, HIS))
    (decision,) = decided(area.amina, area.carys.team, found=both, everything=True)

    hers = _under(area, decision, shared=1, named=1)
    whole = _under(area, decision, shared=2, named=2)

    # the law lets hers go for the boy's sake: named, the rule would tell of him
    assert [row["about"] for row in whole["under"]] == [["person-1"], ["person-2"]]
    assert any("Children Act" in each["citation"] for each in whole["citations"].values())
    assert "Children Act" not in str(hers)
    assert hers["law"] == whole["law"]


def test_what_was_left_out_changes_nothing_of_what_it_is_shared_under(area: Any) -> None:
    kept = {"text": "Kept back", "about": ["person-2"], "categories": ["immigration"]}
    alone = raised(area.amina, people=(BOY,), items=({**HIS, "about": ["person-1"]},))
    more = raised(area.amina, people=(BOY, MOTHER), items=({**HIS, "about": ["person-1"]}, kept))

    found = []
    for each in (alone, more):
        (decision,) = decided(area.amina, area.carys.team, found=each, everything=True)
        found.append(_under(area, decision, shared=1, named=1))

    assert found[0]["under"]
    assert found[0] == found[1]


def _under(area: Any, decision: Decision, *, shared: int, named: int) -> dict[str, Any]:
    """Under what the first pieces of a concern go, where the pack names its first people."""
    with reading(area.amina):
        found = concern(decision.proposal.concern_id, reader=area.amina)
        keys = {person.key: person.key for person in found.people[:named]}
        return under(
            found,
            decision.proposal,
            shared=pieces_of(found)[:shared],
            keys=keys,
            holder=area.amina.team.agency,
        )


def test_a_pointer_says_nothing_of_the_law(area: Any) -> None:
    pack = pack_for(area.carys, shared(area.amina, area.carys, light=Light.POINTER))

    assert not {"law", "under", "citations", "why", "items"} & set(pack)
    assert pack["terms"]


def test_beyond_what_was_advised_no_rule_is_made_up(area: Any) -> None:
    found = raised(area.amina, people=(MOTHER,), items=({**HERS, "categories": ["immigration"]},))
    (decision,) = decided(area.amina, area.ben.team, found=found, everything=True)

    assert decision.against == Against.MORE
    assert _under(area, decision, shared=1, named=1)["under"] == []


def test_its_flags_say_what_is_in_it(area: Any) -> None:
    items = (
        {"observed": "2019-03-01"},
        {"text": "Neighbours say so", "nature": "third-hand"},
        {"text": "At her aunt's", "categories": ["location"]},
    )
    found = raised(area.amina, items=items)

    pack = pack_for(area.carys, shared(area.amina, area.carys, found=found, everything=True))
    plain = pack_for(area.carys, shared(area.amina, area.carys))

    assert pack["flags"] == ["historical", "not-a-fact", "whereabouts"]
    assert plain["flags"] == []


def test_where_the_alleged_abuser_is_flags_nobody_elses_whereabouts(area: Any) -> None:
    him = {"name": "Marek", "role": "alleged-perpetrator"}
    items = ({"about": ["person-2"], "categories": ["location"]},)
    found = raised(area.amina, people=(MOTHER, him), items=items)

    made = shared(area.amina, area.pat, found=found, everything=True)

    assert "whereabouts" not in pack_for(area.pat, made)["flags"]


def test_a_later_edit_changes_no_byte_of_what_was_shared(area: Any) -> None:
    found = raised(area.amina)
    made = shared(area.amina, area.carys, found=found)
    before, sealed = bytes_for(area.carys, made), bytes(made.sealed)

    with reading(area.amina):
        found = concern(found.concern.pk, reader=area.amina)
        about = {**found.people[0].about, "name": "Zofia Kowalska"}
        concerns.put_person(found, token=found.people[0].id, by=area.amina, about=about, at=NOW)
        typed = {"text": "More", "about": ["person-1"], "categories": ["threat"], "nature": "fact"}
        whole = {**typed, "source": "", "observed": ""}
        concerns.put_item(found, token=uuid4(), by=area.amina, typed=whole, at=NOW)
    Practitioner.objects.filter(pk=area.amina.pk).update(name="Another", title="Nobody")
    Team.objects.filter(pk=area.carys.team_id).update(name="Renamed")
    Agency.objects.filter(pk=area.amina.team.agency_id).update(name="Renamed too")

    row = Disclosure.objects.get(pk=made.pk)
    assert bytes(row.sealed) == sealed
    assert sha256(bytes(row.sealed)).digest() == bytes(row.digest)
    assert bytes_for(area.carys, made) == before
    assert b"Renamed" not in before
    assert b"Kowalska" not in before


def test_it_is_canonical_json(area: Any) -> None:
    made = shared(area.amina, area.carys)

    assert bytes_for(area.carys, made) == rfc8785.dumps(pack_for(area.carys, made))


def test_what_was_frozen_as_version_1_is_still_read(area: Any, browser_of: Browser) -> None:
    found = raised(area.amina, items=({"text": "Cold", "observed": "2019-03-01"},))
    made = shared(area.amina, area.carys, found=found)
    pack = pack_for(area.carys, made)
    old = {key: value for key, value in pack.items() if key not in _SINCE_2} | {"version": 1}
    old["to"] = {key: pack["to"][key] for key in ("agency", "team")}
    with reading(area.carys):
        key = disclosure(made.pk, reader=area.carys).key
    Disclosure.objects.filter(pk=made.pk).update(sealed=key.seal(old, place_of(made)))

    page = browser_of(area.carys).get(f"/disclosures/{made.pk}").content.decode()

    assert "Cold" in page
    assert "Do not pass it on without asking us first" in page
    assert "Under what we share it" not in page
    assert pack_for(area.carys, made)["flags"] == ["historical"]


_SINCE_2 = {"at", "law", "under", "citations", "flags", "terms"}


def test_the_page_on_its_format_names_every_field(area: Any) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/pack-format.md").read_text("utf-8")
    rows = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)

    pack = pack_for(area.carys, shared(area.amina, area.carys))

    assert {*_paths(pack)} <= {*rows}


def _paths(value: Any, path: str = "") -> set[str]:
    """Every field, with `[]` for one of a list; rules, being keys themselves, as `RULE`."""
    if isinstance(value, list):
        return set().union(*(_paths(each, f"{path}[]") for each in value), {path})
    if not isinstance(value, dict):
        return {path.removesuffix("[]")}
    return set().union(
        *(
            _paths(each, f"{path}.{'RULE' if path == 'citations' else key}".lstrip("."))
            for key, each in value.items()
        ),
        {path.removesuffix("[]")} if path else set(),
    )
