import pytest

from rmkit.errors import FileRefused, NotReady
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
