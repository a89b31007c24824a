"""What was decided before on the same proposal and not carried out: a later decision takes nothing of it away."""

from collections.abc import Iterator

from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Decision
from dimmer.apps.decisions.queries import judgements
from dimmer.apps.desk.queries.record_lines import Line, Part
from dimmer.apps.desk.queries.record_parts import who
from dimmer.apps.desk.queries.whole import Way
from dimmer.web.words import moment

_WORDS = {
    "purpose": "To achieve",
    "because": "Why",
    "risk_of_not_sharing": "If it is not shared",
    "risk_of_sharing": "Because it is shared",
    "wishes": "What the people concerned want",
    "telling": "Whether they know",
    "withheld": "Kept back in that round",
}


def decided_before(found: ConcernRead, way: Way) -> Part | None:
    """The earlier decisions, the first first, each with the words of whoever decided; None where there is none."""
    lines = tuple(_lines(found, way))
    return Part("What was decided before, and not carried out", lines) if lines else None


def _lines(found: ConcernRead, way: Way) -> Iterator[Line]:
    assert way.decision is not None  # noqa: S101  (for types: there is no record without)
    rows = Decision.objects.filter(proposal=way.proposal).exclude(pk=way.decision.pk)
    for made in rows.select_related("by__team__agency").order_by("at", "pk"):
        words = judgements(made, found.key)
        said = (f"{name}: {words[key]}" for key, name in _WORDS.items() if words.get(key))
        verdict = "To share" if made.is_to_share else "Not to share"
        yield Line(f"{verdict}, {moment(made.at)}", (f"Decided by {who(made.by)}", *said))
