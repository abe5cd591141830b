"""The source note of a document of an edition -> its archival file, its classification, and who was sent a copy."""

import re

from briefbook.text.posts import post, same_post

_LEVELS = ("Top Secret", "Secret", "Confidential", "Limited Official Use", "Official Use Only", "Official Use",
           "Restricted", "Unclassified")  # fmt: skip
_LEVEL = "|".join(
    form.replace(" ", r"\s+") + (r"(?!\s+[Dd]ata)" if level == "Restricted" else "")
    for level in _LEVELS
    for form in dict.fromkeys((level, level.upper(), level.capitalize()))
)
_MARKING = re.compile(rf"(?<![\w-])(?P<level>{_LEVEL})(?=\s*(?:[.;,/\])(]|—|-[A-Z]|and\s+[A-Z]|$))")
"""A level that ends with a stop: "Secret;", "Top Secret.", not "Secret Service"."""
_OTHER_PAPER = re.compile(r"\b(?:the|a|an|this|its|as|marked|was|were|is|from|to|of|in|downgraded)\s+$", re.I)
"""Words before a level that is said of something else, or in a sentence."""
_FILE_UNIT = re.compile(
    r"(?:Central|Decimal|Central Decimal|Central Foreign Policy)\s(?:Decimal\s)?Files?(?:\s\d{4}[–-]\d{2,4})?,\s*"
    r"(?P<file>[^.;]*(?:\.[^\s.;][^.;]*)*)"
)
_FILE_NUMBER = re.compile(
    r"(?:\d{2,4}[A-Z]?\.[\dA-Z][\w.]*(?:\s?[A-Z]{2,8})?(?:/\d[\d–-]*\w*)?"  # decimal: 611.93/1-1955, 751G.5-MSP/6-2156
    r"(?:[–-][A-Z]{2,8}(?:/\d[\d–-]*)?)?"
    r"|[A-Z]{2,5}(?:\s\([A-Z]+\))?\s\d{1,3}(?:[–-]\d+)*(?:\s[A-Z]{2,}(?:[–-][A-Z]+)?)*(?:/[A-Z]+)*)"
)
_SENTENCE = re.compile(
    r"\s+(?:[Dd]rafted|[Rr]eceived|[Ss]ent|[Rr]epeated|[Tt]ransmitted|[Cc]leared|[Aa]pproved|[Aa]lso|[Cc]op(?:y|ies)"
    r"|[Tt]he|[Nn]o\s+classification|[Pp]ublished|[Pp]rinted|[Ii]nitialed|[Ss]igned|[Aa]ttached|[Ww]ritten)\b"
)
_MAX_FILE_LENGTH = 60
"""Characters of a file's name; of the file names in ten volumes of FRUS none that is only a name is longer."""


def classification(source: str) -> tuple[str, str] | None:
    """The level that a source note gives a document: the words around it and the level, in capitals.

    A level counts wherever it ends with a stop, whether or not a full stop is before it; TOP SECRET is never SECRET.

    >>> classification("Source: Archive, Central Files, POL 1 SPEC Top Secret; Priority. Drafted by Roe.")
    ('Top Secret', 'TOP SECRET')
    >>> classification("Source: Archive, Reserve Board Files. Copy sent to the Secret Service.")
    """
    for match in _MARKING.finditer(source[:1200]):
        before = source[: match.start()]
        if _OTHER_PAPER.search(before) and not re.search(r"\.\s*$", before):
            continue
        sentence = re.split(r"(?<=[\w)\]])\.\s", before)[-1]
        if re.match(r"(?:drafted|received|the |a |see |printed|for )", sentence, re.I) and ";" not in sentence:
            continue
        written = " ".join(match["level"].split())
        return written, written.upper()
    return None


def without_marking(source: str) -> str:
    """An archival source without the classification that an edition prints behind it with no stop between them.

    >>> without_marking("Archive, Central Files, POL 1 SPEC Top Secret; Priority")
    'Archive, Central Files, POL 1 SPEC'
    >>> without_marking("Archive, Records of the Secret Service, box 2")
    'Archive, Records of the Secret Service, box 2'
    """
    for match in _MARKING.finditer(source):
        rest = source[match.end() :].lstrip()
        if source[: match.start()].strip() and (not rest or rest.startswith(";")):
            return source[: match.start()].rstrip(" ,;")
    return source


def file_unit(source: str) -> str | None:
    """The file unit of the State Department's central files that a source note names, without what follows it.

    >>> file_unit("Source: Department of State, Central Files, 711.2/6–2156 Secret")
    '711.2/6-2156'
    """
    match = _FILE_UNIT.search(source)
    if match is None:
        return None
    file = match["file"]
    for border in (_MARKING, _SENTENCE):
        if (end := border.search(file)) and end.start():
            file = file[: end.start()]
    if file.count(")") > file.count("("):
        file = file[: file.index(")")]
    file = file.strip(" ,")
    if len(file) > _MAX_FILE_LENGTH:
        number = _FILE_NUMBER.match(file)
        file = number[0] if number else file.split(",")[0]
        if len(file) > _MAX_FILE_LENGTH:
            return None
    return file.replace("–", "-").strip() or None


_PRINTED_FILE = re.compile(
    rf"(?:File\s+(?:No\.\s*)?)?(?P<file>{_FILE_NUMBER.pattern})\s*"
    r"(?::\s*(?P<kind>(?i:(?:circular )?(?:telegram|airgram)|des?patch|instruction|letter)))?[\s.]*"
)


def printed_file_number(source: str) -> tuple[str, str] | None:
    """The file number that volumes before 1955 print above a document, and the kind of paper behind its colon.

    Args:
        source: The words above the document's title.

    Returns:
        The file number, and the kind in small letters, "" where none is given; None where the words are something else.

    >>> printed_file_number("501.BB/12–848: Telegram"), printed_file_number("S/P Files: Lot 64 D 563")
    (('501.BB/12-848', 'telegram'), None)
    >>> printed_file_number("File No. 763.72/4021")
    ('763.72/4021', '')
    """
    match = _PRINTED_FILE.fullmatch(" ".join(source.split()))
    if match is None:
        return None
    return match["file"].replace("–", "-"), (match["kind"] or "").lower()


def printed_level(words: str) -> str | None:
    """The level in a line between title and text that holds a marking and nothing else: "top secret   priority".

    >>> printed_level("top secret priority"), printed_level("[confidential]"), printed_level("Secret talks")
    ('TOP SECRET', 'CONFIDENTIAL', None)
    """
    match = _LEVEL_LINE.fullmatch(" ".join(words.split()).strip("[]. "))
    return " ".join(match["level"].upper().split()) if match else None


_LEVEL_LINE = re.compile(
    rf"(?P<level>{_LEVEL})(?:[\s;,.]+(?:priority|immediate|urgent|niact|eyes only|personal|security information"
    r"|us urgent|operational immediate|limited distribution|for the secretary|for the president))*",
    re.I,
)

_REPEATED = re.compile(
    r"\b(?:also sent|repeated|sent|passed)\s(?:for information\s)?to\s(?P<rest>(?:[^;.]|(?<=\b[A-Z])\.)*)", re.I
)
_HANDLING = re.compile(
    r",?\s+(?:exclusive|eyes only|personal|verbatim|(?:operational\s+)?immediate|priority|niact|flash|emergency|routine"
    r"|secret|unnumbered|by (?:pouch|air|courier|telegram|cable)|via|through|thru|under cover)\b.*",
    re.I,
)
"""What stands behind a party and is not its name: "CINCPAC Exclusive for Roe", "Roe through Doe"."""
_NO_PARTY = re.compile(
    r"(?:.*\b(?:reading|file|files|book|press|record)|documents?|tab|annex|attachment|enclosure|appendix|footnote"
    r"|section|part|page|telegram|information)(?:\s+[A-Z0-9]+)?",
    re.I,
)
_OF_ANOTHER_PAPER = re.compile(r"\bin (?:documents?|telegrams?|footnotes?)\b", re.I)
"""What the editors add to a party of another paper: "sent to Lima on May 21 in Document 131"."""

_ADVISER = re.compile(r"\s+(?:POLAD|for\s.*)$", re.I)
"""A person at a command or post, for whom a message to it is meant: "CINCPAC POLAD"."""


def info_addressees(source: str) -> tuple[tuple[str, str], ...]:
    """Those to whom a message was sent or repeated, as a source note names them.

    Args:
        source: The source note.

    Returns:
        The words of each, and its value: the code, in capitals, of a post or command that is known; else the words, so
        that a person or an office in words is never taken for a post.

    >>> info_addressees("Source: Files. Secret. Repeated to Bonn priority, USXYZ, and CINCPAC Exclusive for Roe.")
    (('Bonn', 'BONN'), ('USXYZ', 'USXYZ'), ('CINCPAC', 'CINCPAC'))
    >>> info_addressees("Source: Files. Sent to John Q. Doe and Richard Roe at the White House.")
    (('John Q. Doe', 'John Q. Doe'), ('Richard Roe at the White House', 'Richard Roe at the White House'))
    >>> info_addressees("Source: Files. Secret. The guidance is that sent to Lima on May 21 in Document 131.")
    ()
    """
    addressees: dict[str, str] = {}
    for match in _REPEATED.finditer(source.replace("U.S.", "US")):
        if re.match(r"passed", match[0], re.I):
            continue
        rest = _without_purpose(match["rest"])
        for part in re.split(r",\s*(?:and\s)?|\sand\s", rest):
            words = re.sub(r"^(?:to\s)?(?:(?:the|also|information|info)\s)?", "", part.strip(" .,)")).strip()
            name = _HANDLING.sub("", re.sub(r"\s\d{1,5}$", "", words)).strip()
            if not re.fullmatch(r"[A-Z][\w .&/()'’-]{1,60}", name) or _NO_PARTY.fullmatch(name):
                continue
            if _OF_ANOTHER_PAPER.search(name):
                continue
            value = _known_code(name)
            addressees.setdefault(value, name)
    return tuple((name, value) for value, name in addressees.items())


_NAMED_FOR = re.compile(
    r"\b(?:Agency|Secretary|State|Defense|Assistant|Adviser|Advisor|Office|Bureau|Center|Committee|Commission|Council"
    r"|Institute|Fund|Organization|Director|Representative|Coordinator|Minister|Chief|Staff|Deputy)\s*$"
)
"""Ends of words whose name goes on with "for": "Agency for", "Assistant Secretary of State for"."""


def _without_purpose(rest: str) -> str:
    """Those to whom a message was sent, without what it was sent for, and without what else was done with it.

    >>> _without_purpose("the Agency for Ports and Lima for Roe"), _without_purpose("Lima also passed to Rome")
    ('the Agency for Ports and Lima ', 'Lima ')
    """
    for match in re.finditer(r"\b(?:and|also) (?:repeated|passed|pouched|relayed|sent)\b|\bas\b|\bfor\b", rest):
        if match[0] == "for" and _NAMED_FOR.search(rest, 0, match.start()):
            continue
        return rest[: match.start()]
    return rest


def _known_code(name: str) -> str:
    """The code in capitals if the words are a post or a command, or begin with a code; else the words."""
    for words in (name, _ADVISER.sub("", name)):
        if post(words.upper()) is not None:
            return "STATE" if same_post(words, {}) == "STATE" else words.upper()
    return name.upper() if re.match(r"[A-Z]{2,}\b", name) else name
