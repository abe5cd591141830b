"""What the words of a citation say of the paper whose id stands with them: its day, number, sender and addressee.

"(Lima tel. 24, 2 May 1963, LIMA0024)" names one paper in two ways, and each must be the other's. Such words are taken
for a citation only where every one of them is a word of citing: what tells of a speech or a meeting is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim_frames import PAPER
from briefbook.checks.countries import CODE, country
from briefbook.checks.prose_dates import span
from briefbook.checks.statements import Statement
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.post import Post
from briefbook.text.dates import Outcome, Span, read_date
from briefbook.text.folding import fold

MIN_SURE = 0.9
"""A machine's value below it is told as unsure, and what differs from it is only noted."""

_PAPERS = rf"(?:{PAPER}|t[ée]l[ée]grammes?|t[ée]l\.|d[ée]p[êe]ches?|embtel|deptel)"
_FORMS = ("memorandum", "letter", "report", "airtel", "note", "minute", "mémorandum", "lettre", "rapport")
_SMALL = frozenset(
    [
        "to",
        "from",
        "the",
        "of",
        "in",
        "at",
        "on",
        "by",
        "and",
        "for",
        "dated",
        "sent",
        "received",
        "also",
        "see",
        "cf",
        "compare",
        "no",
        "nos",
        "number",
        "numbered",
        "embassy",
        "legation",
        "mission",
        "consulate",
        "station",
        "delegation",
        "section",
        "secret",
        "confidential",
        "unclassified",
        "priority",
        "box",
        "folder",
        "file",
        "files",
        "p",
        "pp",
        "page",
        "pages",
        "para",
        "de",
        "du",
        "des",
        "d",
        "à",
        "a",
        "au",
        "aux",
        "le",
        "la",
        "les",
        "l",
        "en",
        "date",
        "datée",
        "daté",
        "du",
        "et",
        "n",
        "numéro",
        "ambassade",
        "consulat",
        "voir",
        "reçu",
        "reçue",
        "th",
        "st",
        "nd",
        "rd",
        "er",
    ]
)
_OF_OFFICES = frozenset(
    [
        "embassy",
        "legation",
        "mission",
        "consulate",
        "station",
        "delegation",
        "high",
        "commission",
        "ambassade",
        "consulat",
        "the",
        "from",
        "in",
        "at",
        "of",
        "l",
        "la",
        "le",
        "de",
        "du",
        "d",
        "amembassy",
        "american",
        "us",
        "u",
        "s",
    ]
)
_NUMBER = re.compile(
    rf"(?:\b(?i:{_PAPERS})\s*,?\s*(?i:nos?\.?|n[°º]\.?|number|num[ée]ro|\#)?|(?<!\w)(?:[Nn]os?\.?|[Nn][°º]\.?)|(?P<name>\b[A-Z][\w.’'-]+))"
    r"\s*(?P<number>[A-Z]-?\d{1,5}|\d{1,6})(?![\w/]|[.,-]\d)"
)
_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_OPENS = re.compile(r"^\s*(?:\^\S+\s*:)?\W*(?:(?i:see(?:\s+also)?|cf|compare|voir|from|de)\b\.?\s*)?")
_NUMERIC = re.compile(r"(?<![\w./-])(?:\d{1,2}[./-]\d{1,2}[./-](?:1[89]|20)?\d\d|\d{1,2} [A-Z]{3} \d\d)(?![\w/-]|\.\d)")
_DATES = r"\d{1,2}(?:st|nd|rd|th|er)?\s|(?:[A-Z]\w{2,8}\.?\s\d)"
_TO = re.compile(
    rf"^(?P<from>[A-Z][^,;:()]*?)(?:\s*,?\s*\b(?:(?i:{_PAPERS})[^,;:()]*?|\d[\d-]*|(?:[Nn]os?\.?|n[°º])\s*\d+))?,?"
    rf"\s+(?:to|à|au)\s+(?:the\s+|l[’'])?(?P<to>[A-Z][^,;:()]*?)\s*(?=[,;:()]|$|\b(?i:{_PAPERS})\b|{_DATES}|\s(?:no|of|dated|du|n)\b|\d)"
)
_LEADING = re.compile(
    rf"^(?i:{_PAPERS})\s*,?\s*(?:(?:[Nn]os?\.?|[Nn][°º]\.?|number|num[ée]ro)?\s*[A-Z]?-?\d+\s*)?,?\s*(?:from|de|d[’'])?\s*(?:the\s+|l[’'])?"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day as a citation has it: its words with their place in the sentence, and the days it may mean."""

    text: str
    start: int
    end: int
    days: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Named:
    """A number, sender or addressee as a citation has it, with its place in the sentence."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CitationWords:
    """What stands with the id of an item in one citation; ``is_bare`` if it is nothing but a day."""

    statement: Statement
    item: str
    dates: Sequence[Dated]
    numbers: Sequence[Named]
    sender: Named | None
    addressee: Named | None
    is_bare: bool


def citation_words(inputs: CheckInput, statement: Statement) -> Iterator[CitationWords]:
    """The citations of a sentence whose words describe the one item that they name.

    Args:
        inputs: The catalogue.
        statement: The sentence.
    """
    for item, start, words in _pieces(statement):
        entry = inputs.entries.get(item)
        if entry is None:
            continue
        dates = list(_dates_in(inputs, entry, words, start))
        opening = _OPENS.match(words)
        skipped = opening.end() if opening else 0
        said = words[skipped:]
        if found := _LEADING.match(said):
            skipped += found.end()
        parties = _TO.match(words[skipped:])
        sender, addressee = (
            _named(parties, "from", start + skipped),
            _named(parties, "to", start + skipped),
        ) if parties else (None, None)  # fmt: skip
        numbers = [
            Named(match["number"], start + match.start("number"), start + match.end("number"))
            for match in _NUMBER.finditer(words)
            if not any(day.start - start <= match.start("number") < day.end - start for day in dates)
            and (not match["name"] or place_of(inputs, match["name"]) or _is_own_sender(inputs, entry, match["name"]))
        ]
        kind = _kind(inputs, entry, said, [sender, addressee], bool(numbers))
        if kind:
            yield CitationWords(statement, item, dates, numbers, sender, addressee, kind == "bare")


def _pieces(statement: Statement) -> Iterator[tuple[str, int, str]]:
    """Item, place and words of each citation of one item: its parenthesis, or its part of a note."""
    text, begin = statement.text, statement.sentence.offset
    cited = statement.cited
    ids = [(c.offset - begin, c.end - begin) for c in cited]
    for citation, (first, last) in zip(cited, ids, strict=True):
        start, end = _around(text, first, last)
        inside = [c.item for c, (a, _) in zip(cited, ids, strict=True) if start <= a < end]
        if set(inside) != {citation.item} or first != min(a for a, _ in ids if start <= a < end):
            continue
        words = _without(text[start:end], [(a - start, b - start) for a, b in ids if start <= a < end])
        alone = not _WORD.search(re.sub(r"\bpp?\.", "", words)) and not re.search(r"\d", words)
        before = text[start - 1 : start]
        if alone and before == ";":  # "(telegram 24 from Lima, 2 May 1963; LIMA0024)"
            start = max(text.rfind(mark, 0, start - 1) for mark in ";()") + 1
            words = text[start : end - len(words) - 1]
        elif alone and before == "(" and _is_note(text):  # "Lima tel. 24, 2 May 1963 (LIMA0024)"
            end = start - 1
            start = max(text.rfind(mark, 0, end) for mark in ";(") + 1
            words = text[start:end]
        elif alone or (before not in (";", "(") and not _is_note(text)):
            continue
        if not any(start <= a < end for c, (a, _) in zip(cited, ids, strict=True) if c.item != citation.item):
            yield citation.item, start, words


def _is_note(text: str) -> bool:
    return re.match(r"\s*\^\S+\s*:", text) is not None


def _around(text: str, first: int, last: int) -> tuple[int, int]:
    """The parenthesis or the part of a note around an id."""
    depth, start = 0, 0
    for place in range(first - 1, -1, -1):
        if text[place] == ")":
            depth += 1
        elif text[place] == "(" and depth:
            depth -= 1
        elif (text[place] == "(" and not depth) or (text[place] == ";" and not depth):
            start = place + 1
            break
    ends = [place for mark in ");" if (place := text.find(mark, last)) >= 0]
    return start, min(ends, default=len(text))


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    for first, last in places:
        text = text[:first] + " " * (last - first) + text[last:]
    return text


def _named(match: re.Match[str], name: str, start: int) -> Named:
    return Named(match[name].strip(), start + match.start(name), start + match.end(name))


def _dates_in(inputs: CheckInput, entry: Entry, words: str, start: int) -> Iterator[Dated]:
    known = [day for _, day in known_days(entry)]
    near = known[0] if known else None
    taken = []
    for mention in inputs.mentions(words):
        days = mention.days_near(*near) if near else mention.days(mention.year) if mention.year else None
        if days:
            taken.append((mention.start, mention.end))
            yield Dated(mention.text, start + mention.start, start + mention.end, [days])
    for match in _NUMERIC.finditer(words):
        if any(first <= match.start() < last for first, last in taken):
            continue
        settings = inputs.context.dates
        reading = read_date(match.group(), window=settings.window, order=settings.order)
        texts = reading.alternatives if reading.outcome is Outcome.DOUBT else (reading.edtf,)
        if found := [day for day in map(span, texts) if day]:
            yield Dated(match.group(), start + match.start(), start + match.end(), found)


def _kind(inputs: CheckInput, entry: Entry, said: str, parties: Sequence[Named | None], numbered: bool) -> str:
    """Whether the words are a citation: "named", "bare" for a day alone, "" for neither."""
    plain = said
    for mention in reversed(list(inputs.mentions(said))):
        plain = plain[: mention.start] + " , " + plain[mention.end :]
    plain = _NUMERIC.sub(" , ", plain)
    form = fold((entry.value("form") or "").replace("_", " ")).split()[-1:]
    has_paper = re.search(rf"\b{_PAPERS}(?!\w)", plain, re.I) is not None
    rest = re.sub(rf"\b{_PAPERS}(?!\w)", " ", plain, flags=re.I)
    for name in _FORMS:
        if {"lettre": "letter", "rapport": "report"}.get(name, fold(name)) in form:
            has_paper = has_paper or re.search(rf"\b{name}\b", rest, re.I) is not None
            rest = re.sub(rf"\b{name}\b", " ", rest, flags=re.I)
    words = [word.strip(".’'") for word in _WORD.findall(rest)]
    if re.search(
        rf"\b(?:{'|'.join(_FORMS)}|speech|meeting|conversation|talk|interview|message|discours|entretien)\b", rest, re.I
    ):
        return ""
    for word in words:
        base, _, tail = re.sub("[’']", "'", word).partition("'")
        if tail and tail != "s" and base.lower() in ("l", "d"):
            base = tail
        elif tail == "s" and not (place_of(inputs, base) or _is_own_sender(inputs, entry, base)):
            return ""
        if base[:1].islower() and base not in _SMALL:
            return ""
    names = [word for word in words if word[:1].isupper() and word.lower() not in _OF_OFFICES]
    if has_paper or (numbered and not names):
        return "named"
    if any(party and (place_of(inputs, party.text) or _is_own_sender(inputs, entry, party.text)) for party in parties):
        return "named"
    first = re.split(r"[,;:]", rest.strip(" ,;:."))[0]
    first = re.sub(r"\b(?:[Nn]os?\.?|[Nn][°º]\.?)?\s*[A-Z]?-?\d+\s*$", "", first).strip()
    if first and _is_own_sender(inputs, entry, first):
        return "named"
    return "bare" if not names and not numbered and not re.search(r"\d", rest) else ""


@lru_cache(maxsize=5_000)
def _plain_office(words: str) -> str:
    kept = [word for word in re.findall(r"[^\W_]+", fold(words)) if word not in _OF_OFFICES]
    return " ".join(kept)


def _is_own_sender(inputs: CheckInput, entry: Entry, words: str) -> bool:
    return _plain_office(words) in sender_names(inputs, entry) if _plain_office(words) else False


def sender_names(inputs: CheckInput, entry: Entry) -> frozenset[str]:
    """The names that a paper's sender may be called by, folded and without words for the office.

    Args:
        inputs: The posts.
        entry: The paper's entry.
    """
    names = set()
    for reading in known_readings(entry, "from"):
        post = inputs.context.post(reading.value or "")
        for name in (reading.value, reading.as_written, post.code if post else "", post.name if post else ""):
            names.add(_plain_office(name or ""))
    return frozenset(names - {""})


def place_of(inputs: CheckInput, words: str) -> Post | str | None:
    """The post, else the two letters of the country, that words name; None where they name neither.

    Args:
        inputs: The posts.
        words: The name as a citation has it.
    """
    plain = _plain_office(words)
    if not plain:
        return None
    if post := inputs.context.post(plain.upper()):
        return post
    return CODE.get(country(plain.title()) or country(words)) or None


def known_readings(entry: Entry, name: str) -> Sequence[Reading]:
    """The readings of a field that hold, the effective one first: a person's alone, else the list's and the machine's.

    Args:
        entry: The item's entry.
        name: The field.
    """
    readings = [reading for reading in entry.readings.get(name, ()) if reading.value]
    persons = [reading for reading in readings if reading.by is SourceKind.PERSON]
    return persons or readings


def known_days(entry: Entry) -> Sequence[tuple[Reading, Span]]:
    """The days that a paper may be called by, with the reading of each: written, received, of its date-time group."""
    found = []
    for name in ("date", "received", "dtg", "sent"):
        for reading in known_readings(entry, name):
            if day := span((reading.value or "").partition("T")[0]):
                found.append((reading, day))
    return found
