import shutil
from dataclasses import replace

import pytest
from pypdf import PdfReader

from rmkit.content import letter
from rmkit.errors import FaultsFound, NotReady, UnknownName
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    with Programme.sample("six_pairs", until="kickoff") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("played") / "a.rmkit")


@pytest.fixture
def programme(played, tmp_path):
    with Programme.open(shutil.copy(played, tmp_path / "pilot.rmkit")) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path):
    made = Programme.create(tmp_path / "empty.rmkit", name="Our pilot", organisation="Our firm")
    with made as programme:
        yield programme


def take_address(programme, person_id):
    person = replace(programme.file.person(person_id), email="nonsense")
    with programme.file.change(actor="coordinator", action="Altered", now=now()) as change:
        change.save_person(person)


def test_the_chooser_tells_how_many_get_each_letter(programme, empty):
    pairs = programme.pairing.pairs
    people = {choice.id: choice.people for choice in programme.kickoff.letters}
    assert people == {
        "welcome_mentor": pairs["mentor_id"].nunique(),
        "first_steps_mentor": pairs["mentor_id"].nunique(),
        "welcome_mentee": len(pairs),
    }
    assert [choice.people for choice in empty.kickoff.letters] == [0, 0, 0]
    assert all(choice.title for choice in empty.kickoff.letters)


def test_everybody_in_a_confirmed_pair_is_a_recipient(programme, empty):
    pairs = programme.pairing.pairs
    listed = programme.kickoff.recipients()
    assert {p.person_id for p in listed} == {*pairs["mentor_id"], *pairs["mentee_id"]}
    assert {p.name for p in listed} == {*pairs["mentor"], *pairs["mentee"]}
    assert {p.letters for p in listed if p.side == "mentee"} == {("welcome_mentee",)}
    with pytest.raises(NotReady, match="04 Pairs"):
        empty.kickoff.recipients()


def test_a_preview_is_the_letter_that_will_be_written(programme):
    programme.kickoff.write()
    outbox = programme.file.path.with_name("pilot-outbox")
    text = (outbox / "letters.txt").read_text("utf-8")
    for person in programme.kickoff.recipients():
        for name in person.letters:
            assert programme.kickoff.preview(name, person.person_id).plain.rstrip() in text


def test_a_preview_makes_no_attachment_and_looks_at_nobody_else(programme, monkeypatch):
    monkeypatch.setattr("rmkit.programme.letter_drafts.render_pdf", None)
    first, second = programme.pairing.pairs.iloc[0], programme.pairing.pairs.iloc[1]
    take_address(programme, second["mentor_id"])
    assert first["mentee"] in programme.kickoff.preview("welcome_mentor", first["mentor_id"]).plain


def test_a_preview_that_cannot_be_says_why(programme, empty):
    pair = programme.pairing.pairs.iloc[0]
    kickoff = programme.kickoff
    with pytest.raises(UnknownName, match="letter"):
        kickoff.preview("welcome", pair["mentor_id"])
    with pytest.raises(UnknownName, match="person"):
        kickoff.preview("welcome_mentor", "nobody")
    with pytest.raises(NotReady, match="see welcome_mentee"):
        kickoff.preview("welcome_mentor", pair["mentee_id"])
    alone = next(
        p.person_id
        for p in programme.file.people()
        if p.person_id not in {r.person_id for r in kickoff.recipients()}
    )
    with pytest.raises(NotReady, match="in no confirmed pair"):
        kickoff.preview("welcome_mentor", alone)
    with pytest.raises(NotReady, match="confirmed pairs"):
        empty.kickoff.preview("welcome_mentor", "P001")


def test_a_partner_without_an_address_is_told_of_with_how_to_reach_them(programme):
    pair = programme.pairing.pairs.iloc[0]
    take_address(programme, pair["mentee_id"])
    told = programme.kickoff.preview("welcome_mentor", pair["mentor_id"]).plain
    assert "no e-mail address; ask the coordinator" in told
    assert "nonsense" not in told


def test_an_example_shows_the_programmes_own_names_before_anything_is_confirmed(empty, programme):
    for choice in empty.kickoff.letters:
        shown = empty.kickoff.example(choice.id)
        assert "Our pilot" in shown.subject + shown.plain
        assert "Harbour" not in shown.plain
        theirs = programme.kickoff.example(choice.id).plain
        assert programme.coordinator.email in theirs
    told = " ".join(programme.kickoff.example("welcome_mentor").plain.split())
    assert programme.objective.record.sentence in told
    with pytest.raises(UnknownName):
        empty.kickoff.example("welcome")


def test_an_edited_letter_can_be_restored_to_the_words_that_ship(empty):
    shipped = letter("welcome_mentor")
    assert not empty.kickoff.is_edited("welcome_mentor")
    empty.kickoff.edit("welcome_mentor", subject="Hello {{ name }}")
    assert empty.kickoff.is_edited("welcome_mentor")
    assert not empty.kickoff.is_edited("welcome_mentee")
    assert empty.kickoff.example("welcome_mentor").subject == "Hello Ana Ruiz"
    assert empty.kickoff.restore("welcome_mentor") == shipped
    assert empty.kickoff.letter("welcome_mentor") == shipped
    assert not empty.kickoff.is_edited("welcome_mentor")
    head = empty.file.head_digest()
    empty.kickoff.restore("welcome_mentee")
    assert empty.file.head_digest() == head
    with pytest.raises(UnknownName):
        empty.kickoff.restore("welcome")


@pytest.mark.parametrize(
    ("subject", "body", "told"),
    [
        ("{{ nmae }}", "{{ salary }}", ["nmae", "salary"]),
        ("Hello", "Dear {{ name", ["is not closed"]),
        ("Hello", "Dear { name }", ["Write {{ name }}"]),
        (" ", "", ["The subject is empty", "The body is empty"]),
        ("Hello", "{% for p in partners %}{{ p.name }}", ["{% for %} is not closed"]),
        ("{# to do #}", "Dear", ["Nothing would be left of the subject"]),
        (
            "Hello",
            "{% if partners|length > 1 %}x{% endif %}",
            ["Nothing would be left of the body"],
        ),
    ],
)
def test_a_letter_that_would_not_fill_in_is_refused_and_stays_as_it_was(empty, subject, body, told):
    head = empty.file.head_digest()
    with pytest.raises(FaultsFound, match="not taken over") as found:
        empty.kickoff.edit("welcome_mentor", subject=subject, body=body)
    assert [part for part in told if part not in str(found.value)] == []
    assert empty.file.head_digest() == head


def test_what_is_missing_is_told_with_its_notebook_and_without_a_shell(empty, programme):
    missing = empty.kickoff.missing()
    assert [m for m in missing if "01 Objective" not in m and "04 Pairs" not in m] == []
    assert len(missing) == 3
    assert "`" not in "".join(missing)
    assert programme.kickoff.missing() == ()
    mentor = programme.pairing.pairs["mentor_id"][0]
    take_address(programme, mentor)
    assert programme.kickoff.missing() == ()
    (told,) = programme.kickoff.on_paper
    assert told.startswith(f"{mentor} gets letters on paper: the address is not")


def test_pairs_that_wait_to_be_confirmed_are_counted_as_missing():
    with Programme.sample("six_pairs", until="pairing") as programme:
        programme.pairing.solve()
        n = len(programme.pairing.pairs)
        assert programme.kickoff.missing() == (
            f"{n} pairs are proposed and not confirmed: notebook 04 Pairs.",
        )


def test_who_cannot_be_mailed_is_printed_for_and_all_others_get_drafts(programme, tmp_path):
    mentor = programme.pairing.pairs["mentor_id"][0]
    take_address(programme, mentor)
    everybody = sum(choice.people for choice in programme.kickoff.letters)
    written = programme.kickoff.write()
    names = {path.name for path in written}
    assert not [name for name in names if name.startswith(mentor)]
    assert len([name for name in names if name.endswith(".eml")]) == everybody - 2
    readme = (tmp_path / "pilot-outbox" / "README.txt").read_text("utf-8")
    assert readme.startswith(f"{everybody - 2} letters to send and 2 to print.")
    assert f"{mentor} gets letters on paper" in readme
    pages = [
        page.extract_text() for page in PdfReader(tmp_path / "pilot-outbox" / "To print.pdf").pages
    ]
    name = programme.file.person(mentor).name
    assert [n for n, page in enumerate(pages) if f"Dear {name}" in page] == [0, 4]
    assert mentor in {p.person_id for p in programme.kickoff.recipients()}
    drafted = programme.file.document("outbox")["drafts"]
    assert [mentor, "welcome_mentor"] in drafted
