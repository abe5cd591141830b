"""A form that is not known: what its labels say, and nothing that only stands in its sentences."""

import re

from briefbook.cables.forms.common import add_references, find_captions, level_on, put_date, split_posts
from briefbook.cables.forms.offices import office_post
from briefbook.cables.forms.translated import city_of
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text import posts
from briefbook.text.dates import find_days, find_group
from briefbook.text.vocabulary import find_level, precedences

_LABEL = re.compile(
    r"^(?P<label>FROM|FM|TO|INFO|DATE|NUMBER|NO|NR|FILE|SUBJECT|SUBJ|REFS?|REFERENCES?|PRECEDENCE|PRIORITY"
    r"|SECURITY|CLASSIFICATION)\s*(?:NO\s*)?(?::|(?<=(?i:FM|NO|NR|BJ|EF))\.|(?<=(?i:REFS))\.)\s*(?P<rest>\S.*)$",
    re.I,
)
_NUMBER = re.compile(r"^(?:(?:Telegram|Cable|Message|Tel|Telno)\.?\s*(?:No|Number|Nr)?\.?|No\.)\s*:?\s*(?P<number>(?:[A-Z]{1,3}-)?\d{1,5}(?:-\d{1,5})?)[.]?$", re.I)  # fmt: skip  # noqa: E501
_DATE_ALONE = re.compile(r"^(?:[A-Z][\w .'-]{2,24},\s*)?")


def read(sheet: HeadingDraft) -> None:
    """Fill in what stands behind a label or alone on its line."""
    urgent = []
    for index, line in enumerate(sheet.texts[:25]):
        numbered, found = _NUMBER.match(line.strip()), _LABEL.match(line)
        if (numbered or found or len(line) < 60) and sheet.runs_on(index):
            continue
        if numbered:
            sheet.put("number", numbered["number"], index)
        elif found:
            _labelled(sheet, found["label"].upper(), found["rest"].strip(), index)
        elif line.strip(" .").upper() in precedences() and len(line.strip(" .")) > 3:
            urgent.append((line.strip(" .").upper(), index))
        else:
            _alone(sheet, line, index)
    if len(urgent) == 1:  # of several it cannot be told whose they are
        sheet.put("precedence", *urgent[0])
    level_on(sheet, range(min(len(sheet.lines), 14)))


def _alone(sheet: HeadingDraft, line: str, index: int) -> None:
    """A date, a place and a date, or a group by themselves on a line."""
    group = find_group(line, window=sheet.window)
    if group and group.utc and line.strip().endswith(group.text[-2:]):
        sheet.put("dtg", group.text, index, written=line)
        sheet.put("date", f"{group.year:04d}-{group.month:02d}-{group.day:02d}", index, written=line)
        return
    if len(line) >= 60:
        return
    start = _DATE_ALONE.match(line)
    days = [day for day in find_days(line, window=sheet.window) if day.year]
    begins = days and days[0].start <= (start.end() if start else 0)
    if len(days) == 1 and begins and len(line) - days[0].end < 12:
        if days[0].edtf:
            sheet.put("date", days[0].edtf, index, written=line)
        else:
            sheet.flag("impossible_date")
            sheet.doubt("date", line, index)


def _labelled(sheet: HeadingDraft, label: str, rest: str, index: int) -> None:
    if label in ("FROM", "FM"):
        code = _post(rest)
        if code and not posts.post(code) and sheet.lines[index].measured:
            sheet.doubt("from", rest, index)  # letters that a machine read, and no place we know
        else:
            sheet.put("from", code, index, written=rest)
    elif label == "TO":
        code = _post(rest)
        sheet.put("to", [code] if code else _only_posts(rest), index, written=rest)
    elif label == "INFO":
        sheet.put("info", _only_posts(rest), index, written=rest)
    elif label == "DATE":
        put_date(sheet, rest, index)
    elif label in ("NUMBER", "NO", "NR"):
        if number := re.match(r"(?:[A-Z]{1,4}-)?\d{1,6}(?:-\d{1,6})?(?=$|[\s,.])", rest):
            sheet.put("number", number[0], index)
    elif label == "FILE":
        sheet.put("file", rest if re.search(r"\d", rest) and len(rest) < 40 else None, index)
    elif label in ("SUBJECT", "SUBJ"):
        sheet.put("subject", rest.rstrip("."), index)
    elif label.startswith("REF"):
        add_references(sheet, rest, index)
    elif label in ("PRECEDENCE", "PRIORITY"):
        word = rest.strip(" .").upper()
        sheet.put("precedence", word if word in precedences() else None, index)
    elif level := find_level(rest):
        sheet.put("security", level[0], index)
        sheet.put("caveats", find_captions(rest), index)


def _only_posts(words: str) -> list[str]:
    """The posts of a line on which nothing else stands."""
    known, unknown = split_posts(words)
    return known if not unknown else []


def _post(words: str) -> str | None:
    plain = words.strip(" .").upper()
    if plain in posts.known_codes() or posts.post(plain):
        return plain
    return office_post(words) or city_of(words)
