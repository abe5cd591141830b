"""What stands just outside a quotation and limits it: SOME OF, a question's DID, half of a condition, a unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefbook.checks.quotations.authors_hand import is_unit
from briefbook.checks.quotations.hidden_verbs import HELPING_VERBS, is_finite
from briefbook.text.tokens import is_number

BEFORE, BEHIND = "just before them", "just behind them"
_OPENERS = frozenset(["of", "the", "these", "those", "his", "her", "their", "its", "our", "this", "that"])
_SHARES = frozenset({
    "part", "parts", "portion", "majority", "minority", "third", "thirds", "quarter", "quarters", "percent",
    "number", "handful",
})  # fmt: skip
"""Words that limit what follows OF."""
_SOME = frozenset(("some", "most"))
_MORE = frozenset(("more", "less", "fewer", "rather", "other", "greater", "larger", "smaller", "better", "worse"))
"""Of a comparison that begins with THAN they are the other half."""
_SAID = frozenset({
    "half", "some", "most", "several", "many", "certain", "various", "few", "partly", "least", "less", "than",
    "over", "under", "nearly",
})  # fmt: skip
_SAID_SHARE = _SAID | _SHARES | {"more", "some", "number", "portion"}
"""By these an author says himself that it is not all."""
_ASKING = ("ask", "question", "whether", "wonder", "inquir", "enquir", "quer", "if", "doubt", "want", "puzzl")
_WH = frozenset(["what", "when", "where", "who", "whom", "whose", "which", "why", "how"])
_DETERMINERS = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our", "any", "some"]
)
_PRONOUNS = frozenset(["i", "he", "she", "it", "we", "they", "you", "there", "anyone"])
_CONDITIONS = frozenset(("if", "provided", "unless"))
_LONGEST_CONDITION, _SHORTEST_CONDITION = 12, 3  # words from IF on: IF NECESSARY is none
_SIGNS = frozenset("$£€¥")


@dataclass(frozen=True, slots=True)
class Limit:
    """Words outside a quotation that limit it: where they stand, and whether a note is enough."""

    where: str
    words: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A quotation's words, those of the source beside it and those of the author, all as tokens.

    ``mark`` ends the source's sentence ("?", "." or "" where it is not known); ``asked`` tells whether the author has a
    question mark at the end of the quotation, ``asks`` whether his sentence is a question or speaks of one.
    """

    quoted: Sequence[str]
    before: Sequence[str]
    behind: Sequence[str]
    ours_before: Sequence[str]
    ours_behind: Sequence[str]
    mark: str = ""
    asked: bool = False
    asks: bool = False


def limit_outside(words: Surroundings) -> Limit | None:
    """The first limit that stands outside a quotation and is not said by the author; None if there is none.

    >>> limit_outside(Surroundings(["the", "fleet", "left"], ["half"], [], [], []))
    Limit(where='just before them', words='half', is_note=False)
    >>> limit_outside(Surroundings(["the", "fleet", "left"], ["half"], [], ["half", "of"], [])) is None
    True
    """
    if not words.quoted:
        return None
    around = {*words.ours_before, *words.ours_behind}
    if (share := share_before(words.before, words.quoted)) and not _SAID_SHARE & around:
        return Limit(BEFORE, share)
    if words.mark == "?" and not words.asked and not words.asks and (asked := _asked_before(words)):
        return Limit(BEFORE, f"{asked} … ?")
    if words.asked and words.mark == "." and not words.asks:
        return Limit(BEHIND, "a full stop")
    if _is_half_condition(words) and "and" not in words.ours_behind[:1]:
        return Limit(BEHIND, " ".join(words.behind))
    return _unit_outside(words)


def share_before(before: Sequence[str], quoted: Sequence[str]) -> str:
    """HALF, SOME OF, A FEW, MORE (than) just before words that then say it of all; "" if nothing of the kind stands.

    Args:
        before: The source's words before the quotation, as tokens.
        quoted: The words quoted. Only a clause is limited so: a noun that is quoted says nothing of all.

    >>> share_before(["some", "of", "the"], "officers were arrested".split()), share_before(["some"], ["time", "ago"])
    ('some of the', '')
    """
    if not before:
        return ""
    if quoted[0] == "than":
        return before[-1] if before[-1] in _MORE else ""
    if not any(map(is_finite, quoted[1:])):
        return ""
    size = len(before)
    while size and before[size - 1] in _OPENERS:
        size -= 1
    bare, opened = before[:size], [*before[size:], quoted[0]]
    last = bare[-1] if bare else ""
    first = next((token for token in opened if token not in _OPENERS), "")
    is_of = "of" in opened
    is_many = is_of or (first.endswith("s") and not first.endswith("ss"))
    found = (
        (last == "half" and (is_of or opened[0] in _DETERMINERS))
        or (last in _SHARES and is_of)
        or (last in _SOME and is_many)
        or (tuple(bare[-2:]) == ("a", "few") and is_many)
    )
    begin = size - (2 if last == "few" else 1)
    return " ".join(before[begin:]) if found else ""


def _asked_before(words: Surroundings) -> str:
    """The helping verb of a question, with its subject, just before the words quoted: DID THE CUBANS; "" if none."""
    theirs = words.before
    for reach in (1, 2, 3):
        place = len(theirs) - reach
        if place < 0 or theirs[place] not in HELPING_VERBS:
            continue
        begins = place == 0 or (place <= len(_WH) and theirs[place - 1] in _WH) or theirs[place - 1] in ("and", "but")
        subject = theirs[place + 1 :]
        is_subject = not subject or subject[0] in _PRONOUNS or (subject[0] in _DETERMINERS and len(subject) == 2)
        if begins and is_subject:
            return " ".join(theirs[place:])
    return ""


def _is_half_condition(words: Surroundings) -> bool:
    quoted = words.quoted
    if not words.behind or words.behind[0] != "and":
        return False
    places = [k for k, token in enumerate(quoted) if token in _CONDITIONS and k]
    size = len(quoted) - places[-1] if places else 0
    return _SHORTEST_CONDITION <= size <= _LONGEST_CONDITION and any(map(is_finite, words.behind[1:]))


def _unit_outside(words: Surroundings) -> Limit | None:
    """The unit of a number at a quotation's edge, which the author does not give either."""
    last, behind = words.quoted[-1], words.behind[:1]
    plain = is_number(last) and last not in ("one", "first", "second", "half")
    if plain and behind and is_unit(behind[0]) and not any(map(is_unit, words.ours_behind[:3])):
        return Limit(BEHIND, behind[0], is_note=True)
    sign = words.before[-1] if words.before else ""
    if sign in _SIGNS and is_number(words.quoted[0]) and not any(map(is_unit, words.ours_before[-2:])):
        return Limit(BEFORE, sign, is_note=True)
    return None


def speaks_of_asking(tokens: Sequence[str]) -> bool:
    """Whether an author's words say that something is asked, or begin as a question does."""
    return any(token.startswith(_ASKING) for token in tokens) or (
        bool(tokens) and (tokens[0] in _WH or tokens[0] in HELPING_VERBS)
    )
