"""What is asked where records disagree, where a card is sorted, and where records are brought in."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from dimmer.apps.consents.forms.saying import asked_how, how_of
from dimmer.apps.consents.queries import MOST_CHARACTERS, PILES, Card
from dimmer.core.consents import Kind, Said
from dimmer.web.fields import Day, One, Page, Words

Sides = tuple[tuple[UUID, str, str], tuple[UUID, str, str]]
"""Two records that disagree: of each its id, what it says, and by what else it is told apart."""
Disagreement = tuple[str, Sides]
"""What two records disagree about, and the two."""


class Settle(Page):
    """Which of two records counts, wherever two disagree; what is left open disagrees as before."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    reason = Words(
        label="Why?",
        help_text="What did they say when you asked them again?",
        asks="Enter why",
        most=1_000,
        area=True,
    )

    def __init__(self, *args: Any, pairs: Iterable[Disagreement], **options: Any) -> None:
        super().__init__(*args, **options)
        self._pairs = list(pairs)
        for number, (about, sides) in enumerate(self._pairs, 1):
            self.fields[self._name(sides)] = One(
                label=f"{number}. {about}",
                asks="",
                required=False,
                choices=[*((str(pk), said) for pk, said, _ in sides), ("", "Leave it open")],
                hints={str(pk): hint for pk, _, hint in sides},
            )

    @staticmethod
    def _name(sides: Sides) -> str:
        return ".".join(str(pk) for pk, *_ in sides)

    def pairs(self) -> list[Any]:
        """The fields of the disagreements, for the page."""
        return [self[self._name(sides)] for _, sides in self._pairs]

    def clean(self) -> None:
        """Something must be settled."""
        if not self.counts():
            self.add_error(self._name(self._pairs[0][1]), "Choose which counts, at least once")

    def contradicts(self) -> None:
        """Each of several was said to count against another."""
        self.add_error(
            self._name(self._pairs[0][1]),
            "These answers contradict one another: each of several would count against another",
        )

    def counts(self) -> dict[UUID, list[UUID]]:
        """The ids of the records that count, each with those that it is settled against."""
        found: dict[UUID, list[UUID]] = {}
        for _, sides in self._pairs:
            chosen = self.cleaned_data.get(self._name(sides))
            for pk, *_ in sides:
                if chosen and str(pk) != chosen:
                    found.setdefault(UUID(chosen), []).append(pk)
        return found


class Sort(Page):
    """A card: each agency and each kind of information in one of four piles, or in none."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    said_on = Day(label="On what day did they sort it?", asks="Enter the day", is_past=True)
    words = Words(
        label="What did they say?",
        help_text="In their words",
        asks="Enter what they said",
        most=2_000,
        area=True,
    )

    def __init__(
        self,
        *args: Any,
        agencies: Iterable[tuple[str, str]],
        kinds: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields |= asked_how(is_yes=True)
        self._rows = {"agency": list(agencies), "kind": list(kinds)}
        number = 0
        for of, rows in self._rows.items():
            for key, name in rows:
                number += 1
                self.fields[f"{of}-{key}"] = One(
                    label=f"{number}. {name}",
                    asks="",
                    required=False,
                    choices=[("", "Not sorted"), *PILES.items()],
                )

    def rows(self, of: str) -> list[Any]:
        """The fields of agencies, or of kinds, for the page."""
        return [self[f"{of}-{key}"] for key, _ in self._rows[of]]

    def clean(self) -> None:
        """A card on which nothing was sorted says nothing."""
        card = self.card()
        if not card.agencies and not card.kinds:
            self.add_error(None, "Sort at least one agency or kind of information")
        elif {*card.agencies.values(), *card.kinds.values()} == {"may"} and not all(
            (card.agencies, card.kinds)
        ):
            self.add_error(
                None, "“May” needs both: who, and what about. As it is, the card would say nothing"
            )

    def card(self) -> Card:
        """The piles."""
        piles = {
            of: {key: pile for key, _ in rows if (pile := self.cleaned_data.get(f"{of}-{key}"))}
            for of, rows in self._rows.items()
        }
        return Card(piles["agency"], piles["kind"])

    def given(self) -> Said:
        """When and how it was said."""
        said_on: date = self.cleaned_data["said_on"]
        return Said(Kind.AGREEMENT, said_on, how=how_of(self.cleaned_data))


class Bring(Page):
    """Consent records that were pasted; none of what was pasted is kept but what they come to."""

    asks_apart = False  # none of it is kept but codes, ids and days
    token = forms.UUIDField(widget=forms.HiddenInput)
    text = Words(
        label="Paste the records",
        help_text="As in ISO/IEC TS 27560, in terms of the Data Privacy Vocabulary (JSON-LD). One person at a time.",
        asks="Paste the records",
        most=MOST_CHARACTERS,
        area=True,
    )
