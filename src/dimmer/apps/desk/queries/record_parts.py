"""What stands in the record of a decision, heading by heading: derived, but for the words of whoever decided."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from dimmer.apps.agencies.models import Agency, Practitioner
from dimmer.apps.concerns.queries import ConcernRead, ItemRead, as_it_was
from dimmer.apps.decisions.forms import LIGHTS
from dimmer.apps.decisions.models import Against, Proposal
from dimmer.apps.decisions.queries import (
    COVERS,
    Given,
    answered,
    in_words,
    pieces_of,
    shown_of,
)
from dimmer.apps.desk.queries.record_asked import AskedFor
from dimmer.apps.desk.queries.record_law import law
from dimmer.apps.desk.queries.record_lines import Line, Part, line
from dimmer.apps.desk.queries.whole import Way
from dimmer.apps.disclosures.queries import TERMS, pack_in
from dimmer.apps.disposals.queries import record_in_words
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of as ledger_place
from dimmer.apps.notices.queries import Recalled
from dimmer.apps.requests.queries import Heading
from dimmer.apps.tellings.queries import told
from dimmer.apps.vault.queries import NotEntitled, key_of
from dimmer.core.proportionality import Light
from dimmer.web.words import day, label, moment, passing, sentence

_ENTERED = ("decision.made", "emergency.decided")
_TOLD = {"told": "Yes, the person harmed", "will": "They will be", "not": "Not for now"}
_LIGHTS = {Light[name].value: words for name, words in LIGHTS}
_UNKNOWN = "I do not know"
_APART = "Where somebody is, or how to reach them: it is not written here"
"""A record is printed and put into files, and whereabouts stay where they are looked after."""
_KEPT = "Kept back, and why"
_KEPT_FROM_ALL = "Kept back in this round, and why: written once for all teams that were asked then"
_RESTS_ON_EARLIER = "It was decided on a later day, and rests on the advice that was given then"
_NOBODY = "Nobody else was asked about"


def parts_of(
    found: ConcernRead,
    way: Way,
    before: Given | None,
    *,
    others: Collection[Proposal],
    recalled: Recalled | None,
    request: AskedFor,
    reader: Practitioner,
) -> tuple[Part, ...]:
    """All parts of the record in which anything stands.

    Args:
        way: the proposal with its decision.
        before: what was asked and advised about its recipient alone; None where nobody was advised.
        others: the other proposals of its round.
        recalled: that what was shared was recalled since.
        request: how it was asked for, if it was.
    """
    holder = found.concern.team.agency
    advice = in_words(before.advice, before.asked, before.facts, holder=holder) if before else None
    parts = {
        "What it is about": _identity(found, way, before),
        "How it came about": _asked(request),
        "Who it is about": _people(found, before),
        "What it is for, and the risks": _judged(way, before),
        "The law": law(advice, before),
        "What was shared, and what was not": _pieces(found, way, before, others),
        "Who receives it": _received(found, way, others, request, reader),
        "Whether they know": _telling(way, reader),
        "Afterwards": _after(way, recalled, holder),
    }
    made = (Part(words, tuple(lines)) for words, lines in parts.items())
    return tuple(part for part in made if part.lines)


def who(person: Practitioner) -> str:
    """Somebody by name, title and agency."""
    return (
        f"{person.name}, {person.title}, {person.team.agency.name}" if person.title else person.name
    )


def _identity(found: ConcernRead, way: Way, before: Given | None) -> Iterator[Line]:
    decision, row, agency = way.decision, found.concern, found.concern.team.agency
    assert decision is not None  # noqa: S101  (for types: there is no record without)
    yield from line("Reference", row.reference)
    yield from line("Decided by", who(decision.by), form=Heading.TAKEN_BY)
    yield from line("Decided on", moment(decision.at), form=Heading.DATED)
    yield from line("Agency that holds it", f"{agency.name}, {row.team.name}", form=Heading.ASKED)
    yield from line("Worry written down on", moment(row.raised_at or row.begun_at))
    if way.disclosure:
        yield from line("Shared on", moment(way.disclosure.at), form=Heading.DATES)
    yield from line("Nation", label(agency.nation))
    if before:
        advised = before.facts["date"]
        yield from line(
            "Edition of the law",
            f"{before.advice['law']['edition']}, law of {day(advised)}: the law as it stood at the advice",
            "" if timezone.localdate(decision.at) == advised else _RESTS_ON_EARLIER,
        )
    if check := way.check:
        how = "agreed" if check.is_agreed else "did not agree"
        said = (
            f"{who(check.by)} {how}, {moment(check.at)}"
            if check.by and check.at
            else "Asked, not answered yet"
        )
        yield from line("Second person", said, way.check_because)
    yield from line("Signed off", way.words.get("signed_by", ""), form=Heading.SIGNED)
    if entry := _entry(found, way):
        stands = f"{entry.kind}, {moment(entry.at)}"
        yield from line("On the ledger", stands, str(entry.pk), form=Heading.SIGNED)


def _entry(found: ConcernRead, way: Way) -> Entry | None:
    """The entry of the decision."""
    rows = Entry.objects.filter(sealedfacts__record=found.key.record, kind__in=_ENTERED)
    for entry in rows.select_related("sealedfacts"):
        opened = json.loads(found.key.unseal(entry.sealedfacts.sealed, ledger_place(entry.pk)))
        if way.decision and json.loads(opened["facts"]).get("decision") == str(way.decision.pk):
            return entry
    return None


def _asked(request: AskedFor) -> Iterator[Line]:
    for words, stands, form in request.rows:
        yield from line(words, *stands, form=form)


def _people(found: ConcernRead, before: Given | None) -> Iterator[Line]:
    on = before.facts["date"] if before else timezone.localdate(found.concern.begun_at)
    known = _answers(before) if before else {}
    for person in found.people:
        age = person.age(on)
        about = f"{sentence(label(person.about['role'], 'roles'))}{f', {age} years old' if age is not None else ''}"
        yield from line(person.name, about, *known.get(person.key, ()))
    yield from line("What was answered", *known.get("", ()))


def _answers(before: Given) -> dict[str, list[str]]:
    """What was answered then, in words, by whom it is about; about nobody under an empty name."""
    flat: dict[str, Any] = {}
    for table, rows in before.facts.items():
        if isinstance(rows, Mapping):
            flat |= {f"{table}.{name}": value for name, value in rows.items()}
        elif table == "people":
            flat |= {
                f"people.{row['id']}.{name}": value for row in rows for name, value in row.items()
            }
    flat = {path: _listed(value) for path, value in flat.items() if not path.endswith(COVERS)}
    then = replace(before.asked, concern=replace(before.asked.concern, answers=flat))
    found: dict[str, list[str]] = {}
    for row in answered(then):
        if row["answer"] == _UNKNOWN:
            continue  # it is recorded, and no answer to a question: an age
        table, which, *_ = row["fact"].split(".")
        words = f"{row['words'].rstrip('?')}: {row['answer'].lower()}"
        found.setdefault(which if table == "people" else "", []).append(words)
    return found


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple | list) else value


def _judged(way: Way, before: Given | None) -> Iterator[Line]:
    words = way.words
    if before:
        purposes = ", ".join(map(label, before.facts["purpose"]["kinds"]))
        yield from line("Purpose in law", sentence(purposes), form=Heading.PURPOSE)
        risk = before.facts["risk"]
        yield from line(
            "Danger",
            f"{sentence(label(risk['level'], 'levels'))}; {label(risk['urgency'], 'urgencies').lower()}",
        )
    yield from line("What is to be achieved", words.get("purpose", ""), form=Heading.PURPOSE)
    yield from line(
        "Why it is necessary, and why this much",
        words.get("because", ""),
        form=Heading.NECESSARY if way.decision and way.decision.is_to_share else Heading.REASONS,
    )
    yield from line(
        "If it is not shared", words.get("risk_of_not_sharing", ""), form=Heading.REASONS
    )
    yield from line("Because it is shared", words.get("risk_of_sharing", ""), form=Heading.REASONS)
    yield from line("What the people concerned want", words.get("wishes", ""), form=Heading.REASONS)
    if way.decision and way.decision.against != Against.NO:
        against = way.decision.get_against_display()
        yield from line("Against the advice, or signed off", against, form=Heading.REASONS)


def _pieces(
    found: ConcernRead, way: Way, before: Given | None, others: Collection[Proposal]
) -> Iterator[Line]:
    """The pieces as they stood when it was decided, and what became of each since."""
    pieces = before.asked.pieces if before else pieces_of(found)
    decision, chosen = way.decision, set(way.words.get("items", ()))
    assert decision is not None  # noqa: S101  (for types)
    then = [as_it_was(piece, decision.at) for piece in pieces]
    shown = shown_of(then, way.words, light=Light(decision.light)) if decision.is_to_share else ()
    typed = {item.id for item in found.items}
    for place, (now, piece) in enumerate(zip(pieces, then, strict=True), 1):
        goes = piece in shown
        dimmed = decision.is_to_share and str(piece.id) in chosen and not goes
        yield Line(
            f"Piece {place}: {'goes' if goes else 'stays back'}",
            tuple(
                each
                for each in (
                    piece.text if piece.id in typed else _APART,
                    f"{_nature(piece, found)}. {sentence(', '.join(map(label, piece.categories)))}",
                    f"About {found.names(piece.about) or 'nobody by name'}",
                    f"Source: {piece.source or 'not recorded'}. When: {day(piece.observed) or 'not known'}",
                    "It was ticked, and left out at the last look or by how much they see"
                    if dimmed
                    else "",
                    *_since(now, piece),
                )
                if each
            ),
        )
    kept = _KEPT_FROM_ALL if others else _KEPT
    yield from line(kept, way.words.get("withheld", ""), form=Heading.REASONS)


def _nature(piece: ItemRead, found: ConcernRead) -> str:
    if piece.own:
        return f"In the own words of {found.names((piece.own['who'],))}. {passing(piece.own['passing'])}"
    return sentence(label(piece.nature))


def _since(now: ItemRead, then: ItemRead) -> Iterator[str]:
    """That a piece was put right, or disputed, after it was decided: what it says today stands with it."""
    if len(now.before) > len(then.before):
        until = now.before[-1].until
        yield f"Put right since, last on {moment(datetime.fromisoformat(until))}. It says now: {now.text}"
    if len(now.disputes) > len(then.disputes):
        last = datetime.fromisoformat(now.disputes[-1].at)
        yield f"Disputed since, last on {moment(last)}. What is said against it stands with the concern"


def _terms(found: ConcernRead, way: Way, reader: Practitioner) -> list[str]:
    """On what terms it went, as its pack says; where nothing went yet, those on which it would go today."""
    made = way.disclosure
    if made is None:
        return [*TERMS.values()]
    try:
        pack = pack_in(made, key_of(made.record, team=reader.team_id))
    except NotEntitled:
        if reader.team_id != found.concern.team_id:
            return ["What was shared cannot be opened by whoever reads this, and with it the terms"]
        return ["What was shared is deleted, and with it the terms on which it went"]
    return [TERMS.get(term, term) for term in pack["terms"]]


def _received(
    found: ConcernRead,
    way: Way,
    others: Iterable[Proposal],
    request: AskedFor,
    reader: Practitioner,
) -> Iterator[Line]:
    row, decision = way.proposal, way.decision
    assert decision is not None  # noqa: S101  (for types)
    agency = row.recipient.agency
    name = f"{agency.name}, {row.recipient.name}"
    verdict = "To share" if decision.is_to_share else "Not to share"
    how = "Outside Dimmer: see how it goes to them" if agency.is_outside else "Inside Dimmer"
    # who receives it need not have asked, and the form has no other place for them
    heading = Heading.ASKING if request.is_by_recipient else Heading.DECISION
    yield from line("Recipient", name, form=heading)
    yield from line(
        "Decision",
        f"{verdict}{', in an emergency' if decision.is_emergency else ''}",
        form=Heading.DECISION,
    )
    if decision.is_to_share:
        yield from line("How much they see", _LIGHTS[decision.light], form=Heading.DECISION)
        yield from line("How it goes", how, form=Heading.SECURITY)
        yield from line("On what terms", *_terms(found, way, reader), form=Heading.SECURITY)
    if way.disclosure:
        receipt = getattr(way.disclosure, "receipt", None)
        yield from line(
            "Acknowledged", f"{who(receipt.by)}, {moment(receipt.at)}" if receipt else "Not yet"
        )
    elif decision.is_to_share:
        yield from line("Shared", "Not yet", form=Heading.DATES)
    names = [f"{each.recipient.agency.name}, {each.recipient.name}" for each in others]
    yield from line("Others who were asked about then", *(names or [_NOBODY]))


def _telling(way: Way, reader: Practitioner) -> Iterator[Line]:
    form = Heading.RIGHTS
    words = way.words
    yield from line(
        "Told, when it was decided",
        _TOLD.get(words.get("told", ""), ""),
        words.get("telling", ""),
        form=form,
    )
    if way.disclosure and way.disclosure.sender_id == reader.team_id:
        for person in told(way.disclosure.pk, reader=reader).people:
            newest = person.newest
            due = f"By {day(person.due_on)}" if person.due_on else ""
            because = str(newest.get("because", "") or newest.get("exemption", ""))
            yield from line(
                person.name, person.state.label, str(newest.get("who", "")), because, due
            )


def _kept(way: Way, holder: Agency) -> Iterator[Line]:
    """How long it is kept is another thing than when somebody looks at it again: the schedules say that."""
    governs = f"The schedule of {holder.name} governs: this is what is common"
    yield from line("How long this record is kept", record_in_words(), governs, form=Heading.KEPT)
    if way.decision and way.decision.is_to_share:
        theirs = way.proposal.recipient.agency.name
        said = f"{theirs} keeps what it was given as its own schedule says"
        yield from line("How long the recipient keeps it", said, form=Heading.KEPT)


def _after(way: Way, recalled: Recalled | None, holder: Agency) -> Iterator[Line]:
    assert way.decision is not None  # noqa: S101  (for types)
    yield from _kept(way, holder)
    if recalled:
        by = f"{moment(recalled.row.at)}, by {who(recalled.row.by)}"
        yield from line("Recalled", by, recalled.why, recalled.because)
    yield from line("To be looked at again", day(way.decision.review_on))
    if way.reviewed:
        yield from line("Looked at again", moment(way.reviewed.at))
    for duty, words, note in way.follow_ups:
        done = (
            f"Done by {who(duty.by)}, {moment(duty.at)}"
            if duty.by and duty.at
            else f"By {day(duty.due_on)}"
        )
        yield from line(words, done, note)
