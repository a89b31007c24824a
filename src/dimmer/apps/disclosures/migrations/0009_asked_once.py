"""Who sees what was shared is asked of functions, which are planned once: the answers are the same."""

from django.db import migrations

from dimmer.database.policies import READER, SHOWING, altered, asked, shown

_RECEIVED = f"({READER} in (d.sender_id, d.recipient_id) or {shown('inbox', 'd.id')})"
_OWED = "concern_of_decision_is_shown(decision_id)"
_RELEASE = "concern_of_proposal_is_shown(proposal_id)"
_TOLD = "is_told_of(disclosure_id)"
_ANSWERS = {
    "is_told_of": "d.id = $1",
    "is_told_under": "d.proposal_id = $1",
    "is_told_from": "d.concern_id = $1",
    "has_received_under": f"d.proposal_id = $1 and {_RECEIVED}",
    "has_part_in": f"d.id = $1 and ({_RECEIVED} or {shown('concern', 'd.concern_id')})",
}


_RECEIVERS = (
    ("concerns_concern", "select", "is_told_from(id)"),
    ("decisions_proposal", "select", "is_told_under(id)"),
    ("decisions_proposal", "update", "has_received_under(id)"),
    ("decisions_decision", "select", "has_received_under(proposal_id)"),
)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0006_asked_once"), ("disclosures", "0008_release")]

    operations = [
        *(
            migrations.RunSQL(
                *asked(name, f"exists (select from disclosures_disclosure d where {condition})")
            )
            for name, condition in _ANSWERS.items()
        ),
        migrations.RunSQL(
            altered("emergency_record", select=_OWED, insert=f"{_OWED} or {SHOWING}", update=_OWED)
        ),
        migrations.RunSQL(
            altered(
                "disclosure_release",
                select=_RELEASE,
                insert=f"by_id = {READER} and {_RELEASE}",
                update=f"by_id <> {READER} and {_RELEASE}",
            )
        ),
        migrations.RunSQL(
            altered(
                "disclosure_flags_read", select=f"by_id = {READER} or has_part_in(disclosure_id)"
            )
        ),
        migrations.RunSQL(altered("disclosure_document", select=_TOLD, insert=_TOLD)),
        *(
            migrations.RunSQL(f"alter policy {table}_received_{command} on {table} using ({sees})")
            for table, command, sees in _RECEIVERS
        ),
    ]
