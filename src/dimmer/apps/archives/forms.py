"""What is asked of whoever makes an archive."""

from dimmer.apps.archives.queries import Asker
from dimmer.apps.travels.forms import Lock
from dimmer.web.fields import One, Words


class Make(Lock):
    """Who asks, and why; with the password as the page showed it."""

    asker = One(label="Who asks for it?", asks="Choose who asks for it", choices=Asker.choices)
    who = Words(
        label="Which one, and their reference",
        help_text="For example the name of the court and the number of the case",
        asks="Enter who asks, with their reference",
        most=300,
    )
    why = Words(
        label="Why do they get it, and by what power?",
        help_text="For example the order and its date, or the section. No names are needed",
        asks="Enter why they get it",
        most=1_000,
        area=True,
    )
