"""A request in the order of the ICO's form for one: what was written down of it, heading by heading.

Rules of this module:
- it is made of the request alone, as what is written back is: nobody can tell from it whether anything is held, kept
  back or decided;
- what they said stands as what they said, under the heading that it was asked for under; nothing is concluded from it,
  no lawful basis from a law that they name, and no term of keeping from who they are;
- what nobody wrote down is said to be not recorded.

Headings in our own words, after Data sharing: a code of practice (Data Protection Act 2018, s. 121), annex B. What was
read there is the form for the decision: the form for the request, its companion, asks the same of whoever asks, without
the decision. Not yet checked by a lawyer.
"""

from collections.abc import Iterator, Mapping

from django.utils import timezone

from dimmer.apps.requests.queries.reading import RequestRead
from dimmer.web.words import day, label, sentence

SOURCE = (
    "https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/data-sharing/"
    "data-sharing-a-code-of-practice/annex-b-data-sharing-request-form-template/"
)
"""Where the ICO's own form stands."""
NOT_RECORDED = "Not recorded"
FORM: Mapping[str, tuple[str, ...]] = {
    "Organisation asked": ("team",),
    "Organisation asking": ("organisation", "kind"),
    "Who asked": ("name", "role"),
    "When it was asked": ("came",),
    "What was asked for": ("form", "words", "about", "named", "needed", "counselling"),
    "Joint or separate controllers": (),
    "Data sharing agreement": (),
    "What it is for": ("why",),
    "Lawful basis": (),
    "Why it is necessary": ("line", "necessary"),
    "Further conditions": ("approval",),
    "Conditions of law enforcement": (),
    "Legal power": ("law", "threshold"),
    "Whether an impact assessment was considered": (),
    "What the impact assessment came to": (),
    "What the data protection officer said": (),
    "How long it is kept, and when it is deleted": (),
    "How it is kept safe": (),
    "How the rights of people are met": ("consent", "told"),
    "When it is to be shared": ("due",),
    "Signed and dated": ("written",),
}
"""The headings of the ICO's form in its order, each with what is known of it here; without any, nobody is asked."""
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
        yield "written", f"By {said['name']}, from their own account on Dimmer, {on}"
        return
    written = f"Written down from what they said by {team}, {on}"
    yield "written", f"By whoever asks: {NOT_RECORDED.lower()}. {written}"
