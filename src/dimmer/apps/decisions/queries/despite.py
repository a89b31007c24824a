"""Why a piece may go though somebody said no to it, in words: who said no, and under what it may go all the same."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dimmer.apps.concerns.queries import ItemRead
from dimmer.apps.decisions.queries.facts import Asked
from dimmer.apps.decisions.queries.refusing import rests_on_a_yes
from dimmer.core.advice import AGREED, Action, parse_facts
from dimmer.core.law.paths import refused
from dimmer.core.law.view import View
from dimmer.core.told import SAID, Passing

_GOES = frozenset({Action.SHARE.value, Action.REDACT.value})
_RESTS = "It would go on their yes, and to this they gave none: it stays back"
_SAY_WHY = "say why it is necessary"
_SILENT = frozenset({None, "unknown", "not-sought", "not-applicable"})
"""Answers to whether somebody agrees in which there can be no no."""


@dataclass(frozen=True, slots=True)
class Noes:
    """Who said no to what of a round, as its facts and its pieces have it."""

    given: Mapping[str, Any]
    asked: Asked
    view: View
    recipients: Mapping[str, int]
    people: Mapping[str, int]

    @classmethod
    def of(cls, given: Mapping[str, Any], asked: Asked, facts: Mapping[str, Any]) -> "Noes | None":
        """Read them off the facts on which the advice was given; None where nobody said anything, as most often."""
        said = any(person.get("consent") not in _SILENT for person in facts["people"])
        if not said and not any(piece.own for piece in asked.pieces):
            return None
        view = View(parse_facts(dict(facts)))
        recipients = {row.name: at for at, row in enumerate(view.facts.recipients)}
        people = {person.id: at for at, person in enumerate(view.facts.people)}
        return cls(given, asked, view, recipients, people)

    def put_into(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The advice on one piece for one recipient: with who said no and under what it goes, where somebody did.

        Of what stays back whatever anybody said, the reason that the law gives stands.
        """
        piece = self.asked.pieces[row["item"] - 1]
        if row["action"] not in _GOES or row["recipient"] not in self.recipients:
            return dict(row)
        self.view.at_recipient(self.recipients[row["recipient"]])
        self.view.at_item(row["item"] - 1)
        if piece.is_held and rests_on_a_yes(self.view, piece, self.people[piece.own["who"]]):
            why = f"{SAID[Passing(piece.own['passing'])]}. {_RESTS}"
            return {**row, "action": Action.WITHHOLD.value, "why": why}
        who = tuple(dict.fromkeys(self._who(row, piece)))
        unasked = piece.own.get("passing") == Passing.UNASKED and piece.own["who"] not in who
        if not who and not unasked:
            return dict(row)
        said = f"{self.asked.concern.names(who)} said no" if who else SAID[Passing.UNASKED]
        under = "; ".join(self._footing(row, piece))
        goes = f"It may go all the same{f', under {under}' if under else ''}: {_SAY_WHY}"
        back = f" Of what stays back: {row['why']}" if row["action"] == Action.REDACT.value else ""
        return {**row, "why": f"{said}. {goes}{'.' if back else ''}{back}"}

    def _who(self, row: Mapping[str, Any], piece: ItemRead) -> Iterator[str]:
        """Whoever gave it or is in what goes of it, and said no: to these words, or to this recipient."""
        if piece.own and piece.own["passing"] == Passing.NO:
            yield piece.own["who"]
        back = {(each["person"], each["category"]) for each in row["withheld"]}
        giver = [piece.own["who"]] if piece.own else []
        for who in (*giver, *piece.about):
            for what in piece.categories:
                if who in self.people and (who, what) not in back and self._refused(who, what):
                    yield who

    def _refused(self, who: str, category: str) -> bool:
        self.view.at_person(self.people[who])
        self.view.at_category(category)
        return refused(self.view) is True

    def _footing(self, row: Mapping[str, Any], piece: ItemRead) -> Iterable[str]:
        """What it may go under for this recipient, cited: what breaks a confidence, and a power; no yes of anybody."""
        cited = {each["id"]: each["citation"] for each in self.given["citations"]}
        routes = [
            route
            for route in self.given["routes"]
            if route["recipient"] == row["recipient"]
            and route["person"] in piece.about
            and not set(route["categories"]).isdisjoint(piece.categories)
        ]
        ids = (one for layer in _LAYERS for route in routes for one in route[layer])
        return dict.fromkeys(cited.get(one, one) for one in ids if one not in AGREED)


_LAYERS = ("confidentiality", "power")
