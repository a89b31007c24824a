"""Pages that ask a person whether two descriptions are of one: somebody in a concern and a record, or two records."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.views import with_concern
from dimmer.apps.people import actions, forms, queries
from dimmer.apps.people.queries import Found, PersonKept
from dimmer.apps.people.views.records import with_person
from dimmer.apps.vault.queries import is_kept

_WRITE_WHY = "Write why you are sure: fewer than two things that identify a person agree"
_KEPT = "A colleague keeps a record of this person, and you are not named on it. Speak with your manager"
_GONE = "That record was disposed of meanwhile, so nothing was saved"


@for_those_who_may(Deed.WORK)
@with_concern
def same(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """Ask whether somebody in a concern is somebody of whom the team keeps a record."""
    asking = practitioner_of(request)
    person = next((each for each in found.people if each.id == part), None)
    if person is None or found.concern.step != "open":
        raise Http404
    if part in queries.in_concern(found, reader=asking):
        return redirect("desk:concern", found.concern.pk)
    proposals = queries.proposals_for(person.about, part=part, reader=asking)
    form = forms.Same(request.POST or None)
    choices = [(forms.NEW, "None of them: make a new record of this person")]
    if proposals:
        choices.append((forms.NONE, "None of them, and do not ask again"))
    _offer(form, proposals, also=choices)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            return _say(request, form, found, part=part, proposals=proposals)
        except actions.NoReason:
            form.add_error("because", _WRITE_WHY)
        except actions.KeptByColleague:
            form.add_error("which", _KEPT)
        except queries.NoSuchPerson:
            form.add_error("which", _GONE)
    concerns.opened(found, by=asking, at=now)
    if request.method != "POST":
        actions.searched(shown=[each.kept.id for each in proposals], by=asking, at=now)
    shown = {
        "form": form, "found": found, "person": person, "proposals": proposals,
        "apart": queries.told_apart(part, reader=asking), "back": f"/concerns/{found.concern.pk}",
    }  # fmt: skip
    return render(request, "people/same.html", shown)


def _say(
    request: HttpRequest,
    form: forms.Same,
    found: ConcernRead,
    *,
    part: UUID,
    proposals: list[Found],
) -> HttpResponse:
    """Do what was chosen: link, or tell all that were shown apart, and make a record where one is wanted."""
    said: dict[str, Any] = {
        "found": found,
        "part": part,
        "by": practitioner_of(request),
        "at": timezone.now(),
    }
    which = form.cleaned_data["which"]
    if chosen := _chosen(proposals, which):
        actions.link_to(chosen.kept, because=form.cleaned_data["because"], **said)
        if is_kept(found.concern.pk, practitioner=said["by"].pk):
            return redirect("interests:handed-on")
        return redirect("desk:concern", found.concern.pk)
    made = actions.begin_from(**said) if which == forms.NEW else None
    for each in proposals:
        actions.tell_apart(each.kept, **said)
    if made:
        return redirect("people:person", made.id)
    return redirect("desk:concern", found.concern.pk)


def _offer(form: forms.Same, proposals: list[Found], *, also: list[tuple[str, str]]) -> None:
    named = [(str(each.kept.id), _named(each.kept)) for each in proposals]
    form.offer("which", [*named, *also])
    field: Any = form.fields["which"]
    field.hints = {str(each.kept.id): _hint(each) for each in proposals}


def _named(kept: PersonKept) -> str:
    return f"{kept.name}, born {kept.year}" if kept.year else kept.name


def _hint(found: Found) -> str:
    strong = found.strong
    if len(strong) >= actions.ENOUGH:
        return f"{found.why}. What identifies a person agrees: {', '.join(strong)}."
    return f"{found.why}. If you choose this, write why you are sure."


def _chosen(proposals: list[Found], which: str) -> Found | None:
    return next((each for each in proposals if str(each.kept.id) == which), None)


@for_those_who_may(Deed.WORK)
@with_person
def beside(request: HttpRequest, kept: PersonKept) -> HttpResponse:
    """Ask whether another record of the team is of the same person."""
    asking, now = practitioner_of(request), timezone.now()
    proposals = queries.proposals_beside(kept, reader=asking)
    form = forms.Same(request.POST or None)
    _offer(form, proposals, also=[(forms.NONE, "None of them, and do not ask again")])
    if request.method == "POST" and not proposals:
        return redirect("people:person", kept.id)
    if request.method == "POST" and form.is_valid():
        chosen = _chosen(proposals, form.cleaned_data["which"])
        said = {"because": form.cleaned_data["because"], "by": asking, "at": now}
        try:
            for each in [chosen] if chosen else proposals:
                actions.say_of_records(kept, each.kept, is_same=bool(chosen), **said)
        except actions.NoReason:
            form.add_error("because", _WRITE_WHY)
        else:
            return redirect("people:person", kept.id)
    actions.opened(kept, by=asking, at=now)
    shown = {"form": form, "kept": kept, "proposals": proposals, "back": f"/people/{kept.id}"}
    return render(request, "people/beside.html", shown)


@for_those_who_may(Deed.WORK)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask why, then take back what was said of two descriptions."""
    asking, now = practitioner_of(request), timezone.now()
    try:
        row, kept, where = queries.link(pk, reader=asking)
    except queries.NoSuchLink as error:
        raise Http404 from error
    home = f"/people/{kept.id}"
    if row.undone_at:
        return redirect(home)
    form = forms.Because(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.undo(pk, because=form.cleaned_data["because"], by=asking, at=now)
        return redirect(home)
    actions.opened(kept, by=asking, at=now)
    shown = {"form": form, "row": row, "kept": kept, "where": where, "back": home}
    return render(request, "people/undo.html", shown)
