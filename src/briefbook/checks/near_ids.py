"""Which ids are one slip from some words: looked up among many, where each would else be compared with each."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

if TYPE_CHECKING:
    import numpy as np  # loaded only where many words are looked up
    from numpy.typing import NDArray

_CONFUSED = str.maketrans("OIL", "011", " -–_./")


def plain_id(written: str) -> str:
    """An id as it is compared: capitals, letters that look like figures as figures, without blanks and signs.

    >>> plain_id("104 10132-1oo92")
    '1041013210092'
    """
    return written.upper().translate(_CONFUSED)


def is_one_slip(item: str, other: str) -> bool:
    """One figure wrong, lost or too many, or two that changed places: ids farther apart are near by chance."""
    return OSA.distance(item, other, score_cutoff=1) <= 1


MAX_COMPARED = 200_000
"""Comparisons with single ids after which an index is made: so many take as long as the index of 5,000 ids."""


class NearIds:
    """Finds ids that are one slip from some words: for the first words each id is compared, then an index is made.

    The index is by what is left of each id without three neighbouring letters. Of two ids that are one slip apart the
    rest is the same; two letters that changed places over the border of such a piece are sought by themselves.
    """

    def __init__(self, ids: Sequence[str]) -> None:
        """Nothing is indexed yet.

        Args:
            ids: Every id, in the order in which equally near ones are given.
        """
        self._ids = ids
        self._plain = [plain_id(item) for item in ids]
        self._compared = 0

    @cached_property
    def _index(self) -> "tuple[NDArray[np.int64], NDArray[np.int32]]":
        """Hashes of what is left of ids, in order, and whose each is: some 4 microseconds for each id."""
        import numpy as np

        parts = [[hash(key) for key in _parts(plain, len(plain))] for plain in self._plain]
        every = np.array([key for keys in parts for key in keys], dtype=np.int64)
        owners = np.repeat(np.arange(len(self._ids), dtype=np.int32), [len(keys) for keys in parts])
        order = np.argsort(every, kind="stable")
        return every[order], owners[order]

    def one_slip_from(self, written: str) -> list[str]:
        """The ids that are one slip from some words, or the same but for signs and letters like figures, in order."""
        plain = plain_id(written)
        self._compared += len(self._ids)
        if self._compared <= MAX_COMPARED:
            near = extract(plain, self._plain, scorer=OSA.distance, score_cutoff=1, limit=None)
            return [self._ids[place] for place in sorted(place for _, _, place in near)]
        import numpy as np

        every, owners = self._index
        sizes = (len(plain) - 1, len(plain), len(plain) + 1)
        wanted = {hash(key) for size in sizes if size > 0 for key in _parts(plain, size)}
        wanted |= {hash((_WHOLE, len(plain), swapped)) for swapped in _swapped(plain)}
        keys = np.fromiter(wanted, dtype=np.int64, count=len(wanted))
        starts, stops = (np.searchsorted(every, keys, side=side) for side in ("left", "right"))
        places = {int(place) for a, b in zip(starts, stops, strict=True) for place in owners[a:b]}
        return [self._ids[place] for place in sorted(places) if is_one_slip(plain, self._plain[place])]


_PIECE, _WHOLE = 3, -1


def _parts(plain: str, size: int) -> Iterator[tuple[int, int, str]]:
    """What is left without each piece in turn, of an id of a size with which it may be compared; and the whole."""
    more = len(plain) - size
    for start in range(0, size, _PIECE):
        stop = min(start + _PIECE, size)
        yield start, size, plain[:start] + plain[stop + more :]
    yield _WHOLE, len(plain), plain


def _swapped(plain: str) -> Iterator[str]:
    for k in range(len(plain) - 1):
        yield plain[:k] + plain[k + 1] + plain[k] + plain[k + 2 :]
