"""One team asks another through Dimmer: both see the asking, each writes its own side, and the asker makes the request."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, SHOWING, TEAM, altered, enable, shown

_SEES = f"has_part_in(disclosure) or {shown('request', 'request_asking.id')} or {SHOWING}"
_ASKS = f"""by_id = {READER} and team_id = {TEAM} and asked_id <> {TEAM}
    and more is null and more_at is null and answered_at is null and shared is null
    and taken_back_at is null and gone_at is null
    and {shown("outbox", "disclosure")}
    and exists (
        select from disclosures_disclosure d where d.id = request_asking.disclosure
        and d.sender_id = request_asking.team_id and d.recipient_id = request_asking.asked_id
        and d.record = request_asking.record and d.closed_at is null
    )"""
"""Whoever shared it asks whoever received it, and answers nothing by asking."""
# A policy cannot tell which columns change, and both sides write to the row.
_BOTH = f"""
create function request_asking_has_two_sides() returns trigger language plpgsql as $$
declare
    was jsonb := to_jsonb(old);
    now jsonb := to_jsonb(new);
    asker text[] := array[
        'sealed', 'said_at', 'due_on', 'weighed', 'seen_at', 'taken_back_at', 'gone_at'
    ];
    answerer text[] := array['more', 'more_at', 'answered_at', 'shared'];
begin
    if now - (case when old.team_id = {TEAM} then asker else answerer end)
        is distinct from was - (case when old.team_id = {TEAM} then asker else answerer end)
    then
        raise exception 'row-level security: who asks does not answer' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger request_asking_has_two_sides before update on request_asking
    for each row execute function request_asking_has_two_sides()
"""
_BEFORE = """
drop trigger request_asking_has_two_sides on request_asking;
drop function request_asking_has_two_sides()
"""
_OWN = f"by_id = {READER} and team_id = {TEAM}"
_ASKED = f"""by_id = {READER} and exists (
    select from request_asking a where a.id = request.id and request.asking_id = a.id
    and a.by_id = {READER} and a.team_id = {TEAM} and a.asked_id = request.team_id
)"""
"""A request is written in one's own name: for one's own team, or for the team that one asks."""


def _to(model: str, *, is_indexed: bool = True) -> models.ForeignKey:
    index = {} if is_indexed else {"db_index": False}
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model, **index
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_outside"),
        ("disclosures", "0012_files"),
        ("requests", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asking",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("disclosure", models.UUIDField()),
                ("record", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("sealed", models.BinaryField()),
                ("said_at", models.DateTimeField()),
                ("weighed", models.BinaryField(null=True)),
                ("more", models.BinaryField(null=True)),
                ("more_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("shared", models.UUIDField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("gone_at", models.DateTimeField(null=True)),
                ("asked", _to("agencies.team", is_indexed=False)),
                ("by", _to("agencies.practitioner")),
                ("team", _to("agencies.team", is_indexed=False)),
            ],
            options={
                "db_table": "request_asking",
                "indexes": [
                    models.Index(fields=["disclosure"], name="asking_on"),
                    models.Index(
                        fields=["team", "due_on"],
                        name="asking_waits",
                        condition=models.Q(
                            ("gone_at", None), ("seen_at", None), ("taken_back_at", None)
                        ),
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="request",
            name="asking",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="requests.asking",
            ),
        ),
        migrations.RunSQL(*enable("request_asking", sees=_SEES, insert=_ASKS, update=_SEES)),
        migrations.RunSQL(_BOTH, _BEFORE),
        migrations.RunSQL(
            altered("request", insert=f"({_OWN} and asking_id is null) or {_ASKED}"),
            altered("request", insert=_OWN),
        ),
    ]
