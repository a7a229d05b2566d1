import os
import select
import tty
from collections.abc import Iterator

import pytest

from smsd.transports.base import DeviceMissingError, TransportError
from smsd.transports.ear import Ear


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """A serial line: the modem's end and the client's."""
    modem, client = os.openpty()
    tty.setraw(client)
    yield modem, client
    os.close(modem)
    os.close(client)


def test_it_hears_what_has_not_been_read_and_leaves_it_there(line) -> None:
    modem, client = line
    ear = Ear(os.ttyname(client))
    assert not ear.hears()

    os.write(modem, b"RING\r\n")
    assert select.select([client], [], [], 10)[0]
    assert ear.hears()
    assert ear.hears()
    assert os.read(client, 100) == b"RING\r\n"
    assert not ear.hears()
    ear.close()


def test_a_device_that_is_not_there_is_told(tmp_path) -> None:
    with pytest.raises(DeviceMissingError, match="No such file"):
        Ear(str(tmp_path / "ttyUSB0"))


def test_a_line_that_is_pulled_out_is_told() -> None:
    modem, client = os.openpty()
    ear = Ear(os.ttyname(client))
    os.close(client)
    os.close(modem)
    with pytest.raises(TransportError):
        ear.hears()
    ear.close()
