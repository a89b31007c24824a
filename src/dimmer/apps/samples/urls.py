"""Addresses of samples, of what was found, and of figures."""

from django.urls import path

from dimmer.apps.samples import views

app_name = "samples"
urlpatterns = [
    path("", views.every, name="all"),
    path("/announce", views.announce, name="announce"),
    path("/findings", views.findings, name="findings"),
    path("/findings/<uuid:pk>", views.finding, name="finding"),
    path("/drawn/<uuid:pk>", views.drawn, name="drawn"),
    path("/<uuid:pk>", views.draw, name="draw"),
    path("/<uuid:pk>/list", views.listed, name="list"),
    path("/<uuid:pk>/receipt", views.receipt, name="receipt"),
    path("/<uuid:pk>/practice", views.practice, name="practice"),
]
