"""Text that people saved in any program -> its letters.

In UTF-8, in UTF-16 or UTF-32, else in the older encoding in which its words look like words. Whatever people write for
a collection is read so, lists, chapters, transcripts and drafts alike; briefbook.toml is UTF-8 by its own standard.
"""

import codecs
import io
import itertools
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import IO

from briefbook.errors import FormatError
from briefbook.util.file_endings import looks_binary
from briefbook.util.late_pattern import LatePattern
from briefbook.util.letter_frequencies import likelihood

OpenBytes = Callable[[], IO[bytes]]
"""Opens a file, from its beginning, each time it is called."""

SNIFFED = 2_000_000
"""Bytes of a file's beginning by which its kind is known."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OLD_ENCODINGS = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp850": "DOS (code page 850)",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp866": "DOS (code page 866, Cyrillic)",
    "cp1254": "Windows-1254 (Turkish)",
}
_EAST_ASIAN = {
    "cp932": "Shift JIS (Japanese)",
    "euc_jp": "EUC (Japanese)",
    "cp949": "EUC (Korean)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
}


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and sentences on its encoding where it is not UTF-8.

    Args:
        data: Text in UTF-8, in UTF-16 or UTF-32 with or without a byte order mark, or in an older encoding.

    Returns:
        The text without a byte order mark, and none or one sentence.

    >>> decode("Été".encode("mac_roman"))
    ('Été', ('the file is not UTF-8; it was read as Mac Roman',))
    """
    encoding, has_mark, notes = encoding_of(lambda: io.BytesIO(data))
    text = data.decode(encoding, errors="replace")
    return text.replace("\ufeff", "") if has_mark else text, notes


def decode_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """``decode`` for a file that must be text; one of several lines ends each with a newline.

    Raises:
        FormatError: It is no text in any encoding that is known.
    """
    text, notes = decode(data)
    if looks_binary(text[:4000].encode("utf-8", "replace")):
        raise FormatError("this is no text, in any encoding that is known")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def encoding_of(open_bytes: OpenBytes) -> tuple[str, bool, tuple[str, ...]]:
    """A file's encoding, whether it begins with a byte order mark, and sentences on it where it is not UTF-8."""
    with open_bytes() as file:
        data = file.read(SNIFFED)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, True, () if encoding == "utf-8-sig" else (f"the file is {encoding.upper()}",)
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    if max(even, odd) > len(data[:4000]) // 5 and min(even, odd) < max(even, odd) // 4:
        return "utf-16-be" if even > odd else "utf-16-le", False, ("the file is UTF-16",)
    damaged, foreign = _damaged_letters(open_bytes)
    if not damaged:
        return "utf-8", False, ()
    if foreign > 4 * damaged:
        return "utf-8", False, (f"the file is UTF-8, but for {damaged} damaged characters, shown as \ufffd",)
    if east_asian := _east_asian(data):
        return east_asian, False, (f"the file is not UTF-8; it was read as {_EAST_ASIAN[east_asian]}",)
    texts = {encoding: data.decode(encoding, errors="replace") for encoding in _OLD_ENCODINGS}
    best, rival = _likeliest(texts)
    said = f"the file is not UTF-8; it was read as {_OLD_ENCODINGS[best]}"
    if rival:
        differs = _first_difference(texts[best], texts[rival])
        said += f"{ABOUT_AS_LIKELY} {_OLD_ENCODINGS[rival]}, called {rival}: {differs}"
    if best == "cp1252" and foreign > damaged:
        said += "; part of it is UTF-8, so that letters beyond ASCII stand wrongly there: save it anew in one encoding"
    return best, False, (said,)


ABOUT_AS_LIKELY = "; about as likely is"
"""In a sentence on an encoding: it may be another."""

_LATIN = {"cp1252": 0.0, "cp1250": -2.0, "cp1254": -2.0, "mac_roman": -3.0, "cp850": -3.0}
"""Encodings of Latin letters, and the logarithm of how common each is among lists."""

_CLEAR = 3.0
"""Differences of two likelihoods, as logarithms: below it, it may be either."""


def _likeliest(texts: Mapping[str, str]) -> tuple[str, str]:
    """The encoding whose text looks most like words, and another that is about as likely; "" where there is none."""
    looks = {encoding: _plausibility(text, encoding) for encoding, text in texts.items()}
    best = max(texts, key=lambda encoding: (looks[encoding], encoding == "cp1252"))
    if best not in _LATIN:
        return best, ""
    scores = {encoding: looks[encoding] + likelihood(texts[encoding]) + _LATIN[encoding] for encoding in _LATIN}
    best = max(scores, key=scores.__getitem__)
    others = [encoding for encoding in scores if texts[encoding] != texts[best]]
    rival = max(others, key=scores.__getitem__, default="")
    return best, rival if rival and scores[best] - scores[rival] < _CLEAR else ""


def _first_difference(text: str, other: str) -> str:
    """The first words that two readings of the same bytes have differently."""
    for mine, theirs in zip(text.splitlines(), other.splitlines(), strict=False):
        if mine != theirs:
            for word, another in zip(mine.split(), theirs.split(), strict=False):
                if word != another:
                    return f"{word.strip(',;')[-40:]} or {another.strip(',;')[-40:]}"
    return "some letters differ"


_KANA = LatePattern(lambda: "[\u3041-\u3096\u30a1-\u30fa]")
_OF_EAST_ASIA = LatePattern(lambda: "[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]")
_MIXED_WORD = LatePattern(lambda: "[A-Za-z][\u3041-\u9fff\uac00-\ud7a3]|[\u3041-\u9fff\uac00-\ud7a3][a-z]")
_USUAL = {
    "cp932": ("cp932", 0x82, 0x97), "euc_jp": ("cp932", 0x82, 0x97), "cp949": ("euc_kr", 0xB0, 0xC8),
    "gb18030": ("gb2312", 0xB0, 0xD7), "big5": ("big5", 0xA4, 0xC6),
}  # fmt: skip
"""The usual letters of a language: the standard that lists them, and its first bytes for them."""


def _east_asian(data: bytes) -> str:
    """The encoding of two bytes a letter in which a text is wholly Japanese, Korean or Chinese; "" if there is none."""
    best = ("", 0.9)
    for encoding, usual in _USUAL.items():
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(data[:200_000])
        except UnicodeDecodeError:
            continue
        foreign = sum(letter > "\x7f" for letter in text)
        own = _OF_EAST_ASIA.findall(text)
        if len(own) < 4 or len(own) < 0.8 * foreign or len(_MIXED_WORD.findall(text)) > len(own) // 20:
            continue
        share = sum(_is_usual(letter, *usual) for letter in own) / len(own)
        if encoding in ("cp932", "euc_jp"):  # no other language has kana, and none of its texts is without
            share += 1 if sum(1 for letter in own if _KANA.search(letter)) > len(own) // 5 else -1
        if share > best[1]:
            best = (encoding, share)
    return best[0]


def _is_usual(letter: str, standard: str, first: int, last: int) -> bool:
    try:
        return first <= letter.encode(standard)[0] <= last
    except UnicodeEncodeError:
        return False


def _damaged_letters(open_bytes: OpenBytes) -> tuple[int, int]:
    """How many letters of a file are no UTF-8, and how many are not ASCII, those included; none where it is UTF-8."""
    with open_bytes() as file:
        strict = codecs.getincrementaldecoder("utf-8")()
        try:
            for block in iter(lambda: file.read(1 << 20), b""):
                strict.decode(block)
            strict.decode(b"", final=True)
            return 0, 0
        except UnicodeDecodeError:
            file.seek(0)
        damaged = foreign = 0
        lax = codecs.getincrementaldecoder("utf-8")("replace")
        for block in itertools.chain(iter(lambda: file.read(1 << 20), b""), (b"",)):
            text = lax.decode(block, final=not block)
            damaged += text.count("\ufffd")
            foreign += sum(letter > "\x7f" for letter in text)
        return max(damaged, 1), foreign


_FOREIGN_WORD = LatePattern(lambda: r"(?:(?<![^\W\d_])[^\W\d_]+)?[^\x00-\x7f](?:[^\W\d_]|[^\x00-\x7f\s])*")
"""A word with a character beyond ASCII; sought from a word's first letter only, however long the word."""
_PUNCTUATION = "«»“”‘’„‚–—…£§°€·¿¡\u00a0½¼¾№•"
_ORDINALS = frozenset({"nº", "nª", "º", "ª"})
"""Nº, and what stands after a figure."""

_RARE = "ˆ‡†‰ƒ¤¦¨¯´¸¹²³¬±÷×ÞþÐðıˇ˘˙˛˝¶‹›™©®ªº"


def _plausibility(text: str, encoding: str) -> int:
    """How well words with letters beyond ASCII look, as a decoding is right or wrong."""
    score = 0
    rare = _RARE.replace("ı", "") if encoding == "cp1254" else _RARE
    for match in _FOREIGN_WORD.finditer(text[:500_000]):
        word = match[0]
        letters = [letter for letter in word if ord(letter) > 127]
        if word.strip(_PUNCTUATION) == "":
            score += 2 if word.strip("¿¡") else -1  # those two stand before a word
            continue
        if word.rstrip(".").casefold() in _ORDINALS:
            score += 2
            continue
        if len(word) == 1:
            score += 1 if word.lower() in "àéèóòáöåú" else -1
            continue
        inner = word.strip(_PUNCTUATION)
        latin = [letter for letter in inner if letter.isalpha() and _script(letter) == "LATIN"]
        scripts = {_script(letter) for letter in inner if letter.isalpha()}
        strange = sum(not letter.isalpha() and letter not in "’'-–·" for letter in inner if ord(letter) > 127)
        strange += sum(letter in rare or is_control(letter) or letter == "\ufffd" for letter in letters)
        cased = inner.islower() or inner.isupper() or (inner[:1].isupper() and inner[1:].islower()) or len(inner) == 1
        accented = sum(ord(letter) > 127 for letter in latin)
        good = len(scripts) == 1 and not strange and cased and accented <= max(1, len(inner) // 2)
        score += 2 if good else -2 - strange
        if good and scripts == {"LATIN"} and not set(inner.lower()) & set(_UNUSUAL_LATIN):
            score += 1
    return score


_UNUSUAL_LATIN = "ăâđðþÿýłľĺŕřťůűő"
"""Letters that the wrong code page shows more often than the languages of most lists do."""


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def is_control(letter: str) -> bool:
    """Is it a character that no text has?"""
    return unicodedata.category(letter) == "Cc" and letter not in "\t\r\n\f\v"
