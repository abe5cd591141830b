"""briefbook check draft.tex and draft.typ: drafts in LaTeX and Typst, findings at their own lines."""

import json

import pytest

from briefbook.importers.text_draft import prose_of_markdown, prose_of_tex, prose_of_typst

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


@pytest.mark.parametrize(
    ("prose_of", "source"),
    [
        (prose_of_tex, TEX),
        (prose_of_typst, TYPST),
        (prose_of_tex, "}{\\"),
        (
            prose_of_markdown,
            "---\ntitle: A\n---\n# B {#sec-b}\n^[See *AB1*.] {{< include c.qmd >}}\n::: {.note}\n:::\n[-@AB1]",
        ),
    ],
)
def test_every_character_stays_in_its_place(prose_of, source):
    assert [len(line) for line in prose_of(source).split("\n")] == [len(line) for line in source.split("\n")]


def test_what_is_no_text_is_refused(run_command, folder):
    (folder / "draft.tex").write_bytes(b"\x00\x01PDF")
    code, out, error = run_command("-C", folder, "check", folder / "draft.tex")
    assert (code, out) == (3, "")
    assert "this is no text" in error
    assert run_command("-C", folder, "check", folder / "none.typ")[0] == 3


BIBLIOGRAPHY = r"""@string{rg = {RG 25}}
@misc{havana:1962a,
  title = {Talks}, note = {RG 25, vol. 1, CDNW12630},
}
@misc{havana_1962b,
  title = {Both CDNW12630 and CDNW12638},
}
@book{smith1999, title = {A history}}
@misc{castro, note = {CDNW12630}}
"""
WHOLE = {
    ".tex": (
        r"\documentclass{book}\addbibresource[label=x]{refs.bib}\begin{document}\input{parts/one}"
        "\n% \\input{never}\n\\input{none}\\include{../above}\\end{document}\n",
        "parts/one.tex",
        "He ``looked satisfied with everything''\\autocite[12]{havana:1962a}, \\footcites{havana_1962b}{smith1999}"
        "\\parencite{castro}.\n",
    ),
    ".typ": (
        '#bibliography("refs.bib", title: none)\n#include "parts/one.typ"\n#include "none.typ"\n'
        '// #include "never.typ"\n#include "../above.typ"\n',
        "parts/one.typ",
        "He “looked satisfied with everything” @havana:1962a, @havana_1962b, #cite(<smith1999>) @castro[p. 1].\n",
    ),
    ".qmd": (
        "---\ntitle: A\nbibliography:\n  - refs.bib\n---\n{{< include parts/one.qmd >}}\n\n{{< include none.qmd >}}\n"
        "{{< include ../above.qmd >}}\n",
        "parts/one.qmd",
        "He “looked satisfied with everything” [@havana:1962a]. [-@havana_1962b; see @smith1999, p. 3] @castro.\n",
    ),
}


@pytest.mark.parametrize("ending", WHOLE)
def test_a_draft_is_checked_with_the_files_it_takes_in_and_the_keys_of_its_bibliography(run_command, folder, ending):
    main, name, part = WHOLE[ending]
    place = folder / "thesis"
    (place / "parts").mkdir(parents=True)
    (place / f"main{ending}").write_text(main, encoding="utf-8")
    (place / name).write_text(part, encoding="utf-8")
    (place / "refs.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    (folder / f"above{ending}").write_text("CDNW12699", encoding="utf-8")
    code, out, said = run_command("-C", folder, "check", "--json", place / f"main{ending}", "--select", "C101,C201")

    findings = [(load["code"], load["path"], load["line"]) for load in json.loads(out)["findings"]]
    assert (code, findings) == (0, [("C201", (place / name).as_posix(), 1)])
    assert "1 file that it takes in cite 1 item of this collection" in said
    unknown = [line.rpartition(": ")[2] for line in said.splitlines() if line.startswith("Not checked, since")]
    assert unknown == ["havana_1962b", "smith1999", "castro"]
    assert f"Not checked: none{ending}" in said
    assert "above" in said
    assert "never" not in said


def test_markdown_outside_of_the_collection_is_a_draft_and_a_chapter_is_not(run_command, folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "draft.md"
    outside.write_text("---\ntitle: A\n---\nHe “looked satisfied with everything” [@CDNW12630].\n", encoding="utf-8")
    code, out, said = run_command("-C", folder, "check", "--json", outside, "--select", "C201")
    assert [load["line"] for load in json.loads(out)["findings"]] == [4]
    assert (code, "cites 1 item" in said) == (0, True)

    (folder / "narratives").mkdir()
    chapter = folder / "narratives" / "talks.md"
    chapter.write_text(outside.read_text(encoding="utf-8"), encoding="utf-8")
    out, said = run_command("-C", folder, "check", "--json", chapter, "--select", "C201")[1:]
    assert [load["path"] for load in json.loads(out)["findings"]] == ["narratives/talks.md"]
    assert "cites" not in said


@pytest.mark.parametrize(
    ("name", "text", "pages"),
    [
        (
            "draft.tex",
            r"He left \autocite[7]{CDNW12630}, \footcite[see][p.~1]{CDNW12630}, \cite[8]{CDNW12630,x1}.",
            [7],
        ),
        ("draft.tex", r"He left \autocite[7--8]{CDNW12630} and \autocite[vol. 7]{CDNW12630}.", []),
        ("draft.typ", "He left #cite(<CDNW12630>, supplement: [p. 7]), #cite(<CDNW12630>, supplement: [1]).", [7]),
        ("draft.qmd", "He left [@CDNW12630, p. 7] and [@CDNW12630, p. 1].", [7]),
    ],
)
def test_the_page_of_a_citation_is_checked(run_command, folder, name, text, pages):
    (folder / name).write_text(text + "\n", encoding="utf-8")
    out = run_command("-C", folder, "check", "--json", folder / name, "--select", "C113")[1]
    said = [load["message"] for load in json.loads(out)["findings"]]
    assert said == [f"CDNW12630 has no page {page}" for page in pages]


@pytest.mark.parametrize("bibliography", [b"", b"% nothing yet\n", b"\x00\x01\x02", b"@misc{", b"[1, 2]"])
def test_a_bibliography_without_entries_is_no_fault(run_command, folder, bibliography):
    (folder / "refs.bib").write_bytes(bibliography)
    (folder / "draft.tex").write_text(r"\addbibresource{refs.bib} He left \cite{x1}.", encoding="utf-8")
    code, _, said = run_command("-C", folder, "check", folder / "draft.tex")
    assert (code, "Not checked, since it names no item of this collection: x1" in said) == (0, True)
