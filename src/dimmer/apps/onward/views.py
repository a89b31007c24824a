"""Pages of passing on: ask the originator, answer a recipient, and what came of it."""

from contextlib import suppress
from functools import partial
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.agencies.queries import other_teams
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.views import bound
from dimmer.apps.disclosures.actions import opened as enter_opened
from dimmer.apps.disclosures.views.packs import file_at, in_pack, words_of_files
from dimmer.apps.disclosures.views.sharing import before, opened_by
from dimmer.apps.onward import actions, forms, queries
from dimmer.web.words import shortened


@for_those_who_may(Deed.WORK)
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whoever shared something whether it may be passed on; or say that it was."""
    found, asking = opened_by(request, pk), practitioner_of(request)
    if not found.is_received:
        raise Http404
    if page := before(request, found, then=reverse("onward:ask", args=[pk])):
        return page
    sender = found.disclosure.sender_id
    teams = {str(team.pk): team for team in other_teams(than=asking.team) if team.pk != sender}
    form = forms.Ask(request.POST or None, initial={"token": uuid4()})
    form.offer(
        "to",
        [
            ("", "Not on the service"),
            *((key, f"{team.agency.name}, {team.name}") for key, team in teams.items()),
        ],
    )
    words = queries.words_now(found)
    form.offer("pieces", [(str(place), shortened(text)) for place, text in enumerate(words)])
    form.offer("with_files", words_of_files(found.pack))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.ask(
            found, token=bound(given["token"], to=pk), what=queries.What(given["what"]), to=teams.get(given["to"]),
            who=given["who"], phone=given["phone"], why=given["why"], pieces=[int(each) for each in given["pieces"]],
            files=[int(each) for each in given["with_files"]], within=forms.WITHIN[given["urgent"]], by=asking,
            at=timezone.now(),
        )  # fmt: skip
        return redirect("onward:onward", made.pk)
    shown = {
        "form": form, "found": found, "asks_first": queries.asks_first(found),
        "asked": queries.onwards_on(found), "back": reverse("disclosures:disclosure", args=[pk]),
    }  # fmt: skip
    enter_opened(found, by=asking, at=timezone.now())
    return render(request, "onward/ask.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
def onward(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is asked with what the new recipient would see: to be answered, or with the answer."""
    asking, now = practitioner_of(request), timezone.now()
    try:
        read = queries.onward(pk, reader=asking)
    except queries.NoSuchAsking as error:
        raise Http404 from error
    if read.found is None:
        return render(request, "onward/late.html", {"row": read.row, "back": "/"})
    if request.method == "POST":
        return _posted(request, read)
    actions.see(read, by=asking, at=now)
    return _page(request, read, _form(request, read))


def _form(request: HttpRequest, read: queries.OnwardRead) -> forms.Say | forms.No | None:
    """What the originator answers; None where it said no, or nothing is asked."""
    if read.may_be_refused:
        is_no = request.POST.get("answer") == queries.Answer.NO
        typed = request.POST.get("because", "")  # of whoever answered while another did
        return forms.No(
            request.POST if is_no else None, initial={"answer": queries.Answer.NO, "because": typed}
        )
    if read.is_ours or read.row.answered_at or read.row.what != queries.What.ASKED:
        return None
    assert read.found is not None  # noqa: S101  (its page was opened with it)
    form = forms.Say(request.POST or None, initial={"pieces": [str(each) for each in read.pieces]})
    words = queries.words_now(read.found)
    form.offer("pieces", [(str(place), shortened(words[place])) for place in read.asked["pieces"]])
    return form


def _page(
    request: HttpRequest,
    read: queries.OnwardRead,
    form: forms.Say | forms.No | None,
    *,
    late: bool = False,
) -> HttpResponse:
    assert read.found is not None  # noqa: S101  (its page was opened with it)
    on = timezone.localdate(read.found.disclosure.at)
    shown = {
        "read": read, "row": read.row, "form": form, "may_pass_on": queries.may_pass_on(read.row), "late": late,
        "concern": read.found.disclosure.concern_id, "found": read.found, "back": "/",
        "file_at": partial(file_at, read.found.disclosure.pk),
        **in_pack(read.now(), on=on),
    }  # fmt: skip
    return render(request, "onward/onward.html", shown)


def _posted(request: HttpRequest, read: queries.OnwardRead) -> HttpResponse:
    """Answer; or say that it was passed on, or that this was read."""
    asking, now = practitioner_of(request), timezone.now()
    form = _form(request, read)
    given_now = request.POST.get("answer", "")
    if read.row.answered_at and given_now not in ("", read.row.answer, queries.Answer.NO):
        return _page(request, read, form, late=True)  # a colleague answered otherwise
    try:
        if form is not None and (form.is_bound or not read.row.answered_at):
            if not form.is_valid():
                return _page(request, read, form)
            given = form.cleaned_data
            actions.answer(
                read, is_leave=queries.Answer(given["answer"]), because=given["because"],
                only=given.get("only", ""), pieces=[int(each) for each in given.get("pieces", ())],
                by=asking, at=now,
            )  # fmt: skip
        elif read.is_ours:
            actions.pass_on(read, by=asking, at=now)
        elif not read.row.answered_at:
            actions.answer(
                read, is_leave=queries.Answer.READ, because="", only="", pieces=[], by=asking, at=now
            )  # fmt: skip
    except NotNow:  # answered or taken back meanwhile: the page says what
        with suppress(queries.NoSuchAsking):
            again = queries.onward(read.row.pk, reader=asking)
            return _page(request, again, _form(request, again), late=True)
        return redirect("disclosures:disclosure", read.row.disclosure_id)
    return redirect("onward:onward", read.row.pk)
