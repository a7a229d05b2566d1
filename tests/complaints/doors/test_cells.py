from hypothesis import given
from hypothesis import strategies as st

from complaints.doors.cells import guarded, plain

SOME = st.text(st.sampled_from("=+-@';, a1\"|\t"), max_size=12)


@given(SOME)
def test_no_part_of_a_cell_is_a_formula_to_whichever_spreadsheet(text: str) -> None:
    for separator in ",;":
        for part in guarded(text).split(separator):
            assert not part.strip().startswith(("=", "+", "-", "@"))


@given(SOME.map(lambda text: " ".join(text.split())))
def test_what_was_guarded_is_read_as_it_was(text: str) -> None:
    if not (text.startswith('="') and text.endswith('"')):
        assert plain(guarded(text)) == text
