"""Addresses of what people said about sharing."""

from django.urls import path

from dimmer.apps.consents import views

app_name = "consents"
urlpatterns = [
    path("concerns/<uuid:pk>", views.concern, name="concern"),
    path("concerns/<uuid:pk>/<uuid:part>/what", views.what, name="what"),
    path("concerns/<uuid:pk>/<uuid:part>/say/<str:kind>", views.say, name="say"),
    path("concerns/<uuid:pk>/<uuid:part>/settle", views.settle, name="settle"),
    path("concerns/<uuid:pk>/<uuid:part>/card", views.card, name="card"),
    path("concerns/<uuid:pk>/<uuid:part>/slip", views.slip, name="slip"),
    path("concerns/<uuid:pk>/<uuid:part>/file", views.take_out, name="file"),
    path("concerns/<uuid:pk>/<uuid:part>/bring", views.bring, name="bring"),
]
