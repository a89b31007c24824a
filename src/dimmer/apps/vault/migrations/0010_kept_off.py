"""Whoever has an interest in a person never sees a thing; a senior route lets some of a team see it alone.

Neither stands where a reader could look, nor where a key that is taken would tell: `vault_kept` and `vault_only`
are seen, and added to, only while things are shown to others.
"""

from importlib import import_module

from django.db import migrations, models

from dimmer.apps.vault.models import Kind
from dimmer.database.policies import SHOWING, enable

_BEFORE = import_module("dimmer.apps.vault.migrations.0005_circles")

_OFF = """(
    exists (select from vault_named n where n.about = {about} and n.practitioner = {who} and n.state = 'off')
    or exists (select from vault_kept k where k.about = {about} and k.practitioner = {who})
)"""
_NAMED = "n.about = {about} and n.team = p.team_id and n.state = 'named' and coalesce(n.until > now(), true)"
_WORKER = "q.team_id = p.team_id and q.left_at is null and q.role = any ({roles})"
_MAY = f"""(
    not {_OFF.replace("{who}", "p.id")}
    and (
        exists (select from vault_only o where o.about = {{about}} and o.practitioner = p.id)
        or not exists (select from vault_only o where o.about = {{about}} and o.team = p.team_id) and (
            p.role = any (overseers)
            or exists (select from vault_named n where {_NAMED} and n.practitioner = p.id)
            or p.role = any (workers) and (
                not exists (
                    select from vault_named n join agencies_practitioner q on q.id = n.practitioner
                    where n.about = {{about}} and n.team = p.team_id and q.role = any (workers)
                )
                or not exists (
                    select from agencies_practitioner q
                    where {_WORKER.format(roles="overseers")} and not {_OFF.replace("{who}", "q.id")}
                ) and not exists (
                    select from vault_named n join agencies_practitioner q on q.id = n.practitioner
                    where {_NAMED} and {_WORKER.format(roles="workers")} and not {_OFF.replace("{who}", "q.id")}
                )
            )
        )
    )
)"""
"""As before, and: never whoever has an interest; where there is a senior route, those of it and nobody else."""


def _with_interests(function: str, *abouts: str) -> str:
    """The function as it was made, with the condition of today."""
    for about in abouts:
        before = _BEFORE._MAY.format(about=about)
        assert before in function
        function = function.replace(before, _MAY.format(about=about))
    return _again(function)


def _again(function: str) -> str:
    return function.replace("create function", "create or replace function")


class Migration(migrations.Migration):
    dependencies = [("vault", "0009_contact_kinds")]

    operations = [
        migrations.AlterField(
            "shown", "kind", models.CharField(choices=Kind.choices, max_length=8)
        ),
        migrations.CreateModel(
            name="Kept",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "about", "practitioner", primary_key=True, serialize=False
                    ),
                ),
                ("about", models.UUIDField()),
                ("practitioner", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "vault_kept",
                "indexes": [models.Index(fields=["practitioner"], name="kept_from")],
            },
        ),
        migrations.CreateModel(
            name="Only",
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
            ],
            options={"db_table": "vault_only"},
        ),
        migrations.RunSQL(
            *enable("vault_kept", sees=SHOWING, insert="reader", update="nobody", delete="reader")
        ),
        migrations.RunSQL(*enable("vault_only", sees=SHOWING, insert="reader", update="nobody")),
        migrations.RunSQL(_with_interests(_BEFORE._SHOW, "an_about"), _again(_BEFORE._SHOW)),
        migrations.RunSQL(
            _with_interests(_BEFORE._REGROUP, "s.about", "thing"), _again(_BEFORE._REGROUP)
        ),
    ]
