"""Text -> XML text: escaped, and without the control characters that XML forbids."""

import re
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """Escaped text for element content."""
    if value.isprintable() and not ("&" in value or "<" in value or ">" in value):  # as most lines of papers are
        return value
    return escape(_FORBIDDEN.sub("\ufffd", value))


def attribute(value: str) -> str:
    """A quoted and escaped attribute value."""
    if value.isalnum():
        return f'"{value}"'
    return quoteattr(_FORBIDDEN.sub("\ufffd", value))
