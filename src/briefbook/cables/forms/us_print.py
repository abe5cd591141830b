"""A telegram as Foreign Relations of the United States prints it: title, dateline, number, source note."""

import re
from itertools import pairwise

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import MIDNIGHT, add_references, find_captions
from briefbook.cables.forms.offices import office_holder, office_post
from briefbook.cables.forms.us_print_opening import put_times, read_opening, without_repeats
from briefbook.cables.heading_draft import HeadingDraft, join_lines
from briefbook.cables.heading_slots import PostSlot
from briefbook.cables.subject_repair import is_common_word
from briefbook.model.cable import Derivation
from briefbook.text.dates import Day, find_clock, find_days
from briefbook.text.series_names import CONFERENCE
from briefbook.text.vocabulary import find_level, levels, spelt_precedence

_TITLE = re.compile(
    r"^(?:\d{1,4}\.\s*)?(?:(?-i:[A-Z])\S*\s){0,3}?(?:telegram|airgram|message|letter|memorandum|despatch|instruction)\s+"
    r"(?:no\.\s*\S+\s+)?from\s+(?:the\s)?(?P<from>[^:]+?)\s+to\s+(?:the\s)?(?P<to>.+)$",
    re.I,
)
_OLD_TITLE = re.compile(
    r"^(?:\d{1,4}\.\s*)?(?P<from>the\s(?:ambassador|charg[eé]|minister|consul|secretary|acting|under|united\sstates|deputy|head)"
    r".+?)\s+to\s+(?P<to>(?:the\s)?(?:[a-z]+(?:an|ish|ese|ch)\s)?(?:department|secretary|ambassador|embassy|charg|consul|minister|united\sstates|legation).+)$",
    re.I,
)
_FILE_HEAD = re.compile(
    r"^(?P<file>\d{3}[A-Z]?\.[\w.\s]*?/\s?[\d-]+(?:\s?[A-Z])?)\s*:\s*(?:telegram|airgram|circular)", re.I
)
_UNNUMBERED = re.compile(r"(?:\d{1,4}\.\s*)?(?:letter|memorandum)\b", re.I)
_DATELINE = re.compile(r"^(?P<place>[A-Z][\w .'/-]+?),\s+(?=(?:undated|[A-Z][a-z]+\s+\d{1,2}))")
_LEVEL_BEFORE = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, levels()), key=len, reverse=True))})\s+", re.I)
"""The classification on the line of the place and the day, before them, as volumes on years before 1952 print it."""

_SERIES = "|".join(CONFERENCE)
_NUMBER = re.compile(rf"^(?:(?P<series>{_SERIES})[\s-]+)?(?:No\.?\s)?(?P<number>\d{{1,6}}(?:-\d\d)?)\.(?:\s|$)", re.I)
_SERVICE = re.compile(r"(?P<series>(?!REF|PARA|PART|NO\b)[A-Z]{2,6})\s(?P<number>\d{2,7}(?:-\d\d)?)\.(?:\s|$)")
"""A number by the letters of the service or office that numbers: DEF 400100, JCS 2210-61."""

_PRECEDENCE = re.compile(rf"\b(?:US URGENT|{spelt_precedence('us')})\b", re.I)

_PEOPLE = (
    (slots.DRAFTED_BY, r"drafted by (?P<names>[^;.]+?)(?=,? (?:and )?(?:cleared|approved)|[;.])"),
    (slots.CLEARED_BY, r"cleared (?:by|with|in draft with) (?P<names>[^;.]+?)(?=,? (?:and )?approved|[;.])"),
    (slots.APPROVED_BY, r"approved by (?P<names>[^;.]+?)(?=[;.]|,? and (?:repeated|sent))"),
)


def recognise(draft: HeadingDraft) -> bool:
    """A title "Telegram From … to …", an older one, or a decimal file and "Telegram"."""
    return any(_TITLE.search(line) or _OLD_TITLE.search(line) or _FILE_HEAD.search(line) for line in _heads(draft))


def _heads(draft: HeadingDraft) -> list[str]:
    """The first lines, and each joined with the next: a title may run over two."""
    texts = draft.texts[:6]
    return [*texts, *(f"{first} {second}" for first, second in pairwise(texts))]


def read(draft: HeadingDraft) -> None:
    """Fill in what the print gives."""
    title = _title(draft)
    place = _dateline(draft)
    source = _source(draft)
    for index, line in enumerate(draft.texts[:4]):
        if head := _FILE_HEAD.search(line):
            written = " ".join(head["file"].split())
            _file(draft, written, index)
    if title:
        index, sender, receiver = title
        if not _is_travelling(sender, receiver):
            _office(draft, slots.FROM, sender, index, place)
        _office(draft, slots.TO, receiver, index, None)
    _handling(draft)
    text_from = _number(draft)
    body = join_lines(draft.texts[text_from : text_from + 8]) if text_from is not None else ""
    body = (re.sub(r"\bSource: .*", "", body) if source is None else body)[:1000]  # the heading's end, not the text
    if text_from is not None:
        read_opening(draft, body, text_from)
        add_references(draft, re.sub(r"^\D{0,12}\d+\.", "", without_repeats(body)), text_from, line=False)
        put_times(draft, body)


def _title(draft: HeadingDraft) -> tuple[int, str, str] | None:
    for index, line in enumerate(draft.texts[:6]):
        match = _TITLE.search(line) or _OLD_TITLE.search(line)
        after = draft.lines[index + 1].text if index + 1 < len(draft.lines) else ""
        marking = find_level(after) or _PRECEDENCE.match(after)
        if match and after and not _DATELINE.match(after) and after[:1].islower() and not marking:
            return index, *_parted(f"{match['from']} to {match['to']} {after}")
        if match:
            return index, *_parted(line[match.start("from") : match.end("to")])
        if (
            after
            and (both := _TITLE.search(f"{line} {after}"))
            and re.match(r"(?:\d+\.\s*)?(?:tele|air)gram", line, re.I)
        ):
            return index, *_parted(f"{both['from']} to {both['to']}")
    return None


def _parted(words: str) -> tuple[str, str]:
    """Sender and receiver: cut at the "to" with a known office on either side, else at the first."""
    cuts = [match.span() for match in re.finditer(r"\s+to\s+(?:the\s)?", words, re.I)]
    pairs = [(words[:start], words[end:]) for start, end in cuts]
    known = [pair for pair in pairs if office_post(pair[0]) and office_post(pair[1])]
    half = [pair for pair in pairs if office_post(pair[1])]
    return (known or half or pairs)[0]


def _office(draft: HeadingDraft, slot: PostSlot, words: str, index: int, place: str | None) -> None:
    words = re.sub(r"\s+Source:.*", "", words).strip(" .")
    code = office_post(words, place=place, file=draft.values.get(slots.FILE))
    if code is None:
        draft.doubt(slot, words, index)
    else:
        draft.put_post(
            slot, code, index, written=words, how=Derivation.INFERRED, confidence=0.9, note="the office's post"
        )
    if slot is slots.FROM and (holder := office_holder(words)):
        draft.put(slots.OFFICE_HOLDER, holder, index)


def _is_travelling(sender: str, receiver: str) -> bool:
    """Does a Secretary write to his own Department? Then he is elsewhere, and its post and clock are not his."""
    own = office_post(sender)
    return own is not None and own == office_post(receiver) and re.search(r"\bSecretary\b", sender, re.I) is not None


def _dateline(draft: HeadingDraft) -> str | None:
    for index, line in enumerate(draft.texts[:10]):
        before = _LEVEL_BEFORE.match(line)
        place = _DATELINE.match(line[before.end() :] if before else line)
        days = find_days(line[:200], window=draft.window) if place else []
        if not place or not days or line.startswith("Source"):
            continue
        day = next((one for one in days if one.year), None)
        if day is None or day.start > (before.end() if before else 0) + len(place[0]) + 4:
            continue
        if day.edtf:
            draft.put(slots.DATE, day.edtf, index, written=line[day.start : day.end])
        else:
            draft.flag("impossible_date")
        if clock := find_clock(line, day.end):
            written = MIDNIGHT if re.search(r"\bmidnight\b", line[day.end :], re.I) else ""
            draft.put(slots.TIME_LOCAL, clock[0], index, written=written)
        return place["place"].strip()
    return None


def _source(draft: HeadingDraft) -> int | None:
    start = next((at for at, line in enumerate(draft.texts) if re.match(r"(?:\[?\d?\]?\s*)?Source:", line)), None)
    if start is None:
        return None
    end = start + 1
    while end < len(draft.lines) and not _NUMBER.match(draft.lines[end].text) and end < start + 6:
        end += 1
    text = join_lines(draft.texts[start:end])
    if file := re.search(
        r"(?:Central (?:Decimal )?Files?|Files?),\s*(?P<file>\d{3}[A-Z]?\.[\w.-]*/\d{1,2}-\d{3,4})", text
    ):
        _file(draft, file["file"], start)
    elif file := re.search(r"Central Files?(?: 19\d\d-(?:19)?\d\d)?,\s*(?P<file>[A-Z]{2,5}[\w\s-]*?)(?=[.;])", text):
        draft.put(slots.FILE, file["file"].strip(), start)
    marks = re.split(r"(?<=[\w)])\.\s", text)
    marking = next(
        (part for part in marks[1:4] if find_level(part) and not re.search(r"drafted|received", part, re.I)), ""
    )
    _marks(draft, marking, start)
    _received(draft, text, start)
    for slot, pattern in _PEOPLE:
        if match := re.search(pattern, text, re.I):
            names = [name.strip() for name in re.split(r",\s*(?:and\s)?|\sand\s", match["names"]) if name.strip()]
            draft.put(slot, names, start, written=match[0])
    return start


def _file(draft: HeadingDraft, written: str, index: int) -> None:
    """A decimal file number; letters read where only figures can stand are put back to figures."""
    plain = re.sub(r"(?<=[\d./-])[Oo](?=[\d./-]|$)", "0", written)
    plain = re.sub(r"(?<=[\d./-])[lI|](?=[\d./-]|$|\s)", "1", plain)
    draft.put(
        slots.FILE, plain, index, written=written, how=Derivation.OBSERVED if plain == written else Derivation.REPAIRED
    )


def _marks(draft: HeadingDraft, text: str, index: int) -> None:
    if level := find_level(text):
        draft.put(slots.SECURITY, level[0], index)
    if urgent := _PRECEDENCE.findall(text):
        ranked = sorted({one.upper() for one in urgent}, key=lambda one: one != "NIACT")
        draft.put(slots.PRECEDENCE, ranked[0], index, written="; ".join(urgent))
    if caught := find_captions(text):
        draft.put(slots.CAVEATS, caught, index)


def _received(draft: HeadingDraft, text: str, index: int) -> None:
    match = re.search(
        r"Received\b[^.;]*?(?:\bat\b|;)?\s*(?P<rest>(?:\d|noon"
        r"|midnight)[^;]*?[mn]\.?(?:\s*,?\s*(?:on\s)?[A-Z][a-z]+ \d{1,2})?)",
        text,
    )
    clock = find_clock(text, match.start()) if match else None
    if not match or not clock:
        return
    draft.put(slots.RECEIVED_LOCAL, clock[0], index, written=match[0])
    days = find_days(text[match.start() : match.end() + 20], window=draft.window)
    date = draft.values.get(slots.DATE)
    if days and isinstance(date, str):
        date = Day(0, 0, int(date[:4]), days[0].month, days[0].day).edtf
    if isinstance(date, str):
        draft.values[slots.RECEIVED_MOMENT] = (date, clock[0])
        draft.put(slots.RECEIVED, f"{date}T{clock[0]}", index, written=match[0], how=Derivation.INFERRED)


def _handling(draft: HeadingDraft) -> None:
    """Markings on lines of their own, as prints of the 1940s and 1950s have them."""
    for index, line in enumerate(draft.texts[:8]):
        bare = line.strip(" .;").upper()
        if len(bare) > 40:
            continue
        level = find_level(bare)
        if level and len(bare) <= len(level[0]) + 3:
            draft.put(slots.SECURITY, level[0], index)
        elif urgent := _PRECEDENCE.fullmatch(bare):
            draft.put(slots.PRECEDENCE, urgent[0].upper(), index)
        elif caught := find_captions(bare):
            draft.put(slots.CAVEATS, caught, index)


def _number(draft: HeadingDraft) -> int | None:
    title_at = next(
        (at for at, line in enumerate(draft.texts[:6]) if _TITLE.search(line) or _OLD_TITLE.search(line)), -1
    )
    if title_at >= 0 and _UNNUMBERED.match(draft.lines[title_at].text):
        return None
    airgram = any(re.match(r"(?:\d+\.\s*)?airgram\b", line, re.I) for line in draft.texts[:4])
    begun = 0  # paragraphs of the text that bear no number: one further on counts paragraphs
    for index, line in enumerate(draft.texts[:25]):
        of_reference = index > 0 and re.match(r"REFS?\b", draft.texts[index - 1], re.I)
        if (
            airgram
            and not of_reference
            and (numbered := re.fullmatch(r"(?:No\.\s*)?(?P<number>(?:A|CA|CW|CG)-\d{1,5})\.?", line.strip()))
        ):
            draft.put(slots.NUMBER, numbered["number"], index)
            return index
        match = _NUMBER.match(line) or _open_series(line) or (title_at >= 0 and _SERVICE.match(line)) or None
        begun += index > title_at >= 0 and not match and len(line) > 80 and "Source:" not in line
        if begun > 1 and title_at >= 0:
            return None
        if (
            not match
            or index <= title_at
            or line.startswith("Source")
            or re.match(r"\d+\.\s*(?:tele|air)gram", line, re.I)
        ):
            continue
        if _FILE_HEAD.search(line):
            continue
        after = f"{int(match['number'].partition('-')[0]) + 1}. "  # blanks are single in a draft's lines
        if not match["series"] and any(text.startswith(after) for text in draft.texts[index + 1 : index + 6]):
            return None  # a paragraph: another follows it
        draft.put(slots.NUMBER, match["number"], index)
        if match["series"]:
            draft.put(slots.SERIES, match["series"].upper(), index)
        return index
    return None


def _open_series(line: str) -> re.Match[str] | None:
    """A series made for one conference: Confe 12. Any capitalised word that is no English one may name it."""
    match = re.match(r"(?P<series>[A-Z][a-z]{3,6})\s(?P<number>\d{1,4})\.\s+[A-Z]", line)
    if match and not is_common_word(match["series"].upper()) and not find_days(f"{match['series']} 1"):
        return match
    return None
