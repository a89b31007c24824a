"""The court that mutants of the lawbook are tried in: every story, as the lawbook ends it, and every reading."""
# ruff: noqa: INP001  (a module of the checkout's scripts, in no package)

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from mutants import Mutant

from dimmer.core.advice import Facts, Lawbook, advise_without_missing
from dimmer.core.advice.compose import put_into_words
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.law.expression import Compiled
from dimmer.core.law.sheet import Answers
from dimmer.core.law.table import BadLawbook
from dimmer.core.law.tries import OneMatter
from dimmer.core.proportionality import Light, danger_of
from dimmer.lawbook.files import RULES
from dimmer.lawbook.light_reading import light_readings
from dimmer.lawbook.read import build
from dimmer.lawbook.second_reading import Sitting, readings, rows_of
from dimmer.lawbook.stories import Story, stories, told, what_failed


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a mutant, and the story that told."""

    id: str
    kind: str
    verdict: str
    story: str = ""


@dataclass(slots=True)
class Heard:
    """A story, as the lawbook has it end.

    Args:
        sheet: the places of its matter, which have learned what the advice found.
        answers: where each row and term of the lawbook applied or may apply.
        lights: see `lights`.
    """

    story: Story
    end: list[str]
    sheet: OneMatter
    answers: dict[str, Answers]
    lights: list[tuple[Light, Light]]

    def asks(self, claims: Mapping[str, Compiled]) -> dict[str, Answers]:
        """Where claims of a lawbook hold; its numbers are its own, and so is its calendar."""
        found = self.sheet.found
        self.sheet.answers, self.sheet.found = {}, dict(found)
        answers = {name: claim.columns(self.sheet) for name, claim in claims.items()}
        self.sheet.found = found
        return answers


class Court:
    """The stories, in the order in which they are asked.

    Those that told before are asked first: a row's mutants are mostly told by the same few.
    """

    def __init__(self, lawbook: Lawbook) -> None:
        asked = claims(lawbook)
        self._closed = {rule.name for rule in lawbook.rules if rule.closed}
        self._sittings = [Sitting(reading) for reading in readings()]
        self._heard: list[Heard] = []
        for story in stories():
            conclusion = conclude_at_once(story.facts, lawbook)
            end = told(put_into_words(conclusion, lawbook))
            sheet = conclusion.asking.sheet  # type: ignore[attr-defined]
            heard = Heard(story, end, sheet, {}, lights(story.facts, lawbook))
            heard.answers = heard.asks(asked)
            self._heard.append(heard)

    def try_(self, mutant: Mutant, *, sparing: bool = True) -> Tried:
        """Ask the readings, and then one story after the other until one fails.

        Args:
            sparing: ask only those that the mutant could end otherwise.
        """
        try:
            lawbook = build(mutant.tables, digest="")
        except BadLawbook:
            return Tried(mutant.id, mutant.kind, "refused")
        if failed := self._reading_that_differs(mutant, lawbook):
            return Tried(mutant.id, mutant.kind, "failed", failed)
        noticed = ""
        asked = claims_of(mutant, lawbook)
        for at, heard in enumerate(self._heard):
            if sparing and not self._could_end_otherwise(heard, mutant, lawbook, asked):
                continue
            advice = advise_without_missing(heard.story.facts, lawbook)
            if told(advice) == heard.end:
                continue
            if what_failed(heard.story, advice.as_dict()):
                self._heard.insert(0, self._heard.pop(at))
                return Tried(mutant.id, mutant.kind, "failed", heard.story.id)
            noticed = noticed or heard.story.id
        return Tried(mutant.id, mutant.kind, "noticed" if noticed else "survived", noticed)

    def _reading_that_differs(self, mutant: Mutant, lawbook: Lawbook) -> str:
        """The row of the first reading that a mutant differs from; a rule or duty is asked its own alone."""
        file = mutant.row.partition(":")[0]
        if file in ("light", "classes"):
            for light in light_readings():
                if light.what_failed(lawbook.ceilings):
                    return f"the reading of {' '.join(light.categories)}"
        if file == "light":
            return ""
        name = f"duty {mutant.name}" if file == "duties" else mutant.name
        alone = file == "duties" or file.partition("/")[0] in RULES
        rows = rows_of(lawbook)
        for sitting in self._sittings:
            row = sitting.reading.row
            if (row == name or not alone) and sitting.what_failed(rows):
                return f"the reading of {row}"
        return ""

    def _could_end_otherwise(
        self, heard: Heard, mutant: Mutant, lawbook: Lawbook, asked: Mapping[str, Compiled]
    ) -> bool:
        """Whether a mutant touches a story: where what it changes answers there as before, it does not."""
        if mutant.row.startswith("light"):
            return lights(heard.story.facts, lawbook) != heard.lights
        if mutant.row.startswith("consequences"):
            return any(heard.answers[name] != now for name, now in heard.asks(asked).items())
        before = heard.answers.get(mutant.name)
        says_why = mutant.kind == "closure" or (
            mutant.kind == "row" and mutant.name in self._closed
        )
        if before is None or says_why:
            return True
        after = heard.asks(asked).get(mutant.name, (0, 0))
        return before != after or (not mutant.is_in_when and before[1] > 0)


def claims_of(mutant: Mutant, lawbook: Lawbook) -> dict[str, Compiled]:
    """When the row applies that was changed, or the term holds; of consequences, when each duty follows."""
    if mutant.row.startswith("consequences"):
        return {duty.name: duty.applies for duty in lawbook.duties}
    return {name: claim for name, claim in claims(lawbook).items() if name == mutant.name}


def claims(lawbook: Lawbook) -> dict[str, Compiled]:
    """When each rule and duty applies, and each term holds. A name of two of them is left out."""
    named = [(row.name, row.applies) for row in (*lawbook.rules, *lawbook.duties)]
    named += lawbook.terms.items()
    counted = Counter(name for name, _ in named)
    return {name: claim for name, claim in named if counted[name] == 1}


def lights(facts: Facts, lawbook: Lawbook) -> list[tuple[Light, Light]]:
    """What light everything in a matter needs, and the most that it is given."""
    ceilings, danger = lawbook.ceilings, danger_of(facts.risk)
    roles = {person.id: person.role for person in facts.people}
    return [
        (
            ceilings.need((category,)),
            ceilings.ceiling(
                category,
                recipient=recipient.kind,
                purposes=facts.purpose.kinds,
                danger=danger,
                role=roles[who],
            ),
        )
        for recipient in facts.recipients
        for item in facts.items
        for who in item.about
        for category in item.categories
    ]
