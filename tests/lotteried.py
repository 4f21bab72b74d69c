"""Harbour with a lottery for its places, once a process: a comparison that nobody chose."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pandas as pd

from rmkit.exchange.responses import Response as Found
from rmkit.people import managers_of
from rmkit.programme.clock import at, now
from rmkit.programme.importing import add_responses
from rmkit.programme.play import play
from rmkit.programme.programme import Programme
from rmkit.programme.recipes import Recipe, sample_recipe
from rmkit.programme.samples import load_sample
from rmkit.synthetic import Evaluation, EvaluationDays, Gains, evaluation
from rmkit.synthetic.dice import Dice

PLACES = 20
GAIN = 1.2
"""What a drawn mentee truly learns in each tool, if all meetings are held; others learn nothing."""
TOOLS = ("spreadsheets", "data_dashboards", "social_media")
_BY = "Greta Möwenfeld"
_WAVES = {"needs_kick_off": "kick_off", "needs_after": "after"}


def copy_of_lottery(folder: Path) -> tuple[Programme, Evaluation]:
    """Open a copy of Harbour as it was evaluated after a lottery, with the truth about it."""
    path, truth = _drawn()
    return Programme.open(shutil.copy(path, folder / "lottery.rmkit")), truth


@cache
def _drawn() -> tuple[Path, Evaluation]:
    recipe = sample_recipe("harbour")
    days = recipe.days
    path = Path(tempfile.mkdtemp(prefix="rmkit-")) / "lottery.rmkit"
    with at(days.at(days.answers_read)), play(recipe, path, until="profiles") as programme:
        with at(days.at(days.confirmed)):
            programme.pairing.draw_places(PLACES, by=_BY, seed="harbour tide")
            programme.pairing.solve()
            programme.pairing.open_unmatched()
            programme.pairing.open_flagged()
            programme.pairing.confirm(by=_BY)
        back = _evaluated(programme, recipe)
        with at(days.at(days.returned)):
            for table, wave in _WAVES.items():
                _keep(programme, back.tables[table], wave)
    return path, back


def _evaluated(programme: Programme, recipe: Recipe) -> Evaluation:
    """Make up what comes back from those who were drawn and those who wait."""
    dice = Dice(3, 90)
    rows = [
        {"of": pair.mentee_id, "mentor_id": pair.mentor_id, "mentee_id": pair.mentee_id,
         "planted": None, "held": dice.weighted({10: 6.0, 7: 2.0, 2: 1.0})}
        for pair in sorted(programme.file.pairs("confirmed"), key=lambda pair: pair.mentee_id)
    ]  # fmt: skip
    sample, days = load_sample("harbour"), recipe.days
    managers = managers_of(sample["staff"])
    return evaluation(
        sample["people"],
        pd.DataFrame(rows),
        skills=TOOLS,
        gains=Gains(dict.fromkeys(TOOLS, GAIN), {}),
        sessions=10,
        days=EvaluationDays(days.kick_off, days.kick_off, days.last_day, days.last_day),
        managers={str(k): str(v) for k, v in managers.items() if not pd.isna(v)},
        seed=3,
    )


def _keep(programme: Programme, table: pd.DataFrame, wave: str) -> None:
    asked = programme.questionnaires.instrument("learning_needs")
    keys = {field.key for field in asked.fields}
    found = [
        Found(
            f"{wave}.csv",
            number,
            {k: int(v) if k != "urgency" else v for k, v in row.items()
             if k in keys and not pd.isna(v)},
            submitted_at=f"{row['sent'].isoformat()}+00:00",
            person_id=row["person_id"],
            wave=wave,
        )
        for number, row in enumerate(table.to_dict("records"), start=2)
    ]  # fmt: skip
    add_responses(programme.file, found, asked, source=f"{wave}.csv", now=now())
