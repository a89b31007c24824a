"""Addresses of reviews."""

from django.urls import path

from dimmer.apps.reviews import views

app_name = "reviews"
urlpatterns = [path("<uuid:pk>", views.review, name="review")]
