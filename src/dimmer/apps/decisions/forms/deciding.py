"""What a practitioner chooses and writes when deciding. No judgement is filled in beforehand."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from dimmer.apps.decisions.queries import NOBODY, Choice, SignOff
from dimmer.core.law.vocabulary import Answered, Question
from dimmer.core.proportionality import Light
from dimmer.web.fields import Day, Many, One, Page, Words, codes

LIGHTS = [
    (Light.DARK.name, "Share nothing"),
    (Light.POINTER.name, "Only that we are involved, and whom to ring"),
    (Light.HEADLINE.name, "The risk, as you wrote it, and what they should do"),
    (Light.DETAIL.name, "The relevant facts"),
    (Light.FULL.name, "Everything ticked, sensitive parts included"),
]
_NOBODY = "none"
_UNKNOWN = "unknown"
_ASKED = ("light", "items", "files", "asked")
"""What is asked about each recipient; of files where there is one."""
_OF_RECIPIENTS = tuple(f"{each}-" for each in _ASKED)
_AHEAD = timedelta(days=366)
_WHY_BACK = (
    "Enter what you keep back from {name}, and why: the advice gives it “{text}…”, and you do not"
)


class Propose(Page):
    """Which teams might need to know."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    teams = Many(
        label="Who might need to know?",
        help_text="Choose the teams you are thinking of. Nothing is shared yet.",
        asks="Choose at least one team",
        choices=[],
    )

    rung = Many(
        label="Is the team to decide all the same?",
        asks="",
        required=False,
        choices=[("yes", "I have rung somebody senior there, and it may go to this team")],
    )
    asked_for = One(
        label="Has somebody asked you for this?",
        asks="Choose whether somebody asked you for this",
        choices=lambda: [
            (_NOBODY, "Nobody asked: we want to tell them"),
            *codes("request_forms")(),
        ],
    )

    def request(self) -> str | None:
        """The form of the request, where somebody asked."""
        given: str = self.cleaned_data["asked_for"]
        return None if given == _NOBODY else given


class Ask(Page):
    """One question about a fact; "I do not know" is always an answer."""

    def __init__(
        self, *args: Any, question: Question, words: str, many: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices = [(_value(choice.value), choice.label) for choice in question.choices]
        hint = question.why
        if many:
            self.fields["answer"] = Many(
                label=words, help_text=hint, asks="Choose at least one", choices=choices
            )
        else:
            self.fields["answer"] = One(
                label=words, help_text=hint, asks="Choose an answer", choices=choices
            )
        self._values = {_value(choice.value): choice.value for choice in question.choices}

    def clean(self) -> None:
        """What speaks for all of the answers is chosen alone: with another it would say neither."""
        given = self.cleaned_data.get("answer")
        if not isinstance(given, list) or len(given) <= 1:
            return
        for value, label in self.fields["answer"].choices:  # type: ignore[attr-defined]  # it has some
            if value in given and value in (_UNKNOWN, NOBODY):
                self.add_error("answer", f"Choose “{label}”, or choose the others, but not both")

    def given(self) -> Any:
        """What was chosen, as the facts have it; None is "I do not know", or all of it."""
        given = self.cleaned_data["answer"]
        if not isinstance(given, list):
            return self._values[given]
        if _UNKNOWN in given:
            return None
        return [self._values[each] for each in given if each != NOBODY]


def _value(value: Answered) -> str:
    """How an answer stands in the page."""
    if value is None:
        return _UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)  # a code, or an age: each stands for itself


class Decide(Page):
    """The decision for each recipient, and the judgements in the practitioner's own words."""

    keeps_stays = True

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    purpose = Words(
        label="What do you want to achieve?",
        help_text="Each recipient of facts sees this, as the reason why they are told",
        asks="Enter what you want to achieve",
        most=1_000,
        area=True,
    )
    because = Words(
        label="Why is this necessary, and why this much?",
        help_text="Also why not less. If you go against the advice, say why here.",
        asks="Enter why this is necessary, and why this much",
        most=2_000,
        area=True,
    )
    risk_of_not_sharing = Words(
        label="What could happen if it is not shared?", asks="Enter what could happen if it is not shared",
        most=1_000, area=True,
    )  # fmt: skip
    risk_of_sharing = Words(
        label="What could happen because it is shared?",
        help_text="Who could learn of it? Could it make things worse for somebody?",
        asks="Enter what could happen because it is shared",
        most=1_000,
        area=True,
    )
    wishes = Words(
        label="What do the people concerned want?",
        help_text="If you have not asked, say why not",
        asks="Enter what the people concerned want, or why you have not asked",
        most=1_000,
        area=True,
    )
    told = One(
        label="Do they know?",
        help_text="The person harmed is told if it is safe. The alleged abuser is not told.",
        asks="Choose whether they know",
        choices=[
            ("told", "I have told the person harmed"),
            ("will", "I will tell them, or somebody will"),
            ("not", "They are not told, for now"),
        ],
    )
    telling = Words(
        label="Who told or tells them, when, or why not?",
        help_text="Where somebody is to tell them, whoever gets more than a pointer reads who",
        asks="Enter who tells them and when, or why they are not told",
        most=1_000,
        area=True,
    )
    withheld = Words(
        label="What do you keep back, and why?",
        help_text="Needed where a team gets something, and you leave out a piece that the advice gives it. What the "
        "advice keeps back itself, and whereabouts that you leave off, need no words here.",
        asks="", required=False, most=1_000, area=True,
    )  # fmt: skip
    review_on = Day(
        label="When will you look at this again?",
        help_text="Within a year, for example {example}",
        asks="Enter when you will look at this again",
    )

    sign_off = One(
        label="A manager signs this off. Has one?",
        asks="Choose how a manager signs this off",
        choices=[
            (SignOff.WAIT.value, "Not yet: it waits on their desk, and nothing is shared before"),
            (SignOff.AGREED.value, "Yes: I write below who agreed, and when"),
            (SignOff.AFTER.value, "It cannot wait: a manager looks at it afterwards"),
        ],
    )
    signed_by = Words(
        label="Who agreed, and when?", help_text="Only if a manager has agreed already", asks="",
        required=False,
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        recipients: Iterable[Mapping[str, Any]],
        today: date,
        is_signed_off: bool,
        **options: Any,
    ) -> None:
        """`recipients` are {id, name, advised, pieces: [(id, label, needs, is_advised)], files}.

        Files are (id, label, its piece); none is chosen beforehand.
        """
        super().__init__(*args, **options)
        if is_signed_off:
            self.fields[
                "sign_off"
            ].required = False  # where nothing is shared there is nothing to sign
        else:
            del self.fields["sign_off"], self.fields["signed_by"]
        self._today = today
        self._recipients = list(recipients)
        if len(self._recipients) > 1:  # one answer for all of them: from whom must stand in it
            self.fields["withheld"].label = "What do you keep back, and from whom?"
            self.fields["withheld"].help_text = f"Say why too. {self.fields['withheld'].help_text}"
        self._needs: dict[str, Light] = {}
        for row in self._recipients:
            self.fields[f"light-{row['id']}"] = One(
                label=f"How much does {row['name']} see?",
                help_text=row["advised"],
                asks=f"Choose how much {row['name']} sees",
                choices=LIGHTS,
            )
            self.fields[f"items-{row['id']}"] = Many(
                label=f"Which pieces may {row['name']} see?",
                asks="",
                required=False,
                choices=[(key, label) for key, label, _, _ in row["pieces"]],
                initial=[key for key, _, _, is_advised in row["pieces"] if is_advised],
            )
            if row["files"]:
                self.fields[f"files-{row['id']}"] = Many(
                    label=f"Which files does {row['name']} get?",
                    help_text="Each goes as its flat copy, with its piece, where you share the relevant facts or more",
                    asks="",
                    required=False,
                    choices=[(key, label) for key, label, _ in row["files"]],
                )
            self.fields[f"asked-{row['id']}"] = Words(
                label=f"What do you ask {row['name']} to do?", help_text="They see this, unless they see nothing",
                asks="", required=False, most=1_000, area=True,
            )  # fmt: skip
            self._needs |= {key: needs for key, _, needs, _ in row["pieces"]}
        # as on the page, so that what is wrong is listed in its order
        self.order_fields([each for each in self.fields if each.startswith(_OF_RECIPIENTS)])

    def rows(self) -> list[dict[str, Any]]:
        """The recipients with their questions, for the page."""
        return [
            {
                **row,
                **{
                    name: self[field]
                    for name in _ASKED
                    if (field := f"{name}-{row['id']}") in self.fields
                },
            }
            for row in self._recipients
        ]

    def chosen(self) -> list[Choice]:
        """What was chosen for each recipient; in the dark, no pieces."""
        found = []
        for row in self._recipients:
            light = Light[self.cleaned_data[f"light-{row['id']}"]]
            items = self.cleaned_data[f"items-{row['id']}"] if light >= Light.HEADLINE else []
            found.append(
                Choice(
                    UUID(row["id"]),
                    light,
                    frozenset(map(UUID, items)),
                    self.cleaned_data[f"asked-{row['id']}"],
                    frozenset(map(UUID, self.cleaned_data.get(f"files-{row['id']}", []))),
                )
            )
        return found

    def signature(self) -> SignOff | None:
        """How a manager signs it off; None where the advice asks for no signature."""
        given = self.cleaned_data.get("sign_off")
        return SignOff(given) if given else None

    def clean_review_on(self) -> date:
        """A review lies ahead, and within a year."""
        day: date = self.cleaned_data["review_on"]
        if not self._today <= day <= self._today + _AHEAD:
            raise forms.ValidationError("{called} must be today or later, and within a year")
        return day

    def clean(self) -> None:
        """A light must be bright enough for each piece that is ticked: nothing is dropped in silence."""
        lights = [self.cleaned_data.get(f"light-{row['id']}") for row in self._recipients]
        is_shared = any(light not in (None, Light.DARK.name) for light in lights)
        if is_shared and "sign_off" in self.fields and not self.cleaned_data.get("sign_off"):
            self.add_error("sign_off", self.fields["sign_off"].error_messages["required"])
        agreed = self.cleaned_data.get("sign_off") == SignOff.AGREED.value
        if agreed and not self.cleaned_data.get("signed_by", "").strip():
            self.add_error("signed_by", "Enter who agreed, and when")
        for row in self._recipients:
            given = self.cleaned_data.get(f"light-{row['id']}")
            if not given:
                continue
            light, items = Light[given], self.cleaned_data.get(f"items-{row['id']}", [])
            self._check_files(row, light, items)
            self._ask_why_left_out(row, light, items)
            too_bright = [key for key in items if self._needs[key] > light]
            if light >= Light.HEADLINE and too_bright:
                names = dict(self.fields[f"items-{row['id']}"].choices)  # type: ignore[attr-defined]
                self.add_error(
                    f"light-{row['id']}",
                    f"{names[too_bright[0]][:40]}… needs more light than you gave {row['name']}: "
                    "give more, or leave that piece out",
                )
            if light >= Light.DETAIL and not items:
                self.add_error(
                    f"items-{row['id']}", f"Choose what {row['name']} may see, or share less"
                )

    def _ask_why_left_out(
        self, row: Mapping[str, Any], light: Light, items: Collection[str]
    ) -> None:
        """Less than the advice gives a team needs words. Where it gets nothing, why that is says it already."""
        if light is Light.DARK or self.cleaned_data.get("withheld", "").strip():
            return
        goes = items if light >= Light.HEADLINE else ()
        left_out = [
            text for key, text, _, is_advised in row["pieces"] if is_advised and key not in goes
        ]
        if left_out and not self.has_error("withheld"):
            self.add_error("withheld", _WHY_BACK.format(name=row["name"], text=left_out[0][:40]))

    def _check_files(self, row: Mapping[str, Any], light: Light, items: Collection[str]) -> None:
        """A file goes where its piece goes, and where more than the risk is shared."""
        chosen = self.cleaned_data.get(f"files-{row['id']}", [])
        if chosen and light < Light.DETAIL:
            wrong = f"Files go with the relevant facts or more: give {row['name']} more, or leave them out"
            self.add_error(f"light-{row['id']}", wrong)
        elif any(key in chosen and piece not in items for key, _, piece in row["files"]):
            wrong = "A file goes with its piece: choose the piece too, or leave the file out"
            self.add_error(f"files-{row['id']}", wrong)


class Check(Page):
    """What the second person says."""

    is_agreed = One(
        label="Do you agree with this decision?", asks="Choose whether you agree",
        choices=[("yes", "I agree"), ("no", "I do not agree")],
    )  # fmt: skip
    because = Words(
        label="What did you look at, and why do you agree or not?",
        help_text="A few words. Your answer is kept with the decision, whichever it is.",
        asks="Enter what you looked at, and why you agree or do not",
        most=2_000, area=True,
    )  # fmt: skip


class FollowUp(Page):
    """How a duty was done."""

    note = Words(
        label="What was done, and when?",
        asks="Enter what was done, and when",
        most=2_000,
        area=True,
    )


class Stop(Page):
    """Why something that was to be shared is not."""

    because = Words(
        label="Why is it not shared after all?",
        asks="Enter why it is not shared after all",
        most=2_000,
        area=True,
    )
