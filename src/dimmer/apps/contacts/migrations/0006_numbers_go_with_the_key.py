"""Where a team's key to its record of a person goes, nothing tells any more which numbers it had.

A way is found by its number's token: it gets another, which no number has. That a number is a way of somebody goes where
it is nobody else's, but not that it was found unsafe, which still keeps others safe. By the database, as for the tokens
of the record.
"""

from django.db import migrations

from dimmer.database.policies import TEAM

_KEPT = """
create function contact_kept_no_more() returns trigger language plpgsql as $$
declare
    gone uuid := (select id from people_record where record = old.record and team_id = old.reader);
begin
    if gone is not null then
        delete from concern_number n using contact_way w
            where w.person_id = gone and n.team_id = old.reader and n.token = w.token and n.unsafe_at is null
            and not exists (select from contact_way x where x.token = w.token and x.person_id <> gone);
        update contact_way set token = gen_random_uuid() where person_id = gone;
    end if;
    return null;
end
$$;
create trigger contact_kept_no_more after delete on vault_grant
    for each row execute function contact_kept_no_more();
drop policy concern_number_delete on concern_number;
create policy concern_number_delete on concern_number for delete using (team_id = {team})
"""
_BEFORE = """
drop trigger contact_kept_no_more on vault_grant;
drop function contact_kept_no_more();
drop policy concern_number_delete on concern_number;
create policy concern_number_delete on concern_number for delete using (false)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0005_no_way_back"),
        ("concerns", "0004_row_level_security"),
        ("people", "0007_what_it_is_found_by_goes_with_its_key"),
    ]

    operations = [migrations.RunSQL(_KEPT.replace("{team}", TEAM), _BEFORE)]
