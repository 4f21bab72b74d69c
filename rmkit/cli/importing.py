"""`rmkit import`: a preview on the terminal, every fault, and then all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rmkit.cli import screen
from rmkit.exchange.columns import propose
from rmkit.exchange.mapping import write_mapping as write_down
from rmkit.exchange.tables import read_table
from rmkit.instruments import catalogue
from rmkit.instruments.model import Instrument
from rmkit.programme.clock import now
from rmkit.programme.incoming import asked_for, keep_file, not_kept, preview_file
from rmkit.programme.programme import Programme

if TYPE_CHECKING:
    from rmkit.exchange.preview import Preview

__all__ = ["check_instrument", "import_answers"]

_CALENDARS = {".ics", ".ical", ".ifb"}
_DAYS_AHEAD = 365


def check_instrument(name: str) -> str:
    """Refuse, as wrong usage, an instrument that is neither known nor a file of one's own."""
    known = [line.id for line in catalogue()]
    own = Path(name).suffix.lower() in {".yaml", ".yml", ".json"}
    if name in known or (own and Path(name).exists()):
        return name
    message = f"{name} is no instrument. Known are {', '.join(known)}, or a YAML file of your own."
    raise typer.BadParameter(message)


def import_answers(
    programme: Programme,
    file: Path,
    *,
    instrument: str,
    wave: str = "",
    person: str = "",
    mapping: Path | None,
    sheet: str | None,
    encoding: str | None,
    ignore_unknown: bool,
    write_mapping: Path | None,
    dry_run: bool,
) -> bool:
    """Show a file as it was understood and keep it if nothing is wrong; say whether it is sound."""
    if file.suffix.lower() in _CALENDARS:
        return _show_calendar(file)
    if write_mapping:
        table = read_table(file, sheet=sheet, encoding=encoding)
        candidates = programme.candidates
        asked = (
            candidates.recognise(file, mapping=mapping)
            if instrument == "candidate"
            else asked_for(instrument, programme)
        )
        path = write_down(write_mapping, propose(table, asked))
        screen.say(
            f"Wrote {path}. Complete the lines with a question mark, then import again "
            f"with --mapping {path}."
        )
        return True
    seen = preview_file(
        programme,
        file,
        instrument,
        wave=wave,
        person=person,
        mapping=mapping,
        sheet=sheet,
        encoding=encoding,
        ignore_unknown=ignore_unknown,
    )
    if instrument == "candidate" and not programme.candidates.is_chosen:
        screen.say(f"Questionnaire, as the headings tell it: {_described(seen.instrument)}.", "")
    screen.say(seen.text())
    if not seen.ok:
        _tell_what_to_do(programme, seen, file, mapping)
        return False
    if dry_run:
        screen.say("This was a preview; nothing was imported.")
        return True
    return _keep(programme, seen)


def _show_calendar(file: Path) -> bool:
    """Show when a calendar says that somebody is busy; nothing is kept."""
    from rmkit.exchange.calendar_file import read_calendar

    today = now().date()
    seen = read_calendar(file, first=today, last=today + timedelta(days=_DAYS_AHEAD))
    screen.say(seen, *seen.notes)
    if not seen.ok:
        screen.say(f"Mend ({len(seen.faults)})")
        screen.listed(seen.faults)
        screen.complain("Nothing was imported. Mend the calendar and give it again.")
        return False
    screen.say("Nothing was kept: busy times are kept with the meetings step.")
    return True


def _tell_what_to_do(programme: Programme, seen: Preview, file: Path, mapping: Path | None) -> None:
    screen.complain("Nothing was imported. Mend the faults in the file and import it again.")
    if seen.made_for and seen.made_for != seen.instrument.id:
        screen.complain(f"To read it as what it is: --instrument {seen.made_for}.")
        return
    unknown = any(column.use == "unknown" for column in seen.matched)
    if unknown and seen.instrument.id == "candidate":
        _tell_not_chosen(programme.candidates.not_chosen(file, mapping=mapping))
    if unknown:
        screen.complain(
            "Where headings are worded differently, --write-mapping FILE writes down what was "
            "understood; --ignore-unknown leaves out columns that match no question."
        )


def _keep(programme: Programme, seen: Preview) -> bool:
    if why := not_kept(seen.instrument):
        screen.say(why)
        return True
    screen.say(keep_file(programme, seen))
    if seen.instrument.id in {"candidate", "staff_list"} and (
        strangers := programme.candidates.not_on_the_list
    ):
        screen.say(f"Not on the staff list, so their line is not known: {', '.join(strangers)}.")
    return True


def _tell_not_chosen(rows: Mapping[str, str]) -> None:
    if rows:
        screen.complain(
            f"The file also rates {', '.join(rows.values())}, which this programme does not ask. "
            f"To take them in, name them too ({', '.join(rows)}) in `{screen.command()} choose`."
        )


def _described(questionnaire: Instrument) -> str:
    rows = [f"{len(i.rows)} {i.id}" for i in questionnaire.items if i.kind == "matrix"]
    return ", ".join([str(questionnaire.variant), *(rows or ["no competences or tools"])])
