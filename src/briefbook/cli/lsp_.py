"""``briefbook lsp``: a language server with findings, completion, hovers and repairs for the author's editor."""

from briefbook.cli import collection
from briefbook.util import extras


def command() -> None:
    """Run a language server on standard input and output. See docs/recipes/editor.md for setting up an editor."""
    extras.require("editor")
    from briefbook.lsp.server import serve

    serve(collection())
