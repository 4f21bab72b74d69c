"""The report on 1,000 pairs of ten sessions each, of whom nine in ten answered at every time.

From the programme file to facts, page, HTML and PDF, with nothing remembered; CPU and wall of one
turn each. Nothing is asserted; the aim is under 20 s of CPU for all of it.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rmkit.exchange.html import render_html
from rmkit.exchange.pdf import render_pdf
from rmkit.instruments import load
from rmkit.instruments.model import Instrument
from rmkit.programme.programme import Programme
from rmkit.records.model import Response
from tests.benchmarks.many_pairs import BEGAN, TODAY, many_pairs

_BACK = 0.9
_WAVES: dict[str, tuple[str, ...]] = {
    "learning_needs": ("before", "kick_off", "after"),
    "mentor_growth": ("before", "after"),
    "satisfaction_mentee": ("after",),
    "satisfaction_mentor": ("after",),
}


def main() -> None:
    """Print what facts, page and files cost."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        programme = many_pairs(Path(name) / "many.rmkit")
        n = answered(programme)
        print(f"{len(programme.file.pairs('confirmed')):,} pairs, {n:,} answers about the end")
        step = programme.evaluation
        works: dict[str, Callable[[], object]] = {
            "facts": step.facts,
            "page": step.page,
            "HTML": lambda: render_html(step.page()),
            "PDF": lambda: render_pdf(step.page()),
        }
        print(f"{'':<12}{'CPU s':>8}{'wall s':>8}")
        total = time.process_time()
        for what, work in works.items():
            cpu, wall = time.process_time(), time.perf_counter()
            work()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            print(f"{what:<12}{cpu:>8.2f}{wall:>8.2f}")
        print(f"{'together':<12}{time.process_time() - total:>8.2f}")
        programme.close()


def answered(programme: Programme) -> int:
    """Let people answer before, at the kick-off and at the end; give how many answers came."""
    draw = random.Random(7)
    forms = {name: load(name) for name in _WAVES}
    kept = list(_responses(programme, forms, draw))
    with programme.file.change(actor="b", action="Filled", now=BEGAN) as change:
        for form in forms.values():
            change.save_instrument(form)
        change.save_responses(kept)
    return len(kept)


def _responses(
    programme: Programme, forms: dict[str, Instrument], draw: random.Random
) -> Iterator[Response]:
    for pair in programme.file.pairs("confirmed"):
        for side, person in (("mentor", pair.mentor_id), ("mentee", pair.mentee_id)):
            for name, form in forms.items():
                if side not in form.filled_by:
                    continue
                for wave in _WAVES[name]:
                    if draw.random() < _BACK:
                        answers = _filled(form, wave, draw)
                        yield Response(
                            person, name, form.version, answers, wave=wave,
                            pair_id=pair.pair_id, submitted_at=f"{TODAY}T09:00:00+00:00",
                        )  # fmt: skip


def _filled(form: Instrument, wave: str, draw: random.Random) -> dict[str, object]:
    """Answer everything that has five steps, a little higher at the end."""
    higher = wave == "after"
    return {
        field.key: min(5, draw.randint(1, 4) + (higher and draw.random() < 0.4))
        for field in form.fields
        if [option.value for option in field.options] == [1, 2, 3, 4, 5]
        and not (field.key.startswith("then_") and not higher)
    }


if __name__ == "__main__":
    main()
