"""Range and If-Range: parts of files, so that a download goes on where it broke off and a PDF opens at a page."""

import made_up
import pytest
from asking import Client

from briefbook.server.api.app_state import AppState
from briefbook.server.api.byte_range import requested_range
from briefbook.server.app import make_app


@pytest.fixture(scope="module")
def client():
    archive = made_up.archive()
    state = AppState(archive.catalogue, lambda question, **more: None, lambda question, item: ())
    state.open(archive)
    return Client(make_app(state))


@pytest.fixture(scope="module")
def picture():
    return "/items/SPEC101/p001.png"


def part(client, url, header, **more):
    return client.get(url, headers={"Range": header, **more})


@pytest.mark.parametrize(
    ("header", "begin", "end"),
    [("bytes=0-99", 0, 100), ("bytes=100-", 100, None), ("bytes=-100", -100, None), ("BYTES = 5 - 5", 5, 6)],
)
def test_a_part_is_sent_with_its_place_in_the_whole(client, picture, header, begin, end):
    whole = client.get(picture)
    assert whole.headers["accept-ranges"] == "bytes"
    answer = part(client, picture, header)
    assert answer.status_code == 206
    assert answer.content == whole.content[begin:end]
    first = begin if begin >= 0 else len(whole.content) + begin
    last = first + len(answer.content) - 1
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole.content)}"
    assert answer.headers["etag"] == whole.headers["etag"]
    assert answer.headers["content-type"] == whole.headers["content-type"]


def test_parts_put_together_are_the_whole(client, picture):
    whole = client.get(picture).content
    step = len(whole) // 7 + 1
    parts = [part(client, picture, f"bytes={at}-{at + step - 1}") for at in range(0, len(whole), step)]
    assert {answer.status_code for answer in parts} == {206}
    assert b"".join(answer.content for answer in parts) == whole


def test_a_part_that_ends_beyond_the_whole_ends_with_it(client, picture):
    whole = client.get(picture).content
    assert part(client, picture, "bytes=10-99999999").content == whole[10:]
    assert part(client, picture, "bytes=-99999999").content == whole


def test_a_part_that_there_is_not_is_refused_with_the_size(client, picture):
    size = len(client.get(picture).content)
    for header in (f"bytes={size}-", f"bytes={size + 5}-{size + 9}", "bytes=-0"):
        answer = part(client, picture, header)
        assert (answer.status_code, answer.content) == (416, b"")
        assert answer.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "header",
    ["bytes=5-2", "bytes=-", "bytes=", "lines=0-9", "0-9", "bytes=0-9,20-29", "bytes=x-9", "bytes=" + "9" * 40],
)
def test_what_is_malformed_or_asks_for_several_parts_gets_the_whole(client, picture, header):
    answer = part(client, picture, header)
    assert (answer.status_code, answer.content) == (200, client.get(picture).content)
    assert "content-range" not in answer.headers


def test_if_the_file_has_changed_meanwhile_the_whole_is_sent(client, picture):
    whole = client.get(picture)
    same = part(client, picture, "bytes=0-9", **{"If-Range": whole.headers["etag"]})
    assert (same.status_code, len(same.content)) == (206, 10)
    for other in ('"another"', f"W/{whole.headers['etag']}", "Sat, 28 Nov 2026 09:00:00 GMT"):
        answer = part(client, picture, "bytes=0-9", **{"If-Range": other})
        assert (answer.status_code, answer.content) == (200, whole.content)


def test_what_is_held_already_is_not_sent_in_parts(client, picture):
    tag = client.get(picture).headers["etag"]
    assert part(client, picture, "bytes=0-9", **{"If-None-Match": tag}).status_code == 304


def test_head_says_the_size_of_the_whole(client, picture):
    whole = client.get(picture)
    answer = client.ask("HEAD", picture, headers={"Range": "bytes=0-9"})
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(len(whole.content))
    assert answer.headers["accept-ranges"] == "bytes"
    assert "content-range" not in answer.headers


def test_packed_text_is_sent_whole_and_under_another_tag(client):
    url = "/items/SPEC101.html"
    packed = part(client, url, "bytes=0-9", **{"Accept-Encoding": "gzip"})
    assert (packed.status_code, packed.headers["content-encoding"]) == (200, "gzip")
    assert "accept-ranges" not in packed.headers
    plain = part(client, url, "bytes=0-9", **{"Accept-Encoding": "identity"})
    assert (plain.status_code, plain.content) == (206, packed.content[:10])
    assert plain.headers["etag"] != packed.headers["etag"]
    # a download that began packed does not go on with plain bytes
    went_on = {"Accept-Encoding": "identity", "If-Range": packed.headers["etag"]}
    assert part(client, url, "bytes=10-", **went_on).status_code == 200


@pytest.mark.parametrize("encoding", ["gzip", "zstd", "identity"])
def test_either_tag_says_that_a_page_is_held(client, encoding):
    url, headers = "/items/SPEC101.html", {"Accept-Encoding": encoding}
    tag = client.get(url, headers=headers).headers["etag"]
    for name in ("gzip", "zstd", "identity"):
        assert client.get(url, headers={"If-None-Match": tag, "Accept-Encoding": name}).status_code == 304


def test_pages_of_other_sites_may_ask_for_parts_and_read_where_they_stand(client, picture):
    answer = client.ask(
        "OPTIONS",
        picture,
        headers={
            "Origin": "https://viewer.example.org",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "Range, If-Range",
        },
    )
    assert answer.status_code == 200
    shown = part(client, picture, "bytes=0-9", Origin="https://viewer.example.org").headers
    assert "Content-Range" in shown["access-control-expose-headers"]


def test_of_nothing_there_is_no_part():
    assert requested_range("bytes=0-", 0) is None
    assert requested_range("", 10) is None
