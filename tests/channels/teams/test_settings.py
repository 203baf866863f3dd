"""What can be set for Teams: whole, or refused with a sentence that names the variable."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from bot.channels.teams.settings import LOGIN_URL, OPENID_URL, TeamsSettings
from bot.settings import SettingError
from tests.channels.teams.login_double import make_certificate, make_key, pem

APP, TENANT = "11111111-2222-4333-8444-555555555555", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
GOOD = {"TEAMS_APP_ID": APP, "TEAMS_TENANT_ID": TENANT, "TEAMS_APP_SECRET": "hush hush"}
NAMES = [
    *GOOD,
    "TEAMS_APP_CERTIFICATE",
    "TEAMS_ALLOWED_TENANTS",
    "TEAMS_SERVICE_HOSTS",
    "TEAMS_AUTH",
    "TEAMS_OPENID_URL",
    "TEAMS_LOGIN_URL",
    "PUBLIC_URL",
    "HOST",
    "TRUSTED_PROXIES",
]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from an environment without these variables."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def _set(patch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        patch.setenv(name, value)


def test_without_settings_the_channel_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing, or empty variables, means no Teams."""
    assert TeamsSettings.from_environment() is None
    _set(monkeypatch, **dict.fromkeys(NAMES, ""))
    assert TeamsSettings.from_environment() is None


def test_three_settings_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot's own tenant, Microsoft's public addresses and Teams' host are the defaults."""
    _set(monkeypatch, **{**GOOD, "TEAMS_APP_ID": APP.upper()})
    assert TeamsSettings.from_environment() == TeamsSettings(
        app_id=APP,
        tenant=TENANT,
        secret="hush hush",
        tenants=frozenset({TENANT}),
        service_hosts=frozenset({"smba.trafficmanager.net"}),
        openid_url=OPENID_URL,
        login_url=LOGIN_URL,
    )


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tenants, hosts, clouds, and the address of the website."""
    _set(
        monkeypatch,
        **GOOD,
        TEAMS_ALLOWED_TENANTS=f"{APP}, {TENANT},",
        TEAMS_SERVICE_HOSTS="smba.infra.gov.teams.microsoft.us,*.botframework.com",
        TEAMS_OPENID_URL="https://login.botframework.azure.us/openid",
        TEAMS_LOGIN_URL="https://login.microsoftonline.us/",
        PUBLIC_URL="https://assistant.example.org/help/",
    )
    found = TeamsSettings.from_environment()

    assert found
    assert found.tenants == {APP, TENANT}
    assert found.service_hosts == {
        "smba.trafficmanager.net",
        "smba.infra.gov.teams.microsoft.us",
        "*.botframework.com",
    }
    assert found.login_url == "https://login.microsoftonline.us"
    assert found.public_url == "https://assistant.example.org/help"


def test_a_certificate_takes_the_place_of_the_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A PEM file with the key and its certificate is enough."""
    key, file = make_key(), tmp_path / "bot.pem"
    file.write_bytes(pem(key, make_certificate(key)))
    _set(monkeypatch, **{**GOOD, "TEAMS_APP_SECRET": ""}, TEAMS_APP_CERTIFICATE=str(file))
    found = TeamsSettings.from_environment()

    assert found
    assert (found.secret, found.certificate) == (None, file)


@pytest.mark.parametrize(
    "content", ["nothing", "key only", "certificate only", "another key", "elliptic", "rubbish"]
)
def test_a_bad_certificate_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    """The sentence says what is wrong with the file, and holds nothing of it."""
    key, curve = make_key(), ec.generate_private_key(ec.SECP256R1())
    file = tmp_path / "bot.pem"
    if content != "nothing":
        file.write_bytes(
            {
                "key only": pem(key),
                "certificate only": pem(make_certificate(key)),
                "another key": pem(make_key(), make_certificate(key)),
                "elliptic": pem(curve, make_certificate(curve)),
                "rubbish": b"-----BEGIN hush-----",
            }[content]
        )
    _set(monkeypatch, **{**GOOD, "TEAMS_APP_SECRET": ""}, TEAMS_APP_CERTIFICATE=str(file))

    with pytest.raises(SettingError, match="TEAMS_APP_CERTIFICATE") as error:
        TeamsSettings.from_environment()
    assert "BEGIN" not in str(error.value)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"TEAMS_TENANT_ID": ""}, "TEAMS_TENANT_ID"),
        ({"TEAMS_APP_ID": ""}, "TEAMS_APP_ID"),
        ({"TEAMS_APP_ID": "my-bot"}, "TEAMS_APP_ID"),
        ({"TEAMS_APP_ID": f"{{{APP}}}"}, "TEAMS_APP_ID"),
        ({"TEAMS_TENANT_ID": "common"}, "TEAMS_TENANT_ID"),
        ({"TEAMS_APP_SECRET": ""}, "TEAMS_APP_SECRET"),
        ({"TEAMS_APP_CERTIFICATE": "bot.pem"}, "TEAMS_APP_SECRET"),
        ({"TEAMS_ALLOWED_TENANTS": f"{TENANT},everybody"}, "TEAMS_ALLOWED_TENANTS"),
        ({"TEAMS_SERVICE_HOSTS": "https://smba.example.org/"}, "TEAMS_SERVICE_HOSTS"),
        ({"TEAMS_SERVICE_HOSTS": "*"}, "TEAMS_SERVICE_HOSTS"),
        ({"TEAMS_SERVICE_HOSTS": "localhost"}, "TEAMS_SERVICE_HOSTS"),
        ({"TEAMS_SERVICE_HOSTS": "127.0.0.1"}, "TEAMS_SERVICE_HOSTS"),
        ({"TEAMS_SERVICE_HOSTS": "*.net"}, "TEAMS_SERVICE_HOSTS"),
        ({"PUBLIC_URL": "http://assistant.example.org"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "assistant.example.org"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://user@assistant.example.org"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://assistant.example.org?a=b"}, "PUBLIC_URL"),
        ({"TEAMS_LOGIN_URL": "http://login.example.org"}, "TEAMS_LOGIN_URL"),
        ({"TEAMS_OPENID_URL": "login.example.org"}, "TEAMS_OPENID_URL"),
        ({"TEAMS_AUTH": "no"}, "TEAMS_AUTH"),
        ({"TEAMS_AUTH": "off"}, "TEAMS_AUTH"),  # with a secret: it is meant for others
    ],
)
def test_a_wrong_value_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], named: str
) -> None:
    """The sentence names the variable and says what to do; the secret stays unsaid."""
    _set(monkeypatch, **{**GOOD, **values})
    with pytest.raises(SettingError, match=named) as error:
        TeamsSettings.from_environment()

    assert "hush" not in str(error.value)
    assert any(word in str(error.value) for word in ("Give", "Remove", "remove", "Set"))


def test_the_playground_needs_nothing_but_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without authentication only this machine can write, and only this machine gets replies."""
    _set(monkeypatch, TEAMS_AUTH="off")
    found = TeamsSettings.from_environment()
    assert found
    assert not found.authenticated
    assert found.service_hosts == {"localhost", "127.0.0.1"}

    for name, value in (("HOST", "::"), ("HOST", "192.0.2.7"), ("TRUSTED_PROXIES", "1")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            with pytest.raises(SettingError, match="TEAMS_AUTH"):
                TeamsSettings.from_environment()


def test_the_secret_is_not_shown() -> None:
    """Settings that are printed hold no secret."""
    assert "hush" not in repr(TeamsSettings(APP, TENANT, secret="hush"))
