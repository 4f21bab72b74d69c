"""A kit for each pair: their dates, a guide for each side, sheets, activities and starters.

A kit is made of what anybody may read and of what was released to the pair: names, the skills that
the mentee wants and the mentor has, the topics that the mentee ticked for the coordinator, and the
answers that the mentee ticked for the mentor. What a pair wrote on its sheets is sealed and is
never opened here. Which starters and activities a kit held is remembered by id alone, so that the
next one brings others; what became of them is the pair's own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rmkit.content import principles
from rmkit.content.activities import Activity
from rmkit.content.guide import meeting_guide
from rmkit.content.starters import Starter, discussion_starters, draw_starters
from rmkit.content.suggesting import Need, Suggestion
from rmkit.content.topics import known_topics, topics_of_skills
from rmkit.definitions.discreet import discreet
from rmkit.disclosure.audiences import release_about_nobody
from rmkit.errors import NotReady
from rmkit.exchange.html import render_html
from rmkit.exchange.owned_folder import write_folder
from rmkit.exchange.pdf import render_pdf
from rmkit.instruments import load
from rmkit.people.demand import ABLE
from rmkit.programme.clock import now
from rmkit.programme.days import in_words
from rmkit.programme.meetings_kept import meetings_of
from rmkit.programme.places import note_kits
from rmkit.programme.purposes import not_to_be_matched
from rmkit.programme.sharing import shared
from rmkit.records.model import Pair
from rmkit.report.for_a_pair import Kit, KitActivity, Side, guide_page, kit_page
from rmkit.report.principles import principles_page
from rmkit.report.sheet import sheet_page

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["GOAL_FORMATS", "KIT", "KitsWritten", "PairKits"]

KIT = "kit"
"""The kind of the documents that say which starters and activities a pair was given, by id."""

GoalFormat = Literal["smart", "real"]
GOAL_FORMATS: dict[GoalFormat, str] = {
    "smart": "SMART: for goals that can be measured",
    "real": "REAL: for goals that are tried out",
}
_SHEETS = {
    "confidentiality": "What stays between us.pdf",
    "topics_of_interest": "What makes you curious.pdf",
    "expectations": "What we expect of each other.pdf",
    "goal_setting": "Goals.pdf",
    "agenda": "Agenda.pdf",
    "session_worksheet": "Session worksheet.pdf",
    "action_plan": "Action plan.pdf",
    "first_quarter": "The first three months.pdf",
}
_SHARED = "What the mentee shares with the mentor.pdf"
_ACTIVITIES, _STARTERS = 4, 6


@discreet("folder", "pairs", "files", "left_out")
@dataclass(frozen=True, slots=True)
class KitsWritten:
    """What was written: folder, ids of the pairs, files, and who was left out and why."""

    folder: Path
    pairs: tuple[str, ...]
    files: tuple[Path, ...]
    left_out: tuple[str, ...] = ()


class PairKits(ABC):
    """The kits of one programme. A subclass brings the library that activities come from."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    @abstractmethod
    def find(self, need: Need | None = None, *, done: Iterable[str] = ()) -> tuple[Suggestion, ...]:
        """Find activities that fit a need."""

    @abstractmethod
    def need_of(self, mentee_id: str) -> Need:
        """Say what a mentee looks for."""

    def given(self, pair_id: str) -> dict[str, tuple[str, ...]]:
        """Give the ids of the `starters` and `activities` that a pair was given so far."""
        kept = self._file.document(KIT, pair_id) or {}
        return {name: tuple(kept.get(name, ())) for name in ("starters", "activities")}

    def draw(
        self, pair_id: str, n: int = 3, *, seed: int, theme: str | None = None
    ) -> tuple[Starter, ...]:
        """Draw starters for a pair by what they talk about, and remember their ids.

        Raises
        ------
        NotReady
            It is no confirmed pair.
        UnknownName
            There is no such theme.
        """
        pair = self._pair(pair_id)
        drawn = self._starters(pair, n, seed=seed, theme=theme)
        with self._change("Drew starters for a pair") as change:
            self._remember(change, pair_id, drawn, ())
        return drawn

    def for_pair(self, pair_id: str, *, minutes: int | None = None) -> tuple[KitActivity, ...]:
        """List the activities that fit a pair, with reasons that both may read.

        Raises
        ------
        NotReady
            It is no confirmed pair.
        """
        return self._fitting(self._pair(pair_id), minutes)

    def write_kit(
        self,
        pair_id: str,
        folder: str | Path,
        *,
        theme: str | None = None,
        goals: GoalFormat = "smart",
        seed: int | None = None,
    ) -> KitsWritten:
        """Write the kit of one pair; see `write_kits`."""
        self._pair(pair_id)
        return self.write_kits(folder, pairs=[pair_id], theme=theme, goals=goals, seed=seed)

    def write_kits(
        self,
        folder: str | Path,
        *,
        pairs: Sequence[str] | None = None,
        theme: str | None = None,
        goals: GoalFormat = "smart",
        seed: int | None = None,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> KitsWritten:
        """Write a kit for each confirmed pair, to a folder of its own in `folder`.

        Parameters
        ----------
        folder
            Absent, empty, or written here before and not touched since; it appears complete or
            not at all.
        pairs
            Ids of the pairs; None is all that are confirmed.
        theme
            The theme of the starters; None draws by the topics of each pair.
        goals
            The format of the goal sheet: `smart` or `real`.
        seed
            Of the draw of starters; None counts on from what each pair had.
        on_progress
            Told the share done.

        Raises
        ------
        NotReady
            No pairs are confirmed.
        NotAllowed
            The folder holds something else.
        """
        tell = on_progress or (lambda done, what: None)
        chosen, left_out = self._chosen(pairs)
        objective = self._programme.objective.record
        sentence = objective.sentence if objective is not None else ""
        common = _common(self._programme.organisation, sentence, goals)
        given: dict[str, tuple[tuple[Starter, ...], tuple[KitActivity, ...]]] = {}

        def fill(made: Path) -> list[str]:
            names: list[str] = []
            for number, pair in enumerate(chosen):
                tell(number / len(chosen), f"Kit {number + 1} of {len(chosen)}")
                starters = self._starters(pair, _STARTERS, seed=seed, theme=theme)
                fitting = self._fitting(pair)[:_ACTIVITIES]
                given[pair.pair_id] = (starters, fitting)
                files = {**common, **self._own(pair, starters, fitting)}
                names += _put(made, f"pair-{pair.pair_id}", files)
            return names

        files = write_folder(folder, fill)
        self._note(Path(folder), chosen, given)
        tell(1.0, "Written")
        target = Path(folder).resolve()
        return KitsWritten(target, tuple(p.pair_id for p in chosen), tuple(files), left_out)

    def _chosen(self, pairs: Sequence[str] | None) -> tuple[list[Pair], tuple[str, ...]]:
        confirmed = [
            p for p in self._file.pairs("confirmed") if pairs is None or p.pair_id in pairs
        ]
        closed = not_to_be_matched(self._file)
        good = [p for p in confirmed if p.mentor_id and p.mentee_id]
        open_ = [p for p in good if not closed & {p.mentor_id, p.mentee_id}]
        left = tuple(
            f"Pair {p.pair_id} gets no kit: one of the two asked not to be matched. Talk with "
            "both first."
            for p in good
            if p not in open_
        )
        if not open_:
            none = "There is no confirmed pair to write a kit for. Confirm pairs in notebook 04."
            raise NotReady(left[0] if left else none)
        return open_, left

    def _pair(self, pair_id: str) -> Pair:
        for pair in self._file.pairs("confirmed"):
            if pair.pair_id == pair_id and pair.mentor_id and pair.mentee_id:
                return pair
        message = f'"{pair_id}" is no confirmed pair. Kits and starters are for confirmed pairs.'
        raise NotReady(message)

    # What is a pair's own

    def _own(
        self, pair: Pair, starters: tuple[Starter, ...], fitting: tuple[KitActivity, ...]
    ) -> dict[str, bytes]:
        mentor, mentee = (self._file.person(str(i)) for i in (pair.mentor_id, pair.mentee_id))
        shares = shared(self._programme, str(pair.mentee_id))
        kit = Kit(
            mentor=mentor.name or mentor.person_id,
            mentee=mentee.name or mentee.person_id,
            meetings=tuple(self.dates(pair.pair_id)),
            activities=release_about_nobody(fitting, "pair"),
            starters=starters,
            formats=discussion_starters().formats,
            sheets=tuple(_listed(shares is not None)),
        )
        page = kit_page(kit, organisation=self._programme.organisation)
        files = {"Kit.pdf": render_pdf(page), "Kit.html": render_html(page).encode("utf-8")}
        if shares is not None:
            files[_SHARED] = render_pdf(shares)
        return files

    def dates(self, pair_id: str) -> Iterator[tuple[str, str, str, str]]:
        """Give the planned meetings of a pair: number, day and hour, minutes, place."""
        for one in meetings_of(self._file, pair_id):
            if one.is_planned:
                day = f"{in_words(one.local.date())}, {one.local:%H:%M} ({one.zone})"
                where = " ".join(part for part in (one.place, one.link) if part)
                yield str(one.number), day, f"{one.minutes} minutes", where or "to be settled"

    def _topics_of(self, pair: Pair) -> tuple[str, ...]:
        need = self._released(pair)
        by_skill = topics_of_skills(need.skills)
        return tuple(n for n in known_topics() if n in need.topics or n in by_skill)

    def _released(self, pair: Pair) -> Need:
        """Say what may be told to the two: the skills that one wants and the other has, topics."""
        need = self.need_of(str(pair.mentee_id))
        levels = self._levels(str(pair.mentor_id))
        skills = {name: it for name, it in need.skills.items() if levels.get(name, 0) >= ABLE}
        return replace(need, skills=skills)

    def _levels(self, mentor_id: str) -> dict[str, int]:
        for response in self._file.counting("candidate", person_id=mentor_id):
            return {
                key.removeprefix("level_"): value
                for key, value in response.answers.items()
                if key.startswith("level_") and isinstance(value, int)
            }
        return {}

    def _fitting(self, pair: Pair, minutes: int | None = None) -> tuple[KitActivity, ...]:
        need = replace(self._released(pair), minutes=minutes)
        if need.is_empty:
            need = Need(topics=("everyday", "work"), minutes=minutes)
            return tuple(KitActivity(s.activity) for s in self._fresh(pair, need))
        words = self._programme.candidates.words
        titles = {name: topic.title.say() for name, topic in known_topics().items()}
        return tuple(
            KitActivity(s.activity, tuple(_shared_words(s.activity, need, words, titles)))
            for s in self._fresh(pair, need)
        )

    def _fresh(self, pair: Pair, need: Need) -> tuple[Suggestion, ...]:
        return self.find(need, done=self.given(pair.pair_id)["activities"])

    def _starters(
        self, pair: Pair, n: int, *, seed: int | None, theme: str | None
    ) -> tuple[Starter, ...]:
        used = self.given(pair.pair_id)["starters"]
        return draw_starters(
            n,
            seed=len(used) if seed is None else seed,
            theme=theme,
            topics=self._topics_of(pair) if theme is None else (),
            used=used,
            first_meetings=not used,
        ).starters

    # What is remembered

    def _change(self, action: str) -> Any:  # noqa: ANN401 - a context of the file
        return self._file.change(actor="coordinator", action=action, now=now())

    def _note(
        self,
        folder: Path,
        chosen: Sequence[Pair],
        given: Mapping[str, tuple[tuple[Starter, ...], tuple[KitActivity, ...]]],
    ) -> None:
        people = [i for p in chosen for i in (p.mentor_id, p.mentee_id) if i]
        with self._change("Wrote kits for pairs") as change:
            for pair_id, (starters, fitting) in given.items():
                self._remember(change, pair_id, starters, (one.activity for one in fitting))
            note_kits(change, self._file, folder, people)

    def _remember(
        self,
        change: Any,  # noqa: ANN401 - a change of the file
        pair_id: str,
        starters: Iterable[Starter],
        activities: Iterable[Activity],
    ) -> None:
        before = {"starters": [], "activities": [], **(change.document(KIT, pair_id) or {})}
        content = {
            "starters": list(dict.fromkeys([*before["starters"], *(s.id for s in starters)])),
            "activities": list(dict.fromkeys([*before["activities"], *(a.id for a in activities)])),
        }
        change.save_document(KIT, pair_id, content)


@lru_cache(maxsize=4)
def _common(organisation: str, objective: str, goals: GoalFormat) -> dict[str, bytes]:
    """Write what is the same in every kit: guides, principles and sheets."""
    guide = meeting_guide()
    sides: tuple[Side, ...] = ("mentor", "mentee")
    pages = {
        f"Guide for the {side}.pdf": guide_page(guide, side, organisation=organisation)
        for side in sides
    }
    pages["Principles.pdf"] = principles_page(principles(), organisation=organisation)
    for name, file in _SHEETS.items():
        is_goals = name == "goal_setting"
        filled = {"general_objective": objective} if is_goals and objective else {}
        asked = load(name, goals) if is_goals else load(name)
        pages[file] = sheet_page(asked, organisation=organisation, filled=filled)
    return {name: render_pdf(page) for name, page in pages.items()}


def _listed(shares: bool) -> Iterator[tuple[str, str]]:
    """Say what each file beside the kit is for."""
    yield "Guide for the mentor, guide for the mentee", "What each of you does in each meeting."
    yield "Principles", "What you keep to; read it together in the first meeting."
    for name, file in _SHEETS.items():
        when = load(name).when
        yield file.removesuffix(".pdf"), f"{when.say()}." if when else ""
    if shares:
        yield _SHARED.removesuffix(".pdf"), "Ticked by the mentee, to make the plan from."


def _shared_words(
    activity: Activity, need: Need, words: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[str]:
    """Say which skills and topics an activity shares with a pair, without anybody's level."""
    yield from (words.get(name, name) for name in activity.skills if name in need.skills)
    yield from (titles[name] for name in activity.topics if name in need.topics)


def _put(made: Path, place: str, files: Mapping[str, bytes]) -> list[str]:
    (made / place).mkdir()
    for name, content in files.items():
        (made / place / name).write_bytes(content)
    return [f"{place}/{name}" for name in files]
