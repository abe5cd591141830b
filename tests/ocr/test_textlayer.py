"""The text that a file carries is used where it is shown to be as good as reading anew, and the page says why."""

import papers
import pytest
from PIL import ImageChops

from briefbook.model.page import Box, Line, Word
from briefbook.model.scan_page import OwnText
from briefbook.ocr.reader import OcrResult
from briefbook.ocr.reader_choice import read_scan_page
from briefbook.ocr.text_layer import (
    covers,
    is_badly_spaced,
    is_better_page,
    is_gibberish,
    layer_lines,
    merge,
    sample_of,
    word_share,
)
from briefbook.settings import ReadingSettings

TYPED = [
    "FM WASHDC NOV8/62 UNCLAS",
    "TO EXTERNAL 3316",
    "THE MINISTER TOLD THE AMBASSADOR THAT INSPECTION WAS",
    "NOT UNDER WAY AND THAT THE TALKS WOULD CONTINUE FOR",
    "SOME TIME WITHOUT ANY PROSPECT OF AN AGREEMENT THIS WEEK",
]


def lines(*texts, sure=None, top=100):
    """Lines one below the other; a letter is ten pixels wide."""
    made = []
    for row, text in enumerate(texts):
        words, left = [], 100
        for part in text.split():
            words.append(Word(part, Box(left, top + 60 * row, left + 10 * len(part), top + 60 * row + 30), sure))
            left += 10 * (len(part) + 1)
        made.append(Line(tuple(words)))
    return tuple(made)


class ScanPage:
    """A scanned page with text behind it."""

    number, size, dpi, has_picture, own_text = 1, (1700, 2200), 200, True, OwnText()

    def __init__(self, *texts):
        self.words = tuple(word for line in lines(*texts) for word in line.words)

    def picture(self, reduce=1):
        return ImageChops.offset(papers.picture(*TYPED, font=16), -50, -100)  # written where the words' boxes lie


@pytest.fixture
def reads(monkeypatch):
    """Sets what a new reading sees, and how sure it is; counts how often it was asked."""
    asked = []

    def install(*texts, sure):
        class Reader:
            name = "engine 1"

            def read(self, picture, dpi=None):
                asked.append(picture.size)
                return OcrResult(lines(*texts, sure=sure))

        monkeypatch.setattr("briefbook.ocr.reader_choice.reader_named", lambda name: Reader())
        return asked

    return install


def test_text_that_agrees_with_a_sample_read_anew_is_used(reads):
    asked = reads(*TYPED, sure=0.99)
    page, _ = read_scan_page("D1", ScanPage(*TYPED), ReadingSettings())
    assert (page.reader, page.why) == ("text layer", "a sample read anew agrees with the file's own text (100%)")
    assert [line.text for line in page.lines] == TYPED
    assert len(asked) == 1
    assert asked[0][1] < 600  # a strip of the page, not the page


def test_text_that_a_sure_reading_contradicts_is_not_used(reads):
    reads(*TYPED, sure=0.97)
    worse = [line.replace("E", "C").replace("T", "I") for line in TYPED]
    page, _ = read_scan_page("D1", ScanPage(*worse), ReadingSettings())
    assert page.reader == "engine 1"
    assert page.text.splitlines() == TYPED
    assert page.why == "read anew: the file's own text is not shown to be better"


def test_our_own_doubt_does_not_hand_the_page_to_a_text_that_nobody_vouches_for(reads):
    reads(*(line.replace("E", "C") for line in TYPED), sure=0.4)
    page, _ = read_scan_page(
        "D1",
        ScanPage(*(line.replace("A", "~").replace("E", "C").replace("T", "I") for line in TYPED)),
        ReadingSettings(),
    )
    assert page.reader == "engine 1"
    assert page.why == "read anew: the file's own text is not shown to be better"


def test_a_doubtful_line_is_taken_from_the_file_where_that_has_the_words(reads):
    ours = [*TYPED[:2], "TXE MIMISTFR TOLO TXE AMBASSADCR TXAT IMSPECTIDN WAS", *TYPED[3:]]
    reads(*ours, sure=0.4)
    page, _ = read_scan_page("D1", ScanPage(TYPED[0], "T0 EXTEQNAL 33l6", *TYPED[2:]), ReadingSettings())
    assert page.text.splitlines() == [TYPED[0], TYPED[1], TYPED[2], TYPED[3], TYPED[4]]
    assert page.why == "read anew, but for a line that the file's own text has better"


def test_a_text_that_covers_part_of_the_page_does_not_hide_the_rest(reads):
    reads(*TYPED, sure=0.97)
    page, _ = read_scan_page("D1", ScanPage(*TYPED[:3]), ReadingSettings())
    assert page.reader == "engine 1"
    assert page.text.splitlines() == TYPED


@pytest.mark.parametrize("spoil", [" ".join, lambda line: line.replace(" ", "")], ids=["spaced", "run together"])
def test_text_whose_blanks_are_wrong_is_read_anew_however_well_its_letters_agree(reads, spoil):
    reads(*TYPED, sure=0.97)
    page, _ = read_scan_page("D1", ScanPage(*map(spoil, TYPED)), ReadingSettings())
    assert page.reader == "engine 1"
    assert page.text.splitlines() == TYPED


def test_a_number_stamped_into_the_file_is_not_the_page_s_text(reads):
    reads(*TYPED, sure=0.97)
    page, _ = read_scan_page("D1", ScanPage("000271"), ReadingSettings())
    assert (page.reader, page.why) == ("engine 1", "the file holds no text of its own")


def test_text_of_a_font_whose_letters_stand_for_others_is_read_anew(reads):
    reads(*TYPED, sure=0.97)
    shifted = ["".join(chr((ord(c) - 65 + 7) % 26 + 65) if c.isalpha() else c for c in line) for line in TYPED]
    sheet = ScanPage(*shifted)
    sheet.has_picture = False
    page, _ = read_scan_page("D1", sheet, ReadingSettings())
    assert page.reader == "engine 1"


@pytest.mark.parametrize(("reader", "used"), [("auto", "text layer"), ("anew", "engine 1"), ("lines", "engine 1")])
def test_what_the_settings_name_decides(reads, reader, used):
    reads(*TYPED, sure=0.97)
    page, _ = read_scan_page("D1", ScanPage(*TYPED), ReadingSettings(reader=reader))
    assert page.reader == used


def test_a_file_that_holds_the_text_itself_is_not_read_anew_even_when_asked(reads):
    asked = reads(*TYPED, sure=0.97)
    sheet = ScanPage(*TYPED)
    sheet.has_picture = False
    page, _ = read_scan_page("D1", sheet, ReadingSettings(reader="anew"))
    assert (page.reader, asked) == ("text layer", [])


def test_a_blank_page_is_said_to_be_blank(reads):
    reads(sure=0.9)
    sheet = ScanPage()
    sheet.picture = lambda reduce=1: papers.picture()
    page, _ = read_scan_page("D1", sheet, ReadingSettings())
    assert (page.lines, page.why) == ((), "a blank page")


def test_boxes_found_on_a_smaller_picture_lie_on_the_whole_one(reads):
    asked = reads(*TYPED, sure=0.9)
    sheet = ScanPage()
    sheet.size, sheet.dpi = (5100, 6600), 600
    sheet.picture = lambda reduce=1: papers.picture(*TYPED, size=(5100 // reduce, 6600 // reduce))
    page, findings = read_scan_page("D1", sheet, ReadingSettings())
    assert asked == [(2550, 3300)]
    assert (page.width, page.height) == (5100, 6600)
    assert page.lines[0].words[0].box == Box(200, 200, 240, 260)
    assert findings == []


def test_a_picture_longer_than_the_limit_is_read_smaller_and_said_to_be(reads):
    asked = reads(*TYPED, sure=0.9)
    sheet = ScanPage()
    sheet.size = (1700, 2200)
    sheet.picture = lambda reduce=1: papers.picture(*TYPED, size=(1700 // reduce, 2200 // reduce))
    page, (finding,) = read_scan_page("D1", sheet, ReadingSettings(max_pixels=1500))
    assert asked == [(850, 1100)]
    assert page.width == 1700
    assert (finding.code, finding.message) == ("R105", "page 1 is 2,200 pixels long, over 1,500; it was read smaller")


def test_words_out_of_order_become_lines_as_they_stand():
    shuffled = sorted((word for line in lines(*TYPED) for word in line.words), key=lambda word: word.text)
    assert [line.text for line in layer_lines(shuffled)] == TYPED


def test_lines_of_a_page_that_hangs_stay_apart():
    hanging = []
    for row in range(4):
        for column in range(12):
            top = 100 + 50 * row + 4 * column  # sinks by almost a line over its width
            hanging.append(Word(f"{row}-{column}", Box(100 * column, top, 100 * column + 80, top + 30)))
    assert [line.text.split()[0] for line in layer_lines(hanging)] == ["0-0", "1-0", "2-0", "3-0"]
    assert all(len(line.words) == 12 for line in layer_lines(hanging))


def test_known_words_are_counted_by_letters():
    assert word_share(lines("THE MINISTER RPT MINISTER")) == 1.0
    assert word_share(lines("THE MXNXSTXR")) == pytest.approx(3 / 11)
    assert word_share(lines("12 34")) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Посол сообщил министру о прибытии судна в порт",
        "Ο πρέσβης ενημέρωσε τον υπουργό για την άφιξη του πλοίου",
        "أبلغ السفير الوزير بوصول السفينة إلى الميناء",
        "A nagykövet tájékoztatta a minisztert a hajó érkezéséről",
        "L'ambassadeur a informé le ministre de l'arrivée du navire",
        "Đại sứ đã báo cho bộ trưởng về việc tàu cập cảng",
    ],
    ids=["Russian", "Greek", "Arabic", "Hungarian", "French", "Vietnamese"],
)
def test_a_file_s_own_text_in_any_language_is_not_replaced_by_guesses(reads, text):
    reads("Mock Ba COO6WNN MNHNCTPY TIOPT", sure=0.6)
    sheet = ScanPage(text)
    sheet.has_picture = False
    page, _ = read_scan_page("D1", sheet, ReadingSettings())
    assert (page.reader, {word.text for word in page.words}) == ("text layer", set(text.split()))


def test_a_line_that_a_sure_reading_has_stays_ours_whatever_the_file_says():
    ours = lines("THE MXNXSTER TXLD THE AMBXSSXDXR", sure=0.9)
    assert merge(ours, lines("THE MINISTER TOLD THE AMBASSADOR")) == (ours, 0)


def test_a_line_that_a_new_reading_misses_is_taken_from_the_file():
    ours = lines("THE MINISTER TOLD THE AMBASSADOR", sure=1.0)
    theirs = lines("THE MINISTER TOLD THE AMBASSADOR", "NOTHING ELSE ABOUT THE CONFERENCE")
    together, used = merge(ours, theirs)
    assert used == 1
    assert [line.text for line in together] == [
        "THE MINISTER TOLD THE AMBASSADOR",
        "NOTHING ELSE ABOUT THE CONFERENCE",
    ]


def test_rubble_where_nothing_was_read_is_not_taken_from_the_file():
    ours = lines("THE MINISTER TOLD THE AMBASSADOR", sure=1.0)
    assert merge(ours, lines("THE MINISTER TOLD THE AMBASSADOR", "~ ~~ IIlIl =' XQZVW KRRTPL")) == (ours, 0)


def test_blanks_between_letters_and_blanks_nowhere_are_seen():
    assert is_badly_spaced(lines("F R E I G H T E R S  A T  S E A"))
    assert is_badly_spaced(lines("THEMINISTERTOLDTHEAMBASSADORTHATINSPECTION"))
    assert not is_badly_spaced(lines(*TYPED))
    assert not is_badly_spaced(lines("Donaudampfschiffahrtsgesellschaft und Reichsbahn in Wien"))
    assert not is_badly_spaced(lines("大使向部长报告了船只抵达港口的消息并请示"))


def test_letters_that_stand_for_others_are_known_by_what_is_drawn():
    shifted = lines("AOL TPUPZALY AVSK AOL HTIHZZHKVY")
    assert is_gibberish(shifted, lines("THE MINISTER TOLD THE AMBASSADOR", sure=0.95))
    assert not is_gibberish(shifted, lines("THE MINISTER TOLD THE AMBASSADOR", sure=0.5))
    assert not is_gibberish(shifted, lines("TXC MQNQSTCR TQLD", sure=0.95))


def test_a_text_covers_the_page_where_nearly_every_row_of_ink_has_words():
    rows = [Box(100, 100 + 60 * row, 300, 130 + 60 * row) for row in range(5)]
    assert covers(lines(*TYPED), rows)
    assert not covers(lines(*TYPED[:4]), rows)
    assert covers(lines(*TYPED), [])


def test_a_sample_is_taken_where_most_text_stands():
    page = lines("FM", "TO", *TYPED * 3)
    chosen, box = sample_of(page)
    assert len(chosen) == 8
    assert "FM" not in [line.text for line in chosen]
    assert box.top > 100
    assert sample_of(lines("FM WASHDC")) is None


def test_text_laid_on_its_side_is_put_in_reading_order_and_the_page_turned():
    sheet = ScanPage()
    sheet.has_picture = False
    # two lines running from the bottom to the top of the page, one right of the other
    sheet.words = (
        Word("CARRYING", Box(300, 600, 330, 700)),
        Word("FREIGHTER", Box(300, 800, 330, 900)),
        Word("CARGO", Box(400, 800, 430, 900)),
    )
    sheet.own_text = OwnText(turns=(90, 90, 90))
    page, _ = read_scan_page("D1", sheet, ReadingSettings())
    assert (page.text.splitlines(), page.turned) == (["FREIGHTER CARRYING", "CARGO"], 90)
    assert (page.width, page.height) == (2200, 1700)
    assert page.lines[0].words[0].box == Box(1300, 300, 1400, 330)


def test_a_note_beside_the_text_that_runs_another_way_is_a_line_of_its_own():
    sheet = ScanPage(*TYPED)
    sheet.has_picture = False
    sheet.words = (*sheet.words, Word("MARGIN", Box(20, 500, 50, 600)))
    sheet.own_text = OwnText(turns=(0,) * (len(sheet.words) - 1) + (270,))
    page, _ = read_scan_page("D1", sheet, ReadingSettings())
    assert page.turned == 0
    assert page.text.splitlines() == [*TYPED, "MARGIN"]
    assert page.lines[-1].words[0].box == Box(20, 500, 50, 600)


def test_words_that_the_page_does_not_show_are_a_finding_that_does_not_repeat_them():
    sheet = ScanPage(*TYPED)
    sheet.has_picture = False
    sheet.own_text = OwnText(covered=(Box(500, 100, 700, 130),))
    page, (finding,) = read_scan_page("D1", sheet, ReadingSettings())
    assert (finding.code, finding.severity) == ("R112", "warning")
    assert finding.message == (
        "page 1: the file holds 1 word that the page does not show (under a black box, or in the colour of the paper) "
        "at the top of the page; left out of its text"
    )
    assert finding.remedy
    assert [(region.kind, region.box) for region in page.regions] == [("redaction", Box(500, 100, 700, 130))]


def test_arabic_and_hebrew_are_read_from_right_to_left_with_figures_in_their_order():
    words = [Word("السفير", Box(500, 100, 600, 130)), Word("أبلغ", Box(620, 100, 700, 130))]
    words += [Word("NOV", Box(300, 100, 380, 130)), Word("1962", Box(400, 100, 480, 130))]
    words += [Word("الوزير", Box(100, 100, 280, 130))]
    assert [line.text for line in layer_lines(words)] == ["أبلغ السفير NOV 1962 الوزير"]


RUBBLE = ["ESOE9IP UPE ANV ACTTVE", "INAANCI3TTO ACH1EVE", "EIL 9E3 ASLDENO", "DOTUN QN SRK OA0I2LW"]


@pytest.mark.parametrize(
    ("theirs", "confidence", "better"),
    [
        (TYPED, 0.3, True),
        (TYPED, 0.6, False),  # we are not that unsure
        (TYPED, None, False),  # nothing was read: the page may be blank
        (TYPED[:1], 0.3, False),  # a heading of the archive is not the page's text
        (RUBBLE, 0.3, False),
    ],
)
def test_a_whole_page_is_taken_from_the_file_only_where_the_new_reading_is_rubble(theirs, confidence, better):
    assert is_better_page(lines(*theirs), lines(*RUBBLE, sure=confidence), confidence) is better
