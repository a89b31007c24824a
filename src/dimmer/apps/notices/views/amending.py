"""Pages that put a piece right, or write down that somebody says it is wrong: first what each recipient is told."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import rfc8785
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns.actions import NobodyThere, NotNow
from dimmer.apps.concerns.queries import (
    ConcernRead,
    Dispute,
    ItemRead,
    NoSuchConcern,
    amended_to,
    concern,
    typed_of,
)
from dimmer.apps.concerns.views import (
    bound,
    enter_opening,
    item_initial,
    move_apart,
    with_concern,
)
from dimmer.apps.disclosures.queries import UNNAMED_ROLES, Tells, tells_of
from dimmer.apps.notices import actions, forms
from dimmer.web.fields import Page

_OURS = ("csrfmiddlewaretoken", "seen", "change")
_SAME = "It says that already: change what is wrong"
_QUICKER = "A colleague has changed it meanwhile, and yours was not saved. Read what it says now, then save yours again"


@for_those_who_may(Deed.WORK, afresh=True)
@with_concern
def correct(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """Ask what a piece should say and why; show what each who was given it is told; then put it right everywhere."""
    asking, piece = practitioner_of(request), _piece(request, found, part)
    first = {**item_initial(piece), "token": uuid4(), "was": _stands(piece)}
    is_own = bool(piece.own)
    form = (forms.CorrectWords if is_own else forms.Correct)(request.POST or None, initial=first)
    form.offer_people(found)
    shown = {"form": form, "found": found, "piece": piece, "is_correction": True, "is_own": is_own}
    if not _is_sent(request, form):
        return _page(request, shown)
    typed = form.typed()
    if _is_other(form, piece):
        return _meanwhile(request, shown)
    if typed == typed_of(piece):
        form.add_error("text", _SAME)
        return _page(request, shown)

    def act(at: datetime) -> UUID:
        made = actions.correct(
            found, token=bound(form.cleaned_data["token"], to=part), item=part, typed=typed,
            because=form.cleaned_data["because"], within=timedelta(hours=settings.NOTICE_HOURS), by=asking, at=at,
        )  # fmt: skip
        move_apart(found, form, by=asking, at=at)
        return made.pk

    return _tell(request, form, shown, amended_to(piece, typed), act)


@for_those_who_may(Deed.WORK, afresh=True)
@with_concern
def dispute(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """Ask who says that a piece is wrong and what they say; show what each is told; then write it down beside it."""
    asking, piece = practitioner_of(request), _piece(request, found, part)
    form = forms.Dispute(request.POST or None, initial={"token": uuid4(), "was": _stands(piece)})
    form.people = [(each.key, each.name) for each in found.people]
    named = {each.key for each in found.people if each.about["role"] not in UNNAMED_ROLES}
    form.offer("who", [each for each in form.people if each[0] in {*piece.about} & named])
    shown = {"form": form, "found": found, "piece": piece, "is_correction": False}
    if not _is_sent(request, form):
        return _page(request, shown)
    if _is_other(form, piece):
        return _meanwhile(request, shown)
    given, now = form.cleaned_data, timezone.now()
    said = Dispute(
        uuid4(), given["who"], given["statement"], f"{asking.name}, {asking.title}", now.isoformat(), form.stays,
    )  # fmt: skip

    def act(at: datetime) -> UUID:
        made = actions.dispute(
            found, token=bound(given["token"], to=part), item=part, who=given["who"],
            statement=given["statement"], stays=form.stays, within=timedelta(hours=settings.NOTICE_HOURS),
            by=asking, at=at,
        )  # fmt: skip
        move_apart(found, form, by=asking, at=at)
        return made.pk

    after = replace(piece, disputes=(*piece.disputes, said))
    return _tell(request, form, shown, after, act)


def _is_sent(request: HttpRequest, form: Page) -> bool:
    """Whether it was typed whole, and nobody wants to change it."""
    return request.method == "POST" and form.is_valid() and "change" not in request.POST


def _page(request: HttpRequest, shown: Mapping[str, Any]) -> HttpResponse:
    """Where it is typed."""
    found = shown["found"]
    enter_opening(request, found)
    name = "correct" if shown["is_correction"] else "dispute"
    return render(request, f"notices/{name}.html", {**shown, "back": _home(found)})


def _meanwhile(request: HttpRequest, shown: Mapping[str, Any]) -> HttpResponse:
    """Where it is typed, with what was typed and what the piece says now: a colleague was quicker."""
    try:
        found = concern(shown["found"].concern.pk, reader=practitioner_of(request))
    except NoSuchConcern as error:
        raise Http404 from error
    form, piece = shown["form"], _piece(request, found, shown["piece"].id)
    form.data = form.data.copy()
    form.data["was"] = _stands(piece)
    form.add_error("text" if shown["is_correction"] else "statement", _QUICKER)
    return _page(request, {**shown, "found": found, "piece": piece, "is_other": True})


def _tell(
    request: HttpRequest,
    form: Page,
    shown: Mapping[str, Any],
    after: ItemRead,
    act: Callable[[datetime], UUID],
) -> HttpResponse:
    """Show what each is told; where exactly that was shown and said, do it."""
    found, asking, now = shown["found"], practitioner_of(request), timezone.now()
    tells = tells_of(found, after, sender=asking)
    seen = _seen(after, tells)
    if form.cleaned_data["seen"] == seen:
        try:
            return redirect("notices:cause", act(now))
        except (NobodyThere, NotNow):
            return _meanwhile(request, shown)
    enter_opening(request, found)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _OURS
    ]
    page = {
        **shown, "after": after, "tells": tells, "typed": typed, "seen": seen, "back": _home(found),
        "read_on": timezone.localdate(now),
    }  # fmt: skip
    return render(request, "notices/each-is-told.html", page)


def _stands(piece: ItemRead) -> str:
    """What stands for a piece as it is, with what is said against it, in a form."""
    against = [[each.who, each.statement] for each in piece.disputes]
    return sha256(rfc8785.dumps([typed_of(piece), against])).hexdigest()


def _is_other(form: Page, piece: ItemRead) -> bool:
    """Whether it says something else than when they began to type."""
    return form.cleaned_data["was"] not in ("", _stands(piece))


def _seen(after: ItemRead, tells: list[Tells]) -> str:
    """What stands for exactly this in a form, whatever the moment."""
    whole: Any = [typed_of(after), [[each.who, each.statement] for each in after.disputes]]
    told: Any = [
        [str(each.made.pk), each.why or "", [bool(row["statement"]) for row in _against(each)]]
        for each in tells
    ]
    return sha256(rfc8785.dumps([whole, told])).hexdigest()


def _against(each: Tells) -> list[Mapping[str, str]]:
    return list(each.piece.get("disputed", ())) if each.piece else []


def _piece(request: HttpRequest, found: ConcernRead, pk: UUID) -> ItemRead:
    """A piece that was raised, for the team whose concern it is; to any other it is not there."""
    piece = next((each for each in found.items if each.id == pk), None)
    is_ours = found.concern.team_id == practitioner_of(request).team_id
    if piece is None or not is_ours or found.concern.step == "draft":
        raise Http404
    return piece


def _home(found: ConcernRead) -> str:
    return f"/concerns/{found.concern.pk}"
