"""Sessions say whose they are, as a digest. Those of before end: everybody signs in once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_who_works_here")]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("whose", models.CharField(db_index=True, default="", max_length=40)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.RunSQL("drop table if exists django_session", migrations.RunSQL.noop),
    ]
