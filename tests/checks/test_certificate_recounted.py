"""A stranger recounts a certificate from the published site, with a script that knows nothing of Briefbook."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "docs" / "recount_certificate.py"
PROSE = """---
title: Prose
---

# Prose

The minister “looked dissatisfied with everything” (H101), or “looked satisfied with everything” (H101).
So it was said, “the want of granite”.
"""


def recounted(harbour):
    done = subprocess.run([sys.executable, SCRIPT, harbour / "build" / "site"], capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


def test_the_counts_of_a_certificate_are_reached_from_the_published_site(run_command, harbour):
    for page in (harbour / "narratives").glob("*.md"):
        page.unlink()
    (harbour / "narratives" / "prose.md").write_text(PROSE, encoding="utf-8")
    run_command("-C", harbour, "check", "--certificate")
    run_command("-C", harbour, "build")
    code, rows = recounted(harbour)
    assert (code, rows[-1]) == (0, "All of it is confirmed.")
    assert {"1 verbatim", "1 altered", "1 cannot tell", "3 quotations", "2 checked"} <= set(rows)

    path = harbour / "build" / "site" / "downloads" / "certificate.json"
    certificate = json.loads(path.read_text(encoding="utf-8"))
    certificate["counts"]["verbatim"] += 1
    certificate["quotations"][1]["verdict"] = "verbatim"
    path.write_text(json.dumps(certificate), encoding="utf-8")
    code, rows = recounted(harbour)
    assert code == 1
    assert "altered: 0 counted, 1 said" in rows
    assert any("“looked satisfied with everything” is not confirmed in H101" in row for row in rows)
