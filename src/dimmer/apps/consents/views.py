"""Pages of what people said about sharing: how it stands, writing it down, settling it, their card and its slip."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.agencies.queries import agencies
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.views import bound, enter_opening, with_concern
from dimmer.apps.consents import actions, forms, queries
from dimmer.apps.consents.queries import PersonSaid
from dimmer.core.consents import Kind
from dimmer.web.fields import codes_sorted

if TYPE_CHECKING:
    from dimmer.apps.consents.queries.brought import Brought

_WRITTEN = {kind for kind, _ in forms.KINDS}


def with_person(view: Callable[..., HttpResponse]) -> Any:
    """Somebody in the concern who can be asked, with what they said; else the page is not there."""

    @wraps(view)
    def opened(
        request: HttpRequest, found: ConcernRead, part: UUID, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        today = timezone.localdate()
        each = {row.person.id: row for row in queries.said_by_each(found, on=today)}
        if part not in each:
            raise Http404
        return view(request, found, each[part], *args, **kwargs)

    return opened


@for_those_who_may(Deed.WORK)
@with_concern
def concern(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Show what everybody in the concern said, how it stands, and what disagrees."""
    enter_opening(request, found)
    today = timezone.localdate()
    among = agencies()
    people = [
        {
            "of": of,
            "records": queries.shown(of, today=today, among=among),
            "disagreeing": of.disagreeing(),
        }
        for of in queries.said_by_each(found, on=today)
    ]
    shown = {"found": found, "people": people, "back": f"/concerns/{found.concern.pk}"}
    return render(request, "consents/concern.html", shown)


@for_those_who_may(Deed.WORK)
@with_concern
@with_person
def what(request: HttpRequest, found: ConcernRead, of: PersonSaid) -> HttpResponse:
    """Ask what kind of thing is to be written down: each kind has a page of its own."""
    form = forms.What(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("consents:say", found.concern.pk, of.person.id, form.cleaned_data["kind"])
    enter_opening(request, found)
    shown = {"form": form, "found": found, "of": of, "back": _home(found)}
    return render(request, "consents/what.html", shown)


@for_those_who_may(Deed.WORK)
@with_concern
@with_person
def say(request: HttpRequest, found: ConcernRead, of: PersonSaid, kind: str) -> HttpResponse:
    """Write down what somebody said."""
    if kind not in _WRITTEN:
        raise Http404
    today, asking = timezone.localdate(), practitioner_of(request)
    before = [
        (str(row.read.id), f"{row.title}, {row.read.said.starts_on:%-d %B %Y}: {row.words[:80]}")
        for row in queries.shown(of, today=today, among=agencies())
        if row.read.id not in of.stands.replaced
        and row.read.id in {each.id for each in of.stands.records}
    ]
    form = forms.Say(
        request.POST or None, kind=Kind(kind), agencies=_agencies(), before=before, initial={"token": uuid4()}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        actions.record(
            found, person=of.person.id, said=form.said(), by=asking, at=timezone.now(),
            token=bound(form.cleaned_data["token"], to=found.concern.pk),
        )  # fmt: skip
        return redirect("consents:concern", found.concern.pk)
    enter_opening(request, found)
    shown = {
        "form": form, "found": found, "of": of, "kind": kind, "title": dict(forms.KINDS)[kind],
        "folds": form.folds(), "first": _likely(found, of),
        "presumed": queries.presumed(of.person.age(today), asking.team.agency.nation),
        "back": reverse("consents:what", args=[found.concern.pk, of.person.id]),
    }  # fmt: skip
    return render(request, "consents/say.html", shown)


def _likely(found: ConcernRead, of: PersonSaid) -> dict[str, set[str]]:
    """What is likeliest to be spoken of, so that it stands first: the kinds of what is known here, its purposes."""
    kinds = {
        kind for item in found.items if of.person.key in item.about for kind in item.categories
    }
    return {"categories": kinds, "purposes": set(found.answers.get("purpose.kinds") or ())}


def _agencies() -> list[tuple[str, str]]:
    return [(str(row.pk), row.name) for row in agencies()]


@for_those_who_may(Deed.WORK)
@with_concern
@with_person
def settle(request: HttpRequest, found: ConcernRead, of: PersonSaid) -> HttpResponse:
    """Show wherever two records disagree, each told apart, and ask which counts: all on one page."""
    if not of.disagreeing():
        return redirect("consents:concern", found.concern.pk)
    form = forms.Settle(request.POST or None, pairs=_pairs(of), initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(
                found, of=of, counts=form.counts(), reason=form.cleaned_data["reason"], by=practitioner_of(request),
                at=timezone.now(), token=bound(form.cleaned_data["token"], to=found.concern.pk),
            )  # fmt: skip
        except actions.Contradictory:
            form.contradicts()
        else:
            return redirect("consents:concern", found.concern.pk)
    enter_opening(request, found)
    shown = {"form": form, "found": found, "of": of, "back": _home(found)}
    return render(request, "consents/settle.html", shown)


def _pairs(of: PersonSaid) -> list[forms.Disagreement]:
    among = agencies()
    rows = {row.read.id: row for row in queries.shown(of, today=timezone.localdate(), among=among)}
    return [
        (
            queries.at_issue(less, more, among=among),
            (
                (less.id, *queries.told_apart(rows[less.id])),
                (more.id, *queries.told_apart(rows[more.id])),
            ),
        )
        for less, more in of.disagreeing()
    ]


@for_those_who_may(Deed.WORK)
@with_concern
@with_person
def card(request: HttpRequest, found: ConcernRead, of: PersonSaid) -> HttpResponse:
    """Sort agencies and kinds of information with somebody, by hand."""
    last = queries.last_sorted(of)
    piles = _as_sorted(last.card) if last else {}
    form = forms.Sort(
        request.POST or None, agencies=_agencies(), kinds=_kinds(), initial={"token": uuid4(), **piles}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        actions.sort_card(
            found, of=of, card=form.card(), given=form.given(), by=practitioner_of(request), at=timezone.now(),
            token=bound(form.cleaned_data["token"], to=found.concern.pk),
        )  # fmt: skip
        return redirect("consents:concern", found.concern.pk)
    enter_opening(request, found)
    shown = {"form": form, "found": found, "of": of, "last": last, "back": _home(found)}
    shown["likely"] = _likely(found, of)["categories"] | (set(last.card.kinds) if last else set())
    return render(request, "consents/card.html", shown)


def _as_sorted(card: queries.Card) -> dict[str, str]:
    """What the page begins with: each in the pile in which it was."""
    parts = {"agency": card.agencies, "kind": card.kinds}
    return {f"{of}-{key}": pile for of, piles in parts.items() for key, pile in piles.items()}


def _kinds() -> list[tuple[str, str]]:
    kinds: list[tuple[str, str]] = codes_sorted("categories")()
    return kinds


@for_those_who_may(Deed.WORK)
@with_concern
@with_person
def slip(request: HttpRequest, found: ConcernRead, of: PersonSaid) -> HttpResponse:
    """Print a card as numbers that mean something only beside the list that the worker keeps."""
    last = queries.last_sorted(of)
    if last is None:
        return redirect("consents:card", found.concern.pk, of.person.id)
    enter_opening(request, found)
    numbers = {key: place for place, (key, _) in enumerate([*_agencies(), *_kinds()], 1)}
    piles = [
        sorted(numbers[key] for part in last.card.pile(pile) for key in part if key in numbers)
        for pile in queries.PILES
    ]
    return render(request, "consents/slip.html", {"piles": piles})


def _home(found: ConcernRead) -> str:
    return reverse("consents:concern", args=[found.concern.pk])


@for_those_who_may(Deed.WORK, afresh=True)
@with_concern
@with_person
def take_out(request: HttpRequest, found: ConcernRead, of: PersonSaid) -> HttpResponse:
    """Show what would be in a file for another system, and give it; its name says nothing of whom it is about."""
    now = timezone.now()
    today, among = timezone.localdate(now), agencies()
    out = {read.id: why for read, why in queries.left_out(of, on=today)}
    rows = [(row, out.get(row.read.id)) for row in queries.shown(of, today=today, among=among)]
    if request.method == "POST" and len(out) < len(rows):
        made = actions.take_out(found, of=of, by=practitioner_of(request), at=now)
        return HttpResponse(
            made,
            content_type="application/ld+json; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="record.jsonld"'},
        )
    enter_opening(request, found)
    shown = {
        "found": found,
        "of": of,
        "rows": rows,
        "some": len(out) < len(rows),
        "back": _home(found),
    }
    return render(request, "consents/file.html", shown)


@for_those_who_may(Deed.WORK)
@with_concern
@with_person
def bring(request: HttpRequest, found: ConcernRead, of: PersonSaid) -> HttpResponse:
    """Read consent records of another system, show what would be kept of them, and keep it."""
    today = timezone.localdate()
    form = forms.Bring(request.POST or None, initial={"token": uuid4()})
    shown = {"form": form, "found": found, "of": of, "back": _home(found)}
    if request.method == "POST" and form.is_valid() and (read := _read(form, today)):
        if "keep" in request.POST:
            actions.bring(
                found, of=of, said=read.said, by=practitioner_of(request), at=timezone.now(),
                token=bound(form.cleaned_data["token"], to=of.person.id),
            )  # fmt: skip
            return redirect("consents:concern", found.concern.pk)
        among = agencies()
        shown["rows"] = [
            (each, *queries.previewed(each, among=among), of.has(each)) for each in read.said
        ]
        shown["not_kept"] = read.not_kept
    enter_opening(request, found)
    return render(request, "consents/bring.html", shown)


def _read(form: forms.Bring, today: date) -> "Brought | None":
    """What was pasted, read; None, with what is wrong in the form, where it cannot be kept."""
    from dimmer.apps.consents.queries.brought import CannotBring, brought

    try:
        return brought(form.cleaned_data["text"], today=today)
    except CannotBring as error:
        form.add_error("text", list(error.problems))
        return None
