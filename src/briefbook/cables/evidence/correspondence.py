"""A letter, memorandum or minute -> candidates for who signed it and to whom it goes, by the parts that it has.

No label names them: what shows who they are is the place. Above the text stand the office whose paper it is, the day,
the addressee and a greeting; below it a farewell, who signs, his office, and the addressee again if he was not above.
"""

import operator
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from briefbook.cables.evidence.addresses import is_nameless_office, is_office_word
from briefbook.cables.evidence.letters import addressee_blocks
from briefbook.cables.evidence.paper import ACCENTS, Candidate, Paper, PaperLine
from briefbook.cables.heading_draft import FUNCTION_WORDS
from briefbook.text import posts
from briefbook.text.dates import find_days
from briefbook.text.lexicon import frequency, is_listed
from briefbook.text.months import heading_months
from briefbook.text.vocabulary import find_level

MAX_FOOT_LINES = 14
"""Lines below a paper's text, at most, among which it is signed."""

MAX_HEAD_LINES = 16
"""Lines at its head among which its addressee stands."""

MAX_NAME_WORDS = 5
"""Words of a signature at most."""

_MIN_TEXT_WORDS = 5
"""Words of a line of text at least, of which more begin with a small letter than not."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed: the name, where it stands, and what kind of name it is."""

    line: int
    name: str
    written: str
    kind: str  # full (two names, or initials and a surname), marked ((Signed) Smith) or single (a surname)
    features: frozenset[str]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads((files(__package__) / "correspondence.toml").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in table.items()}


@cache
def _word_set(*kinds: str) -> frozenset[str]:
    """The words of kinds, to be asked for whole words."""
    return frozenset(word for kind in kinds for word in _words()[kind])


_LETTERS = re.compile(r"[^\W\d_]+")
_THREE_LETTERS = re.compile(r"[^\W\d_]{3,}")
_CAPITALS = re.compile(r"[A-Z]+")


def signers(paper: Paper) -> Iterator[Candidate]:
    """Who signed a letter, a memorandum or a minute that has no label of its sender."""
    if "from" in paper.kinds:
        return
    signature = find_signature(paper)
    if signature is None:
        return
    features = {"signature", f"signature={signature.kind}", *signature.features}
    yield Candidate("from", signature.name, signature.line, signature.written, frozenset(features))


def days_at_foot(paper: Paper, offered: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, the days alone on their lines below a signature not as those of the text any more."""
    signature = find_signature(paper)
    if signature is None:
        return list(offered)
    return [
        replace(candidate, features=candidate.features - _OF_TEXT | {"label=none|beside", "at-foot"})
        if candidate.line > signature.line and "alone" in candidate.features
        else candidate
        for candidate in offered
    ]


_OF_TEXT = frozenset({"body", "prose", "label=none|body"})


@lru_cache(maxsize=4)
def find_signature(paper: Paper) -> Signature | None:
    """The name below a paper's text by which it is signed; None where none stands there, or a post sends the paper."""
    if any(_is_of_posts(line) or _is_of_talk(line) for line in _head(paper)):
        return None
    foot = _foot(paper)
    kind = _kind_of_paper(paper)
    has_farewell = False
    for at, line in enumerate(foot):
        if _begins(line.upper, "farewells"):
            has_farewell = True
            continue
        if at + 1 < len(foot) and find_level(line.upper) and len(line.upper.split()) < _MIN_TEXT_WORDS:
            continue
        found = _signed_name(line)
        if found is None:
            if find_days(line.upper) or not has_farewell:
                continue
            break
        name, written, how = found
        below = foot[at + 1] if at + 1 < len(foot) else None
        above = foot[at - 1] if at else None
        features = {f"signs={kind}"}
        if has_farewell:
            features.add("below-farewell")
        if below is not None and _names_office(below.text) and not _is_addressed(below):
            features.add("above-title")
        if above is not None and _names_office(above.text) and not _is_addressed(above):
            features.add("below-title")
        is_in_place = bool(features & {"below-farewell", "above-title", "below-title"})
        if not is_in_place and (how == "single" or (kind == "none" and how != "marked")):
            continue
        if not _is_official(paper):
            return None
        return Signature(line.index, name, written, how, frozenset(features))
    return None


def _kind_of_paper(paper: Paper) -> str:
    """What the paper is by its words: a letter, a paper with a title, or none that is known."""
    head = [line for line in paper.lines[:MAX_HEAD_LINES] if not line.is_prose]
    if any(_begins(line.upper, "papers") for line in head):
        return "paper"
    return "letter" if any(_begins(line.upper, "greetings") for line in paper.lines) else "none"


def _foot(paper: Paper) -> list[PaperLine]:
    """The lines below the last line of a paper's text; none where it has no text, or too many stand there."""
    last = -1
    for line in paper.lines:
        if last >= 0 and _begins(line.upper, "farewells"):
            break
        goes_on = 0 <= last == line.index - 1 and _ends_a_sentence(line, paper.lines[last])
        if goes_on or _is_of_text(line) or (line.labels and line.labels[0].kind == "subject"):
            last = line.index
    foot = [line for line in paper.lines[last + 1 :] if line.text.strip()] if last >= 0 else []
    return foot if len(foot) <= MAX_FOOT_LINES else []


def _is_of_text(line: PaperLine) -> bool:
    """Is a line one of the text, in small letters mostly, and no title of office?"""
    if not line.is_prose:
        first = [word[0] for word in line.text.split()]
        count = sum(map(str.isalpha, first))
        is_closed = line.text.rstrip()[-1:] in ".,:;"
        if count < _MIN_TEXT_WORDS or sum(map(_is_small, first)) < (0.35 if is_closed else 0.5) * count:
            return False
    return not _is_title(line)


def _is_small(letter: str) -> bool:
    return letter.isalpha() and letter.islower()


_MAX_TITLE_WORDS = 9


def _is_title(line: PaperLine) -> bool:
    """Is a line a title of office, which begins with its word and ends without a stop?"""
    if line.text.rstrip()[-1:] in ".;:":
        return False
    first = _LETTERS.search(line.upper)
    if first is None or first[0] not in _word_set("titles", "bearers"):
        return False
    return len(_LETTERS.findall(line.upper)) <= _MAX_TITLE_WORDS


def _ends_a_sentence(line: PaperLine, above: PaperLine) -> bool:
    """Is a line the short last one of a paragraph, which the line above left open?"""
    is_open = above.text.rstrip()[-1:] not in ".?!"
    return is_open and line.text.rstrip()[-1:] in ".?!)" and not _is_title(line)


def _is_of_posts(line: PaperLine) -> bool:
    """Does a line call the paper one that a post sends: a telegram?"""
    return not _word_set("of_posts").isdisjoint(_CAPITALS.findall(line.upper))


def _is_of_talk(line: PaperLine) -> bool:
    return _TALK.match(line.upper) is not None


_TALK = re.compile(r"\W*(?:(?:MEMORANDUM|RECORD|MINUTES|NOTES?) OF |PARTICIPANTS\b|PRESENT\b|PRESS RELEASE)")


def _is_official(paper: Paper) -> bool:
    """Bears a paper something of a service: a level, an office in its head or foot?"""
    return any(
        not line.is_prose and (find_level(line.upper) is not None or _names_office(line.text)) for line in paper.lines
    )


def _names_office(words: str) -> bool:
    titles, parts = _word_set("titles"), _THREE_LETTERS.findall(words.upper().translate(ACCENTS))
    return any(is_office_word(part) or part in titles for part in parts)


def _is_addressed(line: PaperLine) -> bool:
    """Begins an addressee's block on a line?"""
    upper = line.upper.translate(ACCENTS)
    first = upper.split()[:1]
    return (
        any(upper.startswith(words) for words in _words()["honours"])
        or upper.startswith("THE ")
        or bool(first and first[0] in _words()["persons"])
        or _ESQUIRE.search(upper) is not None
        or line.text.rstrip().endswith(",")
    )


_ESQUIRE = re.compile(r"\bESQ(?:UIRE)?\b")


@lru_cache(maxsize=5_000)
def _begins(upper: str, kind: str) -> bool:
    """Is a line, in capitals, one of the wordings of a kind, or does it begin with one that may go on?"""
    plain = _IN_BRACKETS_AT_END.sub("", upper.translate(ACCENTS)).strip(" .,:;!-")
    whole, beginnings = _wordings(kind)
    return plain in whole or plain.startswith(beginnings)


_IN_BRACKETS_AT_END = re.compile(r"\s*\([^)]*\)\s*$")


@cache
def _wordings(kind: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The wordings of a kind that are a whole line, and those by which a line begins."""
    words = _words()[kind]
    if kind == "papers":
        return frozenset(), tuple(words)
    beginnings = tuple(word for word in words if word.endswith((" ", "'")))
    return frozenset(word.strip(" ,") for word in words if word not in beginnings), beginnings


_SMALL = r"(?:(?:[Dd]e|[Vv]on|v\.|[Vv]an|[Dd]er|[Dd]u|[Ll]a|[Ll]e|di|da|d') ?)*"
_NAME = re.compile(
    rf"(?P<initials>(?:[A-Z]\.? ?-?){{1,3}} )?(?P<names>{_SMALL}[^\W\d_][\w'’-]+\.?"
    rf"(?: (?:(?:[A-Z]\.|[A-Z]) ?)*{_SMALL}[^\W\d_][\w'’-]+){{0,3}})"
)


def _signed_name(line: PaperLine) -> tuple[str, str, str] | None:
    """The person's name that fills a line: the name, as it is written, and what kind it is."""
    if line.is_prose or "  " in line.text.strip() or line.labels:
        return None
    written = line.text.strip(" .,*_")
    upper = written.upper()
    marked = False
    for mark in sorted(_words()["signed"], key=len, reverse=True):
        plain = upper.lstrip("( ")
        if plain.startswith(mark) and not plain[len(mark) :][:1].isalpha():
            cut = len(upper) - len(plain) + len(mark)
            written, marked = written[cut:].strip(" ).:"), True
            break
    name = " ".join(written.strip(' ()[]"').split())
    match = _NAME.fullmatch(name)
    if match is None or not 0 < len(name.split()) <= MAX_NAME_WORDS:
        return None
    words = re.findall(r"[^\W\d_][\w'’-]*", match["names"])
    long = [word for word in words if len(word) > 2 and word.lower() not in _PARTICLES]
    if not long or any(not word[0].isupper() for word in long) or (not match["initials"] and _is_of_words(long)):
        return None
    if not name.isupper() and any(word.isupper() and len(word) > 3 for word in long[:-1]):
        return None
    if any(_is_no_name(word) for word in long) or posts.city_in_any_tongue(name) or find_level(upper):
        return None
    if any(_CAPITAL_INSIDE.search(word) or _is_nearly_given(word) for word in long) or not all(
        map(_is_speakable, long)
    ):
        return None
    if any(word[0].islower() and word not in _PARTICLES and word[1:2] not in ("'", "’", "") for word in words):
        return None  # a particle misread: dc for de
    has_two = bool(match["initials"]) or len(long) > 1
    return name, line.text.strip(" .,*_"), "marked" if marked else "full" if has_two else "single"


_CAPITAL_INSIDE = re.compile(r"(?<![A-Za-z])(?!Mc|Mac|De|Du|Di|La|Le|Van|Von|Fitz|O')[^\W\d_][a-zà-ÿ]+[A-ZÀ-Ý]")
"""A capital inside a name in small letters: FitsCerald is FitzGerald misread."""


@lru_cache(maxsize=5_000)
def _is_nearly_given(word: str) -> bool:
    """Is a word a letter from a given name, and neither one itself nor a word of the language: Petet?"""
    upper = word.upper()
    if upper in posts.given_names() or is_listed(word.lower()) or len(word) < _MIN_GIVEN:
        return False
    return any(
        len(name) == len(upper) and sum(map(operator.ne, name, upper)) == 1 and name[1:] != upper[1:]
        for name in posts.given_names()
    )


_MIN_GIVEN = 5

_MAX_CONSONANTS = 4


@lru_cache(maxsize=5_000)
def _is_speakable(word: str) -> bool:
    """Has a name vowels among its consonants as names have: no Kcmer, no Brngtsn?"""
    upper = word.upper().translate(ACCENTS)
    runs = re.split(r"[AEIOUY]", upper)
    return len(runs) > 1 and max(map(len, runs)) <= _MAX_CONSONANTS and not _NO_BEGINNING.match(upper)


_NO_BEGINNING = re.compile(
    r"(?:B[CDFGKMNPQSTVWXZ]|C[BDFGJKMPQTVWX]|D[BCFGKLMNPQTVX]|F[BCDGHKMNPQTVWXZ]|G[BCDFJKMPQTVXZ]|H[BCDFGJKLMNPQSTVWXZ]"
    r"|J[BCDFGHKLMNPQRSTVWXZ]|K[BCDFGJMPQTXZ]|L[BCDFGHJKMNPQRSTVWXZ]|M[BDFGHJKPQRTVWXZ]|N[BCDFHJKLMPQRSTVWXZ]|P[BCDGJKMQTVWXZ]|Q[^U]"
    r"|R[BCDFGJKLMNPQSTVWXZ]|T[BCDFGJKLMNPQTVX]|V[BCDFGHJKMNPQSTVWXZ]|W[BCDFGJKMNPQSTVWXZ]|X)"
)
"""Two letters with which no name begins in the languages of these services."""

_PARTICLES = frozenset({"de", "von", "van", "der", "du", "la", "le", "di", "da", "del"})


def _is_no_name(word: str) -> bool:
    upper = word.upper()
    return (
        is_office_word(upper) or upper in heading_months() or upper in FUNCTION_WORDS or upper in _words()["no_names"]
    )


def _is_of_words(words: Sequence[str]) -> bool:
    """Are all words frequent words of the language, and none a given name: Timber Duties?"""
    return all(is_listed(word.lower()) and frequency(word.lower()) >= _FREQUENT for word in words) and not any(
        word.upper() in posts.given_names() for word in words
    )


_FREQUENT = 5_000_000
"""How often a word stands in the list's corpus, at least, to be a word rather than a name."""


def persons_addressed(paper: Paper) -> Iterator[Candidate]:
    """To whom a letter or a minute goes that has no label of its addressee: a person's block, or his title alone."""
    if "to" in paper.kinds:
        return
    signature = find_signature(paper)
    has_greeting = any(_begins(line.upper, "greetings") for line in paper.lines)
    if signature is None and not has_greeting:
        return
    head = _head(paper)
    foot = [line for line in paper.lines[signature.line + 1 :] if line.text.strip()] if signature else _foot(paper)
    found = False
    for lines in (head, foot):
        for at, line in enumerate(lines):
            named = _addressed_person(lines, at)
            if named is None:
                continue
            value, written, is_block = named
            if not is_block and (lines is foot or signature is None or signature.kind == "single"):
                continue
            others = [] if is_block else _persons_below(lines, at)
            features = frozenset({"address", "address-block" if is_block else "address-alone", "who=person"})
            yield Candidate("to", "; ".join([value, *others]), line.index, written, features)
            found = True
            break
        if found:
            return
    if signature is None:
        return
    for at, line in enumerate(head):
        goes_on = at + 1 < len(head) and _names_office(head[at + 1].text)
        if not line.labels and not goes_on and (title := _title_alone(line)):
            yield Candidate("to", title, line.index, title, frozenset({"address", "address-title", "who=title"}))
            return


def _persons_below(lines: Sequence[PaperLine], at: int) -> list[str]:
    """The further persons to whom a minute goes, each alone on the next line."""
    names = []
    for below in range(at + 1, len(lines)):
        named = _addressed_person(lines, below)
        if named is None or named[2]:
            break
        names.append(named[0])
    return names


@lru_cache(maxsize=4)
def _head(paper: Paper) -> tuple[PaperLine, ...]:
    """The lines above a paper's text, its greeting or its subject."""
    head: list[PaperLine] = []
    for line in paper.lines[:MAX_HEAD_LINES]:
        if _is_of_text(line) or _begins(line.upper, "greetings"):
            break
        if line.labels and line.labels[0].kind == "subject":
            break
        if line.text.strip():
            head.append(line)
    return tuple(head)


def _addressed_person(lines: Sequence[PaperLine], at: int) -> tuple[str, str, bool] | None:
    """The person whom a line names as an addressee: what he is called, as written, and whether he begins a block."""
    line = lines[at]
    if line.labels or line.is_prose or "  " in line.text.strip():
        return None
    text, is_honoured = _without_honour(line.text.strip(" .,"))
    below = lines[at + 1] if at + 1 < len(lines) else None
    if (is_honoured and not text) or text.upper() in _words()["persons"]:  # The Right Honourable, and the name below
        is_honoured = True
        if below is None or below.labels:
            return None
        text, below = below.text.strip(" .,"), lines[at + 2] if at + 2 < len(lines) else None
    written = text
    words = text.replace(",", " ").split()
    titled = False
    while words and words[0].upper().translate(ACCENTS) in _words()["persons"]:
        titled = True
        words = words[1:]
        text = text[text.upper().find(words[0].upper(), 1) :] if words else ""
    esquire = _BEHIND.search(text)
    name = _BEHIND.split(text)[0].strip(" ,.") if esquire else text
    if not (titled or is_honoured or esquire) or not name:
        return None
    match = _NAME.fullmatch(name.split(",")[0].strip())
    long = re.findall(r"[^\W\d_][\w'’-]{2,}", match["names"]) if match else []
    if any(_CAPITAL_INSIDE.search(word) or _is_nearly_given(word) for word in long) or not all(
        map(_is_speakable, long)
    ):
        return None
    if not long or any(
        _is_no_name(word) or (word[0].islower() and word not in _PARTICLES and word[1] not in "'’") for word in long
    ):
        return None
    goes_on = below is not None and not below.labels and (_names_office(below.text) or _is_place(below.text))
    is_block = bool(is_honoured or esquire or goes_on)
    shown = name if is_honoured or esquire else written
    return " ".join(shown.split(",")[0].split()), written, is_block


_BEHIND = re.compile(r",? (?:ESQ(?:UIRE)?|M\.?P|K\.?C\.?M\.?G|C\.?M\.?G|K\.?C\.?B|C\.?B|O\.?B\.?E)\b\.?,?", re.I)
"""Marks behind a name, from the first of which on nothing belongs to it."""


def _without_honour(text: str) -> tuple[str, bool]:
    upper = text.upper().translate(ACCENTS)
    upper = re.sub(r"^(?:A |AN |TO )(?=SON |SEINE|HIS |HER )", "", upper)
    text = text[len(text) - len(upper) :]
    for words in sorted(_words()["honours"], key=len, reverse=True):
        if upper.startswith(words) and not upper[len(words) :][:1].isalpha():
            return text[len(words) :].strip(" ,"), True
    return text, False


def _is_place(words: str) -> bool:
    return posts.city_in_any_tongue(words.split(",")[0].strip(" .,")) is not None


_TITLE_ALONE = re.compile(
    r"THE (?:[A-Z-]+ )?(?:MINISTER|SECRETARY|PRESIDENT|DIRECTOR|CHAIRMAN|AMBASSADOR|SECRETARY-GENERAL|UNDER-SECRETARY)"
    r"|(?:THE )?(?:PRIME|FOREIGN|HOME|CHIEF|ACTING|COLONIAL|DEPUTY) (?:MINISTER|SECRETARY|WHIP|DIRECTOR|PRESIDENT)"
    r"|(?:MINISTER|SECRETARY OF STATE|CHANCELLOR|FIRST LORD|LORD PRESIDENT|PRESIDENT) (?:OF|FOR) (?:THE )?"
    r"[A-Z]+(?: (?:AND )?[A-Z]+){0,3}"
)
"""The title of one who is written to, alone on its line."""


def _title_alone(line: PaperLine) -> str:
    words = line.text.strip(" .,:")
    is_title = _TITLE_ALONE.fullmatch(words.upper()) is not None and (words.isupper() or words.startswith("The "))
    return words if is_title and all(map(_is_plain, re.findall(r"[^\W\d_]{4,}", words))) else ""


def _is_plain(word: str) -> bool:
    return is_office_word(word) or is_listed(word.lower())


def offices_of_letterheads(paper: Paper) -> Iterator[Candidate]:
    """The office on whose paper a letter or a memorandum is written, or to which or from which a message went.

    A message says by a word whether it came in or went out; what one person writes to another goes out.
    """
    lacking = {"from", "to"} - paper.kinds
    if not lacking:
        return
    head = _head(paper)
    way, by_addressee = _way(head), False
    if way is None:
        by_addressee = _kind_of_paper(paper) == "none"
        if by_addressee and next(addressee_blocks(paper), None) is None:
            return
        if any(_is_of_posts(line) or _is_of_talk(line) for line in head) or find_signature(paper):
            return
        way = "from"
    if way not in lacking:
        return
    for at, line in enumerate(head[:_MAX_LETTERHEAD_LINES]):
        office = _institution(line)
        if not office:
            continue
        if is_nameless_office(office):
            place = head[at + 1].text.split(",")[0].strip(" .,") if at + 1 < len(head) else ""
            if not _is_place(place):
                continue
            office = f"{office}, {place}"
        features = frozenset({"letterhead-office", "who=unit", f"letterhead-{way}", *["by-addressee"] * by_addressee})
        yield Candidate(way, office, line.index, line.text.strip(), features)
        return


_MAX_LETTERHEAD_LINES = 4
"""Lines at the head of a paper among which the office stands whose paper it is."""


def _way(head: Sequence[PaperLine]) -> str | None:
    """The field that the office of a message's paper is: its addressee if it came in, its sender if it went out."""
    for line in head:
        if line.labels and line.labels[0].stop:
            continue
        words = set(_CAPITALS.findall(line.upper.translate(ACCENTS)))
        if _is_of_posts(line) or words & {"CODE", "MESSAGE", "CIPHER"}:
            if not words.isdisjoint(_words()["incoming"]):
                return "to"
            if not words.isdisjoint(_words()["outgoing"]):
                return "from"
    return None


_MAX_OFFICE_WORDS = 9


def _institution(line: PaperLine) -> str:
    """The institution that a line names, alone on it; "" if it names none, or is something else too."""
    words = re.split(r" {2,}", line.text.strip(" .,*"))[0].strip(" .,")
    plain = words.upper().translate(ACCENTS)
    if plain in _words()["houses"]:
        return words
    parts = re.findall(r"[^\W\d_]+", plain)
    if line.labels or line.is_prose or not 1 < len(parts) <= _MAX_OFFICE_WORDS or re.search(r"\d", plain):
        return ""
    if _begins(line.upper, "papers") or _is_of_posts(line) or find_level(line.upper) or _is_title(line):
        return ""
    is_named = any(part.startswith(_words()["institutions"]) for part in parts)
    return words if is_named and all(word[0].isupper() for word in words.split() if len(word) > 3) else ""
