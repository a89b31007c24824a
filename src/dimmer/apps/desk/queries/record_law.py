"""What the record of a decision says of the law: what was advised, and what that rests on, as it was then."""

from collections.abc import Iterator, Mapping
from typing import Any

from dimmer.apps.decisions.queries import Given, printed
from dimmer.apps.desk.queries.record_lines import Line, line
from dimmer.apps.requests.queries import Heading
from dimmer.web.words import sentence

_PART_3 = ("P3-", "S8-")
"""How the ids of rules of Part 3 of the Data Protection Act 2018, and of its schedule 8, begin."""


def law(advice: Mapping[str, Any] | None, before: Given | None) -> Iterator[Line]:
    """What was advised, and on what the routes for this recipient rest.

    Args:
        advice: in words.
        before: what was asked and advised about the recipient alone; None where nobody was advised.
    """
    if advice is None or before is None:
        yield from line("Advice", "None: it was shared in an emergency, before anybody could ask")
        return
    yield from line("The advice was", sentence(advice["headline"]), form=Heading.REASONS)
    apart = [*_cited(before, "basis", of_part_3=True), *_cited(before, "condition", of_part_3=True)]
    yield from line("Lawful basis", *_cited(before, "basis"), form=Heading.BASIS)
    yield from line("Conditions", *_cited(before, "condition"), form=Heading.CONDITIONS)
    yield from line("Law enforcement: Part 3", *dict.fromkeys(apart), form=Heading.PART_3)
    yield from line("Powers and duties", *_cited(before, "power"), form=Heading.POWER)
    through = _cited(before, "confidentiality")
    yield from line("Ways through confidence", *through, form=Heading.POWER)
    yield from line("The seven bases", *(f"{title}: {stands}" for title, stands in advice["bases"]))
    barred = (f"{row['citation']}: {row['why']}" for row in advice["barred"])
    yield from line("What stands against it", *dict.fromkeys(barred))
    yield from line("What the law asks to be done", *advice["duties"])
    yield from line(
        "Read this with care", "The law as it is encoded here was not yet checked by a lawyer"
    )


def _cited(before: Given, layer: str, *, of_part_3: bool = False) -> list[str]:
    """What the routes for this recipient rest on, cited, each once: what is of Part 3, or all else."""
    [row] = before.asked.proposals
    name = printed(row.recipient.agency, before.asked.concern.concern.team.agency)
    cited = {each["id"]: each["citation"] for each in before.advice["citations"]}
    routes = [route for route in before.advice["routes"] if route["recipient"] == name]
    ids = (one for route in routes for one in route[layer])
    ours = (one for one in ids if one.startswith(_PART_3) is of_part_3)
    return list(dict.fromkeys(cited.get(one, one) for one in ours))
