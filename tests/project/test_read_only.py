"""A collection that cannot be written to: what is made of it lies in the user's cache."""

import os
from pathlib import Path

import pytest

from briefbook.project.collection import Collection


def test_what_is_made_of_a_read_only_collection_lies_in_the_users_cache(tmp_path: Path, monkeypatch):
    root = tmp_path / "papers"
    (root / "build" / "readings").mkdir(parents=True)
    (root / "build" / "readings" / "D1.json.gz").write_bytes(b"SPECIMEN")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    build = Collection(root).build

    assert build.parent == tmp_path / "cache" / "briefbook"
    assert (build / "readings" / "D1.json.gz").read_bytes() == b"SPECIMEN"


@pytest.mark.parametrize("is_made", [True, False])
def test_what_is_made_of_any_other_collection_lies_beside_it(tmp_path: Path, is_made: bool):
    if is_made:
        (tmp_path / "build").mkdir()
    assert Collection(tmp_path).build == tmp_path / "build"
