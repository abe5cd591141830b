"""briefbook check draft.tex and draft.typ: drafts in LaTeX and Typst, findings at their own lines."""

import json

import pytest

from briefbook.importers.text_draft import prose_of_tex, prose_of_typst

ITEMS = (
    '{"item": "CDNW12630", "fields": {}, "pages": ["CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND WAS NOT CALM."]}\n'
    '{"item": "CDNW12638", "fields": {}, "pages": ["THE MISSILES LEFT UNDER TARPAULINS OF A DARK COLOUR."]}\n'
)


@pytest.fixture
def folder(tmp_path):
    """A collection of two telegrams with their texts, and no chapter."""
    (tmp_path / "briefbook.toml").write_text(
        "[items]\npattern = 'CDNW[0-9]{5}'\ncitation = 'CDNW[0-9]{5}'\n", encoding="utf-8"
    )
    (tmp_path / "received" / "list").mkdir(parents=True)
    (tmp_path / "received" / "list" / "descriptions.jsonl").write_text(ITEMS, encoding="utf-8")
    return tmp_path


def checked(run_command, folder, name, text, *arguments):
    (folder / name).write_text(text, encoding="utf-8")
    code, out, _ = run_command("-C", folder, "check", "--json", folder / name, *arguments)
    assert (folder / name).read_text(encoding="utf-8") == text
    return code, [(load["code"], load["line"], load["column"]) for load in json.loads(out)["findings"]]


TEX = r"""\documentclass{book}
\title{CDNW12691} % CDNW12692
\begin{document}
\section{The talks}
    He said that Castro ``looked satisfied with everything''.\footnote{See \emph{London} CDNW12630.}
% CDNW12693
They left under \enquote{tarpaulins of a very dark colour}\footcite[12]{CDNW12638}, and \cite{CDNW12694,smith1999}.
\begin{quote}
CASTRO LOOKED SATISFIED WITH EVERYTHING AND WAS
NOT CALM
\end{quote} (CDNW12630).
\end{document}
CDNW12695
"""


def test_a_draft_in_latex_is_checked_at_its_own_lines(run_command, folder):
    assert checked(run_command, folder, "draft.tex", TEX, "--select", "C101,C201") == (
        0,
        [("C201", 5, 27), ("C201", 7, 26), ("C101", 7, 95), ("C201", 9, 1)],
    )


TYPST = """#set page(margin: 2cm)
= The talks
He said “looked satisfied with everything” @CDNW12630[p. 7]. // CDNW12691
Tarpaulins #quote[tarpaulins of a very dark colour] #cite(<CDNW12638>, supplement: [p. 1]).
#footnote[See CDNW12692.] #text(red)[CDNW12693] /* CDNW12694 */
"""


def test_a_draft_in_typst_is_checked_at_its_own_lines(run_command, folder):
    assert checked(run_command, folder, "draft.typ", TYPST, "--select", "C101,C113,C201") == (
        0,
        [("C201", 3, 10), ("C113", 3, 45), ("C201", 4, 19), ("C101", 5, 15), ("C101", 5, 38)],
    )


@pytest.mark.parametrize(("prose_of", "source"), [(prose_of_tex, TEX), (prose_of_typst, TYPST), (prose_of_tex, "}{\\")])
def test_every_character_stays_in_its_place(prose_of, source):
    assert [len(line) for line in prose_of(source).split("\n")] == [len(line) for line in source.split("\n")]


def test_what_is_no_text_is_refused(run_command, folder):
    (folder / "draft.tex").write_bytes(b"\x00\x01PDF")
    code, out, error = run_command("-C", folder, "check", folder / "draft.tex")
    assert (code, out) == (3, "")
    assert "this is no text" in error
    assert run_command("-C", folder, "check", folder / "none.typ")[0] == 3
