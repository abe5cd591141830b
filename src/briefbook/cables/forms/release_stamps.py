"""What a release stamped on the paper: act, exemptions, page number, archive's id. Never part of the document."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft

_EXEMPTION = re.compile(r"\bs\.?\s?(\d{2}\(\d\)(?:\([a-z]\))?)", re.I)
_CREST = re.compile(r"CIA-?RDP(?P<box>[0-9OIl]{2}[-A-Z0-9]{6})(?P<rest>[A-Z][0-9OIl]{12,16}-[0-9OIl])", re.I)
_RELEASE = re.compile(r"Release\D{0,12}(\d{4})[/-](\d\d)[/-](\d\d)", re.I)


def read_furniture(draft: HeadingDraft) -> None:
    """Record what the stamps say, and take a disclosure's page number out of the lines."""
    stamped = " \n".join(line.raw for line in draft.stamps)
    if not stamped:
        return
    if re.search(r"access\s+to\s+information|acc[eè]s\s+[aà]\s+l.?information|divulgu", stamped, re.I):
        draft.values[slots.STAMP] = "ATIA"
        for line in list(draft.lines):
            if re.fullmatch(r"\d{6}", line.text):
                draft.values[slots.ATIP_PAGE] = line.text
                draft.lines.remove(line)
                draft.stamps.append(line)
    if codes := _EXEMPTION.findall(stamped):
        draft.values[slots.EXEMPTIONS] = codes
    if match := _CREST.search(stamped):
        box = _figures(match["box"][:2]) + match["box"][2:3] + _figures(match["box"][3:7]) + match["box"][7:]
        crest = f"CIA-RDP{box}{match['rest'][0]}{_figures(match['rest'][1:])}"
        draft.values[slots.CREST_ID] = crest.upper()
        if crest.upper() != match[0].upper():
            draft.values[slots.OCR_REPAIRS] = True
    if released := _RELEASE.search(stamped):
        draft.values[slots.RELEASE_DATE] = "-".join(released.groups())


def _figures(text: str) -> str:
    return text.replace("O", "0").replace("I", "1").replace("l", "1")
