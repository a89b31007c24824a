"""Pages of a concern: begin, add people and what is known, check, raise or report, read."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.agencies.access import Deed, for_those_who_may, may, practitioner_of
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns import actions, forms, queries
from dimmer.apps.concerns.queries import ConcernRead, ItemRead, PersonRead
from dimmer.apps.vault.queries import is_kept
from dimmer.core.locators import WHEREABOUTS
from dimmer.web.apart import BETWEEN, joined
from dimmer.web.fields import Page

_SAVED = "This piece is saved as it was. Add what is new as another piece"
_MORE = "more"
"""The button that saves, and goes on to another of the same kind."""
_GONE = "Choose again who it is about: somebody was taken out meanwhile"


def with_concern(view: Any) -> Any:
    """Open the concern for the reader's team; to any other team the page is not there.

    A reporter sees only what they are writing themselves.
    """

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        asking = practitioner_of(request)
        try:
            found = queries.concern(pk, reader=asking)
        except queries.NoSuchConcern as error:
            raise Http404 from error
        if not may(asking, Deed.WORK):
            if found.concern.raised_by_id != asking.pk:
                raise Http404
            if found.concern.step != "draft":
                return redirect("concerns:reported", found.concern.pk)
        response: HttpResponse = view(request, found, *args, **kwargs)
        return response

    return opened


def drafts_only(view: Any) -> Any:
    """Once raised, a concern is added to and not rewritten: people and items can still be added."""

    @wraps(view)
    def guarded(
        request: HttpRequest, found: ConcernRead, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if found.concern.step not in ("draft", "open"):
            raise Http404
        response: HttpResponse = view(request, found, *args, **kwargs)
        return response

    return guarded


def bound(token: UUID, *, to: UUID) -> UUID:
    """A form's token bound to whom or what it is for, as the id of what is made.

    Ids can be typed into a form. Unbound, one that is taken would be refused, and so tell that it is taken.
    """
    return uuid5(token, str(to))


def enter_opening(request: HttpRequest, found: ConcernRead) -> None:
    """Enter that what was typed is shown, except a draft to whoever is writing it."""
    asking = practitioner_of(request)
    if found.concern.step != "draft" or found.concern.raised_by_id != asking.pk:
        actions.opened(found, by=asking, at=timezone.now())


@for_those_who_may(Deed.RAISE)
def begin(request: HttpRequest) -> HttpResponse:
    """Ask what the worry is, then keep it."""
    asking = practitioner_of(request)
    form = forms.Begin(request.POST or None, initial={"token": actions.new_token()})
    if request.method == "POST" and form.is_valid():
        made = actions.begin(
            token=bound(form.cleaned_data["token"], to=asking.pk),
            by=asking,
            summary=form.cleaned_data["summary"],
            at=timezone.now(),
            apart=form.apart,
            stays=form.stays,
        )
        return redirect("concerns:add-person", made.pk)
    statement = lawbook.statement(timezone.localdate())
    shown = {"form": form, "back": "/", "statement": statement}
    return render(request, "concerns/begin.html", shown)


@for_those_who_may(Deed.RAISE)
@with_concern
def summary(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Change what the worry is, while it is being written."""
    if found.concern.step != "draft":
        raise Http404
    form = forms.Begin(
        request.POST or None, initial={"token": found.concern.pk, "summary": found.summary}
    )
    form.people = people_in(found)
    if request.method == "POST" and form.is_valid():
        asking, now = practitioner_of(request), timezone.now()
        summary = form.cleaned_data["summary"]
        actions.write(found, by=asking, summary=summary, at=now, stays=form.stays)
        move_apart(found, form, by=asking, at=now)
        return redirect("concerns:tasks", found.concern.pk)
    enter_opening(request, found)
    return render(request, "concerns/begin.html", {"form": form, "back": home_of(found)})


@for_those_who_may(Deed.RAISE)
@with_concern
def tasks(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """What is written and what is still to write."""
    if found.concern.step != "draft":
        return redirect("desk:concern", found.concern.pk)
    enter_opening(request, found)
    return render(request, "concerns/tasks.html", {"found": found, "back": "/"})


@for_those_who_may(Deed.RAISE)
@with_concern
@drafts_only
def person(request: HttpRequest, found: ConcernRead, part: UUID | None = None) -> HttpResponse:
    """Add somebody, or change what is known of them."""
    known = next((each for each in found.people if each.id == part), None)
    if part and known is None:
        raise Http404
    initial = _person_initial(known) if known else {"token": actions.new_token()}
    form = forms.Person(request.POST or None, initial=initial)
    form.ask_whose(found.apart)
    if request.method == "POST" and form.is_valid():
        typed = form.person()
        token = part or bound(form.cleaned_data["token"], to=found.concern.pk)
        theirs = request.POST.get("theirs")
        if theirs == "yes":
            typed = joined(typed, _set_aside(found, token))
        if known:  # what is not shown stays, unless another is typed
            typed |= {name: typed[name] or known.about[name] for name in known.contacts}
        actions.put_person(
            found,
            token=token,
            by=practitioner_of(request),
            about=typed,
            at=timezone.now(),
            settles=theirs in ("yes", "nobody"),
        )
        if is_kept(found.concern.pk, practitioner=practitioner_of(request).pk):
            return _hand_on(request, found)
        if _MORE in request.POST:
            return redirect("concerns:add-person", found.concern.pk)
        if found.concern.step == "draft" and not found.items:
            return redirect("concerns:add-item", found.concern.pk)
        return redirect(home_of(found))
    if known:
        enter_opening(request, found)
    return render(
        request,
        "concerns/person.html",
        {"form": form, "back": home_of(found), "known": known, "found": found},
    )


def _set_aside(found: ConcernRead, token: UUID) -> dict[str, list[str]]:
    """What was taken out of the summary; where the form is sent again, what the person has got of it."""
    there = next((each.about for each in found.people if each.id == token), {})
    kept = found.apart or {name: there.get(name) or "" for name in WHEREABOUTS}
    return {name: words.split(BETWEEN) for name, words in kept.items() if words}


def _hand_on(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Whoever wrote about a person in whom they have an interest goes no further: the manager takes it up."""
    if found.concern.step == "draft":
        within = timedelta(hours=settings.REPORT_HOURS)
        actions.report(found, by=practitioner_of(request), within=within, at=timezone.now())
    return handed_on(found.concern)


def handed_on(row: Any) -> HttpResponse:
    """The page that tells them so, and whether anybody is there who goes on with it."""
    nobody = "" if queries.is_seen(row) else "?nobody"
    return redirect(f"{reverse('interests:handed-on')}{nobody}")


def _person_initial(known: PersonRead) -> dict[str, Any]:
    born = _boxes(known.about.get("date_of_birth") or "")
    unborn = "yes" if known.about.get("unborn") else "no"
    shown = {**known.about, **dict.fromkeys(known.contacts, "")}
    return {**shown, "token": known.id, "date_of_birth": born, "unborn": unborn}


@for_those_who_may(Deed.RAISE)
@with_concern
@drafts_only
def item(
    request: HttpRequest, found: ConcernRead, part: UUID | None = None, *, is_own: bool = False
) -> HttpResponse:
    """Add a piece of information, or a part of what somebody told in their own words; or change it."""
    known = next((each for each in found.items if each.id == part), None)
    if part and (known is None or found.concern.step != "draft"):
        raise Http404
    if not found.people:
        return redirect("concerns:add-person", found.concern.pk)
    asking, now = practitioner_of(request), timezone.now()
    is_own = bool(known.own) if known else is_own
    heard = {"source": f"{asking.name}, {asking.title}"} if is_own else {}
    initial = item_initial(known) if known else {"token": actions.new_token(), **heard}
    form = (forms.OwnWords if is_own else forms.Item)(request.POST or None, initial=initial)
    form.offer_people(found)
    if request.method == "POST" and form.is_valid():
        typed = form.typed()
        token = part or bound(form.cleaned_data["token"], to=found.concern.pk)
        try:
            actions.put_item(found, token=token, by=asking, typed=typed, at=now)
            move_apart(found, form, by=asking, at=now)
        except actions.NobodyThere:
            form.add_error("who" if is_own else "about", _GONE)
        except actions.NotNow:
            # gone back to after it was saved, or the concern was raised by a colleague meanwhile
            form.data = typed_again = request.POST.copy()
            typed_again["token"] = str(actions.new_token())
            form.add_error("text", _SAVED)
        else:
            if _MORE in request.POST:
                return redirect(
                    "concerns:add-own-words" if is_own else "concerns:add-item", found.concern.pk
                )
            return redirect(home_of(found))
    enter_opening(request, found)
    return render(
        request,
        "concerns/item.html",
        {"form": form, "back": home_of(found), "known": known, "found": found, "is_own": is_own},
    )


def item_initial(known: ItemRead) -> dict[str, Any]:
    """What a form about a piece holds at first: what the piece says."""
    return {
        "token": known.id, "text": known.text, "about": known.about, "categories": known.categories,
        "nature": known.nature, "source": known.source, "outcome": known.outcome,
        "observed": _boxes(known.observed), **known.own, "passing_on": _boxes(known.own.get("passing_on", "")),
    }  # fmt: skip


def _boxes(day: str) -> tuple[str, str, str]:
    """A day in its ISO form as its three boxes hold it."""
    year, month, number = (day or "--").split("-")[:3]
    return number.lstrip("0"), month.lstrip("0"), year


@for_those_who_may(Deed.RAISE)
@with_concern
def remove(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """Ask, then take a person or an item out of what is being written."""
    if found.concern.step != "draft" or part not in _parts(found):
        raise Http404
    if request.method == "POST":
        with suppress(actions.StillNamed):  # the page says so
            actions.remove(found, part=part, by=practitioner_of(request), at=timezone.now())
            return redirect("concerns:tasks", found.concern.pk)
    what = next(
        (each.name for each in found.people if each.id == part), "this piece of information"
    )
    enter_opening(request, found)
    shown = {"what": what, "is_named": found.is_named(part), "back": home_of(found)}
    return render(request, "concerns/remove.html", shown)


@for_those_who_may(Deed.RAISE)
@with_concern
def check(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Show everything that was typed; raise the concern, or report it to the manager."""
    asking = practitioner_of(request)
    if request.method == "POST" and found.people:
        if may(asking, Deed.WORK):
            actions.raise_concern(found, by=asking, at=timezone.now())
            return redirect(f"{reverse('decisions:propose', args=[found.concern.pk])}?raised")
        within = timedelta(hours=settings.REPORT_HOURS)
        actions.report(found, by=asking, within=within, at=timezone.now())
        return redirect("concerns:reported", found.concern.pk)
    if found.concern.step != "draft":
        return redirect("desk:concern", found.concern.pk)
    reports = not may(asking, Deed.WORK)
    enter_opening(request, found)
    return render(
        request, "concerns/check.html", {"found": found, "back": home_of(found), "reports": reports}
    )


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
@with_concern
def answer(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """A manager takes a report up, or declines it with reasons."""
    if found.concern.step != "reported":
        return redirect("desk:concern", found.concern.pk)
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with suppress(actions.NotNow):  # sent twice at once: the concern says what was answered
            actions.answer_report(
                found,
                by=practitioner_of(request),
                is_taken_up=form.cleaned_data["is_taken_up"] == "yes",
                because=form.cleaned_data["because"],
                at=timezone.now(),
            )
        return redirect("desk:concern", found.concern.pk)
    actions.opened(found, by=practitioner_of(request), at=timezone.now())
    return render(request, "concerns/answer.html", {"form": form, "found": found, "back": "/"})


@for_those_who_may(Deed.RAISE)
def reported(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reporter's own receipt: that it arrived, who answers, what was answered. Nothing of the rest."""
    asking = practitioner_of(request)
    own = queries.reports_by(asking.pk, reader=asking)
    found = next(((row, report) for row, report in own if row.pk == pk), None)
    if found is None:
        raise Http404
    row, report = found
    because = queries.reasons_for(report, reader=asking)
    return render(
        request,
        "concerns/reported.html",
        {
            "concern": row,
            "report": report,
            "because": because,
            "lead": lead_team_of(asking.team.agency_id),
            "back": "/",
        },
    )


@for_those_who_may(Deed.RAISE)
@with_concern
@drafts_only
def settle(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """Ask about whereabouts in a text that came in without anybody being asked."""
    text = dict(found.unsettled()).get(part)
    asking, now = practitioner_of(request), timezone.now()
    if text is None:
        if part != found.concern.pk and part not in _parts(found):
            raise Http404
        return redirect(home_of(found))
    said = {name: value for name, value in request.POST.items() if name.startswith("apart-")}
    form = forms.Settle({**said, "text": text})
    form.people = people_in(found)
    if request.method == "POST" and form.is_valid():
        actions.settle(
            found, part=part, text=form.cleaned_data["text"], stays=form.stays, by=asking, at=now
        )
        move_apart(found, form, by=asking, at=now)
        return redirect(home_of(found))
    enter_opening(request, found)
    shown = {"form": form, "found": found, "text": text, "back": home_of(found)}
    return render(request, "concerns/settle.html", shown)


def people_in(found: ConcernRead) -> list[tuple[str, str]]:
    """Keys and names, for a form."""
    return [(each.key, each.name) for each in found.people]


def move_apart(found: ConcernRead, form: Page, *, by: Any, at: datetime) -> None:
    """Put what was taken out of a form's texts into the typed fields of whoever was chosen."""
    if form.apart:
        actions.keep_apart(found, whose=form.whose, apart=form.apart, by=by, at=at)


def _parts(found: ConcernRead) -> set[UUID]:
    return {person.id for person in found.people} | {item.id for item in found.items}


def home_of(found: ConcernRead) -> str:
    """Where a page of this concern leads back to."""
    where = "tasks" if found.concern.step == "draft" else ""
    return f"/concerns/{found.concern.pk}/{where}".rstrip("/")
