"""Read the flowchart of the guidance of 2018: its boxes, where each answer leads, and which facts answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dimmer.core.law.answer import Answer
from dimmer.core.law.expression import (
    BadClause,
    Compiled,
    Language,
    all_of,
    compile_clauses,
    opposite,
)
from dimmer.core.law.flowchart import Node
from dimmer.core.law.table import BadLawbook, Table
from dimmer.lawbook.overlays import Overlay, read_overlay


@dataclass(frozen=True, slots=True)
class Flowchart:
    """A drawn piece of guidance.

    Args:
        overlay: its title, edition, authority and dates; its points are what holds at every box.
        nodes: its boxes by name, the first one first.
    """

    overlay: Overlay
    nodes: Mapping[str, Node]


def parse_flowchart(file: Table, language: Language) -> Flowchart:
    """Make the flowchart.

    Raises:
        BadLawbook: a key, fact or box is unknown, two boxes share a name, a box cannot be reached, or
            an answer leads back.
    """
    overlay = read_overlay(file.table("chart"))
    rows = file.tables("node")
    file.close()
    nodes: dict[str, Node] = {}
    for row in rows:
        node = _node(row, language)
        if node.name in nodes:
            raise BadLawbook(f"{row.where}: there are two boxes {node.name}")
        nodes[node.name] = node
    if not nodes:
        raise BadLawbook(f"{file.where}: no box")
    _check_arrows(file.where, nodes)
    return Flowchart(overlay, nodes)


def _node(row: Table, language: Language) -> Node:
    name, words, note = row.text("name"), row.text("words"), row.text("note", "")
    if not row.has("needs"):
        node = Node(name, words, note, None, None, {}, row.text("then", ""))
    else:
        asks = _claim(row, language)
        stated = _claim(row, replace(language, presumed={}))
        exits = {Answer.YES: row.text("yes"), Answer.NO: row.text("no")}
        node = Node(name, words, note, asks, stated, exits, "")
    row.close()
    return node


def _claim(row: Table, language: Language) -> Compiled:
    try:
        parts = [
            compile_clauses(row.clauses("needs"), language),
            *(opposite(compile_clauses([clause], language)) for clause in row.clauses("unless")),
        ]
    except BadClause as error:
        raise BadLawbook(f"{row.where}: {error}") from None
    return all_of(parts, " and ".join(part.says for part in parts))


def _check_arrows(where: str, nodes: Mapping[str, Node]) -> None:
    """Arrows lead on, to boxes further down: so no way goes round, and each comes to an end."""
    order = list(nodes)
    reached = {order[0]}
    for at, name in enumerate(order):
        for target in nodes[name].targets:
            if target not in order[at + 1 :]:
                raise BadLawbook(f"{where}: {name} leads to {target}, which is no box further down")
        reached |= set(nodes[name].targets)
    if lost := sorted(set(nodes) - reached):
        raise BadLawbook(f"{where}: nothing leads to {' '.join(lost)}")
