"""Numbers that lead to one person: telephones, health and insurance numbers, references, birthdays, accounts."""

import re
from collections.abc import Iterator

from dimmer.core.locators.kinds import Found, Kind
from dimmer.core.matching import NotANumber, written

_GAP = r"[\s.()/-]{0,3}"
_D = r"[0-9Oo]"
_PHONES = (
    # from abroad: +44 20 7946 0310, 0044 (0)20 …, +353 …
    re.compile(
        rf"(?<![\w+])(?:\(?\+\s?44\)?|"
        rf"\(?0044\)?){_GAP}(?:\(0\){_GAP})?(?:0{_GAP})?[1-9](?:{_GAP}{_D}){{8,9}}(?![\w]|{_GAP}\d\b)"
    ),
    re.compile(r"(?<![\w+])\+[1-9]\d{0,2}(?:[\s.()-]{0,2}\d){7,12}(?!\w)"),
    # at home: 11 digits, or 10 of the oldest
    re.compile(rf"(?<![\w£$.,/-])\(?[0Oo][\s.-]?[1-35-9](?:{_GAP}{_D}){{9}}(?!\w)"),
    re.compile(rf"(?<![\w£$.,/-])\(?0[\s.-]?[1-35-9](?:{_GAP}\d){{8}}(?!\w|{_GAP}\d)"),
    re.compile(
        r"(?<![\w£$.,/-])0[1-35-9]\d{2,3}[\s-]\d{3}[\s-]\d{3,5}(?!\w|[\s-]?\d)"
    ),  # a digit too many or few
    re.compile(r"(?<![\w£$.,/-])44[\s-]?[1-9](?:[\s.()-]{0,2}\d){9}(?!\w)"),
    re.compile(r"(?<![\w£$.,/-])7\d{3}[\s-]?\d{3}[\s-]?\d{3}(?!\w|[\s.-]?\d)"),
    re.compile(r"(?<![\w£$.,/-])0800[\s-]?1111(?!\w)"),
)
_SPOKEN_OF = re.compile(
    r"\b(?:tel(?:ephone)?|phone|phoned|ph|mob(?:ile)?|ring|rang|call|text|whatsapp|number|num|landline|"
    r"ext(?:ension)?|fax)\b"
    r"(?:\s(?:is|on|her|him|them|me|no|number|new|now|at|ends?|ending|"
    r"in)){0,3}[\s:.]{1,3}(\d{2,5}[\s-]\d{3,4}(?:[\s-]\d{3,4})?|\d{5,8})(?![\w]|[\s-]?\d|[.:/]\d)",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"\b(?:(?:phone|mobile|mob|number|tel|line|sim|call|called|rang)\b[^.;\n]{0,30}?\b(?:ending|ends|ended|"
    r"finishing)(?:\s(?:in|with|by))?|"
    r"(?:ending|ends|last\s(?:two|three|four|2|3|4)\s(?:digits|numbers)(?:\sare|\sof\sit)?))\s(?:in\s)?(\d{2,6})\b",
    re.IGNORECASE,
)
_FEWEST, _MOST = 6, 15


def phones(text: str) -> Iterator[Found]:
    """Telephone numbers in any British form; a part of one where the words say what it is."""
    for pattern in _PHONES:
        for found in pattern.finditer(text):
            real = sum(each.isdigit() for each in found[0])
            if real >= _FEWEST and real <= _MOST:
                yield Found(*found.span(), Kind.PHONE)
    for pattern in (_SPOKEN_OF, _ENDING):
        for found in pattern.finditer(text):
            yield Found(*found.span(1), Kind.PHONE)


_TEN = re.compile(r"(?<![\w.,£/-])\d{3}[\s.-]{0,2}\d{3}[\s.-]{0,2}\d{4}(?![\w]|[\s-]?\d)")
_IN_THREES = re.compile(r"[1-9]\d{2}[ -]\d{3}[ -]\d{4}")
_LABELLED_HEALTH = re.compile(
    r"\b(?:NHS|CHI|H\s?[&+/]\s?C|HCN|health\s(?:and|&)\scare|hc|hcn)\b(?!\s?(?:trust|"
    r"england))[^;\n\d]{0,30}?(?:p\.\d{1,3}[^\d]{1,4})?"
    r"(\d(?:[\s.-]{0,2}\d){9})(?!\w)",
    re.IGNORECASE,
)
_NI = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][\s.-]?[A-Za-z][\s.-]{0,2}"
    r"\d[\s.]?\d[\s.-]{0,2}\d[\s.]?\d[\s.-]{0,2}\d[\s.]?\d[\s.-]{0,2}[A-Da-d](?![A-Za-z0-9])"
)
_NI_LABELLED = re.compile(
    r"\b(?:NI(?:NO)?|nino|national insurance)\b[^.;\n\d]{0,16}?\b"
    r"([A-Z]{2}[\s.-]{0,2}\d{2}[\s.-]{0,2}\d{2}[\s.-]{0,2}\d{2}|\d{2}[\s-]?[A-Z][\s-]?\d{2}[\s-]?\d{3})(?!\w)",
    re.IGNORECASE,
)


def numbers_of_people(text: str) -> Iterator[Found]:
    """Health numbers, by their check digit or by their name; National Insurance numbers."""
    for found in _LABELLED_HEALTH.finditer(text):
        yield Found(*found.span(1), Kind.NHS)
    for found in _TEN.finditer(text):
        try:
            written("nhs", found[0])
        except NotANumber:  # in its own form it is one all the same, mistyped
            if not _IN_THREES.fullmatch(found[0]):
                continue
        yield Found(*found.span(), Kind.NHS)
    for found in _NI.finditer(text):
        yield Found(*found.span(), Kind.NI)
    for found in _NI_LABELLED.finditer(text):
        yield Found(*found.span(1), Kind.NI)


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    rf"(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s(?:\d{{4}}|'?\d{{2}})|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|"
    rf"th)?,?\s\d{{4}}|"
    rf"\d{{1,2}}{_MONTH}\d{{2,4}})"
)
_BORN = re.compile(
    rf"\b(?:born|b\.|d\.?o\.?b\.?|date\sof\sbirth|birth\s?day|birth\s?date|ganwyd|dyddiad\sgeni)(?:\s(?:on|is|"
    rf"was|the|in|of)){{0,2}}[\s:=(-]{{0,4}}"
    rf"({_DATE}|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH})",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"(?<=[a-z])(?:,\s?|\s?\(\s?|\s)(\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19[2-9]\d|200\d|"
    r"201\d))\b(?=[\s),;.]|$)"
)
_LABELS = (
    r"(?:(?:crime|case|court|claim|incident|log|cad|police|ref(?:erence)?|urn|crn|pnc|cro|custody|tenancy|"
    r"account|acct|rent|"
    r"file|matter|policy|order|mosaic|liquid\s?logic|job|ticket|complaint|application|niche|athena|storm|"
    r"hearing|appeal|upn|"
    r"uln|pin|dbs|acc|agreement|bidding|passport|membership|certificate|prison|noms|ward|hospital|mrn|marac|rio|system\s?one|emis|ufn|laa|ccms|legal\said)\b"
    r"(?:\s?(?:no|number|num|ref|reference|id|code|#))?\b\.?)"
)
_REFERENCE = re.compile(
    rf"\b{_LABELS}(?:\s(?:no|number|ref|reference|is|was|of|it|"
    rf"id)\b\.?){{0,2}}[\s:#=(-]{{0,3}}((?=[A-Za-z/-]{{0,12}}\d)[A-Za-z0-9]{{1,14}}(?:[/-][A-Za-z0-9]{{1,14}}){{0,5}})(?![\w])",
    re.IGNORECASE,
)
_FORMS = (
    re.compile(r"(?<![\w/-])[A-Z]{1,5}[/-]\d{3,10}(?:[/-][A-Z0-9]{1,6}){0,3}(?![\w/])"),
    re.compile(r"(?<![\w/-])\d{2,4}/[A-Z0-9]{2,5}/\d{2,7}(?:/\d{2,4})?(?![\w/])"),
    re.compile(r"(?<![\w/-])\d{2}/\d{4,7}[A-Z](?![\w/])"),
    re.compile(r"(?<![\w/-])\d{2}/\d{4,8}(?:/\d{2,4})?(?![\w/])"),
    re.compile(r"(?<![\w/-])\d{5,8}/\d{2,4}(?![\w/-])"),
    re.compile(r"(?<![\w/-])[A-Z]{2}\d{2}[A-Z]\d{5}(?!\w)"),
    re.compile(r"(?<![\w/-])[A-Z]\d{4}[A-Z]{2}(?!\w)"),
    re.compile(r"(?<![\w/-])[A-Z]\d{6,12}[A-Z0-9]?(?!\w)"),
    re.compile(r"(?<![\w/-])[A-Z]{2,5}\d{5,10}(?!\w)"),
    re.compile(r"(?<![\w/-])[A-Z]{2,6}-\d{2,6}-[A-Z0-9]{1,6}(?!\w)"),
)
_ACCOUNT = re.compile(
    r"\b(?:sort\s?code|s/c)\W{0,3}(\d{2}[\s-]?\d{2}[\s-]?\d{2})\b|\b(?:account|acc|acct|a/c)(?:\s?(?:no|number|"
    r"num))?\W{1,3}(\d{8})\b|"
    r"(?<!\w)(\d{2}-\d{2}-\d{2}\W{1,4}\d{8})(?!\w)|\b(GB\d{2}\s?[A-Z]{4}(?:\s?\d){14})(?!\w)",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?")
_SECTIONS = re.compile(r"(?:s|ss|art|reg|para|sch|ground|step|stage|page|p)\.?\d", re.IGNORECASE)


def references(text: str) -> Iterator[Found]:
    """Dates of birth, references of cases, bank details."""
    for pattern in (_BORN, _AFTER_NAME):
        for found in pattern.finditer(text):
            yield Found(*found.span(1), Kind.BORN)
    for found in _REFERENCE.finditer(text):
        if (
            not _SECTIONS.match(found[1])
            and not _DAY.fullmatch(found[1])
            and not re.fullmatch(r"\d\d?", found[1])
        ):
            yield Found(*found.span(1), Kind.REFERENCE)
    for pattern in _FORMS:
        for found in pattern.finditer(text):
            if not _DAY.fullmatch(found[0]):
                yield Found(*found.span(), Kind.REFERENCE)
    for found in _ACCOUNT.finditer(text):
        place = next(at for at in (1, 2, 3, 4) if found[at])
        yield Found(*found.span(place), Kind.BANK)
