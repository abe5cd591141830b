"""Parse a quotation: the words that must be in the source, and the gaps that the author marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from briefbook.checks.quotations.authors_hand import DENYING_LETTERS, is_abbreviated, is_completed
from briefbook.text.lexicon import is_word
from briefbook.text.spelt_marks import is_town
from briefbook.text.tokens import tokens_of

_SIC = re.compile(
    r"[\[(]\s*(?:sic|sic!|emphasis (?:added|mine|in (?:the )?original)|italics (?:added|mine))\s*[.!]?\s*[\])]", re.I
)
_MARKDOWN = re.compile(r"\[\^[^\[\]]+\]|\\(?=[\[\]*_.()!\"'#>-])|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|&nbsp;")
_PIECE = re.compile(
    r"(?P<dots>\[\s*(?:\.\s?){2,}\]|\[\s*…\s*\]|(?:\.\s?){3,}|…+\.?|(?<=\s)\*\s\*\s\*(?=\s))"
    r"|(?P<completed>(?<![^\W_])(?:[^\W_]+\[[^\W_]+\]){2,}[^\W_]*)"
    r"|(?P<before>(?<![^\W_])[^\W_]+|)\[(?P<inside>[^\[\]]*)\](?P<after>[^\W_]*)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word that the source must have; ``pattern`` if it has brackets: seem[ed] matches SEEM, SEEMS, SEEMED.

    ``completed``: the whole word where several brackets complete it: "lieutenant" for L[ieu]t[enant], of which the
    text is "lt". ``is_list_mark``: it is the letter or number of a point of a list or of a paragraph, not a word of its
    sentence. ``glued``: the next word is written on to it. ``raw``: what stands between two blanks with the word in
    it, nothing stripped, and a sign that stands alone before it: ": 10".
    """

    text: str
    glued: bool = False
    pattern: re.Pattern[str] | None = None
    as_written: str = ""
    head: int = 0  # letters of the text that stand before the brackets
    inside: str = ""  # the letters in the brackets
    completed: str = ""
    is_list_mark: bool = False
    raw: str = ""

    def letters_outside_brackets(self, token: str) -> str:
        """The letters of the source's token that are outside the author's brackets: four of SEEMS for seem[ed]."""
        if self.pattern is None or self.completed:
            return token
        tail = len(self.text) - self.head
        return token[: self.head] + (token[-tail:] if tail else "")

    def fits(self, token: str) -> bool:
        """Whether the source's token is this word."""
        if self.pattern is None:
            return self.text == token
        if self.completed:
            return token == self.completed or is_abbreviated(self.text, self.completed, token)
        return is_completed(self.text[: self.head], self.inside, self.text[self.head :], token)

    def has_letters_of(self, token: str) -> bool:
        """Whether the source's token has the letters outside the brackets, whatever it has in their place."""
        head, tail = self.text[: self.head], self.text[self.head :]
        return (
            self.pattern is not None
            and not self.completed
            and token.startswith(head)
            and token.endswith(tail)
            and len(token) >= len(self.text) > 0
        )

    def denies(self, token: str) -> bool:
        """Whether the brackets bring in a denial that the source's token, misread or not, does not have."""
        if self.inside not in DENYING_LETTERS:
            return False
        whole = self.text[: self.head] + self.inside + self.text[self.head :]
        return Levenshtein.distance(self.text, token) < Levenshtein.distance(whole, token)


def raw_writing(tokens: Sequence[Token]) -> str:
    """Neighbouring words as the author wrote them, with the signs between and beside them.

    >>> raw_writing(read_quotation("of 1 : 10, at 9.30").runs[0][1:3])
    '1 : 10,'
    """
    starts = (k for k in range(len(tokens)) if k == 0 or not tokens[k - 1].glued)
    return " ".join(tokens[k].raw or tokens[k].as_written for k in starts)


@dataclass(frozen=True, slots=True)
class Gap:
    """Words that the author left out (an ellipsis) or put into brackets instead (``inside``)."""

    inside: str | None = None
    ends_sentence: bool = False  # four dots: the author says that a sentence ends there
    leaves_out: bool = False  # brackets with an ellipsis beside them: "[the consul] … did not speak"

    @property
    def limit(self) -> int:
        """How many words of the source may be here."""
        return 400 if self.inside is None or self.leaves_out else 12


@dataclass(frozen=True)
class Quoted:
    """Runs of words with the gaps between them: ``gaps[i]`` is between ``runs[i]`` and ``runs[i + 1]``.

    ``opening`` and ``closing`` are the words in brackets before the first run and behind the last, if there are any.
    """

    words: str
    runs: tuple[tuple[Token, ...], ...]
    gaps: tuple[Gap, ...]
    opening: str | None = None
    closing: str | None = None

    @cached_property
    def size(self) -> int:
        """The number of words that must be found."""
        return sum(len(run) for run in self.runs)

    @cached_property
    def plain(self) -> str:
        """The words alone, separated by blanks."""
        return " ".join(token.text for run in self.runs for token in run)


def read_quotation(words: str, *, brackets_are_words: bool = False) -> Quoted:
    """Parse an author's quotation.

    Args:
        words: The quotation as written.
        brackets_are_words: Brackets of several words belong to the source, as an editor's do, not to the author.

    >>> quoted = read_quotation("“He [Castro] seem[ed] dissatisfied … with everything [sic],”")
    >>> [[token.text for token in run] for run in quoted.runs]
    [['he'], ['seem', 'dissatisfied'], ['with', 'everything']]
    >>> [gap.inside for gap in quoted.gaps]
    ['Castro', None]
    """
    text = _SIC.sub(" ", words.replace("\u00a0", " ").replace("\u00ad", ""))
    text = _MARKDOWN.sub("", text)
    runs: list[list[Token]] = [[]]
    gaps: list[Gap] = []
    position = 0
    for match in _PIECE.finditer(text):
        runs[-1] += _plain(text[position : match.start()])
        position = match.end()
        if match["dots"]:
            _open(
                runs,
                gaps,
                Gap(ends_sentence=match["dots"].count(".") > 3 or text[: match.start()].rstrip()[-1:] in ".?!"),
            )
            continue
        if match["completed"]:
            runs[-1] += _completed(match["completed"])
            continue
        before, inside, after = match["before"], match["inside"], match["after"]
        if brackets_are_words and not before and not after:
            runs[-1] += _plain(inside)
        elif not before and (not after or not tokens_of(inside)):  # a sign before a number, [€]500, replaces another
            _open(runs, gaps, Gap(inside))
            runs[-1] += _plain(after)
        else:
            runs[-1] += _bracketed(before, inside, after, match.group())
    runs[-1] += _plain(text[position:])
    opening = closing = None
    if not runs[-1] and len(runs) > 1:
        runs.pop()
        closing = gaps.pop().inside
    if not runs[0] and len(runs) > 1:
        runs.pop(0)
        opening = gaps.pop(0).inside
    return Quoted(words, tuple(tuple(run) for run in runs), tuple(gaps), opening, closing)


def _open(runs: list[list[Token]], gaps: list[Gap], gap: Gap) -> None:
    if not runs[-1] and gaps:  # two gaps together are one, with what stands in the brackets of both
        last = gaps[-1]
        inside = [one.inside for one in (last, gap) if one.inside is not None]
        gaps[-1] = Gap(
            " ".join(inside) if inside else None,
            last.ends_sentence or gap.ends_sentence,
            leaves_out=bool(inside) and (last.leaves_out or gap.leaves_out or len(inside) < 2),
        )
        return
    runs.append([])
    gaps.append(gap)


def _plain(text: str) -> list[Token]:
    tokens = []
    ended = True  # did the word before end a sentence?
    sign = ""
    for chunk in text.split():
        parts = _whole(tokens_of(chunk))
        written = chunk.strip("\"“”„'‘’.,;:!?()—" if _RANGE_SIGN.match(chunk) else "\"“”„'‘’.,;:!?()—–")
        mark = _LIST_LETTER.fullmatch(chunk) or (ended and _PARAGRAPH_NUMBER.fullmatch(chunk))
        tokens += [
            Token(part, glued=i + 1 < len(parts), as_written=written, is_list_mark=bool(mark), raw=sign + chunk)
            for i, part in enumerate(parts)
        ]
        sign = "" if parts else f"{sign}{chunk} "
        ended = chunk.endswith((".", ":", ";"))
    texts = [token.text for token in tokens]
    return [token for i, token in enumerate(tokens) if token.text not in _MARKS or is_town(texts, i, spelt=False)]


_LIST_LETTER = re.compile(r"\(?[A-Za-z]\)")
_PARAGRAPH_NUMBER = re.compile(r"\(?[0-9]{1,2}[.)]")
_RANGE_SIGN = re.compile(r"\W*–\d")


def _whole(parts: tuple[str, ...]) -> tuple[str, ...]:
    """A word that a hyphen parts, one piece of which is no word, in one: corr-espondents, as a line's end left it."""
    if len(parts) != 2 or not all(part.isalpha() and len(part) > 1 for part in parts):
        return parts
    whole = "".join(parts)
    return (whole,) if is_word(whole) and not (is_word(parts[0]) and is_word(parts[1])) else parts


_MARKS = frozenset(("comma", "semicolon", "colon", "quote", "unquote", "unqte", "qte"))


def _completed(written: str) -> list[Token]:
    """A word that several brackets complete, L[ieu]t[enant]: the source has it whole, or the letters outside alone."""
    outside = "".join(tokens_of(re.sub(r"\[[^\[\]]*\]", "", written)))
    whole = "".join(tokens_of(written.replace("[", "").replace("]", "")))
    pattern = re.compile(f"(?:{re.escape(whole)}|{re.escape(outside)})")  # a part of the expression for its run
    return [Token(outside, pattern=pattern, as_written=written, completed=whole)]


def _bracketed(before: str, inside: str, after: str, whole: str) -> list[Token]:
    """A word with brackets in it: what stands outside must be in the source, inside a few letters may differ."""
    head, tail = "".join(tokens_of(before)), "".join(tokens_of(after))
    room = max(3, len("".join(tokens_of(inside))) + 2)
    pattern = re.compile(re.escape(head) + rf"[a-z0-9]{{0,{room}}}" + re.escape(tail))
    letters = "".join(tokens_of(inside))
    return [Token(head + tail, pattern=pattern, as_written=whole, head=len(head), inside=letters)]
