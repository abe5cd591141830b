"""Facts of a sentence that another sentence may have otherwise: hours, months, counts, places, and who does what."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from briefbook.checks.countries import city_of, countries, country, names
from briefbook.checks.fact import Fact, is_same_name
from briefbook.checks.quotations.authors_hand import is_surname
from briefbook.checks.slips_in_context import DAYS_NEAR, distance
from briefbook.checks.slips_in_context import TELLS_BY_DAY as _TELLS_BY_DAY
from briefbook.checks.sorts import sorts_in
from briefbook.text.folding import LETTERS, fold
from briefbook.text.lexicon import TELEGRAPH_WORDS, frequency, is_word
from briefbook.text.months import ENGLISH, WEEKDAYS
from briefbook.text.opposites import opposites
from briefbook.text.word_meanings import towns
from briefbook.util.late_pattern import LatePattern

_NUMBER_WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty
"""
_FRENCH_WORDS = """
    zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
"""
_TENS_WORDS = """
    thirty forty fifty sixty seventy eighty ninety
"""
_NO_NOUN_WORDS = """
    of in on for with from to and or that at by as was were is are had has have the a an which who whom than but
    later earlier ago after before per not he she it they we will would could should more less one years’
"""
_VERB_WORDS = """
    said says stated states replied told thinks thought believed felt hoped held gave took met sent put began
    found came come gone went made left read wrote saw kept sought spoke meant knew had has have was were is are
    would could did may might should will shall does acted
"""
_NO_VERB_WORDS = """
    united indeed need speed exceed proceed unless hundred limited confidential
"""
_AUXILIARY_WORDS = """
    had has have also then who still again once first further did was were is are would could may might not never
"""
_PREPOSITION_WORDS = """
    of with by from to for between about against on in at that than and or
"""
_OFFICE_WORDS = """
    president chancellor premier secretary ambassador minister king queen consul governor mayor shah emperor
    prince chairman subsecretary sub-secretary attaché rector archbishop bishop
"""
_SAY_WORDS = """
    said says told stated states wrote reported remarked noted notes declared added observed
"""
_TITLE_WORDS = """
    mr mrs dr senator congressman ambassador amb minister president premier chancellor secretary subsecretary
    consul general gen colonel col major captain capt admiral marshal minfin formin fonmin mindef minint primin
    director governor mayor atty rector emboff ambassadeur
"""
_HELD_WORDS = """
    ambassador amb president premier chancellor rector senator captain capt general gen
"""
_NO_NAME_WORDS = """
    secto topol polto tosec embtel deptel state department government congress senate parliament council united
    nations treaty republic federal democratic president general airgram american committee ministry office
    memorandum conversation letter message note report minutes editorial record document source participants
    library files central security subject embassy mission attachment enclosure summary section
"""
_SMALL_FRENCH_WORDS = """
    deux trois quatre cinq sept huit neuf onze douze treize quatorze quinze seize vingt trente quarante cinquante
    soixante cent mille plusieurs quelques certains certaines chaque tous toutes aucun aucune autre autres hier demain
    selon ensuite cependant toutefois pourtant enfin ainsi alors après avant pendant depuis lorsque quand lundi mardi
    mercredi jeudi vendredi samedi dimanche celui celle ceux celles leur leurs notre votre cette elle elles nous vous
"""
"""Small words, numbers and days of French, which a sentence may begin with."""
_SEAT_WORDS = """
    kremlin whitehall downing pentagon foggy bottom quai orsay élysée matignon hôtel wilhelmstrasse ballhausplatz
    ballplatz farnesina chigi quirinal vatican capitol hill casa rosada moneda itamaraty planalto catete miraflores
    pinos zhongnanhai gaimusho porte bundestag bundesrat duma knesset majlis diet cortes storting folketing riksdag
    comintern cominform politburo presidium
"""
"""Seats and bodies by which a government is called: not a person, whoever speaks for it in the paper."""
_NO_LABEL_WORDS = """
    the this that his her its their our any all both each every new old same other another first second third
    one two acting deputy former executive joint special and for with from whole entire local present party
    national central federal general state said mixed working such political
"""


_NUMBERS = _NUMBER_WORDS.split()
_FRENCH = _FRENCH_WORDS.split()
_VALUES = {
    **{word: str(number) for number, word in enumerate(_NUMBERS)},
    **{word: str(number) for number, word in enumerate(_FRENCH)},
    **{word: str(10 * tens) for tens, word in enumerate(_TENS_WORDS.split(), 3)},
    **{
        f"{word}-{unit}": str(10 * tens + number)
        for tens, word in enumerate(("twenty", *_TENS_WORDS.split()), 2)
        for number, unit in enumerate(_NUMBERS[1:10], 1)
    },
    "fortnight": "2",
    "noon": "12",
    "hundred": "100",
}
_HOURS = "|".join((*_NUMBERS[1:13], *_FRENCH[2:13]))
_HOUR = re.compile(
    rf"(?<![\w:./$£-])(?P<hour>\d{{1,2}}|{_HOURS})(?:[:.](?P<minute>[0-5]\d))?\s*"
    r"(?:(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?:o[’']clock\s+)?(?:in\s+the|that|on\s+the\s+same|the\s+same|heures?\s+du|heures?\s+de\s+l[’'])\s*"
    r"(?P<part>morning|afternoon|evening|night|matin|soir|apr[èe]s-midi))"
    r"|\b(?P<noon>noon|midnight|mid-?day)\b",
    re.I,
)
_MONTHS = {
    **{name.lower(): name for name in ENGLISH},
    **{name[:3].lower(): name for name in ENGLISH},
    "sept": "September",
}
_MONTH = re.compile(
    rf"\b(?P<month>{'|'.join((*ENGLISH, *(name[:3] for name in ENGLISH if name != 'May'), 'Sept'))})\b\.?", re.I
)
_DAY_BESIDE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s*$")
_DAY_BEHIND = re.compile(r"^\s+\d{1,2}(?!\d)")
_COUNT = re.compile(
    rf"(?P<sign>\$|US\$|\$US|£)?\s?(?<![\w.,/:-])"
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{'|'.join(sorted(_VALUES, key=len, reverse=True))})"
    r"(?![\d/:]|[.,]\d)(?P<scale>[\s-]+(?:hundred|thousand|million|billion)\b)?"
    r"(?=(?P<nouns>(?:[\s-]+[^\W\d_]+){0,3}))",
    re.I,
)
_STOP = frozenset(_NO_NOUN_WORDS.split())
_FRENCH_NOUNS = {
    "ans": "year",
    "an": "year",
    "années": "year",
    "mois": "month",
    "jours": "day",
    "semaines": "week",
    "heures": "hour",
}
_PERCENT = re.compile(r"\s*(?:%|-?per\s?cent\b|pct\b)", re.I)
_RELATIVE = re.compile(
    r"^[\s,]*(?:later|earlier|before|after|ago|since|more|less|fewer|apart|higher|lower|extra|plus\s+tard|apr[èe]s|avant)\b",
    re.I,
)


def facts_of(text: str, known: frozenset[str] = frozenset(), kinds: Collection[str] = ()) -> Sequence[Fact]:
    """The facts of a text, in the order of their kinds.

    Args:
        text: The text.
        known: Words that are names, beside those that are found to be.
        kinds: The kinds that are asked for; all if empty.

    >>> [(fact.kind, fact.value) for fact in facts_of("Three freighters were held at noon in March.")]
    [('hour', ('12:00',)), ('month', ('March',)), ('count', ('3',))]
    """
    found = [fact for kind, read in _READERS.items() if not kinds or kind in kinds for fact in read(text)]
    if not kinds or not NAMING.isdisjoint(kinds):
        known = known | names_in(text)
        found += _doers(text, known)
        found += _titled(text, known)
    return [fact for fact in found if not kinds or fact.kind in kinds]


NAMING = frozenset(("doer", "office", "titled"))
"""Kinds that are told by names."""


def _hours(text: str) -> Iterator[Fact]:
    for match in _HOUR.finditer(text):
        if match["noon"]:
            value = "00:00" if match["noon"].lower() == "midnight" else "12:00"
        else:
            word = match["hour"].lower()
            hour = int(_VALUES.get(word, word))
            part = (match["part"] or "").lower()
            late = (
                (match["half"] or "").lower() == "p" or part in ("afternoon", "evening", "soir") or part[:4] == "aprè"
            )
            late = late or (part == "night" and hour > 5)
            if not 0 < hour <= 12:
                continue
            value = f"{hour % 12 + 12 * late:02}:{match['minute'] or '00'}"
        yield Fact("hour", (value,), frozenset(), match.group().strip(), *match.span())


def _months(text: str) -> Iterator[Fact]:
    for match in _MONTH.finditer(text):
        if match.group()[0].islower() or (
            match["month"].lower() in ("may", "march") and not match.group()[0].isupper()
        ):
            continue
        if _DAY_BESIDE.search(text[: match.start()]) or _DAY_BEHIND.match(text[match.end() :]):
            continue
        yield Fact("month", (_MONTHS[match["month"].lower()],), frozenset(), match["month"], *match.span("month"))


def _counts(text: str) -> Iterator[Fact]:
    for match in _COUNT.finditer(text):
        before = text[max(0, match.start("number") - LOOK_BACK) : match.start("number")]
        if _NO_COUNT.search(before):
            continue
        nouns = []
        for word in re.findall(r"[^\W\d_]+", match["nouns"]):
            plain = fold(word)
            if plain in _STOP or plain in _MONTHS:
                break
            nouns.append(plain)
        if _RELATIVE.match(text[match.start("nouns") + len(" ".join(nouns)) + 1 :]):
            continue
        slot = {_noun(word) for word in nouns if len(word) > 2}
        if match["sign"] or "dollar" in slot:
            slot = {"dollar"}
        if _PERCENT.match(text[match.end("number") :]):
            slot = {"percent"}
        word = match["number"].lower().replace(",", "")
        number = float(_VALUES.get(word, word))
        scale = (match["scale"] or "").strip(" -").lower()
        number *= {"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9}.get(scale, 1)
        if (
            not slot
            or (number < 2 and not match["scale"])
            or (word.isdigit() and len(word) == 4 and word[:2] in ("19", "18"))
        ):
            continue
        if _THE.search(before) and number <= MAX_AFTER_THE:
            continue  # the two countries are as many everywhere
        end = match.start("nouns") + (
            len(match["nouns"])
            if not nouns
            else text[match.start("nouns") :].lower().find(nouns[0]) + len(nouns[0])
            if nouns[0] in text[match.start("nouns") :].lower()
            else 0
        )
        yield Fact(
            "count",
            (f"{number:g}",),
            frozenset(slot),
            text[match.start("number") : end].strip(),
            match.start("number"),
            end,
        )


LOOK_BACK = 60
"""Letters before a number among which the word stands that says what it is."""

_THE = re.compile(r"\bthe\s*$", re.I)
MAX_AFTER_THE = 12
"""A number up to it behind THE is no count."""

_NO_COUNT = re.compile(
    r"(?:\b(?:telegrams?|tels?|cables?|nos?|numbers?|paras?|paragraphs?|pages?|pp?|articles?|decision|document|docs?"
    rf"|secto|tosec|topol|polto|embtel|deptel|ref|reftel|{'|'.join(ENGLISH)}"
    rf"|{'|'.join(name[:3] for name in ENGLISH)})\.?\s*)$",
    re.I,
)


def _noun(word: str) -> str:
    """A noun without its ending, so that one and several are alike."""
    word = _FRENCH_NOUNS.get(word, word)
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s")


_PLACE = LatePattern(
    lambda: (
        rf"\b(?P<before>[^\W\d_]+\s+)?(?P<link>(?i:in|at|with|from|to|by|near|for))\s+(?:the\s+)?(?P<place>(?i:{names()}))\b(?![’'-]|\s+[A-Z][a-z])"
    )
)
_NOUN_BEHIND = re.compile(
    r"^\s+(?!and\b|or\b|that\b|on\b|in\b|to\b|for\b|by\b|when\b|where\b|who\b|with\b|as\b|at\b)[^\W\d_]{3,}"
)


_TITLES_OF_PLACE = frozenset(
    ["embassy", "ambassador", "representative", "mission", "consulate", "legation", "delegation", "embassies"]
)


_PART_OF_DAY = re.compile(r"\b(?:in|on|during|that|the|this)\s+(?P<part>morning|afternoon|evening)\b", re.I)


def _parts_of_days(text: str) -> Iterator[Fact]:
    for match in _PART_OF_DAY.finditer(text):
        yield Fact("part of a day", (match["part"].lower(),), frozenset(), match["part"], *match.span("part"))


_THING = re.compile(r"\s+([a-z][^\W\d_]{4,})")
"""What an adjective is of; without it, it is a person: the Russian had said."""
_NATION = LatePattern(lambda: rf"\b(?P<nation>(?i:{names()}))\b")


def _nations(text: str) -> Iterator[Fact]:
    """Adjectives of countries: the Chilean minister, in Spanish; not of who cables, the Canadian ambassador in Rome."""
    for match in _NATION.finditer(text):
        word = match["nation"]
        is_adjective = country(word).lower() != word.lower() and city_of(word) is None and "." not in word
        behind = _THING.match(text, match.end())
        is_of_a_thing = word.isupper() or (
            behind and not _may_follow(behind[1]) and behind[1].lower() not in _TITLES_OF_PLACE
        )
        if word[:1].isupper() and is_adjective and len(word) >= MIN_LETTERS and is_of_a_thing:
            yield Fact("nation", (country(word),), frozenset(), word, *match.span())


@lru_cache(maxsize=512)
def plain_letters(text: str) -> str:
    """A text with as many letters, without accents and strokes, so that Ł and É are capitals as L and E are."""
    return text if text.isascii() else "".join(map(_without_accent, text))


@lru_cache(maxsize=4096)
def _without_accent(character: str) -> str:
    """One letter for one, without its accent or stroke: Ł is L."""
    bare = unicodedata.normalize("NFD", character)[0]
    plain = LETTERS.get(bare.lower(), bare)[0]
    return plain.upper() if bare.isupper() else plain


def _places(text: str) -> Iterator[Fact]:
    plain = plain_letters(text).replace("\n", " ")  # as long
    for match in _PLACE.finditer(plain):
        if not match["place"][:1].isupper() or fold(match["before"] or "").strip() in _TITLES_OF_PLACE:
            continue
        if match["place"] == "US" and match["link"].isupper() and match.group().split()[-2] != "THE":
            continue  # BUY FROM US: the writer and his own, as a telegram has it
        is_adjective = country(match["place"]).lower() != match["place"].lower() and city_of(match["place"]) is None
        if is_adjective and _NOUN_BEHIND.match(text[match.end() :]):
            continue
        link = match["link"].lower()
        slot = {f"{fold(match['before'] or '').strip()[:5]} {link}", link}
        yield Fact(
            "place",
            (match["place"].lower() if city_of(match["place"]) else country(match["place"]),),
            frozenset(slot),
            text[match.start("place") : match.end("place")],
            match.start("place"),
            match.end("place"),
        )


_VERBS = frozenset(_VERB_WORDS.split())
_NO_VERBS = frozenset(_NO_VERB_WORDS.split())
_AUXILIARY = frozenset(_AUXILIARY_WORDS.split())
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())
_NAMES = re.compile(r"[^\W\d_][\w’'-]*")
_ROLE_WORDS = _OFFICE_WORDS.split()


def _doers(text: str, known: frozenset[str]) -> Iterator[Fact]:
    """Names, and offices without a name, that stand before a verb: who says, asks, or does something."""
    words = list(_NAMES.finditer(text))
    plain = [fold(word.group()) for word in words]
    bare = [re.sub(r"[’']s?$", "", word) for word in plain]
    place = 0
    while place < len(words):
        if bare[place] not in known:
            place += 1
            continue
        last = place
        while last + 1 < len(words) and bare[last + 1] in known:
            if text[words[last].end() : words[last + 1].start()].strip(" \n-."):
                break
            last += 1
        first, place = place, last + 1
        if first and plain[first - 1] in _PREPOSITIONS and plain[first - 1] != "and":
            continue
        if re.search(r"[’'](?:s\b|\s|$)", words[last].group() + text[words[last].end() : words[last].end() + 2]):
            continue
        verb = _verb_behind(text, words, plain, last)
        if verb:
            names_ = tuple(re.sub(r"[’']s?$", "", plain[index]) for index in range(first, last + 1))
            yield Fact(
                "doer",
                names_,
                frozenset((verb,)),
                text[words[first].start() : words[last].end()],
                words[first].start(),
                words[last].end(),
            )
    for match in _ROLE.finditer(text):
        before = re.findall(r"[^\W\d_]+", text[max(0, match.start() - LOOK_BACK) : match.start()].lower())[-1:]
        if before and before[0] in _PREPOSITIONS:
            continue
        index = next((index for index, word in enumerate(words) if word.end() == match.end("role")), len(words))
        verb = _verb_behind(text, words, plain, index)
        if verb:
            yield Fact("office", (fold(match["role"]),), frozenset((verb,)), match.group(), *match.span())


_ROLE = re.compile(rf"\b(?:the\s+)?(?P<role>{'|'.join(_ROLE_WORDS)})\b(?!\s+(?:of|for|to|in)\b)", re.I)


def _verb_behind(text: str, words: Sequence[re.Match[str]], plain: Sequence[str], last: int) -> str:
    """The beginning of the verb that a name is the subject of; "" if none follows at once."""
    for place in range(last + 1, min(last + 5, len(words))):
        word = plain[place]
        between = text[words[place - 1].end() : words[place].start()].strip(' \n“”"‘’')
        if between not in ("", ",") or (between and not _may_follow(word)):
            return ""
        behind = plain[place + 1] if place + 1 < len(words) else ""
        if word in _BE and not (behind.endswith("ly") or behind in _AUXILIARY or _is_verb(behind)):
            return "be"
        if word not in _AUXILIARY and not word.endswith("ly") and word != "however":
            if _is_past(word) and any(plain[at] in _BE for at in range(last + 1, place)):
                return ""  # it is done to him
            is_verb = _is_verb(word) or plain[place - 1] in _BEFORE_AN_INFINITIVE
            return _LEMMA.get(word, word[:5]) if is_verb else ""
    return ""


_BEFORE_AN_INFINITIVE = ("did", "not", "would", "could", "may", "might")
_LEMMA = {
    **dict.fromkeys(_SAY_WORDS.split(), "say"),
    **dict.fromkeys(("came", "come"), "come"),
    **dict.fromkeys(("went", "gone"), "go"),
    **dict.fromkeys(("thought", "think", "thinks", "believed", "felt", "considered"), "think"),
    **dict.fromkeys(("sent", "transmitted", "forwarded"), "send"),
}
"""Verbs that say the same in the mouths of an author and of a paper."""
_BE = ("was", "were", "is", "are")


def _may_follow(word: str) -> bool:
    return word in _VERBS or word in _AUXILIARY or word == "however" or _is_past(word)


def _is_past(word: str) -> bool:
    return word.endswith("ed") and len(word) > 4 and word not in _NO_VERBS and is_word(word)


def _is_verb(word: str) -> bool:
    return word in _VERBS or _is_past(word)


_TITLES = frozenset(_TITLE_WORDS.split())
_NOT_NAMES = frozenset(
    fold(word)
    for word in (
        *ENGLISH,
        *WEEKDAYS,
        *_NO_NAME_WORDS.split(),
        *_SMALL_FRENCH_WORDS.split(),
        *_SEAT_WORDS.split(),
        *TELEGRAPH_WORDS,
    )
)
MAX_USE = 8_000_000
"""A word more usual than this is hardly meant as a name behind a title."""


_SAME_TITLE = {"amb": "ambassador", "capt": "captain", "gen": "general", "col": "colonel", "formin": "minister"}


def _titled(text: str, known: frozenset[str]) -> Iterator[Fact]:
    """Names behind a title."""
    words = list(_NAMES.finditer(text))
    plain = [re.sub(r"[’']s?$", "", fold(word.group())) for word in words]
    for place, word in enumerate(plain[:-1]):
        if word not in _HELD_BY_ONE or not words[place].group()[0].isupper():
            continue
        last = place
        while (
            last + 1 < len(words)
            and plain[last + 1] in known
            and (not text[words[last].end() : words[last + 1].start()].strip(" \n."))
        ):
            last += 1
        if last > place:
            value = tuple(plain[place + 1 : last + 1])
            start, end = words[place + 1].start(), words[last].end()
            yield Fact("titled", value, frozenset((_SAME_TITLE.get(word, word),)), text[start:end], start, end)


_HELD_BY_ONE = frozenset(_HELD_WORDS.split())


def _is_of_country(word: str) -> bool:
    return bool(country(word) or country(word.removesuffix("s"))) or word.startswith("sov")


@lru_cache(maxsize=512)
def names_in(text: str) -> frozenset[str]:
    """The words of a text that are names of persons or firms, in small letters.

    >>> sorted(names_in("CAPT. SANCHEZ TOLD HATHORN THAT THE LOAN WAS OFF"))
    ['hathorn', 'sanchez']
    """
    words = set(_NAMES.findall(text))
    upper = sum(word.isupper() for word in words)
    is_telegram = 2 * upper > len(words)
    lower = {fold(word) for word in words if word[0].islower()}
    plain_text = plain_letters(text)
    titled = {_bare(word) for word in _BEHIND_A_TITLE.findall(plain_text)}
    inside = {_bare(word) for word in _INSIDE.findall(plain_text)}
    found = set()
    for word in words:
        plain = _bare(word)
        if not word[0].isupper() or len(plain) < MIN_LETTERS or plain in _NOT_NAMES or plain in found:
            continue
        if not is_telegram and (word.isupper() or plain in lower):
            continue
        if is_surname(plain) or not is_word(plain):
            is_name = "-" not in plain or not is_telegram
        else:
            is_name = (frequency(plain) < MAX_USE and plain in (titled if is_telegram else titled | inside)) or (
                not is_telegram and plain in titled and plain in _COMMON_SURNAMES
            )
        if is_name and plain not in _TITLES and not _is_of_country(plain):
            found.add(plain)
    return frozenset(found)


MIN_LETTERS = 4
_BEHIND_A_TITLE = re.compile(rf"\b(?i:{'|'.join(_TITLE_WORDS.split())})\.?\s+([A-Z][\w’'-]+)")
_COMMON_SURNAMES = frozenset(
    ("clay", "ball", "rice", "hare", "burns", "stone", "church", "home", "lodge", "case", "cook")
)
"""Surnames that are usual words, behind a title."""
_INSIDE = re.compile(r"(?<=[a-z,;])\s+([A-Z][\w’'-]+)")
"""A word with a capital that does not begin a sentence."""


@lru_cache(maxsize=50_000)  # the words of a language recur
def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", fold(word))


_TH = r"(?:st|nd|rd|th|er)?"
_ANY_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"(?<![\w./-])(?:(?P<day>\d{{1,2}}){_TH}\s+(?:of\s+)?(?P<month>{_ANY_MONTH})\b|(?P<month2>{_ANY_MONTH})\.?\s+(?P<day2>\d{{1,2}}){_TH})(?![\w:-])",
    re.I,
)


def _days(text: str) -> Iterator[Fact]:
    for match in _DAY.finditer(text):
        day, month = int(match["day"] or match["day2"]), _MONTHS[(match["month"] or match["month2"]).lower()]
        if 0 < day <= 31:
            yield Fact("day", (month, str(day)), frozenset((month,)), match.group(), *match.span())


_HEADS = (
    "ministry|minister|bureau|committee|division|battalion|regiment|fleet|party|article|decision|resolution|type|chairman|chief"
    "|commission|council|faction|bank|corporation|court|province|department"
)
_LABELS = (
    re.compile(rf"\b(?P<head>{_HEADS})\s+of\s+(?:the\s+)?(?P<word>[^\W\d_]{{3,}})\b", re.I),
    re.compile(r"\b(?P<head>type|article|decision|resolution|phase)\s+(?P<word>[A-Z]|\d{1,4})\b", re.I),
    re.compile(rf"\b(?P<word>[A-Z][^\W\d_]{{2,}})\s+(?P<head>(?i:{_HEADS}))\b"),
)
_NO_LABEL = frozenset(_NO_LABEL_WORDS.split())


def _labels(text: str) -> Iterator[Fact]:
    for pattern in _LABELS:
        for match in pattern.finditer(text):
            if fold(match["word"]) not in _NO_LABEL:
                value, head = fold(match["word"])[:6], fold(match["head"])[:6]
                yield Fact("label", (value,), frozenset((head,)), match.group(), *match.span())


@lru_cache(maxsize=1)
def _all_sides() -> dict[str, list[tuple[str, str]]]:
    """For each word with an opposite the pairs that it is in, with its side."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row, pair in enumerate(opposites()):
        for side, words in enumerate(pair):
            for word in words:
                found.setdefault(word, []).append((str(row), str(side)))
    return found


_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_PHRASES = {
    "rejected": re.compile(r"\bturn(?:s|ed|ing)?\s+(?:it\s+|them\s+)?down\b", re.I),
    "increased": re.compile(r"\b(?:go|goes|going|went|gone|shot)\s+up\b", re.I),
    "decreased": re.compile(r"\b(?:go|goes|going|went|gone|came|come)\s+down\b", re.I),
    "suspended": re.compile(r"\b(?:br[eo]ak(?:s|ing)?|broken?|call(?:s|ed|ing)?)\s+off\b", re.I),
    "postponed": re.compile(r"\bput(?:s|ting)?\s+off\b", re.I),
}
"""Verbs of two words, by the one that they stand for."""
_PARTICLE = re.compile(r"\s+(?:out|up|down|off|away|back)\b", re.I)
_NEGATIVE = r"(?:\b(?:not|never|no|nor|without|hardly|cannot|neither)\b|n[’']t\b)"
_DENIED = re.compile(rf"{_NEGATIVE}(?:\s+(?:been|be|being|have|yet|so|very|at\s+all|rpt|repeat|not|\w+ly))*\s*$", re.I)
_NEAR_A_DENIAL = re.compile(rf"{_NEGATIVE}(?:\s+[^\W\d_]+){{1,5}}\s*$", re.I)
"""What is denied there is another word, and whether this one too is open: NOT EXPECTED TO RISE."""


def _sides(text: str) -> Iterator[Fact]:
    table = _all_sides()
    places = [(match.start(), match.end(), table.get(match.group().lower(), ())) for match in _LETTERS.finditer(text)]
    for word, phrase in _PHRASES.items():
        places += [(*match.span(), table.get(word, ())) for match in phrase.finditer(text)]
    for start, end, sides in places:
        if not sides:
            continue
        if _PARTICLE.match(text, end):
            continue  # to come out is another verb than to come
        before = text[max(0, start - 60) : start]
        is_denied = _DENIED.search(before) is not None
        if not is_denied and _NEAR_A_DENIAL.search(before):
            continue
        for row, side in sides:
            own = str(1 - int(side)) if is_denied else side
            yield Fact("side", (f"{row}.{own}",), frozenset((row,)), text[start:end], start, end)


_MARKS = "top secret|secret|confidential|unclassified|limited official use|official use only|restricted"
_MARKING = re.compile(
    rf"\b(?:(?P<mark>{_MARKS})\s+(?:tel(?:egram|\.)?|cable|message|despatch|airgram|memorandum|letter)\b"
    rf"|(?:marked|classified(?:\s+as)?)\s+[“\"]?(?P<mark2>{_MARKS})\b)",
    re.I,
)


def _markings(text: str) -> Iterator[Fact]:
    for match in _MARKING.finditer(text):
        mark = (match["mark"] or match["mark2"]).lower()
        yield Fact(
            "marking",
            (mark,),
            frozenset(),
            match["mark"] or match["mark2"],
            *match.span("mark" if match["mark"] else "mark2"),
        )


_FIGURE = re.compile(
    r"(?<![\w$£.,/-])(?P<number>\d{1,3}(?:,\d{3})+|[1-9]\d{2,5})(?![\w,/-]|\.\d|\s*(?:[AP]\.?M\b|hours|local|Z\b))",
    re.I,
)
_NO_FIGURE = re.compile(r"(?:\b(?:PL|at|A|FY|no|tel|telegram|deptel|embtel|nr|para)\.?[\s-]*)$", re.I)


def _figures(text: str) -> Iterator[Fact]:
    """Large numbers, with or without a noun behind them; no years, hours and numbers of papers."""
    for match in _FIGURE.finditer(text):
        number = match["number"].replace(",", "")
        is_year = len(number) == len("1974") and number[:2] in ("18", "19")
        if not is_year and not _NO_FIGURE.search(text[: match.start()]):
            yield Fact("figure", (number,), frozenset(), match.group(), *match.span())


_YEAR = re.compile(
    r"\b(?:(?P<fiscal>fiscal\s+(?:year\s+)?|FY[\s-]*)(?:[’']?\d\d[-/])?[’']?(?P<short>(?:19)?\d\d)(?!\d)"
    r"|(?P<link>since|until|till|before|after|in|of|from|by|depuis|en)\s+(?P<year>1[89]\d\d)(?![\d-]))",
    re.I,
)


def _years(text: str) -> Iterator[Fact]:
    for match in _YEAR.finditer(text):
        part = "short" if match["fiscal"] else "year"
        year = match[part] if len(match[part]) > len("74") else f"19{match[part]}"
        slot = (
            "fiscal"
            if match["fiscal"]
            else {"depuis": "since", "en": "in"}.get(match["link"].lower(), match["link"].lower())
        )
        yield Fact("year", (year,), frozenset((slot,)), match[part], *match.span(part))


_TOWN_WORD_NAMES = """
    santa san new port saint fort los las el la puerto villa rio buenos
"""
_TOWN_WORDS = frozenset(_TOWN_WORD_NAMES.split())

_AT = re.compile(
    r"\b(?P<link>(?i:in|at|near|from|outside))\s+(?:(?i:the)\s+)?(?P<place>[A-Z][^\W\d_]{2,}(?:\s+[A-Z][^\W\d_]{2,})?)(?![’'-])"
)


def _towns(text: str) -> Iterator[Fact]:
    """Names behind a preposition of place that no dictionary has: in Danang."""
    for match in _AT.finditer(plain_letters(text)):
        words = [fold(word) for word in match["place"].split()]
        if match["place"].isupper():
            words = words[:1] if words[0] in towns() or words[0] in _TOWN_WORDS or not is_word(words[0]) else []
        if not words or any(word in _NOT_NAMES or word in _TITLES for word in words) or any(map(country, words)):
            continue
        is_written = not match["place"].isupper() and words[0] in _TOWN_WORDS
        if city_of(match["place"]) or is_written or words[0] in towns() or all(not is_word(word) for word in words):
            link = "from" if match["link"].lower() == "from" else "in"
            name = " ".join(words[: 2 if words[0] in _TOWN_WORDS else 1])
            if name not in _TOWN_WORDS:
                yield Fact("town", (name,), frozenset((link,)), match["place"], *match.span("place"))


_READERS: dict[str, Callable[[str], Iterator[Fact]]] = {
    "hour": _hours,
    "day": _days,
    "month": _months,
    "count": _counts,
    "part of a day": _parts_of_days,
    "place": _places,
    "nation": _nations,
    "label": _labels,
    "side": _sides,
    "marking": _markings,
    "figure": _figures,
    "year": _years,
    "town": _towns,
    "sort": sorts_in,
}


@lru_cache(maxsize=256)
def of_paper(paper: str, kind: str) -> Sequence[Fact]:
    """The facts of one kind of a whole paper."""
    return facts_of(paper, kinds=(kind,))


MIN_LABEL = 3
"""A shorter label, A or 39, is known only with its head."""


def is_known(fact: Fact, paper: str, fields: dict[str, Sequence[str]]) -> bool:
    """Whether the paper has a fact somewhere, or it is described of it."""
    if fact.kind in NAMING:
        return fact.kind != "office" and any(
            is_same_name(name, word) for name in fact.value for word in writers_of(paper, fields)
        )
    if fact.kind in ("place", "side"):
        return False
    if fact.kind == "year":
        dates = [value for name in ("sent", "received", "date") for value in fields.get(name, ())]
        year = fact.value[0]
        return any(value[:4] == year for value in dates) or any(
            re.search(rf"(?<![\d,.]){form}(?!\d)", paper) for form in (year, rf"(?:FY|[’'/-])\s?[’']?{year[2:]}")
        )
    if fact.kind == "town":
        return re.search(rf"\b{re.escape(fact.value[0])}", " ".join(fold(paper).split())) is not None or any(
            fact.value[0] in fold(value) for values in fields.values() for value in values
        )
    if fact.kind == "figure":
        return re.search(rf"(?<!\d){fact.value[0]}(?!\d)", paper.replace(",", "")) is not None or any(
            fact.value[0] in value for value in fields.get("number", ())
        )
    if fact.kind == "sort":
        return any(fact.same(other) for other in of_paper(paper, "sort"))
    if fact.kind == "nation":
        names_ = [word for word, of in countries().items() if of == fact.value[0]]
        names_ += ["sov"] if fact.value[0] == "Soviet Union" else []
        return any(re.search(rf"\b{re.escape(word)}", fold(paper)) for word in map(fold, names_))
    if fact.kind == "part of a day":
        return fact.value[0] in paper.lower() or bool(of_paper(paper, "hour"))
    there = of_paper(paper, fact.kind) if fact.kind in ("hour", "day", "count", "label") else ()
    if fact.kind == "hour":
        described = [
            value.partition("T")[2][:5] for name in ("sent", "received", "date") for value in fields.get(name, ())
        ]
        hours = re.findall(r"(?<!\d)(\d\d):?(\d\d)(?!\d)", paper)
        return (
            any(fact.same(other) for other in there)
            or fact.value[0] in described
            or tuple(fact.value[0].split(":")) in hours
        )
    if fact.kind == "day":
        return any(fact.same(other) for other in there) or _is_told(fact, paper, fields)
    if fact.kind == "label" and len(fact.value[0]) < MIN_LABEL:
        return any(fact.same(other) and fact.rivals(other) for other in there)
    if fact.kind == "label":
        return re.search(rf"\b{fact.value[0]}", fold(paper)) is not None
    if fact.kind == "marking":
        described = [value.lower() for value in fields.get("classification", ())]
        return not described or fact.value[0] in described
    if fact.kind == "month":
        number = ENGLISH.index(fact.value[0]) + 1
        dates = [value for name in ("sent", "received", "date") for value in fields.get(name, ())]
        if any(value[5:7] == f"{number:02}" for value in dates):
            return True
        return re.search(rf"\b{fact.value[0][:3]}", paper, re.I) is not None
    if fact.kind == "count":
        return any(fact.same(other) and fact.slot & other.slot for other in there)
    return False


_SENT_AT = re.compile(
    r"\b(?:telegraphed|cabled|wired|sent|signed|wrote|reported|left\s+(?:Washington|the\s+Department))\b[^.;“”]{0,40}$",
    re.I,
)
_DATELINE = re.compile(rf"^(?P<place>[A-Z][^\n,]{{2,30}}),\s+(?:{'|'.join(ENGLISH)})\s+\d{{1,2}},\s*\d{{4}}", re.M)


def of_sending(fact: Fact, text: str, paper: str, fields: dict[str, Sequence[str]]) -> str:
    """The hour or the place of a paper's sending, where a sentence has another; "" where it tells of something else."""
    before = text[: fact.start]
    if fact.kind == "hour" and _SENT_AT.search(before):
        hours = {value.partition("T")[2][:5] for value in fields.get("sent", ()) if "T" in value}
        return f"{hours.pop()} as its hour" if len(hours) == 1 else ""
    if fact.kind == "place" and _SENT_FROM.search(before):
        line = _DATELINE.search(paper[:600])
        if line and city_of(line["place"]) and fold(fact.words) not in fold(paper[:600]):
            return line["place"]
    return ""


_SENT_FROM = re.compile(
    r"\b(?:telegraphed|cabled|wired|wrote|reported|concluded|reporting|writing)\s+from\s+(?:the\s+)?$", re.I
)


def writers_of(paper: str, fields: dict[str, Sequence[str]]) -> Sequence[str]:
    """The names, in small letters, of those who wrote a paper: described, or alone in one of its last lines."""
    described = [fold(word) for value in (*fields.get("signer", ()), *fields.get("from", ())) for word in value.split()]
    lines = [line.strip() for line in paper.rstrip().splitlines()[-4:]]
    alone = [fold(line) for line in lines if re.fullmatch(r"[^\W\d_]{4,}", line) and not is_word(fold(line))]
    return [word for word in (*described, *alone) if len(word) > 3]


def _is_told(day: Fact, paper: str, fields: dict[str, Sequence[str]]) -> bool:
    """Whether a paper may have a day otherwise: by its number alone, or reckoned from the paper's own."""
    month, number = ENGLISH.index(day.value[0]) + 1, int(day.value[1])
    if re.search(
        rf"(?<!\d)0?{number}(?:st|nd|rd|th)\b|\b(?:{_ANY_MONTH})\.?\s[^.]{{0,24}}(?<!\d){number}(?!\d)", paper, re.I
    ):
        return True
    days = [value[:10] for name in ("date", "sent", "received") for value in fields.get(name, ())]
    reach = DAYS_NEAR if _TELLS_BY_DAY.search(paper) else 1
    return any(
        distance(datetime.date.fromisoformat(value), month, number) <= reach
        for value in days
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    )
