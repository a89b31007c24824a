"""Addresses of receipts, and of the ledger as others read it (C2SP tlog-tiles)."""

from django.urls import path

from dimmer.apps.receipts import views

app_name = "receipts"
urlpatterns = [
    path("receipts/<uuid:pk>", views.receipt, name="receipt"),
    path("receipts/<uuid:pk>/acknowledge", views.acknowledge, name="acknowledge"),
    path("receipts/<uuid:pk>/text", views.text, name="text"),
    path("receipts/<uuid:pk>/shared.tlog-proof", views.shared_proof, name="shared-proof"),
    path("receipts/<uuid:pk>/read.tlog-proof", views.read_proof, name="read-proof"),
    path("ledger/checkpoint", views.checkpoint, name="checkpoint"),
    path("ledger/tile/entries/<path:place>", views.entries, name="entries"),
    path("ledger/tile/<str:level>/<path:place>", views.tile, name="tile"),
]
