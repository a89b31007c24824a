"""Where a team's key to its record of a person goes, what the record was found by goes, and that it is another's too.

By the database, so that a backup that returns brings none of it back: whatever destroys the key again does this again.
"""

from django.db import migrations

_FOUND = """
create function people_found_no_more() returns trigger language plpgsql as $$
declare
    gone uuid := (select id from people_record where record = old.record and team_id = old.reader);
begin
    if gone is not null then
        delete from people_token where reader = old.reader and person = gone;
        update people_link set undone_at = now()
            where (kept_id = gone or other_id = gone) and undone_at is null;
    end if;
    return null;
end
$$;
create trigger people_found_no_more after delete on vault_grant
    for each row execute function people_found_no_more()
"""
_BEFORE = "drop trigger people_found_no_more on vault_grant; drop function people_found_no_more()"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_asked_as_the_team"),
        ("vault", "0016_facts_by_their_key"),
    ]

    operations = [migrations.RunSQL(_FOUND, _BEFORE)]
