"""The letters and principles that come with rmkit, and how an organisation's own are read.

A letter is one Markdown file: its front matter between two lines `---` says what it is and which
placeholders it has, and below stands what people get. Every file goes through the same checks,
ours and an organisation's, and all faults of a file are told at once.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from rmkit.content.checking import faults_in
from rmkit.content.model import Letter, Principles
from rmkit.content.piece import read_piece
from rmkit.definitions.reading import read_as
from rmkit.definitions.safe_yaml import Document, read_yaml
from rmkit.errors import Fault, FaultsFound, UnknownName

__all__ = ["decoded", "edited", "letter", "letters", "parted", "principles", "read_letter"]

_NOT_READ = "The letter was not taken over."


def letters() -> tuple[str, ...]:
    """Name the letters that come with rmkit, in alphabetical order.

    >>> [name for name in letters() if name.startswith("welcome")]
    ['welcome_mentee', 'welcome_mentor']
    """
    names = (file.name for file in (_pieces() / "letters").iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in names if name.endswith(".md")))


@cache
def letter(name: str) -> Letter:
    """Give a letter that comes with rmkit.

    Raises
    ------
    UnknownName
        There is no such letter.
    """
    if name not in letters():
        raise UnknownName(kind="letter", name=name, known=letters())
    file = _pieces() / "letters" / f"{name}.md"
    return read_letter(file.read_bytes(), source=file.name)


@cache
def principles() -> Principles:
    """Give the principles of reverse mentoring and the rules of engagement."""
    return read_piece(Principles, "principles.yaml")


def read_letter(text: str | bytes, *, source: str) -> Letter:
    """Read a whole letter file.

    Parameters
    ----------
    text
        Front matter between two lines `---`, then the body in Markdown; bytes must be UTF-8.
    source
        The name of the file, for faults.

    Raises
    ------
    FaultsFound
        The front matter is missing or has faults, or the text uses what is not there. Every
        fault is told, with its line.
    """
    words = decoded(text, source)
    front, body, first_line = parted(words, source)
    # The line of the opening `---` is kept as an empty one, so that lines agree with the file.
    document = read_yaml("\n" + front, source=source)
    if not isinstance(document.data, dict):
        raise _refused(problem="has no keys in its front matter.", source=source)
    whole = Document({**document.data, "body": body}, {**document.lines, ("body",): first_line})
    made = read_as(Letter, whole, source=source)
    padding = "\n" * (first_line - 1)
    subject_line = document.line(("subject",)) or 1
    _check(made, source, body=padding + body, subject="\n" * (subject_line - 1) + made.subject)
    return made


def edited(letter: Letter, *, subject: str | None = None, body: str | None = None) -> Letter:
    """Give a letter with an organisation's own words; its placeholders stay what they are.

    Parameters
    ----------
    letter
        The letter to start from.
    subject, body
        The new words, or None to keep the old ones.

    Raises
    ------
    FaultsFound
        The new words use a placeholder that is not there, or are empty. Lines are counted in
        the new words.
    """
    source = f"letter {letter.id}"
    new = {k: v for k, v in (("subject", subject), ("body", body)) if v is not None}
    blank = [
        Fault(f"The {name} is empty.", "Write something in it.", file=source)
        for name, text in new.items()
        if isinstance(text, str) and not text.strip()
    ]
    if blank:
        raise FaultsFound(blank, _NOT_READ)
    try:
        made = read_as(Letter, Document(letter.model_dump() | new), source=source)
    except FaultsFound as found:
        raise FaultsFound(found.faults, _NOT_READ) from None
    _check(made, source, body=made.body, subject=made.subject)
    return made


def _check(letter: Letter, source: str, *, body: str, subject: str) -> None:
    faults = faults_in(subject, letter.placeholders, source=source, column="subject")
    faults += faults_in(body, letter.placeholders, source=source)
    if faults:
        raise FaultsFound(faults, _NOT_READ)


def parted(text: str, source: str) -> tuple[str, str, int]:
    """Part a file into its front matter, its body, and the line on which the body begins."""
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"][:2]
    if len(ends) < 2 or ends[0] != 0:
        problem = "has no front matter."
        raise _refused(problem, source, "Begin with a line ---, the keys, and a second line ---.")
    end = ends[1]
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def decoded(text: str | bytes, source: str) -> str:
    """Give the text of a file in UTF-8 with plain line ends; refuse another encoding."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problem = "is not written in UTF-8."
            raise _refused(problem, source, "Save it with the encoding UTF-8.") from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _refused(problem: str, source: str, fix: str = "") -> FaultsFound:
    return FaultsFound([Fault(problem, fix, file=source, row=1)], _NOT_READ)


def _pieces() -> Traversable:
    return files("rmkit.content") / "pieces"
