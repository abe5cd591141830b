"""The State Archiving System's message, from mid-1973: page line, distribution, date-time group, TAGS."""

import re
from zoneinfo import ZoneInfo

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import find_captions, known_caption
from briefbook.cables.forms.us_system_lines import REFERENCE, put_references, put_subject, put_tags
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import Slot
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import find_days, find_group
from briefbook.text.lexicon import is_listed
from briefbook.text.months import SHORT_MONTH
from briefbook.text.ocr_confusion import fix_letter_digits, join_letterspaced, nearest
from briefbook.text.vocabulary import damaged_precedence, find_level, spelt_precedence

_PAGE = re.compile(r"^PAGE\s+[0O]?1\s+(?P<station>[A-Z][A-Z .'-]*?)\s+(?P<serial>\d{3,6})\b")
_DIST = re.compile(r"\b(?P<office>[A-Z]{1,5})-(?P<copies>[0-9OIl]{2})\b")
_TOTAL = re.compile(r"/(?P<total>[0-9OIl]{3})\s*[A-Z]?\s*$")
_PROSIGN = re.compile(
    r"^(?P<sign>[ZOPRMY]{1,2})(?:\s+(?P<second>[ZOPRM]{1,2}))?\s+(?=[0-9OIl]{2}\s?[0-9OIl]{4}\s?[A-Z]\b)"
)
_BARE_GROUP = re.compile(r"[\dOIl]{2}\s?[\dOIl]{4}\s?Z")
_EO = re.compile(r"^E\.?\s?[O0]\.?[M]?\s*:?\s*(?P<order>\d{4,5})\s*:?\s*(?P<value>[A-Z/-]+\d?)?")
_TAGS = re.compile(r"\bTAGS\s*[:;]\s*(?P<tags>.*)")
_SUBJECT = re.compile(r"\bSUB(?:J|JECT|JEC|J\.)\s*[:;]\s*(?P<subject>.*)|^SUBJECT\s+(?P<bare>.+)")
_WORDS_OF_URGENCY = re.compile(rf"\s+(?:NIACT\s+)?(?:{spelt_precedence('us')})\b.*$")


_JOINED = re.compile(
    r"\s+(?=(?:FM|TO|INFO)\s+(?:AM(?:EMB|CON|LEG)[A-Z]+|SECSTATE|SECDEF|US[A-Z]{3,9}|CINC[A-Z]+|ALL\s[A-Z]+)\b)"
    r"|\s+(?=(?:TAGS|SUBJ(?:ECT)?|REFS?)\s?:)|(?<=[A-Z] \d{2})\s+(?=FM\s)"
)
_PARTS_OF_JOINED = (
    "FM ", "TO AM", "TO SEC", "TO US", "TO CINC", "TO ALL", "INFO AM", "INFO SEC", "INFO US", "INFO CINC", "INFO ALL",
    ":",
)  # fmt: skip
"""What a line holds where two were read as one; a heading's lines have single blanks."""

_ADDRESS = re.compile(
    r"(?:AM[A-Z]{4,9}|US[A-Z]{2,9}|SEC(?:STATE|DEF|NAV|TREAS|AF|ARMY)|CINC[A-Z]+|COM[A-Z]+|DEPT|DEPARTMENT|ALL|RU[A-Z]+/|DIR[A-Z]+|JCS|CNO|CSAF|WHITE"
    r"|XMT|POLADS?|NATO|EC|OECD|CIA|DIA|NSA|FAA|AID|TREASURY|FBI|INS|CUSTOMS|[A-Z]+COM|[A-Z]+CINC[A-Z]+)\b"
)


_NEXT_ADDRESS = re.compile(r"\s+(?=(?:AM(?:EMBASSY|CONSUL|CONGEN|LEGATION)|SECSTATE|USMISSION|USINT)\s)")


_COPIES = re.compile(r"(?:ORIGIN|ACTION)\s+[A-Z]{1,5}-[0-9OIl]{2}\b")
"""The line of offices with their copies."""


def recognise(draft: HeadingDraft) -> bool:
    """A page line of a station, or a distribution line with copies and a prosign with its group."""
    texts = draft.texts[:30]
    if any(_PAGE.match(line) for line in texts):
        return True
    copies = any(_COPIES.match(line) for line in texts)
    return copies or (any(_EO.match(line) for line in texts) and any(line.startswith("TAGS") for line in texts))


def read(draft: HeadingDraft) -> None:
    """Fill in the message's fields."""
    draft.split(_JOINED, _PARTS_OF_JOINED)
    _page_line(draft)
    _distribution(draft)
    body = _group(draft)
    body = _addresses(draft, body)
    _classification(draft, body)
    _number_of_page_line(draft)
    for index in range(min(len(draft.lines), 60)):
        line = draft.lines[index].text
        if index > body and re.match(r"1\s?\.\s", line):
            break
        if order := _EO.match(line):
            draft.put(slots.EO, order["order"], index)
            draft.put(slots.EO_VALUE, order["value"], index)
        if tags := _TAGS.search(line):
            put_tags(draft, index, tags["tags"])
        if slots.SUBJECT not in draft.values and (subject := _SUBJECT.search(line)):
            put_subject(draft, index, subject["subject"] or subject["bare"] or "")
        if (ref := REFERENCE.search(line)) and slots.REFERENCE_LINE not in draft.values:
            put_references(draft, index, ref["ref"] or ref["inline"] or "")
    _retransmission(draft)


def _number_of_page_line(draft: HeadingDraft) -> None:
    """The number of the page line, and its station as the sender, where the message's own lines are not legible."""
    serial, station = draft.values.pop(slots.SERIAL), draft.values.get(slots.STATION)
    number, sender = draft.values.get(slots.NUMBER), draft.values.get(slots.FROM)
    if not serial or not station or number or sender:
        return
    names = {city.name for city in posts.cities().values() if _letters(city.name)[:6] == _letters(station)[:6]}
    at, note = draft.evidence[slots.STATION][0].line, "the page line"
    if len(names) == 1 or station == "STATE":
        draft.put(slots.FROM, station if station == "STATE" else names.pop(), at, written=station, note=note)
        number = f"{draft.values[slots.FROM]} {serial.lstrip('0')}"
        written, how = f"{station} {serial}", Derivation.INFERRED
        draft.put(slots.NUMBER, number, at, written=written, how=how, confidence=0.85, note=note)
        if any(name.endswith(str(draft.values[slots.FROM])) for name in draft.values.get(slots.TO) or ()):
            draft.values.pop(slots.TO)  # the sender's line, whose FM is not legible
            draft.evidence.pop(slots.TO, None)


def _page_line(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:12]):
        if match := _PAGE.match(line):
            draft.put(slots.STATION, match["station"], index)
            draft.values[slots.SERIAL] = match["serial"]
            return


def _distribution(draft: HeadingDraft) -> None:
    start = next((at for at, line in enumerate(draft.texts[:12]) if re.match(r"(?:ORIGIN|ACTION)\s", line)), None)
    if start is None:
        return
    total, copies, repaired = None, 0, False
    for index in range(start, min(start + 14, len(draft.lines))):
        line = draft.lines[index].text
        if re.match(r"[-_ ]{6,}|DRAFTED|APPROVED|[ZOPR]\s", line):
            break
        for match in _DIST.finditer(line):
            figures = match["copies"].replace("O", "0").replace("I", "1").replace("l", "1")
            repaired |= figures != match["copies"]
            copies += int(figures)
        if found := _TOTAL.search(line):
            figures = found["total"].replace("O", "0").replace("I", "1").replace("l", "1")
            repaired |= figures != found["total"]
            total = int(figures)
            break
    if total is not None:
        how = Derivation.REPAIRED if repaired else Derivation.OBSERVED
        draft.put(slots.DIST_SUM, total, start, how=how)
        draft.values[slots.DIST_OK] = copies == total


FIRST_YEAR = 1973
"""The year from which on the system was used: none of its messages is older, and JUL 02 is of 2002."""


def _group(draft: HeadingDraft) -> int:
    for index, line in enumerate(draft.texts[:40]):
        sign = _PROSIGN.match(line)
        if sign is None and not _BARE_GROUP.match(line):
            continue
        group = find_group(line, window=max(draft.window, FIRST_YEAR))
        if not group or group.month is None:
            continue
        how = Derivation.REPAIRED if group.repaired else Derivation.OBSERVED
        draft.put(slots.DTG, group.text, index, written=line, how=how)
        if sign:
            draft.put(slots.PRECEDENCE, sign["sign"][0], index, written=sign["sign"])
        moment = group.utc
        if moment:
            draft.put(slots.DATE, f"{group.year:04d}-{group.month:02d}-{group.day:02d}", index, written=line, how=how)
            draft.values[slots.DATE_UTC] = moment.strftime("%Y-%m-%dT%H:%MZ")
            local = moment.astimezone(ZoneInfo("America/New_York"))
            draft.values[slots.LOCAL_DATE_WASHINGTON] = local.date().isoformat()
        elif group.year:
            draft.flag("impossible_date")
        serial, station = draft.values.pop(slots.SERIAL), draft.values.get(slots.STATION)
        if serial and station and group.year:
            _mrn(draft, station, serial, group.year)
        if serial and station:
            draft.values[slots.SERIAL] = serial  # for the number, should its own line not be legible
        return index + 1
    draft.values.pop(slots.SERIAL)
    return 0


def _mrn(draft: HeadingDraft, station: str, serial: str, year: int) -> None:
    width = 6 if station == "STATE" else 5
    name = _letters(station)[:6]  # as the archive shortens it
    at = draft.evidence[slots.STATION][0].line
    draft.put(
        slots.MRN, f"{year}{name}{int(serial):0{width}d}", at, written=f"{station} {serial}", how=Derivation.INFERRED
    )


def _same_station(one: str, other: str) -> bool:
    """Names of one station: LA PAZ and LAPAZ, USUN N and USUN, NATO and USNATO."""
    first, second = _letters(one)[:6], _letters(other)[:6]
    return first.startswith(second) or second.startswith(first) or other.endswith(one)


def _letters(station: str) -> str:
    return re.sub(r"[^A-Z]", "", station)


def _addresses(draft: HeadingDraft, start: int) -> int:
    """FM, TO and INFO: one address a line, until the line of the classification."""
    kind: Slot[list[str]] | None = None
    found: dict[Slot[list[str]], list[str]] = {slots.TO: [], slots.INFO: []}
    urgency: dict[str, str] = {}
    index = start
    first: dict[Slot[list[str]], int] = {}
    for index in range(start, min(start + 60, len(draft.lines))):
        line = draft.lines[index].text
        upper = line.upper()
        upper = re.sub(r"^[I1L][NM]F[O0QCGU]\s+(?=[A-Z])", "INFO ", upper)
        if (level := find_level(upper)) and level[1] > 3:
            upper = upper[: level[1]].strip()  # the line of the classification, read together with an address
        anchor = re.match(r"(?P<kind>FM|TO|INFO|T0|ZEN|XMT)\s+(?P<rest>.+)", upper)
        if anchor and anchor["kind"] == "FM":
            _sender(draft, anchor["rest"].strip(), index)
            continue
        if anchor and anchor["kind"] in ("TO", "T0", "INFO"):
            kind, upper = (slots.INFO if anchor["kind"] == "INFO" else slots.TO), anchor["rest"]
        elif (
            _is_classification(upper)
            or known_caption(upper)
            or re.match(r"BT\b|E\.?\s?O\.|TAGS|SUBJ|REF|FOLLOWING", upper)
        ):
            break
        elif not kind or (anchor and anchor["kind"] in ("ZEN", "XMT")):
            kind = None if anchor else kind
            continue
        if re.search(r"-[0-9OIl]{2}\b|-{5,}|/\d{3}\b|:|\d{6}Z", upper):
            continue
        address = _WORDS_OF_URGENCY.sub("", upper)
        address = re.sub(r"\s+\d{1,6}$", "", address).strip(" .")
        head, _, last = address.rpartition(" ")
        if head and last not in posts.known_codes() and damaged_precedence(last):
            address = head
        if tail := _WORDS_OF_URGENCY.search(upper):
            urgency.setdefault(address, re.sub(r"[\d\s]+$", "", tail[0]).strip())
        for part in _NEXT_ADDRESS.split(address) if address else ():
            if _an_address(part, bool(anchor)):
                found[kind].append(part)
                first.setdefault(kind, index)
    for slot, addresses in found.items():
        draft.put(slot, addresses, first.get(slot, -1))
    if urgency:
        draft.values[slots.ADDRESS_PRECEDENCE] = urgency
    return index


def _sender(draft: HeadingDraft, words: str, index: int) -> None:
    """The sender; the word before the city may be damaged: AMEMDASSY."""
    words = fix_letter_digits(words)
    first, _, rest = words.partition(" ")
    is_word = is_listed(first.strip(",.").lower())
    if (
        rest
        and first not in posts.PREFIXES
        and not is_word
        and (found := nearest(first, posts.PREFIXES[:6], limit=0.2))
    ):
        draft.put(slots.FROM, f"{found[0]} {rest}", index, written=words, how=Derivation.REPAIRED)
    else:
        draft.put(slots.FROM, words, index)


def _an_address(words: str, labelled: bool) -> bool:
    """Does the line name an addressee? Below a label it must begin as addresses do, or be a post we know."""
    if _ADDRESS.match(words) or words in posts.known_codes():
        return True
    first = words.split()[0]
    if nearest(first, (*posts.PREFIXES[:6], "SECSTATE"), limit=0.2):
        return True
    return labelled and len(words.split()) <= 6


def _is_classification(upper: str) -> bool:
    level = find_level(upper)
    run_on = re.match(r"(?:TOP)?SECRET[A-Z]|CONFIDENTIAL[A-Z]|UNCLAS(?:SIFIED)?[A-Z]|LIMITEDOFFICIAL", upper)
    return (level is not None and level[1] <= 1) or run_on is not None


def _classification(draft: HeadingDraft, start: int) -> None:
    for index in [*range(start, min(start + 3, len(draft.lines))), 0, 1]:
        upper = draft.lines[index].text.upper() if index < len(draft.lines) else ""
        level = find_level(upper)
        if not level or level[1] > 1:
            continue
        draft.put(slots.SECURITY, level[0], index)
        behind = re.sub(r"\bSECTION\s+\S+\s+OF\s+\S+\s*", "", upper[level[2] :]).strip(" /")
        number = re.match(r"(?P<station>[A-Z][A-Z .'-]*?)\s+(?P<serial>\d{2,6})\b", behind)
        if number:
            station = number["station"].strip()
            named = draft.values.get(slots.STATION)
            same = named is None or _same_station(named, station)
            how = Derivation.OBSERVED if same else Derivation.REPAIRED
            draft.put(
                slots.NUMBER, f"{station if same else named} {number['serial']}", index, written=number[0], how=how
            )
            year = draft.values.get(slots.DTG, "")[-2:]
            if slots.MRN not in draft.values and year.isdigit() and (date := draft.whole_date):
                draft.put(slots.STATION, number["station"].strip(), index)
                _mrn(draft, number["station"].strip(), number["serial"], int(date[:4]))
        for below in range(index, min(index + 4, len(draft.lines))):
            text = draft.lines[below].text.upper()
            if below > index and not known_caption(text.split("/")[0].strip()):
                continue
            if caught := [
                caption for caption in find_captions(text) if caption not in draft.values.get(slots.CAVEATS, [])
            ]:
                draft.put(slots.CAVEATS, [*draft.values.get(slots.CAVEATS, []), *caught], below, again=True)
        return


def _retransmission(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:30]):
        if "FOLLOWING" not in line:
            continue
        if re.match(r"(?:THE\s+)?FOLLOWING\s+(?:\w+\s+){0,3}(?:SENT|REPEAT|MESSAGE|CABLE|TEL)", line) or re.match(
            r"FOLLOWING .*REPEATED", line
        ):
            draft.values[slots.RETRANSMISSION] = True
            days = find_days(join_letterspaced(line), window=draft.window)
            date = draft.values.get(slots.DATE)
            if days and isinstance(date, str):
                day = days[0]
                year = day.year or int(date[:4])
                if f"{year}-{day.month:02d}-{day.day or 0:02d}" > date:
                    year -= 1
                draft.put(slots.EMBEDDED_ORIGINAL_DATE, f"{year}-{day.month:02d}-{day.day:02d}", index, written=line)
            else:
                turned = re.search(rf"\b({SHORT_MONTH})\w*\s+(\d{{1,2}})\b", line)
                if turned and isinstance(date, str):
                    found = find_days(f"{turned[2]} {turned[1]}")
                    if found and found[0].edtf:
                        draft.put(slots.EMBEDDED_ORIGINAL_DATE, f"{date[:4]}{found[0].edtf[4:]}", index, written=line)
            return
