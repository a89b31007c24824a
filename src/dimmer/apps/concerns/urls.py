"""Addresses of concerns."""

from django.urls import path

from dimmer.apps.concerns import views
from dimmer.apps.concerns.views import told

app_name = "concerns"
urlpatterns = [
    path("new", views.begin, name="begin"),
    path("<uuid:pk>/tasks", views.tasks, name="tasks"),
    path("<uuid:pk>/summary", views.summary, name="summary"),
    path("<uuid:pk>/people/add", views.person, name="add-person"),
    path("<uuid:pk>/people/<uuid:part>", views.person, name="person"),
    path("<uuid:pk>/items/add", views.item, name="add-item"),
    path("<uuid:pk>/own-words/add", views.item, {"is_own": True}, name="add-own-words"),
    path("<uuid:pk>/people/<uuid:part>/asked", told.asked, name="asked"),
    path("<uuid:pk>/items/<uuid:part>", views.item, name="item"),
    path("<uuid:pk>/remove/<uuid:part>", views.remove, name="remove"),
    path("<uuid:pk>/whereabouts/<uuid:part>", views.settle, name="settle"),
    path("<uuid:pk>/check", views.check, name="check"),
    path("<uuid:pk>/answer", views.answer, name="answer"),
    path("<uuid:pk>/reported", views.reported, name="reported"),
]
