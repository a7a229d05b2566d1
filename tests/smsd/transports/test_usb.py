"""Which USB device is behind a serial port, on a made-up /sys."""

from pathlib import Path

import pytest

from smsd.transports import usb
from smsd.transports.base import TransportError


@pytest.fixture
def sysfs(tmp_path: Path) -> Path:
    """The tree of a stick on bus 1 as device 7, with ttyUSB2 as its third interface."""
    stick = tmp_path / "sys" / "devices" / "usb1" / "1-4"
    port = stick / "1-4:1.2" / "ttyUSB2"
    port.mkdir(parents=True)
    (stick / "busnum").write_text("1\n")
    (stick / "devnum").write_text("7\n")
    tty = tmp_path / "sys" / "class" / "tty" / "ttyUSB2"
    tty.mkdir(parents=True)
    (tty / "device").symlink_to(port)
    return tmp_path / "sys"


def test_a_port_belongs_to_the_device_above_its_interface(sysfs, tmp_path) -> None:
    assert usb.bus_node("/dev/ttyUSB2", sysfs, tmp_path / "bus") == tmp_path / "bus" / "001" / "007"


def test_what_is_no_usb_device_is_told(sysfs, tmp_path) -> None:
    with pytest.raises(TransportError, match="ttyS0 is no USB device"):
        usb.reset("/dev/ttyS0", sysfs, tmp_path / "bus")


def test_a_device_that_does_not_take_it_is_told(sysfs, tmp_path) -> None:
    node = tmp_path / "bus" / "001" / "007"
    node.parent.mkdir(parents=True)
    node.touch()
    with pytest.raises(TransportError, match="USB reset of /dev/ttyUSB2: Inappropriate ioctl"):
        usb.reset("/dev/ttyUSB2", sysfs, tmp_path / "bus")
