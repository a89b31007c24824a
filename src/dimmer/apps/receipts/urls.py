"""Addresses of receipts."""

from django.urls import path

from dimmer.apps.receipts import views

app_name = "receipts"
urlpatterns = [
    path("<uuid:pk>", views.receipt, name="receipt"),
    path("<uuid:pk>/acknowledge", views.acknowledge, name="acknowledge"),
    path("<uuid:pk>/text", views.text, name="text"),
]
