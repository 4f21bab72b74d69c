"""Letters of a programme by occasion, written to those concerned.

Nothing here is sent: what is written are drafts, a text to copy from, a table for a mail merge and
a file to print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.content import FilledLetter, fill, letter, letters
from rmkit.content.model import OCCASIONS, Letter, Occasion
from rmkit.errors import Fault, FaultsFound, NotReady, UnknownName
from rmkit.programme.clock import now
from rmkit.programme.letter_drafts import Enclosures, Ready, write_folder_of
from rmkit.programme.letter_facts import Given, LetterFacts, check_given
from rmkit.programme.letter_words import LetterWords
from rmkit.programme.letters import LetterChoice
from rmkit.programme.mailing import note_written_letters
from rmkit.programme.mentor_pack import PACK, pack_of
from rmkit.programme.places import note_outbox
from rmkit.programme.readers import LETTERS_IN_ORDER, Reader, Readers, readers_of

if TYPE_CHECKING:
    from rmkit.records.model import Pair

__all__ = ["WrittenLetters"]


class WrittenLetters(LetterWords):
    """The letters of one programme."""

    # Which there are

    def shelf(self, occasion: Occasion | None = None) -> tuple[LetterChoice, ...]:
        """List the letters in the order of a programme, each with how many people get it now.

        Parameters
        ----------
        occasion
            Only those of one occasion, by a name of `rmkit.content.model.OCCASIONS`.

        Raises
        ------
        UnknownName
            There is no such occasion.
        """
        if occasion is not None and occasion not in OCCASIONS:
            raise UnknownName(kind="occasion", name=occasion, known=OCCASIONS)
        shown = [letter(name) for name in letters()]
        order, within = list(OCCASIONS), (*LETTERS_IN_ORDER, *_FOR_MENTORS)
        return tuple(
            LetterChoice(it.id, it.title, it.audience, self._count(it), it.occasion)
            for it in sorted(shown, key=lambda it: (order.index(it.occasion), within.index(it.id)))
            if occasion in (None, it.occasion)
        )

    # To whom

    def recipients(self, name: str, people: Iterable[str] | None = None) -> Readers:
        """Say who would get a letter and why, who of them on paper, and who gets none.

        Parameters
        ----------
        name
            Which letter. One that mentors send themselves goes to the mentors.
        people
            The ids of those who are to get it; None for all for whom it is due.

        Raises
        ------
        UnknownName
            There is no such letter, or somebody named was never in the programme.
        """
        found = self._to_write(self.letter(name))
        return readers_of(self._programme, found, people, today=self._programme.today)

    def preview(self, name: str, person_id: str, more: Given | None = None) -> FilledLetter:
        """Show a letter as one person would get it; nothing is written.

        Parameters
        ----------
        name
            Which letter.
        person_id
            Who gets it; of one that a mentor sends, the mentor or the mentee.
        more
            As for `write`; what is missing of it is shown by its example.

        Raises
        ------
        UnknownName
            There is no such letter, or nobody has this id.
        NotReady
            The letter does not go to this person, or the coordinator is missing.
        FaultsFound
            Something else is missing that the letter needs.
        """
        text, given = self.letter(name), dict(more or {})
        check_given(text, given)
        self._file.person(person_id)
        facts = self._facts()
        asked = {n: it.example or "" for n, it in text.placeholders.items() if it.asked}
        asked = {n: words for n, words in asked.items() if not text.placeholders[n].optional}
        if text.sender == "mentor":
            pairs = [p for p in facts.pairs.running if person_id in (p.mentor_id, p.mentee_id)]
            if not pairs:
                message = f"{name} is not for {person_id}: they are in no pair that runs."
                raise NotReady(message)
            return fill(text, facts.of_pair(text, pairs[0], given))
        found = self.recipients(name, [person_id])
        if found.left_out:
            message = f"{name} does not go to {person_id}: {found.left_out[0].why}"
            raise NotReady(message)
        values = facts.values(text, person_id, given)
        for slot, words in asked.items():
            values[slot] = values[slot] or words
        return fill(text, values)

    # Writing

    def write(
        self,
        name: str,
        people: Iterable[str] | None = None,
        *,
        folder: str | Path | None = None,
        more: Given | None = None,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> list[Path]:
        """Write a letter to those concerned: drafts, copyable text, a table, a file to print.

        Who has no address that can be written to gets the letter on paper: it stands in
        `To print.pdf`, with what is enclosed. Nothing is sent.

        Parameters
        ----------
        name
            Which letter. One that mentors send themselves goes to the mentors, filled in for each
            of their pairs.
        people
            The ids of those who are to get it; None for all for whom it is due (`recipients`).
        folder
            Where the drafts will be; absent, empty, or written here before and not touched since.
            None is a folder beside the programme's file: `pilot-letters/admitted`.
        more
            What the letter asks for and the programme cannot know, by placeholder: a text for all
            (`{"when": "8 December, 10:00"}`), or texts by the id of a person.
        on_progress
            Told the share done.

        Returns
        -------
        list of Path
            What was written. `README.txt` says who gets it on paper, and who gets none and why.

        Raises
        ------
        UnknownName
            There is no such letter, or somebody named was never in the programme.
        NotReady
            Nobody gets this letter, or the coordinator is missing.
        FaultsFound
            Something is missing that the letter needs; everything is told.
        NotAllowed
            The folder holds something else.
        """
        moment, beside = now(), self._file.path
        target = Path(folder or beside.with_name(f"{beside.stem}-letters") / name)
        facts = self._facts()
        coordinator = facts.coordinator
        found, ready = self._made(name, people, more or {}, facts)
        written = write_folder_of(
            self._programme,
            target,
            ready,
            moment=moment,
            coordinator=coordinator,
            told=found.sentences,
            on_progress=on_progress,
        )
        concerned = {one.person.person_id for one in ready}
        for one in ready:
            concerned.update(self._partners(facts, one.person.person_id))
        with self._file.change(
            actor="coordinator", action="Wrote letters", now=moment, kind="note"
        ) as change:
            note_outbox(change, self._file, target, concerned)
            note_written_letters(change, [(r.person.person_id, name, r.on_paper) for r in ready])
        return written

    def _made(
        self, name: str, people: Iterable[str] | None, given: Given, facts: LetterFacts
    ) -> tuple[Readers, list[Ready]]:
        """Fill a letter in for everybody; nothing is written.

        Raises
        ------
        NotReady
            Nobody gets it.
        FaultsFound
            It cannot be filled in for somebody.
        """
        wanted = self.letter(name)
        text = self._to_write(wanted)
        for one in self._own(wanted) or [text]:
            check_given(one, given)
        found = readers_of(self._programme, text, people, today=self._programme.today)
        if not found.readers:
            told = " ".join(found.sentences[:5]) or "It is due for nobody; name people by id."
            message = f"Nobody gets the letter {name} now. {told}"
            raise NotReady(message)
        enclosures = Enclosures(self._programme)
        faults: list[Fault] = []
        ready: list[Ready] = []
        for reader in found.readers:
            try:
                ready.append(self._one(reader, text, wanted, given, facts, enclosures))
            except FaultsFound as error:
                faults += _of_one(error.faults, text, reader.person_id)
        if faults:
            raise FaultsFound(list(dict.fromkeys(faults)), "No letter was written.")
        return found, ready

    def _one(
        self,
        reader: Reader,
        text: Letter,
        wanted: Letter,
        given: Given,
        facts: LetterFacts,
        enclosures: Enclosures,
    ) -> Ready:
        person_id = reader.person_id
        own = self._own(wanted)
        values = facts.values(text, person_id, given if not own else {})
        filled = fill(text, values)
        pairs = facts.pairs.of(person_id, text)
        attached = (
            *(pack_of(facts, pairs, own, given) if own else ()),
            *enclosures.all_of(wanted, _mentees(pairs)),
        )
        person = facts.person(person_id)
        return Ready(wanted.id, text.language, person, values, filled, attached, reader.on_paper)

    def _to_write(self, wanted: Letter) -> Letter:
        """Give the letter that is written: what mentors send themselves goes to them in another."""
        return self.letter(PACK) if wanted.sender == "mentor" else wanted

    def _own(self, wanted: Letter) -> list[Letter]:
        """Give the letters for mentors to send that go with a letter."""
        if wanted.sender == "mentor":
            return [wanted]
        if wanted.id != PACK:
            return []
        return [it for it in map(self.letter, _FOR_MENTORS) if it.sender == "mentor"]

    def _partners(self, facts: LetterFacts, person_id: str) -> Iterator[str]:
        for pair in facts.pairs.about(person_id):
            yield from (i for i in (pair.mentor_id, pair.mentee_id) if i)

    def _facts(self) -> LetterFacts:
        return LetterFacts(self._programme, today=self._programme.today)

    def _count(self, text: Letter) -> int:
        key = (self._file.head_digest(), self._programme.today)
        name = f"readers of {text.id}"

        def counted() -> int:
            found = self._to_write(text)
            return len(
                readers_of(self._programme, found, None, today=self._programme.today).readers
            )

        return self._programme.memory.recall(name, key=key, make=counted)


_FOR_MENTORS = (
    "mentor_introduction",
    "mentor_bio_request",
    "mentor_goal_sheet",
    "mentor_next_date",
    "mentor_after_session",
)
"""What mentors send themselves, in the order in which they need it."""


def _mentees(pairs: Sequence[Pair]) -> list[str]:
    return [p.mentee_id for p in pairs if p.mentee_id]


def _of_one(faults: Iterable[Fault], text: Letter, person_id: str) -> Iterator[Fault]:
    """Tell what is missing for one person; what the writer is to give is told once for all."""
    for fault in faults:
        slot = text.placeholders.get(fault.column or "")
        if slot is not None and slot.asked:
            yield Fault(
                "is not given.",
                f'Give it: more={{"{fault.column}": "..."}}. {slot.description}',
                f"letter {text.id}",
                column=fault.column,
            )
        else:
            yield Fault(
                fault.problem, fault.fix, f"letter {text.id} to {person_id}", column=fault.column
            )
