"""What is asked where honour or family is the danger."""

from django import forms

from dimmer.web.fields import Many, One, Page, Words

REASONS = {
    "honour": "It is about honour or shame",
    "marriage": "A marriage that somebody does not want, or was made to enter",
    "several": "More than one person might do harm",
    "community": "People around the family press, watch or pass things on",
}


class Flag(Page):
    """Why family and community must not know."""

    reasons = Many(
        label="What is it about?", asks="Choose at least one", choices=[*REASONS.items()]
    )
    because = Words(
        label="How do you know?", help_text="What was said or seen, and by whom", asks="", required=False,
        most=1_000, area=True,
    )  # fmt: skip


class Interpreter(Page):
    """Who interprets or comes along."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    who = Words(
        label="Who interprets, or comes along?",
        help_text="Their name, and the service that sends them. If nobody is needed, say so.",
        asks="Enter who it is, or that nobody is needed",
    )
    how = Words(
        label="How do you know that they are of neither family nor community?",
        help_text="Ask the person about them by name, out of the hearing of others, and write what was said",
        asks="Enter how you know",
        most=1_000,
        area=True,
    )


class Telling(Page):
    """Whom of the family or community somebody wants to tell."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    whom = Words(label="Whom do you want to tell?", asks="Enter whom you want to tell")
    because = Words(
        label="Why must they know?", asks="Enter why they must know", most=1_000, area=True
    )
    how = Words(
        label="How does nobody else come to hear of it?",
        asks="Enter how nobody else comes to hear of it",
        most=1_000,
        area=True,
    )


class Answer(Page):
    """What a second person says."""

    is_agreed = One(
        label="Do you agree that they are told?",
        asks="Choose whether you agree",
        choices=[
            ("yes", "Yes: they may be told, in this way"),
            ("no", "No: they must not be told"),
        ],
    )
    because = Words(label="Why?", asks="", required=False, most=1_000, area=True)

    def clean(self) -> None:
        """A no needs words."""
        if self.cleaned_data.get("is_agreed") == "no" and not self.cleaned_data.get("because", ""):
            self.add_error("because", "Enter why they must not be told")


class Lifting(Page):
    """Why family and honour are no danger after all."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    because = Words(
        label="Why is it not so after all?",
        help_text="What was said or seen, and by whom. That somebody of the family says so is no reason.",
        asks="Enter why it is not so",
        most=1_000,
        area=True,
    )


class AnswerLifting(Page):
    """What a second person says of that."""

    is_agreed = One(
        label="Do you agree that the flag is taken back?",
        asks="Choose whether you agree",
        choices=[("yes", "Yes: it is no danger here"), ("no", "No: it stays")],
    )
    because = Words(label="Why?", asks="", required=False, most=1_000, area=True)

    def clean(self) -> None:
        """A no needs words."""
        if self.cleaned_data.get("is_agreed") == "no" and not self.cleaned_data.get("because", ""):
            self.add_error("because", "Enter why it stays")
