"""What must not stand in records, dead letters or logs: credentials in addresses.

Signed addresses carry their signature in the query (Google's V2 and V4, Amazon's, Azure's, CloudFront's),
others a token or a password. Its name stays and its value goes, so that the address still says what it was.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["redacted", "redacted_values"]

_NAMES: Final = (
    # Google Cloud Storage, V4 and V2 signatures
    *("x-goog-signature", "x-goog-credential", "signature", "googleaccessid"),
    # Amazon S3 and CloudFront
    *("x-amz-signature", "x-amz-credential", "x-amz-security-token", "awsaccesskeyid", "key-pair-id"),
    # Azure shared access signatures
    "sig",
    # tokens and passwords of feeds
    *("token", "access_token", "auth_token", "id_token", "refresh_token", "session_token", "jwt"),
    *("api_key", "api-key", "apikey", "client_secret", "secret", "password", "passwd", "pwd"),
)
_VALUE: Final = re.compile(
    rf"(?i)([?&;](?:{'|'.join(map(re.escape, _NAMES))})=)[^&;#\s\"'<>]+",
)
_USER: Final = re.compile(r"(\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://)[^/\s@\"'<>?#]{1,512}@")

_GONE: Final = r"\1REDACTED"


def redacted(text: str) -> str:
    """The text without credentials: those of an address's query, and user and password before its host."""
    if "=" in text and ("?" in text or "&" in text):
        text = _VALUE.sub(_GONE, text)
    return _USER.sub(r"\1", text) if "://" in text and "@" in text else text


def redacted_values(texts: dict[str, str]) -> dict[str, str]:
    """The texts under their names, each without credentials; the dict itself where none can have any."""
    together = "".join(texts.values())
    if "=" not in together and "@" not in together:
        return texts
    return {name: redacted(text) for name, text in texts.items()}
