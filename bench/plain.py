"""Pages that do nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def bare(_request: HttpRequest) -> HttpResponse:
    """Two words."""
    return HttpResponse("in good health\n", content_type="text/plain")


urlpatterns = [path("bare", bare)]
