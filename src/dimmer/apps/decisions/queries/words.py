"""Advice in words for a page: people, recipients and pieces by name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.decisions.queries.bases import bases_in_words, beyond_the_bases
from dimmer.apps.decisions.queries.despite import Noes
from dimmer.apps.decisions.queries.facts import Asked, printed
from dimmer.apps.decisions.queries.questions import NOBODY, question
from dimmer.core.advice import headline

_LIGHT = frozenset({"which routes are open", "how much of it is shown", "which duties follow"})
"""Changes that leave the outcome and the pieces as they are."""


def in_words(
    given: Mapping[str, Any], asked: Asked, facts: Mapping[str, Any], *, holder: Agency
) -> dict[str, Any]:
    """The advice, as a dictionary or as it was sealed, with people, recipients and pieces by name, for a page.

    Args:
        facts: those on which it was given: who said no to what stands in them.
    """
    noes = Noes.of(given, asked, facts)
    names = {person.key: person.name for person in asked.concern.people}
    teams: dict[str, list[str]] = {}
    for proposal in asked.proposals:
        name = printed(proposal.recipient.agency, holder)
        teams.setdefault(name, []).append(
            f"{proposal.recipient.agency.name} ({proposal.recipient.name})"
        )
    cited = {row["id"]: row for row in given["citations"]}
    recipients = [
        {
            "name": " and ".join(named),
            "items": [
                {
                    **(noes.put_into(row) if noes else row),
                    "text": asked.pieces[row["item"] - 1].text,
                }
                for row in given["items"]
                if row["recipient"] == name
            ],
            "routes": [
                {
                    "person": names.get(row["person"], row["person"]),
                    "categories": row["categories"],
                    "ids": [
                        cited.get(identifier, {"id": identifier, "citation": identifier, "url": ""})
                        for layer in ("basis", "condition", "power", "confidentiality")
                        for identifier in row[layer]
                    ],
                    "confidence": row["confidence"],
                }
                for row in given["routes"]
                if row["recipient"] == name
            ],
        }
        for name, named in teams.items()
    ]
    outcome = lawbook.book().vocabulary.label("outcomes", given["outcome"])
    return {
        "outcome": given["outcome"],
        "headline": headline(outcome, given["outcome"], given["duties"]),
        "recipients": recipients,
        "bases": bases_in_words(given),
        "barred": [
            {**row, "citation": cited.get(row["id"], {}).get("citation", row["id"])}
            for row in beyond_the_bases(given["barred"])
        ],
        "duties": [duty_in_words(row, names) for row in given["duties"]],
        "missing": [_missing(row, names, teams) for row in given["missing"]],
        "law": given["law"],
    }


def answered(asked: Asked) -> list[dict[str, Any]]:
    """What has been answered so far, question by question, so that it can be changed."""
    names = {person.key: person.name for person in asked.concern.people}
    found = []
    for path, value in sorted(asked.concern.answers.items()):
        put = question(path, asked)
        if put is None:
            continue
        labels = {choice.value: choice.label for choice in put.choices}
        values = (value or [NOBODY]) if isinstance(value, list) else [value]
        whom = names.get(path.split(".")[1], "them")
        found.append(
            {
                "fact": path,
                "words": put.words.replace("{person}", whom),
                "answer": ", ".join(labels.get(each, "I do not know") for each in values),
            }
        )
    return found


def guidance_for(facts: Mapping[str, Any], *, on: date) -> list[lawbook.Overlay]:
    """The guidance of the day for the people in the facts: about children, about adults, or both."""
    roles = {person["role"] for person in facts["people"]}
    kinds = [True] * ("child" in roles) + [False] * bool(roles & {"victim", "adult-at-risk"})
    found = [
        overlay
        for about_children in kinds or [False]
        for overlay in lawbook.guidance(facts["nation"], on, about_children=about_children)
    ]
    return list({(overlay.name, overlay.edition): overlay for overlay in found}.values())


def duty_in_words(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One duty as a sentence, with people by name, whom to ask, and by when."""
    words = row["words"].rstrip(".")
    for key, name in sorted(names.items(), reverse=True):
        words = words.replace(key, name)
    whom = f" Ask {row['whom']}." if row["code"] == "seek-advice" and row.get("whom") else ""
    deadline = f" By when: {row['deadline']}." if row.get("deadline") else ""
    return f"{words}.{whom}{deadline}"


def _missing(
    row: Mapping[str, Any], names: Mapping[str, str], teams: Mapping[str, list[str]]
) -> dict[str, Any]:
    """One open question with whom it is about, and what its answers would change."""
    asked = lawbook.book().questions[row["question"]]
    labels = {**names, **{_word(choice.value): choice.label for choice in asked.choices}}
    table, which, *_ = row["fact"].split(".")
    whom = names.get(which, "") if table == "people" else " and ".join(teams.get(which, []))
    changes = [
        (labels.get(change["answer"], change["answer"]), change["to"]) for change in row["changes"]
    ]
    return {
        "fact": row["fact"],
        "words": asked.words.replace("{person}", whom or "them")
        + (f" ({whom})" if table == "recipients" else ""),
        "changes": changes,
        "is_light": all(to in _LIGHT for _, to in changes),
    }


def _word(value: Any) -> str:
    """How advice prints an answer."""
    return (
        value
        if isinstance(value, str)
        else "yes"
        if value is True
        else "no"
        if value is False
        else str(value)
    )
