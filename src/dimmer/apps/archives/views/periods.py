"""Pages that give account of a period, or of the agency in it: asked by the lead, confirmed by another, made once."""

from functools import partial
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, may, practitioner_of
from dimmer.apps.archives import actions, forms, queries
from dimmer.apps.archives.queries import PeriodRead
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.desk.views import paper_of
from dimmer.apps.travels.forms import shown as as_shown
from dimmer.apps.vault.views import lists_things
from dimmer.core.archive import TooLong
from dimmer.keyring.words import new_password
from dimmer.web import saved

_NOTHING = (
    "Nothing that was handed to your team was decided, shared, recalled or looked at again then"
)
_MANY = f"More than {queries.MOST} concerns were handed to your team of then: choose a shorter period"  # fmt: skip
_MEANWHILE = "Somebody else answered meanwhile, so nothing was saved"
_GONE = "It was made meanwhile, or none of its concerns can be opened any more: nothing was made"
_LONG = "It is longer than one archive can be: ask for a shorter period"


@for_those_who_may(Deed.SIGN_OFF)
@lists_things
def every(request: HttpRequest) -> HttpResponse:
    """Those that the reader asked for, or answers."""
    asking = practitioner_of(request)
    shown = {
        "rows": queries.periods(reader=asking), "asking": asking, "gives_account": may(asking, Deed.ACCOUNT),
        "back": "/",
    }  # fmt: skip
    return render(request, "archives/periods.html", shown)


@for_those_who_may(Deed.ACCOUNT)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the days, who asks and why; a second person then confirms it."""
    form = forms.OfPeriod(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        asked = actions.Asked(queries.Asker(given["asker"]), given["who"], given["why"])
        try:
            made = actions.ask(
                token=given["token"], first=given["first"], last=given["last"], asked=asked,
                by=practitioner_of(request), at=timezone.now(), of_agency=given["of"] == "agency",
            )  # fmt: skip
        except NotNow:
            form.add_error("last", _NOTHING)
        except actions.TooMany:
            form.add_error("last", _MANY)
        else:
            return redirect("archives:period", made.pk)
    shown = {"form": form, "most": queries.MOST, "back": reverse("archives:periods")}
    return render(request, "archives/ask.html", shown)


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def period(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A second person confirms it or does not; then whoever asked is shown a password once, and given the archive."""
    asking, now = practitioner_of(request), timezone.now()
    found = queries.period(pk, reader=asking)
    if found is None:
        raise Http404
    row, given = found.row, request.POST or None
    is_own = row.by_id == asking.pk
    answering = None if is_own or row.answered_at else forms.Answer(given)
    is_to_make = is_own and row.is_confirmed and not row.made_at and may(asking, Deed.ACCOUNT)
    making = forms.Confirmed(given) if is_to_make else None
    if request.method == "POST":
        if answering is None and making is None:
            return redirect("archives:period", pk)
        if answering and answering.is_valid() and _is_answered(request, found, answering):
            saved.say(request, "Your answer is saved. Whoever asked for the account sees it")
            return redirect("archives:periods")
        if making and making.is_valid() and (made := _made(request, found, making)):
            return made
    actions.opened(found, by=asking, at=now)
    # what was written down stays good where something else is put right
    words = getattr(making, "cleaned_data", {}).get("password") or new_password()
    shown = {
        "found": found, "form": answering or making, "answering": answering, "making": making,
        "concerns": queries.concerns_in(found, reader=asking), "words": words, "password": as_shown(words),
        "back": reverse("archives:periods"),
    }  # fmt: skip
    return render(request, "archives/period.html", shown)


def _is_answered(request: HttpRequest, found: PeriodRead, form: forms.Answer) -> bool:
    given, by = form.cleaned_data, practitioner_of(request)
    is_confirmed = given["is_confirmed"] == "yes"
    try:
        actions.answer(
            found, is_confirmed=is_confirmed, because=given["because"], by=by, at=timezone.now()
        )
    except NotNow:
        form.add_error("is_confirmed", _MEANWHILE)
        return False
    return True


def _made(request: HttpRequest, found: PeriodRead, form: forms.Confirmed) -> HttpResponse | None:
    by, now = practitioner_of(request), timezone.now()
    draw = partial(paper_of, form=False, at=now)
    try:
        written = actions.make_of_period(
            found, password=form.cleaned_data["password"], draw=draw, by=by, at=now
        )
    except (NotNow, TooLong) as error:
        form.add_error("password", _GONE if isinstance(error, NotNow) else _LONG)
        return None
    headers = {"Content-Disposition": 'attachment; filename="archive.zip"'}
    return HttpResponse(written, content_type="application/zip", headers=headers)
