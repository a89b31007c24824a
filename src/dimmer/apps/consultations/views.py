"""Pages of advice without a name: ask, accept, answer, take it into a concern, and precedents."""

from contextlib import suppress
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern, concern_by_reference
from dimmer.apps.concerns.views import with_concern
from dimmer.apps.consultations import actions, forms, queries
from dimmer.apps.consultations.queries import ConsultationRead
from dimmer.apps.vault.views import lists_things


def _within() -> timedelta:
    return timedelta(minutes=settings.ADVICE_MINUTES)


def with_consultation(view: Any) -> Any:
    """Open the question for those who ask or are asked; to anybody else the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            found = queries.consultation(pk, reader=practitioner_of(request))
        except queries.NoSuchConsultation as error:
            raise Http404 from error
        response: HttpResponse = view(request, found)
        return response

    return opened


@for_those_who_may(Deed.WORK)
@lists_things
def everything(request: HttpRequest) -> HttpResponse:
    """What one's side asked or advised, and precedents by topic and day."""
    asking = practitioner_of(request)
    form = forms.Search(request.GET or None)
    found = []
    if not request.GET or form.is_valid():
        chosen = form.cleaned_data if request.GET else {}
        found = queries.precedents(reader=asking, **chosen)
    shown = {
        "form": form, "precedents": found, "rows": queries.consultations(reader=asking), "asking": asking,
        "topics": forms.TOPICS, "is_searched": bool(request.GET), "back": "/",
    }  # fmt: skip
    return render(request, "consultations/all.html", shown)


@for_those_who_may(Deed.WORK)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a question that says nobody's name."""
    return _ask(request, None)


@for_those_who_may(Deed.WORK)
@with_concern
def ask_about(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Ask about a concern without its names: the advice will stand in it."""
    return _ask(request, found)


def _ask(request: HttpRequest, found: ConcernRead | None) -> HttpResponse:
    asking = practitioner_of(request)
    teams = {str(team.pk): team for team in queries.on_call(than=asking.team)}
    is_sent = request.method == "POST"
    names = queries.names_known(reader=asking, found=found) if is_sent else []
    form = forms.Ask(request.POST or None, names=names, initial={"token": uuid4()})
    form.offer("first", [(pk, str(team)) for pk, team in teams.items()])
    if is_sent and form.is_valid():
        typed = form.cleaned_data
        made = actions.ask(
            token=typed["token"], by=asking, first=teams[typed["first"]], question=typed["question"],
            topics=typed["topics"], others=typed["others"], within=_within(), at=timezone.now(), known=names,
            found=found,
        )  # fmt: skip
        return redirect("consultations:consultation", made.pk)
    back = reverse("desk:concern", args=[found.concern.pk]) if found else "/consultations"
    shown = {"form": form, "found": found, "teams": teams, "minutes": settings.ADVICE_MINUTES}
    return render(request, "consultations/ask.html", {**shown, "back": back})


@for_those_who_may(Deed.WORK)
@with_consultation
def consultation(request: HttpRequest, found: ConsultationRead) -> HttpResponse:
    """The question, how far it has come, and what one's side can do now."""
    asking, now = practitioner_of(request), timezone.now()
    if request.method == "POST":
        try:
            return _do(request, found)
        except NotNow:  # somebody was faster: what it is now is seen from the list
            return redirect("consultations:all")
    actions.opened(found, by=asking, at=now)
    shown = {
        "found": found, "now": now, "topics": forms.TOPICS, "back": "/consultations",
        "is_mine": found.row.accepted_by_id == asking.pk, "advises": asking.role in queries.ADVISE,
    }  # fmt: skip
    return render(request, "consultations/consultation.html", shown)


def _do(request: HttpRequest, found: ConsultationRead) -> HttpResponse:
    asking, now = practitioner_of(request), timezone.now()
    if "accept" in request.POST:
        actions.accept(found, by=asking, at=now)
        return redirect("consultations:answer", found.row.pk)
    if "pass" in request.POST:
        actions.pass_on(found, by=asking, within=_within(), at=now)
        return redirect("consultations:all")
    if "names" in request.POST:
        made = actions.refer(found, by=asking, at=now)
        return redirect("concerns:add-person", made.pk)
    return redirect("consultations:consultation", found.row.pk)


@for_those_who_may(Deed.WORK)
@with_consultation
def answer(request: HttpRequest, found: ConsultationRead) -> HttpResponse:
    """Give the advice."""
    asking, now = practitioner_of(request), timezone.now()
    if found.row.accepted_by_id != asking.pk or found.row.answered_at:
        return redirect("consultations:consultation", found.row.pk)
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with suppress(NotNow):  # sent twice at once: the page says what was answered
            actions.answer(
                found, advice=form.cleaned_data["advice"], name_them=form.cleaned_data["name_them"] == "yes",
                by=asking, at=now,
            )  # fmt: skip
        return redirect("consultations:consultation", found.row.pk)
    actions.opened(found, by=asking, at=now)
    return render(request, "consultations/answer.html", _shown(found, form))


@for_those_who_may(Deed.WORK)
@with_consultation
def take(request: HttpRequest, found: ConsultationRead) -> HttpResponse:
    """Record that the advice counts in a concern of one's own team."""
    asking = practitioner_of(request)
    if not found.is_asker:
        raise Http404
    form = forms.Take(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pk = concern_by_reference(form.cleaned_data["reference"], reader=asking)
        with suppress(NoSuchConcern, NotNow):
            into = concern(pk or found.row.pk, reader=asking)
            actions.take(found, into, by=asking, at=timezone.now())
            return redirect("consultations:consultation", found.row.pk)
        form.add_error("reference", "You work on no concern with that reference")
    return render(request, "consultations/take.html", _shown(found, form))


@for_those_who_may(Deed.WORK)
@with_consultation
def suggest(request: HttpRequest, found: ConsultationRead) -> HttpResponse:
    """Suggest what others may learn from the answer."""
    asking, now = practitioner_of(request), timezone.now()
    if found.row.accepted_by_id != asking.pk:
        raise Http404
    if not found.row.answered_at or found.row.lesson_answered_at:
        return redirect("consultations:consultation", found.row.pk)
    form = forms.Suggest(request.POST or None, initial=dict(found.lesson))
    if request.method == "POST" and form.is_valid():
        with suppress(NotNow):
            actions.suggest(found, words=form.cleaned_data, by=asking, at=now)
        return redirect("consultations:consultation", found.row.pk)
    actions.opened(found, by=asking, at=now)
    return render(request, "consultations/suggest.html", _shown(found, form))


@for_those_who_may(Deed.WORK, afresh=True)
@with_consultation
def publish(request: HttpRequest, found: ConsultationRead) -> HttpResponse:
    """Say, for those who asked, whether anybody could tell who it was about."""
    asking, now = practitioner_of(request), timezone.now()
    if not found.is_asker:
        raise Http404
    if not found.lesson or found.row.lesson_answered_at:
        return redirect("consultations:consultation", found.row.pk)
    edition = queries.edition_of(found.row)
    form = forms.Publish(request.POST or None, initial={"read": edition})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if typed["read"] != edition:
            return redirect("consultations:publish", found.row.pk)  # to read what it is now
        with suppress(NotNow):
            if typed["is_nameless"] == "unsure":
                actions.be_unsure(found, read=edition, by=asking, at=now)
            else:
                is_nameless = typed["is_nameless"] == "yes"
                actions.publish(found, is_nameless=is_nameless, read=edition, by=asking, at=now)
        return redirect("consultations:consultation", found.row.pk)
    actions.opened(found, by=asking, at=now)
    return render(request, "consultations/publish.html", _shown(found, form))


def _shown(found: ConsultationRead, form: Any) -> dict[str, Any]:
    back = reverse("consultations:consultation", args=[found.row.pk])
    return {"found": found, "form": form, "topics": forms.TOPICS, "back": back}


@for_those_who_may(Deed.WORK)
def precedent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What others may learn; those on either side of the question behind it can take it down."""
    asking, now = practitioner_of(request), timezone.now()
    try:
        found = queries.precedent(pk, reader=asking)
    except queries.NoSuchPrecedent as error:
        raise Http404 from error
    origin = queries.origin_of(found, reader=asking)
    if request.method == "POST":
        if origin is None:
            raise Http404
        actions.take_down(found, origin, by=asking, at=now)
        return redirect("consultations:all")
    actions.precedent_opened(found, by=asking, at=now)
    shown = {"found": found, "origin": origin, "topics": forms.TOPICS, "back": "/consultations"}
    return render(request, "consultations/precedent.html", shown)
