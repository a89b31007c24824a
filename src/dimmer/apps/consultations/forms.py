"""What is asked where somebody seeks or gives advice without a name, and the words of each error."""

from collections.abc import Sequence
from typing import Any

from django import forms

from dimmer.core.locators import FIELDS, Kind
from dimmer.core.locators.nameless import identity, rare, without_identity
from dimmer.web import apart
from dimmer.web.examples import PAST
from dimmer.web.fields import Day, Many, One, Page, Words

TOPICS = {
    "threshold": "Is it serious enough?",
    "without-agreement": "Sharing when somebody does not agree",
    "consent": "Asking for agreement",
    "withdrawal": "Agreement taken back or restricted",
    "capacity": "Capacity, and what children can decide",
    "children": "Harm to a child",
    "adults-at-risk": "Harm to an adult with care and support needs",
    "domestic-abuse": "Domestic abuse, Marac",
    "honour": "Honour, forced marriage",
    "health": "Health information",
    "crime": "Criminal information, police, courts",
    "whereabouts": "Whereabouts, safe contact",
    "telling": "Telling the person, or the alleged abuser",
    "colleagues": "A colleague, or somebody I know",
    "request": "Somebody asked us for information",
    "neglect": "Neglect",
}
"""Topics to choose by hand: the words of a question are sealed, and nobody searches them."""
_LIKE = {
    Kind.PERSON: "the name of somebody whom you work with",
    Kind.OTHER_PERSON: "a name",
    Kind.BORN: "a date of birth",
    Kind.NHS: "an NHS number",
    Kind.NI: "a National Insurance number",
    Kind.REFERENCE: "a reference of a case",
    Kind.TRAVEL: "how somebody travels",
    Kind.BANK: "a number of an account",
}
"""Beside what says where somebody is, of which `web.apart` says what it looks like."""


class Nameless(Page):
    """Texts that say nobody's name: what identifies somebody is taken out, by hand or by a button."""

    asks_apart = False  # nothing stays, whatever the reason: see below
    texts: tuple[str, ...] = ()

    def __init__(self, *args: Any, names: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._names = names
        self.has_identity = False
        """Whether something was found: then the page offers to take it out."""

    def clean(self) -> None:
        """Say of each thing found what it looks like; or take all of it out, and let it be read again."""
        for name in self.texts:
            text = self.cleaned_data.get(name) or ""
            found = identity(text, names=self._names)
            if found and "take-out" in self.data:
                self.show_again(name, without_identity(text, names=self._names))
                continue
            for said in dict.fromkeys(
                f"{apart.quoted(text, each)} looks like {_like(each.kind)}: take it out"
                for each in found
            ):
                self.add_error(name, said)
            self.has_identity |= bool(found)


def _like(kind: Kind) -> str:
    return _LIKE.get(kind) or (apart.like(kind) if kind in FIELDS else "a place")


class Ask(Nameless):
    """A question without a name, and who is asked first."""

    texts = ("question", "others")

    token = forms.UUIDField(widget=forms.HiddenInput)
    question = Words(
        label="What do you want to ask?",
        help_text="The worry, how serious it is, what you have done, what you want to know. No name, date of birth, "
        "address, school or place; ages in years.",
        asks="Enter your question",
        most=3_000,
        area=True,
    )
    others = Words(
        label="Could somebody here tell who it is?",
        help_text="Only where it is unusual: write why it fits several families in your area",
        asks="",
        required=False,
        most=1_000,
        area=True,
    )
    topics = Many(
        label="What is it about?", asks="Choose at least one topic", choices=[*TOPICS.items()]
    )
    first = One(label="Who is asked first?", asks="Choose who is asked first", choices=[])

    def clean(self) -> None:
        """Where traits are rare, ask whether it is one family; whoever writes must answer."""
        super().clean()
        typed = self.cleaned_data
        found = rare(str(self.data.get("question", "")))
        if found and not typed.get("others") and "others" not in self.errors:
            words = ", ".join(f"“{each}”" for each in found)
            self.add_error(
                "others",
                f"{words}: this may fit one family in this town. Write it more generally, or say why it fits several",
            )


class Answer(Page):
    """The advice."""

    advice = Words(
        label="What do you advise?",
        help_text="What to do, by when, and what would change your advice",
        asks="Enter your advice",
        most=3_000,
        area=True,
    )
    name_them = One(
        label="Should it be raised with names?",
        asks="Choose whether it should be raised with names",
        choices=[
            ("yes", "Yes: somebody may come to significant harm"),
            ("no", "Not on what I have read"),
        ],
    )


class Take(Page):
    """The concern in which the advice counts."""

    reference = Words(
        label="Reference of your concern",
        help_text="Eight letters and digits, for example 7KQM-4TXB. Whoever advised does not learn it.",
        asks="Enter the reference",
        most=20,
    )


class Suggest(Nameless):
    """What others may learn from an answer, in words of its own."""

    texts = ("situation", "advice")

    situation = Words(
        label="The situation, in general words",
        help_text="Write it anew. No age, number of children, nationality, job, illness or place.",
        asks="Enter the situation",
        most=1_000,
        area=True,
    )
    advice = Words(
        label="What was advised, and why", asks="Enter what was advised", most=2_000, area=True
    )
    topics = Many(
        label="What is it about?", asks="Choose at least one topic", choices=[*TOPICS.items()]
    )

    def clean(self) -> None:
        """A precedent has no rare trait at all."""
        super().clean()
        whole = "\n".join(self.cleaned_data.get(name) or "" for name in self.texts)
        for each in rare(whole):  # of all texts together: one may say what, and another where
            self.add_error(self.texts[-1], f"“{each}” may tell who it was: write it more generally")


class Publish(Page):
    """Whether nobody can tell who it was about."""

    read = forms.CharField(widget=forms.HiddenInput)
    is_nameless = One(
        label="Could anybody tell who it was about?",
        asks="Choose whether anybody could tell who it was about",
        choices=[
            ("yes", "No: every team here may read it"),
            ("no", "Yes: it is not published"),
            ("unsure", "I am not sure: ask somebody else of my team"),
        ],
    )


class Search(Page):
    """Precedents by topic and by day."""

    topics = Many(label="Topic", asks="", required=False, choices=[*TOPICS.items()])
    since = Day(
        label="From", help_text="For example {example}", asks="", required=False, example=PAST
    )
    until = Day(label="Until", asks="", required=False, example=PAST)
