"""Our own terms as an extension of the Data Privacy Vocabulary, in Turtle."""

import json
from collections.abc import Iterator

from dimmer.lawbook.linked import OURS, PREFIXES, Linked, Term

_HEAD = """\
# Dimmer's terms beside the Data Privacy Vocabulary, for what is of the United Kingdom and of safeguarding.
# Made by dimmer.lawbook.turtle from the lawbook; `make docs` writes it. The law's words are our own, and
# not yet checked by a lawyer: the source of each term is what counts.
"""
_STANDARD = {
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def extension(linked: Linked, *, edition: str) -> str:
    """The whole file; the same for the same lawbook."""
    prefixes = {**PREFIXES, OURS: linked.namespace, **_STANDARD}
    lines = [f"@prefix {name}: <{address}> ." for name, address in sorted(prefixes.items())]
    scheme = [
        f"<{linked.namespace.rstrip('#')}> a owl:Ontology, skos:ConceptScheme ;",
        '    dct:title "Dimmer: terms beside the Data Privacy Vocabulary"@en ;',
        "    dct:license <https://www.apache.org/licenses/LICENSE-2.0> ;",
        f"    dct:conformsTo <{linked.url}> ;",
        f"    owl:versionInfo {_text(edition)} .",
    ]
    blocks = ["\n".join(lines), "\n".join(scheme)]
    for _, term in sorted(linked.terms.items()):
        blocks.append("\n".join(_block(term, linked.namespace.rstrip("#"))))
    return _HEAD + "\n" + "\n\n".join(blocks) + "\n"


def _block(term: Term, scheme: str) -> Iterator[str]:
    kind, below = (
        ("rdf:Property", "rdfs:subPropertyOf")
        if term.is_property
        else ("rdfs:Class", "rdfs:subClassOf")
    )
    yield f"{term.name} a {kind}, skos:Concept ;"
    yield f"    skos:prefLabel {_text(term.label)}@en ;"
    yield f"    skos:definition {_text(term.words)}@en ;"
    yield f"    skos:broader {term.broader} ;"
    yield f"    {below} {term.broader} ;"
    yield f"    dct:source {_text(term.source)} ;"
    yield f"    skos:inScheme <{scheme}> ."


def _text(words: str) -> str:
    """A text as Turtle quotes it, which is as JSON does."""
    return json.dumps(words, ensure_ascii=False)
