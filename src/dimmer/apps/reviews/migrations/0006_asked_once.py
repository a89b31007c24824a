"""Who sees a review is asked of functions, which are planned once: the answers are the same."""

from django.db import migrations

from dimmer.database.policies import READER, SHOWING, TEAM, altered, asked, shown

_OWN = f"team_id = {TEAM} and sees_proposal(proposal_id)"
_SAYS = f"""{SHOWING} or team_id = {TEAM} and by_id = {READER}
    and (concern_of_proposal_is_shown(proposal_id) or is_in_inbox_under(proposal_id))"""
_CHANGE = f"{shown('digest', 'id')} or concern_of_proposal_is_shown(proposal_id)"


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_row_level_security"), ("disclosures", "0009_asked_once")]

    operations = [
        migrations.RunSQL(
            *asked(
                "is_in_inbox_under",
                "exists (select from disclosures_disclosure d"
                f" where d.proposal_id = $1 and {shown('inbox', 'd.id')})",
            )
        ),
        migrations.RunSQL(altered("reviews_review", select=_OWN, insert=_SAYS)),
        migrations.RunSQL(
            altered(
                "review_law_change",
                select=_CHANGE,
                insert=f"{_CHANGE} or {SHOWING}",
                update=_CHANGE,
            )
        ),
    ]
