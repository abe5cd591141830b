"""Brazilian telegrams in translation: the register's number, the sender's, and the weekday that checks the date."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.translated import city_of
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text.dates import DAYS, ROMAN, find_clock, full_year, is_day
from briefbook.text.vocabulary import find_level, spelt_precedence

_URGENCY = re.compile(rf"(?:^|[-–])\s*({spelt_precedence('other')})\b")


def recognise(draft: HeadingDraft) -> bool:
    """The ministry's name or the sent-and-received line ON/1/3/XI/62."""
    return bool(
        re.search(r"SECRETARY OF STATE FOR EXTERNAL RELATIONS|MINISTRY OF EXTERNAL RELATIONS", draft.capitals)
        or re.search(r"^ON\s?/\s?\d{1,2}(?:/\d{1,2})?/[IVX]+/\d\d", draft.head, re.M)
    )


def read(draft: HeadingDraft) -> None:
    """The number alone at the head is the intake register's; the sender's stands with the weekday."""
    for index, line in enumerate(draft.texts[:20]):
        if re.fullmatch(r"\d{3,6}", line):
            draft.put(slots.REGISTER_NO, line, index)
        if sender := re.search(
            r"\b(?P<way>FROM|TO) THE (?:BRAZILIAN )?(?:EMBASSY|CONSULATE|MISSION|DELEGATION)\s+(?:IN|TO"
            r"|AT)\s+(?P<city>[A-Z][A-Z ]+?)(?=\s+ON\s?/|\s*$|[,.(])",
            line,
            re.I,
        ):
            code = city_of(sender["city"]) or sender["city"].strip().upper()
            draft.put_post(slots.FROM if sender["way"].upper() == "FROM" else slots.TO, code, index)
        if dated := re.match(
            r"ON\s?/\s?(?P<sent>\d{1,2})(?:\s?/\s?(?P<received>\d{1,2}))?\s?/\s?(?P<month>[IVX]+)\s?/\s?(?P<year>\d{2,4})",
            line,
            re.I,
        ):
            _brazilian_days(draft, dated, index)
        if file := re.search(r"(?:^|[/\s])(?P<file>\d{2,3}\.\d*\([^)]*\)(?:\([^)]*\))?)", line):
            draft.put(slots.FILE, file["file"], index)
        level = find_level(line.upper())
        if level and len(line) < 40:
            draft.put(slots.SECURITY, level[0], index)
            if urgent := _URGENCY.search(line.upper()):
                draft.put(slots.PRECEDENCE, urgent[1], index)
        if last := re.match(
            rf"(?P<number>\d{{1,5}})\s*-+\s*(?P<day>{'|'.join(DAYS)})\s*-+\s*(?P<clock>\d{{4}}\s?H\w*|\d{{1,2}}[:h]\d\d)",
            line,
            re.I,
        ):
            draft.put(slots.NUMBER, last["number"], index)
            draft.put(slots.WEEKDAY, last["day"].upper(), index)
            if clock := find_clock(last["clock"]):
                draft.put(slots.TIME_LOCAL, clock[0], index)


def _brazilian_days(draft: HeadingDraft, dated: re.Match[str], index: int) -> None:
    year, month = full_year(dated["year"], draft.window), ROMAN.get(dated["month"].upper(), 0)
    for slot, word in ((slots.SENT_DATE, "sent"), (slots.RECEIVED_DATE, "received")):
        if not dated[word]:
            continue
        day, its_month = int(dated[word]), month
        if word == "sent" and dated["received"] and day > int(dated["received"]):
            its_month = month - 1 or 12  # sent at the end of the month before
        if is_day(year, its_month, day):
            draft.put(slot, f"{year:04d}-{its_month:02d}-{day:02d}", index, written=dated[0])
        else:
            draft.flag("impossible_date")
    if draft.values.get(slots.RECEIVED_DATE):
        draft.put(slots.RECEIVED, draft.values[slots.RECEIVED_DATE], index, written=dated[0])
    if draft.values.get(slots.SENT_DATE):
        draft.put(slots.DATE, draft.values[slots.SENT_DATE], index, written=dated[0])
