"""Our own form as a PDF: one person fills it in, in any reader of PDF, and `preview` reads it back.

Every field is named by the key of its question. Nothing in the file acts: no script, no sending.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from rmkit.definitions.inert import one_line
from rmkit.definitions.texts import Text
from rmkit.errors import NotSaved
from rmkit.exchange.form_mark import mark_of
from rmkit.instruments.model import Field, Instrument, Item, Option

__all__ = ["render_pdf_form", "write_pdf_form"]

_TICK = 11
_LINE = 13
_SIZE = 9.5
_HOW = Text({
    "en": "Please fill in the fields, save the file and send it back. * needs an answer.",
    "es": "Rellene los campos, guarde el archivo y devuélvalo. * necesita respuesta.",
    "de": "Bitte die Felder ausfüllen, die Datei speichern und zurücksenden. * braucht eine "
    "Antwort.",
})  # fmt: skip


def write_pdf_form(
    instrument: Instrument, path: str | Path, *, organisation: str = "", language: str = "en"
) -> Path:
    """Write a form for one person as a PDF with fields.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    path
        Where to write it; ends in `.pdf`.
    organisation
        Stands below the title.
    language
        The language of the form; English where a text lacks it.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    content = render_pdf_form(instrument, organisation=organisation, language=language)
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        message = f"{Path(path).name} cannot be written. Is it open in another program?"
        raise NotSaved(message) from error
    return Path(path)


def render_pdf_form(
    instrument: Instrument, *, organisation: str = "", language: str = "en"
) -> bytes:
    """Give the bytes of the PDF; the same instrument gives the same bytes."""
    form = _Form(instrument, language)
    form.words(instrument.title.say(language), size=18, bold=True)
    for text in (organisation, instrument.purpose.say(language), _HOW.say(language)):
        if text:
            form.words(text)
    fields: dict[str, list[Field]] = {}
    for field in instrument.fields:
        fields.setdefault(field.item.id, []).append(field)
    for section in instrument.sections:
        form.gap(10)
        form.words(section.title.say(language), size=13, bold=True)
        if section.text:
            form.words(section.text.say(language))
        for item in section.items:
            form.item(item, fields[item.id])
    return form.finish()


class _Form:
    """Writes a form from top to bottom, page by page."""

    def __init__(self, instrument: Instrument, language: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        from rmkit.exchange import pdf_paper

        pdf_paper.embed_fonts()
        self.paper = pdf_paper
        self.language = language
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=pdf_paper.SIZE, invariant=1, lang=language)
        self.canvas.setTitle(one_line(instrument.title.say(language)))
        self.canvas.setSubject(mark_of(instrument))
        self.canvas.setAuthor("rmkit")
        self.y = pdf_paper.SIZE[1] - pdf_paper.TOP

    def finish(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()

    def room(self, height: float) -> None:
        """Begin a new page where the next part does not fit on this one."""
        if self.y - height < self.paper.BOTTOM:
            self.canvas.showPage()
            self.y = self.paper.SIZE[1] - self.paper.TOP

    def gap(self, height: float) -> None:
        self.y -= height

    def words(self, text: str, *, size: float = _SIZE, bold: bool = False, left: float = 0) -> None:
        """Write words, as many lines as they need."""
        from reportlab.lib.utils import simpleSplit

        font = self.paper.BOLD if bold else self.paper.PLAIN
        width = self.paper.WIDTH - left
        for line in simpleSplit(one_line(text), font, size, width):
            self.room(size * 1.4)
            self.y -= size * 1.4
            self.canvas.setFont(font, size)
            self.canvas.setFillColor(self.paper.INK)
            self.canvas.drawString(self.paper.SIDE + left, self.y, line)

    def item(self, item: Item, fields: list[Field]) -> None:
        """Write one question with its fields."""
        self.gap(8)
        self.room(60)
        self.words(item.text.say(self.language) + (" *" if item.required else ""), bold=True)
        if item.help:
            self.words(item.help.say(self.language), size=8.5)
        if item.kind == "matrix":
            self.matrix(fields)
        elif item.kind == "multiple_choice":
            for option in fields[0].options:
                self.tick(fields[0], option)
        elif item.kind == "choice":
            for option in fields[0].options:
                self.radio(fields[0], option, option.label.say(self.language))
        else:
            self.line(fields[0])

    def matrix(self, fields: list[Field]) -> None:
        """Write the rows of a matrix: for each what is asked, and a row of levels."""
        options = fields[0].options
        legend = ", ".join(f"{o.value} {o.label.say(self.language)}" for o in options)
        self.words(legend, size=8.5)
        for field in sorted(fields, key=lambda f: _place(fields, f)):
            ask = (
                f" – {field.ask.text.say(self.language)}"
                if len(field.item.asks) > 1 and field.ask
                else ""
            )
            row = field.row.text.say(self.language) if field.row else ""
            self.room(2 * _LINE + 6)
            self.words(row + ask + (" *" if field.required else ""), left=8)
            self.y -= _LINE + 3
            for number, option in enumerate(options):
                self.one(field, option, self.paper.SIDE + 16 + number * 42, str(option.value))

    def radio(self, field: Field, option: Option, label: str) -> None:
        self.room(_LINE + 4)
        self.y -= _LINE + 3
        self.one(field, option, self.paper.SIDE + 8, label)

    def one(self, field: Field, option: Option, x: float, label: str) -> None:
        """Write one of several that exclude each other, with its words."""
        self.canvas.acroForm.radio(
            name=field.key, tooltip=field.heading(self.language)[:120], value=str(option.value),
            x=int(x), y=int(self.y), size=_TICK, buttonStyle="circle", shape="circle",
            borderWidth=1, fieldFlags="noToggleToOff radio", selected=False,
        )  # fmt: skip
        self.label(x + _TICK + 4, label)

    def tick(self, field: Field, option: Option) -> None:
        self.room(_LINE + 4)
        self.y -= _LINE + 3
        x = self.paper.SIDE + 8
        self.canvas.acroForm.checkbox(
            name=f"{field.key}[{option.value}]", tooltip=option.label.say(self.language)[:120],
            x=int(x), y=int(self.y), size=_TICK, borderWidth=1, checked=False,
        )  # fmt: skip
        self.label(x + _TICK + 4, option.label.say(self.language))

    def label(self, x: float, text: str) -> None:
        self.canvas.setFont(self.paper.PLAIN, _SIZE)
        self.canvas.setFillColor(self.paper.INK)
        self.canvas.drawString(x, self.y + 2, one_line(text)[:110])

    def line(self, field: Field) -> None:
        """Write room for words: one line, or several."""
        tall = 70 if field.kind == "long_text" else 18
        self.room(tall + 6)
        self.y -= tall + 4
        self.canvas.acroForm.textfield(
            name=field.key, tooltip=field.heading(self.language)[:120], x=int(self.paper.SIDE) + 8,
            y=int(self.y), width=int(self.paper.WIDTH) - 8, height=tall, fontSize=10, borderWidth=1,
            maxlen=field.item.longest if field.kind in {"text", "long_text"} else 60,
            fieldFlags="multiline" if field.kind == "long_text" else "",
        )  # fmt: skip


def _place(fields: list[Field], field: Field) -> tuple[int, int]:
    """Order the cells of a matrix by row, then by what is asked."""
    rows = list(dict.fromkeys(f.row.id for f in fields if f.row))
    return (rows.index(field.row.id) if field.row else 0), fields.index(field)
