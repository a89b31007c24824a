"""Pages of interests: declaring one; for those who look after the register, what it holds and what it asks."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.interests import actions, forms, queries
from dimmer.apps.vault.views import lists_things
from dimmer.web import saved


@for_those_who_may(Deed.SIGN_IN)
def declare(request: HttpRequest) -> HttpResponse:
    """Ask in whom somebody has an interest; what is then said is the same whoever it is."""
    asking = practitioner_of(request)
    form = forms.Declare(request.POST or None, initial={"token": uuid4()})
    others = list(queries.of_agency(asking)) if queries.looks_after(asking) else []
    mine = [("", f"{asking.name} (you)")]
    form.offer("who", [*mine, *((str(who.pk), f"{who.name}, {who.team.name}") for who in others)])
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        who = next((each for each in others if str(each.pk) == typed["who"]), asking)
        actions.declare(
            token=typed["token"], who=who, by=asking, said=form.said(), at=timezone.now()
        )
        return redirect("interests:declared")
    shown = {"form": form, "others": others, "back": "/"}
    return render(request, "interests/declare.html", shown)


@for_those_who_may(Deed.SIGN_IN)
def declared(request: HttpRequest) -> HttpResponse:
    """Say what becomes of a declaration: the same whether or not anybody is known."""
    return render(request, "interests/declared.html", {"back": "/"})


@for_those_who_may(Deed.SIGN_IN)
def handed_on(request: HttpRequest) -> HttpResponse:
    """Tell somebody who wrote about a person in whom they have an interest that others go on with it."""
    lead = lead_team_of(practitioner_of(request).team.agency_id)
    said = {word: word in request.GET for word in ("shared", "unread", "nobody")}
    shown = {"lead": lead, "back": "/", **said}
    return render(request, "interests/handed-on.html", shown)


@for_those_who_may(Deed.SIGN_OFF)
@lists_things
def register(request: HttpRequest) -> HttpResponse:
    """The register, for those who look after it."""
    asking = practitioner_of(request)
    shown = {
        "rows": queries.interests(reader=asking), "relations": forms.RELATIONS, "back": "/",
        "looks_after": queries.looks_after(asking),
    }  # fmt: skip
    return render(request, "interests/register.html", shown)


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def senior(request: HttpRequest) -> HttpResponse:
    """Name whom concerns go to in which somebody works for the agency."""
    asking = practitioner_of(request)
    if not queries.looks_after(asking):
        raise Http404
    people = {str(who.pk): who for who in queries.who_may_be_senior(asking.team.agency_id)}
    form = forms.Senior(request.POST or None)
    for name in ("senior", "deputy"):
        offered = [(pk, f"{who.name}, {who.title}, {who.team.name}") for pk, who in people.items()]
        form.offer(name, [("", "Choose"), *offered])
    if request.method == "POST" and form.is_valid():
        chosen = {name: people[form.cleaned_data[name]] for name in ("senior", "deputy")}
        try:
            actions.name_senior(**chosen, by=asking, at=timezone.now())
        except actions.NotTheirs:
            form.add_error("deputy", "Choose two people of one team")
        else:
            saved.say(request, "The senior person and who stands in are saved")
            return redirect("interests:register")
    shown = {
        "form": form, "route": queries.senior_route(asking.team.agency_id),
        "back": reverse("interests:register"),
    }  # fmt: skip
    return render(request, "interests/senior.html", shown)


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def interest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One interest, and where it was met; say that it holds no longer."""
    asking = practitioner_of(request)
    found = queries.interest(pk, reader=asking)
    if found is None:
        raise Http404
    form = forms.End(request.POST or None) if found.row.ended_at is None else None
    if request.method == "POST" and form and form.is_valid():
        actions.end(found, by=asking, because=form.cleaned_data["because"], at=timezone.now())
        saved.say(request, "The interest is ended")
        return redirect("interests:register")
    actions.opened(found, by=asking, at=timezone.now())
    shown = {
        "form": form, "found": found, "relations": forms.RELATIONS, "back": reverse("interests:register"),
        "matches": queries.matches_of(found, reader=asking),
    }  # fmt: skip
    return render(request, "interests/interest.html", shown)


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def match(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whether somebody stays kept off; or what is done about a search."""
    asking = practitioner_of(request)
    found = queries.match(pk, reader=asking)
    if found is None:
        raise Http404
    of = found.row.interest_id
    held = queries.interest(of, reader=asking) if of else None
    kind = forms.Answer if found.row.what == "met" else forms.LookedAt
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        is_kept = typed.get("is_kept", "yes") == "yes"
        actions.answer(found, by=asking, is_kept=is_kept, note=typed["note"], at=timezone.now())
        saved.say(request, "Your answer on the declared interest is saved")
        return redirect("/")
    actions.opened(found, by=asking, at=timezone.now())
    shown = {
        "form": form, "found": found, "held": held, "note": found.note, "relations": forms.RELATIONS, "back": "/",
    }  # fmt: skip
    return render(request, "interests/match.html", shown)
