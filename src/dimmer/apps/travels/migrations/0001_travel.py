"""How what was shared went, and the links to it: seen by whoever is shown the concern, and by the team that it is for.

A link is looked for before anybody is known to read: what shows things to others finds it, and nobody's page.
"""

import django.db.models.deletion
from django.db import migrations, models

from dimmer.database.policies import READER, SHOWING, asked, enable, shown

_PARTY = f"""exists (
    select from disclosures_disclosure d
    where d.id = $1
        and ({READER} in (d.sender_id, d.recipient_id) or {shown("concern", "d.concern_id")})
)"""
_OF = "is_party_to(disclosure_id)"
_OF_TRAVEL = "exists (select from travel t where t.id = travel_id)"
_OF_LINK = "exists (select from travel_link l where l.travel_id = link_id)"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_outside"),
        ("disclosures", "0009_asked_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Travel",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("link", "A link by e-mail, and a code"),
                            ("document", "A document with a password"),
                            ("mail", "A document with a password, from one's own e-mail"),
                            ("phone", "By telephone"),
                            ("person", "In person"),
                            ("meeting", "At a meeting"),
                            ("post", "By post"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("entry", models.UUIDField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="agencies.practitioner"
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="disclosures.disclosure"
                    ),
                ),
            ],
            options={"db_table": "travel"},
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "travel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="travels.travel",
                    ),
                ),
                ("place", models.BinaryField(max_length=32, unique=True)),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("code", models.BinaryField(max_length=32, null=True)),
                ("code_at", models.DateTimeField(null=True)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("visit", models.BinaryField(max_length=32, null=True)),
                ("visit_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "db_table": "travel_link",
                "indexes": [
                    models.Index(
                        fields=["ends_at"],
                        name="link_open",
                        condition=models.Q(ended_at=None),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("code", "A code was sent to their e-mail address"),
                            ("wrong", "A wrong code was typed"),
                            ("came-in", "The right code was typed"),
                            ("accepted", "They gave their undertaking"),
                            ("opened", "It was opened"),
                            ("read", "They said that they have read it"),
                            ("blocked", "The link was blocked"),
                            ("replaced", "A new link took its place"),
                            ("ended", "Its last day was over"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="travels.link"
                    ),
                ),
            ],
            options={
                "db_table": "travel_event",
                "indexes": [models.Index(fields=["link", "at"], name="event_of_link")],
            },
        ),
        migrations.RunSQL(*asked("is_party_to", _PARTY)),
        migrations.RunSQL(
            *enable(
                "travel",
                sees=f"{_OF} or {SHOWING}",
                insert=f"by_id = {READER} and {_OF}",
                update="nobody",
            )
        ),
        migrations.RunSQL(
            *enable("travel_link", sees=f"{_OF_TRAVEL} or {SHOWING}", insert=_OF_TRAVEL)
        ),
        migrations.RunSQL(*enable("travel_event", sees=_OF_LINK, insert=_OF_LINK, update="nobody")),
    ]
