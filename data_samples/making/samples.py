"""The samples: who is made up in each, what the programme is about, which raw files go with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from making.calendars import CHRISTMAS, Calendar
from making.cards import write_card
from making.csv_files import write_table
from making.european import write_european
from making.evaluations import made_evaluation, write_evaluation
from making.filled_forms import write_filled_forms
from making.google_forms import write_google_forms, write_google_sheets
from making.half_years import made_half_year, write_half_year
from making.microsoft_forms import write_microsoft_forms
from making.programmes import Programme, write_programme
from making.responses import responses_of
from making.staff_lists import write_hr_csv, write_hr_workbook, write_owner_list
from rmkit import instruments
from rmkit.instruments.model import Instrument
from rmkit.synthetic import (
    HARBOUR,
    LANGUAGES,
    LANTERN,
    Cohort,
    Employer,
    Gains,
    Rhythm,
    cohort,
    small_companies,
)

__all__ = ["SAMPLES", "Sample", "write_sample"]


@dataclass(frozen=True)
class AskedAgain:
    """What comes back after the end: what is true of it, who tells of a wrong, hours and cost."""

    gains: Gains
    wrong: int
    cost: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Sample:
    """One data sample: the sizes and the seed it is made from, and its programme."""

    id: str
    title: str
    about: str
    seed: int
    n_pairs: int
    n_candidates: int
    n_staff: int
    employers: tuple[Employer, ...]
    scarce: str
    programme: Programme
    raw: tuple[str, ...]
    talkative: float = 1.0
    asked_again: AskedAgain | None = field(default=None, hash=False)

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that are rated: competences, then tools."""
        return (*self.programme.competences, *self.programme.tools)

    def cohort(self) -> Cohort:
        """Make up the people."""
        return cohort(
            n_pairs=self.n_pairs,
            seed=self.seed,
            n_candidates=self.n_candidates,
            n_staff=self.n_staff,
            employers=self.employers,
            variant=self.programme.variant,
            skills=self.skills,
            scarce=self.scarce,
            talkative=self.talkative,
        )

    def instrument(self) -> Instrument:
        """Load the questionnaire that was put to the candidates."""
        return instruments.load("candidate", self.programme.variant, self.programme.entries)


def write_sample(sample: Sample, folder: Path) -> Iterator[Path]:
    """Write a sample's files into its folder, and name them."""
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    made = sample.cohort()
    for name in ("staff", "people", "truth"):
        write_table(folder / f"{name}.csv", getattr(made, name))
    _write_raw(sample, made, raw)
    told = made_half_year(sample, made)
    write_half_year(sample, made, told, folder)
    write_programme(folder / "programme.yaml", sample.programme)
    back = made_evaluation(sample, made, told) if sample.asked_again else None
    if back is not None:
        write_evaluation(sample, made, back, folder)
    write_card(folder / "CARD.md", sample, made, told, back)
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _write_raw(sample: Sample, made: Cohort, raw: Path) -> None:
    instrument = sample.instrument()
    sent = responses_of(made, instrument, seed=sample.seed)
    for name in sample.raw:
        path = raw / name
        if name in _ANSWERS:
            _ANSWERS[name](path, instrument, sent)
        elif name in _STAFF:
            _STAFF[name](path, made.staff)
        else:
            write_owner_list(path, made.staff, instruments.load("staff_list"))


_ANSWERS: Final = {
    "google_forms.csv": write_google_forms,
    "google_sheets.csv": write_google_sheets,
    "ms_forms.xlsx": write_microsoft_forms,
    "european.csv": write_european,
    "forms": write_filled_forms,
}
_STAFF: Final = {"staff_hr.xlsx": write_hr_workbook, "staff_hr.csv": write_hr_csv}

_HARBOUR_PILOT: Final = Programme(
    name="Harbour pilot",
    organisation="Harbour",
    coordinator=("Greta Möwenfeld", "greta.moewenfeld@example.org"),
    focus="Digital competences and tools of senior staff",
    reason=(
        "The port moves its planning and its reports into shared digital tools next year. Many "
        "who decide about them have never used them, and juniors who use them daily are not heard."
    ),
    sentence=(
        "By the end of March 2027, every mentee brings two competences and two tools of their "
        "choice from level 2 to level 4 in ten one-hour sessions with their mentor, as both rate "
        "it in the closing questionnaire."
    ),
    parts={
        "competences": 2,
        "tools": 2,
        "from_level": 2,
        "to_level": 4,
        "measures": ["own_rating", "both_rate"],
        "matters": (
            "Whoever plans berths and crews reads the figures of the day and decides, without "
            "waiting until somebody has made a chart of them."
        ),
        "indicator": "Hours from the end of a shift to its report",
        "by": "2027-03-31",
        "weeks": 2,
    },
    sessions=10,
    months=6,
    start="2026-10-05",
    variant="extended",
    competences=("evaluating", "interacting", "identity", "developing_content"),
    tools=("spreadsheets", "data_dashboards", "social_media"),
    languages=LANGUAGES,
    answers="raw/google_forms.csv",
    staff="raw/staff_hr.xlsx",
    staff_mapping="raw/staff_hr.mapping.yaml",
    calendar=Calendar(
        set_up=date(2026, 8, 31),
        answers_read=date(2026, 9, 28),
        interviewed=date(2026, 9, 29),
        confirmed=date(2026, 9, 30),
        training=date(2026, 10, 5),
        middle=date(2026, 11, 30),
        parted=date(2026, 12, 2),
        rhythm=Rhythm(
            starts=date(2026, 10, 5),
            ends=date(2027, 4, 5),
            kick_off=date(2026, 10, 1),
            first_week=date(2026, 10, 12),
            rematched=date(2026, 12, 8),
            rejoins=date(2027, 1, 11),
            sessions=10,
            closed=CHRISTMAS,
        ),
        asks_again=True,
    ),
)
_HARBOUR_AGAIN: Final = AskedAgain(
    Gains(
        mentees={
            "data_dashboards": 1.9, "spreadsheets": 1.8, "evaluating": 1.6,
            "developing_content": 1.5, "interacting": 0.0, "identity": 0.0, "social_media": 0.0,
        },
        others={"data_dashboards": 0.2},
    ),
    wrong=3,
    cost=(
        ("mentor_hours", 640), ("mentee_hours", 430), ("coordinator_hours", 260),
        ("other_hours", 90), ("mentor_hourly_cost", 38), ("mentee_hourly_cost", 71),
        ("coordinator_hourly_cost", 52), ("other_hourly_cost", 60), ("training_cost", 4200),
        ("material_cost", 900), ("travel_cost", 350), ("benefit_low", 60000),
        ("benefit_high", 140000), ("benefit_share", 50), ("benefit_sure", 70),
        ("benefit_basis", "Hours from the end of a shift to its report, from the log of March and "
         "of a year before, times what an hour of a shift leader costs."),
    ),
)  # fmt: skip

_CHAMBER_PROGRAMME: Final = Programme(
    name="Chamber across companies",
    organisation="Westmoor Chamber of Commerce",
    coordinator=("Ida Longstile", "ida.longstile@example.org"),
    focus="Working safely and visibly online in small companies",
    reason=(
        "Small companies cannot each run a programme of their own. Across companies, owners and "
        "long-serving staff find a young mentor, and juniors see how another company works."
    ),
    sentence=(
        "By the end of June 2027, eight in ten mentees of the member companies rate themselves one "
        "level higher in at least two competences and one tool than in September 2026, after eight "
        "one-hour sessions."
    ),
    sessions=8,
    months=9,
    start="2026-10-12",
    variant="extended",
    competences=("evaluating", "sharing", "developing_content", "protecting_data"),
    tools=("spreadsheets", "social_media", "ai_assistants"),
    languages=LANGUAGES,
    answers="raw/google_sheets.csv",
    staff="raw/staff_hr.csv",
    staff_mapping="raw/staff_hr.mapping.yaml",
    calendar=Calendar(
        set_up=date(2026, 8, 31),
        answers_read=date(2026, 9, 29),
        confirmed=date(2026, 10, 6),
        training=date(2026, 10, 12),
        middle=date(2027, 1, 18),
        parted=date(2027, 1, 20),
        rhythm=Rhythm(
            starts=date(2026, 10, 12),
            ends=date(2027, 7, 12),
            kick_off=date(2026, 10, 8),
            first_week=date(2026, 10, 19),
            rematched=date(2027, 1, 25),
            rejoins=date(2027, 2, 1),
            sessions=8,
            weeks_between=4,
            closed=CHRISTMAS,
        ),
        joiners=0,
        pairs_told=40,
    ),
)

_SIX_PAIRS_PROGRAMME: Final = Programme(
    name="Lantern six",
    organisation="Lantern Print",
    coordinator=("Nora Fernlight", "nora.fernlight@example.org"),
    focus="New ways of working in the shop",
    reason="Half of our orders come in online; half of us have never looked at them there.",
    sentence=(
        "By Christmas 2026, six pairs have met six times for an hour, and every mentee uses one "
        "digital tool in daily work that they did not use in September."
    ),
    sessions=6,
    months=3,
    start="2026-10-01",
    variant="short",
    competences=("evaluating", "interacting", "identity", "developing_content"),
    tools=("shared_documents", "spreadsheets", "ai_assistants"),
    languages=(),
    answers="raw/google_forms.csv",
    staff="raw/staff_list.xlsx",
    calendar=Calendar(
        set_up=date(2026, 9, 7),
        answers_read=date(2026, 9, 28),
        interviewed=date(2026, 9, 28),
        confirmed=date(2026, 9, 29),
        training=date(2026, 10, 1),
        middle=date(2026, 11, 23),
        parted=date(2026, 11, 25),
        rhythm=Rhythm(
            starts=date(2026, 10, 1),
            ends=date(2027, 1, 1),
            kick_off=date(2026, 9, 30),
            first_week=date(2026, 10, 5),
            rematched=date(2026, 11, 27),
            rejoins=date(2026, 11, 30),
            sessions=6,
            alternating=False,
        ),
        asks_again=True,
    ),
)
_SIX_PAIRS_AGAIN: Final = AskedAgain(
    Gains(
        mentees={"shared_documents": 0.8, "ai_assistants": 0.8, "spreadsheets": 0.4},
        others={},
    ),
    wrong=1,
    cost=(
        ("mentor_hours", 62), ("mentee_hours", 45), ("coordinator_hours", 30), ("other_hours", 0),
        ("mentor_hourly_cost", 27), ("mentee_hourly_cost", 36), ("coordinator_hourly_cost", 33),
        ("other_hourly_cost", 0), ("training_cost", 0), ("material_cost", 120), ("travel_cost", 0),
    ),
)  # fmt: skip

SAMPLES: Final = (
    Sample(
        id="harbour",
        title="Harbour: a port authority",
        about=(
            "Harbour is a fictional port authority with nine departments at three sites. 64 of its "
            "people would like to take part in a pilot for about 24 pairs. They filled in the "
            "extended candidate questionnaire."
        ),
        seed=6,
        n_pairs=24,
        n_candidates=64,
        n_staff=110,
        employers=(HARBOUR,),
        scarce="data_dashboards",
        programme=_HARBOUR_PILOT,
        raw=("google_forms.csv", "ms_forms.xlsx", "european.csv", "staff_hr.xlsx"),
        asked_again=_HARBOUR_AGAIN,
    ),
    Sample(
        id="chamber",
        title="Chamber: thirty small companies",
        about=(
            "A fictional chamber of commerce runs one programme across 30 small companies. 1,200 "
            "people came forward for about 450 pairs and filled in the extended candidate "
            "questionnaire. They wrote little free text."
        ),
        seed=30,
        n_pairs=450,
        n_candidates=1_200,
        n_staff=2_100,
        employers=small_companies(),
        scarce="ai_assistants",
        programme=_CHAMBER_PROGRAMME,
        raw=("google_sheets.csv", "ms_forms.xlsx", "staff_hr.csv"),
        talkative=0.2,
    ),
    Sample(
        id="six_pairs",
        title="Six pairs: a print shop",
        about=(
            "Lantern Print is a fictional print shop of 22 people. 14 of them filled in the short "
            "candidate questionnaire, which asks for levels now and not for wanted levels, "
            "languages or times; there is room for about six pairs."
        ),
        seed=0,
        n_pairs=6,
        n_candidates=14,
        n_staff=22,
        employers=(LANTERN,),
        scarce="ai_assistants",
        programme=_SIX_PAIRS_PROGRAMME,
        raw=("forms", "google_forms.csv", "european.csv", "staff_list.xlsx"),
        asked_again=_SIX_PAIRS_AGAIN,
    ),
)
