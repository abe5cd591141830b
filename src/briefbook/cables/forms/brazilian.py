"""Brazilian telegrams in translation: the register's number, the sender's, and the weekday that checks the date."""

import re

from briefbook.cables.forms.translated import city_of
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text.dates import DAYS, ROMAN, find_clock, full_year, is_day
from briefbook.text.vocabulary import find_level

_URGENCY = re.compile(r"(?:^|[-–])\s*(MOST URGENT|VERY URGENT|URGENT|ROUTINE|PRIORITY|IMMEDIATE)\b")


def recognise(sheet: HeadingDraft) -> bool:
    """The ministry's name or the sent-and-received line ON/1/3/XI/62."""
    return bool(
        re.search(r"SECRETARY OF STATE FOR EXTERNAL RELATIONS|MINISTRY OF EXTERNAL RELATIONS", sheet.capitals)
        or re.search(r"^ON\s?/\s?\d{1,2}(?:/\d{1,2})?/[IVX]+/\d\d", sheet.head, re.M)
    )


def read(sheet: HeadingDraft) -> None:
    """The number alone at the head is the intake register's; the sender's stands with the weekday."""
    for index, line in enumerate(sheet.texts[:20]):
        if re.fullmatch(r"\d{3,6}", line):
            sheet.put("register_no", line, index)
        if sender := re.search(
            r"\b(?P<way>FROM|TO) THE (?:BRAZILIAN )?(?:EMBASSY|CONSULATE|MISSION|DELEGATION)\s+(?:IN|TO"
            r"|AT)\s+(?P<city>[A-Z][A-Z ]+?)(?=\s+ON\s?/|\s*$|[,.(])",
            line,
            re.I,
        ):
            code = city_of(sender["city"]) or sender["city"].strip().upper()
            sheet.put(
                "from" if sender["way"].upper() == "FROM" else "to",
                code if sender["way"].upper() == "FROM" else [code],
                index,
            )
        if dated := re.match(
            r"ON\s?/\s?(?P<sent>\d{1,2})(?:\s?/\s?(?P<received>\d{1,2}))?\s?/\s?(?P<month>[IVX]+)\s?/\s?(?P<year>\d{2,4})",
            line,
            re.I,
        ):
            _brazilian_days(sheet, dated, index)
        if file := re.search(r"(?:^|[/\s])(?P<file>\d{2,3}\.\d*\([^)]*\)(?:\([^)]*\))?)", line):
            sheet.put("file", file["file"], index)
        level = find_level(line.upper())
        if level and len(line) < 40:
            sheet.put("security", level[0], index)
            if urgent := _URGENCY.search(line.upper()):
                sheet.put("precedence", urgent[1], index)
        if last := re.match(
            rf"(?P<number>\d{{1,5}})\s*-+\s*(?P<day>{'|'.join(DAYS)})\s*-+\s*(?P<clock>\d{{4}}\s?H\w*|\d{{1,2}}[:h]\d\d)",
            line,
            re.I,
        ):
            sheet.put("number", last["number"], index)
            sheet.put("weekday", last["day"].upper(), index)
            if clock := find_clock(last["clock"]):
                sheet.put("time_local", clock[0], index)


def _brazilian_days(sheet: HeadingDraft, dated: re.Match[str], index: int) -> None:
    year, month = full_year(dated["year"], sheet.window), ROMAN.get(dated["month"].upper(), 0)
    for key, word in (("sent_date", "sent"), ("received_date", "received")):
        if not dated[word]:
            continue
        day, its_month = int(dated[word]), month
        if word == "sent" and dated["received"] and day > int(dated["received"]):
            its_month = month - 1 or 12  # sent at the end of the month before
        if is_day(year, its_month, day):
            sheet.put(key, f"{year:04d}-{its_month:02d}-{day:02d}", index, written=dated[0])
        else:
            sheet.flag("impossible_date")
    if sheet.values.get("received_date"):
        sheet.put("received", sheet.values["received_date"], index, written=dated[0])
    if sheet.values.get("sent_date"):
        sheet.put("date", sheet.values["sent_date"], index, written=dated[0])
