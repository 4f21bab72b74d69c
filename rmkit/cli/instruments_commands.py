"""The commands about questionnaires, worksheets and lists: list, show, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rmkit.definitions.texts import LANGUAGES
from rmkit.errors import nearest

__all__ = ["instruments_app"]

instruments_app = typer.Typer(
    no_args_is_help=True, help="Questionnaires, worksheets and lists: list, show, export."
)


def _format(name: str | None) -> str | None:
    """Refuse, as wrong usage, a format that is not there."""
    from rmkit.exchange.form_writers import FORMATS

    if name is None or name in FORMATS:
        return name
    message = f"{name} is no format.{nearest(name, FORMATS)} There is: {', '.join(FORMATS)}."
    raise typer.BadParameter(message)


def _language(name: str) -> str:
    if name in LANGUAGES:
        return name
    message = f"{name} is no language of the forms. There is: {', '.join(LANGUAGES)}."
    raise typer.BadParameter(message)


WhichOne = Annotated[
    str, typer.Argument(metavar="ID", help="For example candidate, or a YAML file of your own.")
]
Variant = Annotated[str | None, typer.Option(help="For example short or extended.")]


@instruments_app.command("list")
def list_instruments() -> None:
    """List what can be asked, by the step of a programme it belongs to."""
    from rmkit.cli.instruments_shown import show_catalogue

    show_catalogue()


@instruments_app.command("show")
def show_instrument(name: WhichOne, variant: Variant = None) -> None:
    """Show every question of an instrument, its scales and its scores."""
    from rmkit.cli.instruments_shown import show_questions

    show_questions(name, variant)


@instruments_app.command("export")
def export_instrument(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="For example candidate, a YAML file of your own, or all of them: all.",
        ),
    ],
    to: Annotated[Path, typer.Option(help="The file to write, or a folder.")],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="pdf (to print), fillable-pdf, xlsx, docx, html, google, msforms, or table; "
            "without it, told by the ending.",
            callback=_format,
        ),
    ] = None,
    variant: Variant = None,
    programme: Annotated[
        Path | None, typer.Option(help="Take organisation and rows from this programme.")
    ] = None,
    language: Annotated[
        str, typer.Option(help="en, es, de, bg or cs, where the texts have it.", callback=_language)
    ] = "en",
    organisation: Annotated[str, typer.Option(help="Stands below the title.")] = "",
    replace: Annotated[bool, typer.Option(help="Write over files that are there.")] = False,
) -> None:
    """Write an instrument to print, to send out and fill in, or for your survey tool."""
    from rmkit.cli.instruments_export import Wanted, export

    if name == "all" and (variant is not None or form is None):
        message = "all takes --format, and no --variant: each is written as it comes first."
        raise typer.BadParameter(message)
    export(name, to, Wanted(form, variant, programme, language, organisation, replace))
