"""A form that is not known: what its labels say, and nothing that only stands in its sentences."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import add_references, find_captions, level_on, put_date, split_posts
from briefbook.cables.forms.offices import office_post
from briefbook.cables.forms.translated import city_of
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text import posts
from briefbook.text.dates import find_days, find_group
from briefbook.text.vocabulary import find_level, precedences

_LABEL = re.compile(
    r"^(?P<label>FROM|FM|TO|INFO|DATE|NUMBER|NO|NR|FILE|SUBJECT|SUBJ|REF(?:S|TELS?|ERENCES?)?|PRECEDENCE|PRIORITY"
    r"|SECURITY|CLASSIFICATION)\s*(?:NO\s*)?(?::|(?<=(?i:FM|NO|NR|BJ|EF))\.|(?<=(?i:REFS))\.)\s*(?P<rest>\S.*)$",
    re.I,
)
_NUMBER = re.compile(r"^(?:(?:Telegram|Cable|Message|Tel|Telno)\.?\s*(?:No|Number|Nr)?\.?|No\.)\s*:?\s*(?P<number>(?:[A-Z]{1,3}-)?\d{1,5}(?:-\d{1,5})?)[.]?$", re.I)  # fmt: skip  # noqa: E501
_DATE_ALONE = re.compile(r"^(?:[A-Z][\w .'-]{2,24},\s*)?")


def read(draft: HeadingDraft) -> None:
    """Fill in what stands behind a label or alone on its line."""
    urgent = []
    for index, line in enumerate(draft.texts[:25]):
        numbered, found = _NUMBER.match(line.strip()), _LABEL.match(line)
        if (numbered or found or len(line) < 60) and draft.continues_prose(index):
            continue
        if numbered:
            draft.put(slots.NUMBER, numbered["number"], index)
        elif found:
            _labelled(draft, found["label"].upper(), found["rest"].strip(), index)
        elif line.strip(" .").upper() in precedences() and len(line.strip(" .")) > 3:
            urgent.append((line.strip(" .").upper(), index))
        else:
            _alone(draft, line, index)
    if len(urgent) == 1:  # of several it cannot be told whose they are
        draft.put(slots.PRECEDENCE, *urgent[0])
    level_on(draft, range(min(len(draft.lines), 14)))


def _alone(draft: HeadingDraft, line: str, index: int) -> None:
    """A date, a place and a date, or a group by themselves on a line."""
    group = find_group(line, window=draft.window)
    if group and group.utc and line.strip().endswith(group.text[-2:]):
        draft.put(slots.DTG, group.text, index, written=line)
        draft.put(slots.DATE, f"{group.year:04d}-{group.month:02d}-{group.day:02d}", index, written=line)
        return
    if len(line) >= 60:
        return
    start = _DATE_ALONE.match(line)
    days = [day for day in find_days(line, window=draft.window) if day.year]
    begins = days and days[0].start <= (start.end() if start else 0)
    if len(days) == 1 and begins and len(line) - days[0].end < 12:
        if days[0].edtf:
            draft.put(slots.DATE, days[0].edtf, index, written=line)
        else:
            draft.flag("impossible_date")
            draft.doubt(slots.DATE, line, index)


def _labelled(draft: HeadingDraft, label: str, rest: str, index: int) -> None:
    if label in ("FROM", "FM"):
        code = _post(rest)
        if code and not posts.post(code) and draft.lines[index].measured:
            draft.doubt(slots.FROM, rest, index)  # letters that a machine read, and no place we know
        else:
            draft.put(slots.FROM, code, index, written=rest)
    elif label == "TO":
        code = _post(rest)
        draft.put(slots.TO, [code] if code else _only_posts(rest), index, written=rest)
    elif label == "INFO":
        draft.put(slots.INFO, _only_posts(rest), index, written=rest)
    elif label == "DATE":
        put_date(draft, rest, index)
    elif label in ("NUMBER", "NO", "NR"):
        if number := re.match(r"(?:[A-Z]{1,4}-)?\d{1,6}(?:\s?(?:-|TO\b)\s?\d{1,6})?(?=$|[\s,.])", rest, re.I):
            draft.put(slots.NUMBER, re.sub(r"\s?(?:-|TO)\s?(?=\d)", "-", number[0], flags=re.I), index)
    elif label == "FILE":
        draft.put(slots.FILE, rest if re.search(r"\d", rest) and len(rest) < 40 else None, index)
    elif label in ("SUBJECT", "SUBJ"):
        draft.put(slots.SUBJECT, rest.rstrip("."), index)
    elif label.startswith("REF"):
        add_references(draft, rest, index)
    elif label in ("PRECEDENCE", "PRIORITY"):
        word = rest.strip(" .").upper()
        draft.put(slots.PRECEDENCE, word if word in precedences() else None, index)
    elif level := find_level(rest):
        draft.put(slots.SECURITY, level[0], index)
        draft.put(slots.CAVEATS, find_captions(rest), index)


def _only_posts(words: str) -> list[str]:
    """The posts of a line on which nothing else stands."""
    known, unknown = split_posts(words)
    return known if not unknown else []


def _post(words: str) -> str | None:
    plain = words.strip(" .").upper()
    if plain in posts.known_codes() or posts.post(plain):
        return plain
    return office_post(words) or city_of(words)
