"""Whose number and whose SIM it is."""

import pytest

from config.operators import Operators, load_operators


@pytest.fixture(scope="module")
def operators() -> Operators:
    return load_operators()


@pytest.mark.parametrize(
    ("msisdn", "operator"),
    [
        ("+6281110000001", "telkomsel"),
        ("+62814", "indosat"),
        ("+62817", "xl"),
        ("+62831", "axis"),
        ("+62895", "tri"),
        ("+62881", "smartfren"),
        ("+62251", None),
        ("+60811", None),
    ],
)
def test_a_number_is_told_by_its_prefix(operators, msisdn, operator) -> None:
    assert operators.of_number(msisdn) == operator


def test_a_sim_is_told_by_country_and_network(operators) -> None:
    assert operators.of_sim("510101234567890") == "telkomsel"
    assert operators.of_sim("001010000000001") is None


def test_no_prefix_and_no_network_has_two_operators(operators) -> None:
    for begins in ("prefixes", "imsi"):
        all_of_them = [each for operator in operators.by_name.values() for each in getattr(operator, begins)]
        assert len(set(all_of_them)) == len(all_of_them)


def test_each_operator_can_be_asked_what_is_left_on_a_sim(operators) -> None:
    assert {name: each.balance_code for name, each in operators.by_name.items()} == {
        "telkomsel": "*888#",
        "indosat": "*123#",
        "xl": "*123#",
        "axis": "*123#",
        "tri": "*111#",
        "smartfren": "*999#",
    }
