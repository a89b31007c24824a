"""What is asked about interests."""

from django import forms

from dimmer.web.fields import NOT_OFFERED, One, Page, PartOfDay, Words

RELATIONS = {
    "own": "It is about me",
    "relative": "A relative, or a partner or former partner",
    "friend": "A friend, or somebody I fell out with",
    "neighbour": "A neighbour",
    "colleague": "Somebody I work with or have worked with",
    "employs": "Our agency employs them, or they are a member of it: for whoever answers for it",
}


class Declare(Page):
    """In whom somebody has an interest."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    who = forms.ChoiceField(
        label="Who has the interest?",
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    relation = One(
        label="What are they to you?",
        asks="Choose what they are to you",
        choices=[*RELATIONS.items()],
    )
    name = Words(
        label="Their name",
        help_text="First and last name, as far as you know",
        asks="Enter their name",
    )
    born = PartOfDay(
        label="Their date of birth",
        help_text="As much as you know, for example {example}, or only the year",
        asks="",
        required=False,
    )
    postcode = Words(
        label="Their postcode",
        help_text="If you know it",
        asks="",
        required=False,
        most=10,
        place=True,
    )
    note = Words(
        label="Anything else that tells who they are", asks="", required=False, most=500, area=True
    )

    def said(self) -> dict[str, str]:
        """What is kept, sealed."""
        names = ("relation", "name", "born", "postcode", "note")
        return {name: str(self.cleaned_data[name] or "") for name in names}


class Senior(Page):
    """Whom concerns go to in which somebody works for the agency."""

    senior = forms.ChoiceField(
        label="The named senior person",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose the senior person"),
    )
    deputy = forms.ChoiceField(
        label="Who stands in for them",
        help_text="Somebody else in the same team",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose who stands in"),
    )


class Answer(Page):
    """Whether somebody stays kept off."""

    is_kept = One(
        label="Is it the person in whom they have an interest?",
        asks="Choose whether it is the same person",
        choices=[
            ("yes", "Yes, or it may be: they stay kept off"),
            ("no", "No, it is somebody else: they may see it where they need to know"),
        ],
    )
    note = Words(
        label="Why?",
        help_text="Needed if they are let in",
        asks="",
        required=False,
        most=1_000,
        area=True,
    )

    def clean(self) -> None:
        """Letting somebody in needs words."""
        if self.cleaned_data.get("is_kept") == "no" and not self.cleaned_data.get("note", ""):
            self.add_error("note", "Enter why it is somebody else")


class LookedAt(Page):
    """What is done about a search, or an attempt to break the glass."""

    note = Words(
        label="What do you do about it?", asks="Enter what you do about it", most=1_000, area=True
    )


class End(Page):
    """Why an interest holds no longer."""

    because = Words(label="Why does it hold no longer?", asks="Enter why", most=500)
