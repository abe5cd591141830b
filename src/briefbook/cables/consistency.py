"""A heading held against itself: codes that exist, clocks in order, copies that sum, suffixes that agree."""

import re
from datetime import date, datetime
from functools import cache

from briefbook.cables.heading_draft import HeadingDraft
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import DAYS
from briefbook.text.ocr_confusion import nearest
from briefbook.text.time_zones import moment
from briefbook.text.vocabulary import Term, terms


def check_sheet(sheet: HeadingDraft) -> None:
    """Raise the flags of a sheet that has been read."""
    _gate_posts(sheet)
    values = sheet.values
    day = values.get("date")
    if isinstance(day, str):
        _file_date(sheet, day)
        _weekday(sheet, values.get("sent_date") or day)
        _in_use(sheet, day)
    _clocks(sheet)
    if values.get("dist_ok") is False:
        sheet.flag("distribution_sum_mismatch")


def _gate_posts(sheet: HeadingDraft) -> None:
    """Codes that are damaged are mended where only one code can be meant; else the field stays blank."""
    for key in ("from", "to", "info"):
        value = sheet.values.get(key)
        if not value:
            continue
        codes = value if isinstance(value, list) else [value]
        kept = [(code, found) for code in codes if (found := _gated(code))]
        if [found for _, found in kept] == codes:
            continue
        old = sheet.evidence.get(key, [])
        line = old[0].line if old else -1
        made = [found for _, found in kept]
        if not made:
            sheet.values.pop(key, None)
            sheet.evidence.pop(key, None)
            sheet.doubt(key, "; ".join(codes), line)
        else:
            value = made if isinstance(value, list) else made[0]
            sheet.put(key, value, line, written="; ".join(codes), how=Derivation.REPAIRED, again=True)


@cache
def _gated(code: str) -> str | None:
    words = code.split()
    if code in posts.known_codes() or posts.post(code) or code.startswith(posts.BOOK):
        return code
    if words and words[0] in posts.PREFIXES:
        city = " ".join(words[1:])
        mended = posts.damaged_code(city) if city else None
        return f"{words[0]} {mended}" if mended else _undamaged(code)
    if len(words) > 1 and (prefix := nearest(words[0], posts.PREFIXES[:6], limit=0.2)):
        return _gated(" ".join([prefix[0], *words[1:]]))
    if re.fullmatch(r"[A-Z0-9 /()&.'-]+", code):
        if mended := posts.damaged_code(code):
            return mended
        near = nearest(code, posts.commands(), limit=0.15) if len(words) == 1 and len(code) >= 3 else None
        if near:
            return near[0]
    return _undamaged(code)


def _undamaged(code: str) -> str | None:
    """An unknown code is taken as it stands only where no figure or stray sign stands inside a word."""
    bare = re.sub(r"\([^)]*\)", "", code)
    if re.search(r"[A-Za-z]\d|\d[A-Za-z]{2,}|[!|~*#]|\w:\s", bare) or len(code) > 70:
        return None
    return code


def _file_date(sheet: HeadingDraft, day: str) -> None:
    """The decimal file's suffix is a date from 1944 to January 1963."""
    file = sheet.values.get("file")
    if not file or not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or not "1945" <= day[:4] <= "1963":
        return
    suffix = re.search(r"/(?P<month>1[0-2]|[1-9])-(?P<rest>\d{3,4})$", file)
    if not suffix:
        return
    rest = suffix["rest"]
    written = date.fromisoformat(day)
    expected = f"{written.day}{written.year % 100:02d}"
    if (int(suffix["month"]), rest) != (written.month, expected):
        filed_day = int(rest[:-2])
        near = int(suffix["month"]) == written.month and abs(filed_day - written.day) <= 1
        if not near:
            sheet.flag("file_date_mismatch")


def _in_use(sheet: HeadingDraft, day: str) -> None:
    """Codes and captions of a time before or after the paper's: the date or the word is misread."""
    for key in ("from", "to"):
        for code in sheet.values.get(key) or () if key == "to" else [sheet.values.get(key)]:
            post = posts.canadian().get(code or "") or posts.commands().get(code or "")
            if post and post.code == code and post.standing == "verified" and not _within(post.valid, day):
                sheet.flag(f"not_in_use: {code} in {day[:4]}")
    for term in terms():
        named = term.kind in ("caption", "codeword") and term.standing == "verified" and not term.in_use(day)
        if named and term.name in [*sheet.values.get("caveats", ()), sheet.values.get("codeword")]:
            sheet.flag(f"not_in_use: {term.name} in {day[:4]}")


def _within(valid: str, day: str) -> bool:
    return Term("post", "", valid=valid).in_use(day)


def _weekday(sheet: HeadingDraft, day: object) -> None:
    named = sheet.values.get("weekday")
    if named and isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        right = DAYS[date.fromisoformat(day).weekday()] == named
        sheet.values["weekday_ok"] = right
        if not right:
            sheet.flag("weekday_mismatch")


def _clocks(sheet: HeadingDraft) -> None:
    values = sheet.values
    sent, received = values.get("dispatched"), values.get("received")
    deciphered, drafted = values.get("deciphered"), values.get("drafted_utc")
    if _before(received, sent):
        sheet.flag("received_before_sent")
    if _before(deciphered, received):
        sheet.flag("deciphered_before_received")
    day, post = values.get("date"), values.get("from")
    to = values.get("to") or [None]
    if isinstance(day, str) and values.get("time_local") and values.get("received_moment"):
        received_day, received_clock = values["received_moment"]
        here, there = moment(day, values["time_local"], post), moment(received_day, received_clock, to[0])
        if here and there and there < here:
            sheet.flag("received_before_sent")
        elif here and there:
            values.setdefault("checks", {})["latency_minutes"] = int((there - here).total_seconds() // 60)
    if drafted and sent and "T" in sent:
        local_sent = moment(sent[:10], sent[11:16], post)
        if local_sent and datetime.fromisoformat(drafted) > local_sent:
            sheet.flag("drafted_after_dispatched")
    values.pop("received_moment", None)


def _before(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and len(one) == len(other) == 16 and one < other
