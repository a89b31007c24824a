"""The roll of an agency, and rolls compared with a ledger: what is left out, claimed twice, or invented is named."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.archive import Manifest, Roll, canonical, write_roll
from dimmer.core.archive.roll import ROLL, NotARoll, check_roll, parse_roll
from dimmer.core.archive.rolls import Given, check_rolls

SINCE, UNTIL = "2026-11-01T00:00:00.000000Z", "2026-11-25T00:00:00.000000Z"
WITHIN, AFTER = "2026-11-10T09:30:00.000000Z", UNTIL
KINDS = ("decision.made", "disclosure.made")
WHO = ("health", "school", "nobody")


def _leaf(number: int, kind: str, at: str = WITHIN) -> bytes:
    return f"dimmer-entry/1\n{kind}\n{at}\n{number}\nAAAA\n".encode()


Acts = Sequence[tuple[str, str, str]]
ACTS = st.lists(
    st.tuples(
        st.sampled_from([*KINDS, "concern.opened"]), st.sampled_from(WHO), st.sampled_from([WITHIN, AFTER])
    ),
    max_size=12,
)  # fmt: skip
"""A ledger: of each entry its kind, whose it is, and when."""


def _ledger(acts: Acts) -> list[bytes]:
    return [_leaf(number, kind, at) for number, (kind, _, at) in enumerate(acts)]


def _roll(acts: Acts, agency: str) -> Given:
    """The roll of an agency as it should be."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    own, unknown = [], []
    for place, (kind, who, at) in enumerate(acts):
        if kind not in KINDS or at != WITHIN:
            continue
        whose = "agency" if who == agency else "unknown" if who == "nobody" else "others"
        counts[kind][whose] += 1
        counts[kind]["ledger"] += 1
        if whose == "agency":
            own.append(_leaf(place, kind, at))
        if whose == "unknown":
            unknown.append(place)
    kinds = {
        kind: {name: count[name] for name in ("ledger", "agency", "others", "unknown")}
        for kind, count in counts.items()
    }
    entries = [f"{number:05}" for number in range(1, len(own) + 1)]
    made = Roll(
        agency=agency, since=SINCE, until=UNTIL, size=len(acts), kinds=kinds, entries=entries, unknown=unknown
    )  # fmt: skip
    return Given(agency, made, frozenset(own))


def _failed(given: Sequence[Given], ledger: list[bytes], *, is_every: bool = True) -> set[str]:
    found = check_rolls(given, iter(ledger), is_every=is_every)
    return {each.name for each in found if each.passed is False}


@given(ACTS)
def test_the_rolls_of_every_agency_part_the_ledger(acts: Acts) -> None:
    rolls = [_roll(acts, "health"), _roll(acts, "school")]

    assert _failed(rolls, _ledger(acts)) == set()
    left = any(who == "school" and at == WITHIN and kind in KINDS for kind, who, at in acts)
    assert _failed(rolls[:1], _ledger(acts)) == ({"whole"} if left else set())
    assert _failed(rolls[:1], _ledger(acts), is_every=False) == set()


@given(ACTS.filter(lambda acts: any(act == (KINDS[0], "health", WITHIN) for act in acts)))
def test_an_act_that_an_agency_leaves_out_or_gives_to_others_is_in_no_roll(acts: Acts) -> None:
    place = next(at for at, act in enumerate(acts) if act == (KINDS[0], "health", WITHIN))
    disowned = [*acts[:place], (KINDS[0], "school", WITHIN), *acts[place + 1 :]]
    school = _roll(acts, "school")

    found = list(check_rolls([_roll(disowned, "health"), school], _ledger(acts), is_every=True))

    (whole,) = [each for each in found if each.name == "whole"]
    assert whole.passed is False
    assert f": {place}" in whole.meaning
    unsaid = _roll(
        [*acts[:place], ("concern.opened", "health", WITHIN), *acts[place + 1 :]], "health"
    )
    assert "ledger" in _failed([unsaid, school], _ledger(acts))


@given(ACTS.filter(lambda acts: any(act == (KINDS[0], "health", WITHIN) for act in acts)))
def test_an_act_that_two_agencies_claim_and_one_that_never_was_are_named(acts: Acts) -> None:
    ledger, health = _ledger(acts), _roll(acts, "health")

    assert "once" in _failed([health, replace(health, name="school")], ledger)
    invented = replace(health, leaves=health.leaves | {_leaf(99, KINDS[0])})
    assert "ledger" in _failed([invented], ledger)


def test_of_an_entry_that_is_not_counted_nobody_says_that_nobody_can_tell() -> None:
    acts = [("concern.opened", "health", WITHIN)]
    roll = _roll(acts, "health")
    hidden = replace(roll, roll=replace(roll.roll, unknown=[0]))

    assert "ledger" in _failed([hidden], _ledger(acts))


def _checked(roll: bytes, files: dict[str, bytes], *, what: str = "agency") -> list[bool | None]:
    manifest = Manifest(
        archive="a", at=WITHIN, ledger="l", about={"what": what}, by={"agency": "health"}, asker="court",
        counts={}, holds={}, files={},
    )  # fmt: skip
    return [each.passed for each in check_roll({**files, ROLL: roll}, manifest)]


def test_a_roll_is_checked_against_the_entries_of_its_archive() -> None:
    given = _roll([(KINDS[0], "health", WITHIN), (KINDS[1], "health", WITHIN)], "health")
    roll, files = given.roll, {
        "entries/00001.entry": _leaf(0, KINDS[0]), "entries/00002.entry": _leaf(1, KINDS[1]),
    }  # fmt: skip

    assert _checked(write_roll(roll), files) == [True, None]
    assert _checked(b"", files, what="period") == []
    assert _checked(b"", files) == [False]
    other = {**files, "entries/00002.entry": _leaf(1, KINDS[0])}
    late = {**files, "entries/00002.entry": _leaf(1, KINDS[1], AFTER)}
    for wrong in (other, late, {"entries/00001.entry": files["entries/00001.entry"]}):
        assert False in _checked(write_roll(roll), wrong)
    for changed in (
        replace(roll, agency="school"),
        replace(roll, entries=["00001"]),
        replace(roll, entries=["00001", "00001"]),
        replace(roll, unknown=[7]),
        replace(roll, kinds={**roll.kinds, KINDS[0]: {**roll.kinds[KINDS[0]], "ledger": 2}}),
    ):
        assert False in _checked(write_roll(changed), files), changed


@pytest.mark.parametrize(
    "change",
    [
        {"agency": 1}, {"since": None}, {"size": "1"}, {"size": True}, {"kinds": []}, {"kinds": {"a": {}}},
        {"kinds": {"a": {"ledger": 1, "agency": 1, "others": 0, "unknown": -1}}}, {"entries": [1]},
        {"entries": "00001"}, {"unknown": ["1"]}, {"more": 1},
    ],
)  # fmt: skip
def test_a_roll_has_one_written_form(change: dict[str, object]) -> None:
    whole: dict[str, object] = {
        "agency": "health", "since": SINCE, "until": UNTIL, "size": 0, "kinds": {}, "entries": [], "unknown": [],
    }  # fmt: skip

    assert parse_roll(canonical(whole))
    with pytest.raises(NotARoll):
        parse_roll(canonical(whole | change))
    with pytest.raises(NotARoll):
        parse_roll(canonical(whole) + b"\n")
