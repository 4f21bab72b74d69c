"""Many filled forms at once, one person a file: a folder of them, or a ZIP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from rmkit.errors import Fault, FaultsFound, FileRefused, UnknownName, shown
from rmkit.exchange.arrival import FORM_KINDS, Arrival, receive, told
from rmkit.exchange.limits import MOST_FORMS
from rmkit.exchange.tables import RawTable, read_arrival
from rmkit.exchange.zip_parts import opened_archive

__all__ = ["form_files", "read_forms", "read_zip"]

_ENDINGS = {".xlsx", ".docx", ".pdf", ".json", ".html", ".htm"}
_ARCHIVES = {".zip", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz"}
Opened = tuple[str, Callable[[], Arrival]]


def form_files(folder: Path) -> list[Path]:
    """List what can be a form in a folder; other files in it are passed over."""
    return sorted(file for file in folder.iterdir() if _is_form(file.name) and file.is_file())


def _is_form(name: str) -> bool:
    return Path(name).suffix.lower() in _ENDINGS and not name.startswith(("~$", ".", "._"))


def read_forms(folder: Path) -> tuple[list[RawTable], list[Fault]]:
    """Read every form in a folder.

    Parameters
    ----------
    folder
        Where the filled forms are: Excel, Word, PDF, HTML or JSON; others are passed over.

    Returns
    -------
    tuple
        A table for each form, in the order of the file names, and a fault for each file that is
        none.

    Raises
    ------
    FileRefused
        There is no form in the folder, or too many files.
    """
    try:
        files = form_files(folder)
    except OSError as error:
        message = f"The folder {folder.name} cannot be opened ({error.strerror})."
        raise FileRefused(message) from error
    opened = [(file.name, _received(file)) for file in files]
    return _read(opened, f"The folder {folder.name}")


def _received(file: Path) -> Callable[[], Arrival]:
    return lambda: receive(file, allowed=FORM_KINDS)


def read_zip(arrival: Arrival) -> tuple[list[RawTable], list[Fault]]:
    """Read every form in a ZIP, as `read_forms` does; nothing is unpacked to disk.

    Raises
    ------
    FileRefused
        The archive is damaged or hostile, holds an archive itself, no form, or too many.
    """
    with opened_archive(arrival.data, file=arrival.file) as archive:
        names = sorted(part.filename for part in archive.infolist() if not part.is_dir())
        _refuse_nested(names, arrival.file)
        forms = [name for name in names if _is_form(_last(name)) and "__MACOSX/" not in name]
        _refuse_many(forms, f"The archive {arrival.file}")
        contents: list[Opened] = [
            (_last(name), _unpacked(_last(name), archive.read(name))) for name in forms
        ]
    return _read(contents, f"The archive {arrival.file}")


def _last(name: str) -> str:
    return PurePosixPath(name).name


def _refuse_nested(names: list[str], file: str) -> None:
    nested = [name for name in names if Path(name).suffix.lower() in _ARCHIVES]
    if nested:
        message = (
            f"{file} holds an archive itself ({shown(_last(nested[0]))}). Put the forms alone into "
            "one ZIP. Nothing was unpacked."
        )
        raise FileRefused(message)


def _refuse_many(names: Sequence[object], where: str) -> None:
    if len(names) > MOST_FORMS:
        message = f"{where} holds {len(names):,} forms; the limit is {MOST_FORMS:,}."
        raise FileRefused(message)


def _unpacked(name: str, data: bytes) -> Callable[[], Arrival]:
    return lambda: told(name, data, allowed=FORM_KINDS)


def _read(files: list[Opened], where: str) -> tuple[list[RawTable], list[Fault]]:
    _refuse_many(files, where)
    tables: list[RawTable] = []
    refused: list[Fault] = []
    for name, opened in files:
        try:
            tables.append(_form(opened()))
        except FileRefused as error:
            refused.append(Fault(str(error), file=name))
        except FaultsFound as error:
            refused += error.faults
        except UnknownName as error:
            refused.append(Fault(str(error), file=name))
    if not tables and not refused:
        message = f"{where} holds no filled form (.xlsx, .docx, .pdf, .html, .json)."
        raise FileRefused(message)
    return tables, refused


def _form(arrival: Arrival) -> RawTable:
    table = read_arrival(arrival)
    if table.layout != "rmkit_form":
        message = (
            "This is not a form of ours; only filled forms are read together. Move it elsewhere."
        )
        raise FileRefused(message)
    return table
