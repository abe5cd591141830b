"""The checks' docstrings -> docs/checks.md."""

from pathlib import Path

from briefbook.checks.manual import manual

if __name__ == "__main__":
    path = Path(__file__).parents[1] / "docs" / "checks.md"
    path.write_text(manual(), encoding="utf-8")
    print(path)
