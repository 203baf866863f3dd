"""What can be set, and the sentences of the refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.website.channel import WebsiteChannel
from bot.channels.website.errors import STATUS, read_sentences
from bot.channels.website.settings import WebsiteSettings
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.problems import KnowledgeError
from bot.settings import PROJECT, SettingError

NAMES = [
    "WEBSITE_ORIGINS",
    "WEBSITE_SESSION_MINUTES",
    "MESSAGES_A_MINUTE",
    "ADDRESS_MESSAGES_A_MINUTE",
    "SESSIONS_AN_HOUR",
    "ADDRESS_SITES_AN_HOUR",
    "TRUSTED_PROXIES",
]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from an environment without these variables."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real knowledge."""
    return load_catalogue(PROJECT / "knowledge")


def test_nothing_needs_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without variables, or with empty ones, the defaults hold and no proxy is believed."""
    defaults = WebsiteSettings()
    assert WebsiteSettings.from_environment() == defaults
    for name in NAMES:
        monkeypatch.setenv(name, "")

    assert WebsiteSettings.from_environment() == defaults
    assert defaults.trusted_proxies == 0
    assert defaults.origins == frozenset()


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each variable reaches its setting."""
    values = ["https://a.example, http://b.example:8000,", "30", "5", "6", "7", "8", "2"]
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(name, value)

    assert WebsiteSettings.from_environment() == WebsiteSettings(
        origins=frozenset({"https://a.example", "http://b.example:8000"}),
        session_minutes=30,
        messages_a_minute=5,
        address_messages_a_minute=6,
        sessions_an_hour=7,
        address_sites_an_hour=8,
        trusted_proxies=2,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBSITE_ORIGINS", "*"),
        ("WEBSITE_ORIGINS", "https://a.example,https://*.b.example"),
        ("WEBSITE_ORIGINS", "https://a.example/path"),
        ("WEBSITE_ORIGINS", "a.example"),
        ("WEBSITE_SESSION_MINUTES", "0"),
        ("WEBSITE_SESSION_MINUTES", "1441"),
        ("MESSAGES_A_MINUTE", "many"),
        ("MESSAGES_A_MINUTE", "-1"),
        ("ADDRESS_MESSAGES_A_MINUTE", "1.5"),
        ("SESSIONS_AN_HOUR", "٣"),
        ("ADDRESS_SITES_AN_HOUR", "0"),
        ("TRUSTED_PROXIES", "yes"),
    ],
)
def test_a_wrong_value_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """The sentence names the variable."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=name) as error:
        WebsiteSettings.from_environment()

    assert "Give" in str(error.value)


def test_there_is_a_sentence_for_each_code(catalogue: Catalogue) -> None:
    """Every refusal has a sentence with its facts filled in."""
    sentences = read_sentences(catalogue, session_minutes=45)

    assert sentences.keys() == STATUS.keys()
    assert "45 minutes" in sentences["session_expired"]
    assert not any("{" in sentence for sentence in sentences.values())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("too_many:", "too_much:", "too_many, too_much"),
        ("{minutes}", "{hours_left}", "hours_left"),
        ("{minutes}", "{", "cannot be filled in"),
        (
            "not_found: This is not here. Go back and choose another link.",
            "not_found:",
            "not_found",
        ),
        ("bad_request:", "bad_request", "YAML|expected"),
    ],
)
def test_a_fault_in_the_sentences_stops_the_start(
    catalogue: Catalogue, tmp_path: Path, old: str, new: str, said: str
) -> None:
    """A curator who leaves a sentence out, or invents a blank, is told the file and the fault."""
    text = (PROJECT / "knowledge" / "website.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "website.yml").write_text(text.replace(old, new), encoding="utf-8")
    here = Catalogue(**{**vars(catalogue), "folder": tmp_path})

    with pytest.raises(KnowledgeError, match=rf"website\.yml:\d+: .*({said})"):
        read_sentences(here, session_minutes=60)


def test_the_channel_opens_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Rasa makes it from the environment, and mounts it at the root."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'website.db'}")
    monkeypatch.setenv("SIGNING_SECRET", "s" * 32)
    channel = WebsiteChannel.from_credentials(None)

    assert channel.name() == "website"
    assert channel.url_prefix() == "/"
    assert (tmp_path / "website.db").exists()
