"""Letters that the reader does not know are no text; a mirror image is read in a mirror; codes and prose stay."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from briefbook.model.page import Kind, Line, Word
from briefbook.model.scan_page import OwnText
from briefbook.ocr.reader_choice import read_scan_page
from briefbook.ocr.typed_reader import MIRRORED, TypedReader
from briefbook.ocr.unknown_letters import (
    HARDLY_READ,
    OTHER_SCRIPT,
    are_hardly_read,
    are_unknown_letters,
    may_be_mirrored,
)
from briefbook.settings import ReadingSettings

CYRILLIC_AS_READ = (
    "nonHesonsHOM cocIosHuM. BceM nocraM. CosepwenHO cekpeTHo. Nocon coobmM ceroAHR MuHNCTpy npaBuTenbcTBO "
    "roToBo HauaTb neperoBopbI coKpaweHnn BoopyxeHMM EBpone nenerauMA npM6yneT MockBy ABaAuaToro"
)
ENGLISH = (
    "Embassy officers were told this morning that the government will begin talks shortly and that the Minister "
    "will consider the proposal within this month although he could give them no undertaking about grain trade"
)
GROUPS = "XKQJV ZPRTW QMNBC LKJHG WQRTP ZXCVB MNLKJ HGFDS QWRTY PLKMN BVCXZ TRWQP KJHGF DSZXC VBNML"
POLISH = "ambasador poinformował dziś ministra spraw zagranicznych rząd jest gotów rozpocząć rokowania sprawie " * 2


def lines_of(text, confidence, a_line=5):
    words = text.split()
    return [
        Line(tuple(Word(word, confidence=confidence) for word in words[at : at + a_line]))
        for at in range(0, len(words), a_line)
    ]


def test_words_that_no_language_has_are_unknown_letters_and_codes_and_languages_are_not():
    assert are_unknown_letters(lines_of(CYRILLIC_AS_READ, 0.5))
    assert not are_unknown_letters(lines_of(ENGLISH, 0.5))
    assert not may_be_mirrored(lines_of(GROUPS, 0.5))
    assert not may_be_mirrored(lines_of(POLISH, 0.95))
    assert not are_unknown_letters(lines_of(CYRILLIC_AS_READ, 0.5)[:1])


def test_a_page_of_guesses_is_hardly_read_and_a_short_one_may_be_a_slip():
    rubble = "IIl rnS jJ oelA Vvk " * 12
    assert are_hardly_read(lines_of(rubble, 0.15))
    assert not are_hardly_read(lines_of(rubble, 0.15)[:3])
    assert not are_hardly_read(lines_of(rubble, 0.6))


def test_a_mirror_image_is_read_and_its_words_lie_where_they_are_seen():
    picture = typed(ENGLISH)
    straight = TypedReader().read(picture)
    mirrored = TypedReader().read(Image.fromarray(np.ascontiguousarray(np.asarray(picture)[:, ::-1])))
    assert MIRRORED in mirrored.why
    assert [line.text for line in mirrored.lines] == [line.text for line in straight.lines]
    for line, other in zip(mirrored.lines, straight.lines, strict=True):
        for word, same in zip(line.words, other.words, strict=True):
            assert abs(word.box.left - (picture.width - same.box.right)) <= 2
            assert abs(word.box.top - same.box.top) <= 2


def typed(text, face="DejaVuSansMono.ttf"):
    try:
        font = ImageFont.truetype(face, 40)
    except OSError:
        pytest.skip("the face is not on this machine")
    sheet = Image.new("L", (2550, 1600), 255)
    draw, words = ImageDraw.Draw(sheet), text.split() * 2
    for row, at in enumerate(range(0, len(words), 7)):
        draw.text((200, 150 + 70 * row), " ".join(words[at : at + 7]), font=font, fill=0)
    return sheet


RUSSIAN = (
    "Всем постам. Посол сообщил сегодня министру иностранных дел, что правительство готово начать переговоры о "
    "сокращении вооружений в Европе. Делегация прибудет в Москву не позднее двадцатого числа этого месяца."
)


def test_a_page_in_another_script_gives_no_text_but_a_finding():
    class Sheet:
        number, size, dpi, words, has_picture = 1, (2550, 1600), 300, (), True
        own_text = OwnText()

        def picture(self, reduce=1):
            return typed(RUSSIAN)

    page, findings = read_scan_page("D1", Sheet(), ReadingSettings())
    assert OTHER_SCRIPT in page.why
    assert not page.lines
    assert [region.note for region in page.regions if region.kind is Kind.UNREAD] == [OTHER_SCRIPT]
    assert [finding.code for finding in findings] == ["R111"]
    assert "another script" in findings[0].message
    assert HARDLY_READ not in page.why
