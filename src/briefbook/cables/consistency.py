"""A heading's fields -> its flags: do codes exist, clocks follow each other, copies add up, suffixes agree?"""

import re
from datetime import date, datetime
from functools import cache

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import PostSlot
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import DAYS
from briefbook.text.lexicon import is_listed
from briefbook.text.ocr_confusion import nearest
from briefbook.text.time_zones import moment
from briefbook.text.vocabulary import Term, terms


def check_draft(draft: HeadingDraft) -> None:
    """Raise the flags of a draft that has been read."""
    _repair_posts(draft)
    values = draft.values
    day = values.get(slots.DATE)
    if isinstance(day, str):
        _check_file_date(draft, day)
        _check_weekday(draft, values.get(slots.SENT_DATE) or day)
        _check_use(draft, day)
    _check_clocks(draft)
    if values.get(slots.DIST_OK) is False:
        draft.flag("distribution_sum_mismatch")


def _repair_posts(draft: HeadingDraft) -> None:
    """Repair damaged codes where only one code can be meant; else the field stays blank."""
    for slot in (slots.TO, slots.INFO):
        _repair_codes(draft, slot, draft.values.get(slot) or [])
    sender = draft.values.get(slots.FROM)
    _repair_codes(draft, slots.FROM, [sender] if sender else [])


def _repair_codes(draft: HeadingDraft, slot: PostSlot, codes: list[str]) -> None:
    """Repair the codes of one field."""
    if not codes:
        return
    repairs = [(code, replacement) for code in codes if (replacement := _repair_code(code))]
    if [replacement for _, replacement in repairs] == codes:
        return
    old = draft.evidence.get(slot, [])
    line = old[0].line if old else -1
    repaired = [replacement for _, replacement in repairs]
    if not repaired:
        draft.values.pop(slot)
        draft.evidence.pop(slot, None)
        draft.doubt(slot, "; ".join(codes), line)
    elif slot is slots.FROM:
        draft.put(slots.FROM, repaired[0], line, written="; ".join(codes), how=Derivation.REPAIRED, again=True)
    else:
        many = slots.TO if slot is slots.TO else slots.INFO
        draft.put(many, repaired, line, written="; ".join(codes), how=Derivation.REPAIRED, again=True)


@cache
def _repair_code(code: str) -> str | None:
    words = code.split()
    if code in posts.known_codes() or posts.post(code) or code.startswith(posts.BOOK):
        return code
    if words and words[0] in posts.PREFIXES:
        city = " ".join(words[1:])
        mended = posts.damaged_code(city) if city else None
        return f"{words[0]} {mended}" if mended else _code_unless_damaged(code)
    is_word = bool(words) and is_listed(words[0].strip(",.").lower())  # DELEGATION is no damaged AMLEGATION
    if len(words) > 1 and not is_word and (prefix := nearest(words[0], posts.PREFIXES[:6], limit=0.2)):
        return _repair_code(" ".join([prefix[0], *words[1:]]))
    if re.fullmatch(r"[A-Z0-9 /()&.'-]+", code):
        if mended := posts.damaged_code(code):
            return mended
        matches = nearest(code, posts.commands(), limit=0.15) if len(words) == 1 and len(code) >= 3 else None
        if matches:
            return matches[0]
    return _code_unless_damaged(code)


def _code_unless_damaged(code: str) -> str | None:
    """An unknown code is taken as it stands only where no figure or stray sign stands inside a word."""
    bare = re.sub(r"\([^)]*\)", "", code)
    if re.search(r"[A-Za-z]\d|\d[A-Za-z]{2,}|[!|~*#]|\w:\s", bare) or len(code) > 70:
        return None
    return code


def _check_file_date(draft: HeadingDraft, day: str) -> None:
    """The decimal file's suffix is a date from 1944 to January 1963."""
    file = draft.values.get(slots.FILE)
    if not file or not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or not "1945" <= day[:4] <= "1963":
        return
    suffix = re.search(r"/(?P<month>1[0-2]|[1-9])-(?P<rest>\d{3,4})$", file)
    if not suffix:
        return
    figures = suffix["rest"]
    written = date.fromisoformat(day)
    expected = f"{written.day}{written.year % 100:02d}"
    if (int(suffix["month"]), figures) != (written.month, expected):
        filed_day = int(figures[:-2])
        within_a_day = int(suffix["month"]) == written.month and abs(filed_day - written.day) <= 1
        if not within_a_day:
            draft.flag("file_date_mismatch")


def _check_use(draft: HeadingDraft, day: str) -> None:
    """Codes and captions of a time before or after the paper's: the date or the word is misread."""
    for code in (draft.values.get(slots.FROM), *(draft.values.get(slots.TO) or ())):
        canadian = posts.canadian().get(code or "") if (draft.form or "").startswith("ca_") else None
        post = canadian or posts.commands().get(code or "")
        if post and post.code == code and post.standing == "verified" and not _is_valid_on(post.valid, day):
            draft.flag(f"not_in_use: {code} in {day[:4]}")
    for term in terms():
        is_compared = term.kind in ("caption", "codeword") and term.standing == "verified" and not term.in_use(day)
        if is_compared and term.name in [*draft.values.get(slots.CAVEATS, ()), draft.values.get(slots.CODEWORD)]:
            draft.flag(f"not_in_use: {term.name} in {day[:4]}")


def _is_valid_on(valid: str, day: str) -> bool:
    return Term("post", "", valid=valid).in_use(day)


def _check_weekday(draft: HeadingDraft, day: object) -> None:
    weekday = draft.values.get(slots.WEEKDAY)
    if weekday and isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        agrees = DAYS[date.fromisoformat(day).weekday()] == weekday
        draft.values[slots.WEEKDAY_OK] = agrees
        if not agrees:
            draft.flag("weekday_mismatch")


def _check_clocks(draft: HeadingDraft) -> None:
    values = draft.values
    sent, received = values.get(slots.DISPATCHED), values.get(slots.RECEIVED)
    deciphered, drafted = values.get(slots.DECIPHERED), values.get(slots.DRAFTED_UTC)
    if _is_before(received, sent):
        draft.flag("received_before_sent")
    if _is_before(deciphered, received):
        draft.flag("deciphered_before_received")
    day, post = values.get(slots.DATE), values.get(slots.FROM)
    addressee = next(iter(values.get(slots.TO) or ()), None)
    local_clock, received_moment = values.get(slots.TIME_LOCAL), values.get(slots.RECEIVED_MOMENT)
    if isinstance(day, str) and local_clock and received_moment:
        sent_utc, received_utc = moment(day, local_clock, post), moment(*received_moment, addressee)
        if sent_utc and received_utc and received_utc < sent_utc:
            draft.flag("received_before_sent")
        elif sent_utc and received_utc:
            values.setdefault(slots.CHECKS, {})["latency_minutes"] = int(
                (received_utc - sent_utc).total_seconds() // 60
            )
    if drafted and sent and "T" in sent:
        local_sent = moment(sent[:10], sent[11:16], post)
        if local_sent and datetime.fromisoformat(drafted) > local_sent:
            draft.flag("drafted_after_dispatched")
    values.pop(slots.RECEIVED_MOMENT)


def _is_before(first: object, second: object) -> bool:
    return isinstance(first, str) and isinstance(second, str) and len(first) == len(second) == 16 and first < second
