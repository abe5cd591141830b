"""A paragraph -> the words in quotation marks, whatever the marks: double, single, low, angular, corner, ``<q>``.

A mark is judged by what stands beside it. An apostrophe within a word, a plural's (the boats' crews), a dropped
beginning ('62, 'tis), feet and inches (6'2", 10" wide) are no quotation marks.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CODE = r"(?<!`)`(?!`)[^`]*?(?<![`\s])`(?!`)|(?<!`)(?P<ticks>``+)(?!`)(?:(?!'').)*?(?<!`)(?P=ticks)(?!`)"
CODE += r"|<!--(?:(?!<!--).)*?-->"  # that ends at the next beginning, so that a page of beginnings takes no hours
"""Code and comments of Markdown, in which no mark counts; but not LaTeX's marks: ``words'' and `words'."""

_MARK = re.compile(
    r"<q\b[^<>]*>|</q\s*>|&(?:[lrb]dquo|quot|[lr]aquo|[lr]squo|sbquo|[lr]saquo|apos|#[0-9]{1,5}|#[xX][0-9A-Fa-f]{1,4});"
    r"|``|''|(?<![\w`])`(?=\w)|[“”„‟\"«»‘’‚‛'‹›「」『』｢｣]"
)
_SAME = {"``": "“", "`": "‘", "''": "”", "‟": "“", "‛": "‘", "｢": "「", "｣": "」"}
_DOUBLE = frozenset('“”„"')
_SINGLE = frozenset("‘’‚'")
_BEFORE_OPENING = frozenset("([{（「『<—–-/=|>“”„\"«»‘‚'‹›")
_AFTER_CLOSING = frozenset(".,;:!?)]}。、，）」』—–-/|<…“”\"«»’'‹›&[")
_CLOSERS = {"‘": "’'", "‚": "‘’'", "'": "'’", "’": "’"}

_ELISION = re.compile(
    r"(?:\d\ds?(?![\d.,]*\d)|(?:tis|twas|twere|twill|twould|em|til|till|cause|cos|bout|round|neath|gainst|fraid|n)\b"
    r"|(?:Abd|Abbas|Adil|Ali|Amir|Amr|Arif|Ayn|Aziz|Id|Imad|Isa|Izz|Ubayd|Ulama|Umar|Uthman)\b)",
    re.I,
)
"""What an apostrophe may begin: a year or word without its first part; names romanised with an ayn."""

_MAY_END_IN_APOSTROPHE = re.compile(r"(?:[sSzZxX0-9]|\b(?:an|o|th|ol|lil|wi)|[a-z]in)\Z")


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words in quotation marks: ``start`` and ``end`` are the words' own, without the marks.

    ``closing`` is empty where the paragraph ends before the quotation does.
    """

    start: int
    end: int
    opening: str
    closing: str
    is_clear: bool = True  # False: the last mark may as well be an apostrophe

    @property
    def form(self) -> str:
        """``curly``, ``straight`` or, where the marks do not belong together or one is missing, ``mismatched``."""
        if self.opening == self.closing and self.opening in "\"'":
            return "straight"
        return "curly" if self.closing and (self.closing not in "\"'") and self.opening not in "\"'" else "mismatched"


@dataclass(frozen=True, slots=True)
class QuotationMarks:
    """The quotations of a paragraph, outermost only and in order, and the places of marks that have no partner."""

    spans: tuple[QuotedSpan, ...]
    unpaired: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    kind: str  # the mark as one character; "<" and ">" for <q> and </q>
    may_open: bool
    may_close: bool
    before: str  # the character before, emphasis left aside; "" at the paragraph's beginning
    after: str


def quotation_marks(text: str, *, single: bool = False) -> QuotationMarks:
    """Pair the quotation marks of a paragraph.

    Args:
        text: The paragraph, with code, addresses and comments blanked out.
        single: Does the document quote in single marks, as British usage has it? See ``prefers_single``.

    Returns:
        The quotations that stand in no other, and what has no partner. A lone apostrophe is no unpaired mark.
    """
    marks = list(_marks(text))
    spans: list[QuotedSpan] = []
    unpaired: list[int] = []
    _pair_double([mark for mark in marks if mark.kind in _DOUBLE], text, spans, unpaired)
    for opening, closing in (("«", "»"), ("‹", "›")):
        _pair_angular([mark for mark in marks if mark.kind in (opening, closing)], (opening, closing), spans, unpaired)
    for opening, closing in (("「", "」"), ("『", "』")):
        _pair_nested([mark for mark in marks if mark.kind in (opening, closing)], opening, spans, unpaired)
    _pair_tags([mark for mark in marks if mark.kind in "<>"], spans)
    singles: list[QuotedSpan] = []
    _pair_single([mark for mark in marks if mark.kind in _SINGLE], text, singles, unpaired, single=single)
    return QuotationMarks(tuple(_outermost(spans, singles, single=single)), tuple(sorted(unpaired)))


def prefers_single(paragraphs: Iterable[str]) -> bool:
    """Does a document quote in single marks, that is, more often in these than in others?"""
    singles = others = 0
    for text in paragraphs:
        for span in quotation_marks(text).spans:
            if span.opening in "‘‚'":
                singles += span.is_clear
            elif span.closing:
                others += 1
    return singles > others


def _marks(text: str) -> Iterable[_Mark]:
    for match in _MARK.finditer(text):
        written = match[0]
        if written.startswith("<"):
            yield _Mark(*match.span(), ">" if written.startswith("</") else "<", True, True, "", "")
            continue
        kind = _SAME.get(written) or (html.unescape(written) if written.startswith("&") else written)
        if kind not in _DOUBLE and kind not in _SINGLE and kind not in "«»‹›「」『』":
            continue
        first, last = match.span()  # text is not cut here: a long paragraph would be copied for each of its marks
        while first and text[first - 1] in "*_":
            first -= 1
        while last < len(text) and text[last] in "*_":
            last += 1
        before, after = text[max(0, first - 1) : first], text[last : last + 1]
        is_clear_before = not before or before.isspace() or before in _BEFORE_OPENING
        is_clear_after = not after or after.isspace() or after in _AFTER_CLOSING
        ends_clause = after in ",;:!?)]}" or (after == "." and not text.startswith("..", match.end()))
        may_open = not ends_clause and not after.isspace() and is_clear_before
        may_close = bool(before) and not before.isspace() and is_clear_after
        yield _Mark(*match.span(), kind, may_open, may_close, before, after)


def _pair_double(marks: Sequence[_Mark], text: str, spans: list[QuotedSpan], unpaired: list[int]) -> None:
    opened: _Mark | None = None
    nested = False
    for index, mark in enumerate(marks):
        following = marks[index + 1] if index + 1 < len(marks) else None
        opens_only = mark.may_open and not mark.may_close
        if opened is None:
            if mark.kind in "“„" or (mark.kind == "”" and opens_only):
                opened, nested = mark, False
            elif mark.kind == '"' and not mark.before.isdigit():
                if mark.may_close and not mark.may_open:
                    unpaired.append(mark.start)
                else:
                    opened, nested = mark, False
            elif mark.kind == "”" and not mark.before.isdigit():
                unpaired.append(mark.start)
            continue
        if mark.kind == '"' and _is_inch(mark, following, opened):
            continue
        if mark.kind == '"' and opened.kind != '"' and (nested or (opens_only and _closes_later(marks[index + 2 :]))):
            nested = not nested
            continue
        if (
            mark.kind == "„"
            or (mark.kind == "“" and opened.kind != "„")
            or (mark.kind == '"' == opened.kind and opens_only)
        ):
            unpaired.append(opened.start)
            opened, nested = mark, False
            continue
        spans.append(QuotedSpan(opened.end, mark.start, opened.kind, mark.kind))
        opened = None
    if opened is not None:
        unpaired.append(opened.start)
        if opened.kind in "“„":
            spans.append(QuotedSpan(opened.end, len(text), opened.kind, ""))


def _is_inch(mark: _Mark, following: _Mark | None, opened: _Mark) -> bool:
    """Is a straight mark after a figure no mark, since the quotation is closed by a later one?"""
    if not mark.before.isdigit() or following is None:
        return False
    if opened.kind == '"':
        return following.kind == '"' and following.may_close and not following.may_open
    return following.kind == "”"


def _closes_later(marks: Sequence[_Mark]) -> bool:
    return any(mark.kind == "”" for mark in marks)


def _pair_angular(marks: Sequence[_Mark], pair: tuple[str, str], spans: list[QuotedSpan], unpaired: list[int]) -> None:
    """Pair « » or » « or » »: which of them opens is seen from the blanks beside them, and from the order."""
    if not marks:
        return
    kinds = {mark.kind for mark in marks}
    if len(kinds) == 1 and len(marks) > 1:
        for first, second in zip(marks[::2], marks[1::2], strict=False):
            spans.append(QuotedSpan(first.end, second.start, first.kind, second.kind))
        if len(marks) % 2:
            unpaired.append(marks[-1].start)
        return
    outwards = sum((mark.kind == pair[0]) == mark.may_open for mark in marks if mark.may_open != mark.may_close)
    inwards = sum((mark.kind == pair[1]) == mark.may_open for mark in marks if mark.may_open != mark.may_close)
    opening = pair[1] if inwards > outwards else pair[0]
    _pair_nested(marks, opening, spans, unpaired)


def _pair_nested(marks: Sequence[_Mark], opening: str, spans: list[QuotedSpan], unpaired: list[int]) -> None:
    """Pair marks of which it is known which opens: the corner brackets of Japanese and Chinese, and « » once seen."""
    stack: list[_Mark] = []
    for mark in marks:
        if mark.kind == opening:
            stack.append(mark)
        elif stack:
            opened = stack.pop()
            spans.append(QuotedSpan(opened.end, mark.start, opened.kind, mark.kind))
        else:
            unpaired.append(mark.start)
    unpaired += [mark.start for mark in stack]


def _pair_tags(marks: Sequence[_Mark], spans: list[QuotedSpan]) -> None:
    stack: list[_Mark] = []
    for mark in marks:
        if mark.kind == "<":
            stack.append(mark)
        elif stack:
            spans.append(QuotedSpan(stack.pop().end, mark.start, "<q>", "</q>"))


def _pair_single(
    marks: Sequence[_Mark], text: str, spans: list[QuotedSpan], unpaired: list[int], *, single: bool
) -> None:
    has_turned = any(mark.kind == "‘" for mark in marks)
    end = 0
    for index, mark in enumerate(marks):
        if mark.start < end or not _opens_single(mark, has_turned=has_turned):
            continue
        is_elision = mark.kind != "‚" and _ELISION.match(text, mark.end) is not None
        closers = []
        for other in marks[index + 1 :]:
            if other.kind == mark.kind and other.may_open and not other.may_close and mark.kind != "’":
                break
            if other.kind in _CLOSERS[mark.kind] and other.may_close and not other.after.isalnum():
                closers.append(other)
        clear = next((closer for closer in closers if _is_clear_closer(closer, text)), None)
        if is_elision and (clear is None or not single):
            continue
        if clear is None and (mark.kind == "’" or not closers):
            if mark.kind in "‘‚" and single:
                unpaired.append(mark.start)
            continue
        closing = clear or closers[-1]
        spans.append(QuotedSpan(mark.end, closing.start, mark.kind, closing.kind, clear is not None))
        end = closing.end


def _opens_single(mark: _Mark, *, has_turned: bool) -> bool:
    if not mark.may_open or mark.before.isalnum():
        return False
    if mark.kind == "’":
        return not has_turned and not mark.may_close
    return mark.kind in "‘‚" or mark.after.isalnum() or mark.after in '[(…“"«.'


def _is_clear_closer(mark: _Mark, text: str) -> bool:
    """Is it surely a quotation mark? After a plural's s, with a word following, it may be an apostrophe."""
    rest = text[mark.end : mark.end + 2]
    if mark.before in ".,!?;:…)]" or not rest.strip() or not rest[0].isspace() or rest[1:2] in "([":
        return True
    return _MAY_END_IN_APOSTROPHE.search(text, max(0, mark.start - 8), mark.start) is None


def _outermost(doubles: Sequence[QuotedSpan], singles: Sequence[QuotedSpan], *, single: bool) -> list[QuotedSpan]:
    """The spans that stand in no other; a single one that crosses another, or may be apostrophes around it, is none."""
    trusted = []
    for span in singles:
        inside = [other for other in doubles if span.start < other.start and other.end < span.end]
        crosses = any(
            span.start < other.start <= span.end < other.end or other.start < span.start <= other.end < span.end
            for other in doubles
        )
        is_outer = span.is_clear and (single or (span.opening == "‘" and span.closing == "’"))
        if not crosses and (not inside or is_outer):
            trusted.append(span)
    outer: list[QuotedSpan] = []
    for span in sorted((*doubles, *trusted), key=lambda span: (span.start, -span.end)):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer
