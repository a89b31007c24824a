"""Pages of files: attach one to a piece, see what it hides, choose what is cut, look at the copy and take it."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.attachments import actions, forms, queries
from dimmer.apps.attachments.queries import CopyRead, FileRead
from dimmer.apps.concerns.actions import NotNow, new_token
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.views import bound, enter_opening, home_of, with_concern
from dimmer.files import MOST_BYTES, Refused, drawn
from dimmer.web.uploads import takes_file

_OPEN = ("draft", "open")
_PAGED = ("pdf", "png", "jpeg")
"""Kinds that are looked at page by page, and of which parts can be made black."""
_READ = 100_000
"""Characters of a copy that stand on one page."""
_MANY = f"A piece has up to {actions.MOST_FILES} files. Take one out, or add another piece"
_GONE = "The concern or the file has changed since you looked. Look again"


def with_file(view: Any) -> Any:
    """Open a concern's file for whoever works on it; to anybody else the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, found: ConcernRead, part: UUID, **kwargs: Any) -> HttpResponse:
        if (of := queries.file_in(found, part)) is None:
            raise Http404
        response: HttpResponse = view(request, found, of, **kwargs)
        return response

    return opened


def with_copy(view: Any) -> Any:
    """Open a flat copy in the same way."""

    @wraps(view)
    def opened(request: HttpRequest, found: ConcernRead, part: UUID, **kwargs: Any) -> HttpResponse:
        if (of := queries.copy_in(found, part)) is None:
            raise Http404
        response: HttpResponse = view(request, found, of, **kwargs)
        return response

    return opened


@for_those_who_may(Deed.RAISE)
@with_concern
@takes_file(most=MOST_BYTES)
def piece(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """The files of a piece, and one more."""
    item = next((each for each in found.items if each.id == part), None)
    if item is None:
        raise Http404
    asking, is_open = practitioner_of(request), found.concern.step in _OPEN
    sent = request.method == "POST" and is_open
    form = forms.Attach(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={"token": new_token()},
    )
    if sent and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            made = actions.attach(
                found,
                token=bound(form.cleaned_data["token"], to=part),
                item=part,
                name=given.name,
                content=given.read(),
                by=asking,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        except actions.TooMany:
            form.add_error("file", _MANY)
        except NotNow:
            form.add_error(None, _GONE)
        else:
            return redirect("attachments:file", found.concern.pk, made)
    enter_opening(request, found)
    shown = {
        "found": found,
        "item": item,
        "files": queries.files_of(found, item=part),
        "form": form,
        "is_open": is_open,
        "is_ours": found.concern.team_id == asking.team_id,
        "now": queries.names_in(found),
        "back": home_of(found),
    }
    return render(request, "attachments/piece.html", shown)


@for_those_who_may(Deed.RAISE)
@with_concern
@with_file
def file(request: HttpRequest, found: ConcernRead, of: FileRead) -> HttpResponse:
    """What a file shows and hides, and what of it is cut out of its copy."""
    asking, is_open = practitioner_of(request), found.concern.step in _OPEN
    looked = queries.looked_in(found, of)
    is_old = not queries.names_in(found) <= of.names
    is_paged, is_picture = of.about["kind"] in _PAGED, of.about["kind"] in ("png", "jpeg")
    sent = request.method == "POST" and is_open
    form = forms.Cut(
        request.POST if sent and not is_old else None,
        findings=queries.findings(looked.text, looked.found),
        pages=looked.pages if is_paged else 0,
        has_words=not is_picture,
        initial={"token": new_token()},
    )
    try:
        if sent and is_old:
            content = queries.content_of(found, of)
            actions.look_again(found, file=of, content=content, by=asking, at=timezone.now())
            return redirect("attachments:file", found.concern.pk, of.id)
        if sent and form.is_valid():
            made = actions.copy(
                found,
                token=bound(form.cleaned_data["token"], to=of.id),
                file=of,
                content=queries.content_of(found, of),
                cut=form.cut(),
                boxes=form.boxes_given(),
                by=asking,
                at=timezone.now(),
            )
            return redirect("attachments:copy", found.concern.pk, made)
    except Refused as refused:
        form.add_error(None, str(refused))
    except NotNow:
        return redirect("attachments:piece", found.concern.pk, of.item)
    enter_opening(request, found)
    shown = {
        "found": found,
        "file": of,
        "looked": looked,
        "text": looked.text[:_READ],
        "hidden": [
            (
                each,
                forms.HIDES.get(each.kind, each.kind),
                forms.kinds(queries.findings(each.words, each.found)),
            )
            for each in looked.hidden
        ],
        "form": form,
        "is_old": is_old,
        "is_open": is_open,
        "is_paged": is_paged,
        "back": reverse("attachments:piece", args=[found.concern.pk, of.item]),
        **turned(request, looked.pages if is_paged else 0),
    }
    return render(request, "attachments/file.html", shown)


def turned(request: HttpRequest, pages: int) -> dict[str, int]:
    """Which page is shown, and how many there are."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1  # noqa: PLR2004  (pages of a file)
    return {"number": min(max(number, 1), max(pages, 1)), "pages": pages}


@for_those_who_may(Deed.RAISE, afresh=True, back_to="attachments:file")
@with_concern
@with_file
def original(request: HttpRequest, found: ConcernRead, of: FileRead) -> HttpResponse:
    """The file as it came, for its own team, to be kept and never opened by the browser; its name says nothing."""
    asking = practitioner_of(request)
    if found.concern.team_id != asking.team_id:
        raise Http404
    actions.opened(found, what=of, by=asking, at=timezone.now())
    content = queries.content_of(found, of)
    return download(content, name=f"original-{of.id.hex[:8]}.{of.about['kind']}")


def download(content: bytes, *, name: str) -> HttpResponse:
    """Bytes that a browser keeps, and neither shows nor guesses at."""
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@for_those_who_may(Deed.RAISE)
@with_concern
@with_file
def page(request: HttpRequest, found: ConcernRead, of: FileRead, number: int) -> HttpResponse:
    """A page of the file as a picture, with lines by which to say what is made black."""
    content, name = partial(queries.content_of, found, of), of.about["name"]
    return _picture(request, found, of, content, name=name, number=number, has_lines=True)


@for_those_who_may(Deed.RAISE)
@with_concern
@with_copy
def copied_page(
    request: HttpRequest, found: ConcernRead, of: CopyRead, number: int
) -> HttpResponse:
    """A page of a flat copy as a picture."""
    content, name = partial(queries.copied_content, found, of), f"copy.{of.about['kind']}"
    return _picture(request, found, of, content, name=name, number=number)


def _picture(
    request: HttpRequest,
    found: ConcernRead,
    of: FileRead | CopyRead,
    content: Callable[[], bytes],
    *,
    name: str,
    number: int,
    has_lines: bool = False,
) -> HttpResponse:
    if of.about["kind"] not in _PAGED or not 0 < number <= of.about["pages"]:
        raise Http404
    actions.opened(found, what=of, by=practitioner_of(request), at=timezone.now())
    try:
        picture = drawn(content(), name=name, page=number, has_lines=has_lines)
    except Refused as refused:  # it took too long: the page says what there is without it
        raise Http404 from refused
    return HttpResponse(picture, content_type="image/png")


@for_those_who_may(Deed.RAISE)
@with_concern
@with_copy
def copy(request: HttpRequest, found: ConcernRead, of: CopyRead) -> HttpResponse:
    """Look at a flat copy, all of it, and say that it may go."""
    is_paged = of.about["kind"] in _PAGED
    is_old = not queries.names_in(found) <= of.names
    leaf = turned(request, of.about["pages"] if is_paged else 0)
    text = "" if is_paged else queries.text_of(found, of)
    parts = max(1, -(-len(text) // _READ))
    if not is_paged:
        leaf = turned(request, parts)
    is_last = leaf["number"] >= leaf["pages"]
    is_asked = not of.taken_at and not is_old and is_last and found.concern.step in _OPEN
    sent = request.method == "POST" and is_asked
    form = forms.Take(request.POST if sent else None, pages=leaf["pages"]) if is_asked else None
    if sent and form is not None and form.is_valid():
        with suppress(NotNow):  # made anew meanwhile, or somebody is new in it: its file says so
            actions.take(found, copy=of, by=practitioner_of(request), at=timezone.now())
        return redirect("attachments:piece", found.concern.pk, of.item)
    enter_opening(request, found)
    begins = (leaf["number"] - 1) * _READ
    shown = {
        "found": found,
        "copy": of,
        "text": text[begins : begins + _READ],
        "still": [each["words"] for each in of.still],
        "form": form,
        "is_old": is_old,
        "is_paged": is_paged,
        "back": reverse("attachments:file", args=[found.concern.pk, of.file]),
        **leaf,
    }
    return render(request, "attachments/copy.html", shown)


@for_those_who_may(Deed.RAISE)
@with_concern
@with_file
def remove(request: HttpRequest, found: ConcernRead, of: FileRead) -> HttpResponse:
    """Ask, then take a file and its copies out."""
    if found.concern.step not in _OPEN:
        raise Http404
    back = reverse("attachments:piece", args=[found.concern.pk, of.item])
    if request.method == "POST":
        actions.remove(found, file=of, by=practitioner_of(request), at=timezone.now())
        return redirect(back)
    enter_opening(request, found)
    return render(request, "attachments/remove.html", {"found": found, "file": of, "back": back})
