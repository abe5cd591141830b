r"""A draft in LaTeX, Typst or Quarto -> its prose as a chapter has it, every character in its place.

Markup becomes no-break spaces, so that lines and columns stay; footnotes and citations become parentheses.

>>> prose_of_tex(r"He \emph{left} ``now''\footcite{AB12}.").replace("\u00a0", ".")
'He ......left. .“now”..........(AB12).'
>>> prose_of_typst("He *left* #quote[now] @AB12[p. 7].").replace("\u00a0", ".")
'He *left* ......“now” (AB12,p. 7).'
"""

import re

from briefbook.errors import FormatError
from briefbook.util.encodings import decode_text

_TEX_KEYS = re.compile(r"\\[A-Za-z]*cite[A-Za-z]*\*?\s?(?P<groups>(?:(?:\[[^\[\]\n]*\]){0,2}\{[^{}\n]*\})+)")
_PANDOC_KEY = re.compile(r"(?<![\w@])@([A-Za-z0-9_](?:[\w:.#$%&+?~/-]*\w)?)")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.S | re.M)
_QUARTO_BLANKED = re.compile(
    r"\{\{<[^<>\n]*>\}\}|^:{3,}[^\n]*|(?<=\[)-(?=@)|(?<= )\{[#.][^{}\n]*\}[ \t]*$|^[ \t]*\\\w+\{[^{}\n]*\}[ \t]*$", re.M
)
_INLINE_NOTE = re.compile(r"\^\[")

MAX_BYTES = 20_000_000
"""A book of 1,000 pages has some 3 million characters."""

_BLANK = "\u00a0"  # no blank of Markdown, so that it begins no code and ends no paragraph
_TEX_CITE = re.compile(r"\\[A-Za-z]*cite[A-Za-z]*\*?\s?(?:\[[^\[\]\n]*\]){0,2}\{(?=[^{}\n]*\})")
_TEX_OPENS = (
    (re.compile(r"\\(?:footnote|footnotetext|endnote)(?:\[\d*\])?\{"), "(", ")"),
    (_TEX_CITE, "(", ")"),
    (re.compile(r"\\(?:enquote|textquote|blockquote|blockcquote)\*?(?:\[[^\[\]\n]*\])?\{"), "“", "”"),
    (re.compile(r"\\(?:chapter|(?:sub){0,2}section)\*?(?:\[[^\[\]\n]*\])?\{"), "## ", _BLANK),
)
_TEX_NO_PROSE = re.compile(r"\\begin\{(?P<name>verbatim|lstlisting|equation|align|tikzpicture|comment)(?P<star>\*?)\}")
_TEX_BLANKED = re.compile(
    r"\\(?:label|ref|pageref|autoref|cref|includegraphics|url|input|include|bibliography|pagestyle|vspace|hspace)"
    r"\*?(?:\[[^\[\]\n]*\])?\{[^{}\n]*\}|(?<!\\)\$[^$\n]+\$",
    re.S,
)
_TEX_QUOTE = re.compile(r"\\(?P<kind>begin|end)\{(?:quote|quotation|displayquote)\}")
_TEX_COMMAND = re.compile(
    r"\\(?:begin|end)\{[^{}\n]*\}(?:\[[^\[\]\n]*\])?|\\[A-Za-z@]+\*?(?:\[[^\[\]\n]*\])?|\\[^A-Za-z&%#_$\n]"
)
_TYPST_CITE = re.compile(r"#cite\(\s*<(?P<key>[^<>\n]+)>[^()\n]*\)")
_TYPST_LABEL = re.compile(r"(?<![\w@])@(?P<key>[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?)(?P<place>\[[^\[\]\n]*\])?")
_TYPST_OPENS = (
    (re.compile(r"#footnote\["), "(", ")"),
    (re.compile(r"#quote(?:\([^()\n]*\))?\["), "“", "”"),
    (re.compile(r"#[A-Za-z][\w.-]*(?:\([^()\n]*\))?\["), _BLANK, _BLANK),
)
_TYPST_NO_PROSE = (
    r"(?<!:)//[^\n]*|^[ \t]*#(?:set|show|import|include|let)\b[^\n]*|#[A-Za-z][\w.-]*(?:\([^()\n]*\))?(?!\[)"
    r"|<[A-Za-z][\w:.-]*>"
)
_TYPST_BLANKED = re.compile(rf"/\*.*?\*/|{_TYPST_NO_PROSE}", re.S | re.M)
_TYPST_BLANKED_OUTSIDE = re.compile(_TYPST_NO_PROSE, re.S | re.M)


def read_text_draft(data: bytes) -> str:
    """The text of a draft.

    Args:
        data: The file.

    Raises:
        FormatError: It is no text, or larger than any draft is.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(f"a draft has up to {MAX_BYTES / 1_000_000:g} MB, this file {len(data) / 1_000_000:,.0f} MB")
    return decode_text(data)[0]


def prose_of_tex(source: str) -> str:
    r"""The prose of a LaTeX document; as long as the source, with the same lines.

    Args:
        source: The document or a part of it. Without ``\begin{document}`` all of it is prose.
    """
    text = re.sub(r"(?<!\\)%[^\n]*", _blanks, source)
    if begin := re.search(r"\\begin\{document\}", text):
        text = _blanked(text, 0, begin.end())
    if end := re.search(r"\\end\{document\}", text):
        text = _blanked(text, end.start(), len(text))
    text = _TEX_BLANKED.sub(_blanks, _without_environments(text))
    text = _TEX_QUOTE.sub(lambda match: _padded("“" if match["kind"] == "begin" else "”", match), text)
    text = text.replace("``", f"{_BLANK}“").replace("''", f"”{_BLANK}").replace("`", "‘")
    for pattern, opens, closes in _TEX_OPENS:
        text = _with_marks(text, pattern, opens, closes, "{}")
    text = _TEX_COMMAND.sub(_blanks, text)
    return _plain(re.sub(r"[{}~]|\\(?=[&%#_$])", _BLANK, text))


def _without_environments(text: str) -> str:
    """The text with environments blanked that hold no prose; one that is not closed is left as it is.

    Each name that is not closed is looked for once, so that the time grows with the text and not with its square.
    """
    spans, reached, unclosed = [], 0, set()
    for match in _TEX_NO_PROSE.finditer(text):
        closing = f"\\end{{{match['name']}{match['star']}}}"
        if match.start() < reached or closing in unclosed:
            continue
        end = text.find(closing, match.end())
        if end < 0:
            unclosed.add(closing)
            continue
        reached = end + len(closing)
        spans.append((match.start(), reached))
    parts, reached = [], 0
    for start, stop in spans:
        parts += [text[reached:start], re.sub(r"[^\n]", _BLANK, text[start:stop])]
        reached = stop
    return "".join(parts) + text[reached:]


def prose_of_typst(source: str) -> str:
    """The prose of a Typst document; as long as the source, with the same lines.

    Args:
        source: The document or a part of it.
    """
    text = _TYPST_CITE.sub(_cited, source)
    text = _TYPST_LABEL.sub(_referred, text)
    for pattern, opens, closes in _TYPST_OPENS:
        text = _with_marks(text, pattern, opens, closes, "[]")
    closed = text.rfind("*/") + 2 if "*/" in text else 0  # behind it no comment is closed: none is looked for
    text = _TYPST_BLANKED.sub(_blanks, text[:closed]) + _TYPST_BLANKED_OUTSIDE.sub(_blanks, text[closed:])
    text = re.sub(r"^=+(?= )", lambda match: "#" * len(match[0]), text, flags=re.M)
    return _plain(text.replace("\\", _BLANK).replace("~", _BLANK))


def prose_of_markdown(source: str) -> str:
    r"""The prose of a Markdown, Quarto or R Markdown document; as long as the source, with the same lines.

    >>> prose_of_markdown("He left^[See AB12.] {{< pagebreak >}} [-@AB12]").replace("\u00a0", ".")
    'He left.(See AB12.) ................. [.@AB12]'

    Args:
        source: The document or a part of it.
    """
    text = _FRONT_MATTER.sub(_blanks, source, count=1)
    text = _QUARTO_BLANKED.sub(_blanks, text)
    return _with_marks(text, _INLINE_NOTE, "(", ")", "[]")


def cited_keys(source: str, ending: str) -> list[str]:
    """The keys that a draft cites, once each, in their order.

    Args:
        source: The draft.
        ending: Its ending.
    """
    if ending in (".tex", ".ltx"):
        cited = _TEX_KEYS.finditer(re.sub(r"(?<!\\)%[^\n]*", "", source))
        groups = (group for match in cited for group in re.findall(r"\{([^{}]*)\}", match["groups"]))
        return list(dict.fromkeys(key.strip() for group in groups for key in group.split(",") if key.strip()))
    if ending == ".typ":
        text = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", source, flags=re.S)
        found = [match for pattern in (_TYPST_CITE, _TYPST_LABEL) for match in pattern.finditer(text)]
        return list(dict.fromkeys(match["key"] for match in sorted(found, key=lambda match: match.start())))
    text = re.sub(r"^(```+|~~~+).*?^\1[^\n]*$|`[^`\n]*`", "", _FRONT_MATTER.sub("", source, count=1), flags=re.S | re.M)
    return list(dict.fromkeys(_PANDOC_KEY.findall(text)))


def _cited(match: re.Match[str]) -> str:
    before, key = match.start("key") - match.start(), match["key"]
    return f"{_BLANK * (before - 1)}({key}){_BLANK * (len(match[0]) - before - len(key) - 1)}"


def _referred(match: re.Match[str]) -> str:
    """``@AB12[p. 7]`` as ``(AB12,p. 7)``; without a place there is no room for the second parenthesis."""
    place = match["place"]
    return f"({match['key']},{place[1:-1]})" if place else f"{_BLANK}{match['key']}"


def _with_marks(text: str, pattern: re.Pattern[str], opens: str, closes: str, brackets: str) -> str:
    """Write marks in place of a command with its opening bracket, and of the bracket that closes it."""
    ends = {match.end() - 1: match for match in pattern.finditer(text)}
    characters, stack = list(text), []
    for index, character in enumerate(text):
        if character == brackets[0] and text[index - 1 : index] != "\\":
            stack.append(index)
        elif character == brackets[1] and text[index - 1 : index] != "\\" and stack:
            match = ends.get(stack.pop())
            if match is not None:
                characters[match.start() : match.end()] = list(_padded(opens, match))
                characters[index] = closes
    return "".join(characters)


def _padded(mark: str, match: re.Match[str]) -> str:
    """A mark in place of a match: at its end, a heading's at its beginning."""
    pad = _BLANK * (len(match[0]) - len(mark))
    return mark + pad if mark.startswith("#") else pad + mark


def _blanks(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", _BLANK, match[0])


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", _BLANK, text[start:end]) + text[end:]


def _plain(text: str) -> str:
    """Indented lines begin no code."""
    return re.sub(r"^[ \t]+(?=[^ \t\n])", lambda match: _BLANK * len(match[0]), text, flags=re.M)
