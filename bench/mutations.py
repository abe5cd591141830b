"""Headings spoilt on purpose, as reading spoils them: confused letters, lost lines, joined lines, stamps."""

import random

CONFUSED = {
    "0": "O", "O": "0C", "1": "Il", "I": "1l", "5": "S", "S": "5", "8": "B", "B": "8", "C": "G", "G": "C",
    "E": "F", "F": "E", "M": "N", "N": "M", "W": "N", "U": "V", "V": "U",
}  # fmt: skip
STAMP = (
    "Document disclosed under the Access to Information Act",
    "Document divulgué en vertu de la Loi sur l'accès à l'information",
)


def confuse(text, rng, share=0.03):
    """Some letters read as others of like shape."""
    return "".join(rng.choice(CONFUSED[one]) if one in CONFUSED and rng.random() < share else one for one in text)


def drop_line(text, rng, share=0.0):
    """One line lost."""
    lines = text.splitlines()
    if len(lines) > 1:
        del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


def join_lines(text, rng, share=0.0):
    """Two lines read as one."""
    lines = text.splitlines()
    if len(lines) > 1:
        at = rng.randrange(len(lines) - 1)
        lines[at : at + 2] = [f"{lines[at]} {lines[at + 1]}"]
    return "\n".join(lines)


def space_word(text, rng, share=0.0):
    """A word read as single letters."""
    words = text.split(" ")
    at = [at for at, word in enumerate(words) if word.isalpha() and word.isupper() and 4 <= len(word) <= 12]
    if at:
        chosen = rng.choice(at)
        words[chosen] = " ".join(words[chosen])
    return " ".join(words)


def stamp(text, rng, share=0.0):
    """A disclosure stamp between two lines."""
    lines = text.splitlines()
    at = rng.randrange(len(lines) + 1)
    return "\n".join([*lines[:at], *STAMP, *lines[at:]])


def swap_lines(text, rng, share=0.0):
    """Two neighbouring lines read in the other order."""
    lines = text.splitlines()
    if len(lines) > 1:
        at = rng.randrange(len(lines) - 1)
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return "\n".join(lines)


MUTATIONS = (confuse, drop_line, join_lines, space_word, stamp, swap_lines)


def mutations(text, seed, times=4):
    """(name, spoilt text) for every kind, ``times`` each; the same for the same seed."""
    for kind in MUTATIONS:
        for turn in range(times):
            yield kind.__name__, kind(text, random.Random(f"{seed} {kind.__name__} {turn}"))
