"""Names and words typed into every field that takes any, through every action: what the hunt looks for."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

import records
import stage
from attack import deeds
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.consultations import actions as consultations
from dimmer.apps.consultations.queries import consultation, edition_of
from dimmer.apps.contacts import actions as contacts
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import FollowUp, SecondCheck
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import Link
from dimmer.apps.reviews import actions as reviews
from dimmer.apps.tellings import actions as tellings
from dimmer.apps.tellings.queries import told
from dimmer.core.proportionality import Light
from reaching import at_risk, share
from stage import NOW, reading

WORDS = (
    "Ottoline Kanarienvogel",
    "Żaneta Łabędzka-Ó",
    "مريم الطائر",
    "17 Canary Wharf Mews",
    "ZX9 9QQ",
    "01632 960 123",
    "1987-03-14",
    "he poured petrol through the letter box",
    "petty-officer quill told us",
    "canary reasons nobody may read",
    "Quillfeather Vantongeren",
    "9434765919",
    "canary lane infants",
    "CN21 ARY",
    "canary_on_the_net",
)
NAME, POLISH, ARABIC, STREET, POSTCODE, PHONE, BORN, TEXT, SOURCE, REASON, ALIAS, NUMBER, *_MORE = (
    WORDS
)
SCHOOL, PLATE, HANDLE = _MORE


def type_everywhere(cast: SimpleNamespace) -> None:
    """Type them all."""
    person = deeds.about(
        name=NAME, address=STREET, postcode=POSTCODE, phone=PHONE, date_of_birth=BORN,
        school=SCHOOL, surgery=SCHOOL, workplace=SCHOOL, vehicle=PLATE, handle=HANDLE, surname=ALIAS, area=SCHOOL,
    )  # fmt: skip
    others = (person, deeds.about(name=POLISH), deeds.about(name=ARABIC, role="informant"))
    words = dict.fromkeys(deeds.WORDS, REASON)
    found = stage.raised(
        cast.amina,
        summary=TEXT,
        people=others,
        items=(deeds.piece(text=f"{TEXT} {POLISH}", source=SOURCE),),
    )
    whole = deeds.asking(cast.amina, cast.carys, cast.pat, found=found)
    with reading(cast.amina):
        made = deeds.decide(whole, cast.amina, deeds.choices(whole, light=Light.FULL), words=words)
        found = deeds.opened(found, cast.amina)
        concerns.write(found, by=cast.amina, summary=f"{TEXT} {ARABIC}", at=NOW)
    for row in SecondCheck.objects.filter(decision__in=[each.pk for each in made]):
        with reading(cast.mona):
            decisions.check(
                found, decision_id=row.pk, by=cast.mona, is_agreed=True, because=REASON, at=NOW
            )
    for each in made:
        with reading(cast.amina):
            disclosures.disclose(found, proposal_id=each.proposal_id, by=cast.amina, at=NOW)
    _type_the_rest(cast, person)


def _type_the_rest(cast: SimpleNamespace, person: dict[str, Any]) -> None:
    whole = deeds.asking(cast.amina, cast.carys)
    dark, words = deeds.choices(whole, light=Light.DARK), dict.fromkeys(deeds.WORDS, REASON)
    with reading(cast.amina):
        deeds.decide(
            whole, cast.amina, dark, words=words, follow_ups=[("build-trust", deeds.TODAY)]
        )
        row = FollowUp.objects.get(proposal__concern=whole.concern.concern)
        decisions.follow_up(whole.concern, row_id=row.pk, by=cast.amina, note=REASON, at=NOW)
        made = deeds.emergency(
            cast.amina, [cast.carys.team], token=uuid4(), danger=TEXT, known=SOURCE, people=[person]
        )[0]
        found = concern(made.proposal.concern_id, reader=cast.amina)
        disclosures.complete_emergency(
            found, decision_id=made.decision_id, by=cast.amina, words={"necessary": REASON}, at=NOW
        )
    deeds.received(made, cast.carys)
    with reading(cast.carys):
        got = disclosure(made.pk, reader=cast.carys)
        words = {"right": REASON, "needed": "no", "note": TEXT}
        reviews.review(
            made.proposal, key=got.key, by=cast.carys, words=words, next_on=None, about=made.pk, at=NOW
        )  # fmt: skip
    _report(cast, person)
    _keep_records(cast, person)
    _say_how_to_reach(cast, made)
    _ask_without_a_name(cast)
    _tell(cast, made)


def _tell(cast: SimpleNamespace, made: Disclosure) -> None:
    """Who was told, how, and why not."""
    with reading(cast.amina):
        found = told(made.pk, reader=cast.amina)
        words = {
            "state": "not",
            "who": NAME,
            "on": "2026-12-24",
            "how": STREET,
            "because": REASON,
            "paper": "no",
        }
        for one in found.people:
            tellings.say(
                found, one, words={**words, "exemption": "do-not-inform"}, by=cast.amina, at=NOW
            )
        assert found.people


def _ask_without_a_name(cast: SimpleNamespace) -> None:
    """Questions, answers, why rare traits fit several, and what others may learn: words that name nobody."""
    with reading(cast.amina):
        question = consultations.ask(
            token=uuid4(), by=cast.amina, first=cast.leila.team, question=f"{TEXT}; a deaf twin", topics=["neglect"],
            others=REASON, within=deeds.HOURS, at=NOW,
        )  # fmt: skip
    with reading(cast.leila):
        found = consultation(question.pk, reader=cast.leila)
        consultations.accept(found, by=cast.leila, at=NOW)
        found = consultation(question.pk, reader=cast.leila)
        consultations.answer(found, advice=SOURCE, name_them=True, by=cast.leila, at=NOW)
        found = consultation(question.pk, reader=cast.leila)
        words = {"situation": TEXT, "advice": REASON, "topics": ["neglect"]}
        consultations.suggest(found, words=words, by=cast.leila, at=NOW)
    with reading(cast.amina):
        found = consultation(question.pk, reader=cast.amina)
        consultations.publish(
            found, is_nameless=True, read=edition_of(found.row), by=cast.amina, at=NOW
        )
        consultations.refer(found, by=cast.amina, at=NOW)


def _say_how_to_reach(cast: SimpleNamespace, made: Disclosure) -> None:
    """Numbers and addresses, what was said of them and came of them, on pages and through actions."""
    world = at_risk(cast, number=PHONE, name=NAME)
    share(cast, world, cast.carys)
    browser, day = stage.browser_of(cast.amina), timezone.localdate()
    said = {f"said_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    said |= {"is_safe": "yes", "when": "any", "said_by": SOURCE, "looks": REASON, "words": TEXT}
    for method, number in (("telephone", PHONE), ("post", f"{STREET} {POSTCODE}")):
        new = {"token": str(uuid4()), "method": method, "number": number, "label": ALIAS}
        answer = browser.post(f"/contacts/people/{world.kept.id}/add", {**said, **new})
        assert answer.status_code == 302
    way = f"/contacts/ways/{world.way.row.pk}"
    assert PHONE in browser.get(way).content.decode()
    browser.post(f"{way}/say", {**said, "token": str(uuid4())})
    change = {"token": str(uuid4()), "what": "moved", "words": f"{STREET} {TEXT}"}
    change |= {"apart-stays": REASON}  # where he is: the page asks, and is told why it stays
    assert browser.post(f"/contacts/people/{world.his.id}/changed", change).status_code == 302
    unsafe = {"token": str(uuid4()), "what": "unsafe", "words": f"{TEXT} {REASON}"}
    assert browser.post(way, unsafe).status_code == 302
    theirs = records.keep(cast.carys, name=NAME, born=BORN)
    with reading(cast.carys):
        got = disclosure(made.pk, reader=cast.carys)
        contacts.recognise(got, name="person-1", kept=theirs, because=REASON, by=cast.carys, at=NOW)


def _keep_records(cast: SimpleNamespace, person: dict[str, Any]) -> None:
    """Names, dates, numbers and addresses in records, reasons in links, and all of it typed into search."""
    found = stage.raised(cast.amina, people=(person,))
    part = found.people[0].id
    with reading(cast.amina):
        kept = people.begin_from(found=found, part=part, by=cast.amina, at=NOW)
        for name in (POLISH, ARABIC, ALIAS):
            entry = {"text": name, "kind": "alias"}
            people.add(kept, token=uuid4(), part="names", entry=entry, by=cast.amina, at=NOW)
        number = {"kind": "nhs", "value": NUMBER}
        people.add(kept, token=uuid4(), part="numbers", entry=number, by=cast.amina, at=NOW)
        need = {"text": SOURCE}
        people.add(kept, token=uuid4(), part="needs", entry=need, by=cast.amina, at=NOW)
        people.undo(Link.objects.get(part=part).pk, because=REASON, by=cast.amina, at=NOW)
    browser, day = stage.browser_of(cast.amina), dict(zip(_BOXES, BORN.split("-"), strict=True))
    for name in (NAME, POLISH, ARABIC, ALIAS):
        typed = {"name": name, **day, "postcode": POSTCODE, "number": NUMBER}
        assert browser.post("/people", typed).status_code == 200
        again = {**typed, "value": NUMBER, "kind": "nhs", "address": STREET, "save": "yes"}
        browser.post("/people/new", {**again, "token": str(uuid4())})


_BOXES = ("born-year", "born-month", "born-day")


def _report(cast: SimpleNamespace, person: dict[str, Any]) -> None:
    with reading(cast.ben):
        begun = concerns.begin(token=uuid4(), by=cast.ben, summary=TEXT, at=NOW)
        found = concern(begun.pk, reader=cast.ben)
        concerns.put_person(found, token=uuid4(), by=cast.ben, about=person, at=NOW)
        concerns.report(found, by=cast.ben, within=deeds.HOURS, at=NOW)
    with reading(cast.hana):
        found = concern(begun.pk, reader=cast.hana)
        concerns.answer_report(found, by=cast.hana, is_taken_up=False, because=REASON, at=NOW)
