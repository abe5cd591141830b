"""A process that is killed while it saves loses nothing that it had said was saved."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from briefbook.catalogue import Journal

SAVING = """
import sys
from pathlib import Path
from briefbook.catalogue import Journal, StoreCatalogue, Update, describe_item
from briefbook.model.cable import Cable, Reading
from briefbook.model.decision import FieldDecision
from briefbook.project.quick_decisions import JournalReader, show_at_once

folder = Path(sys.argv[1])
store = StoreCatalogue(folder / "build" / "catalogue.sqlite")
if "D7" not in store:
    cable = Cable("D7", fields={"number": (Reading("1", "1"),)})
    store.bring_up_to_date([Update.of(describe_item("D7", cable=cable), (), "key")], (), "stamp")
journal, reader = Journal(folder / "journal.jsonl"), JournalReader(folder / "journal.jsonl")
for number in range(1000):
    value = f"{sys.argv[2]}-{number}"
    journal.append(FieldDecision(item="D7", field="number", after=value, who="Ada"))
    show_at_once(store, reader, ["D7"])
    print(value, flush=True)
"""


def saved_until_killed(folder, name, saves):
    """Start a process that saves, kill it after so many saves were acknowledged; all that were."""
    source = str(Path(__file__).parents[2] / "src")
    process = subprocess.Popen(
        [sys.executable, "-c", SAVING, str(folder), name],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    acknowledged = [process.stdout.readline().strip() for _ in range(saves)]
    os.kill(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    return acknowledged + rest.split()


def test_what_was_acknowledged_before_a_kill_is_in_the_journal_and_the_next_process_goes_on(tmp_path):
    acknowledged = []
    for turn, saves in enumerate([1, 4, 9]):
        acknowledged += saved_until_killed(tmp_path, f"turn{turn}", saves)
    decisions, findings = Journal(tmp_path / "journal.jsonl").read()
    in_journal = [decision.after for decision in decisions]
    assert [value for value in acknowledged if value not in in_journal] == []
    assert len(acknowledged) >= 14
    assert [finding.code for finding in findings] == []
