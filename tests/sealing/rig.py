"""A pair that seals, and a look into every file for what must not be there."""

from pathlib import Path

from rmkit.disclosure.wrapping import Strength

CHEAP = Strength(n=16)
ANNS, BOS = "herring at low tide", "seven quiet cranes"
SECRETS = ["To say no to my head of quay", "Learn to splice spreadsheets"]
GOALS = {
    "session_number": 1,
    "date": "2026-11-16",
    "mentee": "Bo Day",
    "ideas": SECRETS[0],
    "goal_1_smart": SECRETS[1],
}


def traces(folder, words):
    """Find words in any spelling that rmkit writes, in every file below a folder."""
    forms = [
        form for w in words for form in (w.encode(), w.encode().hex().encode(), w[:12].encode())
    ]
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


def begun(sealed):
    """Make the key, let both in, and give both recovery codes."""
    first = sealed.begin("1-0001", "7", ANNS)
    second = sealed.join("1-0001", "8", first.invitation_code, BOS)
    assert first.fingerprint == second.fingerprint
    return first.recovery_code, second.recovery_code


def read(sealed, person_id="7", **how):
    opened = sealed.open("1-0001", person_id, **(how or {"passphrase": ANNS}))
    assert opened.not_opened == ()
    return [dict(one.answers) for one in opened.answers]
