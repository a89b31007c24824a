"""A message for one's own e-mail program: written and not sent, to one address, with a document that has a password."""

from email.message import EmailMessage
from email.policy import SMTP

_WORDS = "A document is attached. I ring you with its password. Please do not send this on.\n"


def draft(document: bytes, *, to: str) -> bytes:
    """The message as a file (RFC 5322), naming nobody but the address; `X-Unsent` lets programs open it as a draft."""
    message = EmailMessage(policy=SMTP)
    message["To"] = to
    message["Subject"] = "A document for you"
    message["X-Unsent"] = "1"
    message.set_content(_WORDS)
    message.add_attachment(document, maintype="application", subtype="pdf", filename="document.pdf")
    return message.as_bytes()
