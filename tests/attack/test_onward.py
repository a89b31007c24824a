"""Raw statements of whoever asks whether something may be passed on: the answer is not theirs to write."""

from types import SimpleNamespace

import pytest
from django.db import ProgrammingError, connection

from attack.scenarios_of_onward import asked
from stage import reading

ANSWERS = {
    "leave is given": "update onward set answer = 'leave' where id = %(row)s",
    "it was answered": "update onward set answered_at = now() where id = %(row)s",
    "what was said": "update onward set said = 'x' where id = %(row)s",
    "by whom": "update onward set answered_by_id = %(by)s where id = %(row)s",
    "what was asked": "update onward set sealed = 'x' where id = %(row)s",
    "for whom": "update onward set to_id = %(other)s where id = %(row)s",
    "who is asked": "update onward set sender_id = %(team)s where id = %(row)s",
    "asked with the answer": (
        "insert into onward (id, disclosure_id, what, reference, sender_id, team_id, by_id, at, due_at, sealed, answer)"
        " select gen_random_uuid(), disclosure_id, what, reference, sender_id, team_id, by_id, at, due_at, sealed,"
        " 'leave' from onward where id = %(row)s"
    ),
    "of somebody who did not share it": (
        "insert into onward (id, disclosure_id, what, reference, sender_id, team_id, by_id, at, due_at, sealed, answer)"
        " select gen_random_uuid(), disclosure_id, what, reference, %(other)s, team_id, by_id, at, due_at, sealed,"
        " '' from onward where id = %(row)s"
    ),
}
"""How whoever asks whether something may be passed on could answer themselves."""


def test_whoever_asks_whether_it_may_be_passed_on_does_not_answer(area: SimpleNamespace) -> None:
    row, carys = asked(area), area.carys
    given = {"row": row.pk, "by": carys.pk, "team": carys.team_id, "other": area.olu.team_id}
    for statement in ANSWERS.values():
        with pytest.raises(ProgrammingError, match="row-level security"):  # noqa: SIM117
            with reading(carys), connection.cursor() as cursor:
                cursor.execute(statement, given)
    with reading(area.amina), connection.cursor() as cursor:
        cursor.execute(ANSWERS["leave is given"], given)
        assert cursor.rowcount == 1
