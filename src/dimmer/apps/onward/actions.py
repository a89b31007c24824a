"""Asking whether something may be passed on, answering, passing it on; and past a silent one, to the lead."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import DisclosureRead, placed_files
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.notices.actions import give_on
from dimmer.apps.notices.models import How
from dimmer.apps.onward.models import Answer, Onward, What
from dimmer.apps.onward.queries import GAVE, OnwardRead, may_pass_on, place_of, said_in
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import NotEntitled, RecordKey, key_of


@transaction.atomic
def ask(
    found: DisclosureRead,
    *,
    token: UUID,
    what: What,
    to: Team | None,
    who: str,
    phone: str,
    why: str,
    pieces: Collection[int],
    files: Collection[int] = (),
    within: timedelta,
    by: Practitioner,
    at: datetime,
) -> Onward:
    """Ask the originator whether pieces may be passed on; or say that they were. The same token once.

    Whoever shared it finds it on their desk at once. What was passed on already is linked to what was shared.

    Args:
        token: the id of what is made; bound to what was shared.
        to: their team, where it is on the service; else `who` and `phone` say who it is.
        pieces: their places in the pack.
        files: the numbers of files that stand with these pieces.
        within: until when an answer is needed.

    Raises:
        NoReason: it is not said who, or why.
        NotNow: by whoever shared it, who decides anew instead.
    """
    if not found.is_received:
        raise NotNow("whoever shared it decides anew")
    if (to is None and not who.strip()) or not why.strip():
        raise NoReason
    made = found.disclosure
    Disclosure.objects.select_for_update().only("pk").get(pk=made.pk)  # of two at once one waits
    if old := Onward.objects.filter(pk=token).first():
        return old
    chosen = {*pieces} & {*range(len(found.pack.get("items", ())))}
    placed = enumerate(placed_files(found.pack), 1)
    row = Onward(
        id=token,
        disclosure=made,
        what=what,
        sender_id=made.sender_id,
        team=by.team,
        to=to,
        by=by,
        at=at,
        due_at=at + within,
        reference=found.pack["reference"],
    )
    asked = {
        "who": who,
        "phone": phone,
        "why": why,
        "pieces": sorted(chosen),
        "files": [number for number, (place, _) in placed if number in files and place in chosen],
    }
    row.sealed = found.key.seal(asked, place_of(row))
    row.save(force_insert=True)
    if what is not What.ASKED:
        _pass(found, row, asked, by=by, at=at)
    vault.show(row.pk, kind=Kind.ONWARD, about=made.concern_id, to=[made.sender_id], at=row.due_at)
    _enter("onward.asked", row, key=found.key, by=by, at=at, what=what.value)
    return row


def _pass(
    found: DisclosureRead, row: Onward, asked: dict[str, Any], *, by: Practitioner, at: datetime
) -> None:
    row.passed = give_on(
        found, token=uuid5(row.pk, "passed on"), how=How.ONWARD, to=row.to, who=asked["who"], phone=asked["phone"],
        pieces=asked["pieces"], files=asked.get("files", ()), by=by, at=at, has_asked=True,
    )  # fmt: skip
    row.save(update_fields=["passed"])


@transaction.atomic
def answer(
    read: OnwardRead,
    *,
    is_leave: Answer,
    because: str,
    only: str,
    pieces: Collection[int],
    by: Practitioner,
    at: datetime,
) -> None:
    """Answer what a recipient asks. Answered twice, the first answer holds; but a no after a yes takes its place.

    Whoever asked is told of such a no again, and passes nothing on any more; where they had, they ring whoever it
    went to. The yes stays beside it.

    Args:
        only: on what condition; may be empty.
        pieces: which of those asked for may go, where there is leave.

    Raises:
        NoReason: it is a no without a reason.
        NotNow: it was answered otherwise, or taken back from the recipient, meanwhile; or by the team that asks.
    """
    if is_leave is Answer.NO and not because.strip():
        raise NoReason
    row = _locked(read)
    if read.is_ours or read.found is None or (is_leave is Answer.READ) != (row.what != What.ASKED):
        raise NotNow("the team that shared it answers what it is asked")
    is_after_all = is_leave is Answer.NO and row.answer in GAVE
    if row.answer == is_leave:
        return
    if row.answered_at and not is_after_all:
        raise NotNow("it was answered otherwise")
    made = Disclosure.objects.only("closed_at").get(pk=row.disclosure_id)
    if made.closed_at and is_leave is Answer.LEAVE:
        raise NotNow("the recipient has it no more")
    said: dict[str, Any] = {
        "because": because,
        "only": only,
        "pieces": sorted({*pieces} & {*read.asked["pieces"]}) if is_leave is Answer.LEAVE else [],
    }
    if is_after_all:
        said["before"] = _yes(row, read.found.key)
    row.answer, row.answered_by, row.answered_at = is_leave, by, at
    row.said = read.found.key.seal(said, place_of(row, "said"))
    row.save(update_fields=["answer", "answered_by", "answered_at", "said"])
    sender = read.row.sender
    lead = lead_team_of(sender.agency_id)
    for team in {sender.pk, *([lead.pk] if lead else [])}:
        vault.hide(row.pk, kind=Kind.ONWARD, team=team)
    if row.what == What.ASKED:
        vault.show(row.pk, kind=Kind.ONWARD, about=row.disclosure_id, to=[row.team_id], at=at)
    kind = "onward.refused" if is_after_all else "onward.answered"
    _enter(kind, row, key=read.found.key, by=by, at=at, answer=is_leave.value)


def _yes(row: Onward, key: RecordKey) -> dict[str, Any]:
    """The answer that a row has, as it stays beside a later one."""
    assert row.answered_by  # noqa: S101  (it is answered)
    assert row.answered_at  # noqa: S101
    by, at = row.answered_by.name, row.answered_at.isoformat()
    return {**said_in(row, key), "answer": row.answer, "by": by, "at": at}


@transaction.atomic
def see(read: OnwardRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opened it; an answer that was read goes from the desk of whoever asked."""
    if read.found is None:
        return
    if read.is_ours and read.row.answered_at:
        vault.hide(read.row.pk, kind=Kind.ONWARD, team=read.row.team_id)
    _enter("onward.opened", read.row, key=read.found.key, by=by, at=at)


@transaction.atomic
def pass_on(read: OnwardRead, *, by: Practitioner, at: datetime) -> None:
    """Say that it was passed on with leave. Said twice, it is said once.

    Raises:
        NotNow: there is no leave, or what it is of was taken back meanwhile.
    """
    row = _locked(read)
    if row.passed_id:
        return
    made = Disclosure.objects.only("closed_at").get(pk=row.disclosure_id)
    if not read.is_ours or read.found is None or not may_pass_on(row) or made.closed_at:
        raise NotNow("there is no leave, or it was taken back")
    # by word, and so without files
    _pass(read.found, row, {**read.asked, "pieces": read.pieces, "files": []}, by=by, at=at)
    _enter("onward.passed", row, key=read.found.key, by=by, at=at)


def _locked(read: OnwardRead) -> Onward:
    return (
        Onward.objects.select_for_update(of=("self",))
        .select_related("to", "answered_by")
        .get(pk=read.row.pk)
    )


@transaction.atomic
def escalate(onward_id: UUID, *, sender: UUID, at: datetime) -> bool:
    """Past a silent originator: let its lead know that an answer is late. Safe to run twice; True if it went up.

    The lead is told whom to ring, and nothing of what is asked. The database must be reading as the sender.
    """
    rows = Onward.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.filter(pk=onward_id, answered_at=None, escalated_at=None, due_at__lte=at)
    row = rows.select_related("disclosure", "sender").first()
    if row is None:
        return False
    row.escalated_at = at
    row.save(update_fields=["escalated_at"])
    try:
        key = key_of(row.disclosure.record, team=sender)
    except NotEntitled:  # what it is of was disposed of: there is nothing to answer any more
        return False
    lead = lead_team_of(row.sender.agency_id)
    if lead is not None:
        vault.show(row.pk, kind=Kind.ONWARD, about=row.disclosure.concern_id, to=[lead.pk], at=at)
    ledger.append(
        kind="onward.escalated", at=at, facts={"onward": str(row.pk)}, record=key.record, seal=key.seal
    )  # fmt: skip
    return True


def _enter(
    kind: str, row: Onward, *, key: RecordKey, by: Practitioner, at: datetime, **more: str
) -> None:
    facts = {"onward": str(row.pk), "by": str(by.pseudonym), "team": str(by.team_id), **more}
    ledger.append(kind=kind, at=at, facts=facts, record=key.record, seal=key.seal)
