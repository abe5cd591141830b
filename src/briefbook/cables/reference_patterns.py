"""How a text points to another cable, as patterns; and the stretches of a long text where it can.

The patterns are for texts in capitals: letters of either case are compared many times slower.
"""

import re
from collections.abc import Iterator
from functools import cache

from briefbook.text import posts
from briefbook.text.months import ENGLISH, FIRST_LETTERS, TELEGRAM_MONTH
from briefbook.text.series_names import CONFERENCE
from briefbook.util.alternation import in_capitals, one_of

TO_DEPARTMENT = frozenset({"SECTO", "POLTO", "DELTO", "DULTE", "USUN", "USRO", "CEDTO", "DELGA", "DISTO", "FORTO"})
COMMANDS = frozenset({"JCS", "CINCPAC", "MACV", "COMUSMACV", "USUN", "USRO"})
"""Names of series that are names of posts as well."""

OWN_WORDS = {
    "TEL": "TEL", "TELS": "TEL", "TELEGRAM": "TEL", "TELEGRAMS": "TEL", "TELNO": "TEL", "TELNOS": "TEL", "MSG": "TEL",
    "MESSAGE": "TEL", "CABLE": "TEL", "LET": "LETTER", "LETTER": "LETTER", "LETTERS": "LETTER", "LTR": "LETTER",
    "DESPATCH": "DESPATCH", "DESP": "DESPATCH", "DISPATCH": "DESPATCH", "DES": "DESPATCH", "AIRGRAM": "AIRGRAM",
    "AIRGRAMS": "AIRGRAM", "MEMO": "MEMO", "MEMORANDUM": "MEMO", "SAVING": "SAVING", "SAVINGRAM": "SAVING",
    "CIRCULAR": "CIRCULAR", "TELETYPE": "TEL", "TELEGRAMME": "TEL", "TÉLÉGRAMME": "TEL", "TELEGRAMMES": "TEL",
    "TÉLÉGRAMMES": "TEL", "DRAHTBERICHT": "TEL", "DRAHTERLASS": "TEL", "FERNSCHREIBEN": "TEL", "CIPHERGRAM": "TEL",
    "CIPHERGRAMS": "TEL", "SZYFROGRAM": "TEL",
}  # fmt: skip
OWNERS = {
    "MY": "MY", "OUR": "OUR", "YOUR": "YOUR", "UR": "YOUR", "MON": "MY", "MES": "MY", "NOTRE": "OUR", "VOTRE": "YOUR",
    "VOS": "YOUR", "MEIN": "MY", "UNSER": "OUR", "IHR": "YOUR",
}  # fmt: skip
_OWN = "MY|OUR|YOUR|UR|MON|MES|NOTRE|VOTRE|VOS|MEIN|UNSER|IHR"
_FOREIGN = "CIPHERGRAMS?|SZYFROGRAM|DRAHTBERICHT|DRAHTERLASS|FERNSCHREIBEN|T[EÉ]L[EÉ]GRAMMES?"
MONTHS = frozenset(FIRST_LETTERS)
_KINDS = one_of(OWN_WORDS)
_AFTER = r"(?:[\s.]*(?:NUMBERS?|NOS?|NR|N°S?)(?:\b|(?<=°))[.,\s]*)?"
_LIST = r"(?P<list>(?:[A-Z]{1,3}-?\s?)?\d[\dOISBZL]{0,6}(?:\s?(?:[-–]|\b[AÀ]\b)\s?\d{2,6})?)"
_OFFICES = r"(?:EMB(?:ASSY)?|DEP(?:T|ARTMENT)?|CON(?:SULATE|GEN)?(?: GENERAL)?|LEG(?:ATION)?|MISSION|DEL(?:EGATION)?)"


@cache
def _posts_pattern() -> str:
    """Any known post, the longest name first, by their common beginnings: an alternation of hundreds is slow."""
    names = one_of(code for code in posts.known_codes() if len(code) > 2)
    return rf"(?:(?:AM(?:EMB(?:ASSY)?|CONSUL|CONGEN)|USMISSION|USDEL)\s+)?{names}"


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    post = rf"(?P<post>{_posts_pattern()})"
    cue = r"(?:\b(?:RE|REF|REFS|SEE|CF|PER|VIA)[.:]?\s|\()"
    conference = one_of(CONFERENCE)
    table = {
        "mipt": r"\b(?P<mipt>M\.?I\.?[PF]\.?T|MY IMMEDIATELY (?:PRECEDING|FOLLOWING) TEL(?:EGRAM)?)\b",
        "mrn": r"\b(?:19)?(?P<year>7[3-9])\s?(?P<station>[A-Z]{3,6}(?:\s?[A-Z]{2,8})?)\s?(?P<list>\d{5,6})\b",
        "dated": rf"\b(?:RE)?(?:(?P<own>{_OWN})|(?P<office>DEPARTMENT|EMBASSY)['’]S)[\s.]+(?:(?!AND|TO)[A-Z]+\s)?"
        rf"(?P<kind>{_KINDS})\b,?\s+(?:OF|DATED|DTD|DU|VOM)\s+",
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
        "long": rf"(?<![A-Z]){post}\s(?P<list>\d{{5,6}})(?![\dZ-]|\s*(?:[AP]\.?M|[AP]\.\sM|PERSONS|PEOPLE|TONS|MEN))",
        "nato": rf"\b(?P<series>NATO|EMBASSY|OUR)\s+(?P<kind>TELS?)\b[.,]?\s*{_LIST}",
        "airgram": r"\b(?:(?P<author>"
        + _posts_pattern()
        + r"),?\s+)?(?:AIRGRAM\s+)?(?P<series>A|CA|CW|CG)\s?[-–]\s?(?P<list>\d{1,5})(?!\d)",
        "conference": rf"\b(?P<series>{conference})"
        rf"(?:['’]?S|\sTELEGRAM)?{_AFTER}[\s.,:]+(?P<list>\d[\dOIL]{{0,5}})(?!\d|[.,]\d|Z\b)",
        "tel": rf"\b(?P<kind>TELS?|TELEGRAMS?|TELNO|TE1|LETTER|DESPATCH|AIRGRAM|SAVINGRAM|SAVING|{_FOREIGN})"
        rf"\b[.,]?{_AFTER}\s*{_LIST}",
    }
    return {name: re.compile(pattern) for name, pattern in table.items()}


@cache
def post_numbers() -> re.Pattern[str]:
    """A known post and a number, as they stand on a line of references."""
    return re.compile(
        rf"(?<![A-Z])(?P<post>{_posts_pattern()})[\s,]+(?:NO\.?\s*)?(?P<list>\d{{1,6}})(?![\dZ-]|\s*(?:[AP]\.?M|[AP]\.\sM))"
    )


_OPEN = re.compile(
    r"(?<![A-Z])(?P<post>(?!(?:REF|REFS|AND|OF|THE|PARA|PAGE|NO|NOS|FY|PL|"
    rf"{TELEGRAM_MONTH}|{'|'.join(name.upper() for name in ENGLISH)}|"
    r"IN|TO|NOT|TITLE|DTG|ZDK|NIACT|FLASH|ROUTINE|PRIORITY|IMMEDIATE|IMMED|OPIMMED|EMERGENCY|SECRET|CONFIDENTIAL"
    r"|EXDIS|NODIS|LIMDIS|UNCLAS)\b)"
    r"[A-Z]{3,12}(?:\s[A-Z]{3,10})?)\s+(?P<list>\d{3,6})(?![\d-])"
)
_PREFIXED = re.compile(
    r"(?<![\w-])(?P<series>(?!NO-|FY-|PL-|AC-|PO-|CM-|CR-|DC-)[A-Z]{1,3})-(?P<list>\d{2,5})(?![\w-])"
)


_NEEDS = {
    "mipt": ("MIPT", "MIFT", "M.I", "MI.", "MIP.", "MIF.", "IMMEDIATELY"), "mrn": tuple("7" + one for one in "3456789"),
    "office-plain": ("DEPARTMENT", "EMBASSY"), "posts": ("'S", "’S"), "nato": ("TEL",), "from": ("TEL", "AIRGRAM"),
    "airgram": ("-", "–"), "dated": (" OF ", "DATED", "DTD", " DU ", " VOM ", "OF\n", "\nOF"),
}  # fmt: skip
"""What must stand in a text for a rule to find anything: cheaper to ask than the rule."""


def rules_found(text: str, *, line: bool) -> Iterator[tuple[str, re.Match[str]]]:
    """Every match of every rule, rule by rule; ``line``: the text is a REF line, where a post and a number suffice."""
    capitals = in_capitals(text)
    for name, pattern in _rules().items():
        if (line or name != "tel") and any(part in capitals for part in _NEEDS.get(name, ("",))):
            yield from ((name, match) for match in pattern.finditer(capitals))
    if line:
        yield from (("post", match) for match in post_numbers().finditer(capitals))
        yield from (("prefixed", match) for match in _PREFIXED.finditer(text))
        yield from (("post", match) for match in _OPEN.finditer(text))


@cache
def _announces(word: str) -> bool:
    """Does a word in capitals announce a reference: TELEGRAM, EMBTEL, SECTO, MY?"""
    return bool(_ANNOUNCING.fullmatch(word))


_ANNOUNCING = re.compile(
    "TELNOS?|[A-Z]{0,6}TELS?|TELEGRAMS?|TELETYPE|CIRTELS?|AIRGRAMS?|LETTERS?|LTR|DESPATCH|DESP|DISPATCH|[A-Z]{0,6}DES"
    "|MSG|MESSAGE|CABLE|MEMO|MEMORANDUM|SAVING|SAVINGRAM|LET|DEPARTMENT|EMBASSY"
    rf"|{_FOREIGN}|{one_of(CONFERENCE)}|(?:RE)?(?:{_OWN})"
)
_WORD = re.compile(r"\w+")
_OWNS = re.compile(r"['’]S\b")
_JUST_BEFORE = re.compile(
    r"(?:\b(?:A|CA|CW|CG)\s?[-–]\s?|[A-Z]['’]S\s(?:NO\.?\s)?"
    r"|(?:\(|\b(?:RE|REF|REFS|SEE|CF|PER|VIA)[.:]?\s)[A-Z][A-Z ]{2,14}\s)$"
)


def _announced(capitals: str, at: int) -> bool:
    """Does a word that announces a reference stand up to 24 letters before, on the same line?"""
    before = capitals[max(0, at - 44) : at]
    for word in _WORD.finditer(before, before.rfind("\n") + 1):
        near = word.end() >= len(before) - 24 and _announces(word[0])
        if near and (word[0] not in ("DEPARTMENT", "EMBASSY") or _OWNS.match(before, word.end())):
            return True
    return before[-1:] in _GAPS and bool(_JUST_BEFORE.search(before))


_GAPS = ("-", "–", " ", "\n", "\t", "\xa0")


_PRECEDING = re.compile(
    r"M\.?I\.?[PF]\.?T\b|IMMEDIATELY (?:PREC|FOLL)"
    r"|OF (?:YESTERDAY|TODAY|LAST |THIS (?:MORN|AFTERN|EVEN)|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)"
)
"""Words of a reference that has no number."""
_LONG_NUMBER = re.compile(r"[A-Za-z]\s?$")


def windows(text: str) -> list[tuple[int, int]]:
    """The stretches of a long text in which a reference can stand: around numbers behind words that announce one."""
    if len(text) < 200:
        return [(0, len(text))]
    capitals = in_capitals(text)
    hits = [found.start() for found in _PRECEDING.finditer(capitals)]
    for number in _FIGURES.finditer(text):
        at = number.start()
        long = number.end() - at in (5, 6) and _LONG_NUMBER.search(text, max(0, at - 2), at)
        if long or _announced(capitals, at):
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
