import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from allauth.socialaccount.models import SocialAccount
from click.testing import CliRunner
from django.db import connection

import identity_provider
from dimmer.cli.service.serve import serve
from dimmer.database import url


def dimmer(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dimmer.cli", *words]
    whole = {**os.environ, **environment}
    return subprocess.run(command, env=whole, check=False, capture_output=True, text=True)


def test_a_port_that_is_taken_is_said_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = CliRunner().invoke(serve, ["--port", str(port)])

    assert done.exit_code == 2
    assert f"Port {port} is taken" in done.output
    assert "--port" in done.output


def test_an_address_of_another_machine_is_refused_in_words() -> None:
    done = CliRunner().invoke(serve, ["--host", "192.0.2.1", "--port", "8999"])

    assert done.exit_code == 2
    assert "Nobody can listen on 192.0.2.1" in done.output


def test_check_says_what_is_well_and_what_to_do(area: Any) -> None:
    well = dimmer("check", DIMMER_HOSTS="localhost").stdout
    served_plain = dimmer("check", DIMMER_HOSTS="dimmer.example")
    no_number = dimmer("check", DIMMER_REPORT_HOURS="soon")

    assert "✓ The database is at this version." in well
    assert "✓ The service does not pass over row-level security." in well
    assert "✓ Documents have their fonts." in well
    assert served_plain.returncode == 1
    assert "✗ Dimmer is served under other names without HTTPS" in served_plain.stdout
    assert no_number.returncode == 1
    assert "✗ DIMMER_REPORT_HOURS is 'soon'" in no_number.stdout


def test_check_refuses_a_key_that_lies_beside_the_data(area: Any) -> None:
    key = Path(os.environ["DIMMER_HOME"], "own.key")
    key.write_text("00" * 32)

    done = dimmer("check", DIMMER_KEY_FILE=str(key))

    assert done.returncode == 1
    assert "keep the key outside DIMMER_HOME" in done.stdout


def test_work_does_what_is_due_once(area: Any) -> None:
    done = dimmer("work", "--once")

    assert done.returncode == 0, done.stderr
    assert "went up to a lead" in done.stdout


def test_a_practitioner_is_bound_to_who_they_are_at_their_agency(area: Any, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret", encoding="utf-8")
    police = identity_provider.police(
        "https://id.police.example", client="dimmer", secret=tmp_path / "secret"
    )

    def bind(*words: str) -> subprocess.CompletedProcess[str]:
        return dimmer("bind", *words, **here, **police)

    here = {"DIMMER_DATABASE_SERVICE_URL": url.service(database=connection.settings_dict["NAME"])}
    done = [bind("pat@example.org", "police", subject) for subject in ("one", "two", "two")]
    taken = bind("olu@example.org", "police", "two")
    elsewhere = bind("carys@example.org", "police", "three")
    nobody = bind("nobody@example.org", "police", "four")
    checked = dimmer("check", **police)
    wrong = dimmer("check", **{**police, "DIMMER_OIDC_POLICE_CLIENT": ""})

    assert [each.returncode for each in done] == [0, 0, 0], done[0].stderr
    assert SocialAccount.objects.get().uid == "two"
    assert [each.returncode for each in (taken, elsewhere, nobody)] == [2, 2, 2]
    assert "Somebody else is bound" in taken.stderr
    assert "no provider of Exampleshire Children" in elsewhere.stderr
    assert "✓ Exampleshire Police signs in through https://id.police.example" in checked.stdout
    assert "✗ DIMMER_OIDC_POLICE_CLIENT is not set." in wrong.stdout


def test_check_knows_systemds_credential_and_says_who_else_may_read_it(
    area: Any, tmp_path: Path
) -> None:
    key = tmp_path / "dimmer-key"
    key.write_text(Path(os.environ["DIMMER_HOME"], "demo.key").read_text())

    said = {}
    for mode in (0o400, 0o440, 0o444):
        key.chmod(mode)
        said[mode] = dimmer("check", CREDENTIALS_DIRECTORY=str(tmp_path)).stdout
    key.unlink()
    missing = dimmer("check", CREDENTIALS_DIRECTORY=str(tmp_path))

    for mode in (0o400, 0o440):  # systemd's list of who may read shows as the group's
        assert f"✓ The key is read from {key}, systemd's credential." in said[mode]
    assert f"✗ The key is read from {key}, systemd's credential. Others may read it" in said[0o444]
    assert "chmod" not in said[0o444]
    assert missing.returncode == 1
    assert "✗ There is no key" in missing.stdout
    assert "LoadCredential" in missing.stdout
    assert "Traceback" not in missing.stderr
