"""Descriptions that lead to somebody: the flat above a shop, where they work, when they arrive, a new surname."""

import re
from collections.abc import Iterator

from dimmer.core.locators.kinds import Found, Kind
from dimmer.core.locators.words import CAPITAL, CLAUSE, NO_NAMES, words_of

_MARK = (
    r"(?:shops?|bookies|bookmakers?|bakery|bakers?|pub|stations?|baths|church|schools?|park|garage|chippy|"
    r"chipp?y|takeaway|kebab|chip\sshop|post\soffice|"
    r"banks?|library|mosque|temple|surgery|chemists?|pharmacy|supermarket|tesco|lidl|aldi|asda|co-?op|spar|"
    r"morrisons|sainsbury'?s|greggs|iceland|"
    r"salon|hairdressers?|barbers?|laund(?:e)?rette|gym|pool|canal|river|bridge|roundabout|harbour|marina|pier|"
    r"beach|seafront|market|"
    r"mill|factory|warehouse|tower|hospital|college|university|playground|allotments|cemetery|graveyard|"
    r"crematorium|crem|bus\sstops?|"
    r"stops?|depot|lights|crossing|underpass|railway|line|tracks|viaduct|castle|monument|statue|museum|cinema|"
    r"theatre|bingo|arcade|casino|"
    r"caf[e\xe9]|restaurant|bar|newsagents?|off-?licence|florists?|butchers?|fishmongers?|garden\scentre|"
    r"car\spark|car\swash|town\shall|council\soffices|"
    r"job\s?centre|community\scentre|chapel|synagogue|gurdwara|golf\scourse|racecourse|stadium|ground|club|"
    r"woods|reservoir|lake|quarry|farm|"
    r"stables|windmill|lighthouse|mast|pylons?|tip|docks|ferry|port|airport|motorway|bypass|flyover|flats|"
    r"estate|green|common|clock|"
    r"fountain|cross|oak|gate|doors?|houses?|terrace|street|road|lane|row|nursery|clinic|hotel|hostel|refuge|"
    r"fire\sstation|weir|lock|spire|"
    r"dentists?|vets?|tattooist|parlour|studio|yard|works|plant|corner|bend|arches|level\scrossing|"
    r"war\smemorial|leisure\scentre|tram\sstop)"
)
_BY = (
    r"(?:above|over|opposite|behind|next\s(?:door\s)?to|beside|near(?:\sto)?|across\s(?:the\s(?:road|"
    r"street)\s)?from|round\s(?:the\scorner\s)?from|"
    r"around\sthe\scorner\sfrom|(?:just\s)?round\sthe\sback\sof|in\sfront\sof|facing|overlooking|"
    r"backing\son\s?to|along\sfrom|down\sfrom|up\sfrom|"
    r"past|before|after|by|between|under|(?:at|on)\sthe\s(?:end|top|bottom|back|corner|side|edge)\sof|"
    r"two\s(?:along|down|up)\sfrom|"
    r"(?:a\sfew|two|three|four|\d)\s(?:doors?|houses?|streets?|stops?|minutes?)\s(?:along|down|up|away|walk|"
    r"on)?\s?(?:from|past))"
)
_HOME = (
    r"(?:(?:the|a|an|her|his|their|that|in)\s)?(?:(?:[a-z-]{3,12}\s){0,2}(?:one|flat|house|place|door|room|"
    r"guest\s?house|b\s?&\s?b|bedsit|caravan|bungalow|"
    r"hostel|cottage|block|building|unit|maisonette|studio|salon|hotel)\s)(?:(?:is|just|right|directly|that's|"
    r"that\sis|with\s[^.,;\n]{3,24}|on\sthe\s[^.,;\n]{3,20})\s)?"
)
_CLUE = re.compile(
    rf"\b(?:{_HOME})?{_BY}\s(?:(?:the|a|an|her|his|their|that|an\sold|"
    rf"our)\s)?(?:[\w'&-]{{2,16}}\s){{0,2}}?{_MARK}(?![\w'])"
    rf"(?:\s(?:in|on|at)\s(?-i:{CAPITAL}(?:\s{CAPITAL}){{0,2}}))?"
    rf"(?:,?\s(?:and\s)?(?:two|three|four|a\sfew|just|\d)\s(?:along|down|up|doors?|houses?|"
    rf"streets?)\s?(?:along|down|up|on)?\s?(?:from|"
    rf"past)\s(?:the\s)?[\w'-]{{2,20}}(?:\s[\w'-]{{2,20}}(?=[.,;\n]|$))?)?"
    r"(?:,?\s(?:rm|room|flat|unit)\s\w{1,4})?",
    re.IGNORECASE,
)
_LOOSE = frozenset({"by", "before", "after", "under", "past", "between", "over"})
"""Words that seldom say where: beside them it needs a home in front, or a landmark that is nothing else."""
_FIRM = re.compile(
    r"(?:bookies|chippy|chip\sshop|takeaway|shop|pub|bakery|church|mosque|station|supermarket|tesco|lidl|aldi|"
    r"asda|salon|laund(?:e)?rette|canal|bridge|"
    r"roundabout|harbour|marina|pier|park|swimming|baths|caf[e\xe9]|garage|post\soffice|chemist|market)s?$",
    re.IGNORECASE,
)
_DOOR = re.compile(
    rf"\b(?:the\s|a\s)?(?:house\swith\s(?:the|a)\s|flat\swith\s(?:the|a)\s)?(?:red|blue|green|yellow|black|"
    rf"white|grey|purple|pink|orange|brown|dark|light|bright)"
    rf"(?:\s(?:and\s)?[a-z]{{3,8}})?\s(?:front\s)?(?:door|gate|shutters?|railings|bungalow|"
    rf"caravan)\b(?:\s(?:on|at|in|with|opposite|next|by|near|behind|past)\s{CLAUSE}{{3,60}})?",
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"\bthe\s(?:first|second|third|fourth|last|end|middle|corner)\s(?:house|flat|door|bungalow|caravan|"
    rf"terrace|one|block|building)\s(?:on|in|before|past|after|from|along|of)\s{CLAUSE}{{3,50}}",
    re.IGNORECASE,
)
_A_PLACE = re.compile(
    r"\bthe\s(?:[a-z'-]{3,14}\s){0,2}(school|nursery|primary|academy|playgroup|surgery|gp|doctors|clinic|"
    r"hospital|hostel|refuge|guest\s?house|hotel|b\s?&\s?b)\s"
    r"(?:on|in|at|behind|near|opposite|next\sto|by|above|over|beside|off)\s(?:(?:the|"
    r"a)\s)?(?:[\w'-]{2,16}\s?){1,3}?(?=[.,;:\n)]|$|\s(?:and|with|where|who|so|but|since|from|is|was|has)\b)",
    re.IGNORECASE,
)
_PLACE_KINDS = {
    **dict.fromkeys(("school", "nursery", "primary", "academy", "playgroup"), Kind.SCHOOL),
    **dict.fromkeys(("surgery", "gp", "doctors", "clinic", "hospital"), Kind.SURGERY),
    **dict.fromkeys(("hostel", "refuge"), Kind.REFUGE),
}


def clues(text: str) -> Iterator[Found]:
    """Descriptions of a place: above the shop, opposite the church, the blue door."""
    for found in _CLUE.finditer(text):
        words = found[0].split()
        if words[0].lower() in _LOOSE and not _FIRM.search(found[0]):
            continue
        yield Found(*found.span(), Kind.PLACE)
    for pattern in (_DOOR, _ORDER):
        for found in pattern.finditer(text):
            yield Found(*found.span(), Kind.PLACE)
    for found in _A_PLACE.finditer(text):
        yield Found(*found.span(), _PLACE_KINDS.get(found[1].lower(), Kind.PLACE))


_WORK = re.compile(
    r"\b(?:works?|working|worked|job|employed|shifts?|apprentice(?:ship|d)?|temping|volunteer(?:s|ing)?|cleans|"
    r"cleaning|cleaner|waitress(?:ing|es)?|waiter|barista|"
    r"receptionist|trainee|placement|temps|serves|serving|bar\sstaff|cook(?:s|ing)?|chef|stylist|cashier|"
    r"packer|driver|starts|clocks\son)\s"
    r"(?:(?:nights|days|evenings|mornings|weekends|now|part[\s-]time|full[\s-]time|"
    r"as\san?\s[\w-]{3,14}(?:\s[\w-]{3,14})?|on\sthe\stills?|tills?|lates|earlies|"
    r"\d{1,2}(?:[.:]\d{2})?\s?[ap]m)\s){0,2}"
    rf"(?:at|for|in|behind|from|with)\s((?:(?:the|a|an|her|his)\s)?{CLAUSE}{{2,70}}?)(?=[.,;:!?\n()\"]|$|"
    rf"\s(?:and|but|so|nor|or|until|since|every|where|who|when|because|on|he|she|they|while|if|from|today|"
    rf"tonight|now|tomorrow|then)\b)",
    re.IGNORECASE,
)
_AT_WORK = re.compile(rf"\b(?:at|to|from)\swork\s?\(({CLAUSE}{{3,40}}(?:,\s{CLAUSE}{{3,40}})?)\)")
_NO_WORK = words_of(
    """
    partnership progress us them him me it this that these those all full part total order time times case cases
    hand line the a an some any our their her his other others another good practice both each minutes hours
    days weeks months years work social education care health police law women children families people adults your my
    clients both safety risk least most once first last present home short long
    """
)
_GENERIC_WORK = words_of(
    """
    moment time case family team office police council same agencies whole area weekend morning evening night
    day week future past community home situation plan risk first service client mother father child school
    hospital uk
    """
)


def workplaces(text: str) -> Iterator[Found]:
    """Where somebody works: what follows the words that say so."""
    for found in _AT_WORK.finditer(text):
        yield Found(*found.span(1), Kind.WORKPLACE)
    for found in _WORK.finditer(text):
        words = found[1].split()
        first = words[0]
        own = words[1:] if first.lower() in ("the", "a", "an", "her", "his") else words
        if (
            not own
            or own[0].lower() in (_GENERIC_WORK if own is not words else _NO_WORK)
            or own[0][0].isdigit()
        ):
            continue
        if own is words and not first[0].isupper() and len(words) < 2:  # noqa: PLR2004  (a lone word is no place)
            continue
        if own is words and first in NO_NAMES and len(words) < 2:  # noqa: PLR2004
            continue
        yield Found(*found.span(1), Kind.WORKPLACE)


_CLOCK = (
    r"(?:\d{1,2}[.:]\d{2}(?:\s?[ap]m)?|\d{1,2}\s?[ap]\.?m\b|half\s(?:past\s)?(?:\d{1,2}|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve)|"
    r"quarter\s(?:past|to)\s\w{1,6}|noon|midnight|\d{4}\s?hrs|school\s(?:run|time)|(?:every|each)\s(?:day|morning|"
    r"evening|week|weekday|night|\w{3,6}day)|(?:on\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)days?)"
)
_RIDE = (
    r"(?:by\s(?:taxi|bus|train|tram|coach|car|ferry|bike|cab|minibus|uber)|on\sfoot|"
    r"on\sthe\s(?:\w{1,10}\s){0,3}(?:bus|train|tram|coach|ferry|tube|metro|flight)|"
    r"the\s(?:\w{1,10}\s){0,2}(?:bus|train|tram|coach|ferry)|in\sa\s(?:taxi|cab))"
)
_GO = (
    r"(?:arriv(?:es?|ing)|leav(?:es|ing)|goes|going|gets|getting|comes|coming|catch(?:es|ing)|takes|walks|"
    r"walking|travels|travelling|drives|cycles|cycling|runs|sets\soff|"
    r"dropped|drops|picks?\s(?:\w{2,8}\s)?up|picked\s(?:\w{2,8}\s)?up|collects?|collected|bring|meets?|meeting|heads|waits|jogs|swims|"
    r"commut(?:es|ing)|attend(?:s|ing)|lands|departs|returns|finishes|starts\swork|"
    r"gets\soff|gets\son|changes\sat|due\s(?:in|at|to\sarrive))"
)
_TRAVEL = (
    re.compile(
        rf"\b{_GO}\b{CLAUSE}{{0,60}}?\b(?:{_RIDE}|{_CLOCK})(?:[^.;\n()\"\[\]]{{0,40}}?(?:{_CLOCK}|"
        rf"{_RIDE}))?(?:\s(?:at|via|to|from|outside|by|with)\s{CLAUSE}{{2,50}}(?=[.,;\n)\]]|$))?",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_GO}\b[^.;\n()\"\[\]]{{0,50}}?,\s?{_CLOCK}", re.IGNORECASE),
    re.compile(
        rf"\b(?:the\s)?(?:no\.?\s|number\s)?\d{{1,3}}[A-Z]?\s(?:bus|tram|train)\b{CLAUSE}{{0,40}}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:the\s)?{_CLOCK}\s(?:bus|train|tram|coach|ferry|flight)\b(?:\s(?:from|to)\s{CLAUSE}{{2,30}})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bvia\s{CLAUSE}{{2,40}}?\s(?:every|each)\s\w{{3,9}}(?:\sabout\s\w{{2,6}})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:route|no\.?|number|bus|line)\s\d{{1,3}}[A-Z]?\s(?:at\s{_CLOCK}|from\s)(?:\sfrom)?{CLAUSE}{{0,30}}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:on|gets|for|catch(?:es)?)\sthe\s{_CLOCK}(?:\s(?:from|to)\s{CLAUSE}{{2,30}}?)?(?=[.,;\n)]|$|\s(?:now|and|each|every|but)\b)",
        re.IGNORECASE,
    ),
)
_TRAVEL_STOP = re.compile(
    r"\b(?:was seen|reception calls|session|trains?\s(?:mon|tue|wed|thu|fri|sat|sun))\b",
    re.IGNORECASE,
)


def journeys(text: str) -> Iterator[Found]:
    """How and when somebody goes somewhere."""
    for pattern in _TRAVEL:
        for found in pattern.finditer(text):
            if not _TRAVEL_STOP.search(found[0]):
                yield Found(found.start(), found.start() + len(found[0].rstrip(" ,")), Kind.TRAVEL)


_NAMES = rf"({CAPITAL}(?:[\s-]{CAPITAL})?)"
_SURNAMES = (
    re.compile(rf"\bname\b[^.;\n]{{0,40}}?\bnow:?\s{_NAMES}(?=[.,;\n]|$)"),
    re.compile(
        rf"\b(?:use|uses|using|take|took|taken|have|has|gave)\s{_NAMES}\sas\s(?:(?:a|the|her|his|their|my|"
        rf"our)\s)?(?:new\s)?(?:last|sur|family|second)[\s-]?name"
    ),
    re.compile(
        rf"\b(?:[Ss]urname|[Ll]ast\sname|[Ff]amily\sname|[Nn]ew\sname|[Mm]aiden\sname)\b(?:\s(?:is|now|to|"
        rf"changed|as|by|of|she|he|they|uses?|will|be|has|been|from\s{CAPITAL}))"
        rf"{{0,4}}\s?[:=,-]?\s?[\"']?{_NAMES}"
    ),
    re.compile(
        rf"\b(?:changed|changing|change|changes)\s(?:(?:her|his|their|its|"
        rf"the)\s)?(?:child(?:ren)?'?s?'?\s)?(?:sur|last\s|family\s|"
        rf"second\s)?name(?:s)?\s(?:by\sdeed\spoll\s)?(?:from\s{CAPITAL}\s)?to\s{_NAMES}"
    ),
    re.compile(
        rf"\b(?:now\s(?:known\sas|called|goes\sby|uses|using|Mrs|Ms|Miss|Mr)|goes\sby|going\sby|go\sby|"
        rf"known\snow\sas|reverted\sto|remarried\s(?:as|and\sis\snow)|deed\spoll\s(?:to|as)|registered\s(?:as|"
        rf"under)|under\sthe\sname(?:\sof)?|in\sthe\sname(?:\sof)?|under\sher\s(?:new|maiden)\sname|"
        rf"n[e\xe9]e)\s{_NAMES}"
    ),
    re.compile(rf"\b(?:now|is)\s\w{{2,14}}\s{_NAMES}\s\((?:new|married|changed)", re.IGNORECASE),
)


def surnames(text: str) -> Iterator[Found]:
    """A surname that somebody has taken."""
    for pattern in _SURNAMES:
        for found in pattern.finditer(text):
            if found[1].split()[0] not in NO_NAMES and found[1][0].isupper():
                yield Found(*found.span(1), Kind.SURNAME)
