"""Files attached to a piece of information, and flat copies of them. All content is sealed to the concern's record."""

from django.db import models

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.models import Concern, Item


class Attachment(models.Model):
    """A file as it came: for whoever works on the concern, and for nobody else.

    `sealed` holds {name, kind, pages, size, sha256, names}, `names` being what it was looked through for; `looked`
    what it shows and hides (`files.Looked`); `content` the file itself.
    """

    id = models.UUIDField(primary_key=True)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE)
    item = models.ForeignKey(Item, on_delete=models.CASCADE)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    looked = models.BinaryField()
    content = models.BinaryField()

    class Meta:
        db_table = "attachment"

    def __str__(self) -> str:
        return str(self.pk)


class FlatCopy(models.Model):
    """A flat copy of a file. Once somebody has looked at it and taken it, it may be chosen in a decision.

    `sealed` holds {kind, pages, size, sha256, names, cut, boxes, places, unread, still}: what it was made from, and in
    `still` what of it leads to somebody; `text` what it shows, as far as it is text. Of a file the last taken counts.
    """

    id = models.UUIDField(primary_key=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    text = models.BinaryField()
    content = models.BinaryField()
    taken_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="copies_taken"
    )
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "attachment_copy"

    def __str__(self) -> str:
        return str(self.pk)
