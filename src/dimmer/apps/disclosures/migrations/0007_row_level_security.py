"""What was shared is seen by those to whom the concern is shown, and by those who received it.

Those who received it see the proposal and the row of the concern that it came from too: the reference stands there, and
they have no key to the rest. What was decided they read, and what is still owed they do not see. Whoever sees it for a
notice or broken glass alone sees neither what was decided nor that it was read.
"""

from django.db import migrations

from dimmer.database.policies import READER, SHOWING, enable, shown

# A team that reads as itself has what was shared whether or not it is in a list: a pack may be closed.
_SEES = f"""{READER} in (sender_id, recipient_id)
    or {shown("inbox", "id")} or {shown("concern", "concern_id")}"""
_RECEIVED = f"({READER} in (d.sender_id, d.recipient_id) or {shown('inbox', 'd.id')})"
_OWED = f"""exists (
    select from decisions_decision d join decisions_proposal p on p.id = d.proposal_id
    where d.id = decision_id and {shown("concern", "p.concern_id")}
)"""
_OF_IT = f"""exists (
    select from disclosures_disclosure d
    where d.id = disclosure_id and ({_RECEIVED} or {shown("concern", "d.concern_id")})
)"""


def _received(table: str, condition: str, *commands: str) -> migrations.RunSQL:
    """Let those who received something see a row that they are not shown, or change it."""
    given = f"(exists (select from disclosures_disclosure d where {condition}))"
    names = {command: f"{table}_received_{command}" for command in commands}
    return migrations.RunSQL(
        ";".join(
            f"create policy {name} on {table} for {command} using {given}"
            for command, name in names.items()
        ),
        ";".join(f"drop policy {name} on {table}" for name in names.values()),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0006_of_which_concern"),
        ("decisions", "0005_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(
            *enable(
                "disclosures_disclosure",
                sees=_SEES,
                insert=f"{shown('concern', 'concern_id')} or {SHOWING}",
            )
        ),
        migrations.RunSQL(*enable("emergency_record", sees=_OWED, insert="showing")),
        migrations.RunSQL(
            *enable(
                "disclosure_flags_read",
                sees=f"by_id = {READER} or {_OF_IT}",
                insert=f"by_id = {READER}",
                update="nobody",
            )
        ),
        _received("concerns_concern", "d.concern_id = concerns_concern.id", "select"),
        _received("decisions_proposal", "d.proposal_id = decisions_proposal.id", "select"),
        _received(
            "decisions_proposal", f"d.proposal_id = decisions_proposal.id and {_RECEIVED}", "update"
        ),
        _received(
            "decisions_decision",
            f"d.proposal_id = decisions_decision.proposal_id and {_RECEIVED}",
            "select",
        ),
    ]
