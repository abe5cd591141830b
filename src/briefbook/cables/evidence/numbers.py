"""A paper -> candidates for its number."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from briefbook.cables.evidence.paper import Candidate, Paper, PaperLine, label_at
from briefbook.cables.evidence.unlabelled_names import MAX_TITLED_LINES, titled_heads
from briefbook.cables.evidence.words import word_lists
from briefbook.cables.forms.cia_marks import REPORT, plain_report
from briefbook.text import posts
from briefbook.text.dates import find_days, find_group
from briefbook.text.lexicon import is_listed
from briefbook.text.months import SHORT_MONTH, alternatives, heading_months
from briefbook.text.ocr_confusion import distance
from briefbook.text.release_markings import is_page_line
from briefbook.text.stations import station
from briefbook.text.vocabulary import damaged_level, is_marking_line

_AT_START = re.compile(
    r"\W*(?P<number>(?:[A-Z]{1,5}-(?:[A-Z]-)?|[A-Z]{1,2} |"
    r"(?!PAGE|ACTION|PART|INFO|ITEM|COPY|WITH|FILE|ROOM|BOX|CASE)[A-Z]{3,6} (?=\d{2,5}(?:\s|$)))?"
    r"\d[\dOIl]{0,5}(?:(?:\s?-\s?|/|\s(?:TO|A|BIS)\s)\d{1,6})?)(?=$|[\s,.;:)*]|S$)"
)


_SYMBOL = re.compile(
    r"(?<![A-Z0-9-])(?P<number>[A-Z]{4}\s?-\s?(?:A-)?(?:\d{1,2},\d{3}|\d{4,6})|(?:TDCS|TDCSDB|CSDB|CSCI|CSCK|"
    r"CS)\s?-?\s?[\dA-Z/.-]{0,9}\d{2,3}[,./]?\s?\d{3,5}(?:-\d\d)?)(?![\dA-Z/-])"
)


_NATO = re.compile(
    r"(?<![A-Z0-9])(?P<number>DEPTO\(\d{2}\)\d{1,4}|(?:P[O0]|RDC|SGM|MCM|PR)/?\(?/?\d{2}\)?/\d{1,4}|C-[MR]\(\d{2}\)\s?\d{1,4}"
    r"|AC/\d{1,3}(?:\([A-Z0-9]+\))?-[A-Z]{1,2}/\d{1,4}|AC/\d{1,3}-[A-Z]{1,2}\(\d{2}\)\d{1,4})(?![\d/])"
)


_MARKED = re.compile(
    r"^\W*(?:(?:(?:TOP )?SECRET|CONFIDENTIAL|CONFD|RESTD|RESTRICTED|UNCLAS(?:SIFIED)?|TOPSEC) (?P<number>\d{1,6})$"
    r"|(?P<opening>\d{1,5})\. (?:TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)\b)"
)


_OPENS_LINE = re.compile(r"^\W*(?P<number>\d{1,5})\. (?P<word>[A-Z0-9]{5,13})\b")
"""A number before a word that may be a level with a letter misread: 29. SECRFT."""


_OPENING = re.compile(
    rf"^\W*(?P<number>\d{{1,5}}), (?:(?:{alternatives(heading_months())})[A-Z]*\.? \d{{1,2}}|\d{{1,2}}(?:ST|ND|RD|"
    rf"TH)? [A-Z]{{3,9}})\b.*(?:[AP]\.?M|NOON|MIDNIGHT)"
)


_OPENS_TEXT = re.compile(r"^(?P<number>\d{1,5})\.\s+[A-Z]")


_MARKED_UNIT = re.compile(
    r"^\W*(?:TOP )?(?:SECRET|CONFIDENTIAL|UNCLAS(?:SIFIED)?|RESTRICTED)\s+"
    r"(?P<number>[A-Z][A-Z0-9/-]{1,11}[ -]\d{3,6})\W*$"
)


_MONTH_YEAR = re.compile(rf"(?:{SHORT_MONTH})[A-Z]*[ -](?:19)?\d\d$")


_SERIES = re.compile(r"(?<![A-Z0-9-])(?P<number>(?:A|CA|CG|G)-\d{1,5})(?![\dA-Z-])")


_WORDED = re.compile(
    r"(?<![A-Z])(?P<word>TELEGRAM(?:ME)?|TELNO|DESPATCH|DISPATCH|AIRGRAM|LETTER|"
    r"SAVINGRAM|CABLE|TELEGRAMM|FERNSCHREIBEN|DRAHTBERICHT|"
    r"SZYFROGRAM|DEPECHE|T\.(?=\s?NOS?\b)|T\.|CIRCULAR|MEMORANDUM)\s*(?:TELEGRAM\s*)?(?:NO|NR|NUMBER|NOS|NUM|N°|"
    r"NUMERO)?[. :]{0,3}(?P<number>\d{1,6}(?:(?:\s?-\s?|\s(?:A|TO|BIS)\s)\d{1,6})?)(?![\d/])"
)


_SHAPES = (
    ("symbol", _SYMBOL), ("series", _SERIES), ("worded", _WORDED), ("opening", _OPENING), ("nato", _NATO),
)  # fmt: skip


_POSTED = re.compile(r"^(?P<before>.*?)(?P<who>[A-Z]{3,}(?: [A-Z]{3,}){0,2})\s+(?P<number>\d{3,6})\b(?P<after>.*)$")


_BEFORE_POST = re.compile(r"^(?:(?:TOP )?SECRET|CONFIDENTIAL|UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE|STAFF) ")


_PAGE = re.compile(
    r"^\W*PAGE\s+(?:\d{1,2}|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|"
    r"TEN)\s+(?:(?P<who>[A-Z][A-Z ]{2,20}?)\s+)?(?P<number>\d{2,6})\b"
)


def number_candidates(paper: Paper) -> Iterator[Candidate]:
    """Every number that a message may have: behind a label, by its shape, or by its place."""
    for line in paper.lines:
        if line.is_paragraph or not any(map(str.isdigit, line.upper)):
            continue
        if page := _PAGE.match(line.upper):
            features = paper.common(line, None, below=False) | {"shape=page-line"}
            who = (page["who"] or "").strip()
            if not who:
                continue  # the number of a page that goes on: whose it is only the paper before it says
            value = f"{who} {page['number']}"
            yield Candidate("number", value, line.index, page[0].strip(), frozenset(features))
            if who and posts.post(who):
                yield Candidate("from", who, line.index, who, frozenset(features))
            continue
        if is_page_line(line.text):
            continue
        spans: list[tuple[int, int]] = []
        for shape, pattern in (
            ("symbol", _SYMBOL),
            ("series", _SERIES),
            ("worded", _WORDED),
            ("opening", _OPENING),
            ("nato", _NATO),
        ):
            for match in pattern.finditer(line.upper):
                start, end = match.span("number")
                if not any(begin < end and start < stop for begin, stop in spans):
                    spans.append((start, end))
                    value = re.sub(r"\s", "", re.sub(r" (?:A|TO|BIS) ", "-", match["number"]))
                    if re.fullmatch(r"[A-Z]{4}-(?:A-)?\d{1,2},\d{3}", value):
                        value = value.replace(",", "")
                    yield _number(paper, line, start, end, value.replace("P0/", "PO/"), shape)
        if not spans and (marked := _MARKED.match(line.upper)):
            group = "number" if marked["number"] else "opening"
            spans.append(marked.span(group))
            yield _number(paper, line, *marked.span(group), marked[group], f"marked-{group}")
        opens = None if spans or paper.is_edition else _OPENS_LINE.match(line.upper)
        if opens and opens["word"] and damaged_level(opens["word"]):
            spans.append(opens.span("number"))
            yield _number(paper, line, *opens.span("number"), opens["number"], "marked-opening")
        unit = None if spans else _MARKED_UNIT.match(" ".join(line.upper.split())) or _unit_below(paper, line)
        start = line.upper.find(unit["number"]) if unit else -1
        if unit and start >= 0 and not _MONTH_YEAR.match(unit["number"]) and not find_group(line.upper):
            spans.append((start, start + len(unit["number"])))
            yield _number(paper, line, *spans[-1], unit["number"], "marked-unit")
        if not spans and paper.is_edition and 0 < line.index < 7 and (opens := _OPENS_TEXT.match(line.upper)):
            spans.append(opens.span("number"))
            yield _number(paper, line, *opens.span("number"), opens["number"], "opens-text")
        for segment in line.segments:
            kind = segment.label.kind if segment.label else ""
            above = {label.kind for label in line.above} if not segment.label else set()
            if kind not in ("number", "number_circular") and "number" not in above:
                continue
            match_start = _AT_START.match(line.upper[segment.start : segment.start + len(segment.text)])
            if not match_start:
                continue
            start, end = (segment.start + place for place in match_start.span("number"))
            if any(begin < end and start < stop for begin, stop in spans):
                continue
            if any(day.start <= start < day.end for day in find_days(line.upper, window=paper.window)):
                continue  # NO 6 JUNE 1960: it is the day's
            spans.append((start, end))
            value = re.sub(r"(?<=\d)\s?(?:-|TO|A|BIS)\s?(?=\d)", "-", match_start["number"])
            value = re.sub(r"(?<=\d)[OIl](?=\d|$)", lambda letter: "0" if letter[0] == "O" else "1", value)
            yield _number(paper, line, start, end, value, "labelled")
        if not spans and (own := _own_number(paper, line)):
            spans.append(own[0])
            yield _number(paper, line, *own[0], _plain_symbol(line.upper[slice(*own[0])]), own[1])
        clocks = {label.kind for label in line.labels} <= {"dispatched", "received"}
        if (
            not spans
            and not line.is_prose
            and clocks
            and not paper.is_reference(line)
            and not any(label.kind == "info" for label in line.above)
            and (posted := _POSTED.match(line.upper))
        ):
            who = _BEFORE_POST.sub("", posted["who"])
            if who != "EXTERNAL" and (posts.post(who) or station(who)) and _ends_row(posted["after"]):
                start, end = posted.end("who") - len(who), posted.end("number")
                candidate = _number(paper, line, start, end, f"{who} {posted['number']}", "posted")
                if line.index and any(label.kind == "cite" for label in paper.lines[line.index - 1].labels):
                    candidate = replace(candidate, features=candidate.features | {"cited-above"})
                yield candidate
                yield Candidate("from", who, line.index, who, candidate.features)


def _ends_row(after: str) -> bool:
    """Stands nothing behind a number in its row but a date-time group in a cell of its own?"""
    return not after.strip(" .*-") or (after.startswith("  ") and find_group(after) is not None)


def _plain_symbol(written: str) -> str:
    """A symbol whose hyphen was read as two strokes, or has blanks beside it: CK = 175 is CK-175."""
    return re.sub(r" ?[-=] ?", "-", written)


_UNIT = re.compile(r"^\W*(?P<number>[A-Z]{2,4}[ -]\d{4,6}(?: [A-Z]{3,4})?)\W*$")


_MILITARY = re.compile(r"(?:FM|DTG|TOO)\b|[ZOPRMY]{1,2} \d{6}[A-Z]\b")


def _unit_below(paper: Paper, line: PaperLine) -> re.Match[str] | None:
    """A command's own number alone on the line below the marking or the date-time group of a military message."""
    match = _UNIT.match(" ".join(line.upper.split()))
    above = next((other for other in reversed(paper.lines[: line.index]) if other.text), None)
    if match is None or above is None or line.in_body or _MONTH_YEAR.match(match["number"]):
        return None
    if not any(_MILITARY.match(other.upper) for other in paper.lines[: line.index]):
        return None
    return match if is_marking_line(above.text) or find_group(above.upper) else None


_BLANK_SYMBOL = re.compile(r"(?:^|(?<=  ))[A-Z]{4} \d{4,5}(?=$|  )")


_OFFICE_NUMBER = re.compile(r"(?:^|(?<=  ))[A-Z]{2,4}\s?-\s?\d{2,4}(?:-\d{2})?(?=$|  )")


def _own_number(paper: Paper, line: PaperLine) -> tuple[tuple[int, int], str] | None:
    """A number alone in its column at the head: a dispatch's symbol, or that of a letter from chief to chief."""
    if line.in_body or line.is_prose or line.index >= MAX_TITLED_LINES:
        return None
    if behind := _behind_name(paper, line):
        return behind, "behind-name"
    if line.index >= MAX_TITLED_LINES or line.in_body or line.is_prose or line.labels:
        return None
    if (symbol := _BLANK_SYMBOL.search(line.upper)) and any("DISPATCH" in other.upper for other in paper.lines[:4]):
        return symbol.span(), "symbol"
    number = _OFFICE_NUMBER.search(line.upper)
    if (
        number
        and "from" not in paper.kinds
        and len(heads := titled_heads(paper)) == 2
        and line.index < heads[0][0].index
    ):
        return number.span(), "office-number"
    beside_day = _NUMBER_BY_DAY.match(line.upper)
    if beside_day and "number" not in paper.kinds and _is_in_heading(paper, line):
        return beside_day.span("number"), "office-number"
    own = _beside_day(paper, line)
    return (own, "beside-day") if own else None


_BESIDE_DAY = re.compile(
    r"\W{0,2}(?:(?:ZL|REF|AZ|N[A-Z])\.? ?)?(?P<number>(?:[A-Z]{1,4}[./ -]{1,2}){0,3}\d{1,5}(?:\.\d{1,3})?"
    r"(?:[/-][A-Z0-9.]{1,8}){1,4}(?:\(\d{2}\)\d{1,4})?)\W{0,2}"
)
"""An office's number alone in its cell: 305/57/12, P.R. 4/54."""

_POST_AND_NUMBER = re.compile(r"\W*(?P<number>\d{2,5})\W*")
_UNDER_SENDER = ("from", "to")


_FILE = re.compile(r"\d{5}-[A-Z]{0,2}\d{0,2}(?:-\d{1,3})*")
"""A file of the Canadian department: 50134-40. It stands beside the day in its own box."""


def _beside_day(paper: Paper, line: PaperLine) -> tuple[int, int] | None:
    """A number with strokes alone in its cell, on the row of a day that fills another or above one that fills a line.

    It stands in the head of a paper that has no label for its number.
    """
    if "number" in paper.kinds or not {"/", "-"}.intersection(line.upper):
        return None
    cells = [(match.start(), match[0]) for match in re.finditer(r"\S+(?: \S+)*", line.upper)]
    found = [(start, match) for start, cell in cells[:2] if (match := _BESIDE_DAY.fullmatch(cell))]
    if len(found) != 1 or find_days(found[0][1]["number"], window=paper.window):
        return None
    if _FILE.fullmatch(found[0][1]["number"]):
        return None
    others = [cell for start, cell in cells if start != found[0][0]]
    if others and not any(_fills(paper, cell) for cell in others):
        return None
    if not others and not _is_in_heading(paper, line):
        return None
    start, match = found[0]
    return start + match.start("number"), start + match.end("number")


def _fills(paper: Paper, cell: str) -> bool:
    """Is a cell a day with its year, with no more than a place before it?"""
    days = find_days(cell, window=paper.window)
    return (
        len(days) == 1
        and bool(days[0].year and days[0].day)
        and not cell[days[0].end :].strip(" .,")
        and cell[: days[0].start].count(" ") <= MAX_PLACE_WORDS
    )


MAX_PLACE_WORDS = 3
"""Blanks before the day of a line that names a place, at most."""


def _behind_name(paper: Paper, line: PaperLine) -> tuple[int, int] | None:
    """Figures alone in the cell behind who sends or is addressed, with nothing but a day behind them."""
    if "number" in paper.kinds or not line.labels or line.labels[0].kind not in _UNDER_SENDER:
        return None
    cells = [(match.start(), match[0]) for match in re.finditer(r"\S+(?: \S+)*", line.upper)]
    for at, (start, cell) in enumerate(cells[1:], 1):
        match = _POST_AND_NUMBER.fullmatch(cell)
        if (
            match
            and all(_fills(paper, behind) for _, behind in cells[at + 1 :])
            and any(map(str.isalpha, cells[at - 1][1]))
        ):
            return start + match.start("number"), start + match.end("number")
    return None


_NUMBER_BY_DAY = re.compile(
    r"\W{0,2}(?P<number>(?!(?:PAGE|COPY|ITEM|ROOM|BOX|FILE|FORM|NO|EX|REC|IN|TEL|EXT|SAC)\b)"
    r"[A-Z]{2,4}(?:/[A-Z]{1,4}){0,2} ?[-/= ] ?(?:\d{2}[-/])?\d{2,5}(?:[-/]\d{2})?)\W{0,2}$"
)
"""An office's number alone on its line: OGC 69-0181, CK - 175."""


_MEMORANDUM = re.compile(r"\W{0,2}MEMORANDUM (?:FOR|TO)\b")
"""The title of a memorandum, above which its number stands."""


def _is_in_heading(paper: Paper, line: PaperLine) -> bool:
    """Stands nothing but a day with its year on the line above or below, or below it the title of a memorandum?"""
    below = paper.lines[line.index + 1] if line.index + 1 < len(paper.lines) else None
    if below is not None and line.index < 4 and _MEMORANDUM.match(below.upper):
        return True
    for other in (*paper.lines[max(0, line.index - 1) : line.index], *paper.lines[line.index + 1 : line.index + 2]):
        days = find_days(other.upper, window=paper.window)
        if len(days) == 1 and days[0].year and days[0].day:
            return not (other.upper[: days[0].start] + other.upper[days[0].end :]).strip(" .,:;_*-")
    return False


_POSSESSIVE_BEFORE = re.compile(r"\b(?:YOUR|MY|OUR|REF|REFTEL|YR|VOTRE|MON|IHR)\b[^.]*$")
_REFERRED_TO = re.compile(r"\b(?:YOUR|MY|OUR|YR|VOTRE|MON|IHR)\W*$")
"""Whose the paper is that a label and its number name, right before the label: to refer to your report No. 17."""


def _is_nearly_your(before_label: str) -> bool:
    """Is the word right before a label YOUR with a letter misread or lost: YiUR TELNO, yur report?"""
    words = before_label.split()
    word = words[-1] if words else ""
    return 2 < len(word) < len("YOUR") + 2 and not is_listed(word.lower()) and distance(word, "YOUR") <= 1.0


@lru_cache(maxsize=1000)
def _known_symbol(letters: str) -> str:
    """The symbol of dispatches that one misread letter makes of letters; the letters where there is none, or two.

    >>> _known_symbol("UFCA"), _known_symbol("UFGA"), _known_symbol("ABCD")
    ('UFGA', 'UFGA', 'ABCD')
    """
    symbols = word_lists()["despatch_symbols"]
    near = [symbol for symbol in symbols if letters not in symbols and distance(letters, symbol) <= LIKE_LETTERS]
    return near[0] if len(near) == 1 else letters


LIKE_LETTERS = 0.35
"""The distance of two words that differ in one letter of like shape, at most."""


def _number(paper: Paper, line: PaperLine, start: int, end: int, value: str, shape: str) -> Candidate:
    label, below = label_at(line, start, ("number",))
    features = paper.common(line, label, below=below)
    features |= {f"shape={shape}", f"shape={shape}|label={label.kind if label else 'none'}"}
    report = REPORT.fullmatch(value)
    known = plain_report(report) if report else _known_symbol(value[:4]) + value[4:] if shape == "symbol" else value
    if known != value:
        value = known
        features.add("mended")
    before, after = line.upper[:start], line.upper[end:]
    if not line.upper[:start].strip(" .:*-(") or re.fullmatch(
        r"\W*[A-Z.]+(?: TELEGRAM)?\W*(?:NO|NR|NUMBER|NOS|N°)?[. :]*", before
    ):
        features.add("begins-line")
    if label and label.word in ("NO", "NR", "NUMBER", "N°", "NUMERO", "NUM"):
        features.add("plain-no")
        others = [other.index for other in paper.lines if any(listed.word == label.word for listed in other.labels)]
        if len(others) > 1:
            features.add("first-of-numbers" if line.index == others[0] else "later-of-numbers")
    if not (before + after).strip(" .,:;_*-") or not after.strip(" .,:;_*-"):
        features.add("ends-line")
    before_label = line.upper[: label.start] if label and not below and 0 < label.start < start else before
    if _POSSESSIVE_BEFORE.search(before) or _REFERRED_TO.search(before_label) or _is_nearly_your(before_label):
        features.add("behind-possessive")
    if re.match(r"\s*(?:OF|DATED|PARA)\b", after):
        features.add("before-of")
    if find_group(line.upper):
        features.add("beside-group")
    if re.match(r"\W*(?:TELEGRAPHIC|SAVING|TEL\b)", after):
        features.add("before-telegraphic")
    if len(value) == 1:
        features.add("one-figure")
    if re.match(r"[/-][A-Z0-9]", after) and re.search(r"\w[/-]\w|\d$", line.upper[:end]):
        features.add("cut-short")
    if re.fullmatch(r"19[3-9]\d", value):
        features.add("like-year")
    if re.search(r"\b(?:ADDRESSED|REPEATED)\b", before):
        features.add("addressed")
    return Candidate("number", value, line.index, line.text[start:end], frozenset(features))
