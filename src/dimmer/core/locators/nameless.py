"""A question without a name: what of a text identifies somebody, the text without it, and what fits one family."""

import re
from collections.abc import Iterable

from dimmer.core.locators import find
from dimmer.core.locators.kinds import Found, Kind

_PEOPLE = frozenset({Kind.PERSON, Kind.OTHER_PERSON, Kind.SURNAME})
_NUMBERS = frozenset({Kind.NHS, Kind.NI, Kind.BANK, Kind.REFERENCE, Kind.PHONE, Kind.VEHICLE})
_ROUNDS = 5
_SMALL = (
    r"village|hamlet|estate|island|valley|parish|farm|town|cul-de-sac|close-knit|neighbourhood|congregation|locally|"
    r"round here|around here"
)
_PLACE = re.compile(rf"\b(?:{_SMALL})\b", re.IGNORECASE)
_ONLY = re.compile(r"\bthe only\b|\bonly (?:one|family|person|child|couple)\b", re.IGNORECASE)
_ORIGIN = (
    r"[a-z]{3,12}(?:anian|inian|alian|erian|enian|onian|adian|arian|esian)|polish|romanian|somali|kurdish|turkish|"
    r"chinese|vietnamese|filipin[oa]|welsh[- ]speaking|portuguese|brazilian|tamil|sikh|hindu|jewish|muslim|mormon|"
    r"amish|quaker|jehovah'?s witness(?:es)?|roma|gypsy|gypsies|travellers?|showm[ae]n|asylum[- ]seek(?:er|ers|ing)|"
    r"refugees?|trafficked"
)
_WORK = (
    r"police officers?|detectives?|councillors?|vicars?|priests?|imams?|rabbis?|pastors?|surgeons?|head ?teachers?|"
    r"magistrates?|judges?|soldiers?|firefighters?|footballers?|pilots?|mayors?|farmers?|celebrit(?:y|ies)|mps?"
)
_BODY = (
    r"deaf|blind|wheelchairs?|albin(?:o|ism)|amputees?|epilep(?:sy|tic)|cystic fibrosis|down'?s syndrome|dwarfism|"
    r"sickle cell|huntington'?s|hiv|dialysis|transplant|non-verbal|cerebral palsy|tourette'?s"
)
_FAMILY = (
    r"twins?|triplets?|quadruplets|adopted|surrogate|foster(?:ed|ing)?|same-sex|two mums|two dads|"
    r"(?:five|six|seven|eight|nine|ten|eleven|twelve|[5-9]|1[0-9]) (?:children|siblings|brothers|sisters|kids)|"
    r"trans(?:gender)?|non-binary|intersex|widow(?:er)?"
)
_EVENT = (
    r"in the news|newspapers?|inquest|murder(?:ed)?|manslaughter|arson|house fire|stabb(?:ed|ing)|abducted|"
    r"released last (?:week|month)|life sentence"
)
_TRAITS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (_ORIGIN, _WORK, _BODY, _FAMILY, _EVENT)
)
"""What few have, in five groups. Several of a group are one trait: a word may be said twice."""


def identity(text: str, *, names: Iterable[str] = ()) -> tuple[Found, ...]:
    """Everything that says who or where somebody is; a question without a name has none of it.

    Args:
        names: names and aliases of those whom the writer knows, found however they are spelt.
    """
    return find(text, names=names)


def without_identity(text: str, *, names: Iterable[str] = ()) -> str:
    """The text with neutral words in place of each finding; nothing is found in it any more."""
    known = tuple(names)
    for _ in range(_ROUNDS):
        found = find(text, names=known)
        if not found:
            return text
        for each in reversed(found):
            text = text[: each.start] + _neutral(each.kind) + text[each.end :]
    for each in reversed(find(text, names=known)):  # neutral words beside others may read as a name
        text = text[: each.start] + "…" + text[each.end :]
    return text


def _neutral(kind: Kind) -> str:
    if kind in _PEOPLE:
        return "[somebody]"
    if kind is Kind.BORN:
        return "[a date]"
    return "[a number]" if kind in _NUMBERS else "[somewhere]"


def rare(text: str) -> tuple[str, ...]:
    """The words that together may fit one family in a place; empty where there are too few of them.

    Two rare traits of different groups, one with a word for a small place, or a word that says that there is only
    one. A question, never a verdict: what is rare in one place is common in another.
    """
    traits = [found[0] for pattern in _TRAITS if (found := pattern.search(text))]
    place, only = _PLACE.search(text), _ONLY.search(text)
    if len(traits) > 1 or (traits and place) or only:
        return (*traits, *(found[0] for found in (place, only) if found))
    return ()
