"""Who is in which concern is asked as the team: whoever is kept off one is shown nobody of it, and so nothing to compare.

As in 0005_a_concern_keeps_off_its_records otherwise.
"""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("dimmer.apps.people.migrations.0005_a_concern_keeps_off_its_records")
_DECLARED = "    found boolean;\n"
_FOUND = """
        )
    );
    if found and a_kind = 'person' then
        perform set_config('dimmer.reader', own, true);
        found := not exists (
            select from people_link l
            join concern_person p on p.id = l.part_id
            join vault_kept k on k.about = p.concern_id and k.practitioner = a_reader
            where l.is_same and l.undone_at is null and (l.kept_id = a_thing or exists (
                select from people_link beside
                where beside.is_same and beside.undone_at is null and beside.other_id is not null
                    and a_thing in (beside.kept_id, beside.other_id)
                    and l.kept_id in (beside.kept_id, beside.other_id)
            ))
        );
        perform set_config('dimmer.reader', mine, true);
    end if;
"""
_MINE = """    mine text := coalesce(current_setting('dimmer.reader', true), '');
    own text := coalesce(current_setting('dimmer.team', true), '');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_a_concern_keeps_off_its_records"),
        ("concerns", "0004_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(
            _BEFORE._AGAIN.replace(_BEFORE._END, _FOUND).replace(_DECLARED, _MINE + _DECLARED),
            _BEFORE._AGAIN.replace(_BEFORE._END, _BEFORE._BY_A_CONCERN),
        )
    ]
