"""Addresses of files of pieces, below those of their concern."""

from django.urls import path

from dimmer.apps.attachments import views

app_name = "attachments"
urlpatterns = [
    path("<uuid:pk>/items/<uuid:part>/files", views.piece, name="piece"),
    path("<uuid:pk>/files/<uuid:part>", views.file, name="file"),
    path("<uuid:pk>/files/<uuid:part>/original", views.original, name="original"),
    path("<uuid:pk>/files/<uuid:part>/pages/<int:number>", views.page, name="page"),
    path("<uuid:pk>/files/<uuid:part>/remove", views.remove, name="remove"),
    path("<uuid:pk>/copies/<uuid:part>", views.copy, name="copy"),
    path("<uuid:pk>/copies/<uuid:part>/pages/<int:number>", views.copied_page, name="copied-page"),
]
