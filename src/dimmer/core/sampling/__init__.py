"""Samples of decisions that nobody can steer, and figures of practice in which no small number can be found.

Pure: what is drawn follows from a list that was announced and a head of the ledger that came later; which cells of a
table are shown follows from the table. Not here: who draws, what is known of a decision, the ledger itself.
"""

from dimmer.core.sampling.draw import (
    LONGEST,
    Announced,
    Listed,
    NotAList,
    Stratum,
    digest_of,
    parse_list,
    sample,
    seed_of,
    stratum_of,
    write_list,
)
from dimmer.core.sampling.hiding import FEWEST, hide
from dimmer.core.sampling.series import MEASURES, Decided, Measure, table_of

__all__ = [
    "FEWEST",
    "LONGEST",
    "MEASURES",
    "Announced",
    "Decided",
    "Listed",
    "Measure",
    "NotAList",
    "Stratum",
    "digest_of",
    "hide",
    "parse_list",
    "sample",
    "seed_of",
    "stratum_of",
    "table_of",
    "write_list",
]
