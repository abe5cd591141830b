"""Type of the other side that shines through thin paper is not given out as text; faint type of this side is."""

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps
from typed_sheets import typed_sheet

from briefbook.ocr.typed_reader import TypedReader

FRONT = (
    "SPECIMEN FM WASHDC NOV8/62 UNCLAS",
    "TO EXTERNAL 3316 IMMED",
    "THE AMBASSADOR CALLED ON THE SECRETARY THIS MORNING",
    "AND WAS TOLD THAT NOTHING HAD BEEN DECIDED",
    "INSPECTION OF THE HARBOURS WOULD FOLLOW. HE ASKED",
    "FOR A REPLY BEFORE THE COUNCIL MEETS.",
    "THE DEPUTY UNDERSECRETARY WAS LESS SURE THAT NEW YORK COULD WAIT",
    "AND SPOKE OF A NOTE WHICH HE EXPECTED BEFORE MONDAY EVENING",
    "HIS STAFF WILL SHOW US THE DRAFT IF THE PRESIDENT AGREES TO IT",
    "OUR OWN DELEGATION IS OF ANOTHER OPINION AND WILL WRITE ITSELF",
)
BACK = (
    "THE MINISTER OF TRADE HAS AGREED TO RECEIVE THEM ON FRIDAY",
    "GRAIN WILL BE SHIPPED FROM HALIFAX BEFORE THE ICE COMES",
    "ALL PRICES ARE TO BE KEPT FROM THE NEWSPAPERS UNTIL THEN",
    "PLEASE REPEAT THIS MESSAGE TO LONDON AND PARIS AT ONCE",
    "THE REMAINDER OF THE CREDIT IS HELD FOR THE SPRING",
)


def sheet(lines, top):
    return typed_sheet(lines, (1700, 1400), top)


def lighter(paper, share):
    """A sheet whose type has so much of its darkness left."""
    return paper.filter(ImageFilter.GaussianBlur(1.2)).point(lambda grey: round(255 - (255 - grey) * share))


def words_read(paper):
    seen = TypedReader().read(paper, 200)
    return {word.text.strip(".,") for line in seen.lines for word in line.words}


@pytest.mark.ocr
@pytest.mark.parametrize("turned", [ImageOps.mirror, ImageOps.flip], ids=["over the long edge", "over the short edge"])
@pytest.mark.parametrize("share", [0.35, 0.5])
def test_what_shines_through_is_no_text(turned, share):
    back = lighter(turned(sheet(BACK, 450)), share)
    both = Image.fromarray(np.minimum(np.asarray(sheet(FRONT, 300)), np.asarray(back)))

    assert words_read(both) == words_read(sheet(FRONT, 300))


@pytest.mark.ocr
def test_faint_type_of_the_same_side_stays():
    both = np.minimum(np.asarray(sheet(FRONT, 300)), np.asarray(lighter(sheet(BACK, 1000), 0.4)))

    words = words_read(Image.fromarray(both))

    assert {"AMBASSADOR", "HARBOURS", "MINISTER", "HALIFAX", "NEWSPAPERS", "LONDON"} <= words
