"""What Django itself has to say of the rooms: nothing."""

from io import StringIO

from django.core.management import call_command


def test_the_system_checks_find_nothing(database: str) -> None:
    assert database
    call_command("check", fail_level="DEBUG")


def test_every_model_is_as_the_migrations_leave_it(database: str) -> None:
    assert database
    said = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)

    assert said.getvalue().strip() == "No changes detected"
