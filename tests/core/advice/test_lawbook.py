"""A lawbook as the core has it at hand."""

from dataclasses import replace

from dimmer import lawbook

BOOK = lawbook.book()


def test_a_rule_that_says_why_it_is_closed_has_every_row_of_its_id_beside_it() -> None:
    """It is not closed where another limb of the provision carries it."""
    closable = replace(BOOK).closable

    assert [rule for rule, _ in closable] == [rule for rule in BOOK.rules if rule.closed]
    assert any(len(rows) > 1 for _, rows in closable)
    for rule, rows in closable:
        assert rows == tuple(row for row in BOOK.rules if row.id == rule.id)
