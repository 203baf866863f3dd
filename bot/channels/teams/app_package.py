"""The app package that a Teams administrator uploads: a manifest and two icons in a ZIP file."""

from __future__ import annotations

import io
import json
import tempfile
import uuid
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.channels.teams.app_texts import AppTexts
from bot.channels.teams.settings import TeamsSettings
from bot.settings import SettingError

_SCHEMA_VERSION = "1.19"
_SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{_SCHEMA_VERSION}/MicrosoftTeams.schema.json"
_ICONS = Path(__file__).with_name("icons")
_COLOUR = "#005A5B"  # of the icon and of the website
_SCOPES = ["personal", "team", "groupChat"]
# The oldest day that a ZIP file can name: the same content makes the same bytes on every day.
_DAY = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16  # where ZIP keeps the rights of a file
_UNIX = 3


class PackageError(Exception):
    """The package cannot be written; the message says why and what to do."""


def manifest(settings: TeamsSettings, texts: AppTexts, app_version: str) -> dict[str, Any]:
    """Write what Teams has to know of the app.

    Source: Microsoft, "App manifest schema for Teams". The id is made from the bot's, so that
    each package of one bot is the same app.

    Raises:
        SettingError: there is no id of the bot, or no address of the website.
    """
    if not settings.app_id:
        raise SettingError(
            "TEAMS_APP_ID is not set. Give the application (client) ID of the bot: docs/teams.md."
        )
    if settings.public_url is None:
        raise SettingError(
            "PUBLIC_URL is not set. Give the https address under which the assistant's website is"
            " reached, such as https://assistant.example.org. Teams links to its pages."
        )
    website = settings.public_url
    return {
        "$schema": _SCHEMA,
        "manifestVersion": _SCHEMA_VERSION,
        "version": app_version,
        "id": str(uuid.uuid5(uuid.UUID(settings.app_id), "app of Microsoft Teams")),
        "developer": {
            "name": texts.developer,
            "websiteUrl": f"{website}/answers",
            "privacyUrl": f"{website}/privacy",
            # The page that says what the assistant can do, what it cannot, and what not to write.
            "termsOfUseUrl": f"{website}/chat",
        },
        "name": {"short": texts.name, "full": texts.full_name},
        "description": {"short": texts.short_description, "full": texts.description},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": _COLOUR,
        "defaultInstallScope": "personal",
        "bots": [
            {
                "botId": settings.app_id,
                "scopes": _SCOPES,
                "isNotificationOnly": False,
                "supportsFiles": False,
                "commandLists": [
                    {"scopes": _SCOPES, "commands": [each.dict() for each in texts.commands]}
                ],
            }
        ],
        "validDomains": [urlsplit(website).netloc.lower()],
    }


def package(described: Mapping[str, Any]) -> bytes:
    """Put a manifest and the icons into a ZIP file; the same manifest gives the same bytes."""
    files = {
        "manifest.json": (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode(),
        **{name: (_ICONS / name).read_bytes() for name in described["icons"].values()},
    }
    written = io.BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, content, ZIP_DEFLATED)
    return written.getvalue()


def write_package(settings: TeamsSettings, texts: AppTexts, file: Path) -> None:
    """Write the package of this version of the project.

    It is written beside its place and moved there at the end, so that a failure leaves what was
    there before.

    Raises:
        SettingError: a setting is missing.
        PackageError: the file cannot be written.
    """
    content = package(manifest(settings, texts, version("care-mail-assistant")))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".unfinished-") as folder:
            unfinished = Path(folder) / file.name
            unfinished.write_bytes(content)
            unfinished.replace(file)
    except OSError as error:
        raise PackageError(
            f"The package cannot be written to {file}: {error.strerror}."
            " Give a file that you may write to: caremail teams-package -o FILE"
        ) from error
