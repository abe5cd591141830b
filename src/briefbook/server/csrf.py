"""CSRF protection: signed form tokens bound to a cookie."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from fastapi import Request, Response

from briefbook.server.api.responses import Refusal

NONCE = "briefbook_form"
MAX_FORM_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class FormTokens:
    """CSRF tokens of one server process: a form's hidden field must be the HMAC of the browser's cookie."""

    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @classmethod
    def of(cls, secret: str) -> "FormTokens":
        """The tokens of a server with a lasting secret, so that open forms survive a restart; others without one."""
        return cls(hashlib.sha256(f"briefbook forms {secret}".encode()).digest()) if secret else cls()

    def sign(self, nonce: str) -> str:
        """The token for a nonce: its HMAC-SHA256 in hexadecimal."""
        return hmac.new(self._key, nonce.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def is_ours(self, request: Request, form_fields: dict[str, list[str]]) -> bool:
        """Was this form sent by a page of this site, with a valid token?"""
        if not is_same_site(request):
            return False
        nonce, token = request.cookies.get(NONCE, ""), form_fields.get("form", [""])[0]
        return bool(nonce) and token.isascii() and hmac.compare_digest(self.sign(nonce), token)


def is_same_site(request: Request) -> bool:
    """Does the browser say that no other site's page sends this? Old browsers say nothing."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def nonce_of(request: Request) -> str:
    """The nonce in the browser's cookie; if there is none, a new one, the same for the whole request."""
    if NONCE in request.cookies:
        return request.cookies[NONCE]
    nonce: str = request.scope.setdefault("briefbook.nonce", secrets.token_urlsafe(16))
    return nonce


def set_nonce_cookie(request: Request, answer: Response, nonce: str, prefix: str) -> None:
    """Set the nonce cookie (HttpOnly, SameSite=Strict)."""
    answer.set_cookie(
        NONCE, nonce, path=f"{prefix}/", httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )


async def fields_of(request: Request, *, max_fields: int = 50, max_bytes: int = 0) -> dict[str, list[str]]:
    """The fields of a submitted form, including empty ones.

    Args:
        request: The request, whose body was not read yet.
        max_fields: More fields are refused.
        max_bytes: What is sent beyond so many bytes is not read; 0: ``MAX_FORM_BYTES``.

    Returns:
        Each field's values, in the order in which they were sent.

    Raises:
        Refusal: There are more fields than any form of ours has.
    """
    body = (await request.body())[: max_bytes or MAX_FORM_BYTES]
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=max_fields)
    except ValueError as error:
        raise Refusal(400, "the form has more fields than any of ours", "fill in the form of this site") from error
