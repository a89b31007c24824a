"""Pages of records: search, make, read, add to, strike out.

What somebody looks for comes and goes in the body of a request: it stands in no address, and so in no history,
bookmark or log.
"""

from collections.abc import Mapping
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, may, practitioner_of
from dimmer.apps.concerns.queries import numbers_kept
from dimmer.apps.concerns.views import bound
from dimmer.apps.interests.queries import Met
from dimmer.apps.people import actions, forms, queries
from dimmer.apps.people.queries import PersonKept
from dimmer.apps.vault.queries import is_kept
from dimmer.core.locators import WHEREABOUTS
from dimmer.core.matching import NUMBERS, may_be_same
from dimmer.database.reader import Reads
from dimmer.web.words import part_of_day

_LOOKED_FOR = UUID(int=0)
"""Whoever is only looked for stands in nothing."""
_SAVE = "save"
"""The button that saves; without it the page was come to from a search."""


def with_person(view: Any) -> Any:
    """Open the record for whoever needs to know it; to anybody else the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            kept = queries.person(pk, reader=practitioner_of(request))
            response: HttpResponse = view(request, kept, *args, **kwargs)
        except queries.NoSuchPerson as error:  # or it was disposed of meanwhile
            raise Http404 from error
        return response

    return opened


@for_those_who_may(Deed.WORK)
def find(request: HttpRequest) -> HttpResponse:
    """Search the team's own records. What is another's looks as if it were not there."""
    form, found = forms.Find(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        asking = practitioner_of(request)
        found = queries.find(form.known(), reader=asking)
        _entered(request, form, shown=found)
    shown = {
        "form": form,
        "found": found,
        "few": queries.FEW,
        "seen": _ids(found or []),
        "back": "/",
    }
    return render(request, "people/find.html", shown)


def _entered(
    request: HttpRequest, form: forms.Find | forms.New, *, shown: list[queries.Found]
) -> None:
    typed = form.cleaned_data
    met = Met(_LOOKED_FOR, form.known(), typed["name"], typed["born"])
    ids = [each.kept.id for each in shown]
    actions.searched(shown=ids, looked_for=met, by=practitioner_of(request), at=timezone.now())


def _ids(found: list[queries.Found]) -> str:
    return " ".join(str(each.kept.id) for each in found)


@for_those_who_may(Deed.WORK)
def new(request: HttpRequest) -> HttpResponse:
    """Make a record of somebody who was looked for and not found."""
    if request.method != "POST":
        return redirect("people:find")
    asking, typed = practitioner_of(request), request.POST
    if _SAVE not in typed:  # from a search: what was typed there need not be typed again
        born = tuple(typed.get(f"born-{part}", "") for part in ("day", "month", "year"))
        first = {name: typed.get(name, "") for name in ("name", "postcode")}
        form = forms.New(
            initial={**first, "value": typed.get("number", ""), "born": born, "token": uuid4()}
        )
        return _new(request, form, found=[], seen=typed.get("seen", ""))
    form, seen = forms.New(typed), typed.get("seen", "")
    if not form.is_valid():
        return _new(request, form, found=[], seen=seen)
    token = bound(form.cleaned_data["token"], to=asking.pk)
    own = actions.id_of(token, team=asking.team_id)
    found = [
        each
        for each in queries.find(form.known(), reader=asking)
        if may_be_same(each.agreement)
        and each.kept.id != own
        and str(each.kept.id) not in seen.split()
    ]
    if found:  # what was typed since may be somebody's who is here already
        _entered(request, form, shown=found)
        return _new(request, form, found=found, seen=f"{seen} {_ids(found)}")
    kept = actions.begin(token=token, by=asking, entries=form.entries(), at=timezone.now())
    return _on_to(kept.id, by=asking)


def _on_to(pk: UUID, *, by: Reads) -> HttpResponse:
    """The record's page; whoever wrote of a person in whom they have an interest goes no further."""
    if is_kept(pk, practitioner=by.pk):
        return redirect("interests:handed-on")
    return redirect("people:person", pk)


def _new(
    request: HttpRequest, form: forms.New, *, found: list[queries.Found], seen: str
) -> HttpResponse:
    shown = {"form": form, "found": found, "seen": seen, "back": "/people"}
    return render(request, "people/new.html", shown)


@for_those_who_may(Deed.WORK)
@with_person
def person(request: HttpRequest, kept: PersonKept) -> HttpResponse:
    """The record without whereabouts, and the team's concerns in which the person is."""
    asking = practitioner_of(request)
    actions.opened(kept, by=asking, at=timezone.now())
    links = queries.links_of(kept, reader=asking)
    related = [UUID(each["to"]) for each in kept.lists["relationships"]]
    near = queries.people(related, reader=asking)
    shown = {
        "kept": kept, "links": links, "related": {str(pk): each for pk, each in near.items()},
        "is_frozen": queries.is_frozen(kept, reader=asking), "signs_off": may(asking, Deed.SIGN_OFF),
        "name_kinds": forms.NAME_KINDS, "numbers": NUMBERS, "relationships": forms.RELATIONSHIPS,
        "back": "/people",
    }  # fmt: skip
    return render(request, "people/person.html", shown)


@for_those_who_may(Deed.WORK)
@with_person
def whereabouts(request: HttpRequest, kept: PersonKept) -> HttpResponse:
    """The addresses, on a page of their own: opening it is an act of its own."""
    asking = practitioner_of(request)
    actions.whereabouts_opened(kept, by=asking, at=timezone.now())
    shown = {
        "kept": kept, "kinds": WHEREABOUTS, "me": str(asking.pk), "back": f"/people/{kept.id}",
        "is_frozen": queries.is_frozen(kept, reader=asking), "hidden": _hidden(kept, reader=asking),
    }  # fmt: skip
    return render(request, "people/whereabouts.html", shown)


def _hidden(kept: PersonKept, *, reader: Reads) -> dict[str, str]:
    """By what is written among the whereabouts, what is known of it as a way of contact: shown there only."""
    return numbers_kept((each["text"] for each in kept.lists["places"]), team=reader.team_id)


@for_those_who_may(Deed.WORK)
@with_person
def add(request: HttpRequest, kept: PersonKept, part: str) -> HttpResponse:
    """Add to one of the record's lists."""
    if part not in forms.PARTS:
        raise Http404
    asking = practitioner_of(request)
    heading, kind = forms.PARTS[part]
    form = kind(request.POST or None, initial={"token": uuid4()})
    near = queries.beside(kept, reader=asking) if part == "relationships" else []
    if part == "relationships":
        form.offer("to", [(str(each.id), each.name) for each in near])
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        token, now = typed.pop("token"), timezone.now()
        if part == "relationships":
            to = next(each for each in near if str(each.id) == typed["to"])
            actions.relate(kept, token=token, to=to, kind=typed["kind"], by=asking, at=now)
        else:
            if "protected" in typed:
                typed["protected"] = typed["protected"] == "yes"
            actions.add(kept, token=token, part=part, entry=typed, by=asking, at=now)
        return _on_to(kept.id, by=asking)
    actions.opened(kept, by=asking, at=timezone.now())
    shown = {
        "form": form, "kept": kept, "part": part, "heading_of": heading, "near": near,
        "back": f"/people/{kept.id}",
    }  # fmt: skip
    return render(request, "people/add.html", shown)


@for_those_who_may(Deed.WORK)
@with_person
def strike(request: HttpRequest, kept: PersonKept, entry: UUID) -> HttpResponse:
    """Ask why, then strike an entry out."""
    found = [
        (part, each)
        for part, rows in kept.lists.items()
        for each in rows
        if each["id"] == str(entry)
    ]
    if not found:
        raise Http404
    asking, form = practitioner_of(request), forms.Because(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        actions.strike(kept, entry=entry, because=because, by=asking, at=timezone.now())
        return redirect("people:person", kept.id)
    actions.opened(kept, by=asking, at=timezone.now())
    shown = {"form": form, "kept": kept, "said": _said(*found[0]), "back": f"/people/{kept.id}"}
    return render(request, "people/strike.html", shown)


def _said(part: str, entry: Mapping[str, Any]) -> str:
    """An entry in words; an address stays on its own page."""
    if part == "born":
        return part_of_day(entry["date"])
    if part == "numbers":
        return f"{NUMBERS[entry['kind']]} {entry['value']}"
    if part == "relationships":
        return forms.RELATIONSHIPS[entry["kind"]]
    if part in ("addresses", "places"):
        return "An address" if part == "addresses" else "Whereabouts"
    return str(entry["text"])
