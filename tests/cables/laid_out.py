"""Made-up forms laid out on a page: each row its height, and its words with where they begin."""

from briefbook.model.page import Box, Line, Page, Word

LETTER, HEIGHT = 24, 34


def laid_out(rows, *, lean=0.0, sure=0.95):
    """A page of rows: (top, (left, words), (left, words) ...), a word's confidence behind a stroke: 17|0.4.

    ``lean``: how far a row sinks by pixel to the right. Every group of words is a line of its own, as readers give
    what stands far apart.
    """
    lines = []
    for top, *groups in rows:
        for left, text in groups:
            words, at = [], left
            for part in text.split():
                read, _, confidence = part.partition("|")
                down = round(top + lean * at)
                box = Box(at, down, at + LETTER * len(read), down + HEIGHT)
                words.append(Word(read, box, float(confidence) if confidence else sure))
                at = box.right + LETTER
            lines.append(Line(tuple(words)))
    return Page("D1", 1, tuple(lines), width=2500, height=3300, reader="made up")


TEXT = (
    (1500, (200, "1. THE MINISTER TOLD US YESTERDAY THAT NO DECISION ON THE LOAN HAD BEEN")),
    (1560, (200, "TAKEN AND THAT HE DID NOT EXPECT ONE BEFORE THE END OF THE PRESENT MONTH.")),
)
