"""Whatever the text: words quoted as they stand are word for word, and a word lost, added or moved is never that."""

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
