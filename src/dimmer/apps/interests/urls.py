"""Addresses of interests. Whom one is about stands in none of them."""

from django.urls import path

from dimmer.apps.interests import views

app_name = "interests"
urlpatterns = [
    path("", views.declare, name="declare"),
    path("/declared", views.declared, name="declared"),
    path("/handed-on", views.handed_on, name="handed-on"),
    path("/register", views.register, name="register"),
    path("/register/senior", views.senior, name="senior"),
    path("/register/<uuid:pk>", views.interest, name="interest"),
    path("/matches/<uuid:pk>", views.match, name="match"),
]
