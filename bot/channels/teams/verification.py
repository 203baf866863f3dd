"""Whether an activity comes from Teams, and from somebody who may write to this bot.

Microsoft, "Authentication with the Bot Connector API", from the connector to the bot. Everything
that the page asks for is checked, and beside it to which host replies would go and which tenant
the person belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import jwt

from bot.channels.teams.settings import TeamsSettings
from bot.channels.teams.signing_keys import KeysUnavailableError, SigningKey, SigningKeys

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
_ALGORITHM = "RS256"  # the only one that Microsoft's OpenID document names
_LEEWAY = 300  # seconds, by Microsoft's page
_LONGEST_TOKEN = 16_384  # characters; real ones have about a thousand


class ForbiddenError(Exception):
    """An activity is not let in.

    Args:
        status: of the answer: 401 without a good token, 403 where a good one does not allow this,
            503 where it cannot be checked now; Teams then tries again.
        why: for the log; it holds nothing of the token or the activity.
    """

    def __init__(self, status: Literal[401, 403, 503], why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


async def verify(
    authorization: str | None,
    activity: Mapping[str, Any],
    settings: TeamsSettings,
    keys: SigningKeys,
    now: float,
) -> None:
    """Let an activity pass, or not.

    Args:
        authorization: the header of the request.
        activity: its body.
        settings: the bot's.
        keys: the connector's.
        now: seconds since 1970.

    Raises:
        ForbiddenError: it must not be processed.
    """
    if settings.authenticated:
        claims = await _claims(authorization, settings, keys, now)
        if claims.get("serviceurl") != activity.get("serviceUrl"):
            raise ForbiddenError(403, "The token is for another service address.")
        _check_tenant(activity, settings)
    if activity.get("channelId") != CHANNEL:
        raise ForbiddenError(403, "The activity is of another channel than Teams.")
    service = activity.get("serviceUrl")
    if not isinstance(service, str) or not settings.allows_service(service):
        raise ForbiddenError(403, "Replies may not be sent to the activity's service address.")


async def _claims(
    authorization: str | None, settings: TeamsSettings, keys: SigningKeys, now: float
) -> Mapping[str, Any]:
    """Give what a good token says."""
    token = _bearer(authorization)
    key = await _key(token, keys)
    if key.endorsements and CHANNEL not in key.endorsements:
        raise ForbiddenError(401, "The token's key may not sign for Teams.")
    try:
        claims = jwt.decode(
            token,
            key.public_key,
            algorithms=[_ALGORITHM],
            audience=settings.app_id,
            issuer=ISSUER,
            options={
                "verify_exp": False,  # these three are checked below, by the clock given
                "verify_nbf": False,
                "verify_iat": False,
                "require": ["exp", "nbf", "iss", "aud"],
                "strict_aud": True,  # one audience, and it is this bot
            },
        )
    except jwt.PyJWTError as error:
        kind = type(error).__name__
        raise ForbiddenError(401, f"The token is not good: {kind}.") from None
    from_, until = claims["nbf"], claims["exp"]
    if not (_is_time(from_) and _is_time(until) and from_ - _LEEWAY <= now < until + _LEEWAY):
        raise ForbiddenError(401, "The token is not valid at this time.")
    return claims


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
        raise ForbiddenError(401, "There is no token.")
    return token


async def _key(token: str, keys: SigningKeys) -> SigningKey:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise ForbiddenError(401, "The token cannot be read.") from None
    kid = header.get("kid")
    if header.get("alg") != _ALGORITHM or not isinstance(kid, str):
        raise ForbiddenError(401, "The token is not signed as Microsoft signs.")
    try:
        key = await keys.key(kid)
    except KeysUnavailableError:
        raise ForbiddenError(503, "The keys to check the token with are not there.") from None
    if key is None:
        raise ForbiddenError(401, "The token is signed with an unknown key.")
    return key


def _check_tenant(activity: Mapping[str, Any], settings: TeamsSettings) -> None:
    channel_data, conversation = activity.get("channelData"), activity.get("conversation")
    tenant = channel_data.get("tenant") if isinstance(channel_data, dict) else None
    named = (
        tenant.get("id") if isinstance(tenant, dict) else None,
        conversation.get("tenantId") if isinstance(conversation, dict) else None,
    )
    # What stands there may be of any kind; only a text can be one of the tenants.
    tenants = {str(name) for name in named if name is not None}
    if len(tenants) != 1 or not tenants <= settings.tenants:
        raise ForbiddenError(403, "The activity is of a tenant that may not use this bot.")


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
