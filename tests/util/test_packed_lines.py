"""Lines in a gzip file come back, each from its place; damage is told, and what stands before it is still given."""

import gzip
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.util import packed_lines
from briefbook.util.packed_lines import DamagedLinesError, line_at, lines_of, packed

LINES = [b"%d THE FERRY LEFT THE HARBOUR\n" % number for number in range(3_000)]

some_lines = st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"\r") + b"\n"), max_size=30)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "lines.gz"
    file.write_bytes(b"".join(packed(LINES)))
    return file


def test_every_line_is_found_at_its_place_and_other_programs_read_the_file(path):
    places = list(lines_of(path))
    assert [line for _, line in places] == LINES == gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    assert [line_at(path, place) for place, _ in reversed(places)] == LINES[::-1]
    assert len(list(packed(LINES))) > 5


@given(some_lines, st.integers(1, 60))
@settings(max_examples=50, deadline=None)
def test_lines_of_any_bytes_come_back_however_another_program_divides_them(lines, size):
    content = b"".join(lines)
    parts = [content[start : start + size] for start in range(0, len(content), size)]
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("own", packed(lines)), ("other", map(gzip.compress, parts))):
            path = Path(folder) / name
            path.write_bytes(b"".join(data))
            places = list(lines_of(path))
            assert [line for _, line in places] == [line for line in lines if line != b"\n"]
            assert all(line_at(path, place) == line for place, line in places)


def test_a_last_line_without_an_end_and_a_file_of_nothing(tmp_path):
    (tmp_path / "one").write_bytes(gzip.compress(b"A\nB"))
    assert [line for _, line in lines_of(tmp_path / "one")] == [b"A\n", b"B"]
    (tmp_path / "none").write_bytes(b"")
    assert list(lines_of(tmp_path / "none")) == []


@pytest.mark.parametrize("harm", ["cut", "turned", "no gzip", "bomb"])
def test_damage_is_told_where_it_is(path, harm, monkeypatch):
    data = path.read_bytes()
    half = len(data) // 2
    if harm == "cut":
        path.write_bytes(data[:half])
    elif harm == "turned":
        path.write_bytes(data[:half] + bytes([data[half] ^ 0xFF]) + data[half + 1 :])
    elif harm == "no gzip":
        path.write_bytes(b"".join(LINES))
    else:
        monkeypatch.setattr(packed_lines, "MAX_MEMBER_BYTES", 100_000)
        path.write_bytes(data + gzip.compress(bytes(200_000)))
    with pytest.raises(DamagedLinesError):
        list(lines_of(path))


def test_lines_before_the_damage_are_given(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    lines = []
    try:
        for _, line in lines_of(path):
            lines.append(line)
    except DamagedLinesError:
        pass
    assert 500 < len(lines) < len(LINES)
    assert lines == LINES[: len(lines)]


def test_of_long_lines_only_the_last_are_kept_in_memory(tmp_path):
    path = tmp_path / "long.jsonl.gz"
    long = [bytes([letter]) * 100_000 + b"\n" for letter in b"abcdefgh"]
    path.write_bytes(b"".join(packed(long)))
    places = [place for place, _ in lines_of(path)]

    tracemalloc.start()
    assert [line_at(path, place) for place in places] == long
    assert [line_at(path, place) for place in places] == long
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < 4 * 100_000
