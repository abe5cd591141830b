"""Divide a page into blocks by its words' places: body, heading, columns, tables, routing, distribution.

A river is a band without words that goes down through several lines. What stands on either side of it tells what it
is between: two columns of prose, which are read one after the other; prose and a column of offices, which is an action
column and no part of the text; or a label and its value, an item's number and its words, which stay in one line. Rows
whose words begin or end below each other in several columns are a table. A line of offices is a routing strip, and what
stands below a head like "Distribution:" is a distribution list. Nothing is known of any form here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from briefbook.model.page import Box, Kind, Line, Region, Word
from briefbook.text.lexicon import is_word
from briefbook.text.offices import bare, heads, is_label, is_office, is_office_code

MIN_RIVER = 1.6
"""Widths of a letter of a river between prose and prose or offices; a typist's word space is one letter."""

MIN_CELL_GAP = 1.9
"""Widths of a letter between the cells of a table: more than one blank."""

MAX_ROW_DISTANCE = 3.5
"""Times the lines' distance that two rows of one block are apart at most."""

MIN_ROWS_OF_COLUMN, MIN_ROWS_OF_SPREAD = 8, 5
"""Rows on each side of a river between two columns of prose, on a page and on a picture wider than high."""

MIN_FILL, MIN_WORDS_OF_PROSE = 0.5, 2.5
"""The share of its column that a row of prose fills, and its words, in the median."""

MAX_NARROW, MAX_NARROW_LETTERS = 0.35, 14.0
"""The share of the text's width that a column of offices has at most, and its letters in a row, in the median."""

WIDE_GAP, MAX_CELLED, MIN_LETTERS_OF_PROSE = 3.0, 0.2, 10
"""Widths of a letter of a gap that no sentence has, and the share of rows with one above which what stands beside a
river is a table; letters of a row of prose in a column, in the median."""

MIN_COLUMN_ROWS, MIN_COLUMN_EVIDENCE, MAX_INDEPENDENCE, MIN_KNOWN_OFFICES = 4, 0.6, 0.2, 2
"""Rows of a column of offices, how many of them are known, what is added if none of its rows is level with the text's,
and what its words say in the mean of the rows: 1 for an office that is known, 0.6 for a
code that may be one, 1.5 for a head like ACTION, less for words, labels and an item's number."""

MAX_BESIDE = 0.75
"""Times the lines' distance by which rows beside each other are off each other at most."""

MIN_INDEPENDENCE_OF_MARGIN, MIN_MARGIN_ROWS, MARGIN_EVIDENCE = 0.7, 5, 0.5
"""The share of a narrow column's rows that are not level with the text's where it is a list in the margin whatever its
words are, its rows, and what it counts as evidence."""

MIN_TABLE_ROWS, MIN_TABLE_ROWS_OF_TWO = 3, 4
"""Rows of a table of three columns and more, and of one of two."""

MAX_CELL_WORDS = 4
"""Words of a table's cell, in the median; of the longest cell of a row where there are two columns."""

ALIGNED = 1.2
"""Widths of a letter by which the edges of a table's column are off each other at most."""

MIN_STRIP_CODES, MIN_STRIP_SHARE, MIN_STRIP_KNOWN = 4, 0.7, 0.5
"""Offices in a routing strip, their share of its words, and of those the share of offices that are known."""

MAX_LIST_WORDS, MAX_LIST_DISTANCE, MAX_LIST_LINES = 8, 2.3, 40
"""Words of an entry of a distribution list, times the lines' distance between entries, and how many there are."""

MIN_COPIES = 3
"""Entries like "2 - Registry" that make a distribution list without a head."""

MAX_GAP_OF_TEXT, MAX_GAP = 6.0, 2.5
"""Times the lines' distance between two lines of one block, of heading and body, and of all other kinds."""

MAX_COLUMNS = 6
"""Columns of offices beside a text."""

_TEXT = (Kind.MESSAGE, Kind.FORM, Kind.PAGE_LINE)
_COLUMNS, _LISTS, _LEFT, _RIGHT, _MARGIN_LEFT, _MARGIN_RIGHT = (
    "columns",
    "lists",
    "left",
    "right",
    "margin on the left",
    "margin on the right",
)
_DAY = re.compile(r"\W*\d{1,2}\s?[A-Z][A-Z]+\.?,?\s?(?:19)?\d\d\W*", re.I)
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,4})[.)]{1,2}|[-–—*•o]|[QA][.:]|\d{1,2}")
_COPIES = re.compile(r"(?:ORIG(?:INAL)?\.?(?:\s?(?:&|AND|PLUS|\+)\s?\d)?|\d{1,2})\s?[-–—]\s?\S", re.I)
_FIGURES = re.compile(r"[$£]?[\d.,/:%-]*\d[\d.,/:%-]*[A-Za-z%]?")
_ADDRESSED = re.compile(r"^\W*(?:TO|FROM|FM|INFO|ACTION|CITE|DIR|DE|REF|FOR|CC)\b|^(?:RR|PP|OO|ZZ)\s", re.I)


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's lines in reading order, each with its kind, and its blocks in the same order."""

    lines: tuple[Line, ...]
    blocks: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """What a page's type measures: the width of a letter, the distance of lines, the width of the text, in pixels."""

    letter: float
    pitch: float
    width: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Scale | None":
        words = [word for line in lines for word in line.words if word.box and len(word.text) > 2]
        if len(words) < 3:
            return None
        letter = median((word.box.right - word.box.left) / len(word.text) for word in words if word.box)
        high = median(word.box.bottom - word.box.top for word in words if word.box)
        steps = [step for step in _steps_down(lines) if step > 0.8 * high]
        pitch = min(median(steps) if steps else 2 * high, 3 * high)
        edges = [box for line in lines if (box := line.box)]
        width = max(box.right for box in edges) - min(box.left for box in edges)
        return cls(max(1.0, letter), max(1.0, pitch), max(1.0, float(width)))


def _steps_down(lines: Sequence[Line]) -> Iterator[float]:
    """How far below each line the next is that shares columns with it: columns have lines at heights of their own."""
    ordered = sorted((_middle(line), box.left, box.right) for line in lines if (box := line.box))
    for at, (middle, left, right) in enumerate(ordered):
        below = next((other for other in ordered[at + 1 :] if other[1] < right and other[2] > left), None)
        if below:
            yield below[0] - middle


@dataclass(frozen=True, slots=True)
class _River:
    """A band without words from left to right, through rows first to last, numbers of lines."""

    left: float
    right: float
    first: int
    last: int

    def part(self, line: Line) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """The words of a line on either side."""
        middle = (self.left + self.right) / 2
        left = tuple(word for word in line.words if word.box and word.box.right <= middle)
        return left, tuple(word for word in line.words if word not in left)


def lay_out(lines: Sequence[Line], *, is_spread: bool = False) -> Layout:
    """Divide a page into blocks.

    Args:
        lines: Its lines, with their kinds as far as they are known, from top to bottom, or in reading order where a
            reader has divided two columns already.
        is_spread: Is the picture wider than high, so that two pages may stand side by side?

    Returns:
        The lines, those of columns apart and in reading order, and the blocks. Lines without boxes stay as they are.
    """
    if any(word.box is None for line in lines for word in line.words) or not any(line.words for line in lines):
        return Layout(tuple(lines), ())
    ordered = [line for line in lines if line.kind in _TEXT and line.words]
    text = sorted(ordered, key=_middle)
    scale = _Scale.of([line for line in text if line.kind is Kind.MESSAGE])
    if scale is None:
        return Layout(tuple(lines), _blocks(lines, [], None, ()))
    rest = [line for line in lines if line.kind not in _TEXT or not line.words]
    beside = [line for line in rest if line.kind is Kind.MARGIN and line.words and _is_offices(line)]
    with_margins = _with_margins(text, beside)
    divided, taken, columns = _without_columns(with_margins, scale, is_spread=is_spread)
    if len(with_margins) > len(text):
        if any(line.kind is Kind.MARGIN for line in divided):  # they are no column
            divided, taken, columns = _without_columns(text, scale, is_spread=is_spread)
        else:
            rest = [line for line in rest if not any(line is office for office in beside)]
    text = divided if taken or columns else ordered  # where nothing is divided here, a reader may know the order
    text, columns = _lists(_strips(text), columns, scale)
    tables = _tables(text, scale)
    ordered = [*text, *taken, *rest]
    return Layout(tuple(ordered), _blocks(ordered, tables, scale, columns))


def _with_margins(text: list[Line], beside: Sequence[Line]) -> list[Line]:
    """The lines with offices that a reader took for scraps in the margin, where they stand from top to bottom."""
    return sorted([*text, *beside], key=_middle) if beside else text


def _is_offices(line: Line) -> bool:
    """Are all words of a line offices, or figures, or is it a head: what a column of offices may have in a row?"""
    words = [word.text for word in line.words]
    if heads(line.text, "column_heads"):
        return True
    return all(is_office_code(word) or word.isdigit() for word in words) and any(map(is_office_code, words))


def _middle(line: Line) -> float:
    boxes = [word.box for word in line.words if word.box]
    return median((box.top + box.bottom) / 2 for box in boxes)


# Rivers


def _without_columns(lines: list[Line], scale: _Scale, *, is_spread: bool) -> tuple[list[Line], list[Line], list[int]]:
    """The lines with columns one after the other; those of action columns taken out of them; where columns begin.

    The third are numbers of lines: the first of each column, and the first below the columns.
    """
    taken: list[Line] = []
    for _ in range(MAX_COLUMNS):
        meanings = [
            (worth, river, meaning)
            for river in _rivers(lines, scale)
            for worth, meaning in _meanings(lines, river, scale, is_spread=is_spread)
        ]
        if not meanings:
            break
        _, river, meaning = max(meanings, key=lambda known: known[0])
        lefts, rights = [], []
        for line in lines[river.first : river.last + 1]:
            left, right = river.part(line)
            lefts += [replace(line, words=left)] if left else []
            rights += [replace(line, words=right)] if right else []
        above, below = lines[: river.first], lines[river.last + 1 :]
        if meaning in (_COLUMNS, _LISTS):
            kind = Kind.MESSAGE if meaning == _COLUMNS else Kind.DISTRIBUTION
            both = [replace(line, kind=kind) if line.kind is Kind.MESSAGE else line for line in (*lefts, *rights)]
            begin, middle, end = len(above), len(above) + len(lefts), len(above) + len(both)
            return [*above, *both, *below], taken, [begin, middle, end]
        rest, column = (rights, lefts) if meaning in (_LEFT, _MARGIN_LEFT) else (lefts, rights)
        lines = [*above, *rest, *below]
        kind = Kind.ACTION_COLUMN if meaning in (_LEFT, _RIGHT) else Kind.MARGIN
        taken += [replace(line, kind=kind) for line in column]
    return lines, taken, []


def _rivers(lines: Sequence[Line], scale: _Scale) -> list[_River]:
    """The widest bands without words through several rows, begun at every gap inside a line and between two lines.

    Each comes twice: as far as it goes, and from the first to the last line that has words on both sides.
    """
    free = [_free(line, scale) for line in lines]
    middles = [_middle(line) for line in lines]
    begun = {(row, gap) for row, gaps in enumerate(free) for gap in gaps[1:-1]}
    begun |= {(row, gap) for row, (above, below) in enumerate(pairwise(free)) for gap in _steps(above, below, scale)}
    rivers = set()
    for row, (low, high) in begun:
        ends = [row, row]
        for side, step in enumerate((-1, 1)):
            at = row + step
            while 0 <= at < len(lines) and abs(middles[at] - middles[at - step]) < MAX_ROW_DISTANCE * scale.pitch:
                shared = ((max(low, begin), min(high, end)) for begin, end in free[at])
                begin, end = max(shared, key=lambda band: band[1] - band[0])
                if end - begin < MIN_RIVER * scale.letter:
                    break
                low, high, ends[side] = begin, end, at
                at += step
        river = _River(low, high, *ends)
        both = [at for at in range(ends[0], ends[1] + 1) if all(river.part(lines[at]))]
        for first, last in ((ends[0], ends[1]), (both[0], both[-1]) if both else (0, 0)):
            if last - first >= MIN_COLUMN_ROWS - 1:
                rivers.add(_River(low, high, first, last))
    return sorted(rivers, key=lambda river: (river.first, river.left, river.last, river.right))


def _steps(
    above: Sequence[tuple[float, float]], below: Sequence[tuple[float, float]], scale: _Scale
) -> Iterator[tuple[float, float]]:
    """What is free between the end of one of two lines and the beginning of the other."""
    for short, long in ((above, below), (below, above)):
        end, begin = short[-1][0], long[0][1]
        if begin - end >= MIN_RIVER * scale.letter:
            yield end, begin


def _free(line: Line, scale: _Scale) -> list[tuple[float, float]]:
    """Where a line has no words: before it, in its gaps from the narrowest river's width, behind it."""
    boxes = sorted((word.box.left, word.box.right) for word in line.words if word.box)
    gaps, end = [(float("-inf"), float(boxes[0][0]))], boxes[0][1]
    for left, right in boxes[1:]:
        if left - end >= MIN_RIVER * scale.letter:
            gaps.append((float(end), float(left)))
        end = max(end, right)
    return [*gaps, (float(end), float("inf"))]


def _meanings(lines: Sequence[Line], river: _River, scale: _Scale, *, is_spread: bool) -> Iterator[tuple[float, str]]:
    """What a river may be between, with how much that explains: columns on both sides, or offices on one."""
    parts = [river.part(line) for line in lines[river.first : river.last + 1]]
    sides = [[words for words in side if words] for side in zip(*parts, strict=True)]
    left, right = sides
    if not left or not right:
        return
    needed = MIN_ROWS_OF_SPREAD if is_spread else MIN_ROWS_OF_COLUMN
    beside = _beside(parts, scale)
    if all(_is_prose(side, needed, scale) for side in sides) and beside >= 0.5 * min(len(left), len(right)):
        yield 10.0 + min(len(left), len(right)), _COLUMNS
    offices = [_offices_evidence(side, scale) for side in sides]
    if min(offices) >= MIN_COLUMN_EVIDENCE and beside >= MIN_ROWS_OF_COLUMN:
        yield 20.0 + min(len(left), len(right)), _LISTS
        return
    for evidence, narrow, wide, position, meaning, margin in (
        (offices[0], left, right, 0, _LEFT, _MARGIN_LEFT),
        (offices[1], right, left, 1, _RIGHT, _MARGIN_RIGHT),
    ):
        if not _is_wide(wide, narrow):
            continue
        rows = [row for row in parts if row[position]]
        independence = sum(not row[1 - position] for row in rows) / len(rows)
        if evidence >= MIN_COLUMN_EVIDENCE - MAX_INDEPENDENCE * independence:
            yield (evidence + MAX_INDEPENDENCE * independence) * len(narrow), meaning
        elif independence >= MIN_INDEPENDENCE_OF_MARGIN and _is_margin(narrow, wide, scale):
            yield MARGIN_EVIDENCE * len(narrow), margin


def _beside(parts: Sequence[tuple[Sequence[Word], Sequence[Word]]], scale: _Scale) -> int:
    """How many rows of the side that has fewer have a row of the other side beside them, level or not."""
    middles = [[_middle(Line(tuple(words))) for words in side if words] for side in zip(*parts, strict=True)]
    fewer, more = sorted(middles, key=len)
    return sum(min(abs(middle - other) for other in more) < MAX_BESIDE * scale.pitch for middle in fewer)


def _is_margin(narrow: Sequence[Sequence[Word]], wide: Sequence[Sequence[Word]], scale: _Scale) -> bool:
    """Is a column of words a list in the margin of a text: short rows, close below each other, no labels or items?"""
    left, right = _edges(narrow)
    middles = [_middle(Line(tuple(row))) for row in narrow]
    texts = [_text(row) for row in narrow]
    return (
        len(narrow) >= MIN_MARGIN_ROWS
        and right - left <= MAX_NARROW * scale.width
        and median(map(len, texts)) <= MAX_NARROW_LETTERS
        and median(below - above for above, below in pairwise(middles)) < MAX_LIST_DISTANCE * scale.pitch
        and sum(is_label(text) or _ENUMERATOR.fullmatch(text) is not None for text in texts) <= MAX_CELLED * len(texts)
        and median(sum(map(str.isalpha, _text(row))) for row in wide) >= MIN_LETTERS_OF_PROSE
    )


def _is_wide(wide: Sequence[Sequence[Word]], narrow: Sequence[Sequence[Word]]) -> bool:
    """Is what stands beside a narrow column a text: rows of words, wider than the column?"""
    left, right = _edges(narrow)
    return (
        len(wide) >= MIN_COLUMN_ROWS
        and median(len(row) for row in wide) >= MIN_WORDS_OF_PROSE
        and max(map(_width, wide)) >= 1.5 * (right - left)
    )


def _is_prose(rows: Sequence[Sequence[Word]], needed: int, scale: _Scale) -> bool:
    """Are there so many rows that fill their column with words, and not with a table's cells?"""
    if len(rows) < needed:
        return False
    if sum(len(_cells(row, WIDE_GAP * scale.letter)) > 1 for row in rows) > MAX_CELLED * len(rows):
        return False
    if median(sum(map(str.isalpha, _text(row))) for row in rows) < MIN_LETTERS_OF_PROSE:
        return False
    widths = [_width(row) for row in rows]
    left, right = _edges(rows)
    words = sum(is_word(word.text.strip(".,;:()\"'").lower()) for row in rows for word in row)
    return (
        median(widths) >= MIN_FILL * (right - left)
        and median(len(row) for row in rows) >= MIN_WORDS_OF_PROSE
        and words >= 0.4 * sum(map(len, rows))
    )


def _offices_evidence(narrow: Sequence[Sequence[Word]], scale: _Scale) -> float:
    """How much speaks for a column of offices, in the mean of its rows; 0 where its measures are not a column's."""
    left, right = _edges(narrow)
    if len(narrow) < MIN_COLUMN_ROWS or right - left > MAX_NARROW * scale.width:
        return 0.0
    if median(sum(len(word.text) for word in row) for row in narrow) > MAX_NARROW_LETTERS:
        return 0.0
    headed = any(heads(_text(row), "column_heads") for row in narrow[:3])
    evidence = [_row_evidence(row, headed=headed) for row in narrow]
    known = sum(is_office(word.text) and len(word.text) > 1 for row in narrow for word in row)
    return sum(evidence) / len(evidence) if known + headed >= MIN_KNOWN_OFFICES else 0.0


def _row_evidence(row: Sequence[Word], *, headed: bool) -> float:
    text = _text(row)
    if heads(text, "column_heads"):
        return 1.5
    if is_label(text) or (len(row) == 1 and is_label(row[0].text)):
        return -1.0
    if _ENUMERATOR.fullmatch(text) and not text.isdigit():
        return -1.0
    return sum(_word_evidence(word.text, headed=headed) for word in row) / len(row)


def _word_evidence(text: str, *, headed: bool) -> float:
    if is_office(text):
        return 1.0 if len(text) > 1 else 0.5
    if is_office_code(text):
        return 0.6
    if not any(character.isalpha() for character in text):
        return 0.5 if headed else 0.2
    return -0.6 if is_word(text.lower().strip(".,;:()")) or len(text) > 8 else 0.0


# Strips and lists


def _strips(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of offices beside each other as routing strips."""
    return [
        replace(line, kind=Kind.ROUTING) if line.kind is Kind.MESSAGE and _is_strip(line) else line for line in lines
    ]


def _is_strip(line: Line) -> bool:
    """Are nearly all words of a line offices, set apart and not in a sentence's list, and behind no label?"""
    text = line.text
    words = [word.text for word in line.words if any(character.isalnum() for character in word.text)]
    if _ADDRESSED.match(text) or "," in text or ":" in text:
        return False
    codes = [word for word in words if is_office_code(word)]
    known = sum(is_office(word) and len(word) > 1 for word in codes)
    return (
        len(codes) >= MIN_STRIP_CODES
        and len(codes) >= MIN_STRIP_SHARE * len(words)
        and known >= max(3, MIN_STRIP_KNOWN * len(codes))
    )


def _lists(lines: Sequence[Line], columns: Sequence[int], scale: _Scale) -> tuple[list[Line], list[int]]:
    """The lines, those of distribution lists as such; what stands in another box beside a list is a line of its own.

    Numbers of lines in ``columns`` are those of the same lines in the result.
    """
    entries: dict[int, float] = {}  # a line of a list, and where another box begins
    for at, line in enumerate(lines):
        if line.kind is not Kind.MESSAGE or at in entries:
            continue
        cells = _cells(line.words, WIDE_GAP * scale.letter)
        if not heads(_text(cells[0]), "distribution_heads"):
            continue
        limit = _edges(cells[1:])[0] - scale.letter if len(cells) > 1 else float("inf")
        followers = list(_followers(lines, at, limit, scale))
        if followers or (len(cells[0]) > 1 and len(line.words) <= 2 * MAX_LIST_WORDS and not _is_bare_head(cells[0])):
            entries |= dict.fromkeys([at, *followers], limit)
    for first, behind in _copies(lines, scale):
        entries |= {at: entries.get(at, float("inf")) for at in range(first, behind)}
    result: list[Line] = []
    moved: dict[int, int] = {}
    for at, line in enumerate(lines):
        moved[at] = len(result)
        mine = tuple(word for word in line.words if word.box and word.box.left < entries.get(at, float("-inf")))
        others = tuple(word for word in line.words if word not in mine)
        result += [replace(line, words=mine, kind=Kind.DISTRIBUTION)] if mine else []
        result += [replace(line, words=others)] if others else []
    return result, [moved.get(at, len(result)) for at in columns]


def _is_bare_head(words: Sequence[Word]) -> bool:
    """Is a head all that stands there?"""
    return all(heads(word.text, "distribution_heads") or not word.text.strip(".,:;-") for word in words)


def _followers(lines: Sequence[Line], start: int, limit: float, scale: _Scale) -> Iterator[int]:
    """The lines of a list behind its head; those of which nothing stands in its box are passed over."""
    head, last = lines[start].box, lines[start]
    for at in range(start + 1, min(len(lines), start + MAX_LIST_LINES)):
        mine = [word for word in lines[at].words if word.box and word.box.left < limit]
        if not _is_close(last, lines[at], scale):
            return
        if not mine:
            continue
        if lines[at].kind is not Kind.MESSAGE or head is None or not _is_entry(mine):
            return
        if _edges([mine])[0] < head.left - 4 * scale.letter:
            return
        last = lines[at]
        yield at


def _copies(lines: Sequence[Line], scale: _Scale) -> Iterator[tuple[int, int]]:
    """Runs of lines that count copies, by number of the first and of the one behind the last."""
    at = 0
    while at < len(lines):
        end = at
        while (
            end < len(lines)
            and lines[end].kind is Kind.MESSAGE
            and _is_copies(lines[end])
            and (end == at or _is_close(lines[end - 1], lines[end], scale))
        ):
            end += 1
        if end - at >= MIN_COPIES and _count_alone(lines[at:end]):
            yield at, end
        at = max(end, at + 1)


def _is_entry(entry: Sequence[Word]) -> bool:
    """May words be an entry of a distribution list: few, no sentence, label, day or print of a form?"""
    words, text = [word.text for word in entry], _text(entry)
    if len(words) > MAX_LIST_WORDS or (is_label(words[0]) and not heads(text, "distribution_heads")):
        return False
    if _DAY.fullmatch(text):
        return False
    plain = [bare(word) for word in words if any(map(str.isalpha, word))]
    if len(plain) > 2 and text.upper() == text and all(is_word(word.lower()) for word in plain):
        return False  # the print of a form
    small = sum(word.islower() for word in words)
    return not (len(words) > 5 and small > 0.4 * len(words)) and not re.match(r"\d{1,2}\.\s+\S+(?:\s+[a-z]+){2}", text)


def _is_copies(line: Line) -> bool:
    return _COPIES.match(line.text) is not None and len(line.words) <= MAX_LIST_WORDS


def _count_alone(lines: Sequence[Line]) -> bool:
    """Do entries count copies, and not items: most of the counts are 1 or 2, or one is an original?"""
    counts = [match[0] for line in lines if (match := re.match(r"[A-Za-z]+|\d{1,2}", line.text))]
    if any(count.upper().startswith("ORIG") for count in counts):
        return True
    figures = [int(count) for count in counts if count.isdigit()]
    rising = all(below == above + 1 for above, below in pairwise(figures))
    return len(figures) == len(lines) and not rising and sum(figure <= 2 for figure in figures) >= 0.5 * len(figures)


def _is_close(above: Line, below: Line, scale: _Scale) -> bool:
    return abs(_middle(below) - _middle(above)) < MAX_LIST_DISTANCE * scale.pitch


# Tables


def _tables(lines: Sequence[Line], scale: _Scale) -> list[tuple[int, int]]:
    """The tables, each by its first line's number and the number behind its last."""
    rows = [_row_cells(line, scale) if line.kind is Kind.MESSAGE else [] for line in lines]
    tables, at = [], 0
    while at < len(lines):
        end, aligned, last = at + 1, 0, at
        while end < len(lines) and end - last <= 2 and _is_near(lines[end - 1], lines[end], scale):
            shared = _aligned(rows[last], rows[end], scale)
            if shared >= 2:
                aligned, last = max(aligned, shared), end
            elif len(rows[end]) > 1:
                break
            end += 1
        members = [row for row in rows[at : last + 1] if len(row) > 1]
        if last > at and _is_table(members, aligned):
            tables.append((at, last + 1))
            at = last + 1
        else:
            at += 1
    return tables


def _is_near(above: Line, below: Line, scale: _Scale) -> bool:
    return 0 < _middle(below) - _middle(above) < MAX_ROW_DISTANCE * scale.pitch


def _is_table(rows: Sequence[Sequence[Sequence[Word]]], aligned: int) -> bool:
    """Are rows with so many aligned columns a table: cells are short, and two columns have figures in one of them?"""
    if len(rows) < (MIN_TABLE_ROWS if aligned > 2 else MIN_TABLE_ROWS_OF_TWO):
        return False
    if sum(is_label(_text(cell)) for row in rows for cell in row[:-1]) > 0.3 * len(rows):
        return False
    cells = [cell for row in rows for cell in row]
    if median(len(cell) for cell in cells) > MAX_CELL_WORDS:
        return False
    if aligned < 3 and median(max(len(cell) for cell in row) for row in rows) > MAX_CELL_WORDS:
        return False
    if sum(len(cell) > 2 and cell[-1].text.endswith(".") for cell in cells) > MAX_CELLED * len(cells):
        return False  # sentences with two blanks between them
    figures = sum(_FIGURES.fullmatch(_text(cell)) is not None for cell in cells) / len(cells)
    return figures >= (0.15 if aligned > 2 else 0.3) or (aligned > 2 and len(rows) >= MIN_TABLE_ROWS_OF_TWO)


def _row_cells(line: Line, scale: _Scale) -> list[tuple[Word, ...]]:
    """The cells of a line; an item's number at its beginning is none."""
    cells = _cells(line.words, MIN_CELL_GAP * scale.letter)
    return cells[1:] if len(cells) > 1 and _ENUMERATOR.fullmatch(_text(cells[0])) and len(cells) < 3 else cells


def _cells(words: Sequence[Word], gap: float) -> list[tuple[Word, ...]]:
    """The words of a line between gaps of this many pixels and more."""
    cells: list[list[Word]] = []
    end = 0
    for word in words:
        if word.box is None:
            continue
        if not cells or word.box.left - end >= gap:
            cells.append([])
        cells[-1].append(word)
        end = word.box.right
    return [tuple(cell) for cell in cells]


def _aligned(above: Sequence[Sequence[Word]], below: Sequence[Sequence[Word]], scale: _Scale) -> int:
    """How many cells of two rows begin, or end, below each other."""
    reach = ALIGNED * scale.letter
    pairs = 0
    for cell in above:
        left, right = _edges([cell])
        pairs += any(
            abs(left - begin) < reach or abs(right - end) < reach for begin, end in (_edges([other]) for other in below)
        )
    return min(pairs, len(below))


def _edges(rows: Sequence[Sequence[Word]]) -> tuple[int, int]:
    boxes = [word.box for row in rows for word in row if word.box]
    return min(box.left for box in boxes), max(box.right for box in boxes)


def _width(words: Sequence[Word]) -> int:
    left, right = _edges([words])
    return right - left


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


# Blocks


def _blocks(
    lines: Sequence[Line], tables: Sequence[tuple[int, int]], scale: _Scale | None, columns: Sequence[int]
) -> tuple[Region, ...]:
    """The blocks of lines in reading order: of one kind each, of one column, without wide gaps."""
    kinds = [line.kind for line in lines]
    body = _first_of_body(lines, columns) if scale else 0
    for at, kind in enumerate(kinds):
        if kind is Kind.MESSAGE and at < body:
            kinds[at] = Kind.HEADING
    for first, behind in tables:
        for at in range(first, behind):
            kinds[at] = Kind.TABLE
    blocks: list[tuple[Kind, list[Box]]] = []
    pitch = scale.pitch if scale else 0.0
    for at, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        box = line.box
        if box is None:
            continue
        if blocks and blocks[-1][0] is kind and at not in columns and _goes_on(blocks[-1], box, pitch):
            blocks[-1][1].append(box)
        else:
            blocks.append((kind, [box]))
    return tuple(Region(kind, Box.around(boxes)) for kind, boxes in blocks)


def _goes_on(block: tuple[Kind, list[Box]], box: Box, pitch: float) -> bool:
    """Does a line belong to the block before it: below it, and not far?"""
    kind, boxes = block
    gap = box.top - boxes[-1].bottom
    if kind in (Kind.MESSAGE, Kind.HEADING):
        return -2 * pitch < gap < MAX_GAP_OF_TEXT * pitch
    overlap = min(box.right, boxes[-1].right) - max(box.left, boxes[-1].left)
    return -2 * pitch < gap < MAX_GAP * pitch and overlap > -MAX_GAP * pitch


def _first_of_body(lines: Sequence[Line], columns: Sequence[int]) -> int:
    """The first line of running text: prose, or a numbered paragraph, with prose in one of the two lines below.

    Columns are running text too. 0 where there is none: a page without prose is not divided.
    """
    text = [at for at, line in enumerate(lines) if line.kind is Kind.MESSAGE]
    prose = {at for at in text if _is_prose_line(lines[at])}
    for place, at in enumerate(text):
        if at in prose and any(below in prose for below in text[place + 1 : place + 3]):
            return min([at, *columns[:1]])
    return columns[0] if columns else 0


def _is_prose_line(line: Line) -> bool:
    """Does a line read like part of a sentence: five words or more, most of them the language's, and no label?"""
    words = [word.text.strip(".,;:()\"'") for word in line.words]
    letters = [word for word in words if len(word) > 1 and word.isalpha()]
    if len(letters) < 5 or is_label(line.words[0].text) or _ADDRESSED.match(line.text):
        return False
    return sum(is_word(word.lower()) for word in letters) >= 0.5 * len(letters) and "," not in line.words[0].text
