"""A modem is found by its IMEI, wherever it is plugged in."""

from pathlib import Path

from smsd.transports.base import LineConfig
from smsd.transports.dialogue import Dialogue
from smsd.transports.naming import find_device
from smsd.virtual.modem import VirtualModem

ONE, OTHER = "001017000000007", "001017000000015"


def test_a_path_is_taken_as_it_is() -> None:
    assert find_device("/dev/ttyUSB0", ()) == ("/dev/ttyUSB0", "")


def test_a_modem_is_found_under_whatever_name(tmp_path: Path) -> None:
    ports = (str(tmp_path / "usb*"),)
    with VirtualModem(link=tmp_path / "usb0", imei=OTHER), VirtualModem(link=tmp_path / "usb1", imei=ONE) as modem:
        assert find_device(f"imei:{ONE}", ports) == (str(tmp_path / "usb1"), "")
        modem.unplug()
        assert find_device(f"imei:{ONE}", ports) == ("", f"no modem with the IMEI {ONE} answers at any of 1 ports")
        modem.plug_in(tmp_path / "usb7")
        assert find_device(f"imei:{ONE}", ports) == (str(tmp_path / "usb7"), "")


def test_a_port_that_somebody_uses_is_left_alone(tmp_path: Path) -> None:
    with VirtualModem(link=tmp_path / "usb0", imei=ONE) as modem:
        talk = Dialogue(modem.device)
        device, problem = find_device(f"imei:{ONE}", (str(tmp_path / "usb*"),))
        talk.close()
    assert (device, "no modem" in problem) == ("", True)


def test_without_any_port_it_says_so(tmp_path: Path) -> None:
    config = LineConfig("modem1", "at", f"imei:{ONE}", ports=(str(tmp_path / "usb*"),))
    assert "there is none" in find_device(config.device, config.ports)[1]
