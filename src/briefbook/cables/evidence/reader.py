"""Candidates -> the value of each field that fits best, and how sure it is; a draft's blanks filled by them."""

import json
import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz

from briefbook.cables import heading_slots as slots
from briefbook.cables.evidence.addresses import PREFIXED, read_address
from briefbook.cables.evidence.candidates import offer
from briefbook.cables.evidence.forms import PaperForm
from briefbook.cables.evidence.furniture import typed_lines
from briefbook.cables.evidence.legible_names import (
    MIXED_LETTERS,
    has_misread_words,
    is_known_person,
    is_legible_name,
    is_misread_series,
    is_nearly_a_city,
    is_sound_name,
)
from briefbook.cables.evidence.messages import message_features
from briefbook.cables.evidence.paper import (
    ACCENTS,
    FIELDS,
    KNOWN,
    MAX_LINES,
    Candidate,
    Choice,
    Paper,
    is_paragraph,
    labelled,
    same_who,
)
from briefbook.cables.evidence.reasons import reason_for
from briefbook.cables.evidence.stamps import is_stamp
from briefbook.cables.evidence.suggestions import Offered, choices_for
from briefbook.cables.evidence.trust import TRUST_LIMIT, trust, trust_features
from briefbook.cables.evidence.word_candidates import word_choices
from briefbook.cables.evidence.words import MAX_HEAD_LINES, word_lists, word_shares
from briefbook.cables.forms.common import add_references
from briefbook.cables.heading_draft import FieldEvidence, HeadingDraft
from briefbook.cables.heading_slots import Slot
from briefbook.model.cable import SURE_BELOW, Derivation
from briefbook.text import posts
from briefbook.text.dates import find_group
from briefbook.text.vocabulary import full_level

UNLISTED_LIMIT = 0.85
"""The same for a name that is on no list and is no title, person or part of a service, for which nothing else vouches;
and for a day that stands in the text.
"""

LIMITS = {
    "from": 0.7, "to": 0.7, "date": 0.6, "number": 0.7, "security": 0.6, "precedence": 0.6, "subject": 0.7,
    "info": 0.75,
}  # fmt: skip
"""The least confidence, 0 to 1, at which a field's value is given; below it the field stays blank."""


@cache
def _weights() -> dict[str, dict[str, float]]:
    folder = files(__package__)
    table: dict[str, dict[str, float]] = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    chosen: dict[str, dict[str, float]] = tomllib.loads((folder / "chosen_weights.toml").read_text(encoding="utf-8"))
    return {field: weights | chosen.get(field, {}) for field, weights in table.items()}


def confidence(candidate: Candidate) -> float:
    """How likely it is, 0 to 1, that a candidate is the value of its field: the sum of its features' weights."""
    return _chance(candidate.field, candidate.features)


def _chance(field: str, features: Iterable[str]) -> float:
    weights = _weights().get(field, {"": -30.0})
    total = math.fsum([weights[""], *[weights[name] for name in features if name in weights]])  # in any order the same
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def message_confidence(paper: Paper, weighed: Mapping[str, Sequence[Choice]]) -> float:
    """How likely it is, 0 to 1, that a paper is a message: telegram, despatch, letter or memorandum with a heading."""
    return _chance("message", message_features(paper, weighed))


def weigh(offered: Iterable[Candidate]) -> dict[str, list[Choice]]:
    """The candidates of each field with their confidences, likeliest first."""
    by_field: dict[str, list[Choice]] = {}
    for candidate in offered:
        by_field.setdefault(candidate.field, []).append(Choice(candidate, confidence(candidate)))
    for choices in by_field.values():
        choices.sort(key=lambda choice: -choice.confidence)
    return by_field


def choose(weighed: Mapping[str, Sequence[Choice]], sender: str | None = None) -> dict[str, Choice]:
    """The likeliest candidate of each field, its confidence shared with its rivals: of two as likely, neither is sure.

    Args:
        weighed: The candidates of each field, likeliest first.
        sender: Who sends, where that is known already: he is no addressee. None asks the candidates.

    Returns:
        A choice for each field that has candidates.
    """
    chosen: dict[str, Choice] = {}
    for name in sorted(weighed):  # the sender before the addressees
        choices: Sequence[Choice] = weighed[name]
        if name in ("to", "info"):
            if sender is None and "from" in chosen and chosen["from"].confidence >= LIMITS["from"]:
                sender = chosen["from"].candidate.value
            choices = [choice for choice in choices if not sender or not same_who(choice.candidate.value, sender)]
        if name == "date":
            choices = _own_day_first(choices)
        if name == "from":
            choices = _office_first(choices)
        if not choices:
            continue
        odds: dict[str, float] = {}
        for choice in _rivals(choices):
            value = _plain_value(choice.candidate)
            odds[value] = max(odds.get(value, 0.0), choice.confidence / (1.0001 - choice.confidence))
        best = choices[0]
        chosen[name] = Choice(best.candidate, odds[_plain_value(best.candidate)] / (1 + sum(odds.values())))
    return chosen


def _office_first(choices: Sequence[Choice]) -> Sequence[Choice]:
    """Leave out who signed where the office on whose paper it is is sure, and else the city of the day's line."""
    signers = [choice for choice in choices if choice.candidate.features & _BY_PLACE]
    others = [choice for choice in choices if choice not in signers]
    if not signers or not others or others[0].confidence < LIMITS["from"]:
        return choices
    return signers if "dateline" in others[0].candidate.features else others


def _own_day_first(choices: Sequence[Choice]) -> Sequence[Choice]:
    """Leave out the days behind labels of something else, as APPROVED, where one behind a date's own label is sure."""
    if not any("label=date" in choice.candidate.features and choice.confidence >= CONTRADICTION for choice in choices):
        return choices
    return [choice for choice in choices if not choice.candidate.features & {"label=other", "label=review"}]


def _rivals(choices: Sequence[Choice]) -> list[Choice]:
    """The likeliest choice, and those of which it might be either: no day or name of the text beside the heading's, and
    no name on the line below the addressee's, for that is another addressee, or who he is.
    """
    best = choices[0].candidate
    rivals = [choices[0]]
    for choice in choices[1:]:
        features, line = choice.candidate.features, choice.candidate.line
        if best.field == "date" and "body" not in best.features and features >= {"body", "label=none"}:
            continue
        if best.field in ("from", "to") and "body" not in best.features and "body" in features:
            continue
        if best.field == "to" and line == best.line + 1 and "below" in features and "below" not in best.features:
            continue
        if bool(features & _BY_PLACE) != bool(best.features & _BY_PLACE):
            continue
        rivals.append(choice)
    return rivals


_BY_PLACE = frozenset({"signature", "address", "letterhead-office"})
"""Persons named by their place: the office of which each is stands elsewhere, and does not contradict him."""


_FIGURES_AT_END = re.compile(r"^(?P<who>[A-Z ]+?)?\s*0*(?P<figures>\d+)$")


def _plain_value(candidate: Candidate) -> str:
    """A value by which rivals are told apart: LIMA 0612 and 612 are one number, TDCS3/440 and TDCS-3/440 too."""
    if candidate.field == "number" and (match := _FIGURES_AT_END.match(candidate.value)):
        return match["figures"]
    if candidate.field == "number":
        return re.sub(r"[^A-Z0-9]", "", candidate.value.upper())
    return candidate.value


_BY_ADDRESSEE = ("us_system", "ca_outgoing_form")
"""Forms on which each addressee has a precedence of his own: one beside one of them is not the message's."""

_CORE = ("from", "to", "date", "number", "security")

_ANCHORS = ("from", "to", "number")
"""Fields of which a message has one at least; a paper without any is none, and nothing is given for it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What filling a draft's blanks found out of its paper, for those who choose what is blank still."""

    paper: Paper
    weighed: Mapping[str, Sequence[Choice]]
    doubted: set[str]  # the fields that were blank or unsure
    is_message: bool


MAY_BE_MESSAGE = 0.05
"""The least confidence, 0 to 1, at which a paper is searched for all that may be a blank field's value."""


def offer_choices(draft: HeadingDraft, evidence: Evidence | None) -> None:
    """Set out what a person may choose from, for each field that is blank or unsure.

    Args:
        draft: A draft whose fields are read and checked.
        evidence: What ``fill_blanks`` found, None where it looked for nothing.
    """
    if evidence is None:
        names = [name for name in _CORE if not draft.values.get(_SLOTS[name]) and draft.values.taken_back(_SLOTS[name])]
        if not names:
            return
        evidence = Evidence(Paper(typed_lines(draft.lines), window=draft.window, order=draft.order), {}, set(), True)
    else:
        names = [name for name in _CORE if not draft.values.get(_SLOTS[name]) or name in evidence.doubted]
    others = [name for name in _SLOTS if name not in _CORE and name in evidence.doubted and name in evidence.weighed]
    for name in others if evidence.is_message else (*others, *names):
        if choices := evidence.weighed.get(name, ()):
            _offer_candidates(draft, name, choices)
    if not evidence.is_message or not names:
        return
    shares = word_shares(evidence.paper)
    offered = Offered(evidence.weighed, word_choices(evidence.paper, shares, names), shares)
    for name in names:
        if values := choices_for(draft, evidence.paper, _SLOTS[name], name, offered):
            draft.candidates[_SLOTS[name]] = values


def fill_blanks(draft: HeadingDraft, form: PaperForm | None) -> Evidence | None:
    """Fill the fields of a draft that no form's reader filled, where the evidence on the paper suffices.

    What that reader called not legible stays so: it has seen more of the place than the text.

    Args:
        draft: A draft after its form was read; values and evidence may be added to it.
        form: The form by the tables, None if it is on none of theirs.

    Returns:
        What was found out of the paper, None where nothing was looked for.
    """
    blank = [
        name
        for name, slot in _SLOTS.items()
        if not draft.values.get(slot) and (slot not in draft.evidence or name == "security")
    ]
    unsure = [
        name
        for name, slot in _SLOTS.items()
        if name not in blank and (_is_unsure(draft, slot) or not draft.values.get(slot))
    ]
    if not draft.lines or not {"subject", *_CORE} & {*blank, *unsure}:
        return None  # what is left blank is seldom on the paper
    if form is None and not draft.form and not draft.values and all(is_paragraph(line) for line in draft.texts):
        return None  # paragraphs alone, as lists and editions give them without their headings
    date = draft.whole_date
    anchored = any(draft.values.get(_SLOTS[name]) for name in _ANCHORS)
    paper = Paper(typed_lines(draft.lines), window=draft.window, order=draft.order)
    wanted = {*blank, *unsure, *(() if anchored else _ANCHORS)} if draft.form else FIELDS
    weighed = _first_page_first(draft, weigh(offer(paper, year=date[:4] if date else "", fields=wanted)))
    _agree_with_cover(draft, weighed)
    if any(_TALK.match(line) for line in draft.texts[:3]):
        weighed = {name: choices for name, choices in weighed.items() if name not in ("from", "to")}
    likeliest = choose(weighed, draft.values.get(slots.FROM) if draft.form else None)
    at_foot = form is not None and form.date_at_foot
    chosen = {name: choice for name, choice in likeliest.items() if _suffices(name, choice, at_foot=at_foot)}
    message = message_confidence(paper, weighed)
    is_message = bool(draft.form) or _is_known(paper) or message >= MESSAGE_LIMIT
    if not is_message:
        _take_back(draft)
        blank = [name for name, slot in _SLOTS.items() if not draft.values.get(slot)]
        has_signs = form is not None and form.needs > 1
        chosen = {name: choice for name, choice in chosen.items() if has_signs and _has_own_label(name, choice)}
    is_nameless = not draft.form and form is None and not anchored and not any(name in chosen for name in _ANCHORS)
    if is_nameless and not _is_known(paper) and _is_note(paper, weighed):
        draft.values.pop(slots.DATE)  # a day stands on cards and notes too
        draft.evidence.pop(slots.DATE, None)
    if draft.form:
        _contradict(draft, likeliest)
    else:
        if _stands_in_text(draft, paper):
            draft.values.pop(slots.DATE)
            draft.evidence.pop(slots.DATE)
            blank.append("date")
        blank += _weigh_given(draft, weighed, likeliest)
    blank += [name for name in unsure if name in DOUBTED and name in chosen and chosen[name].confidence >= SURE]
    blank += [name for name in ("from", "to") if _is_named_after_all(draft, name, chosen.get(name))]
    if not anchored and form is not None and form.kind.startswith("memorandum"):  # for the record, to file, of a talk
        anchored = form.kind == "memorandum of conversation" or message >= SURE
    _fill(draft, form, paper, blank=blank, chosen=chosen, anchored=anchored, message=message)
    _fill_by_words(draft, form, paper, is_message=is_message, message=message)
    return Evidence(
        paper,
        weighed,
        {*blank, *unsure},
        is_message=is_message or message >= MAY_BE_MESSAGE or any(draft.values.get(_SLOTS[name]) for name in _CORE),
    )


_TALK = re.compile(
    r"(?:\d+\.\s*)?(?:memorandum|record|minutes|notes?|transcript|summary)\s+of\s+(?:\w+\s+){0,2}"
    r"(?:conversation|meeting|discussion)s?\b.*\bbetween\b",
    re.I,
)
"""A title that names who talked with each other: neither sent anything to the other."""


def _is_note(paper: Paper, weighed: Mapping[str, Sequence[Choice]]) -> bool:
    """Is a paper that names nobody a card or a note: without a word for a message, and its day without a label?"""
    days = weighed.get("date", ())
    if days and "label=date" in days[0].candidate.features:
        return False
    features = message_features(paper, weighed)
    return "names-message=0" in features and _chance("message", features) < SURE_MESSAGE


def _agree_with_cover(draft: HeadingDraft, weighed: dict[str, list[Choice]]) -> None:
    """Raise the confidence of the days that are the cover sheet's, or fall into its month or year."""
    if not draft.cover_date or "date" not in weighed:
        return
    choices = []
    for choice in weighed["date"]:
        confidence = choice.confidence
        whole = len(draft.cover_date) == len("1963-12-06")
        in_heading = not choice.candidate.features & {"body", "prose"}
        if choice.candidate.value.startswith(draft.cover_date) and (whole or in_heading):
            odds = COVER_ODDS[len(draft.cover_date)] * confidence / (1.0001 - confidence)
            confidence = odds / (1 + odds)
        choices.append(replace(choice, confidence=confidence))
    weighed["date"] = sorted(choices, key=lambda choice: -choice.confidence)


COVER_ODDS = {4: 1.5, 7: 6.0, 10: 60.0}
"""How many times likelier a day is that the cover sheet says too: its year, its month, the day itself."""


def _first_page_first(draft: HeadingDraft, weighed: dict[str, list[Choice]]) -> dict[str, list[Choice]]:
    """Leave out the candidates of later pages where the first page has a likely enough candidate of the field."""
    if not any(line.page > draft.lines[0].page for line in draft.lines[: len(draft.lines)]):
        return weighed
    likely = {}
    for name, choices in weighed.items():
        first = [choice for choice in choices if not _is_later_page(draft, choice.candidate.line)]
        likely[name] = first if first and first[0].confidence >= LIMITS[name] else choices
    return likely


def _has_own_label(name: str, choice: Choice) -> bool:
    """Stands a candidate at the label of its own field, or a marking alone on its line, outside the text?"""
    features = choice.candidate.features
    in_place = f"label={name}" in features or "bare-pair" in features or (name == "security" and "alone" in features)
    return in_place and not features & {"body", "prose"}


MESSAGE_LIMIT = 0.5
"""The least confidence, 0 to 1, at which a paper on no known form is taken for a message; of another nothing is given.
"""

SURE_MESSAGE = 0.8
"""The same where it names neither sender nor addressee nor number."""

CONTRADICTION = 0.9
"""The least confidence, 0 to 1, at which a candidate contradicts what a form's reader gave."""

_CONTRADICTED = ("cia_message", "ca_labelled_form", "us_incoming_form", "us_outgoing_form")
"""Forms whose readers are contradicted."""


def _is_named_after_all(draft: HeadingDraft, name: str, choice: Choice | None) -> bool:
    """Is an office on a list sure behind its own label, of whom a form's reader said that he is not legible?

    Of text alone: on scans the words' confidences are what that reader doubted.
    """
    slot = _SLOTS[name]
    if (
        choice is None
        or draft.values.get(slot)
        or slot not in draft.evidence
        or any(line.words for line in draft.lines)
    ):
        return False
    features = choice.candidate.features
    return choice.confidence >= SURE and _is_listed(choice.candidate) and f"label={name}" in features


DOUBTED = ("number", "security")
"""Fields that are filled although a form's reader doubted what it saw, if a candidate is sure and legible."""

SURE = 0.95
"""The least confidence, 0 to 1, of such a candidate."""


UNLIKELY = 0.3
"""The least confidence, 0 to 1, that what the labels common to all forms gave must have as a candidate."""


def _stands_in_text(draft: HeadingDraft, paper: Paper) -> bool:
    """Was the date read from a line of the text, below its first paragraph, and without a label?"""
    line = next((reading.line for reading in draft.evidence.get(slots.DATE, ()) if reading.value), -1)
    return 0 <= line < len(paper.lines) and paper.lines[line].in_body and not paper.lines[line].labels


def _weigh_given(
    draft: HeadingDraft, weighed: Mapping[str, Sequence[Choice]], likeliest: Mapping[str, Choice]
) -> list[str]:
    """Take back what common labels gave on a paper of no known form, where evidence knows better or doubts it.

    Returns:
        The names of the fields that are blank now and may be filled.
    """
    fields = []
    for name in (*_CORE, "precedence", "subject"):
        given, choices = draft.values.get(_SLOTS[name]), weighed.get(name, ())
        if not given or not choices or (name == "date" and _is_of_group(draft)):
            continue
        same = max(
            (choice.confidence for choice in choices if is_same_value(name, given, choice.candidate)), default=1.0
        )
        best = likeliest.get(name)
        better = best and best.confidence >= CONTRADICTION and not is_same_value(name, given, best.candidate)
        if better and name in ("from", "to") and best and not _is_listed(best.candidate):
            better = False
        if name == "to" and best and _is_listed(best.candidate) and best.candidate.value.startswith(f"{given[0]}, "):
            better = True  # DIRECTOR, and on the next line his agency
        if better or same < (LIMITS["date"] if name == "date" else UNLIKELY):
            draft.values.pop(_SLOTS[name])
            draft.evidence.pop(_SLOTS[name], None)
            fields.append(name)
    return fields


def _is_of_group(draft: HeadingDraft) -> bool:
    """Was the date read from a date-time group with its zone, which no other day on the paper contradicts?"""
    if slots.DTG in draft.values:
        return True
    lines = [reading.line for reading in draft.evidence.get(slots.DATE, ()) if reading.value]
    return any((group := find_group(draft.lines[line].raw.upper())) is not None and group.utc for line in lines)


def _contradict(draft: HeadingDraft, likeliest: Mapping[str, Choice]) -> None:
    """Take back values that a sure candidate contradicts: the field is blank then, and has candidates."""
    for name in ("from", "to", "number", "date") if draft.form in _CONTRADICTED else ():
        slot, choice = _SLOTS[name], likeliest.get(name)
        given = draft.values.get(slot)
        if (
            not given
            or choice is None
            or choice.confidence < CONTRADICTION
            or is_same_value(name, given, choice.candidate)
        ):
            continue
        if name in ("from", "to") and not _is_listed(choice.candidate):
            continue
        readings = draft.evidence.get(slot, [])
        if any(reading.how is Derivation.INFERRED or posts.BOOK in (reading.value or "") for reading in readings):
            continue  # several places of the paper bear it out
        draft.evidence.pop(slot, None)
        draft.values.pop(slot)
        draft.doubt(slot, readings[0].written if readings else choice.candidate.written, choice.candidate.line)


def _is_listed(candidate: Candidate) -> bool:
    """Is the name on a list of posts, offices or stations?"""
    return any(f"who={quality}" in candidate.features for quality in KNOWN)


def is_same_value(name: str, given: Any, candidate: Candidate) -> bool:
    """Does a candidate say what is given, in other words or in part?"""
    if name in ("from", "to"):
        ours = [given] if isinstance(given, str) else list(given)
        theirs = candidate.value.split("; ")
        return all(any(same_who(their, other) or _one_names(their, other) for other in ours) for their in theirs)
    if name == "number":
        return re.sub(r"\D", "", str(given)).lstrip("0") == re.sub(r"\D", "", candidate.value).lstrip("0")
    if name == "security":
        return full_level(str(given)) == full_level(candidate.value)
    return str(given).upper() == candidate.value.upper()


def _one_names(words: str, others: str) -> bool:
    """Is one of two names part of the other, or the same city in another language?"""
    first, second = words.upper(), others.upper()
    city = posts.city_in_any_tongue(first)
    return first in second or second in first or (city is not None and city == posts.city_in_any_tongue(second))


def _is_known(paper: Paper) -> bool:
    """Is it a message by its date-time group, or a routing sheet whose boxes are all that is known of the item?"""
    return any(
        "ROUTING AND RECORD SHEET" in line.upper or ((group := find_group(line.upper)) is not None and group.utc)
        for line in paper.lines[:6]
    )


def _take_back(draft: HeadingDraft) -> None:
    """Take back what the labels common to all forms gave on a paper that is no message."""
    for slot in (*_SLOTS.values(), slots.DTG):
        if slot in draft.values:
            draft.values.pop(slot)
            draft.evidence.pop(slot, None)


def _fill(
    draft: HeadingDraft,
    form: PaperForm | None,
    paper: Paper,
    *,
    blank: Sequence[str],
    chosen: Mapping[str, Choice],
    anchored: bool,
    message: float,
) -> None:
    _put_labelled(draft, paper)
    if not anchored and not any(name in chosen for name in _ANCHORS):
        return
    for name in sorted(chosen, key=lambda name: -chosen[name].confidence):
        if name in blank:
            _put(draft, name, chosen[name], form, message)
    for segment in labelled(paper, "ref"):
        if not draft.references:
            add_references(draft, _LETTER.sub("", segment.text), segment.line)
        for below in paper.lines[segment.line + 1 : segment.line + MAX_REFERENCES]:
            if not paper.is_reference(below):
                break
            add_references(draft, _LETTER.sub("", below.text), below.index)
    if form and not draft.form and sum(bool(draft.values.get(_SLOTS[name])) for name in _SLOTS) >= _MIN_FIELDS:
        draft.form = form.name


_LETTER = re.compile(r"^\W*[A-J][.)]\s+")
"""The letter of a reference in a list: B. LIMA 1448."""

MAX_REFERENCES = 12
"""Lines of a lettered list of references, at most."""


def refuse_misread_names(draft: HeadingDraft) -> None:
    """Take back a sender, an addressee or a number's series on no list, whoever gave it, that may be misread.

    Of text alone: on scans the words' confidences decide.
    """
    if any(line.words for line in draft.lines):
        return
    _refuse_stamps(draft)
    number = str(draft.values.get(slots.NUMBER) or "")
    if number and is_misread_series(number):
        draft.take_back(slots.NUMBER)
    for name in ("from", "to"):
        slot = _SLOTS[name]
        for reading in draft.evidence.get(slot, ()) if draft.values.get(slot) else ():
            value = reading.value or ""
            is_listed_post = posts.post(value) is not None or posts.city_in_any_tongue(value) is not None
            is_mixed = value.isupper() and value in reading.written.upper() and MIXED_LETTERS.search(reading.written)
            in_mixed_letters = is_mixed and not is_listed_post
            by_place = reading.note == NOTE_BY_PLACE
            if value and (
                in_mixed_letters or (not _is_of_list(value) and _is_unsound(draft, value, by_place=by_place))
            ):
                draft.values.pop(slot)
                draft.evidence.pop(slot)
                draft.doubt(slot, reading.written, reading.line)
                break


def _refuse_stamps(draft: HeadingDraft) -> None:
    """Leave stamps out of the addressees, among whom they stand where a text has its lines in another order."""
    for slot in (slots.TO, slots.INFO):
        readings = draft.evidence.get(slot, [])
        named = [reading for reading in readings if reading.value and not is_stamp(reading.value)]
        if named and len(named) < len(readings):
            draft.evidence[slot] = named
            draft.values[slot] = [str(reading.value) for reading in named]


_WORDS_OF_A_POST = 3


def _is_of_list(name: str) -> bool:
    """Is a name, as it stands, one of a list: none that had to be mended, nor a prefix with a city that is on none?"""
    address = read_address(name)
    if address is None or address.quality not in KNOWN or MIXED_LETTERS.search(name):
        return False
    if address.mended and (len(name.split()) > _WORDS_OF_A_POST or (" " not in name and is_nearly_a_city(name))):
        return False  # DEPARTMENT OF EXTERNAL AFFAIRS, CAMBERRA
    prefixed = PREFIXED.fullmatch(" ".join(name.upper().split()))
    return prefixed is None or posts.city_in_any_tongue(prefixed["city"]) is not None or not is_nearly_a_city(name)


@lru_cache(maxsize=20_000)
def is_name_of_list(name: str) -> bool:
    """Is a sender's or addressee's name, as it stands, one of a list, so that nothing else need vouch for it?"""
    return _is_of_list(name)


def _is_unsound(draft: HeadingDraft, name: str, *, by_place: bool = False) -> bool:
    is_broken_off = name.split()[-1].lower() in word_lists()["particles"]
    return is_broken_off or not is_sound_name(draft.lines, name, is_asked=by_place)


WORD_LIMITS = {"from": 0.6, "to": 0.75, "date": 0.55, "number": 0.65, "security": 0.9}
"""The least confidence, 0 to 1, at which words that look like a field's give it; chosen on invented headings."""

MIN_NAMED = 1.9
"""How many of sender, addressee, date and number a paper must have for its words to be read.

What is given counts 1, what its words may be counts as much as it is likely.
"""

SURE_WORDS = 0.8
MIN_SURE = 3
"""A paper is a message too by its words, if so many of sender, addressee, date and number are so likely (0 to 1)."""

MAX_RIVAL = 0.5
"""How likely another value may be, as a share of the likeliest one's confidence."""


def _says_message(paper: Paper) -> bool:
    """Does a paper call itself a message, by a word at its head, and nothing else?"""
    features = message_features(paper, {})
    return "names-message=0" not in features and "names-other=0" in features


def _has_labels(paper: Paper) -> bool:
    """Has a paper a label of a heading, or a colon, behind what may be one, among the lines whose words are weighed?"""
    return bool(paper.kinds) or any(":" in line.text and not line.is_prose for line in paper.lines[:MAX_HEAD_LINES])


def _fill_by_words(
    draft: HeadingDraft, form: PaperForm | None, paper: Paper, *, is_message: bool, message: float
) -> None:
    """Fill what is blank still with words that look like a field's, where the whole paper looks like a message."""
    blank = [name for name in _CORE if not draft.values.get(_SLOTS[name]) and _SLOTS[name] not in draft.evidence]
    if not blank:
        return
    if form is not None and form.kind == "memorandum of conversation":
        blank = [name for name in blank if name not in ("from", "to")]
    is_called_message = bool(draft.form) or is_message or _says_message(paper)
    if not is_called_message and not _has_labels(paper):
        return
    offered = word_choices(paper, word_shares(paper), _CORE)
    sure = sum(
        name in offered and offered[name][0].confidence >= SURE_WORDS for name in ("from", "to", "date", "number")
    )
    if not (is_called_message or sure >= MIN_SURE):
        return
    named = sum(
        1.0 if draft.values.get(_SLOTS[name]) else offered[name][0].confidence if name in offered else 0.0
        for name in ("from", "to", "date", "number")
    )
    is_scan = any(line.words for line in draft.lines)
    if named < MIN_NAMED:  # of a message that calls itself so, the day and the level are given all the same
        is_sure = not is_scan and (is_message or _says_message(paper))
        blank = [name for name in blank if name in ("date", "security") and is_sure]
    for name in blank:
        choices = offered.get(name)
        if not choices or choices[0].confidence < WORD_LIMITS[name]:
            continue
        best, *others = choices
        value = _plain_value(best.candidate)
        if any(_plain_value(o.candidate) != value and o.confidence >= MAX_RIVAL * best.confidence for o in others):
            continue
        if is_scan and not _is_sure_on_scan(name, best):
            continue
        if name == "number" and value == _plain_number(draft.values.get(slots.REGISTER_NO)):
            continue  # the office's that it came to
        _put(draft, name, best, form, message)


def _plain_number(number: str | None) -> str:
    """A number of another kind as ``_plain_value`` has the message's: its last figures, without noughts before them."""
    match = _FIGURES_AT_END.match(number.upper()) if number else None
    return match["figures"] if match else ""


def _is_sure_on_scan(name: str, choice: Choice) -> bool:
    """Has a value a label of its own, where stamps, pens and misread letters look like values too?"""
    candidate = choice.candidate
    if name in ("from", "to"):
        known = _is_listed(candidate) or candidate.features & {"who=title", "who=person"}
        return f"label={name}" in candidate.features and bool(known) and choice.confidence >= CONTRADICTION
    return name not in ("number", "date") or f"label={name}" in candidate.features


MAX_CANDIDATES = 5
"""Candidates of a field that a person is shown, at most."""

MIN_CANDIDATE_CONFIDENCE = 0.1
"""The least confidence, 0 to 1, of a candidate that a person is shown."""


def _offer_candidates(draft: HeadingDraft, name: str, choices: Sequence[Choice]) -> None:
    """Set out what a person may choose from: the likeliest different values, each with the reason for it."""
    slot = _SLOTS[name]
    distinct: dict[str, FieldEvidence] = {}
    for choice in choices:
        candidate, share = choice.candidate, round(choice.confidence, 2)
        if choice.confidence < MIN_CANDIDATE_CONFIDENCE or len(distinct) == MAX_CANDIDATES:
            break
        value = FieldEvidence(
            candidate.value, candidate.written, candidate.line, Derivation.OBSERVED, share, reason_for(candidate)
        )
        distinct.setdefault(candidate.value, value)
    if distinct:
        draft.candidates[slot] = list(distinct.values())


def _is_unsure(draft: HeadingDraft, slot: Slot[Any]) -> bool:
    """Was the field's value hard to read, or guessed?"""
    return any(evidence.value and evidence.confidence < SURE_BELOW for evidence in draft.evidence.get(slot, ()))


_MIN_FIELDS = 3
"""Fields that a paper gives at least before it is said to be on a form."""


def _is_boxed(choice: Choice) -> bool:
    """Stands a day below the label of a date, on a line of its own or nearly?"""
    features = choice.candidate.features
    return (
        {"label=date", "below"} <= features and bool(features & {"alone", "nearly-alone"}) and "prose" not in features
    )


def _suffices(name: str, choice: Choice, *, at_foot: bool = False) -> bool:
    unlisted = name in ("from", "to") and choice.candidate.features & {"who=capitals", "who=words"}
    in_text = name == "date" and choice.candidate.features & {"body", "prose"} and not (at_foot and _is_boxed(choice))
    return choice.confidence >= (UNLISTED_LIMIT if unlisted or in_text else LIMITS[name])


def _put_labelled(draft: HeadingDraft, paper: Paper) -> None:
    """What its label alone decides: a file's number."""
    for segment in labelled(paper, "file"):
        words = segment.text.strip(" .:_")
        if re.search(r"\d", words) and len(words) < _MAX_FILE and not _TIME_OF_FILING.fullmatch(words):
            draft.put(slots.FILE, words, segment.line)


_TIME_OF_FILING = re.compile(r"\d{4,6}\s?[A-Z](?:\s?[A-Z]{3}\.?(?:\s?\d{2,4})?)?")
"""What stands beside FILED: when a message was handed in, and no file of an archive."""


_MAX_FILE = 40
"""Characters of a file's number at most."""


def _put(draft: HeadingDraft, name: str, choice: Choice, form: PaperForm | None, message: float) -> None:
    candidate = choice.candidate
    if name in ("from", "to", "number") and _stands_in_sentence(draft, candidate):
        return
    if candidate.features & _OF_TEXT_ALONE and any(line.words for line in draft.lines):
        return
    bare = name == "number" and not {"label=number", "shape=symbol"} & candidate.features
    if (name in ("from", "to", "date") or bare) and _is_later_page(draft, candidate.line):
        return
    if name == "date" and "label=date" not in candidate.features and _contradicts(draft.cover_date, candidate.value):
        return
    at_foot = form is not None and form.date_at_foot
    if name == "date" and not at_foot and {"body", "label=none"} <= candidate.features:
        return
    share = round(choice.confidence, 2)
    if name in ("from", "to") and any(
        _is_same_office(candidate.value, given)
        for given in (draft.values.get(slots.FROM), *(draft.values.get(slots.TO) or ()))
    ):
        return  # nobody writes to himself
    by_place = bool(candidate.features & _BY_PLACE)
    if by_place and _may_be_misread(draft, candidate):
        return
    if name == "number" and form is not None and form.kind == "despatch" and _CUT_SYMBOL.fullmatch(candidate.value):
        draft.doubt(slots.NUMBER, candidate.written, candidate.line)
        return
    if form and candidate.value in form.offices:
        candidate = replace(candidate, value=form.offices[candidate.value])
    is_doubted = name == "number" or (name in ("from", "to") and not draft.values.get(_SLOTS[name]))
    if is_doubted and _SLOTS[name] in draft.evidence:
        draft.evidence.pop(_SLOTS[name])
    if name == "security" and slots.SECURITY in draft.evidence:
        if not candidate.features & {"alone", "label=security"} and choice.confidence < SURE_MARKING:
            return
        draft.evidence.pop(slots.SECURITY)  # a marking in its own place stands, whatever was doubted elsewhere
    if name == "precedence" and draft.form in _BY_ADDRESSEE:
        return
    if (
        name in ("from", "to")
        and not _is_listed(candidate)
        and not (
            is_legible_name(draft.lines[candidate.line], candidate)
            and is_sound_name(draft.lines, candidate.value, is_asked=by_place)
        )
    ):
        if not by_place:  # else its words may say it still
            draft.doubt(_SLOTS[name], candidate.written, candidate.line)
        return
    if name in ("from", "to") and not by_place and not any(line.words for line in draft.lines):
        features = trust_features(draft.lines, candidate, choice.confidence, message)
        if features is not None and trust(features) < TRUST_LIMIT:
            return
    written = _on_paper(draft, candidate)
    how = Derivation.OBSERVED if written == candidate.written else Derivation.REPAIRED
    note = NOTE_BY_PLACE if by_place else NOTE
    if name in ("to", "info"):
        values = candidate.value.split("; ")
        draft.put(_LISTS[name], values, candidate.line, written=written, how=how, confidence=share, note=note)
        return
    draft.put(_TEXTS[name], candidate.value, candidate.line, written=written, how=how, confidence=share, note=note)


def _is_same_office(name: str, given: str | None) -> bool:
    """Do two names mean the same office: STATE and DEPARTMENT OF STATE?"""
    if given is None or name == given:
        return name == given
    offices = [address.value if (address := read_address(words)) else words for words in (name, given)]
    return offices[0] == offices[1]


def _may_be_misread(draft: HeadingDraft, candidate: Candidate) -> bool:
    """May a person's name have a letter misread: on a text without confidences that has other misread words?"""
    if any(line.words for line in draft.lines) or "who=title" in candidate.features or is_known_person(candidate.value):
        return False
    own = candidate.written.split()
    words = [word for line in draft.lines[:MAX_LINES] for word in line.raw.split() if word not in own]
    return has_misread_words(" ".join(words))


_OF_TEXT_ALONE = frozenset({"shape=beside-day", "shape=behind-name", "by-addressee"})
"""What is given of text alone: on scans stamps, files' numbers and cells read beside each other look like it."""

_CUT_SYMBOL = re.compile(r"[A-Z]{3}-\d{4,6}")
"""A dispatch's symbol, which has four letters, without one of them."""

_MIN_LIKENESS_ON_PAPER = 70.0
"""How like the words of a candidate those on the paper must be to be the same words undamaged, 0 to 100."""


def _on_paper(draft: HeadingDraft, candidate: Candidate) -> str:
    """The words of a candidate as they stand on the paper: what was mended for reading is damaged again."""
    line = candidate.line
    letters = _plain_letters(candidate.written)
    for raw in (draft.lines[line].raw, " ".join(below.raw for below in draft.lines[line : line + 2])):
        if letters in _plain_letters(raw):
            return candidate.written
    raw = draft.lines[line].raw
    place = fuzz.partial_ratio_alignment(candidate.written.upper(), raw.upper(), score_cutoff=_MIN_LIKENESS_ON_PAPER)
    if place is None or len(raw) < len(candidate.written):
        return candidate.written
    begin = raw.rfind(" ", 0, place.dest_start + 1) + 1
    end = raw.find(" ", place.dest_end)
    return raw[begin : end if end > 0 else len(raw)].strip(" ,;:")


def _plain_letters(words: str) -> str:
    return _NO_LETTER.sub("", words.upper().translate(ACCENTS))


_NO_LETTER = re.compile(r"[^A-Z0-9]+")


def _stands_in_sentence(draft: HeadingDraft, candidate: Candidate) -> bool:
    """Stands a candidate in the text of the paper, and not in its heading or at its foot?"""
    if "body" in candidate.features and not _OF_TEXT & candidate.features:
        return True
    if candidate.field != "number" or "label=none" not in candidate.features:
        return False
    others = draft.lines[candidate.line].text.replace(candidate.written, " ")
    return len(re.findall(r"[A-Za-z]{2,}", others)) >= MIN_SENTENCE_WORDS


_OF_TEXT = frozenset(
    {"addressee-line", "shape=symbol", "shape=worded", "shape=opening", "shape=page-line", "shape=posted"}
)
"""What stands below a text too, or where a printed edition's text begins."""

MIN_SENTENCE_WORDS = 6
"""Words beside a number without a label, at least, for it to stand in a sentence: of A-3 somebody tells something."""


def _contradicts(cover_date: str, value: str) -> bool:
    """Is a day another than the cover sheet's?"""
    return bool(cover_date) and not value.startswith(cover_date)


def _is_later_page(draft: HeadingDraft, line: int) -> bool:
    """Does a line stand on a page after the heading's?"""
    return draft.lines[line].page > draft.lines[0].page


SURE_MARKING = 0.9
"""The least confidence, 0 to 1, of a marking that stands beside other words where a form's reader doubted one."""

NOTE = "by what stands around it on the paper"
"""What a reading says that no form's own reader gave."""

NOTE_BY_PLACE = "by its place on the paper: who signs, who is addressed, whose paper it is"
"""The same of a person or an office that no label and no list tells."""

_LISTS: dict[str, Slot[list[str]]] = {"to": slots.TO, "info": slots.INFO}
_TEXTS: dict[str, Slot[Any]] = {
    "from": slots.FROM, "date": slots.DATE, "number": slots.NUMBER, "security": slots.SECURITY,
    "precedence": slots.PRECEDENCE, "subject": slots.SUBJECT,
}  # fmt: skip
_SLOTS: dict[str, Slot[Any]] = {**_LISTS, **_TEXTS}

CORE_SLOTS: dict[str, Slot[Any]] = {name: _SLOTS[name] for name in _CORE}
"""The five fields that most readers look for: sender, addressees, date, number, classification."""
