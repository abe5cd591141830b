"""A candidate -> why it is offered, in a few words for the person who chooses."""

from briefbook.cables.evidence.paper import Candidate

_LABELS = {
    "from": "sender", "to": "addressee", "info": "information addressee", "cite": "CITE", "date": "date",
    "date_typed": "day of typing", "number": "number", "number_circular": "circular", "register": "register",
    "security": "classification", "precedence": "precedence", "subject": "subject", "ref": "reference", "file": "file",
    "received": "receipt", "dispatched": "dispatch", "event": "date of information", "review": "review or release",
    "action": "action", "distribution": "distribution", "attention": "attention",
}  # fmt: skip
"""What a label introduces, as a person would say it, by its kind in ``labels.toml``."""

_PLACES = (
    ("route", "sender and addressee on one line"),
    ("letterhead", "an office printed at the head"),
    ("addressee-line", "an office on a line of its own"),
    ("below-cite", "below the line that cites the sender"),
    ("shape=page-line", "in the line that counts the pages"),
    ("shape=posted", "a post and a number that end a line"),
    ("stands-twice", "stands more than once"),
    ("alone", "alone on its line"),
)


def reason_for(candidate: Candidate) -> str:
    """Why a candidate is offered: the label that it stands behind or below, or its place.

    Args:
        candidate: A value that a field may have.

    Returns:
        A few words, in small letters, such as "behind a label of the date (damaged)".
    """
    features = candidate.features
    kind = next((name[6:] for name in features if name.startswith("label=") and "|" not in name), "none")
    if kind in _LABELS:
        where = "below" if "below" in features else "behind"
        words = f"{where} a label of the {_LABELS[kind]}"
    elif kind != "none":
        words = "behind a label of something else"
    else:
        words = next((said for name, said in _PLACES if name in features), "no label before it")
    doubts = [
        said
        for name, said in (
            ("damaged-label", "the label is damaged"),
            ("mended", "letters mended"),
            ("body", "in the text"),
            ("prose", "in a sentence"),
        )
        if name in features
    ]
    return f"{words}; {', '.join(doubts)}" if doubts else words
