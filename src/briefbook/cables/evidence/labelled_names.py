"""A paper -> candidates for sender and addressees, from what stands behind or below their labels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from briefbook.cables.evidence.addresses import PREFIXED, Address, is_nameless_office, name_features, read_address
from briefbook.cables.evidence.days import DAY_IN_FIGURES
from briefbook.cables.evidence.labels import Label, Segment, label_kinds
from briefbook.cables.evidence.paper import KNOWN, Candidate, Paper, PaperLine, is_alone_in_cell
from briefbook.cables.evidence.unlabelled_names import bare_addressees
from briefbook.cables.forms.common import split_posts
from briefbook.text import posts
from briefbook.text.dates import find_days, find_group
from briefbook.text.months import FIRST_LETTERS
from briefbook.text.ocr_confusion import digits, distance
from briefbook.text.stations import station
from briefbook.text.vocabulary import find_level


def names_behind_labels(paper: Paper) -> Iterator[Candidate]:
    """Who stands behind or below a label of the sender, of addressees or of a citing station."""
    for line in paper.lines:
        for segment in line.segments:
            label = segment.label
            below = False
            text = segment.text
            if label is None:
                label = next((above for above in line.above if above.kind in ("from", "to", "info")), None)
                below = label is not None
                if below and _ends_with_label(paper, line.index - 2):
                    continue  # two labels above one value: whose it is the paper does not say
            if label is None and line.index and not line.in_body:
                yield from bare_addressees(paper, line, segment)
            if label is None or label.kind not in ("from", "to", "info", "cite", "action") or not text.strip():
                continue
            if label.kind == "cite":
                yield from _cited(paper, line, segment, label)
                continue
            yield from _addressed(paper, line, segment, label, below=below)


def _ends_with_label(paper: Paper, index: int) -> bool:
    """Bears a line a label of senders or addressees behind which nothing stands at all?"""
    return index >= 0 and any(
        segment.label and segment.label.kind in ("from", "to", "info") and not segment.text.strip(" .:_-*|")
        for segment in paper.lines[index].segments
    )


def _cited(paper: Paper, line: PaperLine, segment: Segment, label: Label) -> Iterator[Candidate]:
    match = re.match(r"\W*(?P<who>[A-Z][A-Z /]{1,24}?)\s*-?\s*(?P<number>[\dOIl]{3,6})\b(?![/,-]\d)", segment.text)
    if not match or not (figures := digits(match["number"])):
        return
    who = match["who"].strip()
    features = paper.common(line, label, below=False) | {"cited"}
    known = station(who) or (who if posts.post(who) else posts.city_in_any_tongue(who))
    again = sum(
        re.search(rf"[A-Z]{{4,}} 0*{figures[0].lstrip('0')}\b", other.upper) is not None for other in paper.lines
    )
    features.add("who=known" if known or again > 1 else "who=unknown")  # a code and the number stand twice on it
    yield Candidate("from", known or who, line.index, who, frozenset(features))
    yield Candidate(
        "number", f"{who} {figures[0]}", line.index, match[0].strip(), frozenset(features | {"shape=cited"})
    )


_GAP = re.compile(r" {2,}")
_ALL = re.compile(r"\W*ALL\s", re.I)
_AND = re.compile(r",?\s+AND\s+", re.I)


def _addressed(paper: Paper, line: PaperLine, segment: Segment, label: Label, *, below: bool) -> Iterator[Candidate]:
    beside = _GAP.split(segment.text.strip())[0]
    if is_alone_in_cell(segment) and not _names_office(beside, paper.year) and _named_below(paper, line):
        yield from _below_junk(paper, line, label)
        return
    segment = _with_cell_below(paper, line, segment, label) or _first_cell(segment, paper.year)
    address = read_address(segment.text, paper.year)
    if line.segments[-1] is segment:
        if address is None or address.quality not in KNOWN:
            address = _on_two_lines(paper, line, segment) or address
        elif address.value == "DIRECTOR" and not address.written.isupper():
            address = _with_agency(paper, line) or (None if _has_more_below(paper, line) else address)
            if address is None:
                return
    if (address is None or address.quality in ("capitals", "words")) and label.kind in ("from", "to") and not below:
        yield from _below_junk(paper, line, label)
    known, unknown = split_posts(segment.text) if label.kind in ("to", "info") else ([], [""])
    one_office = len(_with_their_cities(segment.text.split(","))) == 1
    if len(known) > 1 and not unknown and not one_office and not (address and address.quality in KNOWN):
        features = paper.common(line, label, below=below) | {"who=post", "several"}
        yield Candidate(label.kind, "; ".join(known), line.index, segment.text.strip(), frozenset(features))
        return
    is_list = label.kind in ("to", "info")
    is_collective = _ALL.match(segment.text) is not None  # all posts in Near East and South Asia
    pair = _AND.split(segment.text) if is_list and not is_collective else []
    both = _all_read(pair, paper) if len(pair) > 1 else None
    if both and all(address.quality != "words" for address in both):
        names = [address.value for address in both]
        features = paper.common(line, label, below=below) | {"who=title", "several"}
        yield Candidate(label.kind, "; ".join(names), line.index, segment.text.strip(), frozenset(features))
        return
    parts = (
        []
        if is_collective or (address and address.quality in KNOWN)
        else [part for part in re.split(r"[;/]|,(?=\s)|\s{2,}|\sAND\s", segment.text) if part.strip()]
    )
    parts = _with_their_cities(parts)
    several = _all_read(parts, paper) if is_list and len(parts) > 1 else None
    if several and all(address.quality in KNOWN for address in several):
        features = paper.common(line, label, below=below) | {"who=post", "several"}
        yield Candidate(
            label.kind,
            "; ".join(address.value for address in several),
            line.index,
            segment.text.strip(),
            frozenset(features),
        )
        return
    if address is None or address.quality not in KNOWN:
        cut = _cut(segment.text, paper)
        shorter = read_address(cut, paper.year) if cut and cut != segment.text else None
        address = shorter if shorter and (address is None or shorter.quality in KNOWN) else address
    if address is None:
        return
    features = paper.common(line, label, below=below) | name_features(address)
    features.add(f"label={label.kind}|stop={label.stop or 'none'}|who={address.quality}")
    if PREFIXED.match(address.written.upper()):
        features.add("american-post")
    kind = "to" if label.kind == "action" else label.kind
    value = address.value
    is_list = kind in ("to", "info") and address.quality in KNOWN
    further = _further_lines(paper, line, segment) if is_list and not _is_of_two_lines(address, segment) else []
    if len(further) == 1 and posts.city_in_any_tongue(further[0]) and not posts.city_in_any_tongue(value):
        further = []  # an office, and below it the city in which it is
    if further:
        features.add("several-lines")
    if "american-post" in features and address.written.isupper() and not label.stop and not below:
        value = f"{address.written.split()[0]} {value}"  # messages of the State system name the mission
    yield Candidate(kind, "; ".join([value, *further]), line.index, address.written, frozenset(features))
    if kind == "to" and address.trailing_number and not re.fullmatch(r"19[3-9]\d", address.trailing_number):
        yield Candidate(
            "number", address.trailing_number, line.index, address.trailing_number,
            frozenset(features | {"shape=behind-addressee"}),
        )  # fmt: skip
    if address.precedence and kind == "to":
        yield Candidate(
            "precedence", address.precedence, line.index, address.precedence, frozenset(features | {"beside-addressee"})
        )


_OTHER_COLUMN = ("date", "number", "security", "file", "precedence")
"""Kinds of labels that boxes beside the addressee's have."""

_OPEN_END = re.compile(r"\b(?:OF|FOR|THE|AND|DE|DES|DU|DER|FUER)$|,$", re.I)


def _with_cell_below(paper: Paper, line: PaperLine, segment: Segment, label: Label) -> Segment | None:
    """A segment with the cell below it, where an office's name is broken off in one of two columns.

    TO: THE UNDER-SECRETARY OF STATE FOR      Security: RESTRICTED
        EXTERNAL AFFAIRS, OTTAWA, CANADA.     No: 318
    """
    first = _GAP.split(segment.text.strip())[0]
    if label.kind not in ("from", "to") or not label.stop or not _OPEN_END.search(first):
        return None
    following = paper.lines[line.index + 1 : line.index + 3]
    if line.segments[-1] is segment and first == segment.text.strip():
        if not (following and following[0].labels and following[0].labels[0].start == 0):
            return None  # one column: what goes on in the next line is looked at elsewhere
        if following[0].labels[0].kind not in _OTHER_COLUMN:
            return None
        following = following[1:]  # the other column's box was read as a line of its own between the two
    below = following[0] if following else None
    if below is None or below.is_prose or below.in_body or (below.labels and below.labels[0].start == 0):
        return None
    end = below.labels[0].start if below.labels else len(below.text)
    cell = _GAP.split(below.text[:end].strip())[0].strip(" .")
    if not cell or re.search(r"\d", cell) or (below.labels and not below.text[:end].endswith("  ")):
        return None
    address = read_address(f"{first} {cell}", paper.year)
    if address is None or address.quality not in (*KNOWN, "title", "unit"):
        return None
    return replace(segment, text=f" {first} {cell}")


_ENVOY = re.compile(
    r"\W*(?:THE )?(?:ACTING |DEPUTY )?(?:HIGH COMMISSIONER|AMBASSADOR|MINISTER|REPRESENTATIVE)\b.*\b(?:FOR|OF) "
)


_DEPARTMENT = re.compile(
    r"\W*(?:THE )?(?:(?:MINISTRY|DEPARTMENT|MINISTER|SECRETARY) (?:OF|FOR) )?(?:EXTERNAL|FOREIGN) AFFAIRS\W*$"
)
"""A ministry that several states have: which one it is the city says."""


def _with_their_cities(parts: Sequence[str]) -> list[str]:
    """Parts of a list, an envoy and the city he is in as one: High Commissioner for New Zealand, London."""
    joined: list[str] = []
    for part in parts:
        if (
            joined
            and (_ENVOY.match(joined[-1].upper()) or _DEPARTMENT.match(joined[-1].upper()))
            and posts.city_in_any_tongue(part)
        ):
            joined[-1] = f"{joined[-1]}, {part.strip()}"
        else:
            joined.append(part)
    return joined


def _named_below(paper: Paper, line: PaperLine) -> bool:
    """Does the first cell of the line below name an office, by title or on a list?"""
    below = paper.below(line)
    if below is None or below.is_prose or below.in_body or (below.labels and below.labels[0].start == 0):
        return False
    return _names_office(_GAP.split(below.text.strip())[0], paper.year)


def _names_office(words: str, year: str) -> bool:
    address = read_address(words, year)
    return address is not None and address.quality in (*KNOWN, "title", "person", "unit")


def _begins_with_label(cell: str) -> bool:
    """Begins a cell with a label, known or not: NR C 2185, Transmitted: 26 April?"""
    return re.match(r"\w[\w' ]{1,20}\s?[:;](?:-|\s|$)", cell) is not None or cell.split()[0].upper() in label_kinds()


def _first_cell(segment: Segment, year: str) -> Segment:
    """A segment without the cells of other columns behind its first, where that names somebody by itself."""
    first, *others = _GAP.split(segment.text.strip())
    if others and _begins_with_label(others[0]):
        return replace(segment, text=f" {first}")
    if not others or (address := read_address(first, year)) is None:
        return segment
    if address.quality in ("capitals", "words") and not _UNKNOWN_LABEL_OF_CELL.match(others[0]):
        return segment
    if any((other := read_address(cell, year)) and other.quality in KNOWN for cell in others):
        return segment  # a list in columns
    return replace(segment, text=f" {first}")


_UNKNOWN_LABEL_OF_CELL = re.compile(r"\w[\w' -]{0,24}\s?[:;.-](?:\s|$)|\w+\s[A-Z]{1,5}-?\d")
"""A word or two with a stop, or before a number, at the beginning of a cell: the label of another box."""


def _all_read(parts: Sequence[str], paper: Paper) -> list[Address] | None:
    """The addresses that parts name; None as soon as a part names nobody, and no further part is read."""
    addresses: list[Address] = []
    for part in parts:
        address = read_address(part, paper.year)
        if address is None:
            return None
        addresses.append(address)
    return addresses


def _further_lines(paper: Paper, line: PaperLine, segment: Segment) -> list[str]:
    """The offices of a list that stand below its first, each on a line of its own and of the same kind."""
    if line.segments[-1] is not segment:
        return []
    values: list[str] = []
    prefixed = PREFIXED.match(_bare_words(segment.text).upper()) is not None
    for below in paper.lines[line.index + 1 : line.index + MAX_ADDRESSEES]:
        if below.labels or below.is_prose or below.in_body or not below.text.strip():
            break
        if _UNKNOWN_LABEL.match(below.text) or find_days(below.upper) or DAY_IN_FIGURES.search(below.upper):
            break  # who else is told, or where and when it was written
        address = read_address(below.text, paper.year)
        titled = address is not None and address.quality == "title" and below.upper.startswith("THE ")
        if address is None or not (address.quality in KNOWN or titled) or address.mended:
            break
        if (PREFIXED.match(address.written.upper()) is not None) != prefixed or find_level(below.upper):
            break
        named = f"{address.written.split()[0].upper()} " if prefixed and address.written.isupper() else ""
        values.append(f"{named}{address.value}")
    return values


_UNKNOWN_LABEL = re.compile(r"\w[\w' ]{1,20}\s?[:;]")


MAX_ADDRESSEES = 12
"""Lines of a list of addressees that are looked at, at most."""


def _is_of_two_lines(address: Address, segment: Segment) -> bool:
    """Was an address read from two lines: are its words more than its own line's?"""
    return len(address.written.split()) > len(segment.text.split())


def _bare_words(text: str) -> str:
    return re.sub(r"^\W*(?:R[A-Z]{4,6}/\s?)?", "", text)


def _with_agency(paper: Paper, line: PaperLine) -> Address | None:
    """A director whose agency stands on the next line, damaged or not."""
    below = paper.below(line)
    if below is None or below.labels:
        return None
    cell = _GAP.split(below.upper.strip())[0]
    letters = re.sub(r"[^A-Z]", "", cell)
    for agency in _AGENCIES:
        if fuzz.ratio(letters, agency.replace(" ", "")) >= _MIN_AGENCY_LIKENESS:
            return read_address(f"Director, {agency}", paper.year)
    words = re.match(r"[A-Z ]{3,40}\b(?:AGENCY|OFFICE|BUREAU|DIVISION)", below.upper)
    return read_address(f"Director, {below.text[: words.end()]}", paper.year) if words else None


_AGENCIES = ("FEDERAL BUREAU OF INVESTIGATION", "CENTRAL INTELLIGENCE AGENCY", "NATIONAL SECURITY AGENCY")


_MIN_AGENCY_LIKENESS = 80.0
"""How like an agency's name the letters of a line must be, 0 to 100."""


def _has_more_below(paper: Paper, line: PaperLine) -> bool:
    """Goes the address on in the next line, in words that we cannot read: of what he is director?"""
    below = paper.below(line)
    return below is not None and not below.labels and not below.is_prose and len(below.text.split()) > 1


def _below_junk(paper: Paper, line: PaperLine, label: Label) -> Iterator[Candidate]:
    """An office on the line below its label, where print of other boxes was read beside the label and the office."""
    below = paper.below(line)
    labelled_at = below.labels[0].start if below and below.labels else -1
    if label.stop or below is None or labelled_at == 0 or below.is_prose or below.in_body:
        return
    if labelled_at > 0 and "  " not in below.text[:labelled_at]:
        return
    words = _GAP.split(below.text.strip())[0].split()
    while len(words) > 2 and re.fullmatch(r"[A-Z]{3,}", words[-1]) and not words[-2].endswith(","):
        words.pop()
    address = read_address(" ".join(words), paper.year)
    if address and address.quality == "title":
        features = paper.common(below, label, below=True) | name_features(address) | {"below-junk"}
        yield Candidate(label.kind, address.value, below.index, address.written, frozenset(features))


def _on_two_lines(paper: Paper, line: PaperLine, segment: Segment) -> Address | None:
    """An office whose name goes on in the next line, as a comma or the next line's words show."""
    is_cut = segment.text.rstrip().endswith(",") or is_nameless_office(segment.text)  # and on the next line SINGAPORE
    if line.index + 1 >= len(paper.lines) or len(segment.text.split()) < (2 if is_cut else 3):
        return None
    below = paper.lines[line.index + 1]
    if below.labels or below.is_prose or below.in_body or len(below.text) > 40 or find_days(below.upper):
        return None
    address = read_address(f"{segment.text.strip()} {below.text}", paper.year)
    return address if address and address.quality in KNOWN else None


_MONTHS_CUT = "|".join(FIRST_LETTERS)


_SHORT_WORD_AT_END = re.compile(r"\s([A-Z0-9]{3})$")


@lru_cache(maxsize=1000)
def _is_damaged_month(word: str) -> bool:
    return any(distance(word, month) <= 1.0 for month in FIRST_LETTERS)


def _cut(text: str, paper: Paper) -> str:
    """The words of an address without a date, a group, a number or a marking behind them."""
    upper = text.upper()
    ends = [len(text)]
    ends += [day.start for day in find_days(upper, window=paper.window)[:1]]
    if group := find_group(upper):
        ends.append(group.start)
    if (level := find_level(upper)) and level[1] > 2:
        ends.append(level[1])
    if figures := re.search(
        r"\s(?![A-Z]*\d[A-Z]{3,}(?![A-Z0-9]))\S*\d|\s(?:" + _MONTHS_CUT + r")\b[ .]*[\d?/.]*", upper
    ):
        ends.append(figures.start())
    cut = text[: min(ends)].rstrip(" ,.;-(")
    if min(ends) < len(text) and (month := _SHORT_WORD_AT_END.search(cut.upper())) and _is_damaged_month(month[1]):
        cut = cut[: month.start()]
    return "" if re.search(r"\b(?:OF|FOR|THE|IN|TO|AND|DE|DU)$", cut.upper()) else cut
