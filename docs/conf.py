"""The manual as a web site, by Sphinx: `./run docs` writes it to build/docs."""

import os.path
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

project = "Briefbook"
author = "Briefbook contributors"
release = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
extensions = ["myst_parser"]
exclude_patterns = ["requirements.txt", "schemas"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 4  # links to headings, as GitHub makes them
myst_enable_extensions = ["colon_fence"]
suppress_warnings = [
    "myst.xref_missing",  # docs/checks.md shows a link that leads nowhere
    "misc.highlighting_failure",  # console sessions in code blocks of other languages
    "toc.not_included",
]
html_theme = "furo"
html_title = f"Briefbook {release}"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False
html_extra_path = []
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1b4a7a", "color-brand-content": "#1b4a7a"},
    "dark_css_variables": {"color-brand-primary": "#9cc3ee", "color-brand-content": "#9cc3ee"},
}


_LINK = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<target>\.\./[^)#\s]+)(?:#[^)\s]*)?\)")


def _name_files_of_the_source(app: Any, page: str, source: list[str]) -> None:
    """Of links that lead out of docs/, into the source tree, show the path: they are no pages of this site."""

    def shown(match: re.Match[str]) -> str:
        path = os.path.normpath(os.path.join(os.path.dirname(page), match["target"]))
        return f"{match['words']} (`{path[3:]}` in the source)" if path.startswith("../") else match[0]

    source[0] = _LINK.sub(shown, source[0])


def setup(app: Any) -> None:
    """Tell Sphinx what changes pages as they are read."""
    app.connect("source-read", _name_files_of_the_source)
