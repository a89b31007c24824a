"""A request in the order of the ICO's form for one: what was written down of it, heading by heading.

Rules of this module:
- it is made of the request alone, as what is written back is: nobody can tell from it whether anything is held, kept
  back or decided;
- what they said stands as what they said, under the heading that it was asked for under; nothing is concluded from it,
  no lawful basis from a law that they name, and no term of keeping from who they are;
- what nobody wrote down is said to be not recorded.

The headings, and where they are from: `headings.py`.
"""

from collections.abc import Iterator, Mapping

from django.utils import timezone

from dimmer.apps.requests.queries.headings import NOT_RECORDED, OF_REQUEST, Heading
from dimmer.apps.requests.queries.reading import RequestRead
from dimmer.web.words import day, label, sentence

FORM: Mapping[Heading, tuple[str, ...]] = dict.fromkeys(OF_REQUEST, ()) | {
    Heading.ASKING: ("organisation", "kind"),
    Heading.PERSON: ("name", "role"),
    Heading.ASKED: ("team",),
    Heading.REQUESTED: ("came",),
    Heading.DATA: ("form", "words", "about", "named", "needed", "counselling"),
    Heading.PURPOSE: ("why",),
    Heading.NECESSARY: ("line", "necessary"),
    Heading.POWER: ("law", "threshold", "approval"),
    Heading.NEEDED_BY: ("due",),
    Heading.RIGHTS: ("consent", "told"),
    Heading.SIGNED: ("signed", "written"),
    Heading.DATED: ("dated",),
}
"""Each heading of the form in its order, with what is known of it here; without any, nobody is asked."""
_BESIDE = {
    "about": "About",
    "named": "Named",
    "needed": "Needed",
    "threshold": "Threshold",
    "told": "Notice to the victim",
    "approval": "Approval of a senior officer",
}
"""What stands in front of their words where a heading holds more than one thing."""


def form_of(
    found: RequestRead, *, words: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, list[str]]]:
    """Each heading with what stands there, a line each.

    Args:
        words: for what was chosen, the words of each choice: `came` and `consent`.
    """
    known = dict(_known(found, words))
    filled = (
        (heading, [known[each] for each in of if known.get(each)]) for heading, of in FORM.items()
    )
    return [(heading, said or [NOT_RECORDED]) for heading, said in filled]


def _known(found: RequestRead, words: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    row, said = found.row, found.said
    team = f"{row.team.agency.name}, {row.team.name}"
    yield "team", team
    for name in ("organisation", "name", "role", "words", "why", "line", "law"):
        yield name, said[name]
    for name, before in _BESIDE.items():
        value = ", ".join(said[name]) if name == "about" else said[name]
        yield name, f"{before}: {value}" if value else ""
    yield "kind", sentence(label(said["kind"], "agency_kinds"))
    yield "form", sentence(label(said["form"], "request_forms"))
    yield "came", f"{day(said['came_on'])}. {words['came'][said['came']]}"
    yield "consent", words["consent"][said["consent"]]
    if said["counselling"] == "yes":
        yield "counselling", "Counselling or therapy records are asked for"
    if said["why"]:  # one question asks for both, and nobody can tell where one ends
        yield "necessary", "It stands with what it is for: both were asked in one"
    yield "due", f"To be answered by {day(row.due_on)}"
    # whoever wrote it down is named on the page of the request, and not on what may go back to whoever asked
    on = day(timezone.localdate(row.at))
    if row.asking_id is not None:
        yield "signed", f"By {said['name']}, from their own account on Dimmer"
        yield "dated", f"{on}, when it was asked"
        return
    yield "signed", f"By whoever asks: {NOT_RECORDED.lower()}"
    yield "written", f"Written down from what they said by {team}"
    yield "dated", f"{on}, when it was written down"
