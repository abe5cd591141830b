"""Polish ciphergrams as the Wilson Center and others translate them."""

import re
from datetime import datetime, timedelta

from briefbook.cables.forms.common import find_captions
from briefbook.cables.forms.translated import AT, city_of, level_anywhere
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text.dates import is_day
from briefbook.text.ocr_confusion import nearest


def recognise(sheet: HeadingDraft) -> bool:
    """A ciphergram's number."""
    capitals = sheet.capitals
    return "CIPHERGRAM" in capitals and bool(re.search(r"\bCIPHERGRAM\s+NO", capitals))


def read(sheet: HeadingDraft) -> None:
    """The intake number is the register's; the clocks are those of sending and of Warsaw."""
    text = sheet.text
    if number := re.search(r"Ciphergram\s+No\.?\s*(?P<number>\d{1,6})(?![A-Za-z0-9])", text, re.I):
        sheet.put("register_no", number["number"], sheet.line_at(number.start()))
    events: dict[str, re.Match[str]] = {}
    for key, word in (("dispatched", r"Dispatched"), ("received", r"received"), ("deciphered", r"Deciphering[^\d]*?")):
        found = re.search(rf"{word}[^\d]*?(?:on|at)?\s*{AT}", text, re.I)
        if found:
            events[key] = found
    mdy = _month_first(sheet, events)
    for key, found in events.items():
        month, day = (found["a"], found["b"]) if mdy else (found["b"], found["a"])
        clock = found["clock"].replace(".", ":").replace("h", ":").zfill(5)
        if is_day(int(found["year"]), int(month), int(day)):
            value = f"{found['year']}-{int(month):02d}-{int(day):02d}T{clock}"
            sheet.put(key, value, sheet.line_at(found.start("a")), written=found[0][-24:])
        else:
            sheet.flag("impossible_date")
    if sender := re.search(r"Dispatched\s+from\s+(?P<city>[A-Z][\w ]+?)\s+(?:on|at)\b", text, re.I):
        code = city_of(sender["city"]) or sender["city"].upper()
        sheet.put("from", code, sheet.line_at(sender.start()), written=sender["city"])
    if receiver := re.search(r"^To:?\s+(?P<rest>.+)", text, re.M):
        at = sheet.line_at(receiver.start())
        names = [part.strip(" .") for part in receiver["rest"].split(",")]
        who = [
            name
            for name in names
            if re.fullmatch(r"[A-Z][A-Z .-]{3,}", name) and not find_captions(name) and not nearest(name, ("URGENT",))
        ]
        sheet.put("to", who, at)
        sheet.put("caveats", find_captions(receiver["rest"]), at)
        if "URGENT" in names:
            sheet.put("precedence", "URGENT", at)
    drafted = re.search(r"\((\d{1,2})\.(\d{1,2})\s+(\d{1,2})(?:[:.](\d{2}))?\s*GMT\)", text)
    year = next(iter(events.values()))["year"] if events else None
    if drafted and year:
        month, day = (drafted[1], drafted[2]) if mdy else (drafted[2], drafted[1])
        if is_day(int(year), int(month), int(day)) and int(drafted[3]) < 24:
            sheet.values["drafted_utc"] = (
                f"{year}-{int(month):02d}-{int(day):02d}T{int(drafted[3]):02d}:{drafted[4] or '00'}+00:00"
            )
    _suggest(sheet)
    level_anywhere(sheet)


def _month_first(sheet: HeadingDraft, events: dict[str, re.Match[str]]) -> bool:
    """Which of the two numbers is the month: what makes every date possible and the transit short."""
    possible = []
    for mdy in (True, False):
        moments = []
        for found in events.values():
            month, day = (found["a"], found["b"]) if mdy else (found["b"], found["a"])
            if not is_day(int(found["year"]), int(month), int(day)):
                break
            moments.append(datetime(int(found["year"]), int(month), int(day)))
        else:
            if not moments or max(moments) - min(moments) <= timedelta(days=7):
                possible.append(mdy)
    if len(possible) == 2 and any(found["a"] != found["b"] for found in events.values()):
        sheet.flag("ambiguous_date")
    return possible[0] if possible else True


def _suggest(sheet: HeadingDraft) -> None:
    sent, received = sheet.values.get("dispatched"), sheet.values.get("received")
    if isinstance(sent, str) and isinstance(received, str) and received < sent:
        earlier = datetime.fromisoformat(sent) - timedelta(days=1)
        if earlier <= datetime.fromisoformat(received):
            sheet.values["suggested_dispatch_date"] = earlier.date().isoformat()
