"""Addresses of deciding."""

from django.urls import path

from dimmer.apps.decisions import views

app_name = "decisions"
urlpatterns = [
    path("new/<uuid:pk>", views.propose, name="propose"),
    path("<uuid:pk>", views.ask, name="round"),
    path("<uuid:pk>/advice", views.advice, name="advice"),
    path("<uuid:pk>/decide", views.decide, name="decide"),
    path("check/<uuid:pk>", views.check, name="check"),
    path("follow-up/<uuid:pk>", views.follow_up, name="follow-up"),
    path("stop/<uuid:pk>", views.stop, name="stop"),
    path("again/<uuid:pk>", views.again, name="again"),
]
