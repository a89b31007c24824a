"""Addresses of the desk, its lists, the whole concern, and what is open to everybody."""

from django.urls import path

from dimmer.apps.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("concerns", views.concerns, name="concerns"),
    path("concerns/<uuid:pk>", views.concern, name="concern"),
    path("concerns/<uuid:pk>/light", views.light, name="light"),
    path("record/<uuid:pk>", views.record, name="record"),
    path("record/<uuid:pk>/document", views.record_document, name="record-document"),
    path("inbox", views.inbox, name="inbox"),
    path("sent", views.sent, name="sent"),
    path("search", views.search, name="search"),
    path("help", views.guide, name="help"),
    path("out-of-hours", views.out_of_hours, name="out-of-hours"),
    path("health", views.health, name="health"),
]
