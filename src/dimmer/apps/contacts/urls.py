"""Addresses of safe contact. No number stands in any."""

from django.urls import path

from dimmer.apps.contacts import views

app_name = "contacts"
urlpatterns = [
    path("people/<uuid:pk>", views.ways, name="ways"),
    path("people/<uuid:pk>/add", views.add, name="add"),
    path("people/<uuid:pk>/changed", views.changed, name="changed"),
    path("people/<uuid:pk>/address/<uuid:entry>", views.address, name="address"),
    path("concerns/<uuid:pk>/<uuid:part>/address", views.part_address, name="part-address"),
    path("concerns/<uuid:pk>/<uuid:part>/changed", views.part_changed, name="part-changed"),
    path("ways/<uuid:pk>", views.way, name="way"),
    path("ways/<uuid:pk>/say", views.say, name="say"),
    path("notices/<uuid:pk>", views.notice, name="notice"),
    path("received/<uuid:pk>/<slug:name>", views.recognise, name="recognise"),
]
