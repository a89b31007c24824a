"""Addresses of advice without a name."""

from django.urls import path

from dimmer.apps.consultations import views

app_name = "consultations"
urlpatterns = [
    path("", views.everything, name="all"),
    path("/new", views.ask, name="ask"),
    path("/concerns/<uuid:pk>", views.ask_about, name="ask-about"),
    path("/<uuid:pk>", views.consultation, name="consultation"),
    path("/<uuid:pk>/answer", views.answer, name="answer"),
    path("/<uuid:pk>/take", views.take, name="take"),
    path("/<uuid:pk>/suggest", views.suggest, name="suggest"),
    path("/<uuid:pk>/publish", views.publish, name="publish"),
    path("/precedents/<uuid:pk>", views.precedent, name="precedent"),
]
