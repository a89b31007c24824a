"""Addresses of one's own account that the library for signing in does not have."""

from django.urls import path

from dimmer.apps.agencies import views

app_name = "agencies"
urlpatterns = [
    path("signed-in", views.signed_in, name="signed-in"),
    path("still", views.still, name="still"),
]
