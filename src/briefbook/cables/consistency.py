"""A heading held against itself: clocks in order, copies that sum, suffixes and weekdays that agree. Flags, no mending."""

import re
from datetime import date, datetime

from briefbook.cables.dates import DAYS, moment
from briefbook.cables.sheet import Sheet


def check_sheet(sheet: Sheet) -> None:
    """Raise the flags of a sheet that has been read."""
    values = sheet.values
    day = values.get("date")
    if isinstance(day, str):
        _file_date(sheet, day)
        _weekday(sheet, values.get("sent_date") or day)
    _clocks(sheet)
    if values.get("dist_ok") is False:
        sheet.flag("distribution_sum_mismatch")


def _file_date(sheet: Sheet, day: str) -> None:
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


def _weekday(sheet: Sheet, day: object) -> None:
    named = sheet.values.get("weekday")
    if named and isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        right = DAYS[date.fromisoformat(day).weekday()] == named
        sheet.values["weekday_ok"] = right
        if not right:
            sheet.flag("weekday_mismatch")


def _clocks(sheet: Sheet) -> None:
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
        here, there = moment(day, values["time_local"], post), moment(*values["received_moment"], to[0])
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
