"""Pages of safe contact. A number stands on one page only, while it may be used, and is never printed."""

from contextlib import suppress
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.views import with_concern
from dimmer.apps.contacts import actions, forms, queries
from dimmer.apps.contacts.queries import WayRead
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.views.sharing import opened_by
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import PersonKept, find, known_in
from dimmer.apps.people.views.records import with_person
from dimmer.web import saved
from dimmer.web.words import day

_WRITE_WHY = "Write why you are sure: fewer than two things that identify a person agree"
_UNSAFE = "Your team found this unsafe on that day or later: ask them again before you add it"
_WORDS = {"methods": forms.METHODS, "days": forms.DAYS, "outcomes": forms.OUTCOMES}


def with_way(view: Any) -> Any:
    """Open the way for whoever needs to know the person; to anybody else the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            found = queries.way(pk, reader=practitioner_of(request), now=timezone.now())
            if found.row.closed_at:
                return redirect("contacts:ways", found.person.id)
            response: HttpResponse = view(request, found)
        except queries.NoSuchWay as error:  # or its person's record was disposed of meanwhile
            raise Http404 from error
        return response

    return opened


@for_those_who_may(Deed.WORK)
@with_person
def ways(request: HttpRequest, kept: PersonKept) -> HttpResponse:
    """How somebody can be contacted, and when: without a number."""
    asking, now = practitioner_of(request), timezone.now()
    actions.opened(kept, by=asking, at=now)
    found = queries.ways_of(kept, reader=asking, now=now)
    shown = {"kept": kept, "ways": found, "back": f"/people/{kept.id}", **_WORDS}
    return render(request, "contacts/ways.html", shown)


@for_those_who_may(Deed.WORK)
@with_person
def add(request: HttpRequest, kept: PersonKept) -> HttpResponse:
    """Add a way of contacting somebody."""
    asking, now = practitioner_of(request), timezone.now()
    form = forms.Add(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.add(
                kept, token=typed["token"], number=typed["number"], terms=form.terms(), by=asking, at=now
            )  # fmt: skip
            return redirect("contacts:ways", kept.id)
        except actions.FoundUnsafe:
            form.add_error("said_on", _UNSAFE)
    actions.opened(kept, by=asking, at=now)
    shown = {"form": form, "kept": kept, "found": None, "back": reverse("contacts:ways", args=[kept.id])}  # fmt: skip
    return render(request, "contacts/terms.html", shown)


@for_those_who_may(Deed.WORK)
@with_way
def say(request: HttpRequest, found: WayRead) -> HttpResponse:
    """Write down what somebody says of a way now."""
    asking, now = practitioner_of(request), timezone.now()
    before = forms.Say.before(found.terms, today=timezone.localdate(now))
    form = forms.Say(request.POST or None, initial={**before, "token": uuid4()})
    if request.method == "POST" and form.is_valid():
        said_on, since = form.cleaned_data["said_on"], found.asked_on
        if since and said_on < since:
            form.add_error("said_on", f"Something changed on {day(since)}: ask them again")
        for name in ("said_by", "looks"):
            if queries.repeats_number(found, form.cleaned_data[name]):
                form.add_error(name, forms.REPEATED)
        if not form.errors:
            terms = {**found.terms, **form.terms()}
            terms["words"] = form.cleaned_data["words"] or found.terms["words"]
            with suppress(concerns.NotNow):  # a colleague has just found it unsafe
                actions.say(found, token=form.cleaned_data["token"], terms=terms, by=asking, at=now)
            return redirect("contacts:ways", found.person.id)
    actions.opened(found.person, by=asking, at=now)
    back = reverse("contacts:ways", args=[found.person.id])
    shown = {"form": form, "kept": found.person, "found": found, "back": back}
    return render(request, "contacts/terms.html", shown)


@for_those_who_may(Deed.WORK)
@with_way
def way(request: HttpRequest, found: WayRead) -> HttpResponse:
    """The number, where it may be used now; and what came of using it."""
    asking, now = practitioner_of(request), timezone.now()
    form = forms.Outcome(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if not queries.repeats_number(found, typed["words"]):
            actions.used(
                found, token=typed["token"], what=typed["what"], words=typed["words"], by=asking, at=now
            )  # fmt: skip
            return redirect("contacts:ways", found.person.id)
        form.add_error("words", forms.REPEATED)
    number = ""
    if found.use.is_open:
        actions.number_opened(found, by=asking, at=now)
        number = queries.number_of(found)
    else:
        actions.opened(found.person, by=asking, at=now)
    back = reverse("contacts:ways", args=[found.person.id])
    shown = {"form": form, "kept": found.person, "found": found, "number": number, "back": back}
    return render(request, "contacts/way.html", {**shown, **_WORDS})


@for_those_who_may(Deed.WORK)
@with_person
def changed(request: HttpRequest, kept: PersonKept) -> HttpResponse:
    """Record that something changed about somebody of whom the team keeps a record."""
    asking = practitioner_of(request)
    if queries.asked_with(kept=kept.id, reader=asking) is None:
        raise Http404
    form = forms.Change(request.POST or None, initial={"token": uuid4()})
    home = f"/people/{kept.id}"
    if _is_changed(request, form, of=kept):
        return redirect(home)
    people.opened(kept, by=asking, at=timezone.now())
    shown = {"form": form, "name": kept.name, "back": home}
    return render(request, "contacts/changed.html", shown)


@for_those_who_may(Deed.WORK)
@with_concern
def part_changed(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """Record that something changed about somebody in a concern."""
    asking = practitioner_of(request)
    person = next((each for each in found.people if each.id == part), None)
    if person is None or found.concern.step != "open":
        raise Http404
    if queries.asked_with(part=part, reader=asking) is None:
        raise Http404
    form = forms.Change(request.POST or None, initial={"token": uuid4()})
    home = reverse("desk:concern", args=[found.concern.pk])
    if _is_changed(request, form, of=(found, part)):
        return redirect(home)
    concerns.opened(found, by=asking, at=timezone.now())
    shown = {"form": form, "name": person.name, "back": home}
    return render(request, "contacts/changed.html", shown)


def _is_changed(
    request: HttpRequest, form: forms.Change, *, of: PersonKept | tuple[ConcernRead, UUID]
) -> bool:
    """Record it, where it was sent and is whole."""
    if request.method != "POST" or not form.is_valid():
        return False
    typed = form.cleaned_data
    actions.change(
        token=typed["token"], of=of, what=typed["what"], words=typed["words"],
        by=practitioner_of(request), at=timezone.now(),
    )  # fmt: skip
    return True


@for_those_who_may(Deed.WORK, afresh=True)
@with_person
def address(request: HttpRequest, kept: PersonKept, entry: UUID) -> HttpResponse:
    """A second person looks at an address that waits on a record. Whoever entered it cannot answer."""
    found = next((each for each in kept.lists["addresses"] if each["id"] == str(entry)), None)
    if found is None:
        raise Http404
    asking, now = practitioner_of(request), timezone.now()
    home = reverse("people:whereabouts", args=[kept.id])
    if found not in kept.waiting() or found["waits"] == str(asking.pk):
        return redirect(home)
    form = forms.AnswerAddress(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_right, because = form.cleaned_data["is_right"] == "yes", form.cleaned_data["because"]
        actions.answer_address(
            kept, entry=entry, is_right=is_right, because=because, by=asking, at=now
        )
        return redirect(home)
    people.whereabouts_opened(kept, by=asking, at=now)
    where = ", ".join(filter(None, (found["text"], found["postcode"])))
    shown = {"form": form, "name": kept.name, "where": where, "back": home}
    return render(request, "contacts/address.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
@with_concern
def part_address(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """A second person looks at an address that waits on a concern. Whoever entered it cannot answer."""
    person = next((each for each in found.people if each.id == part), None)
    if person is None or found.concern.step == "draft":
        raise Http404
    asking, now = practitioner_of(request), timezone.now()
    home = reverse("desk:concern", args=[found.concern.pk])
    if not person.moves or person.moves["by"] == str(asking.pk):
        return redirect(home)
    form = forms.AnswerAddress(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_right, because = form.cleaned_data["is_right"] == "yes", form.cleaned_data["because"]
        actions.answer_part(found, part=part, is_right=is_right, because=because, by=asking, at=now)
        return redirect(home)
    concerns.opened(found, by=asking, at=now)
    where = ", ".join(filter(None, (person.moves["address"], person.moves["postcode"])))
    shown = {"form": form, "name": person.name, "where": where, "back": home}
    return render(request, "contacts/address.html", {**shown, "reference": found.concern.reference})


@for_those_who_may(Deed.WORK)
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """That a way of contacting somebody is no longer safe, and whom to ask; take note of it."""
    asking, now = practitioner_of(request), timezone.now()
    try:
        found = queries.notice(pk, reader=asking)
    except queries.NoSuchNotice as error:
        raise Http404 from error
    if request.method == "POST":
        actions.take_note(found, by=asking, at=now)
        saved.say(request, "It is saved that you took note")
        return redirect("/")
    actions.notice_opened(found, by=asking, at=now)
    return render(request, "contacts/notice.html", {"found": found, "back": "/"})


@for_those_who_may(Deed.WORK)
def recognise(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Ask which of the team's records is of somebody in a pack that came."""
    asking, now = practitioner_of(request), timezone.now()
    found = opened_by(request, pk)
    person = next((each for each in found.pack["people"] if each["key"] == name), None)
    if person is None or not found.is_received:
        raise Http404
    proposals = find(known_in(person), reader=asking)
    form = forms.Recognise(request.POST or None)
    form.offer("which", [(str(each.kept.id), each.kept.name) for each in proposals])
    field: Any = form.fields["which"]
    field.hints = {str(each.kept.id): each.why for each in proposals}
    home = reverse("disclosures:disclosure", args=[pk])
    if request.method == "POST" and form.is_valid():
        which, because = form.cleaned_data["which"], form.cleaned_data["because"]
        kept = next(each.kept for each in proposals if str(each.kept.id) == which)
        try:
            actions.recognise(found, name=name, kept=kept, because=because, by=asking, at=now)
            return redirect(home)
        except concerns.NoReason:
            form.add_error("because", _WRITE_WHY)
    disclosures.opened(found, by=asking, at=now)
    if request.method != "POST":
        people.searched(shown=[each.kept.id for each in proposals], by=asking, at=now)
    known = queries.recognised_in(found, reader=asking).get(name)
    shown = {"form": form, "person": person, "known": known, "proposals": proposals, "back": home}
    return render(request, "contacts/recognise.html", shown)
