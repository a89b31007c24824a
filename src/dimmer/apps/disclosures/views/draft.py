"""What is typed in an emergency until it is shared: in the session, sealed to the team, bound to the person.

It is kept as it was typed, so that going back, an error or signing in again loses nothing.
"""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict

from dimmer.apps.agencies.access import practitioner_of
from dimmer.apps.concerns.actions import new_token
from dimmer.apps.vault.queries import open_draft, seal_draft
from dimmer.keyring.sealing import CannotOpen

_NAME = "emergency"
_LONGEST = 10_000
"""Characters that are kept of one field: more than any may hold, so that the page can say so."""
_MOST = 200_000
"""Characters that are kept of one page: more than its fields, cut to the longest, can hold."""
Typed = dict[str, list[str]]


def read(request: HttpRequest) -> dict[str, Any]:
    """The draft, or a new one where there is none or it is somebody else's."""
    asking = practitioner_of(request)
    kept = request.session.get(_NAME)
    if kept:
        try:
            found: dict[str, Any] = open_draft(
                bytes.fromhex(kept), team=asking.team_id, place=f"emergency-draft:{asking.pk}"
            )
        except (CannotOpen, ValueError):
            forget(request)
        else:
            return found
    return {"token": str(new_token()), "later": False, "who": {}, "to": {}}


def keep(request: HttpRequest, draft: dict[str, Any]) -> None:
    """Seal the draft into the session."""
    asking = practitioner_of(request)
    place = f"emergency-draft:{asking.pk}"
    request.session[_NAME] = seal_draft(draft, team=asking.team_id, place=place).hex()


def forget(request: HttpRequest) -> None:
    """Take the draft out of the session."""
    request.session.pop(_NAME, None)


def typed_in(posted: QueryDict) -> Typed:
    """What a page posted, as it was typed, without the form's own key."""
    found = {
        name: [text[:_LONGEST] for text in values]
        for name, values in posted.lists()
        if name != "csrfmiddlewaretoken"
    }
    return found if sum(len(text) for each in found.values() for text in each) <= _MOST else {}


def data_of(typed: Typed) -> MultiValueDict[str, str]:
    """What was typed, as a form takes it."""
    return MultiValueDict(typed)


def initial_of(form: Form, typed: Typed) -> dict[str, Any]:
    """What was typed, as the initial values of a form's fields."""
    data = data_of(typed)
    return {
        name: field.widget.value_from_datadict(data, MultiValueDict(), name)
        for name, field in form.fields.items()
    }


def sign_in_and_come_back(request: HttpRequest, draft: dict[str, Any], *, to: str) -> HttpResponse:
    """End a session that was idle for too long; what was typed is there after signing in again."""
    keep(request, draft)
    kept = request.session[_NAME]
    logout(request)
    request.session[_NAME] = kept
    return redirect_to_login(to)
