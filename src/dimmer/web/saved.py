"""What was just saved, said on the page that follows, where that page would not say so itself: once.

It stands in the session, which is sealed, until a page says it. No cookie and no address holds it, so nobody can make a
page say what was not done. The words name nobody: they are the same for whatever it was about.
"""

from django.http import HttpRequest

_NAME = "saved"


def say(request: HttpRequest, words: str) -> None:
    """Let the next page say it. Of two that no page has said yet, the later."""
    request.session[_NAME] = words


def once(request: HttpRequest) -> str:
    """What the page is to say; nothing where nothing was saved, and nothing the next time."""
    return str(request.session.pop(_NAME, ""))
