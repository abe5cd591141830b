"""What a source does not show to the public is not published here, whatever becomes of it here."""

import json
import zipfile

import pytest


def written(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def published(run):
    return [row["item"] for row in json.loads(run("catalogue", "list", "--json"))]


CLEAR = ["Draft", "n", "0", "0.0", "no", "false", "Not public", "non", "nein", "Private", "unpublished"]


@pytest.mark.parametrize("word", CLEAR)
@pytest.mark.parametrize("kind", ["csv", "omeka", "collectionbuilder"])
def test_what_is_not_public_stays_out(run, tmp_path, kind, word):
    heading = {"csv": "Item", "omeka": "Dublin Core:Identifier", "collectionbuilder": "objectid"}[kind]
    path = written(tmp_path, "list.csv", f"{heading},Title,public\nh101,Dues,{word}\nh102,Boats,yes\n")

    shown = run("import", kind, path)

    assert published(run) == ["h102"]
    assert "h101" in shown
    assert "--include-private takes them in" in shown
    run("import", kind, path, "--replace", "--include-private")
    assert published(run) == ["h101", "h102"]


@pytest.mark.parametrize("word", ["perhaps", "2"])
@pytest.mark.parametrize("kind", ["csv", "omeka", "collectionbuilder"])
def test_what_is_not_understood_stays_out_and_is_said(run, tmp_path, kind, word):
    heading = {"csv": "Item", "omeka": "Dublin Core:Identifier", "collectionbuilder": "objectid"}[kind]
    path = written(tmp_path, "list.csv", f"{heading},Title,public\nh101,Dues,{word}\nh102,Boats,yes\n")

    shown = run("import", kind, path)

    assert published(run) == ["h102"]
    assert "1 item could not be understood as public or not" in shown
    assert f"h101 ({word})" in shown


@pytest.mark.parametrize(("others", "there"), [("1", ["H2"]), ("", ["H1", "H2"])])
@pytest.mark.parametrize("heading", ["Dublin Core:Identifier,Title,public", "dcterms:identifier,Title,o:is_public"])
def test_a_blank_of_omeka_is_no_yes_where_the_column_says_anything(run, tmp_path, heading, others, there):
    shown = run("import", "omeka", written(tmp_path, "list.csv", f"{heading}\nH1,Dues,\nH2,Boats,{others}\n"))

    assert published(run) == there
    assert ("H1 (blank)" in shown) is (there == ["H2"])


@pytest.mark.parametrize(
    "heading", ["Restricted", "Closed", "Access", "Zugang", "Accès", "Access conditions", "Restrictions on use"]
)
def test_names_that_may_tell_of_access_keep_nothing_back_by_other_words(run, tmp_path, heading):
    rows = "H1,Dues,by appointment\nH2,Boats,reading room\n"

    run("import", "csv", written(tmp_path, "list.csv", f"Item,Title,{heading}\n{rows}"))

    assert published(run) == ["H1", "H2"]


@pytest.mark.parametrize(
    ("word", "there"), [("yes", ["H2"]), ("no", ["H1", "H2"]), ("1.0", ["H2"]), ("perhaps", ["H2"])]
)
@pytest.mark.parametrize("kind", ["csv", "omeka"])
def test_a_column_that_keeps_back(run, tmp_path, kind, word, there):
    heading = {"csv": "Item", "omeka": "Dublin Core:Identifier"}[kind]
    path = written(tmp_path, "list.csv", f"{heading},Title,is private\nH1,Dues,{word}\nH2,Boats,no\n")

    run("import", kind, path)

    assert published(run) == there


def test_a_blank_cell_among_others_is_no_clear_word(run, tmp_path):
    shown = run("import", "csv", written(tmp_path, "list.csv", "Item,Title,public\nH1,Dues,\nH2,Boats,yes\n"))

    assert published(run) == ["H2"]
    assert "H1 (blank)" in shown


@pytest.mark.parametrize("table", ["Item,Title,public\nH1,Dues,\n", "Item,Title,Published\nH1,Dues,1962\n"])
def test_a_column_that_says_nothing_of_the_public_keeps_nothing_back(run, tmp_path, table):
    run("import", "csv", written(tmp_path, "list.csv", table))

    assert published(run) == ["H1"]


def omeka(public, title="Dues"):
    identifier = [{"@value": "H1"}]
    first = {"o:id": 1, "o:is_public": public, "dcterms:identifier": identifier, "dcterms:title": [{"@value": title}]}
    second = {"o:id": 2, "o:is_public": True, "dcterms:identifier": [{"@value": "H2"}]}
    return json.dumps([first, second])


def test_an_item_that_becomes_private_is_published_no_more_though_a_person_corrected_it(run, tmp_path):
    path = written(tmp_path, "list.json", omeka(True))
    run("import", "omeka", path)
    run("catalogue", "set", "H1", "subject", "Corrected", "--why", "seen on the paper")
    assert published(run) == ["H1", "H2"]

    written(tmp_path, "list.json", omeka(False))
    shown = run("import", "omeka", path, "--replace")

    assert published(run) == ["H2"]
    assert "H1: not public in the source, and here by a scan, a list or what a person said: not published" in shown
    run("build")
    assert not [page for page in (tmp_path / "c/build/site").rglob("*.html") if "Corrected" in page.read_text()]
    assert "Corrected" in run("catalogue", "show", "H1")  # for those who work on it

    written(tmp_path, "list.json", omeka(True))
    run("import", "omeka", path, "--replace")
    assert published(run) == ["H1", "H2"]


def test_a_scan_of_a_private_item_is_not_published(run, tmp_path):
    (tmp_path / "c/scans/H1.pdf").write_bytes(b"%PDF-1.4\n")
    run("import", "omeka", written(tmp_path, "list.json", omeka(False)))

    assert published(run) == ["H2"]


def test_all_that_a_list_has_becomes_private(run, tmp_path):
    path = written(tmp_path, "list.csv", "Item,Title,public\nH1,Dues,yes\n")
    run("import", "csv", path)
    written(tmp_path, "list.csv", "Item,Title,public\nH1,Dues,no\n")

    run("import", "csv", path, "--replace")

    assert "H1" not in str(json.loads(run("catalogue", "list", "--json")))
    said = run("import", "csv", written(tmp_path, "other.csv", "Item,Title,public\nH9,Dues,no\n"), code=3)
    assert "1 item is not public where the list comes from" in said
    assert not (tmp_path / "c/received/other").exists()


def test_a_deposit_does_not_name_what_is_not_public(run, tmp_path):
    run("import", "csv", written(tmp_path, "list.csv", "Item,Title,public\nH77,Dues,no\nH2,Boats,yes\n"))
    run("export", "deposit", "--to", tmp_path / "deposit")

    (packed,) = (tmp_path / "deposit").glob("*.zip")
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
    assert not [name for name in names if name.endswith("not-public.json")]
    assert [name for name in names if name.endswith("descriptions.jsonl")]


@pytest.mark.parametrize("name", ["transcripts/H1/p001.txt", "transcripts/H1/p001.lines", "annotations/H1.md"])
def test_what_a_person_wrote_of_a_paper_that_its_source_hides_is_in_no_deposit(run, tmp_path, name):
    table = written(tmp_path, "list.csv", "Item,Title,public\nH1,Dues,yes\nH2,Boats,yes\n")
    run("import", "csv", table)
    (tmp_path / "c" / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "c" / name).write_text("1 THE DUES ARE SECRET\n", encoding="utf-8")
    run("import", "csv", written(tmp_path, "list.csv", table.read_text().replace("Dues,yes", "Dues,no")), "--replace")
    run("export", "deposit", "--to", tmp_path / "deposit")

    (packed,) = (tmp_path / "deposit").glob("*.zip")
    with zipfile.ZipFile(packed) as archive:
        assert not [path for path in archive.namelist() if "H1" in path]
    assert (tmp_path / "c" / name).is_file()


def test_a_paper_that_its_source_hides_is_said_to_be_hidden_and_not_withdrawn_by_a_person(run, tmp_path):
    table = written(tmp_path, "list.csv", "Item,Title,public\nH1,Dues,yes\nH2,Boats,yes\n")
    run("import", "csv", table)
    run("catalogue", "set", "H1", "subject", "Tolls", "--why", "as the paper has it")
    run("import", "csv", written(tmp_path, "list.csv", table.read_text().replace("Dues,yes", "Dues,no")), "--replace")

    said = run("catalogue", "set", "H1", "number", "9", "--why", "seen", code=3)

    assert "H1 is not published: the source of received/list does not show it" in said
    assert "undo" not in said


def test_a_second_export_that_differs_only_in_what_it_hides_is_no_copy_of_the_first(run, tmp_path):
    run("import", "omeka", written(tmp_path, "first.json", json.dumps(json.loads(omeka(True))[1:])))
    run("import", "csv", written(tmp_path, "other.csv", "Item,Title\nH1,Dues\n"))

    run("import", "omeka", written(tmp_path, "second.json", omeka(False)))

    assert published(run) == ["H2"]


def test_undoing_the_import_takes_back_what_it_kept_from_the_public(run, tmp_path):
    (tmp_path / "c/scans/H1.pdf").write_bytes(b"%PDF-1.4\n")
    run("import", "omeka", written(tmp_path, "list.json", omeka(False)))

    run("catalogue", "undo", "--import", "list")

    assert published(run) == ["H1"]


def test_a_private_item_set_is_no_tag(run, tmp_path):
    item = {
        "o:id": 1,
        "dcterms:identifier": [{"@value": "H1"}],
        "o:item_set": [{"o:title": "Secret list", "o:is_public": False}, {"o:title": "Ships", "o:is_public": True}],
    }
    shown = run("import", "omeka", written(tmp_path, "list.json", json.dumps([item])))

    text = (tmp_path / "c/received/list/descriptions.jsonl").read_text(encoding="utf-8")
    assert ("Ships" in text, "Secret list" in text) == (True, False)
    assert "1 private value of public items stayed out: item set" in shown


def test_a_private_item_set_in_a_table_is_no_tag(run, tmp_path):
    table = (
        "o:id,dcterms:identifier,o:item_set[dcterms:title],o:item_set[o:is_public]\n1,H1,Secret list,0\n2,H2,Ships,1\n"
    )
    run("import", "omeka", written(tmp_path, "list.csv", table))

    text = (tmp_path / "c/received/list/descriptions.jsonl").read_text(encoding="utf-8")
    assert ("Ships" in text, "Secret list" in text) == (True, False)


def test_a_private_collection_in_xml_is_no_tag(run, tmp_path):
    xml = (
        '<itemContainer xmlns="http://omeka.org/schemas/omeka-xml/v5"><item itemId="1" public="1">'
        '<collection collectionId="2" public="0"><elementSetContainer><elementSet><elementContainer><element>'
        "<elementTextContainer><elementText><text>Secret list</text></elementText></elementTextContainer></element>"
        "</elementContainer></elementSet></elementSetContainer></collection></item></itemContainer>"
    )
    run("import", "omeka", written(tmp_path, "list.xml", xml))

    assert "Secret list" not in (tmp_path / "c/received/list/descriptions.jsonl").read_text(encoding="utf-8")


def test_a_draft_of_atom_in_a_finding_aid_stays_out(run, tmp_path):
    parts = "".join(
        f'<c level="item"><did><unitid>F-{at}</unitid><unittitle>x{at}</unittitle></did>'
        f'<odd type="publicationStatus"><p>{status}</p></odd></c>'
        for at, status in ((1, "Draft"), (2, "Published"), (3, "?"))
    )
    path = written(
        tmp_path,
        "aid.xml",
        f'<ead><archdesc level="fonds"><did><unitid>F</unitid></did><dsc>{parts}</dsc></archdesc></ead>',
    )

    run("import", "ead", path)

    assert published(run) == ["F-2"]


@pytest.mark.parametrize("content", ["{", "[]", ""])
def test_what_is_not_public_is_not_published_where_the_file_that_says_so_is_damaged(run, tmp_path, content):
    path = written(tmp_path, "list.csv", "Item,Title,public\nh101,Dues,no\nh102,Boats,yes\n")
    run("import", "csv", path)
    written(tmp_path, "c/received/list/not-public.json", content)

    assert "it is not known which papers of this import must not be published" in run("build", code=3)
    run("import", "csv", path, "--replace")

    assert published(run) == ["h102"]


@pytest.mark.parametrize(
    ("heading", "yes", "no"),
    [
        ("Publié", "oui", "non"),
        ("Público", "sí", "no"),
        ("Pubblico", "sì", "no"),
        ("Nicht öffentlich", "nein", "ja"),
        ("Öffentlich sichtbar", "Ja", "Nein"),
        ("Do not publish", "", "x"),
        ("Do not publish", "no", "until the donor agrees"),
        ("Gepubliceerd", "ja", "nee"),
        ("Gepubliceerd (ja/nee)", "j", "n"),
        ("Opublikowano", "tak", "nie"),
        ("Public", "✓", "✗"),
        ("Web öffentlich", "ja", "nein"),
        ("Public? oui/non", "oui", "non"),
        ("Publication_status", "Published", "Draft"),
        ("Statut de publication", "publié", "brouillon"),
        ("Veröffentlicht", "ja", "nein"),
        ("No publicar", "", "x"),
        ("is_private", "FALSE", "TRUE"),
        ("Visível", "sim", "não"),
        ("Offentlig", "ja", "nej"),
        ("Veřejné", "ano", "ne"),
        ("Published on web", "Yes", "No"),
        ("Restricted?", "no", "yes"),
        ("Access restricted", "", "x"),
        ("Closed", "No", "Yes"),
        ("Gesperrt", "nein", "ja"),
        ("Zugänglich", "ja", "nein"),
        ("Freigegeben", "freigegeben", "gesperrt"),
        ("Accès restreint", "non", "oui"),
        ("Public access", "yes", "no"),
    ],
)
def test_names_of_columns_in_the_languages_of_lists(run, tmp_path, heading, yes, no):
    path = written(tmp_path, "list.csv", f'Item,Title,"{heading}"\nH1,Dues,{no}\nH2,Boats,{yes}\nH3,Oars,{yes}\n')

    shown = run("import", "csv", path)

    assert published(run) == ["H2", "H3"]
    assert "not a known field" not in shown
    assert "H1" in shown


@pytest.mark.parametrize(
    "heading",
    ["Public domain", "Public notes", "Publisher", "Publication", "Published in", "Date published", "Public rights"],
)
def test_names_of_columns_that_are_of_something_else(run, tmp_path, heading):
    run("import", "csv", written(tmp_path, "list.csv", f"Item,Title,{heading}\nH1,Dues,no\nH2,Boats,The Times\n"))

    assert "H2" in published(run)


@pytest.mark.parametrize("choice", ["Public=note", "Public=", "#C=note"])
def test_what_a_person_says_of_a_column_overrules_its_name(run, tmp_path, choice):
    path = written(tmp_path, "list.csv", "Item,Title,Public\nH1,Dues,no\nH2,Boats,The Times\n")

    run("import", "csv", path, "--map", choice)

    assert published(run) == ["H1", "H2"]
    run("import", "csv", path)  # which is remembered
    assert published(run) == ["H1", "H2"]


def test_a_person_may_say_which_column_tells(run, tmp_path):
    path = written(tmp_path, "list.csv", "Item,Title,Vrij,Dicht\nH1,Dues,nee,\nH2,Boats,ja,\nH3,Oars,ja,ja\n")

    run("import", "csv", path, "--map", "Vrij=public", "--map", "Dicht=private")

    assert published(run) == ["H2"]


def test_what_a_list_says_of_the_public_is_no_description(run, tmp_path):
    run("import", "csv", written(tmp_path, "list.csv", "Item,Title,Public\nH1,Dues,yes\nH2,Boats,yes\n"))

    run("export", "dc", "--to", tmp_path / "out")
    assert "Dues" in (text := "".join(path.read_text() for path in (tmp_path / "out").rglob("*.xml")))
    assert "public: yes" not in text
    assert "public: yes" in run("catalogue", "show", "H1")


def test_undoing_an_import_says_what_it_publishes(run, tmp_path):
    for item in ("H1", "H2", "H3"):
        (tmp_path / f"c/scans/{item}.pdf").write_bytes(b"%PDF-1.4\n")
    run("import", "csv", written(tmp_path, "list.csv", "Item,Title,Public\nH1,Dues,no\nH2,Boats,no\nH3,Oars,yes\n"))
    run("import", "csv", written(tmp_path, "other.csv", "Item,Title,Public\nH2,Boats,no\nH4,Oars,yes\n"))

    shown = [run("catalogue", "undo", "--import", "list", *options) for options in (("--dry-run",), ())]

    for words in shown:
        assert "H1 is published again, which this source kept back" in words
        assert "H2 is published" not in words
    assert published(run) == ["H1", "H3", "H4"]


def test_a_list_that_shows_a_paper_again_says_so(run, tmp_path):
    (tmp_path / "c/scans/H1.pdf").write_bytes(b"%PDF-1.4\n")
    path = written(tmp_path, "list.csv", "Item,Title,Public\nH1,Dues,no\nH2,Boats,yes\n")
    run("import", "csv", path)
    written(tmp_path, "list.csv", "Item,Title,Public\nH1,Dues,yes\nH2,Boats,yes\n")

    shown = run("import", "csv", path, "--replace")

    assert "H1: kept back by this source so far, and published from now on" in shown
    assert "kept back by this source" not in run("import", "csv", path, "--replace")


def test_a_first_import_of_which_nothing_is_left_gives_every_reason(run, tmp_path):
    path = written(tmp_path, "list.csv", "Item,Title,Public\nH1,Dues,no\nH2,Boats,perhaps\n,Oars,yes\n")

    said = run("import", "csv", path, code=3)

    assert "H1; --include-private takes them in" in said
    assert "H2 (perhaps)" in said
    assert "row 4 names no item" in said
