"""Pages for an agency's lead: ask who has looked at what is kept about somebody, read it, and take it away."""

import csv
from collections.abc import Callable, Iterable
from functools import wraps
from hashlib import sha256
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, leads, practitioner_of
from dimmer.apps.interests.queries import Met
from dimmer.apps.people import actions as people
from dimmer.apps.people.forms import Find
from dimmer.apps.seen import actions, forms, queries
from dimmer.apps.seen.queries import Answer, FoundAt, Look, QuestionRead
from dimmer.apps.vault.queries import is_kept, place_from
from dimmer.apps.vault.views import lists_things

_LOOKED_FOR = UUID(int=0)
"""Whoever is only looked for stands in nothing."""
_ASK = "ask"
"""The button that asks; without it they are only looked for."""
WHAT = {
    queries.RECORD: "Record",
    queries.CONCERN: "Concern",
    queries.SHARED: "Shared with",
    queries.RECEIVED: "Received from",
}


def _for_the_lead(view: Any) -> Any:
    """For those who lead in the agency's lead's team; to anybody else the page is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not leads(practitioner_of(request)):
            raise Http404
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return guarded


def _with_question(view: Callable[[HttpRequest, QuestionRead], HttpResponse]) -> Any:
    """Open the question for those who are shown it; to anybody else the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID) -> HttpResponse:
        found = queries.question(pk, reader=practitioner_of(request))
        if found is None:
            raise Http404
        return view(request, found)

    return opened


@for_those_who_may(Deed.ACCOUNT)
@_for_the_lead
@lists_things
def every(request: HttpRequest) -> HttpResponse:
    """What was asked before."""
    rows = queries.questions(reader=practitioner_of(request))
    return render(request, "seen/questions.html", {"rows": rows, "back": "/"})


@for_those_who_may(Deed.ACCOUNT, afresh=True)
@_for_the_lead
def ask(request: HttpRequest) -> HttpResponse:
    """Look for somebody in all teams of the agency, then say which records are theirs, and why one asks."""
    asking = practitioner_of(request)
    form, found, asks = Find(request.POST or None), None, None
    if request.method == "POST" and form.is_valid():
        found = queries.find_in_agency(form.known(), reader=asking)
        asks = _asks(request, found)
        if _ASK in request.POST and asks.is_valid():
            return _asked(request, found, asks)
        typed = form.cleaned_data
        met = Met(_LOOKED_FOR, form.known(), typed["name"], typed["born"])
        people.searched(
            shown=[each.id for each in found], looked_for=met, by=asking, at=timezone.now()
        )
    shown = {
        "form": asks if asks and asks.is_bound else form, "find": form, "found": found, "asks": asks,
        "back": reverse("seen:questions"),
    }  # fmt: skip
    return render(request, "seen/ask.html", shown)


def _asks(request: HttpRequest, found: list[FoundAt]) -> forms.Ask:
    form = forms.Ask(request.POST if _ASK in request.POST else None, initial={"token": uuid4()})
    form.offer("chosen", [(str(each.id), _words(each)) for each in found])
    return form


def _words(each: FoundAt) -> str:
    """A record where nothing of it is said but what agrees with what the lead typed."""
    return f"{each.team.name}, record {each.found.kept.reference}: {each.found.why}"


def _asked(request: HttpRequest, found: list[FoundAt], form: forms.Ask) -> HttpResponse:
    asking, given = practitioner_of(request), form.cleaned_data
    pk = actions.ask(
        token=given["token"], chosen=[each for each in found if str(each.id) in given["chosen"]],
        asker=queries.Asker(given["asker"]), why=given["why"], by=asking, at=timezone.now(),
    )  # fmt: skip
    if is_kept(pk, practitioner=asking.pk):
        return redirect("interests:handed-on")
    return redirect("seen:question", pk)


@for_those_who_may(Deed.ACCOUNT, afresh=True)
@_for_the_lead
@_with_question
def question(request: HttpRequest, found: QuestionRead) -> HttpResponse:
    """Who has looked, newest first, within some days; asked anew each time."""
    asking = practitioner_of(request)
    form, answer = _answer(request, found)
    actions.opened(found, by=asking, at=timezone.now())
    looks, after = answer.page(place_from(request.GET.get("after", "")))
    matters = queries.matters_of(found, reader=asking)
    shown = {
        "found": found, "form": form, "looks": looks, "after": after, "is_cut": answer.is_cut, "what": WHAT,
        "matters": matters, "is_gone": queries.is_gone(found), "given": queries.given_of(found), "days": _days(request),
        "back": reverse("seen:questions"),
    }  # fmt: skip
    return render(request, "seen/question.html", shown)


def _answer(request: HttpRequest, found: QuestionRead) -> tuple[forms.Days, Answer]:
    form = forms.Days(request.GET if _days(request) else None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    span = queries.span_of(days.get("since"), days.get("until"))
    return form, queries.looks_of(found, reader=practitioner_of(request), span=span)


def _days(request: HttpRequest) -> dict[str, str]:
    """The days that were chosen, as they stand in the address."""
    names = (f"{end}-{part}" for end in ("since", "until") for part in ("day", "month", "year"))
    return {name: request.GET[name] for name in names if request.GET.get(name)}


@for_those_who_may(Deed.ACCOUNT, afresh=True, back_to="seen:question")
@_for_the_lead
@_with_question
def table(request: HttpRequest, found: QuestionRead) -> HttpResponse:
    """Who has looked, as a table for a spreadsheet; that it was taken away is on the ledger."""
    asking, now = practitioner_of(request), timezone.now()
    _, answer = _answer(request, found)
    written = _as_csv(answer.looks).encode("utf-8-sig")  # so that a spreadsheet reads names right
    actions.taken(found, digest=sha256(written).hexdigest(), by=asking, at=now)
    headers = {"Content-Disposition": f'attachment; filename="looked-{found.reference}.csv"'}
    return HttpResponse(written, content_type="text/csv; charset=utf-8", headers=headers)


@for_those_who_may(Deed.ACCOUNT, afresh=True)
@_for_the_lead
@_with_question
def sheet(request: HttpRequest, found: QuestionRead) -> HttpResponse:
    """What the person may have on paper, where telling them is safe; else why nothing is offered."""
    asking, now = practitioner_of(request), timezone.now()
    whole = queries.looks_of(found, reader=asking, span=queries.span_of(None, None))
    paper, stops = queries.sheet_of(
        found, whole, reader=asking, is_gone=queries.is_gone(found), now=now
    )
    form = forms.Give(request.POST or None, initial={"token": uuid4()}) if paper else None
    if request.method == "POST" and form and form.is_valid():
        given = form.cleaned_data
        actions.give(
            found, paper, token=given["token"], how=queries.How(given["how"]), sure=given["sure"], by=asking, at=now
        )  # fmt: skip
        return redirect("seen:question", found.row.pk)
    actions.sheet_opened(found, by=asking, at=now)
    shown = {
        "found": found, "sheet": paper, "stops": stops, "form": form,
        "back": reverse("seen:question", args=[found.row.pk]),
    }  # fmt: skip
    return render(request, "seen/sheet.html", shown)


@for_those_who_may(Deed.ACCOUNT, afresh=True)
@_for_the_lead
@_with_question
def lists(request: HttpRequest, found: QuestionRead) -> HttpResponse:
    """On whose lists it stood within some days: they show references, and no words of what was written."""
    asking, now = practitioner_of(request), timezone.now()
    form = forms.FewDays(request.GET if _days(request) else None, today=timezone.localdate(now))
    listed = None
    if not form.is_bound or form.is_valid():
        listed = queries.lists_with(found, reader=asking, days=form.days())
    actions.lists_opened(found, by=asking, at=now)
    shown = {
        "found": found, "form": form, "listed": listed, "what": WHAT,
        "back": reverse("seen:question", args=[found.row.pk]),
    }  # fmt: skip
    return render(request, "seen/lists.html", shown)


def _as_csv(looks: Iterable[Look]) -> str:
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(
        ["When", "What", "Of", "Reference", "Agency", "Team", "Role", "Name", "Pseudonym"]
    )
    for each in looks:
        of = each.matter
        words = f"{WHAT[of.what]} {of.other}".strip() if of else ""
        by = each.by
        cells = [
            each.at.isoformat(timespec="seconds"), each.what, words, of.reference if of else "",
            by.agency, by.team, by.role, by.name, by.pseudonym,
        ]  # fmt: skip
        rows.writerow(map(_plain, cells))
    return text.getvalue()


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
