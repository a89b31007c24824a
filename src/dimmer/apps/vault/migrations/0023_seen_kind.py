"""That a lead asked who has looked is a kind of what a team is shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0022_account_kind"),
    ]

    operations = [
        migrations.AlterField(
            model_name="shown",
            name="kind",
            field=models.CharField(
                choices=[
                    ("concern", "A concern that the team works on"),
                    ("inbox", "A disclosure to the team"),
                    ("outbox", "A disclosure by the team"),
                    ("review", "A proposal that the team is to look at again, from that moment on"),
                    ("check", "A decision that waits for a second person, until that moment"),
                    ("report", "A reported concern that waits for a manager, until that moment"),
                    ("record", "An emergency whose record is to be written, until that moment"),
                    ("share", "A decision to share that nobody has carried out yet"),
                    ("follow", "A duty towards somebody who refused, from that moment on"),
                    (
                        "law",
                        "A day from which the law changes for a decision, to be looked at again",
                    ),
                    ("person", "A person of whom the team keeps a record"),
                    (
                        "digest",
                        "Such a day for a decision of the agency, which its lead sees counted",
                    ),
                    (
                        "glass",
                        "A concern opened by somebody who was not named on it, to be looked at",
                    ),
                    ("ask", "Somebody to be asked again whether it is safe to contact them"),
                    ("unsafe", "A way of contacting somebody is no longer safe"),
                    ("interest", "An interest that somebody who works here has in a person"),
                    (
                        "guard",
                        "An interpreter to be checked, or a telling that waits for a second person",
                    ),
                    ("again", "An agreement that ends, to be asked for again from that moment on"),
                    (
                        "notice",
                        "What was received rests no longer on what it was given under, or that it does again",
                    ),
                    ("answered", "A notice that was answered: what was said"),
                    ("match", "Somebody kept off because of an interest, to be looked at"),
                    ("consult", "A question without a name that the team asked, or is asked"),
                    (
                        "on-call",
                        "A question without a name that waits to be accepted, until that moment",
                    ),
                    (
                        "tell",
                        "Somebody to be told what was shared about them, or to be thought about again",
                    ),
                    ("lesson", "What others may learn from an answer: a precedent without a name"),
                    (
                        "due",
                        "What has been kept for as long as a schedule says: to be kept longer or disposed of",
                    ),
                    ("dispose", "A disposal that waits for a second person"),
                    ("gone", "What was disposed of, and why"),
                    (
                        "task",
                        "Something that the team does under a joint plan, from that moment on",
                    ),
                    (
                        "onward",
                        "A recipient asks whether something may be passed on, until that moment",
                    ),
                    ("request", "Somebody asked the team for information, from that moment on"),
                    (
                        "renew",
                        "A request answered with nothing, to be looked at again from that moment on",
                    ),
                    (
                        "breach",
                        "A recall that may be a breach of personal data, to be decided until that moment",
                    ),
                    ("finding", "What an auditor found of a decision that was drawn in a sample"),
                    ("account", "Account of a period is to be given to somebody outside"),
                    ("seen", "A lead asked who has looked at what is kept about somebody"),
                ],
                max_length=8,
            ),
        ),
    ]
