"""How does a paper become a web page that stands alone? The same document as pdf.py sets, as one accessible file.

No script, no address outside, prints well; for what leaves the product as a file, where no server gives styles.
"""

from __future__ import annotations

from functools import singledispatch
from html import escape

from ovi.design.pdf import Block, Document, Facts, Heading, Items, Paragraph, Picture, Table

_STYLE = """
:root { color-scheme: light; --line: #c5ccd6; --quiet: #4a5464; }
body { font: 1rem/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; color: #16202e; background: #fff;
  margin: 0 auto; max-width: 70rem; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; } h2 { font-size: 1.35rem; margin-top: 2.5rem; } h3 { font-size: 1.1rem; }
p, li { max-width: 46rem; } .sender, .small, footer { color: var(--quiet); } .small, footer { font-size: .9rem; }
.lead { font-size: 1.2rem; } .scroll { overflow-x: auto; margin: 1rem 0 1.5rem; }
table { border-collapse: collapse; min-width: 30rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
figure { margin: 1rem 0; max-width: 46rem; } figure svg { max-width: 100%; height: auto; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #16202e; } .number { text-align: right; font-variant-numeric: tabular-nums; }
tbody th { font-weight: 400; } dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; } a:focus, .scroll:focus { outline: 3px solid #1b4f9c; outline-offset: 2px; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .scroll { overflow: visible; }
  thead { display: table-header-group; } tr { break-inside: avoid; } h2, h3, caption { break-after: avoid; } }
"""


def as_html(document: Document) -> str:
    """The document as one HTML file; texts are escaped, so nothing in them becomes mark-up."""
    body = "\n".join(_html(block) for block in document.blocks)
    footer = f"<footer><p>{escape(document.footer)}</p></footer>" if document.footer else ""
    mark = f" · <strong>{escape(document.footer)}</strong>" if document.footer else ""  # not only at the far end
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(document.title)} – {escape(document.sender)}</title><style>{_STYLE}</style></head>\n"
        f'<body><main><p class="sender">{escape(document.sender)}{mark}</p>'
        f"<h1>{escape(document.title)}</h1>\n{body}\n</main>"
        f"{footer}</body></html>\n"
    )


@singledispatch
def _html(block: Block) -> str:
    raise TypeError(f"no such block: {block!r}")


@_html.register
def _heading(block: Heading) -> str:
    return f"<h{block.level}>{escape(block.text)}</h{block.level}>"


@_html.register
def _paragraph(block: Paragraph) -> str:
    text = escape(block.text).replace("\n", "<br>")
    return f'<p class="small">{text}</p>' if block.small else f"<p>{text}</p>"


@_html.register
def _facts(block: Facts) -> str:
    pairs = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in block.pairs)
    return f"<dl>{pairs}</dl>"


@_html.register
def _items(block: Items) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in block.texts) + "</ul>"


@_html.register
def _picture(block: Picture) -> str:
    return f'<figure aria-label="{escape(block.alt)}">{block.svg}</figure>'


@_html.register
def _table(block: Table) -> str:
    def kind(place: int) -> str:
        return ' class="number"' if place in block.numeric else ""

    head = "".join(f'<th scope="col"{kind(n)}>{escape(text)}</th>' for n, text in enumerate(block.head))
    rows = []
    for row in block.rows:
        first = f'<th scope="row"{kind(0)}>{escape(row[0])}</th>'
        rows.append(
            f"<tr>{first}" + "".join(f"<td{kind(n)}>{escape(text)}</td>" for n, text in enumerate(row[1:], 1)) + "</tr>"
        )
    caption = escape(block.caption)
    # A region that scrolls must be reachable by keyboard and have a name.
    return (
        f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
