"""The proof that a certificate gives in the place of a secret.

It is a signed token (RFC 7523) as Microsoft's page "Microsoft identity platform application
authentication certificate credentials" wants it: PS256, with the certificate's SHA-256 thumbprint.
"""

from __future__ import annotations

import base64
import uuid
from pathlib import Path

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificates

_SECONDS = 300  # that page asks for ten minutes at most


def client_assertion(pem: Path, app_id: str, audience: str, now: float) -> str:
    """Sign that the bearer is the application; it is good for five minutes.

    The file is read each time, so that a certificate can be renewed while the server runs.

    Args:
        pem: the file with the private key and its certificate; it may hold the chain as well.
        app_id: whom the token is about.
        audience: the address at which it is shown.
        now: seconds since 1970.

    Raises:
        OSError: the file cannot be read.
        ValueError: it holds no RSA key without a password, or no certificate of it.
    """
    content = pem.read_bytes()
    key = _key(content)
    claims = {
        "aud": audience,
        "iss": app_id,
        "sub": app_id,
        "jti": str(uuid.uuid4()),
        "iat": int(now),
        "nbf": int(now),
        "exp": int(now) + _SECONDS,
    }
    return jwt.encode(claims, key, "PS256", {"x5t#S256": _thumbprint(content, key)})


def _key(content: bytes) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(content, password=None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("The key has a password, or is of an unknown kind.") from error
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("The key is not RSA.")
    return key


def _thumbprint(content: bytes, key: RSAPrivateKey) -> str:
    for certificate in load_pem_x509_certificates(content):
        if certificate.public_key() == key.public_key():
            digest = certificate.fingerprint(SHA256())
            return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    raise ValueError("No certificate belongs to the key.")
