"""A field of the catalogue -> its name for people."""

from briefbook.util.translation import N_, SOURCE_LANGUAGE, gettext, language, pgettext

_LABELS = {
    "dtg": N_("Date-time group"),
    "event": N_("Date of event"),
    "identifiers": N_("Identifiers"),
    "info": N_("Copied to"),
    "citation": N_("Archival source"),
    "signer": N_("Signed or drafted by"),
    "file": N_("Filed under"),
    "tags": N_("Subject tags"),
    "caveats": N_("Caveats"),
    "specimen": N_("Specimen"),
}


def field_label(name: str) -> str:
    """The name of a field as a label, in the language that is being written.

    >>> field_label("info"), field_label("number")
    ('Copied to', 'Number')
    """
    if name == "sent":
        return pgettext("field", "Sent")
    if name == "received":
        return pgettext("field", "Received")
    return gettext(_LABELS.get(name, name.capitalize()))


def field_in_words(name: str) -> str:
    """The name of a field within a sentence; in English the name used in commands and files.

    >>> field_in_words("info")
    'info'
    """
    if language() == SOURCE_LANGUAGE:
        return name
    label = field_label(name)
    return label[:1].lower() + label[1:]
