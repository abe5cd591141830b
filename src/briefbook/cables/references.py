"""Words that point to another cable -> references: form, series, number, date, and who wrote it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from briefbook.cables import posts
from briefbook.cables.dates import Day, find_days
from briefbook.cables.noise import digits, distance
from briefbook.model.cable import Reference

CONFERENCE = (
    "SECTO", "TOSEC", "POLTO", "TOPOL", "TODEL", "DELTO", "DULTE", "TEDUL", "USUN", "USRO", "TOTAS", "TASTO", "CEDTO",
    "TOCED", "COLED", "LEDCO", "ECBUS", "TOECO", "DELGA", "GADEL", "DISTO", "TODIS", "EDIS", "TOFOR", "FORTO", "KOSEC",
    "SUPNU", "NUSUP", "TOAID", "AIDTO", "ICATO", "TOICA", "USITO", "TOUSI", "MUSTO", "TOMUS", "JCS",
    "CINCPAC", "MACV", "COMUSMACV", "CIRCULAR", "CIRTEL", "TUSEC", "DEA", "USDOC",
)  # fmt: skip
"""Names that number a series of their own. The list is open: on a REF line any word may stand before a number."""

_TO_DEPARTMENT = frozenset({"SECTO", "POLTO", "DELTO", "DULTE", "USUN", "USRO", "CEDTO", "DELGA", "DISTO", "FORTO"})
_COMMANDS = frozenset({"JCS", "CINCPAC", "MACV", "COMUSMACV", "USUN", "USRO"})
"""Names of series that are names of posts as well."""

_OWN_WORDS = {
    "TEL": "TEL", "TELS": "TEL", "TELEGRAM": "TEL", "TELEGRAMS": "TEL", "TELNO": "TEL", "TELNOS": "TEL", "MSG": "TEL",
    "MESSAGE": "TEL", "CABLE": "TEL", "LET": "LETTER", "LETTER": "LETTER", "LETTERS": "LETTER", "LTR": "LETTER",
    "DESPATCH": "DESPATCH", "DESP": "DESPATCH", "DISPATCH": "DESPATCH", "DES": "DESPATCH", "AIRGRAM": "AIRGRAM",
    "AIRGRAMS": "AIRGRAM", "MEMO": "MEMO", "MEMORANDUM": "MEMO", "SAVING": "SAVING", "SAVINGRAM": "SAVING",
    "CIRCULAR": "CIRCULAR", "TELETYPE": "TEL", "TELEGRAMME": "TEL", "TÉLÉGRAMME": "TEL", "TELEGRAMMES": "TEL",
    "TÉLÉGRAMMES": "TEL", "DRAHTBERICHT": "TEL", "DRAHTERLASS": "TEL", "FERNSCHREIBEN": "TEL", "CIPHERGRAM": "TEL",
    "CIPHERGRAMS": "TEL", "SZYFROGRAM": "TEL",
}  # fmt: skip
_OWNERS = {
    "MY": "MY", "OUR": "OUR", "YOUR": "YOUR", "UR": "YOUR", "MON": "MY", "MES": "MY", "NOTRE": "OUR", "VOTRE": "YOUR",
    "VOS": "YOUR", "MEIN": "MY", "UNSER": "OUR", "IHR": "YOUR",
}  # fmt: skip
_OWN = "MY|OUR|YOUR|UR|MON|MES|NOTRE|VOTRE|VOS|MEIN|UNSER|IHR"
_FOREIGN = "CIPHERGRAMS?|SZYFROGRAM|DRAHTBERICHT|DRAHTERLASS|FERNSCHREIBEN|T[EÉ]L[EÉ]GRAMMES?"
_MONTHS = frozenset("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())  # noqa: SIM905
_KINDS = "|".join(sorted(_OWN_WORDS, key=len, reverse=True))
_AFTER = r"(?:[\s.]*(?:NUMBERS?|NOS?|NR|N°S?)(?:\b|(?<=°))[.,\s]*)?"
_LIST = r"(?P<list>(?:[A-Z]{1,3}-?\s?)?\d[\dOISBZL]{0,6}(?:\s?(?:[-–]|\b[AÀ]\b)\s?\d{2,6})?)"
_OFFICES = r"(?:EMB(?:ASSY)?|DEP(?:T|ARTMENT)?|CON(?:SULATE|GEN)?(?: GENERAL)?|LEG(?:ATION)?|MISSION|DEL(?:EGATION)?)"


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    pattern: re.Pattern[str]


@cache
def _posts_pattern() -> str:
    names = sorted((re.escape(code) for code in posts.known_codes() if len(code) > 2), key=len, reverse=True)
    return r"(?:(?:AM(?:EMB(?:ASSY)?|CONSUL|CONGEN)|USMISSION|USDEL)\s+)?(?:" + "|".join(names) + r")"


@cache
def _rules() -> tuple[_Rule, ...]:
    post = rf"(?P<post>{_posts_pattern()})"
    cue = r"(?:\b(?:RE|REF|REFS|SEE|CF|PER|VIA)[.:]?\s|\()"
    conference = "|".join(sorted(CONFERENCE, key=len, reverse=True))
    table = {
        "mipt": r"\b(?P<mipt>M\.?I\.?[PF]\.?T|MY IMMEDIATELY (?:PRECEDING|FOLLOWING) TEL(?:EGRAM)?)\b",
        "mrn": r"\b(?:19)?(?P<year>7[3-9])\s?(?P<station>[A-Z]{3,6}(?:\s?[A-Z]{2,8})?)\s?(?P<list>\d{5,6})\b",
        "own": rf"\b(?:RE)?(?P<own>{_OWN})"
        rf"[\s.]*(?:PERSONAL\s|SECRET\s)?[\s.]*(?P<kind>{_KINDS})\b[.,]?{_AFTER}[\s.,:]*{_LIST}",
        "plain-own": rf"\b(?P<own>{_OWN})\s+{_AFTER}{_LIST}(?!\w|\s*(?:PERCENT|PER CENT|%|YEARS|DAYS|PAGES))",
        "office": rf"\b(?:RE)?(?P<office>{_OFFICES})"
        rf"[\s']?S?\s?(?P<kind>CIRTEL|{_KINDS})(?:['’]?S)?\b[.,]?{_AFTER}[\s.,:]*{_LIST}",
        "office-plain": rf"\b(?P<office>DEPARTMENT|EMBASSY)['’]S\s{_LIST}",
        "from": rf"\b(?:TELEGRAMS?|TELS?\.?|AIRGRAMS?)\s?{_AFTER}{_LIST}(?P<more>(?:\s?(?:,|AND|&)\s?\d{{1,6}})*)"
        rf"(?:,)?\s+(?P<way>FROM|TO)\s+(?:THE\s)?{post}\b",
        "third": rf"\b{post}(?:['’]S)?,?\s+(?P<kind>{_KINDS})\b[.,]?{_AFTER}[\s.,:]*{_LIST}",
        "posts": rf"\b{post}['’]S\s+(?:NO\.?\s)?(?P<list>(?!19[3-9]\d\b)\d{{3,5}})"
        r"(?![\d,]*\d|\s*(?:PERCENT|%|TONS|MEN|TROOPS|YEARS|MILES))",
        "cued": rf"{cue}{post}\s(?P<list>(?!19[3-9]\d\b)\d{{2,6}})(?=\s?[).,;]|\s*$|\sAND\s)",
        "long": rf"(?<![A-Z]){post}\s(?P<list>\d{{5,6}})(?![\dZ-]|\s*(?:[AP]\.?M|PERSONS|PEOPLE|TONS|MEN))",
        "nato": rf"\b(?P<series>NATO|EMBASSY|OUR)\s+(?P<kind>TELS?)\b[.,]?\s*{_LIST}",
        "airgram": r"\b(?:(?P<author>"
        + _posts_pattern()
        + r"),?\s+)?(?:AIRGRAM\s+)?(?P<series>A|CA|CW|CG)\s?[-–]\s?(?P<list>\d{1,5})(?!\d)",
        "conference": rf"\b(?P<series>{conference})"
        rf"(?:['’]?S|\sTELEGRAM)?{_AFTER}[\s.,:]+(?P<list>\d[\dOIl]{{0,5}})(?!\d|[.,]\d|Z\b)",
        "tel": rf"\b(?P<kind>TELS?|TELEGRAMS?|TELNO|TE1|LETTER|DESPATCH|AIRGRAM|SAVINGRAM|SAVING|{_FOREIGN})"
        rf"\b[.,]?{_AFTER}\s*{_LIST}",
    }
    return tuple(_Rule(name, re.compile(pattern, re.I)) for name, pattern in table.items())


_MORE = re.compile(
    r"\s*(?:,|;|AND|&|ALSO|,\s*AND)\s*(?P<list>\d{1,6})(?![\d/:]|\s*(?:[AP]\.?M|PARA|PERCENT|\.\d))", re.I
)
_MORE_DATED = re.compile(
    r"(?:\s*(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[\s.]*[A-Z]{0,2})?\s*[.,]?\s*(?:,|AND)?\s*"
    r"(?P<list>\d{3,6})(?=\s*[.,]?\s*(?:OF\s)?[A-Z]{3})",
    re.I,
)
_TO_POST = re.compile(r"\s(?:TO\s)?[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+)?(?=(?:,|;|\sAND)\s?(?:AND\s)?\d{1,5}\s[A-Z])")
_MORE_PREFIXED = re.compile(r"\s*(?:,|;|AND|&)\s*(?P<list>[A-Z]{1,3}\s?-?\s?\d{1,6})\b", re.I)
_SERIES = re.compile(r"(?P<series>[A-Z]{1,3})\s?-?\s?(?P<number>\d.*)")
_MONTH_AFTER = re.compile(r"\s?(?:-\s?\d{1,2}\s)?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\b", re.I)
_NOT_SERIES = frozenset({"FY", "CY", "PL", "AC", "HR"})  # fiscal years, laws, bills
_DATE_AFTER = re.compile(r"[\s.,]*(?:OF|DATED|DTD)?[\s.,]*", re.I)
_POST_NUMBER = r"(?P<post>{posts})[\s,]+(?:NO\.?\s*)?(?P<list>\d{{1,6}})(?![\dZ-]|\s*(?:[AP]\.?M))"


@cache
def _line_rule() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Z])" + _POST_NUMBER.format(posts=_posts_pattern()), re.I)


_OPEN = re.compile(
    r"(?<![A-Z])(?P<post>(?!(?:REF|REFS|AND|OF|THE|PARA|PAGE|NO|NOS|FY|PL|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV"
    r"|DEC|JANUARY|FEBRUARY|MARCH|APRIL|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|IN|TO|NOT|TITLE|DTG|ZDK|NIACT|FLASH|ROUTINE|PRIORITY|IMMEDIATE|IMMED|OPIMMED|EMERGENCY|SECRET|CONFIDENTIAL"
    r"|EXDIS|NODIS|LIMDIS|UNCLAS)\b)"
    r"[A-Z]{3,12}(?:\s[A-Z]{3,10})?)\s+(?P<list>\d{3,6})(?![\d-])"
)
_PREFIXED = re.compile(
    r"(?<![\w-])(?P<series>(?!NO-|FY-|PL-|AC-|PO-|CM-|CR-|DC-)[A-Z]{1,3})-(?P<list>\d{2,5})(?![\w-])"
)
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
    where = _Where(author, tuple(addressees), date, window)
    if line:
        found = _parse(_mend_forms(text), where, line=True)
    else:
        found = [one for start, end in _windows(text) for one in _parse(text[start:end], where, line=False)]
    return tuple(dict.fromkeys(found))


@cache
def _cue() -> re.Pattern[str]:
    """A word that announces a reference, with what may stand between it and the number at the end."""
    names = "|".join(sorted(CONFERENCE, key=len, reverse=True))
    kinds = (
        "TELNOS?|[A-Z]{0,6}TELS?|TELEGRAMS?|TELETYPE|CIRTELS?|AIRGRAMS?|LETTERS?|LTR|DESPATCH|DESP|DISPATCH|[A-Z]{0,6}DES"
        rf"|MSG|MESSAGE|CABLE|MEMO|MEMORANDUM|SAVING|SAVINGRAM|LET|{_FOREIGN}"
    )
    return re.compile(
        rf"(?:\b(?:{kinds}|{names}|DEPARTMENT['’]S|EMBASSY['’]S|(?:RE)?(?:{_OWN}))\b[^\n]{{0,24}}"
        r"|\b(?:A|CA|CW|CG)\s?[-–]\s?|[A-Z]['’]S\s(?:NO\.?\s)?"
        r"|(?:\(|\b(?:RE|REF|REFS|SEE|CF|PER|VIA)[.:]?\s)[A-Z][A-Z ]{2,14}\s)$",
        re.I,
    )


_PRECEDING = re.compile(r"M\.?I\.?[PF]\.?T\b|IMMEDIATELY (?:PREC|FOLL)")
_LONG_NUMBER = re.compile(r"[A-Za-z]\s?$")


def _windows(text: str) -> list[tuple[int, int]]:
    """The stretches of a long text in which a reference can stand: around numbers behind words that announce one."""
    if len(text) < 200:
        return [(0, len(text))]
    cue = _cue()
    hits = [found.start() for found in _PRECEDING.finditer(text.upper())]
    for number in _FIGURES.finditer(text):
        at = number.start()
        long = number.end() - at in (5, 6) and _LONG_NUMBER.search(text, max(0, at - 2), at)
        if long or cue.search(text[max(0, at - 44) : at]):
            hits.append(at)
    found: list[tuple[int, int]] = []
    for at in sorted(hits):
        start, end = max(0, at - 64), min(len(text), at + 90)
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


_FIGURES = re.compile(r"\d+")


def _parse(work: str, where: "_Where", *, line: bool) -> list[Reference]:
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Reference]] = []
    patterns = [(rule.name, rule.pattern) for rule in _rules() if line or rule.name != "tel"]
    if line:
        patterns += [("post", _line_rule()), ("prefixed", _PREFIXED), ("post", _OPEN)]
    for name, pattern in patterns:
        for match in pattern.finditer(work):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            made = list(_references_of(name, match, work, where, line))
            found += [(at, reference) for at, reference, _ in made]
            taken.append((match.start(), made[-1][2] if made else match.end()))
    found.sort(key=lambda pair: pair[0])
    said_once = {one.form: at for at, one in reversed(found) if one.number is None}
    return [one for at, one in found if one.number is not None or said_once[one.form] == at]


def repeated_as(text: str) -> dict[str, str]:
    """Posts and the numbers under which the same text was repeated to them.

    >>> repeated_as("Embtel 12 rptd Paris 290 Bonn 301")
    {'PARIS': '290', 'BONN': '301'}
    """
    found: dict[str, str] = {}
    for match in _ALIAS.finditer(text):
        for one in _line_rule().finditer(match["rest"]):
            found[one["post"].upper()] = one["list"]
    return found


@dataclass(frozen=True, slots=True)
class _Where:
    author: str | None
    addressees: tuple[str, ...]
    date: str | None
    window: int

    def other(self) -> str | None:
        return self.addressees[0] if self.addressees else None

    def post_in_exchange(self) -> str | None:
        office = self.other() if self.author == "STATE" else self.author
        return office if office == (office or "").upper() else None  # a person's title in an edition's words is no post


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
    rule: str, match: re.Match[str], text: str, where: _Where, line: bool
) -> Iterator[tuple[int, Reference, int]]:
    parts = match.groupdict()
    form, author = _form_and_author(rule, parts, where)
    if rule == "mipt":
        yield match.start(), Reference(match[0], form, author=author), match.end()
        return
    if rule == "from" and parts["more"]:
        yield from _several(match, form, author, text, where)
        return
    end = match.end()
    listed = parts["list"] or ""
    start = match.start("post") if rule == "cued" else match.start()
    if rule == "conference" and form in (*_COMMANDS, "DEA", "USDOC") and len(listed) < 3:
        return  # JCS. 4: a paragraph
    if rule == "conference" and form in _COMMANDS and _MONTH_AFTER.match(text, end):
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
        day, end = _date_after(text, end, where)
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


def _several(
    match: re.Match[str], form: str, author: str | None, text: str, where: "_Where"
) -> Iterator[tuple[int, Reference, int]]:
    """Telegrams 925 and 926 to Bonn: a reference each."""
    day, end = _date_after(text, match.end(), where)
    for found in re.finditer(r"\d{1,6}", match["list"] + match["more"]):
        at = match.start("list") + found.start()
        mention = " ".join(text[match.start() : end].split())
        yield at, Reference(mention, form, number=found[0].lstrip("0") or "0", date=day, author=author), end


def _addressed(text: str, end: int) -> int:
    """Past the post behind a number, where another number and post follow: Deptel 1612 Bonn, 3443 Paris."""
    found = _TO_POST.match(text, end)
    return found.end() if found else end


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
        if split["series"] in _MONTHS:
            return None, None, None
        if split["series"] not in ("NO", "NOS", "AND", "OF"):
            series = split["series"]
        listed = split["number"]
    listed = re.sub(r"\s[AÀaà]\s", "-", listed)
    first, _, last = (part.strip() for part in listed.partition("-"))
    number = digits(first.upper())
    if number is None:
        return series, None, None
    return series, number[0].lstrip("0") or "0", last if last.isdigit() else None


def _form_and_author(rule: str, parts: dict[str, str | None], where: _Where) -> tuple[str, str | None]:
    kind = _OWN_WORDS.get((parts.get("kind") or "").upper(), "TEL")
    if rule == "mipt":
        word = re.sub(r"\.", "", (parts["mipt"] or "").upper())
        return ("MIFT" if "FOLLOWING" in word or word == "MIFT" else "MIPT"), where.author
    if rule in ("own", "plain-own"):
        own = _OWNERS[(parts["own"] or "").upper()]
        author = where.other() if own == "YOUR" else where.author
        if rule == "plain-own":
            return own, author
        return (f"{own}TEL" if kind == "TEL" else f"{own} {kind}"), author
    if rule in ("office", "office-plain"):
        return _office(parts, kind, where)
    if rule == "from":
        post = (parts["post"] or "").upper()
        if (parts["way"] or "").upper() == "FROM":
            return "POST_TEL", post
        return "POST_TEL", "STATE" if where.author == "STATE" or post != "STATE" else where.author
    if rule in ("third", "posts"):
        return "THIRD_POST_TEL", parts["post"]
    if rule == "mrn":
        return "MRN", _station(parts["station"] or "")
    if rule == "prefixed":
        ottawa = _OTTAWA & {where.author, *where.addressees}
        return "TEL", "EXTERNAL" if ottawa else None
    if rule in ("post", "cued", "long"):
        return "TEL", parts["post"]
    if rule == "nato":
        return f"{(parts['series'] or '').upper()} TEL", None
    if rule == "airgram":
        author = parts["author"]
        if not author:
            author = "STATE" if (parts["series"] or "").upper() in ("CA", "CW", "CG") else where.post_in_exchange()
        return "AIRGRAM", author
    if rule == "conference":
        return _conference((parts["series"] or "").upper(), where)
    if kind == "LETTER":
        return "LETTER", None
    return kind, where.other() if where.author in _OTTAWA else where.author


_OTTAWA = frozenset({"EXT OTT", "EXTERNAL", "EXTERNAL OTT", "EXTOTT"})


@cache
def _stations() -> dict[str, str]:
    return {code.replace(" ", ""): code for code in posts.known_codes()}


def _station(written: str) -> str:
    """The post of a message record number's station: LAPAZ is LA PAZ; one that is not known as it stands."""
    word = written.upper().replace(" ", "")
    return _stations().get(word, word)


def _office(parts: dict[str, str | None], kind: str, where: _Where) -> tuple[str, str | None]:
    office = (parts["office"] or "").upper()
    short = next(name for name in ("EMB", "DEP", "CON", "LEG", "MIS", "DEL") if office.startswith(name))
    if (parts.get("kind") or "").upper() == "CIRTEL":
        return "CIRCULAR", "STATE"
    suffix = "TEL" if kind == "TEL" else f" {kind}"
    author = "STATE" if short == "DEP" else where.post_in_exchange()
    if short == "CON" and author in posts.capitals().values():
        author = None  # a consulate's telegram in its embassy's: which consulate is not said
    return f"{ {'MIS': 'MISSION', 'DEL': 'DEL'}.get(short, short) }{suffix}".replace(
        "MISSIONTEL", "MISSION TEL"
    ), author


def _conference(series: str, where: _Where) -> tuple[str, str | None]:
    if series in ("CIRTEL", "CIRCULAR"):
        return "CIRCULAR", "STATE"
    if series in ("CA", "CW", "CG"):
        return "AIRGRAM", "STATE"
    if series in _TO_DEPARTMENT or series in _COMMANDS:
        return series, {"POLTO": "USRO"}.get(series, series if series in _COMMANDS else None)
    return series, "STATE" if series.startswith("TO") else None


def _date_after(text: str, end: int, where: _Where) -> tuple[str | None, int]:
    lead = _DATE_AFTER.match(text, end)
    begin = lead.end() if lead else end
    rest = text[begin : begin + 26]
    days = [day for day in find_days(rest, window=where.window, damaged=True) if day.start <= 1]
    if not days:
        return None, end
    return with_year(days[0], where.date), begin + days[0].end


def with_year(day: Day, date: str | None) -> str | None:
    """A date without a year as EDTF, its year taken from the cable's date: the last such day not after it.

    >>> with_year(Day(0, 0, None, 12, 30), "1963-01-02")
    '1962-12-30'
    """
    if day.year or not date or not re.match(r"\d{4}", date):
        return day.edtf
    year = int(date[:4])
    if len(date) >= 10 and f"{day.month or 1:02d}-{day.day or 1:02d}" > date[5:10] and date[5:7] <= "03":
        earlier = day.month is not None and day.month >= 9
        year = year - 1 if earlier else year
    return Day(0, 0, year, day.month, day.day).edtf
