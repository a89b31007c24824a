"""What is read through broken glass is as it stands with the team: returned, restricted, flagged, or being changed."""

from types import SimpleNamespace

from django.utils import timezone

from agreed import agreed, agreed_and_shared, carried_out, taken_back
from apps.test_honour import BEFORE, FLAG
from apps.test_seen_for_a_time import broken, looked
from attack import deeds
from attack.scenarios_of_honour import flagged
from attack.scenarios_of_whereabouts import moving_in_concern
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.allocations import queries
from dimmer.apps.allocations.jobs import escalate_glass
from dimmer.apps.allocations.models import BrokenGlass
from dimmer.apps.disclosures.models import Disclosure, FlagsRead
from dimmer.apps.ledger.models import Entry
from dimmer.apps.notices import jobs
from dimmer.apps.notices.models import Did
from dimmer.core.consents import Scope
from stage import NOW, browser_of, raised, reading
from told import answered


def taken_on(made: Disclosure, by: Practitioner) -> Disclosure:
    browser_of(by).post(f"/receipts/{made.pk}/acknowledge")
    return made


def returned(area: SimpleNamespace, made: Disclosure) -> None:
    taken_back(area.carys, made)
    jobs.deliver_notices(NOW)
    answered(area.amina, Did.STOPPED)


def glass_of(made: Disclosure) -> BrokenGlass:
    return BrokenGlass.objects.get(disclosure=made)


def opened_packs() -> int:
    return Entry.objects.filter(kind="disclosure.opened").count()


def test_glass_of_what_was_returned_opens_nothing_and_looks_the_same(area: SimpleNamespace) -> None:
    (made,) = agreed_and_shared(area.carys, area.amina.team)
    taken_on(made, area.amina)
    returned(area, made)

    broken(area.noor, made.proposal.concern.reference)

    assert not BrokenGlass.objects.exists()
    with reading(area.noor):
        assert queries.behind_glass(reader=area.noor, now=timezone.now()) == []


def test_what_was_returned_since_is_there_no_more_and_stops_no_clock(area: SimpleNamespace) -> None:
    (made,) = agreed_and_shared(area.carys, area.amina.team)
    taken_on(made, area.amina)
    other = raised(area.amina)
    for reference in (made.proposal.concern.reference, other.concern.reference):
        broken(area.noor, reference)
    assert looked(area.noor, glass_of(made)).status_code == 200

    returned(area, made)

    assert looked(area.noor, glass_of(made)).status_code == 404
    assert escalate_glass(glass_of(made).due_at) == 1
    assert BrokenGlass.objects.get(concern=other.concern.pk).escalated_at


def test_the_warning_of_family_and_honour_stands_before_a_pack_here_too(
    area: SimpleNamespace,
) -> None:
    (made,) = deeds.shared(area.amina, area.carys, found=flagged(area))
    taken_on(made, area.carys)
    dilys = allocations.join(
        team=area.carys.team, email="d@example.org", password=None, name="Dilys", title="D",
        role=Role.PRACTITIONER,
    )  # fmt: skip
    broken(dilys, made.proposal.concern.reference)
    before = opened_packs()

    page = looked(dilys, glass_of(made)).content.decode()

    assert BEFORE in page
    assert "cold and hungry" not in page
    assert "step aside" not in page
    assert opened_packs() == before
    onward = f"/team/glass/opened/{glass_of(made).pk}?read"
    assert onward in page
    read = browser_of(dilys).get(onward).content.decode()
    assert FLAG in read
    assert "cold and hungry" in read


def test_a_restriction_is_read_before_a_pack_here_too(area: SimpleNamespace) -> None:
    (decision,) = agreed(area.carys, area.amina.team)
    taken_back(
        area.carys, decision, scope=Scope(recipients=frozenset({str(area.greta.team.agency_id)}))
    )
    (made,) = carried_out(area.carys, [decision])
    browser_of(area.amina).post(f"/disclosures/{made.pk}/flags", {"keeps": "yes"})
    taken_on(made, area.amina)
    broken(area.noor, made.proposal.concern.reference)
    address = f"/team/glass/opened/{glass_of(made).pk}"

    page = browser_of(area.noor).get(address).content.decode()
    then = browser_of(area.noor).post(address, {"keeps": "yes"}, follow=True)

    assert "This comes with a restriction" in page
    assert "beside her" not in page
    assert "beside her" in then.content.decode()
    assert FlagsRead.objects.filter(disclosure=made, by=area.noor).exists()


def test_nothing_is_sent_to_an_address_that_is_being_changed(area: SimpleNamespace) -> None:
    found = moving_in_concern(area)
    broken(area.noor, found.concern.reference)
    row = BrokenGlass.objects.get(concern=found.concern.pk)

    page = looked(area.noor, row).content.decode()

    assert "Do not send anything to the earlier address of Zofia Nowak" in page
    assert "2 Mill Lane" not in page
