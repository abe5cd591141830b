"""The theme's folder: ``theme.css``, and ``media/`` and ``templates/`` where it needs them."""

from pathlib import Path

FOLDER = Path(__file__).parent / "theme"
