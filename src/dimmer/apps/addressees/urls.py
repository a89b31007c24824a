"""Addresses of those who have no account."""

from django.urls import path

from dimmer.apps.addressees import views

app_name = "addressees"
urlpatterns = [path("new/<uuid:pk>", views.add, name="add")]
