"""The Canadian incoming telegram: FM, TO, INFO, BAG, REF, subject."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import (
    CORRECTION,
    add_references,
    known_caption,
    level_on,
    note_correction,
    split_posts,
    take_captions,
)
from briefbook.cables.heading_draft import HeadingDraft, join_lines
from briefbook.cables.subject_repair import repair_subject
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import Day, find_days
from briefbook.text.months import TELEGRAM_MONTH
from briefbook.text.ocr_confusion import MAX_WORD_DISTANCE, digits, distance, mend_words, nearest
from briefbook.text.vocabulary import codewords, damaged_level, damaged_precedence, find_level, precedences

_ANCHORS = {
    "FM": ("FM", "FK", "FH", "PM", "FN", "FW", "EM", "RM", "FM:", "DE"),
    "TO": ("TO", "70", "T0", "TC", "IO", "TO:", "T0:", "7O"),
    "INFO": ("INFO", "INFO:", "REPEAT", "RPT"),
    "BAG": ("BAG", "BAG:"),
    "PASS": ("PASS",),
    "REF": ("REF", "REF:", "REFS", "REFERENCE", "REFERENCE:", "REFTEL"),
    "SUBJ": ("SUBJ", "SUBJ:", "SUBJECT:", "SUBJECT"),
    "DISTR": ("DISTR", "DISTR:", "DISTRIBUTION:", "DISTRIBUTION"),
}
_SOFT = {"INFO": 0.4, "REF": 0.4, "DISTR": 0.3}
_MID = re.compile(
    r"(?<=\s)(?=(?:TO (?:TT )?(?:EXTERNAL|EXT OTT|EXTOTT)\b|INFO (?:TT )?[A-Z]|REF (?:MY|OUR|YOUR|TEL)|BAG [A-Z]))"
)
_NUMBER = re.compile(r"(?:[A-Z]{1,3}-?)?\d{1,5}|\d{1,5}-\d{1,5}|[A-Z]{4}\d{4}")
_RELAY = re.compile(r"\b(?:(?:DE|LE)\s+(?P<by>OTT|CTT|0TT|[A-Z]{3,12})|FROM\s+OTT(?:AWA)?)\b")
_SENDER_AND_NUMBER = re.compile(r"(?P<sender>[A-Z][A-Z ]+?) (?P<number>\d{1,5})")
"""The sender's line with the number before the day, as from 1967 on: FM PEKIN 141 AUG30/71."""

_NOT_FROM = frozenset({"TO", "INFO", "REF", "PAGE", "THE", "AND"})
_SENTENCE = re.compile(
    r"\b(?:WAS|WERE|HAS|HAVE|HAD|IS|ARE|THAT|WHICH|WE|HE|SHE|THEY|IT|THERE|SAID|YOU|YOUR|OUR|MY|WILL|WOULD|SHALL|SHOULD|CAN)\b"
)
"""Words that a subject does not have and the first sentence of the text nearly always has."""
_BY_HAND = re.compile(
    r"(?:FOLLOWING\s+)?FOR\s+(?P<to>[A-Z][A-Z .,'()/-]+?)\s+FROM\s+(?P<by>[A-Z][A-Z .'-]{2,30})$", re.I
)


_MONTH = f"(?:{TELEGRAM_MONTH})"
_RUN_ON = (
    ("/", re.compile(rf"(?<=[A-Z0-9])(?={_MONTH}\s?\d{{1,2}}\s?/\s?\d\d)"), " "),
    ("/", re.compile(rf"({_MONTH}\s?\d{{1,2}}\s?/\s?\d\d)(?=[A-Z])"), r"\1 "),
    ("REF", re.compile(r"^(REF)(?=(?:MY|OUR|YOUR)?(?:TEL|LET))"), r"\1 "),
    ("E", re.compile(r"\b((?:MY|OUR|YOUR)(?:TEL|LET))(?=[A-Z]{0,2}\d)"), r"\1 "),
    ("", re.compile(r"(?<=\d)(?=(?:OPIMMED|IMMED|PRIORITY|EMERGENCY|ROUTINE|FLASH)\b)"), " "),
)
"""What must stand in a line, where it is parted, and how."""
_LABEL = re.compile(r"^(FM|TO|INFO|BAG)\s?(TT(?=[A-Z ]))?\s?(?=[A-Z])")


def _parted(line: str) -> str:
    """A line whose blanks were lost, the blanks put back where labels, codes, dates and numbers meet.

    >>> _parted("FMWASHDCNOV8/62UNCLAS"), _parted("TO EXTERNAL3316OPIMMED"), _parted("REFOURTEL 3314 NOV8")
    ('FM WASHDC NOV8/62 UNCLAS', 'TO EXTERNAL 3316 OPIMMED', 'REF OURTEL 3314 NOV8')
    """
    for sign, pattern, put in _RUN_ON:
        if sign in line:
            line = pattern.sub(put, line)
    label = _LABEL.match(line)
    if not label:
        return line
    first, _, rest = line[label.end() :].partition(" ")
    code = next((first[:size] for size in range(len(first), 2, -1) if first[:size] in posts.known_codes()), "")
    if not code or not re.fullmatch(r"(?:\d{1,5})?", first[len(code) :]):
        return line
    return " ".join(part for part in (label[1], label[2], code, first[len(code) :], rest) if part)


_TO = ("TO", "70", "T0", "TC", "IO", "7O")
_TO_EXTERNAL = re.compile(rf"(?:{'|'.join(_TO)}):? (?:TT )?EXTERNAL\b")
_TO_DAMAGED = re.compile(rf"(?:{'|'.join(_TO)}):? (?:TT )?(?P<word>[A-Z0-9]{{7,9}})\b")


def recognise(draft: HeadingDraft) -> bool:
    """Is there an FM line with a date behind it, or a TO EXTERNAL line?"""
    for line in map(_parted, draft.texts[:14]):
        first = line.split()[0].upper()
        upper = line.upper()
        if first.startswith("FM") and first[2:] in posts.known_codes() and "/" in upper:
            return True
        if first in _ANCHORS["FM"] and find_days(upper, damaged=True) and "/" in upper:
            return True
        if not upper.startswith(_TO):
            continue
        if _TO_EXTERNAL.match(upper):
            return True
        damaged = _TO_DAMAGED.match(upper)
        if damaged and re.search(r"\d", upper[damaged.end() :]) and distance(damaged["word"], "EXTERNAL") <= 1.5:
            return True
    return False


def read(draft: HeadingDraft) -> None:
    """Fill in the fields of the form."""
    for at, line in enumerate(draft.lines[:40]):
        if (text := _parted(line.text)) != line.text:
            draft.lines[at] = line._replace(text=text)
    rows = _rows(draft)
    subject_from = 0
    for position, (kind, index, text) in enumerate(rows):
        if kind == "FM":
            _from_line(draft, index, text)
        elif kind == "TO" and slots.TO not in draft.values:
            _to_line(draft, index, text)
        elif kind == "INFO":
            _info_line(draft, index, text)
        elif kind == "BAG":
            draft.put(slots.BAG, split_posts(re.sub(r"\s*DE OTT\b.*", "", text))[0], index, written=text)
        elif kind == "PASS":
            draft.put(slots.PASS_TO, split_posts(re.sub(r"^TO\s+", "", text))[0], index, written=text)
        elif kind == "SUBJ":
            draft.put(slots.SUBJECT, join_lines(_more_subject(rows, position, text)), index)
        if kind and kind != "SUBJ":
            subject_from = position + 1
    for kind, index, text in rows:
        if kind == "REF":
            add_references(draft, text, index)
    _captions(draft, rows)
    note_correction(draft)
    if slots.SUBJECT not in draft.values and any(kind in ("FM", "TO") for kind, _, _ in rows):
        _subject(draft, rows, subject_from)


def _rows(draft: HeadingDraft) -> list[tuple[str, int, str]]:
    rows: list[tuple[str, int, str]] = []
    for index, line in enumerate(draft.texts[:30]):
        if (run := re.match(r"FM(?=[A-Z])", line)) and line.split()[0][2:] in posts.known_codes():
            line = f"FM {line[run.end() :]}"  # typed with blanks between the letters of both words
        for part in _MID.split(line) if _starts(line) else [line]:
            kind = _starts(part)
            if not kind and part.startswith("A ") and rows and rows[-1][0] == "FM" and _begins_with_post(part[2:]):
                kind = "TO"  # in French
            if not kind and index < 4 and not any(row[0] == "FM" for row in rows) and _headless(part):
                rows.append(("FM", index, part))
                continue
            if not kind and rows and rows[-1][0] in ("INFO", "BAG") and _only_posts(part):
                kind, part = rows[-1][0], f"{rows[-1][0]} {part}"
            rest = part.split(None, 1)[1] if kind and len(part.split()) > 1 else ("" if kind else part)
            if kind == "PASS" and not part.upper().startswith("PASS TO"):
                kind, rest = "", part
            if kind == "FM" and not (find_days(part.upper(), damaged=True) or _begins_with_post(rest)):
                kind, rest = "", part
            rows.append((kind, index, rest.strip(" :")))
    return rows


def _headless(line: str) -> bool:
    """A first line whose FM, or FM and post, are lost: NOV10/62 SECRET."""
    days = [day for day in find_days(line.upper()) if day.year]
    if not days or "/" not in line[days[0].start : days[0].end] or not _capitals(line):
        return False
    before = line[: days[0].start].strip(" :.")
    return not before or before.upper() in posts.known_codes()


def _only_posts(line: str) -> bool:
    """A line of nothing but posts, the relay and the word TT: addressees that went on."""
    if line.upper() != line or known_caption(line):
        return False
    codes, rest = split_posts(_RELAY.sub(" ", line))
    return len(codes) > 1 and not [word for word in rest if word != "TT"]


def _begins_with_post(words: str) -> int:
    """How many words at the head of a line are a post's code; 0 if none."""
    parts = words.upper().split()
    return next((size for size in (3, 2, 1) if " ".join(parts[:size]) in posts.known_codes()), 0)


def _starts(line: str) -> str:
    first = line.split()[0].upper() if line.split() else ""
    for kind, words in _ANCHORS.items():
        if first in words:
            return kind
    plain = first.rstrip(":.")
    for kind, limit in _SOFT.items():
        if (
            len(plain) == len(kind)
            and distance(plain, kind) / len(kind) <= min(limit, MAX_WORD_DISTANCE)
            and plain.isalnum()
        ):
            return kind
    return ""


def _from_line(draft: HeadingDraft, index: int, text: str) -> None:
    upper = text.upper()
    if draft.values.get(slots.FROM) and draft.values.get(slots.DATE):
        return
    days = [day for day in find_days(upper, window=draft.window, damaged=True) if day.year]
    day = days[0] if days else None
    before = upper[: day.start] if day else upper
    after = upper[day.end :] if day else ""
    if day is None and (level := find_level(before)):
        before, after = before[: level[1]], before[level[1] :]
    if day is None and (size := _begins_with_post(before)) < len(before.split()) and size:
        draft.doubt(slots.DATE, " ".join(before.split()[size:]), index)
        before = " ".join(before.split()[:size])
    before = before.strip(" :.-")
    if day is not None and (numbered := _SENDER_AND_NUMBER.fullmatch(before)):
        before = numbered["sender"]
        draft.put(slots.NUMBER, numbered["number"], index)
    _put_sender(draft, before, index, reliable=day is not None and not day.repaired)
    if day is not None:
        _date(draft, day, text, index)
    _marking(draft, after, index)


def _date(draft: HeadingDraft, day: Day, text: str, index: int) -> None:
    if day.edtf is None:
        draft.flag("impossible_date")
        draft.doubt(slots.DATE, text[day.start : day.end], index)
        return
    how = Derivation.REPAIRED if day.repaired else Derivation.OBSERVED
    draft.put(slots.DATE, day.edtf, index, written=text[day.start : day.end], how=how)


def _put_sender(draft: HeadingDraft, written: str, index: int, *, reliable: bool) -> None:
    words = [word for word in written.split() if word != "TT"]
    code = " ".join(words)
    if not code or words[0] in _NOT_FROM:
        return
    if code in posts.known_codes():
        draft.put(slots.FROM, code, index)
        return
    if repaired_code := posts.damaged_code(code):
        draft.put(slots.FROM, repaired_code, index, written=written, how=Derivation.REPAIRED)
        return
    legible = reliable and draft.lines[index].is_confident(code)
    if legible and len(words) <= 3 and all(re.fullmatch(r"[A-Z()&/]{3,14}", word) for word in words):
        draft.put(slots.FROM, code, index, confidence=0.6, note="a code that the vocabulary does not hold")
    else:
        draft.doubt(slots.FROM, written, index)


def _marking(draft: HeadingDraft, text: str, index: int) -> None:
    text = text.strip(" .:-/")
    if level_found := find_level(text):
        draft.put(slots.SECURITY, level_found[0], index)
        rest = text[: level_found[1]] + " " + text[level_found[2] :]
    else:
        rest = _damaged_marking(draft, text, index)
    take_captions(draft, rest, index)
    for word in rest.split():
        if word in codewords():
            draft.put(slots.CODEWORD, word, index)
        elif len(word) >= 5 and (meant := nearest(word, codewords(), limit=0.2)):
            draft.put(slots.CODEWORD, meant[0], index, written=word, how=Derivation.REPAIRED)


def _damaged_marking(draft: HeadingDraft, text: str, index: int) -> str:
    words = text.split()
    best: tuple[int, str] | None = None
    for size in (1, 2, 3, 4, 5):
        candidate = " ".join(words[:size])
        if len(words) < size or known_caption(candidate):
            break
        if level := damaged_level(candidate):
            best = (size, level)
            break
    if best:
        draft.put(slots.SECURITY, best[1], index, written=" ".join(words[: best[0]]), how=Derivation.REPAIRED)
        return " ".join(words[best[0] :])
    if words:
        draft.doubt(slots.SECURITY, text, index)
    return text


def _to_line(draft: HeadingDraft, index: int, text: str) -> None:
    days = [day for day in find_days(text.upper(), window=draft.window) if day.year]
    if days and "/" in text[days[0].start : days[0].end]:
        _date(draft, days[0], text, index)
        text = f"{text[: days[0].start]} {text[days[0].end :]}"
    words = [word.strip(",;") for word in text.split()]
    if words and words[0] == "TT":
        words = words[1:]
    names: list[str] = []
    number: str | None = None
    while words:
        word = words.pop(0)
        upper = word.upper()
        if upper in ("DE", "LE") and words:
            words.pop(0)
            break
        if number is None and names and (figures := _figures(upper, incoming="EXTERNAL" in names or "EXTOTT" in names)):
            number = figures[0]
            draft.put(
                slots.NUMBER,
                number,
                index,
                written=word,
                how=Derivation.REPAIRED if figures[1] else Derivation.OBSERVED,
            )
            continue
        precedence = _precedence(upper)
        if precedence and names:
            how = Derivation.OBSERVED if upper in precedences() else Derivation.REPAIRED
            draft.put(slots.PRECEDENCE, precedence, index, written=word, how=how)
            continue
        if level := find_level(upper):
            draft.put(slots.SECURITY, level[0], index)
            continue
        if number is None and slots.PRECEDENCE not in draft.values:
            names.append(upper)
    codes, rest = split_posts(" ".join(names))
    if not codes and names and (found_code := posts.damaged_code(" ".join(names))):
        draft.put(slots.TO, [found_code], index, written=" ".join(names), how=Derivation.REPAIRED)
    elif codes:
        draft.put(slots.TO, codes, index, written=" ".join(names))
    elif rest:
        draft.doubt(slots.TO, " ".join(names), index)
    if number is None and len(text.split()) > len(names) and slots.NUMBER not in draft.values:
        draft.doubt(slots.NUMBER, text, index)


def _figures(word: str, *, incoming: bool) -> tuple[str, bool] | None:
    if incoming and re.match(r"[OQILSBZD]+\d", word):
        return digits(word)  # what comes in has no letters before its number: these are figures
    if _NUMBER.fullmatch(word):
        return word, False
    return digits(word) if 2 <= len(word) <= 5 and word[0].isalnum() else None


def _precedence(word: str) -> str | None:
    plain = word.strip(".,:;")
    if len(plain) <= 2:
        return None
    if plain in precedences():
        name = precedences()[plain][0]
        return plain if plain in ("IMMED", "OPIMMED", "IMMEDIATE", "URGENT", "IMPORTANT") else name
    return damaged_precedence(plain)


def _info_line(draft: HeadingDraft, index: int, text: str) -> None:
    upper = re.sub(r"\bTT\b", " ", text.upper()).strip()
    if (via := _RELAY.search(upper)) and (by := _relay(via["by"] or "OTT")):
        how = Derivation.REPAIRED if via["by"] and via[0] != f"DE {by}" else Derivation.OBSERVED
        draft.put(slots.INFO_VIA, f"DE {by}", index, written=via[0], how=how)
        after = split_posts(_RELAY.sub(" ", upper[via.end() :]))[0]  # behind the relay only what is surely a post
        upper = " ".join([upper[: via.start()], *after])
    words = upper.split()
    end = next((at for at, word in enumerate(words) if _no_post(word)), len(words))
    words = words[:end]
    upper = " ".join(words)
    if urgent := [word for word in words if _precedence(word) and word not in posts.known_codes()]:
        draft.put(slots.INFO_PRECEDENCE, _precedence(urgent[0]), index, written=" ".join(urgent))
        upper = " ".join(word for word in words if word not in urgent)
    codes, rest = split_posts(upper)
    good = list(codes)
    for word in rest:
        if repaired_code := posts.damaged_code(word):
            good.append(repaired_code)
        elif len(word) == 3 and distance(word, "LDN") <= 0.35:
            good.append("LDN")
        elif re.fullmatch(r"[A-Z]{4,10}(?:/[A-Z]{2,6})?", word):
            good.append(word)
    good = [one for one in good if one not in ("TT", "FROM", "FOR")]
    recorded = list(draft.values.get(slots.INFO, []))
    draft.put(
        slots.INFO,
        [*recorded, *(one for one in good if one not in recorded)],
        index,
        written=text,
        again=bool(recorded),
    )


def _no_post(word: str) -> bool:
    """A word with which something else begins, on a line that was read together with the next."""
    if word in posts.known_codes() or word in posts.offices():
        return False
    damaged = re.search(r"\d", word) and not posts.damaged_code(word) and digits(word[1:]) is not None
    form = nearest(word, ("MYTEL", "OURTEL", "YOURTEL"), limit=0.2)
    return word.endswith(":") or bool(damaged) or form is not None or (len(word) == 3 and distance(word, "REF") <= 0.36)


def _relay(word: str) -> str | None:
    """Who relays: Ottawa, its name often damaged, or a post."""
    if word in ("OTT", "CTT", "0TT"):
        return "OTT"
    return word if word in posts.known_codes() else None


def _captions(draft: HeadingDraft, rows: list[tuple[str, int, str]]) -> None:
    for kind, index, text in rows[:8]:
        if kind == "":
            take_captions(draft, text.upper() if text.upper() == text else "", index)
    if slots.SECURITY not in draft.values:
        level_on(draft, [index for kind, index, _ in rows[:8] if kind in ("", "FM")])


def _more_subject(rows: list[tuple[str, int, str]], position: int, first: str) -> list[str]:
    parts = [first]
    for kind, _, text in rows[position + 1 : position + 3]:
        if kind or not _capitals(text) or not (parts[-1].endswith("-") or len(parts[-1]) > 45):
            break
        parts.append(text)
    return parts


def _subject(draft: HeadingDraft, rows: list[tuple[str, int, str]], start: int) -> None:
    first = True
    for position in range(start, min(start + 4, len(rows))):
        kind, index, text = rows[position]
        upper = text.upper()
        if kind or _passed_over(draft, text, index):
            continue
        letters = len(re.findall("[A-Z]", upper))
        whole = first and re.fullmatch(r"[A-Z]{4,}[.:]?", text) is not None
        first = False
        if not _capitals(text) or (letters < 8 and not whole) or re.match(r"\d+\s?\.", upper):
            continue
        if _SENTENCE.search(upper) or CORRECTION.search(upper):
            return
        written = re.split(r"\s+\d{1,2}\s?\.\s?(?=[A-Z])", join_lines(_more_subject(rows, position, text)))[0]
        if re.search(r"[a-z]{2}|[~#*^_{}<>|]", written):
            draft.doubt(slots.SUBJECT, written, index)
        elif len(upper.split()) <= 14 or ":" in upper:
            mended = mend_words(written)
            if draft.values.get(slots.OCR_REPAIRS) or mended != written:
                mended = repair_subject(mended)
            how = Derivation.REPAIRED if mended != written else Derivation.OBSERVED
            draft.put(slots.SUBJECT, mended.rstrip("."), index, written=written, how=how)
        return


def _passed_over(draft: HeadingDraft, text: str, index: int) -> bool:
    """A line between the addresses and the subject: for whom, by whom, a caption, a level, a code."""
    upper = text.upper()
    if _headless(text) or re.search(r"\b(?:INFO|TO) TT\b|\bDE OTT\b", upper):
        return True
    if by_hand := _BY_HAND.match(text):
        draft.put(slots.ATTENTION, [by_hand["to"].strip()], index)
        draft.put(slots.SIGNER, by_hand["by"].strip(" ."), index)
        return True
    if re.match(r"(?:FOR|FROM|PLEASE|ATTN|PASS|PERSONAL|FOLLOWING|PAGE)\b", upper) or known_caption(upper):
        return True
    level = find_level(upper)
    if level and len(upper.split()) <= 3 and len(upper) <= len(level[0]) + 8:
        return True
    return upper.strip(" .") in codewords() or upper.strip(" .") in posts.known_codes()


def _capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)
