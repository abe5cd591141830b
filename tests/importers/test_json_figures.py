"""Long rows of figures in JSON: words in a string, refused as a number."""

import pytest

from briefbook.errors import FormatError
from briefbook.importers.json_source import JsonSource

CIPHER = "83920" * 600


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize(
    "before", ["", "x" * 65_520, "x" * 65_530 + '\\"', "\\\\", '\\"', '\\\\\\"', "y" * 65_525 + "\\\\" * 9]
)
def test_figures_in_a_text_are_words_however_many(before, encoding):
    data = f'[{{"text": "{before}{CIPHER}"}}, {{"text": "{CIPHER * 60}"}}]'.encode(encoding)
    first, second = JsonSource(data).entries()
    assert CIPHER in str(first)
    assert CIPHER * 60 in str(second)


@pytest.mark.parametrize(
    "before",
    ["", '"a": "x", ', f'"a": "{"x" * 65_500}", ', '"a": "\\"", ', '"a": "\\\\", ', f'"a": "{CIPHER}", ', " " * 65_000],
)
@pytest.mark.parametrize("sign", ["", "-", "0."])
def test_a_number_of_so_many_digits_is_refused_behind_any_text(before, sign):
    data = f'[{{{before}"b": {sign}{"9" * 5_000}}}]'.encode()
    with pytest.raises(FormatError, match="a number of more than 1,000 digits"):
        list(JsonSource(data).entries())


def test_a_text_that_never_ends_is_no_json():
    with pytest.raises(FormatError, match="cut off"):
        list(JsonSource(f'[{{"text": "{CIPHER}'.encode()).entries())
