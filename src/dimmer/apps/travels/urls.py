"""Addresses of ways of travel: for whoever shared something, and for whoever holds a link."""

from django.urls import path

from dimmer.apps.travels.views import opening, sending

app_name = "travels"
urlpatterns = [
    path("travels/<uuid:pk>", sending.ways, name="ways"),
    path("travels/<uuid:pk>/link", sending.link, name="link"),
    path("travels/<uuid:pk>/block", sending.block, name="block"),
    path("travels/<uuid:pk>/with-password", sending.document, name="document"),
    path("travels/<uuid:pk>/told/<str:way>", sending.told, name="told"),
    path("link", opening.open_link, name="open"),
    path("link/<str:secret>", opening.key, name="key"),
]
