"""What a first visit loads: the typefaces with the style, small pictures on phones, nothing that moves."""

import base64
import io
import re

import pytest
from PIL import Image

from briefbook.site.thumbnails import PHONE_BYTES, phone_picture
from briefbook.site.views import STATIC, TYPEFACES_AT_ONCE, static_file
from briefbook.util.picture_size import PHONE_WIDTH, phone_size


def test_the_typefaces_of_the_first_screen_are_in_the_style():
    page = static_file("site.css")
    style = page.body.decode()
    held = {base64.b64decode(data) for data in re.findall(r"url\(data:font/woff2;base64,([^)]*)\)", style)}
    assert held == {(STATIC / "fonts" / f"{name}.woff2").read_bytes() for name in TYPEFACES_AT_ONCE}
    for name in TYPEFACES_AT_ONCE:  # and where a server forbids that, they come as files
        assert f", url(fonts/{name}.woff2)" in style
        assert static_file(f"fonts/{name}.woff2") is not None


def letters_of(face):
    """The letters that the style sheet gives to a face."""
    said = re.search(rf"fonts/{face}\.woff2.*?unicode-range: ([^;]*);", (STATIC / "site.css").read_text(), re.DOTALL)[1]
    runs = [one.strip().removeprefix("U+").split("-") for one in said.split(",")]
    return [chr(code) for run in runs for code in range(int(run[0], 16), int(run[-1], 16) + 1)]


@pytest.mark.parametrize("weight", ["400", "600"])
def test_a_letter_is_in_one_typeface_and_prose_in_that_within_the_style(weight):
    within, beside = letters_of(f"briefing-serif-{weight}"), letters_of(f"source-serif-4-latin-{weight}-normal")
    assert set("“L’été à Öttingen, ¿dónde? – où – œuvre.” 0123456789") <= set(within)
    assert not set(within) & set(beside)
    assert {"ø", "€", "Å"} <= set(beside)


def a_grey_page(width, height):
    picture = Image.effect_noise((width, height), 90).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80)
    return out.getvalue()


def a_clean_page(width, height):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "WEBP")
    return out.getvalue()


def test_a_phone_loads_a_picture_of_its_own_size():
    small = phone_picture(a_clean_page(1400, 1800), 2800, 3600)
    with Image.open(io.BytesIO(small)) as opened:
        assert opened.size == (PHONE_WIDTH, round(3600 * PHONE_WIDTH / 2800))
    assert len(small) < PHONE_BYTES


def test_a_page_with_much_grain_is_encoded_more_coarsely():
    grain = a_grey_page(1400, 1800)
    small = phone_picture(grain, 1400, 1800)
    with Image.open(io.BytesIO(grain)) as whole:
        fine = io.BytesIO()
        whole.convert("RGB").resize(phone_size(1400, 1800)).save(fine, "WEBP", quality=50, method=4)
    assert len(small) < len(fine.getvalue())


@pytest.mark.parametrize(("width", "height"), [(700, 1000), (0, 0), (640, 5000)])
def test_a_picture_that_is_hardly_wider_serves_phones_too(width, height):
    assert phone_size(width, height) is None
    assert phone_picture(b"", width, height) is None


def test_a_page_of_grain_all_over_is_softened_until_a_phone_can_load_it():
    speckled = Image.effect_noise((1400, 1800), 200).point(lambda grey: 255 if grey > 128 else 0)
    out = io.BytesIO()
    speckled.save(out, "WEBP", quality=80)
    small = phone_picture(out.getvalue(), 1400, 1800)
    with Image.open(io.BytesIO(out.getvalue())) as whole:
        coarse = io.BytesIO()
        whole.convert("RGB").resize(phone_size(1400, 1800), Image.Resampling.LANCZOS).save(
            coarse, "WEBP", quality=20, method=4
        )
    assert len(coarse.getvalue()) > PHONE_BYTES
    assert len(small) < 0.8 * len(coarse.getvalue())
