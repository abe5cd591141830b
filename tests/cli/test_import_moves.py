"""An import again with rows added, taken away or in another order: what a person said stays with its paper."""

import json

import pytest

PAPERS = {
    "First letter": ("Ann Reed", "1951-01-01", "one"),
    "Second letter": ("Bo Lund", "1951-02-01", "two"),
    "Third letter": ("Cy Oak", "1951-03-01", "three"),
    "New letter": ("Di Elm", "1950-01-01", "zero"),
}
ONE, TWO, THREE, NEW = PAPERS
CHANGES = {
    "a row above": (NEW, ONE, TWO, THREE),
    "a row less": (TWO, THREE),
    "another order": (THREE, TWO, ONE),
    "a row above and one less": (NEW, TWO, THREE),
    "all the same": (ONE, TWO, THREE),
}


def omeka(titles):
    rows = "".join(f"{title},{','.join(PAPERS[title])}\n" for title in titles)
    return f"Dublin Core:Title,Dublin Core:Creator,Dublin Core:Date,Dublin Core:Description\n{rows}"


def omeka_json(titles):
    return json.dumps(
        [
            {
                "element_texts": [
                    {"text": words, "element": {"name": name}}
                    for name, words in zip(("Title", "Creator", "Date"), (title, *PAPERS[title]), strict=False)
                ]
            }
            for title in titles
        ]
    )


def tropy(titles):
    graph = [
        {"@id": f"_:b{at}", "title": title, "creator": PAPERS[title][0], "photo": []} for at, title in enumerate(titles)
    ]
    return json.dumps({"@context": {"@vocab": "https://tropy.org/v1/tropy#"}, "@graph": graph})


def csl(titles):
    return json.dumps([{"id": f"ITEM-{at}", "type": "letter", "title": title} for at, title in enumerate(titles, 1)])


def ris(titles):
    return "".join(f"TY  - PCOMM\nTI  - {title}\nAU  - {PAPERS[title][0]}\nER  - \n" for title in titles)


def mods(titles):
    records = "".join(
        f'<mods ID="mods{at}"><titleInfo><title>{title}</title></titleInfo></mods>' for at, title in enumerate(titles)
    )
    return f'<modsCollection xmlns="http://www.loc.gov/mods/v3">{records}</modsCollection>'


def counted(titles):
    rows = "".join(f"{at},{title},{','.join(PAPERS[title])}\n" for at, title in enumerate(titles, 1))
    return f"Item,Subject,From,Date,Note\n{rows}"


WITHOUT_IDS = {
    "omeka": (omeka, "csv"),
    "omeka-json": (omeka_json, "json"),
    "tropy": (tropy, "jsonld"),
    "zotero-csl": (csl, "json"),
    "zotero": (ris, "ris"),
    "mods": (mods, "xml"),
}


def subjects(here):
    lines = (here / "received/list/descriptions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return {row["fields"]["subject"][0]["value"]: row["item"] for row in rows}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", WITHOUT_IDS)
def test_a_paper_without_an_id_has_the_same_name_in_any_order(run, tmp_path, kind, change):
    write, ending = WITHOUT_IDS[kind]
    kind = kind.partition("-")[0]
    path = tmp_path / f"list.{ending}"
    path.write_text(write((ONE, TWO, THREE)), encoding="utf-8")
    run("import", kind, path)
    before = subjects(tmp_path / "c")
    run("catalogue", "set", before[TWO], "subject", "Corrected", "--why", "seen on the paper")

    path.write_text(write(CHANGES[change]), encoding="utf-8")
    if change != "all the same":
        assert "--replace" in run("import", kind, path, code=3)
        assert subjects(tmp_path / "c") == before
    run("import", kind, path, "--replace")

    after = subjects(tmp_path / "c")
    assert {title: after[title] for title in (TWO, THREE) if title in after} == {
        title: before[title] for title in (TWO, THREE) if title in after
    }
    shown = run("catalogue", "show", after[TWO])
    assert "Corrected" in shown
    assert "Corrected" not in "".join(run("catalogue", "show", item) for title, item in after.items() if title != TWO)


def test_two_exports_without_ids_do_not_become_one(run, tmp_path):
    (tmp_path / "a.csv").write_text(omeka((ONE,)), encoding="utf-8")
    (tmp_path / "b.csv").write_text(omeka((TWO,)), encoding="utf-8")
    run("import", "omeka", tmp_path / "a.csv")
    run("import", "omeka", tmp_path / "b.csv")

    assert len(list(json.loads(run("catalogue", "list", "--json")))) == 2


@pytest.mark.parametrize(
    ("more", "item"),
    [
        ("Item URI,https://x.example/items/show/27", "omeka-27"),
        ("o:id,31", "omeka-31"),
        ("Omeka ID,8", "omeka-8"),
        ("Dublin Core:Identifier,FO 371/12", "omeka-FO-371-12"),
    ],
)
def test_a_name_comes_from_what_the_source_calls_an_item(run, tmp_path, more, item):
    heading, _, cell = more.partition(",")
    first, second = omeka((ONE,)).splitlines()
    (tmp_path / "list.csv").write_text(f"{first},{heading}\n{second},{cell}\n", encoding="utf-8")

    run("import", "omeka", tmp_path / "list.csv")

    assert subjects(tmp_path / "c") == {ONE: item}


def test_an_identifier_that_two_items_have_names_neither(run, tmp_path):
    heading, first, second = omeka((ONE, TWO)).splitlines()
    (tmp_path / "list.csv").write_text(
        f"{heading},Dublin Core:Identifier\n{first},FO 371/12\n{second},FO 371/12\n", encoding="utf-8"
    )

    run("import", "omeka", tmp_path / "list.csv")

    assert "omeka-FO-371-12" not in subjects(tmp_path / "c").values()


@pytest.mark.parametrize("change", ["a row above", "a row less", "another order", "a row above and one less"])
def test_ids_that_only_count_the_rows_are_refused_where_a_person_has_worked(run, tmp_path, change):
    path = tmp_path / "list.csv"
    path.write_text(counted((ONE, TWO, THREE)), encoding="utf-8")
    run("import", "csv", path)
    item = "1" if change == "another order" else "2"
    run("catalogue", "set", item, "subject", "Corrected", "--why", "seen on the paper")
    there = {file: file.read_bytes() for file in (tmp_path / "c").rglob("*") if file.is_file()}

    path.write_text(counted(CHANGES[change]), encoding="utf-8")
    if change == "a row above and one less":  # the second is the second still
        run("import", "csv", path, "--replace")
        return
    for options in (("--replace",), ("--replace", "--dry-run")):
        said = run("import", "csv", path, *options, code=3)
        assert "on which a person has worked, or which a chapter cites, would be another" in said
        assert f"the paper that was {item} is" in said or f"{item} is the paper now that was" in said
    kept = {file: file.read_bytes() for file in there if "build" not in file.parts}
    assert kept == {file: content for file, content in there.items() if "build" not in file.parts}


def test_a_chapter_that_cites_a_paper_counts_as_work(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(counted((ONE, TWO)), encoding="utf-8")
    run("import", "csv", path)
    (tmp_path / "c/narratives").mkdir(exist_ok=True)
    (tmp_path / "c/narratives/one.md").write_text("# One\n\nBo wrote [@2, p. 1].\n", encoding="utf-8")
    path.write_text(counted((NEW, ONE, TWO)), encoding="utf-8")

    assert "the paper that was 2 is 3 now" in run("import", "csv", path, "--replace", code=3)


def test_ids_that_only_count_the_rows_may_move_where_nobody_has_worked(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(counted((ONE, TWO)), encoding="utf-8")
    run("import", "csv", path)
    path.write_text(counted((NEW, ONE, TWO)), encoding="utf-8")

    run("import", "csv", path, "--replace")


def test_names_by_place_of_an_earlier_version_stay(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(omeka((ONE, TWO)), encoding="utf-8")
    run("import", "omeka", path)
    lines = tmp_path / "c/received/list/descriptions.jsonl"
    report = tmp_path / "c/received/list/report.json"
    names = subjects(tmp_path / "c")
    text, said = lines.read_text(encoding="utf-8"), json.loads(report.read_text(encoding="utf-8"))
    for at, title in enumerate((ONE, TWO), 1):
        text = text.replace(names[title], f"omeka-{at}")
    lines.write_text(text, encoding="utf-8")
    del said["digests"]
    report.write_text(json.dumps(said), encoding="utf-8")
    run("catalogue", "set", "omeka-2", "subject", "Corrected", "--why", "seen on the paper")

    path.write_text(omeka((NEW, ONE, TWO)), encoding="utf-8")
    shown = run("import", "omeka", path, "--replace")

    after = subjects(tmp_path / "c")
    assert (after[ONE], after[TWO]) == ("omeka-1", "omeka-2")
    assert "omeka-2" in shown
    assert "Corrected" in run("catalogue", "show", "omeka-2")


def test_rows_that_say_hardly_anything_are_no_sign_that_an_id_has_moved(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Item,Date\nCDNW12001,1962-11-07\nCDNW12002,1962-11-09\n", encoding="utf-8")
    run("import", "csv", path)
    run("catalogue", "set", "CDNW12001", "date", "1962-11-08", "--why", "the stamp")
    path.write_text("Item,Date\nCDNW12001,1962-11-08\nCDNW12002,1962-11-09\nCDNW12004,1962-11-07\n", encoding="utf-8")

    run("import", "csv", path, "--replace")

    assert "CDNW12004" in run("catalogue", "list")


def test_a_column_called_published_that_mostly_says_where_keeps_back_only_what_it_clearly_does(run, tmp_path):
    path = tmp_path / "list.csv"
    cells = ["FRUS XI, doc. 4", "", "no", "FRUS XI, doc. 9", "The Times"]
    rows = "".join(f'D{at},1962-11-0{at},"{cell}"\n' for at, cell in enumerate(cells, 1))
    path.write_text(f"Item,Date,Published\n{rows}", encoding="utf-8")

    run("import", "csv", path)

    shown = run("catalogue", "list", "--json")
    assert [item["item"] for item in json.loads(shown)] == ["D1", "D2", "D4", "D5"]
