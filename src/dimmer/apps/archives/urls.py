"""Addresses of archives that give account."""

from django.urls import path

from dimmer.apps.archives import views

app_name = "archives"
urlpatterns = [
    path("<uuid:pk>", views.concern, name="concern"),
    path("<uuid:pk>/hand", views.hand, name="hand"),
]
