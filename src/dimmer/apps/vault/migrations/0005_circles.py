"""Need to know within a team: who is named on what, rows of the fan-out for practitioners, and the keys apart.

What a reader is shown is theirs (`dimmer.reader`); the grants that open it are their team's (`dimmer.team`).
The functions work as whoever calls them: to reach the rows of others in a team they say, for one statement
each, whose rows those are. Rows that stood before belong to themselves until `reviews` says to what.
"""

from django.db import migrations, models
from django.db.models import Q

from dimmer.database.policies import TEAM, enable

_OF_OTHERS = "nullif(current_setting('dimmer.showing', true), '') = 'yes'"
"""Who is named in another team is asked by what shows things to that team, and by nothing else."""

_NAMED = "n.about = {about} and n.team = p.team_id and n.state = 'named' and coalesce(n.until > now(), true)"
_WORKER = "q.team_id = p.team_id and q.left_at is null and q.role = any ({roles})"
_OFF = "exists (select from vault_named n where n.about = {about} and n.practitioner = q.id and n.state = 'off')"
_MAY = f"""(
    not {_OFF.replace("q.id", "p.id")}
    and (
        p.role = any (overseers)
        or exists (select from vault_named n where {_NAMED} and n.practitioner = p.id)
        or p.role = any (workers) and (
            not exists (
                select from vault_named n join agencies_practitioner q on q.id = n.practitioner
                where n.about = {{about}} and n.team = p.team_id and q.role = any (workers)
            )
            or not exists (
                select from agencies_practitioner q where {_WORKER.format(roles="overseers")} and not {_OFF}
            ) and not exists (
                select from vault_named n join agencies_practitioner q on q.id = n.practitioner
                where {_NAMED} and {_WORKER.format(roles="workers")}
            )
        )
    )
)"""
"""Who of a team sees a thing: never who stepped aside; whoever oversees; who is named; all who work there while
nobody ever was. And all who work there where nobody else is left: nothing is left to nobody."""

_SHOW = f"""
create function vault_show(
    a_kind text, a_thing uuid, an_about uuid, a_moment timestamptz, teams uuid[],
    overseers text[], workers text[], for_overseers boolean
) returns void language plpgsql as $$
begin
    perform set_config('dimmer.showing', 'yes', true);
    insert into vault_shown (kind, thing, about, at, reader)
    select a_kind, a_thing, an_about, a_moment, r.reader from (
        select team as reader from unnest(teams) team
        union all
        select p.id from agencies_practitioner p
        where p.team_id = any (teams) and p.left_at is null
            and (p.role = any (overseers) or not for_overseers) and {_MAY.format(about="an_about")}
    ) r order by r.reader on conflict do nothing;
    perform set_config('dimmer.showing', '', true);
end
$$
"""

_REGROUP = f"""
create function vault_regroup(
    things uuid[], a_team uuid, overseers text[], workers text[], for_overseers text[]
) returns void language plpgsql as $$
declare
    mine text := coalesce(current_setting('dimmer.reader', true), '');
    member record;
begin
    perform set_config('dimmer.showing', 'yes', true), set_config('dimmer.reader', a_team::text, true);
    insert into vault_shown (kind, thing, about, at, reader)
    select s.kind, s.thing, s.about, s.at, p.id
    from vault_shown s cross join agencies_practitioner p
    where s.reader = a_team and s.about = any (things) and p.team_id = a_team and p.left_at is null
        and (p.role = any (overseers) or s.kind <> all (for_overseers)) and {_MAY.format(about="s.about")}
    order by p.id on conflict do nothing;
    for member in
        select p.id, array(
            select thing from unnest(things) thing
            where p.left_at is not null or not {_MAY.format(about="thing")}
        ) as not_theirs
        from agencies_practitioner p where p.team_id = a_team order by p.id
    loop
        continue when member.not_theirs = '{{}}';
        perform set_config('dimmer.reader', member.id::text, true);
        delete from vault_shown s where s.reader = member.id and s.about = any (member.not_theirs);
    end loop;
    perform set_config('dimmer.showing', '', true), set_config('dimmer.reader', mine, true);
end
$$
"""

_HIDE = """
create function vault_hide(a_kind text, a_thing uuid, a_team uuid) returns void language plpgsql as $$
declare
    mine text := coalesce(current_setting('dimmer.reader', true), '');
    one uuid;
begin
    for one in
        select a_team union all select id from agencies_practitioner where team_id = a_team
    loop
        perform set_config('dimmer.reader', one::text, true);
        delete from vault_shown s where s.reader = one and s.kind = a_kind and s.thing = a_thing;
    end loop;
    perform set_config('dimmer.reader', mine, true);
end
$$
"""

_FORGET = """
create function vault_forget(a_reader uuid) returns void language plpgsql as $$
declare
    mine text := coalesce(current_setting('dimmer.reader', true), '');
begin
    perform set_config('dimmer.reader', a_reader::text, true);
    delete from vault_shown s where s.reader = a_reader;
    perform set_config('dimmer.reader', mine, true);
end
$$
"""

_ABOUTS = """
create function vault_abouts(a_team uuid) returns uuid[] language plpgsql as $$
declare
    mine text := coalesce(current_setting('dimmer.reader', true), '');
    found uuid[];
begin
    perform set_config('dimmer.reader', a_team::text, true);
    found := array(select distinct s.about from vault_shown s where s.reader = a_team);
    perform set_config('dimmer.reader', mine, true);
    return found;
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0004_keys_are_looked_after"), ("agencies", "0003_who_works_here")]

    operations = [
        migrations.AddField("shown", "about", models.UUIDField(null=True)),
        migrations.CreateModel(
            name="Named",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "about", "practitioner", primary_key=True, serialize=False
                    ),
                ),
                ("about", models.UUIDField()),
                ("practitioner", models.UUIDField()),
                ("team", models.UUIDField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("named", "Works on it"),
                            ("ended", "Worked on it"),
                            ("off", "Stepped aside"),
                        ],
                        default="named",
                        max_length=5,
                    ),
                ),
            ],
            options={
                "db_table": "vault_named",
                "indexes": [
                    models.Index(
                        fields=["until"], name="named_until", condition=Q(until__isnull=False)
                    )
                ],
            },
        ),
        migrations.RunSQL(
            *enable(
                "vault_named",
                sees=f"team = {TEAM} or {_OF_OTHERS}",
                insert="anybody",
                update="reader",
                delete="reader",
            )
        ),
        migrations.RunSQL(
            f"""
            drop policy vault_grant_select on vault_grant;
            drop policy vault_grant_update on vault_grant;
            drop policy vault_grant_delete on vault_grant;
            create policy vault_grant_select on vault_grant for select using (reader = {TEAM});
            create policy vault_grant_update on vault_grant for update using (reader = {TEAM})
                with check (reader = {TEAM});
            create policy vault_grant_delete on vault_grant for delete using (reader = {TEAM})
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(_SHOW, "drop function vault_show"),
        migrations.RunSQL(_REGROUP, "drop function vault_regroup"),
        migrations.RunSQL(_HIDE, "drop function vault_hide"),
        migrations.RunSQL(_FORGET, "drop function vault_forget"),
        migrations.RunSQL(_ABOUTS, "drop function vault_abouts"),
    ]
