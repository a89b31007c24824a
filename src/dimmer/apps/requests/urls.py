"""Addresses of requests."""

from django.urls import path

from dimmer.apps.requests import views
from dimmer.apps.requests.views import asking, through

app_name = "requests"
urlpatterns = [
    path("", views.everything, name="all"),
    path("/new", views.record, name="record"),
    path("/<uuid:pk>", views.request, name="request"),
    path("/<uuid:pk>/change", views.change, name="change"),
    path("/<uuid:pk>/since", through.since, name="since"),
    path("/<uuid:pk>/more", views.more, name="more"),
    path("/<uuid:pk>/take", views.take, name="take"),
    path("/<uuid:pk>/answer", views.answer, name="answer"),
    path("/<uuid:pk>/nothing", views.nothing, name="nothing"),
    path("/<uuid:pk>/form", asking.form, name="form"),
    path("/<uuid:pk>/form/document", asking.document, name="form-document"),
    path("/<uuid:pk>/reply", views.reply, name="reply"),
]
