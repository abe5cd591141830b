"""What a kind of paper is called and has: a number, a sender, addressees; nothing is called unknown that never was.

A telegram whose number cannot be read has a number that is not known. A memorandum of conversation, an editorial note
or a letter has none, and of minutes it makes no sense to say that their addressee is not known. A paper whose form is
not known may be any of these: it is called a document, and of what it may never have had nothing is said.
"""

import re

from briefbook.util.translation import N_, SOURCE_LANGUAGE, gettext, language

_NUMBERED = re.compile(
    r"\b(?:telegram|cable|despatch|dispatch|airgram|saving(?:ram)?|circular|teletype|telex)s?\b", re.I
)
_SENT = re.compile(rf"{_NUMBERED.pattern}|\b(?:letter|message|airtel)s?\b", re.I)


_DESPATCH_SYMBOL = re.compile(r"(?!TDCS|CSCI|CSDB|CSCK)[A-Z]{4}-\d{1,3},?\d{3}\Z")
"""The number of a despatch of the Central Intelligence Agency: letters of its station and its division, and figures."""


FORMS = {
    words: words
    for words in (
        N_("airgram"),
        N_("airtel"),
        N_("cable"),
        N_("circular"),
        N_("circular telegram"),
        N_("despatch"),
        N_("dispatch"),
        N_("document"),
        N_("editorial note"),
        N_("letter"),
        N_("memorandum"),
        N_("memorandum of conversation"),
        N_("message"),
        N_("minute"),
        N_("minutes"),
        N_("note"),
        N_("record of a meeting"),
        N_("report"),
        N_("savingram"),
        N_("telegram"),
        N_("telex"),
    )
}
"""The forms that there is a word for in the catalogues; another is shown as it is written."""


def kind_word(form: str) -> str:
    """What a paper is called: its documentary form in words, "document" where the form is not known.

    >>> kind_word("circular_telegram"), kind_word("")
    ('circular telegram', 'document')
    """
    words = form.replace("_", " ")
    if not words:
        return gettext("document")
    return words if language() == SOURCE_LANGUAGE else gettext(FORMS.get(words.casefold(), words))


def kind_and_number(form: str, message_number: str) -> str:
    """A paper by its kind and the number of its message, if it has any.

    >>> kind_and_number("telegram", "3316"), kind_and_number("letter", ""), kind_and_number("", "3316")
    ('telegram 3316', 'letter', 'document no. 3316')
    """
    if not message_number:
        return kind_word(form)
    template = gettext("{kind} {number}") if form else gettext("{kind} no. {number}")
    return template.format(kind=kind_word(form), number=message_number)


def is_despatch_symbol(message_number: str) -> bool:
    """Is a number one of the Central Intelligence Agency's despatches, by its letters? They number nothing else.

    >>> is_despatch_symbol("ABCD-12345"), is_despatch_symbol("ABCD 1234"), is_despatch_symbol("TDCS-3/550,953")
    (True, False, False)
    """
    return bool(_DESPATCH_SYMBOL.match(message_number))


def has_number(form: str) -> bool:
    """Whether papers of this documentary form have a number in a series; unknown for an unknown form.

    >>> has_number("telegram"), has_number(""), has_number("memorandum of conversation"), has_number("editorial note")
    (True, False, False, False)
    """
    return bool(_NUMBERED.search(form.replace("_", " ")))


def is_sent(form: str, *parties: str) -> bool:
    """Does a paper of this form go from a sender to addressees? Of a form that is not known, its parties show it.

    >>> is_sent("letter"), is_sent("circular_telegram"), is_sent("record of a meeting"), is_sent("memorandum")
    (True, True, False, False)
    >>> is_sent(""), is_sent("", "LDN")
    (False, True)
    """
    return bool(_SENT.search(form.replace("_", " "))) or (not form and any(parties))


def from_and_to(sender: str, to: str, form: str, *, no_sender: str, no_addressee: str) -> str:
    """From whom to whom; a party that is not known is mentioned only if the kind of paper has it.

    Args:
        sender: The sender in words; "" if none is known.
        to: The addressees in words; "" if none is known.
        form: The documentary form.
        no_sender: What to say for a sender that is not known.
        no_addressee: What to say for addressees that are not known.

    >>> from_and_to("", "LONDON", "telegram", no_sender="[not known]", no_addressee="[not known]")
    '[not known] to LONDON'
    >>> from_and_to("Smith", "", "memorandum", no_sender="[not known]", no_addressee="[not known]")
    'Smith'
    """
    sender, to = parties(sender, to, form, no_sender=no_sender, no_addressee=no_addressee)
    if not to:
        return sender
    return gettext("{sender} to {addressee}").format(sender=sender, addressee=to) if sender else _to(to)


def parties(sender: str, to: str, form: str, *, no_sender: str, no_addressee: str) -> tuple[str, str]:
    """The sender and the addressees, "" for each that is not known and that the kind of paper need not have.

    Args:
        sender: The sender in words; "" if none is known.
        to: The addressees in words; "" if none is known.
        form: The documentary form.
        no_sender: What to say for a sender that is not known.
        no_addressee: What to say for addressees that are not known.
    """
    return (sender or no_sender, to or no_addressee) if is_sent(form, sender, to) else (sender, to)


def _to(addressee: str) -> str:
    return gettext("to {addressee}").format(addressee=addressee)
