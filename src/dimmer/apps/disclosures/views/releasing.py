"""The second person: what is shown while somebody releases a pack, and afterwards to whoever asked."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.disclosures import actions, forms, queries
from dimmer.apps.disclosures.views.packs import goes_with, in_pack
from dimmer.core.route import NotAMove

ANEW = "anew"
"""In an address: a colleague asks for themselves, though it was released for another."""


def release(request: HttpRequest, found: queries.ToShare) -> HttpResponse | None:
    """The page of a pack that waits for a second person, or that one has released; None where nothing was asked of it.

    Whoever did not ask sees it while it waits, and answers; afterwards, for whom it was released, unless they choose
    to ask for themselves. Whoever asked sees that it waits, or shares it.
    """
    asking, asked, now = practitioner_of(request), found.release, timezone.now()
    if asked is None or found.decision is None or asked.row.is_agreed is False:
        return None
    is_own = asked.row.by_id == asking.pk
    is_for_another = not is_own and asked.row.is_agreed
    if is_for_another and ANEW in request.GET:
        return None
    today = timezone.localdate()
    clues, out, pack = queries.as_weighed(
        found.concern, found.proposal, found.decision, sender=asked.row.by, on=today, weighed=asked.weighed
    )  # fmt: skip
    if queries.seen(pack) != asked.seen:
        return None  # it has changed: it is asked anew
    posted = request.POST if request.method == "POST" else None
    changed = posted is not None and posted.get("seen") != asked.seen
    form = None
    if not is_own and not is_for_another:
        form = forms.Release(None if changed else posted, initial={"seen": asked.seen})
    if form is not None and form.is_valid():
        return _answered(found, asked, form, by=asking, at=now)
    is_asked_again = (
        posted is not None and "own_words" in posted
    )  # an old page, which asked for a second person
    if is_own and asked.row.is_agreed and posted is not None and not (changed or is_asked_again):
        with suppress(concerns.NotNow, NotAMove):
            actions.disclose(
                found.concern, proposal_id=found.proposal.pk, by=asking, at=now,
                weighed=asked.weighed, own_words=asked.own_words,
            )  # fmt: skip
        return redirect("disclosures:preview", found.proposal.pk)
    concerns.opened(found.concern, by=asking, at=now)
    shown = {
        "found": found,
        "asked": asked,
        "asking": asking,
        "is_own": is_own,
        "refusals": queries.refusals_of(found.concern, found.proposal),
        "slips": queries.slips_in(pack, found.concern),
        "anew": f"?{ANEW}",
        "changed": changed,
        "clues": [(clue, asked.weighed.get(clue.key, "")) for clue in clues if clue.is_open],
        "form": form,
        "share": forms.Share(initial={"seen": asked.seen}),
        "back": f"/concerns/{found.concern.concern.pk}",
        "goes": goes_with(found, without=out),
        **in_pack(pack, on=today, plan=queries.part_for(found.concern, found.proposal.recipient)),
    }
    return render(request, "disclosures/release.html", shown)


def _answered(
    found: queries.ToShare,
    asked: queries.ReleaseRead,
    form: forms.Release,
    *,
    by: Any,
    at: datetime,
) -> HttpResponse:
    is_agreed = form.cleaned_data["is_agreed"] == "yes"
    because = form.cleaned_data["because"]
    try:
        actions.answer_release(
            found.concern, asked, is_agreed=is_agreed, because=because, by=by, at=at
        )
    except concerns.NotNow:  # answered or changed while this was sent: the page says what
        return redirect("disclosures:preview", found.proposal.pk)
    return redirect("desk:concern", found.concern.concern.pk)
