"""What is asked when a piece is put right or disputed, and of whoever received it."""

from django import forms

from dimmer.apps.concerns.forms import Item, OwnWords
from dimmer.apps.notices.queries import Did
from dimmer.web.fields import One, Page, Words


class Right(Page):
    """Why a piece is put right, and what stood there when somebody began to type."""

    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    because = Words(
        label="Why is it put right?",
        help_text="What was wrong, and how you know. It is kept with the concern. Recipients do not see it.",
        asks="Enter why it is put right", most=1_000, area=True,
    )  # fmt: skip


class Correct(Right, Item):
    """What a piece should have said, and why it is put right."""


class CorrectWords(Right, OwnWords):
    """The same of somebody's own words, or of what they say of passing them on."""


class Dispute(Page):
    """What somebody whom a piece is about says against it."""

    keeps_stays = True

    token = forms.UUIDField(widget=forms.HiddenInput)
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    who = One(
        label="Who says that it is wrong?", asks="Choose who says that it is wrong", choices=[]
    )
    statement = Words(
        label="What do they say, in their words?",
        help_text="As they said it, not as you would put it. Show them nothing of what others said.",
        asks="Enter what they say, in their words", most=2_000, area=True,
    )  # fmt: skip


class PutRight(Page):
    """What was done about a piece that was put right or is disputed."""

    spoke = Words(label="With whom did you speak?", asks="", required=False)
    did = One(
        label="What have you done?", asks="Choose what was done",
        choices=[
            (Did.AMENDED.value, "Our record says so now, and whoever we passed it on to is told"),
            (Did.BESIDE.value, "We keep the old words beside it, and say why below"),
            (Did.NEVER.value, "We never used it"),
        ],
    )  # fmt: skip
    because = Words(
        label="Why do the old words stay beside it?", asks="", required=False, most=1_000, area=True
    )

    def for_others(self) -> None:
        """It is somebody else who did it: whoever is asked spoke with them."""
        self.fields["did"].label = "What have they done?"
        self.is_task = True

    is_task = False

    def clean(self) -> None:
        """Old words that stay need a reason; a task says with whom somebody spoke."""
        given = self.cleaned_data
        if self.is_task and not given.get("spoke"):
            self.add_error("spoke", "Enter with whom you spoke")
        if given.get("did") == Did.BESIDE and not given.get("because"):
            self.add_error("because", "Enter why the old words stay beside it")

    def words(self) -> dict[str, str]:
        """What is kept of it."""
        return {name: self.cleaned_data[name] for name in ("because", "spoke")}
