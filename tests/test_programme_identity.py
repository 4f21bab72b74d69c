from hypothesis import given
from hypothesis import strategies as st

from rmkit.programme.identity import identify, manager_ids
from rmkit.records.model import Person

ADDRESSES = [f"{name}@example.org" for name in ("ann", "bo", "cy", "dee", "eve")]


def test_a_known_address_keeps_its_person_whatever_its_case():
    known = [Person("P007", email="ann@example.org")]
    assert identify([{"email": " Ann@Example.ORG "}], known) == ("P007",)


def test_the_staff_lists_own_id_is_used_and_a_taken_one_is_not():
    known = [Person("A1", email="ann@example.org")]
    rows = [
        {"email": "bo@example.org", "person_id": "B2"},
        {"email": "cy@example.org", "person_id": "A1"},
    ]
    assert identify(rows, known) == ("B2", "P0001")


def test_an_address_or_a_path_never_becomes_an_id():
    rows = [
        {"email": "bo@example.org", "person_id": "bo@example.org"},
        {"email": "cy@example.org", "person_id": "../cy"},
        {"email": "dee@example.org", "person_id": "D-4"},
        {"email": "eve@example.org", "person_id": "d-4"},
    ]
    assert identify(rows, []) == ("P0001", "P0002", "D-4", "P0003")


def test_free_numbers_go_on_after_the_highest():
    known = [Person("P0041", email="ann@example.org")]
    assert identify([{"email": "bo@example.org"}], known) == ("P0042",)


@given(st.permutations(ADDRESSES), st.sets(st.sampled_from(ADDRESSES)))
def test_the_order_of_rows_changes_nobodys_id(order, listed):
    known = [Person(f"K{i}", email=a) for i, a in enumerate(sorted(listed))]
    ids = dict(zip(order, identify([{"email": a} for a in order], known), strict=True))
    straight = identify([{"email": a} for a in ADDRESSES], known)
    assert [ids[a] for a in ADDRESSES] == list(straight)
    assert len(set(straight)) == len(ADDRESSES)


def test_a_manager_is_found_by_the_lists_id_and_by_address():
    rows = [
        {"email": "ann@example.org", "person_id": "7", "manager": None},
        {"email": "bo@example.org", "person_id": "8", "manager": "7"},
        {"email": "cy@example.org", "person_id": "9", "manager": "BO@example.org"},
    ]
    known = [Person("P0001", email="ann@example.org")]
    ids = identify(rows, known)
    assert ids == ("P0001", "8", "9")
    assert manager_ids(rows, ids, known) == (None, "P0001", "8")
