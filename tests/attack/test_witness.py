"""What the witness of these tests must notice: an entry that is lost, also where others open no more by right."""

from types import SimpleNamespace

from attack import witness
from attack.scenarios_of_disposals import disposed
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.models import Item
from stage import NOW, raised, reading


def test_what_was_disposed_of_excuses_no_entry_that_is_lost(
    area: SimpleNamespace, database: str
) -> None:
    found, gone = raised(area.amina), raised(area.amina)
    with reading(area.amina):
        concerns.opened(gone, by=area.amina, at=NOW)
    disposed(area, gone.concern.pk)
    with witness.connect(database) as seen:
        assert witness.faults(seen) == []

        with reading(area.amina):
            Item.objects.create(concern=found.concern, place=99, sealed=b"")

        (fault,) = witness.faults(seen)
        assert "concern.item-added" in fault
