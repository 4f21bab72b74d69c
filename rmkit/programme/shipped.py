"""Where samples and notebooks are: beside the package in a checkout, else inside it."""

from __future__ import annotations

from pathlib import Path

from rmkit.errors import FileRefused, UnknownName

__all__ = ["sample_folder", "sample_names", "shipped_folder"]

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_folder(name: str) -> Path:
    """Find a folder that travels with rmkit (`data_samples`, `notebooks`).

    Raises
    ------
    FileRefused
        It is neither beside the package nor in it: the installation is not whole.
    """
    for folder in (_PACKAGE / "shipped" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    message = f'The folder "{name}" did not come with this installation. Install rmkit again.'
    raise FileRefused(message)


def sample_names() -> tuple[str, ...]:
    """Name the data samples that ship with rmkit."""
    folders = shipped_folder("data_samples").iterdir()
    return tuple(sorted(f.name for f in folders if (f / "programme.yaml").is_file()))


def sample_folder(name: str) -> Path:
    """Find the folder of a data sample; raise `UnknownName` if there is none."""
    if name not in sample_names():
        raise UnknownName(kind="sample", name=name, known=sample_names())
    return shipped_folder("data_samples") / name
