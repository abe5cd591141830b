"""A collection's own list of persons is asked who senders and addressees are."""

import json


def test_a_sender_of_the_own_list_is_a_person_in_exports(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    (tmp_path / "list.csv").write_text("Item,Date,From,To\nH1,1951-03-02,Berg,Minister of Ferries\n", encoding="utf-8")
    (tmp_path / "c/persons.csv").write_text('name,variants,sort\nBerg,Anna Berg,"Berg, Anna"\n', encoding="utf-8")
    run_command("-C", tmp_path / "c", "import", "csv", tmp_path / "list.csv")

    code, _, err = run_command("-C", tmp_path / "c", "export", "csl", "--to", tmp_path / "out")

    assert code == 0, err
    (file,) = (tmp_path / "out").rglob("*.json")
    (entry,) = json.loads(file.read_text(encoding="utf-8"))
    assert entry["author"] == [{"family": "Berg", "given": "Anna"}]
    assert entry["recipient"] == [{"literal": "Minister of Ferries"}]
