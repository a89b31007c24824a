"""Whoever is kept off a concern opens no record that the team says is of somebody in it, whoever was added when.

What follows from a link is read, never written: with the link taken back it is gone.
"""

from importlib import import_module

from django.db import migrations

_OPENS = import_module("dimmer.apps.vault.migrations.0013_kept_off_by_the_database")._OPENS
_AGAIN = _OPENS.replace("create function", "create or replace function")
_END = """
        )
    );
"""
_BY_A_CONCERN = """
        ) and not (a_kind = 'person' and exists (
            select from people_link l
            join concern_person p on p.id = l.part_id
            join vault_kept k on k.about = p.concern_id and k.practitioner = a_reader
            where l.is_same and l.undone_at is null and (l.kept_id = a_thing or exists (
                select from people_link beside
                where beside.is_same and beside.undone_at is null and beside.other_id is not null
                    and a_thing in (beside.kept_id, beside.other_id)
                    and l.kept_id in (beside.kept_id, beside.other_id)
            ))
        ))
    );
"""
assert _AGAIN.count(_END) == 1


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_moved"),
        ("vault", "0013_kept_off_by_the_database"),
        ("concerns", "0001_initial"),
    ]

    operations = [migrations.RunSQL(_AGAIN.replace(_END, _BY_A_CONCERN), _AGAIN)]
