"""A tree kept as each of its complete subtrees, the plainest way: what tiles and proofs are tried against."""

from collections.abc import Sequence

from dimmer.core.ledger import Coordinate
from dimmer.core.ledger.tree import node_hash


def nodes_of(leaves: Sequence[bytes]) -> dict[Coordinate, bytes]:
    """Every complete subtree over the leaf hashes, by level and index."""
    nodes, level, hashes = {}, 0, list(leaves)
    while hashes:
        nodes |= {(level, index): each for index, each in enumerate(hashes)}
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        level, hashes = level + 1, [node_hash(*pair) for pair in pairs]
    return nodes
