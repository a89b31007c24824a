"""A row of the fan-out is added while things are shown to others, never for whoever is kept off; nor does one open.

Before, any statement could add a row for any reader. What shows things says so (`dimmer.showing`), and the policy
asks for those kept off: of what the row is about, and of the thing itself. The functions leave out whoever the
policy would refuse, so that showing something to a thousand never fails because of one.
"""

from importlib import import_module

from django.db import migrations

from dimmer.database.policies import SHOWING

_CIRCLES = import_module("dimmer.apps.vault.migrations.0005_circles")
_CONFIRMED = import_module("dimmer.apps.vault.migrations.0011_accounts_are_confirmed")

_INSERT = f"""
drop policy vault_shown_insert on vault_shown;
create policy vault_shown_insert on vault_shown for insert with check (
    {SHOWING} and not exists (
        select from vault_kept k where k.about in (vault_shown.about, thing) and k.practitioner = reader
    )
)
"""
_BEFORE = """
drop policy vault_shown_insert on vault_shown;
create policy vault_shown_insert on vault_shown for insert with check (true)
"""

# It answers for rows that the reader sees, and so tells nobody that they are kept off.
_OPENS = """
create function vault_opens(a_reader uuid, a_kind text, a_thing uuid) returns boolean
language plpgsql cost 1000 as $$
declare
    before text := coalesce(current_setting('dimmer.showing', true), '');
    found boolean;
begin
    perform set_config('dimmer.showing', 'yes', true);
    found := exists (
        select from vault_shown s where s.reader = a_reader and s.kind = a_kind and s.thing = a_thing
        and not exists (
            select from vault_kept k where k.about in (s.about, s.thing) and k.practitioner = s.reader
        )
    );
    perform set_config('dimmer.showing', before, true);
    return found;
end
$$
"""


def _of_the_thing_too(function: str, about: str, thing: str) -> str:
    before = f"k.about = {about} "
    assert before in function
    return function.replace(before, f"k.about in ({about}, {thing}) ")


_SHOW = _CONFIRMED._of_those_confirmed(_CIRCLES._SHOW, "an_about")
_REGROUP = _CONFIRMED._of_those_confirmed(_CIRCLES._REGROUP, "s.about", "thing")


class Migration(migrations.Migration):
    dependencies = [("vault", "0012_whether_anybody_sees_it")]

    operations = [
        migrations.RunSQL(_of_the_thing_too(_SHOW, "an_about", "a_thing"), _SHOW),
        migrations.RunSQL(_of_the_thing_too(_REGROUP, "s.about", "s.thing"), _REGROUP),
        migrations.RunSQL(_INSERT, _BEFORE),
        migrations.RunSQL(_OPENS, "drop function vault_opens"),
    ]
