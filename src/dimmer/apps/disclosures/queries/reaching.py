"""Whether what a recipient gets may reach the alleged abuser."""

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency, Team
from dimmer.apps.concerns.queries import ConcernRead, PersonRead
from dimmer.apps.decisions.queries.facts import printed
from dimmer.apps.disclosures.queries.flags import ALLEGED
from dimmer.apps.honour.queries import is_flagged
from dimmer.apps.interests.queries import agencies_of
from dimmer.core.reach import Has, feeds_known

SUBJECT_ROLES = frozenset({"victim", "child", "adult-at-risk"})
"""Whom a concern is about: a pack without a piece still has to say who they are."""
REACHES = frozenset(
    (
        *("perpetrator-programme", "probation", "prison", "youth-offending-team", "court"),
        *("solicitor", "employer", "person", "professional-adviser", "wider-workforce"),
    )
)
"""Kinds of agency that speak with the alleged abuser, or whose papers may come to them."""


def is_alleged(person: PersonRead) -> bool:
    """Whether it is somebody who is alleged to abuse."""
    return bool(person.about["role"] == ALLEGED)


def may_reach(found: ConcernRead, recipient: Team, *, holder: Agency) -> bool:
    """Whether what this recipient gets may reach the alleged abuser, as far as is known.

    It may where the alleged abuser works for the recipient's agency, as a worker said or the agency declared; where
    what the recipient holds comes into an account that he is known to have; and where family or community are part of
    the danger, if anybody does who is not at risk.
    """
    name = printed(recipient.agency, holder)
    conflict = found.answers.get(f"recipients.{name}.conflict") is True
    if recipient.agency.kind in REACHES or conflict or _feeds_his(found, recipient):
        return True
    near = (each.about for each in found.people if _may_tell(each, wide=is_flagged(found)))
    return bool(agencies_of(near, asked=[recipient.agency_id]))


def accounts_of(person: PersonRead, found: ConcernRead) -> dict[str, Has]:
    """Which accounts somebody is known to have, or not to have; what nobody said is not there."""
    said = found.accounts.get(person.key, {})
    return {code: Has(each["has"]) for code, each in said.items()}


def _feeds_his(found: ConcernRead, recipient: Team) -> bool:
    return any(
        feeds_known(recipient.agency.kind, accounts_of(each, found), lawbook.reach())
        for each in found.people
        if is_alleged(each)
    )


def _may_tell(person: PersonRead, *, wide: bool) -> bool:
    return person.about["role"] not in SUBJECT_ROLES if wide else is_alleged(person)
