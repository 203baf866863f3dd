"""Signed buttons. A card can be pressed long after it was shown, and its data can be made up."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_DIGITS = 32


@dataclass(frozen=True)
class Buttons:
    """Signs the payloads of buttons.

    Args:
        key: of the signatures.
    """

    key: bytes

    def sign(self, payload: str) -> str:
        """Give the signature that goes with a payload, 32 hexadecimal digits."""
        return hmac.new(self.key, payload.encode(errors="replace"), hashlib.sha256).hexdigest()[
            :_DIGITS
        ]

    def is_ours(self, data: Mapping[str, Any]) -> bool:
        """Tell whether what a card submitted is a button of ours, with its own payload."""
        payload, signature = data.get("payload"), data.get("signature")
        if not isinstance(payload, str) or not isinstance(signature, str):
            return False
        # Bytes, as Python compares texts with other letters than ASCII not at all.
        wanted = self.sign(payload).encode()
        return hmac.compare_digest(wanted, signature.encode(errors="replace"))
