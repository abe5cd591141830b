"""Words that point to another cable -> references: form, series, number, date, and who wrote it."""

import re
from collections.abc import Iterator, Sequence

from briefbook.cables.reference_authors import ReferenceContext, form_and_author
from briefbook.cables.reference_dates import date_after, implied_date
from briefbook.cables.reference_patterns import (
    COMMAND_SERIES,
    MONTHS,
    find_stretches,
    match_rules,
    post_numbers,
)
from briefbook.model.cable import Reference
from briefbook.text.months import SHORT_MONTH
from briefbook.text.numerals import THOUSANDS, without_thousands
from briefbook.text.ocr_confusion import digits, distance
from briefbook.util.alternation import upper_in_place

_NEXT_NUMBER = re.compile(
    rf"\s*(?:,|;|AND|&|ALSO|,\s*AND)\s*(?P<list>{THOUSANDS}|\d{{1,6}})"
    r"(?![\d/:]|\s*(?:[AP]\.?M|[AP]\.\sM|PARA|PERCENT|\.\d))",
    re.I,
)
_NEXT_DATED_NUMBER = re.compile(
    rf"(?:\s*(?:{SHORT_MONTH})[A-Z]*[\s.]*[A-Z]{{0,2}})?\s*[.,]?\s*(?:,|AND)?\s*"
    r"(?P<list>\d{3,6})(?=\s*[.,]?\s*(?:OF\s)?[A-Z]{3})",
    re.I,
)
_TO_POST = re.compile(r"\s(?:TO\s)?[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+)?(?=(?:,|;|\sAND)\s?(?:AND\s)?\d{1,5}\s[A-Z])")
_NEXT_PREFIXED_NUMBER = re.compile(r"\s*(?:,|;|AND|&)\s*(?P<list>[A-Z]{1,3}\s?-?\s?\d{1,6})\b", re.I)
_SERIES_AND_NUMBER = re.compile(r"(?P<series>[A-Z]{1,3})\s?-?\s?(?P<number>\d.*)")
_MONTH_AFTER = re.compile(rf"\s?(?:-\s?\d{{1,2}}\s)?(?:{SHORT_MONTH})[A-Z]*\b", re.I)
_FILED = re.compile(r"/\d")
_NOT_SERIES = frozenset({"FY", "CY", "PL", "AC", "HR"})  # fiscal years, laws, bills
_REPEATED_TO = re.compile(r"\b(?:RPTD|REPEATED|RPT)\s+(?:TO\s+|INFO(?:RMATION)?\s+)?(?P<rest>[^.;\n]+)", re.I)


def parse_references(
    text: str,
    *,
    author: str | None = None,
    addressees: Sequence[str] = (),
    date: str | None = None,
    window: int = 1900,
    line: bool = False,
) -> tuple[Reference, ...]:
    """The references in a text, in order, each with its author by the author rule (``reference_authors``).

    Args:
        text: Prose of a cable, or its REF line.
        author: The post that sent the cable whose text it is: the author of what "mytel" points to.
        addressees: Its addressees, the first of which is the author of what "yourtel" points to.
        date: Its date, EDTF, from which a reference without a year takes its year.
        window: The first year of the hundred years that years of two figures fall in.
        line: Is the text a REF line? There a post and a number suffice, and damaged words are repaired.

    Returns:
        The references without repetitions; what a reference does not say is None.

    >>> [(r.form, r.number, r.date, r.author) for r in parse_references(
    ...     "REF MYTEL 90 NOV7 AND YOURTEL S12 NOV8", author="WASHDC", addressees=("EXTERNAL",), date="1962-11-09")]
    [('MYTEL', '90', '1962-11-07', 'WASHDC'), ('YOURTEL', '12', '1962-11-08', 'EXTERNAL')]
    """
    context = ReferenceContext(author, tuple(addressees), date, window)
    if line:
        references = _parse_stretch(_repair_forms(text), context, line=True)
    else:
        stretches = (text[start:end] for start, end in find_stretches(text))
        references = [reference for stretch in stretches for reference in _parse_stretch(stretch, context, line=False)]
    return tuple(dict.fromkeys(references))


def _parse_stretch(stretch: str, context: ReferenceContext, *, line: bool) -> list[Reference]:
    spans: list[tuple[int, int]] = []
    references: list[tuple[int, Reference]] = []
    for rule, match in match_rules(stretch, line=line):
        if any(match.start() < end and start < match.end() for start, end in spans):
            continue
        parsed = list(_references_of(rule, match, stretch, context, line))
        if rule == "dated" and not parsed:
            continue
        references += [(at, reference) for at, reference, _ in parsed]
        spans.append((match.start(), parsed[-1][2] if parsed else match.end()))
    references.sort(key=lambda pair: pair[0])
    first_places = {
        (reference.form, reference.date): at for at, reference in reversed(references) if reference.number is None
    }
    return [
        reference
        for at, reference in references
        if reference.number is not None or first_places[reference.form, reference.date] == at
    ]


def parse_repetitions(text: str) -> dict[str, str]:
    """Posts and the numbers under which the same text was repeated to them.

    >>> parse_repetitions("Embtel 12 rptd Paris 290 Bonn 301")
    {'PARIS': '290', 'BONN': '301'}
    """
    numbers: dict[str, str] = {}
    for match in _REPEATED_TO.finditer(text):
        for pair in post_numbers().finditer(upper_in_place(match["rest"])):
            numbers[pair["post"]] = pair["list"]
    return numbers


_OWN_FORMS = ("MYTEL", "OURTEL", "YOURTEL", "MYLET", "OURLET", "YOURLET", "MYTELS", "OURTELS", "YOURTELS")


def _repair_forms(text: str) -> str:
    """The words MYTEL, YOURTEL, OURTEL, REF read through damage, for a REF line only."""
    words = []
    for word in re.split(r"(\s+)", text):
        upper = word.upper()
        if 4 < len(upper) < 9 and re.fullmatch(r"[A-Z0-9]+", upper) and upper not in _OWN_FORMS:
            for form in _OWN_FORMS:
                if len(upper) == len(form) and upper[-3:-2] != "L" and distance(upper, form) <= 0.8:
                    word = form
                    break
        words.append(word)
    text = re.sub(r"\bTE1\b", "TEL", "".join(words))
    return re.sub(r"\b(?:0UR|QUR|CUR)(?=\sTELS?\b)", "OUR", text)


def _references_of(
    rule: str, match: re.Match[str], text: str, context: ReferenceContext, line: bool
) -> Iterator[tuple[int, Reference, int]]:
    parts = match.groupdict()
    if rule == "dated":
        yield from _dated_reference(match, parts, text, context)
        return
    form, author = form_and_author(rule, parts, context)
    if rule == "mipt":
        yield match.start(), Reference(text[match.start() : match.end()], form, author=author), match.end()
        return
    if rule == "from" and parts["more"]:
        yield from _list_of_references(match, form, author, text, context)
        return
    end = match.end()
    is_letter = form.endswith("LETTER") or (parts.get("kind") or "").upper() in ("LETTER", "LETTERS", "LET", "LTR")
    if is_letter and _FILED.match(text, end):
        return  # letter 6/705: a filing number, and no part of it is the letter's
    listed = parts["list"] or ""
    start = match.start("post") if rule == "cued" else match.start()
    if rule == "conference" and form in (*COMMAND_SERIES, "DEA", "USDOC") and len(listed) < 3:
        return  # JCS. 4: a paragraph
    if rule == "conference" and form in COMMAND_SERIES and _MONTH_AFTER.match(text, end):
        return  # CINCPAC 1 May: a day
    if rule == "plain-own" and re.fullmatch(r"19[3-9]\d", listed):
        return  # our 1961 programme: a year
    while True:
        series, number, last = _parse_number(listed, parts.get("series"))
        if rule == "from":
            series = None if series in ("TO", "OF") else series
        if number in (None, "0") or (series or "").upper() in _NOT_SERIES:
            return
        if rule in ("own", "plain-own", "tel") and not line and series and len(series) > 2:
            return
        if rule == "office":
            end = _skip_addressee(text, end)
        day, end = date_after(text, end, context)
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
        more = _NEXT_NUMBER.match(text, end) or (_NEXT_DATED_NUMBER.match(text, end) if line else None)
        more = more or (_NEXT_PREFIXED_NUMBER.match(text, end) if line and series else None)
        if not more or rule == "mipt" or (len(more["list"]) == 4 and more["list"].startswith("19") and day is None):
            return
        listed, start, end = more["list"], more.start("list"), more.end("list")


def _dated_reference(
    match: re.Match[str], parts: dict[str, str | None], text: str, context: ReferenceContext
) -> Iterator[tuple[int, Reference, int]]:
    """My letter of 3 November: author and date, and no number."""
    form, author = form_and_author("own" if parts["own"] else "office", parts, context)
    day, end = implied_date(text, match.end(), context)
    if day:
        mention = " ".join(text[match.start() : end].split())
        yield match.start(), Reference(mention, form, date=day, author=author.upper() if author else None), end


def _list_of_references(
    match: re.Match[str], form: str, author: str | None, text: str, context: ReferenceContext
) -> Iterator[tuple[int, Reference, int]]:
    """Telegrams 925 and 926 to Bonn: a reference each."""
    day, end = date_after(text, match.end(), context)
    for figures in re.finditer(rf"{THOUSANDS}|\d{{1,6}}", match["list"] + match["more"]):
        at = match.start("list") + figures.start()
        mention = " ".join(text[match.start() : end].split())
        number = without_thousands(figures[0]).lstrip("0") or "0"
        yield at, Reference(mention, form, number=number, date=day, author=author), end


def _skip_addressee(text: str, end: int) -> int:
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


def _parse_number(listed: str, series: str | None) -> tuple[str | None, str | None, str | None]:
    listed = without_thousands(listed.replace("–", "-").strip())
    if split := _SERIES_AND_NUMBER.fullmatch(listed.upper()):
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
