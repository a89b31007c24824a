"""Addresses of notices. Nothing that anybody said stands in any."""

from django.urls import path

from dimmer.apps.notices.views import amending, planning, recalling, told

app_name = "notices"
urlpatterns = [
    path("concerns/<uuid:pk>/<uuid:part>", told.withdraw, name="withdraw"),
    path("correct/<uuid:pk>/<uuid:part>", amending.correct, name="correct"),
    path("dispute/<uuid:pk>/<uuid:part>", amending.dispute, name="dispute"),
    path("causes/<uuid:pk>", told.cause, name="cause"),
    path("causes/<uuid:pk>/undo", told.undo, name="undo"),
    path("plan/<uuid:pk>", planning.plan, name="plan"),
    path("given/<uuid:pk>", told.give_on, name="give-on"),
    path("darker/<uuid:pk>", told.darker, name="darker"),
    path("recall/<uuid:pk>", recalling.recall, name="recall"),
    path("breaches/<uuid:pk>", recalling.breach, name="breach"),
    path("received/<uuid:pk>", told.received, name="received"),
    path("<uuid:pk>", told.notice, name="notice"),
]
