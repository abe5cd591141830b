"""An address and words -> a link in HTML."""

from markupsafe import Markup, escape


def link_to(address: str, words: str) -> Markup:
    """A link; what is no markup yet is escaped.

    >>> link_to("items/A.html", "A & B")
    Markup('<a href="items/A.html">A &amp; B</a>')
    """
    return Markup(f'<a href="{escape(address)}">{escape(words)}</a>')
