"""Form fields in GOV.UK's patterns, and the summary of what went wrong with them."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from dimmer import lawbook
from dimmer.core.locators import Found, is_of_refuge
from dimmer.core.matching import born_from
from dimmer.web import apart
from dimmer.web.examples import AHEAD, BORN, EXAMPLE, PAST
from dimmer.web.examples import example as example_of
from dimmer.web.naming import CALLED, limit, named, too_long, with_limit
from dimmer.web.words import sentence

_LATEST = 2199
_LONGEST_REASON = 1_000
_READ_AGAIN = (
    "{called}: what says who or where somebody is was taken out."
    " Read what is left, change it, then go on"
)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that nobody types and that come along when text is pasted: controls, and those that turn
the direction of what follows, in which words of ours beside a name would be read backwards."""
NOT_OFFERED = "{called}: choose from the list, which may have changed since you looked"
"""For a choice that is not, or no longer, there, where nothing need be chosen."""
_PART = (
    "{called} must be what you know of a real date, for example {example} or only the year."
    " Leave the rest empty"
)
UNKNOWN = ""
"""The value of 'I do not know' in a form; recorded as no answer, which is neither yes nor no."""


class Page(forms.Form):
    """One page's questions. Errors keep everything typed and link to the field."""

    use_required_attribute = False
    asks_apart = True
    """Whether whereabouts in what is typed are asked about. Never where somebody is in danger now."""
    keeps_stays = False
    """Whether whoever saves it keeps `stays`; else the reason stands below the text that it is about."""

    MOST_STAYS = limit(_LONGEST_REASON)
    WHOSE = "Choose whose whereabouts these are"
    none_stays = False
    """Whether whereabouts stay in its texts for no reason at all: others read them, unlooked at."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people: list[tuple[str, str]] = []
        """Whom whereabouts can be moved to: keys and names. Where there is nobody, they are only taken out."""
        self.apart: dict[str, list[str]] = {}
        """What was taken out of the texts, by typed field."""
        self.whose = ""
        self.stays = ""
        self.found_apart: dict[str, list[str]] = {}
        """What is asked about each text that holds whereabouts."""

    def can_move(self) -> bool:
        """Whether there is anybody, or will be, whose whereabouts these could be."""
        return bool(self.people)

    def full_clean(self) -> None:
        """Clean, then ask about whereabouts in texts; or move them, or keep why they stay."""
        super().full_clean()
        if self.is_bound and self.asks_apart:
            self._refuse_refuges()
            self._ask_apart()

    def _ask_apart(self) -> None:
        texts = self._texts()
        if not texts:
            return
        stays = _UNSEEN.sub(_seen, str(self.data.get("apart-stays", ""))).strip()
        self.whose = str(self.data.get("apart-whose", ""))
        keys = [key for key, _ in self.people]
        if len(keys) == 1:
            self.whose = keys[0]
        moves = "apart-move" in self.data
        if moves and stays:  # enter in a line presses the first button of a form
            self._ask_again(texts, "Move it, or say why it stays, but not both")
        elif moves and not self.can_move():
            self._take_out_and_show(texts)
        elif moves and (not self.people or self.whose in keys):
            self._take_out(texts)
        elif stays and self.none_stays and not self._gives_refuge(texts):
            self._ask_again(texts, "Take it out: others read this, and no reason lets it stay here")
        elif len(stays) > _LONGEST_REASON:
            self._ask_again(texts, f"why it stays must be {_LONGEST_REASON:,} characters or fewer")
        elif stays and not moves and not self._gives_refuge(texts):
            self.stays = stays
            for name in () if self.keeps_stays else texts:
                self.cleaned_data[name] += f"\nWhy the whereabouts stay here: {stays}"
        else:
            self._ask_of(texts)

    def _ask_of(self, texts: Mapping[str, tuple[Found, ...]]) -> None:
        typed = {name: self.cleaned_data[name] for name in texts}
        for name, found in texts.items():
            self.found_apart[name] = apart.asks(typed[name], found, moves=self.can_move())
            for words in self.found_apart[name]:
                self.add_error(name, f"{CALLED}: {words}")

    def _refuse_refuges(self) -> None:
        """Where a refuge is, is kept in no place for whereabouts; in texts no reason lets it stay."""
        for name, field in self.fields.items():
            is_place = isinstance(field, Words) and field.is_place
            if is_place and is_of_refuge(str(self.cleaned_data.get(name) or "")):
                self.add_error(name, apart.NO_REFUGE)

    def _gives_refuge(self, texts: Mapping[str, tuple[Found, ...]]) -> bool:
        return any(apart.refuges(self.cleaned_data[name], found) for name, found in texts.items())

    def _ask_again(self, texts: Mapping[str, tuple[Found, ...]], words: str) -> None:
        first = next(iter(texts))
        self.found_apart[first] = [words]
        self.add_error(first, f"{CALLED}: {words}")

    def _texts(self) -> dict[str, tuple[Found, ...]]:
        """The texts that hold whereabouts, and what of each."""
        return {
            name: found
            for name, field in self.fields.items()
            if isinstance(field, Words) and not field.is_place
            and (found := apart.found_in(self.cleaned_data.get(name) or "", is_line=not field.is_area))
        }  # fmt: skip

    def _take_out(self, texts: Mapping[str, tuple[Found, ...]]) -> None:
        for name, found in texts.items():
            self.cleaned_data[name], taken = apart.taken_out(self.cleaned_data[name], found)
            for field, parts in taken.items():
                self.apart.setdefault(field, []).extend(parts)

    def _take_out_and_show(self, texts: Mapping[str, tuple[Found, ...]]) -> None:
        """What is left may still tell where somebody is, or make no sense: whoever wrote it reads it again."""
        for name, found in texts.items():
            self.show_again(name, apart.taken_out(self.cleaned_data[name], found)[0])

    def show_again(self, name: str, text: str) -> None:
        """Put what is left of a text where it was typed, to be read again before anything is done with it."""
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data[name] = text  # type: ignore[index]
        self.add_error(name, _READ_AGAIN)

    def panel_at(self, name: str) -> bool:
        """Whether the question about whereabouts stands below this field: once a page, below the first."""
        return next(iter(self.found_apart), None) == name

    def add_error(self, field: str | None, error: Any) -> None:
        """Say what is wrong, with the field's own words where the message leaves a place for them."""
        labels: dict[str | None, str] = {
            name: str(each.label or name) for name, each in self.fields.items()
        }
        super().add_error(field, named(error, labels, of=field))

    def asks_whose(self) -> bool:
        """Whether somebody would move whereabouts, and has not said whose they are."""
        is_open = len(self.people) > 1 and self.whose not in dict(self.people)
        return is_open and bool(self.found_apart) and "apart-move" in self.data

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Set what a field lets people choose from, where that is known only now."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} offers no choices")
        field.choices = choices

    def problems(self) -> list[dict[str, str]]:
        """What GOV.UK's error summary shows: each error once, with a link to its field, in the order of the fields."""
        place = {name: number for number, name in enumerate(self.fields)}
        whose = [{"text": self.WHOSE, "href": "#apart-whose"}] if self.asks_whose() else []
        return whose + [
            {
                "text": str(message),
                "href": f"#{_anchor(self[name]) if name in self.fields else 'main-content'}",
            }
            for name, messages in sorted(
                self.errors.items(), key=lambda each: place.get(each[0], -1)
            )
            for message in messages
        ]


def _anchor(field: BoundField) -> str:
    """The id of the first thing that can be typed in or ticked."""
    return f"{field.auto_id}-day" if isinstance(field.field, Day) else str(field.auto_id)


class Words(forms.CharField):
    """Text that a person types: trimmed, nothing in it that cannot be seen, with words for an empty one."""

    def __init__(
        self, *, asks: str, most: int = 200, area: bool = False, place: bool = False, **options: Any
    ) -> None:
        """`area` is a text of several lines. In every text and line whereabouts are looked for.

        But in a `place`: a typed field of whereabouts, or a number or time whose own form is checked.
        """
        widget = forms.Textarea if area else forms.TextInput
        options.setdefault("widget", widget)
        super().__init__(
            max_length=most,
            error_messages={"required": asks, "max_length": too_long(most)},
            **options,
        )
        self.is_area, self.is_place, self._most = area, place, most

    def hint_with_limit(self) -> str:
        """What is said below the label of a long text, its limit last."""
        return with_limit(str(self.help_text), self._most)

    def to_python(self, value: Any) -> str:
        """The text without what nobody can see."""
        return str(super().to_python(_UNSEEN.sub(_seen, str(value or ""))))


class Reference(Words):
    """A reference to be found: a search stands in an address, so that a name typed into it goes no further."""

    PATTERN = r"\s*[0-9A-Za-z]{4}[ \-]?[0-9A-Za-z]{4}\s*"
    SAYS = "Enter eight letters and numbers. To look for a person by name, use People"

    def validate(self, value: Any) -> None:
        """Refuse what is no reference."""
        super().validate(value)
        if value and not re.fullmatch(self.PATTERN, value):
            raise forms.ValidationError(f"{CALLED}: {self.SAYS[0].lower()}{self.SAYS[1:]}")


def _seen(found: re.Match[str]) -> str:
    """A space where the character parted words (the end of a page, say), else nothing."""
    return " " if found[0].isspace() else ""


class One(forms.ChoiceField):
    """One of some codes, as radios. `hints` may explain a code."""

    def __init__(
        self, *, asks: str, choices: Any, hints: dict[str, str] | None = None, **options: Any
    ) -> None:
        messages = {"required": asks, "invalid_choice": asks or NOT_OFFERED}
        super().__init__(
            choices=choices, widget=forms.RadioSelect, error_messages=messages, **options
        )
        self.hints = hints or {}


class Many(forms.MultipleChoiceField):
    """Any of some codes, as checkboxes."""

    def __init__(
        self, *, asks: str, choices: Any, hints: dict[str, str] | None = None, **options: Any
    ) -> None:
        wrong = asks or NOT_OFFERED
        messages = {"required": asks, "invalid_choice": wrong, "invalid_list": wrong}
        super().__init__(
            choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=messages, **options
        )
        self.hints = hints or {}


class _DayBoxes(forms.Widget):
    """Day, month and year as three boxes: what people copy from paper without help."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str, str]:  # noqa: ARG002
        day, month, year = (
            str(data.get(f"{name}-{part}", "")).strip() for part in ("day", "month", "year")
        )
        return day, month, year


class Day(forms.Field):
    """A date as day, month and year; with `is_past`, none that is still to come.

    `example` says which date its hint, where that has a place for one, and its errors give as an example.
    """

    widget = _DayBoxes

    def __init__(
        self,
        *,
        asks: str,
        earliest: int = 1890,
        is_past: bool = False,
        example: str = "",
        **options: Any,
    ) -> None:
        super().__init__(error_messages={"required": asks}, **options)
        self._earliest, self._is_past = earliest, is_past
        self._example = example or (PAST if is_past else AHEAD)

    def hint(self) -> str:
        """What is said below its label."""
        return self._with_example(str(self.help_text))

    def _with_example(self, words: str) -> str:
        return words.replace(EXAMPLE, example_of(self._example, today=timezone.localdate()))

    def clean(self, value: Any) -> datetime.date | None:
        """The day, or None where none was given and none is needed."""
        parts = value or ("", "", "")
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"])
            return None
        try:
            day, month, year = (int(part) for part in parts)
            found = datetime.date(year, month, day)
        except (ValueError, OverflowError) as error:
            words = f"{CALLED} must be a real date, for example {EXAMPLE}"
            raise ValidationError(self._with_example(words)) from error
        if found.year < self._earliest:
            raise ValidationError(f"{CALLED} must have a year of {self._earliest} or later")
        if self._is_past and found > timezone.localdate():
            raise ValidationError("{called} must be today or in the past")
        if found.year > _LATEST:
            raise ValidationError(f"{CALLED} must have a year of {_LATEST} or earlier")
        return found


class PartOfDay(Day):
    """A date as far as it is known: any of the boxes may stay empty."""

    def __init__(self, *, example: str = BORN, **options: Any) -> None:
        super().__init__(example=example, **options)

    def clean(self, value: Any) -> str:  # type: ignore[override]
        """Year, month and day with hyphens, what is not known left empty; empty where nothing is known."""
        parts = value or ("", "", "")
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"])
            return ""
        try:
            day, month, year = (int(part) if part else None for part in parts)
            born_from(year, month, day)
        except ValueError as error:
            raise ValidationError(self._with_example(_PART)) from error
        if year and year > timezone.localdate().year:
            raise ValidationError("{called} must have a year that is this one or in the past")
        written = (
            f"{year:04}" if year else "",
            f"{month:02}" if month else "",
            f"{day:02}" if day else "",
        )
        return "-".join(written)


TRUTH = {"yes": True, "no": False}
"""Yes and no; whatever else was chosen is not known."""


def codes(group: str) -> Any:
    """Choices for a group of codes, with their plain words; read when a form is made."""
    return lambda: [
        (code, sentence(words)) for code, words in lawbook.book().vocabulary.group(group).items()
    ]


def codes_sorted(group: str, *, first: tuple[str, ...] = ()) -> Any:
    """The same of a group with many codes: the usual ones `first`, the rest by the alphabet, so that each is found."""

    def choices() -> list[tuple[str, str]]:
        offered = sorted(codes(group)(), key=lambda each: each[1].casefold())
        usual = [each for code in first for each in offered if each[0] == code]
        return usual + [each for each in offered if each[0] not in first]

    return choices


def is_refuge() -> One:
    """The question whether an address is a refuge's, which is then not kept."""
    return One(
        label="Is it a refuge or a safe house?",
        help_text="Where a refuge is, is kept nowhere. Give its provider's office or PO box and telephone number.",
        asks="Choose whether it is a refuge",
        choices=[("no", "No"), ("yes", "Yes")],
        required=False,
        initial="no",
    )
