"""Session tokens: who holds one speaks in its conversation, as long as it has not expired.

JSON Web Tokens (RFC 7519), signed with HS256. The conversation's id is random and inside; a visitor
can neither choose nor change it.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

import jwt

from bot.channels.website.errors import RefusalError

_ALGORITHM = "HS256"
_AUDIENCE = "website chat"
_CONVERSATION = re.compile(r"web-[0-9a-f]{32}")


@dataclass(frozen=True)
class Token:
    """A token as it is handed out.

    Args:
        text: the token itself.
        expires: when it ends, in seconds since 1970.
    """

    text: str
    expires: int


@dataclass(frozen=True)
class Tokens:
    """Makes and reads tokens.

    Args:
        key: signs them.
        seconds: how long each is good for.
    """

    key: bytes
    seconds: int

    def issue(self, conversation: str, now: float) -> Token:
        """Make a token for a conversation."""
        expires = int(now) + self.seconds
        claims = {"aud": _AUDIENCE, "sub": conversation, "exp": expires}
        return Token(jwt.encode(claims, self.key, _ALGORITHM), expires)

    def conversation(self, token: str, now: float) -> str:
        """Give the conversation of a token.

        Raises:
            RefusalError: it is not ours, or has expired.
        """
        try:
            # The time is compared below, with the clock of the caller.
            claims = jwt.decode(
                token,
                self.key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["aud", "sub", "exp"], "verify_exp": False},
            )
        # A made-up token may also hold halves of characters, or lists a thousand levels deep.
        except (jwt.InvalidTokenError, UnicodeError, RecursionError) as error:
            raise RefusalError("session_unknown") from error
        if now >= claims["exp"]:
            raise RefusalError("session_expired")
        conversation: str = claims["sub"]
        if not _CONVERSATION.fullmatch(conversation):
            raise RefusalError("session_unknown")
        return conversation


def new_conversation() -> str:
    """Make the id of a conversation: 128 random bits."""
    return f"web-{secrets.token_hex(16)}"
