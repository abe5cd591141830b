"""Whatever the text: words quoted as they stand are word for word, and a word lost, added or moved is never that."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.checks.quotations import verify
from briefbook.model.page import Page

WORDS = [
    "minister",
    "harbour",
    "ferry",
    "granite",
    "mountain",
    "timetable",
    "engineer",
    "quay",
    "bridge",
    "lantern",
    "winter",
    "barge",
    "consul",
    "letter",
    "table",
    "price",
    "market",
    "spring",
    "carpet",
    "window",
    "garden",
    "doctor",
    "village",
    "silver",
    "copper",
    "orange",
    "basket",
    "candle",
    "forest",
    "island",
]
LINES = st.permutations(WORDS).map(lambda words: [words[at : at + 6] for at in range(0, 30, 6)])


def verdict(words, lines):
    text = "\n".join(" ".join(line) for line in lines).upper()
    return str(verify(" ".join(words), [Page.of_text("D 7", 1, text, by="received")]).verdict)


@settings(max_examples=60)
@given(LINES, st.data())
def test_any_run_of_words_is_word_for_word(lines, data):
    words = [word for line in lines for word in line]
    start = data.draw(st.integers(0, len(words) - 4))
    stop = data.draw(st.integers(start + 3, len(words)))
    assert verdict(words[start:stop], lines) == "verbatim"


@settings(max_examples=60)
@given(LINES, st.data())
def test_a_whole_line_that_is_left_out_is_never_word_for_word(lines, data):
    gone = data.draw(st.integers(1, len(lines) - 2))
    words = [word for number, line in enumerate(lines) if number != gone for word in line]
    assert not verdict(words, lines).startswith("verbatim")


@settings(max_examples=60)
@given(LINES, st.data())
def test_a_word_that_is_lost_added_or_changed_is_never_word_for_word(lines, data):
    words = [word for line in lines for word in line]
    place = data.draw(st.integers(1, len(words) - 2))
    what = data.draw(st.sampled_from(["lost", "added", "changed"]))
    changed = words[:place] + ([] if what == "lost" else ["zeppelin"]) + words[place + (what != "added") :]
    assert not verdict(changed, lines).startswith("verbatim")


REPEATING = [
    "THE BOARD SAID THAT THE FERRY WOULD SAIL AT NOON ON MONDAY AND THAT THE CONSUL WOULD BE TOLD.",
    "THE BOARD SAID THAT THE FERRY WOULD SAIL AT DUSK ON FRIDAY AND THAT THE MAYOR WOULD BE TOLD.",
    "THE CONSUL SAID THAT THE FERRY WOULD NOT SAIL BEFORE THE ICE WAS GONE.",
]


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (("dusk on friday", "dusk on sunday"), [("changed", "sunday", "FRIDAY")]),
        (("before the ice was gone", "before ice was gone"), [("dropped", "", "THE")]),
    ],
)
def test_of_a_long_quotation_from_a_text_that_repeats_itself_only_the_changed_words_are_shown(change, difference):
    rows = [REPEATING[k % 3] for k in (0, 1, 0, 0, 1, 2, 2, 0, 1, 0, 2, 1, 1, 0, 2, 0, 0, 1)]
    words = " ".join(rows[3:12]).lower().replace(*change, 1)
    made = verify(words, [Page.of_text("D7", 1, "\n".join(rows), by="received")])
    assert str(made.verdict) == "altered"
    assert [(s.step, s.quoted, s.source) for s in made.difference if s.step != "same"] == difference
