from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsd.virtual.modem import VirtualModem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.smsd.virtual.conftest import Client


def test_the_link_leads_to_the_modem_while_it_is_on(tmp_path: Path, connect: Callable[[VirtualModem], Client]) -> None:
    link = tmp_path / "modem"
    with VirtualModem(link=link) as modem:
        assert modem.device == str(link)
        assert connect(modem).ask("AT") == ["OK"]
    assert not link.is_symlink()


def test_without_a_link_the_device_is_the_pseudo_terminal() -> None:
    with VirtualModem() as modem:
        assert modem.device.startswith("/dev/")


def test_a_modem_that_is_off_has_no_device() -> None:
    with pytest.raises(RuntimeError, match="off"):
        _ = VirtualModem().device


def test_a_stale_link_is_replaced(tmp_path: Path) -> None:
    link = tmp_path / "modem"
    link.symlink_to(tmp_path / "gone")
    with VirtualModem(link=link):
        assert link.exists()


def test_a_file_by_that_name_is_refused_and_kept(tmp_path: Path) -> None:
    taken = tmp_path / "modem"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not a link"):
        VirtualModem(link=taken).start()
    assert taken.read_text(encoding="utf-8") == "mine"


def test_the_link_of_another_modem_is_refused_and_kept(tmp_path: Path) -> None:
    link = tmp_path / "modem"
    with VirtualModem(link=link):
        with pytest.raises(FileExistsError, match="which is there"):
            VirtualModem(link=link).start()
        assert link.exists()


def test_a_link_that_was_given_to_another_is_left_alone(tmp_path: Path) -> None:
    link = tmp_path / "modem"
    with VirtualModem(link=link):
        link.unlink()
        link.symlink_to(tmp_path)
    assert link.readlink() == tmp_path
