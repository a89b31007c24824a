"""Whether anybody of a team is shown a thing: no reader could ask that of another."""

from django.db import migrations

_IS_SEEN = """
create function vault_is_seen(a_kind text, a_thing uuid, a_team uuid, workers text[])
returns boolean language plpgsql as $$
declare
    mine text := coalesce(current_setting('dimmer.reader', true), '');
    one uuid;
    is_seen boolean := false;
begin
    for one in
        select id from agencies_practitioner
        where team_id = a_team and left_at is null and waits_since is null and role = any (workers)
    loop
        perform set_config('dimmer.reader', one::text, true);
        is_seen := exists (
            select from vault_shown s where s.reader = one and s.kind = a_kind and s.thing = a_thing
        );
        exit when is_seen;
    end loop;
    perform set_config('dimmer.reader', mine, true);
    return is_seen;
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0011_accounts_are_confirmed")]

    operations = [migrations.RunSQL(_IS_SEEN, "drop function vault_is_seen")]
