"""How the printed book looks: the beginning of its typst source, in which only the fields in braces are filled in."""

PAPERS = {
    "a5": ("inside: 20mm, outside: 16mm, top: 21mm, bottom: 19mm", "10.5pt"),
    "iso-b5": ("inside: 24mm, outside: 20mm, top: 24mm, bottom: 23mm", "11pt"),
    "a4": ("inside: 34mm, outside: 30mm, top: 30mm, bottom: 30mm", "11.5pt"),
    "us-letter": ("inside: 34mm, outside: 32mm, top: 28mm, bottom: 28mm", "11.5pt"),
}
"""For each size of paper, by typst's name, its margins and the size of the type."""

STYLE = """
#set document(title: {title}, author: {authors}, date: {date})
#set text(font: ("Source Serif 4", "Libertinus Serif"), size: {size}, lang: {language})
#set text(costs: (widow: 400%, orphan: 400%, runt: 200%))
#let rust = rgb("#7c1d1f")
#let running(left-head) = context {{
  let side = here().page()
  let opens = query(heading.where(level: 1)).any(head => head.location().page() == side)
  if page.numbering != none and not opens {{
    set text(size: 8pt, fill: luma(70))
    let folio = counter(page).display(page.numbering)
    let before = query(selector(heading.where(level: 1)).before(here()))
    if calc.odd(side) {{
      grid(columns: (1fr, auto), if before.len() > 0 {{ before.last().body }}, folio)
    }} else {{
      grid(columns: (auto, 1fr), align: (left, right), folio, left-head)
    }}
  }}
}}
#let opening-folio = context {{
  let side = here().page()
  if page.numbering != none and query(heading.where(level: 1)).any(head => head.location().page() == side) {{
    align(center, text(size: 8pt, fill: luma(70), counter(page).display(page.numbering)))
  }}
}}
#set page(paper: "{paper}", margin: ({margins}), header: running({running}), footer: opening-folio)
#set par(justify: true, leading: 0.62em, spacing: 0.62em, first-line-indent: 1.2em)
#set table(
  inset: (x: 3pt, y: 3pt),
  stroke: (x, y) => if y == 0 {{ (bottom: 0.6pt) }} else {{ (bottom: 0.2pt + luma(190)) }},
)
#set table.cell(breakable: false)
#show table: set text(size: 8.5pt)
#show table: set par(justify: false, first-line-indent: 0pt, leading: 0.5em)
#show table: it => block(above: 1.1em, below: 1.1em, it)
#show heading: set par(justify: false, first-line-indent: 0pt)
#show heading.where(level: 1): it => {{
  pagebreak(weak: true)
  block(above: 0pt, below: 1.4em, inset: (top: 14mm), text(size: 18pt, weight: 400, hyphenate: false, it.body))
}}
#show heading.where(level: 2): it => block(above: 1.7em, below: .8em, text(size: 12.5pt, weight: 600, it.body))
#show heading.where(level: 3): it => block(above: 1.3em, below: .6em, text(size: 10.5pt, weight: 600, it.body))
#show heading.where(level: 4): it => block(above: 1.2em, below: .6em, text(size: 10.5pt, style: "italic", it.body))
#show link: set text(fill: rust)
#show quote.where(block: true): set block(above: 1em, below: 1em)
#show quote.where(block: true): set par(first-line-indent: 0pt)
#show figure: set block(above: 1.2em, below: 1.2em)
#show figure.caption: it => text(size: 8.5pt, fill: luma(60), it.body)
#set footnote.entry(gap: 0.35em, clearance: 1em)
#show footnote.entry: set text(size: 8.5pt)
#show footnote.entry: set par(leading: 0.5em, first-line-indent: 0pt)
#show outline.entry.where(level: 1): set block(above: 0.9em)
#show outline.entry.where(level: 1): set text(weight: 600)
#show outline.entry: set text(fill: black)
#show outline: set par(justify: false, first-line-indent: 0pt)
#show list: set block(above: 1em, below: 1em)
#show enum: set block(above: 1em, below: 1em)
#let raw-text(body) = text(font: "DejaVu Sans Mono", size: 0.85em, body)
#let byline(body) = block(below: 1.4em, text(fill: luma(70), style: "italic", body))
#let index-mark(key) = [#metadata(none)#label(key)]
#let folio-at(place) = {{
  let pattern = place.page-numbering()
  if pattern == none {{ str(place.page()) }} else {{ numbering(pattern, ..counter(page).at(place)) }}
}}
#let places-of(key) = {{
  let places = ()
  for mark in query(label(key)) {{
    let place = mark.location()
    if places.len() == 0 or places.last().page() != place.page() {{ places.push(place) }}
  }}
  places
}}
#let folios(places) = {{
  let runs = ()
  for place in places {{
    if runs.len() > 0 and runs.last().last().page() + 1 == place.page() {{
      runs.last().push(place)
    }} else {{
      runs.push((place,))
    }}
  }}
  runs.map(run => {{
    let first = link(run.first(), folio-at(run.first()))
    if run.len() == 1 {{ first }} else {{ first + "–" + link(run.last(), folio-at(run.last())) }}
  }}).join(", ")
}}
#let index-of(entries) = context {{
  set text(size: 8.5pt)
  set par(justify: false, hanging-indent: 1em, first-line-indent: 0pt, leading: 0.5em, spacing: 0.5em)
  let letter = ""
  for (key, name, initial) in entries {{
    let places = places-of(key)
    if places.len() > 0 {{
      if letter != "" and letter != initial {{ v(0.5em) }}
      letter = initial
      par[#name, #folios(places)]
    }}
  }}
}}
#let cited-on(key, words) = context {{
  let places = places-of(key)
  if places.len() > 0 [#words #folios(places).]
}}
#let folio-of(name) = context {{
  let there = query(label(name))
  if there.len() > 0 {{ link(there.first().location(), folio-at(there.first().location())) }}
}}
"""
