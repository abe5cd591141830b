"""JSON from outside, of any size -> its objects, one after the other, by the standard and no laxer."""

import codecs
import decimal
import io
import math
import re
from collections.abc import Collection, Iterator
from typing import IO, Any

import ijson

from briefbook.errors import FormatError
from briefbook.progress import pluralise
from briefbook.util.encodings import OpenBytes, encoding_of

MAX_OBJECT = 256 * 2**20
"""Bytes of a single object of a list, or of what stands around the lists."""

MAX_DEPTH = 200
"""Lists and objects within one another; exports have some ten."""

_BLOCK = 1 << 16

_DIGITS = 1_000
"""Digits in a row that no export has in a number; tens of thousands in a number end the parser's process."""

_ESCAPED = re.compile(r"\\.", re.S)


class JsonSource:
    """A file of JSON that is read as often as it is asked for, with only the present object in memory.

    Attributes:
        head: The outermost object without its lists of entries, as far as it was read; empty where it is a list.
    """

    def __init__(self, source: bytes | OpenBytes, lists: Collection[str] = ()) -> None:
        """Nothing is read yet.

        Args:
            source: The file, or what opens it.
            lists: Keys of the outermost object whose lists hold the entries.
        """
        self._open: OpenBytes = (lambda: io.BytesIO(source)) if isinstance(source, bytes) else source
        self._lists = frozenset(lists)
        self._encoding, _, self._on_encoding = encoding_of(self._open)
        self._twice: dict[str, int] = {}
        self.head: dict[str, Any] = {}

    def entries(self) -> Iterator[Any]:
        """Yield the entries: those of the outermost list, and of lists in it, or of the named lists of its object.

        Raises:
            FormatError: It is no JSON, is nested beyond ``MAX_DEPTH``, or an object is larger than ``MAX_OBJECT``.
        """
        self.head, self._twice = {}, {}
        with self._open() as file:
            stream = _Utf8(file, self._encoding)
            events = _events(stream)
            event, value = next(events)
            if event == "start_array":
                yield from self._of_list(events, stream)
            elif event == "start_map":
                yield from self._of_object(events, stream)
            else:
                yield value
            next(events, None)  # what stands behind it is no JSON

    def whole(self) -> Any:
        """All of it as one value, for files that are small by their nature."""
        self._twice = {}
        with self._open() as file:
            events = _events(_Utf8(file, self._encoding))
            value = self._built(*next(events), events)
            next(events, None)
        return value

    def notes(self) -> tuple[str, ...]:
        """Sentences for the curator on what was read so far: its encoding, and keys that one object has twice."""
        twice = sum(self._twice.values())
        if not twice:
            return self._on_encoding
        keys = ", ".join(f"{key[:60]!r}" for key in sorted(self._twice)[:8])
        return (
            *self._on_encoding,
            f"{pluralise(twice, 'key')} that an object has already: {keys}; of such a key the last value counts, so "
            "compare these with the original",
        )

    def _of_list(self, events: Iterator[tuple[str, Any]], stream: "_Utf8") -> Iterator[Any]:
        depth = 1
        for event, value in events:
            if event == "start_array":
                depth += 1
            elif event == "end_array":
                depth -= 1
                if not depth:
                    return
            else:
                yield self._built(event, value, events)
                stream.begin_object()

    def _of_object(self, events: Iterator[tuple[str, Any]], stream: "_Utf8") -> Iterator[Any]:
        seen: set[str] = set()
        for event, key in events:
            if event == "end_map":
                return
            if key in seen:
                self._twice[key] = self._twice.get(key, 0) + 1
            seen.add(key)
            event, value = next(events)
            if event == "start_array" and key in self._lists:
                yield from self._of_list(events, stream)
            else:
                self.head[key] = self._built(event, value, events)

    def _built(self, event: str, value: Any, events: Iterator[tuple[str, Any]]) -> Any:
        """The value that begins with an event."""
        if event not in ("start_map", "start_array"):
            return value
        outermost: Any = {} if event == "start_map" else []
        stack: list[Any] = [outermost]
        keys: list[str] = [""]
        for event, value in events:
            if event == "map_key":
                keys[-1] = value
                if value in stack[-1]:
                    self._twice[value] = self._twice.get(value, 0) + 1
            elif event in ("end_map", "end_array"):
                stack.pop()
                keys.pop()
                if not stack:
                    return outermost
            else:
                new: Any = {} if event == "start_map" else [] if event == "start_array" else value
                if isinstance(stack[-1], list):
                    stack[-1].append(new)
                else:
                    stack[-1][keys[-1]] = new
                if event in ("start_map", "start_array"):
                    if len(stack) == MAX_DEPTH:
                        raise FormatError(f"this JSON is nested more than {MAX_DEPTH} deep, as no export is")
                    stack.append(new)
                    keys.append("")
        raise AssertionError("the parser ends no file within a value")


class _Utf8:
    """A file in any encoding, read as UTF-8; so much of it between two objects, and no more."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._since = 0
        self._begins = True
        self._numbers = _NumberGuard()

    def begin_object(self) -> None:
        """Count from here."""
        self._since = 0

    def read(self, size: int = _BLOCK) -> bytes:
        """The next bytes; none at its end."""
        if not size:
            return b""
        text = ""
        while not text:
            data = self._file.read(size)
            self._since += len(data)
            if self._since > MAX_OBJECT:
                raise FormatError(
                    f"one object in this JSON is larger than {MAX_OBJECT // 2**20} MiB",
                    remedy="export again in smaller parts.",
                )
            text = self._decoder.decode(data, final=not data)
            self._numbers.look_at(text)
            if text and self._begins:
                text, self._begins = text.removeprefix("\ufeff"), False
            if not data:
                break
        return text.encode("utf-8", "replace")


class _NumberGuard:
    """Refuses a number with twice ``_DIGITS`` digits in a row; figures in a string are words, however many they are.

    To see such a number, it is enough to look at each thousandth place outside the strings.
    """

    def __init__(self) -> None:
        self._is_in_string = False
        self._cut_off = ""  # a backslash at the end of a text, whose character comes with the next

    def look_at(self, text: str) -> None:
        """Look at the next text of the file; ``FormatError`` if it has such a number."""
        text = self._cut_off + text
        self._cut_off = "\\" if (len(text) - len(text.rstrip("\\"))) % 2 else ""
        plain = _ESCAPED.sub("", text.removesuffix(self._cut_off)) if "\\" in text else text
        before = 0
        for place in range(0, len(plain) - _DIGITS, _DIGITS):
            self._pass(plain, before, place)
            before = place
            is_number = not self._is_in_string and plain[place].isdecimal()
            if is_number and plain[place : place + _DIGITS].isdecimal():
                raise FormatError(
                    f"this JSON has a number of more than {_DIGITS:,} digits, as no export has",
                    remedy="export it again, or take that out of the file.",
                )
        self._pass(plain, before, len(plain))

    def _pass(self, plain: str, start: int, end: int) -> None:
        """Go on to ``end``: every quotation mark begins or ends a string."""
        self._is_in_string ^= plain.count('"', start, end) % 2 == 1


def _events(stream: _Utf8) -> Iterator[tuple[str, Any]]:
    """The parser's events; its numbers as Python's, its errors as ours."""
    try:
        for event, value in ijson.basic_parse(stream, buf_size=_BLOCK):
            yield event, _number(value) if isinstance(value, decimal.Decimal) else value
    except ijson.JSONError as error:
        raise FormatError(
            f"this is not JSON: {_why(error)}", remedy="export it again, or name another file."
        ) from error
    except UnicodeDecodeError as error:  # "\ud800": half of a character, which no text has
        raise FormatError(
            "a string in this JSON has half of a character (\\ud800 to \\udfff alone)",
            remedy="export it again, or take that out of the file.",
        ) from error


def _number(value: decimal.Decimal) -> float | str:
    number = float(value)
    return str(value) if math.isinf(number) else number


def _why(error: Exception) -> str:
    """The parser's words, in one line; what stands where it stopped."""
    words = error.args[0] if error.args else ""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    first, _, rest = text.partition("\n")
    if "premature EOF" in text or "ncomplete" in text:
        return "it ends in the middle; it is cut off, or empty"
    if match := re.search(r"-?(?:NaN|Infinity)\b", rest):
        return f"{match[0]} is no number there"
    there = " ".join(rest.partition("\n")[0].replace("(right here)", "").strip(" -^").split())
    return f"{first.strip().removesuffix('.')}{f': {there[:80]}' if there else ''}"
