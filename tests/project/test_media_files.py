"""A picture is taken into media/ only if it is what its name says, and never in another's place."""

import io

import pytest
from PIL import Image

from briefbook.errors import InputError
from briefbook.project.collection import Collection
from briefbook.project.media_files import add_picture


@pytest.fixture
def here(tmp_path):
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Harbour"\n', encoding="utf-8")
    return Collection.open(tmp_path)


def picture(kind="PNG", size=(40, 30), colour="white"):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def test_a_picture_is_put_into_media_under_a_plain_name(here):
    assert add_picture(here, "Der Hafen (1962).PNG", picture()) == "media/der-hafen-1962.png"
    assert (here.media / "der-hafen-1962.png").read_bytes() == picture()


def test_the_same_picture_is_there_once_and_another_gets_another_name(here):
    assert add_picture(here, "pier.png", picture()) == "media/pier.png"
    assert add_picture(here, "pier.png", picture()) == "media/pier.png"
    assert add_picture(here, "pier.png", picture(colour="black")) == "media/pier-2.png"
    assert (here.media / "pier.png").read_bytes() == picture()


@pytest.mark.parametrize(
    "name",
    ["../../pier.png", "/etc/pier.png", "..\\..\\pier.png", ".pier.png", "C:\\Users\\ada\\pier.png", "%2e%2e/pier.png"],
)
def test_a_name_with_folders_leads_nowhere_else(here, name):
    path = add_picture(here, name, picture())
    assert path == "media/pier.png"
    assert [entry.name for entry in here.media.iterdir()] == ["pier.png"]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("page.png", b"<html><script>alert(1)</script></html>", "it is no PNG picture"),
        ("page.jpg", picture("PNG"), "its name says JPEG, and it is PNG"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture that every browser can show"),
        ("page.html", b"<p>", "not a picture that every browser can show"),
        ("page", picture(), "not a picture that every browser can show"),
        ("page.png", picture()[:60], "it is damaged"),
        ("page.png", b"", "it is no PNG picture"),
        ("page.gif", b"GIF89a" + b"\x00" * 20, "GIF"),
        ("page.png", b"x" * 20_000_001, "more than 20 MB"),
    ],
)
def test_what_is_not_what_it_says_is_refused(here, name, data, why):
    with pytest.raises(InputError) as refused:
        add_picture(here, name, data)
    assert why in str(refused.value)
    assert not here.media.exists()


@pytest.mark.parametrize("side", [8_000, 20_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(here, side):
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    with pytest.raises(InputError, match="too many"):
        add_picture(here, "large.png", out.getvalue())
