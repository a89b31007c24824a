"""Addresses of passing on. Nothing of what is passed on stands in any."""

from django.urls import path

from dimmer.apps.onward import views

app_name = "onward"
urlpatterns = [
    path("ask/<uuid:pk>", views.ask, name="ask"),
    path("<uuid:pk>", views.onward, name="onward"),
]
