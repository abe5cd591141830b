"""briefbook lsp: findings, ids, hovers and repairs in the author's editor."""

from briefbook.cli import collection


def command() -> None:
    """Speak the language server protocol on standard input and output; docs/recipes/editor.md says how to set it up."""
    from briefbook.lsp.server import serve

    serve(collection())
