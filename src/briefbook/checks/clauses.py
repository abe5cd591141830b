"""A sentence -> its clauses: for each verb whether it is denied, done or only possible, and the words on its sides."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefbook.checks.passages import MIN_LETTERS, passages_of, stem_of
from briefbook.text.folding import fold
from briefbook.text.french import english_words, is_french
from briefbook.text.months import ENGLISH, WEEKDAYS
from briefbook.text.word_meanings import BASE, ING, PAST, THIRD, VerbForm, verb_form

DONE, TO_COME, POSSIBLE, ABLE, DUE, IF_SO, OPEN = "done", "to come", "possible", "able", "due", "if so", "open"
"""How a clause holds: as a fact, in future, as MAY or CAN has it, as MUST, under a condition, or as wanted."""

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d,.]*\d|\d|[.;:,()“”\"—–]")
_BE = frozenset(["be", "am", "is", "are", "was", "were", "been", "being"])
_HAVE = frozenset(["have", "has", "had", "having"])
_DO = frozenset(["do", "does", "did"])
_MODES = {
    **dict.fromkeys(["will", "shall", "would"], TO_COME),
    **dict.fromkeys(["may", "might", "perhaps", "possibly"], POSSIBLE),
    **dict.fromkeys(["can", "could"], ABLE),
    **dict.fromkeys(["must", "should", "ought"], DUE),
}
_NOT = frozenset(["not", "never", "cannot", "hardly", "scarcely", "neither", "nor"])
_NOBODY = frozenset(["no", "none", "nobody", "nothing", "neither", "few"])
_WITHIN = frozenset({
    "also", "already", "now", "soon", "still", "yet", "again", "only", "even", "just", "probably", "then",
    "ever", "so", "long", "since", "rpt", "repeat",
})  # fmt: skip
"""Adverbs, beside those on -LY, that stand between a helping verb and its verb."""
_NO_VERB_BEHIND = frozenset({
    "the", "a", "an", "of", "in", "on", "at", "by", "for", "from", "with", "to", "his", "her", "its", "their",
    "our", "my", "any", "some", "this", "that", "these", "those", "no", "every", "each",
})  # fmt: skip
"""Behind these a word that may be a noun or an adjective is no verb."""
_PUNCTUATION = frozenset('.;:,()“”"—–')
_JOINS = frozenset({
    "and", "but", "or", "nor", "while", "whereas", "because", "since", "which", "who", "whom", "whose", "that",
    "if", "unless", "when", "whether", "although", "though", "as", "than", "where", "until", "before", "after",
    "so", "rather", "instead",
})  # fmt: skip
_BEFORE_A_MONTH = frozenset(
    ["in", "of", "by", "since", "until", "till", "from", "before", "after", "during", "late", "early", "mid"]
)
"""Behind these MAY is the month."""
_IF = frozenset(["if", "unless", "whether", "lest"])
REFUSING = frozenset({
    "refuse", "decline", "fail", "neglect", "forbid", "cease", "stop", "avoid", "prevent", "forbear", "omit",
    "prohibit", "ban", "bar", "refrain", "abstain", "dissuade", "deter",
})  # fmt: skip
"""Verbs by which what follows was not done."""
_UNABLE = frozenset(["unable", "unwilling", "reluctant", "loath", "impossible", "unwise"])
"""Adjectives by which what follows was not done."""
_TIMES = frozenset({
    "today", "yesterday", "tomorrow", "morning", "afternoon", "evening", "night", "tonight", "noon", "midnight",
    "midday", "week", "weeks", "month", "months", "year", "years", "days", "hour", "hours", "minute", "minutes",
    "last", "next", "later", "earlier", "ago", "recently", *(name.lower() for name in (*ENGLISH, *WEEKDAYS)),
})  # fmt: skip
"""Words that say when: who and what a clause is about is not told by them."""
_ASIDE = frozenset({
    "too", "however", "also", "indeed", "moreover", "therefore", "then", "again", "finally", "though", "toutefois",
    "cependant", "pourtant", "aussi", "enfin", "in turn", "by contrast", "in contrast", "on the contrary",
    "in revanche", "to contraire", "of course", "in fact", "for example", "by the way",
})  # fmt: skip
"""What stands between commas within a clause and is no part of it; of French as its words are in English."""
_RELATIVE = frozenset(["who", "which", "whose", "whom"])
_DOING = frozenset(["begin", "start", "continue", "proceed", "come", "manage", "go", "help", "use", "be", "have"])
"""Verbs by which what follows was done."""
_DOUBTING = frozenset(["deny", "doubt", "disbelieve", "question", "contest", "dispute", "rumour", "pretend"])
_UNTRUE = frozenset(
    map(stem_of, ["rumour", "rumours", "rumor", "rumors", "rumored", "untrue", "false", "falsely", "unfounded"])
)
"""Beginnings of words beside which a sentence does not tell as a fact what it tells."""
_NAMELESS = frozenset(["he", "she", "they", "it", "i", "we", "him", "her", "them", "who"])
_SMALL = frozenset({
    "nobody", "nothing", "none", "neither",
    "that", "this", "with", "from", "were", "been", "have", "which", "would", "their", "there", "when", "into",
    "also", "than", "them", "they", "what", "will", "could", "should", "about", "after", "before", "then",
    "these", "those", "such", "some", "only", "very", "being", "must", "does", "here", "where", "while", "both",
    "each", "upon", "might", "shall", "said", "says", "saying", "told",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence in small letters with its place in the text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with what stands beside it.

    ``verb`` is its base form, ``mode`` how it holds, ``denied`` whether it is denied, ``governor`` the verb on which
    it depends (REFUSED to see), or "". ``left`` and ``right`` are the beginnings of the words of content on its two
    sides up to the next clause, ``complement`` those of the clause behind its THAT or TO, ``doer`` and ``done_to``
    those of who does it and to whom or what. ``pronoun`` says whether the subject is HE or is left out, ``nobody``
    whether it is NO ONE, ``nothing`` whether the verb has NOTHING behind it, ``had`` whether it was done before (HAD
    BEEN), ``passive`` whether the left side suffers it. ``passage`` is the number of the passage,
    ``start`` and ``end`` the place of the verb with its helpers in the text, and ``words`` are those of the clause.
    ``left_out`` says that the verb is left out behind BUT NOT, and is that of the clause before.
    """

    verb: str
    mode: str
    denied: bool
    governor: str
    left: frozenset[str]
    right: frozenset[str]
    complement: frozenset[str]
    doer: frozenset[str]
    done_to: frozenset[str]
    pronoun: bool
    nobody: bool
    nothing: bool
    had: bool
    passive: bool
    passage: int
    start: int
    end: int
    words: str
    left_out: bool = False

    @property
    def beside(self) -> frozenset[str]:
        """The beginnings of the words of content on both sides, and of what the verb has behind THAT or TO."""
        return self.left | self.right | self.complement


@dataclass(frozen=True, slots=True)
class _Group:
    """Where the words of a verb group stand among a sentence's, its verb and how it holds."""

    first: int
    last: int
    verb: str
    mode: str
    denied: bool
    passive: bool
    governor: str
    finite: bool
    had: bool = False


@lru_cache(maxsize=512)
def clauses_of(text: str, writer: str = "") -> Sequence[Clause]:
    """The clauses of a text, in order.

    Args:
        text: The text.
        writer: The surname of the one who writes I in it, in small letters; "" if not known.

    >>> [(clause.verb, clause.mode, clause.denied) for clause in clauses_of("He may go. It was not repaired.")]
    [('go', 'possible', False), ('repair', 'done', True)]
    """
    found: list[Clause] = []
    before: frozenset[str] = frozenset()
    french = is_french(text)
    for number, passage in enumerate(passages_of(text)):
        read = _words_of_french if french else words_of
        words = [_named(word, writer) for word in _without_asides(read(passage.text))]
        groups = list(_groups(words))
        of_sentence: frozenset[str] = frozenset()
        for place, group in enumerate(groups):
            start = _left_edge(words, groups[place - 1].last + 1 if place else 0, group.first)
            stop = _right_edge(
                words, group.last + 1, groups[place + 1].first if place + 1 < len(groups) else len(words)
            )
            begin, end = start, group.first
            if end > 1 and words[end - 1].word == ",":  # the minister, X, said; the minister, who was there, said
                begin, end = _before_comma(words, groups[place - 1].last + 1 if place else 0, end - 1)
                start = min(start, begin)
            left, right = words[begin:end], words[group.last + 1 : stop]
            if not left and begin and words[begin - 1].word in ("who", "which"):  # the envoy, who warned him
                left = list(_antecedent(words[: begin - 1]))
            either = _neither(words, begin) if left else frozenset()
            pronoun = not any(map(_is_content, left)) or any(word.word in _NAMELESS for word in left[-2:])
            stems = stems_in(left) | either
            if found and found[-1].passage == number and not group.finite and words[group.first].word.endswith("ing"):
                stems, pronoun = found[-1].left, found[-1].pronoun  # left without greeting him
            elif group.governor == "be" and found and found[-1].passage == number:  # he was to go
                stems, pronoun = found[-1].left, found[-1].pronoun
            elif found and found[-1].passage == number and not left and _begins_behind_and(words, begin):
                stems, pronoun = found[-1].left, found[-1].pronoun  # he was asked, but did not come
            elif pronoun and not any(word.word in _NOBODY for word in left[:2]):
                stems |= of_sentence or before
            elif not of_sentence:
                of_sentence = stems
            by = _behind_by(right)
            whom = _object(right)
            if not whom and group.verb in _TO_SOMEBODY and _begins_with(right, "to"):
                whom = _object(right[1:])
            done_to = stems_in(whom) or (
                (of_sentence - stems or before - stems)
                if any(word.word in _WHOM for word in right[:1])
                else frozenset()
            )
            is_condition = any(word.word in _IF for word in words[max(0, start - 1) : group.first])
            is_condition = is_condition or _is_inverted(words, groups, place)
            mode = IF_SO if is_condition else group.mode
            behind = stems_in(right)
            verb, passive = group.verb, group.passive
            if not verb:  # the Irish will not; nor was the general
                if not found or found[-1].passage < number - 1 or found[-1].verb in ("be", "have"):
                    continue
                verb, behind, passive = found[-1].verb, found[-1].right, found[-1].passive
                if not left:
                    stems, pronoun, behind = stems_in(right), False, behind - stems_in(right)
            if verb == "do" and group.denied and found and _is_so(right):  # I did not do so
                verb, behind = found[-1].verb, found[-1].right | found[-1].complement
            found.append(
                Clause(
                    verb,
                    mode,
                    (group.denied or _begins_with_no(right)) != _is_untrue(words, groups, place),
                    group.governor,
                    stems,
                    behind,
                    _complement(words, groups, place, stop),
                    by if passive else stems,
                    stems if passive else done_to,
                    pronoun,
                    any(word.word in _NOBODY for word in left[:2]) or _begins_with_not_one(left) or bool(either),
                    any(word.word in _NOTHING for word in right[:1]),
                    group.had,
                    passive,
                    number,
                    passage.start + words[group.first].start,
                    passage.start + words[group.last].end,
                    passage.text[words[start].start : words[max(group.last, min(stop, len(words) - 1))].end],
                )
            )
            if (rest := _but_not(words, group.last + 1, stop, groups[place + 1 :])) and not group.denied:
                told = found[-1].words.removesuffix("but").removesuffix("BUT")
                found[-1] = replace(found[-1], words=told)
                found.append(
                    replace(
                        found[-1],
                        denied=True,
                        right=rest,
                        complement=frozenset(),
                        done_to=rest,
                        words=f"{told}NOT",
                        left_out=True,
                    )
                )
        before = of_sentence or before
    return tuple(found)


def _begins_behind_and(words: Sequence[Word], place: int) -> bool:
    return place > 0 and words[place - 1].word in ("and", "but", "or", "nor", "then", "yet")


def _neither(words: Sequence[Word], begin: int) -> frozenset[str]:
    """The words of content between NEITHER and the NOR behind which a subject begins: neither the army nor the navy."""
    if not begin or words[begin - 1].word != "nor":
        return frozenset()
    place = next((at for at in range(begin - 2, -1, -1) if words[at].word in ("neither", *_PUNCTUATION)), None)
    is_there = place is not None and words[place].word == "neither"
    return stems_in(words[place : begin - 1]) if is_there else frozenset()


def _is_so(words: Sequence[Word]) -> bool:
    return bool(words) and words[0].word in ("so", "it", "him", "that", "this") and not any(map(_is_content, words))


def _but_not(words: Sequence[Word], start: int, stop: int, groups: Sequence["_Group"]) -> frozenset[str]:
    """The words of content behind BUT NOT, or , NOT, up to the next point, where the next verb does not follow."""
    end = groups[0].first if groups else len(words)
    for place in range(start, min(stop + 1, end - 1)):
        if words[place].word in ("but", ",", "and") and words[place + 1].word == "not":
            last = next((at for at in range(place + 2, end) if words[at].word in _PUNCTUATION), end)
            return stems_in(words[place + 2 : last]) if last < end or not groups else frozenset()
    return frozenset()


def _without_asides(words: Sequence[Word]) -> Sequence[Word]:
    """The words without TOO, HOWEVER and their like between commas."""
    found: list[Word] = []
    place = 0
    while place < len(words):
        if words[place].word == ",":
            stop = next((at for at in range(place + 1, min(place + 5, len(words))) if words[at].word == ","), place)
            if " ".join(word.word for word in words[place + 1 : stop]) in _ASIDE:
                place = stop + 1
                continue
        found.append(words[place])
        place += 1
    return found


def _before_comma(words: Sequence[Word], start: int, comma: int) -> tuple[int, int]:
    """Where the subject stands of a verb behind a comma: before what is set between two commas."""
    opening = next((at for at in range(comma - 1, 0, -1) if words[at].word in _PUNCTUATION), 0)
    if opening and words[opening].word == "," and words[opening + 1].word in _RELATIVE:
        return _left_edge(words, 0, opening), opening
    begin = _left_edge(words, start, comma)
    return begin, comma


def _is_untrue(words: Sequence[Word], groups: Sequence["_Group"], place: int) -> bool:
    """Whether a clause stands behind IT IS NOT TRUE THAT, or behind IT IS FALSE THAT."""
    if not place:
        return False
    before, first = groups[place - 1], groups[place].first
    between = [word.word for word in words[before.last + 1 : first]]
    if before.verb != "be" or "that" not in between[:3]:
        return False
    said = between[: between.index("that")]
    return bool(said) and (
        (before.denied and said[-1] in _SO) or (not before.denied and said[-1] in _FALSE) or said == ["no", "truth"]
    )


_SO = frozenset(["true", "correct", "so", "right", "case"])
_FALSE = frozenset(["false", "untrue", "incorrect", "wrong", "unfounded", "invented"])
_NOTHING = frozenset(["nothing", "nobody", "none"])
_NO = _NOTHING | {"no", "neither"}
_TO_SOMEBODY = frozenset({
    "write", "speak", "send", "telephone", "cable", "wire", "report", "reply", "appeal", "complain", "apologize",
    "explain", "suggest", "propose", "give", "offer", "hand", "deliver", "surrender", "present", "return", "sell",
    "lend", "owe", "pay", "yield", "protest", "telegraph", "answer", "talk",
})  # fmt: skip
"""Verbs of which another is told behind TO."""


def _antecedent(words: Sequence[Word]) -> Sequence[Word]:
    """The words for which a WHO stands: those before it, up to a verb, a preposition or another point."""
    stop = len(words) - (bool(words) and words[-1].word == ",")
    start = stop
    while start and not (
        words[start - 1].word in _PUNCTUATION
        or words[start - 1].word in _JOINS
        or words[start - 1].word in _PREPOSITIONS - {"of"}
        or ((form := verb_form(words[start - 1].word)) is not None and form.form == PAST and form.share > MIN_SHARE)
    ):
        start -= 1
    return words[start:stop]


def _begins_with(words: Sequence[Word], word: str) -> bool:
    return bool(words) and words[0].word == word


def is_called_untrue(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a clause's sentence calls something not true, by which the clause is denied."""
    return any(
        other.passage == clause.passage and other.verb == "be" and other.start < clause.start and _TRUE in other.right
        for other in clauses
    )


def _is_inverted(words: Sequence[Word], groups: Sequence["_Group"], place: int) -> bool:
    """Whether a clause is a condition by its order: had the ship sailed, he would have known."""
    start = groups[place].first
    helper = groups[place - 1] if place else None
    if helper is not None and helper.first == helper.last and helper.verb in ("have", "be"):
        start = helper.first
    is_begun = start == 0 or words[start - 1].word in _PUNCTUATION
    return is_begun and start < groups[place].first and words[start].word in ("had", "were")


def _complement(words: Sequence[Word], groups: Sequence["_Group"], place: int, stop: int) -> frozenset[str]:
    """The words of content of the clause that a verb has behind THAT, or behind TO."""
    if place + 1 >= len(groups):
        return frozenset()
    follows = groups[place + 1]
    is_that = stop < len(words) and words[stop].word == "that"
    if not is_that and words[follows.first].word != "to":
        return frozenset()
    end = groups[place + 2].first if place + 2 < len(groups) else len(words)
    return stems_in(words[stop : _right_edge(words, follows.last + 1, end)])


def _named(word: Word, writer: str) -> Word:
    return Word(writer, word.start, word.end) if writer and word.word in _WRITER else word


_WRITER = frozenset(("i", "me", "we", "us"))
_WHOM = frozenset(("him", "her", "them"))
_PREPOSITIONS = frozenset({
    "of", "in", "on", "at", "by", "for", "from", "with", "to", "into", "over", "under", "against", "between",
    "about", "before", "after", "since", "until", "through", "near",
})  # fmt: skip


def _object(words: Sequence[Word]) -> Sequence[Word]:
    """The words behind a verb up to the first preposition."""
    stop = next((place for place, word in enumerate(words) if word.word in _PREPOSITIONS), len(words))
    return words[:stop]


def _behind_by(words: Sequence[Word]) -> frozenset[str]:
    place = next((place for place, word in enumerate(words) if word.word == "by"), None)
    return stems_in(_object(words[place + 1 :])) if place is not None else frozenset()


@lru_cache(maxsize=4096)  # a passage is read by several comparisons
def words_of(text: str) -> Sequence[Word]:
    """The words, numbers and points of a text."""
    return tuple(Word(fold(match.group()) or match.group(), *match.span()) for match in _TOKEN.finditer(text))


def _words_of_french(text: str) -> Sequence[Word]:
    """The words of a French text in English, each with the place of those for which it stands."""
    return [Word(fold(token.word), token.start, token.end) for token in english_words(text)]


def stems_in(words: Sequence[Word]) -> frozenset[str]:
    """The beginnings of words of content, and numbers."""
    return frozenset(stem_of(_bare(word.word)) for word in words if _is_content(word))


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word)


def _is_content(word: Word) -> bool:
    if word.word[:1].isdigit():
        return True
    return len(word.word) >= MIN_LETTERS and word.word not in _SMALL and word.word not in _TIMES


def _begins_with_no(words: Sequence[Word]) -> bool:
    return any(word.word in _NO for word in words[:1]) or _begins_with_not_one(words)


def _begins_with_not_one(words: Sequence[Word]) -> bool:
    """Whether NOT A stands first: not a shot was fired, not one of them came."""
    return len(words) > 1 and words[0].word == "not" and words[1].word in ("a", "an", "one")


def _left_edge(words: Sequence[Word], start: int, stop: int) -> int:
    """Where the left side of a clause begins: behind the last point or joining word before the verb."""
    for place in range(stop - 1, start - 1, -1):
        if words[place].word in _PUNCTUATION or words[place].word in _JOINS:
            return place + 1
    return start


def _right_edge(words: Sequence[Word], start: int, stop: int) -> int:
    """Where the right side ends: at a point, or at a joining word behind which the next clause's verb stands."""
    for place in range(start, stop):
        if words[place].word in _PUNCTUATION or words[place].word in _JOINS:
            if words[place].word in ("and", "or", ",") and stop - place < 2:
                continue
            return place
    return stop


def _groups(words: Sequence[Word]) -> Iterator[_Group]:
    place = 0
    last: _Group | None = None
    while place < len(words):
        group = _group_at(words, place, last)
        if group is None:
            if words[place].word in _PUNCTUATION and words[place].word in ".;:":
                last = None
            place += 1
            continue
        yield group
        place, last = group.last + 1, group


def _group_at(words: Sequence[Word], place: int, last: _Group | None) -> _Group | None:
    word = words[place].word
    before = words[place - 1].word if place else ""
    if word == "to" and place + 1 < len(words):
        return _infinitive(words, place, last)
    if word == "may" and (before in _BEFORE_A_MONTH or before[:1].isdigit()):
        return None
    if word in _BE or word in _HAVE or word in _DO or word in _MODES or word == "cannot":
        return _with_helpers(words, place)
    form = verb_form(word) or _rare_form(word)
    if form is None or before in _NO_VERB_BEHIND or (place and words[place - 1].word[:1].isdigit()):
        return None
    denied = before in _NOT
    if form.form == PAST and form.share >= MIN_SHARE:
        return _Group(place, place, form.verb, DONE, denied, False, "", True)
    if form.form == ING and last is not None and last.verb in REFUSING and place - last.last <= 2:
        return _Group(place, place, form.verb, last.mode, not last.denied, False, last.verb, False)
    if form.form == ING and before == "from" and last is not None and last.verb in REFUSING:
        return _Group(place, place, form.verb, last.mode, not last.denied, False, last.verb, False)
    if form.form == ING and before == "without":
        return _Group(place, place, form.verb, DONE, True, False, "", False)
    if (before in ("he", "she", "it") and form.form == THIRD) or (
        before in ("i", "we", "they", "you") and form.form == BASE
    ):
        return _Group(place, place, form.verb, DONE, denied, False, "", True)
    is_told = place and before not in _PUNCTUATION and before not in _JOINS
    if form.form == THIRD and form.share >= MIN_SHARE_OF_PRESENT and is_told:
        return _Group(place, place, form.verb, DONE, denied, False, "", True)
    return None


def _rare_form(word: str) -> VerbForm | None:
    """The past of a verb that is in no list, where its ending says that it is one: apologized."""
    return (
        VerbForm(word[:-1], PAST, 100)
        if word.endswith(("ized", "ised", "ified")) and len(word) > len("raised")
        else None
    )


MIN_SHARE = 30
MIN_SHARE_OF_PRESENT = 70
"""How many of a hundred uses of a word are those of a verb: below it the word alone is none."""


def _infinitive(words: Sequence[Word], place: int, last: _Group | None) -> _Group | None:
    """TO and a verb, which holds as the verb on which it depends has it."""
    at = place + 1
    while at < len(words) and (words[at].word in _WITHIN or words[at].word.endswith("ly")):
        at += 1
    passive = at < len(words) and words[at].word == "be"
    form = verb_form(words[at + passive].word) if at + passive < len(words) else None
    if form is None or (form.form != (PAST if passive else BASE) and form.verb != words[at + passive].word):
        return None
    governor = last.verb if last is not None and place - last.last <= REACH else ""
    if place and words[place - 1].word in _UNABLE:
        mode, denied = (DONE, not last.denied) if last is not None else (DONE, True)
    elif governor == "be" and last is not None and place - last.last <= 1:
        mode, denied = TO_COME, last.denied
    elif governor in REFUSING and last is not None:
        mode, denied = last.mode, not last.denied
    elif governor in _DOING and last is not None:
        mode, denied = last.mode, last.denied
    else:
        mode, denied = OPEN, words[place - 1].word in _NOT if place else False
    return _Group(place, at + passive, form.verb, mode, denied, passive, governor, False)


REACH = 7
"""Words between a verb and the TO that depends on it."""


def _with_helpers(words: Sequence[Word], place: int) -> _Group | None:
    """WILL NOT BE RELEASED: the helping verbs from a place on with their verb."""
    at, mode, denials = place, DONE, 0
    helpers: list[str] = []
    while at < len(words):
        word = words[at].word
        if word in _NOT or word.endswith(("n't", "n’t")):
            denials = max(denials, 1)
        elif word in _MODES:
            mode = _MODES[word]
        elif not (
            word in _BE or word in _HAVE or word in _DO or word in _WITHIN or (word.endswith("ly") and len(word) > 4)
        ):
            break
        if word == "cannot":
            mode, denials = ABLE, 1
        helpers.append(word)
        at += 1
    form = verb_form(words[at].word) if at < len(words) else None
    if form is None and at < len(words) and words[at].word.endswith("ed"):
        form = _rare_form(words[at].word) or VerbForm(words[at].word, PAST, 0)
    has_be = not _BE.isdisjoint(helpers)
    has_have = not _HAVE.isdisjoint(helpers)
    if form is not None and (
        (form.form == PAST and (has_be or has_have))
        or (form.form == ING and has_be)
        or (form.form == BASE and not has_be and not has_have)
        or (form.form == PAST and form.verb == words[at].word)
    ):
        passive = has_be and form.form == PAST and helpers[-1] != "have" and _last_helper(helpers) in _BE
        if has_be and form.form == ING and form.verb == "go":
            mode = TO_COME
        return _Group(place, at, form.verb, mode, denials > 0, passive, "", True, "had" in helpers)
    is_end = at >= len(words) or words[at].word in (".", ";", ",", "but", "and")
    is_turned = place > 0 and words[place - 1].word in ("nor", "neither") and at == place + 1
    if (is_end and (denials or at == place + 1)) or is_turned:
        denied = denials > 0 or is_turned
        return _Group(place, at - 1, "", mode, denied, has_be and not is_turned, "", True)
    if has_be and at > place:
        return _Group(place, at - 1, "be", mode, denials > 0, False, "", True)
    if has_have and at > place:
        return _Group(place, at - 1, "have", mode, denials > 0, False, "", True)
    return None


def _last_helper(helpers: Sequence[str]) -> str:
    return next(
        (word for word in reversed(helpers) if word in _BE or word in _HAVE or word in _DO or word in _MODES), ""
    )


def is_doubted(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a clause stands behind a verb of doubting or denying, or beside what calls it untrue, in its sentence."""
    here = [other for other in clauses if other.passage == clause.passage]
    if any(other.verb in _DOUBTING and other.start < clause.start for other in here):
        return True
    return any(
        _UNTRUE & (other.left | other.right) or (other.verb == "be" and other.denied and _TRUE in other.right)
        for other in here
    )


_TRUE = stem_of("true")
