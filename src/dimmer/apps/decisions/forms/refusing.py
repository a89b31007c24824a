"""What is asked where somebody would share against an adult's no: on what grounds, and what was said to them."""

from collections.abc import Mapping
from typing import Any

from django import forms

from dimmer.web.fields import Many, Page, Words


class Grounds(Page):
    """The grounds of the guidance on which somebody would share against an adult's no; none is chosen beforehand."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, points: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._numbers = list(points)
        self.fields["grounds"] = Many(
            label="Is any of these so?", help_text="If none is, choose none", asks="", required=False,
            choices=[(number, f"{number}. {words}") for number, words in points.items()],
        )  # fmt: skip
        for number in points:
            self.fields[f"shows-{number}"] = Words(
                label=f"What shows ground {number}?", asks="", required=False, most=1_000, area=True
            )

    def evidence(self) -> list[Any]:
        """The fields for what shows each ground, in order."""
        return [self[f"shows-{number}"] for number in self._numbers]

    def clean(self) -> None:
        """A ground that nothing shows is none."""
        for number in self.cleaned_data.get("grounds", []):
            if not self.cleaned_data.get(f"shows-{number}"):
                self.add_error(f"shows-{number}", f"Enter what shows ground {number}")

    def chosen(self) -> dict[str, str]:
        """By number, what shows each ground."""
        return {
            number: self.cleaned_data[f"shows-{number}"] for number in self.cleaned_data["grounds"]
        }


class Talk(Page):
    """The talk before something is shared against an adult's wishes."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    steps = Many(
        label="What have you done?",
        help_text="Choose what you have done",
        asks="",
        required=False,
        choices=[],
    )
    unsaid = Words(
        label="If not all of it: why not?", help_text="For example, because telling them would put somebody in danger",
        asks="", required=False, most=1_000, area=True,
    )  # fmt: skip
    teller = Words(
        label="Who tells them, and when?", help_text="Or why they are not told, and when that is looked at again",
        asks="Enter who tells them and when, or why they are not told",
    )  # fmt: skip
    said = Words(
        label="What was said, and what did they answer?", asks="Enter what was said, or that nothing was",
        most=2_000, area=True,
    )  # fmt: skip

    def clean(self) -> None:
        """Whoever leaves out a step says why."""
        done = self.cleaned_data.get("steps", [])
        steps = self.fields["steps"]
        if len(done) < len(steps.choices) and not self.cleaned_data.get("unsaid"):  # type: ignore[attr-defined]
            self.add_error("unsaid", "Enter why you have not done all of it")
