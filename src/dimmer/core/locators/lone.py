"""Names that no word beside them gives away, and places told by what is next to them."""

import re
from collections.abc import Iterator
from itertools import chain

from dimmer.core.locators.codes import SERVICE, WORDS_OF_CARS
from dimmer.core.locators.kinds import Found, Kind
from dimmer.core.locators.people import PETS
from dimmer.core.locators.words import CAPITAL, CLAUSE, NO_NAMES, words_of

_NO_LONE = NO_NAMES | words_of(
    """
    Xmas Lidl Act Acts Bundle Bench Bar Cafcass CAFCASS Counsel Defence Prosecution Respondent Applicant Minute
    Curator Guardian Registrant Policyholder Tenant Occupier Recorder Notice Photo Photos Inventory Deposit
    Statement Statements Cause Cites Cite List Version Draft Copy Copies Item Items Sheet Sheets Bus Train
    Windows Word Excel Outlook Google Apple Android Microsoft Netflix Amazon Uber Vinted Monzo Citizens Advice
    Samaritans Childline Refuge Womens Victim Victims Support Equality Human Rights Mental Capacity
    Working Together Keeping Safe Ask Ani Covid Brexit Parliament Government State Ombudsman Inspectorate
    Ofsted Companies Land Registry Royal Mail National Insurance Number Numbers Post Office Job Centre Jobcentre
    England Britain Wales Scotland Ireland Northern Europe British Welsh Scots Irish English God Allah Bible
    Quran Koran Mosque Church Islam Internet Wifi Bluetooth Freephone Enter Tick Yes Na None Nil Unknown Left
    Right Upper Lower Mild Severe Ongoing Stable Bruise Bruising Fracture Asthma Sertraline Paracetamol
    Calpol Ibuprofen Diazepam Mirtazapine Citalopram Fluoxetine Codeine Morphine Insulin Ventolin Naloxone
    Methadone Depo Blister Latin Chapter Volume Table Figure Appendix Question Answer Score Total Pack
    Directive Regulations Convention Protocol Guidance Practice Direction Principle Condition Licence Tag Curfew
    One Two Three Four Five Six Seven Eight Nine Ten Both Several Some
    Income Tax Child Pension Allowance Payment Employment Universal Attendance Carers Budget Personal
    Independence Maths Science History Geography Art Music Drama French German Spanish Year Reception Key
    """
)
"""Words with a capital inside a sentence that are no name of a person or a place."""
_WORD = r"[A-Z\xc0-\xde][a-z\xdf-\xff](?:[\w'-]{0,23}\w)?"
"""A capital and then small letters: no acronym."""
_LONE = re.compile(rf"(?<=[\w,;&/] )({_WORD}(?:[\s-]{_WORD}){{0,2}})(?![\w'])")
_LISTED = re.compile(
    rf"(?<=[a-z]: )({_WORD}(?:[\s-]{_WORD})?)(?=[,;](?:\s[A-Z]|\s(?:and|or)\s[A-Z]))"
)
"""The first of several after a colon."""
_LATER = re.compile(rf"(?:[\s-](?:{'|'.join(sorted(_NO_LONE))}))+$")
_PLACED = re.compile(r"\b(?:to|in|at|from|near|outside|towards?|around|past|through|via|into)\s$")
_SPOKEN = re.compile(
    r"\b(?:sp(?:eak|eaks|eaking|oke|oken)|talk(?:s|ed|ing)?|sa(?:y|ys|id)|wr(?:ite|ites|iting|ote|itten)|listen(?:s|ed|ing)?|"
    r"repl(?:y|ies|ied)|explain(?:s|ed|ing)?|apologis(?:e|es|ed|ing)|married|engaged|related|introduced|known)"
    r"(?:\s\w{1,12})?\sto\s$",
    re.IGNORECASE,
)
"""Before a name that is somebody's, whatever "to" says elsewhere."""
_GOES = re.compile(
    r"\b(?:mov(?:ed?|es|ing)|fled|flee(?:s|ing)?|relocat\w{1,4}|address|rehoused|dispersed|placed|lives?|living|"
    r"staying|hous(?:ed|ing)|resettled|hostel|tenancy|zone|avoid)\b",
    re.IGNORECASE,
)
_LAW = re.compile(r"[^\W\d_]{2,24}['\u2019]s\slaw(?!\w)", re.IGNORECASE)
"""Sarah's Law is a law, and Sarah is somebody."""
_THINGS = re.compile(rf"{SERVICE}|{WORDS_OF_CARS}|vivaro|leon|qashqai|passat|fabia", re.IGNORECASE)


def lone_names(text: str) -> Iterator[Found]:
    """Words with a capital inside a sentence that are none of those known: almost always somebody or somewhere."""
    for found in chain(_LONE.finditer(text), _LISTED.finditer(text)):
        name = _LATER.sub("", found[1])
        words = re.split(r"[\s-]", name)
        own = [word for word in words if word.removesuffix("'s") not in _NO_LONE]
        if _LAW.match(text, found.start(1)):
            continue
        before = text[max(0, found.start() - 80) : found.start()]
        if len(own) != len(words) or PETS.search(before) or _THINGS.fullmatch(words[0]):
            continue
        clause = re.split(r"[.!?:;\n]", before)[-1]
        is_spoken_to = _SPOKEN.search(before)
        is_place = not is_spoken_to and (_PLACED.search(before) or _GOES.search(clause))
        kind = Kind.PLACE if is_place else Kind.OTHER_PERSON
        yield Found(found.start(1), found.start(1) + len(name.removesuffix("'s")), kind)


_BY = (
    r"(?:above|over|opposite|behind|next\s(?:door\s)?to|beside|near|across\sfrom|round\sfrom|facing|overlooking|"
    r"backing\son\s?to|in\sfront\sof|at\sthe\s(?:end|top|bottom|back|side)\sof|on\sthe\scorner\s(?:of|by|near)|"
    r"past|by|off|below|under|beneath|between|on|along\sfrom|down\sfrom|up\sfrom)"
)
_ENDS = (
    r"(?=[.,;:!?\n()\"\[\]]|$|\s(?:and|but|so|pls|please|where|who|since|until|now|with|to|for)\b)"
)
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Sat|Sun"
_COLOUR = r"(?:red|blue|green|yellow|black|white|grey|pink|purple|orange|brown|tall|old|new|big|small|end|last)"
_DWELLING = r"(?:flat|house|place|room|bedsit|home|caravan|bungalow|annexe?|boat|cottage|studio|digs|hostel|refuge)"
_TOLD = (
    re.compile(  # the new flat is over the chippy; house is the blue one facing the duck pond
        rf"\b(?:{_DWELLING}\s(?:is|was|'s|will\sbe)|lives?|living|stays?|staying|sleeps|sleeping)\s((?:(?:the|a)\s(?:{_COLOUR}\s)?(?:one|{_DWELLING})\s)?"
        rf"{_BY}\s(?:the\s|a\s|an\s|her\s|his\s|our\s|(?-i:(?=[A-Z])(?!{_DAYS}))){CLAUSE}{{3,60}}?){_ENDS}",
        re.IGNORECASE,
    ),
    re.compile(  # the Asda by the ring road, the Co-op on Haley Hill
        rf"\b(?:at\s|(?=the\s))((?:the\s)?[A-Z][\w&'-]{{2,16}}(?:\s[A-Z][\w&'-]{{1,16}})?\s{_BY}\s(?:the\s{CLAUSE}{{3,40}}?|"
        rf"{CAPITAL}(?:\s{CAPITAL}){{0,2}})){_ENDS}"
    ),
    re.compile(rf"\bat\s(The\s{_WORD}(?:\s{_WORD})?)(?![\w'])"),  # at The Limes
    re.compile(  # the depot on Trafford Way, the garages behind the flats
        rf"\b(?:at|from|to|outside|inside|in|near)\s(the\s[a-z'-]{{3,14}}(?:\s[a-z'-]{{3,14}})?\s{_BY}\s"
        rf"(?:the\s[a-z'-]{{3,14}}(?:\s[a-z'-]{{3,14}})?|(?!{_DAYS}){CAPITAL}(?:\s{CAPITAL}){{0,2}})){_ENDS}"
    ),
    re.compile(  # in the third caravan past the packing shed; the blue one facing the pond
        rf"\b(the\s(?:{_COLOUR}|first|second|third|fourth|fifth|middle|corner)\s(?:one|{_DWELLING}|door)\s"
        rf"{_BY}\s{CLAUSE}{{3,50}}?){_ENDS}",
        re.IGNORECASE,
    ),
    re.compile(  # the travelodge by the retail park rm 114
        rf"\b((?:the\s|a\s)?(?:travelodge|premier\sinn|ibis|holiday\sinn|easyhotel|youth\shostel|yha|airbnb|b\s?&\s?b|"
        rf"bnb|guest\s?house|caravan\s(?:park|site))(?:\s{_BY}\s(?:the\s)?[\w'-]{{3,16}}(?:\s[\w'-]{{3,16}})?)?"
        rf"(?:,?\s(?:rm|room)\s\d{{1,4}}\w?)?)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(  # staying at her cousin's above Khan's Carpets
        r"\b(?:at|to|from|in)\s((?:her|his|their|my|a)\s(?:(?:best|old|half)[\s-])?(?:mum|mam|mother|dad|father|nan|gran|"
        r"grandmother|aunt|auntie|uncle|sister|brother|cousin|friend|mate|neighbour|daughter|son|niece|nephew|in-law)'?s'?"
        rf"(?:\s(?:house|flat|place))?\s{_BY}\s{CLAUSE}{{3,40}}?){_ENDS}"
    ),
    re.compile(  # Block C, Elm Court, room 17
        rf"\b((?:Block|Tower|Staircase|Corridor|Wing|Pod)\s[A-Z0-9]{{1,3}}(?:,\s{CAPITAL}(?:\s{CAPITAL}){{0,2}})?"
        r"(?:,?\s(?:[Rr]oom|rm|[Ff]lat)\s\w{1,4})?)(?!\w)"
    ),
)
_ENDED = (
    (
        Kind.SCHOOL,
        r"primary|infants|juniors|academy|nursery|playgroup|school|college|pre-?school|high",
    ),
    (
        Kind.SURGERY,
        r"surgery|medical\scentre|health\scentre|hospital|infirmary|clinic|dental|dentists?|pharmacy",
    ),
    (
        Kind.REFUGE,
        (
            r"refuge|(?:care|nursing)\shome|hostel|supported\s(?:living|housing|lodgings)|sheltered|extra\scare|"
            r"day\scentre|Centre|Hub|foyer|women's\said"
        ),
    ),
    (
        Kind.PLACE,
        (
            r"library|station|market|mosque|church|gurdwara|temple|leisure\scentre|baths|park|pool|harbour|marina|"
            r"services|soft\splay|town\shall|bus\sstation|barracks|docks|retail\spark|shopping\scentre"
        ),
    ),
)
_MIXED = tuple(
    (kind, re.compile(rf"(?<![\w'])({CAPITAL}(?:\s{CAPITAL}){{0,2}})\s(?:{head})(?![\w'])"))
    for kind, head in _ENDED
)
_BY_NAME = (
    (
        Kind.SCHOOL,
        re.compile(
            r"\b(?i:nursery|cr[e\xe8]che|playgroup|childminder|school|college|pupil|year\s\d{1,2}|attend(?:s|ed|"
            rf"ing)?|enrolled|starts?|moved\sschool|yr\s?\d{{1,2}})\s(?:(?i:is|at|now|to|school|in)\s){{1,2}}"
            rf"({_WORD}(?:\s{_WORD}){{0,2}})(?![\w'])"
        ),
    ),
    (
        Kind.SURGERY,
        re.compile(
            r"\b(?i:gp|dentist|surgery|doctors?|practice|hospital|clinic|ward|maternity|midwife|antenatal|appt|"
            rf"appointment|registered|regd)\s(?:(?i:is|at|now|under|with|in)\s){{1,2}}"
            rf"((?:Dr\s)?{_WORD}(?:\s{_WORD}){{0,2}})(?![\w'])"
        ),
    ),
    (
        Kind.SURGERY,
        re.compile(
            rf"(?<![\w'])({_WORD}\s(?:Royal|General|Infirmary|Memorial|A&E|Cottage\sHospital))(?![\w'])"
        ),
    ),
    (
        Kind.WORKPLACE,
        re.compile(
            r"\b(?i:wages?|payslips?|pay\sslip|salary|wage\sslip|p45|p60|boss|shifts?|rota|hours)\s(?:(?i:slip|shows?|"
            rf"from|by|at|is|with|for)\s){{1,3}}({_WORD}(?:\s{_WORD}){{0,2}})(?![\w'])"
        ),
    ),
    (
        Kind.SURNAME,
        re.compile(
            r"\b(?:uses?|using|took|takes|taken|given|gave|by|under|with|has|have)\s(?:the|her|his|a)\s(?:new\s|"
            rf"maiden\s|married\s)?(?:sur|last\s|family\s)?name\s(?:of\s|is\s)?({_WORD}(?:\s{_WORD})?)(?![\w'])"
        ),
    ),
)
_ROLE = re.compile(
    r"(?:^|[.;,(\n\u2022-]\s?|\s)([A-Za-z][A-Za-z /-]{1,20})\s?[:=]\s(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?\s)?"
    rf"({_WORD}(?:\s{_WORD})?)(?=[.,;)\n]|$)"
)
_PERSON_ROLE = re.compile(
    r"\b(?:guarantor|referee|hv|sw|idva|isva|carer|driver|host|sister|brother|mum|dad|aunt\w{0,2}|uncle|nan|kin|"
    r"worker|officer|teacher|tutor|nurse|midwife|contact|colleague|supervisor|manager|clinician|allocated|by|"
    r"keyholder|witness|friend|partner|son|daughter|neighbour|consultant|author|social worker|chair|"
    r"maeth|gweithiwr|athrawes|athro|mam|tad|brawd|chwaer|nain|taid|meddyg)$",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\b(?:aunt(?:y|ie)?|nana|nanny|nanna|granny|grandma|grandad|grandpa|gran|uncle|cousin|gangmaster|foster\scarers?|"
    r"caseworker|guarantor|next\sdoor's|roommate|room\sshare\swith|bro|sis|stepdad|stepmum|senco|registrar|"
    rf"consultant|trainer|landlord|host)\s(?:is\s|called\s|=\s)?({_WORD}(?:\s{_WORD})?)(?![\w])"
)


def described(text: str) -> Iterator[Found]:
    """Places told by what is next to them, or by a small word that ends their name."""
    for pattern in _TOLD:
        for found in pattern.finditer(text):
            yield Found(*found.span(1), Kind.PLACE)
    for kind, pattern in _MIXED:
        for found in pattern.finditer(text):
            words = found[1].split()
            ours = [number for number, word in enumerate(words) if word not in _NO_LONE]
            if ours:
                yield Found(
                    found.start(1) + len(" ".join([*words[: ours[0]], ""])), found.end(), kind
                )


_DOORS = re.compile(
    r"\b(?:home|house|door|address)(?:\sis)?\s((?:number|no\.?)\s?\d{1,4}[a-z]?)(?!\w)",
    re.IGNORECASE,
)


def doors(text: str) -> Iterator[Found]:
    """A number of a house by itself."""
    return (Found(*found.span(1), Kind.STREET) for found in _DOORS.finditer(text))


def labelled(text: str) -> Iterator[Found]:
    """Names that follow the word for what they are: a doctor, an employer, a relation, a role and a colon."""
    for kind, pattern in _BY_NAME:
        for found in pattern.finditer(text):
            if found[1].split()[0] not in _NO_LONE - {"Dr"}:
                yield Found(*found.span(1), kind)
    for found in _KIN.finditer(text):
        if found[1].split()[0] not in _NO_LONE:
            yield Found(*found.span(1), Kind.OTHER_PERSON)
    for found in _ROLE.finditer(text):
        words = found[2].split()
        is_named = len(words) > 1 or _PERSON_ROLE.search(found[1].rstrip())
        if is_named and _NO_LONE.isdisjoint(words):
            yield Found(*found.span(2), Kind.OTHER_PERSON)
