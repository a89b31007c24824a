"""An emergency is never blocked, however little is known and whoever is to be told; and it is shared once."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from attack import deeds, witness
from dimmer.apps.decisions.models import Proposal
from dimmer.core.law.codes import CATEGORIES, ROLES
from stage import reading

PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(("", "Rosa Lind", "مريم")),
            "role": st.sampled_from(ROLES),
            "phone": st.sampled_from(("", "01632 960 001")),
            "address": st.sampled_from(("", "1 Long Lane")),
            "date_of_birth": st.sampled_from(("", "1990-02-28", "2024-02-29")),
            "unborn": st.booleans(),
        }
    ),
    max_size=3,
)


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    PEOPLE,
    st.lists(st.sampled_from(("pat", "olu", "carys", "greta", "ida")), min_size=1, max_size=5),
    st.lists(st.sampled_from(sorted(CATEGORIES)), max_size=4, unique=True),
    st.sampled_from(("", "She is at her sister's")),
)
def test_an_emergency_is_shared_whatever_is_known_and_whoever_is_told(
    cast: SimpleNamespace,
    people: list[dict[str, Any]],
    to: list[str],
    categories: list[str],
    known: str,
) -> None:
    token, teams = uuid4(), [getattr(cast, name).team for name in to]
    typed = [deeds.about(**person) for person in people]

    def share() -> Any:
        with reading(cast.amina):
            return deeds.emergency(
                cast.amina, teams, token=token, people=typed, categories=categories, known=known
            )

    made, again = share(), share()

    assert {each.recipient_id for each in made} == {team.pk for team in teams}
    assert len(made) == len(set(to))
    assert {each.pk for each in again} == {each.pk for each in made}
    assert Proposal.objects.filter(concern=token).count() == len(made)


@pytest.mark.parametrize("name", ["pat", "leila", "rhys"])
def test_an_emergency_is_seen_by_those_it_was_sent_to_and_by_the_lead(
    cast: SimpleNamespace, witness_of: Any, name: str
) -> None:
    with reading(cast.amina):
        made = deeds.emergency(cast.amina, [cast.pat.team], token=uuid4())[0]
    sees = {"pat": {"disclosure"}, "leila": {"concern"}, "rhys": set()}[name]

    found = witness.readers(witness_of)
    team = getattr(cast, name).team_id

    assert (team in found[made.record]) == ("disclosure" in sees)
    assert (team in found[made.proposal.concern.record]) == ("concern" in sees)
    assert witness.faults(witness_of) == []
