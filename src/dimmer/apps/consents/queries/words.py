"""What was said, in words for a page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dimmer.apps.agencies.models import Agency
from dimmer.apps.agencies.queries import agencies
from dimmer.apps.consents.models import What
from dimmer.apps.consents.queries.card import SORTED
from dimmer.apps.consents.queries.records import PersonSaid, RecordRead
from dimmer.core.consents import BROUGHT, CARD, By, Fault, Kind, Said, Scope, Unless
from dimmer.web.words import label, moment, sentence, shortened

FAULTS = {
    Fault.COERCION: "somebody may have made them say it, or nobody has said otherwise",
    Fault.ABUSER: "it is not known that the person they fear was away",
    Fault.INTERPRETER: "it is not known that whoever interpreted was of neither family nor friends",
    Fault.EXPLAINED: "not all was explained: what, to whom, why, and that it can be taken back",
    Fault.NOT_IN_SCOPE: "it is not known that whoever said it for them may decide this",
    Fault.CANNOT_DECIDE: "it was found that they cannot decide this, or there is doubt",
    Fault.DECIDES_ALONE: "the child can decide this, and somebody else said it",
}
BY = {
    By.SELF: "They themselves",
    By.PARENT: "Somebody with parental responsibility",
    By.ATTORNEY: "An attorney with a registered power",
    By.DEPUTY: "A deputy of the court (Scotland: a guardian; Northern Ireland: a controller)",
}
LIFTS = "What would lift it"
UNLESS = {
    Unless.NEVER: "Nothing",
    Unless.ASK: "Ask me first",
    Unless.DANGER: "Only if somebody is in danger",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One record for a page: `how` it stands, rows of key and value, and what was said in their words."""

    read: RecordRead
    title: str
    how: str
    counts: bool
    rows: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """What they said."""
        return self.read.said.how.words


def shown(of: PersonSaid, *, today: date, among: Iterable[Agency]) -> list[Shown]:
    """All records of one person in words, the newest first.

    Args:
        among: the agencies that there are, to say which they named.
    """
    known = {str(row.pk): row for row in among}
    return [_shown(read, of, known, today) for read in reversed(of.records)]


def _shown(read: RecordRead, of: PersonSaid, known: dict[str, Agency], today: date) -> Shown:
    how, counts = _how(read, of, today)
    if read.said.kind is Kind.WISHES and read.settled_by:  # how a withdrawal is undone
        return Shown(
            read, "Recorded by mistake", "What it takes back counts no more", counts=False, rows=()
        )
    return Shown(read, _title(read.said), how, counts, tuple(_rows(read.said, known)))


def _how(read: RecordRead, of: PersonSaid, today: date) -> tuple[str, bool]:
    if read.said.starts_on > today:
        return "Not yet", False
    if read.id not in {each.id for each in of.stands.records}:
        has_ended = read.said.ends_on is not None and read.said.ends_on < today
        return ("Ended: ask again" if has_ended else "Settled: no longer counts"), False
    if read.id in of.stands.replaced:
        return "Replaced by what was said later", False
    is_yes = read.said.kind in (Kind.AGREEMENT, Kind.PERMISSION)
    return _how_a_yes(read, of) if is_yes else ("Counts", True)


def _how_a_yes(read: RecordRead, of: PersonSaid) -> tuple[str, bool]:
    if of.stands.is_taken_back(read.record):
        return "Taken back", False
    if faults := of.stands.why(read.record):
        return f"Does not count: {'; '.join(FAULTS[each] for each in faults)}", False
    if any(read.id == more.id for _, more in of.stands.disputes()):
        return "Counts only as far as the narrower one", True
    if of.stands.is_limited(read.record):
        return "Counts, but not for what the no is about", True
    return "Counts", True


def previewed(said: Said, *, among: Iterable[Agency]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A record that is not written down yet, as `shown` would have it: its title and rows."""
    return _title(said), tuple(_rows(said, {str(row.pk): row for row in among}))


def _title(said: Said) -> str:
    return What(said.kind.value).label


def _rows(said: Said, known: dict[str, Agency]) -> Iterable[tuple[str, str]]:
    if said.kind not in (Kind.SERVICE, Kind.WISHES, Kind.CAPACITY):
        yield "What", _listed(said.scope.categories, "categories", "Everything")
        whom = _recipients(said, known)
        yield "With whom", f"Nobody but: {whom}" if said.is_only else whom
    if said.scope.purposes is not None:
        yield "What for", _listed(said.scope.purposes, "purposes", "")
    if said.kind is Kind.RESTRICTION:
        yield LIFTS, UNLESS[said.unless]
    if said.finding:
        yield "Found", sentence(label(said.finding, "capacities"))
    if said.by is not By.SELF:
        yield "Said by", f"{BY[said.by]}: {said.why_they_may}"
    for code, words in said.notes.items():
        if words and code != SORTED:
            yield NOTES.get(code, sentence(code)), words
    if said.ends_on:
        yield "Until", f"{said.ends_on:%-d %B %Y}"
    if said.reason:
        yield "Reason", said.reason


NOTES = {
    "service": "Service",
    "what": "Exactly",
    "others": "Also not to",
    "decision": "Which decision",
    "support": "How they were helped to decide",
    "assessed_by": "Who assessed it, and when",
    CARD: "Card",
    BROUGHT: "Id where it comes from",
}


def _listed(codes: frozenset[str] | None, group: str, everything: str) -> str:
    if codes is None:
        return everything
    return ", ".join(sentence(label(code, group)) for code in sorted(codes)) or "Nothing"


def _recipients(said: Said, known: dict[str, Agency]) -> str:
    named = said.scope.recipients
    if named is None:
        return "Everybody"
    return (
        ", ".join(
            sorted(known[each].name if each in known else sentence(label(each)) for each in named)
        )
        or "Nobody"
    )


def narrowing(all_said: Iterable[PersonSaid]) -> list[tuple[str, str]]:
    """What every later sharer is to know the fact of: whose no it is, and about what. None of their words."""
    narrow = [
        (each.person.name, read)
        for each in all_said
        for read in each.records
        if read.record in each.stands.restrictions()
    ]
    known = {str(row.pk): row for row in agencies()} if narrow else {}
    return [(name, _in_short(read, known)) for name, read in narrow]


def agreeing(all_said: Iterable[PersonSaid]) -> list[tuple[str, str]]:
    """The consent in force: whose; and when it was said, to what, with whom, what for. None of their words."""
    yes = [
        (each, read)
        for each in all_said
        for read in each.records
        if read.said.kind is Kind.AGREEMENT and _is_in_force(read, each)
    ]
    known = {str(row.pk): row for row in agencies()} if yes else {}
    return [(of.person.name, _yes_in_short(read, of, known)) for of, read in yes]


def _is_in_force(read: RecordRead, of: PersonSaid) -> bool:
    stands = of.stands
    is_there = read.record in stands.records and read.id not in stands.replaced
    return is_there and not stands.why(read.record) and not stands.is_taken_back(read.record)


def _yes_in_short(read: RecordRead, of: PersonSaid, known: dict[str, Agency]) -> str:
    rows = dict(_rows(read.said, known))
    parts = [
        f"{name}: {rows[name]}"
        for name in ("What", "With whom", "What for", "Until")
        if name in rows
    ]
    how, _ = _how_a_yes(read, of)
    if how != "Counts":
        parts.append(how)
    return f"Yes, said on {read.said.starts_on:%-d %B %Y}. {'. '.join(parts)}"


def at_issue(less: RecordRead, more: RecordRead, *, among: Iterable[Agency]) -> str:
    """What two records that disagree are both about: which kinds of information, and with whom."""
    known, mine, theirs = {str(row.pk): row for row in among}, less.said.scope, more.said.scope
    if less.said.kind is more.said.kind:  # two yeses: it is about what the greater covers
        mine = theirs
    elif less.said.is_only:
        mine = replace(mine, recipients=None)
    both = Scope(
        _both(mine.categories, theirs.categories), _both(mine.recipients, theirs.recipients)
    )
    what = _listed(both.categories, "categories", "Everything")
    return f"{what}; {_recipients(replace(more.said, scope=both), known)}"


def _both(mine: frozenset[str] | None, theirs: frozenset[str] | None) -> frozenset[str] | None:
    if mine is None or theirs is None:
        return theirs if mine is None else mine
    return mine & theirs


def told_apart(row: Shown) -> tuple[str, str]:
    """A record in two lines that no other has: what it says; then the words, when it was said, who wrote it down."""
    rows, read = dict(row.rows), row.read
    said = [
        f"{name}: {rows[name]}" for name in ("What", "With whom", "What for", LIFTS) if name in rows
    ]
    words = f"“{shortened(row.words, 80)}” " if row.words else ""
    hint = f"{words}Said on {read.said.starts_on:%-d %B %Y}. Written down by {read.by}, {moment(read.at)}"
    return f"{row.title}. {'. '.join(said)}", hint


def _in_short(read: RecordRead, known: dict[str, Agency]) -> str:
    rows = dict(_rows(read.said, known))
    about = f"{rows['What']}. With whom: {rows['With whom']}"
    about += f". {LIFTS}: {rows[LIFTS].lower()}" if LIFTS in rows else ""
    return f"{_title(read.said)}. What: {about}"


def presumed(person_age: int | None, nation: str) -> str:
    """What the law presumes of who can decide, by age and nation. Not yet checked by a lawyer.

    Sources: Mental Capacity Act 2005, s. 1; Gillick [1986] AC 112; Age of Legal Capacity (Scotland) Act 1991, ss. 1
    and 2; Data Protection Act 2018, s. 208; Adults with Incapacity (Scotland) Act 2000; Mental Capacity Act
    (Northern Ireland) 2016, in force in part.
    """
    if person_age is None:
        return "Their age is not known. From 16 they are taken to be able to decide; below, it turns on understanding."
    if person_age >= _SIXTEEN:
        return "They are taken to be able to decide, until it is shown that they cannot decide this, now."
    if nation == "scotland" and person_age >= _TWELVE:
        return "In Scotland somebody of 12 or over is taken to understand what data protection consent is."
    if nation == "scotland":
        return "In Scotland a child under 12 may decide with enough understanding of it: nothing is taken as given."
    return (
        "A child under 16 decides for themselves with enough understanding of this decision (Gillick): "
        "nothing is taken as given."
    )


_TWELVE, _SIXTEEN = 12, 16  # years
