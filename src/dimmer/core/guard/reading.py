"""Look through the words of a pack, against the record that they come from and whoever gets them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from dimmer.core.guard.kept import stand_in
from dimmer.core.guard.rules import Finding, Kind, Rules
from dimmer.core.locators import FIELDS, find, people
from dimmer.core.locators import Kind as Found

_SHORTEST = 3
"""Characters of a name, below which it is found only as it is written: Jo and Li are names, and parts of many words."""
_PLAIN = {
    *("am", "an", "as", "at", "be", "by", "do", "go", "he", "hi", "if", "in", "is"),
    *("it", "me", "my", "no", "of", "oh", "on", "or", "so", "to", "up", "us", "we"),
}
"""Words that begin many a sentence: as a name they are found inside one."""
_TITLES = {
    *("mr", "mrs", "ms", "miss", "dr", "prof", "rev", "st"),
    *("pc", "dc", "ps"),
}
"""What stands before many a name, and is none."""
LEFT_OUT = "[left out]"


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a pack that somebody typed.

    Args:
        where: what they are, for a sentence.
        categories: the kinds of information that were ticked for them.
    """

    key: str
    where: str
    text: str
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Record:
    """What is known to whoever shares, as far as the guard needs it.

    Args:
        named: names of the people whom the pack names.
        others: names of people of the concern whom it does not.
        sources: names of those who must stay unknown.
        sender: names of whoever shares it.
        agencies: names that the recipient knows: their own, and the sender's.
        recipients: names of other agencies and teams that are told or asked.
        places: names of areas that tell where somebody is.
        kept: whereabouts that are typed in fields of their own, and were not chosen there.
    """

    named: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def review(parts: Iterable[Part], record: Record, rules: Rules) -> tuple[Finding, ...]:
    """Every finding in the words of a pack, in the order of the words. The same answer every time."""
    return tuple(
        Finding(
            part.key,
            part.where,
            start,
            end,
            " ".join(part.text[start:end].split()),
            kind,
            said.why,
            said.todo,
            said.stops,
        )
        for part in parts
        for start, end, kind in sorted(set(_found(part, record, rules)))
        for said in (rules.kinds[kind],)
    )


def part_without(text: str, findings: Iterable[Finding]) -> str:
    """A text with neutral words in place of what was found in it."""
    left, last = "", 0
    for start, end in _joined((each.start, each.end) for each in findings):
        left += text[last:start] + LEFT_OUT
        last = end
    return left + text[last:]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _found(part: Part, record: Record, rules: Rules) -> Iterator[tuple[int, int, Kind]]:
    text = part.text
    told = {
        Kind.OTHER_RECIPIENT: list(_whole(text, record.recipients)),
        Kind.SOURCE: _sources(text, record),
        Kind.THIRD_PARTY: _others(text, record),
    }
    for kind, spans in told.items():
        yield from ((start, end, kind) for start, end in spans)
    agencies = [*_whole(text, record.agencies)]
    kept = [span for span in stand_in(text, record.kept) if not _meets(span, agencies)]
    taken = [*agencies, *(span for spans in told.values() for span in spans)]
    looked_for = [*_looked_for(text, record, taken)]
    for start, end in kept:
        if not any(first <= start and end <= last for first, last, _ in looked_for):
            yield start, end, Kind.KEPT_APART
    for start, end, kind in looked_for:
        yield start, end, Kind.KEPT_APART if _meets((start, end), kept) else kind
    yield from ((start, end, Kind.WHEREABOUTS) for start, end in _whole(text, record.places))
    for row in rules.phrases:
        if not row.category or row.category not in part.categories:
            yield from ((start, end, row.kind) for start, end in row.spans(text))


def _looked_for(
    text: str, record: Record, taken: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, Kind]]:
    """What leads to somebody, and people of whom the concern knows nothing; but agencies, and who was found already."""
    others, known = list(taken), (*record.named, *record.sender)
    for found in find(text, names=(*known, *record.others, *record.sources)):
        kind = Kind.WHEREABOUTS if found.kind in FIELDS else Kind.OTHER_PERSON
        is_asked = found.kind in FIELDS or found.kind is Found.OTHER_PERSON
        if is_asked and not _meets((found.start, found.end), others):
            yield found.start, found.end, kind


def _others(text: str, record: Record) -> list[tuple[int, int]]:
    """Where those are named whom the pack does not name: whole, or by what is theirs alone."""
    known = (*record.named, *record.sender)
    spans = {
        *_whole(text, _unlike(record.others, known)),
        *_people(text, record.others, besides=known),
    }
    return _longest(spans, besides=_whole(text, known))


def _sources(text: str, record: Record) -> list[tuple[int, int]]:
    """Where those are named who must stay unknown; also by a first name that somebody in the pack has.

    Whom it means then is for a person to say. Whoever shares it hides nobody by having a name of theirs.
    """
    sought = _unlike(record.sources, record.named)
    spans = {
        *_whole(text, sought),
        *_people(text, record.sources, besides=record.named),
        *_people(text, (first for name in sought for first in _own(name)[:1]), besides=()),
    }
    return _longest(spans, besides=_whole(text, (*record.named, *record.sender)))


def _unlike(names: Iterable[str], others: Iterable[str]) -> list[str]:
    """The names that are not, as a whole, the name of another."""
    taken = {" ".join(each.casefold().split()) for each in others}
    return [each for each in names if " ".join(each.casefold().split()) not in taken]


def _longest(
    spans: Iterable[tuple[int, int]], *, besides: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Spans that are no part of a longer one, nor of a longer name of somebody else."""
    spans = [*spans]
    longer = [*spans, *besides]
    return [
        (start, end)
        for start, end in spans
        if not any(
            first <= start and end <= last and last - first > end - start for first, last in longer
        )
    ]


def _people(
    text: str, names: Iterable[str], *, besides: Iterable[str]
) -> Iterator[tuple[int, int]]:
    """Where people are named, by a part of their name that is nobody's whom the pack names."""
    named, beside = list(names), list(besides)
    known = {word for name in beside for word in _words(name)}
    own = {word for name in named for word in _words(name)} - known
    for each in {*chain(*map(_short, named))} - {*chain(*map(_short, beside))}:
        ahead = r"(?<=[\w,;] )" if each.lower() in _PLAIN else r"(?<![\w-])"
        yield from (found.span() for found in re.finditer(rf"{ahead}{each}(?![\w-])", text))
    if not own:
        return
    for found in people(text, sorted(own)):
        if not set(_words(text[found.start : found.end])) <= known:
            yield found.start, found.end


def _words(name: str) -> Iterator[str]:
    return (word for word in _own(name.casefold()) if len(word) >= _SHORTEST)


def _short(name: str) -> Iterator[str]:
    """The parts of a name that are too short to be looked for in any case; an initial is none."""
    words = (word for part in _own(name) for word in re.findall(r"[^\W\d_]+", part))
    return (word for word in words if 1 < len(word) < _SHORTEST)


def _own(name: str) -> list[str]:
    """The words of a name without titles."""
    words = re.findall(r"[\w'-]+", name)
    return [word for word in words if word.casefold() not in _TITLES]


def _whole(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where a name stands as a whole, however it is spaced and in whatever case."""
    for name in {" ".join(each.split()) for each in names}:
        if len(name) >= _SHORTEST:
            pattern = r"\s+".join(re.escape(word) for word in name.split())
            for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
                yield found.span()


def _meets(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
