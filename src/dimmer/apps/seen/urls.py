"""Addresses of who has looked. Whom somebody asks about stands in none of them."""

from django.urls import path

from dimmer.apps.seen import views

app_name = "seen"
urlpatterns = [
    path("", views.every, name="questions"),
    path("/ask", views.ask, name="ask"),
    path("/<uuid:pk>", views.question, name="question"),
    path("/<uuid:pk>/table", views.table, name="table"),
    path("/<uuid:pk>/lists", views.lists, name="lists"),
    path("/<uuid:pk>/sheet", views.sheet, name="sheet"),
]
