"""The text that a file carries -> lines, and a judgement: is it as good as reading the picture anew?"""

import importlib.util
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from briefbook.model.page import Box, Line, Word
from briefbook.reading.rows import into_lines

LEAST = 20
"""Letters and digits; fewer are a stamped number or a heading of the archive, not the page's text."""

READABLE = 0.4
"""Share of known words below which a layer is damaged (a font without a table of letters, a foreign alphabet)."""

AGREES = 0.98
"""Likeness of a sample read anew from which the layer is taken as it is."""

SAMPLE = 8
"""Lines of the sample: a fifth of a full page."""


@dataclass(frozen=True, slots=True)
class Merit:
    """How much of a reading is words: ``known`` letters stand in words of the list, of ``letters`` in all."""

    known: int
    letters: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 0 where there is no word at all."""
        return self.known / self.letters if self.letters else 0.0

    def holds_against(self, other: "Merit") -> bool:
        """Is this reading at least as good as the other: as much of it words, and no less of the page?"""
        return self.share >= other.share and self.known >= 0.98 * other.known


def layer_lines(words: Sequence[Word]) -> tuple[Line, ...]:
    """A file's own words as lines; their order in the file counts for nothing."""
    return into_lines(words)


def letters_of(lines: Iterable[Line]) -> int:
    """How many letters and digits."""
    return sum(character.isalnum() for line in lines for word in line.words for character in word.text)


def merit(lines: Iterable[Line]) -> Merit:
    """Counted over words of three letters and more; names and codes count against every reading alike."""
    known = letters = 0
    for line in lines:
        for token in re.findall(r"[^\W\d_]{3,}", line.text):
            letters += len(token)
            known += len(token) if is_word(token.lower()) else 0
    return Merit(known, letters)


def sample_of(lines: Sequence[Line]) -> tuple[tuple[Line, ...], Box] | None:
    """Lines in the middle of the page that hold most text, and the box around them; None of too few lines."""
    boxed = [line for line in lines if line.box and len(line.text) >= 8]
    if len(boxed) < 3:
        return None
    size = min(SAMPLE, len(boxed))
    begin = max(range(len(boxed) - size + 1), key=lambda at: sum(len(line.text) for line in boxed[at : at + size]))
    chosen = tuple(boxed[begin : begin + size])
    return chosen, Box.around([line.box for line in chosen if line.box])


def likeness(ours: Sequence[Line], theirs: Sequence[Line]) -> float:
    """How alike two readings of one place are, spaces and letter case left aside: 1 is the same."""
    first, second = (re.sub(r"\s+", "", "".join(line.text for line in lines)).upper() for lines in (ours, theirs))
    return Levenshtein.normalized_similarity(first, second)


def is_word(token: str) -> bool:
    """Is it in the list of English words, or a word of telegrams? Small letters are wanted."""
    return token in _words()


_TELEGRAMS = """
rpt unclas confd confid topsec secstate washdc amembassy amconsul usmission deptel embtel mytel ourtel yourtel refs
reftel immed opimmed niact emb dept info jan feb mar apr jun jul aug sep sept oct nov dec tel subj para exdis nodis
limdis noforn gds tags foll asap sec con fonmin govt
"""


@cache
def _words() -> frozenset[str]:
    """Some 80,000 English words, from the wheel of ``symspellpy`` (MIT), and those of telegrams."""
    spec = importlib.util.find_spec("symspellpy")
    if spec is None or not spec.origin:
        return frozenset(_TELEGRAMS.split())
    path = Path(spec.origin).with_name("frequency_dictionary_en_82_765.txt")
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    return frozenset([*(row.split()[0] for row in rows if row.strip()), *_TELEGRAMS.split()])
