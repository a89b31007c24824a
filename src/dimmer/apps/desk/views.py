"""Pages of the desk: what waits, lists, search, the whole concern; and those open to everybody."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.agencies.access import (
    Deed,
    answers_for_the_ledger,
    for_those_who_may,
    leads,
    may,
    practitioner_of,
)
from dimmer.apps.agencies.queries import agencies, lead_team_of
from dimmer.apps.agencies.queries import out_of_hours as numbers
from dimmer.apps.concerns import actions as concern_actions
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.queries.acting import acts_on
from dimmer.apps.concerns.views import with_concern
from dimmer.apps.consultations.queries import advice_in
from dimmer.apps.decisions.forms import LIGHTS
from dimmer.apps.decisions.queries import proposal
from dimmer.apps.decisions.views.deciding import concern_for
from dimmer.apps.desk import forms
from dimmer.apps.desk.actions import taken
from dimmer.apps.desk.queries import waiting
from dimmer.apps.desk.queries.dial import MOST, picture
from dimmer.apps.desk.queries.record import Record, record_of
from dimmer.apps.desk.queries.whole import ways_of, whole
from dimmer.apps.disclosures.queries import asked_of_concern, came_of_each
from dimmer.apps.disposals.queries import disposal_of
from dimmer.apps.ledger.queries import asked as witnesses
from dimmer.apps.ledger.queries import forks
from dimmer.apps.notices.queries import BREACH_WITHIN, causes_of, recalls_of
from dimmer.apps.people.queries import frozen_in, in_concern
from dimmer.apps.requests.queries import SOURCE
from dimmer.apps.vault.views import lists_things
from dimmer.core.proportionality import Light
from dimmer.web.searches import address_of

_OLD = timedelta(days=90)
"""How long after it was checked a telephone number is still trusted."""
_RECORD, _FORM = "Record of a decision", "Decision form"
_LIGHTS = {Light[name].value: words for name, words in LIGHTS}


@for_those_who_may(Deed.SIGN_IN)
@lists_things
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for whoever asks, as their role has it."""
    asking = practitioner_of(request)
    now = timezone.now()
    shown = {
        "forks": forks() if answers_for_the_ledger(asking) else (), "witnesses": witnesses(),
        "asking": asking, "desk": waiting.desk_of(asking, now=now), "now": now, "today": timezone.localdate(now),
        "states": forms.STATES, "works": may(asking, Deed.WORK), "raises": may(asking, Deed.RAISE),
        "oversees": may(asking, Deed.SIGN_OFF), "few": waiting.FEW, "breach_within": BREACH_WITHIN,
        "asks_who_looked": leads(asking),
    }  # fmt: skip
    return render(request, "desk/desk.html", shown)


@for_those_who_may(Deed.WORK)
@lists_things
def concerns(request: HttpRequest) -> HttpResponse:
    """All concerns of the team, newest first; for a lead those that came to them."""
    asking, after = practitioner_of(request), request.GET.get("after", "")
    shown = {
        "page": waiting.concerns_page(reader=asking, after=after), "states": forms.STATES,
        "leads": leads(asking), "oversees": may(asking, Deed.SIGN_OFF), "is_later": bool(after), "back": "/",
    }  # fmt: skip
    return render(request, "desk/concerns.html", shown)


@for_those_who_may(Deed.WORK)
@lists_things
def inbox(request: HttpRequest) -> HttpResponse:
    """All that was shared with the team, newest first."""
    return _disclosures(request, received=True)


@for_those_who_may(Deed.WORK)
@lists_things
def sent(request: HttpRequest) -> HttpResponse:
    """All that the team shared, newest first."""
    return _disclosures(request, received=False)


def _disclosures(request: HttpRequest, *, received: bool) -> HttpResponse:
    after = request.GET.get("after", "")
    page = waiting.disclosures_page(reader=practitioner_of(request), received=received, after=after)
    came = {} if received else came_of_each([row.id for row in page.rows])
    shown = {"page": page, "received": received, "came": came, "is_later": bool(after), "back": "/"}
    return render(request, "desk/disclosures.html", shown)


@for_those_who_may(Deed.WORK)
@lists_things
def search(request: HttpRequest) -> HttpResponse:
    """Search the team's own. What is another's looks as if it were not there."""
    form = forms.Search(request.POST or request.GET or None)
    form.fields["agency"].choices = [("", "Any"), *((str(row.pk), row.name) for row in agencies())]  # type: ignore[attr-defined]
    found = None
    if request.method == "POST" and form.is_valid():
        return redirect(address_of(form, page=reverse("desk:search")))
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        found = waiting.search(
            reader=practitioner_of(request), reference=asked["reference"], step=asked["state"],
            agency=asked["agency"] or None, since=asked["since"], until=asked["until"],
        )  # fmt: skip
        others = found.received or found.taken_back
        if asked["reference"] and len(found.concerns) == 1 and not others:
            return redirect("desk:concern", found.concerns[0].pk)
    shown = {"form": form, "found": found, "states": forms.STATES, "back": "/"}
    return render(request, "desk/search.html", shown)


@for_those_who_may(Deed.WORK)
def concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole concern for its team; where it was disposed of, that it was, to those who could read it."""
    try:
        shown: HttpResponse = _concern(request, pk)
    except Http404:
        gone = disposal_of(pk, reader=practitioner_of(request))
        if gone is None:
            raise
        return render(request, "desk/gone.html", {"gone": gone, "back": "/"}, status=410)
    return shown


@with_concern
def _concern(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """What is known, what was decided for each recipient, what is next."""
    if found.concern.step == "draft":
        return redirect("concerns:tasks", found.concern.pk)
    asking = practitioner_of(request)
    now = timezone.now()
    concern_actions.opened(found, by=asking, at=now)
    read, recalls = whole(found, reader=asking), recalls_of(found)
    is_ours = found.concern.team_id == asking.team_id
    shown = {
        "found": found, "whole": read, "asking": asking, "lights": _LIGHTS,
        "picture": picture(found, [way for row in read.rounds for way in row.ways], recalls=recalls),
        "recalls": recalls,
        "signs_off": may(asking, Deed.SIGN_OFF), "states": forms.STATES, "now": now,
        "today": timezone.localdate(now), "met": in_concern(found, reader=asking), "back": "/",
        "frozen": frozen_in(found, reader=asking), "causes": causes_of(found) if is_ours else (),
        "advice": advice_in(found, reader=asking),
        "asked": asked_of_concern(found, reader=asking) if is_ours else (),
        "acts": acts_on(found, asking), "rights": is_ours, "gives_account": may(asking, Deed.ACCOUNT),
    }  # fmt: skip
    return render(request, "desk/concern.html", shown)


@for_those_who_may(Deed.WORK)
@with_concern
def light(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """The history of the dial: which teams were shown how much of what, turn by turn, as pictures and as a table."""
    asking = practitioner_of(request)
    if found.concern.step == "draft":
        return redirect("concerns:tasks", found.concern.pk)
    concern_actions.opened(found, by=asking, at=timezone.now())
    shown = {
        "found": found, "most": MOST,
        "picture": picture(found, ways_of(found, reader=asking), recalls=recalls_of(found)),
        "standing": lawbook.book().ceilings.standing, "back": f"/concerns/{found.concern.pk}",
    }  # fmt: skip
    return render(request, "desk/light.html", shown)


@for_those_who_may(Deed.WORK)
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record of the decision on a proposal, for the team whose decision it is; with `?form` as the ICO's form."""
    read, form = _record(request, pk), "form" in request.GET
    concern_actions.opened(read.found, by=practitioner_of(request), at=timezone.now())
    back = reverse("desk:record", args=[pk]) if form else f"/concerns/{read.found.concern.pk}"
    shown = {
        "record": read,
        "title": _FORM if form else _RECORD,
        "form": form,
        "source": SOURCE,
        "back": back,
    }
    return render(request, "desk/record.html", shown)


@for_those_who_may(Deed.WORK, afresh=True, back_to="desk:record")
def record_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record as PDF, or with `?form` in the order of the ICO's form; that it was taken away is on the ledger."""
    read, now = _record(request, pk), timezone.now()
    written = paper_of(read, form="form" in request.GET, at=now)
    taken(
        read.found,
        read.way.proposal,
        digest=sha256(written).hexdigest(),
        by=practitioner_of(request),
        at=now,
    )
    name = f"record-{pk.hex[:8]}.pdf"
    return HttpResponse(
        written,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def paper_of(read: Record, *, form: bool, at: datetime) -> bytes:
    """The record as PDF: all of it, or in the order of the ICO's form."""
    from dimmer import papers  # few ask for one: nobody else waits until it is loaded

    title = _FORM if form else _RECORD
    shown = {"record": read, "title": title, "form": form, "at": at}
    return papers.document(
        papers.parts_of(render_to_string("desk/record-document.html", shown)),
        title=title, foot=f"Reference {read.found.concern.reference}", at=at, fonts=settings.FONTS,
    )  # fmt: skip


def _record(request: HttpRequest, pk: UUID) -> Record:
    row = proposal(pk)
    found = concern_for(request, row.concern_id if row else pk)
    read = record_of(found, row, reader=practitioner_of(request)) if row else None
    if read is None:
        raise Http404
    return read


@for_those_who_may(Deed.SIGN_IN)
def guide(request: HttpRequest) -> HttpResponse:
    """What to do when, for the role of whoever asks, what words mean, and whom to ask."""
    asking = practitioner_of(request)
    shown = {
        "decides": may(asking, Deed.WORK),
        "raises": may(asking, Deed.RAISE),
        "asks_who_looked": leads(asking),
        "lead": lead_team_of(asking.team.agency_id),
        "back": "/",
    }
    return render(request, "desk/help.html", shown)


def out_of_hours(request: HttpRequest) -> HttpResponse:
    """Whom to ring when offices are closed: open to everybody."""
    old = timezone.localdate() - _OLD
    return render(request, "desk/out-of-hours.html", {"numbers": numbers(), "old": old})


def health(_request: HttpRequest) -> HttpResponse:
    """Whether pages can be served: the database answers."""
    waiting.answers()
    return HttpResponse("in good health\n", content_type="text/plain; charset=utf-8")
