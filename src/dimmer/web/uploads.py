"""A page that takes a file: one, in memory, of up to a size; and only once it is known that whoever sends it may.

Django reads a form before any view does, to compare its key. Here a file would be read for everybody who can reach the
server. So the page is let through without, and the key is compared once it is known who asks, and for what.
"""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect


def takes_file(*, most: int) -> Callable[[Any], Any]:
    """Let a page take one file. Say it last, below what guards the page.

    Args:
        most: bytes; of a larger file only the first of them and its size are kept.
    """

    def decorate(view: Any) -> Any:
        guarded = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.upload_handlers = [_OneFile(request, most=most)]
            response: HttpResponse = guarded(request, *args, **kwargs)
            return response

        return taking

    return decorate


class _OneFile(FileUploadHandler):
    """Keeps the first file of a form in memory, and reads over any other."""

    def __init__(self, request: HttpRequest, *, most: int) -> None:
        super().__init__(request)
        self._most = most
        self._kept: io.BytesIO | None = None
        self._is_first = True

    def new_file(self, *args: Any, **options: Any) -> None:
        """Take the first; whatever its kind is said to be, nobody relies on it."""
        super().new_file(*args, **options)
        if not self._is_first:
            raise SkipFile
        self._is_first, self._kept = False, io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep it as far as it may be large."""
        if self._kept is not None and start < self._most:
            self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The file, with the size that it had."""
        kept, self._kept = self._kept, None
        if kept is None:
            return None
        kept.seek(0)
        return InMemoryUploadedFile(
            kept, self.field_name, self.file_name or "", self.content_type, file_size, self.charset
        )
