"""Preview what a recipient will see, share it, and open what was shared; blank forms on paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import NoSuchConcern
from dimmer.apps.disclosures import actions, forms, queries
from dimmer.apps.disclosures.queries import DisclosureRead, NoSuchDisclosure
from dimmer.apps.disclosures.views.packs import file_at, goes_with, in_pack
from dimmer.apps.disclosures.views.releasing import release
from dimmer.apps.requests.queries import askings_on
from dimmer.core.route import NotAMove

_READ = "read"
"""In an address: the warning before a pack was read."""
_TITLE = "What was shared"
_IN_DIMMER, _IN_IT = "which is read in Dimmer", "which is attached to this document"
"""Where the files of a pack lie, as a document says it."""
_PAPERS = {
    "decision": "disclosures/paper-decision.html",
    "emergency": "disclosures/paper-emergency.html",
    "confidentiality": "disclosures/paper-confidentiality.html",
}


@for_those_who_may(Deed.WORK, afresh=True)
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show exactly what one recipient will see; share it when somebody says so."""
    asking = practitioner_of(request)
    found = queries.to_share(pk, by=asking)
    if found is None:
        raise Http404
    if found.pack is None:
        return _after(found, queries.disclosure_of(found.proposal), asking)
    if found.is_changed or found.is_elsewhere:
        return render(request, "disclosures/changed.html", {"found": found})
    if (
        found.needs_release
        and not found.asks_for_plan
        and not found.frozen
        and (page := release(request, found))
    ):
        return page
    changed = "is_agreed" in request.POST  # an answer to what waits no longer
    posted = request.POST if request.method == "POST" and not changed else None
    posted = None if found.frozen or found.asks_for_plan else posted
    form = forms.Weigh(posted, clues=found.clues, has_words="why" in found.pack)
    is_weighed = posted is not None and form.is_valid()
    weighed = form.weighed() if is_weighed else {}
    out = queries.left_out(found.clues, weighed)
    pack = found.pack_without(out, by=asking)
    part = queries.part_for(found.concern, found.proposal.recipient)
    shows = in_pack(pack, on=timezone.localdate(), plan=part)
    stands_for = queries.seen(shows["pack"])
    if posted is not None and is_weighed:
        share = forms.Share(posted)
        changed = not share.is_valid() or share.cleaned_data["seen"] != stands_for
        if not changed:
            return _go(found, weighed, form.cleaned_data.get("own_words", ""), by=asking)
    concerns.opened(found.concern, by=asking, at=timezone.now())
    shown = {
        "found": found,
        "changed": changed,
        "goes_out": is_weighed and bool(out),
        "slips": found.slips,
        "is_ours": found.concern.concern.team_id == asking.team_id,
        "form": form,
        "share": forms.Share(initial={"seen": stands_for}),
        "back": f"/concerns/{found.concern.concern.pk}",
        "goes": goes_with(found, without=out),
        **shows,
    }
    return render(request, "disclosures/preview.html", shown)


def _go(
    found: queries.ToShare, weighed: Mapping[str, str], own_words: str, *, by: Any
) -> HttpResponse:
    """Share it as it was weighed, or ask a second person to release it."""
    proposal, at = found.proposal, timezone.now()
    try:
        if found.needs_release:
            actions.ask_release(
                found.concern, proposal, weighed=weighed, own_words=own_words, by=by, at=at
            )
            return redirect("disclosures:preview", proposal.pk)
        made = actions.disclose(
            found.concern,
            proposal_id=proposal.pk,
            by=by,
            at=at,
            weighed=weighed,
            own_words=own_words,
        )
    except NotAMove:
        return redirect("desk:concern", found.concern.concern.pk)
    except concerns.NotNow:  # it changed while this was sent: the page says what
        return redirect("disclosures:preview", proposal.pk)
    return _after(found, made, by)


def _after(found: queries.ToShare, made: Any, asking: Any) -> HttpResponse:
    """Where a proposal that does not wait to be shared leads: to what was shared, or to its concern.

    A lead's team that shared for another finds it with the concern: it stands in the outbox of the owner.
    """
    if made is not None and made.sender_id == asking.team_id:
        return redirect("disclosures:shared", made.pk)
    return redirect("desk:concern", found.concern.concern.pk)


def _asked_on(found: DisclosureRead, reader: Any) -> dict[str, Any]:
    """Of what one's own team shared, what it asked on it, and whether it may ask."""
    if found.is_received:
        return {}
    pk = found.disclosure.pk
    return {
        "asked": askings_on([pk], reader=reader), "today": timezone.localdate(),
        "may_ask": queries.may_ask(found.disclosure, reader=reader),
    }  # fmt: skip


def opened_by(request: HttpRequest, pk: UUID) -> DisclosureRead:
    """The disclosure, for its sender or its recipient; to any other team it is not there.

    Nor to whoever has still to say that they keep to its restrictions: its own page asks them.
    """
    found = _found(request, pk)
    if queries.must_read_flags(found, reader=practitioner_of(request)):
        raise Http404
    return found


def _found(request: HttpRequest, pk: UUID) -> DisclosureRead:
    try:
        return queries.disclosure(pk, reader=practitioner_of(request))
    except NoSuchDisclosure as error:
        raise Http404 from error


@for_those_who_may(Deed.WORK)
def disclosure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open what was shared, for the team that shared it and the team that received it.

    Where it was taken back, whoever received it is led to what became of it.
    """
    try:
        found = _found(request, pk)
    except Http404:
        if queries.was_taken_back(pk, reader=practitioner_of(request)):
            return redirect("notices:received", pk)
        raise
    if queries.must_read_flags(found, reader=practitioner_of(request)):
        return redirect("disclosures:flags", pk)
    if page := before(request, found, then=reverse("disclosures:disclosure", args=[pk])):
        return page
    actions.opened(found, by=practitioner_of(request), at=timezone.now())
    on = timezone.localdate(found.disclosure.at)
    unread = not found.is_received and queries.must_ring(found.disclosure)
    shown = {
        "found": found, "unread": unread, "changed": queries.latest(found.disclosure, found.key), "back": "/",
        "file_at": partial(file_at, pk), **_asked_on(found, practitioner_of(request)),
        "came": queries.came_of(found, reader=practitioner_of(request)),
        **in_pack(found.pack, on=on),
    }  # fmt: skip
    return render(request, "disclosures/disclosure.html", shown)


@for_those_who_may(Deed.WORK, afresh=True, back_to="disclosures:disclosure")
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was shared as PDF, as it was first drawn; its name and title say nothing of whom it is about."""
    found = opened_by(request, pk)
    if page := before(request, found, then=reverse("disclosures:document", args=[pk])):
        return page
    asking, now, made = practitioner_of(request), timezone.now(), found.disclosure
    holds_files = (
        made.recipient.agency.is_outside
    )  # there it is the same document, under a password
    draw = partial(drawn, found.pack, at=made.at, holds_files=holds_files)
    written = actions.document(found, draw=draw, by=asking, at=now)
    name = f"shared-{made.pk.hex[:8]}.pdf"
    return HttpResponse(
        written,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def drawn(
    pack: Mapping[str, Any],
    *,
    at: datetime,
    changed: Sequence[queries.Since] = (),
    holds_files: bool = False,
) -> bytes:
    """The document of a pack, from it alone: of the same pack and moment always the same bytes.

    Args:
        changed: what it says of its pieces since, where that is to go with it.
        holds_files: whether the files of the pack are put into it afterwards.
    """
    from dimmer import papers  # few ask for one: nobody else waits until it is loaded

    return papers.document(
        papers.parts_of(to_draw(pack, at=at, changed=changed, holds_files=holds_files)),
        title=_TITLE,
        foot=f"Reference {pack['reference']}",
        at=at,
        fonts=settings.FONTS,
    )


def to_draw(
    pack: Mapping[str, Any], *, at: datetime, changed: Sequence[queries.Since], holds_files: bool
) -> str:
    """The page that the document of a pack is drawn from."""
    shown = {
        "heading": _TITLE,
        "at": at,
        "changed": changed,
        "files_lie": _IN_IT if holds_files else _IN_DIMMER,
        **in_pack(pack, on=timezone.localdate(at)),
    }
    return render_to_string("disclosures/document.html", shown)


@for_those_who_may(Deed.WORK)
def flags(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say, before it is opened, that one keeps to what somebody in it has limited, and to the plan of it."""
    found, then = _found(request, pk), reverse("disclosures:disclosure", args=[pk])
    return _restricted(request, found, then=then) or redirect(then)


def before(
    request: HttpRequest, found: DisclosureRead, *, then: str, is_theirs: bool = True
) -> HttpResponse | None:
    """The page that stands before a pack: limits and plan, then the warning of family and honour; or None.

    Args:
        then: the address at which the pack is read.
        is_theirs: they see it because they may work on it, and so can step aside.
    """
    if page := _restricted(request, found, then=then):
        return page
    if not (found.is_received and found.pack.get("honour")) or _READ in request.GET:
        return None
    shown = {"found": found, "then": f"{then}?{_READ}", "is_theirs": is_theirs, "back": "/"}
    return render(request, "disclosures/before.html", shown)


def _restricted(request: HttpRequest, found: DisclosureRead, *, then: str) -> HttpResponse | None:
    asking = practitioner_of(request)
    if not queries.must_read_flags(found, reader=asking):
        return None
    plan = found.pack.get("plan")
    form = forms.Flags(request.POST or None, initial={"part": plan["part"] if plan else ""})
    form.keep_to(limits=bool(found.limited), plan=bool(plan))
    read = not plan or request.POST.get("part") == plan["part"]
    if request.method == "POST" and not read:  # it changed since they looked
        form.add_error(
            "keeps", "The plan has changed since you looked. Read it, then tick that you keep to it"
        )
    if request.method == "POST" and form.is_valid():
        if found.limited:
            actions.keep_to_flags(found, by=asking, at=timezone.now())
        actions.keep_to_plan(found, by=asking, at=timezone.now())
        return redirect(then)
    shown = {"found": found, "form": form, "plan": plan, "back": "/"}
    return render(request, "disclosures/flags.html", shown)


@for_those_who_may(Deed.WORK)
def shared(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it was shared, and what comes next. The same page however often it was sent."""
    found = opened_by(request, pk)
    if found.is_received:
        return redirect("disclosures:disclosure", pk)
    asking = practitioner_of(request)
    try:
        others = queries.still_to_share(found.disclosure, reader=asking)
    except NoSuchConcern as error:
        raise Http404 from error
    unread = queries.must_ring(found.disclosure)
    shown = {"found": found, "others": others, "unread": unread}
    return render(request, "disclosures/shared.html", shown)


def paper(request: HttpRequest, name: str) -> HttpResponse:
    """A page to print: a blank form, or what people are told first. Nothing personal, open to everybody."""
    if name not in _PAPERS:
        raise Http404
    shown = {"statement": lawbook.statement(timezone.localdate())}
    return render(request, _PAPERS[name], shown)
