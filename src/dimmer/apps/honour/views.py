"""Pages of family and honour: the flag, who interprets, asking to tell somebody, and the second person's answer."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.views import enter_opening, with_concern
from dimmer.apps.honour import actions, forms, queries


@for_those_who_may(Deed.WORK)
@with_concern
def concern(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Flag a concern; where it is flagged, show what was done."""
    flagged = queries.is_flagged(found)
    form = None if flagged else forms.Flag(request.POST or None)
    if request.method == "POST":
        if form is None:
            return redirect("honour:concern", found.concern.pk)
        if form.is_valid():
            actions.flag(found, **form.cleaned_data, by=practitioner_of(request), at=timezone.now())
            return redirect("honour:concern", found.concern.pk)
    enter_opening(request, found)
    shown = {
        "form": form, "found": found, "checks": queries.checks_of(found), "reasons": forms.REASONS,
        "back": f"/concerns/{found.concern.pk}",
    }  # fmt: skip
    return render(request, "honour/concern.html", shown)


@for_those_who_may(Deed.WORK)
@with_concern
def interpreter(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Ask who interprets or comes along, and how it is known who they are."""
    form = forms.Interpreter(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "by": practitioner_of(request), "at": timezone.now()}
        actions.check_interpreter(found, **given)
        return redirect("honour:concern", found.concern.pk)
    shown = {"form": form, "found": found, "back": _home(found)}
    return render(request, "honour/interpreter.html", shown)


@for_those_who_may(Deed.WORK)
@with_concern
def telling(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Ask a second person whether somebody of the family or community may be told."""
    form = forms.Telling(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "by": practitioner_of(request), "at": timezone.now()}
        actions.ask_to_tell(found, **given)
        return redirect("honour:concern", found.concern.pk)
    shown = {"form": form, "found": found, "back": _home(found)}
    return render(request, "honour/telling.html", shown)


@for_those_who_may(Deed.WORK)
@with_concern
def lifting(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Ask a second person whether the flag is to be taken back."""
    if not queries.is_flagged(found):
        return redirect("honour:concern", found.concern.pk)
    form = forms.Lifting(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "by": practitioner_of(request), "at": timezone.now()}
        actions.ask_to_lift(found, **given)
        return redirect("honour:concern", found.concern.pk)
    shown = {"form": form, "found": found, "back": _home(found)}
    return render(request, "honour/lifting.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A second person says whether somebody may be told, or the flag is taken back."""
    asking = practitioner_of(request)
    read = queries.honour_check(pk, reader=asking)
    if read is None or not read[1].is_by_two:
        raise Http404
    found, check = read
    is_open = check.row.answered_at is None and check.row.by_id != asking.pk
    asks = forms.Answer if check.row.what == "telling" else forms.AnswerLifting
    form = asks(request.POST or None) if is_open else None
    if request.method == "POST":
        if form is None:
            return redirect("honour:concern", found.concern.pk)
        if form.is_valid():
            is_agreed, because = (
                form.cleaned_data["is_agreed"] == "yes",
                form.cleaned_data["because"],
            )
            given = {"is_agreed": is_agreed, "because": because, "by": asking}
            actions.answer(found, row_id=pk, at=timezone.now(), **given)
            return redirect("honour:concern", found.concern.pk)
    enter_opening(request, found)
    shown = {"form": form, "found": found, "check": check, "back": _home(found)}
    return render(request, "honour/answer.html", shown)


def _home(found: ConcernRead) -> str:
    return reverse("honour:concern", args=[found.concern.pk])
