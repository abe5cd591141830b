"""Words -> keys to sort them by, as the language that is being written has it."""

from briefbook.text.folding import fold


def sort_words(words: str) -> tuple[str, str]:
    """A key that puts words in the order of a dictionary.

    Letters count before accents and capitals, spaces and hyphens not at all. Where only accents differ, the last one
    decides, as in Canadian French: cote, côte, coté, côté.

    >>> sorted(["côté", "coté", "côte", "cote", "Élan", "Eden"], key=sort_words)
    ['cote', 'côte', 'coté', 'côté', 'Eden', 'Élan']
    """
    return fold(words), words[::-1]
