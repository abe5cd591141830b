"""How likely the letters beyond ASCII of a text are in the languages of lists: by their frequency, and by plain words.

Texts that one encoding or another makes of the same bytes are weighed so against one another.
"""

import math
from collections import Counter
from functools import cache

from briefbook.util.late_pattern import LatePattern

_LANGUAGES = {
    "English": (
        "é3 è1 ê1 ç1 á1 à1 í1 ó1 ö1 ü1 ä1",
        "the of and to in on for with from by at item subject title date",
    ),
    "French": (
        "é150 à49 è27 ê22 ç9 û6 ù6 â5 î5 ô6 œ6 ë1 ï1",
        "la le les et des du un une sur dans par pour avec au aux ou il est cote objet titre sujet lieu ambassade",
    ),
    "German": (
        "ü100 ä58 ö44 ß31",
        "der die das und von mit im den dem zu nach bei aus auf betreff datum titel botschaft",
    ),
    "Spanish": ("ó83 í73 á50 é43 ñ31 ú17 ü1 º10 ª3", "el los las del en con por para sobre que fecha asunto embajada"),
    "Portuguese": (
        "ã73 ç53 á47 é34 ó30 ê25 õ15 í33 ú12 â10 à7 ô5 º10 ª3",
        "do da dos das em com para por uma no na os assunto embaixada",
    ),
    "Italian": ("à64 è26 ù17 ì10 é5 ò15 º5 ª2", "di il del della dei in con per che sul alla oggetto ambasciata"),
    "Swedish": ("ä180 ö131 å134 é5", "och av till med ett den om"),
    "Danish": ("å119 ø94 æ87 é5", "og af til med den om fra"),
    "Icelandic": ("á180 ð440 é65 í157 ó99 ú61 ý23 þ145 æ87 ö78", "og til um fyrir vegna"),
    "Dutch": ("ë6 é6 ï3 è2 ö1", "het van een aan met over voor"),
    "Polish": ("ł211 ę103 ó85 ą70 ż71 ś81 ć40 ń36 ź8", "w z i na do o dla od po nr sprawie temat sygnatura ambasada"),
    "Czech": ("í164 ě122 á87 é63 ž72 š69 ý100 č46 ř38 ů20 ú5 ň1 ď2 ó2 ť1", "a v na o z do ze pro se k datum"),
    "Slovak": ("á120 í100 č100 é90 š80 ž80 ý110 ú80 ť60 ľ40 ď20 ô20 ň10 ä10 ó10", "a v na o z do zo pre so k"),
    "Hungarian": ("á370 é425 ö77 ó100 ő90 í50 ü60 ú30 ű20", "a az egy hogy nem magyar levele"),
    "Romanian": ("ă240 î65 â60 ș75 ț64 ş75 ţ64", "de cu din pe pentru la si in"),
    "Croatian": ("č100 š100 ć60 ž50 đ20", "i u za od s o je"),
    "Turkish": ("ı511 ü185 ş178 ğ113 ç116 ö78 â1 i̇5", "ve bir ile bu icin tarih konu"),
}
_SIGNS = frozenset("“”‘’„–—«»…°§№£€·•½¼ \u00a0")

_AT_FIRST = {"French": 1.0, "German": 1.0, "Spanish": 1.0, "English": 0.5}
"""How many plain words of a language every text counts as having; of any other, 0.3."""

_VOWELS = "aeouyàâáäéèêóôöúûüąęòù"
_NEVER_BEFORE = {
    **{key: {"ú": "ui"} for key in ("Spanish", "Portuguese", "Italian", "Hungarian", "Czech", "Slovak", "Icelandic")},
    "Polish": dict.fromkeys("śńćź", _VOWELS),
    "Swedish": dict.fromkeys("åäö", "aeiouy"),
    "Danish": dict.fromkeys("å", "aouy"),
}
_ALWAYS_BEFORE = {
    "Spanish": {"ñ": "aeiouáéíóú"},
    "Portuguese": {"õ": "e", "ã": "oes "},
    "French": {"œ": "uidcsnlrt"},
}
"""Letters of a language -> those that never, or always, follow them; a blank is the end of a word."""

_ALONE = {"French": "à", "Portuguese": "àéó", "Italian": "èàéì", "Swedish": "åö", "Danish": "åø"}
"""Letters of a language that are a word by themselves."""

_FLOOR = math.log(2e-4)
_OF_A_SIGN, _OF_A_STRANGE_SIGN = math.log(0.03), math.log(2e-4)
_WORD = LatePattern(lambda: r"[^\W\d_]+")
MOST = 200_000
"""Characters of a text that are weighed."""


@cache
def _tables() -> tuple[dict[str, dict[str, float]], dict[str, tuple[str, ...]]]:
    letters: dict[str, dict[str, float]] = {}
    plain: dict[str, list[str]] = {}
    for language, (frequencies, words) in _LANGUAGES.items():
        counts = {entry[0]: int("".join(filter(str.isdigit, entry))) for entry in frequencies.split()}
        total = sum(counts.values()) * 1.05
        letters[language] = {letter: math.log(count / total) for letter, count in counts.items()}
        for word in words.split():
            plain.setdefault(word, []).append(language)
    return letters, {word: tuple(languages) for word, languages in plain.items()}


def likelihood(text: str) -> float:
    """The logarithm of how likely a text's letters beyond ASCII are, in the languages that its words show.

    Args:
        text: A text; texts of the same bytes in several encodings are compared by it.

    Returns:
        A number of 0 or less: the nearer to 0, the likelier.

    >>> likelihood("très à Genève") > likelihood("trčs ŕ Genčve")
    True
    """
    letters, plain = _tables()
    text = text[:MOST]
    words: Counter[tuple[tuple[str, str], ...]] = Counter()
    shown: dict[str, float] = {language: _AT_FIRST.get(language, 0.3) for language in letters}
    found = 0.0
    for word in _WORD.findall(text):
        behind = word.lower()[1:] + " " if len(word) > 1 else "\n"
        pairs = zip(word.lower(), behind, strict=False)
        if foreign := tuple(pair for pair in pairs if pair[0] > "\x7f"):
            words[foreign] += 1
        for language in plain.get(word.lower(), ()):
            shown[language] += 1 / len(plain[word.lower()])
    for letter, count in Counter(letter for letter in text if letter > "\x7f" and not letter.isalpha()).items():
        found += count * (_OF_A_SIGN if letter in _SIGNS else _OF_A_STRANGE_SIGN)
    of_words = {
        foreign: {language: sum(_of_letter(language, *pair) for pair in foreign) for language in letters}
        for foreign in words
    }
    weights = {language: count / sum(shown.values()) for language, count in shown.items()}
    for _ in range(4):  # which languages the text has: as its plain words and its letters together show
        seen = dict(shown)
        for foreign, count in words.items():
            joint = {language: weights[language] * math.exp(value) for language, value in of_words[foreign].items()}
            total = sum(joint.values()) or 1
            for language, value in joint.items():
                seen[language] += count * value / total
        weights = {language: count / sum(seen.values()) for language, count in seen.items()}
    for foreign, count in words.items():
        either = sum(weights[language] * math.exp(value) for language, value in of_words[foreign].items())
        found += count * math.log(either or 1e-300)
    return found


def _of_letter(language: str, letter: str, following: str) -> float:
    """The logarithm of how often words of a language with such letters have this one, before the letter after it."""
    never, always = _NEVER_BEFORE.get(language, {}), _ALWAYS_BEFORE.get(language, {})
    if following == "\n" and letter not in _ALONE.get(language, ""):
        return _FLOOR
    following = following.strip() or " "
    if following in never.get(letter, "") or (letter in always and following not in always[letter]):
        return _FLOOR
    return _tables()[0][language].get(letter, _FLOOR)
