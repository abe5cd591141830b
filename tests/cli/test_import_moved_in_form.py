"""A list of counting ids comes again shifted and in another form: what a person said reaches no other paper."""

import json

import pytest

PAPERS = [
    ("1951-01-03", "Ann Reed", "LDN", "12", "Wheat for the mission"),
    ("1951-02-11", "Bo Lund", "WASHDC", "31", "The ferry to Oslo"),
    ("1951-03-07", "Cy Oak", "PARIS", "44", "Visit of the minister"),
    ("1951-03-09", "Bo Lund", "WASHDC", "32", "The ferry to Oslo: reply"),
]
NEW = ("1950-12-05", "Di Elm", "BONN", "9", "Weekly summary")
MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober"]


def as_first(rows):
    lines = [f"{at},{','.join(row)},SECRET" for at, row in enumerate(rows, 1)]
    return "\n".join(["Item,Date,From,To,Number,Subject,Classification", *lines])


def turned(name):
    first, _, last = name.partition(" ")
    return f"{last}, {first}"


def german(rows):
    def day(iso):
        year, month, number = iso.split("-")
        return f"{int(number)}. {[*MONTHS, 'November', 'Dezember'][int(month) - 1]} {year}"

    lines = [f'{at};{day(d)};"{turned(f)}";{t};{n};{s};SECRET' for at, (d, f, t, n, s) in enumerate(rows, 1)]
    return "\n".join(["Id;Datum;Verfasser;Empfänger;Nummer;Betreff;Einstufung", *lines])


def in_figures(rows):
    def day(iso):
        year, month, number = iso.split("-")
        return f"{number}/{month}/{year}"

    lines = [f"{at}\t{day(d)}\t{f.upper()}\t{t}\tTel. {n}\t{s}" for at, (d, f, t, n, s) in enumerate(rows, 1)]
    return "\n".join(["Item\tWhen sent\tSigned by\tTo\tTel. no.\tAbout", *lines])


def as_json(rows):
    keys = ("date", "author", "to", "number", "title")
    return json.dumps([{"id": at, **dict(zip(keys, row, strict=True))} for at, row in enumerate(rows, 1)])


FORMS = {"german": german, "figures": in_figures, "json": as_json, "the same": as_first}
SHIFTS = {
    "a row above": [NEW, *PAPERS],
    "a row less": PAPERS[1:],
    "two changed places": [PAPERS[0], PAPERS[3], PAPERS[2], PAPERS[1]],
    "turned round": PAPERS[::-1],
    "another list": [NEW, ("1961-05-06", "Ed Fir", "ROME", "77", "Boundary posts"), *PAPERS[2:]],
}


def imported(run, tmp_path, item="2"):
    path = tmp_path / "list.csv"
    path.write_text(as_first(PAPERS), encoding="utf-8")
    run("import", "csv", path)
    run("catalogue", "set", item, "subject", "Corrected", "--why", "seen on the paper")
    return path


def corrected(run):
    shown = json.loads(run("catalogue", "list", "--json"))
    return [item["item"] for item in shown if item["subject"] == "Corrected"]


@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("form", FORMS)
def test_a_correction_reaches_no_other_paper(run, tmp_path, form, shift):
    path = imported(run, tmp_path)
    path.write_text(FORMS[form](SHIFTS[shift]), encoding="utf-8")

    said = run("import", "csv", path, "--replace", code=3)

    assert "on which a person has worked, or which a chapter cites, would be another" in said
    assert "--moved follow" in " ".join(said.split())
    assert corrected(run) == ["2"]


@pytest.mark.parametrize("form", FORMS)
def test_another_form_alone_is_no_other_paper(run, tmp_path, form):
    path = imported(run, tmp_path)
    path.write_text(FORMS[form](PAPERS) + "\n" * (form != "json"), encoding="utf-8")

    run("import", "csv", path, "--replace")

    assert corrected(run) == ["2"]


@pytest.mark.parametrize("at", range(5))
def test_a_field_that_the_source_corrects_is_no_other_paper(run, tmp_path, at):
    path = imported(run, tmp_path)
    other = [
        *PAPERS[1][:at],
        ("1952-04-30", "Ida Berg", "MADRID", "310", "Fares of the ferry")[at],
        *PAPERS[1][at + 1 :],
    ]
    path.write_text(german([PAPERS[0], other, *PAPERS[2:]]), encoding="utf-8")

    run("import", "csv", path, "--replace")

    assert corrected(run) == ["2"]


@pytest.mark.parametrize(("choice", "there"), [("follow", ["4"]), ("stay", ["2"])])
def test_an_archive_that_put_two_ids_right_is_imported_by_a_word(run, tmp_path, choice, there):
    path = imported(run, tmp_path)
    run("catalogue", "set", "4", "number", "320", "--why", "the stamp")
    path.write_text(as_first(SHIFTS["two changed places"]), encoding="utf-8")

    shown = run("import", "csv", path, "--replace", "--moved", choice)

    assert corrected(run) == there
    numbers = {item["item"]: item["number"] for item in json.loads(run("catalogue", "list", "--json"))}
    assert numbers["2" if choice == "follow" else "4"] == "320"
    assert ("2 decisions went with papers to the ids that they have now" in shown) is (choice == "follow")
    if choice == "follow":
        assert "seen on the paper (said of 2" in run("catalogue", "history", "4")


def test_what_cannot_follow_by_itself_is_named(run, tmp_path):
    path = imported(run, tmp_path)
    (tmp_path / "c/narratives").mkdir(exist_ok=True)
    (tmp_path / "c/narratives/one.md").write_text("# One\n\nBo wrote [@2, p. 1].\n", encoding="utf-8")
    path.write_text(as_first(SHIFTS["two changed places"]), encoding="utf-8")

    said = run("import", "csv", path, "--replace", "--moved", "follow", code=3)

    assert "change @2 in narratives/one.md" in " ".join(said.split())
    assert corrected(run) == ["2"]
    assert "write stay or follow" in run("import", "csv", path, "--replace", "--moved", "x", code=2)


def test_a_correction_follows_an_id_that_a_person_says_is_the_same(run, tmp_path):
    path = tmp_path / "list.csv"
    (tmp_path / "c/scans/HL021.pdf").write_bytes(b"%PDF-1.4\n")
    path.write_text("Item,From,Date\nHL-21,Ann,1951-01-03\nHL-22,Bo,1951-01-04\n", encoding="utf-8")
    run("import", "csv", path, "--near-ids", "new")
    run("catalogue", "set", "HL-21", "subject", "Corrected", "--why", "seen on the paper")

    shown = run("import", "csv", path, "--near-ids", "same")

    assert corrected(run) == ["HL021"]
    assert "1 decision went with papers to the ids that they have now: HL021" in shown


def test_no_word_of_a_person_takes_the_place_of_another(run, tmp_path):
    path = tmp_path / "list.csv"
    (tmp_path / "c/scans/HL021.pdf").write_bytes(b"%PDF-1.4\n")
    path.write_text("Item,From,Date\nHL-21,Ann,1951-01-03\n", encoding="utf-8")
    run("import", "csv", path, "--near-ids", "new")
    run("catalogue", "set", "HL-21", "subject", "Corrected", "--why", "seen on the paper")
    run("catalogue", "set", "HL021", "subject", "Mine", "--why", "seen on the scan")

    shown = run("import", "csv", path, "--near-ids", "same")

    assert "gone from the source, but a person has worked on it: HL-21 (1 decision)" in shown
    assert corrected(run) == ["HL-21"]
    assert "Mine" in run("catalogue", "show", "HL021")


def test_a_paper_without_an_id_keeps_its_name_where_its_words_are_corrected(run, tmp_path):
    def omeka(rows):
        lines = [f'"{subject}, {number}","{sender}","{day}"' for day, sender, _, number, subject in rows]
        return "\n".join(["Dublin Core:Title,Dublin Core:Creator,Dublin Core:Date", *lines])

    path = tmp_path / "list.csv"
    path.write_text(omeka(PAPERS), encoding="utf-8")
    run("import", "omeka", path)
    items = {item["date"]: item["item"] for item in json.loads(run("catalogue", "list", "--json"))}
    run("catalogue", "set", items["1951-02-11"], "subject", "Corrected", "--why", "seen on the paper")
    path.write_text(omeka([("1951-02-12", "Bo Lund", "", "31", "The ferry to Oslo"), *PAPERS[2:], PAPERS[0], NEW]))

    run("import", "omeka", path, "--replace")

    assert corrected(run) == [items["1951-02-11"]]
    assert {item["item"] for item in json.loads(run("catalogue", "list", "--json"))} > set(items.values())
