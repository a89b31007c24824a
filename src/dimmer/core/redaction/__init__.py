"""What of a record can be seen in a light: each item is shared or withheld, and never both."""

from dimmer.core.redaction.redact import Item, Redaction, dim, redact

__all__ = ["Item", "Redaction", "dim", "redact"]
