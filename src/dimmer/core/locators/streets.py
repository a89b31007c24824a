"""Streets, houses and flats, with a number or by name alone."""

import re
from collections.abc import Iterator

from dimmer.core.locators.kinds import Found, Kind
from dimmer.core.locators.words import CAPITAL, NO_NAMES, words_of

_SURE = words_of(
    """
    road rd street str st avenue ave av lane ln close crescent cres cresc terrace terr tce ter gardens gdns gdn
    grove mews wynd vennel boulevard blvd esplanade gait brae loan cl drive dr
    """
)
"""Words that end the name of a street and little else, beside a number."""
_PERHAPS = words_of(
    """
    court ct crt place pl way row rise square sq walk hill park parade green view croft mount vale path quay
    wharf yard gate bank fold garth meadow meadows end field fields heights house hse buildings bldgs villas
    cottages cottage estate circus broadway highway promenade arcade passage ride dell dene holme orchard leys
    lea copse spinney glebe chase causeway corner crossway dale tower towers point lodge flats mill farm barn
    bungalow bungalows wood woods heath common bridge cross side parc avenues mansions maisonettes hall manor
    grange pend neuk knowe cloisters drove paddock paddocks haven hollow nook ridge slope steps stables warren
    waye wharfe gr approach bottoms butts entry ginnel snicket alley brow bury cliff cove crest down downs edge
    elms firs furlong gables hey hurst island keep knoll landing law links locks lock maltings marsh moor oaks
    oval pastures pines plain ponds pound reach shaw shore spur strand thicket top twitten acre acres embankment
    gateway precinct range rock roundabout station trees viaduct terraces
    """
)
_TYPES = "|".join(sorted({*_SURE, *_PERHAPS}, key=len, reverse=True))
_ALONE = (
    "Road|Rd|Street|Avenue|Ave|Lane|Ln|Close|Crescent|Cres|Terrace|Gardens|Gdns|Grove|Mews|Wynd|Vennel|"
    "Boulevard|Esplanade|"
    "Brae|Drive|Row|Rise|Broadway|Parade|Gait|Croft|Quay|Wharf|Fold|Garth|Cl|St"
)
_ALONE_AFTER = (
    "Court|Place|Way|Square|Walk|Hill|Park|Green|View|Mount|Vale|Gate|Bank|End|Heights|Buildings|Villas|"
    "Cottages|Cottage|"
    "Estate|Tower|Towers|Point|Mansions|Farm|Mill|Barn|Meadow|Meadows|Fields|Bridge|Cross|Hall|Arcade|Loan|Dr|"
    "Pl|Ct|Sq|Path|"
    "Chase|Circus|Promenade|Orchard|Dene|Dell|Dale|Bungalow|Approach|Yard|Flats|Maltings"
)
_UNIT = (
    r"(?:flat|fl|flt|apartment|apt|unit|room|rm|bedsit|studio|caravan|plot|chalet|pitch|block|uned|fflat|"
    r"ystafell|suite|"
    r"maisonette)\.?\s?(?:no\.?\s?)?(?:[A-Za-z]?\d{1,4}[A-Za-z]?(?:/\d{1,3})?|[A-Za-z])(?!\w)"
)
_FLOOR = (
    r"(?:(?:top|ground|first|second|third|\d{1,2}(?:st|nd|rd|th)|basement)\s(?:floor\s)?(?:flat|"
    r"floor)(?:\s(?:left|right))?)"
)
_NUMBER = (
    r"(?:(?:no|number|nr|nos)\.?\s?)?(?:\d{1,2}/\d{1,2},?\s{1,2})?"
    r"\d{1,4}\s?(?:[A-Za-z](?![\w']))?(?:\s?[-/&]\s?\d{1,4}[A-Za-z]?)?"
)
_WORD = r"[A-Za-z\xc0-\xff][\w'.-]{0,24}"
_HOUSE = (
    "Cottage|House|Farm|Farmhouse|Lodge|Bakery|Barn|Mill|Villa|Rectory|Vicarage|Manse|Croft|Bungalow|Hall|"
    "Manor|Grange|Court|"
    "Stables|Forge|Chapel|Annexe|Tower|Heights|Schoolhouse|Cabin|Nook|View|Flats|Mansions|Point"
)
_NUMBERED = re.compile(
    rf"(?<![\w.:/\xa3$-])(?:(?-i:(?:The\s)?(?:{CAPITAL}\s){{0,2}}(?:{_HOUSE})),\s{{1,2}})?"
    rf"(?:(?P<unit>{_UNIT}|{_FLOOR})[,\s/-]{{1,3}})?(?:(?:rear\sof|r/o|above|behind)\s)?(?P<number>{_NUMBER}),?\s{{1,2}}"
    rf"(?P<name>{_WORD}(?:\s{{1,2}}{_WORD}){{0,3}}?)\s{{1,2}}(?P<type>{_TYPES})(?![\w'])(?:\s(?=(?-i:[A-Z]))(?:{_TYPES})(?![\w']))?\.?(?:\s(?:north|south|east|west|lower|upper)\b)?",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(
    r"(?<![\w.:/\xa3$-])(?:(?:no|number)\.?\s?)?\d{1,4}[A-Za-z]?,?\s(?:The\s)?"
    r"(?:Broadway|Strand|Highway|Causeway|Esplanade|Parade|Promenade|Crescent|Green|Avenue|Mall|Square|Terrace|"
    r"Mews|Close|"
    r"[A-Z][a-z]{2,16}(?:gate|way|side|well|croft|field|bank|wynd|mount|dale))(?![\w'])"
)
_THE = re.compile(
    r"(?<![\w.:/\xa3$-])\d{1,4}[A-Za-z]?,?\sThe\s[A-Z][a-z]{2,18}(?:\s[A-Z][a-z]{2,18})?(?![\w'])"
)
_UNIT_AND_HOUSE = re.compile(
    rf"(?<!\w)(?:{_UNIT}|{_FLOOR})[,\s]{{1,3}}(?-i:(?:The\s)?{CAPITAL}(?:\s{CAPITAL}){{0,3}}(?:,\s{CAPITAL}(?:\s{CAPITAL}){{0,2}}\s(?:{_ALONE}))?)",
    re.IGNORECASE,
)
_UNIT_ALONE = re.compile(
    r"(?<!\w)(?:flat|apartment|apt|bedsit|caravan|chalet|"
    r"fflat)\.?\s?(?:no\.?\s?)?(?:\d{1,4}[A-Za-z]?(?:/\d{1,3})?|[A-Z]\d{0,3})(?![\w'])",
    re.IGNORECASE,
)
_HOMES = ("flat", "ap", "fflat", "uned", "unit", "caravan", "studio")
_UNIT_LETTER = re.compile(r"[A-Za-z]$")
_WELSH = re.compile(
    rf"(?<!\w)(?:{CAPITAL}(?:\s{CAPITAL}){{0,2}},\s)?"
    r"(?:(?:Uned|Fflat|Rhif|Flat|No\.?)\s?\d{0,4}[A-Za-z]?,?\s)?(?:\d{1,4}[A-Za-z]?,?\s)?"
    r"(?:Stryd|Ffordd|Heol|Lon|L\xf4n|Rhodfa|Maes|Clos|Rhes|Llys|Cwrt|Trem|Teras|Pentre|Parc|Rhiw|Allt|Stad|"
    r"Gerddi|Cilgant)\s"
    rf"(?:(?:y|yr|Y|Yr|Dan|dan|Pen|pen|Glan)[\s-])?{CAPITAL}(?:\s(?:(?:y|yr|Y|Yr|Dan)\s)?{CAPITAL})?"
)
_NAMED = re.compile(
    rf"(?<![\w'])(?:(?:The\s)?(?:{CAPITAL}\s){{0,2}}(?:{_HOUSE}),\s{{1,2}})?(?:The\s)?(?:St\.?\s)?{CAPITAL}(?:\s(?:of|the|and|on)\s{CAPITAL})?"
    rf"(?:\s{CAPITAL}){{0,2}}?\s(?:{_ALONE})(?![\w'])(?:\s(?:North|South|East|West)\b)?"
)
_NAMED_AFTER = re.compile(
    rf"\b(?:in|on|at|to|from|near|off|of|into|along|down|outside|opposite|behind|address|lives|living|:|"
    rf"is)\s(?:the\s)?"
    rf"((?:The\s)?(?:St\.?\s)?{CAPITAL}(?:\s{CAPITAL}){{0,2}}?\s(?:{_ALONE_AFTER}))(?![\w'])(?!\s(?:{CAPITAL}))"
)
_AT_NUMBER = re.compile(
    r"\b(?:at|from|to|outside|in|of|lives|living|opposite|address|house|door|is|staying|"
    r"stays)\s((?:house\s)?(?:no\.?|number|nr|num)\s?\d{1,4}[A-Za-z]?)(?![\w/]|[.,-]\d)",
    re.IGNORECASE,
)
_LOWER_NAMED = re.compile(
    r"\b(?:in|on|at|to|from|near|off|down|along|into)\s([a-z][a-z']{2,16}(?:\s[a-z][a-z']{2,16})?\s"
    r"(?:road|rd|street|avenue|ave|lane|crescent|cres|terrace|grove|mews|wynd|gardens|gdns|drive))(?![\w'])"
)
_NO_STREET = words_of(
    """
    a an the this that in on of at to from by for and or with down up along off into over under near his her
    their my our your was is are were be been has had people persons men women children kids boys girls minute
    minutes min mins hour hours hr hrs day days week weeks month months year years yr yrs time times mile miles
    metre metres yards doors cars visits calls more other different bed beds bedroom bedrooms mg ml kg km cm mcg
    units unit per x am pm st nd rd th wks wk or but not who when where then said says will would can went goes
    came each every same next last main busy local whole one two three four five six new old nearest some any no
    high-risk no-go side back front left right officers police repeat cases pages letters photos texts nights
    incidents points tablets tabs caps old
    """
)
_ALSO_NAMES = words_of(
    """
    old new main back front side left right st two three four five six seven high whole
    """
)
"""Of them, those that begin the name of a street where they have a capital."""
_INSTITUTIONS = frozenset({"court", "ct", "bank", "park", "house", "place", "yard", "hall"})
"""Words that end a street's name, and with one of the next before it a court, a bank or the like."""
_COURTS = words_of(
    """
    Crown High County Family Youth Magistrates Magistrates' Sheriff Supreme Coroner's Appeal Criminal Civil Food
    Blood Safe Open Super District Sessions Commercial Care Data Memory Main Car Job
    """
)


def streets(text: str) -> Iterator[Found]:
    """Addresses with a number, streets by name alone, flats, and a house number by itself."""
    for found in _NUMBERED.finditer(text):
        if _is_numbered(found, text):
            yield Found(found.start(), found.start() + len(found[0].rstrip(".")), Kind.STREET)
    for pattern, place in ((_NAMED, 0), (_NAMED_AFTER, 1)):
        for found in pattern.finditer(text):
            if (start := _name_from(found[place])) is not None:
                yield Found(found.start(place) + start, found.end(place), Kind.STREET)
    for pattern in (_ONE_WORD, _THE, _WELSH):
        for found in pattern.finditer(text):
            yield Found(*found.span(), Kind.STREET)


def flats(text: str) -> Iterator[Found]:
    """A flat, alone or with the name of its house; a house by its number; a street in small letters."""
    for found in _UNIT_AND_HOUSE.finditer(text):
        if found[0].lower().startswith(_HOMES) and found[0].split()[-1] not in NO_NAMES:
            yield Found(*found.span(), Kind.STREET)
    for found in _UNIT_ALONE.finditer(text):
        lone = _UNIT_LETTER.search(found[0])
        if not lone or lone[0].isupper() or found[0][-2].isdigit():
            yield Found(*found.span(), Kind.STREET)
    for found in _AT_NUMBER.finditer(text):
        yield Found(*found.span(1), Kind.STREET)
    for found in _LOWER_NAMED.finditer(text):
        if _NO_STREET.isdisjoint(found[1].split()[:-1]):
            yield Found(*found.span(1), Kind.STREET)


def _is_numbered(found: re.Match[str], text: str) -> bool:
    name = found["name"].split()
    kind = found["type"].lower()
    is_named = name[0][0].isupper() and name[0].lower().rstrip(".") in _ALSO_NAMES
    if (name[0].lower().rstrip(".") in _NO_STREET and not is_named) or (
        name[-1] in _COURTS and kind in _INSTITUTIONS
    ):
        return False
    if any(word.endswith(".") and word != "St." for word in name):
        return False  # a sentence ended between
    capitals = [word for word in name if word[0].isupper()]
    if capitals:
        inner = [
            word
            for word in name
            if word[0].islower() and word not in ("of", "the", "and", "y", "yr")
        ]
        return len(inner) <= 1 and not (inner and inner[0] in _NO_STREET)
    if len(name) > 2 or any(word.rstrip(".") in _NO_STREET for word in name):  # noqa: PLR2004  (two words of a name)
        return False
    if found["unit"] or kind in _SURE:
        return True
    before = text[max(0, found.start() - 14) : found.start()].lower()
    return bool(re.search(r"(?:\b(?:at|to|address|lives|in|from|is)|[:,(])\s{0,2}$", before))


def _name_from(words: str) -> int | None:
    """Where the name of a street begins among words with capitals; None where it is no street."""
    at = 0
    parts = words.split(" ")
    while len(parts) > 1 and parts[0] in NO_NAMES and parts[0] != "The" and parts[1] != "of":
        at += len(parts[0]) + 1
        parts = parts[1:]
    if len(parts) < 2 or (parts[0] == "The" and len(parts) == 2):  # noqa: PLR2004  (a name, then what it is)
        return None
    is_court = parts[-1].lower() in _INSTITUTIONS and parts[-2] in _COURTS
    return None if is_court or parts[-2] in ("Women's", "Citizens") else at
