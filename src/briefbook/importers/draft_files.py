r"""What a draft in LaTeX, Typst or Quarto names: the files it is made of, its bibliographies, and what their keys are.

>>> list(included_files(r"\input{one} % \input{two}", ".tex"))
['one.tex']
>>> list(bibliographies(r"\addbibresource{refs.bib}", ".tex"))
['refs.bib']
>>> entries_of_bibliography("@misc{hav62,\n  note = {CDNW1},\n}\n", ".bib")
{'hav62': 'note = {CDNW1},\n}'}
"""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

_TEX_INCLUDES = re.compile(r"\\(?:input|include|subfile|subfileinclude)\s*\{\s*(?P<name>[^{}\n]+?)\s*\}")
_TYPST_INCLUDES = re.compile(r"#include\s*\(?\s*\"(?P<name>[^\"\n]+)\"")
_QUARTO_INCLUDES = re.compile(r"\{\{<\s*include\s+(?P<name>[^\s<>]+)\s*>\}\}")
_TEX_LISTS = re.compile(r"\\(?:addbibresource|bibliography|addglobalbib)\s*(?:\[[^\[\]\n]*\])?\{(?P<names>[^{}\n]+)\}")
_TYPST_LISTS = re.compile(r"#?bibliography\(\s*(?P<names>[^()]*)")
_QUARTO_LISTS = re.compile(r"^bibliography:[ \t]*(?P<names>[^\n]*(?:\n[ \t]*-[ \t][^\n]*)*)", re.M)
_NAME = re.compile(r"[^\s\"'\[\],]+\.(?:bib|json)\b")
_ENTRY = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*[{(]\s*(?P<key>[^\s,{}()]+)\s*,", re.M | re.I)
_TEX = (".tex", ".ltx")


def _without_remarks(source: str, ending: str) -> str:
    if ending in _TEX:
        return re.sub(r"(?<!\\)%[^\n]*", "", source)
    return re.sub(r"(?<!:)//[^\n]*", "", source) if ending == ".typ" else source


def included_files(source: str, ending: str) -> Iterator[str]:
    """Yield the names of the files that a draft takes in, as paths with slashes.

    Args:
        source: The draft.
        ending: Its ending.
    """
    pattern = _TEX_INCLUDES if ending in _TEX else _TYPST_INCLUDES if ending == ".typ" else _QUARTO_INCLUDES
    for match in pattern.finditer(_without_remarks(source, ending)):
        name = match["name"]
        yield f"{name}.tex" if ending in _TEX and not PurePosixPath(name).suffix else name


def bibliographies(source: str, ending: str) -> Iterator[str]:
    """Yield the names of a draft's bibliographies in BibTeX or CSL JSON.

    Args:
        source: The draft.
        ending: Its ending.
    """
    pattern = _TEX_LISTS if ending in _TEX else _TYPST_LISTS if ending == ".typ" else _QUARTO_LISTS
    for match in pattern.finditer(_without_remarks(source, ending)):
        for name in match["names"].split(",") if ending in _TEX else _NAME.findall(match["names"]):
            yield name.strip() if PurePosixPath(name.strip()).suffix else f"{name.strip()}.bib"


def entries_of_bibliography(text: str, ending: str) -> dict[str, str]:
    """The entries of a bibliography: their keys, and their words as they stand there.

    Args:
        text: The file; one that is damaged has the entries that can be read.
        ending: ".bib" or ".json".
    """
    if ending == ".json":
        try:
            entries = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return {
            str(entry["id"]): "\n".join(str(words) for name, words in entry.items() if name != "id")
            for entry in (entries if isinstance(entries, list) else ())
            if isinstance(entry, dict) and "id" in entry
        }
    matches = list(_ENTRY.finditer(text))
    ends = [*(match.start() for match in matches[1:]), len(text)]
    return {match["key"]: text[match.end() : end].strip() for match, end in zip(matches, ends, strict=False)}
