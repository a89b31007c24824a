"""What is asked about what somebody said. Nothing is chosen beforehand."""

from collections.abc import Iterable
from typing import Any

from django import forms

from dimmer.apps.consents.queries import BY
from dimmer.core.consents import EXPLAINED, By, How, Kind, Said, Scope, Unless
from dimmer.web.fields import TRUTH, Day, Many, One, Page, Words, codes, codes_sorted

KINDS = [
    (Kind.AGREEMENT.value, "Yes to sharing: consent in data protection"),
    (Kind.PERMISSION.value, "Yes to passing on a confidence"),
    (Kind.SERVICE.value, "Yes to a service"),
    (Kind.WISHES.value, "Views and wishes"),
    (Kind.REFUSAL.value, "No to sharing"),
    (Kind.RESTRICTION.value, "Not this, not them, or only them"),
    (Kind.CAPACITY.value, "Whether they can decide this"),
]
HINTS = {
    Kind.AGREEMENT.value: "Only if a no would have been the end of it",
    Kind.PERMISSION.value: "What was told in trust may go to those they allow",
    Kind.SERVICE.value: "It never opens a share",
    Kind.WISHES.value: "What they want counts, even where it does not decide",
    Kind.CAPACITY.value: "Also where somebody may be making them say it",
}
_YES = (Kind.AGREEMENT, Kind.PERMISSION)
_NO = (Kind.REFUSAL, Kind.RESTRICTION)
_KNOWN = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
_EXPLAINED = dict(
    zip(
        EXPLAINED,
        (
            "What would be shared",
            "With whom",
            "Why, and what they may do with it",
            "That it can be taken back at any time, and what follows for the service",
        ),
        strict=True,
    )
)
_FINDINGS = [
    ("has", "Can decide this"),
    ("lacks", "Cannot decide this now"),
    ("doubt", "There is doubt"),
    ("child-competent", "A child who can decide this"),
    ("child-not-competent", "A child who cannot decide this yet"),
]


class What(Page):
    """What kind of thing somebody said."""

    kind = One(
        label="What do you want to write down?",
        help_text="These are not the same. Write down each by itself.",
        asks="Choose what you want to write down",
        choices=KINDS,
        hints=HINTS,
    )


def _one(label: str, asks: str, choices: Any, hint: str = "") -> One:
    """A choice that must be made, unless `asks` is empty."""
    return One(label=label, asks=asks, required=bool(asks), choices=choices, help_text=hint)


def _many(label: str, asks: str, choices: Any, hint: str = "") -> Many:
    return Many(label=label, asks=asks, required=bool(asks), choices=choices, help_text=hint)


def _text(label: str, asks: str, hint: str = "", *, most: int = 200) -> Words:
    """Words; several lines of them where there may be many."""
    long = most >= _SEVERAL_LINES
    return Words(label=label, asks=asks, required=bool(asks), help_text=hint, most=most, area=long)


_SEVERAL_LINES = 1_000


def asked_how(*, is_yes: bool) -> dict[str, forms.Field]:
    """How it was said: asked of every yes and no."""
    hint = "Also by telephone, camera or a phone left on"
    away = "Was the person they fear away, and out of hearing?"
    found: dict[str, forms.Field] = {
        "alone": _one("Did you speak with them alone?", "Choose whether you spoke alone", _KNOWN),
        "absent": _one(away, "Choose whether they were away", _KNOWN, hint),
        "coercion": _one(_MADE_TO, "Choose whether somebody might be making them say it", _KNOWN),
    }
    if is_yes:
        found |= {
            "interpreter": _one("Who interpreted?", "Choose who interpreted", _INTERPRETERS),
            "explained": _many("What was explained?", "", [*_EXPLAINED.items()]),
            "asked_with": _text(
                "With what words did you ask?", "Enter the words you asked with", most=1_000
            ),
        }
    return found


_MADE_TO = "Might somebody be making them say it?"
_INTERPRETERS = [
    ("none", "Nobody was needed"),
    ("professional", "An interpreter of neither family nor friends"),
    ("family", "Somebody else"),
    ("unknown", "Not known"),
]


def how_of(data: dict[str, Any]) -> How:
    """How it was said, as the core has it."""
    interpreter = data.get("interpreter", "")
    return How(
        words=data.get("words", ""),
        asked_with=data.get("asked_with", ""),
        is_alone=TRUTH.get(data.get("alone", "")),
        is_abuser_absent=TRUTH.get(data.get("absent", "")),
        interpreter="" if interpreter == "unknown" else interpreter,
        explained=frozenset(data.get("explained", ())),
        is_coercion_suspected=TRUTH.get(data.get("coercion", "")),
    )


class Say(Page):
    """One record: what it is about, who said it, and how."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    said_on = Day(
        label="On what day was it said?", asks="Enter the day on which it was said", is_past=True
    )

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        agencies: Iterable[tuple[str, str]],
        before: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        makers = {
            Kind.SERVICE: _service,
            Kind.CAPACITY: _capacity,
            Kind.RESTRICTION: _restriction,
        }
        self.fields |= makers.get(kind, dict)()
        if kind in (*_YES, *_NO):
            self.fields |= _scope(kind, list(agencies))
        if kind is not Kind.CAPACITY:
            self.fields["words"] = Words(
                label="What did they say?",
                help_text="In their words",
                asks="Enter what they said",
                most=2_000,
                area=True,
            )
        if kind in _YES:
            self.fields |= _by()
        if kind in (*_YES, *_NO):
            self.fields |= asked_how(is_yes=kind in _YES)
        if kind in (*_YES, Kind.SERVICE):
            self.fields["ends_on"] = Day(
                label="Until when does it hold?",
                asks="",
                required=False,
                help_text="Leave empty if they named no day. Two weeks before, it stands on your desk to ask again.",
            )
        if earlier := list(before):
            self.fields["replaces"] = Many(
                label="Does it stand in place of something they said before?",
                asks="",
                required=False,
                help_text="Choose it only if they said so. What is not chosen still counts.",
                choices=earlier,
            )

    def folds(self) -> dict[str, str]:
        """What may be left empty and is long: by field, the words under which it is folded away."""
        kept = ("categories", "recipients") if self.kind is Kind.RESTRICTION else ()
        return {
            name: words
            for name, words in _FOLDS.items()
            if name in self.fields and not self.fields[name].required and name not in kept
        }

    def clean(self) -> None:
        """Whoever speaks for somebody says why they may; an end lies after the beginning."""
        data = self.cleaned_data
        speaks_for = data.get("by") not in (None, By.SELF.value)
        if speaks_for and not data.get("why_they_may"):
            self.add_error("why_they_may", "Enter why they may say it")
        ends, begins = data.get("ends_on"), data.get("said_on")
        if ends and begins and ends < begins:
            self.add_error("ends_on", "{called} must not be before the day on which it was said")
        if self.kind is Kind.RESTRICTION and not (
            data.get("categories") or data.get("recipients") or data.get("others")
        ):
            self.add_error("categories", "Choose what or whom it is about")
        if data.get("is_only") == "yes" and not data.get("recipients"):
            self.add_error("recipients", "Choose who may know")

    def said(self) -> Said:
        """What was recorded, as the core has it."""
        data = self.cleaned_data
        scope = Scope(
            *(_named(data.get(each)) for each in ("categories", "recipients", "purposes"))
        )
        if data.get("others") and not (scope.categories or scope.recipients):
            scope = Scope(None, frozenset())  # somebody whom no agency here is
        return Said(
            kind=self.kind,
            starts_on=data["said_on"],
            ends_on=data.get("ends_on"),
            scope=scope,
            by=By(data.get("by", By.SELF.value)),
            why_they_may=data.get("why_they_may", ""),
            is_in_scope=TRUTH.get(data.get("in_scope", "")),
            how=how_of(data),
            is_only=data.get("is_only") == "yes",
            unless=Unless(data.get("unless", Unless.NEVER.value)),
            finding=data.get("finding", ""),
            reason=data.get("reason", ""),
            replaces=frozenset(map(_uuid, data.get("replaces", ()))),
            notes={name: data[name] for name in _NOTED if data.get(name)},
        )


_FOLDS = {
    "categories": "Only some kinds of information",
    "recipients": "Only some agencies",
    "purposes": "Only for some purposes",
    "others": "Anybody else who must not know",
    "ends_on": "Only until a day",
    "replaces": "In place of something that they said before",
}
_NOTED = ("service", "what", "others", "decision", "support", "assessed_by")


def _uuid(text: str) -> Any:
    return forms.UUIDField().to_python(text)


def _named(chosen: list[str] | None) -> frozenset[str] | None:
    """What was chosen; for a no, nothing chosen is everything."""
    return frozenset(chosen) if chosen else None


def _scope(kind: Kind, agencies: list[tuple[str, str]]) -> dict[str, forms.Field]:
    what, whom, why = "Which kinds of information?", "With which agencies?", "What for?"
    kinds, purposes = codes_sorted("categories"), codes("purposes")
    if kind in _YES:
        return {
            "categories": _many(what, "Choose at least one kind", kinds),
            "recipients": _many(whom, "Choose at least one agency", agencies),
            "purposes": _many(why, "Choose at least one purpose", purposes),
        }
    return {
        "categories": _many(what, "", kinds, "Leave empty for all of it"),
        "recipients": _many(whom, "", agencies, "Leave empty for everybody"),
        "purposes": _many(why, "", purposes, "Leave empty for whatever purpose"),
    }


def _by() -> dict[str, forms.Field]:
    seen = "If somebody else said it: have you seen that this decision is within it?"
    hint = "The order or registered power, and what it covers"
    return {
        "by": _one(
            "Who said it?", "Choose who said it", [(by.value, said) for by, said in BY.items()]
        ),
        "why_they_may": _text("If somebody else said it: why may they?", "", hint, most=500),
        "in_scope": _one(seen, "", _KNOWN),
    }


def _service() -> dict[str, forms.Field]:
    return {"service": _text("To which service?", "Enter which service")}


def _restriction() -> dict[str, forms.Field]:
    which = [
        ("no", "What I choose below must not go, or not to them"),
        ("yes", "Only the agencies that I choose may know"),
    ]
    lifts = [
        (Unless.NEVER.value, "Nothing"),
        (Unless.ASK.value, "Ask them first"),
        (Unless.DANGER.value, "Only if somebody is in danger"),
    ]
    return {
        "is_only": _one("Which is it?", "Choose which it is", which),
        "what": _text("What exactly?", "", "For example: what happened in childhood"),
        "others": _text("Anybody else who must not know?", ""),
        "unless": _one(
            "Is there anything that would lift it?", "Choose whether anything would lift it", lifts
        ),
    }


def _capacity() -> dict[str, forms.Field]:
    whichever = "Leave empty if it is about any sharing of this information"
    helped = "Time, place, words, pictures, somebody they trust"
    reasons = "What they can understand, keep in mind, weigh and say"
    return {
        "decision": _text("Which decision is it about?", "Enter which decision"),
        "purposes": _many("What is the sharing for?", "", codes("purposes"), whichever),
        "support": _text(
            "How were they helped to decide?", "Enter how they were helped", helped, most=1_000
        ),
        "finding": _one("What was found?", "Choose what was found", _FINDINGS),
        "reason": _text("Why?", "Enter the reasons", reasons, most=2_000),
        "assessed_by": _text("Who assessed it, and when?", "Enter who assessed it, and when"),
        "coercion": _one(_MADE_TO, "Choose whether somebody might be making them say it", _KNOWN),
    }
