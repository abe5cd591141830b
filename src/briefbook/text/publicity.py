"""What a system says of whether it shows a paper to the public -> yes, no, or not understood."""

from briefbook.text.folding import fold

_PUBLIC = frozenset({
    "1", "true", "t", "yes", "y", "x", "public", "published", "publish", "open", "visible", "live", "shown",
    "oui", "o", "vrai", "publie", "publiee", "publique", "ja", "j", "wahr", "offentlich", "veroffentlicht",
    "si", "s", "sim", "verdadero", "vero", "verdadeiro", "publico", "publica", "publicado", "publicada", "pubblico",
    "pubblicato",
})  # fmt: skip
"""Words that say yes, in the languages of lists, in small letters without accents."""

_NOT_PUBLIC = frozenset({
    "0", "false", "f", "no", "n", "none", "draft", "private", "unpublished", "unpublish", "hidden", "internal",
    "closed", "restricted", "suppressed", "embargoed", "archived", "staff", "staff only", "non public", "nonpublic",
    "not public", "not published", "not open", "not visible", "not shown",
    "non", "faux", "prive", "privee", "brouillon", "non publie", "non publiee", "cache", "interne",
    "nein", "falsch", "privat", "entwurf", "nicht offentlich", "unveroffentlicht", "nicht veroffentlicht", "intern",
    "nao", "falso", "privado", "privada", "borrador", "no publico", "no publicado", "privato", "bozza",
    "non pubblico", "non pubblicato", "rascunho", "nao publicado",
})  # fmt: skip
"""Words that say no."""


def is_public(written: object) -> bool | None:
    """Whether a value of a column such as Public or Publication status says that a paper is shown to the public.

    Args:
        written: The value, of a table or of JSON.

    Returns:
        None where the value is blank or not understood: nothing may be published by it.

    >>> [is_public(value) for value in ("Published", "oui", 1, "1.0", True)]
    [True, True, True, True, True]
    >>> [is_public(value) for value in ("Draft", "Not public", "n", 0, "0.0", False, "nein", "maybe", "")]
    [False, False, False, False, False, False, False, None, None]
    """
    words = _plain(written)
    return True if words in _PUBLIC else False if words in _NOT_PUBLIC else None


def _plain(written: object) -> str:
    words = " ".join(fold(str(written)).replace("_", " ").replace("-", " ").split()).strip(" .!")
    return f"{float(words):g}" if words.replace(".", "", 1).isdecimal() and words.isascii() else words


def is_private(written: object) -> bool | None:
    """The same of a column such as Private or Hidden, whose yes is the other's no: whether the paper is kept back.

    >>> [is_private(value) for value in ("yes", "no", "0.0", "Private", "public", "perhaps")]
    [True, False, False, True, False, None]
    >>> [is_private(value) for value in ("Yes!", "Ja.", "1.00", "001", "0.00")]
    [True, True, True, True, False]
    """
    words = _plain(written)
    shown = is_public(written)
    if shown is None:
        return None
    says_itself = len(words) > _LETTERS_OF_YES and words not in _YES_OR_NO  # private, hidden; public
    return not shown if says_itself else shown


_LETTERS_OF_YES = 1
_YES_OR_NO = frozenset({
    "true", "yes", "oui", "vrai", "ja", "wahr", "si", "sim", "verdadero", "vero", "verdadeiro", "false", "no", "none",
    "non", "faux", "nein", "falsch", "nao", "falso", "1.0", "0.0", "1,0", "0,0", "00", "01",
})  # fmt: skip
"""Words that say yes or no to whatever is asked."""
