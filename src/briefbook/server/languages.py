"""Which language is a request answered in? What the visitor chose here (a cookie), else what the browser asks for.

Pages of the site are in the language of their address. This is about what has one address in all languages: the desk,
the page to log in, refusals, and the site's own address, from which a reader is led to a front page in their language.
"""

from collections.abc import Collection, Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

COOKIE = "briefbook-language"
PARAMETER = "lang"
"""The cookie that keeps a choice, and the parameter of an address that makes it: /desk?lang=fr."""

MAX_AGE = 365 * 24 * 3600


def language_of_request(headers: Mapping[str, str], query: str, languages: Collection[str]) -> str:
    """The language of an answer.

    Args:
        headers: The headers of the request, their names in small letters.
        query: The query of the address.
        languages: The languages that there are, the usual one first.

    Returns:
        One of them.

    >>> language_of_request({"accept-language": "fr-CA,fr;q=0.9,en;q=0.8"}, "", ["en", "fr"])
    'fr'
    >>> language_of_request({"accept-language": "fr", "cookie": "briefbook-language=en"}, "", ["en", "fr"])
    'en'
    """
    wanted = [chosen_now(query, languages), _cookie_language(headers.get("cookie", "")), *_accepted(headers)]
    return next((best for tag in wanted if (best := best_of(tag, languages))), next(iter(languages), "en"))


def chosen_now(query: str, languages: Iterable[str]) -> str:
    """The language that an address chooses; "" if it chooses none that there is."""
    return best_of(parse_qs(query).get(PARAMETER, [""])[0], languages)


def best_of(tag: str, languages: Iterable[str]) -> str:
    """The best match for a language tag: the language itself, or the one it is a variant of; "" if there is none.

    >>> best_of("fr-CA", ["en", "fr"]), best_of("de", ["en", "fr"])
    ('fr', '')
    """
    known = {language.lower(): language for language in languages}
    parts = tag.lower().split("-")
    names = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((known[name] for name in names if name in known), "")


def _cookie_language(cookies: str) -> str:
    try:
        morsel = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _accepted(headers: Mapping[str, str]) -> list[str]:
    """The languages that a browser asks for, the dearest first."""
    weighed = []
    for place, part in enumerate(headers.get("accept-language", "")[:500].split(",")):
        tag, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if tag and tag != "*" and quality > 0:
            weighed.append((-quality, place, tag.strip()))
    return [tag for _, _, tag in sorted(weighed)]


def cookie_of(language: str, path: str) -> bytes:
    """The header that keeps a choice for a year; scripts have no need to read it."""
    return f"{COOKIE}={language}; Path={path}; Max-Age={MAX_AGE}; SameSite=Lax; HttpOnly".encode()
