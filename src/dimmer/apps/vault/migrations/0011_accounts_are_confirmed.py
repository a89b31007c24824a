"""Whoever nobody else has confirmed yet sees nothing, but what they wrote themselves since: an emergency.

Nor do they count as somebody to whom a thing is left.
"""

from importlib import import_module

from django.db import migrations

_CIRCLES = import_module("dimmer.apps.vault.migrations.0005_circles")
_KEPT = import_module("dimmer.apps.vault.migrations.0010_kept_off")

_MINE = f"""(
    not {_KEPT._OFF.replace("{who}", "p.id")} and exists (
        select from vault_named n
        where {_KEPT._NAMED} and n.practitioner = p.id and n.since >= p.waits_since
    )
)"""
_WORKER = "q.left_at is null and q.role"
_MAY = f"""(
    p.waits_since is not null and {_MINE}
    or p.waits_since is null and {_KEPT._MAY.replace(_WORKER, f"q.waits_since is null and {_WORKER}")}
)"""
"""As before, of those whose account counts."""


def _of_those_confirmed(function: str, *abouts: str) -> str:
    """The function as it was made, with the condition of today."""
    for about in abouts:
        before = _CIRCLES._MAY.format(about=about)
        assert before in function
        function = function.replace(before, _MAY.format(about=about))
    return _KEPT._again(function)


class Migration(migrations.Migration):
    dependencies = [("vault", "0010_kept_off"), ("agencies", "0005_accounts_are_confirmed")]

    operations = [
        migrations.RunSQL(
            _of_those_confirmed(_CIRCLES._SHOW, "an_about"),
            _KEPT._with_interests(_CIRCLES._SHOW, "an_about"),
        ),
        migrations.RunSQL(
            _of_those_confirmed(_CIRCLES._REGROUP, "s.about", "thing"),
            _KEPT._with_interests(_CIRCLES._REGROUP, "s.about", "thing"),
        ),
    ]
