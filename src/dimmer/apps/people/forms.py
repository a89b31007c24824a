"""What a practitioner types about a person, and the words of each error."""

from typing import Any

from django import forms

from dimmer.apps.people.queries import known_from, name_from, postcode_from
from dimmer.core.locators import WHEREABOUTS
from dimmer.core.matching import NUMBERS, Known, NotANumber, written
from dimmer.web.apart import NO_REFUGE, refuges_in
from dimmer.web.fields import One, Page, PartOfDay, Words, is_refuge

NAME_KINDS = {
    "now": "The name they use now",
    "birth": "Their name at birth",
    "married": "Their name by marriage or partnership",
    "known": "What they are known as",
    "alias": "An alias, or a name that somebody else gives them",
}
RELATIONSHIPS = {
    "parent": "Their parent",
    "child-of": "Their child",
    "sibling": "Their brother or sister",
    "partner": "Their partner",
    "former-partner": "Their former partner",
    "carer": "Their carer",
    "cared-for": "Somebody whom they care for",
    "contact": "An adult in contact with them, a child",
    "in-contact": "A child with whom they, an adult, are in contact",
    "other-family": "Other family",
}
NEW, NONE = "new", "none"
_WRONG_NUMBER = "Enter the number as it is written: a digit may be missing or wrong"


class Find(Page):
    """Whom somebody looks for. Nothing of it is kept."""

    asks_apart = False

    name = Words(
        label="Name",
        help_text="In any order, spelling or script. First and last name find best.",
        asks="",
        required=False,
    )
    born = PartOfDay(
        label="Date of birth",
        help_text="As much as you know, for example {example}, or only the year",
        asks="",
        required=False,
    )
    postcode = Words(
        label="Postcode",
        help_text="Only together with a name or a date of birth",
        asks="",
        required=False,
        most=10,
    )
    number = Words(
        label="A number",
        help_text="For example an NHS number, a unique pupil number or a police reference",
        asks="",
        required=False,
        most=40,
    )

    def clean(self) -> None:
        """One name by itself, or a postcode, would find too many."""
        if not self.errors and not self._is_enough():
            self.add_error(
                "name",
                "Enter a first and a last name, or one name with a date of birth or postcode, or a number",
            )

    def _is_enough(self) -> bool:
        typed = self.cleaned_data
        name = name_from(typed["name"])
        day = typed["born"]
        if typed["number"] or (name and len(name.parts) > 1):
            return True
        if day and all(day.split("-")):
            return True
        has_year = bool(day.split("-")[0]) if day else False
        return bool(name) and (has_year or bool(postcode_from(typed["postcode"])))

    def known(self) -> Known:
        """What to look for: the number as each kind that it could be."""
        typed = self.cleaned_data
        numbers = []
        for kind in NUMBERS:
            try:
                numbers.append((kind, written(kind, typed["number"])))
            except NotANumber:
                continue
        return known_from(
            names=[typed["name"]],
            born=[typed["born"]],
            postcodes=[typed["postcode"]],
            numbers=numbers,
        )


class _Number(Page):
    """A number and its kind, checked together."""

    kind = forms.ChoiceField(
        label="Kind of number",
        choices=[("", "Choose"), *NUMBERS.items()],
        required=False,
        error_messages={"invalid_choice": "Choose what kind of number it is"},
    )
    value = Words(label="Number", asks="Enter the number", required=False, most=40, place=True)

    def clean(self) -> None:
        """The number as it is kept; a wrong check digit is said."""
        if self.errors:
            return
        kind, value = self.cleaned_data["kind"], self.cleaned_data["value"]
        if value and not kind:
            self.add_error("kind", "Choose what kind of number it is")
        elif value:
            try:
                self.cleaned_data["value"] = written(kind, value)
            except NotANumber:
                self.add_error("value", _WRONG_NUMBER)


class New(_Number):
    """A new record: what is known now. More is added on its page."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    name = Words(
        label="Name", help_text="The name they use now, in any script", asks="", required=False
    )
    born = PartOfDay(
        label="Date of birth",
        help_text="As much as you know, for example {example}, or only the year",
        asks="",
        required=False,
    )
    address = Words(
        label="Address",
        help_text="Kept on a page of its own. Never type the address of a refuge: give its office.",
        asks="",
        required=False,
        most=300,
        place=True,
    )
    postcode = Words(label="Postcode", asks="", required=False, most=10, place=True)
    refuge = is_refuge()

    def clean(self) -> None:
        """A record of nobody could never be found again."""
        super().clean()
        if not self.errors and not (
            name_from(self.cleaned_data["name"]) or self.cleaned_data["value"]
        ):
            self.add_error("name", "Enter a name, or a number")
        said = self.cleaned_data.pop("refuge", "no") == "yes"
        for name in refuges_in(self.cleaned_data, said=said):
            self.add_error(name, NO_REFUGE)

    def entries(self) -> list[tuple[str, dict[str, Any]]]:
        """What goes into which list of the record."""
        typed = self.cleaned_data
        found: list[tuple[str, dict[str, Any]]] = []
        if typed["name"]:
            found.append(("names", {"text": typed["name"], "kind": "now"}))
        if typed["born"]:
            found.append(("born", {"date": typed["born"]}))
        if typed["value"]:
            found.append(("numbers", {"kind": typed["kind"], "value": typed["value"]}))
        if typed["address"] or typed["postcode"]:
            where = {"text": typed["address"], "postcode": typed["postcode"]}
            found.append(("addresses", {**where, "since": "", "until": "", "protected": False}))
        return found

    def known(self) -> Known:
        """What the new record would be found by."""
        typed = self.cleaned_data
        return known_from(
            names=[typed["name"]],
            born=[typed["born"]],
            postcodes=[typed["postcode"]],
            numbers=[(typed["kind"], typed["value"])] if typed["value"] else [],
        )


class AddName(Page):
    """Another name; the earlier ones stay."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    text = Words(label="Name", help_text="In any script", asks="Enter the name")
    kind = One(
        label="What kind of name is it?",
        asks="Choose what kind of name it is",
        choices=[*NAME_KINDS.items()],
    )


class AddBorn(Page):
    """A date of birth, as far as it is known."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    date = PartOfDay(
        label="Date of birth",
        help_text="As much as you know, for example {example}, or only the year",
        asks="Enter what you know of the date of birth",
    )


class AddNumber(_Number):
    """A number that stands for the person."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> None:
        """Both are needed here."""
        super().clean()
        if not self.errors and not self.cleaned_data["value"]:
            self.add_error("value", "Enter the number")


class AddAddress(Page):
    """Where somebody lives or lived."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    text = Words(
        label="Address",
        help_text="Never type the address of a refuge: give its office",
        asks="Enter the address",
        most=300,
        place=True,
    )
    postcode = Words(label="Postcode", asks="", required=False, most=10, place=True)
    refuge = is_refuge()
    since = PartOfDay(label="Since", help_text="If you know it", asks="", required=False)
    until = PartOfDay(
        label="Until", help_text="If they live there no longer", asks="", required=False
    )
    protected = One(
        label="Must this address stay hidden?",
        asks="Choose whether it must stay hidden",
        choices=[("yes", "Yes: nobody is to find them by it"), ("no", "No")],
    )

    def clean(self) -> None:
        """Where a refuge is, is not kept."""
        typed = self.cleaned_data
        said = typed.pop("refuge", "no") == "yes"
        where = {"address": typed.get("text", ""), "postcode": typed.get("postcode", "")}
        if refuges_in(where, said=said):
            self.add_error("text", NO_REFUGE)


class AddPlace(Page):
    """Something else that says where somebody is."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    kind = One(
        label="What is it?",
        asks="Choose what it is",
        choices=[row for row in WHEREABOUTS.items() if row[0] not in ("address", "postcode")],
    )
    text = Words(label="Which?", asks="Enter it", most=120, place=True)


class AddNeed(Page):
    """What somebody needs to be spoken with."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    text = Words(
        label="Language, interpreter, or other need",
        help_text="For example: Polish, with an interpreter who is a woman",
        asks="Enter what they need",
    )


class AddRelationship(Page):
    """Who somebody is to the person: another record of the team."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    to = One(label="Who?", asks="Choose who it is", choices=[])
    kind = One(
        label="What are they to the person?",
        asks="Choose what they are to the person",
        choices=[*RELATIONSHIPS.items()],
    )


PARTS: dict[str, tuple[str, type[Page]]] = {
    "names": ("Add a name", AddName),
    "born": ("Add a date of birth", AddBorn),
    "numbers": ("Add a number", AddNumber),
    "addresses": ("Add an address", AddAddress),
    "places": ("Add other whereabouts", AddPlace),
    "needs": ("Add a need", AddNeed),
    "relationships": ("Add a relationship", AddRelationship),
}
"""What can be added to a record: the heading and the form."""


class Same(Page):
    """Which record is somebody's."""

    which = One(label="Is this one of them?", asks="Choose one of them, or none", choices=[])
    because = Words(
        label="Why are you sure?",
        help_text="Needed where fewer than two things that identify a person agree",
        asks="",
        required=False,
        most=1_000,
        area=True,
    )


class Because(Page):
    """Why something is taken back or struck out."""

    because = Words(label="Why?", asks="Enter why", most=1_000, area=True)
