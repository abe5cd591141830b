"""An inverted index as one string of bytes, asked without being parsed: the items that have a word.

Each line is a word, a tabulator, and the places of its items in the catalogue's order, with commas between; the lines
are in the order of their bytes, so that a word, and all words that begin alike, are found by halving.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence


class WordTable(Mapping[str, Sequence[str]]):
    """For every word of the collection the items whose texts have it."""

    def __init__(self, table: bytes, items: Sequence[str]) -> None:
        """What a word has is looked up when it is asked for.

        Args:
            table: As ``written`` has it.
            items: Every item, in the catalogue's order.
        """
        self._table = table
        self.items_in_order = items
        self._places: dict[str, tuple[int, ...]] = {}

    @staticmethod
    def written(places: Mapping[str, Iterable[int]]) -> bytes:
        r"""An index as bytes.

        Args:
            places: For every word the places of its items in the catalogue's order. No word has white space.

        >>> WordTable.written({"quay": [0, 4], "ferry": [4]})
        b'ferry\t4\nquay\t0,4\n'
        """
        rows = sorted(
            (word.encode("utf-8", "surrogatepass"), ",".join(map(str, at)).encode()) for word, at in places.items()
        )
        return b"".join(b"%b\t%b\n" % row for row in rows)

    def places(self, word: str) -> tuple[int, ...]:
        """The places of the items that have a word."""
        if word not in self._places:
            key = word.encode("utf-8", "surrogatepass") + b"\t"
            begin = self._first_from(key)
            has_it = self._table.startswith(key, begin)
            self._places[word] = self._places_of_row(begin) if has_it else ()
        return self._places[word]

    def places_of_stem(self, stem: str) -> Iterator[tuple[int, ...]]:
        """For every word that begins so, the places of the items that have it."""
        key = stem.encode("utf-8", "surrogatepass")
        begin = self._first_from(key)
        while self._table.startswith(key, begin) and begin < len(self._table):
            yield self._places_of_row(begin)
            begin = self._table.index(b"\n", begin) + 1

    def __getitem__(self, word: str) -> Sequence[str]:
        places = self.places(word)
        if not places:
            raise KeyError(word)
        return [self.items_in_order[place] for place in places]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and bool(self.places(word))

    def __iter__(self) -> Iterator[str]:
        return (row.partition(b"\t")[0].decode("utf-8", "surrogatepass") for row in self._table.split(b"\n")[:-1])

    def __len__(self) -> int:
        return self._table.count(b"\n")

    def _first_from(self, key: bytes) -> int:
        """Where the first line begins that is not before a key."""
        table = self._table
        low, high = 0, len(table)
        while low < high:
            begin = table.rfind(b"\n", 0, (low + high) // 2) + 1
            if begin < low:
                begin = low
            end = table.index(b"\n", begin) + 1
            if table[begin : end - 1] < key:
                low = end
            else:
                high = begin
        return low

    def _places_of_row(self, begin: int) -> tuple[int, ...]:
        tab = self._table.index(b"\t", begin)
        return tuple(map(int, self._table[tab + 1 : self._table.index(b"\n", tab)].split(b",")))
