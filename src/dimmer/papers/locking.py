"""A document that opens with a password only: AES-256, as PDF 2.0 has it (ISO 32000-2, revision 6)."""

from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType


def locked(
    document: bytes, files: Mapping[str, bytes] = MappingProxyType({}), *, password: str
) -> bytes:
    """The document under a password, and files in it under the same; what it says, and its tags, stay as they are.

    Never twice the same bytes: salts are random. Who has the password may print it and have it read out.

    Args:
        files: by the name under which a reader shows it, what is attached. It lists them when it opens the document.
    """
    import pikepdf  # a large library, and few ask for it

    written = BytesIO()
    under = pikepdf.Encryption(user=password, owner=password, R=6, aes=True, metadata=True)
    with pikepdf.open(BytesIO(document)) as pdf:
        for name, content in files.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(
                pdf, content, filename=name, description=name
            )
        if files:
            pdf.Root.PageMode = pikepdf.Name.UseAttachments
        pdf.save(written, encryption=under)
    return written.getvalue()
