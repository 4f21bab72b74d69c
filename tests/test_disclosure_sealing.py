"""What is sealed for a pair opens for its members, at its place, unaltered, and for nobody else."""

import dataclasses
import json
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.disclosure import pair_key, sealing, wrapping
from rmkit.disclosure.codes import make_code, read_code
from rmkit.disclosure.pair_key import admit, invite, new_key, unlock, unlock_with_code
from rmkit.disclosure.passphrases import make_passphrase, normal_passphrase
from rmkit.disclosure.sealing import SIZES, Label, open_sealed, seal
from rmkit.disclosure.wrapping import STRONG, Place, Strength, unwrap, wrap
from rmkit.errors import CannotOpen, NotAllowed

CHEAP = Strength(n=16)
PASSPHRASE = "herring at low tide"
LABEL = Label("prog", "1-0001", "goal_setting", 1, "start", "P1", "r1")
ANSWERS = {"ideas": "Ask Bo about the quay", "session_number": 2}


@pytest.fixture(scope="module")
def key():
    return new_key()


def place(key, **other):
    return dataclasses.replace(Place("prog", "1-0001", "P1", key.public), **other)


@pytest.mark.claim("sealed")
def test_what_is_sealed_with_the_public_key_opens_with_the_private_one_only(key):
    sealed = seal(ANSWERS, LABEL, key.public)
    assert open_sealed(sealed, LABEL, key) == ANSWERS
    with pytest.raises(CannotOpen):
        open_sealed(sealed, LABEL, new_key())


@pytest.mark.claim("sealed")
def test_every_flipped_bit_is_noticed(key):
    sealed = seal(ANSWERS, LABEL, key.public)
    for place_of_bit in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[place_of_bit // 8] ^= 1 << place_of_bit % 8
        with pytest.raises(CannotOpen):
            open_sealed(bytes(altered), LABEL, key)


@pytest.mark.claim("sealed")
def test_every_cut_and_every_addition_is_noticed(key):
    sealed = seal(ANSWERS, LABEL, key.public)
    for length in range(len(sealed)):
        with pytest.raises(CannotOpen):
            open_sealed(sealed[:length], LABEL, key)
    for more in (b"\0", b"\0" * 16, sealed):
        with pytest.raises(CannotOpen):
            open_sealed(sealed + more, LABEL, key)


@pytest.mark.claim("sealed")
@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Label)])
def test_answer_moved_to_another_place_is_noticed(key, name):
    sealed = seal(ANSWERS, LABEL, key.public)
    other = 2 if name == "instrument_version" else f"{getattr(LABEL, name)}x"
    with pytest.raises(CannotOpen):
        open_sealed(sealed, dataclasses.replace(LABEL, **{name: other}), key)


@pytest.mark.claim("sealed")
def test_parts_that_read_the_same_in_a_row_are_other_places(key):
    sealed = seal(ANSWERS, LABEL, key.public)
    shifted = dataclasses.replace(LABEL, wave="startP", author="1")
    with pytest.raises(CannotOpen):
        open_sealed(sealed, shifted, key)


@pytest.mark.claim("sealed")
def test_another_format_is_refused_and_heads_are_not_exchanged(key):
    first, second = (seal(ANSWERS, LABEL, key.public) for _ in range(2))
    for mixed in (b"RMS\x00" + first[4:], b"RMS\x02" + first[4:], first[:36] + second[36:]):
        with pytest.raises(CannotOpen):
            open_sealed(mixed, LABEL, key)


def test_points_of_small_order_are_refused_in_the_same_sentence(key):
    with pytest.raises(CannotOpen) as small:
        open_sealed(b"RMS\x01" + bytes(32) + bytes(1040), LABEL, key)
    with pytest.raises(CannotOpen) as cut:
        open_sealed(b"RMS\x01", LABEL, key)
    assert str(small.value) == str(cut.value)


def test_same_answers_are_never_sealed_to_the_same_bytes(key):
    once, again = (seal(ANSWERS, LABEL, key.public) for _ in range(2))
    assert once[4:36] != again[4:36]
    assert once[36:] != again[36:]


@pytest.mark.claim("sealed")
@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=20), st.text(max_size=3000) | st.integers(), max_size=5))
def test_length_tells_one_of_six_sizes_only(answers):
    key = new_key()
    sealed = seal(answers, LABEL, key.public)
    assert len(sealed) - 4 - 32 - 16 in SIZES
    assert open_sealed(sealed, LABEL, key) == answers


def test_what_is_too_long_is_refused_before_it_is_sealed(key):
    fits = "x" * (SIZES[-1] - 4 - len('{"a":""}'))
    assert open_sealed(seal({"a": fits}, LABEL, key.public), LABEL, key) == {"a": fits}
    with pytest.raises(NotAllowed, match="Nothing was saved") as said:
        seal({"a": fits + "x"}, LABEL, key.public)
    assert "xxx" not in str(said.value)


# Passphrases and codes


@pytest.mark.claim("sealed")
def test_member_opens_by_passphrase_and_by_recovery_code(key):
    content, codes = admit(key, place(key), PASSPHRASE, strength=CHEAP)
    content = json.loads(json.dumps(content))
    assert unlock(content, place(key), PASSPHRASE, weakest=CHEAP).public == key.public
    by_code = unlock_with_code(content, place(key), codes.recovery_code, way="recovery")
    assert open_sealed(seal(ANSWERS, LABEL, key.public), LABEL, by_code) == ANSWERS


@pytest.mark.claim("sealed")
def test_wrong_passphrase_and_altered_box_have_one_sentence(key):
    content, _ = admit(key, place(key), PASSPHRASE, strength=CHEAP)
    box = content["passphrase"]["box"]
    altered = {**content, "passphrase": {**content["passphrase"], "box": "00" + box[2:]}}
    said = set()
    for kept, words in [(content, "herring at high tide"), (altered, PASSPHRASE), ({}, PASSPHRASE)]:
        with pytest.raises(CannotOpen) as error:
            unlock(kept, place(key), words, weakest=CHEAP)
        said.add(str(error.value))
        assert error.value.__cause__ is None
        assert error.value.__suppress_context__ or error.value.__context__ is None
    assert len(said) == 1
    assert "tide" not in said.pop()


@pytest.mark.claim("sealed")
@pytest.mark.parametrize("way", ["passphrase", "recovery", "invitation"])
def test_every_flipped_bit_of_a_wrapped_key_is_noticed(key, way):
    private, secret = b"p" * 32, b"s" * 16
    kept = wrap(private, place(key), secret, way=way, strength=CHEAP)
    assert unwrap(kept, place(key), secret, way=way, weakest=CHEAP) == private
    for name in ("salt", "nonce", "box"):
        raw = bytes.fromhex(kept[name])
        for bit in range(len(raw) * 8):
            altered = bytearray(raw)
            altered[bit // 8] ^= 1 << bit % 8
            with pytest.raises(CannotOpen):
                unwrap({**kept, name: altered.hex()}, place(key), secret, way=way, weakest=CHEAP)


@pytest.mark.claim("sealed")
@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Place)])
def test_wrapped_key_moved_to_another_place_is_noticed(key, name):
    content, _ = admit(key, place(key), PASSPHRASE, strength=CHEAP)
    other = new_key().public if name == "public" else "another"
    with pytest.raises(CannotOpen):
        unlock(content, place(key, **{name: other}), PASSPHRASE, weakest=CHEAP)


@pytest.mark.parametrize(
    "odd",
    [
        {"format": 2},
        {"way": "recovery"},
        {"kdf": "none"},
        {"n": 0},
        {"n": 17},
        {"n": True},
        {"n": "16"},
        {"n": 2**40},
        {"r": 0},
        {"p": 2**30},
        {"salt": 5},
        {"salt": "zz"},
        {"nonce": ""},
        {"box": ""},
        {"box": None},
    ],
)
def test_odd_content_is_refused_quickly_and_never_a_traceback(key, odd):
    kept = wrap(b"p" * 32, place(key), b"s", way="passphrase", strength=CHEAP)
    begun = time.perf_counter()
    with pytest.raises(CannotOpen):
        unwrap({**kept, **odd}, place(key), b"s", way="passphrase", weakest=CHEAP)
    assert time.perf_counter() - begun < 1


@pytest.mark.claim("sealed")
def test_stored_parameters_are_the_strong_ones(key):
    content, _ = admit(key, place(key), PASSPHRASE)
    kept = content["passphrase"]
    assert (kept["kdf"], kept["n"], kept["r"], kept["p"]) == ("scrypt", 2**17, 8, 1)
    assert len(bytes.fromhex(kept["salt"])) == 16
    assert unlock(content, place(key), PASSPHRASE).public == key.public


@pytest.mark.claim("sealed")
@pytest.mark.parametrize("weaker", [Strength(n=2**16), Strength(r=4), CHEAP])
def test_weaker_parameters_are_refused_even_where_the_passphrase_fits(key, weaker):
    content, _ = admit(key, place(key), PASSPHRASE, strength=weaker)
    with pytest.raises(CannotOpen, match="more weakly"):
        unlock(content, place(key), PASSPHRASE)


def test_nothing_in_rmkit_asks_for_another_strength():
    folder = Path(wrapping.__file__).parents[1]
    texts = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    making = [p.name for p, text in texts.items() if "Strength(" in text]
    assert sorted(making) == ["wrapping.py"]
    steps = [
        line for text in texts.values() for line in text.splitlines() if "SealingStep(" in line
    ]
    assert sorted(line.strip() for line in steps) == [
        "class SealingStep(PairKeys):",
        "return SealingStep(self)",
    ]
    assert Strength() == STRONG


def test_passphrase_opens_from_another_keyboard():
    composed, apart = "caf\u00e9 am Hafen um acht", "cafe\u0301 am\u00a0Hafen um acht\n"
    assert normal_passphrase(composed) == normal_passphrase(apart)
    assert normal_passphrase("ﬁsh and chips 12") != normal_passphrase("fish and chips 12")


@pytest.mark.parametrize(
    "bad", ["", "short", "a" * 40, "abab" * 10, "x" * 11, "tab\there and there"]
)
def test_weak_passphrase_is_refused_without_being_said(key, bad):
    with pytest.raises(NotAllowed) as said:
        admit(key, place(key), bad, strength=CHEAP)
    assert not bad or bad not in str(said.value)


def test_made_up_passphrases_are_good_and_differ():
    made = {make_passphrase() for _ in range(200)}
    assert len(made) == 200
    assert all(normal_passphrase(one) for one in made)


@pytest.mark.claim("sealed")
def test_code_is_read_as_people_write_it_and_a_slip_is_told():
    shown, secret = make_code("recovery")
    assert len(secret) == 16
    assert [len(group) for group in shown.split("-")] == [4] * 8
    small = shown.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert read_code("recovery", small) == secret
    for number, letter in enumerate(shown):
        if letter != "-":
            other = "A" if letter != "A" else "B"
            with pytest.raises(NotAllowed, match="eight groups"):
                read_code("recovery", shown[:number] + other + shown[number + 1 :])
    for bad in ("", "U" * 32, shown[:-1], shown + "A", "é" * 32):
        with pytest.raises(NotAllowed):
            read_code("recovery", bad)
    with pytest.raises(NotAllowed, match="not an invitation code"):
        read_code("invitation", shown)


def test_invitation_lets_in_whom_it_was_made_for(key):
    content, codes = invite(key, place(key, person_id="P2"))
    let_in = unlock_with_code(
        content, place(key, person_id="P2"), codes.invitation_code, way="invitation"
    )
    assert let_in.public == key.public
    with pytest.raises(CannotOpen):
        unlock_with_code(content, place(key), codes.invitation_code, way="invitation")


def test_no_secret_stands_in_what_is_printed_or_written(key):
    content, codes = admit(key, place(key), PASSPHRASE, strength=CHEAP)
    private = key.private.private_bytes_raw()
    told = repr([key, codes, content, place(key), LABEL])
    for secret in (PASSPHRASE, codes.recovery_code, private.hex(), repr(private)):
        assert secret not in told
    with pytest.raises(TypeError):
        pickle.dumps(key)
    assert "nobody can help" in pair_key.BEFORE


def test_participants_page_can_use_it_without_heavy_libraries():
    heavy = "[m for m in ('pandas', 'sqlalchemy') if m in sys.modules]"
    code = f"import sys, {sealing.__name__}; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
