"""The secret that signs what visitors get: given by a setting, or made once and kept."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from bot.settings import SettingError, Settings

_FILE = "signing.secret"
_BYTES = 32
_FOR_OTHERS = 0o077


def signing_secret(settings: Settings) -> str:
    """Give the secret that is set, or else the one that is kept.

    Raises:
        SettingError: it cannot be kept.
    """
    return settings.signing_secret or kept_secret(settings.var)


def kept_secret(folder: Path) -> str:
    """Give the secret that is kept in a folder; the first time it is made.

    Raises:
        SettingError: it cannot be kept or read there, or others may read it.
    """
    path = folder / _FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        mode, text = path.stat().st_mode, path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(
            f"The signing secret cannot be kept in {path}: {error}."
            " Make this folder writable, or set SIGNING_SECRET."
        ) from error
    if mode & _FOR_OTHERS:
        raise SettingError(
            f"Others can read the signing secret in {path}."
            " Delete the file, so that a new one is made, or set SIGNING_SECRET."
        )
    if len(text) < 2 * _BYTES:
        raise SettingError(
            f"The secret in {path} is too short. Delete the file, so that a new one"
            " is made, or set SIGNING_SECRET."
        )
    return text


def key_for(purpose: str, secret: str) -> bytes:
    """Derive the key of one purpose, so that what is signed for one is worth nothing for another.

    One step of HKDF (RFC 5869); the secret is random, so it needs no extraction.
    """
    return hmac.new(secret.encode(), purpose.encode() + b"\x01", hashlib.sha256).digest()


def _make(path: Path) -> None:
    """Make the file, whole from its first moment: two processes may start at once."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES))
        path.hardlink_to(unfinished)
    except FileExistsError:
        return  # the other process was first: its secret is the one
    finally:
        unfinished.unlink()
