"""A poster on a screen and on paper: one A4 sheet, in the largest letters that fit."""

from __future__ import annotations

from html import escape
from io import BytesIO

from rmkit.definitions.inert import one_line
from rmkit.errors import FileRefused
from rmkit.report.poster import Poster

__all__ = ["render_poster_html", "render_poster_pdf"]

_SMALLEST, _STEP = 0.4, 0.02
_HTML = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{head}</title>
<style>
@page {{ size: A4; margin: 0; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: #fff; color: #1f2328; overflow-wrap: anywhere;
  font: 600 clamp(1.1rem, 3.6vw, 2rem)/1.3 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }}
main {{ max-width: 52rem; margin: 0 auto; padding: 6vw 5vw; }}
header {{ background: #0f5f6b; color: #fff; padding: 6vw 5vw; max-width: 52rem; margin: 0 auto; }}
h1 {{ font-size: clamp(2.4rem, 10vw, 5.6rem); line-height: 1.05; margin: 0; text-wrap: balance; }}
p {{ margin: 0 0 .8em; }} header p {{ margin: .8em 0 0; }}
.answer {{ font-size: 1.35em; color: #0f5f6b; border-top: 6px solid #0f5f6b; padding-top: .6em; }}
@media print {{ header {{ -webkit-print-color-adjust: exact; print-color-adjust: exact; }} }}
</style></head>
<body><header><h1>{head}</h1><p>{lead}</p></header><main>
{lines}
<p>{plan}</p><p class="answer">{answer}<br>{where}</p><p>{ask}</p></main></body></html>
"""


def render_poster_html(poster: Poster) -> str:
    """Write a poster as one HTML document; all text is escaped."""
    said = {
        name: escape(one_line(getattr(poster, name)))
        for name in ("head", "lead", "plan", "answer", "where", "ask", "language")
    }
    lines = "\n".join(f"<p>{escape(one_line(line))}</p>" for line in poster.lines)
    return _HTML.format(lines=lines, **said)


def render_poster_pdf(poster: Poster) -> bytes:
    """Write a poster as a PDF of one A4 page; the same poster gives the same bytes.

    Raises
    ------
    FileRefused
        It has more words than fit on a page in letters that can be read from two metres.
    """
    from reportlab.lib.colors import white
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from rmkit.exchange import pdf_paper
    from rmkit.exchange.pdf_paper import ACCENT, BOLD
    from rmkit.exchange.pdf_words import paragraph, print_style, safe

    pdf_paper.embed_fonts()
    (wide, high), edge = A4, 46.0
    inner = wide - 2 * edge

    def made(size: float) -> list[tuple[object, float, float]]:
        def words(text: str, points: float, **more: object) -> object:
            style = print_style(points * size, points * size * 1.22, **more)
            return paragraph(safe(one_line(text)), style)

        rows = [
            (words(poster.head, 66, fontName=BOLD, textColor=white), 14.0),
            (words(poster.lead, 30, textColor=white), 40.0),
            *((words(line, 30), 12.0) for line in poster.lines),
            (words(poster.plan, 26), 26.0),
            (words(poster.answer, 36, textColor=ACCENT), 6.0),
            (words(poster.where, 28, textColor=ACCENT), 20.0),
            (words(poster.ask, 24), 0.0),
        ]
        return [(row, row.wrap(inner, high)[1], after * size) for row, after in rows]  # type: ignore[attr-defined]

    size, rows = 1.0, []
    while size >= _SMALLEST:
        rows = made(size)
        if sum(tall + after for _, tall, after in rows) <= high - 2 * edge:
            break
        size -= _STEP
    else:
        message = "The poster has more words than fit on one page in large letters. Shorten them."
        raise FileRefused(message)
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, lang=one_line(poster.language))
    canvas.setTitle(one_line(poster.head))
    band = edge + sum(tall + after for _, tall, after in rows[:2]) - rows[1][2] / 2
    canvas.setFillColor(ACCENT)
    canvas.rect(0, high - band, wide, band, stroke=0, fill=1)
    y = high - edge
    for row, tall, after in rows:
        row.drawOn(canvas, edge, y - tall)  # type: ignore[attr-defined]
        y -= tall + after
    canvas.showPage()
    canvas.save()
    return out.getvalue()
