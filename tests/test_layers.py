"""The tree is the architecture: the contracts in pyproject.toml, [tool.importlinter], hold."""

from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent


def test_no_import_breaks_a_contract(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda verbose: None)  # it would silence all loggers
    exit_code = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert exit_code == 0, capsys.readouterr().out
