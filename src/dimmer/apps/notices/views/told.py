"""Pages of notices: taking a permission back, who was told and what they did, and what a recipient is told."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, may, practitioner_of
from dimmer.apps.agencies.queries import other_teams
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import (
    ConcernRead,
    Dispute,
    NoSuchConcern,
    Version,
    concern,
)
from dimmer.apps.concerns.views import bound, enter_opening, with_concern
from dimmer.apps.decisions.forms import LIGHTS
from dimmer.apps.decisions.queries import Less, NotLess, less_of
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.actions import opened as enter_opened
from dimmer.apps.disclosures.queries import is_alleged
from dimmer.apps.disclosures.views.packs import in_pack, words_of_files, words_of_pieces
from dimmer.apps.disclosures.views.sharing import before, opened_by
from dimmer.apps.notices import actions, forms, queries
from dimmer.apps.notices.views.planning import plan_changed
from dimmer.apps.notices.views.recalling import whom_to_tell
from dimmer.core.consents import How, Scope
from dimmer.core.proportionality import Light
from dimmer.web.fields import TRUTH
from dimmer.web.words import shortened

_PAGES = {
    queries.What.LESS: "turned",
    queries.What.PLAN: "plan-told",
    queries.What.RECALL: "recall-told",
}


@for_those_who_may(Deed.WORK, afresh=True)
@with_concern
def withdraw(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """Ask how somebody took back what they had agreed to; then everybody who received under it is told."""
    asking, now = practitioner_of(request), timezone.now()
    person = next((each for each in found.people if each.id == part), None)
    if person is None or found.concern.team_id != asking.team_id:
        raise Http404
    form = forms.Withdraw(request.POST or None, initial={"token": uuid4()})
    if is_alleged(person):
        form.for_one_sharer()
    else:
        form.offer("recipients", queries.agencies_told(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.withdraw(
            found, token=bound(given["token"], to=part), person=part, scope=Scope(**form.scope()), how=_how(given),
            safety={name: given[name] for name in ("identity", "explained")},
            within=timedelta(hours=settings.NOTICE_HOURS), by=asking, at=now,
        )  # fmt: skip
        return redirect("notices:cause", made.pk)
    enter_opening(request, found)
    shown = {
        "form": form,
        "found": found,
        "person": person,
        "is_alleged": is_alleged(person),
        "back": f"/concerns/{found.concern.pk}",
    }
    return render(request, "notices/withdraw.html", shown)


def _how(given: Mapping[str, Any]) -> How:
    return How(
        words=given["words"],
        is_alone=TRUTH.get(given["is_alone"]),
        is_coercion_suspected=TRUTH.get(given["coercion"]),
    )


def _concern_of(request: HttpRequest, pk: UUID) -> tuple[ConcernRead, queries.CauseRead]:
    """A cause with its concern; to any other team, and to whoever need not know, it is not there."""
    asking = practitioner_of(request)
    of = queries.concern_of_cause(pk)
    try:  # asked also for what is not there: an answer that comes sooner would tell
        found = concern(of or pk, reader=asking)
    except NoSuchConcern as error:
        raise Http404 from error
    read = queries.cause(pk, found=found) if found.concern.team_id == asking.team_id else None
    if read is None:
        raise Http404
    return found, read


@for_those_who_may(Deed.WORK)
def cause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who was told, whether they have seen it, and what they did."""
    found, read = _concern_of(request, pk)
    enter_opening(request, found)
    now = timezone.now()
    person = next((each for each in found.people if each.id == read.row.person_id), None)
    can_undo = read.how and read.row.undone_at is None and abs(now - read.row.at) <= queries.UNDO
    shown = {
        "found": found, "read": read, "can_undo": can_undo, "is_alleged": person is not None and is_alleged(person),
        "explained": forms.EXPLAINED, "sure": {True: "Yes", False: "No", None: "Not known"},
        "routes": queries.ROUTES, "tries": queries.TRIES, "back": f"/concerns/{found.concern.pk}",
    }  # fmt: skip
    if read.row.what in queries.AMENDS:
        return render(request, "notices/put-right.html", {**shown, **_amended(found, read)})
    if read.row.what == queries.What.RECALL:
        shown |= {
            "reason": queries.Why(read.said["reason"]).label,
            "breach": queries.breach_of(read.row, found),
        }
        shown |= {
            "outcomes": dict(queries.Outcome.choices),
            "signs_off": may(practitioner_of(request), Deed.SIGN_OFF),
            **whom_to_tell(practitioner_of(request)),
        }
    page = _PAGES.get(queries.What(read.row.what), "cause")
    return render(request, f"notices/{page}.html", shown)


def _amended(found: ConcernRead, read: queries.CauseRead) -> dict[str, Any]:
    """The piece that was put right or is disputed, as it stands, and what the act wrote down of it."""
    piece = next(each for each in found.items if str(each.id) == read.said["item"])
    acts: list[Version | Dispute] = [*piece.before, *piece.disputes]
    act = next(each for each in acts if each.id == read.row.pk)
    return {"piece": piece, "act": act}


@for_those_who_may(Deed.WORK)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it back within a minute; later the page says that it is too late."""
    found, _ = _concern_of(request, pk)
    if request.method != "POST":
        return redirect("notices:cause", pk)
    try:
        actions.undo(found, cause_id=pk, by=practitioner_of(request), at=timezone.now())
    except NotNow:
        return render(
            request, "notices/too-late.html", {"back": reverse("notices:cause", args=[pk])}
        )
    return redirect("notices:cause", pk)


@for_those_who_may(Deed.WORK, afresh=True)
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a recipient is told, and what they did; for whoever is to ring somebody, whom. Once answered: the answer."""
    asking, now = practitioner_of(request), timezone.now()
    try:
        found = queries.notice(pk, reader=asking)
    except queries.NoSuchNotice as error:
        raise Http404 from error
    if found.row.did_at:
        actions.see(found, by=asking, at=now)
        shown = {"found": found, "asking": asking, "routes": queries.ROUTES, "back": "/"}
        return render(request, "notices/answered.html", shown)
    if found.row.corrects_id:
        return _mistake(request, found)
    return plan_changed(request, found) if found.plan else _asked(request, found)


def _mistake(request: HttpRequest, found: queries.NoticeRead) -> HttpResponse:
    """That an earlier notice was a mistake, until somebody has read it."""
    asking, now = practitioner_of(request), timezone.now()
    if request.method == "POST":
        actions.answer(found, did=queries.Did.READ, words={}, by=asking, at=now)
        return redirect("notices:notice", found.row.pk)
    actions.see(found, by=asking, at=now)
    return render(request, "notices/mistake.html", {"found": found, "back": "/"})


def _asked(request: HttpRequest, found: queries.NoticeRead) -> HttpResponse:
    """What they are told, and the question what they did."""
    asking, now = practitioner_of(request), timezone.now()
    kind: Any = forms.PutRight if found.is_amended else forms.Answer
    form = (forms.Recalled if found.is_recalled else kind)(request.POST or None)
    if found.is_less:
        form.for_less()
    if found.ring:
        form.for_others()
    if request.method == "POST" and form.is_valid():
        did = queries.Did(form.cleaned_data["did"])
        actions.answer(found, did=did, words=form.words(), by=asking, at=now)
        return redirect("notices:notice", found.row.pk)
    actions.see(found, by=asking, at=now)
    shown = {"form": form, "found": found, "asking": asking, "back": "/"}
    if found.is_amended:
        return render(request, "notices/amended.html", shown | _words_of(found))
    page = "recalled" if found.is_recalled else "replaced" if found.is_less else "notice"
    return render(request, f"notices/{page}.html", shown)


def _words_of(found: queries.NoticeRead) -> dict[str, Any]:
    """What the template of a piece needs, where the reader may open the pack that it is of."""
    if found.pack is None or found.since is None:
        return {}
    number, on = found.since.number, timezone.localdate(found.row.disclosure.at)
    had = found.pack.pack.get("items", ())[number - 1] if number else None
    return {"had": had, **in_pack(found.pack.pack, on=on)}


@for_those_who_may(Deed.WORK)
def received(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was taken back of what a team received, and what they answered: where the pack itself is not there."""
    told = queries.notices_on(pk, reader=practitioner_of(request))
    found = [each for each in told if not each.plan]  # a plan that changed takes nothing away
    if not found:
        raise Http404
    for each in found:
        actions.see(each, by=practitioner_of(request), at=timezone.now())
    shown = {"notices": found, "routes": queries.ROUTES, "back": "/"}
    return render(request, "notices/received.html", shown)


@for_those_who_may(Deed.WORK)
def give_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask who else was given what was shared, so that they are told too if it must reach everybody."""
    found = opened_by(request, pk)
    if page := before(request, found, then=reverse("notices:give-on", args=[pk])):
        return page
    asking = practitioner_of(request)
    teams = {str(team.pk): team for team in other_teams(than=asking.team)}
    form = forms.GiveOn(request.POST or None, initial={"token": uuid4()})
    named = [(key, f"{team.agency.name}, {team.name}") for key, team in teams.items()]
    form.offer("to", [("", "Not on the service"), *named])
    form.offer("pieces", words_of_pieces(found.pack))
    form.offer("with_files", words_of_files(found.pack))
    home = reverse("disclosures:disclosure", args=[pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.give_on(
                found, token=bound(given["token"], to=pk), how=given["how"], to=teams.get(given["to"]),
                who=given["who"], phone=given["phone"], pieces=[int(each) for each in given["pieces"]],
                files=[int(each) for each in given["with_files"]], by=asking, at=timezone.now(),
            )  # fmt: skip
        except actions.AskFirst:
            form.add_error(
                "how",
                "It comes from the police: ask them first, or say that it was passed on, as linked above",
            )
        else:
            return redirect(home)
    passed = queries.given_on(found, team=asking.team_id)
    enter_opened(found, by=asking, at=timezone.now())
    shown = {"form": form, "found": found, "passed": passed, "back": home}
    return render(request, "notices/give-on.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
def darker(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn the light down for a team: say how much, see what they will have, then put it in the place of what they had.

    Only the team whose concern it is does so; to any other the page is not there.
    """
    asking, now = practitioner_of(request), timezone.now()
    lit = packs.lit(pk, reader=asking)
    if lit is None or lit.concern.concern.team_id != asking.team_id:
        raise Http404
    chosen = [str(piece.id) for piece in lit.pieces]
    first = {"token": uuid4(), "light": lit.light.name, "items": chosen}
    form = forms.Darker(request.POST or None, initial=first)
    form.offer(
        "light", [(code, words) for code, words in LIGHTS if Light.DARK < Light[code] <= lit.light]
    )
    form.offer("items", [(str(piece.id), shortened(piece.text)) for piece in lit.pieces])
    back = f"/concerns/{lit.concern.concern.pk}"
    shown = {"form": form, "lit": lit, "back": back}
    if request.method == "POST" and form.is_valid():
        try:
            less = less_of(
                lit.concern, lit.decision, light=Light[form.cleaned_data["light"]],
                items=[UUID(each) for each in form.cleaned_data["items"]],
                because=form.reason(), by=asking, at=now,
                review_on=max(lit.decision.review_on, timezone.localdate(now) + timedelta(days=1)),
            )  # fmt: skip
        except NotLess:
            form.add_error(
                "light", "Choose a dimmer light, or leave a piece out: this is what they have"
            )
        else:
            return _less(request, form, lit, less, shown)
    enter_opening(request, lit.concern)
    return render(request, "notices/darker.html", shown)


def _less(
    request: HttpRequest, form: forms.Darker, lit: packs.Lit, less: Less, shown: Mapping[str, Any]
) -> HttpResponse:
    """Show what they will have; where exactly that was shown and said, do it."""
    asking, now = practitioner_of(request), timezone.now()
    _, _, pack = packs.as_weighed(
        lit.concern, less.proposal, less.decision, sender=asking, on=timezone.localdate(now), weighed=less.weighed
    )  # fmt: skip
    is_sure = form.cleaned_data["seen"] == packs.seen(pack)
    if is_sure and "change" not in request.POST:
        try:
            made = actions.turn_down(
                lit.concern, less, token=bound(form.cleaned_data["token"], to=lit.made.pk), by=asking, at=now,
                within=timedelta(hours=settings.NOTICE_HOURS),
                check_within=timedelta(hours=settings.SECOND_CHECK_HOURS),
            )  # fmt: skip
        except NotNow:
            return render(request, "notices/as-it-stands.html", shown)
        return redirect("notices:cause", made.pk)
    enter_opening(request, lit.concern)
    if "change" in request.POST:
        return render(request, "notices/darker.html", shown)
    asks = {**form.cleaned_data, "seen": packs.seen(pack)}
    sure = forms.Darker(initial=asks)
    page = {**shown, "sure": sure, "asks": asks, **in_pack(pack, on=timezone.localdate(now))}
    return render(request, "notices/less.html", page)
