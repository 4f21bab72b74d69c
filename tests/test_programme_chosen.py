import os

import pytest

from rmkit.errors import FileRefused, NotReady, NotSaved
from rmkit.programme import chosen
from rmkit.programme.programme import Programme


@pytest.fixture(autouse=True)
def _own_memo(tmp_path, monkeypatch):
    monkeypatch.setattr(chosen, "user_config_path", lambda *_, **__: tmp_path / "settings")
    monkeypatch.delenv("RMKIT_PROGRAMME", raising=False)


def test_without_a_choice_it_says_how_to_make_one():
    with pytest.raises(NotReady, match=r"Programme\.create"):
        Programme.open()


def test_the_chosen_programme_is_the_one_that_opens(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Chosen", organisation="Firm") as made:
        made.choose()
    with Programme.open() as opened:
        assert opened.name == "Chosen"


def test_the_environment_goes_before_the_choice(tmp_path, monkeypatch):
    for name in ("a", "b"):
        with Programme.create(tmp_path / f"{name}.rmkit", name=name, organisation="Firm") as made:
            made.choose()
    monkeypatch.setenv("RMKIT_PROGRAMME", str(tmp_path / "a.rmkit"))
    with Programme.open() as opened:
        assert opened.name == "a"


def test_a_chosen_file_that_is_gone_is_named(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="a", organisation="Firm") as made:
        made.choose()
    (tmp_path / "a.rmkit").unlink()
    with pytest.raises(NotReady, match=r"a\.rmkit"):
        Programme.open()


def test_a_programme_is_never_made_over_another_file(tmp_path):
    path = tmp_path / "a.rmkit"
    path.write_text("mine")
    with pytest.raises(FileRefused):
        Programme.create(path, name="a", organisation="Firm")
    assert path.read_text() == "mine"


def test_the_chosen_file_can_be_looked_up_without_opening_it(tmp_path):
    assert Programme.chosen() is None
    path = tmp_path / "a.rmkit"
    with Programme.create(path, name="a", organisation="Firm") as made:
        made.choose()
    assert Programme.chosen() == path.resolve()
    path.unlink()
    assert Programme.chosen() is None


def test_a_choice_that_cannot_be_kept_is_told(tmp_path):
    (tmp_path / "settings").write_text("a file where the folder should be")
    with (
        Programme.create(tmp_path / "a.rmkit", name="a", organisation="Firm") as made,
        pytest.raises(NotSaved, match="RMKIT_PROGRAMME"),
    ):
        made.choose()


def test_programmes_in_a_folder_are_found_the_newest_first(tmp_path):
    for age, name in enumerate(["old.rmkit", "new.rmkit", "other.txt", ".hidden.rmkit"]):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (1_000 + age, 1_000 + age))
    (tmp_path / "folder.rmkit").mkdir()
    assert Programme.found(tmp_path) == [tmp_path / "new.rmkit", tmp_path / "old.rmkit"]
    with pytest.raises(FileRefused, match="Name the folder"):
        Programme.found(tmp_path / "nowhere")


def test_only_a_played_sample_is_temporary(tmp_path):
    with Programme.sample("six_pairs", until="objective") as sample:
        assert sample.is_temporary
        path = sample.file.path
    with Programme.open(path) as opened:
        assert not opened.is_temporary
    with Programme.create(tmp_path / "a.rmkit", name="a", organisation="Firm") as made:
        assert not made.is_temporary
