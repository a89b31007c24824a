"""A document that opens with a password only: AES-256, as PDF 2.0 has it (ISO 32000-2, revision 6)."""

from io import BytesIO


def locked(document: bytes, *, password: str) -> bytes:
    """The document under a password; what it says, and its tags, stay as they are.

    Never twice the same bytes: salts are random. Who has the password may print it and have it read out.
    """
    import pikepdf  # a large library, and few ask for it

    written = BytesIO()
    under = pikepdf.Encryption(user=password, owner=password, R=6, aes=True, metadata=True)
    with pikepdf.open(BytesIO(document)) as pdf:
        pdf.save(written, encryption=under)
    return written.getvalue()
