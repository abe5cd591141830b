"""The first sentences of a printed telegram -> captions, subject, signer, to whom it was repeated."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import find_captions
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text import posts
from briefbook.text.dates import find_clock

_REPEATED = re.compile(r"Repeated\s+(?:for\s+)?(?:information\s+|info\s+)?(?:to\s+)?(?P<rest>[^.]+)\.", re.I)
_TITLES = re.compile(
    r"\b(?:The|Mr\.?|Mrs\.?|Under\s?[Ss]ecretary|Acting|Deputy|Assistant|Secretary|Ambassador|President|General|Admiral|Governor|Charg[eé])\s+"
)


def read_opening(draft: HeadingDraft, body: str, index: int) -> None:
    """Captions, subject, signer and attention, who is to be told, in the first sentences."""
    head = body[:400]
    if caught := find_captions(head[:120]):
        draft.put(slots.CAVEATS, caught, index)
    if subject := re.search(r"\b(?:Subject|Subj|Re):\s*(?P<subject>[^.]+?)\.(?:\s|$)", head):
        draft.put(slots.SUBJECT, subject["subject"], index)
    match = re.search(
        r"^\D{0,12}\d+\.\s+(?:(?:Eyes only|Verbatim text|Personal)[\w\s]*?\.?\s+)?(?:(?:For"
        r"|for)\s+(?P<for>[A-Z][\w\s,]+?)\s+)?from\s+(?P<from>[A-Z][\w .]*?)\.",
        head,
    )
    if match:
        name = _TITLES.sub("", match["from"]).strip() or match["from"]
        draft.put(slots.SIGNER, name, index, written=match["from"])
        if match["for"]:
            draft.put(slots.ATTENTION, [match["for"].strip()], index)
    passed = re.search(r"(?:Department|Dept|State)\s+(?:please\s+)?pass\s+(?:to\s+)?(?P<to>[A-Z][\w\s]+?)\.", head)
    if passed:
        draft.put(slots.PASS_TO, [passed["to"].strip()], index)
    if repeated := _REPEATED.search(head):
        _repeated(draft, repeated["rest"], index)
    if attention := re.search(r"\.\s(?P<post>[A-Z][a-z]+) for (?P<who>[A-Z]{3,})\b", head):
        draft.put(slots.ATTENTION, {attention["post"].upper(): attention["who"]}, index)


def _repeated(draft: HeadingDraft, rest: str, index: int) -> None:
    numbers: dict[str, str | None] = {}
    for part in re.split(r",\s*(?:and\s+)?|\sand\s", rest):
        match = re.fullmatch(r"(?P<post>[A-Z][\w .'-]*?)(?:\s+(?P<number>\d{1,5}))?(?:\s+unnumbered)?", part.strip())
        if match and match["post"].upper() in posts.known_codes():
            numbers[match["post"].upper()] = match["number"]
    if numbers:
        draft.put(slots.REPEATED, numbers, index, written=rest)
        draft.values[slots.ALIASES] = [f"{post} {number}" for post, number in numbers.items() if number]


def without_repeats(body: str) -> str:
    """The text without the sentence that says to whom it was repeated: its numbers are no references."""
    return _REPEATED.sub("", body)


def put_times(draft: HeadingDraft, body: str) -> None:
    """The hour behind a reference's date: My 1361 September 1, 6 p.m."""
    for row in draft.values.get(slots.REF, []):
        if not row["number"] or not (row["date"] or row.get("date_md")):
            continue
        at = re.search(rf"\b{row['number']}\b[^.;]{{0,24}}?,\s*(?P<clock>[^.;]{{1,8}}[ap]\.?m)", body)
        if at and (clock := find_clock(at["clock"])):
            row["time"] = clock[0]
