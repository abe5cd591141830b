"""What the State Department's posts sent by pouch: airgrams and despatches, labels with their values behind them."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import add_references, find_captions, level_on, put_date, split_posts
from briefbook.cables.forms.offices import office_post
from briefbook.cables.forms.us_form import city_of
from briefbook.cables.heading_draft import HeadingDraft, join_lines
from briefbook.text.vocabulary import find_level, precedences

_NUMBER = re.compile(r"(?<![A-Z-])(?P<series>A|CA|CW|CG)\s?-\s?(?P<number>\d{1,5})\b")
_DESPATCH = re.compile(r"\bDESP(?:ATCH)?\.?\s*(?:NO|NUMBER)\.?\s*[:.]?\s*(?P<number>\d{1,5})\b", re.I)
_LABEL = re.compile(r"^(?P<label>TO|FROM|INFO|DATE|SUBJECT|SUBJ|REFS?|REFERENCES?)\s*:\s*(?P<rest>.*)$", re.I)
_JOINED = re.compile(r"\s{2,}(?=(?:TO|FROM|INFO|DATE|SUBJECT|REF)\s?:)|\s+(?=(?:TO|FROM|DATE|SUBJECT)\s?:\s)")


def recognise(draft: HeadingDraft) -> bool:
    """The form's name on a line of its own, and its labels."""
    head = "\n".join(draft.texts[:14])
    named = re.search(r"^\W*(?:\w+\s)?(?:AIRGRAM|FOREIGN SERVICE DESPATCH)\b", head, re.M)
    numbered = any(_NUMBER.match(line) for line in draft.texts[:3])
    return (bool(named) or numbered) and len(re.findall(r"^(?:TO|FROM|DATE|SUBJECT)\s*:", draft.head, re.M | re.I)) >= 2


def read(draft: HeadingDraft) -> None:
    """Fill in the fields of the form."""
    draft.split(_JOINED)
    despatch = bool(_DESPATCH.search(draft.text)) or "DESPATCH" in "\n".join(draft.texts[:6]).upper()
    draft.form = "us_despatch" if despatch else "us_airgram"
    draft.put(slots.DOC_TYPE, "despatch" if despatch else "airgram", 0)
    for index, line in enumerate(draft.texts[:30]):
        match = _LABEL.match(line)
        label = match["label"].upper() if match else ""
        if numbered := _DESPATCH.search(line):
            draft.put(slots.NUMBER, numbered["number"], index)
        elif (numbered := _NUMBER.search(line)) and not label.startswith(("REF", "SUBJ")):
            draft.put(slots.NUMBER, f"{numbered['series']}-{numbered['number']}", index, written=numbered[0])
            draft.put(slots.SERIES, numbered["series"], index)
        if match:
            _labelled(draft, label, match["rest"].strip(), index)
        elif line.strip(" .").upper() in precedences():
            draft.put(slots.PRECEDENCE, line.strip(" .").upper(), index)
        elif len(line) < 40:
            draft.put(slots.CAVEATS, find_captions(line), index)
        if slots.SECURITY not in draft.values and (level := find_level(line)) and _NUMBER.search(line) and not label:
            draft.put(slots.SECURITY, level[0], index)
    level_on(draft, range(min(len(draft.lines), 20)))


def _labelled(draft: HeadingDraft, label: str, rest: str, index: int) -> None:
    following = draft.lines[index + 1].text if index + 1 < len(draft.lines) else ""
    if label == "FROM":
        words = re.split(r"\s{2,}|\s+DESP", rest, flags=re.I)[0]
        draft.put(slots.FROM, office_post(words) or city_of(re.sub(r"[,.]", " ", words)), index, written=words)
    elif label == "TO":
        code = office_post(rest) or city_of(rest)
        draft.put(slots.TO, [code] if code else None, index, written=rest)
    elif label == "INFO":
        draft.put(slots.INFO, split_posts(re.sub(r"\b(?:AMEMBASSY|AMCONSUL|EMBASSY)\b", " ", rest.upper()))[0], index)
    elif label == "DATE":
        put_date(draft, rest, index)
    elif label.startswith("SUBJ"):
        more = [following] if rest.endswith("-") or (not rest and not _LABEL.match(following)) else []
        draft.put(slots.SUBJECT, join_lines([rest, *more]).strip(" .") or None, index)
    elif label.startswith("REF"):
        add_references(draft, re.sub(r"\bEMBASSY['’]?S?\s+(?=A-\d)", "", rest, flags=re.I), index)
