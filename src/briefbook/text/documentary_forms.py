"""What a kind of paper has: a number, a sender and addressees; so that nothing is called unknown that never was.

A telegram whose number cannot be read has a number that is not known. A memorandum of conversation, an editorial note
or a letter has none, and of minutes it makes no sense to say that their addressee is not known.
"""

import re

_NUMBERED = re.compile(
    r"\b(?:telegram|cable|despatch|dispatch|airgram|saving(?:ram)?|circular|teletype|telex)s?\b", re.I
)
_SENT = re.compile(rf"{_NUMBERED.pattern}|\b(?:letter|message)s?\b", re.I)


def has_number(form: str) -> bool:
    """Does a paper of this documentary form have a number in a series? A form that is not known counts as a cable.

    >>> has_number("telegram"), has_number(""), has_number("memorandum of conversation"), has_number("editorial note")
    (True, True, False, False)
    """
    return not form or bool(_NUMBERED.search(form.replace("_", " ")))


def is_sent(form: str) -> bool:
    """Does a paper of this form go from a sender to addressees? A form that is not known counts as a cable.

    >>> is_sent("letter"), is_sent("circular_telegram"), is_sent("record of a meeting"), is_sent("memorandum")
    (True, True, False, False)
    """
    return not form or bool(_SENT.search(form.replace("_", " ")))


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
    if is_sent(form):
        sender, to = sender or no_sender, to or no_addressee
    return f"{sender} to {to}".strip() if to else sender
