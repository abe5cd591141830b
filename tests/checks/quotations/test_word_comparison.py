"""A decision table: a quoted word beside the word that was read there. Is it the same, misread, doubtful or changed?

How the text was read: ``edition`` is printed and nobody measured it; ``clear``, ``damaged`` and ``ruined`` were read by
a machine, better or worse. A figure after it is the word's confidence, a word after a plus sign an alternative of the
reader.

Outcomes: ``same``; ``misread`` (the quotation stands, a word was misread); ``doubtful`` (a person must look at the
picture); ``changed``. What the table wants and the comparison does not do yet is marked as failing, with the reason.
"""

import pytest

from briefbook.checks.quotations.word_comparison import Step, Trust, compare_letters, compare_words
from briefbook.model.page import Word

TEXTS = {
    "edition": Trust(measured=False, damaged=False),
    "clear": Trust(measured=True, damaged=False),
    "damaged": Trust(measured=True, damaged=True),
    "ruined": Trust(measured=True, damaged=True, badly=True),
}
OUTCOMES = {
    "same": Step.SAME,
    "spacing": Step.SPACING,
    "misread": Step.NOISE,
    "doubtful": Step.DOUBT,
    "changed": Step.CHANGED,
}
ANTONYM = "an opposite made by a prefix passes for a misreading where the reader was unsure"
DAY = "another day or month passes for a misreading where the reader was unsure"
NEGATION = "a word of denial passes for a misreading"
NUMERAL = "a numeral passes for a misreading where the list of words lacks what stands in the source"
CODE = "a code that is in no list of words is taken for a misread word"


def wrong(*row, why):
    """A row that the comparison does not yet answer as it should."""
    return pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=why))


def compared(quoted, source, how, name=False):
    text, *details = how.split()
    confidence = next((float(part) for part in details if part[0] != "+"), None)
    alternatives = tuple(part[1:] for part in details if part[0] == "+")
    word = Word(source.upper(), None, confidence, alternatives)
    return compare_words(quoted, source, word=word, trust=TEXTS[text], name=name)


LETTERS = [
    ("harbour", "harbour", "edition", "same"),
    ("harbour", "harbour", "ruined 0.2", "same"),
    ("harbour", "harb0ur", "clear", "misread"),
    ("harbour", "harb0ur", "edition", "misread"),
    ("dissatisfied", "dissatisfjed", "clear", "misread"),
    ("dissatisfied", "dissatisfjed", "clear 0.55", "misread"),
    ("government", "goverment", "clear", "misread"),
    ("government", "govemment", "clear", "misread"),
    ("the", "tne", "clear", "misread"),
    ("of", "cf", "clear", "misread"),
    ("calm", "galm", "clear", "misread"),
    ("talks", "ta1ks", "damaged", "misread"),
    ("talks", "t?lks", "clear", "misread"),
    ("agreement", "agr??ment", "clear", "misread"),
    ("talks", "talxs", "damaged", "misread"),
    ("talk", "talxs", "clear", "changed"),
]
WHOLE_WORDS = [  # what stands in the source is itself a word
    ("hall", "hull", "edition", "changed"),
    ("hall", "hull", "clear", "changed"),
    ("hall", "hull", "clear 0.97", "changed"),
    ("hall", "hull", "clear 0.6", "misread"),
    ("hall", "hull", "clear 0.95 +HALL", "misread"),
    ("hall", "hull", "damaged", "doubtful"),
    ("hall", "hill", "clear 0.95 +HULL", "changed"),
    ("of", "or", "clear", "changed"),
    ("of", "or", "clear 0.6", "misread"),
    ("of", "or", "damaged", "doubtful"),
    ("has", "had", "clear", "changed"),
    ("has", "had", "damaged", "doubtful"),
    ("mile", "miles", "edition", "changed"),
    ("miles", "mile", "clear", "changed"),
    ("talk", "talked", "damaged", "changed"),
    ("cable", "cabled", "clear 0.5", "doubtful"),
    wrong("war", "uar", "edition", "changed", why=CODE),
    wrong("fro", "frg", "edition", "changed", why=CODE),
]  # fmt: skip
ENDINGS = [  # what stands in the source is no word, and the two differ by an ending
    ("bartering", "bartqringd", "clear", "changed"),
    ("gunboat", "gunboatzs", "clear", "changed"),
    ("pinesol", "pinesols", "clear", "changed"),
    ("landings", "iandinq", "clear 0.6", "doubtful"),
    ("landing", "landinqs", "clear 0.6", "doubtful"),
    ("quxers", "quxerz", "clear 0.6", "doubtful"),
    ("embtel", "ernbtel", "damaged", "misread"),
]
RUBBLE = [
    ("agreement", "xqz7k", "clear", "changed"),
    ("agreement", "xqzvkppw", "clear", "changed"),
    ("agreement", "xqzvkppw", "clear 0.3", "doubtful"),
    ("agreement", "xqzvk", "clear 0.3", "changed"),
    ("agreement", "axxxxmxnt", "clear", "changed"),
    ("agreement", "axxxxmxnt", "clear 0.3", "doubtful"),
    ("agreement", "axxxxmxnt", "ruined", "doubtful"),
    ("agreement", "????????", "clear", "doubtful"),
    ("agreement", "???ment", "clear", "changed"),
    ("sea", "wqx", "damaged", "doubtful"),
    ("ferry", "vwxz", "damaged", "doubtful"),
    ("bridges", "brxqges", "damaged", "misread"),
    ("be", "up", "ruined", "changed"),
    ("we", "ne", "ruined", "misread"),
    ("the", "ere", "ruined", "doubtful"),
    ("not", "ere", "ruined", "doubtful"),
    ("to", "eg", "ruined", "doubtful"),
    ("not", "or", "ruined", "changed"),
]
NEGATIONS = [
    ("not", "n0t", "edition", "misread"),
    ("not", "nct", "clear", "misread"),
    ("cannot", "camnot", "clear", "misread"),
    ("not", "now", "edition", "changed"),
    ("not", "now", "clear 0.6", "changed"),
    ("not", "now", "damaged", "doubtful"),
    ("now", "not", "clear 0.6", "changed"),
    ("now", "not", "ruined", "changed"),
    ("not", "hot", "clear 0.6", "doubtful"),
    ("not", "note", "clear", "changed"),
    ("cannot", "can", "clear 0.6", "changed"),
    ("can", "cannot", "clear 0.6", "changed"),
    ("could", "couldnt", "clear 0.6", "changed"),
    ("never", "ever", "clear 0.6", "doubtful"),
    ("without", "within", "clear 0.6", "changed"),
    ("none", "one", "clear 0.6", "doubtful"),
    ("nor", "for", "clear 0.6", "doubtful"),
    ("no", "mo", "clear 0.9", "misread"),
]
OPPOSITES = [
    ("dissatisfied", "satisfied", "edition", "changed"),
    ("dissatisfied", "satisfied", "clear", "changed"),
    ("satisfied", "dissatisfied", "clear", "changed"),
    ("dissatisfied", "satisfied", "damaged", "changed"),
    ("unwilling", "willing", "damaged", "changed"),
    ("impossible", "possible", "damaged", "changed"),
    ("agreed", "disagreed", "clear 0.6", "changed"),
    ("legal", "illegal", "damaged", "changed"),
    ("ineffective", "effective", "damaged", "changed"),
    wrong("dissatisfied", "satisfied", "clear 0.5", "doubtful", why=ANTONYM),
    wrong("satisfied", "dissatisfied", "clear 0.5", "doubtful", why=ANTONYM),
    wrong("willing", "unwilling", "clear 0.6", "doubtful", why=ANTONYM),
    wrong("effective", "ineffective", "clear 0.6", "doubtful", why=ANTONYM),
]
FIGURES = [
    ("28", "28", "clear", "same"),
    ("28", "2b", "clear", "misread"),
    ("28", "2b", "edition", "misread"),
    ("1962", "l962", "clear", "misread"),
    ("2000", "2,0o0", "clear", "changed"),
    ("5", "s", "clear", "changed"),
    ("5", "s", "damaged", "misread"),
    ("28", "2k", "clear", "changed"),
    ("28", "2k", "ruined", "changed"),
    ("128", "12k", "clear", "changed"),
    ("1280", "128k", "clear 0.6", "doubtful"),
    ("1280", "128k", "ruined", "doubtful"),
    ("28", "23", "edition", "changed"),
    ("28", "23", "clear", "changed"),
    ("28", "23", "damaged", "changed"),
    ("28", "23", "clear 0.6", "doubtful"),
    ("28", "23", "ruined", "doubtful"),
    ("1962", "196", "ruined", "doubtful"),
    ("1962", "196", "clear 0.6", "changed"),
    ("1962", "l96", "clear", "changed"),
    ("12500", "l250", "clear 0.6", "doubtful"),
    ("5", "x", "ruined", "doubtful"),
    ("3", "at", "ruined", "changed"),
    ("seven", "sever", "clear", "changed"),
    ("five", "fire", "clear", "changed"),
    ("five", "fire", "damaged", "doubtful"),
    ("five", "fire", "clear 0.6", "doubtful"),
    ("two", "twq", "clear", "misread"),
    ("first", "1st", "clear", "changed"),
    ("nine", "aine", "damaged", "misread"),
    wrong("ten", "fen", "edition", "changed", why=NUMERAL),
    wrong("one", "ore", "damaged", "doubtful", why=NUMERAL),
]
SCALES = [
    ("million", "billion", "edition", "changed"),
    ("million", "billion", "clear", "changed"),
    ("million", "billion", "clear 0.6", "doubtful"),
    ("billion", "million", "damaged", "doubtful"),
    ("million", "mi11ion", "clear", "misread"),
    ("thousand", "thousamd", "clear", "misread"),
]
DAYS_AND_MONTHS = [
    ("monday", "mondav", "clear", "misread"),
    ("july", "ju1y", "clear", "misread"),
    ("november", "novenber", "clear", "misread"),
    ("thursday", "tuesday", "clear", "changed"),
    ("thursday", "tuesday", "damaged", "changed"),
    ("july", "june", "clear 0.6", "changed"),
    ("march", "may", "clear 0.6", "changed"),
    ("november", "december", "clear", "changed"),
    ("november", "december", "damaged", "changed"),
    wrong("thursday", "tuesday", "clear 0.6", "doubtful", why=DAY),
    wrong("sunday", "monday", "clear 0.6", "doubtful", why=DAY),
    wrong("november", "december", "clear 0.6", "doubtful", why=DAY),
]


@pytest.mark.parametrize(
    ("quoted", "source", "how", "outcome"),
    [*LETTERS, *WHOLE_WORDS, *ENDINGS, *RUBBLE, *NEGATIONS, *OPPOSITES, *FIGURES, *SCALES, *DAYS_AND_MONTHS],
)
def test_a_quoted_word_beside_the_word_that_was_read(quoted, source, how, outcome):
    assert compared(quoted, source, how) is OUTCOMES[outcome]


NAMES = [
    ("castro", "castrc", "clear", "misread"),
    ("mikoyan", "mikoyar", "clear", "misread"),
    ("zinchukov", "zinchukow", "clear", "doubtful"),
    ("dean", "deam", "clear", "misread"),
    ("marchant", "merchant", "clear", "changed"),
    ("marchant", "merchant", "clear 0.6", "doubtful"),
    ("marchant", "merchant", "damaged", "doubtful"),
    ("rusk", "risk", "clear", "changed"),
    ("rusk", "rush", "clear 0.6", "doubtful"),
    ("ball", "bull", "clear 0.6", "doubtful"),
    ("ball", "bull", "clear 0.9 +BALL", "doubtful"),
]


@pytest.mark.parametrize(("quoted", "source", "how", "outcome"), NAMES)
def test_a_name_is_never_taken_for_another_word_that_was_misread(quoted, source, how, outcome):
    assert compared(quoted, source, how, name=True) is OUTCOMES[outcome]


def test_a_word_that_the_text_has_more_than_once_counts_as_a_word_though_no_list_holds_it():
    trust = Trust(measured=True, damaged=False, often=frozenset({"quneitra"}))
    assert compare_words("quneitri", "quneitra", word=None, trust=trust) is Step.CHANGED
    assert compare_words("quneitri", "quneitra", word=None, trust=TEXTS["clear"]) is Step.DOUBT


SPACING = [  # quoted words, words of the source, how read
    ("government", "gover nment", "clear", "spacing"),
    ("in view", "inview", "edition", "spacing"),
    ("anti castro", "anticastro", "edition", "spacing"),
    ("government", "gover nmemt", "clear", "misread"),
    ("government", "gover nmemt", "edition", "changed"),
    ("government", "gover nmemt", "edition 0.6", "misread"),
    ("in view", "inviev", "damaged", "misread"),
    ("2000", "20 00", "clear", "spacing"),
    ("2000", "20 01", "clear", "changed"),
    ("governments", "govern ment", "clear", "changed"),
    ("governments", "govem ment", "damaged", "changed"),
    ("in view", "xnqqew", "damaged", "changed"),
    ("maintain", "main tail", "clear", "changed"),
    ("will not", "wilinot", "damaged", "doubtful"),
    ("can not", "canmot", "clear", "changed"),
    ("undertaking", "under takimp", "damaged", "changed"),
    ("a" * 40 + " " + "b" * 30, "a" * 40 + "c" * 30, "damaged", "changed"),
]


@pytest.mark.parametrize(("quoted", "source", "how", "outcome"), SPACING)
def test_words_that_blanks_part_otherwise_are_judged_by_their_letters(quoted, source, how, outcome):
    text, *confidence = how.split()
    words = [Word(part.upper(), None, float(confidence[0]) if confidence else None) for part in source.split()]
    step = compare_letters(quoted.split(), source.split(), words=words, trust=TEXTS[text])
    assert step is OUTCOMES[outcome]
