"""Packed files hold what was packed, to the byte; the same content is packed into the same bytes."""

import gzip

from hypothesis import given
from hypothesis import strategies as st

from briefbook.util import packed_files


@given(st.lists(st.binary(max_size=300), max_size=6))
def test_what_is_packed_comes_back_however_it_was_divided(tmp_path_factory, blocks):
    path = tmp_path_factory.mktemp("packed") / "list.csv.gz"
    content = b"".join(blocks)
    packed = b"".join(packed_files.packed_blocks(blocks))
    path.write_bytes(packed)

    assert b"".join(packed_files.content_blocks(path)) == content == gzip.decompress(packed)
    assert packed == b"".join(packed_files.packed_blocks([content]))


def test_packed_files_one_behind_the_other_are_one(tmp_path):
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(b"Item\n") + gzip.compress(b"") + gzip.compress(b"H1\n" * 90_000) + b"\0" * 20)

    assert b"".join(packed_files.content_blocks(path)) == b"Item\n" + b"H1\n" * 90_000


def test_a_file_that_only_has_the_ending_is_read_as_it_is(tmp_path):
    path = tmp_path / "list.csv.gz"
    path.write_bytes(b"Item\nH1\n")

    assert not packed_files.is_packed(path)
    assert b"".join(packed_files.content_blocks(path)) == b"Item\nH1\n"
    assert packed_files.unpacked_name(path).name == "list.csv"
