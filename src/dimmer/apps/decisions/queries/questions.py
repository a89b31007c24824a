"""How each fact is asked on a page: the lawbook's questions, and those whose answers are a round's people and teams."""

from dataclasses import replace

from dimmer import lawbook
from dimmer.apps.decisions.queries.facts import OPENING, Asked
from dimmer.core.law.vocabulary import Choice, Question
from dimmer.web.words import sentence

COVERS = ".consent_covers"
"""The end of the path of what somebody's agreement covers."""
RESPONSIBLE = ".parental_responsibility"
"""The end of the path of who is responsible for a child."""
NOBODY = "nobody"
"""The answer that none of the people named here is, among answers that are people."""


def question(path: str, asked: Asked | None = None) -> Question | None:
    """The question for a path of the facts: `people.person-1.capacity` asks `people.capacity`.

    Args:
        asked: the round, without which what its people and teams answer cannot be asked.
    """
    for end, ask in ((COVERS, _what_was_agreed), (RESPONSIBLE, _who_is_responsible)):
        if path.endswith(end):
            people = asked.concern.people if asked else ()
            of = [each.key for each in people if path == f"people.{each.key}{end}"]
            return ask(of[0], asked) if asked and of else None
    if path in OPENING:
        group, words, why = OPENING[path]
        labels = lawbook.book().vocabulary.group(group)
        choices = tuple(Choice(code, sentence(label)) for code, label in labels.items())
        return Question(path, words, why, choices, None, "", (), asked=True)
    parts = path.split(".")
    found = lawbook.book().questions.get(f"{parts[0]}.{parts[-1]}")
    people = asked.concern.people if asked else ()
    roles = [each.about["role"] for each in people if each.key == parts[1]]
    return replace(found, choices=found.choices_for(roles[0])) if found and roles else found


def scopes_open(asked: Asked) -> list[str]:
    """Of whom it is known that they agreed, and not to what or with whom, though it could be told apart."""
    answers = asked.concern.answers
    agreed = [
        path for path, value in answers.items() if path.endswith(".consent") and value == "given"
    ]
    paths = [path.removesuffix(".consent") + COVERS for path in agreed]
    return [path for path in paths if path not in answers and question(path, asked)]


def _what_was_agreed(person: str, asked: Asked) -> Question | None:
    """What somebody agreed to, and with whom; None where there is only one thing and one team."""
    vocabulary = lawbook.book().vocabulary
    kinds = {
        kind: None for piece in asked.pieces if person in piece.about for kind in piece.categories
    }
    teams = {row.recipient.agency.kind: row.recipient.agency.name for row in asked.proposals}
    if len(kinds) <= 1 and len(teams) <= 1:
        return None
    choices = (
        Choice(None, "All of it, with everybody asked about here"),
        *(
            Choice(kind, f"What is said about: {vocabulary.label('categories', kind)}")
            for kind in kinds
        ),
        *(Choice(kind, f"Sharing it with {name}") for kind, name in teams.items()),
    )
    words = "What did {person} agree to?"
    why = "A yes covers what it was given for, and no more. Tick each kind of information, and each agency."
    return Question(f"people{COVERS}", words, why, choices, None, "", (), asked=True)


def _who_is_responsible(person: str, asked: Asked) -> Question:
    """Who of the others named here has parental responsibility for somebody: any of them, or nobody."""
    others = (each for each in asked.concern.people if each.key != person)
    choices = (
        *(Choice(each.key, each.name) for each in others if not each.about.get("unborn")),
        Choice(NOBODY, "Nobody who is named here"),
    )
    found = lawbook.book().questions[f"people{RESPONSIBLE}"]
    return replace(found, choices=(*choices, *found.choices))
