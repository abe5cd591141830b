"""Swiss telegrams in translation: numbered per pair of correspondents."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import add_references
from briefbook.cables.forms.translated import NUMERIC, city_of, level_anywhere
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.model.cable import Derivation
from briefbook.text.dates import is_day
from briefbook.text.vocabulary import spelt_precedence

_FILE_NUMBER = re.compile(r"p\.[AB]\.\d", re.I)


def recognise(draft: HeadingDraft) -> bool:
    """The political department's file, or an embassy of Switzerland."""
    capitals = draft.capitals
    file = any(map(_FILE_NUMBER.match, draft.texts[:26]))
    return file or "EMBASSY OF SWITZERLAND" in capitals or "SWISS EMBASSY" in capitals


def read(draft: HeadingDraft) -> None:
    """Numbered per pair of correspondents; the day stands before the month."""
    text = draft.text
    city = None
    for index, line in enumerate(draft.texts[:20]):
        if file := re.match(r"(?P<file>p\.[AB]\.[\w.']+)", line):
            draft.put(slots.FILE, file["file"], index)
        if number := re.search(r"Telegram\s+(?:no|number|Nr)\.?\s*(?P<number>\d{1,5})", line, re.I):
            draft.put(slots.NUMBER, number["number"], index)
        if dated := re.search(rf"{NUMERIC}(?:\s*,?\s*(?P<clock>\d{{1,2}}[h:.]\d{{2}}))?", line):
            if is_day(int(dated["year"]), int(dated["b"]), int(dated["a"])):
                value = f"{dated['year']}-{int(dated['b']):02d}-{int(dated['a']):02d}"
                draft.put(slots.DATE, value, index, written=dated[0])
            else:
                draft.flag("impossible_date")
            if dated["clock"]:
                draft.put(slots.TIME, re.sub("[h.]", ":", dated["clock"]).zfill(5), index)
        if re.fullmatch(
            r"(?:Embassy of Switzerland|Swiss Embassy)(?:\s+in)?,?(?:\s+(?P<city>[A-Z][a-z].*))?", line, re.I
        ):
            named = re.sub(r"^(?:Embassy of Switzerland|Swiss Embassy)(?:\s+in)?,?\s*", "", line, flags=re.I)
            following = draft.lines[index + 1].text if index + 1 < len(draft.lines) else ""
            city = city_of(named) or city_of(following)
        if urgent := re.search(rf"\b({spelt_precedence('other')})\b", line):
            draft.put(slots.PRECEDENCE, urgent[1], index)
    addressed = re.search(r"\bTo\s+(?:Ambassador|Charg[eé]|Minister)\s+(?:\[[^\]]*\]\s*)?(?P<name>[A-Z]\w+)", text)
    sent = re.search(r"\bFrom\s+(?:Ambassador|Charg[eé]|Minister)\s+(?:\[[^\]]*\]\s*)?(?P<name>[A-Z]\w+)", text)
    if addressed:
        draft.put(slots.ATTENTION, [addressed["name"]], draft.line_at(addressed.start()))
    if sent:
        draft.put(slots.SIGNER, sent["name"], draft.line_at(sent.start()))
    if city and (addressed or not sent):
        draft.put(slots.TO, [city], 0, how=Derivation.INFERRED)
        draft.put(slots.FROM, "BERN", 0, how=Derivation.INFERRED, note="the addressee is the embassy abroad")
    elif re.search(r"Federal Political Department", text, re.I):
        draft.put(slots.TO, ["BERN"], 0, how=Derivation.INFERRED, note="the department is at Bern")
    elif city:
        draft.put(slots.FROM, city, 0, how=Derivation.INFERRED)
        draft.put(slots.TO, ["BERN"], 0, how=Derivation.INFERRED)
    level_anywhere(draft)
    add_references(draft, " ".join(draft.texts[:20]), 0, line=False)
