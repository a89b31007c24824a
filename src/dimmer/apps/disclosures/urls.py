"""Addresses of sharing: what a recipient will see, what was shared, the emergency, forms on paper."""

from django.urls import path

from dimmer.apps.disclosures.views import asking, emergency, files, looking, planning, sharing

app_name = "disclosures"
urlpatterns = [
    path("disclosures/preview/<uuid:pk>", sharing.preview, name="preview"),
    path("disclosures/preview/<uuid:pk>/look", looking.look_before, name="look-before"),
    path("disclosures/<uuid:pk>/look", looking.look_after, name="look-after"),
    path("concerns/<uuid:pk>/look", looking.look, name="look"),
    path("concerns/<uuid:pk>/accounts/<uuid:part>", looking.accounts, name="accounts"),
    path("disclosures/<uuid:pk>", sharing.disclosure, name="disclosure"),
    path("disclosures/<uuid:pk>/document", sharing.document, name="document"),
    path("disclosures/<uuid:pk>/files/<int:number>", files.file, name="file"),
    path(
        "disclosures/<uuid:pk>/files/<int:number>/content", files.file_content, name="file-content"
    ),
    path(
        "disclosures/<uuid:pk>/files/<int:number>/pages/<int:page>",
        files.file_page,
        name="file-page",
    ),
    path("disclosures/<uuid:pk>/ask", asking.ask, name="ask"),
    path("disclosures/asked/<uuid:pk>", asking.asking, name="asking"),
    path("disclosures/asked/<uuid:pk>/more", asking.add, name="add"),
    path("disclosures/asked/<uuid:pk>/take-back", asking.take_back, name="take-back"),
    path("disclosures/<uuid:pk>/flags", sharing.flags, name="flags"),
    path("disclosures/tasks/<uuid:pk>", planning.task, name="task"),
    path("disclosures/<uuid:pk>/shared", sharing.shared, name="shared"),
    path("emergency", emergency.who, name="emergency"),
    path("emergency/later", emergency.later, name="emergency-later"),
    path("emergency/to", emergency.to, name="emergency-to"),
    path("emergency/check", emergency.check, name="emergency-check"),
    path("emergency/again", emergency.again, name="emergency-again"),
    path("emergency/sent/<uuid:pk>", emergency.sent, name="emergency-sent"),
    path("emergency/record/<uuid:pk>", emergency.record, name="emergency-record"),
    path("forms/<slug:name>", sharing.paper, name="paper"),
]
