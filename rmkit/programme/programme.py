"""One programme: its file, its steps, and where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rmkit.errors import NotReady, RmkitError
from rmkit.programme.chosen import chosen_path, found_programmes, remember_path
from rmkit.programme.clock import now
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.keeping import KeepingStep, keep_yesterday
from rmkit.programme.memory import Memory
from rmkit.programme.objective import ObjectiveStep
from rmkit.programme.retention import first_retention
from rmkit.records.store import ProgrammeFile

if TYPE_CHECKING:
    from rmkit.programme.candidates import CandidatesStep
    from rmkit.programme.evaluation.step import EvaluationStep
    from rmkit.programme.kickoff import KickoffStep
    from rmkit.programme.letters_step import LettersStep
    from rmkit.programme.library import LibraryStep
    from rmkit.programme.meetings_step import MeetingsStep
    from rmkit.programme.pairing import PairingStep
    from rmkit.programme.play import StageProgress
    from rmkit.programme.profiles import ProfilesStep
    from rmkit.programme.publication import PublicationStep
    from rmkit.programme.questionnaires import QuestionnairesStep
    from rmkit.programme.research import ResearchStep
    from rmkit.programme.rights import RightsStep
    from rmkit.programme.schedule import ScheduleStep
    from rmkit.programme.sealing import SealingStep
    from rmkit.programme.status import Status
    from rmkit.programme.training import TrainingStep
    from rmkit.records.model import Kind

__all__ = ["Programme"]


class Programme:
    """A reverse mentoring programme, kept in one file.

    Make one with `create`, come back with `open`, or try things on a `sample`. Each step of the
    method is an attribute: `objective`, `candidates`, `profiles`, `pairing`, `kickoff`.
    Whatever a step changes is saved, with who and when, before it returns. `is_temporary` tells a
    played sample, whose file lies where the machine clears away, from a programme to keep.
    """

    def __init__(self, file: ProgrammeFile) -> None:
        self.file = file
        self.is_temporary = False
        self.memory = Memory()
        self._daily_backup = ""

    @classmethod
    def create(cls, path: str | Path, *, name: str, organisation: str) -> Programme:
        """Start a programme in a new file.

        Parameters
        ----------
        path
            Where the file will be; nothing may be there yet. `.rmkit` is the usual ending.
        name, organisation
            As participants read them in letters.

        Raises
        ------
        FileRefused
            Something is at the path already, or the folder is missing.
        NotSaved
            The file cannot be written there.
        """
        moment = now()
        file = ProgrammeFile.create(Path(path), name=name, organisation=organisation, now=moment)
        with file.change(
            actor="coordinator", action="Set what is kept and until when", now=moment
        ) as change:
            for retention in first_retention(moment.date()):
                change.save_retention(retention)
        file.announce(now=moment)
        return cls(file)

    @classmethod
    def open(cls, path: str | Path | None = None) -> Programme:
        """Open a programme: the file named, `RMKIT_PROGRAMME`, or the one chosen last.

        What was left at the end of an earlier day is backed up first, once; see `keeping`.

        Raises
        ------
        NotReady
            No file is named and none was chosen.
        FileRefused
            The file is missing, damaged, empty, from elsewhere or from a newer rmkit.
        """
        file = ProgrammeFile.open(chosen_path() if path is None else Path(path))
        file.announce(now=now())
        opened = cls(file)
        opened._daily_backup = keep_yesterday(file, now=now())
        return opened

    @classmethod
    def sample(
        cls,
        name: str = "harbour",
        *,
        until: str | None = None,
        today: date | None = None,
        on_progress: StageProgress | None = None,
    ) -> Programme:
        """Play a data sample into a temporary programme.

        Parameters
        ----------
        name
            `harbour`, `chamber` or `six_pairs`.
        until
            The step to stop before ("pairing": everything that pairing needs is done). None plays
            the main job, up to the letters of the kick-off. `training`, `meetings`, `evaluation`
            (up to the last meeting) and `evaluated` (until all answers about it are in) are played
            by the dates of the sample's fictional half-year.
        today
            Stop on this day of the half-year: what was sent before it is read, and what was decided
            on it is done. The sample's CARD.md lists its days.
        on_progress
            Called with the stage, the share done (0 to 1) and what is being done.

        Raises
        ------
        UnknownName
            There is no such sample or step.
        NotAllowed
            The sample begins later than `today`.

        Examples
        --------
        `Programme.sample("harbour", today=date(2026, 11, 30))` is a Monday in the middle of it.
        """
        from rmkit.programme.play import play_sample

        return play_sample(name, until=until, today=today, on_progress=on_progress)

    @staticmethod
    def chosen() -> Path | None:
        """Give the file that `Programme.open()` would open; None where it would refuse."""
        try:
            return chosen_path()
        except NotReady:
            return None

    @staticmethod
    def found(folder: str | Path = ".") -> list[Path]:
        """List the programme files (`*.rmkit`) in a folder, the one that was changed last first.

        Raises
        ------
        FileRefused
            There is no such folder, or it cannot be read.
        """
        return found_programmes(Path(folder).expanduser())

    def choose(self) -> None:
        """Make this the programme that `Programme.open()` opens from now on."""
        remember_path(self.file.path)

    @property
    def name(self) -> str:
        """The programme's name."""
        return self.file.info.name

    @property
    def organisation(self) -> str:
        """The organisation's name."""
        return self.file.info.organisation

    @property
    def objective(self) -> ObjectiveStep:
        """Step 1: why, and how long."""
        return ObjectiveStep(self)

    @property
    def candidates(self) -> CandidatesStep:
        """Step 2: who, from a staff list and from answers."""
        from rmkit.programme.candidates import CandidatesStep

        return CandidatesStep(self)

    @property
    def profiles(self) -> ProfilesStep:
        """Step 3: what kinds of candidates there are, and what will be missing."""
        from rmkit.programme.profiles import ProfilesStep

        return ProfilesStep(self)

    @property
    def pairing(self) -> PairingStep:
        """Step 4: who meets whom, explained and confirmed by a person."""
        from rmkit.programme.pairing import PairingStep

        return PairingStep(self)

    @property
    def kickoff(self) -> KickoffStep:
        """Step 5: the letters that start it."""
        from rmkit.programme.kickoff import KickoffStep

        return KickoffStep(self)

    @property
    def schedule(self) -> ScheduleStep:
        """Step 5: when and where each pair meets, proposed from both calendars."""
        from rmkit.programme.schedule import ScheduleStep

        return ScheduleStep(self)

    @property
    def training(self) -> TrainingStep:
        """Step 6: preparing mentors and mentees, the mentor circle, and what is handed out."""
        from rmkit.programme.training import TrainingStep

        return TrainingStep(self)

    @property
    def meetings(self) -> MeetingsStep:
        """Step 7: how the pairs are doing, by status only, and what is due."""
        from rmkit.programme.meetings_step import MeetingsStep

        return MeetingsStep(self)

    @property
    def evaluation(self) -> EvaluationStep:
        """Step 8: did it work? Facts, the report, and the decision over the pilot."""
        from rmkit.programme.evaluation.step import EvaluationStep

        return EvaluationStep(self)

    @property
    def library(self) -> LibraryStep:
        """Activities, starters and kits for pairs: ours, and the organisation's own."""
        from rmkit.programme.library import LibraryStep

        return LibraryStep(self)

    @property
    def letters(self) -> LettersStep:
        """Every letter, by occasion: in your own words, as drafts, on paper, or sent on request."""
        from rmkit.programme.letters_step import LettersStep

        return LettersStep(self)

    @property
    def questionnaires(self) -> QuestionnairesStep:
        """Every form of the method: what is asked, what was answered, and who is still asked."""
        from rmkit.programme.questionnaires import QuestionnairesStep

        return QuestionnairesStep(self)

    @property
    def publication(self) -> PublicationStep:
        """Group figures that may be passed on: by one plan, with nobody given away."""
        from rmkit.programme.publication import PublicationStep

        return PublicationStep(self)

    @property
    def research(self) -> ResearchStep:
        """What leaves for research: without names, order or pair, or as tables alone."""
        from rmkit.programme.research import ResearchStep

        return ResearchStep(self)

    @property
    def rights(self) -> RightsStep:
        """What people may ask: read, correct, object, be erased; end dates, access log, papers."""
        from rmkit.programme.rights import RightsStep

        return RightsStep(self)

    @property
    def sealed(self) -> SealingStep:
        """What belongs to a pair alone: kept only sealed, and opened by the pair."""
        from rmkit.programme.sealing import SealingStep

        return SealingStep(self)

    @property
    def coordinator(self) -> Coordinator | None:
        """Who runs the programme, or None while nobody was named."""
        content = self.file.document("coordinator")
        return None if content is None else Coordinator.model_validate(content)

    def set_coordinator(self, coordinator: Coordinator) -> None:
        """Keep who runs the programme."""
        self.save_document("coordinator", coordinator.model_dump(), action="Set the coordinator")

    def status(self) -> Status:
        """Say where the programme stands, step by step, and what to do next."""
        from rmkit.programme.status import standing

        return standing(self)

    @property
    def today(self) -> date:
        """The day by which things are due: this machine's, or where a played sample has got to."""
        played = self.file.document("played")
        return date.fromisoformat(played["today"]) if played else now().astimezone().date()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What endangers the file: another machine, a synchronised folder, a failed backup."""
        daily = [self._daily_backup] if self._daily_backup else []
        return (*self.file.warnings(), *daily)

    @property
    def keeping(self) -> KeepingStep:
        """Undo, history, backups and the check of the file."""
        return KeepingStep(self)

    def save_document(
        self, kind: str, content: dict[str, Any], *, action: str, for_good: bool = False
    ) -> None:
        """Keep one of the programme's own documents in its file; `for_good` cannot be undone."""
        logged: Kind = "note" if for_good else "change"
        with self.file.change(actor="coordinator", action=action, now=now(), kind=logged) as change:
            change.save_document(kind, "", content)

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        from rmkit.programme.status import line_of

        try:
            return line_of(self)
        except RmkitError as error:
            return str(error)
