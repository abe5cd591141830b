"""A piece of HTML -> a page that stands alone: no other file, no request."""

import html

from briefbook.checks.reports.summary import Summary

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 Georgia, "Source Serif 4", serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  background: #fdfcfa; color: #1c1b19; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #8884; }
ol { padding-left: 1.5rem; } li { margin: 1rem 0; padding-left: .6rem; border-left: 4px solid #9a9a9a; }
li.error { border-color: #a3221b; } li.warning { border-color: #a8690a; } li.note { border-color: #4a6b8a; }
li.accepted { border-color: #6a8f5f; } p { margin: .3rem 0; } mark { background: #ffe08a; color: #1c1b19; }
blockquote { margin: .4rem 0; padding: .4rem .8rem; background: #8881; font-size: .95rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; vertical-align: top;
  border-bottom: 1px solid #8884; } code { font-size: .85em; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { background: #1b1a18; color: #ece8e1; } }
@media print { body { background: #fff; color: #000; max-width: none; } }
"""


def html_page(title: str, body: str, summary: Summary) -> str:
    """The page, with the counts at its head."""
    counts = "".join(f"<p>{html.escape(line)}</p>" for line in str(summary).splitlines())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><main><h1>{html.escape(title)}</h1>{counts}\n{body}\n</main></body></html>\n"
    )
