"""Consent records as ISO/IEC TS 27560:2023 has them, in terms of the Data Privacy Vocabulary.

Source: Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV, W3C DPVCG, 1 August 2024, section 9.
What is typed stays here: no words, reasons or names of people are in the file.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.agencies.queries import agencies
from dimmer.apps.consents.queries.records import PersonSaid, RecordRead
from dimmer.apps.consents.queries.words import FAULTS
from dimmer.core.consents import By, Kind, Said
from dimmer.lawbook.linked import OURS, Linked

MOST_CHARACTERS = 64_000
"""Of a file that is read."""
SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#record"
STATUS = {
    Kind.AGREEMENT: "dpv:ConsentGiven",
    Kind.REFUSAL: "dpv:ConsentRefused",
    Kind.WITHDRAWAL: "dpv:ConsentWithdrawn",
}
"""What the standard has a state for. The other kinds are not consent, and it has no place for them."""
ROOTS = {"categories": "dpv:PersonalData", "recipients": "dpv:Recipient", "purposes": "dpv:Purpose"}
"""The term that stands for all of them."""
TRUTHS = {
    "is_alone": f"{OURS}:askedAlone",
    "is_abuser_absent": f"{OURS}:fearedPersonAway",
    "is_coercion_suspected": f"{OURS}:coercionSuspected",
}
INTERPRETER, EXPLAINED = f"{OURS}:interpreter", f"{OURS}:explained"
_UNDETERMINED = "und"  # ISO 639: it is not recorded in which language they were asked


def left_out(of: PersonSaid, *, on: date) -> list[tuple[RecordRead, str]]:
    """The records that do not go into the file, each with why."""
    return [(read, why) for read in of.records if (why := _why_not(read, of, on))]


def _why_not(read: RecordRead, of: PersonSaid, on: date) -> str:
    if read.said.kind not in STATUS:
        return "The standard has no place for it: it is not consent, nor a no to it"
    if read.said.starts_on > on or read.id not in {each.id for each in of.stands.records}:
        return "It does not count today"
    if read.id in of.stands.replaced:
        return "It was replaced by what was said later"
    return _why_no_yes(read, of) if read.said.kind is Kind.AGREEMENT else ""


def _why_no_yes(read: RecordRead, of: PersonSaid) -> str:
    if of.stands.is_taken_back(read.record):
        return "They took it back"
    if faults := of.stands.why(read.record):
        return f"It does not count: {'; '.join(FAULTS[each] for each in faults)}"
    if of.stands.is_limited(read.record) or any(read in pair for pair in of.disagreeing()):
        return "Something else that they said limits it, or disagrees with it"
    return ""


def exchanged(of: PersonSaid, *, holder: Agency, on: date) -> dict[str, Any]:
    """What somebody said about sharing that counts today, as linked data: a graph of consent records."""
    linked = lawbook.linked()
    known = {str(row.pk): row for row in agencies()}
    out = {read.id for read, _ in left_out(of, on=on)}
    rows = [
        _record(read, of.person.id, holder, known, linked)
        for read in of.records
        if read.id not in out
    ]
    return {"@context": linked.context(), "@graph": rows}


def _record(
    read: RecordRead, person: UUID, holder: Agency, known: dict[str, Agency], linked: Linked
) -> dict[str, Any]:
    said, scope = read.said, read.said.scope
    controller = _agency(holder, linked, "dpv:DataController")
    recipients = [{"@id": ROOTS["recipients"]}]
    if scope.recipients is not None:
        recipients = [_recipient(each, known, linked) for each in sorted(scope.recipients)]
    return {
        "@id": f"urn:uuid:{read.id}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": {"@id": SCHEMA},
        "dct:identifier": str(read.id),
        "dpv:hasDataSubject": {
            "@id": f"urn:uuid:{person}",
            "@type": "dpv:DataSubject",
            "dct:identifier": str(person),
        },
        "dpv:hasNotice": {"@type": "dpv:ConsentNotice", "dct:language": _UNDETERMINED},
        "dpv:hasProcess": {
            "@type": "dpv:Process",
            "dpv:hasProcessing": {"@id": "dpv:Share"},
            "dpv:hasPersonalData": _terms(scope.categories, "categories", linked),
            "dpv:hasRecipient": recipients,
            "dpv:hasPurpose": _terms(scope.purposes, "purposes", linked),
            "dpv:hasLegalBasis": {"@id": "dpv:Consent"},
            "dpv:hasDataController": controller,
            "dpv:hasJurisdiction": {"@id": linked.term("nations", holder.nation)},
            "dpv:hasRight": {"@id": "eu-gdpr:A7-3"},
            "dpv:hasConsentControl": {
                "@type": "dpv:WithdrawConsent",
                "dct:description": "Tell any of the agencies, in whatever way.",
            },
            "dpv:hasStorageCondition": {
                "@type": "dpv:StorageDuration",
                "dct:description": "As long as the concern is kept that it belongs to.",
            },
        },
        "dpv:hasConsentStatus": _status(said, person),
    }


def _status(said: Said, person: UUID) -> dict[str, Any]:
    by = f"urn:uuid:{person}"
    found: dict[str, Any] = {
        "@type": STATUS[said.kind],
        "dct:date": said.starts_on.isoformat(),
        "dpv:isIndicatedBy": {"@id": by} if said.by is By.SELF else {"@type": "dpv:Representative"},
    }
    if said.ends_on:
        found["dct:valid"] = {"@type": "xsd:date", "@value": said.ends_on.isoformat()}
    for name, term in TRUTHS.items():
        if (value := getattr(said.how, name)) is not None:
            found[term] = value
    if said.how.interpreter:
        found[INTERPRETER] = said.how.interpreter
    if said.how.explained:
        found[EXPLAINED] = sorted(said.how.explained)
    return found


def _terms(codes: Iterable[str] | None, group: str, linked: Linked) -> list[dict[str, Any]]:
    if codes is None:
        return [{"@id": ROOTS[group]}]
    return [{"@id": linked.term(group, code)} for code in sorted(codes)]


def _recipient(name: str, known: dict[str, Agency], linked: Linked) -> dict[str, Any]:
    if name in known:
        return _agency(known[name], linked, "dpv:Recipient")
    if ("agency_kinds", name) in linked.codes:
        return {"@type": ["dpv:Recipient", linked.term("agency_kinds", name)]}
    return {"@type": "dpv:Recipient", "dct:identifier": name}


def _agency(row: Agency, linked: Linked, role: str) -> dict[str, Any]:
    return {
        "@id": f"urn:uuid:{row.pk}",
        "@type": [role, linked.term("agency_kinds", row.kind)],
        "dct:identifier": str(row.pk),
        "dpv:hasName": row.name,
    }
