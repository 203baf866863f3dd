"""The settings choose the directory, and a setting that cannot be used is named."""

from __future__ import annotations

import pytest

from bot.activity.directory.answers import CareSite, CouldNotCheck
from bot.activity.directory.choose import directory_from
from bot.activity.directory.directory import OfflineDirectory
from bot.activity.directory.ord import OrdDirectory
from bot.activity.directory.r4 import R4Directory
from tests.activity.directory.records import ord_document, r4_document
from tests.activity.directory.server import directory_server, document


def test_without_settings_ord_is_asked() -> None:
    """ORD needs neither address nor key."""
    assert isinstance(directory_from(), OrdDirectory)


def test_off_asks_nobody() -> None:
    """Whatever the address, look-ups and searches say that they are off."""
    with directory_server(document(ord_document())) as server:
        directory = directory_from("off", server.url)

        assert isinstance(directory, OfflineDirectory)
        assert directory.look_up("VLZ2A") == CouldNotCheck("off")
        assert directory.search_postcode("ZZ99 3WZ") == CouldNotCheck("off")
    assert server.asked == []


def test_ord_is_asked_at_the_given_address() -> None:
    """An installation may have an address of its own for the directory."""
    with directory_server(document(ord_document())) as server:
        answer = directory_from("ord", f"{server.url}/here/").look_up("VLZ2A")

    assert isinstance(answer, CareSite)
    assert server.asked == ["/here/organisations/VLZ2A"]


def test_r4_is_asked_with_the_given_key() -> None:
    """Address and key reach the server."""
    with directory_server(document(r4_document())) as server:
        answer = directory_from("r4", server.url, "invented-key").look_up("VLZ2A")

    assert isinstance(answer, CareSite)
    assert server.headers[0]["apikey"] == "invented-key"


def test_r4_has_an_address_of_its_own() -> None:
    """The key alone is enough."""
    assert isinstance(directory_from("r4", key="invented-key"), R4Directory)


@pytest.mark.parametrize(
    ("kind", "url", "key", "sentence"),
    [
        ("on", None, None, "ODS_DIRECTORY is 'on'. Give off, ord or r4."),
        ("ORD", None, None, "Give off, ord or r4."),
        ("r4", None, None, "ODS_DIRECTORY_KEY is not set"),
        ("r4", None, "", "ODS_DIRECTORY_KEY is not set"),
        ("r4", None, "a key", "ODS_DIRECTORY_KEY has a space"),
        ("r4", None, "key\n", "ODS_DIRECTORY_KEY has a space"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    kind: str, url: str | None, key: str | None, sentence: str
) -> None:
    """The operator is told which variable, and what to do."""
    with pytest.raises(ValueError, match=sentence):
        directory_from(kind, url, key)


@pytest.mark.parametrize("kind", ["ord", "r4"])
@pytest.mark.parametrize(
    "url",
    ["directory.example", "ftp://secret.example", "https://", "https://secret.example:port",
     "https://[secret", "https://secret.example/?a=b", "https://secret.example/a b",
     "https://secret.example\n"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_not_repeated(kind: str, url: str) -> None:
    """An address may hold a password, so the message does not hold the address."""
    with pytest.raises(ValueError, match="ODS_DIRECTORY_URL is no address") as refused:
        directory_from(kind, url, "invented-key")

    assert "secret" not in str(refused.value)
