"""`rmkit import`: a preview on the terminal, every fault, and then all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rmkit.cli import screen
from rmkit.exchange.columns import propose
from rmkit.exchange.mapping import write_mapping as write_down
from rmkit.exchange.tables import read_table
from rmkit.instruments import load
from rmkit.instruments.model import Instrument
from rmkit.programme.programme import Programme

__all__ = ["import_answers"]


def import_answers(
    programme: Programme,
    file: Path,
    *,
    instrument: str,
    mapping: Path | None,
    sheet: str | None,
    encoding: str | None,
    ignore_unknown: bool,
    write_mapping: Path | None,
    dry_run: bool,
) -> bool:
    """Show a file as it was understood and keep it if nothing is wrong; say whether it is sound."""
    candidates = programme.candidates
    if write_mapping:
        staff_list = instrument == "staff_list"
        asked = load("staff_list") if staff_list else candidates.recognise(file, mapping=mapping)
        path = write_down(
            write_mapping, propose(read_table(file, sheet=sheet, encoding=encoding), asked)
        )
        screen.say(
            f"Wrote {path}. Complete the lines with a question mark, then import again "
            f"with --mapping {path}."
        )
        return True
    seen = candidates.preview(
        file,
        instrument=instrument,
        mapping=mapping,
        sheet=sheet,
        encoding=encoding,
        ignore_unknown=ignore_unknown,
    )
    if instrument == "candidate" and not candidates.is_chosen:
        screen.say(f"Questionnaire, as the headings tell it: {_described(seen.instrument)}.", "")
    screen.say(seen.text())
    if not seen.ok:
        screen.complain("Nothing was imported. Mend the faults in the file and import it again.")
        unknown = any(column.use == "unknown" for column in seen.matched)
        if unknown and instrument == "candidate":
            _tell_not_chosen(candidates.not_chosen(file, mapping=mapping))
        if unknown:
            screen.complain(
                "Where headings are worded differently, --write-mapping FILE writes down what was "
                "understood; --ignore-unknown leaves out columns that match no question."
            )
        return False
    if dry_run:
        screen.say("This was a preview; nothing was imported.")
        return True
    screen.say(candidates.keep(seen))
    if strangers := candidates.not_on_the_list:
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
