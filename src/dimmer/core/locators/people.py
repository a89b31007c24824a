"""Names of people: those listed as being in the case, however spelt, and others by the words around them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dimmer.core.locators.kinds import Found, Kind
from dimmer.core.locators.words import CAPITAL, NO_NAMES, TIMES, words_of

_TOKEN = re.compile(r"[^\W\d_](?:[\w'-]{0,30}[^\W\d_])?")
_OWN = re.compile(r"'s?$")
_WORDS = words_of(
    """
    april may june august summer autumn winter dawn eve day sunny sonny joy hope faith grace charity mercy
    patience prudence honey rose rosemary lily hazel flora fern olive crystal gem art cliff mark bill will frank
    earnest wise reader noble guy jack bob pat sue bell belle miles max dot gene skip rob robin jay drew grant
    chase dean earl baron duke king prince knight bishop pope abbot monk page marshall mason baker butcher cook
    miller smith potter carter cooper fisher shepherd forester gardener barber tanner turner walker hunter piper
    singer porter parker steward clark clerk church temple castle hall house lodge field fields hill hills dale
    vale wood woods forest brook brooks rivers lake pond poole marsh moor heath stone rock sands wells bridge
    bridges street lane close banks green brown black white gray grey blue short long little small large young
    old strong hardy sharp swift best good bright love loving darling sweet rich poor price cash bond penny
    pound sterling bird crane swan finch wren drake hawk fox wolf lamb hart bull mole badger hare hogg pike
    salmon bass head hand hands foot beard cheek bone blood heart north south east west winters frost snow rain
    storm gale fry must can bold gold silver steel irons ball bow bowman lock case court law laws ward cross
    bush park parks chambers gates carr moody nice fine just home homes english french welsh irish scott german
    judge justice constable tennant tenant potts edge child children son power rush speed quick rest sleep ray
    sky star sun moon precious destiny angel christian trust care chance lucky happy gay merry jolly bliss peace
    harmony melody blessing fortune victory glory liberty constance ford reed read rice rye barley berry cherry
    peach plum apple pepper ginger basil sage beech ash elm oak birch so an in on do my no he she it is as at or
    and the to of be by we me up us go if da li na ah ha hi de la el al sale gill barn bay bean blunt bolt boot
    brand bread burn cable card cart chalk coal coat collar comb cope cork corn couch crisp crook crow crown
    cure dance dark deal dear dyer eagle early fair fall farmer fear fell fiddler flag flood flower flowers folk
    friend full game garden glass glove goose grave graves gunner hail ham harp harvest hay heal herd hide high
    hook hoop horn hunt ice jewel key kettle kid kiss kite knock lack lance lavender lawn lead leaf lean less
    light lime link load loose lord lot loud low luck lush mantle marble march mare marks market mate means
    mellow mill mint miner moss mould mount mountain mouse neat nail need noon oats offer orange organ pack
    paddock pain palmer pane parrot pass patch path pay peak peel pick pickles pine pipe pit place plant player
    pleasant point pool post press pride prime prior prize proud purse raise ram range raw real reason ring
    river road robe roll root rope rough round row royal rule rust saint salt sample savage scales seal search
    seed sell senior shell shine ship shoe shot shore side silk simple skill skinner slack slate smart song
    spark spear spring stable stack staff stain start stock store stout strange style sugar tall tame tear thorn
    till timber tough town tree trout tune twist vest vine wade wager wake wall want warm watch waters way wear
    weaver web well wheat wheel whip whistle wild wills wind window wing wish witch wonder wool word work worth
    yard year york memo trace archer crouch sparks peg rusty misty stormy chuck chip dusty tally gauge teller
    sallow tiller warden ranger chaplain page major minor lance chance wade farthing mould
    rash bloom burr
    """
)
"""Names that are words too: they need a capital, and more than that."""
_GIVEN = words_of(
    """
    dawn eve joy hope faith grace patience prudence rose daisy violet ivy heather holly iris poppy ruby pearl
    amber jade
    """
)
_FLOWERS = words_of("daisy violet ivy heather holly poppy iris ruby pearl amber jade")
"""Names that are words too, and seldom begin a sentence as such: a capital is enough."""
_VERBS = words_of(
    """
    says said wants wanted is was has had will would can could does did told asked called rang went goes came
    comes lives lived moved moves stays stayed works worked thinks thought feels felt needs needed agreed agrees
    knows knew left leaves gave gives phoned texted emailed messaged attended attends reported reports disclosed
    discloses denies denied states stated and waits sees saw hopes fears uses used drives drove now also never
    keeps kept takes took made makes looks looked seems seemed likes may might should must cannot can't didn't
    doesn't won't isn't wasn't hasn't who whose aged age turns presented presents declined refused consents
    consented sleeps slept starts started returns returned spoke speaks tells confirmed confirms remains
    """
)
_BEFORE_MONTH = words_of(
    """
    in since until till by of from to or and last next early late mid every this during for before after around
    between through end beginning start
    """
)
_COMMON = words_of(
    "a an each every any some no this that these those not could cannot would should must can will may"
)
"""Words after which a small letter begins a common word: each archer, could not trace."""
_SHORTEST_GUESS, _LONG = 5, 8
_LONE = 3
"""Letters of a name that is a word too and can stand by itself: Na and Li only beside another name."""


def listed(text: str, names: Iterable[str]) -> Iterator[Found]:
    """Names of people in the case, whole or in part, in any case, also misspelt.

    Args:
        names: every name and alias of theirs.
    """
    parts = {part for name in names for part in _parts(name)}
    if not parts:
        return
    squeezed = {part.replace("'", "").replace("-", "") for part in parts} | parts
    by_letter: dict[str, list[str]] = {}
    for part in parts:
        by_letter.setdefault(part[0], []).append(part)
    hits: list[tuple[int, int]] = []
    for around in _read(text):
        if _is_named(around, squeezed, by_letter):
            start, end = around.start, around.start + len(around.word)
            if hits and text[hits[-1][1] : start] in (" ", "-", "  ", "\n"):
                hits[-1] = (hits[-1][0], end)
            else:
                hits.append((start, end))
    for start, end in hits:
        yield Found(start, end, Kind.PERSON)


@dataclass(frozen=True, slots=True)
class _Around:
    """A word with what stands on both sides of it; `word` and `after` are without their 's."""

    start: int
    word: str
    is_owner: bool  # April's
    before: str
    gap: str  # between the word before and this one
    next_gap: str
    after: str


def _read(text: str) -> Iterator[_Around]:
    tokens = list(_TOKEN.finditer(text))
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        word = _OWN.sub("", token[0])
        yield _Around(
            token.start(),
            word,
            word != token[0],
            before[0] if before else "",
            text[before.end() : token.start()] if before else ".",
            text[token.end() : after.start() if after else token.end() + _LONE] or ".",
            _OWN.sub("", after[0]) if after else "",
        )


def _is_named(around: _Around, parts: set[str], by_letter: dict[str, list[str]]) -> bool:
    word = around.word
    plain = _plain(word)
    capital = word[0].isupper()
    if not capital and around.gap == " " and around.before.lower() in _COMMON:
        return False
    if plain in parts:
        if plain in _FLOWERS:
            return capital
        return plain not in _WORDS or _is_meant(around, parts)
    if plain in _WORDS | _FLOWERS or len(plain) < _SHORTEST_GUESS + (not capital):
        return False
    near = [
        part
        for part in by_letter.get(plain[0], ())
        if part not in _WORDS and len(part) >= _SHORTEST_GUESS
    ]
    if any(plain in (part + "s", part + "ed", part + "ing") for part in near):
        return capital and not plain.endswith(("ed", "ing"))
    far = 2 if capital and len(plain) >= _LONG else 1
    return any(
        abs(len(part) - len(plain)) <= far
        and _is_near(plain, part, far if len(part) >= _LONG else 1)
        for part in near
    )


def _is_meant(around: _Around, parts: set[str]) -> bool:
    """Whether a name that is a word too is meant as a name here."""
    word, after, before = around.word, around.after, around.before
    if not word[0].isupper():
        return False
    follows, leads = around.next_gap == " ", around.gap == " "
    if (follows and after[:1].isupper() and _plain(after) in parts) or (
        leads and before[:1].isupper() and _plain(before) in parts
    ):
        return True
    numbered = around.next_gap.strip(" '")[:1] in {*"0123456789(&"} - {""}  # "Art 12"
    dated = around.gap.strip()[-1:].isdigit()  # "5 May"
    if len(word) < _LONE or numbered or (word in TIMES and dated):
        return False
    does = follows and after.lower() in _VERBS
    if word in TIMES and before and (before.lower() in _BEFORE_MONTH or not around.gap.isspace()):
        return does and not around.gap.isspace()
    is_given = follows and word.casefold() in _GIVEN and after.islower() and after.endswith("s")
    inside = bool(before) and not around.gap.strip() and "\n" not in around.gap
    goes_on = not after or not around.next_gap.isspace() or after[0].islower()
    return around.is_owner or does or is_given or (inside and goes_on)


def _parts(name: str) -> Iterator[str]:
    for word in re.split(r"[\s,]+", name):
        plain = _plain(word)
        if len(plain) > 1:
            yield plain
            if "-" in plain:
                yield from (part for part in plain.split("-") if len(part) >= _LONE)
            if "'" in plain:
                yield plain.split("'")[-1]


def _plain(word: str) -> str:
    """A word as names are compared: small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _is_near(one: str, other: str, most: int) -> bool:
    """Whether at most so many letters are wrong, missing, added or swapped with the next."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for place, each in enumerate(other, 1):
            cost = min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != each))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == each:
                cost = min(cost, before[place - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1] <= most


_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|PC|WPC|DC|DS|DI|DCI|DCS|PS|PSNI|Sgt|Sergeant|Insp|Inspector|Supt|"
    r"Cllr|Councillor|Rev|Revd|"
    r"Fr|Father|Imam|Rabbi|Pastor|Judge|HHJ|DDJ|Recorder|Nurse|Sister|Constable|Const|Aunt|Auntie|Aunty|Uncle|"
    r"Nan|Nana|Gran|Granny|"
    r"Grandad|Cousin|Sir|Lady|Lord|Coach|Bro|SW|HV)"
)
_TITLED = re.compile(
    rf"\b{_TITLE}\.?\s(?:(?:and|&)\s{_TITLE}\.?\s)?((?:[A-Z]\.?\s)?{CAPITAL}(?:\s{CAPITAL})?)"
)
_KIN = (
    r"(?:nephew|niece|brother|sister|son|daughter|cousin|aunt|auntie|uncle|friend|mate|partner|boyfriend|"
    r"girlfriend|husband|wife|fianc[e\xe9]e?|"
    r"mother|father|mum|dad|step-?dad|step-?mum|stepfather|stepmother|step-?son|step-?daughter|gran|nan|"
    r"grandmother|grandfather|grandson|"
    r"granddaughter|carer|worker|officer|neighbour|landlord|landlady|manager|teacher|head|midwife|nurse|"
    r"solicitor|colleague|baby|twin|flatmate|"
    r"housemate|lodger|idva|isva|advocate|keyworker|key\sworker|support\sworker|social\sworker|health\svisitor|"
    r"interpreter|doctor|dentist|"
    r"counsellor|therapist|chair|coordinator|caller|informant|witness|receptionist|caretaker|warden|ex|boss|"
    r"supervisor|godmother|childminder|tutor|sponsor|"
    r"in-law|half-brother|half-sister|foster\scarer|pastor|imam|clerk|driver|coach|vet|tenant|resident)"
)
_RELATED = re.compile(
    rf"\b(?i:{_KIN})(?:\s(?:is|called|named|name|was|,))?[,:]?\s(?:called\s|named\s)?({CAPITAL}(?:\s{CAPITAL})?)"
)
_BESIDE = re.compile(
    rf"\b(?:with|called|named|by|ask\sfor|asked|told|rang|met|phoned|from|via|says|say|for|to|and|cc|spoke\sto|"
    rf"seen\sby|care\sof|c/o|contact|about|see|saw|of|new\spartner)\s"
    rf"({CAPITAL}(?:\s{CAPITAL})?)(?=[.,;:)\n'\"]|$|\s(?:and|at|in|on|who|from|said|says|is|was|has|to|will|by|"
    rf"re|about|or|for|but|today|this|yesterday|after|before|when)\b|'s)"
)
_FAMILY = re.compile(
    r"\bthe\s([A-Z][a-z]{2,16}(?:s|es))(?=[.,;:)\n]|$|\s(?:are|were|have|at|in|family|and|who|next)\b)"
)
_DOING = re.compile(
    rf"(?:(?<=[.!?]\s)|(?<=[\n\"'(])|\b(?:and|but|so|because|that|when|if|as|while|where|"
    rf"which)\s)({CAPITAL}(?:\s{CAPITAL})?)\s"
    r"(?:says|said|wants|told|asked|called|rang|phoned|thinks|agreed|knows|reported|texted|emailed|confirmed|"
    r"denies|denied|lives|works|drives|phones|rings|visits|minds|lent|met|heard|saw|spoke|cried|hates|loves|likes|"
    r"is\saware|will\s(?:call|ring|attend|visit|collect))\b"
)
_SIGNED = re.compile(
    rf"(?:^|\n)\s?(?:From:\s|Regards,?\s|Thanks,?\s)?({CAPITAL}\s{CAPITAL})(?=,|\n|$)"
)
_NOT_PEOPLE = words_of(
    """
    Council Police Court Service Services Team Housing Trust Office Road Street Lane School Surgery House Aid
    Centre Group Care Health Project Unit Board Panel Act Code Order Church Hotel Bank Shop Post Park Station
    Town City Village
    """
)


PETS = re.compile(
    r"\b(?:puppy|dog|cat|kitten|pony|horse|hamster|rabbit|pet|teddy|budgie)\s(?:is\s|was\s)?(?:called|named)\s?$",
    re.IGNORECASE,
)


def others(text: str) -> Iterator[Found]:
    """Other people's names, workers' too: by a title, by what they are to somebody, by what they do."""
    for found in _TITLED.finditer(text):
        if found[1].split()[-1] not in NO_NAMES or found[1].split()[0] not in NO_NAMES:
            yield _named(found)
    for pattern in (_RELATED, _BESIDE, _DOING, _SIGNED):
        for found in pattern.finditer(text):
            words = found[1].split()
            is_acronym = words[0].isupper() and len(words[0]) > 1
            is_pet = PETS.search(text[max(0, found.start(1) - 40) : found.start(1)])
            is_known = words[0] in NO_NAMES or is_acronym or is_pet
            if not is_known and not _NOT_PEOPLE & set(words):
                yield _named(found)
    for found in _FAMILY.finditer(text):
        if found[1] not in NO_NAMES and found[1] not in _NOT_PEOPLE:
            yield Found(*found.span(1), Kind.OTHER_PERSON)


def _named(found: re.Match[str]) -> Found:
    name = _OWN.sub("", found[1])
    words = name.split()
    if len(words) > 1 and words[-1] in NO_NAMES:
        name = words[0]
    return Found(found.start(1), found.start(1) + len(name), Kind.OTHER_PERSON)
