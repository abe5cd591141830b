"""The tree is the architecture: a stage imports the model and itself, the model imports only the model."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "src" / "briefbook"
STAGES = {"scans", "reading", "cables", "catalogue", "search", "narratives", "checks", "web", "exports", "received"}
MODULES = [module for folder in sorted(STAGES | {"model"}) for module in sorted((ROOT / folder).rglob("*.py"))]
IMPORT = re.compile(r"^\s*(?:from|import) briefbook(?:\.| import )(\w+)", re.M)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_a_stage_imports_no_other_stage(module):
    used = set(IMPORT.findall(module.read_text(encoding="utf-8")))
    stage = module.relative_to(ROOT).parts[0]
    assert used & STAGES <= {stage}
    assert not used & {"flow", "cli", "archive"}
    if stage == "model":
        assert used <= {"model"}
