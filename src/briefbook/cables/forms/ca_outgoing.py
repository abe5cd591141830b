"""The outgoing message form of 1959-66: labels and values in any order, each value known by its kind."""

import re
from dataclasses import dataclass
from itertools import pairwise

from briefbook.cables import heading_slots as slots
from briefbook.cables.box_labels import PrintedForm
from briefbook.cables.boxes import arrange_by_boxes, bears_title
from briefbook.cables.forms.common import add_references, find_captions, level_on, split_posts
from briefbook.cables.heading_draft import HeadingDraft, HeadLine
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import Day, find_days, full_year, heading_months, mend_months
from briefbook.text.months import SHORT_MONTH
from briefbook.text.ocr_confusion import digits, nearest
from briefbook.text.vocabulary import (
    codewords,
    damaged_level,
    damaged_precedence,
    find_level,
    precedences,
    spelt_precedence,
)

_WORDS = (
    r"OUTGOING MESSAGE|MESSAGE|OUTGOING|DATE|SECURITY|S[EÉ]CURIT[EÉ]|FILE|DOSSIER|FM|DE|TO|A|NUMBER|NUM[EÉ]RO|NO"
    r"|PRECEDENCE|PRIORIT[EÉ]|INFO|REF|REE|REFERENCE|SUBJECT|SUB|SUJ|COMCENTRE"
)
_LABEL = re.compile(rf"^(?:{_WORDS})[\s:.]*$")
_LABELS = re.compile(rf"^(?:(?:{_WORDS})(?:\s?/\s?(?:{_WORDS}))?(?:\s*[:.]+\s*|\s+|$))+", re.I)
"""Labels at the head of a line, in one language or two, their values behind them or not."""
_NUMBER = re.compile(r"(?<![A-Z-])(?P<series>[A-Z]{1,3})\s?-\s?(?P<number>[\dOIl]{1,5})$")
_FILE = re.compile(r"\d{4,5}(?:-[A-Z0-9]{1,3}){1,4}|\d{2}-\d{1,2}(?:-[A-Z0-9]+){1,4}(?: [A-Z])?")
_OUTGOING_FROM = re.compile(r"(?<!\bTO )(?<!\bTO: )\bEXT(?:ERNAL)?\s?OTT(?:AWA)?\b")
"""The department as sender: behind TO it is the addressee, as in FROM HAVANA TO EXTERNAL OTTAWA."""
_CARD = rf"(?P<month>{SHORT_MONTH})[A-Z]*[\s.]*(?P<day>\d{{1,2}})\s?/\s?(?P<year>\d{{2}})(?!\d)"


_JOINED = re.compile(r"\s+(?=(?:INFO|SUB/SUJ|REF|TO/A|PRECEDENCE|NUMBER|SECURITY)\b)")


_SECURITY = re.compile(r"S[EÉ]CURIT[YEÉ]\b[\s.:/A-ZÉ]*?(?::\s*(?P<rest>\S.*)|\s(?P<bare>[A-Z ]+))$", re.I)


_FORM = PrintedForm(
    labels={
        "FM": ("FM", "FROM", "FM/DE"), "DATE": ("DATE",), "FILE": ("FILE", "FILE/DOSSIER"),
        "SECURITY": ("SECURITY", "SECURITY/SECURITE", "SECURITY/SÉCURITÉ"),
        "NUMBER": ("NUMBER", "NUMBER/NUMERO", "NUMBER/NUMÉRO"), "TO": ("TO", "TO/A"), "INFO": ("INFO",),
        "PRECEDENCE": ("PRECEDENCE", "PRECEDENCE/PRIORITE", "PRECEDENCE/PRIORITÉ"),
        "REF": ("REF", "REFERENCE"), "SUBJECT": ("SUBJECT", "SUB", "SUB/SUJ"),
    },
    columns=(("FM", "TO", "INFO", "REF", "SUBJECT"),),
    begins_value=lambda word: word in posts.known_codes(),
)  # fmt: skip


_BOXES = re.compile(r"(?:DATE|FILE|S[EÉ]CURIT|NUMBER|NO\b|PRECEDENCE|MESSAGE)")


def recognise_outgoing(draft: HeadingDraft) -> bool:
    """EXT OTT as sender and at least three of the form's labels, or the form's name."""
    texts = [line.upper() for line in draft.texts[:40]]
    head = "\n".join(texts)
    labels = sum(bool(_LABELS.match(line)) for line in texts)
    named = "OUTGOING MESSAGE" in head or bears_title(draft, "OUTGOING MESSAGE")
    telegram = re.search(r"^TO EXTERNAL\b|^(?:FM|FK|FH)\s.*[A-Z]{3}\.?\s?\d{1,2}\s?/\s?\d\d\b.*[A-Z]{4}", head, re.M)
    boxes = any(map(_BOXES.match, texts))
    sender = _OUTGOING_FROM.search(head) or (named and any(_damaged_sender(line) for line in draft.lines[:20]))
    return (named or (labels >= 3 and boxes)) and bool(sender) and not telegram


def _damaged_sender(line: HeadLine) -> bool:
    """Do two words of a line that a machine read stand for EXT OTT, damaged?"""
    pairs = pairwise(line.text.upper().split()) if line.measured else ()
    return any(nearest(first + second, ("EXTOTT",), limit=0.2) for first, second in pairs)


def _value(line: str) -> str:
    """A line without the labels before its value; what stands behind REF and SUBJECT is read elsewhere."""
    match = _LABELS.match(line)
    if not match:
        return line
    return "" if re.search(r"\b(?:REF|REE|REFERENCE|SUBJECT|SUB|SUJ)\b", match[0], re.I) else line[match.end() :]


def read_outgoing(draft: HeadingDraft) -> None:
    """Fill in the form's fields, each value by its kind."""
    if re.search(r"\b(?:TO/A|SUB/SUJ|FILE/DOSSIER|FM/DE)\b", draft.text.upper()):
        draft.values[slots.BILINGUAL_FORM] = True
    arrange_by_boxes(draft, _FORM)
    draft.split(_JOINED)
    _outgoing_date(draft)
    urgencies: list[str] = []
    addressees: list[_Addressee] = []
    for index, line in enumerate(draft.texts[:40]):
        if re.match(r"(?:REF|REE|REFERENCE|SUBJECT|SUB|SUB/SUJ)\b", line, re.I):
            break_at = re.match(r"(?:REF|REE|REFERENCE|SUBJECT|SUB|SUB/SUJ)\b[\s.:/]*\S", line, re.I)
            if break_at:
                continue
        upper = _value(line).strip(" .").upper()
        if sender := _OUTGOING_FROM.search(line.upper()):
            draft.put(slots.FROM, "EXT OTT", index, written=sender[0])
            upper = upper.replace(sender[0], " ").strip(" .:")
        elif _damaged_sender(draft.lines[index]):
            draft.put(slots.FROM, "EXT OTT", index, written=line, how=Derivation.REPAIRED)
            continue
        if numbered := _NUMBER.search(upper):
            figures = digits(numbered["number"].upper())
            if figures and not re.search(rf"\d-{re.escape(numbered[0])}", upper):
                how = Derivation.REPAIRED if figures[1] else Derivation.OBSERVED
                draft.put(slots.NUMBER, f"{numbered['series']}-{figures[0]}", index, written=numbered[0], how=how)
                draft.put(slots.SERIES, numbered["series"], index)
            if len(upper) - len(numbered[0]) < 4:
                continue
        if upper in codewords():
            draft.put(slots.CODEWORD, upper, index)
        urgency = _urgency(upper)
        if urgency and len(upper.split()) <= 2:
            urgencies.append(urgency)
            if upper not in precedences():
                draft.values[slots.OCR_REPAIRS] = True
            continue
        bare, direct = _with_urgency(upper)
        found = _addressees(bare)
        if not found and re.match(r"(?:TO|INFO)\b", line.upper()) and (mended := posts.damaged_code(bare)):
            found = [mended]
        if found:
            addressees += [_Addressee(code, index, line, direct) for code in found]
    _file(draft)
    _outgoing_security(draft)
    _share(draft, addressees, urgencies)
    _outgoing_tail(draft)


def _outgoing_date(draft: HeadingDraft) -> None:
    flat = " ".join(draft.texts[:30]).upper()
    found, how = re.search(_CARD, flat), Derivation.OBSERVED
    if not found and any(line.measured for line in draft.lines[:8]):
        found, how = re.search(_CARD, mend_months(flat)), Derivation.REPAIRED
    if found:
        day = Day(
            0,
            0,
            full_year(found["year"], draft.window),
            heading_months()[found["month"]],
            int(found["day"]),
        )
        figures = rf"{found['day']}\s?/\s?{found['year']}"
        at = next((at for at, line in enumerate(draft.texts) if re.search(figures, line)), -1)
        if day.edtf:
            draft.put(slots.DATE, day.edtf, at, written=found[0], how=how)
        else:
            draft.flag("impossible_date")
        return
    for index, line in enumerate(draft.texts[:30]):
        days = [day for day in find_days(line, window=draft.window, damaged=True) if day.year and day.edtf]
        if days:
            how = Derivation.REPAIRED if days[0].repaired else Derivation.OBSERVED
            draft.put(slots.DATE, days[0].edtf, index, written=line[days[0].start : days[0].end], how=how)
            return


def _urgency(word: str) -> str | None:
    plain = word.strip(".,: ")
    if plain in spelt_precedence("ca").split("|"):
        return plain
    return damaged_precedence(plain) if plain.isalpha() and len(plain.split()) == 1 else None


@dataclass(frozen=True, slots=True)
class _Addressee:
    """A post of the form, its line, and the degree of precedence behind it, if it has its own."""

    code: str
    at: int
    line: str
    urgency: str | None


def _with_urgency(text: str) -> tuple[str, str | None]:
    """A line of addressees without the degree of precedence behind it, and that degree."""
    head, _, last = text.rpartition(" ")
    if head and not text.endswith(")") and last not in posts.known_codes() and (found := _urgency(last)):
        return head.strip(), found
    return text, None


def _addressees(text: str) -> list[str]:
    """The posts of a line, where nothing else stands on it but an attention in brackets."""
    bare = re.sub(r"\([^)]*\)?", " ", text).strip(" .:")
    known, unknown = split_posts(bare)
    if known and not unknown:
        return known
    mended = posts.damaged_code(bare) if bare.isalpha() and len(bare) >= 6 and len(bare.split()) == 1 else None
    return [mended] if mended else []


def _file(draft: HeadingDraft) -> None:
    has_label = any(re.match(r"FILE\b|DOSSIER\b|.*\bFILE/DOSSIER\b", line, re.I) for line in draft.texts[:25])
    for index, line in enumerate(draft.texts[:25]):
        labelled = re.search(
            rf"(?:^|\s)FILE(?:/DOSSIER)?\s*(?:NO\.?)?\s*:?\s+(?P<file>{_FILE.pattern}(?!\S)|\d[\w./-]{{3,30}})",
            line,
            re.I,
        )
        if labelled:
            draft.put(slots.FILE, labelled["file"], index)
        elif has_label and (alone := re.fullmatch(rf"\W*({_FILE.pattern})\W*", line)):
            draft.put(slots.FILE, alone[1], index)


def _outgoing_security(draft: HeadingDraft) -> None:
    head = range(min(len(draft.lines), 32))
    for index in head:
        labelled = re.match(
            r"S[EÉ]CURIT[YEÉ]\b[\s.:/A-ZÉ]*?(?::\s*(?P<rest>\S.*)|\s(?P<bare>[A-Z ]+))$", draft.lines[index].text, re.I
        )
        if labelled:
            rest = (labelled["rest"] or labelled["bare"]).strip().upper()
            if labelled["bare"] and not find_level(rest):
                continue
            if level := find_level(rest):
                draft.put(slots.SECURITY, level[0], index, written=rest)
            else:
                draft.put(slots.SECURITY, damaged_level(rest), index, written=rest, how=Derivation.REPAIRED)
    level_on(draft, list(head))
    for index in head:
        text = draft.lines[index].text
        dated = re.match(rf"{_CARD}\s+", text.upper())
        if dated and (level := find_level(text)) and level[2] == len(text.rstrip(" .")):
            draft.put(slots.SECURITY, level[0], index)  # date, file and level on one line below their labels
        if len(text) < 40 and "(" not in text:
            draft.put(slots.CAVEATS, find_captions(text), index)


def _share(draft: HeadingDraft, addressees: list[_Addressee], urgencies: list[str]) -> None:
    """Who is addressed and who informed: by their labels; without labels the first post is the addressee."""
    if not addressees:
        if len(urgencies) == 1:
            draft.put(slots.PRECEDENCE, urgencies[0])
        return
    lost = len(urgencies) > len(addressees)
    if lost and not any(re.match(r"INFO\b", line, re.I) for line in draft.texts):
        return  # an addressee is lost: who is who cannot be told
    below = next((at for at, line in enumerate(draft.texts) if re.match(r"(?:REF|REE|SUBJ?)\b", line.upper())), 99)
    addressees = [addressee for addressee in addressees if addressee.at < below] or addressees[:1]
    to, informed = _parted(draft, addressees)
    measured = any(draft.lines[addressee.at].measured for addressee in addressees)
    if measured and len(addressees) > 1 and not any(re.match(r"TO\b", line, re.I) for line in draft.texts):
        to = []  # a label is not legible: the first may be one informed
    if informed:
        draft.put(
            slots.INFO, [one.code for one in informed], informed[0].at, written=informed[0].line, how=_how(informed)
        )
    if not to or lost:
        return  # the addressee is not legible: whose the degree of precedence is cannot be told
    draft.put(slots.TO, [one.code for one in to], to[0].at, written=to[0].line, how=_how(to))
    ordered = [*to, *informed]
    own = {one.code: one.urgency for one in ordered if one.urgency}
    if own and len(ordered) > 1 and len(own) == len(ordered):
        draft.put(slots.PRECEDENCE, own)
    elif len(urgencies) == len(ordered) and len(ordered) > 1:
        draft.put(slots.PRECEDENCE, {one.code: word for one, word in zip(ordered, urgencies, strict=True)})
    elif len(every := [*urgencies, *own.values()]) == 1:
        draft.put(slots.PRECEDENCE, every[0])
    attention = {}
    for one in addressees:
        if who := re.search(r"\(\s*FOR\s+(?P<who>[^)]+)\)?", one.line, re.I):
            attention[one.code] = who["who"].strip()
    if attention:
        draft.values[slots.ATTENTION] = attention


def _how(addressees: list[_Addressee]) -> Derivation:
    """Do the posts stand on the paper as they are given?"""
    return (
        Derivation.OBSERVED
        if all(addressee.code in addressee.line.upper() for addressee in addressees)
        else Derivation.REPAIRED
    )


def _parted(draft: HeadingDraft, addressees: list[_Addressee]) -> tuple[list[_Addressee], list[_Addressee]]:
    labelled = [(at, line.upper()) for at, line in enumerate(draft.texts) if re.match(r"(?:TO|INFO)\b", line, re.I)]
    info_at = next((at for at, line in labelled if line.startswith("INFO")), None)
    to_at = next((at for at, line in labelled if line.startswith("TO")), None)
    if info_at is None:
        return addressees[:1], addressees[1:]
    bare = all(re.fullmatch(r"(?:TO|INFO)\W*", line) for _, line in labelled)
    if bare and to_at is not None and all(addressee.at > max(to_at, info_at) for addressee in addressees):
        first = [
            addressee for addressee in addressees if addressee.at == addressees[0].at
        ]  # all labels above, then all values
        return (first, addressees[len(first) :]) if len(first) < len(addressees) else ([], [])
    if to_at is not None and info_at < to_at:
        informed = [addressee for addressee in addressees if info_at <= addressee.at < to_at]
        return [addressee for addressee in addressees if addressee not in informed], informed
    return [addressee for addressee in addressees if addressee.at < info_at], [
        addressee for addressee in addressees if addressee.at >= info_at
    ]


def _outgoing_tail(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:45]):
        ref = re.match(r"(?:REF|REE|FEF|REFERENCE)\b\s*[.:]*\s*(?P<rest>.*)", line, re.I)
        if ref:
            rest = ref["rest"] or (draft.lines[index + 1].text if index + 1 < len(draft.lines) else "")
            if not re.match(r"SUB", rest, re.I):
                add_references(draft, rest, index)
        subject = re.match(r"(?:SUBJECT|SUBJ|SUB/SUJ|SUB)\b\s*[.:]*\s*(?P<rest>.*)", line, re.I)
        if subject:
            rest = subject["rest"] or (draft.lines[index + 1].text if index + 1 < len(draft.lines) else "")
            is_day = any(day.end - day.start >= len(rest.strip()) for day in find_days(rest, window=draft.window))
            if rest and not is_day and not _LABEL.match(rest.upper()):
                draft.put(slots.SUBJECT, rest.strip(" ."), index)
