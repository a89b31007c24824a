"""Addresses of deciding."""

from django.urls import path

from dimmer.apps.decisions.views import choosing, deciding, guidance, on_one_page, refusing, turning

app_name = "decisions"
urlpatterns = [
    path("new/<uuid:pk>", choosing.propose, name="propose"),
    path("on-one-page", on_one_page.on_one_page, name="on-one-page"),
    path("<uuid:pk>", deciding.ask, name="round"),
    path("<uuid:pk>/advice", guidance.advice, name="advice"),
    path("<uuid:pk>/reached", guidance.reached, name="reached"),
    path("<uuid:pk>/flowchart", guidance.flowchart, name="flowchart"),
    path("<uuid:pk>/telling", guidance.telling, name="telling"),
    path("<uuid:pk>/grounds/<uuid:part>", refusing.grounds, name="grounds"),
    path("<uuid:pk>/talk/<uuid:part>", refusing.talk, name="talk"),
    path("<uuid:pk>/decide", deciding.decide, name="decide"),
    path("check/<uuid:pk>", deciding.check, name="check"),
    path("follow-up/<uuid:pk>", refusing.follow_up, name="follow-up"),
    path("stop/<uuid:pk>", deciding.stop, name="stop"),
    path("again/<uuid:pk>", deciding.again, name="again"),
    path("brighter/<uuid:pk>", turning.brighter, name="brighter"),
]
