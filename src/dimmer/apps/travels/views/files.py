"""A file of what a link opens: its pages as pictures, and taking it away.

Rules of this module are those of `opening`: nothing of it is shown before the code was typed and the undertaking given.
"""

from collections.abc import Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from dimmer.apps.attachments.views import turned
from dimmer.apps.disclosures.queries import file_content, named_in_pack
from dimmer.apps.disclosures.views.files import picture_of, taken_away
from dimmer.apps.travels import actions
from dimmer.apps.travels.queries import LinkRead
from dimmer.apps.travels.views.opening import held


def with_file(view: Any) -> Any:
    """Open a file of what a link opens, and enter that it is; whoever is not in is asked for the code."""

    @wraps(view)
    @sensitive_variables()
    def opened(request: HttpRequest, number: int, **more: Any) -> HttpResponse:
        def within(request: HttpRequest, found: LinkRead, **given: Any) -> HttpResponse:
            if not given["is_in"] or not found.row.accepted_at:
                return redirect("travels:open")
            if (said := named_in_pack(found.pack, number)) is None:
                raise Http404
            if not 0 < more.get("page", 1) <= said.get("pages", 1):
                raise Http404
            actions.file_opened(found, at=given["at"])
            response: HttpResponse = view(request, found, said, number, **more)
            return response

        return held(within)(request)

    return opened


@with_file
def file(
    request: HttpRequest, found: LinkRead, said: Mapping[str, Any], number: int
) -> HttpResponse:
    """What a file is; of a PDF or a picture one page after the other."""
    shown = {
        "reference": found.pack["reference"],
        "said": said,
        "turns_at": f"{reverse('travels:file', args=[number])}?",
        "picture_at": lambda page: reverse("travels:file-page", args=[number, page]),
        "content_at": reverse("travels:file-content", args=[number]),
        "back": reverse("travels:open"),
        **turned(request, said.get("pages", 0)),
    }
    return render(request, "disclosures/file.html", shown)


@with_file
def file_page(
    _request: HttpRequest, found: LinkRead, said: Mapping[str, Any], number: int, *, page: int
) -> HttpResponse:
    """A page of a file as a picture."""
    if not said.get("pages"):
        raise Http404
    return picture_of(file_content(found.made, found.key, number, said=said), said=said, page=page)


@with_file
def file_content_taken(
    _request: HttpRequest, found: LinkRead, said: Mapping[str, Any], number: int
) -> HttpResponse:
    """The file, to be kept."""
    content = file_content(found.made, found.key, number, said=said)
    return taken_away(content, found.made.pk, said=said)
