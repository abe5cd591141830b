"""How a text points to another cable, as patterns; and the stretches of a long text where it can.

The patterns are for texts in capitals: letters of either case are compared many times slower.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from briefbook.text import posts
from briefbook.text.months import ENGLISH, FIRST_LETTERS, TELEGRAM_MONTH
from briefbook.text.numerals import THOUSANDS
from briefbook.text.series_names import CONFERENCE
from briefbook.util.alternation import trie_pattern, upper_in_place

TO_DEPARTMENT = frozenset({"SECTO", "POLTO", "DELTO", "DULTE", "USUN", "USRO", "CEDTO", "DELGA", "DISTO", "FORTO"})
COMMAND_SERIES = frozenset({"JCS", "CINCPAC", "MACV", "COMUSMACV", "USUN", "USRO"})
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
_OWN_PRONOUNS = "MY|OUR|YOUR|UR|MON|MES|NOTRE|VOTRE|VOS|MEIN|UNSER|IHR"
_FOREIGN = "CIPHERGRAMS?|SZYFROGRAM|DRAHTBERICHT|DRAHTERLASS|FERNSCHREIBEN|T[EÉ]L[EÉ]GRAMMES?"
MONTHS = frozenset(FIRST_LETTERS)
_MESSAGE_KINDS = trie_pattern(OWN_WORDS)
_NUMBER_SIGN = r"(?:[\s.]*(?:NUMBERS?|NOS?|NR|N°S?)(?:\b|(?<=°))[.,\s]*)?"
_NUMBER_LIST = (
    rf"(?P<list>(?:[A-Z]{{1,3}}-?\s?)?(?:{THOUSANDS}|\d[\dOISBZL]{{0,6}})"
    rf"(?:\s?(?:[-–]|\b[AÀ]\b)\s?(?:{THOUSANDS}|\d{{2,6}}))?)"
)
_OFFICES = r"(?:EMB(?:ASSY)?|DEP(?:T|ARTMENT)?|CON(?:SULATE|GEN)?(?: GENERAL)?|LEG(?:ATION)?|MISSION|DEL(?:EGATION)?)"


@cache
def _posts_pattern() -> str:
    """Any known post, the longest name first, by their common beginnings: an alternation of hundreds is slow."""
    names = trie_pattern(code for code in posts.known_codes() if len(code) > 2)
    return rf"(?:(?:AM(?:EMB(?:ASSY)?|CONSUL|CONGEN)|USMISSION|USDEL)\s+)?{names}"


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    post = rf"(?P<post>{_posts_pattern()})"
    cue = r"(?:\b(?:RE|REF|REFS|SEE|CF|PER|VIA)[.:]?\s|\()"
    conference = trie_pattern(CONFERENCE)
    table = {
        "mipt": r"\b(?P<mipt>M\.?I\.?[PF]\.?T|MY IMMEDIATELY (?:PRECEDING|FOLLOWING) TEL(?:EGRAM)?)\b",
        "mrn": r"\b(?:19)?(?P<year>7[3-9])\s?(?P<station>[A-Z]{3,6}(?:\s?[A-Z]{2,8})?)\s?(?P<list>\d{5,6})\b",
        "dated": rf"\b(?:RE)?(?:(?P<own>{_OWN_PRONOUNS})|(?P<office>DEPARTMENT|EMBASSY)['’]S)"
        r"[\s.]+(?:(?!AND|TO)[A-Z]+\s)?"
        rf"(?P<kind>{_MESSAGE_KINDS})\b,?\s+(?:OF|DATED|DTD|DU|VOM)\s+",
        "own": rf"\b(?:RE)?(?P<own>{_OWN_PRONOUNS})"
        rf"[\s.]*(?:PERSONAL\s|SECRET\s)?[\s.]*(?P<kind>{_MESSAGE_KINDS})\b[.,]?{_NUMBER_SIGN}[\s.,:]*{_NUMBER_LIST}",
        "plain-own": rf"\b(?P<own>{_OWN_PRONOUNS})\s+(?!{THOUSANDS}){_NUMBER_SIGN}{_NUMBER_LIST}"
        r"(?!\w|\s*(?:PERCENT|PER CENT|%|YEARS|DAYS|PAGES))",
        "office": rf"\b(?:RE)?(?P<office>{_OFFICES})"
        rf"[\s']?S?\s?(?P<kind>CIRTEL|{_MESSAGE_KINDS})(?:['’]?S)?\b[.,]?{_NUMBER_SIGN}[\s.,:]*{_NUMBER_LIST}",
        "office-plain": rf"\b(?P<office>DEPARTMENT|EMBASSY)['’]S\s{_NUMBER_LIST}",
        "from": rf"\b(?:TELEGRAMS?|TELS?\.?|AIRGRAMS?)\s?{_NUMBER_SIGN}{_NUMBER_LIST}"
        rf"(?P<more>(?:\s?(?:,|AND|&)\s?(?:{THOUSANDS}|\d{{1,6}}))*)"
        rf"(?:,)?\s+(?P<way>FROM|TO)\s+(?:THE\s)?{post}\b",
        "third": rf"\b{post}(?:['’]S)?,?\s+(?P<kind>{_MESSAGE_KINDS})\b[.,]?{_NUMBER_SIGN}[\s.,:]*{_NUMBER_LIST}",
        "posts": rf"\b{post}['’]S\s+(?:NO\.?\s)?(?P<list>(?!19[3-9]\d\b)\d{{3,5}})"
        r"(?![\d,]*\d|\s*(?:PERCENT|%|TONS|MEN|TROOPS|YEARS|MILES))",
        "cued": rf"{cue}{post}\s(?P<list>(?!19[3-9]\d\b)\d{{2,6}})(?=\s?[).,;]|\s*$|\sAND\s)",
        "long": rf"(?<![A-Z]){post}[^\S\n](?P<list>\d{{5,6}})"
        r"(?![\dZ-]|\s*(?:[AP]\.?M|[AP]\.\sM|PERSONS|PEOPLE|TONS|MEN))",
        "nato": rf"\b(?P<series>NATO|EMBASSY|OUR)\s+(?P<kind>TELS?)\b[.,]?\s*{_NUMBER_LIST}",
        "airgram": r"\b(?:(?P<author>"
        + _posts_pattern()
        + r"),?\s+)?(?:AIRGRAM\s+)?(?P<series>A|CA|CW|CG)\s?[-–]\s?(?P<list>\d{1,5})(?!\d)",
        "conference": rf"\b(?P<series>{conference})"
        rf"(?:['’]?S|\sTELEGRAM)?{_NUMBER_SIGN}[\s.,:]+(?P<list>\d[\dOIL]{{0,5}})(?!\d|[.,]\d|Z\b)",
        "tel": rf"\b(?P<kind>TELS?|TELEGRAMS?|TELNO|TE1|LETTER|DESPATCH|AIRGRAM|SAVINGRAM|SAVING|{_FOREIGN})"
        rf"\b[.,]?{_NUMBER_SIGN}\s*{_NUMBER_LIST}",
    }
    return {name: re.compile(pattern) for name, pattern in table.items()}


@cache
def post_numbers() -> re.Pattern[str]:
    """A known post and a number, as they stand on a line of references."""
    return re.compile(
        rf"(?<![A-Z])(?P<post>{_posts_pattern()})[\s,]+(?:NO\.?\s*)?(?P<list>\d{{1,6}})(?![\dZ-]|\s*(?:[AP]\.?M|[AP]\.\sM))"
    )


_ANY_POST_NUMBER = re.compile(
    r"(?<![A-Z])(?P<post>(?!(?:REF|REFS|AND|OF|THE|PARA|PAGE|NO|NOS|FY|PL|"
    rf"{TELEGRAM_MONTH}|{'|'.join(name.upper() for name in ENGLISH)}|"
    r"IN|TO|NOT|TITLE|DTG|ZDK|NIACT|FLASH|ROUTINE|PRIORITY|IMMEDIATE|IMMED|OPIMMED|EMERGENCY|SECRET|CONFIDENTIAL"
    r"|EXDIS|NODIS|LIMDIS|UNCLAS)\b)"
    r"[A-Z]{3,12}(?:\s[A-Z]{3,10})?)\s+(?P<list>\d{3,6})(?![\d-])"
)
_PREFIXED = re.compile(
    r"(?<![\w-])(?P<series>(?!NO-|FY-|PL-|AC-|PO-|CM-|CR-|DC-)[A-Z]{1,3})-(?P<list>\d{2,5})(?![\w-])"
)


_KINDS = (
    "TEL", "TE1", "TÉL", "MSG", "MESSAGE", "CABLE", "LET", "LTR", "DES", "DISPATCH", "AIRGRAM", "MEMO", "SAVING",
    "CIRCULAR", "DRAHT", "FERNSCHREIBEN", "CIPHERGRAM", "SZYFROGRAM",
)  # fmt: skip
"""Parts of the words for a message, one in each of them."""

_NEEDED_WORDS = {
    "own": _KINDS, "office": _KINDS, "third": _KINDS, "tel": _KINDS, "plain-own": tuple(_OWN_PRONOUNS.split("|")),
    "mipt": ("MIPT", "MIFT", "M.I", "MI.", "MIP.", "MIF.", "IMMEDIATELY"),
    "mrn": tuple(f"7{year}" for year in "3456789"),
    "office-plain": ("DEPARTMENT", "EMBASSY"), "posts": ("'S", "’S"), "nato": ("TEL",), "from": ("TEL", "AIRGRAM"),
    "dated": (" OF ", "DATED", "DTD", " DU ", " VOM ", "OF\n", "\nOF"),
}  # fmt: skip
"""Words of which one must stand in a text for a rule to match: cheaper to look for than the rule itself."""


_NEEDED = {
    "airgram": re.compile(r"(?:A|C[AWG])\s?[-–]\s?\d"),
    "long": re.compile(r"[A-Z][^A-Z\n]{0,4}\s\d{5}"),
    "mrn": re.compile(r"7[3-9]\s?[A-Z]{3}"),
}
"""Short patterns that match where a rule does."""


def _may_match(rule: str, capitals: str) -> bool:
    """May a rule match in a text in capitals? Quick, and False only where it does not."""
    if rule in _NEEDED and not _NEEDED[rule].search(capitals):
        return False
    for part in _NEEDED_WORDS.get(rule, ("",)):  # noqa: SIM110 - plain loops, because every text is asked by every rule
        if part in capitals:
            return True
    return False


def match_rules(text: str, *, line: bool) -> Iterator[tuple[str, re.Match[str]]]:
    """Every match of every rule, rule by rule; ``line``: the text is a REF line, where a post and a number suffice."""
    capitals = upper_in_place(text)
    for name, pattern in _rules().items():
        if (line or name != "tel") and _may_match(name, capitals):
            yield from ((name, match) for match in pattern.finditer(capitals))
    if line:
        yield from (("post", match) for match in post_numbers().finditer(capitals))
        yield from (("prefixed", match) for match in _PREFIXED.finditer(text))
        yield from (("post", match) for match in _ANY_POST_NUMBER.finditer(text))


@lru_cache(maxsize=20_000)
def _announces(word: str) -> bool:
    """Does a word in capitals announce a reference: TELEGRAM, EMBTEL, SECTO, MY?"""
    return bool(_ANNOUNCING.fullmatch(word))


_ANNOUNCING = re.compile(
    "TELNOS?|[A-Z]{0,6}TELS?|TELEGRAMS?|TELETYPE|CIRTELS?|AIRGRAMS?|LETTERS?|LTR|DESPATCH|DESP|DISPATCH|[A-Z]{0,6}DES"
    "|MSG|MESSAGE|CABLE|MEMO|MEMORANDUM|SAVING|SAVINGRAM|LET|DEPARTMENT|EMBASSY"
    rf"|{_FOREIGN}|{trie_pattern(CONFERENCE)}|(?:RE)?(?:{_OWN_PRONOUNS})"
)
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]S\b")
_CUE_BEFORE = re.compile(
    r"(?:\b(?:A|CA|CW|CG)\s?[-–]\s?|[A-Z]['’]S\s(?:NO\.?\s)?"
    r"|(?:\(|\b(?:RE|REF|REFS|SEE|CF|PER|VIA)[.:]?\s)[A-Z][A-Z ]{2,14}\s)$"
)


def _is_announced(capitals: str, at: int) -> bool:
    """Does a word that announces a reference stand up to 24 letters before, on the same line?"""
    first = max(0, at - 44)
    first = max(first, capitals.rfind("\n", first, at) + 1)
    begin = max(first, at - 24)
    while begin > first and (capitals[begin - 1].isalnum() or capitals[begin - 1] == "_"):
        begin -= 1
    for word in _WORD.findall(capitals, begin, at):
        if _announces(word) and (word not in _WITH_POSSESSIVE or _is_possessive(capitals[first:at], word)):
            return True
    if capitals[at - 1 : at] not in _GAPS or not at:
        return False
    before = capitals[max(0, at - 44) : at]
    if capitals[at - 1] in _DASHES or before.rstrip()[-1:] in _DASHES:
        return before.rstrip().rstrip("-–").rstrip()[-1:] in _ENDS_OF_SERIES and _CUE_BEFORE.search(before) is not None
    return any(cue in before for cue in _PARTS_OF_CUES) and _CUE_BEFORE.search(before) is not None


def _is_possessive(before: str, word: str) -> bool:
    """Does the last such word of some words, DEPARTMENT or EMBASSY, stand in the genitive, up to 24 letters back?"""
    return any(
        match[0] == word and match.end() >= len(before) - 24 and _POSSESSIVE.match(before, match.end())
        for match in _WORD.finditer(before)
    )


_WITH_POSSESSIVE = ("DEPARTMENT", "EMBASSY")
_DASHES = ("-", "–")
_ENDS_OF_SERIES = ("A", "W", "G")
"""What the series end with that a dash parts from their number: A, CA, CW, CG."""

_PARTS_OF_CUES = ("(", "'S", "’S", "RE", "SEE", "CF", "PER", "VIA")
"""What a cue before a blank holds, one of these each."""


_GAPS = ("-", "–", " ", "\n", "\t", "\xa0")


_NUMBERLESS = re.compile(
    r"M\.?I\.?[PF]\.?T\b|IMMEDIATELY (?:PREC|FOLL)"
    r"|OF (?:YESTERDAY|TODAY|LAST |THIS (?:MORN|AFTERN|EVEN)|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)"
)
"""Words of a reference that has no number."""

_PARTS_OF_NUMBERLESS = (
    "MIP", "MIF", "MI.", "M.I", "IMMEDIATELY ", "OF YESTERDAY", "OF TODAY", "OF LAST ", "OF THIS ", "OF MON", "OF TUES",
    "OF WED", "OF THUR", "OF FRI", "OF SAT", "OF SUN",
)  # fmt: skip


def _may_lack_number(capitals: str) -> bool:
    """May a reference without a number stand in a text? Quick, and False only where none does."""
    for part in _PARTS_OF_NUMBERLESS:  # noqa: SIM110 - a plain loop, because every text is asked
        if part in capitals:
            return True
    return False


_LONG_NUMBER = re.compile(r"[A-Za-z]\s?$")


def find_stretches(text: str) -> list[tuple[int, int]]:
    """The stretches of a long text in which a reference can stand: around numbers behind words that announce one."""
    if len(text) < 200:
        return [(0, len(text))]
    capitals = upper_in_place(text)
    starts = [match.start() for match in _NUMBERLESS.finditer(capitals)] if _may_lack_number(capitals) else []
    for number in _DIGIT_RUN.finditer(text):
        at = number.start()
        long = number.end() - at in (5, 6) and _LONG_NUMBER.search(text, max(0, at - 2), at)
        if long or _is_announced(capitals, at):
            starts.append(at)
    stretches: list[tuple[int, int]] = []
    for at in sorted(starts):
        start, end = max(0, at - 64), min(len(text), at + 90)
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches


_DIGIT_RUN = re.compile(r"\d+")
