"""What checks, headings and the review queue say of papers, in the language that is being written.

These sentences are made in English and stored: in findings, in flags of items, in the reasons to look at one. They are
recognised by their templates and written anew where they are shown; a sentence that has no template stays English.
"""

import re

from briefbook.model.catalogue import UNREAD_FLAG
from briefbook.text.date_display import date_in_words, days_in_words
from briefbook.text.months import ENGLISH
from briefbook.util.translation import N_, SOURCE_LANGUAGE, gettext, language, pgettext, refilled

FLAGS = {
    "several_headings": N_("it may hold several papers"),
    "transcript_of_another_page": N_("what a person typed of one of its pages is not used"),
    "id_inferred": N_("its id was proposed from the order of the citations"),
    "provisional_id": N_("its id is provisional"),
    "dtg_day_mismatch": N_("the day of its date-time group differs from its date"),
    "file_date_mismatch": N_("the date in its file number differs from its date"),
    "weekday_mismatch": N_("the day of the week does not fit its date"),
    "ambiguous_date": N_("its date can be read two ways"),
    "unreadable_date": N_("its date was not understood"),
    "impossible_date": N_("its date is not a day of the calendar"),
    "distribution_sum_mismatch": N_("the copies of its distribution list do not add up"),
    "not_in_use": N_("it has a word that was not in use then"),
    "received_before_sent": N_("it was received before it was sent"),
    UNREAD_FLAG: N_("its scan is not read yet"),
    "sender_conflict": N_("its title and its heading name different senders"),
}
"""What the reading of an item queries, by the name of its flag."""

_OF_FLAGS = (
    N_(
        "{written} is read {day}, and may be {other}; "
        "no other row of its list shows whether the day or the month comes first"
    ),
    N_("page {page} has a heading of its own ({name})"),
    N_("page {page} has a heading of its own"),
    N_("{details}; all fields are those of the first of {count} papers"),
    N_("{word} in {year}"),
    N_("{file} has the words of page {page} of {scan}"),
    N_("title says {title}, header says {header}"),
)

_OF_DOUBTS = (
    N_("“{words}” is not understood"),
    N_("read with {share}% certainty"),
    N_("the list says {listed}, the paper {read}"),
    N_("no heading was read"),
    N_("nothing was read"),
    N_("neither a scan nor a text is held"),
    N_("page {page}: its words were read with {share}% certainty on average"),
    N_("page {page}: rows of type were not read"),
)

_OF_CHECKS = (
    N_("“{words}” is not in {cited}, but in {place}"),
    N_("“{words}” is not in {cited}"),
    N_("“{words}” is not what {place} says: {detail}"),
    N_("“{words}” cannot be checked: {detail}"),
    N_("“{words}” is quoted, but no item is cited for it"),
    N_("“{words}” agrees with {place} but for misread letters ({noise}): look at the picture"),
    N_("“{words}” runs across a redaction in {place} ({redaction})"),
    N_("“{words}” stands in {place}, not on the lines cited"),
    N_("“{words}” stands in {place}, not on p. {page}"),
    N_("“{words}” is said by another in {place}: {source}"),
    N_("“{words}” and “{other}” do not follow one another in {place}"),
    N_("“{words}” is quoted before: {place}"),
    N_("“{words}” is given to {cited}, and before to {other}: {place}"),
    N_("“{words}” was quoted differently before, with {theirs} for {ours}: {place}"),
    N_("“{words}” where the paper has {source}"),
    N_("{source} left out"),
    N_("its parts stand apart, at {place} and at {where}"),
    N_("“{words}”: just before them, {place} has {source}"),
    N_("“{words}”: just behind them, {place} has {source}"),
    N_("{words} where {item} has {source}"),
    N_("{words} where the passage of {item} has {source}"),
    N_("“{words}” added"),
    N_("too short to check: one or two words"),
    N_("no item is cited for it"),
    N_("{items} is not in the collection"),
    N_("not shown: {items} was withdrawn"),
    N_("{item} is cited but not in the collection"),
    N_("the row of {item} is of no item in the collection"),
    N_("{item}: only a list has it, and its id is nearly that of {near}, which has a scan"),
    N_("{item} is cited and was withdrawn on {day}"),
    N_("{item} is cited and was withdrawn on a day that is not known"),
    N_("{words} is not an item, and is printed as plain words"),
    N_("{item} is cited, and is not an item: its file was divided, or joined to another"),
    N_("{item} is described, but neither its scan nor its text is held"),
    N_("{item} has a scan, but no word on it could be read"),
    N_("{item} has no page {page}"),
    N_("{item} was corrected by {items}, which this page does not cite"),
    N_("{item} and {other} are copies of one cable, not two sources"),
    N_("{item} is dated {day}, outside this page's dates ({first} to {last})"),
    N_("{item} is dated {day}, not {other} (a day apart: the local day, or the day of receipt)"),
    N_("{item} is dated {day} in its description; {other} was read on it ({place})"),
    N_("{item} is dated {day} in its description; {other} was read on it"),
    N_("{item} is dated {day} in its description, not {said}; {other} was read on it ({place})"),
    N_("{item} is dated {day} in its description, not {said}; {other} was read on it"),
    N_("{item} is dated {day}, not {other}; the date was read on it ({place})"),
    N_("{item} is dated {day}, not {other}; the date was read on it"),
    N_("{other} cannot be checked: no date of {item} is known"),
    N_("{other} cannot be checked: no number of {item} is known"),
    N_("{other} cannot be checked: no sender of {item} is known"),
    N_("{other} cannot be checked: no addressee of {item} is known"),
    N_("{item} is dated {day}, not {other}"),
    N_("{item} is number {number}, not {other}"),
    N_("{item} refers to {numbers}, not {other}"),
    N_("{item} is cited in this section but stands in no row of its table"),
    N_("{item} stands in this section's table, but the section does not cite it"),
    N_("no item cited here is dated {weekdays}"),
    N_("no item cited on the {count} pages of these days is dated {weekdays}"),
    N_("{day} (a Saturday)"),
    N_("{day} (a Sunday)"),
    N_("no page covers {first} to {last}, after {page}"),
    N_("{first} to {last} stand on {page} too"),
    N_("{event} is later than {item} ({day}), which is cited for it"),
    N_("{item}: the description gives date {day}, the heading {heading} reads {read}"),
    N_("{item}: the description gives from {listed}, the heading {heading} reads {read}"),
    N_("{item}: the description gives to {listed}, the heading {heading} reads {read}"),
    N_("{item}: the description gives number {listed}, the heading {heading} reads {read}"),
    N_("{item} was sent by {code} ({name}), not by {office}'s own office"),
    N_("{item} was sent by {code} ({name}), not by the {office}"),
    N_("{item} was sent by {code} ({name}), not by {other}"),
    N_("{item} was addressed to {code} ({name}), not to {other}"),
    N_("{item} was addressed to {code}, not to {other}"),
    N_("{item} was sent by {code} ({name}): the words of the {person} came second-hand"),
    N_("{item} was sent by {code} ({name}): the words of {person} came second-hand"),
    N_("telegram {number} from {place} is {item} here and {other} at {where}"),
    N_("{sender} {number} of {year} stands under {items}; {detail}"),
    N_("their texts agree: copies of one cable"),
    N_("one of them is misnumbered, or they are copies"),
    N_("their dates differ: one of them is misnumbered"),
    N_("{item}: the table gives {field} {cell}, the catalogue {value}"),
    N_("{item}: {field} is {cell} here, but {other} at {where}"),
    N_("{item}: {source} gives {field} {value}, {other_source} gives {other}"),
    N_("{item}: {sender} {number} is dated {day}, but {neighbours}"),
    N_("{name} is of {day}"),
    N_("the sentence shares hardly a word with {items}; it fits {others}"),
    N_("{word} is a misspelling of {name}"),
    N_("{word} is in no dictionary here"),
    N_("{word} is spelt {other} elsewhere in the book ({count} times)"),
    N_("{word} and {other} ({where}) stand on one page: one name spelt in two ways?"),
    N_('"{words}" says something of papers that are not cited'),
    N_("the quotation mark {mark} has no partner in its paragraph"),
    N_("the footnote {name} has no note"),
    N_("nothing refers to the note {name}"),
    N_('the heading "{heading}" is not on that page'),
    N_('"here" stands where a link was or should be, but leads nowhere'),
    N_("{target} leads nowhere"),
    N_("{target} is a draft, and readers of this page will not find it"),
    N_("the picture {picture} is not there"),
    N_("the abbreviation {word} has no meaning in the book's list of abbreviations"),
    N_("{item} has the same address ({address})"),
    N_("these notes are on {item}, and the catalogue has no such item"),
    N_("“{words}”: {reason}; the words left out are: {others}"),
    N_("{words} here, {other} for what seems the same event: {where}"),
    N_("{code} is an unknown post ({number} item: {items})"),
    N_("{code} is an unknown post ({number} items: {items})"),
    N_('the link "{words}" does not say where it leads ({target})'),
    N_("the picture {picture} is on another site, and pages show none from there"),
    N_("{number} of {count} items are cited on no page: {items}"),
    N_("{number} of {count} items is cited on no page: {items}"),
    N_("{person}’s {kind} is {first} here and {other} at {where}"),
    N_("1 item that no page cites has neither scan nor text: {item}"),
    N_("{number} items that no page cites have neither scan nor text: {items}"),
    N_("neither its scan nor its text is held"),
    N_("{item} was sent by {code}, not by {office}'s own office"),
    N_("{item} was sent by {code}, not by the {office}"),
    N_("{item} was sent by {code}, not by {other}"),
    N_('{person}: "{office}" can be misread: {title} for {country}'),
    N_('{person}: "{office}" gives another country: {title}, {country}'),
    N_("{person}: {office} on that day was {name}"),
    N_("{day} was a {weekday}, not a {false_weekday}"),
    N_("the picture {picture} has no alternative text"),
    N_("the picture {picture} has no caption"),
    N_("the picture {picture} has no credit"),
    N_("the picture {picture} has no alternative text and no caption"),
    N_("the picture {picture} has no alternative text and no credit"),
    N_("the picture {picture} has no caption and no credit"),
    N_("the picture {picture} has no alternative text and no caption and no credit"),
    N_("the title gives {first} to {last}, `dates` {begin} to {end}"),
    N_("the file's name gives {first} to {last}, `dates` {begin} to {end}"),
    N_('the note on "{words}": this is not in {item}'),
    N_('the note on "{words}": this differs in {item}'),
    N_("the acceptance of {code} expired on {date}: {reason}"),
    N_("the acceptance of {code} does not hold: {reason}"),
    N_("the acceptance of {code} gives no reason, so it does not hold"),
    N_("the acceptance of {code} covers no finding (any more): {reason}"),
)

_OF_HEADINGS = (
    N_("on its scan, p. {page}"),
    N_("of its text, p. {page}"),
    N_("on its scan"),
    N_("of its text"),
)

_OF_READINGS = (
    N_("{day} (a day apart: the local day, or the day of receipt); the reading is unsure"),
    N_("{day} (a day apart: the local day, or the day of receipt)"),
    N_("{day}; the reading is unsure"),
)

_OF_ELLIPSES = (
    N_("the ellipsis joins two sentences into one, and another may be speaking"),
    N_("the ellipsis joins two sentences into one"),
    N_("the ellipsis hides {count} words"),
    N_("the ellipsis hides a condition: {hidden}"),
    N_("the ellipsis hides whose {words} … is: {hidden}"),
    N_("the ellipsis hides {hidden} behind {words}"),
    N_("the ellipsis hides {hidden}"),
    N_("the ellipsis gives {words} another subject"),
    N_("the ellipsis puts {words} for another number"),
)

_OF_COMPARISONS = (
    N_("no text of {item} is held"),
    N_("no text of any item is held"),
    N_("the quotation holds no words to compare"),
    N_("a word may have been lost in reading: look at the picture"),
    N_("the paper is read {words} there, and the reading is unsure: look at the picture"),
    N_("words differ, but {reason}: look at the picture"),
    N_("much of {item} is redacted, and the words are not in what is open"),
    N_("too little of {item} is legible: most of what was read are no words"),
    N_("too little of {item} is legible (the reader is {share}% sure on the whole)"),
)

_OF_LEGIBILITY = (
    N_("rows of type there could not be read"),
    N_("what stands there can hardly be read"),
    N_("the line there can hardly be read"),
    N_("the figures there are read as no number"),
    N_("words there were read as if run together"),
    N_("the words beside it can hardly be read"),
    N_("a line may have been missed there"),
)

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)

_OF_VALUES = {
    "heading": _OF_HEADINGS,
    "read": _OF_READINGS,
    "reason": (*_OF_ELLIPSES, *_OF_LEGIBILITY),
    "weekday": _WEEKDAYS,
    "false_weekday": _WEEKDAYS,
}
"""The phrases that a value of a sentence may be, by its name."""

_LISTS = frozenset({"items", "others", "cited", "neighbours"})
"""Values that are lists of names with "and" or "or"."""

_DAY_VALUES = frozenset({"day", "days", "first", "last", "other", "begin", "end", "read", "date"})
"""Values that have days in them."""

_DAYS = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(ENGLISH)}) (\d{{4}})\b")
_PAGE = re.compile(r", (?=page \d)")
_CODE = re.compile(r"[A-Z]\d{3}")


def finding_in_words(message: str) -> str:
    """The message of a finding in the current language; unchanged if it has no template.

    Args:
        message: The message, in English.

    >>> finding_in_words("SPEC1 has no page 3")
    'SPEC1 has no page 3'
    """
    if language() == SOURCE_LANGUAGE:
        return message
    anew = _anew(message, _OF_CHECKS)
    return anew if anew != message else _of_item(message)


def flag_in_words(flag: str) -> str:
    """A query that the reading of an item raised, in words.

    Args:
        flag: The flag, with what is known more of it after a colon.

    >>> flag_in_words("several_headings: page 2 has a heading of its own ()")
    'it may hold several papers: page 2 has a heading of its own'
    """
    name, _, more = flag.partition(":")
    words = gettext(FLAGS.get(name, name.replace("_", " ")))
    more = days_in_words(_anew(" ".join(more.replace("()", "").split()).replace(" ,", ","), _OF_FLAGS))
    return _with_colon(words, more) if more else words


def doubt_in_words(words: str) -> str:
    """A reason to look at an item in the language that is being written.

    Args:
        words: The reason in English: of a field, ``from: nothing was read``; of a flag, ``weekday mismatch``; of a
            finding, ``C113: SPEC1 has no page 3``.

    >>> doubt_in_words("from: nothing was read")
    'from: nothing was read'
    """
    if language() == SOURCE_LANGUAGE:
        return words
    if (anew := _anew(words, _OF_DOUBTS)) != words:
        return anew
    before, colon, rest = words.partition(": ")
    flag = before.replace(" ", "_")
    if flag in FLAGS:
        return flag_in_words(f"{flag}{colon}{rest}")
    if _CODE.fullmatch(before):
        return _with_colon(before, finding_in_words(rest))
    if rest and (anew := _anew(rest, _OF_DOUBTS)) != rest:
        return _with_colon(gettext(before.capitalize()).lower(), anew)
    return words


def _of_item(message: str) -> str:
    """``SPEC1: weekday mismatch``, which an anomaly of a heading is said as."""
    item, colon, rest = message.partition(": ")
    flag, _, more = rest.partition(": ")
    name = flag.replace(" ", "_")
    if not colon or name not in FLAGS:
        return message
    return _with_colon(item, flag_in_words(f"{name}: {more}" if more else name))


def _with_colon(before: str, behind: str) -> str:
    return pgettext("colon", "{before}: {behind}").format(before=before, behind=behind)


def _anew(text: str, templates: tuple[str, ...]) -> str:
    return refilled(text, templates, _value)


def _value(name: str, text: str) -> str:
    """A value of a sentence as the language that is being written has it."""
    if name == "details":
        return ", ".join(_anew(part, _OF_FLAGS) for part in _PAGE.split(text))
    if name == "weekdays":
        return ", ".join(_DAYS.sub(_day, _anew(part, _OF_CHECKS)) for part in text.split(", "))
    if name == "detail":
        if (anew := _anew(text, _OF_COMPARISONS)) != text:
            return anew
        return "; ".join(_anew(part, _OF_CHECKS) for part in text.split("; "))
    if name in _OF_VALUES and (anew := _anew(text, _OF_VALUES[name])) != text:
        return anew
    if name in _LISTS:
        names = [_anew(part, _OF_CHECKS) for part in text.split(" and ")]
        words = names[0]
        for more in names[1:]:
            words = pgettext("citation", "{names} and {name}").format(names=words, name=more)
        return words
    if name == "field":
        return gettext(text.capitalize()).lower()
    return _DAYS.sub(_day, text) if name in _DAY_VALUES else text


def _day(match: re.Match[str]) -> str:
    month = ENGLISH.index(match[2]) + 1
    return date_in_words(f"{match[3]}-{month:02}-{int(match[1]):02}")
