"""Reads of receipts."""

from uuid import UUID

from dimmer.apps.receipts.models import Receipt


def receipt_for(disclosure_id: UUID) -> Receipt | None:
    """The acknowledgement of a disclosure; whether the reader may see it is for the disclosure to say."""
    return (
        Receipt.objects.filter(disclosure=disclosure_id).select_related("by", "disclosure").first()
    )
