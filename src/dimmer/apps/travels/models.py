"""Each time that something shared went a way of its own, and the links by which it is opened.

Rows are under row-level security: whoever is shown the concern sees them, and the team that they are for, as which a
link reads.
"""

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.disclosures.models import Disclosure


class Way(models.TextChoices):
    """How it went."""

    LINK = "link", "A link by e-mail, and a code"
    DOCUMENT = "document", "A document with a password"
    MAIL = "mail", "A document with a password, from one's own e-mail"
    PHONE = "phone", "By telephone"
    PERSON = "person", "In person"
    MEETING = "meeting", "At a meeting"
    POST = "post", "By post"


class Travel(models.Model):
    """Something that was shared went to its recipient. Nobody changes or removes a row (`database/roles.py`).

    `sealed` holds what is known of it, below the disclosure's record: of a link {name, email}; of a document
    {digest, files}, SHA-256 of what was given out, and of each file in it by its name; of what went by word or by post
    {on, said, took, why}: the day, the words, the precautions that were taken, and why not the others.
    """

    id = models.UUIDField(primary_key=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT)
    way = models.CharField(max_length=8, choices=Way.choices)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    entry = models.UUIDField()

    class Meta:
        db_table = "travel"

    def __str__(self) -> str:
        return str(self.pk)


class Link(models.Model):
    """A link that opens what was shared, for a team that is not on the service. Nothing here opens it.

    `place`, by which it is found, and what `code` and `visit` are compared with are drawn from the secret in the link
    (`keyring/links.py`), which is kept nowhere. `wrong`: how often a wrong code was typed since one was sent.
    """

    travel = models.OneToOneField(Travel, on_delete=models.PROTECT, primary_key=True)
    sender = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.BinaryField(max_length=32, unique=True)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    code = models.BinaryField(max_length=32, null=True)
    code_at = models.DateTimeField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    visit = models.BinaryField(max_length=32, null=True)
    visit_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "travel_link"
        indexes = [
            models.Index(
                fields=["ends_at"],
                name="link_open",
                condition=models.Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Event(models.Model):
    """Something that happened with a link, for whoever sent it. Nobody changes or removes a row."""

    class What(models.TextChoices):
        """What it was."""

        CODE = "code", "A code was sent to their e-mail address"
        WRONG = "wrong", "A wrong code was typed"
        CAME_IN = "came-in", "The right code was typed"
        ACCEPTED = "accepted", "They gave their undertaking"
        OPENED = "opened", "It was opened"
        FILE = "file", "A file of it was opened"
        READ = "read", "They said that they have read it"
        BLOCKED = "blocked", "The link was blocked"
        REPLACED = "replaced", "A new link took its place"
        ENDED = "ended", "Its last day was over"

    id = models.UUIDField(primary_key=True)
    link = models.ForeignKey(Link, on_delete=models.PROTECT)
    what = models.CharField(max_length=8, choices=What.choices)
    at = models.DateTimeField()

    class Meta:
        db_table = "travel_event"
        indexes = [models.Index(fields=["link", "at"], name="event_of_link")]

    def __str__(self) -> str:
        return str(self.pk)
