"""Pages of requests: write one down, ask for more, decide an answer, or say that there is nothing to share."""

from contextlib import suppress
from datetime import date, timedelta
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import NoSuchConcern, concern, concern_by_reference
from dimmer.apps.concerns.views import bound
from dimmer.apps.decisions.actions.chosen import enter_unrouted
from dimmer.apps.decisions.views.choosing import offer_teams, routes_to
from dimmer.apps.interests.queries import Routed
from dimmer.apps.requests import actions, forms, queries
from dimmer.apps.requests.queries import RequestRead
from dimmer.apps.vault.views import lists_things
from dimmer.web.searches import address_of
from dimmer.web.words import label

_DECIDED = (
    "Nothing was saved: it was answered, or it is decided to share something. Stop that first"
)
_UNDER_WAY = (
    "Nothing was saved: something was shared, or a decision is under way. Finish or stop that first"
)
_NOT_OURS = "You work on no open concern with that reference"


def with_request(view: Any) -> Any:
    """Open the request for those who are shown it; to anybody else the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            found = queries.request(pk, reader=practitioner_of(request))
            response: HttpResponse = view(request, found)
        except queries.NoSuchRequest as error:  # or not any more
            raise Http404 from error
        return response

    return opened


@for_those_who_may(Deed.WORK)
@lists_things
def everything(request: HttpRequest) -> HttpResponse:
    """The newest requests that one's team was asked; or the one with a reference."""
    asking, now = practitioner_of(request), timezone.now()
    form = forms.Find(request.POST or request.GET or None)
    if request.method == "POST" and form.is_valid():
        return redirect(address_of(form, page=reverse("requests:all")))
    reference = form.cleaned_data["reference"] if form.is_valid() else ""
    again = queries.to_look_at_again(reader=asking, now=now)
    shown = {
        "form": form, "rows": queries.requests(reader=asking, reference=reference), "back": "/",
        "again": {row.pk for row in again}, "today": timezone.localdate(now), "reference": reference,
    }  # fmt: skip
    return render(request, "requests/all.html", shown)


@for_those_who_may(Deed.WORK)
def record(request: HttpRequest) -> HttpResponse:
    """Write down that somebody asked one's team."""
    asking = practitioner_of(request)
    form = forms.Record(request.POST or None, initial={"token": uuid4(), "counselling": "no"})
    if request.method == "POST" and form.is_valid():
        made = actions.record(
            token=bound(form.cleaned_data["token"], to=asking.team_id), said=form.of(),
            due_on=form.cleaned_data["due_on"], by=asking, at=timezone.now(),
        )  # fmt: skip
        return redirect("requests:request", made.pk)
    return render(
        request, "requests/record.html", {"form": form, "found": None, "back": "/requests"}
    )


@for_those_who_may(Deed.WORK)
@with_request
def change(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """Write down what they said since."""
    asking, now = practitioner_of(request), timezone.now()
    if found.row.asking:  # who asked through Dimmer says it themselves
        return redirect("requests:since", found.row.pk)
    if request.method != "POST" and not queries.is_open(found):
        return redirect("requests:request", found.row.pk)
    initial = forms.Record.initial_of(found.said, due_on=found.row.due_on)
    form = forms.Record(request.POST or None, initial={**initial, "token": found.row.pk})
    if request.method == "POST" and form.is_valid():
        due_on = form.cleaned_data["due_on"]
        try:
            actions.change(found, said=form.of(), due_on=due_on, by=asking, at=now)
        except NotNow:  # what was typed is kept
            form.add_error("words", _DECIDED)
        else:
            return redirect("requests:request", found.row.pk)
    actions.opened(found, by=asking, at=now)
    return render(request, "requests/record.html", _shown(found, form))


@for_those_who_may(Deed.WORK)
@with_request
def request(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """What was asked, what is still to be said, what was answered and what was not."""
    asking, now = practitioner_of(request), timezone.now()
    into = queries.concern_of(found, reader=asking)
    actions.opened(found, by=asking, at=now)
    answered = queries.answered(found, into)
    if into and answered:  # pieces of the concern are read
        concerns.opened(into, by=asking, at=now)
    shown = {
        "found": found, "answered": answered, "words": forms.IN_WORDS, "back": "/requests",
        "went": [each.proposal.disclosure for each in answered if hasattr(each.proposal, "disclosure")],
        "can_dispose": may(asking, Deed.SIGN_OFF) and found.row.team_id == asking.team_id
        and queries.about_of(found.row) == found.row.pk,
        "bars_counselling": queries.bars_counselling(found, answered),
        "gaps": [queries.ASKED[code] for code in queries.gaps(found.said)], "today": timezone.localdate(now),
        "is_victims": "line" in queries.may_ask_for(found.said), "lacks": queries.lacks_fields(found.said),
        "month_ends": _month_ends(found),
        "form": label(found.said["form"], "request_forms"), "kind": label(found.said["kind"], "agency_kinds"),
        "is_open": queries.is_open(found), "since": queries.said_since(found),
        "taken_back": queries.is_taken_back(found.row),
        "again": queries.is_to_be_looked_at(found, reader=asking, now=now), "can_lead": _can_lead(into),
    }  # fmt: skip
    return render(request, "requests/request.html", shown)


def _can_lead(into: Any) -> bool:
    return into is not None and into.concern.step == "open" and bool(into.items)


@for_those_who_may(Deed.WORK)
@with_request
def more(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """Ask them for more, in words that say nothing of what is held."""
    if not queries.is_open(found):
        return redirect("requests:request", found.row.pk)
    asking, now = practitioner_of(request), timezone.now()
    initial = {"asked": queries.gaps(found.said)}
    form = forms.More(request.POST or None, said=found.said, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_more(found, asked=form.cleaned_data["asked"], by=asking, at=now)
        except NotNow:  # answered meanwhile: the page says how
            return redirect("requests:request", found.row.pk)
        return redirect("requests:reply", found.row.pk)
    return render(request, "requests/more.html", _shown(found, form))


@for_those_who_may(Deed.WORK)
@lists_things
@with_request
def take(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """Say which concern of one's team it is about."""
    if found.row.concern_id:
        return redirect("requests:request", found.row.pk)
    asking = practitioner_of(request)
    rows = queries.concerns_to_choose(found, reader=asking)
    named = [(str(row.pk), f"Concern {row.reference}") for row in rows]
    form = forms.Take(request.POST or None, concerns=named)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = UUID(given["chosen"]) if given.get("chosen") else None
        pk = chosen or concern_by_reference(given["reference"], reader=asking)
        with suppress(NoSuchConcern, NotNow):
            into = concern(pk or found.row.pk, reader=asking)
            actions.take(found, into, by=asking, at=timezone.now())
            return redirect("requests:request", found.row.pk)
        form.add_error("chosen" if chosen else "reference", _NOT_OURS)
    return render(request, "requests/take.html", {**_shown(found, form), "rows": rows})


@for_those_who_may(Deed.WORK)
@with_request
def answer(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """Say who asks, and decide on it in the ordinary way."""
    asking = practitioner_of(request)
    into = queries.concern_of(found, reader=asking)
    is_open = _can_lead(into) and not queries.lacks_fields(found.said)
    is_over = queries.is_shared(found) or queries.is_taken_back(found.row)
    if into is None or not is_open or is_over:
        return redirect("requests:request", found.row.pk)
    form = forms.Answer(request.POST or None)
    teams = offer_teams(form, "team", into, asking=asking)
    if found.row.asking:  # nobody else asked
        asker = str(found.row.asking.team_id)
        teams = {key: team for key, team in teams.items() if key == asker}
        form.offer("team", [(key, str(team)) for key, team in teams.items()])
    to = Routed((), ())
    if request.method == "POST" and form.is_valid():
        to = routes_to(form, "team", into, [teams[form.cleaned_data["team"]]])
    is_asked = bool(to.without) and not form.is_valid()
    if request.method == "POST" and form.is_valid():
        enter_unrouted(into, to, by=asking, at=timezone.now())
        with suppress(NotNow, actions.LacksFields):
            made = actions.lead(found, into, team=to.teams[0], by=asking, at=timezone.now())
            return redirect("decisions:round", made.pk)
        return redirect("requests:request", found.row.pk)
    actions.opened(found, by=asking, at=timezone.now())
    shown = {**_shown(found, form), "into": into, "is_asked": is_asked}
    return render(request, "requests/answer.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
@with_request
def nothing(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """Answer that there is nothing to share. What follows is the same page whatever is held."""
    is_over = queries.is_shared(found) or queries.is_taken_back(found.row)
    if request.method != "POST" and is_over:
        return redirect("requests:request", found.row.pk)
    asking, now = practitioner_of(request), timezone.now()
    today = timezone.localdate(now)
    ahead = today + timedelta(days=settings.REVIEW_DAYS)
    initial = {"review_on": (str(ahead.day), str(ahead.month), str(ahead.year)), "kept": found.kept}
    form = forms.Nothing(request.POST or None, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_nothing(
                found, kept=form.cleaned_data["kept"], review_on=form.cleaned_data["review_on"], by=asking, at=now
            )  # fmt: skip
        except NotNow:  # what was typed is kept
            form.add_error("kept", _UNDER_WAY)
        else:
            return redirect("requests:reply", found.row.pk)
    actions.opened(found, by=asking, at=now)
    return render(request, "requests/nothing.html", _shown(found, form))


@for_those_who_may(Deed.WORK)
@with_request
def reply(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """The words to write back. The page holds nothing of what is held, nor of why."""
    is_answer = found.row.answered_at is not None
    if not is_answer and not found.more:
        return redirect("requests:request", found.row.pk)
    shown = {
        "reference": found.row.reference, "is_told": _is_told(found, is_answer=is_answer),
        "back": reverse("requests:request", args=[found.row.pk]),
        "says": queries.says_nothing(found.said) if is_answer else queries.says_more(found.said),
        "points": [] if is_answer else queries.more_words(found.more),
    }  # fmt: skip
    return render(request, "requests/reply.html", shown)


def _is_told(found: RequestRead, *, is_answer: bool) -> bool:
    """Whether whoever asked reads the words on Dimmer."""
    row = found.row.asking
    return row is not None and (row.answered_at if is_answer else row.more_at) is not None


def _shown(found: RequestRead, form: Any) -> dict[str, Any]:
    back = reverse("requests:request", args=[found.row.pk])
    return {"found": found, "form": form, "back": back, "month_ends": _month_ends(found)}


def _month_ends(found: RequestRead) -> date | None:
    """By when somebody who asks for their own has an answer; None for any other request."""
    return queries.month_ends(found.said) if queries.is_own(found.said) else None
