"""Soviet ciphered telegrams in translation: the intake's number and the sender's special numbers."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.translated import city_of, level_anywhere
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import find_days

_NAME = re.compile(
    r"CIPHERED TELEGRAM|ENCIPHERED CABLE|CIPHER(?:ED)? CABLE|CODED TELEGRAM|(?:Making Copies|Reproduction) Prohibited",
    re.I,
)
_TITLE = re.compile(
    r"(?:Telegram|Cable)\s+(?:from|of)\s+(?:the\s)?(?:Soviet|USSR)\s+(?:Ambassador|Embassy|Charg\S+(?:\sd.affaires)?)\s+"
    r"(?:to|in)\s+(?:the\s)?(?P<where>[A-Z][\w. ]+?)(?:\s+to\s|,|\s+\(|$)",
    re.I,
)
_MINISTRY = re.compile(
    r"(?:^|\s)to\s+(?:the\s)?(?P<name>(?:USSR|Soviet) (?:MFA|Foreign Ministry|Ministry of Foreign Affairs))\b", re.I
)


def recognise(draft: HeadingDraft) -> bool:
    """A ciphered telegram or enciphered cable by the name on a line of its own."""
    return any(_NAME.match(line) for line in draft.texts[:14])


def read(draft: HeadingDraft) -> None:
    """The number beside the sender is the intake's; the special number the sender's, often a range."""
    for index, line in enumerate(draft.texts[:20]):
        if copy := re.search(r"Copy\s+(?:No\.?|#)\s*(?P<number>\d+)", line, re.I):
            draft.put(slots.COPY_NO, int(copy["number"]), index)
        if sender := re.search(r"From:?\s+(?P<city>[A-Z][A-Za-z ]+?)(?=\s+No\b|\s{2,}|$|,)", line):
            code = city_of(sender["city"])
            draft.put(slots.FROM, code or sender["city"].upper(), index, written=sender["city"])
        if receiver := re.match(r"To:?\s+(?P<city>[A-Z][A-Za-z ]+?)(?=\s+(?:No|Special)\b|\s{2,}|$|,)", line):
            code = city_of(receiver["city"])
            draft.put(slots.TO, [code] if code else None, index, written=receiver["city"])
        special = re.search(r"Special\s+(?:No|#|number)s?\.?\s*(?P<a>\d+)(?:\s?-\s?(?P<b>\d+))?", line, re.I)
        if special:
            number = f"{special['a']}-{special['b']}" if special["b"] else special["a"]
            draft.put(slots.NUMBER, number, index)
            if special["b"]:
                draft.values[slots.NUMBER_RANGE] = [int(special["a"]), int(special["b"])]
        intake = re.search(r"(?<!Special\s)(?<!Copy\s)\bNo\.?\s*(?P<number>\d{2,6})\b", line)
        if intake and not special and not re.search(r"Copy", line, re.I):
            draft.put(slots.REGISTER_NO, intake["number"], index)
        urgent = re.search(r"\b(?:TOP PRIORITY|EXTRAORDINARY|OUT OF TURN|VERY URGENT|URGENT)\b", line.upper())
        if urgent is None and line.strip(" .").upper() in ("PRIORITY", "IMMEDIATE"):
            draft.put(slots.PRECEDENCE, line.strip(" .").upper(), index)
        if urgent and len(line) < 40:
            draft.put(slots.PRECEDENCE, urgent[0], index)
    text = draft.text
    timed = re.search(r"Time:\s*(?P<clock>\d{1,2}[:.]\d{2}).{0,12}?Date:\s*(?P<date>[\dIVX./ ]+)", text, re.S)
    if timed:
        days = find_days(timed["date"], window=draft.window)
        clock = timed["clock"].replace(".", ":").zfill(5)
        if days and days[0].edtf and days[0].year:
            draft.put(slots.RECEIVED, f"{days[0].edtf}T{clock}", draft.line_at(timed.start()), written=timed[0])
    level_anywhere(draft)
    _title(draft)


def _title(draft: HeadingDraft) -> None:
    """An edition's title names sender and ministry: they fill what the header lacks; where they differ, it is said."""
    for index, line in enumerate(draft.texts[:4]):
        match = _TITLE.match(line)
        words = match["where"].split() if match else []
        named = next((city for size in (4, 3, 2, 1) if (city := _place(" ".join(words[:size])))), None)
        sender = draft.values.get(slots.FROM)
        if (ministry := _MINISTRY.search(line)) and not draft.values.get(slots.TO):
            draft.put(slots.TO, [ministry["name"].upper()], index, written=ministry["name"])
        if named and not sender:
            draft.put(slots.FROM, named, index, written=match["where"] if match else "", how=Derivation.INFERRED)
        elif named and sender and named != sender:
            draft.flag(f"sender_conflict: title says {named.title()}, header says {str(sender).title()}")


def _place(words: str) -> str | None:
    return posts.capitals().get(words.lower()) or city_of(words)
