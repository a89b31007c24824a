"""Sharing in an emergency: who, to whom, share now. Three steps, and what was typed is kept sealed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, may, practitioner_of
from dimmer.apps.agencies.queries import lead_team_of, other_teams
from dimmer.apps.concerns.queries import NoSuchConcern, concern, wrote
from dimmer.apps.concerns.views import enter_opening
from dimmer.apps.disclosures import actions, forms, queries
from dimmer.apps.disclosures.views import draft as drafts
from dimmer.apps.interests.queries import routed
from dimmer.apps.vault.queries import is_kept
from dimmer.database.reader import Reads
from dimmer.files import MOST_BYTES
from dimmer.web.fields import Page
from dimmer.web.uploads import takes_file

_CHECKED = "checked"
"""In an address: show what is wrong with what was typed."""
_TOO_LARGE = f"It is larger than {MOST_BYTES >> 20} megabytes."


@for_those_who_may(Deed.EMERGENCY)
def who(request: HttpRequest) -> HttpResponse:
    """Step 1: who is in danger, and what the danger is."""
    return _who(request, forms.Who, later=False)


@for_those_who_may(Deed.EMERGENCY)
def later(request: HttpRequest) -> HttpResponse:
    """Step 1 for what was done by telephone or on paper: the same, and when it was done."""
    return _who(request, forms.WhoLater, later=True)


def _who(request: HttpRequest, kind: type[forms.Who], *, later: bool) -> HttpResponse:
    draft = drafts.read(request)
    if request.method == "POST":
        draft |= {"who": drafts.typed_in(request.POST), "later": later}
        is_done = kind(request.POST).is_valid()
        return _keep(request, draft, on="/emergency/to" if is_done else None)
    return _page(request, "who", kind, draft, later=later)


@for_those_who_may(Deed.EMERGENCY)
def to(request: HttpRequest) -> HttpResponse:
    """Step 2: to whom, police first."""
    draft = drafts.read(request)
    if not _first(draft).is_valid():
        return redirect(_start(draft))
    kind = _to_form(_teams(request))
    if request.method == "POST":
        draft |= {"to": drafts.typed_in(request.POST)}
        is_done = kind(request.POST).is_valid()
        return _keep(request, draft, on="/emergency/check" if is_done else None)
    return _page(request, "to", kind, draft, back=_start(draft))


def _keep(request: HttpRequest, draft: Any, *, on: str | None) -> HttpResponse:
    """Keep what was typed and go on; or back to the page, which then says what is wrong.

    Nothing is answered to a POST itself, so that going back never asks to send it again.
    """
    if _is_idle(request):
        return drafts.sign_in_and_come_back(request, draft, to=request.path)
    drafts.keep(request, draft)
    return redirect(on or f"{request.path}?{_CHECKED}")


@for_those_who_may(Deed.EMERGENCY)
@takes_file(most=MOST_BYTES)
def check(request: HttpRequest) -> HttpResponse:
    """Step 3: show what goes to whom, and share it now. Sent twice, it shares once."""
    asking = practitioner_of(request)
    draft = drafts.read(request)
    posted = forms.ShareNow(request.POST, request.FILES) if request.method == "POST" else None
    if posted is not None and (
        not posted.is_valid() or str(posted.cleaned_data["token"]) != draft["token"]
    ):
        return _sent_already(request, posted)
    if _is_idle(request):
        return drafts.sign_in_and_come_back(request, draft, to=request.path)
    first, teams = _first(draft), _teams(request)
    second = _to_form(teams)(drafts.data_of(draft["to"]))
    if not first.is_valid():
        return redirect(_start(draft))
    if not second.is_valid():
        return redirect("disclosures:emergency-to")
    chosen = [teams[pk] for pk in second.cleaned_data["teams"]]
    if posted is not None:
        actions.share_now(
            token=posted.cleaned_data["token"], by=asking, recipients=chosen,
            record_within=timedelta(hours=settings.EMERGENCY_RECORD_HOURS), at=timezone.now(),
            file=_given(posted.cleaned_data["file"]), **_to_share(first.cleaned_data),
        )  # fmt: skip
        drafts.forget(request)
        return _sent(posted.cleaned_data["token"], by=asking)
    shown = {
        "typed": first.cleaned_data, "roles": dict(forms.ROLES), "special": dict(forms.SPECIAL), "teams": chosen,
        "share": forms.ShareNow(initial={"token": draft["token"]}), "start": _start(draft), "later": draft["later"],
        "back": reverse("disclosures:emergency-to"),
    }  # fmt: skip
    return render(request, "disclosures/emergency-check.html", shown)


def _given(file: Any) -> actions.GivenFile | None:
    """The file that goes with it, if there is one; of one that is too large nothing is read."""
    if not file:
        return None
    if file.size > MOST_BYTES:
        return actions.GivenFile(file.name, b"", problem=_TOO_LARGE)
    return actions.GivenFile(file.name, file.read())


def _to_share(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as `share_now` takes it."""
    born = typed["date_of_birth"]
    nobody = {"date_of_birth": "", "address": "", "postcode": "", "phone": "", "unborn": False}
    people = [
        nobody
        | {
            "name": typed["name"],
            "role": typed["role"] or "victim",
            "date_of_birth": born.isoformat() if born else "",
            "address": typed["address"],
            "phone": typed["phone"],
        }
    ]
    if typed["abuser"]:
        about = {"name": typed["abuser"], "role": queries.ALLEGED}
        people.append(nobody | about | {"works_for": typed["abuser_works_for"]})
    return {
        "people": people,
        "danger": typed["danger"],
        "known": typed["known"],
        "categories": typed["special"],
        "happened_at": typed.get("happened_at"),
        "is_honour": bool(typed["honour"]),
    }


def _sent_already(request: HttpRequest, posted: forms.ShareNow) -> HttpResponse:
    """Sent a second time: what the first time made; or the beginning, where there is nothing."""
    if posted.is_valid():
        asking, token = practitioner_of(request), posted.cleaned_data["token"]
        try:
            found = concern(token, reader=asking)
        except NoSuchConcern:
            if wrote(token, by=asking):  # they were kept off at its end
                return _sent(token, by=asking)
            return redirect("disclosures:emergency")
        return redirect("disclosures:emergency-sent", found.concern.pk)
    return redirect("disclosures:emergency")


def _sent(pk: UUID, *, by: Reads) -> HttpResponse:
    """The page of what was sent; whoever has an interest in somebody in it is told that it went, and sees no more."""
    if is_kept(pk, practitioner=by.pk):
        unread = "&unread" if queries.unread_of(pk) else ""
        return redirect(f"{reverse('interests:handed-on')}?shared{unread}")
    return redirect("disclosures:emergency-sent", pk)


@for_those_who_may(Deed.EMERGENCY)
def again(request: HttpRequest) -> HttpResponse:
    """Throw away what was typed and begin again."""
    if request.method == "POST":
        drafts.forget(request)
    return redirect("disclosures:emergency")


@for_those_who_may(Deed.EMERGENCY)
def sent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what was sent, who was told, and what is still owed. A reporter sees this of their own alone."""
    asking = practitioner_of(request)
    works = may(asking, Deed.WORK)
    try:
        found = concern(pk, reader=asking)
    except NoSuchConcern as error:
        raise Http404 from error
    made = queries.emergency_shares(found)
    people, teams = [each.about for each in found.people], [row.recipient for row in made]
    to = routed(people, teams, sender=found.concern.team_id)
    if not made or not (works or found.concern.raised_by_id == asking.pk):
        raise Http404
    shown = {
        "found": found,
        "made": made,
        "unread": [row.recipient for row in made if queries.must_ring(row)],
        "works": works,
        "kept_back": queries.kept_back(made, found),
        "files": queries.files_in_emergency(made, found),
        "owed": queries.emergency_owed(found),
        "lead": lead_team_of(found.concern.team.agency_id),
        "without": to.without,
    }
    return render(request, "disclosures/emergency-sent.html", shown)


@for_those_who_may(Deed.WORK)
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the rest of an emergency's record, once for all its recipients."""
    asking = practitioner_of(request)
    concern_id = queries.concern_of_emergency(pk)
    try:  # asked also for what is not there: an answer that comes sooner would tell
        found = concern(concern_id or pk, reader=asking)
    except NoSuchConcern as error:
        raise Http404 from error
    if concern_id is None:
        raise Http404
    owed = queries.emergency_owed(found, lock=request.method == "POST")
    if not owed:
        return redirect("desk:concern", found.concern.pk)
    author = owed[0].decision.by
    form = forms.EmergencyRecord(request.POST or None, is_own=author.pk == asking.pk)
    if request.method == "POST" and form.is_valid():
        for row in owed:
            actions.complete_emergency(
                found, decision_id=row.pk, by=asking, words=form.cleaned_data, at=timezone.now()
            )
        return redirect("desk:concern", found.concern.pk)
    enter_opening(request, found)
    shown = {
        "form": form,
        "found": found,
        "due_at": owed[0].due_at,
        "author": "" if author.pk == asking.pk else author.name,
        "back": f"/concerns/{found.concern.pk}",
    }
    return render(request, "disclosures/emergency-record.html", shown)


def _first(draft: Mapping[str, Any]) -> forms.Who:
    kind = forms.WhoLater if draft["later"] else forms.Who
    return kind(drafts.data_of(draft["who"]))


def _start(draft: Mapping[str, Any]) -> str:
    return reverse("disclosures:emergency-later" if draft["later"] else "disclosures:emergency")


def _teams(request: HttpRequest) -> dict[str, Any]:
    """The teams that may be told, by id: those who act in an emergency first."""
    return {str(team.pk): team for team in other_teams(than=practitioner_of(request).team)}


def _to_form(teams: Mapping[str, Any]) -> type[forms.To]:
    choices = [(pk, f"{team.agency.name}: {team.name}") for pk, team in teams.items()]

    class Chosen(forms.To):
        """Step 2 with the teams of today."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.fields["teams"].choices = choices  # type: ignore[attr-defined]

    return Chosen


def _is_idle(request: HttpRequest) -> bool:
    """Whether the session was idle for too long, so that only what was typed is kept (web/middleware.py)."""
    return getattr(request, "is_idle", False)


def _page(
    request: HttpRequest, step: str, kind: type[Page], draft: Any, **shown: Any
) -> HttpResponse:
    """The page of a step with what was typed, and where it was sent, with what is wrong with it."""
    typed = draft[step]
    form = kind(initial=drafts.initial_of(kind(), typed))
    if _CHECKED in request.GET:
        form = kind(drafts.data_of(typed))
    whole = {"form": form, "back": "/", "started": bool(draft["who"]), **shown}
    return render(request, f"disclosures/emergency-{step}.html", whole)
