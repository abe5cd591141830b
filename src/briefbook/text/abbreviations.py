"""Chapters of a book -> the abbreviations that occur in them, each with its meaning and where that is from.

A meaning is the author's (``abbreviations.csv`` of the collection, or the book's own words: "Organization of American
States (OAS)"), or that of ``data/abbreviations.csv``, which has only what has one meaning. What has none is listed for
the editor and guessed at nowhere.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from briefbook.errors import FormatError
from briefbook.model.abbreviation import Abbreviation, AbbreviationList
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative, Sentence
from briefbook.text.sorting import sort_words

COLUMNS = ("abbreviation", "meaning", "source")

_WORD = re.compile(r"(?<![\w/.-])(?:(?:[A-Z]\.){2,}|[A-Z][A-Za-z]*(?:/[A-Z]+)?)(?![\w/-]|\.\w)")
_CAPITALS = re.compile(r"[A-Z]{2,7}s?")
_ROMAN = re.compile(r"(?=[IVXLCDM])M*(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_SMALL = frozenset({"of", "for", "the", "and", "de", "des", "du", "la", "le", "et", "in", "on", "to"})
_DEFINED = re.compile(r"\((?P<short>[A-Z][A-Za-z]{1,9})\)")
_MAX_WORDS = 9
_FEWEST_LISTED = 3


def abbreviations_of_csv(text: str) -> tuple[Abbreviation, ...]:
    r"""A collection's own list, ``abbreviations.csv``: abbreviation, meaning, source; the source may be missing.

    Args:
        text: The file's text.

    Returns:
        Its rows. A row without meaning leaves an abbreviation out of the book's list.

    Raises:
        FormatError: It has no columns "abbreviation" and "meaning", or another that is not known.

    >>> abbreviations_of_csv("abbreviation,meaning\nOAS,Organization of American States\n")[0].meaning
    'Organization of American States'
    """
    text = text.removeprefix("\ufeff")
    heading = text.split("\n", 1)[0]
    separator = next((sign for sign in ",;\t" if sign in heading), ",")
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        if not set(COLUMNS[:2]) <= set(names) or not set(names) <= set(COLUMNS):
            raise FormatError("its columns are not abbreviation, meaning and source")
        reader.fieldnames = names
        rows = [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]
    except csv.Error as error:
        raise FormatError(f"it is not CSV: {error}", line=max(1, reader.line_num)) from error
    return tuple(
        Abbreviation(row["abbreviation"], row["meaning"], row.get("source", "")) for row in rows if row["abbreviation"]
    )


@cache
def shipped() -> Mapping[str, Abbreviation]:
    """The shipped list, by abbreviation: only what has one meaning, each row with its source."""
    text = (files("briefbook.text") / "data" / "abbreviations.csv").read_text(encoding="utf-8")
    return {entry.short: entry for entry in abbreviations_of_csv(text)}


def abbreviations_in(
    narratives: Iterable[Narrative], own: Iterable[Abbreviation] = (), names: Collection[str] = ()
) -> AbbreviationList:
    """The abbreviations that occur in the chapters of a book.

    Args:
        narratives: The chapters.
        own: The collection's own list, which goes before all others.
        names: Words in capitals that are names on the papers (WISE, who signed one), and no abbreviations.

    Returns:
        The list. Words that are quoted in capitals, as telegrams have them, count only where they are known.
    """
    narratives = list(narratives)
    mine = {entry.short: entry for entry in own}
    known = {**shipped(), **_defined_in(narratives), **mine}
    entries: dict[str, Abbreviation] = {}
    unknown: dict[str, FilePosition] = {}
    for narrative in narratives:
        ids = {word for citation in narrative.citations for word in _WORD.findall(citation.as_written)}
        quoted = [q.words for q in narrative.quotations if _is_in_capitals(q.words)]
        for sentence in narrative.sentences:
            dotless: str | None = None
            for word in _words_of(sentence.text):
                plain = word.replace(".", "")
                short = next((form for form in (word, plain, plain.removesuffix("s")) if form in known), "")
                if short:
                    entries.setdefault(short, known[short])
                elif _looks_short(plain) and plain not in ids:
                    name = plain.removesuffix("s")
                    if name in unknown or name in names:
                        continue
                    if dotless is None:
                        dotless = _dotless_prose(sentence.text, quoted, known)
                    if plain in dotless:
                        unknown[name] = _position_of(narrative, sentence, word)
    listed = sorted((entry for entry in entries.values() if entry.meaning), key=lambda entry: sort_words(entry.short))
    return AbbreviationList(tuple(listed), dict(sorted(unknown.items())))


def enough_for_a_list(entries: Sequence[Abbreviation], own: Iterable[Abbreviation] = ()) -> tuple[Abbreviation, ...]:
    """The abbreviations of a book where they fill a list.

    Args:
        entries: The abbreviations that occur in the book and have a meaning.
        own: The collection's own list.

    Returns:
        The same; none where there are only one or two, none of which a person listed: no reader looks them up.
    """
    mine = set(own)
    return tuple(entries) if len(entries) >= _FEWEST_LISTED or any(entry in mine for entry in entries) else ()


@lru_cache(maxsize=20_000)
def _words_of(text: str) -> tuple[str, ...]:
    """The words of a sentence that begin with a capital; the book's sentences are looked through twice."""
    return tuple(_WORD.findall(text))


def _dotless_prose(text: str, quoted: Iterable[str], known: Collection[str]) -> str:
    """A sentence without points, names in capitals and what it quotes in capitals; empty where it is in capitals."""
    for words in quoted:
        text = text.replace(words, " ")
    if _is_in_capitals(text):
        return ""
    text = _ROW_OF_CAPITALS.sub(lambda row: " " if _is_name(row[0].split(), known) else row[0], text)
    return text.replace(".", "")


_ROW_OF_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:\s+(?:[A-Z]\.?\s+)?[A-Z]{2,})+\b")


def _is_name(words: Collection[str], known: Collection[str]) -> bool:
    """Are words in capitals that stand in a row a name as a paper has it: ROBERT DWYER, and not COMSUBFLANT HQ?"""
    spoken = [word for word in words if len(word) >= _LETTERS_OF_A_WORD and _part_of_vowels(word) >= _LEAST_VOWELS]
    return len(spoken) > 1 and not any(word in known for word in words)


def _part_of_vowels(word: str) -> float:
    return sum(letter in "AEIOUY" for letter in word) / len(word)


_LETTERS_OF_A_WORD, _LEAST_VOWELS = 4, 0.2
"""Of words in capitals in a row, two of so many letters, and of so many vowels that they can be spoken, make a name: a
judgement."""


def _position_of(narrative: Narrative, sentence: Sentence, word: str) -> FilePosition:
    """The position of a word of a sentence in the author's file, outside link targets; else the sentence's position."""
    source = narrative.source
    targets = [match.span() for match in _TARGET.finditer(source, sentence.offset, sentence.end)]
    at = source.find(word, sentence.offset, sentence.end)
    while at >= 0:
        beside = source[max(0, at - 1) : at] + " " + source[at + len(word) : min(at + len(word) + 1, sentence.end)]
        if not _IN_A_WORD.search(beside) and not any(start <= at < end for start, end in targets):
            column = at - source.rfind("\n", 0, at)
            return FilePosition(narrative.path, source.count("\n", 0, at) + 1, column, column + len(word))
        at = source.find(word, at + 1, sentence.end)
    return sentence.where


_IN_A_WORD = re.compile(r"^[\w/] | \w$")
"""The signs before and after a word, with a blank for the word: it is part of a longer one."""


_TARGET = re.compile(r"\]\([^)\n]*\)|<[^>\n]*>|<!--.*?-->", re.S)


def _looks_short(word: str) -> bool:
    """Is a word in capitals, and neither a Roman number nor too long for an abbreviation?"""
    return bool(_CAPITALS.fullmatch(word)) and not _ROMAN.fullmatch(word)


def _is_in_capitals(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) > 8 and sum(letter.isupper() for letter in letters) > 0.6 * len(letters)


def _defined_in(narratives: Iterable[Narrative]) -> dict[str, Abbreviation]:
    """What the book itself says that an abbreviation is: the words before it in brackets, if their letters begin it."""
    defined: dict[str, Abbreviation] = {}
    for narrative in narratives:
        for sentence in narrative.sentences:
            for match in _DEFINED.finditer(sentence.text):
                meaning = _meaning_before(sentence.text[: match.start()], match["short"])
                if meaning:
                    defined.setdefault(match["short"], Abbreviation(match["short"], meaning, narrative.title))
    return defined


def _meaning_before(text: str, short: str) -> str:
    """The words at the end of a text whose initials form an abbreviation; "" if there are none.

    >>> _meaning_before("He spoke to the Organization of American States ", "OAS")
    'Organization of American States'
    >>> _meaning_before("He spoke to the council ", "OAS")
    ''
    """
    words = re.findall(r"[\w'’-]+|[.,;:]", text)[-_MAX_WORDS:]
    letters = short.upper()
    for start in range(len(words) - 1, -1, -1):
        if not words[start][:1].isalpha():
            return ""
        if not words[start][:1].isupper():
            continue
        large = [word[0].upper() for word in words[start:] if word.lower() not in _SMALL]
        every = [word[0].upper() for word in words[start:]]
        if letters in ("".join(large), "".join(every)):
            return " ".join(words[start:])
    return ""
