"""Words that point to another cable -> references: form, series, number, date, and who wrote it."""

import re
from collections.abc import Iterator, Sequence

from briefbook.cables.reference_authors import ReferenceContext, form_and_author
from briefbook.cables.reference_dates import date_after, day_told
from briefbook.cables.reference_patterns import COMMANDS, MONTHS, post_numbers, rules_found, windows
from briefbook.model.cable import Reference
from briefbook.text.months import SHORT_MONTH
from briefbook.text.ocr_confusion import digits, distance
from briefbook.util.alternation import in_capitals

_MORE = re.compile(
    r"\s*(?:,|;|AND|&|ALSO|,\s*AND)\s*(?P<list>\d{1,6})(?![\d/:]|\s*(?:[AP]\.?M|[AP]\.\sM|PARA|PERCENT|\.\d))", re.I
)
_MORE_DATED = re.compile(
    rf"(?:\s*(?:{SHORT_MONTH})[A-Z]*[\s.]*[A-Z]{{0,2}})?\s*[.,]?\s*(?:,|AND)?\s*"
    r"(?P<list>\d{3,6})(?=\s*[.,]?\s*(?:OF\s)?[A-Z]{3})",
    re.I,
)
_TO_POST = re.compile(r"\s(?:TO\s)?[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+)?(?=(?:,|;|\sAND)\s?(?:AND\s)?\d{1,5}\s[A-Z])")
_MORE_PREFIXED = re.compile(r"\s*(?:,|;|AND|&)\s*(?P<list>[A-Z]{1,3}\s?-?\s?\d{1,6})\b", re.I)
_SERIES = re.compile(r"(?P<series>[A-Z]{1,3})\s?-?\s?(?P<number>\d.*)")
_MONTH_AFTER = re.compile(rf"\s?(?:-\s?\d{{1,2}}\s)?(?:{SHORT_MONTH})[A-Z]*\b", re.I)
_NOT_SERIES = frozenset({"FY", "CY", "PL", "AC", "HR"})  # fiscal years, laws, bills
_ALIAS = re.compile(r"\b(?:RPTD|REPEATED|RPT)\s+(?:TO\s+|INFO(?:RMATION)?\s+)?(?P<rest>[^.;\n]+)", re.I)


def parse_references(
    text: str,
    *,
    author: str | None = None,
    addressees: Sequence[str] = (),
    date: str | None = None,
    window: int = 1900,
    line: bool = False,
) -> tuple[Reference, ...]:
    """The references in a text, in order, each with its author by the author rule.

    ``author`` and ``addressees`` are of the text's own cable, ``date`` its date (EDTF), from which a reference
    without a year takes its own. ``line`` True: the text is a REF line, where a post and a number suffice.

    >>> [(r.form, r.number, r.date, r.author) for r in parse_references(
    ...     "REF MYTEL 90 NOV7 AND YOURTEL S12 NOV8", author="WASHDC", addressees=("EXTERNAL",), date="1962-11-09")]
    [('MYTEL', '90', '1962-11-07', 'WASHDC'), ('YOURTEL', '12', '1962-11-08', 'EXTERNAL')]
    """
    where = ReferenceContext(author, tuple(addressees), date, window)
    if line:
        found = _parse(_mend_forms(text), where, line=True)
    else:
        found = [one for start, end in windows(text) for one in _parse(text[start:end], where, line=False)]
    return tuple(dict.fromkeys(found))


def _parse(work: str, where: ReferenceContext, *, line: bool) -> list[Reference]:
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Reference]] = []
    for name, match in rules_found(work, line=line):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        made = list(_references_of(name, match, work, where, line))
        if name == "dated" and not made:
            continue
        found += [(at, reference) for at, reference, _ in made]
        taken.append((match.start(), made[-1][2] if made else match.end()))
    found.sort(key=lambda pair: pair[0])
    said_once = {(one.form, one.date): at for at, one in reversed(found) if one.number is None}
    return [one for at, one in found if one.number is not None or said_once[one.form, one.date] == at]


def repeated_as(text: str) -> dict[str, str]:
    """Posts and the numbers under which the same text was repeated to them.

    >>> repeated_as("Embtel 12 rptd Paris 290 Bonn 301")
    {'PARIS': '290', 'BONN': '301'}
    """
    found: dict[str, str] = {}
    for match in _ALIAS.finditer(text):
        for one in post_numbers().finditer(in_capitals(match["rest"])):
            found[one["post"]] = one["list"]
    return found


_OWN_FORMS = ("MYTEL", "OURTEL", "YOURTEL", "MYLET", "OURLET", "YOURLET", "MYTELS", "OURTELS", "YOURTELS")


def _mend_forms(text: str) -> str:
    """The words MYTEL, YOURTEL, OURTEL, REF read through damage, for a REF line only."""
    out = []
    for word in re.split(r"(\s+)", text):
        upper = word.upper()
        if 4 < len(upper) < 9 and re.fullmatch(r"[A-Z0-9]+", upper) and upper not in _OWN_FORMS:
            for meant in _OWN_FORMS:
                if len(upper) == len(meant) and upper[-3:-2] != "L" and distance(upper, meant) <= 0.8:
                    word = meant
                    break
        out.append(word)
    text = re.sub(r"\bTE1\b", "TEL", "".join(out))
    return re.sub(r"\b(?:0UR|QUR|CUR)(?=\sTELS?\b)", "OUR", text)


def _references_of(
    rule: str, match: re.Match[str], text: str, where: ReferenceContext, line: bool
) -> Iterator[tuple[int, Reference, int]]:
    parts = match.groupdict()
    if rule == "dated":
        yield from _dated(match, parts, text, where)
        return
    form, author = form_and_author(rule, parts, where)
    if rule == "mipt":
        yield match.start(), Reference(text[match.start() : match.end()], form, author=author), match.end()
        return
    if rule == "from" and parts["more"]:
        yield from _several(match, form, author, text, where)
        return
    end = match.end()
    listed = parts["list"] or ""
    start = match.start("post") if rule == "cued" else match.start()
    if rule == "conference" and form in (*COMMANDS, "DEA", "USDOC") and len(listed) < 3:
        return  # JCS. 4: a paragraph
    if rule == "conference" and form in COMMANDS and _MONTH_AFTER.match(text, end):
        return  # CINCPAC 1 May: a day
    if rule == "plain-own" and re.fullmatch(r"19[3-9]\d", listed):
        return  # our 1961 programme: a year
    while True:
        series, number, last = _number(listed, parts.get("series"))
        if rule == "from":
            series = None if series in ("TO", "OF") else series
        if number in (None, "0") or (series or "").upper() in _NOT_SERIES:
            return
        if rule in ("own", "plain-own", "tel") and not line and series and len(series) > 2:
            return
        if rule == "office":
            end = _addressed(text, end)
        day, end = date_after(text, end, where)
        mention = " ".join(text[start:end].split())
        reference = Reference(
            mention=mention,
            form=_form_of_series(form, series),
            number=number,
            series=series.upper() if series else None,
            date=day,
            author=author.upper() if author else None,
            end_number=last,
        )
        yield start, reference, end
        more = _MORE.match(text, end) or (_MORE_DATED.match(text, end) if line else None)
        more = more or (_MORE_PREFIXED.match(text, end) if line and series else None)
        if not more or rule == "mipt" or (len(more["list"]) == 4 and more["list"].startswith("19") and day is None):
            return
        listed, start, end = more["list"], more.start("list"), more.end("list")


def _dated(
    match: re.Match[str], parts: dict[str, str | None], text: str, where: ReferenceContext
) -> Iterator[tuple[int, Reference, int]]:
    """My letter of 3 November: author and date, and no number."""
    form, author = form_and_author("own" if parts["own"] else "office", parts, where)
    day, end = day_told(text, match.end(), where)
    if day:
        mention = " ".join(text[match.start() : end].split())
        yield match.start(), Reference(mention, form, date=day, author=author.upper() if author else None), end


def _several(
    match: re.Match[str], form: str, author: str | None, text: str, where: ReferenceContext
) -> Iterator[tuple[int, Reference, int]]:
    """Telegrams 925 and 926 to Bonn: a reference each."""
    day, end = date_after(text, match.end(), where)
    for found in re.finditer(r"\d{1,6}", match["list"] + match["more"]):
        at = match.start("list") + found.start()
        mention = " ".join(text[match.start() : end].split())
        yield at, Reference(mention, form, number=found[0].lstrip("0") or "0", date=day, author=author), end


def _addressed(text: str, end: int) -> int:
    """Past the post behind a number, where another number and post follow: Deptel 1612 Bonn, 3443 Paris."""
    match = _TO_POST.match(text, end)
    return match.end() if match else end


def _form_of_series(form: str, series: str | None) -> str:
    if form in (
        "TEL",
        "POST_TEL",
        "THIRD_POST_TEL",
        "EMBTEL",
        "DEPTEL",
        "MY",
        "OUR",
        "YOUR",
        "MYTEL",
        "OURTEL",
        "YOURTEL",
    ) and series in ("A", "CA", "CW", "CG"):
        return "AIRGRAM"
    return form


def _number(listed: str, series: str | None) -> tuple[str | None, str | None, str | None]:
    listed = listed.replace("–", "-").strip()
    if split := _SERIES.fullmatch(listed.upper()):
        if split["series"] in MONTHS or split["series"] in ("OF", "DU", "VOM"):
            return None, None, None
        if split["series"] not in ("NO", "NOS", "AND"):
            series = split["series"]
        listed = split["number"]
    listed = re.sub(r"\s[AÀaà]\s", "-", listed)
    first, _, last = (part.strip() for part in listed.partition("-"))
    number = digits(first.upper())
    if number is None:
        return series, None, None
    return series, number[0].lstrip("0") or "0", last if last.isdigit() else None
