"""A team sees its own reviews of what its reader sees, and says them of what it decided or received.

A change of law is seen by those of the concern, and whoever counts them.
"""

from django.db import migrations

from dimmer.database.policies import READER, SHOWING, TEAM, enable, shown

_OWN = f"""team_id = {TEAM} and exists (
    select from decisions_proposal p where p.id = proposal_id
)"""
_SAYS = f"""{SHOWING} or team_id = {TEAM} and by_id = {READER} and (
    exists (
        select from decisions_proposal p where p.id = proposal_id and {shown("concern", "p.concern_id")}
    ) or exists (
        select from disclosures_disclosure d
        where d.proposal_id = reviews_review.proposal_id and {shown("inbox", "d.id")}
    )
)"""
_CHANGE = f"""{shown("digest", "id")} or exists (
    select from decisions_proposal p where p.id = proposal_id and {shown("concern", "p.concern_id")}
)"""


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0004_what_is_shown_is_about"),
        ("disclosures", "0007_row_level_security"),
    ]

    operations = [
        migrations.RunSQL(*enable("reviews_review", sees=_OWN, insert=_SAYS, update="nobody")),
        migrations.RunSQL(*enable("review_law_change", sees=_CHANGE, insert="showing")),
    ]
