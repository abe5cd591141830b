"""Headings as rough text layers give them: labels and values as two columns, cells of two rows in turn, stamps between.

Rougher than ``text_layers``: the whole head may come as its labels and then its values, as values and then labels,
or as its cells dealt out in another order; lines are broken at a gap or joined with the next. Nothing of it is changed
or left out.
"""

from text_layers import add_stamps, cells_of, head_and_text, label_and_value

WAYS = ("columns", "columns", "values-first", "interleaved", "broken", "moved")
"""What becomes of a head."""


def as_rough_layer(lines, dice):
    """The lines of a heading, rearranged.

    Args:
        lines: The lines of the paper.
        dice: The source of chance, a ``random.Random``.

    Returns:
        The lines, those of the running text as they were.
    """
    head, text = head_and_text(lines)
    cells = [cell.strip() for line in head for cell in cells_of(line)]
    head = _WAYS[dice.choice(WAYS)](cells, dice)
    add_stamps(head, dice, (0, 1, 2, 4))
    return [*head, *text]


def _pairs(cells):
    return map(label_and_value, cells)


def _columns(cells, dice):
    """All labels from the first to the last, what stood above, then the values in their order."""
    pairs = list(_pairs(cells))
    labelled = [at for at, (label, _) in enumerate(pairs) if label]
    if not labelled:
        return list(cells)
    first, last = labelled[0], labelled[-1]
    above = [value for _, value in pairs[:first]]
    block = pairs[first : last + 1]
    below = [value for _, value in pairs[last + 1 :]]
    labels = [label for label, _ in block if label]
    values = [value for _, value in block]
    if dice.random() < 0.3:
        values = [value for label, value in block if label] + [value for label, value in block if not label]
    return [*above, *labels, *values, *below]


def _values_first(cells, dice):
    """The values of neighbouring labels before these labels."""
    out, block = [], []
    for label, value in [*_pairs(cells), ("", "")]:
        if label and len(block) < dice.choice((2, 3, 4)):
            block.append((label, value))
            continue
        out += [value for _, value in block] + [label for label, _ in block]
        block = [(label, value)] if label else []
        if not label and value:
            out.append(value)
    return out


def _interleaved(cells, _dice):
    """The second half of the cells between those of the first, as two columns read across."""
    parts = [part for label, value in _pairs(cells) for part in (label, value) if part]
    half = (len(parts) + 1) // 2
    out = []
    for at in range(half):
        out += [part for part in (parts[at], parts[half + at] if half + at < len(parts) else "") if part]
    return out


def _broken(cells, dice):
    """Lines broken at a blank, and some joined with the next."""
    out = []
    for label, value in _pairs(cells):
        parts = [label] if label else []
        words = value.split(" ")
        if len(words) > 2 and dice.random() < 0.4:
            at = dice.randrange(1, len(words))
            parts += [" ".join(words[:at]), " ".join(words[at:])]
        else:
            parts.append(value)
        if out and dice.random() < 0.15:
            out[-1] += " " + parts.pop(0)
        out += parts
    return out


def _moved(cells, dice):
    """One to three cells at other places than their own."""
    parts = [part for label, value in _pairs(cells) for part in (label, value) if part]
    for _ in range(dice.choice((1, 2, 3)) if parts else 0):
        part = parts.pop(dice.randrange(len(parts)))
        parts.insert(dice.randrange(len(parts) + 1), part)
    return parts


_WAYS = {
    "columns": _columns, "values-first": _values_first, "interleaved": _interleaved, "broken": _broken, "moved": _moved,
}  # fmt: skip
