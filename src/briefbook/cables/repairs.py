"""What a heading may not say: values out of a sentence, out of printed labels, out of letters that are not theirs.

Each guard is a question about a value, the words it was read from and its place; ``refuse_bold_values`` asks all of
them of a draft, whichever reader made it. A value refused stays in the draft as not legible, with its words and place.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import FUNCTION_WORDS, HeadingDraft
from briefbook.model.cable import Derivation
from briefbook.text.addressees import names_nobody
from briefbook.text.dates import find_days, full_year
from briefbook.text.months import SHORT_MONTH
from briefbook.text.ocr_confusion import distance
from briefbook.text.repairs import is_plausible_repair, is_printed_label
from briefbook.text.vocabulary import find_level

_MIN_PROSE_WORDS = 6
_PROSE_SHARE = 0.25
_MIN_CUT_LETTERS = 8
_VERB_AFTER_SUBJECT = re.compile(
    r"(?:TO|REF|WAS|IS|ARE|WERE|HAS|HAD|HAVE|SAID|SAYS|STATED|WILL|WOULD|CAN|COULD|NOT|NOW|ALSO|AND|BUT|WHO|IN|ON|AT"
    r"|OF|BY|CALLED|ARRIVED|LEFT|TOLD|MET|CLAIMS|REPORTED|ADVISED|IDENTIFIED|BORN|DOES|DID|MAY|SHOULD)\b"
)
_MAX_YEARS_APART = 15
_FIRST_LIKELY_YEAR = 1935
_LABEL = re.compile(r"\W*(?:TO|FROM|FM|SUBJ\w*|DATE|INFO|DIST\w*|CLASSIF\w*)\b", re.I)
"""What begins a line of a heading."""

_DATELINE = 8
"""Lines at the head of a paper among which the first day is its own."""

_MIN_ENTRIES = 3
"""Days on a paper without a heading from which its date is that of an entry, and not the paper's."""

_MIN_SPAN = 60
"""Days between the first and the last of them."""

_FORM_NUMBER = re.compile(r"(?:NO\.? ?)?(?:GSA |STANDARD |OPTIONAL )?(?:FORM )?(?:NO\.? ?)?50[01]\d-10\d(?:-\d\d)?")
"""The number of the printed form of United States offices on which a memorandum is typed: 5010-104."""

_FORM_INSTRUCTION = re.compile(r"\bCHECK\b.{0,12}\bONE\b|\(CHECK\b|\bX\W? ONE\b|\bSEE REVERSE\b|\bUSE ONLY\b", re.I)
"""What a printed form tells who fills it in: no subject."""

_DECLASSIFIED = re.compile(r"\b(?:HEREIN|CONTAINED|EXCEPT WHERE|SHOWN OTHERWISE|OTHERWISE|ALL INFORMATION)\b", re.I)
"""Words of the stamp that declassifies a page: all information contained herein is unclassified except where shown."""

_STAMP_LINES = 3
"""Lines around a level in which the other words of that stamp stand."""

_DATE_LABEL = re.compile(r"\s+(?:DATE|DAE|DATF|DATB|DATC|DAIE|OATE|BATE|DA1E|DAT)\W*$", re.I)
"""The label of the next box, of the date, at the end of an addressee's line, whole or damaged."""

_YEARS = re.compile(rf"(?<![0-9])(?:19|20)[0-9]{{2}}(?![0-9])|(?<=(?:{SHORT_MONTH})[ /.'])[0-9]{{2}}(?![0-9])")


def is_prose(line: str) -> bool:
    """Does a line read as a part of a sentence: six words or more, a quarter of them function words?

    >>> is_prose("THIS AND OTHER POSSIBILITIES KNOWN TO HIM"), is_prose("PRIORITY LIMA INFO DIRECTOR QUITO BOGOTA")
    (True, False)
    """
    words = [word.strip(",.;:()'\"").upper() for word in line.split()]
    return len(words) >= _MIN_PROSE_WORDS and sum(word in FUNCTION_WORDS for word in words) >= _PROSE_SHARE * len(words)


def is_subject(value: str, line: str) -> bool:
    """Is it what a paper is about, and neither the beginning of a sentence on a person nor a printed label?

    Args:
        value: The subject as it was read.
        line: The line that it was read from.

    >>> is_subject("HARBOUR DUES AT CALLAO", "SUBJ HARBOUR DUES AT CALLAO")
    True
    >>> is_subject("HAS NOT YET BEEN SEEN", "SUBJECT HAS NOT YET BEEN SEEN")
    False
    >>> is_subject("DATE DISTR", "SUBJECT DATE DISTR")
    False
    >>> is_subject("PAPER ON THE STATE OF THE PORT", "SUBJECT PAPER ON THE STATE OF THE PORT DATE DISTR. 27 AUGUST")
    True
    """
    first = re.sub(r"[^A-Z ]", "", value.upper()).split()[:1]
    if first and is_printed_label(first[0]):
        return len(value.split()) > 3
    if _NEXT_BOX.search(line.upper()):
        return True  # the box of a form, whatever its words
    if re.search(r"\bSUBJ[A-Z]*\s*[:;.]", line.upper()) or not line.upper().lstrip(" .").startswith("SUBJ"):
        return True
    return not _VERB_AFTER_SUBJECT.match(value.upper()) and not is_prose(value)


_NEXT_BOX = re.compile(r"\s+(?:DATE\s?D[I1L]S[A-Z]*|PRECEDENCE|NO\.\s?(?:OF\s)?PAGES)\b")
"""The label of the box beside or below a report's subject."""


def without_next_label(value: str) -> str:
    """A subject as far as the label of the next box, DATE DISTR., that was read on its line.

    >>> without_next_label("HARBOUR DUES DATE DISTE. 27 AUGUST 1962"), without_next_label("DATE OF THE ELECTION")
    ('HARBOUR DUES', 'DATE OF THE ELECTION')
    """
    cut = _NEXT_BOX.search(value)
    return value[: cut.start()].rstrip(" .,;") if cut else value


def plain_subject(value: str) -> str:
    """A subject without the comma or the quotation mark that is left of what it was taken from.

    >>> plain_subject("Meeting in Oslo,"), plain_subject('"HARBOUR DUES AND'), plain_subject('"HARBOUR" DUES')
    ('Meeting in Oslo', 'HARBOUR DUES AND', '"HARBOUR" DUES')
    """
    plain = value.strip().rstrip(",;: ")
    if plain.count('"') == 1:
        plain = plain.strip('" ')
    return plain


def without_date_label(addressee: str) -> str:
    """An addressee without the label of the date that was read on its line.

    >>> without_date_label("CHIEF, HARBOUR DIVISION DAE"), without_date_label("UPDATE")
    ('CHIEF, HARBOUR DIVISION', 'UPDATE')
    """
    return _DATE_LABEL.sub("", addressee)


def is_addressee(words: str) -> bool:
    """Is it a person, a post or an office, and neither a mark of distribution nor words that name nobody?

    >>> is_addressee("CINCPAC"), is_addressee("12 -ADEP"), is_addressee("13-SOD"), is_addressee("JCS (6-RF")
    (True, False, False, False)
    >>> is_addressee("RECORD"), is_addressee("ALL CONCERNED")
    (False, False)
    """
    if names_nobody(words):
        return False
    plain = words.strip()
    balanced = plain.count("(") == plain.count(")")
    return balanced and re.match(r"[A-Z]", plain, re.I) is not None and re.search(r"[A-Z]{2}", plain, re.I) is not None


def is_likely_year(year: int, named: Sequence[int], *, measured: bool) -> bool:
    """May a paper be of a year: one far from all that it names, or before teleprinters, was misread by a machine.

    >>> is_likely_year(1902, [1962, 1961], measured=True), is_likely_year(1962, [1902], measured=True)
    (False, True)
    """
    if not measured or year >= _FIRST_LIKELY_YEAR:
        return True
    return any(abs(year - other) <= _MAX_YEARS_APART for other in named)


def refuse_bold_values(draft: HeadingDraft) -> None:
    """Take out of a draft what its guards refuse, and leave the words as not legible; who is nobody is left out."""
    _refuse_level(draft)
    _leave_out_nobody(draft)
    _refuse_on_continuation(draft)
    if _is_of_many_days(draft) or _is_of_subject(draft):
        draft.values.pop(slots.DATE)
        draft.evidence.pop(slots.DATE, None)
    if _FORM_NUMBER.fullmatch(str(draft.values.get(slots.NUMBER) or "")):
        draft.values.pop(slots.NUMBER)
        draft.evidence.pop(slots.NUMBER, None)
    _mend_subject(draft)
    for names_slot in (slots.TO, slots.INFO):
        if any(without_date_label(name) != name for name in draft.values.get(names_slot) or ()):
            readings = draft.evidence[names_slot]
            draft.values[names_slot] = [without_date_label(name) for name in draft.values[names_slot]]
            draft.evidence[names_slot] = [
                replace(reading, value=without_date_label(reading.value) if reading.value else reading.value)
                for reading in readings
            ]
    in_agency_form = draft.form.startswith("cia")
    for slot in (slots.PRECEDENCE, slots.SUBJECT) if in_agency_form else ():
        reading = next(iter(draft.evidence.get(slot, ())), None)
        if reading is None or not reading.value or not 0 <= reading.line < len(draft.lines):
            continue
        line = draft.lines[reading.line].text
        if len(line.split()) == 1:  # a label that was read as a line of its own
            line = " ".join(draft.texts[reading.line : reading.line + 3])
        if slot is slots.SUBJECT and (cut := without_next_label(reading.value)) != reading.value:
            draft.put(slots.SUBJECT, cut, reading.line, how=reading.how, confidence=reading.confidence, again=True)
            continue
        if is_prose(line) if slot is slots.PRECEDENCE else not is_subject(reading.value, line):
            draft.take_back(slot)
    for addressees in (slots.TO, slots.INFO):
        readings = [reading for reading in draft.evidence.get(addressees, ()) if reading.value]
        lines = [draft.lines[reading.line] for reading in readings if 0 <= reading.line < len(draft.lines)]
        if any(line.measured for line in lines) and not all(is_addressee(str(one.value)) for one in readings):
            draft.take_back(addressees)
    date_sent = draft.whole_date
    at = next((reading.line for reading in draft.evidence.get(slots.DATE, ())), -1)
    if date_sent and 0 <= at < len(draft.lines) and int(date_sent[:4]) < _FIRST_LIKELY_YEAR:
        others = "\n".join(line for index, line in enumerate(draft.texts) if index != at)
        named = [full_year(year, draft.window) for year in _YEARS.findall(others.upper())]
        if not is_likely_year(int(date_sent[:4]), named, measured=draft.lines[at].measured):
            draft.take_back(slots.DATE)


_CONTINUES = re.compile(
    r"\bPAGE\W{0,3}(?:0?[2-9]|1\d|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)\b|^\W*CONTINUATION OF\b", re.I
)
"""How a page that goes on begins: PAGE TWO, IN 60396 PAGE 2, CONTINUATION OF DISPATCH."""

_HEAD_OF_CONTINUATION = 4
"""Lines at the head of such a page that may say whose it is."""


def _refuse_on_continuation(draft: HeadingDraft) -> None:
    """Take out of a draft that begins with a page which goes on what stands below its head: that is text."""
    if not any(map(_CONTINUES.search, draft.texts[:_HEAD_OF_CONTINUATION])):
        return
    for slot in (slots.FROM, slots.TO, slots.INFO, slots.DATE):
        if any(reading.value and reading.line >= _HEAD_OF_CONTINUATION for reading in draft.evidence.get(slot, ())):
            draft.values.pop(slot)
            draft.evidence.pop(slot)


def _mend_subject(draft: HeadingDraft) -> None:
    """Trim a subject; refuse one that a printed form tells, or that stands on a page behind the heading's."""
    reading = next(iter(draft.evidence.get(slots.SUBJECT, ())), None)
    if reading is None or not reading.value:
        return
    if _FORM_INSTRUCTION.search(reading.value) or _is_behind_heading(draft, reading.line):
        draft.values.pop(slots.SUBJECT)
        draft.evidence.pop(slots.SUBJECT)
        return
    value = _NEXT_CELL.sub("", reading.value)
    if (plain := plain_subject(value)) != reading.value and plain:
        draft.values[slots.SUBJECT] = plain
        draft.evidence[slots.SUBJECT] = [replace(reading, value=plain), *draft.evidence[slots.SUBJECT][1:]]


_NEXT_CELL = re.compile(r"[\s.]+D[A-Z]{1,3}\s+D[I1L]?[S5]T[A-Z]?R?\b.*", re.S)
"""The label of the date of distribution, which stands beside the subject of a report, well read or not."""


def _is_behind_heading(draft: HeadingDraft, at: int) -> bool:
    """Is a line on a later page than the sender, the addressees and the number of a message?"""
    if not 0 <= at < len(draft.lines) or not draft.form:
        return False
    of_heading = [
        reading.line
        for slot in (slots.FROM, slots.TO, slots.NUMBER)
        for reading in draft.evidence.get(slot, ())[:1]
        if reading.value and 0 <= reading.line < len(draft.lines)
    ]
    pages = {draft.lines[line].page for line in of_heading}
    return len(of_heading) >= 2 and max(pages) < draft.lines[at].page


def _is_of_many_days(draft: HeadingDraft) -> bool:
    """Has a paper no heading and many days, as index cards and lists have: is its date only one of its entries'?"""
    of_heading = (slots.FROM, slots.TO, slots.NUMBER, slots.SUBJECT, slots.DTG)
    at = next((reading.line for reading in draft.evidence.get(slots.DATE, ())), -1)
    if not draft.whole_date or at < 0 or any(draft.values.get(slot) for slot in of_heading):
        return False
    days_by_line = [
        {day.edtf for day in find_days(line.upper(), window=draft.window) if day.edtf} for line in draft.texts
    ]
    if (at < _DATELINE and not any(days_by_line[:at])) or any(map(_LABEL.match, draft.texts)):
        return False  # at the head of a letter; or of a form whose boxes could not be read
    whole = [day for day in set().union(*days_by_line) if re.fullmatch(r"\d{4}-\d\d-\d\d", day)]
    dates = sorted(date.fromisoformat(day) for day in whole)
    return len(dates) >= _MIN_ENTRIES and (dates[-1] - dates[0]).days > _MIN_SPAN


_SUBJECT_LABEL = re.compile(r"\W{0,3}(?:SUBJECT|SUBJ|SUBJET|SUJET|BETREFF|ASSUNTO|ASUNTO)\b\s*[:;.,/]?", re.I)
_LABEL_OF_A_DAY = re.compile(r"\b(?:DATED?|DTD|DISTR)\b", re.I)
_GOES_ON = re.compile(r"(?:,|\b(?:of|on|in|at|for|from|to|and|the|with|dated?|since|until))\s*$", re.I)
"""The end of a subject's line that the next line continues."""

_UNTIL = re.compile(r"\W{0,2}(?:-|\u2013|\u2014|to|through|thru|until|till|bis)\W{0,2}", re.I)
"""What stands between the first and the last day of a span."""


def _is_of_subject(draft: HeadingDraft) -> bool:
    """Is the date a day that the subject tells, or the first of a span? Neither is the day of the paper."""
    reading = next((one for one in draft.evidence.get(slots.DATE, ()) if one.value), None)
    if not draft.whole_date or reading is None or not 0 <= reading.line < len(draft.lines):
        return False
    line = draft.lines[reading.line]
    days = find_days(line.text.upper(), window=draft.window)
    at = next((number for number, day in enumerate(days) if day.edtf == draft.whole_date), None)
    if at is None or _LABEL_OF_A_DAY.search(line.text[: days[at].start]):
        return False
    if at + 1 < len(days) and _UNTIL.fullmatch(line.text[days[at].end : days[at + 1].start]):
        return True
    before = line.text[: days[at].start].strip()
    if _SUBJECT_LABEL.match(before):
        return "    " not in line.with_gaps[: line.with_gaps.rfind(line.text[days[at].start : days[at].end])].strip()
    above = draft.lines[reading.line - 1].text if reading.line else ""
    return not before and _SUBJECT_LABEL.match(above) is not None and _GOES_ON.search(above) is not None


def _leave_out_nobody(draft: HeadingDraft) -> None:
    """Take out senders and addressees that name nobody: they are legible, and the paper has none."""
    for slot in (slots.TO, slots.INFO):
        names = draft.values.get(slot) or []
        if any(names_nobody(name) for name in names):
            left = [reading for reading in draft.evidence.pop(slot, []) if not names_nobody(reading.value or "")]
            draft.values.pop(slot)
            if named := [name for name in names if not names_nobody(name)]:
                draft.values[slot], draft.evidence[slot] = named, left
    if names_nobody(draft.values.get(slots.FROM) or ""):
        draft.values.pop(slots.FROM)
        draft.evidence.pop(slots.FROM, None)


_SHORT_WORD_BEFORE_LEVEL = re.compile(
    r"\W*(?P<word>[A-Z0-9]{2,4}) (?P<level>SECRET|RESTRICTED|CONFIDENTIAL|UNCLASSIFIED)\W*"
)


def _may_be_of_level(word: str) -> bool:
    """May a short word alone before a level be TOP or NATO with a letter lost or misread: TO SECRET, NTO SECRET?"""
    return word not in ("TOP", "NATO") and any(distance(word, whole) <= 1.0 for whole in ("TOP", "NATO"))


def _refuse_level(draft: HeadingDraft) -> None:
    """A level that was repaired out of a printed label, of small letters, or of a word of another length."""
    _complete_level(draft)
    for reading in draft.evidence.get(slots.SECURITY, ()):
        if (
            reading.value
            and 0 <= reading.line < len(draft.lines)
            and (_is_in_sentence(draft.lines[reading.line].text) or _BOX_TO_CONFIRM.match(reading.written))
        ):
            draft.values.pop(slots.SECURITY)
            draft.evidence.pop(slots.SECURITY)
            return
        if reading.value and 0 <= reading.line < len(draft.lines) and not draft.lines[reading.line].measured:
            before = _SHORT_WORD_BEFORE_LEVEL.match(draft.lines[reading.line].text.upper())
            if before and before["level"] == reading.value and _may_be_of_level(before["word"]):
                draft.take_back(slots.SECURITY)
                return
        if reading.value and reading.value.startswith("UNCLAS") and 0 <= reading.line < len(draft.lines):
            near = draft.texts[max(0, reading.line - _STAMP_LINES) : reading.line + _STAMP_LINES + 1]
            if any(map(_DECLASSIFIED.search, near)):
                draft.values.pop(slots.SECURITY)
                draft.evidence.pop(slots.SECURITY)
                return
        is_damaged = reading.how is Derivation.REPAIRED or (
            (reading.value or "").startswith("UNCLAS") and not find_level(reading.written.upper())
        )
        if reading.value and reading.written and is_damaged:
            words, level = [reading.written, *reading.written.split()], reading.value
            whole = _letterspaced(reading.written) or _lost_its_beginning(reading.written, level)
            if not whole and not any(is_plausible_repair(word, level) for word in words):
                draft.take_back(slots.SECURITY)
                return


_LIKE_SHAPE = 0.75
"""The distance of two words whose letters are of like shape, at most: of two letters that differ."""


def _complete_level(draft: HeadingDraft) -> None:
    """Put before SECRET the TOP or MOST that a misread letter parted from it: TOP SECKET, HOST SECRET."""
    for at, reading in enumerate(draft.evidence.get(slots.SECURITY, ())):
        if reading.value != "SECRET" or not reading.written or not 0 <= reading.line < len(draft.lines):
            continue
        text = draft.lines[reading.line].text.upper()
        written = re.search(r"(?P<before>\S+)\W+S[A-Z0-9]{4,6}\b", text)
        before = written["before"].strip(" .:-") if written else ""
        near = [word for word in ("TOP", "MOST") if len(word) == len(before) and distance(before, word) <= _LIKE_SHAPE]
        if near:
            value = f"{near[0]} SECRET"
            draft.values[slots.SECURITY] = value
            draft.evidence[slots.SECURITY][at] = replace(reading, value=value)
            return


_BOX_TO_CONFIRM = re.compile(r"CONF\s?[:;]", re.I)
"""The label of a box on messages that go out: who is to confirm."""

_LEVEL_BEHIND_WORDS = re.compile(
    r"\b(?:A|AN|THE|OF|AS|IS|WAS|WERE|ARE|BE|BY|FROM|CLASSIFIED|CONTAINING|HIGHLY|VERY|MARKED)\W{1,3}"
    r"(?:TOP )?(?:SECRET|CONFIDENTIAL|RESTRICTED)\W{0,3} [A-Z]"
)


def _is_in_sentence(line: str) -> bool:
    """Does a level stand in a sentence: classified "Confidential" inasmuch as, a copy of Top Secret documents?"""
    upper = " ".join(line.upper().split())
    match = _LEVEL_BEHIND_WORDS.search(upper)
    return match is not None and len(upper[: match.start()].split()) >= MIN_WORDS_BEFORE_LEVEL


MIN_WORDS_BEFORE_LEVEL = 1
"""Words before such a word in front of a level, at least."""


def _lost_its_beginning(written: str, level: str) -> bool:
    """Is it all of a level but a letter or two at the edge of the paper: CLASSIFIED of UNCLASSIFIED?"""
    letters = re.sub(r"[^A-Z]", "", written.upper())
    return len(letters) >= _MIN_CUT_LETTERS and level.endswith(letters) and len(level) - len(letters) <= 2


def _letterspaced(written: str) -> bool:
    """Are four letters in a row set apart by blanks, or most of the words single letters?"""
    words = written.split()
    single = sum(len(word) <= 2 for word in words) >= len(words) - 1 >= 2
    return single or re.search(r"(?:\b\w[ -]){3}\w\b", written) is not None
