"""Titles that say nothing but what kind of paper it is -> its kind and its number."""

import re

from briefbook.text.documentary_forms import FORMS

_FORM_AND_NUMBER = re.compile(r"(?P<form>[^\W\d][^\d]*?)\s+(?:no\.?\s*)?(?P<number>[A-Z]{0,6}-?\d{1,6}[A-Z]?)", re.I)
_KINDS = r"(?:circular )?telegram|cable|airgram|letter|despatch|dispatch|memorandum|savingram|message|document"
_KIND_ALONE = re.compile(rf"(?:{_KINDS})(?:\s+(?:no\.?\s*|number\s+|#\s*)?[A-Z]{{0,6}}-?\d{{1,6}}[A-Z]?)?", re.I)


def form_and_number(words: str) -> tuple[str, str]:
    """The kind of a paper and its number, where both are in one.

    >>> form_and_number("telegram 3316"), form_and_number("Airgram A-17"), form_and_number("letter")
    (('telegram', '3316'), ('Airgram', 'A-17'), ('letter', ''))
    """
    match = _FORM_AND_NUMBER.fullmatch(re.sub(r"\b(?:number|#)\s*(?=\d)", "no. ", words.strip(), flags=re.I))
    return (match["form"], match["number"]) if match else (words, "")


def kind_of_title(title: str) -> tuple[str, str] | None:
    """The kind of a paper and its number, "" where there is none, in a title that says nothing else; None of others.

    >>> kind_of_title("Telegram 3316"), kind_of_title("Cable No. 42"), kind_of_title("Telegrams from Oslo")
    (('telegram', '3316'), ('cable', '42'), None)
    >>> kind_of_title("Document 7"), kind_of_title("Letter, 8 May 1962")
    (('', '7'), None)
    """
    if not _KIND_ALONE.fullmatch(title.strip()):
        return None
    kind, message_number = form_and_number(title.strip())
    kind = FORMS.get(kind.casefold(), kind)
    return ("" if kind.casefold() == "document" else kind), message_number
