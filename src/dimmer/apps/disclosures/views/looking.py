"""Look as the alleged abuser would: over a concern, a pack before it goes and after; and which accounts he has."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.concerns.views import enter_opening, with_concern
from dimmer.apps.disclosures import actions, forms, queries
from dimmer.apps.disclosures.views.sharing import opened_by


@for_those_who_may(Deed.WORK)
@with_concern
def look(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """What he could learn of all that was shared of a concern and stands."""
    if found.concern.step == "draft":
        return redirect("concerns:tasks", found.concern.pk)
    concerns.opened(found, by=practitioner_of(request), at=timezone.now())
    back = f"/concerns/{found.concern.pk}"
    return _page(request, queries.looks(found, queries.given_in(found)), found=found, back=back)


@for_those_who_may(Deed.WORK)
def look_before(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What he could learn once a pack goes too that waits to be shared."""
    asking = practitioner_of(request)
    waits = queries.to_share(pk, by=asking)
    if waits is None:
        raise Http404
    found = waits.concern
    if waits.pack is None:
        return redirect("disclosures:look", found.concern.pk)
    concerns.opened(found, by=asking, at=timezone.now())
    goes = queries.in_pack(waits.pack, to=waits.proposal.recipient)
    back = reverse("disclosures:preview", args=[pk])
    return _page(
        request,
        queries.looks(found, [*queries.given_in(found), goes]),
        found=found,
        back=back,
        goes=goes,
    )


@for_those_who_may(Deed.WORK)
def look_after(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What he could learn of a pack: whoever shared it sees all that was shared, whoever received it the pack alone."""
    made, asking = opened_by(request, pk), practitioner_of(request)
    actions.opened(made, by=asking, at=timezone.now())
    back = reverse("disclosures:disclosure", args=[pk])
    if made.is_received:
        looks = queries.look_at(made.pack, to=made.disclosure.recipient)
        return _page(request, looks, found=None, back=back)
    try:
        found = concern(made.disclosure.concern_id, reader=asking)
    except NoSuchConcern as error:
        raise Http404 from error
    goes = queries.in_pack(made.pack, to=made.disclosure.recipient)
    return _page(
        request, queries.looks(found, queries.given_in(found)), found=found, back=back, goes=goes
    )


def _page(
    request: HttpRequest, looks: Any, *, found: ConcernRead | None, back: str, goes: Any = None
) -> HttpResponse:
    shown = {
        "looks": looks, "found": found, "back": back, "goes": goes, "checked": lawbook.reach().checked,
    }  # fmt: skip
    return render(request, "disclosures/look.html", shown)


@for_those_who_may(Deed.WORK)
@with_concern
def accounts(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """Ask which accounts an alleged abuser has: each yes, no or not known, and who said so."""
    person = next(
        (each for each in found.people if each.id == part and queries.is_alleged(each)), None
    )
    if person is None or found.concern.step == "draft":
        raise Http404
    form = forms.Accounts(request.POST or None, said=found.accounts.get(person.key, {}))
    if request.method == "POST" and form.is_valid():
        concerns.say_accounts(
            found, key=person.key, said=form.said(), by=practitioner_of(request), at=timezone.now()
        )
        return redirect("disclosures:look", found.concern.pk)
    enter_opening(request, found)
    shown = {
        "form": form, "found": found, "person": person,
        "back": reverse("disclosures:look", args=[found.concern.pk]),
    }  # fmt: skip
    return render(request, "disclosures/accounts.html", shown)
