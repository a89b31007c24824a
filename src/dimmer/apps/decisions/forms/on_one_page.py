"""One thing about one person, and who needs to know: what five pages ask, on one."""

from typing import Any

from dimmer.apps.concerns.forms import Item, Person
from dimmer.apps.decisions.forms.deciding import Propose
from dimmer.apps.decisions.queries import OPENING
from dimmer.web.fields import Many, One, Words, codes

ONLY = "person-1"
"""The key of the one person, in the facts."""
USUAL_PURPOSES = (
    *("protect-child", "protect-adult", "protect-life", "prevent-crime", "investigate-crime"),
    *("early-help", "health-care"),
)
"""What most that nobody asked for is shared for."""


class OnOnePage(Person, Item, Propose):
    """What is known, whom it is about, who might need it, and the opening questions."""

    text = Words(
        label="What do you know, and what worries you?",
        help_text="One thing. Put addresses and telephone numbers with the person, not here.",
        asks="Enter what you know",
        most=4_000,
        area=True,
    )
    field_order = ("token", "text", "source", "nature", "categories", "name", "role", "observed")
    about = outcome = theirs = asked_for = None  # type: ignore[assignment]  # Django's way to leave fields of a form out

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name = str(self.data.get("name") or "").strip() or "The person"
        self.people = [(ONLY, name)]
        for each in (
            "teams",
            "rung",
        ):  # as on the page, so that what is wrong is listed in its order
            self.fields[each] = self.fields.pop(each)
        for path, (group, words, why) in OPENING.items():
            kind = Many if path == "purpose.kinds" else One
            self.fields[path] = kind(
                label=words, help_text=why, asks=_ASKS[path], choices=codes(group)
            )

    def answers(self) -> dict[str, Any]:
        """The answers to the opening questions, by path of the facts."""
        return {path: self.cleaned_data[path] for path in OPENING}

    def piece(self) -> dict[str, Any]:
        """What was typed of the piece, but whom it is about."""
        return {name: value for name, value in super().typed().items() if name != "about"}


_ASKS = {
    "purpose.kinds": "Choose what it is for",
    "risk.level": "Choose how great the danger is",
    "risk.urgency": "Choose how soon something must be done",
}
