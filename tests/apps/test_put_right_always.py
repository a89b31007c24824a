"""Whatever is put right or disputed, in whatever order: nobody learns more, everybody is told, no pack changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amended import corrected, disputed, opened, says
from dimmer.apps.concerns.queries import typed_of
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import amended_id
from dimmer.apps.notices.models import Notice
from dimmer.core.proportionality import Light
from shares import decided
from stage import NOW, raised, reading

SECRET = "Oswald Quist"
PEOPLE = (
    {"name": "Zofia Nowak", "role": "child"},
    {"name": "Jan Nowak", "role": "alleged-perpetrator"},
    {"name": SECRET, "role": "informant"},
)
KINDS = (["child-protection"], ["threat"])
LIGHTS = (Light.DETAIL, Light.HEADLINE, Light.POINTER)


@dataclass(frozen=True)
class Act:
    """What somebody does about the piece at a place: put right (in which kinds, about whom), or disputed."""

    place: int
    kinds: tuple[str, ...]
    about: tuple[str, ...]
    tells_source: bool
    is_dispute: bool


ACTS = st.builds(
    Act,
    place=st.sampled_from([0, 1]),
    kinds=st.sampled_from([("child-protection",), ("threat",), ("child-protection", "health")]),
    about=st.sampled_from([("person-1",), ("person-1", "person-2")]),
    tells_source=st.booleans(),
    is_dispute=st.booleans(),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6, deadline=None
)
@given(acts=st.lists(ACTS, min_size=1, max_size=4))
def test_nobody_learns_more_everybody_who_has_it_is_told_and_what_was_frozen_stays(
    area: Any, acts: Sequence[Act]
) -> None:
    items = tuple(
        {"text": f"As first told {n}", "categories": kinds} for n, kinds in enumerate(KINDS)
    )
    found = raised(area.amina, people=PEOPLE, items=items)
    recipients = (area.carys, area.pat, area.ida)
    made = []
    for who, light in zip(recipients, LIGHTS, strict=True):
        (decision,) = decided(area.amina, who.team, found=found, light=light, everything=True)
        with reading(area.amina):
            now = opened(found.concern.pk, area.amina)
            made.append(
                disclosures.disclose(now, proposal_id=decision.proposal_id, by=area.amina, at=NOW)
            )
    frozen = [bytes(each.sealed) for each in made]
    has = {0: [0], 1: [0, 1], 2: []}  # by piece: which of them were given it
    may: dict[tuple[int, int], bool] = {}
    causes = []
    for number, act in enumerate(acts):
        mark = f"mark {number} {SECRET if act.tells_source else 'here'}"
        if act.is_dispute:
            causes.append(disputed(area.amina, found.concern.pk, place=act.place, statement=mark))
            kinds, about = _now(area, found, act.place)
        else:
            kinds, about = act.kinds, act.about
            causes.append(
                corrected(
                    area.amina, found.concern.pk, place=act.place, text=mark,
                    categories=list(kinds), about=list(about),
                )
            )  # fmt: skip
        is_no_more = {*kinds} <= {*KINDS[act.place]} and about == ("person-1",)
        for place in has[act.place]:
            may[number, place] = not act.tells_source and (act.is_dispute or is_no_more)

    with reading(area.amina):
        assert [bytes(Disclosure.objects.get(pk=each.pk).sealed) for each in made] == frozen
        for cause, act in zip(causes, acts, strict=True):
            told = set(Notice.objects.filter(cause=cause).values_list("disclosure", flat=True))
            assert told == {made[place].pk for place in has[act.place]}
    for place, who in enumerate(recipients):
        learned = str([each.piece for each in says(made[place], who)])
        for number in range(len(acts)):
            assert f"mark {number}" not in learned or may.get((number, place)), (number, place)
        assert SECRET not in learned
    for number, act in enumerate(
        acts
    ):  # and what they may learn, they do, unless the piece had become more
        for place in has[act.place]:
            (each,) = [
                row
                for row in says(made[place], recipients[place])
                if row.id == amended_id(made[place], causes[number].pk)
            ]
            assert each.piece is None or each.piece["categories"] == KINDS[act.place]


def _now(area: Any, found: Any, place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with reading(area.amina):
        typed = typed_of(opened(found.concern.pk, area.amina).items[place])
    return tuple(typed["categories"]), tuple(typed["about"])
