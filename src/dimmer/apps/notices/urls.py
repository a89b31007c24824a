"""Addresses of notices. Nothing that anybody said stands in any."""

from django.urls import path

from dimmer.apps.notices import views

app_name = "notices"
urlpatterns = [
    path("concerns/<uuid:pk>/<uuid:part>", views.withdraw, name="withdraw"),
    path("causes/<uuid:pk>", views.cause, name="cause"),
    path("causes/<uuid:pk>/undo", views.undo, name="undo"),
    path("plan/<uuid:pk>", views.plan, name="plan"),
    path("given/<uuid:pk>", views.give_on, name="give-on"),
    path("darker/<uuid:pk>", views.darker, name="darker"),
    path("received/<uuid:pk>", views.received, name="received"),
    path("<uuid:pk>", views.notice, name="notice"),
]
