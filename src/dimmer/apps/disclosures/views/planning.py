"""Something that a team does under a joint plan: what it is, and that it was done."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.disclosures import actions, queries
from dimmer.apps.disclosures.queries import NoSuchDisclosure


@for_those_who_may(Deed.WORK)
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show it to the team that does it, and ask whether it was done; to any other it is not there."""
    asking, now = practitioner_of(request), timezone.now()
    row = queries.task_of(pk)
    try:
        if row is not None and row.disclosure_id is None:
            found = concern(row.concern_id, reader=asking)
            plan = queries.plan_of(found)
            if found.concern.team_id != asking.team_id or plan is None:
                raise Http404
            key, shown = found.key, queries.own_part(found, plan)
            concerns.opened(found, by=asking, at=now)
        else:  # asked also for what is not there: an answer that comes sooner would tell
            made = queries.disclosure(row.disclosure_id or pk if row else pk, reader=asking)
            if not made.is_received:
                raise Http404
            if queries.must_read_flags(made, reader=asking):
                return redirect("disclosures:flags", made.disclosure.pk)
            key, shown = made.key, made.pack.get("plan", {"tasks": []})
            actions.opened(made, by=asking, at=now)
    except (NoSuchConcern, NoSuchDisclosure) as error:
        raise Http404 from error
    said = next((each for each in shown["tasks"] if each["key"] == str(pk)), None)
    if row is None:
        raise Http404
    if request.method == "POST" and said:
        actions.do_task(row, key=key, team=asking.team_id, by=asking, at=now)
        return redirect("disclosures:task", pk)
    page = {"row": row, "task": said, "plan": {**shown, "tasks": []}, "back": "/"}
    return render(request, "disclosures/task.html", page)
