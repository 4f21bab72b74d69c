"""Every command as a view: run as a shell would, and what it printed."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.hostile import marks_of, own_instrument

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from tests.viewing import Output, View

__all__ = ["COMMANDS", "on_terminal"]


def on_terminal(*words: str) -> View:
    """Run a command as a shell would, and give what it printed, plain and in colours."""

    def make(programme: Programme, folder: Path) -> Iterator[Output]:
        import re

        from rich.console import Console

        from rmkit.cli import screen
        from rmkit.cli.app import app

        places = {
            "FILE": str(programme.file.path),
            "TO": str(folder / "out"),
            "XLSX": str(folder / "out.xlsx"),
            "LINKS": str(folder / "links.csv"),
            "OWN": str(folder / "hostile.yaml"),
            "NEW": str(folder / "new.rmkit"),
            "STAFF": str(programme.file.path.parent / "staff.csv"),
            "NAME": marks_of("Zterm", "Zrich"),
            "BY": marks_of("Zquote", "Zterm", "Zheader"),
        }
        own_instrument(folder)
        for colours in (False, True):
            out = io.StringIO()
            console = Console(file=out, highlight=False, soft_wrap=True, force_terminal=colours)
            before = screen._out, screen._err
            screen._out = screen._err = console
            try:
                with contextlib.redirect_stdout(out):  # tables have a console of their own
                    app([places.get(word, word) for word in words], standalone_mode=False)
            except Exception as error:  # noqa: BLE001 - what a command complains of is a view too
                screen.complain(str(error))
            finally:
                screen._out, screen._err = before
            said = re.sub(r"\x1b\[(?:[0-9;]*m|\?25[lh]|2K|1A)|\r", "", out.getvalue())
            yield f"{words[0]}, {'in colours' if colours else 'plain'}", "txt", said

    return make


COMMANDS: dict[str, tuple[str, ...]] = {
    "new": ("new", "NEW", "--name", "NAME", "--organisation", "BY"),
    "describe": ("describe", "FILE", "--objective", "BY"),
    "choose": ("choose", "FILE", "--competences", "[red]x,$y$"),
    "status": ("status", "FILE"),
    "import": ("import", "FILE", "STAFF", "--instrument", "staff_list", "--dry-run"),
    "profiles": ("profiles", "FILE", "--to", "TO", "--keep-reason", "BY"),
    "match": ("match", "FILE", "--lock", "[red]:\x1b[31m"),
    "audit": ("audit", "FILE", "--to", "TO", "--by", "department"),
    "kickoff": ("kickoff", "FILE", "--to", "TO"),
    "candidates": ("candidates", "FILE"),
    "training": ("training", "--to", "TO", "--organisation", "BY"),
    "remind": ("remind", "FILE", "--today", "2030-01-01", "--write", "--by", "BY", "--to", "TO"),
    "report": ("report", "FILE", "--to", "TO", "--decide", "change", "--why", "BY", "--by", "BY"),
    "schedule": ("schedule", "FILE", "--keep", "--by", "BY", "--room", "NAME", "--write", "--to",
                 "TO"),
    "check": ("check", "FILE", "--head", "BY"),
    "backup": ("backup", "FILE", "--by", "BY"),
    "restore": ("restore", "FILE", "STAFF", "--by", "BY"),
    "undo": ("undo", "FILE", "--by", "BY"),
    "history": ("history", "FILE"),
    "object": ("object", "FILE", "P0001", "matching", "--by", "BY"),
    "objections": ("objections", "FILE"),
    "accesses": ("accesses", "FILE"),
    "person": ("person", "FILE", "P0001", "--to", "TO", "--by", "BY"),
    "correct": ("correct", "FILE", "P0001", "site", "BY", "--by", "BY", "--why", "BY"),
    "retention": ("retention", "FILE", "--keep", "NAME", "--until", "2030-01-01", "--why", "BY"),
    "papers": ("papers", "FILE", "--to", "TO"),
    "export": ("export", "FILE", "--to", "TO"),
    "inbox": ("inbox", "FILE"),
    "publish": ("publish", "FILE"),
    "serve": ("serve", "FILE", "--instrument", "candidate", "--to", "LINKS", "--links-only",
              "--show-links", "--by", "BY"),
    "erase": ("erase", "FILE", "\x1b[31m[red]", "--by", "BY"),
    "activities": ("activities", "FILE", "--words", "BY"),
    "starters": ("starters", "--seed", "1", "--theme", "NAME"),
    "kits": ("kits", "FILE", "--to", "TO", "--pair", "NAME"),
    "goals": ("goals", "STAFF"),
    "guide": ("guide", "--to", "TO"),
    "lexicon": ("lexicon", "NAME"),
    "letters list": ("letters", "list", "FILE"),
    "letters show": ("letters", "show", "FILE", "welcome_mentor", "--person", "P0001"),
    "letters write": ("letters", "write", "FILE", "circle_invitation", "--with", "when=[red]x",
                      "--with", "where=\x1b[31m", "--to", "TO"),
    "letters send": ("letters", "send", "FILE", "admitted", "--host", "NAME", "--by", "BY"),
    "letters settle": ("letters", "settle", "FILE", "NAME", "P0001", "--did-not", "--by", "BY"),
    "letters log": ("letters", "log", "FILE"),
    "pairs waiting": ("pairs", "waiting", "FILE"),
    "pairs partners": ("pairs", "partners", "FILE", "P0001"),
    "pairs part": ("pairs", "part", "FILE", "1-0001", "--by", "BY"),
    "pairs leave": ("pairs", "leave", "FILE", "P0002", "--by", "BY"),
    "pairs places": ("pairs", "places", "FILE", "P0001", "2", "--end", "NAME", "--by", "BY"),
    "pairs rematch": ("pairs", "rematch", "FILE", "--reopen", "NAME"),
    "pairs draw": ("pairs", "draw", "FILE", "1", "--seed", "NAME", "--by", "BY"),
    "instruments list": ("instruments", "list"),
    "instruments show": ("instruments", "show", "candidate"),
    "instruments export": ("instruments", "export", "candidate", "--to", "XLSX",
                           "--programme", "FILE", "--replace"),
}  # fmt: skip
