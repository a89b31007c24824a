"""Addresses of people. What somebody looks for stands in none of them."""

from django.urls import path

from dimmer.apps.people import views

app_name = "people"
urlpatterns = [
    path("", views.find, name="find"),
    path("/new", views.new, name="new"),
    path("/<uuid:pk>", views.person, name="person"),
    path("/<uuid:pk>/whereabouts", views.whereabouts, name="whereabouts"),
    path("/<uuid:pk>/add/<str:part>", views.add, name="add"),
    path("/<uuid:pk>/strike/<uuid:entry>", views.strike, name="strike"),
    path("/<uuid:pk>/beside", views.beside, name="beside"),
    path("/concerns/<uuid:pk>/<uuid:part>", views.same, name="same"),
    path("/links/<uuid:pk>", views.undo, name="undo"),
]
