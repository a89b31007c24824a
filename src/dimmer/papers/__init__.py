"""Documents to print or to keep: what a page says, as a tagged PDF, the same bytes each time."""

from dimmer.papers.document import NoFonts, document, missing
from dimmer.papers.locking import locked
from dimmer.papers.parts import NotForPaper, parts_of

__all__ = ["NoFonts", "NotForPaper", "document", "locked", "missing", "parts_of"]
