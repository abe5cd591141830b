"""The verb under an author's dots without which the words left say another thing: COULD LEAVE, WAS ATTACKED BY."""

from collections.abc import Sequence

from briefbook.text.months import ENGLISH
from briefbook.text.tokens import is_number

_MODALS = frozenset(["will", "would", "shall", "should", "can", "could", "may", "might", "must", "ought"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am"])
_DO = frozenset(["do", "does", "did"])
HELPING_VERBS = _MODALS | _BE | _DO | {"has", "have", "had"}
_HELPING = frozenset(["be", "been", "have", "has", "had", "to"])
"""Words that stand between a modal and its verb: COULD HAVE BEEN."""
_PASSED = frozenset({
    "also", "then", "now", "soon", "always", "still", "well", "yet", "therefore", "thus", "already", "once",
    "again", "even", "never",
})  # fmt: skip
_ASIDE = frozenset({
    "at", "in", "on", "with", "within", "by", "for", "as", "when", "after", "before", "under", "through", "during",
    "of", "upon", "without",
})  # fmt: skip
"""By these an aside begins between a modal and its verb: COULD, IN A WEEK, LEAVE."""
_RELATIVE = frozenset(["which", "who", "whom", "that", "what"])
_SUBJECTS = frozenset({
    "i", "he", "she", "it", "we", "they", "you", "the", "a", "an", "this", "that", "these", "those", "his", "their",
    "our", "any",
})  # fmt: skip
_ADDING = frozenset(["also", "even"])
_PARTICIPLES = frozenset({
    "beaten", "become", "begun", "bound", "bought", "broken", "brought", "built", "caught", "chosen", "cut", "done",
    "drawn", "driven", "fed", "felt", "flown", "forgotten", "fought", "found", "given", "gone", "grown", "heard",
    "held", "hidden", "hit", "hurt", "kept", "known", "laid", "led", "left", "lent", "lost", "made", "meant", "met",
    "overrun", "overthrown", "paid", "put", "read", "rid", "ridden", "said", "seen", "sent", "set", "shaken",
    "shot", "shown", "shut", "sold", "spent", "spoken", "stolen", "struck", "sunk", "sworn", "taken", "taught",
    "thought", "thrown", "told", "torn", "understood", "won", "withdrawn", "written",
})  # fmt: skip
_MONTHS = frozenset(month.lower() for month in ENGLISH)


def hidden_verb(hidden: Sequence[str], before: Sequence[str], behind: Sequence[str]) -> str:
    """The word under the dots by which the words behind them are possible, asked, added or suffered; "" if none is.

    Args:
        hidden: The words of the source under the dots, as tokens, in one sentence.
        before: The words of the source before the dots.
        behind: Those behind them.

    Returns:
        A modal (MAY … sign), a form of BE before a participle, which makes one who suffers the doer (WAS … attacked),
        BY behind one, DID or WILL before a subject (a question), ALSO and EVEN before what they add.

    >>> hidden_verb(["could"], ["he"], ["leave"]), hidden_verb(["was"], ["britain"], ["attacked"])
    ('could', 'was')
    >>> hidden_verb(["which", "was"], ["base"], ["built"]), hidden_verb(["who", "is", "ill"], ["minister"], ["said"])
    ('', '')
    """
    if not hidden or not behind:
        return ""
    following, last = behind[0], hidden[-1]
    if last in _ADDING:
        return last
    if hidden[0] == "alone":
        return "alone"
    if following in _SUBJECTS and last in _DO:
        return last
    bare = _without(hidden, _PASSED)
    if bare and bare[-1] in _BE and _is_participle(following):
        is_relative = not _RELATIVE.isdisjoint(bare[-3:-1]) or (
            len(bare) == 1 and not _RELATIVE.isdisjoint(before[-1:])
        )
        return "" if is_relative or not _BE.isdisjoint(before) else bare[-1]
    if (
        last == "by"
        and _is_participle([*before, *hidden][-2:][0])
        and not (is_number(following) or following in _MONTHS or following.endswith("ing"))
    ):
        return last
    modal = _modal(hidden, bare, following)
    return "" if modal in _FUTURE and _is_left_open(behind) else modal


_FUTURE = frozenset(["will", "would", "shall"])
"""What foretells: left out before BE it leaves a gap that every reader fills with it."""
_ASIDE_LENGTH = 3
"""Words of an aside behind which BE may still be the verb: WITHOUT QUESTION BE."""


def _is_left_open(behind: Sequence[str]) -> bool:
    """Whether the verb behind the dots is BE, which asserts nothing by itself: "the status … be guaranteed".

    >>> hidden_verb(["will"], ["berlin"], ["be", "guaranteed"]), hidden_verb(["may"], ["berlin"], ["be", "guaranteed"])
    ('', 'may')
    """
    return behind[0] == "be" or (behind[0] in _ASIDE and "be" in behind[1 : 1 + _ASIDE_LENGTH])


def _modal(hidden: Sequence[str], bare: Sequence[str], following: str) -> str:
    if is_number(following) or following in _MODALS:
        return ""
    helped = _without(bare, _HELPING | _PASSED)
    if helped and helped[-1] in _MODALS:
        return helped[-1]
    is_aside = hidden[0] in _MODALS and len(hidden) > 1 and hidden[1] in _ASIDE
    return hidden[0] if is_aside and following not in _SUBJECTS else ""


def _without(tokens: Sequence[str], passed: frozenset[str]) -> Sequence[str]:
    """The words without adverbs, and others that are passed over, at their end."""
    size = len(tokens)
    while size and (tokens[size - 1] in passed or (tokens[size - 1].endswith("ly") and len(tokens[size - 1]) > 4)):
        size -= 1
    return tokens[:size]


def _is_participle(token: str) -> bool:
    return token in _PARTICIPLES or (token.endswith("ed") and len(token) > 4)


_PAST = frozenset({
    "became", "began", "blew", "broke", "came", "did", "drew", "drove", "fell", "flew", "forgot", "gave", "got",
    "grew", "knew", "rose", "sang", "sank", "saw", "shook", "spoke", "stole", "swore", "threw", "took", "went",
    "withdrew", "woke", "wore", "wrote", "agrees", "consents", "says", "wants",
})  # fmt: skip


def is_finite(token: str) -> bool:
    """Whether a word may be the verb of a clause: WERE, ARRESTED, LEFT.

    >>> is_finite("were"), is_finite("arrived"), is_finite("officers")
    (True, True, False)
    """
    return token in HELPING_VERBS or token in _PAST or _is_participle(token)
