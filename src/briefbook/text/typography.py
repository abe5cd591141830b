"""Prose -> the same with the quotation marks and apostrophes of a printer, where its author typed straight ones."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

_MARKS = {
    "fr": ("«\u202f", "\u202f»", "“", "”"),
    "es": ("«", "»", "“", "”"),
    "it": ("«", "»", "“", "”"),
    "pt": ("«", "»", "“", "”"),
    "ru": ("«", "»", "„", "“"),
    "de": ("„", "“", "‚", "‘"),
    "cs": ("„", "“", "‚", "‘"),
    "pl": ("„", "”", "‚", "’"),
    "nl": ("“", "”", "‘", "’"),
}
_OTHERS = ("“", "”", "‘", "’")


def quotation_marks_of(language: str) -> tuple[str, str, str, str]:
    """The marks that open and close a quotation, and one within it, in a language (BCP 47); English ones if unknown.

    >>> quotation_marks_of("de-AT"), quotation_marks_of("")
    (('„', '“', '‚', '‘'), ('“', '”', '‘', '’'))
    """
    return _MARKS.get(language.partition("-")[0].lower(), _OTHERS)


def with_printers_marks(parser: "MarkdownIt", language: str) -> "MarkdownIt":
    """A Markdown parser that sets straight quotation marks and apostrophes as a printer does; it changes nothing else.

    In French the blanks before a colon, a semicolon and marks of exclamation and question keep both sides on one line.

    Args:
        parser: The parser; it is changed.
        language: Of the prose, BCP 47.

    Returns:
        The same parser.
    """
    parser.options["typographer"] = True
    parser.options["quotes"] = list(quotation_marks_of(language))
    parser.enable("smartquotes")
    if _is_french(language):
        parser.core.ruler.push("french_spaces", _french_spaces)
    return parser


def _is_french(language: str) -> bool:
    return language.partition("-")[0].lower() == "fr"


_BEFORE_A_SIGN = re.compile(r" (?=([:;!?»])(?:[\s»”)\].,]|\Z))|(?<=«) ")
"""A blank before a sign of two parts, and inside of guillemets, as French authors type it."""


def _with_no_break_spaces(text: str) -> str:
    """French text in which no line ends before a colon or another such sign that its author set a blank before."""
    return _BEFORE_A_SIGN.sub(lambda blank: "\u00a0" if blank[1] == ":" else "\u202f", text)


def _french_spaces(state: "StateCore") -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = _with_no_break_spaces(child.content)


@cache
def _plain_text(language: str) -> "MarkdownIt":
    from markdown_it import MarkdownIt  # only where there is a straight mark

    return with_printers_marks(MarkdownIt("zero"), language)


def in_print(text: str, language: str = "") -> str:
    r"""Plain text for print, with curly quotation marks and apostrophes; marks of measure are kept.

    Args:
        text: Plain text, such as a sentence of a chapter without its marks of emphasis.
        language: Of the text, BCP 47.

    Returns:
        The text; one without straight marks is returned as it is.

    >>> in_print('The "master" of Reed\'s 6" gun.'), in_print('La "non".', "de")
    ('The “master” of Reed’s 6" gun.', 'La „non“.')
    >>> in_print("Reed : le port", "fr")
    'Reed\xa0: le port'
    """
    if '"' not in text and "'" not in text:
        return _with_no_break_spaces(text) if _is_french(language) else text
    tokens = _plain_text(language).parseInline(text)
    return "".join(child.content for token in tokens for child in token.children or ()) or text
