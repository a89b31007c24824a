"""Addresses of family and honour."""

from django.urls import path

from dimmer.apps.honour import views

app_name = "honour"
urlpatterns = [
    path("concerns/<uuid:pk>", views.concern, name="concern"),
    path("concerns/<uuid:pk>/interpreter", views.interpreter, name="interpreter"),
    path("concerns/<uuid:pk>/telling", views.telling, name="telling"),
    path("concerns/<uuid:pk>/lifting", views.lifting, name="lifting"),
    path("<uuid:pk>", views.answer, name="answer"),
]
