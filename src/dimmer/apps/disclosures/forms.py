"""What is typed when sharing in an emergency and afterwards, and the words of each error."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.concerns.forms import agencies_offered
from dimmer.apps.disclosures.queries import Clue
from dimmer.web.examples import PAST
from dimmer.web.fields import NOT_OFFERED, Day, Many, One, Page, Words
from dimmer.web.words import sentence

ROLES = [
    ("child", "A child or young person under 18"),
    ("victim", "An adult"),
    ("adult-at-risk", "An adult who needs care and support"),
]
SPECIAL = [
    ("gender-history", "That somebody changed gender, or has a gender recognition certificate"),
    ("adoption", "An adoption"),
    ("legally-privileged", "Advice from a lawyer"),
    ("counselling", "Counselling or therapy"),
    ("source-identity", "Who told you, if they must stay unknown"),
]
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_NOON = 12
_REAL_TIME = "{called} must be a real time, for example 3:05pm"


class Clock(forms.CharField):
    """A time of day as people write it: 15:05, 3.05pm, 9am. Cleaned to (hours, minutes)."""

    default_error_messages: ClassVar = {"max_length": _REAL_TIME}

    def clean(self, value: Any) -> Any:
        """Hours and minutes.

        Raises:
            ValidationError: it is no time of day.
        """
        found = _CLOCK.fullmatch(super().clean(value).strip())
        hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        half = (found[3] or "").lower() if found else ""
        if half and not 1 <= hours <= _NOON:
            hours = 99
        elif half:
            hours = hours % _NOON + (_NOON if half == "pm" else 0)
        if hours > 23 or minutes > 59:  # noqa: PLR2004  (a day has 24 hours of 60 minutes)
            raise forms.ValidationError(_REAL_TIME)
        return hours, minutes


class Who(Page):
    """Step 1: who is in danger, what the danger is, what is known. Nothing is asked about whereabouts here."""

    asks_apart = False

    name = Words(
        label="Who is in danger?",
        help_text="All names you know. If you know none, say how to recognise them.",
        asks="Enter who is in danger, or how to recognise them",
    )
    role = One(
        label="Who are they?", help_text="If you know", asks="", choices=ROLES,
        required=False,
    )  # fmt: skip
    date_of_birth = Day(
        label="Date of birth", help_text="If you know it", asks="", required=False, is_past=True
    )
    address = Words(
        label="Where are they now?",
        help_text="As the police need it. Only the teams that you choose on the next page see it.",
        asks="", required=False, most=300,
    )  # fmt: skip
    phone = Words(label="A telephone number that is safe to ring", asks="", required=False, most=40)
    abuser = Words(
        label="Who are they in danger from?", help_text="If it is a person and you know", asks="",
        required=False,
    )  # fmt: skip
    abuser_works_for = forms.ChoiceField(
        label="Does whoever they are in danger from work for one of these agencies?",
        help_text="If you know. It then goes to whom that agency named for this, alone. It never waits.",
        choices=agencies_offered,
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    honour = Many(
        label="Family and community",
        asks="",
        required=False,
        choices=[
            (
                "yes",
                "Nobody in the family or community may hear of it: honour, a forced marriage, several abusers",
            )
        ],
    )
    danger = Words(
        label="What is the danger?", help_text="What is happening, and since when. If somebody told you, say who.",
        asks="Enter what the danger is", most=4_000, area=True,
    )  # fmt: skip
    known = Words(
        label="What else must they know to act?",
        help_text="For example children in the home, weapons, a dog, how to get in",
        asks="", required=False, most=4_000, area=True,
    )  # fmt: skip
    special = Many(
        label="Does the last box say any of these?",
        help_text="Tick only what it says. Where the law bars it for a team, that box stays back. The rest goes.",
        asks="", required=False, choices=SPECIAL,
    )  # fmt: skip


class WhoLater(Who):
    """Step 1 of a later entry: also when it was done."""

    happened_on = Day(
        label="On which day did you share it?", help_text="For example {example}",
        asks="Enter the day on which you shared it", example=PAST,
    )  # fmt: skip
    happened_time = Clock(
        label="At what time?", help_text="For example 3:05pm. As near as you know.",
        max_length=10, error_messages={
            "required": "Enter the time at which you shared it", "max_length": _REAL_TIME,
        },
    )  # fmt: skip

    def clean(self) -> None:
        """What is entered later lies in the past."""
        day, clock = self.cleaned_data.get("happened_on"), self.cleaned_data.get("happened_time")
        if not day or not clock:
            return
        at = timezone.make_aware(datetime(day.year, day.month, day.day, *clock))  # noqa: DTZ001  (made aware here)
        if at > timezone.now():
            self.add_error("happened_on", "{called} must be in the past, with its time")
        self.cleaned_data["happened_at"] = at


class To(Page):
    """Step 2: to whom."""

    teams = Many(
        label="Who needs to know now?",
        help_text="Only those who can act now. Police first, if they do not know yet.",
        asks="Choose at least one team", choices=[],
    )  # fmt: skip


class ShareNow(Page):
    """Step 3: nothing is typed; the token makes sending it twice share once. Nothing is wrong with any file here."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="A file that goes with it",
        help_text="Only if you have looked at every page of it, and all of them may see all that those show. It can "
        "take half a minute.",
        required=False,
        allow_empty_file=True,
    )


class Share(Page):
    """Sharing a pack: `seen` stands for exactly what was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class Release(Share):
    """What a second person says of exactly what was shown to them."""

    is_agreed = One(
        label="Do you release exactly this?", asks="Choose whether you release it",
        choices=[("yes", "Yes: it may go as it is"), ("no", "No: it does not go like this")],
    )  # fmt: skip
    because = Words(
        label="Why?", help_text="If it does not go like this", asks="", required=False, most=2_000, area=True
    )  # fmt: skip

    def clean(self) -> None:
        """A no needs words."""
        is_refused = self.cleaned_data.get("is_agreed") == "no"
        if is_refused and not self.cleaned_data.get("because", "").strip():
            self.add_error("because", "Enter why it does not go like this")


class Weigh(Page):
    """What becomes of each thing in a pack that may tell more than was decided, and of what no rule can find."""

    asks_apart = False

    own_words = One(
        label="Does anything in it tell, in words of its own, who spoke or where somebody is?",
        help_text="For example how somebody talks, what only one person could know, or what can be seen from a window",
        asks="Choose whether anything in it tells who spoke or where somebody is",
        choices=[("no", "No, I have read it"), ("yes", "Yes, or I am not sure")],
    )  # fmt: skip

    def __init__(
        self, *args: Any, clues: Iterable[Clue], has_words: bool = True, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if not has_words:  # a pointer holds nothing that was typed
            del self.fields["own_words"]
        self.clues = [clue for clue in clues if clue.is_open]
        for number, clue in enumerate(self.clues, 1):
            leave = [("withhold", clue.left_out_in_words)] if clue.can_be_left_out else []
            self.fields[f"weigh-{number}"] = One(
                label=f"{clue.where}: {'; '.join(clue.words)}",
                asks=f"Choose what becomes of “{clue.words[0][:40]}”",
                choices=[*leave, ("keep", "It goes, and I say why")],
                # the safe way stands there already where it could reach the alleged abuser
                initial="withhold" if clue.stops and leave else None,
            )
            self.fields[f"because-{number}"] = Words(
                label="Why does it go?", asks="", required=False, most=500
            )

    def clean(self) -> None:
        """What goes nevertheless needs a reason; what no rule finds is for the decision, or the piece."""
        if self.cleaned_data.get("own_words") == "yes":
            self.add_error("own_words", "Change the decision, or the piece, before you share this")
        for number, _ in enumerate(self.clues, 1):
            keeps = self.cleaned_data.get(f"weigh-{number}") == "keep"
            if keeps and not self.cleaned_data.get(f"because-{number}", "").strip():
                self.add_error(f"because-{number}", "Enter why it goes")

    def rows(self) -> list[tuple[Clue, Any, Any]]:
        """What was found, and the two questions about it, for the page."""
        return [
            (clue, self[f"weigh-{number}"], self[f"because-{number}"])
            for number, clue in enumerate(self.clues, 1)
        ]

    def weighed(self) -> dict[str, str]:
        """By the key of each why it goes; nothing where it stays back."""
        typed = self.cleaned_data
        return {
            clue.key: typed[f"because-{number}"] if typed[f"weigh-{number}"] == "keep" else ""
            for number, clue in enumerate(self.clues, 1)
        }


class EmergencyRecord(Page):
    """The rest of an emergency's record."""

    necessary = Words(
        label="Why was it necessary to share at once?",
        help_text="Also why with these teams, and why this much",
        asks="Enter why it was necessary to share at once", most=4_000, area=True,
    )  # fmt: skip
    others_told = Words(
        label="Who else was told, when and how?",
        help_text="For example by telephone. Write “nobody” if nobody was.",
        asks="Enter who else was told, or that nobody was", most=2_000, area=True,
    )  # fmt: skip
    told = One(
        label="Does the person know that you shared it?",
        help_text="The person harmed is told if it is safe. The alleged abuser is not told.",
        asks="Choose whether the person knows",
        choices=[
            ("told", "Yes, I told them"),
            ("will", "Not yet: they will be told"),
            ("not", "They are not told, for now"),
        ],
    )
    telling = Words(
        label="Who told or tells them, when, or why not?",
        asks="Enter who tells them and when, or why they are not told", most=2_000, area=True,
    )  # fmt: skip
    capacity = One(
        label="Could they decide for themselves?",
        asks="Choose whether they could decide for themselves",
        choices=[
            ("has", "Yes"),
            ("lacks", "No, they lacked capacity for this"),
            ("doubt", "There is doubt"),
            ("unknown", "I do not know"),
        ],
    )
    consent = Words(
        label="What did they want, as far as you know?",
        help_text="Write “I do not know” if nobody could ask them",
        asks="Enter what they wanted, or that you do not know", most=2_000, area=True,
    )  # fmt: skip

    def __init__(self, *args: Any, is_own: bool = True, **options: Any) -> None:
        """`is_own`: whether whoever writes it shared it; a lead who writes it for them told nobody."""
        super().__init__(*args, **options)
        if not is_own:
            told = self.fields["told"]
            told.label = "Does the person know that it was shared?"
            told.choices = [("told", "Yes, they were told"), *told.choices[1:]]  # type: ignore[attr-defined]  # it has some


class Flags(Page):
    """Before a pack is opened in which somebody has limited what may be done with it, or with which a plan goes."""

    part = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    keeps = Many(
        label="Before you open it",
        asks="Tick that you keep to this",
        choices=[
            (
                "yes",
                "I pass nothing of it on, and use it for nothing else, before I have asked the sender",
            )
        ],
    )

    def keep_to(self, *, limits: bool, plan: bool) -> None:
        """What is ticked: to keep to what somebody limited, to the plan, or to both."""
        (both,) = self.fields["keeps"].choices  # type: ignore[attr-defined]
        to_plan = (
            "plan",
            "I keep to this plan, and do nothing before that time that could give it away",
        )
        self.offer("keeps", [*([both] if limits else []), *([to_plan] if plan else [])])
        self.needed = {code for code, _ in self.fields["keeps"].choices}  # type: ignore[attr-defined]

    needed: frozenset[str] | set[str] = frozenset({"yes"})

    def clean(self) -> None:
        """Each of them."""
        given = set(self.cleaned_data.get("keeps", ()))
        if given and not self.needed <= given:
            self.add_error("keeps", "Tick that you keep to each of these")


class Accounts(Page):
    """Which accounts an alleged abuser has, as far as anybody knows."""

    def __init__(self, *args: Any, said: Mapping[str, Mapping[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = [each for each in lawbook.reach().accounts if each.asked]
        for account in self.accounts:
            before = said.get(account.code, {})
            self.fields[f"has-{account.code}"] = One(
                label=sentence(account.words), help_text=account.hint,
                asks="{called}: choose yes, no or not known", initial=before.get("has", "unknown"),
                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
            )  # fmt: skip
            self.fields[f"who-{account.code}"] = Words(
                label=f"{sentence(account.words)}: who said so?",
                asks="",
                required=False,
                initial=before.get("who"),
            )

    def clean(self) -> None:
        """A yes or a no is somebody's word."""
        for account in self.accounts:
            says = self.cleaned_data.get(f"has-{account.code}") in ("yes", "no")
            if says and not self.cleaned_data.get(f"who-{account.code}", "").strip():
                self.add_error(
                    f"who-{account.code}",
                    f"{sentence(account.words)}: enter who said so, or choose “Not known”",
                )

    def rows(self) -> list[tuple[Any, Any]]:
        """The two questions about each, for the page."""
        return [(self[f"has-{each.code}"], self[f"who-{each.code}"]) for each in self.accounts]

    def said(self) -> dict[str, dict[str, str]]:
        """By account whether they have it, and who said so."""
        given = self.cleaned_data
        return {
            each.code: {
                "has": given[f"has-{each.code}"],
                "who": given[f"who-{each.code}"],
            }
            for each in self.accounts
        }
