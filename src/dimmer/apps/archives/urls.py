"""Addresses of archives that give account."""

from django.urls import path

from dimmer.apps.archives import views
from dimmer.apps.archives.views import periods

app_name = "archives"
urlpatterns = [
    path("periods", periods.every, name="periods"),
    path("periods/ask", periods.ask, name="ask"),
    path("periods/<uuid:pk>", periods.period, name="period"),
    path("<uuid:pk>", views.concern, name="concern"),
    path("<uuid:pk>/hand", views.hand, name="hand"),
]
