"""A collection goes out as a bag that others can verify, and comes back byte for byte; a hostile bag writes nothing."""

import datetime
import hashlib
import json
import os
import shutil
import stat
import tempfile
import zipfile
from pathlib import Path

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from briefbook.errors import FormatError, InputError
from briefbook.exports.bag import write_bag
from briefbook.importers.bag import unpack_bag
from briefbook.model.decision import FieldDecision

NOON = datetime.datetime(1999, 5, 4, 12, 0, tzinfo=datetime.UTC)
ABOUT = {"title": "Harbour Works, 1963", "repository": "A Made-up Archive", "fonds": "Fonds 1"}
SCHEMAS = Path(__file__).parents[1] / "schemas"
PREMIS = {"p": "http://www.loc.gov/premis/v3"}


def pack(root, folder, decisions=()):
    return write_bag(root, folder, ABOUT, decisions, program_version="9.9", packed_at=NOON)


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def root(tmp_path):
    """A collection with every kind of file that travels, and some that do not."""
    files = {
        "briefbook.toml": b"[collection]\n",
        "journal.jsonl": b'{"v": 1}\n',
        "narratives/harbour.md": "# Harbour\r\n\u00e9\n".encode(),
        "scans/H101.pdf": b"%PDF\x00\xff",
        "media/caf\u00e9 100%.jpg": b"\xff\xd8",
        "received/list/report.json": b"{}",
        "transcripts/H101/p001.txt": b"",
        ".gitignore": b"build/\n",
        "build/index/segment": b"made again",
        "accounts.json": b"a hash",
        ".accounts.json.x.tmp": b"a hash",
        ".git/hooks/post-checkout": b"rm",
        "narratives/.harbour.md.swp": b"unsaved",
    }
    root = tmp_path / "harbour"
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


@pytest.fixture
def bag(root, tmp_path):
    pack(root, tmp_path / "bag")
    return tmp_path / "bag"


def test_the_validator_of_the_library_of_congress_finds_the_bag_valid(root, tmp_path):
    (root / "media/caf\u00e9 100%.jpg").rename(root / "media/caf\u00e9.jpg")  # it does not know that % is escaped
    pack(root, tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert sorted(bag.algorithms) == ["sha256", "sha512"]
    assert bag.info["Payload-Oxum"].endswith(".10")
    assert (bag.info["Bagging-Date"], bag.info["External-Description"]) == ("1999-05-04", "Harbour Works, 1963")


def test_what_people_made_is_packed_and_accounts_repositories_and_what_programs_make_are_not(bag):
    assert sorted(contents(bag / "data/collection")) == [
        ".gitignore",
        "briefbook.toml",
        "journal.jsonl",
        "media/caf\u00e9 100%.jpg",
        "narratives/harbour.md",
        "received/list/report.json",
        "scans/H101.pdf",
        "transcripts/H101/p001.txt",
    ]
    assert "data/collection/media/caf\u00e9 100%25.jpg\n" in (bag / "manifest-sha512.txt").read_text(encoding="utf-8")


def test_the_crate_lists_every_file_with_its_checksum(bag):
    graph = json.loads((bag / "data/ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    by_id = {node["@id"]: node for node in graph}
    assert by_id["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert by_id["./"]["name"] == "Harbour Works, 1963"
    assert by_id[by_id["./"]["publisher"]["@id"]]["name"] == "A Made-up Archive"
    assert by_id[by_id["./"]["license"]["@id"]]["name"] == "Not stated: ask the holding archive"
    assert {"@id": "collection/media/caf%C3%A9%20100%25.jpg"} in by_id["./"]["hasPart"]
    assert by_id["collection/transcripts/H101/p001.txt"]["sha256"] == hashlib.sha256(b"").hexdigest()


def test_premis_has_an_event_for_each_decision_and_for_the_packing(root, tmp_path):
    decision = FieldDecision(when="1998-01-02T03:04:05Z", who="anna", item="H101", field="date", why="a < b")
    pack(root, tmp_path / "bag", [decision, FieldDecision(item="H102", field="date")])
    document = etree.parse(tmp_path / "bag/data/premis.xml")
    etree.XMLSchema(etree.parse(SCHEMAS / "premis-v3-0.xsd")).assertValid(document)
    assert document.xpath("//p:eventType/text()", namespaces=PREMIS) == ["metadata modification", "packing"]
    assert document.xpath("//p:eventDateTime/text()", namespaces=PREMIS) == [
        "1998-01-02T03:04:05Z",
        "1999-05-04T12:00:00+00:00",
    ]
    assert document.xpath("//p:eventDetail/text()", namespaces=PREMIS)[0] == "set H101: a < b"
    assert document.xpath("//p:agentName/text()", namespaces=PREMIS) == ["anna", "Briefbook"]
    assert len(document.xpath("//p:object", namespaces=PREMIS)) == 8


def test_a_new_bag_replaces_the_earlier_and_nothing_else_is_replaced(root, bag, tmp_path):
    (root / "scans/H101.pdf").unlink()
    assert pack(root, bag).files == 7
    assert not (bag / "data/collection/scans").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="is there and is no bag"):
        pack(root, tmp_path / "mine")
    with pytest.raises(InputError, match="is among the files to be packed"):
        pack(root, root / "narratives/bag")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_a_link_to_nothing_or_in_a_circle_stops_the_packing(root, tmp_path):
    (root / "scans/H102.pdf").symlink_to("gone.pdf")
    with pytest.raises(InputError, match=r"scans/H102\.pdf is a link to nothing"):
        pack(root, tmp_path / "bag")
    (root / "scans/H102.pdf").unlink()
    (root / "scans/again").symlink_to(root, target_is_directory=True)
    with pytest.raises(InputError, match="scans/again is a link to a folder that contains it"):
        pack(root, tmp_path / "bag")
    assert [path.name for path in tmp_path.iterdir()] == ["harbour"]


NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="/\\:\0", exclude_categories=["Cs"]), min_size=1, max_size=12
).filter(lambda name: not name.startswith("."))
TREES = st.dictionaries(
    st.tuples(st.sampled_from(["narratives", "scans", "media", "received/list", "transcripts/H1"]), NAMES),
    st.binary(max_size=200),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(TREES)
def test_whatever_people_name_and_write_comes_back_byte_for_byte(tree):
    with tempfile.TemporaryDirectory() as name:
        root, again = Path(name, "root"), Path(name, "new/again")
        root.mkdir()
        (root / "briefbook.toml").write_bytes(b"\xef\xbb\xbf")
        for (folder, file), data in tree.items():
            (root / folder).mkdir(parents=True, exist_ok=True)
            (root / folder / file).write_bytes(data)
        pack(root, Path(name, "bag"))
        assert unpack_bag(Path(name, "bag"), again) == (len(tree) + 1, True)
        assert contents(again) == contents(root)


def make_zip(bag, path, top=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents(bag).items():
            archive.writestr(top + name, data)
    return path


@pytest.mark.parametrize("top", ["", "harbour-bag/"])
def test_a_zip_of_a_bag_comes_back_and_importing_again_changes_nothing(bag, tmp_path, top):
    path = make_zip(bag, tmp_path / "bag.zip", top)
    assert unpack_bag(path, tmp_path / "again") == (8, True)
    assert contents(tmp_path / "again") == contents(bag / "data/collection")
    assert unpack_bag(path, tmp_path / "again") == (8, False)
    (tmp_path / "again/narratives/harbour.md").write_bytes(b"# Mine\n")
    with pytest.raises(InputError, match="holds other files than the bag"):
        unpack_bag(path, tmp_path / "again")
    assert (tmp_path / "again/narratives/harbour.md").read_bytes() == b"# Mine\n"


def seal(bag):
    """Write the manifests of a bag anew, so that only what is hostile in it is wrong."""
    for path in bag.glob("tagmanifest-*"):
        path.unlink()
    for algorithm in ("sha256", "sha512"):
        rows = [
            f"{hashlib.new(algorithm, data).hexdigest()}  {name}\n".replace("%", "%25")
            for name, data in contents(bag).items()
            if name.startswith("data/")
        ]
        (bag / f"manifest-{algorithm}.txt").write_text("".join(rows), encoding="utf-8")


def flip_a_byte(bag):
    (bag / "data/collection/scans/H101.pdf").write_bytes(b"%PDF\x00\xfe")


def change_a_tag_file(bag):
    (bag / "bag-info.txt").write_text("Source-Organization: Another\n")


def lose_a_file(bag):
    (bag / "data/collection/journal.jsonl").unlink()


def add_a_file(bag):
    (bag / "data/collection/narratives/added.md").write_text("x")


def lose_the_manifests(bag):
    for path in bag.glob("manifest-*"):
        path.unlink()


def climb_by_the_manifest(bag):
    seal(bag)
    with open(bag / "manifest-sha256.txt", "a") as manifest:
        manifest.write(f"{'0' * 64}  data/../../../etc/passwd\n")


def link_a_file(bag):
    (bag / "data/collection/scans/H101.pdf").unlink()
    (bag / "data/collection/scans/H101.pdf").symlink_to("/etc/hostname")


def link_a_folder(bag):
    (bag / "data/collection/samples").symlink_to("/etc", target_is_directory=True)


def add_a_pipe(bag):
    os.mkfifo(bag / "data/collection/scans/pipe")


def bring_accounts(bag):
    (bag / "data/collection/accounts.json").write_text("{}")
    seal(bag)


def bring_a_hook(bag):
    (bag / "data/collection/.git/hooks").mkdir(parents=True)
    (bag / "data/collection/.git/hooks/post-checkout").write_text("rm")
    seal(bag)


def fetch_the_rest(bag):
    (bag / "fetch.txt").write_text("http://localhost/x 1 data/x\n")


def be_no_collection(bag):
    (bag / "data/collection/briefbook.toml").unlink()
    seal(bag)


def be_no_bag(bag):
    (bag / "bagit.txt").write_text("BagIt-Version: 7.0\n")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (flip_a_byte, "data/collection/scans/H101.pdf is not the file that was packed"),
        (change_a_tag_file, "bag-info.txt is not the file that was packed"),
        (lose_a_file, "data/collection/journal.jsonl is in the manifest and not in the bag"),
        (add_a_file, "data/collection/narratives/added.md is in the bag and not in the sha256 manifest"),
        (lose_the_manifests, "neither manifest-sha256.txt nor manifest-sha512.txt"),
        (climb_by_the_manifest, "line 11 of its manifest-sha256.txt names no file of a bag"),
        (link_a_file, "data/collection/scans/H101.pdf is a link or a device"),
        (link_a_folder, "data/collection/samples is a link or a device"),
        (add_a_pipe, "data/collection/scans/pipe is a link or a device"),
        (bring_accounts, "data/collection/accounts.json has no place in the bag of a collection"),
        (bring_a_hook, "data/collection/.git/hooks/post-checkout has no place"),
        (fetch_the_rest, "it has a fetch.txt"),
        (be_no_collection, "no data/collection/briefbook.toml"),
        (be_no_bag, "its bagit.txt is not that of a bag"),
    ],
)
def test_a_damaged_or_hostile_bag_is_refused_with_nothing_written(bag, root, tmp_path, spoil, said):
    spoil(bag)
    with pytest.raises(FormatError, match=said):
        unpack_bag(bag, tmp_path / "again")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "harbour"]


def link_entry():
    entry = zipfile.ZipInfo("data/collection/scans/link")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("entry", "data", "said"),
    [
        ("../outside.txt", b"x", "would be written elsewhere"),
        ("data/../../outside.txt", b"x", "would be written elsewhere"),
        ("/tmp/outside.txt", b"x", "would be written elsewhere"),
        ("C:/outside.txt", b"x", "would be written elsewhere"),
        ("data\\..\\outside.txt", b"x", "would be written elsewhere"),
        (link_entry(), b"/etc/hostname", "data/collection/scans/link is a link or a device"),
        ("data/collection/zeros", bytes(120 * 2**20), "times larger than itself, as of a zip bomb"),
    ],
)
def test_a_hostile_zip_is_refused_with_nothing_written(bag, tmp_path, entry, data, said):
    path = make_zip(bag, tmp_path / "bag.zip")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, data)
    with pytest.raises(FormatError, match=said):
        unpack_bag(path, tmp_path / "again")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "bag.zip", "harbour"]


def test_half_a_zip_and_no_zip_are_refused(bag, tmp_path):
    data = make_zip(bag, tmp_path / "bag.zip").read_bytes()
    for spoilt in (data[: len(data) // 2], b"a letter", b""):
        (tmp_path / "bag.zip").write_bytes(spoilt)
        with pytest.raises(FormatError, match="it is no sound zip"):
            unpack_bag(tmp_path / "bag.zip", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_the_commands_take_a_collection_out_and_in_again(run_command, harbour, tmp_path):
    folder, again = tmp_path / "out/bag", tmp_path / "out/again"
    shutil.rmtree(harbour / "build", ignore_errors=True)
    expected = {name: data for name, data in contents(harbour).items() if name != "accounts.json"}
    code, out, _ = run_command("-C", harbour, "export", "bag")
    assert (code, "in the bag" in out) == (0, True)
    (tmp_path / "out").mkdir()
    shutil.copytree(harbour / "build/exports/bag", folder)
    code, out, _ = run_command("-C", again, "import", "bag", folder)
    assert (code, out.endswith(f"every checksum right, in {again}\n")) == (0, True)
    assert contents(again) == expected
    assert run_command("-C", harbour, "export", "bag", "H101")[0] == 2
    code, _, err = run_command("-C", tmp_path / "third", "import", "bag", harbour)
    assert (code, "it is no bag: there is no file bagit.txt in it" in err) == (3, True)


def test_what_a_restoring_cut_off_had_written_is_no_hindrance_and_other_files_are(bag, root, tmp_path):
    target = tmp_path / "again"
    (target / "narratives").mkdir(parents=True)
    (target / ".git").mkdir()
    (target / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    count, is_written = unpack_bag(bag, target)
    assert is_written
    for path in sorted(target.rglob("*"), reverse=True)[:3]:
        if path.is_file() and ".git/" not in path.as_posix():
            path.unlink()
    (target / "briefbook.toml").unlink()  # which comes last

    assert unpack_bag(bag, target) == (count, True)

    (target / "briefbook.toml").write_bytes(b"other")
    with pytest.raises(InputError, match="holds other files than the bag"):
        unpack_bag(bag, target)
    assert (target / ".git" / "HEAD").exists()
