"""Whether something may be passed on: seen by whoever sees what was shared, and by a lead to whom it is shown."""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, SHOWING, TEAM, enable, shown

_SEES = f"has_part_in(disclosure_id) or {shown('onward', 'onward.id')} or {SHOWING}"
_ASKS = f"""by_id = {READER} and team_id = {TEAM} and sender_id <> {TEAM}
    and answer = '' and answered_by_id is null and answered_at is null and said is null
    and {shown("inbox", "disclosure_id")}
    and exists (
        select from disclosures_disclosure d where d.id = disclosure_id and d.sender_id = onward.sender_id
    )"""
"""Whoever received it asks whoever shared it, and answers nothing by asking."""
# A policy cannot tell which columns change. Both sides write to the row: who asks that it was passed on, and no more;
# what was asked stays what was answered.
_ANSWERED = f"""
create function onward_is_answered_by_its_sender() returns trigger language plpgsql as $$
begin
    if (new.disclosure_id, new.sender_id, new.team_id) <> (old.disclosure_id, old.sender_id, old.team_id)
        or to_jsonb(new) - 'passed_id' is distinct from to_jsonb(old) - 'passed_id'
        and old.sender_id is distinct from {TEAM}
    then
        raise exception 'row-level security: only whoever shared it answers' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger onward_is_answered_by_its_sender before update on onward
    for each row execute function onward_is_answered_by_its_sender()
"""
_BEFORE = """
drop trigger onward_is_answered_by_its_sender on onward;
drop function onward_is_answered_by_its_sender()
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_outside"),
        ("disclosures", "0009_asked_once"),
        ("notices", "0005_light"),
        ("vault", "0018_plan_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Onward",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("asked", "We ask before we pass it on"),
                            ("emergency", "It was passed on: a life was in danger"),
                            ("unasked", "It was passed on, and nobody had been asked"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reference", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("leave", "Yes, they may pass it on"),
                            ("own", "Yes, and we share it with them ourselves"),
                            ("no", "No"),
                            ("read", "We have read that it was passed on"),
                        ],
                        default="",
                        max_length=5,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("said", models.BinaryField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.practitioner",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.practitioner",
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="disclosures.disclosure"
                    ),
                ),
                (
                    "passed",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="notices.givenon",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
            ],
            options={
                "db_table": "onward",
                "indexes": [
                    models.Index(
                        fields=["due_at"],
                        name="onward_silent",
                        condition=models.Q(("answered_at", None), ("escalated_at", None)),
                    )
                ],
            },
        ),
        migrations.RunSQL(*enable("onward", sees=_SEES, insert=_ASKS, update=_SEES)),
        migrations.RunSQL(_ANSWERED, _BEFORE),
    ]
