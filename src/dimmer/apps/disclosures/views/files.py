"""A file that went with a pack: what it is, its pages as pictures, and taking it away."""

from collections.abc import Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.attachments.views import download, turned
from dimmer.apps.disclosures import actions, queries
from dimmer.apps.disclosures.queries import DisclosureRead
from dimmer.apps.disclosures.views.packs import file_at
from dimmer.apps.disclosures.views.sharing import before, opened_by
from dimmer.files import Refused, drawn


def with_pack_file(view: Any) -> Any:
    """Open a file of what was shared, for whoever may open the pack and has read what stands before it."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, number: int, **kwargs: Any) -> HttpResponse:
        found = opened_by(request, pk)
        said = queries.named_in_pack(found.pack, number)
        if said is None:
            raise Http404
        if page := before(request, found, then=reverse("disclosures:file", args=[pk, number])):
            return page
        response: HttpResponse = view(request, found, said, number, **kwargs)
        return response

    return opened


@for_those_who_may(Deed.WORK)
@with_pack_file
def file(
    request: HttpRequest, found: DisclosureRead, said: Mapping[str, Any], number: int
) -> HttpResponse:
    """What a file is; of a PDF or a picture one page after the other."""
    _enter(request, found, number)
    pk = found.disclosure.pk
    shown = {
        "reference": found.pack["reference"],
        "said": said,
        "turns_at": f"{file_at(pk, number)}&",
        "picture_at": lambda page: (
            f"{reverse('disclosures:file-page', args=[pk, number, page])}?read"
        ),
        "content_at": f"{reverse('disclosures:file-content', args=[pk, number])}?read",
        "back": reverse("disclosures:disclosure", args=[pk]),
        **turned(request, said.get("pages", 0)),
    }
    return render(request, "disclosures/file.html", shown)


@for_those_who_may(Deed.WORK)
@with_pack_file
def file_page(
    request: HttpRequest, found: DisclosureRead, said: Mapping[str, Any], number: int, *, page: int
) -> HttpResponse:
    """A page of a file as a picture."""
    if not 0 < page <= said.get("pages", 0):
        raise Http404
    _enter(request, found, number)
    content = queries.file_content(found.disclosure, found.key, number, said=said)
    return picture_of(content, said=said, page=page)


@for_those_who_may(Deed.WORK, afresh=True, back_to="disclosures:file")
@with_pack_file
def file_content(
    request: HttpRequest, found: DisclosureRead, said: Mapping[str, Any], number: int
) -> HttpResponse:
    """The file, to be kept; its name says nothing of whom it is about."""
    _enter(request, found, number)
    content = queries.file_content(found.disclosure, found.key, number, said=said)
    return taken_away(content, found.disclosure.pk, said=said)


def picture_of(content: bytes, *, said: Mapping[str, Any], page: int) -> HttpResponse:
    """A page of a file that went with a pack, for whoever may see it."""
    try:
        picture = drawn(content, name=said["name"], page=page)
    except Refused as refused:  # it took too long: the page says what there is without it
        raise Http404 from refused
    return HttpResponse(picture, content_type="image/png")


def taken_away(content: bytes, of: UUID, *, said: Mapping[str, Any]) -> HttpResponse:
    """The file, to be kept, under a name that says nothing of whom it is about."""
    return download(content, name=f"shared-{of.hex[:8]}-{said['name']}")


def _enter(request: HttpRequest, found: DisclosureRead, number: int) -> None:
    actions.file_opened(found, number, by=practitioner_of(request), at=timezone.now())
