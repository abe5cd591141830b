"""Damaged letters -> the word meant, or none: edit distance that knows which shapes reading confuses."""

import math
import re
from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import cache, lru_cache

from briefbook.text.months import SHORT_MONTH


class Likeness(IntEnum):
    """How readily one character is read as another. A view of the table has all pairs up to its likeness."""

    CLOSE = 1  # on any typed page that is read badly
    USUAL = 2  # with worn type, a dry ribbon or a carbon
    REMOTE = 3  # seen, in texts of which every twelfth letter is wrong


# Origin: shapes of typewriter and teleprinter faces, and what Tesseract, RapidOCR and the recogniser of this package
# made of typed pages; reading, headings, quotations and searches once had a table each. CLOSE: pairs of at least three
# of these; USUAL: of two, or of one that holds letters against the ink; REMOTE: of quotations alone, which were
# collected from damaged copies of printed editions.
_PAIRS = {
    Likeness.CLOSE: (
        "0c 0d 0g 0o 0q 1i 1j 1l 2z 38 4a 5s 6g 8b ao bd bh bp br cd ce cg co cq dg do dq dr ef eg eo er es fp fr "
        "ft go gq hk hm hn hw ij il it jl km kn kw kx lt mn mw nw oq pr rt uv uy vw vy"
    ),
    Likeness.USUAL: (
        "!1 !i !j !l !t !| 06 08 17 1t 1| 35 3b 49 56 58 68 7z 8s 9g 9q ae ah be bs dp eq i| jt j| kr l| "
        "nr nu ou pt sz ty t|"
    ),
    Likeness.REMOTE: (
        "!7 !f !r 0a 0e 0u 14 1f 1r 27 36 3e 3g 3s 4r 5b 5g 6b 6s 7f 7i 7j 7l 7r 7t 8e 8g 9y ac ad ag aq ar as au "
        "bf bg bk bl bm bn bv bw cr cu de df dn dt du ep eu ey fi fj fl fn gs gu gy hl hr ht ir jr kl ku lm ln lr "
        "lw mr no np nv ny qu qy rv rw uw vx wy xy"
    ),
}

# one character read as two or three, or the other way round
_RUNS = {
    Likeness.CLOSE: "m=rn m=nn m=in d=cl u=ii w=vv h=li n=ri",
    Likeness.USUAL: "h=fi",
    Likeness.REMOTE: "m=ni m=iii w=vy h=ii u=li n=ii k=lc b=lo g=cj a=ci q=cl",
}

FIGURE_LETTERS = {
    "0": "OQDC", "1": "LITJ", "2": "Z", "3": "BS", "4": "A", "5": "S", "6": "GB", "7": "TF", "8": "B", "9": "GQ",
}  # fmt: skip
"""The letters that a figure is read as, the likeliest first. Narrower than the table: it changes what a number says."""


@cache
def pairs(likeness: Likeness) -> frozenset[tuple[str, str]]:
    """Pairs of lower-case characters that are confused with each other, in both directions.

    >>> ("u", "v") in pairs(Likeness.CLOSE), ("n", "u") in pairs(Likeness.CLOSE), ("n", "u") in pairs(Likeness.USUAL)
    (True, False, True)
    """
    listed = (pair for level, row in _PAIRS.items() if level <= likeness for pair in row.split())
    return frozenset(both for pair in listed for both in ((pair[0], pair[1]), (pair[1], pair[0])))


@cache
def runs(likeness: Likeness) -> frozenset[tuple[str, str]]:
    """Pairs of a character and the two or three it is read as, small letters; each pair both ways.

    >>> sorted(other for read, other in runs(Likeness.CLOSE) if read == "m")
    ['in', 'nn', 'rn']
    """
    listed = (pair.split("=") for level, row in _RUNS.items() if level <= likeness for pair in row.split())
    return frozenset(both for left, right in listed for both in ((left, right), (right, left)))


@cache
def alike(character: str, likeness: Likeness = Likeness.USUAL) -> str:
    """The characters that one is taken for, in order; capitals for a capital or figure, small letters for a small one.

    >>> alike("U", Likeness.CLOSE), alike("u", Likeness.CLOSE), alike("7")
    ('VY', 'vy', '1Z')
    """
    others = "".join(sorted(other for read, other in pairs(likeness) if read == character.lower()))
    return others if character.islower() else others.upper()


HEADING_VIEW = Likeness.USUAL
"""The view of ``distance`` and ``nearest``, by which headings are read; chosen with bench/cables.py."""

LEAST_COST = 0.35
"""What a letter costs that was read as another of like shape; any other change costs 1."""

_COSTS: dict[str, dict[str, float]] = {}  # of a capital read: what the capitals meant cost that cost less than 1
for _read, _meant in pairs(HEADING_VIEW):
    _COSTS.setdefault(_read.upper(), {_read.upper(): 0.0})[_meant.upper()] = LEAST_COST


MAX_WORD_DISTANCE = 0.34
"""Largest distance, as a share of the lexicon word's length, at which a damaged word counts as read."""

_DIGITS = str.maketrans(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "!": "1", "|": "1", "S": "5", "B": "8", "Z": "2"}
)
_LETTERSPACED = re.compile(r"[A-Z](?<![A-Za-z0-9][A-Z])[ -](?:[A-Z][ -]){2,}[A-Z](?![A-Za-z0-9'])")
_SPACED_APART = re.compile(r"[ -][A-Z][ -][A-Z][ -]")
"""What every letter-spaced word of four letters or more holds."""
_JUNK = re.compile(r"[^A-Z0-9!|]")


@lru_cache(maxsize=200_000)
def distance(read: str, meant: str) -> float:
    """The weighted edit distance of two words in capitals.

    Args:
        read: The word as read.
        meant: The word that it may be.

    Returns:
        The sum of the costs: 0.35 for a confusion of like shapes, 1 for any other letter changed, added or lost.

    >>> distance("NCV", "NOV"), distance("SECRET", "SECRET")
    (0.35, 0.0)
    """
    return _distance(read, meant, math.inf)


def _distance(read: str, meant: str, limit: float) -> float:
    """The same, or infinity as soon as a limit is exceeded."""
    if read == meant:
        return 0.0
    start, end, shorter = 0, 0, min(len(read), len(meant))
    while start < shorter and read[start] == meant[start]:  # what both begin and end with costs nothing
        start += 1
    while end < shorter - start and read[-1 - end] == meant[-1 - end]:
        end += 1
    read, meant = read[start : len(read) - end], meant[start : len(meant) - end]
    if not read or not meant:
        return float(len(read) + len(meant))
    if limit < len(read):
        letters = set(meant)
        alone = sum(_COSTS[left].keys().isdisjoint(letters) if left in _COSTS else left not in letters for left in read)
        if alone > limit:
            return math.inf  # each of these letters costs 1, whatever it stands for
    before = [float(j) for j in range(len(meant) + 1)]
    for i, left in enumerate(read, 1):  # compared by hand, for this is asked a hundred times a page
        costs = _COSTS.get(left) or {left: 0.0}
        diagonal, least = before[0], float(i)
        smallest = least
        row = [least]
        for right, above in zip(meant, before[1:], strict=True):
            least = (above if above < least else least) + 1.0
            change = diagonal + costs.get(right, 1.0)
            if change < least:
                least = change
            if least < smallest:
                smallest = least
            row.append(least)
            diagonal = above
        if smallest > limit:
            return math.inf  # no later row has less
        before = row
    return before[-1]


@cache
def _levenshtein() -> Callable[..., int]:
    """The edit distance; loaded where one is asked for, for no list or search waits for it."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance


def distance_within(read: str, meant: str, limit: float) -> float | None:
    """The weighted edit distance of two words in capitals where it is small; much faster than ``distance`` where not.

    Args:
        read: The word as read, of any length.
        meant: The word that it may be.
        limit: The largest distance asked for.

    Returns:
        The distance; None if it is larger than the limit.

    >>> distance_within("NCV", "NOV", 1.0), distance_within("WEDNESDAY", "NOV", 1.0)
    (0.35, None)
    """
    changes = int(limit / LEAST_COST + 1e-9)  # no letter changed, added or lost costs less
    if _levenshtein()(read, meant, score_cutoff=changes) > changes:
        return None
    cost = _distance_up_to(read, meant, limit)
    return cost if cost <= limit else None


@lru_cache(maxsize=200_000)
def _distance_up_to(read: str, meant: str, limit: float) -> float:
    return _distance(read, meant, limit)


def nearest(read: str, lexicon: Iterable[str], *, limit: float = MAX_WORD_DISTANCE) -> tuple[str, float] | None:
    """The only word of the lexicon that a damaged word can be.

    Args:
        read: The word as read.
        lexicon: Words in capitals; blanks in them do not count.
        limit: The largest distance, as a share of the length of the lexicon's word, 0 to 1.

    Returns:
        The word, and its distance as such a share; None if no word is within the limit, or two are as near.

    >>> nearest("TOPSFC", ("TOPSEC", "SECRET"))[0]
    'TOPSEC'
    >>> nearest("MORE", ("TOPSEC", "SECRET")) is None
    True
    """
    from rapidfuzz import process

    plain = _JUNK.sub("", read.upper())
    if isinstance(lexicon, tuple | frozenset) and len(lexicon) > _MIN_PARTED:
        bares, words = _of_length(_Lexicon(lexicon), len(plain), limit)
    else:
        words = tuple(lexicon)
        bares = _without_blanks(words)
    longest = max(len(plain) + 1.0, len(plain) / (1 - limit)) if limit < 1 else max(map(len, bares), default=0)
    changes = int((longest * limit + 1e-9) / LEAST_COST + 1e-9)
    best: list[tuple[float, str]] = []
    shapes, alike_to_any = _shapes_of(plain)
    for bare, changed, at in process.extract(plain, bares, scorer=_levenshtein(), score_cutoff=changes, limit=None):
        largest = len(bare) * limit + 1e-9
        if not _is_of_length(bare, len(plain), limit) or changed > int(largest / LEAST_COST + 1e-9):
            continue
        alone = sum([shape.isdisjoint(bare) for shape in shapes])
        if alone + LEAST_COST * (changed - alone) > largest:
            continue  # a letter with none of like shape in the other word costs 1, and every further change something
        alone = sum([letter not in alike_to_any for letter in bare])
        if alone + LEAST_COST * (changed - alone) > largest:
            continue
        cost = _distance_up_to(plain, bare, largest)
        if cost <= largest and cost / len(bare) <= limit:
            best.append((cost / len(bare), words[at]))
    if not best:
        return None
    best.sort()
    if len(best) > 1 and best[1][0] - best[0][0] < 0.05:
        return None
    return best[0][1], best[0][0]


@lru_cache(maxsize=20_000)
def _shapes_of(plain: str) -> tuple[list[frozenset[str]], frozenset[str]]:
    """The letters of like shape of each letter of a word, and of any."""
    shapes = [frozenset(_COSTS.get(letter, (letter,))) for letter in plain]
    return shapes, frozenset().union(*shapes)


def _is_of_length(bare: str, length: int, limit: float) -> bool:
    """May a word be what a damaged one of so many letters means?"""
    return abs(len(bare) - length) <= max(1, len(bare) * limit)


_MIN_PARTED = 16
"""Words from which on a lexicon is parted by their length, so that each damaged word is held against few of them."""


class _Lexicon:
    """A lexicon that never changes, known by its identity: to compare thousands of words would take too long."""

    __slots__ = ("words",)

    def __init__(self, words: tuple[str, ...] | frozenset[str]) -> None:
        self.words = words

    def __hash__(self) -> int:
        return id(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Lexicon) and other.words is self.words


@lru_cache(maxsize=2_000)
def _of_length(lexicon: _Lexicon, length: int, limit: float) -> tuple[list[str], tuple[str, ...]]:
    """The words of a lexicon that a damaged word of so many letters may mean, without their blanks and with them."""
    pairs_of_words = [(word.replace(" ", ""), word) for word in lexicon.words]
    near = [pair for pair in pairs_of_words if _is_of_length(pair[0], length, limit)]
    return [bare for bare, _ in near], tuple(word for _, word in near)


@lru_cache(maxsize=64)
def _without_blanks(words: tuple[str, ...]) -> list[str]:
    return [word.replace(" ", "") for word in words]


def digits(read: str) -> tuple[str, bool] | None:
    """Figures out of figures with letters among them, and whether any was repaired; None if mostly letters.

    >>> digits("32I6"), digits("12"), digits("SO")
    (('3216', True), ('12', False), None)
    """
    if read.isdigit():
        return read, False
    figures = sum(letter.isdigit() for letter in read)
    repaired = read.upper().translate(_DIGITS)
    if repaired.isdigit() and figures * 2 >= len(read):
        return repaired, True
    return None


_INSIDE = str.maketrans({"0": "O", "1": "I", "5": "S", "8": "B", "l": "I"})


def mend_words(text: str) -> str:
    """Repair figures that were read inside words in capitals; words that may have figures stay.

    >>> mend_words("SOVIET W1THDRAWAL FROM C130 BASE")
    'SOVIET WITHDRAWAL FROM C130 BASE'
    """
    return re.sub(
        r"\b[A-Z0158l]*[A-Z]{2}[A-Z0158l]*\b",
        lambda match: (
            match[0].translate(_INSIDE)
            if len(match[0]) >= 5
            and sum(letter.isupper() for letter in match[0]) >= 0.6 * len(match[0])
            and match[0][-1].isupper()
            else match[0]
        ),
        text,
    )


_FIGURE = re.compile(r"[0-9]")
_BESIDE_FIGURES = re.compile(r"[0-9:][lIO]|[lIO][0-9]|[A-Z] ?0|0 ?[A-Z]")
_ZERO = re.compile(
    r"(?<![A-Za-z0-9/&-])(?:[TN]0|0[FN]|(?=[A-Z0]{3})(?=[A-Z0]*[A-Z]0*[A-Z])[A-Z0]*[A-Z]0[A-Z0]*|0[A-Z]{2,})(?![A-Za-z0-9-])"
)
_ONE = re.compile(r"(?<=\d)[lI](?=[\d\s/.,:-]|st|th|$)|(?<![A-Za-z0-9])[lI](?=\d)")
_NOUGHT = re.compile(
    r"(?<=\d)O(?=[\d.,;:\s]|$)|(?<=\d:)O(?=\d)|(?<![A-Za-z0-9-])O(?=\d{2})|(?<=\d{5})OZ\b|(?<=PAGE )O(?=\d)"
)
_APART = re.compile(r"(?<=\b[A-Z] )0(?= [A-Z]\b)")
_CAPITAL_I = re.compile(r"l(?<=[A-Z]l)(?=[A-Z])|(?<![\w'’])l(?=[A-Z]{3})")
_ELEVENTH = re.compile(rf"[Ll][Ll](?<![\w'’][Ll][Ll])(?=(?i:th)?\s(?i:{SHORT_MONTH}))")


def fix_letter_digits(text: str) -> str:
    """Noughts among a word's letters as O, l among capitals as I, and l, I and O among figures as 1 and 0.

    Only where it can be nothing else; no letter is added or lost.

    >>> fix_letter_digits("INC0MING T0 SECRETARY 0F STATE"), fix_letter_digits("DL4O2 CTF 0")
    ('INCOMING TO SECRETARY OF STATE', 'DL402 CTF 0')
    >>> fix_letter_digits("N0. 2O7 0F l3th MAY l963")
    'NO. 207 OF 13th MAY 1963'
    >>> fix_letter_digits("ll APRIL: we'll see, 4OZ, A00"), fix_letter_digits("PRECEDENCE:O 240215Z")
    ("11 APRIL: we'll see, 4OZ, A00", 'PRECEDENCE:O 240215Z')
    """
    beside = _FIGURE.search(text) and _BESIDE_FIGURES.search(text)
    if not beside and not ("l" in text and (_CAPITAL_I.search(text) or ("ll" in text and _ELEVENTH.search(text)))):
        return text  # as most lines are: a quick test saves the repair
    if beside and "0" in text:  # before each repair a question that is quicker
        if _ZERO_BESIDE.search(text):
            text = _ZERO.sub(lambda match: match[0].replace("0", "O"), text)
        if " 0 " in text:
            text = _APART.sub("O", text)
    text = _ELEVENTH.sub("11", _CAPITAL_I.sub("I", text))
    if _ONE_BESIDE.search(text):
        text = _ONE.sub("1", text)
    return _NOUGHT.sub(lambda match: match[0].replace("O", "0"), text) if _NOUGHT_BESIDE.search(text) else text


_ZERO_BESIDE = re.compile(r"[A-Z]0|0[A-Z]")
_ONE_BESIDE = re.compile(r"\d[lI]|[lI]\d")
_NOUGHT_BESIDE = re.compile(r"[\d:]O|O\d")


def join_letterspaced(text: str) -> str:
    """Join words that are typed with blanks or hyphens between their letters.

    >>> join_letterspaced("S E C R E T STATE 041961"), join_letterspaced("S-E-C-R-E-T")
    ('SECRET STATE 041961', 'SECRET')
    """
    if not _SPACED_APART.search(text):
        return text  # as most lines are: a quick test saves the search
    return _LETTERSPACED.sub(lambda match: re.sub("[ -]", "", match[0]), text)
