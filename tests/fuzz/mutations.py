"""Valid specimens -> odd ones: texts, bytes, JSON values and files of zipped XML, changed at random from a seed."""

import copy
import io
import random
import zipfile

ODD_TEXTS = (
    "", " ", "\r", "\n", "\t", "\x00", "\x1f", "\ufeff", "\ufffd", "\u00ad", "\u2028", "\ud800", "\udfff", "\U0001f600", "²", "٣", "１９",
    "0", "-1", "99", "1e999", "00000000000", "9" * 400, "NaN", "None", "null", "true", "é", "İ", "ß", "\u202e", "a" * 3000, "((((", "[[[[",
    "{{", "}}", '"', "'", "`", "\\", "|", "<", ">", "&", "&x;", "<!--", "]]>", "---", "...", "---\n", "!!python/object:os.system", "!!int x",
    "*a", "&a", "? ", ": ", "- ", "=", "+", "@", "%", "{0}", "(?P<a>", "{99999999999}", "[^1]", "[^1]:", "#", "~~~", ";", ",", ",,", "/", "..",
    "1962-13-45", "1962-02-30", "31 Feb 62", "XXXX", "1962-1X", "../..", "25:61", "NOVEMBER", "no:", "from:", "date:..", " OR ", " AND ", " NOT ",
    "near/9", "~", "*", "?",
)  # fmt: skip
"""Pieces of text at which parsers stumble."""

ODD_VALUES = (
    None, True, False, 0, -1, 1.5, 10**30, float("inf"), "", "a", "\ud800", "1962-13-45", [], {}, [[]], [None], {"": None}, {"a": 1},
    [1, "a", None], "a" * 3000,
)  # fmt: skip
"""JSON values of every type."""


def odd_text(specimen, chance: random.Random):
    """A text with one to four changes: pieces put in, left out, doubled, swapped or replaced."""
    text = specimen
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        at = chance.randint(0, len(text))
        until = min(len(text), at + chance.choice((0, 1, 1, 2, 5, 30)))
        piece = text[at:until]
        new = chance.choice(
            (chance.choice(ODD_TEXTS), chance.choice(ODD_TEXTS), "", piece * 2, piece[::-1], piece.swapcase())
        )
        text = text[:at] + new + text[until:]
    return text


def odd_bytes(specimen, chance: random.Random):
    """Bytes with some of them changed, or cut short."""
    data = bytearray(specimen)
    for _ in range(chance.choice((1, 2, 5))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.randint(0, len(data))] if chance.random() < 0.1 else data)


def odd_json(value, chance: random.Random):
    """A JSON value with one to three parts replaced, left out or put into a list."""
    value = copy.deepcopy(value)
    for _ in range(chance.choice((1, 1, 2, 3))):
        places = list(_places(value))
        if not places:
            return chance.choice(ODD_VALUES)
        holder, key = chance.choice(places)
        match chance.randrange(6):
            case 0:
                del holder[key]
            case 1:
                holder[key] = [holder[key]]
            case 2:
                holder[key] = {"a": holder[key]}
            case 3 if isinstance(holder[key], str):
                holder[key] = odd_text(holder[key], chance)
            case _:
                holder[key] = copy.deepcopy(chance.choice(ODD_VALUES))
    return chance.choice(ODD_VALUES) if chance.random() < 0.02 else value


def _places(value):
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def odd_zip(specimen, chance: random.Random):
    """A file of zipped parts with one of them changed; at times with its bytes damaged."""
    if chance.random() < 0.1:
        return odd_bytes(specimen, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(specimen)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        entries = source.infolist()
        chosen = chance.choice(entries)
        for entry in entries:
            data = source.read(entry)
            if entry is chosen:
                if chance.random() < 0.1:
                    continue
                text = odd_text(data.decode("utf-8", "surrogateescape"), chance)
                data = text.encode("utf-8", "surrogatepass" if chance.random() < 0.5 else "replace")
            target.writestr(entry.filename, data, entry.compress_type)
    return out.getvalue()
