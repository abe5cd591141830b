"""The index of the site on disk: small files, of which a question loads few."""

import base64
import json
import re
from array import array

from briefbook.site.search_index import MAX_WORDS_FILE, Document, index_files, packed


def documents(number):
    for index in range(number):
        words = ("common", f"word{index:04d}", f"shared{index % 50:02d}", *(("rare",) if index == 7 else ()))
        yield Document(
            words, f"text of {index}", f"1962-{index // 40 + 1:02d}" if index < number - 5 else "", (f"D{index}",)
        )


def value(files, name):
    return json.loads(re.fullmatch(r"briefbook\w+\((.*)\);\n", files[name].decode(), re.S)[1].join("[]"))


def test_the_first_file_names_the_first_word_and_the_first_date_of_each_other():
    files = dict(index_files(documents(60), "items"))
    name, root = value(files, "search/items.js")
    assert (name, root["total"], root["dated"], root["rowsPerFile"]) == ("items", 60, 55, 25)
    assert root["firsts"] == ["common"]
    assert root["keys"] == ["1962-01", "1962-01", "1962-02"]
    assert value(files, "search/rows-2.js")[2][0] == ["1962-02", 0, 50, "D50"]
    assert value(files, "search/texts-0.js")[2][7] == "text of 7"


def test_a_word_has_its_documents_as_steps_and_one_of_many_documents_as_bits():
    words = value(dict(index_files(documents(60), "items")), "search/words-0.js")[2]
    assert words["rare"] == "7"
    assert words["shared03"] == "3,1e"
    assert base64.b64decode(words["common"].removeprefix("!")) == b"\xff" * 7 + b"\x0f"
    assert packed(array("I", [3 << 8 | 4]), 60) == "3:4"


def test_files_of_words_are_small_and_the_index_of_the_book_has_its_own():
    files = dict(index_files(documents(4_000), "book"))
    firsts = value(files, "search/book.js")[1]["firsts"]
    assert len(firsts) == 3
    for number, first in enumerate(firsts):
        held = value(files, f"search/book-words-{number}.js")[2]
        assert next(iter(held)) == first
        assert len(files[f"search/book-words-{number}.js"]) < 1.3 * MAX_WORDS_FILE
    assert value(files, "search/book-spelling.js") == ["book", "common"]


def test_an_index_of_nothing_is_an_index():
    files = dict(index_files([], "items"))
    assert value(files, "search/items.js")[1] == {
        "total": 0, "pairs": False, "dated": 0, "rowsPerFile": 25, "firsts": [], "keys": [],
    }  # fmt: skip
