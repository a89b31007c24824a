"""What a practitioner types about a concern, and the words of each error."""

from collections.abc import Mapping
from typing import Any

from django import forms

from dimmer import lawbook
from dimmer.apps.agencies.queries import agencies
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.core.locators import WHEREABOUTS
from dimmer.core.told import INTERPRETED, PRESENT, TOPICS, Passing
from dimmer.web.apart import NO_REFUGE, refuges_in
from dimmer.web.examples import BORN
from dimmer.web.fields import (
    NOT_OFFERED,
    Day,
    Many,
    One,
    Page,
    Words,
    codes,
    codes_sorted,
    is_refuge,
)


class Begin(Page):
    """What the worry is, in the practitioner's own words."""

    keeps_stays = True

    def can_move(self) -> bool:
        """They are kept until somebody is added whose they are."""
        return True

    token = forms.UUIDField(widget=forms.HiddenInput)
    summary = Words(
        label="What are you worried about?",
        help_text="A few sentences. Put addresses and telephone numbers with the person, on the next page, not here.",
        asks="Enter what you are worried about",
        most=4_000,
        area=True,
    )


def agencies_offered() -> list[tuple[str, str]]:
    """The partnership's agencies, for whom somebody may work."""
    return [("", "Not known, or none of them"), *((str(row.pk), row.name) for row in agencies())]


_MORE_WHEREABOUTS = ("school", "surgery", "workplace", "vehicle", "handle", "surname", "area")
_OF_A_PERSON = (
    "name", "role", "date_of_birth", "unborn", "works_for", "address", "postcode", "phone", *_MORE_WHEREABOUTS,
)  # fmt: skip


class Person(Page):
    """Somebody in the concern. Whereabouts go into fields of their own, so that they can be kept back."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    name = Words(
        label="Name", help_text="All names you know, in any script. Leave empty if you do not know it.", asks="",
        required=False,
    )  # fmt: skip
    role = One(
        label="Who are they in this?",
        asks="Choose who they are in this",
        choices=codes("roles"),
        hints={
            "victim": "The adult who is harmed or at risk, without needing care and support to stay safe",
            "adult-at-risk": "An adult who needs care and support and cannot keep safe because of that",
            "informant": "Told you something and must stay unknown. Their name is never shared.",
            "third-party": "Somebody else, who is mentioned",
        },
    )
    date_of_birth = Day(
        is_past=True,
        example=BORN,
        label="Date of birth",
        help_text="If you know it, for example {example}",
        asks="",
        required=False,
    )
    unborn = One(
        label="Is this an unborn child?",
        asks="",
        choices=[("no", "No"), ("yes", "Yes")],
        required=False,
        initial="no",
    )
    works_for = forms.ChoiceField(
        label="Do they work for one of these agencies, or belong to it?",
        help_text="It is kept hidden. What you share with that agency then goes to whom it named for this, alone.",
        choices=agencies_offered,
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    address = Words(
        label="Address",
        help_text="Kept apart and hidden. It is shared only if you say so for each agency. "
        "Never type the address of a refuge: give its office.",
        asks="",
        required=False,
        most=300,
        place=True,
    )
    postcode = Words(label="Postcode", asks="", required=False, most=10, place=True)
    refuge = is_refuge()
    phone = Words(
        label="Telephone number",
        help_text="Kept apart and hidden, like the address",
        asks="",
        required=False,
        most=40,
        place=True,
    )
    school, surgery, workplace, vehicle, handle, surname, area = (
        Words(label=WHEREABOUTS[name], asks="", required=False, most=120, place=True)
        for name in _MORE_WHEREABOUTS
    )

    theirs = One(
        label="You took this out of what you wrote. Is it this person's?",
        asks="Choose whether it is this person's",
        choices=[
            ("yes", "Yes, keep it with this person"),
            ("no", "No"),
            ("nobody", "It is nobody's in this concern: forget it"),
        ],
        required=False,
    )

    def ask_whose(self, apart: Mapping[str, str]) -> None:
        """Ask whether what was taken out of the summary is this person's; where nothing was, ask nothing.

        Never typed in beforehand: the next person may be the one from whom it must be kept.
        """
        if not apart:
            del self.fields["theirs"]
        else:
            self.fields["theirs"].required = True
            self.fields["theirs"].help_text = "; ".join(apart.values())

    def clean(self) -> None:
        """Where a refuge is, is not kept, whoever types it."""
        typed = self.cleaned_data
        said = typed.pop("refuge", "no") == "yes"
        for name in refuges_in(typed, said=said):
            self.add_error(name, NO_REFUGE)

    def person(self) -> dict[str, Any]:
        """What was typed of them, as it is kept; a day in its ISO form."""
        typed = {name: self.cleaned_data[name] for name in _OF_A_PERSON}
        born = typed["date_of_birth"]
        typed["date_of_birth"] = born.isoformat() if born else ""
        typed["unborn"] = typed["unborn"] == "yes"
        return typed


def _outcomes() -> list[tuple[str, str]]:
    return [
        ("", "Not said: it is not over, or it does not apply"),
        *lawbook.history().came_of.items(),
    ]


USUAL_KINDS = (
    *("domestic-abuse", "child-protection", "neglect", "threat", "criminal-allegation"),
    *("health", "mental-health", "education", "housing"),
)
"""The kinds of information that most pieces are of."""
_OF_A_PIECE = ("text", "about", "categories", "nature", "source", "observed")


class Item(Page):
    """One piece of information with its source."""

    keeps_stays = True

    token = forms.UUIDField(widget=forms.HiddenInput)
    text = Words(
        label="What is known?",
        help_text="One piece at a time, so that each agency can be shown only what it needs",
        asks="Enter what is known",
        most=4_000,
        area=True,
    )
    about = Many(label="Who is it about?", asks="Choose who it is about", choices=[])
    categories = Many(
        label="What kind of information is it?",
        asks="Choose at least one kind",
        help_text="The usual ones first, then all others by the alphabet",
        choices=codes_sorted("categories", first=USUAL_KINDS),
    )
    nature = One(label="Is it a fact?", asks="Choose what it is", choices=codes("natures"))
    source = Words(
        label="Who said so, or how do you know?",
        help_text="A role or an agency. Not the name of somebody who must stay unknown.",
        asks="Enter who said so, or how you know",
        most=200,
    )
    observed = Day(
        is_past=True,
        label="When did it happen?",
        help_text="If you know it, for example {example}",
        asks="",
        required=False,
    )

    outcome = One(
        label="If it is over: what came of it?",
        help_text="Say so of an old matter: whoever reads it needs to know how it ended",
        asks="",
        choices=_outcomes,
        required=False,
    )

    def offer_people(self, found: ConcernRead) -> None:
        """Set whom it can be about, and whose whereabouts in it can be."""
        self.people = [(each.key, each.name) for each in found.people]
        self.offer("about", self.people)

    def typed(self) -> dict[str, Any]:
        """What was typed, as it is kept with the piece; a day in its ISO form."""
        given = {name: self.cleaned_data.get(name, "unmarked") for name in _OF_A_PIECE}
        observed = given["observed"]
        given["observed"] = observed.isoformat() if observed else ""
        more = {"stays": self.stays, "outcome": self.cleaned_data.get("outcome") or ""}
        return given | {name: value for name, value in more.items() if value}


class OwnWords(Item):
    """A part of what somebody told, in their own words; and whether it may be passed on, as they said.

    They are not asked whether it is a fact: it is what they say.
    """

    nature = outcome = None  # type: ignore[assignment]  # Django's way to leave fields of the form out
    field_order = (
        *("token", "who", "text", "passing", "passing_on", "about", "source", "observed"),
        *("present", "interpreter", "language", "categories"),
    )

    text = Words(
        label="What did they say, in their own words?",
        help_text="As they said it. One part at a time, so that each can be passed on or kept by itself. Put addresses "
        "and telephone numbers with the person.",
        asks="Enter what they said, in their own words",
        most=4_000,
        area=True,
    )
    who = One(label="Who said it?", asks="Choose who said it", choices=[])
    about = Many(
        label="Who else is it about?", help_text="Besides whoever said it", asks="", choices=[], required=False
    )  # fmt: skip
    source = Words(
        label="Who heard it?",
        help_text="Name and role, as it is passed on with the words",
        asks="Enter who heard it",
    )
    observed = Day(
        is_past=True,
        label="When did they say it?",
        help_text="For example {example}",
        asks="Enter when they said it",
    )
    present = One(
        label="Who else was there?",
        asks="Choose who else was there",
        choices=[*PRESENT.items()],
    )
    interpreter = One(
        label="Did somebody interpret?",
        asks="Choose whether somebody interpreted",
        choices=[*INTERPRETED.items()],
    )
    language = Words(
        label="In which language, if not in English?",
        help_text="It stays with the concern",
        asks="",
        required=False,
        most=60,
    )
    passing = One(
        label="May this part be passed on?",
        help_text="As they said when they were asked about this part. A child who understands it answers too.",
        asks="Choose whether this part may be passed on",
        choices=[
            (Passing.YES, "They said yes"),
            (Passing.NO, "They said no"),
            (Passing.UNASKED, "They have not been asked yet"),
        ],
    )
    passing_on = Day(
        is_past=True,
        label="When did they say so?",
        help_text="For example {example}",
        asks="",
        required=False,
    )

    def clean(self) -> None:
        """An answer has its day; it is about whoever said it."""
        given = self.cleaned_data
        is_said = given.get("passing") in (Passing.YES, Passing.NO)
        if is_said and given.get("passing_on", ...) is None:
            self.add_error("passing_on", "Enter when they said whether it may be passed on")
        if who := given.get("who"):
            given["about"] = [who, *(each for each in given.get("about", ()) if each != who)]

    def typed(self) -> dict[str, Any]:
        """What was typed, with how it was told and whether it may be passed on."""
        given = self.cleaned_data
        said_on = given["passing_on"] if given["passing"] != Passing.UNASKED else None
        own = {
            name: given[name] for name in ("who", "present", "interpreter", "language", "passing")
        }
        return super().typed() | {
            "own": own | {"passing_on": said_on.isoformat() if said_on else ""}
        }

    def offer_people(self, found: ConcernRead) -> None:
        """Also whose words they can be."""
        super().offer_people(found)
        self.offer("who", [(each.key, each.name) for each in found.speaking()])


class Asked(Page):
    """What somebody was asked already, and asked not to be asked again."""

    keeps_stays = True

    token = forms.UUIDField(widget=forms.HiddenInput)
    after = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    asked = Many(
        label="What have they been asked already?",
        help_text="By you or by others, as far as you know",
        asks="",
        required=False,
        choices=[*TOPICS.items()],
    )
    not_again = Many(
        label="What did they ask not to be asked again?",
        asks="",
        required=False,
        choices=[*TOPICS.items()],
    )
    because = Words(
        label="Why, if they said so?",
        help_text="Do not ask for a reason. It stays with the concern and is never passed on.",
        asks="",
        required=False,
        most=1_000,
        area=True,
    )


class Settle(Page):
    """A text that came in with whereabouts in it: they are moved, or somebody says why they stay."""

    keeps_stays = True
    text = Words(label="What is written", asks="Enter what is written", most=4_000, area=True)


class Answer(Page):
    """What a manager says to a report."""

    is_taken_up = One(
        label="What do you decide?",
        asks="Choose what you decide",
        choices=[("yes", "Take it up: the team works on it"), ("no", "Decline it, and say why")],
    )
    because = Words(
        label="Why?",
        help_text="The person who reported it will see this",
        asks="",
        required=False,
        most=2_000,
        area=True,
    )

    def clean(self) -> None:
        """Declining needs reasons: it is a recorded decision."""
        if (
            self.cleaned_data.get("is_taken_up") == "no"
            and not self.cleaned_data.get("because", "").strip()
        ):
            self.add_error("because", "Enter why you decline it")
