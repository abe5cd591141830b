"""What an author's brackets and ellipses do to the words quoted: what they replace or hide, and whether it matters."""

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz.distance import Levenshtein

from briefbook.checks.countries import countries
from briefbook.checks.quotations.hidden_verbs import hidden_verb
from briefbook.model.verdict import Editing, EditingGrade
from briefbook.text.authorities import PERSONS
from briefbook.text.lexicon import frequency, is_word
from briefbook.text.months import ENGLISH, WEEKDAYS
from briefbook.text.sentences import ABBREVIATIONS
from briefbook.text.tokens import REDACTED, UNREADABLE, is_negation, is_number, tokens_of

LONG = 40
"""More words than this under an ellipsis are said (a limit of ours: two or three typed lines of a telegram)."""

_ENDINGS = frozenset(
    [
        *("", "s", "es", "d", "ed", "ing", "ly", "y", "ies", "ied", "n", "en", "e", "t", "er", "r", "ation", "tion"),
        *("ion", "a", "o", "i", "ment", "ian", "ese", "ish", "an", "is", "as", "at", "em", "ey", "eir", "m", "ll"),
        *("ould", "ill"),
    ]
)
"""What may stand in brackets at a word's end for another ending: seem[ed], want[s], th[ey], w[ould]."""

DENYING_LETTERS = frozenset(("un", "in", "im", "il", "ir", "dis", "non", "mis", "not", "less", "nt"))
"""Letters in brackets that turn a word into its opposite: [un]willing, can[not]."""

_DENYING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "anti", "mis", "de", "counter")
_DENYING_ENDINGS = frozenset(("less", "nt", "not", "n't", "free"))
_DENIERS = frozenset(
    [
        *("hardly", "scarcely", "barely", "rarely", "seldom", "little", "few", "unless", "except", "but", "unlikely"),
        *("impossible", "unable", "unwilling", "improbable", "doubtful", "doubted", "doubts", "doubt", "lacked"),
        *("lacking", "lacks", "lack", "absence", "false", "untrue", "against", "averse", "contrary"),
    ]
)
_DENYING_STEMS = (
    *("refus", "fail", "deni", "deny", "declin", "reject", "disavow", "disclaim", "ceas", "prevent", "forbid"),
    *("forbad", "prohibit", "abstain", "neglect", "unlike", "instead", "oppos"),
)
_FOREIGN_DENIERS = frozenset(
    [
        *("pas", "jamais", "aucun", "aucune", "ni", "rien", "nicht", "kein", "keine", "keinen", "keinem", "keiner"),
        *("keines", "nie", "niemals", "nichts", "niemand", "ohne", "weder", "ningun", "ninguna", "nunca", "jamas"),
        *("tampoco", "nada", "nadie", "sin", "sans", "nigdy", "bez", "zaden", "zadna", "zadnego", "nem", "nao"),
        *("niet", "geen", "ikke", "inte", "не", "нет", "ни", "никогда", "без", "никто", "ничего", "nessun", "nessuno"),
        *("nessuna", "mai", "senza", "ne"),
    ]
)
"""Denials of French, German, Spanish, Polish, Portuguese, Dutch, the Scandinavian languages, Russian and Italian, as
tokens are: without accents."""
_HEDGES = frozenset(
    [
        *(
            "may",
            "might",
            "could",
            "can",
            "must",
            "should",
            "probably",
            "possibly",
            "perhaps",
            "allegedly",
            "supposedly",
        ),
        *(
            "reportedly",
            "apparently",
            "certainly",
            "definitely",
            "only",
            "some",
            "all",
            "every",
            "most",
            "many",
            "always",
        ),
        *("sometimes", "often", "usually", "entirely", "completely", "partly", "almost", "nearly", "likely"),
    ]
)
"""Words that say how sure, how often or how much: in brackets they add what the source does not say."""
_FALSIFYING = frozenset(("falsely", "wrongly", "lie", "lies", "lied", "lying", "pretended"))
_MAX_HEDGED = 3  # words in brackets, of which the first hedges; more are an explanation
_SPEAKING = frozenset(
    [
        *("said", "says", "stated", "states", "told", "replied", "answered", "added", "remarked", "reported", "wrote"),
        *("argued", "claimed", "declared", "insisted", "commented", "observed", "asked", "concluded", "maintained"),
        *("asserted", "noted"),
    ]
)
_PRONOUNS = frozenset(
    [
        *("he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "i", "me", "my", "mine"),
        *("we", "us", "our", "ours", "you", "your", "who", "whom", "whose"),
    ]
)
_PLURAL = frozenset(("they", "them", "their", "theirs", "we", "us", "our", "ours"))
ENGLISH_SMALL_WORDS = frozenset(
    [
        *("the", "of", "and", "to", "that", "is", "was", "were", "for", "by", "with", "be", "been", "on", "has", "had"),
        *("not", "would", "will", "he", "it", "they", "this", "from", "are", "at", "have", "his", "their", "as"),
    ]
)
OTHER_SMALL_WORDS = frozenset(
    [
        *("de", "la", "le", "el", "les", "que", "der", "das", "und", "il", "di", "et", "en", "du", "des", "los", "las"),
        *("una", "une", "est", "ist", "hat", "den", "dem", "del", "al", "e", "o", "y", "por", "para", "con", "pour"),
        *(
            "dans",
            "que",
            "qui",
            "der",
            "zu",
            "auf",
            "mit",
            "w",
            "z",
            "na",
            "do",
            "het",
            "een",
            "och",
            "det",
            "og",
            "av",
        ),
        *("att", "um", "uma", "che", "ha", "per", "sur", "a", "il", "si"),
    ]
)
"""Small words by which a stretch is taken for English or not."""
_DAYS = frozenset(day.lower() for day in WEEKDAYS)
_MONTHS = frozenset(month.lower() for month in ENGLISH)
_OPPOSITES = tuple(
    frozenset(pair.split("/"))
    for pair in [
        "accepted/rejected",
        "accept/reject",
        "agreed/refused",
        "agree/refuse",
        "increase/decrease",
        "increased/decreased",
        "more/less",
        "all/none",
        "all/some",
        "always/never",
        "before/after",
        "north/south",
        "east/west",
        "offensive/defensive",
        "friend/enemy",
        "war/peace",
        "strong/weak",
        "success/failure",
        "win/lose",
        "won/lost",
        "open/closed",
        "public/secret",
        "true/false",
        "yes/no",
        "support/oppose",
        "supported/opposed",
        "for/against",
        "with/without",
        "many/few",
        "most/few",
        "million/billion",
        "thousand/million",
        "possible/impossible",
        "likely/unlikely",
        "able/unable",
        "willing/unwilling",
        "satisfied/dissatisfied",
        "early/late",
        "first/last",
        "can/cannot",
        "may/must",
        "could/must",
        "should/must",
        "confirmed/denied",
        "confirm/deny",
    ]
)


def is_completed(head: str, inside: str, tail: str, token: str) -> bool:
    """Whether the source's word is the author's, which has letters in brackets, but for its form.

    The letters may give another ending (seem[ed]), another case ([C]astro), the rest of an abbreviation or an initial
    (K[ennedy] for K., dep[artmen]t for DEPT), or mend a misprint. They may not deny ([un]willing, can[not]), nor make
    another word or name (K[hrushchev] for KENNEDY).

    Args:
        head: The letters before the brackets, folded as tokens are.
        inside: The letters in the brackets.
        tail: The letters behind them.
        token: The word of the source, as a token.

    >>> is_completed("seem", "ed", "", "seems"), is_completed("k", "hrushchev", "", "kennedy")
    (True, False)
    >>> is_completed("", "un", "willing", "willing"), is_completed("k", "ennedy", "", "k")
    (False, True)
    """
    whole = head + inside + tail
    if token == whole:
        return True
    if not (token.startswith(head) and token.endswith(tail) and len(token) >= len(head + tail)):
        return False
    replaced = token[len(head) : len(token) - len(tail)]
    if is_negation(whole) != is_negation(token):
        return False
    if not head:
        return _is_other_beginning(inside, replaced, whole, token)
    if inside in _DENYING_ENDINGS or replaced in _DENYING_ENDINGS:
        return False
    if inside in _ENDINGS and (replaced in _ENDINGS or len(replaced) <= 3) and not (tail and is_number(token)):
        return True
    if token == head + tail:  # an abbreviation or an initial is written out
        written_out = token in ABBREVIATIONS and is_word(whole)
        return not is_word(token) or len(token) == 1 or (bool(tail) and len(token) <= 4) or written_out
    near = Levenshtein.distance(whole, token) <= max(1, len(whole) // 5)
    return near and not (is_word(whole) and is_word(token))


def is_abbreviated(outside: str, whole: str, token: str) -> bool:
    """Whether a word of the source is the abbreviation that several brackets complete.

    Args:
        outside: The letters outside the brackets, folded as tokens are.
        whole: The word with the letters in the brackets.
        token: The word of the source, as a token.

    >>> is_abbreviated("lt", "lieutenant", "lt"), is_abbreviated("attend", "unattended", "attend")
    (True, False)
    """
    return token == outside and is_word(whole) and (not is_word(token) or token in ABBREVIATIONS)


def _is_other_beginning(inside: str, replaced: str, whole: str, token: str) -> bool:
    """Whether letters in brackets at a word's head only set its case or mend a misprint."""
    if inside.startswith(_DENYING_PREFIXES) and not replaced:
        return False
    if replaced.startswith(_DENYING_PREFIXES) and not inside:
        return False
    return not is_word(token) and Levenshtein.distance(whole, token) <= 2


def grade_brackets(
    inside: str, replaced: Sequence[str], text: Sequence[str] = (), before: Sequence[str] = ()
) -> Editing:
    """What it means that words in brackets stand in the place of words of the source.

    Args:
        inside: The words in the brackets, as written.
        replaced: The source's words there, as tokens.
        text: All words of the source, as tokens.
        before: The source's words before these, as tokens: of them "the former" and "the latter" speak.

    Returns:
        The words and their grade: FALSE where the brackets deny or assert what the source does not, or name another
        person, side, number, day or month; DOUBTFUL where they put a person for a pronoun whom the text nowhere names;
        FINE else.

    >>> grade_brackets("Soviet", ["american"]).grade.value, grade_brackets("Castro", ["he"]).grade.value
    ('false', 'fine')
    """
    words = tokens_of(inside)
    there = " ".join(replaced).upper()
    if REDACTED in replaced or UNREADABLE in replaced:
        return Editing(f"[{inside}]", there, EditingGrade.FINE)
    if any(map(is_negation, words)) != any(map(is_negation, replaced)):
        what = "bring in" if any(map(is_negation, words)) else "take away"
        why = f"the brackets [{inside}] {what} a negation: the paper has {there or 'nothing'}"
        return Editing(f"[{inside}]", there, EditingGrade.FALSE, why)
    if replaced:
        if other := _other_of_two(words, replaced, before):
            why = f"the brackets [{inside}] stand for {other.upper()}, which in the source is the other of the two"
            return Editing(f"[{inside}]", there, EditingGrade.FALSE, why)
        if kind := _other_entity(inside, words, replaced):
            why = f"the brackets [{inside}] name another {kind}: the paper has {there}"
            return Editing(f"[{inside}]", there, EditingGrade.FALSE, why)
        for pair in _OPPOSITES:
            if pair & set(words) and pair & set(replaced) and not pair & set(words) & set(replaced):
                why = f"the brackets [{inside}] say the opposite: the paper has {there}"
                return Editing(f"[{inside}]", there, EditingGrade.FALSE, why)
        if any(_are_opposed(word, other) for word in words for other in replaced):
            why = f"the brackets [{inside}] say the opposite: the paper has {there}"
            return Editing(f"[{inside}]", there, EditingGrade.FALSE, why)
        if ("never" in words) != ("never" in replaced) and any(map(is_negation, words)):
            why = f"the brackets [{inside}] say how often, and the source does not: the paper has {there}"
            return Editing(f"[{inside}]", there, EditingGrade.FALSE, why)
        if "us" in replaced and _countries(inside, words) - {"United States"}:
            why = f"the brackets [{inside}] stand for US, which may be the United States"
            return Editing(f"[{inside}]", there, EditingGrade.DOUBTFUL, why)
        if text and set(replaced) <= _PRONOUNS and (person := _not_named(words, text)):
            why = f"the source nowhere names {person.capitalize()}, whom the brackets put for {there}"
            return Editing(f"[{inside}]", there, EditingGrade.DOUBTFUL, why)
        if len(words) == 1 and words[0] in _surnames() and replaced[-1] in _PLURAL:
            why = f"the brackets put one person for {there}"
            return Editing(f"[{inside}]", there, EditingGrade.DOUBTFUL, why)
    if why := _other_words(words, replaced, is_name=inside[:1].isupper()):
        return Editing(f"[{inside}]", there, EditingGrade.DOUBTFUL, f"the brackets [{inside}] {why}")
    return Editing(f"[{inside}]", there, EditingGrade.FINE)


def _other_of_two(words: Sequence[str], replaced: Sequence[str], before: Sequence[str]) -> str:
    """FORMER or LATTER, where the brackets name the other of the two of which the source speaks; "" else.

    Args:
        words: The words in the brackets, as tokens.
        replaced: The source's words in their place.
        before: The source's words before these.

    >>> pair = "the counsellor and the attache were present".split()
    >>> _other_of_two(["attache"], ["the", "former"], pair), _other_of_two(["counsellor"], ["the", "former"], pair)
    ('former', '')
    """
    which = next((token for token in ("former", "latter") if token in replaced), "")
    names = {word for word in words if len(word) > 3} - {"former", "latter"}
    if not which or not names:
        return ""
    for place in range(len(before) - 1, 0, -1):
        if before[place] not in ("and", "or"):
            continue
        first = names & {*before[max(0, place - _PAIRED) : place]}
        second = names & {*before[place + 1 : place + 1 + _PAIRED]}
        if bool(first) != bool(second):
            return which if bool(first) != (which == "former") else ""
    return ""


_PAIRED = 5  # words on either side of AND within which each of two is named


def _other_entity(inside: str, words: Sequence[str], replaced: Sequence[str]) -> str:
    """What both name, and differently: a side, person, number, day or month; "" if nothing."""
    for kind, find in _ENTITIES.items():
        ours, theirs = find(inside, words), find(" ".join(replaced), replaced)
        if ours and theirs and not ours & theirs:
            return kind
    return ""


def _other_words(words: Sequence[str], replaced: Sequence[str], *, is_name: bool) -> str:
    """Why words in brackets need a look although no name or number differs; "" if they do not.

    They hide a denial, hedge what the source says plainly, or put another verb or noun for a plain word of it.
    """
    english = is_english([*replaced, *words])
    denying = [token for token in replaced if denies(token, english=english)]
    brings_in = any(denies(word, english=english) for word in words)
    if denying and not brings_in:
        return f"stand for {' '.join(denying[:3]).upper()}, which denies"
    if brings_in and not denying and len(words) <= _MAX_HEDGED and words[0] not in ("but", "little"):
        return "bring in a denial"
    if _FALSIFYING & set(words) and not _FALSIFYING & set(replaced):
        return "say that it is not true, and the source does not"
    if words and words[0] in _HEDGES and len(words) <= _MAX_HEDGED and not _HEDGES & set(replaced):
        return "say how sure or how much, and the source does not"
    if len(words) == 1 and len(replaced) == 1 and _is_plain(words[0]) and _is_plain(replaced[0]):
        ours, theirs = words[0], replaced[0]
        if ours[:3] != theirs[:3] and not _names_something(theirs) and not (is_name and _names_something(ours)):
            return f"put another word for {theirs.upper()}"
    return ""


def _is_plain(token: str) -> bool:
    """Whether it is a common word that carries a meaning of its own."""
    return len(token) > 3 and is_word(token) and token not in _PRONOUNS and token not in _POINTING


def _names_something(word: str) -> bool:
    return any(find(word, (word,)) for find in (_countries, _persons))


_POINTING = frozenset(
    [
        *("this", "that", "these", "those", "there", "here", "then", "such", "which", "whom", "whose", "what", "when"),
        *("where", "today", "tomorrow", "yesterday", "tonight", "former", "latter", "same", "both", "other", "others"),
        *("were", "have", "been", "will", "would", "shall", "should", "does", "with", "from", "into", "upon", "said"),
        *("mine", "ours", "your", "yours", "theirs", "himself", "herself", "itself", "themselves", "ourselves"),
    ]
)
"""Words that point, or help a verb: what an author most often puts brackets for."""


def _not_named(words: Sequence[str], text: Sequence[str]) -> str:
    """A listed person's name among the words that is not in the text, not even misread; "" if there is none."""
    for word in words:
        if word in _surnames():
            allowed = 1 + len(word) // 5
            if not any(
                abs(len(token) - len(word)) <= 2 and Levenshtein.distance(word, token) <= allowed for token in text
            ):
                return word
            return ""
    return ""


_OFFICES = {
    "minister": "minister", "secretary": "minister", "premier": "minister",
    "ambassador": "ambassador", "envoy": "ambassador",
    "counsellor": "counsellor", "counselor": "counsellor", "consul": "consul",
    "president": "president",
    "chairman": "president", "chancellor": "chancellor", "governor": "governor",
    "admiral": "admiral", "colonel": "colonel",
    "attache": "attache", "commissioner": "commissioner", "king": "king", "queen": "queen", "mayor": "mayor",
}  # fmt: skip
"""Words for offices, each with one for all that may be the same: a foreign secretary is a minister elsewhere."""


def with_office_doubted(editing: Editing, inside: str, sentence: Sequence[str], replaced: Sequence[str]) -> Editing:
    """The same editing, doubted where its brackets put another office for the one that the sentence names.

    Brackets for a pronoun are left alone: whom it means a sentence before may say.

    Args:
        editing: What the words in brackets were graded before.
        inside: The words in the brackets, as written.
        sentence: The source's words from the beginning of the sentence to where the quotation goes on, as tokens.
        replaced: The last of these, in the place of the brackets or next to it.

    >>> fine = Editing("[the Consul]", "", EditingGrade.FINE)
    >>> with_office_doubted(fine, "the Consul", "the ambassador who came late".split(), ["late"]).grade.value
    'doubtful'
    """
    offices = {_OFFICES[token] for token in tokens_of(inside) if token in _OFFICES}
    named = [token for token in sentence if token in _OFFICES]
    same = any(_OFFICES[token] in offices for token in named)
    if editing.grade is not EditingGrade.FINE or not offices or not named or same:
        return editing
    if replaced and {*replaced} <= _PRONOUNS:
        return editing
    why = f"the brackets [{inside}] name another office than the sentence, which has {named[-1].upper()}"
    return Editing(editing.written, editing.source, EditingGrade.DOUBTFUL, why)


_WANTING = frozenset(
    ("be", "been", "being", "to", "would", "will", "could", "should", "must", "may", "might", "cannot", "not")
)
"""Words that want another behind them: "should be [rejected]" puts a word for the source's own."""


def grade_beside(
    inside: str,
    beside: Sequence[str],
    nearest: str = "",
    text: Sequence[str] = (),
    inner: str = "",
    before: Sequence[str] = (),
) -> Editing:
    """What it means that a quotation begins or ends with words in brackets.

    They may explain, or stand for the words of the source beside; how many these are is not known, so that only another
    person, side, number or day there counts, and a person for a pronoun.

    Args:
        inside: The words in the brackets, as written.
        beside: The next two words of the source outside the quotation, as tokens, in the same sentence.
        nearest: That of them which is next to the quotation.
        text: All words of the source, as tokens.
        inner: The last word quoted, before brackets that stand at the end: "the Soviet [bloc]".
        before: The source's words before ``beside``, as tokens.
    """
    if _other_of_two(tokens_of(inside), beside, before):
        return grade_brackets(inside, beside, text, before)
    named = inner in _sides() or f"{inner} {nearest}" in _sides()
    if inner and nearest and named and not _completes(inside, nearest):
        return grade_brackets(inside, (nearest,))
    if nearest and inner in _WANTING and not inside[:1].isupper():
        return grade_brackets(inside, (nearest,))  # they stand for the word that is wanting
    if beside and _other_entity(inside, tokens_of(inside), beside):
        return grade_brackets(inside, beside)
    if nearest in _PRONOUNS and any(word in _surnames() for word in tokens_of(inside)):
        return grade_brackets(inside, (nearest,), text)
    return Editing(f"[{inside}]", "", EditingGrade.FINE)


def _completes(inside: str, nearest: str) -> bool:
    """Whether a word in brackets is the source's own, in another form, or the country's government."""
    words = tokens_of(inside)
    same = len(words) == 1 and words[0][: len(nearest) - 1] == nearest[: len(nearest) - 1]
    return len(words) != 1 or same or words[0] in ("government", "side", "people", "ones")


def grade_ellipsis(
    hidden: Sequence[str],
    *,
    crosses_sentence: bool,
    goes_on: bool,
    crosses_clause: bool = False,
    whole_sentences: bool = False,
    lost_head: Sequence[str] = (),
    beside: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> Editing:
    """What it means that an ellipsis hides words of the source.

    Args:
        hidden: The source's words under the dots, as tokens.
        crosses_sentence: Whether a sentence of the source ends under them.
        goes_on: Whether the author goes on in the same sentence: the next word has a small letter.
        crosses_clause: Whether a semicolon of the source is under them.
        whole_sentences: Whether they hide nothing but whole sentences, so that what these deny stays with them.
        lost_head: What is hidden behind the last semicolon there: the beginning of the clause that is quoted next.
        beside: Some words of the source before the dots and behind them, as tokens.

    Returns:
        The words and their grade: DOUBTFUL, with the reason, where they deny, are said by another, end a sentence
        that the quotation goes on with, or are more than ``LONG``; FINE else.
    """
    hidden = [token for token in hidden if token not in (REDACTED, UNREADABLE)]
    there = " ".join(hidden).upper()
    why = ""
    before, behind = beside
    english = is_english([*before, *hidden, *behind])
    denying = [token for token in hidden if denies(token, english=english)]
    is_apart = whole_sentences and not goes_on
    if denying and not is_apart and (len(hidden) <= LONG or not crosses_sentence):
        why = f"the ellipsis hides {' '.join(denying[:3]).upper()}"
    elif crosses_sentence and goes_on:
        speaker = any(token in _SPEAKING for token in hidden)
        why = "the ellipsis joins two sentences into one" + (", and another may be speaking" if speaker else "")
    elif len(hidden) > LONG:
        why = f"the ellipsis hides {len(hidden)} words"
    elif condition := _condition_in(hidden) if not crosses_sentence else "":
        why = f"the ellipsis hides a condition: {condition.upper()}"
    elif crosses_clause and goes_on and behind and behind[0] in _AUXILIARIES:
        why = f"the ellipsis gives {behind[0].upper()} another subject"
    elif lost_head and goes_on and behind and _has_subject(lost_head) and not _has_subject(behind[:1]):
        why = f"the ellipsis hides whose {behind[0].upper()} … is: {' '.join(lost_head[:4]).upper()}"
    elif behind and is_number(behind[0]) and hidden and any(map(is_number, hidden)):
        why = f"the ellipsis puts {behind[0].upper()} for another number"
    elif hidden and before and is_negation(before[-1]) and hidden[0] in _LIMITING:
        why = f"the ellipsis hides {hidden[0].upper()} behind {before[-1].upper()}"
    elif _is_share(hidden) or tuple(hidden[-2:]) in _TAKING_BACK:
        why = f"the ellipsis hides {' '.join(hidden[-2:]).upper()}"
    elif hidden and hidden[0] == "que" and "ne" in before:
        why = "the ellipsis hides QUE behind NE"
    elif hidden and hidden[-1] in (*_NEARLY, *_ONLY):
        why = f"the ellipsis hides {hidden[-1].upper()}"
    elif verb := hidden_verb(hidden, before, behind) if not crosses_sentence else "":
        why = f"the ellipsis hides {verb.upper()}"
    return Editing("…", there, EditingGrade.DOUBTFUL if why else EditingGrade.FINE, why)


def _has_subject(tokens: Sequence[str]) -> bool:
    """Whether words name who or what a clause is of: an article or a pronoun is among them."""
    return any(token in _PRONOUNS or token in ("the", "a", "an", "this", "that", "these", "those") for token in tokens)


def _condition_in(hidden: Sequence[str]) -> str:
    """IF, PROVIDED or WHETHER at the head of what is hidden, and the words behind it; "" if it has none there."""
    for place, token in enumerate(hidden[:2]):
        if token in _CONDITIONS:
            return " ".join(hidden[place : place + 4])
    return ""


_CONDITIONS = frozenset(("if", "provided", "providing", "whether", "suppose", "supposing"))
_AUXILIARIES = frozenset(
    [
        *("will", "would", "shall", "should", "can", "could", "may", "might", "must", "is", "are", "was", "were", "be"),
        *("has", "have", "had", "do", "does", "did", "cannot"),
    ]
)


_LIMITING = frozenset(
    [
        *("only", "merely", "just", "simply", "solely", "exclusively", "necessarily", "yet", "always", "entirely"),
        *("wholly", "fully", "all", "altogether", "quite", "every"),
        *("seulement", "uniquement", "toujours", "encore", "nur", "immer", "ganz"),
    ]
)
"""Words that a denial denies, and not what follows them: NOT ONLY A MATTER OF PRESTIGE is one."""


def _is_share(hidden: Sequence[str]) -> bool:
    """Whether what is hidden last limits what is quoted next: AT LEAST, FIVE OF, SOME OF."""
    if len(hidden) < 2:
        return False
    first, last = hidden[-2:]
    if last == "of":
        return is_number(first) or first in ("some", "most", "part", "half", "many", "parts")
    return (first, last) in (("at", "least"), ("at", "most"), ("less", "than"), ("more", "than"), ("fewer", "than"))


def takes_back(before: Sequence[str], quoted: Sequence[str]) -> bool:
    """Whether the words just before a quotation say that what it says is not quite so: SHORT OF, FEWER THAN, ALMOST.

    Args:
        before: The source's words before the quotation, in its sentence, as tokens.
        quoted: The words quoted, as tokens; of a number also AT LEAST, FIVE OF and MORE THAN count.

    >>> takes_back("had stopped short of".split(), ["rejecting", "it"]), takes_back(["of"], ["rejecting", "it"])
    (True, False)
    """
    if not before or not quoted:
        return False
    is_of_number = is_number(quoted[0]) and _is_share(before)
    return is_of_number or tuple(before[-2:]) in _TAKING_BACK or before[-1] in _NEARLY


_TAKING_BACK = frozenset(
    (("far", "from"), ("short", "of"), ("yet", "to"), ("rather", "than"), ("anything", "but"), ("all", "but"))
)
_ONLY = frozenset(("only", "solely", "exclusively", "merely"))
_NEARLY = frozenset(
    (
        "almost",
        "nearly",
        "virtually",
        "supposedly",
        "allegedly",
        "ostensibly",
        "reportedly",
        "perhaps",
        "possibly",
        "maybe",
    )
)
"""What is hidden last and says that what is quoted next is not so, or not quite."""


def is_english(tokens: Sequence[str]) -> bool:
    """Whether a stretch is English rather than another language, by its small words.

    >>> is_english("he had a sin to confess".split()), is_english("el acuerdo de la paz sin firma".split())
    (True, False)
    """
    english = sum(token in ENGLISH_SMALL_WORDS for token in tokens)
    return english > sum(token in OTHER_SMALL_WORDS for token in tokens)


def denies(token: str, *, english: bool = False) -> bool:
    """Whether a word denies, or takes back what stands beside it.

    Args:
        token: The word.
        english: Whether it stands in English: then PAS, NI, SIN and NADA are no denials of another language.

    >>> [word for word in ("not", "refused", "hardly", "failed", "harbour") if denies(word)]
    ['not', 'refused', 'hardly', 'failed']
    """
    foreign = not english and token in _FOREIGN_DENIERS
    return foreign or is_negation(token) or token in _DENIERS or token.startswith(_DENYING_STEMS)


def are_opposites(word: str, other: str) -> bool:
    """Whether one word is the other denied: by its beginning, or as two words of a pair.

    >>> are_opposites("satisfied", "dissatisfied"), are_opposites("accept", "reject"), are_opposites("port", "report")
    (True, True, False)
    """
    short, long = sorted((word, other), key=len)
    if len(short) > 3 and long.endswith(short) and long.removesuffix(short) in _DENYING_PREFIXES:
        return True
    return any({word, other} == pair for pair in _OPPOSITES)


def _are_opposed(word: str, other: str) -> bool:
    """Whether one word is the other with a denying beginning: loyal, DISLOYAL; both must be words."""
    opposed = word != other and min(len(word), len(other)) > _SHORTEST_OPPOSED and are_opposites(word, other)
    return opposed and is_word(word) and is_word(other)


_SHORTEST_OPPOSED = 3


def cuts_sense(part: str) -> bool:
    """Whether a part of a hyphened word changes the sense of the other: NON, ANTI, PRO, SINO, a country.

    >>> cuts_sense("anti"), cuts_sense("cuban"), cuts_sense("he")
    (True, True, False)
    """
    return part in _CUTTING or bool(_countries(part, (part,)))


_CUTTING = frozenset(
    [
        "non",
        "anti",
        "pro",
        "ex",
        "un",
        "in",
        "im",
        "dis",
        "mis",
        "pre",
        "post",
        "semi",
        "quasi",
        "pseudo",
        "counter",
        "vice",
        "co",
        "sub",
        "inter",
        "ultra",
        "neo",
        "under",
        "over",
        "half",
        "self",
        "sino",
        "anglo",
        "franco",
        "free",
        "less",
        "elect",
        "designate",
    ]
)


def _countries(text: str, words: Sequence[str]) -> frozenset[str]:
    joined = f" {' '.join(words)} "
    return frozenset(name for key, name in _sides().items() if f" {key} " in joined or f" {key}s " in joined)


@cache
def _sides() -> dict[str, str]:
    return (
        {word: word for word in _OTHER_SIDES}
        | {
            people: side
            for row in _PEOPLES
            for pair in row.split(", ")
            for people, side in _people_of(*_halves(pair)).items()
        }
        | _SIDE_OF
        | {" ".join(tokens_of(key)): name for key, name in countries().items() if tokens_of(key) != ("us",)}
    )  # or "we"


def _people_of(adjective: str, people: str) -> dict[str, str]:
    """A people with the side that its adjective names, if it is one: DANES as "danish"."""
    side = countries().get(adjective)
    return {people: side or _SIDE_OF.get(adjective, adjective)}


_PEOPLES = (
    "danish dane, swedish swede, finnish finn, norwegian norwegian, polish pole, czech czech, turkish turk",
    "greek greek, spanish spaniard, british briton, dutch dutchman, french frenchman, french frenchmen",
    "british englishmen, dutch dutchmen, irish irishmen, icelandic icelander",
    "chinese chinese, portuguese portuguese, swiss swiss",
)


def _halves(pair: str) -> tuple[str, str]:
    """A pair of names of as many words each."""
    words = pair.split()
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


_OTHER_SIDES = (
    *("arab", "communist", "nationalist", "western", "eastern", "allied", "chicom", "viet cong", "vietcong", "lao"),
    *("laotian", "cambodian", "thai", "burmese", "korean", "iraqi", "iranian", "syrian", "lebanese", "jordanian"),
    *(
        "saudi",
        "saudi arabian",
        "yemeni",
        "algerian",
        "tunisian",
        "moroccan",
        "congolese",
        "ethiopian",
        "nigerian",
        "south african",
    ),
    *("venezuelan", "dominican", "haitian", "guatemalan", "nicaraguan", "honduran", "panamanian", "albanian"),
    *("austrian", "irish", "icelandic", "afghan", "nepalese", "malayan", "malaysian", "philippine", "filipino"),
)

_SIDE_OF = {
    country: side
    for row in (
        "korea korean, laos lao, laotian lao, cambodia cambodian, thailand thai, burma burmese, iraq iraqi",
        "iran iranian, syria syrian, lebanon lebanese, jordan jordanian, saudi arabia saudi arabian",
        "yemen yemeni, algeria algerian, tunisia tunisian, morocco moroccan, congo congolese, ethiopia ethiopian",
        "south africa south african, venezuela venezuelan, haiti haitian, guatemala guatemalan, panama panamanian",
        "nicaragua nicaraguan, honduras honduran, albania albanian, austria austrian, ireland irish, iceland icelandic",
        "afghanistan afghan, nepal nepalese, malaya malayan, malaysia malaysian, philippines philippine",
        "nigeria nigerian, filipino philippine",
    )
    for country, side in (_halves(pair) for pair in row.split(", "))
}
"""The sides that countries are, where no post is in them."""


def _persons(text: str, words: Sequence[str]) -> frozenset[str]:
    known = {_surnames().get(word, "") for word in words} - {""}
    if known:
        return frozenset(known)
    unlisted = [word for word in words if len(word) > 3 and word.isalpha() and frequency(word) < _UNUSUAL]
    return frozenset(unlisted) if len(words) <= 3 and not _countries(text, words) else frozenset()


def is_surname(token: str) -> bool:
    """Whether a token is a name of the authority list of persons."""
    return token in _surnames()


@cache
def _surnames() -> dict[str, str]:
    names: dict[str, str] = {}
    for person in PERSONS:
        for variant in (person.name, *person.variants, *person.misspellings):
            for token in tokens_of(variant):
                if len(token) > 2 and (not is_word(token) or frequency(token) < _RARE):
                    names.setdefault(token, person.name.rsplit(" ", 1)[-1])
    return names


_UNUSUAL = 500_000  # frequency under which a word is a name rather than a noun: Olav has half of it, "consul" twice
_RARE = 20_000_000  # frequency under which a word of the list may be a name


def _figures(text: str, words: Sequence[str]) -> frozenset[str]:
    return frozenset(_VALUES.get(word, word) for word in words if is_number(word) and word not in ("one", "first"))


_VALUES = {
    word: str(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    word: f"{value}0"
    for value, word in enumerate(["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 3)
}


def _days(text: str, words: Sequence[str]) -> frozenset[str]:
    return _DAYS & frozenset(words)


def _months(text: str, words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if word in _MONTHS and (word != "may" or re.search(r"\d", text)))


def _currencies(text: str, words: Sequence[str]) -> frozenset[str]:
    return frozenset(_CURRENCY_OF[sign] for sign in (*text, *words) if sign in _CURRENCY_OF)


def _measures(text: str, words: Sequence[str]) -> frozenset[str]:
    return frozenset(_MEASURE_OF[word] for word in words if word in _MEASURE_OF)


def _grouped(rows: str) -> dict[str, str]:
    """Words of one meaning, a group between semicolons, each -> the first of its group."""
    groups = [row.split() for row in rows.split(";")]
    return {word: group[0] for group in groups for word in group}


_CURRENCY_OF = _grouped(
    """
    $ dollar dollars usd; £ pound pounds sterling gbp; € euro euros eur; ¥ yen yens; franc francs; mark marks dm;
    peso pesos; rouble roubles ruble rubles; rupee rupees; lira lire liras; krona kronor kroner krone; guilder guilders;
    peseta pesetas; dinar dinars; rial rials; zloty zlotys; schilling schillings; cent cents; penny pence
    """
)
_MEASURE_OF = _grouped(
    """
    mile miles; kilometre kilometres kilometer kilometers km kms; metre metres meter meters; yard yards; foot feet;
    inch inches; knot knots; ton tons; tonne tonnes; kilo kilos kilogram kilograms kg; pound pounds lbs lb; acre acres;
    hectare hectares; gallon gallons; barrel barrels; litre litres liter liters; bushel bushels; hour hours;
    minute minutes; day days; week weeks; month months; year years; degree degrees; percent; fathom fathoms
    """
)


def is_unit(token: str) -> bool:
    """Whether a word says what a number counts: a currency, a measure.

    >>> is_unit("pounds"), is_unit("km"), is_unit("ships")
    (True, True, False)
    """
    return token in _CURRENCY_OF or token in _MEASURE_OF


_ENTITIES = {
    "side": _countries,
    "person": _persons,
    "number": _figures,
    "day": _days,
    "month": _months,
    "currency": _currencies,
    "measure": _measures,
}
