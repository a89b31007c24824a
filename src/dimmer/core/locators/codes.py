"""Locators with an official form: postcodes, vehicles, addresses on the net, coordinates."""

import re
from collections.abc import Iterator

from dimmer.core.locators.kinds import Found, Kind
from dimmer.core.locators.words import words_of

_AREAS = words_of(
    """
    AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
    EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N
    NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN
    TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ZZ
    """
)
"""Postcode areas of the United Kingdom and the Crown Dependencies."""
_EDGE, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_POSTCODE = re.compile(
    # ahead, so that a word before it ("at l1 0aa") does not swallow its beginning
    rf"{_EDGE}(?=([A-Za-z])(\s?)([A-Za-z]?)(\s?)([0-9OoIl])(\s?)([0-9A-Za-z]?)([\s.-]{{0,4}})"
    rf"([0-9OoIl])(\s?)([ABD-HJLNP-UW-Zabd-hjlnp-uw-z])(\s?)([ABD-HJLNP-UW-Zabd-hjlnp-uw-z]){_END})"
)
_GIRO = re.compile(rf"{_EDGE}GIR\s{{0,2}}0AA{_END}", re.IGNORECASE)
_ORDINAL = re.compile(r"\s(?:1st|2nd|3rd|[04-9]th)$")
_SAID = re.compile(r"\bpost\s?code(?:\sis|\swas)?[\s:]{0,3}$", re.IGNORECASE)
_SMALL_WORDS = words_of(
    """
    as at an be by he up us
    """
)
_OUTWARD = re.compile(
    r"\b(?:in|to|near|around|from|into|of|area|postcode|district|the)\s(?:the\s)?"
    rf"([A-Z]{{2}}[0-9][0-9A-Z]?){_END}(?!\s?\d)|"
    rf"\b(?:post\s?code|area|postal district)(?:\s(?:is|of))?[\s:]{{1,2}}([A-Za-z]{{1,2}}[0-9][0-9A-Za-z]?){_END}|"
    rf"{_EDGE}([A-Z]{{1,2}}[0-9][0-9A-Z]?)\s(?:area|postcode)\b"
)


def postcodes(text: str) -> Iterator[Found]:
    """Whole postcodes, however spaced; the first half alone where the words around it say what it is."""
    for found in _POSTCODE.finditer(text):
        if _is_postcode(found):
            yield Found(found.start(), found.end(13), Kind.POSTCODE)
    for found in _GIRO.finditer(text):
        yield Found(*found.span(), Kind.POSTCODE)
    for found in _OUTWARD.finditer(text):
        place = next(at for at in (1, 2, 3) if found[at])
        letters = found[place].rstrip("0123456789").rstrip("ABCDEFGHJKMNPRSTUVWXY0123456789")
        area = re.match(r"[A-Za-z]{1,2}", found[place])
        if (area and area[0].upper() in _AREAS) or (letters and letters.upper() in _AREAS):
            yield Found(*found.span(place), Kind.POSTCODE)


def _is_postcode(found: re.Match[str]) -> bool:
    one, two = found[1], found[3]
    digits = found[5] + found[9] + found[7]
    if not any(each.isdigit() for each in digits) or (found[7] and not found[7].isalnum()):
        return False
    area = (one + two).upper()
    listed = area in _AREAS
    typed = "".join(found.groups())
    # with nothing after the digit the space before the second half is taken as one before what is not there
    between = found[8] if found[7] else found[6] + found[8]
    is_plain = not any(found[at] for at in (2, 4, 10, 12)) and not (found[6] and found[7])
    is_lower = typed == typed.lower()
    if found[5] in "OoIl" and found[9] in "OoIl":
        return False
    if is_plain and between.isspace() and _ORDINAL.search(typed):
        return False  # "M25 1st exit"
    if not listed:
        is_said = typed == typed.upper() or _is_announced(found)
        return is_plain and is_said and found[5].isdigit() and found[9].isdigit()
    if is_plain:
        return True
    # a space where none belongs: then the last two letters must not be a small word of a sentence
    return not (
        is_lower and found[10] and not found[12] and (found[11] + found[13]) in _SMALL_WORDS
    )


def _is_announced(found: re.Match[str]) -> bool:
    """Whether the words before say that it is one."""
    ahead = found.string[max(0, found.start() - 20) : found.start()]
    return _SAID.search(ahead) is not None


_NOT_PLATES = words_of(
    """
    THE AND FOR BUT WAS HAS HAD HIS HER HIM SHE NOT YOU WHO CAN DID OUT OFF VIA PER NOW OLD NEW TEN TWO ONE SIX
    DAY ALL ANY ARE ITS HRS MIN MGS MLS WKS YRS NHS CSC GCP DVA DBS CPS PHQ GAD ESA PIP DLA EHC SEN LAC CIN CPP
    EPO ICO MPH TAB CAP INJ JAB BUS WAY LTD PLC AMP FTE GMT BST AGO SET LOT END BOX BAR BED
    """
)
_NEW_PLATE = re.compile(
    rf"{_EDGE}([A-Z]{{2}})(\s?)([0-9OI]{{2}})([\s-]?)([A-Z]{{3}}){_END}", re.IGNORECASE
)
_PREFIX = re.compile(
    rf"{_EDGE}([A-HJ-NP-Y])([0-9]{{1,3}})([\s-]?)([A-Z]{{3}}){_END}", re.IGNORECASE
)
_SUFFIX = re.compile(
    rf"{_EDGE}([A-Z]{{3}})([\s-]?)([0-9]{{1,3}})([\s-]?)([A-HJ-NP-Y]){_END}", re.IGNORECASE
)
_NORTHERN = re.compile(
    rf"{_EDGE}(I[ABGJLW]|[JOUX]I|[A-Z]Z|[A-Z]I[A-Z]|[A-Z]{{2}}Z)([\s-]?)([0-9]{{3,4}})(?!\w|[\s.]?\d)"
)
WORDS_OF_CARS = (
    r"(?:reg(?:istration|istered)?|regn|plates?|vrm|index|drives?|driving|car|van|vehicle|motorbike|motorcycle|moped|"
    r"taxi|minibus|ford|fiesta|focus|vauxhall|corsa|astra|bmw|audi|golf|polo|vw|volkswagen|toyota|yaris|nissan|juke|"
    r"micra|honda|civic|jazz|kia|hyundai|peugeot|renault|clio|citroen|fiat|mini|mercedes|merc|skoda|fabia|"
    r"octavia|seat|"
    r"volvo|mazda|tesla|dacia|duster|transit|landrover|land rover|jeep|suzuki|hatchback|saloon)"
)
_ANY_PLATE = re.compile(
    rf"\b{WORDS_OF_CARS}\b[^.;\n]{{0,24}}?{_EDGE}"
    r"([A-Z]{2}\s?[0-9OI]{2}\s?[A-Z]{3}|[A-Z]\s?[0-9]{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?[0-9]{1,3}\s?[A-Z]|"
    rf"[A-Z]{{1,3}}\s?[0-9]{{1,4}}|[0-9]{{1,4}}\s?[A-Z]{{1,3}}){_END}",
    re.IGNORECASE,
)
_SAID_PLATE = re.compile(
    r"\b(?:reg|regn|registration|plates?|vrm)\b(?:\s(?:no|number|is|was|mark|plate))?[\s:.\"'(]{1,3}"
    rf"(?=[A-Z ]{{0,4}}\d)([A-Z0-9]{{2,4}}\s?[A-Z0-9]{{2,4}}){_END}",
    re.IGNORECASE,
)
"""What is said to be a plate, also one of somebody's own making."""
_NOT_LETTERS = words_of(
    """
    AT TO IN ON BY OF AM PM IS OR AN AS NO MG ML KG KM HR MIN THE FOR AND WITH TWO ONE ST ND RD TH X WD YR CC L
    WAS HAS MPH DAY AGE HER HIS CAR VAN BUS A I GET GOT ARE MIL SEP OCT NOV DEC JAN FEB MAR APR MAY JUN JUL AUG
    """
)


def vehicles(text: str) -> Iterator[Found]:
    """Number plates: today's form, those before it, Northern Ireland's."""
    for found in _NEW_PLATE.finditer(text):
        is_upper = found[0] == found[0].upper()
        spaced = bool(found[2])
        if (is_upper or not spaced) and not (
            found[4] == " " and not found[5].isupper() and found[5].upper() in _NOT_PLATES
        ):
            yield Found(*found.span(), Kind.VEHICLE)
    for pattern, letters, gaps in ((_PREFIX, 4, (3,)), (_SUFFIX, 1, (2, 4))):
        for found in pattern.finditer(text):
            spaced = any(found[at] for at in gaps)
            is_upper = found[0] == found[0].upper()
            if not spaced or (is_upper and found[letters] not in _NOT_PLATES):
                yield Found(*found.span(), Kind.VEHICLE)
    for found in _NORTHERN.finditer(text):
        yield Found(*found.span(), Kind.VEHICLE)


def spoken_plates(text: str) -> Iterator[Found]:
    """Plates of any form, where the words before them speak of a car or a plate."""
    for found in _ANY_PLATE.finditer(text):
        letters_in = [each.upper() for each in re.findall(r"[A-Za-z]+", found[1])]
        if not any(each in _NOT_LETTERS or each in _NOT_PLATES for each in letters_in):
            yield Found(*found.span(1), Kind.VEHICLE)
    for found in _SAID_PLATE.finditer(text):
        if sum(each.isalpha() for each in found[1]) > 1:
            yield Found(*found.span(1), Kind.VEHICLE)


_TOP = (
    r"(?:com|org|net|uk|co|io|gov|edu|info|biz|me|app|dev|eu|ie|scot|wales|cymru|london|london|example|test|"
    r"invalid|tv|"
    r"de|fr|pl|ro|online|site|chat|link|email|ly|gl)"
)
_DOT = r"(?:\s?\.\s?|\s{1,2}dot\s{1,2}|\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?)"
_AT = r"(?:\s?@\s?|\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?)"
_LABEL = r"[A-Za-z0-9](?:[\w-]{0,62})"
_EMAILS = (
    re.compile(
        rf"(?<![\w.+@-])[\w.+'-]{{1,64}}@{_LABEL}(?:\.[A-Za-z0-9][\w-]{{0,62}}){{1,5}}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.+@-])[\w+-]{{1,64}}(?:{_DOT}[\w+-]{{1,64}}){{0,3}}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,3}}{_DOT}{_TOP}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.+@-])[\w+-]{{1,64}}(?:(?:\.|\s{{1,2}}(?:dot|underscore|dash|"
        rf"hyphen)\s{{1,2}})[\w+-]{{1,64}}){{0,4}}"
        rf"\s{{1,2}}at\s{{1,2}}{_LABEL}(?:(?:\.|\s{{1,2}}dot\s{{1,2}}){_LABEL}){{0,3}}(?:\.|"
        rf"\s{{1,2}}dot\s{{1,2}}){_TOP}\b",
        re.IGNORECASE,
    ),
)
_HANDLE = re.compile(r"(?<![\w.@/])@\s?[A-Za-z0-9_](?:[\w.-]{0,40}\w)?")
_REDDIT = re.compile(r"(?<![\w/])u/[A-Za-z0-9][\w-]{2,24}")
_UNDERSCORED = re.compile(
    r"(?<![\w./\\@-])(?!(?:IMG|DSC|PXL|VID|SCAN)_)[A-Za-z0-9]{1,30}(?:[_.][A-Za-z0-9]{1,30}){0,4}_[A-Za-z0-9_]{1,30}(?![\w/\\@])"
)
_TAGGED = re.compile(r"(?<![\w#])[A-Za-z][\w.]{2,30}#\d{4}\b")
SERVICE = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|sc|tik\s?tok|facebook|fb|messenger|twitter|threads|bluesky|mastodon|discord|"
    r"whats\s?app|telegram|signal|kik|viber|reddit|youtube|twitch|linkedin|pinterest|roblox|fortnite|minecraft|psn|"
    r"playstation|xbox|steam|skype|wechat|vinted|bereal|onlyfans|tinder|bumble|hinge|strava|gamer\s?tag|user\s?name|"
    r"handle|profile)"
)
_NAMED_HANDLE = re.compile(
    rf"\b{SERVICE}\b(?:\s(?:user|name|username|handle|account|profile|id|page|tag|is|as|under|called|named|"
    rf"now|new|her|his|"
    rf"their|the|on|using|goes|by|s)){{0,4}}\s?[:=,-]?\s?[\"'(]?(?:u/)?([A-Za-z0-9][\w.\-]{{1,38}}[\w])"
)
_BARE = re.compile(
    rf"\b(?i:{SERVICE})\s([a-z][a-z0-9._]{{4,28}}[a-z0-9])(?=[.,;)\n]|$|\s(?:and|or|/|is)\b)"
)
_NO_HANDLE = words_of(
    """
    she he they it we you her his the a an no yes none not mum dad posts post messages message account accounts
    story stories friend friends photo photos picture pictures videos video group groups today again instead
    blocked online profile password request requests tonight weekly daily chats calls everyone checked deleted
    removed stopped locked hacked banned restarted reopened closed opened details evidence history contact contacts
    settings feature location tracking tracker number report reports screenshots between
    """
)
_PLAIN_WORD = re.compile(r"[A-Z]?[a-z]+(?:-[a-z]+)?|[A-Z]+|\d{1,2}")
_ON_SERVICE = re.compile(
    rf"(?<![\w@.])([A-Za-z][\w.\-]{{1,38}}\w)\s(?:on|in)\s(?:her\s|his\s|their\s)?{SERVICE}\b"
)


def on_the_net(text: str) -> Iterator[Found]:
    """E-mail addresses, also in words; links and paths; names on a social or messaging service."""
    for pattern in _EMAILS:
        for found in pattern.finditer(text):
            yield Found(found.start(), found.start() + len(found[0].rstrip(".-'")), Kind.EMAIL)
    for found in _HANDLE.finditer(text):
        yield Found(*found.span(), Kind.HANDLE)
    for pattern in (_UNDERSCORED, _TAGGED, _REDDIT):
        for found in pattern.finditer(text):
            yield Found(*found.span(), Kind.HANDLE)
    for pattern, sure in ((_NAMED_HANDLE, "is : = called"), (_ON_SERVICE, "")):
        for found in pattern.finditer(text):
            before = text[max(0, found.start(1) - 3) : found.start(1)]
            spoken = sure and (":" in before or "=" in before) and found[1] not in _NO_HANDLE
            if not _PLAIN_WORD.fullmatch(found[1]) or (spoken and not found[1].isdigit()):
                yield Found(*found.span(1), Kind.HANDLE)


def bare_handles(text: str) -> Iterator[Found]:
    """What stands by itself after the name of a service."""
    for found in _BARE.finditer(text):
        if found[1] not in _NO_HANDLE:
            yield Found(*found.span(1), Kind.HANDLE)


_LINKS = (
    re.compile(r"\b(?:https?|ftp|file)://[^\s<>\"']{1,2000}", re.IGNORECASE),
    re.compile(r"(?<![\w@.])(?:www\.[^\s<>\"']{3,500})", re.IGNORECASE),
    re.compile(
        r"(?<![\w@./+-])[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){0,4}"
        r"\.(?:com|org|net|uk|io|app|example|info|ie|scot|wales|cymru|london|test|ly|gl|"
        r"me)(?:/[^\s<>\"']{0,500})?(?![\w@])",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\w)(?:[A-Za-z]:\\|\\\\)[^\s\"<>|][^\"<>|\n]{0,250}?(?=[\s\"<>|,;)]|$)"),
    re.compile(r"(?<![\w./])(?:~|\.{1,2})?/(?:[\w.%+-]{1,80}/){1,12}[\w.%+-]{0,80}"),
    re.compile(
        r"(?<![\w./\\])[\w-]{1,80}\.(?:jpe?g|png|heic|gif|pdf|docx?|xlsx?|mp4|mov|wav|mp3|msg|eml|zip|csv|gpx|kml)\b",
        re.IGNORECASE,
    ),
)
_COORDINATES = (
    re.compile(
        r"(?<!\w)[NSns]\s?\d{1,2}[\s\xb0]{1,2}\d{1,2}\.\d{1,5}'?[\s,;]{1,2}[EWew]\s?\d{1,3}[\s\xb0]{1,2}\d{1,2}\.\d{1,5}'?"
    ),
    re.compile(
        r"(?<![\d.])[-+]?\d{1,3}\.\d{3,12}\s?\xb0?\s?[NSns]?\s?(?:[,;/|]|\s(?:and|by|x)\s|\s)\s?"
        r"(?:lon(?:g|gitude)?[\s:=]{0,2})?[-+]?\d{1,3}\.\d{3,12}\s?\xb0?(?:\s?[EWew]\b)?"
    ),
    re.compile(
        r"(?<![\d.])\d{1,2}\.\d{1,12}\s?\xb0?\s?[NSns]\b\s?[,;/]?\s?\d{1,3}\.\d{1,12}\s?\xb0?\s?[EWew]\b"
    ),
    re.compile(
        r"(?<![\d.])[NSns]?\s?\d{1,3}\s?[\xb0\xbad]\s?\d{1,2}(?:\.\d{1,6})?\s?['\u2032m]\s?(?:\d{1,2}(?:\.\d{1,4})?\s?(?:[\"\u2033s]|''))?"
        r"\s?[NSns]?[\s,;]{1,2}[EWew]?\s?\d{1,3}\s?[\xb0\xbad]\s?\d{1,2}(?:\.\d{1,6})?\s?['\u2032m]\s?"
        r"(?:\d{1,2}(?:\.\d{1,4})?\s?(?:[\"\u2033s]|''))?\s?[EWew]?"
    ),
    re.compile(
        r"\blat(?:itude)?[\s:=]{1,3}[-+]?\d{1,3}\.\d{1,12}[\s,;]{1,3}lon(?:g|"
        r"gitude)?[\s:=]{1,3}[-+]?\d{1,3}\.\d{1,12}",
        re.IGNORECASE,
    ),
)
_GRID = re.compile(
    r"(?<![A-Za-z0-9])([HJNOSThjnost][A-HJ-Za-hj-z])\s?(\d{2,5})(\s?)(\d{2,5})(?![\w])"
)
_IRISH_GRID = re.compile(r"(?<![A-Za-z0-9])([A-HJ-Z])\s?(\d{3,5})(\s?)(\d{3,5})(?![\w])")
_GRID_WORDS = re.compile(
    r"\b(?:grid|map|os|n\.?g\.?r|square|ref|reference|location|pin)\b", re.IGNORECASE
)
_PLUS = re.compile(
    r"(?<![A-Za-z0-9])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_THREE_WORDS = re.compile(
    r"/{2,3}\s?[^\W\d_]{2,24}\.[^\W\d_]{2,24}\.[^\W\d_]{2,24}|"
    r"(?<![\w.@/-])[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}(?![\w@.-]\w)|"
    r"\b(?:what3words|w3w|what three words)[\s:]{1,3}(?:is\s)?[^\W\d_]{2,24}\.[^\W\d_]{2,24}\.[^\W\d_]{2,24}|"
    r"\b(?:what3words|w3w|what three words):\s?[^\W\d_]{2,24}[.\s][^\W\d_]{2,24}[.\s][^\W\d_]{2,24}",
    re.IGNORECASE,
)
_IP = re.compile(
    r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\d|\.\d)"
)
_WORD_OF_THREE = re.compile(
    r"^(?:what3words|w3w|what three words)[\s:]{1,3}(?:is\s)?", re.IGNORECASE
)


def on_the_map(text: str) -> Iterator[Found]:
    """Links, file paths, coordinates, plus codes, three-word places, addresses of machines."""
    for pattern in _LINKS:
        for found in pattern.finditer(text):
            yield Found(
                found.start(), found.start() + len(found[0].rstrip(".,;:!?)\"'")), Kind.LINK
            )
    for pattern in _COORDINATES:
        for found in pattern.finditer(text):
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield Found(start, found.start() + len(found[0].rstrip()), Kind.LINK)
    for found in _PLUS.finditer(text):
        if any(each.isalpha() for each in found[0]) and any(each.isdigit() for each in found[0]):
            yield Found(*found.span(), Kind.LINK)
    for found in _THREE_WORDS.finditer(text):
        label = _WORD_OF_THREE.match(found[0])
        yield Found(found.start() + (label.end() if label else 0), found.end(), Kind.LINK)
    for found in _IP.finditer(text):
        yield Found(*found.span(), Kind.LINK)


def on_the_grid(text: str) -> Iterator[Found]:
    """Grid references, British and Irish."""
    for found in _GRID.finditer(text):
        if _is_grid(found, text, alone=found[1].isupper()):
            yield Found(*found.span(), Kind.LINK)
    for found in _IRISH_GRID.finditer(text):
        if _is_grid(found, text, alone=bool(found[3]) and found[1] in "CDGHJ"):
            yield Found(*found.span(), Kind.LINK)


_LONE_GRID = 6
"""Digits of a grid reference that needs no word beside it."""


def _is_grid(found: re.Match[str], text: str, *, alone: bool) -> bool:
    digits = found[2] + found[4]
    if len(digits) % 2 or (found[3] and len(found[2]) != len(found[4])):
        return False
    near = text[max(0, found.start() - 40) : found.start()]
    return (alone and len(digits) >= _LONE_GRID) or bool(_GRID_WORDS.search(near))
