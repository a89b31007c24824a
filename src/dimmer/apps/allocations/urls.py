"""Addresses of who works on what, and of one's own team."""

from django.urls import path

from dimmer.apps.allocations import views

app_name = "allocations"
urlpatterns = [
    path("", views.team, name="team"),
    path("confirm", views.confirm, name="confirm"),
    path("add", views.add, name="add"),
    path("renew/<uuid:who>", views.renew, name="renew"),
    path("new/<uuid:who>", views.vouch, name="vouch"),
    path("join/<uidb64>/<token>", views.join, name="join"),
    path("left/<uuid:who>", views.left, name="left"),
    path("glass", views.break_glass, name="break-glass"),
    path("glass/opened", views.behind_glass, name="behind-glass"),
    path("glass/opened/<uuid:pk>", views.through_glass, name="through-glass"),
    path("glass/<uuid:pk>", views.glass, name="glass"),
    path("concerns/<uuid:pk>", views.concern, name="concern"),
    path("concerns/<uuid:pk>/release/<uuid:who>", views.release_concern, name="release-concern"),
    path("concerns/<uuid:pk>/aside", views.aside_concern, name="aside-concern"),
    path("received/<uuid:pk>", views.received, name="received"),
    path("received/<uuid:pk>/release/<uuid:who>", views.release_received, name="release-received"),
    path("received/<uuid:pk>/aside", views.aside_received, name="aside-received"),
]
