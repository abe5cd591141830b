"""French text -> its words in English, one after another, in the order that English verbs and denials have.

No translation: enough for what a French paper affirms, denies and foretells to be compared with English or French
prose. ``ne … pas`` becomes NOT before the verb, ``n'a rien signé`` HAS NOT SIGNED NOTHING, a future WILL and the verb;
an object before the verb stands after it. The words, from general knowledge, are in ``text/data/french.csv``; regular
verbs are conjugated by rule (the first and second group of French grammars), of others the forms are given. A word
that is not in it stays.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from briefbook.text import number_words
from briefbook.text.languages import language_of
from briefbook.text.word_meanings import PAST, forms_of

_TOKEN = re.compile(r"(?:[ldnsmjtc]|qu)[’']|[^\W\d_]+(?:-[^\W\d_]+)*|\d[\d,.]*\d|\d|[.;:,()“”\"«»—–]", re.I)

PRESENT, PARTICIPLE, IMPERFECT, SIMPLE, FUTURE, CONDITIONAL, INFINITIVE = (
    "present", "participle", "imperfect", "simple past", "future", "conditional", "infinitive",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Form:
    """The English verb that a French form is of, its tense, and whether its perfect is made with BE."""

    verb: str
    tense: str
    with_be: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A word in small letters with the place of that for which it stands."""

    word: str
    start: int
    end: int


_AUXILIARIES = {
    **dict.fromkeys(("ai", "a", "avons", "ont"), ("have", "has")),
    **dict.fromkeys(("avais", "avait", "avions", "avaient", "eut", "eurent"), ("have", "had")),
    **dict.fromkeys(("aura", "auront", "aurai"), ("have", "will have")),
    **dict.fromkeys(("aurait", "auraient"), ("have", "would have")),
    **dict.fromkeys(("est", "sont", "suis", "sommes"), ("be", "is")),
    **dict.fromkeys(("était", "étaient", "étais", "fut", "furent"), ("be", "was")),
    **dict.fromkeys(("sera", "seront", "serai"), ("be", "will be")),
    **dict.fromkeys(("serait", "seraient"), ("be", "would be")),
    **dict.fromkeys(("soit", "soient", "ait", "aient"), ("be", "may be")),
}
_MODALS = {
    **dict.fromkeys(("doit", "doivent", "dois", "devons"), "is to"),
    **dict.fromkeys(("devait", "devaient"), "was to"),
    **dict.fromkeys(("devra", "devront"), "will have to"),
    **dict.fromkeys(("devrait", "devraient"), "should"),
    **dict.fromkeys(("peut", "peuvent", "puis", "peux"), "can"),
    **dict.fromkeys(("pouvait", "pouvaient", "put", "purent", "pourra", "pourront", "pu"), "could"),
    **dict.fromkeys(("pourrait", "pourraient"), "might"),
    **dict.fromkeys(("va", "vont"), "is going to"),
    **dict.fromkeys(("allait", "allaient"), "was going to"),
    **dict.fromkeys(("saurait", "sauraient"), "could"),
}
_DENIALS = frozenset(("pas", "point", "jamais", "plus", "guère", "aucunement", "nullement", "aucun", "aucune", "nul"))
_WITHIN = frozenset(
    ("encore", "toujours", "déjà", "bien", "tout", "trop", "aussi", "même", "jamais", "souvent", "enfin")
)
"""Adverbs, beside those on -MENT, that stand between a helping verb and its verb."""
_NOTHING = {"rien": "nothing", "personne": "nobody"}
_OBJECTS = {
    "me": "me", "m": "me", "lui": "him", "leur": "them", "les": "them", "l": "him", "le": "him", "la": "her",
    "nous": "us", "y": "", "en": "", "se": "", "s": "",
}  # fmt: skip
_ARTICLES = frozenset(("le", "la", "les", "l"))
UP_TO_TWELVE = "un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze"
"""The French words of the numbers from one to twelve, as the alternatives of a pattern."""

_NUMBERS = dict(zip(UP_TO_TWELVE.split("|"), number_words.UP_TO_TWELVE.split("|"), strict=True))


@lru_cache(maxsize=512)
def is_french(text: str) -> bool:
    """Whether a text is French, a sentence or a paper: it has its function words, and none or few of others.

    >>> is_french("Le général n’a pas quitté la ville."), is_french("Le Duc met the general in Paris.")
    (True, False)
    """
    if language_of(text):
        return language_of(text) == "fr"
    words = [match.group() for match in _TOKEN.finditer(text) if match.group()[0].isalpha()]
    is_telegram = text.isupper()
    plain = [_plain(word) for place, word in enumerate(words) if is_telegram or not place or word.islower()]
    french = sum(word in _small() or word in _verbs() for word in plain)
    english = sum(word in _ENGLISH for word in plain)
    return french >= MIN_PART * len(words) and french > 2 * english


MIN_PART = 0.3
"""The part of a sentence's words that are small words or verbs of French at least."""
_ENGLISH = frozenset(
    ("the", "of", "to", "and", "in", "was", "were", "had", "that", "by", "his", "for", "not", "with", "would")
)


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    names = {row["french"] for row in _rows() if row["kind"] == "small word"}
    return frozenset((names | _ARTICLES | _DENIALS | {"ne", "n", "m", "s", "qu", "y"}) - {"a", "on", "me"})


def english_words(text: str) -> Sequence[Token]:
    """The words of a French text in English.

    >>> " ".join(token.word for token in english_words("Il n’a pas signé la convention et ne partira jamais."))
    'he has not signed the convention and will not leave .'
    >>> " ".join(token.word for token in english_words("L’ambassadeur m’a dit que le traité serait signé."))
    'the ambassador has told me that the treaty would be signed .'
    """
    tokens = [Token(_plain(match.group()), *match.span()) for match in _TOKEN.finditer(text)]
    return tuple(_glossed(tokens))


def _plain(word: str) -> str:
    return word.lower().rstrip("’'")


def _glossed(tokens: Sequence[Token]) -> Iterator[Token]:
    place = 0
    while place < len(tokens):
        found = _verb_group(tokens, place)
        if found is not None:
            made, place = found
            yield from made
            continue
        token = tokens[place]
        behind = _verbs().get(tokens[place + 1].word) if place + 1 < len(tokens) else None
        if token.word in ("de", "d", "à") and behind is not None and behind.tense == INFINITIVE:
            place += 1  # refuser de signer
            continue
        if token.word in _ARTICLES:
            yield Token("the", token.start, token.end)
        elif token.word in _NUMBERS and token.word != "un":
            yield Token(_NUMBERS[token.word], token.start, token.end)
        elif token.word in ("aucun", "aucune", "nul", "nulle"):
            yield Token("no", token.start, token.end)
        elif token.word in _NOTHING:
            yield Token(_NOTHING[token.word], token.start, token.end)
        elif token.word == "premier" and place + 1 < len(tokens) and tokens[place + 1].word == "ministre":
            yield Token("prime", token.start, token.end)
        else:
            yield Token(_noun(token.word), token.start, token.end)
        place += 1


def _verb_group(tokens: Sequence[Token], place: int) -> tuple[Sequence[Token], int] | None:
    """The verb with its helpers, its denial and the pronouns before it, in the English order; and where it ends."""
    at, denied, objects = place, False, []
    if tokens[at].word in ("ne", "n"):
        denied, at = True, at + 1
    while at < len(tokens) and tokens[at].word in _OBJECTS and _leads_to_verb(tokens, at):
        objects.append(_OBJECTS[tokens[at].word])
        at += 1
    if not denied and objects and at < len(tokens) and tokens[at].word in ("ne", "n"):
        denied, at = True, at + 1
    if at >= len(tokens):
        return None
    begin, first = at, tokens[at].word
    head, perfect = "", ""
    if first in _AUXILIARIES:
        perfect, head = _AUXILIARIES[first]
    elif first in _MODALS and _infinitive_at(tokens, at + 1, denied) is not None:
        head = _MODALS[first]
    elif first not in _verbs() or (not denied and not objects and not _may_be_verb(tokens, at)):
        return None
    stop, only, nothing = at + 1, False, ""
    is_denied = denied
    form = None if head else _verbs()[first]
    while stop < len(tokens):
        word = tokens[stop].word
        if denied and word in _DENIALS:
            stop += 1
        elif denied and word in _NOTHING:
            nothing, stop = _NOTHING[word], stop + 1
        elif denied and word in ("que", "qu"):
            only, stop = True, stop + 1
            break
        elif perfect and word in ("été", "pu", "dû"):
            head = f"{head} been" if word == "été" else "could" if word == "pu" else "had to"
            perfect = "be" if word == "été" else "modal"
            stop += 1
        elif head and stop + 1 < len(tokens) and _is_adverb(word, tokens[stop + 1].word):
            stop += 1
        elif head and form is None and word in _verbs() and _fits(_verbs()[word], perfect):
            form, stop = _verbs()[word], stop + 1
        elif (
            head and form is None and word in ("me", "m", "le", "la", "les", "l", "lui", "se", "s", "y") and not perfect
        ):
            stop += 1
        else:
            break
    while denied and stop < len(tokens) and tokens[stop].word in ("ni", "aucun", "aucune", "nul"):
        stop += 1
    if only or _has_no_subject(tokens, place):
        is_denied = False
    words = _english(head, perfect, form, is_denied, first)
    words += [nothing] if nothing else []
    words += ["only"] if only else []
    words += [word for word in objects if word]
    start, end = tokens[begin].start, tokens[stop - 1].end
    return [Token(word, start, end) for word in words], stop


def _is_adverb(word: str, behind: str) -> bool:
    """Whether a word between a helping verb and its verb is an adverb."""
    return word in _WITHIN or (word.endswith("ment") and behind in _verbs())


def _has_no_subject(tokens: Sequence[Token], place: int) -> bool:
    """Whether the subject before a verb is AUCUN, PERSONNE, RIEN or NI, which deny by themselves."""
    for token in reversed(tokens[max(0, place - SUBJECT) : place]):
        if token.word in (".", ";", ":", ","):
            return False
        if token.word in ("aucun", "aucune", "nul", "nulle", "personne", "rien", "ni"):
            return True
    return False


SUBJECT = 5
"""Words before a verb among which the word stands that denies its subject."""


def _fits(form: _Form, perfect: str) -> bool:
    if perfect in ("have", "be"):
        return form.tense == PARTICIPLE
    return form.tense == INFINITIVE


def _infinitive_at(tokens: Sequence[Token], place: int, denied: bool) -> _Form | None:
    for token in tokens[place : place + 4]:
        form = _verbs().get(token.word)
        if form is not None and form.tense == INFINITIVE:
            return form
        if token.word not in _DENIALS and token.word not in _OBJECTS and token.word not in ("rien", "être", "avoir"):
            return None
    return None


def _leads_to_verb(tokens: Sequence[Token], place: int) -> bool:
    """Whether a pronoun stands before a verb, and is no article before a noun."""
    behind = tokens[place + 1].word if place + 1 < len(tokens) else ""
    if behind in ("ne", "n"):
        return True
    is_verb = behind in _AUXILIARIES or behind in _MODALS or (behind in _verbs() and behind not in _nouns())
    if behind in _OBJECTS and tokens[place].word not in _ARTICLES:
        return _leads_to_verb(tokens, place + 1)
    if tokens[place].word in _ARTICLES and behind in _verbs() and _verbs()[behind].tense == PARTICIPLE:
        return False
    return is_verb


def _may_be_verb(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word that has the form of a verb is one here: not after an article or a preposition, but for DE, À."""
    form = _verbs()[tokens[place].word]
    before = tokens[place - 1].word if place else ""
    if form.tense == INFINITIVE:
        return before not in _ARTICLES
    if form.tense == PARTICIPLE:
        return False
    if tokens[place].word in _nouns() and before not in ("il", "elle", "ils", "elles", "on", "je", "nous", "qui"):
        return False
    return before not in _ARTICLES and before not in (
        "un",
        "une",
        "de",
        "d",
        "du",
        "des",
        "au",
        "aux",
        "ce",
        "son",
        "sa",
    )


def _english(head: str, perfect: str, form: _Form | None, denied: bool, first: str) -> list[str]:
    """The helping words with NOT after the first, and the verb in the form that they want."""
    if form is None:
        words = head.split()
    elif head and perfect in ("have", "be"):
        helper = head
        if perfect == "be" and form.with_be:
            helper = {"is": "has", "was": "had", "will be": "will have", "would be": "would have"}.get(head, "has")
        words = [*helper.split(), "done" if form.verb == "do" else forms_of(form.verb, PAST)]
    elif head:
        words = [*head.split(), form.verb]
    elif form.tense == FUTURE:
        words = ["will", form.verb]
    elif form.tense == CONDITIONAL:
        words = ["would", form.verb]
    elif form.tense == INFINITIVE:
        words = ["to", form.verb]
    elif form.tense == PRESENT:
        words = ["does", form.verb] if denied else [forms_of(form.verb, PAST)]  # a form that is no noun
    else:
        words = ["did", form.verb] if denied else [forms_of(form.verb, PAST)]
    if denied:
        words = ["not", *words] if words[0] == "to" else [words[0], "not", *words[1:]]
    return words


# ---- The words -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _rows() -> Sequence[dict[str, str]]:
    text = (files("briefbook.text") / "data" / "french.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def _nouns() -> dict[str, str]:
    return {row["french"]: row["english"] for row in _rows() if row["kind"] in ("noun", "small word")}


@lru_cache(maxsize=20_000)  # the words of a language recur
def _noun(word: str) -> str:
    """The English word of a noun, an adjective or a small word, whatever its number and sex; itself if in no list."""
    names = _nouns()
    for form in (word, word.removesuffix("s"), word.removesuffix("x"), word.removesuffix("es"), word.removesuffix("e")):
        if form in names:
            return names[form].lower()
    if word.endswith("aux") and word[:-3] + "al" in names:
        return names[word[:-3] + "al"].lower()
    for ending, stem in (("ennes", "en"), ("enne", "en"), ("ière", "ier"), ("elle", "el"), ("ve", "f")):
        if word.endswith(ending) and word.removesuffix(ending) + stem in names:
            return names[word.removesuffix(ending) + stem].lower()
    form_ = _verbs().get(word)
    return forms_of(form_.verb, PAST) if form_ is not None and form_.tense == PARTICIPLE else word


_FUTURES = (
    ("ai", FUTURE), ("a", FUTURE), ("ons", FUTURE), ("ont", FUTURE),
    ("ais", CONDITIONAL), ("ait", CONDITIONAL), ("ions", CONDITIONAL), ("aient", CONDITIONAL),
)  # fmt: skip
_IMPERFECTS = ("ais", "ait", "ions", "aient")


@lru_cache(maxsize=1)
def _verbs() -> dict[str, _Form]:
    found: dict[str, _Form] = {}
    for row in _rows():
        if not row["kind"].startswith("verb"):
            continue
        for form, tense in _forms(row["french"], row["forms"]):
            found.setdefault(form, _Form(row["english"], tense, row["kind"] != "verb"))
    return found


def _forms(verb: str, irregular: str) -> Iterator[tuple[str, str]]:
    """The forms of a French verb with their tenses, those given before those made by rule."""
    yield verb, INFINITIVE
    given = dict(part.split("=") for part in irregular.split())
    stem = verb[:-2]
    is_first = verb.endswith("er")
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    participle = given.get("part", stem + ("é" if is_first else "i"))
    for ending in ("", "e", "s", "es"):
        yield participle.removesuffix("s") + ending if ending else participle, PARTICIPLE
    regular = (stem + "e", stem + "ent") if is_first else (stem + "it", stem + "issent")
    yield from ((form, PRESENT) for form in (given["pres"].split(",") if "pres" in given else regular))
    imperfect = given.get("imp", soft if is_first else stem + "iss")
    yield from ((imperfect + ending, IMPERFECT) for ending in _IMPERFECTS)
    future = given.get("fut", verb)
    yield from ((future + ending, tense) for ending, tense in _FUTURES)
    past = (soft + "a", stem + "èrent") if is_first else (stem + "it", stem + "irent")
    yield from ((form, SIMPLE) for form in (given["ps"].split(",") if "ps" in given else past))
