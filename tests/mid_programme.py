"""Six pairs that run, for tests of what changes in mid-programme."""

from __future__ import annotations

import shutil

from rmkit.programme.programme import Programme

BY = "Rosa Vidal"


def six_running(folder):
    """Play six pairs until they are confirmed, two mentees left over; give a copy of the file."""
    with Programme.sample("six_pairs", until="profiles") as programme:
        programme.pairing.solve()
        agreed(programme)
        return shutil.copy(programme.file.path, folder / "a.rmkit")


def agreed(programme):
    programme.pairing.open_unmatched()
    programme.pairing.open_flagged()
    programme.pairing.confirm(by=BY)


def places(frame):
    return set(zip(frame["mentor_id"], frame["mentee_id"], strict=True))


def joined(programme, person="P009", role="mentor", level=5):
    """Let somebody of the staff list answer: the same level in everything, 1 for a mentee."""
    staff = programme.candidates.staff.set_index("person_id").loc[person]
    levels = [f.key for f in programme.candidates.questionnaire.fields if f.key[:6] == "level_"]
    answers = {"name": staff["name"], "email": staff["email"], "role": role}
    answers |= dict.fromkeys(levels, level if role == "mentor" else 1)
    programme.candidates.answer(answers, by=BY)
    return person


def waiting(programme):
    return programme.pairing.waiting_list.set_index("person_id")
