"""Addresses of telling people what was shared about them."""

from django.urls import path

from dimmer.apps.tellings import views

app_name = "tellings"
urlpatterns = [
    path("<uuid:pk>", views.disclosure, name="disclosure"),
    path("<uuid:pk>/<uuid:part>", views.person, name="person"),
    path("<uuid:pk>/<uuid:part>/paper", views.slip, name="slip"),
]
