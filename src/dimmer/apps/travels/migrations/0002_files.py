"""A file of what a link opens was opened: one more thing that happens with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("travels", "0001_travel")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="what",
            field=models.CharField(
                choices=[
                    ("code", "A code was sent to their e-mail address"),
                    ("wrong", "A wrong code was typed"),
                    ("came-in", "The right code was typed"),
                    ("accepted", "They gave their undertaking"),
                    ("opened", "It was opened"),
                    ("file", "A file of it was opened"),
                    ("read", "They said that they have read it"),
                    ("blocked", "The link was blocked"),
                    ("replaced", "A new link took its place"),
                    ("ended", "Its last day was over"),
                ],
                max_length=8,
            ),
        ),
    ]
