"""Cells of a curator's list -> ids, numbers, classifications and names, free of what spreadsheets do to them."""

import re
from collections.abc import Iterable

from briefbook.importers.places_in_lists import are_all_posts
from briefbook.text.numerals import without_thousands
from briefbook.text.posts import post
from briefbook.text.vocabulary import captions, codewords, find_level, level_in_words
from briefbook.util.cells import is_spreadsheet_error, visible
from briefbook.util.file_endings import has_file_ending, without_file_ending

_COUNTED = (
    r"(?:items?|rows?|records?|documents?|docs?|telegrams?|cables?|entries|papers|pages"
    r"|stück|dokumente|telegramme|akten|schriftstücke|einträge|zeilen|seiten"
    r"|pièces|télégrammes|dépêches|lignes|documentos|telegramas|registros|filas|documenti|telegrammi|righe|stuks|documenten)"
)
_SUM = (
    r"(?:totals?|totaux|totale|totaal|sum|summe|summa|somme|suma|soma|zwischensumme|gesamt|gesamtzahl|gesamtsumme"
    r"|insgesamt|anzahl|count|number|nombre|número|numero|aantal|liczba|razem|итого|всего"
    r"|average|mean|durchschnitt|moyenne|mittelwert|promedio|media)"
)
_TOTAL = re.compile(
    rf"(?:(?:grand|gran|sub|sous|overall)[\s-]*)?{_SUM}(?:\s+(?:total|général|generale?|geral|global|partiel|parcial))?"
    rf"(?:\s+(?:number\s+)?(?:(?:of|de|di|des|der|van|dei)\s+)?{_COUNTED})?\s*[:=]?\s*[\d.,]*\s*{_COUNTED}?"
    rf"|[\d.,]+\s+{_COUNTED}(?:\s+(?:in\s+all|en\s+tout|insgesamt|en\s+total))?",
    re.I,
)


def is_total(item: str, cells: Iterable[str]) -> bool:
    """Is a row a total and no item?

    Args:
        item: The cell of the item's id.
        cells: The cells of the row that are filled.

    >>> is_total("total: 9", ["total: 9"]), is_total("", ["Summe", "12"]), is_total("TOTAL1", ["TOTAL1"])
    (True, True, False)
    """
    filled = list(cells)
    if item:
        first = visible(filled[0]) if filled else ""
        return _is_total(item) or (len(filled) < 4 and not re.search(r"\d", first) and _is_total(first))
    return any(_is_total(cell) for cell in filled)


def _is_total(cell: str) -> bool:
    words = visible(cell)
    return _TOTAL.fullmatch(words) is not None and re.fullmatch(r"[^\W\d_]+\d+", words) is None


def clean_id(cell: str, pattern: str) -> tuple[str, str]:
    """The id that a cell holds: without a file's suffix, without characters of no width.

    Args:
        cell: The cell as written.
        pattern: What ids must match whole, in the collection's settings; "" where it sets none.

    Returns:
        The id, and why it can be none; "" where it can.

    >>> clean_id("CDNW12452.pdf", ""), clean_id("1201.0", "")
    (('CDNW12452', ''), ('1201', ''))
    >>> clean_id("CDNW12452.pdf (https://v5.airtableusercontent.com/v3/u/1)", "")
    ('CDNW12452', '')
    >>> clean_id("see the other list", "")
    ('see the other list', 'it reads like a sentence')
    """
    item = without_file_ending(_WITH_ADDRESS.sub("", visible(cell))).strip()
    item = re.sub(r"^(\d+)\.0+$", r"\1", item)
    if not item:
        return "", ""
    if pattern:
        for expression in (pattern, _group(pattern, "item")):
            if expression and (match := re.fullmatch(expression, item)):
                return (match.groupdict().get("item") or item), ""
        return item, "it does not match items.pattern of briefbook.toml"
    if len(re.findall(r"(?<!\S)[^\W\d_A-Z]{2,}(?!\S)", item)) >= 2:
        return item, "it reads like a sentence"
    return item, "" if re.search(r"\w", item) else "it has neither letters nor figures"


_WITH_ADDRESS = re.compile(r"(?<=\S) \(https?://[^()\s]+\)$")
"""The address of a file behind its name, as Airtable writes it."""


def one_id(cell: str, pattern: str) -> tuple[str, str, str]:
    """The id in a cell that may hold several with || between, as DSpace writes them.

    Returns:
        The id, the first that can be one; why it can be none, or ""; and the others, as written, or "".

    >>> one_id("X2||X3", ""), one_id("X2||see the other list", "X[0-9]"), one_id("X2", "")
    (('X2', '', 'X3'), ('X2', '', 'see the other list'), ('X2', '', ''))
    """
    parts = [part.strip() for part in cell.split("||") if visible(part)] or [cell]
    found = [clean_id(part, pattern) for part in parts]
    at = next((place for place, (item, fault) in enumerate(found) if item and not fault), 0)
    others = [part for place, part in enumerate(parts) if found[place][0] != found[at][0]]
    return (*found[at], "; ".join(dict.fromkeys(others)))


def _group(pattern: str, name: str) -> str:
    """The part of a pattern in its group of a name; "" if it has none.

    >>> _group("(?P<item>[A-Z]+(?:[0-9]+))_[0-9]+", "item")
    '[A-Z]+(?:[0-9]+)'
    """
    start = pattern.find(f"(?P<{name}>")
    if start < 0:
        return ""
    start = at = start + len(name) + 5
    depth = 1
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] in "()":
            depth += 1 if pattern[at] == "(" else -1
            if depth == 0:
                return pattern[start:at]
        at += 1
    return ""


_APART = re.compile(r"\d{1,3}(?:['’]\d{3}|[\u00a0\u202f\u2009]\d{3})+")
"""Thousands as Swiss and French spreadsheets set them off; with a common blank between they are two numbers."""


def is_set_apart(cell: str) -> bool:
    """Is a cell one number, its thousands set off by apostrophes or narrow blanks?"""
    return _APART.fullmatch(cell.strip()) is not None


_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
_OTHER_SPACED = re.compile(r"\d+(?:\s+\d+)+")


def blanks_set_thousands_apart(cells: Iterable[str], heading: str = "") -> bool:
    """Do common blanks in a column of numbers set their thousands apart, as 3 317, and not two numbers?

    They do where every number with a blank has this shape, and where there are several of them, or a group begins with
    a nought, or the column has a name of a language that writes numbers so.

    Args:
        cells: The cells of the column.
        heading: Its name.

    >>> blanks_set_thousands_apart(["3 317"], "N°"), blanks_set_thousands_apart(["3 317"], "Number")
    (True, False)
    >>> blanks_set_thousands_apart(["3 317", "12 045"]), blanks_set_thousands_apart(["3 317", "12 14"], "N°")
    (True, False)
    """
    spaced = set()
    for cell in cells:
        words = visible(cell)
        if _SPACED.fullmatch(words):
            spaced.add(words)
        elif _OTHER_SPACED.fullmatch(words):
            return False
    if not spaced:
        return False
    return len(spaced) > 1 or any(" 0" in words for words in spaced) or _NOT_ENGLISH.search(heading) is not None


_NOT_ENGLISH = re.compile(r"n[°º]|\bn[uú]m(?:[ée]ro)?\b|nummer|\bnr\b|[^\x00-\x7f]", re.I)

_NULLS = frozenset({"nan", "null", "<na>", "nat", "\\n"})  # \N of MySQL and PostgreSQL


def blank_errors(cell: str, where: str, problems: list[str]) -> str:
    """A cell; "" for what programs write in place of a missing value, and a problem for a spreadsheet's error."""
    if is_spreadsheet_error(cell):
        problems.append(f"{where}: the spreadsheet shows an error, {cell.strip()}; the cell was taken as blank")
        return ""
    return "" if cell.strip().casefold() in _NULLS else cell


def whole_number(written: str, *, has_blanks: bool = False) -> tuple[str, str]:
    """A number without the points that programs and people give it, and what is wrong with it, "" if nothing.

    Args:
        written: The number as written.
        has_blanks: Common blanks set its thousands apart.

    >>> whole_number("3316.0"), whole_number("A-236"), whole_number("1.23E+05")[1]
    (('3316', ''), ('A-236', ''), "the number '1.23E+05' was shortened by a spreadsheet and is lost")
    >>> whole_number("1.234"), whole_number("334,335")
    (('1234', ''), ('334,335', ''))
    >>> whole_number("1'234"), whole_number("1\u202f234"), whole_number("12 113")
    (('1234', ''), ('1234', ''), ('12 113', ''))
    >>> whole_number("217,00"), whole_number("1.218,00"), whole_number("1,218.00")
    (('217', ''), ('1218', ''), ('1218', ''))
    """
    if _APART.fullmatch(written) or (has_blanks and _SPACED.fullmatch(written)):
        return re.sub(r"\D", "", written), ""
    if re.fullmatch(r"\d[.,]\d+E\+?\d{2,}", written):
        return written, f"the number {written!r} was shortened by a spreadsheet and is lost"
    return without_thousands(_WITH_CENTS.sub(r"\1", re.sub(r"^(\d+)\.0$", r"\1", written))), ""


_WITH_CENTS = re.compile(r"^(\d+|\d{1,3}(?:\.\d{3})+(?=,)|\d{1,3}(?:,\d{3})+(?=\.))[.,]00$")
"""A whole number of a database that shows two decimals of all: 217,00 or 1,218.00."""


def classification_values(written: str) -> tuple[str | None, tuple[str, ...]]:
    """The level that a cell of a list names in the one vocabulary, and the caveats beside it.

    >>> classification_values("S"), classification_values("Secret"), classification_values("Secret/Noforn")
    (('SECRET', ()), ('SECRET', ()), ('SECRET', ('NOFORN',)))
    >>> classification_values("Top-Secret"), classification_values("n/a"), classification_values("most private")
    (('TOP SECRET', ()), (None, ()), ('most private', ()))
    """
    words = " ".join(re.sub(r"[-_.()\[\]]+", " ", written.upper()).split())
    if words in ("", "N/A", "NONE", "UNKNOWN", "NOT STATED", "?", "ILLEGIBLE", "NO MARKING"):
        return None, ()
    if level := level_in_words(written):
        return level, ()
    parts = [" ".join(part.split()) for part in re.split(r"[/,;|]|\s{2,}", written.upper()) if part.strip()]
    if (
        len(parts) > 1
        and (level := level_in_words(re.sub(r"[-_.()]+", " ", parts[0])))
        and all(map(_is_caveat, parts[1:]))
    ):
        return level, tuple(parts[1:])
    if match := find_level(words):
        marking, start, end = match
        rest = " ".join((words[:start] + " " + words[end:]).split())
        if (level := level_in_words(marking)) and rest and all(map(_is_caveat, (rest,))):
            return level, (rest,)
    return written, ()


def _is_caveat(words: str) -> bool:
    return (
        words in captions()
        or words in codewords()
        or re.fullmatch(r"NO ?FORN|LIMDIS|EXDIS|NODIS|ROGER", words) is not None
    )


def several_values(cell: str) -> list[str]:
    """The values in a cell of a field that may have several: separated by ; or |, lines, or, of posts, commas.

    Blanks within a value stay as they were typed.

    >>> several_values("EXTERNAL; LDN"), several_values("Pékin, Varsovie"), several_values("Rome, Italy")
    (['EXTERNAL', 'LDN'], ['Pékin', 'Varsovie'], ['Rome, Italy'])
    """
    parts = [part.strip() for part in _BETWEEN.split(cell)]
    values: list[str] = []
    for part in filter(visible, parts):
        codes = [code.strip() for code in re.split(r",|/|&", part)]
        is_list = len(codes) > 1 and (
            all(code.isupper() and post(code) is not None for code in codes) or are_all_posts(codes)
        )
        values += codes if is_list else [part]
    return values


_BETWEEN = re.compile(r"[;\n\r]+|\|+(?![^\[\]]*\]\])")
"""What stands between values; not the bar within a link of a wiki, [[people/Berg|Anna Berg]]."""


def squeezed(name: str) -> str:
    """An id without its blanks, hyphens and capitals, by which names that are nearly the same are found.

    >>> squeezed("HL 030") == squeezed("hl-030")
    True
    """
    return re.sub(r"[\W_]+", "", name).casefold()


def is_title(words: str) -> bool:
    """May words be the title of a paper: no name of a file, no id, no kind of paper alone or with its day?

    >>> [is_title(words) for words in ("The second letter", "IMG_0042.jpg", "104-10236-10054", "Letter, 8 May 1962")]
    [True, False, False, False]
    """
    if has_file_ending(words) or len(re.findall(r"[^\W\d_]{2,}", words)) < 2:
        return False
    return not re.fullmatch(r"[^\W\d_]+,? (?:\d{1,2} )?(?:\w+ )?\d{4}", words)
