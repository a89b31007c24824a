"""Consent records as a file of ISO/IEC TS 27560 in terms of the Data Privacy Vocabulary: taken out, and brought in."""

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from agreed import opened
from attack.scenarios_of_consents import NO, WELL, said
from dimmer import lawbook
from dimmer.apps.agencies.queries import agencies
from dimmer.apps.consents import queries
from dimmer.apps.consents.models import ConsentRecord
from dimmer.apps.consents.queries import PersonSaid, RecordRead
from dimmer.apps.consents.queries.brought import CannotBring, brought
from dimmer.apps.ledger.models import Entry
from dimmer.core import consents
from dimmer.core.consents import EXPLAINED, How, Kind, Said, Scope, State
from dimmer.lawbook.linked import OURS, PREFIXES
from stage import NOW, raised, reading

TODAY = NOW.date()
DPV = PREFIXES["dpv"]
NADIA = ({"name": "Nadia Rahman", "role": "victim"},)
CATEGORIES = sorted(lawbook.book().vocabulary.group("categories"))
PURPOSES = sorted(lawbook.book().vocabulary.group("purposes"))
KINDS = sorted(lawbook.book().vocabulary.group("agency_kinds"))
Browse = Callable[[Any], Client]
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def some(codes: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(codes), min_size=1, max_size=4)


@st.composite
def any_said(draw: st.DrawFn, agency_ids: list[str]) -> Said:
    """A yes that counts, or a no: what the file has a state for."""
    kind = draw(st.sampled_from([Kind.AGREEMENT, Kind.REFUSAL, Kind.WITHDRAWAL]))
    begun = draw(st.dates(TODAY - timedelta(days=900), TODAY))
    ends = draw(st.none() | st.dates(TODAY, TODAY + timedelta(days=900)))
    names = [some(CATEGORIES), some(agency_ids + KINDS), some(PURPOSES)]
    if kind is Kind.AGREEMENT:
        return Said(kind, begun, Scope(*map(draw, names)), ends, how=WELL)
    truth = st.none() | st.booleans()
    how = How(
        is_alone=draw(truth),
        is_abuser_absent=draw(truth),
        is_coercion_suspected=draw(truth),
        interpreter=draw(st.sampled_from(["", "none", "professional", "family"])),
        explained=draw(st.frozensets(st.sampled_from(EXPLAINED))),
    )
    return Said(kind, begun, Scope(*(draw(st.none() | each) for each in names)), ends, how=how)


def read(said: Said) -> PersonSaid:
    row = RecordRead(uuid4(), uuid4(), 1, said, NOW, "Amina", "")
    person = SimpleNamespace(id=row.person)
    return PersonSaid(person, (row,), consents.standing([row.record], TODAY))  # type: ignore[arg-type]


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_is_taken_out_comes_in_as_it_was_without_a_word_that_was_typed(
    area: Any, data: st.DataObject
) -> None:
    known = sorted(str(row.pk) for row in agencies())
    of = read(data.draw(any_said(known)))
    made = queries.exchanged(of, holder=area.amina.team.agency, on=TODAY)

    text = json.dumps(made)
    found = brought(text, today=TODAY)

    (there,), (before,) = found.said, of.records
    assert before.said.how.words not in text or not before.said.how.words
    assert there.notes == {"brought": str(before.id)}
    how = before.said.how
    kept = How(
        is_alone=how.is_alone,
        is_abuser_absent=how.is_abuser_absent,
        interpreter=how.interpreter,
        explained=how.explained,
        is_coercion_suspected=how.is_coercion_suspected,
    )
    assert there == Said(
        before.said.kind, before.said.starts_on, before.said.scope, before.said.ends_on,
        how=kept, notes=there.notes,
    )  # fmt: skip


def test_every_term_in_a_file_is_one_that_was_looked_up_or_ours(area: Any) -> None:
    linked = lawbook.linked()
    police = str(area.pat.team.agency_id)
    scope = Scope(frozenset(["health", "hiv"]), frozenset([police, "gp"]), frozenset(["housing"]))
    whole = Said(Kind.AGREEMENT, TODAY, scope, TODAY, how=WELL)
    terms: set[str] = set()
    for each in (whole, NO, Said(Kind.WITHDRAWAL, TODAY)):
        made = queries.exchanged(read(each), holder=area.amina.team.agency, on=TODAY)
        graph = Graph().parse(data=json.dumps(made), format="json-ld")
        terms |= {str(node) for row in graph for node in row if isinstance(node, URIRef)}

    starts = {**PREFIXES, OURS: linked.namespace}
    known = {
        starts[name.partition(":")[0]] + name.partition(":")[2]
        for name in {*linked.known, *linked.terms}
    }
    others = (
        "http://purl.org/dc/terms/",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "urn:uuid:",
    )
    strange = {each for each in terms if not each.startswith(others)} - known
    assert strange == {"https://w3id.org/dpv/schema/dpv-27560#record"}


THEIRS: dict[str, Any] = {
    "@id": "https://elsewhere.example/records/7",
    "@type": [DPV + "ConsentRecord"],
    "http://purl.org/dc/terms/identifier": [{"@value": "7d0c1ab8-6b0c-4f0c-9d50-6a6a5ac8a4c7"}],
    DPV + "hasDataSubject": [{"@id": "https://elsewhere.example/people/3"}],
    DPV + "hasNotice": [{"@id": "https://elsewhere.example/notices/2"}],
    DPV + "hasProcess": [
        {
            "@type": [DPV + "Process"],
            DPV + "hasPurpose": [{"@id": DPV + "ServiceProvision"}],
            DPV + "hasPersonalData": [{"@id": PREFIXES["pd"] + "Health"}],
            DPV + "hasRecipient": [{"@type": [DPV + "Recipient", DPV + "LawEnforcementOrganisation"]}],
            DPV + "hasLegalBasis": [{"@id": DPV + "ExplicitlyExpressedConsent"}],
        }
    ],
    DPV + "hasConsentStatus": [
        {
            "@type": [DPV + "ConsentGiven"],
            "http://purl.org/dc/terms/date": [{"@value": "2026-01-05T10:00:00Z"}],
        }
    ],
}  # fmt: skip


def theirs(change: Callable[[dict[str, Any]], Any] = lambda _: None) -> str:
    record = json.loads(json.dumps(THEIRS))
    change(record)
    return json.dumps([record])


def process(record: dict[str, Any]) -> dict[str, Any]:
    (found,) = record[DPV + "hasProcess"]
    return found  # type: ignore[no-any-return]


def test_a_record_of_another_system_comes_in_as_far_as_there_are_words_for_it(area: Any) -> None:
    found = brought(theirs(), today=TODAY)

    scope = Scope(frozenset(["health"]), frozenset(["police"]), frozenset(["provide-service"]))
    notes = {"brought": "7d0c1ab8-6b0c-4f0c-9d50-6a6a5ac8a4c7"}
    assert found.said == (Said(Kind.AGREEMENT, date(2026, 1, 5), scope, notes=notes),)
    assert found.not_kept == ("dpv:hasNotice",)
    assert found.said[0].faults()  # how it was given is not known


def test_of_several_events_the_last_counts(area: Any) -> None:
    def withdrawn(record: dict[str, Any]) -> None:
        when = [{"@value": "2026-02-01"}]
        record[DPV + "hasConsentStatus"].append(
            {"@type": [DPV + "ConsentWithdrawn"], "http://purl.org/dc/terms/date": when}
        )

    (said,) = brought(theirs(withdrawn), today=TODAY).said

    assert (said.kind, said.starts_on) == (Kind.WITHDRAWAL, date(2026, 2, 1))


def _set(*path: Any) -> Callable[[dict[str, Any]], None]:
    *way, last, value = path

    def change(record: dict[str, Any]) -> None:
        at: Any = record
        for each in way:
            at = at[each]
        if value is None:
            del at[last]
        else:
            at[last] = value

    return change


SEXUAL, INTEREST = PREFIXES["pd"] + "Sexual", DPV + "LegitimateInterest"
STATUS, PROCESS = DPV + "hasConsentStatus", DPV + "hasProcess"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("@type", ["https://elsewhere.example/Note"]), "no consent record"),
        (_set(STATUS, 0, "@type", [DPV + "ConsentExpired"]), "It stands as dpv:ConsentExpired"),
        (_set(STATUS, 0, "@type", [DPV + "ConsentRevoked"]), "It stands as dpv:ConsentRevoked"),
        (_set(STATUS, None), "whether they agreed"),
        (_set(STATUS, 0, "http://purl.org/dc/terms/date", None), "on what day"),
        (_set(STATUS, 0, "http://purl.org/dc/terms/date", [{"@value": "2190-01-01"}]), "on what day"),
        (_set(STATUS, 0, "http://purl.org/dc/terms/valid", [{"@value": "P12M"}]), "dct:valid is no single day"),
        (_set(STATUS, 0, DPV + "isIndicatedBy", [{"@id": "https://elsewhere.example/4"}]), "said it for them"),
        (_set(PROCESS, 0, DPV + "hasPersonalData", [{"@id": SEXUAL}]), "no exact word here for pd:Sexual"),
        (_set(PROCESS, 0, DPV + "hasPersonalData", [{"@id": DPV + "PersonalData"}]), "A yes must say which kinds"),
        (_set(PROCESS, 0, DPV + "hasPurpose", None), "A yes must say what for"),
        (_set(PROCESS, 0, DPV + "hasRecipient", [{"@id": "urn:uuid:" + str(UUID(int=5))}]), "no exact word here for"),
        (_set(PROCESS, 0, DPV + "hasLegalBasis", [{"@id": DPV + "ImpliedConsent"}]), "rests on dpv:ImpliedConsent"),
        (_set(PROCESS, 0, DPV + "hasLegalBasis", [{"@id": INTEREST}]), "rests on dpv:LegitimateInterest"),
        (_set(DPV + "hasDataSubject", None), "about one person"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_nothing_is_guessed(
    area: Any, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    with pytest.raises(CannotBring) as error:
        brought(theirs(change), today=TODAY)

    assert any(words in problem for problem in error.value.problems), error.value.problems


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "7", "[" * 50_000, '{"@context": 7}', '{"@graph": {"@id": 3}}', "\x00", "x" * 70_000],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_in_words(area: Any, text: str) -> None:
    with pytest.raises(CannotBring):
        brought(text, today=TODAY)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text()
        | st.sampled_from([f"{DPV}ConsentRecord", "urn:uuid:1", "dpv:Consent"]),
        lambda each: st.lists(each, max_size=3)
        | st.dictionaries(
            st.sampled_from([*THEIRS, "@graph", "@context", "@value", "@language", "@import", "@vocab"]) | st.text(),
            each, max_size=5,
        ),
        max_leaves=30,
    )
)  # fmt: skip
def test_no_file_breaks_it(area: Any, document: Any) -> None:
    with suppress(CannotBring):  # and no other error
        brought(json.dumps(document), today=TODAY)


def test_an_address_in_it_tells_nothing_of_where_this_runs(area: Any) -> None:
    where = [{"@id": "here/it/is"}]
    with pytest.raises(CannotBring) as error:
        brought(theirs(_set(PROCESS, 0, DPV + "hasPersonalData", where)), today=TODAY)

    assert any("here/it/is" in each for each in error.value.problems)
    assert not any("file:" in each or str(Path.cwd()) in each for each in error.value.problems)


def test_of_whoever_is_not_said_to_have_said_it_nothing_counts_as_known(area: Any) -> None:
    scope = Scope(*(frozenset([each]) for each in ("health", "gp", "housing")))
    yes = read(Said(Kind.AGREEMENT, TODAY, scope, how=WELL))
    made = queries.exchanged(yes, holder=area.amina.team.agency, on=TODAY)
    (record,) = made["@graph"]
    del record["dpv:hasConsentStatus"]["dpv:isIndicatedBy"]

    (said_,) = brought(json.dumps(made), today=TODAY).said

    assert said_.how == How()
    assert said_.faults()


@pytest.mark.parametrize("where", ["plain", "list", "import", "inner"])
def test_nothing_is_fetched_to_read_it(area: Any, where: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/context"
        asked: list[Any] = []

        def listen() -> None:
            with suppress(TimeoutError):
                asked.append(server.accept())

        waiting = Thread(target=listen)
        waiting.start()
        context: Any = {
            "plain": address, "list": [{}, address], "import": {"@import": address},
            "inner": {"record": {"@id": DPV + "x", "@context": address}},
        }[where]  # fmt: skip
        with pytest.raises(CannotBring, match="another address"):
            brought(json.dumps({"@context": context, "@graph": [THEIRS]}), today=TODAY)
        waiting.join()

    assert not asked


def kept(found: Any, who: Any) -> int:
    """How many records there are in a concern; read as somebody who is shown them."""
    with reading(who):
        return ConsentRecord.objects.filter(concern=found.concern).count()


def page_of(found: Any, name: str) -> str:
    return f"/consents/concerns/{found.concern.pk}/{found.people[0].id}/{name}"


def pasted(text: str) -> dict[str, Any]:
    return {"token": str(uuid4()), "text": text}


def test_a_file_is_taken_out_and_brought_in_elsewhere(area: Any, browser_of: Browse) -> None:
    found, other = raised(area.amina, people=NADIA), raised(area.amina, people=NADIA)
    no = Said(Kind.REFUSAL, TODAY, Scope(frozenset(["health"])), how=How(words="Not my doctor"))
    said(area, found, no, Said(Kind.WISHES, TODAY, how=How(words="Be left alone")))
    browser = browser_of(area.amina)

    page = browser.get(page_of(found, "file"))
    made = browser.post(page_of(found, "file"))

    assert "The standard has no place for it" in page.content.decode()
    assert made["Content-Type"].startswith("application/ld+json")
    text = made.content.decode()
    for typed in ("Nadia", "Not my doctor", "Be left alone", found.concern.reference):
        assert typed not in text
    assert Entry.objects.filter(kind="consent.exported").count() == 1

    shown = browser.post(page_of(other, "bring"), pasted(text)).content.decode()
    assert "Check what it says" in shown
    assert not kept(other, area.amina)
    keep = {"token": str(uuid4()), "text": text, "keep": "yes"}
    for _ in range(2):  # pressed twice, or brought twice, it is there once
        assert browser.post(page_of(other, "bring"), keep).status_code == 302
        browser.post(page_of(other, "bring"), {**keep, "token": str(uuid4())})

    assert kept(other, area.amina) == 1
    again = browser.post(page_of(other, "bring"), pasted(text)).content.decode()
    assert "It is here already" in again
    with reading(area.amina):
        now = queries.standings(opened(other, area.amina), on=TODAY)[other.people[0].id]
    assert now.of("health", "gp") is State.REFUSED
    assert now.of("housing", "gp") is State.NOT_SOUGHT


def test_what_was_taken_back_since_comes_in_beside_the_yes_that_was_brought(
    area: Any, browser_of: Browse
) -> None:
    found, browser = raised(area.amina, people=NADIA), browser_of(area.amina)
    page = page_of(found, "bring")
    back = {
        "@type": [DPV + "ConsentWithdrawn"],
        "http://purl.org/dc/terms/date": [{"@value": "2026-02-01"}],
    }
    for text in (theirs(), theirs(_set(STATUS, [back]))):
        browser.post(page, {**pasted(text), "keep": "yes"})

    assert kept(found, area.amina) == 2
    shown = browser.post(page, pasted(theirs(_set(STATUS, [back])))).content.decode()
    assert "It is here already" in shown
    assert "everybody who received it is told" in shown


def test_what_cannot_be_kept_is_said_on_the_page(area: Any, browser_of: Browse) -> None:
    found = raised(area.amina, people=NADIA)
    browser, page = browser_of(area.amina), page_of(found, "bring")

    refused = browser.post(page, pasted(theirs(_set(STATUS, 0, "@type", [DPV + "ConsentUnknown"]))))
    empty = browser.post(page, pasted(""))
    large = browser.post(page, pasted("x" * 400_000))

    assert "It stands as dpv:ConsentUnknown" in refused.content.decode()
    assert "Paste the records" in empty.content.decode()
    assert "64,000" in large.content.decode()
    assert not kept(found, area.amina)


def test_nothing_is_taken_out_where_nothing_counts(area: Any, browser_of: Browse) -> None:
    found = raised(area.amina, people=NADIA)
    said(area, found, Said(Kind.AGREEMENT, TODAY, Scope(frozenset(["health"]))))
    browser = browser_of(area.amina)

    page = browser.post(page_of(found, "file"))

    assert page["Content-Type"].startswith("text/html")
    assert "Nothing that counts today" in page.content.decode()
    assert not Entry.objects.filter(kind="consent.exported").exists()
