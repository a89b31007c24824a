"""Addresses of ways of travel: for whoever shared something, and for whoever holds a link."""

from django.urls import path

from dimmer.apps.travels.views import files, opening, sending

app_name = "travels"
urlpatterns = [
    path("travels/<uuid:pk>", sending.ways, name="ways"),
    path("travels/<uuid:pk>/link", sending.link, name="link"),
    path("travels/<uuid:pk>/block", sending.block, name="block"),
    path("travels/<uuid:pk>/with-password", sending.document, name="document"),
    path("travels/<uuid:pk>/told/<str:way>", sending.told, name="told"),
    path("link", opening.open_link, name="open"),
    path("link/files/<int:number>", files.file, name="file"),
    path("link/files/<int:number>/content", files.file_content_taken, name="file-content"),
    path("link/files/<int:number>/pages/<int:page>", files.file_page, name="file-page"),
    path("link/<str:secret>", opening.key, name="key"),
]
