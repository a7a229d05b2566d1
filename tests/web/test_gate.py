"""Who is let in: the right secret, the right network."""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_network

import pytest

from web.gate import Gate, RefusedError

SECRET = "0123456789abcdef"
NEAR = (ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"))


def test_an_open_gate_lets_everybody_in() -> None:
    Gate(None).check("203.0.113.9", [])
    Gate(None).check(None, ["whatever"])


@pytest.mark.parametrize("secrets", [[SECRET], ["wrong", SECRET]])
def test_who_brings_the_secret_is_let_in(secrets: list[str]) -> None:
    Gate(SECRET).check("203.0.113.9", secrets)


@pytest.mark.parametrize("secrets", [[], [""], [SECRET[:-1]], [SECRET + "0"], [SECRET.upper()], ["\udce9\u00e9"]])
def test_who_brings_another_or_none_is_not(secrets: list[str]) -> None:
    assert refused(Gate(SECRET), "203.0.113.9", secrets) is HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8::1"])
def test_who_comes_from_an_allowed_network_is_let_in(address: str) -> None:
    Gate(None, NEAR).check(address, [])


@pytest.mark.parametrize("address", ["11.1.2.3", "::1", "", "unix", None, "10.1.2.3:80"])
def test_who_comes_from_elsewhere_is_not_even_with_the_secret(address: str | None) -> None:
    assert refused(Gate(SECRET, NEAR), address, [SECRET]) is HTTPStatus.FORBIDDEN


def refused(gate: Gate, address: str | None, secrets: list[str]) -> HTTPStatus:
    with pytest.raises(RefusedError) as found:
        gate.check(address, secrets)
    assert SECRET not in found.value.reason
    return found.value.status
