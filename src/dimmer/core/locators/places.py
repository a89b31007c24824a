"""Named places: schools, surgeries, refuges and homes, hotels; and areas, by the words around them."""

import re
from collections.abc import Iterator

from dimmer.core.locators.kinds import Found, Kind
from dimmer.core.locators.words import CAPITAL, NO_NAMES, words_of

_LEAD = rf"(?:(?:St\.|{CAPITAL})(?:\s(?:of|the|and|&|on|for|in|y|yr)){{0,2}}\s){{1,5}}?"
_SCHOOL = (
    r"(?:(?:C\.?\s?of\s?E\.?|CofE|CE|RC|Catholic|Church|Community|Free|Junior|Infant|High|Grammar|Secondary|"
    r"Comprehensive|Special|Middle|"
    r"Lower|Upper|First|Prep|Preparatory|Boarding|Primary|Nursery|Girls'?|Boys'?|National|Integrated)\s){0,3}"
    r"(?:Primary(?!\s(?:[Cc]are|[Hh]ealth|[Cc]arer))|Infants?(?:'\s?School)?|Juniors?|Academy|Nursery|"
    r"Nurseries|Pre-?[Ss]chool|Preschool|Playgroup|"
    r"School|College|Sixth\sForm|University|Kindergarten|Children's\sCentre|Family\sCentre|Day\sNursery|"
    r"Childminding|Daycare|"
    r"Creche|Secondary|Comprehensive|Grammar|Montessori|Seminary|Madras[as]{1,2}ah?|Pupil\sReferral\sUnit|PRU|"
    r"After\sSchool\sClub|"
    r"Holiday\sClub|Breakfast\sClub|High)"
)
_SURGERY = (
    r"(?:(?:Children's|General|Community|Dental|Medical|Family|Group|Health|Maternity|Sexual\sHealth|Eye|"
    r"Walk-in|University|Royal)\s){0,2}"
    r"(?:Surgery|Medical\s(?:Centre|Practice|Group|Partnership)|Health\sCentre|Health\sHub|Practice|Hospital|"
    r"Infirmary|Clinic|"
    r"Dental(?:\s(?:Care|Centre|Studio))?|Dentists?|Pharmacy|Chemists?|Maternity(?:\sUnit)?|Birth\sCentre|"
    r"Walk-in\sCentre|"
    r"Opticians?|Physiotherapy|Orthodontics|Polyclinic|Treatment\sCentre|Hospice|Medics|Doctors)"
)
_REFUGE = (
    r"(?:Refuge|Safe\s?house|Women's\sAid|Women's\sCentre|Women's\sRefuge|Women's\sProject|Care\sHome|"
    r"Nursing\sHome|Rest\sHome|"
    r"Residential(?:\s(?:Home|Care))?|Extra\sCare|Hostel|(?:Night\s)?Shelter|Foyer|Children's\sHome|"
    r"Sheltered(?:\s(?:Housing|Scheme))?|"
    r"Supported\s(?:Living|Housing|Lodgings)|Lodge|Rape\sCrisis|Sanctuary|Haven|Respite(?:\s(?:Centre|Unit))?|"
    r"Mother\sand\sBaby\sUnit|Almshouses|Retirement\s(?:Village|Living)|Approved\sPremises|Bail\sHostel|"
    r"Contact\sCentre|"
    r"Domestic\sAbuse\s(?:Service|Services|Project)|Recovery\sCentre|Rehab|Day\sCentre|Crash\sPad)"
)
_LODGING = (
    r"(?:(?:Station|Park|Royal|Grand|Airport|Central)\s)?(?:Hotel|Inn|Guest\s?[Hh]ouse|B\s?&\s?B|B\sand\sB|"
    r"Travelodge|Premier\sInn|Holiday\sPark|"
    r"Caravan\s(?:Park|Site)|Campsite|Library|Leisure\sCentre|Sports\sCentre|Swimming\s(?:Pool|Baths)|Church|"
    r"Mosque|Gurdwara|Synagogue|Temple|Community\sCentre|"
    r"Shopping\sCentre|Retail\sPark|Arms|Tavern|Marina|Railway\sStation|Bus\sStation|Youth\sClub|Village\sHall|"
    r"Barracks|Food\s?bank)"
)
_HEADS = (
    (Kind.SCHOOL, _SCHOOL),
    (Kind.SURGERY, _SURGERY),
    (Kind.REFUGE, _REFUGE),
    (Kind.PLACE, _LODGING),
)
_NAMED = tuple(
    (kind, re.compile(rf"(?<![\w'])({_LEAD})({head})(?![\w'])")) for kind, head in _HEADS
)
_LOWER = tuple(
    (
        kind,
        re.compile(
            r"\b(?:at|attends|to|from|in|into|near|outside|opposite|with|settled\sat|registered\s(?:at|with)|"
            r"regd\sat|leaves|joins?|joined|starts?|started)"
            rf"\s((?:[a-z'][a-z'.-]{{1,18}}\s){{1,3}}?(?:{head}))(?![\w'])"
        ),
    )
    for kind, head in (
        (
            Kind.SCHOOL,
            "primary(?: school)?|infants|juniors|academy|nursery|playgroup|school|college|pre-?school|high school",
        ),
        (
            Kind.SURGERY,
            "surgery|medical centre|health centre|medical practice|hospital|infirmary|clinic|dental|pharmacy|hospice",
        ),
        (
            Kind.REFUGE,
            "refuge|care home|nursing home|hostel|lodge|extra care|women's aid|safe house|children's home",
        ),
        (Kind.PLACE, "hotel|inn|guest house|travelodge|premier inn|caravan park|holiday park"),
    )
)
_ROOM_IN = re.compile(
    rf"\b(?:room|rm)\s?\d{{1,4}}[A-Za-z]?,?\s(?:(?:at|in|of)\s)?(?:the\s)?(?-i:{CAPITAL}(?:\s{CAPITAL}){{0,3}})",
    re.IGNORECASE,
)
_CELTIC = re.compile(
    rf"(?<!\w)(?:(Ysgol(?:\s(?:Gynradd|Uwchradd|Gyfun|Feithrin|Gymraeg|Babanod|Iau|Gymunedol)){{0,3}}|Coleg|"
    rf"Cylch\sMeithrin|Meithrinfa|Bunscoil|"
    rf"Gaelscoil|Naíscoil|Sgoil)|(Meddygfa|Ysbyty|Canolfan\sIechyd|Deintyddfa|Clinig)|(Lloches|"
    rf"Cymorth\si\sFenywod|Cartref\sGofal))"
    rf"\s(?:(?:y|yr|Y|Yr|a|na|an|'r)\s)?{CAPITAL}(?:\s(?:(?:y|yr|Y|Yr)\s)?{CAPITAL}){{0,2}}"
)
_SAINT = re.compile(
    r"\b(?:at|to|attends|from|in|near|outside|joins?|joined|starts?|started)\s((?:Our\sLady(?:\sof\s[A-Z]\w+)?|"
    r"St\.?|Saint|Holy|Sacred|All)\s[A-Z][\w']{1,20}(?:\sand\sSt\.?\s[A-Z][\w']{1,20})?'s?|"
    r"Our\sLady's|Holy\s(?:Family|Cross|Trinity)|Sacred\sHeart|All\s(?:Saints|Souls))(?![\w'])(?!\s(?:Road|Rd|"
    r"Street|Lane|Close|Avenue|Church))"
)
_BOX = re.compile(r"\bP\.?\s?O\.?\s?Box\s\d{1,6}[A-Z]?\b", re.IGNORECASE)
_HOUSE_AFTER = re.compile(
    rf"\b(?:at|in|to|into|from)\s("
    rf"(?:The\s)?(?:{CAPITAL}\s){{1,3}}?(?:House|Grange|Manor|Villa|Hall|Cottage|Project))(?![\w'])"
)
_GENERIC = words_of(
    """
    Best General Good Common Local Community Primary Secondary High Special Mainstream State Public Private Old
    New The Out Day Night Sunday After Before Main Nearest Same This That Your Our Her His Their Whole Named
    First Previous Current Every Another Any No Safe Women's Men's Children's Residential Family Social Legal
    Police
    """
)
_GENERIC_LOWER = words_of(
    """
    the a an his her their its our my your this that local new old same nearest any another no some mainstream
    secondary special every and or of in at to from by with on for is was be being going gone go after before
    back out day night high primary general best current previous named care social hospital school private
    public whole first last start women's men's children's child's boy's girl's who she he they it we i you not
    all both own own free time full part
    """
)


def named_places(text: str) -> Iterator[Found]:
    """Schools, surgeries, refuges and homes, hotels: by the word that ends their name."""
    for kind, pattern in _NAMED:
        for found in pattern.finditer(text):
            if (start := _start(found[1])) is not None:
                yield Found(found.start() + start, found.end(), kind)
    for kind, pattern in _LOWER:
        for found in pattern.finditer(text):
            words = found[1].split()
            if _GENERIC_LOWER.isdisjoint(word.rstrip(".") for word in words[:-1]):
                yield Found(*found.span(1), kind)
    for found in _HOUSE_AFTER.finditer(text):
        if (start := _start(found[1])) is not None:
            yield Found(found.start(1) + start, found.end(1), Kind.REFUGE)


def other_places(text: str) -> Iterator[Found]:
    """Names that begin with what they are, a room in a hotel, a box at the post office."""
    for found in _CELTIC.finditer(text):
        kind = Kind.SCHOOL if found[1] else Kind.SURGERY if found[2] else Kind.REFUGE
        yield Found(*found.span(), kind)
    for found in _SAINT.finditer(text):
        yield Found(*found.span(1), Kind.SCHOOL)
    for pattern in (_BOX, _ROOM_IN):
        for found in pattern.finditer(text):
            yield Found(*found.span(), Kind.PLACE)


def _start(lead: str) -> int | None:
    """Where a name begins in the words before its last; None where none of them is part of a name."""
    at = 0
    words = lead.split(" ")[:-1]
    while words and words[0] in NO_NAMES - {"The"}:
        at += len(words[0]) + 1
        words = words[1:]
        if words and words[0][0].islower() and words[0] != "of":
            at += len(words[0]) + 1
            words = words[1:]
    own = [word for word in words if word[0].isupper() and word not in _GENERIC]
    return at if own else None


_COUNTY = (
    r"(?:[A-Z][a-z]{2,14}shire|Lincs|Yorks|Lancs|Kent|Essex|Surrey|Devon|Cornwall|Norfolk|Suffolk|Cumbria|"
    r"Dorset|Somerset|Durham|Notts|Staffs|Herts|"
    r"Beds|Bucks|Berks|Hants|Wilts|Glos|Worcs|Leics|Northants|Cambs|Oxon|Fife|Gwent|Gwynedd|Powys|Dyfed|"
    r"Co\.?\s[A-Z][a-z]{2,12}|County\s[A-Z][a-z]{2,12}|"
    r"(?:East|West)\sSussex|Wales|Scotland|Northern\sIreland)\b"
)
_TOWN = (
    rf"({CAPITAL}(?:(?:-|\s)(?:on|upon|under|le|by|the|of|in|y|super|next)(?:-|\s)(?:the(?:-|"
    rf"\s))?{CAPITAL}|[\s-]{CAPITAL}){{0,2}}(?:,\s{_COUNTY})?)"
)
_MOVES = (
    r"(?:mov(?:ed?|es|ing)|relocat(?:ed?|es|ing)|fled|flee(?:s|ing)?|gone|going|goes|went|liv(?:es?|ed|ing)|"
    r"stay(?:s|ed|ing)?|settled|based|"
    r"rehoused|resettled|placed|housed|back|home|hiding|renting|rents|travell?(?:ed|s|ing)?|return(?:ed|s|"
    r"ing)?|transferred|"
    r"(?:new\s|her\s|his\s|the\s|a\s)?(?:flat|house|place|bedsit|room|address|property|tenancy|refuge|job|"
    r"school|sister|brother|aunt|uncle|nan|cousin|friend|friends|family|parents|mother|mum|"
    r"relatives?|hotel|caravan|lodgings|placement)|"
    r"now|currently|somewhere|drove|driven|taken|train|bus|coach|ticket|ferry|seen|spotted|arrived?|arrives|arriving)"
)
_AREAS = (
    re.compile(
        rf"\b(?i:{_MOVES})\s(?:(?:back|over|down|up|out|away|just|now|somewhere|here|on|again|house|area|live|"
        rf"stay|be|(?:with|by)\s\w{{1,14}}|\w{{1,12}}ly)\s){{0,2}}"
        rf"(?:to|in|near|around|outside|into|towards|for|from|at)\s(?:central\s|north\s|south\s|east\s|west\s|"
        rf"the\s)?{_TOWN}"
    ),
    re.compile(
        rf"\b(?:in|near|outside|around|nr)\s(?:north\s|south\s|east\s|west\s|central\s)?{_TOWN}"
    ),
    re.compile(rf"(?<![\w'])(?!The\b|This\b|That\b){_TOWN}\s(?:area|way|side|direction)\b"),
    re.compile(
        r"\b(?:Road|Rd|Street|St|Avenue|Ave|Lane|Close|Cl|Drive|Crescent|Terrace|Gardens|Grove|Way|Court|Place|Row|"
        rf"Walk|Hill|View),\s({CAPITAL}(?:\s{CAPITAL})?)(?=,|\s[A-Z]{{1,2}}\d|[.;\n]|$)"
    ),
    re.compile(
        rf"\b(?:area|town|city|village|district|locality|region|borough)\s?(?::|is|of|called)\s{_TOWN}"
    ),
)
_LATER_WORD = re.compile(rf"(?:\s(?:{'|'.join(sorted(NO_NAMES))}))+$")
_LOWER_TOWN = re.compile(
    r"\b(?:moved|moving|relocated|fled|rehoused|resettled|gone|lives|living|staying|i'?m|she'?s|we'?re|they'?re)\s(?:back\s|over\s|down\s|"
    r"up\s)?(?:to|in)\s"
    r"([a-z]{4,16})(?=[.,;:!?\n)\"]|$|\s(?:with|w/|and|last|this|now|on|since|area)\b)"
)
_NO_TOWN = words_of(
    """
    stay live bed tears work court school hospital prison custody refuge university college town care temporary
    foster sleep them here there this that fear hiding emergency supported another hers theirs mine home ground
    england someone sheltered private social rented poverty squalor debt church rehab respite safety case start
    nursery year reception hostel hotel accommodation silence secret pieces data teams universal remote step
    with together separate sofa trouble danger pain love shock labour touch contact charge limbo receipt town
    pieces agreement breach bits hand denial arrears surgery recovery
    """
)


def areas(text: str) -> Iterator[Found]:
    """Towns and areas, by the words around them: moved to, staying in, near."""
    for pattern in _AREAS:
        for found in pattern.finditer(text):
            name = _LATER_WORD.sub("", found[1])
            first = re.split(r"[\s,-]", name)[0]
            is_acronym = first.isupper() and len(first) <= 5  # noqa: PLR2004  (ICPC)
            if first and first not in NO_NAMES and not is_acronym:
                yield Found(found.start(1), found.start(1) + len(name), Kind.PLACE)
    for found in _LOWER_TOWN.finditer(text):
        if found[1] not in _NO_TOWN:
            yield Found(*found.span(1), Kind.PLACE)
