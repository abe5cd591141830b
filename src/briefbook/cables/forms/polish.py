"""Polish ciphergrams as the Wilson Center and others translate them."""

import re
from datetime import datetime, timedelta

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import find_captions
from briefbook.cables.forms.translated import AT, city_of, level_anywhere
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import Slot
from briefbook.text.dates import is_day
from briefbook.text.ocr_confusion import nearest


def recognise(draft: HeadingDraft) -> bool:
    """A ciphergram's number."""
    capitals = draft.capitals
    return "CIPHERGRAM" in capitals and bool(re.search(r"\bCIPHERGRAM\s+NO", capitals))


def read(draft: HeadingDraft) -> None:
    """The intake number is the register's; the clocks are those of sending and of Warsaw."""
    text = draft.text
    if number := re.search(r"Ciphergram\s+No\.?\s*(?P<number>\d{1,6})(?![A-Za-z0-9])", text, re.I):
        draft.put(slots.REGISTER_NO, number["number"], draft.line_at(number.start()))
    events: dict[Slot[str], re.Match[str]] = {}
    for slot, word in (
        (slots.DISPATCHED, r"Dispatched"),
        (slots.RECEIVED, r"received"),
        (slots.DECIPHERED, r"Deciphering[^\d]*?"),
    ):
        found = re.search(rf"{word}[^\d]*?(?:on|at)?\s*{AT}", text, re.I)
        if found:
            events[slot] = found
    mdy = _month_first(draft, events)
    for slot, found in events.items():
        month, day = (found["a"], found["b"]) if mdy else (found["b"], found["a"])
        clock = found["clock"].replace(".", ":").replace("h", ":").zfill(5)
        if is_day(int(found["year"]), int(month), int(day)):
            value = f"{found['year']}-{int(month):02d}-{int(day):02d}T{clock}"
            draft.put(slot, value, draft.line_at(found.start("a")), written=found[0][-24:])
        else:
            draft.flag("impossible_date")
    if sender := re.search(r"Dispatched\s+from\s+(?P<city>[A-Z][\w ]+?)\s+(?:on|at)\b", text, re.I):
        code = city_of(sender["city"]) or sender["city"].upper()
        draft.put(slots.FROM, code, draft.line_at(sender.start()), written=sender["city"])
    if receiver := re.search(r"^To:?\s+(?P<rest>.+)", text, re.M):
        at = draft.line_at(receiver.start())
        names = [part.strip(" .") for part in receiver["rest"].split(",")]
        who = [
            name
            for name in names
            if re.fullmatch(r"[A-Z][A-Z .-]{3,}", name) and not find_captions(name) and not nearest(name, ("URGENT",))
        ]
        draft.put(slots.TO, who, at)
        draft.put(slots.CAVEATS, find_captions(receiver["rest"]), at)
        if "URGENT" in names:
            draft.put(slots.PRECEDENCE, "URGENT", at)
    drafted = re.search(r"\((\d{1,2})\.(\d{1,2})\s+(\d{1,2})(?:[:.](\d{2}))?\s*GMT\)", text)
    year = next(iter(events.values()))["year"] if events else None
    if drafted and year:
        month, day = (drafted[1], drafted[2]) if mdy else (drafted[2], drafted[1])
        if is_day(int(year), int(month), int(day)) and int(drafted[3]) < 24:
            draft.values[slots.DRAFTED_UTC] = (
                f"{year}-{int(month):02d}-{int(day):02d}T{int(drafted[3]):02d}:{drafted[4] or '00'}+00:00"
            )
    _suggest(draft)
    level_anywhere(draft)


def _month_first(draft: HeadingDraft, events: dict[Slot[str], re.Match[str]]) -> bool:
    """Which of the two numbers is the month: what makes every date possible and the transit short."""
    possible = []
    for mdy in (True, False):
        moments = []
        for event in events.values():
            month, day = (event["a"], event["b"]) if mdy else (event["b"], event["a"])
            if not is_day(int(event["year"]), int(month), int(day)):
                break
            moments.append(datetime(int(event["year"]), int(month), int(day)))
        else:
            if not moments or max(moments) - min(moments) <= timedelta(days=7):
                possible.append(mdy)
    if len(possible) == 2 and any(event["a"] != event["b"] for event in events.values()):
        draft.flag("ambiguous_date")
    return possible[0] if possible else True


def _suggest(draft: HeadingDraft) -> None:
    sent, received = draft.values.get(slots.DISPATCHED), draft.values.get(slots.RECEIVED)
    if isinstance(sent, str) and isinstance(received, str) and received < sent:
        earlier = datetime.fromisoformat(sent) - timedelta(days=1)
        if earlier <= datetime.fromisoformat(received):
            draft.values[slots.SUGGESTED_DISPATCH_DATE] = earlier.date().isoformat()
