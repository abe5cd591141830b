"""Environments and comments without prose are blanked, and one that is not closed hides nothing behind it."""

from briefbook.importers.text_draft import prose_of_tex, prose_of_typst


def words(text: str) -> list[str]:
    return text.replace("\u00a0", " ").split()


def test_environments_without_prose_are_blanked() -> None:
    source = r"One \begin{verbatim}x ``q''\end{verbatim} two \begin{align*}a\end{align*} three"
    assert words(prose_of_tex(source)) == ["One", "two", "three"]
    assert len(prose_of_tex(source)) == len(source)


def test_an_environment_that_is_not_closed_hides_nothing() -> None:
    assert words(prose_of_tex("One \\begin{comment} two " * 3)) == ["One", "two", "One", "two", "One", "two"]
    assert words(prose_of_tex(r"\begin{align*}a\end{align*} One \begin{align} two")) == ["One", "two"]


def test_comments_of_typst_end_or_are_none() -> None:
    assert words(prose_of_typst("One /* x */ two // three\nfour /* five")) == ["One", "two", "four", "/*", "five"]
