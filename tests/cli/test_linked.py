"""`dimmer advise --json-ld`: linked data that others can read, in terms that exist or that are ours and published."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS

import dimmer.lawbook
from dimmer import lawbook
from dimmer.cli.offline.advise import advise
from dimmer.core.law.table import BadLawbook, Table
from dimmer.lawbook.linked import PREFIXES, parse_linked

ROOT = Path(__file__).parents[2]
CASES = Path(dimmer.lawbook.__file__).parent / "cases"
EXTENSION = ROOT / "docs" / "reference" / "dimmer-dpv.ttl"
MAPPING = Path(dimmer.lawbook.__file__).parent / "dpv.toml"
STANDARD = (str(DCTERMS), str(OWL), str(RDF))
FILES = sorted(set(CASES.glob("*.toml")) - set(CASES.glob("*.expected.toml")))
LINKED = lawbook.linked()
# rdflib's own reader of JSON-LD still makes what rdflib has deprecated
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def said(file: Path) -> dict[str, Any]:
    result = CliRunner().invoke(advise, [str(file), "--json-ld"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def graph(document: dict[str, Any]) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


def dpv(name: str) -> URIRef:
    prefix, _, rest = name.partition(":")
    return URIRef({**PREFIXES, "dimmer": LINKED.namespace}[prefix] + rest)


def extension() -> Graph:
    return Graph().parse(EXTENSION, format="turtle")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_term_is_one_of_the_vocabulary_that_was_looked_up_or_ours(file: Path) -> None:
    found = graph(said(file))

    published = {str(term) for term in extension().subjects()}
    known = {str(dpv(name)) for name in LINKED.known}
    terms = {str(node) for triple in found for node in triple if isinstance(node, URIRef)}
    strange = {one for one in terms if not one.startswith(STANDARD)} - known - published
    assert strange <= {LINKED.url}


def test_the_routes_of_a_matter_are_there_for_each_person_with_basis_purpose_data_and_recipient() -> (
    None
):
    found = graph(said(CASES / "V04.toml"))

    routes = list(found.objects(None, dpv("dpv:hasProcess")))
    bases = {one for route in routes for one in found.objects(route, dpv("dpv:hasLegalBasis"))}
    data = {one for route in routes for one in found.objects(route, dpv("dpv:hasPersonalData"))}
    assert {dpv("eu-gdpr:A6-1-e"), dpv("dimmer:rule-S1-P6")} <= bases
    assert {dpv("pd:Health"), dpv("dimmer:category-threat")} <= data
    for route in routes:
        assert (route, dpv("dpv:hasPurpose"), dpv("dimmer:purpose-protect-adult")) in found
        (recipient,) = found.objects(route, dpv("dpv:hasRecipient"))
        assert (recipient, RDF.type, dpv("dpv:LawEnforcementOrganisation")) in found
        (person,) = found.objects(route, dpv("dpv:hasDataSubject"))
        assert (person, RDF.type, dpv("dpv:DataSubject")) in found


def test_what_is_held_back_and_what_follows_are_there_too() -> None:
    found = graph(said(CASES / "V05.toml"))

    (row,) = found.objects(None, dpv("dimmer:hasItemAdvice"))
    measures = {
        kind
        for one in found.objects(None, dpv("dpv:hasTechnicalOrganisationalMeasure"))
        for kind in found.objects(one, RDF.type)
    }
    assert (row, dpv("dimmer:action"), dpv("dimmer:action-withhold")) in found
    assert {dpv("dpv:SupportEntityDecisionMaking"), dpv("dpv:ReviewProcedure")} <= measures
    assert not list(found.objects(None, dpv("dpv:hasProcess")))


def test_who_is_told_about_themselves_is_one_node_as_person_and_recipient() -> None:
    found = graph(said(CASES / "V16.toml"))

    people = set(found.subjects(RDF.type, dpv("dpv:DataSubject")))
    recipients = set(found.subjects(RDF.type, dpv("dpv:Recipient")))
    assert recipients
    assert recipients <= people


def test_every_term_of_ours_has_a_label_a_definition_a_broader_term_and_a_source() -> None:
    found = extension()

    concepts = set(found.subjects(RDF.type, SKOS.Concept))
    assert {str(one) for one in concepts} == {str(dpv(name)) for name in LINKED.terms}
    for one in concepts:
        for needed in (SKOS.prefLabel, SKOS.definition, SKOS.broader, DCTERMS.source):
            assert len(set(found.objects(one, needed))) == 1, one


def test_every_term_of_ours_comes_under_one_of_the_vocabulary() -> None:
    for term in LINKED.terms.values():
        above = LINKED.terms[term.broader].broader if term.broader in LINKED.terms else term.broader
        assert above in LINKED.known, term.name


def test_no_term_is_listed_that_nothing_uses() -> None:
    used = {*LINKED.codes.values(), *(term.broader for term in LINKED.terms.values())}
    writers = ("cli/offline/linked.py", "apps/consents/queries/exchanged.py")
    code = "".join((ROOT / "src/dimmer" / each).read_text(encoding="utf-8") for each in writers)

    assert [name for name in sorted(LINKED.known - used) if f'"{name}"' not in code] == []


@pytest.mark.parametrize("option", ["--json", "--explain"])
def test_it_goes_with_no_other_way_of_printing(option: str) -> None:
    result = CliRunner().invoke(advise, [str(FILES[0]), "--json-ld", option])

    assert result.exit_code == 2
    assert "goes with neither" in result.output


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param('A6a = "eu-gdpr:A6-1-a"', 'A6a = "eu-gdpr:A6-1-z"', id="a term that was guessed"),
        pytest.param('police = "dpv:LawEnforcementOrganisation"\n', "", id="a code that is left out"),
        pytest.param('bar = "dpv:Prohibition"', "", id="a gate without a broader term for its closed rules"),
    ],
)  # fmt: skip
def test_a_mapping_that_says_what_it_may_not_is_refused(before: str, after: str) -> None:
    text = MAPPING.read_text(encoding="utf-8")
    assert before in text

    with pytest.raises(BadLawbook):
        parse_linked(Table("dpv.toml", tomllib.loads(text.replace(before, after))), lawbook.book())
