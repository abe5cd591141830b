"""A late pattern compiles once, on first use, and answers as a compiled one does."""

import re

from briefbook.util.late_pattern import LatePattern


def test_words_are_put_together_once_and_not_before_use() -> None:
    made = []

    def words() -> str:
        made.append(1)
        return r"\b(?:Quito|Lima)\b"

    pattern = LatePattern(words, re.I)
    assert made == []
    assert [match.group() for match in pattern.finditer("LIMA and Quito")] == ["LIMA", "Quito"]
    assert pattern.findall("Lima") == ["Lima"]
    assert pattern.search("Limassol") is None
    assert made == [1]
