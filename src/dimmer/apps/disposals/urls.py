"""Addresses of what is kept, and of what was disposed of."""

from django.urls import path

from dimmer.apps.disposals import views

app_name = "disposals"
urlpatterns = [
    path("", views.every, name="all"),
    path("of/<uuid:pk>", views.thing, name="thing"),
    path("of/<uuid:pk>/keep", views.keep, name="keep"),
    path("of/<uuid:pk>/keep/<uuid:keeping>/end", views.no_longer, name="no-longer"),
    path("of/<uuid:pk>/ask", views.ask, name="ask"),
    path("<uuid:pk>", views.disposal, name="disposal"),
]
