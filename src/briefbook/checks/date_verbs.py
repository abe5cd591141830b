"""Whether a verb of writing or sending gives a day to the cited paper: penned on, bears the date, went out on."""

import re
from collections.abc import Callable, Iterable

from briefbook.checks.claim_frames import PAPER
from briefbook.text.folding import fold

_FORM = rf"(?:{PAPER}|memorandum|letter|report|airtel|note|minute|message|account|summary|paper)"
_OF_ANY_FORM = frozenset(("account", "summary", "report", "message", "paper"))
"""What any paper may be called where it is its writer's."""

_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_WHEN = (
    r"(?:,?\s+(?:on|of|in|at|during|late|early|the|small|hours|morning|evening|night|afternoon|noon"
    rf"|(?:{_DAYS}),?)){{0,7}}\s+$"
)
"""What stands between the verb and the day: in the small hours of, late on the evening of."""

_MADE = (
    r"(?:drafted|written|penned|composed|typed|signed|dispatched|despatched|sent|posted|mailed|filed|transmitted|dated"
    r"|telegraphed|cabled|wired|handed\s+in|dictated|drawn\s+up|finished|completed|put\s+on\s+paper|enciphered)"
)
_MAKES = (
    r"(?:drafted|wrote|penned|composed|typed|signed|dispatched|despatched|sent|posted|mailed|filed|transmitted|dated"
    r"|telegraphed|cabled|wired|handed\s+in|dictated|drew\s+up|finished|completed|set\s+down|put|committed)"
)
_WRITES = r"(?:wrote|penned|reported|cabled|telegraphed|wired|minuted|signed\s+off)"
_HELP = r"(?:(?:had|has|was|were|is|been|then|also|only|just|already|first|\w+ly)\s+)*"
_TO_WHOM = r"(?:\s+(?:off|out|down|up))?(?:\s+(?:to|from|at|for|by)\s+(?:the\s+)?[\w’'-]+(?:\s[A-Z][\w’'-]+)?)?"

_BEARS = re.compile(
    rf"\b(?P<noun>{_FORM})\b[^.;“”]{{0,60}}?\b(?:bears?|bore|carr(?:y|ies|ied))\s+(?:the|a)\s+date\s+(?:of\s+)?(?:the\s+)?$",
    re.I,
)
_WAS_MADE = re.compile(
    rf"\b(?P<noun>{_FORM})\b(?:,?\s+(?:which|that)|,\s[^.;,“”()]{{1,40}},|[^.;,“”()]{{1,40}}?)?\s+(?:was|were|is|had\s+been|has\s+been)\s+"
    rf"(?:then\s+|only\s+|\w+ly\s+)?{_MADE}{_TO_WHOM}{_WHEN}",
    re.I,
)
_WENT = re.compile(
    rf"\b(?P<noun>{_FORM})\b(?:,?\s+(?:which|that))?\s+(?:had\s+)?(?:went|gone|left)"
    rf"(?:\s+(?:out|off))?(?:\s+(?:to|for|from)\s+[A-Z][\w’'-]+|\s+[A-Z][\w’'-]+)?{_WHEN}"
)
_MADE_ON = re.compile(
    rf"\b(?:an?|the|its|his|her|this)\s+(?:\w+\s+)?(?P<noun>{_FORM})\s+{_MADE}{_TO_WHOM}{_WHEN}", re.I
)
_BY_WRITER = re.compile(
    rf"\b(?P<who>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)\s+{_HELP}"
    rf"(?:{_WRITES}|{_MAKES}\s+(?:off\s+)?(?:his|her|its|the|this|that)\s+(?:\w+\s+)?"
    rf"(?:(?P<noun>{_FORM})|answer|reply|views?|doubts?|impressions?|thoughts)\b[^.;,“”()]{{0,40}}?){_TO_WHOM}(?:\s+on\s+paper)?{_WHEN}"
)
_UNDER_DATE = re.compile(r"\bunder\s+(?:the\s+)?date\s+of\s+(?:the\s+)?$", re.I)
_WRITING = re.compile(r"^\W*Writing(?:\s+(?:from|to)\s+[\w’'-]+)?\s+(?:late\s+|early\s+)?on\s+(?:the\s+)?$")
_WRITERS = re.compile(rf"\b(?P<who>[A-Z][\w’'-]*?)[’']s?\s+(?P<noun>{_FORM})\b[^.;“”]{{0,40}}\b(?:is|was)\s+dated\s+$")
_ANOTHER = re.compile(
    r"\b(?:after|before|since|answer(?:s|ed|ing)?|repl\w+|respon\w+|refer\w*|with|of|to|mentions?|cites?|quotes?)\s+"
    r"(?:an?|the|its|his|her|this|another|an\s+earlier)?\s*(?:\w+\s+)?$",
    re.I,
)
"""Before a paper's name: it is another one, or one beside others."""


_SUBJECT_BEHIND = re.compile(
    r"^[^,;.]{0,12},\s+(?P<who>(?:the\s+)?(?:[A-Z][\w’'-]+|[a-z]+)(?:\s+[A-Z][\w’'-]*)*)\s+(?:\w+ly\s+)?(?P<verb>[a-z]+)"
)
_NAME_BEFORE = re.compile(
    r"^\W*(?P<who>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)\s+(?:(?:had|has|also|then|\w+ly)\s+)*(?:wrote|replied|answered)\b"
)
"""Who writes UNDER DATE OF a day."""


def is_dated_by_verb(before: str, is_form: Callable[[str], bool], writers: Iterable[str], after: str = "") -> bool:
    """Whether the words before a day say of the cited paper that it was written or sent then.

    Args:
        before: What stands before the day in the sentence.
        is_form: Whether the cited paper is called so: letter.
        writers: The names of those who may be said to write it, folded: its post, its signer.
        after: What stands behind the day; of WRITING ON a day the subject.

    >>> is_dated_by_verb("The telegram went out on the evening of ", lambda form: True, ())
    True
    >>> is_dated_by_verb("The telegram was read in Ottawa on ", lambda form: True, ())
    False
    >>> is_dated_by_verb("Brandvold penned on ", lambda form: True, ("brandvold",))
    True
    >>> is_dated_by_verb("Writing on ", lambda form: True, ("brandvold",), ", Oravec told his party")
    False
    """
    known = frozenset(writers)
    if _WRITING.search(before):
        subject = _SUBJECT_BEHIND.match(after)
        return subject is None or not subject["who"][0].isupper() or _is_named(subject["who"], known)
    if _UNDER_DATE.search(before):
        name = _NAME_BEFORE.match(before)
        return name is None or _is_named(name["who"], known)
    for pattern in (_BEARS, _WAS_MADE, _WENT, _MADE_ON):
        match = pattern.search(before)
        if match and is_form(match["noun"]) and not _ANOTHER.search(before[: match.start("noun")]):
            return True
    for pattern in (_BY_WRITER, _WRITERS):
        match = pattern.search(before)
        if match is None or not _is_named(match["who"], known):
            continue
        noun = match["noun"]
        if noun is None or is_form(noun) or fold(noun) in _OF_ANY_FORM:
            return True
    return False


def _is_named(who: str, writers: frozenset[str]) -> bool:
    words = fold(who)
    return words in writers or (bool(words) and words.split()[-1] in writers)
