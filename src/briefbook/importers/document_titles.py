"""The title that editors give a document -> its sender, its addressee and its date."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from briefbook.text.dates import Mention, edtf_bounds, find_mentions, read_date

_TAKES_TO = re.compile(
    r"\b(?:Ambassador(?:[ -](?:designate|Designate|at Large))?|Minister|Envoy|Emissary|Commissioner|Delegation|Mission"
    r"|Legation|Representatives?|Observer|Delegates?|Secretary|Assistants?|Advis[eo]rs?|Counsell?ors?|Counsel|Aides?"
    r"|Deputy|Deputies|Consultant|Liaison|Liaison Officer|Attach[eé]|Nuncio|High Commissioner|Successor|Answer|Reply"
    r"|Replies|Response|Annex|Enclosure|Attachment|Appendix|Addendum|Reference|Respect|Regard|Visit|Trip)$"
)
"""Ends of words that take "to" themselves: "Ambassador to India", "Special Assistant to the President"."""

_OFFICE = re.compile(
    r"\b(?:Ambassador|Secretary|Minister|Charg[eé]|Consul|Consulate|Director|President|Chairman|Department|Embassy"
    r"|Legation|Commander|Delegation|Representative|Advis[eo]r|Counsell?or|Mission|Chief|Chiefs|Officer|Governor"
    r"|Administrator|General|Admiral|Senator|Attorney|Assistant|Aide|Commission|Council|Committee|Office|Board|Bureau"
    r"|Agency|Premier|Chancellor|King|Queen|Mr\.|Mrs\.|Dr\.|Marshal|Colonel|Government|Station|High Commissioner"
    r"|Foreign Office|Ministry|Staff)\b"
)
_NAME_IN_BRACKETS = re.compile(r"\([^()]*[A-Z][^()]*\)$")
_NAME = re.compile(r"(?:[A-Z][\w’'.-]*\s+){1,3}(?:(?:de|von|van|di|da|al)\s+)?[A-Z][\w’'-]+(?:,? (?:Jr|Sr)\.)?")
_NUMBERED = re.compile(r"^(?:\[?No\.?\s*\d+[a-z]?\]?\s*|\[?\d+[a-z]?\]?\.\s*)", re.I)
_AUTHOR = re.compile(r"(?:^|\s)(?P<word>[Ff]rom|[Bb]y|BY|FROM)\s+(?:[Tt]he\s+)?")
_PARTY_AFTER_TO = re.compile(r"(?:the|all|certain|various|selected|its|his|an?)\s|[A-Z\"“'(\[]", re.I)
_MESSAGE = re.compile(
    r"\b(?:telegram|airgram|despatch|dispatch|letter|note|message|memorandum|cable|aide-m[eé]moire|report)\b", re.I
)
_CONVERSATION = re.compile(r"\b(?:conversation|meeting|conference|minutes|record|notes|discussion|briefing)\b", re.I)
_OF_PAPERS = re.compile(
    r"\b(?:papers?|study|reports?|draft|statement|comments?|text|agreement|policy|plan|editorial|minutes|prepared"
    r"|memorand(?:um|a)|notes?|estimate|summary|record|address|speech|remarks)\b", re.I
)  # fmt: skip
_HOUR = r"(?:\d{1,2}(?::\d\d)?(?:\s*[ap]\.?\s?m\.?)?|\d{3,4}\s?Z|noon|midnight)"
_CLOCK = rf"(?:[,—]?\s*(?:at\s+)?{_HOUR}(?:\s*(?:[-–—]|to|and)\s*{_HOUR})?)?"
_REST_OF_TITLE = re.compile(_CLOCK + r"[\s.)\]]*(?:\[[^\]]*\]\s*)?$", re.I)
_PLACE_BEFORE_DATE = re.compile(r"(?:,\s*[A-Z][\w’'. -]*){0,2},?\s*$")


@dataclass(frozen=True, slots=True)
class TitleParties:
    """The parties that a title names, as printed; "" where it names none. ``author`` only wrote it down."""

    sender: str = ""
    addressee: str = ""
    author: str = ""


def title_parties(title: str, surnames: Collection[str] = ()) -> TitleParties:
    """The sender and the addressee in a title: "Letter From X to Y", "Memorandum by X to Y", "X to Y".

    The border between the two is the first "to" outside brackets that does not belong to an office before it
    ("Ambassador to India", "Delegation to the Conference") and that a party follows. A person of the edition's list
    ends the sender: "the Member of the Team Sent to Peru Roe to the Secretary". A paper's own title behind its author
    is no part of him: "Report by the Joint Committee Review of the Ports".

    Args:
        title: The title.
        surnames: The surnames in the edition's list of persons.

    >>> title_parties("7. Telegram From the Ambassador to Peru (Roe) to President Doe")
    TitleParties(sender='Ambassador to Peru (Roe)', addressee='President Doe', author='')
    >>> title_parties("Memorandum of Conversation, by the Legal Adviser (Roe)").author
    'Legal Adviser (Roe)'
    """
    words = re.sub(r"\(\s+|\s+\)", lambda bracket: bracket[0].strip(), _NUMBERED.sub("", " ".join(title.split())))
    if date := _date_at_end(words):
        words = _PLACE_BEFORE_DATE.sub("", words[: date.start]) if "," in words[: date.start] else words[: date.start]
        words = words.rstrip(" ,[(")
    words = re.sub(r",?\s+(?:[A-Z]\w+,\s+)?\[?undated\]?\.?$", "", words)
    author = _AUTHOR.search(words)
    if author is None:
        return _plain_letter(words, surnames)
    before, parties = words[: author.start()], words[author.end() :]
    if re.search(r"\b(?:received|quoted|extracts?|excerpts?|passages?|prepared|drafted)\s*$", before, re.I):
        return TitleParties(author="" if author["word"].lower() == "from" else _tidy(parties))
    parties = _without_own_title(parties)
    border = _border(parties, surnames)
    is_bare = re.match(r"[A-Z][a-z]+\s+to\s+[A-Z][a-z]+$", parties)  # "From Aid to Trade"
    if is_bare and not _MESSAGE.search(before):
        return TitleParties()
    if border is None:
        if author["word"].lower() == "by" and _CONVERSATION.search(before):
            return TitleParties(author=_tidy(parties))
        return TitleParties(sender=_tidy(parties)) if author["word"].lower() == "by" or not before else TitleParties()
    return TitleParties(_tidy(parties[: border[0]]), _tidy(parties[border[1] :]))


_OWN_TITLE = re.compile(
    r"(?P<party>.*?\b(?:Committee|Subcommittee|Group|Force|Team|Panel|Board|Commission|Agency|Bureau|Staff|Council))"
    r"\s+(?P<title>[A-Z][\w’'.-]*\s+(?:[A-Z][\w’'.-]*\s+){0,4}(?:of|on|in|for|to|towards?|with|and|regarding)\s.*)"
)


def _without_own_title(parties: str) -> str:
    """The author alone, where the paper's own title follows him without a sign between them."""
    match = _OWN_TITLE.fullmatch(parties)
    if match is None or _OFFICE.match(match["title"]) or re.match(r"[A-Z]\w*\s+(?:to|and|for)\s", match["title"]):
        return parties
    return match["party"]


def _plain_letter(words: str, surnames: Collection[str]) -> TitleParties:
    """The parties of a title that is nothing else: "The Ambassador in Peru (Roe) to the Secretary of State"."""
    border = _border(words, surnames)
    if border is None:
        return TitleParties()
    sender, addressee = words[: border[0]], words[border[1] :]
    bare = re.sub(r"^[Tt]he\s+", "", sender)
    is_party = _NAME_IN_BRACKETS.search(sender) or _OFFICE.search(sender) or _NAME.fullmatch(bare)
    if not is_party or not (sender.startswith("The ") or _NAME_IN_BRACKETS.search(sender) or _NAME.match(bare)):
        return TitleParties()
    if _OF_PAPERS.search(bare):
        return TitleParties()
    return TitleParties(_tidy(sender), _tidy(addressee))


def _border(words: str, surnames: Collection[str]) -> tuple[int, int] | None:
    """Where the sender ends and the addressee begins."""
    candidates = [
        match
        for match in re.finditer(r",?\s+to\s+", words)
        if words.count("(", 0, match.start()) == words.count(")", 0, match.start())
        and _PARTY_AFTER_TO.match(words, match.end())
    ]
    if not candidates:
        return None
    free = [match for match in candidates if not _TAKES_TO.search(words[: match.start()])]
    named = [match for match in free if _NAME_IN_BRACKETS.search(words[: match.start()])]
    first = (free or candidates)[0]
    persons = [match for match in free if _last_word(words[: match.start()]) in surnames]
    if persons and persons[0] is not first and not _OFFICE.search(words[: first.start()]):
        return persons[0].start(), persons[0].end()
    if named and named[0] is not first and "(" not in words[: first.start()]:
        # "Member of the Team Sent to Peru (Roe) to the Secretary": the name closes the office
        first = named[0] if not _is_whole_party(words[: first.start()]) else first
    return first.start(), first.end()


def _last_word(words: str) -> str:
    return (words.rstrip(" ,").split() or [""])[-1]


def _is_whole_party(words: str) -> bool:
    """Is this a party as it stands: an office, or a person's name?"""
    bare = re.sub(r"^[Tt]he\s+", "", words)
    return bool(_OFFICE.search(bare) or _NAME.fullmatch(bare))


def _tidy(party: str) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", party.strip(" ,."), flags=re.I).strip(" ,") + (
        "." if re.search(r"\b(?:Jr|Sr)\.?\s*$", party.strip(" ,")) and party.strip(" ,").endswith(".") else ""
    )


def _date_at_end(words: str) -> Mention | None:
    """The day, with its year, with which a title ends; a time of day may follow it."""
    dates = [mention for mention in find_mentions(words) if mention.year is not None]
    return dates[-1] if dates and _REST_OF_TITLE.fullmatch(words, dates[-1].end) else None


def title_date(title: str) -> tuple[str, str] | None:
    """The date with which a title ends: its words, and the date in EDTF; None if it ends with none.

    A date inside a title is its subject's, not the document's: "Draft Reply to the Note of May 3, 1951".

    >>> title_date("2. Minutes of a Meeting, Lima, January 7, 1948, 4 p.m.")
    ('January 7, 1948', '1948-01-07')
    """
    words = " ".join(title.split())
    date = _date_at_end(words)
    if date is None:
        return None
    if re.search(r"\b(?:of|on|for|dated|since|until|from|through|after|before|the)\s*$", words[: date.start]):
        return None
    value = mention_value(date)
    return (date.text, value) if value else None


def mention_value(mention: Mention) -> str | None:
    """The day or days of a mention that names its year, in EDTF; None if the calendar lacks them."""
    span = mention.days(mention.year) if mention.year else None
    if span is None:
        return None
    return span[0].isoformat() if span[0] == span[1] else f"{span[0].isoformat()}/{span[1].isoformat()}"


def printed_date(words: str) -> str | None:
    """The date in the words of a dateline or a closing, in EDTF: the first day with its year, else the whole text.

    >>> printed_date("Lima, May 19, 1948—noon."), printed_date("October 1962"), printed_date("undated")
    ('1948-05-19', '1962-10', None)
    """
    for mention in find_mentions(words):
        if mention.year is not None:
            return mention_value(mention)
    month = re.search(r"(?:[A-Z][a-z]{2,8}\.?\s+)?1[89]\d\d\b", words)
    for text in (words, month[0] if month else ""):
        if text and (value := read_date(text.strip(" .,;[]")).without_clock) and edtf_bounds(value):
            return value
    return None
