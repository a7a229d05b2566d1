"""Files of other systems: what becomes of their rows, what is refused and why, and that nothing comes twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.doors import importing
from complaints.doors.entries import Reader
from complaints.doors.files import FileError, Line, lines_of
from complaints.doors.importing import Imported, Refusal, Source, bring_in
from complaints.who.office import Office
from config.exchange import load_map
from storage import complaints, external_refs
from storage.engine import Database
from storage.models import assignment, complaint, event, external_ref
from storage.outbound import listing

HEAD = "Tracking ID;Tanggal Laporan;Status;Instansi Terdisposisi;Isi Laporan;No HP Pelapor;Rahasia"
ROW = "1916449;20/11/2026 09:30;Proses;PUPR;Jalan berlubang di depan pasar;081110000123;"


class Door:
    """What brings in a file, and looks at what came of it."""

    def __init__(self, database: Database, office: Office, folder: Path, now: Any) -> None:
        self.database, self.office, self.path, self.now = database, office, folder / "lapor.csv", now
        self.refused: list[Refusal] = []

    def file(self, *rows: str, head: str = HEAD, encoding: str = "utf-8", end: str = "\n") -> Door:
        """Write the file."""
        self.path.write_bytes(end.join((head, *rows, "")).encode(encoding))
        return self

    def bring(self, name: str = "lapor", lines: Any = None, **how: Any) -> Imported:
        """Import it."""
        map_ = load_map(name, self.office.regions)
        reader = Reader(map_, self.office.regions, self.office.regions["bogor"], self.now)
        source = Source("LAPOR", "siti", tells=how.pop("tells", False))
        lines = lines_of(self.path, map_) if lines is None else lines
        return bring_in(self.database, self.office, reader, source, lines, self.refused.append, **how)

    def row(self, external_id: str = "1916449") -> Any:
        """Give a complaint by the other system's id."""
        with self.database.read() as connection:
            number = external_refs.number_of(connection, "LAPOR", external_id)
            return complaints.by_number(connection, number or 0)

    def count(self, table: Any) -> int:
        """Count the rows of a table."""
        with self.database.read() as connection:
            return connection.scalar(select(func.count()).select_from(table)) or 0

    def sent(self) -> list[Any]:
        """Give all SMS."""
        with self.database.read() as connection:
            return list(listing(connection, limit=100))


@pytest.fixture
def door(database: Database, office: Office, tmp_path: Path, clock: Any) -> Door:
    """A folder for a file, and the way in."""
    return Door(database, office, tmp_path, clock.now())


def test_a_complaint_comes_in_as_it_stands_there_and_nobody_is_texted(door: Door) -> None:
    assert door.file(ROW).bring() == Imported(new=1)
    row = door.row()
    assert (row.status, row.agency, row.channel, row.address) == ("in_progress", "PUPR", "lapor", "+6281110000123")
    assert row.created_at.isoformat() == "2026-11-20T02:30:00+00:00"
    assert row.due_at is not None
    assert door.sent() == []


def test_its_history_begins_with_where_it_came_from(door: Door) -> None:
    door.file(f"{ROW};Sudah kami survei", head=f"{HEAD};Tindak Lanjut").bring()
    with door.database.read() as connection:
        (first,) = complaints.events_of(connection, door.row().id)
    assert (first["action"], first["actor"], first["at"]) == ("open", "siti", door.now)
    assert first["reason"] == "LAPOR:1916449: Sudah kami survei"


def test_a_second_run_doubles_nothing_and_tells_what_stands_elsewise(door: Door) -> None:
    door.file(ROW).bring()
    assert door.file(ROW.replace("Proses", "Selesai")).bring() == Imported(passed=1, elsewise=1)
    assert (door.count(complaint), door.count(external_ref), door.row().status) == (1, 1, "in_progress")


@pytest.mark.parametrize("status", ["Belum Terverifikasi", "Belum Ditindaklanjuti", "Proses", ""])
def test_what_is_open_and_nobodys_is_routed_like_a_new_one(door: Door, status: str) -> None:
    row = ROW.replace("Proses", status).replace("PUPR", "")
    assert door.file(row).bring() == Imported(new=1, routed=1)
    found = door.row()
    assert (found.agency, found.status, found.topic) == ("PUPR", "assigned", "jalan-rusak")


def test_what_is_done_there_is_done_here_and_counts_as_confirmed_by_nobody(door: Door) -> None:
    door.file(ROW.replace("Proses", "Selesai").replace("PUPR", "")).bring()
    found = door.row()
    assert (found.status, found.outcome, found.agency) == ("closed", "explained", None)


def test_what_was_solved_long_ago_has_closed_meanwhile(door: Door) -> None:
    head = HEAD.replace("Tanggal Laporan", "created_at").replace("Tracking ID", "id").replace("Status", "status")
    head = head.replace("Isi Laporan", "text").replace("Instansi Terdisposisi", "agency")
    head = head.replace("No HP Pelapor", "phone").replace("Rahasia", "secret")
    old = "1;2026-08-01;resolved;PUPR;jalan rusak;;"
    door.file(old, old.replace("1;2026-08-01", "2;2026-11-20"), head=head).bring("aduan")
    assert (door.row("1").status, door.row("1").outcome) == ("closed", "timed_out")
    assert door.row("2").status == "resolved"
    assert door.row("2").close_at > door.now


def test_a_secret_one_is_its_circles(door: Door) -> None:
    door.file(f"{ROW}Ya", ROW.replace("1916449", "2").replace("PUPR", "") + "Ya").bring()
    for external_id in ("1916449", "2"):
        found = door.row(external_id)
        assert (found.secret, found.circle, found.agency) == (True, "INTEGRITY", "INTEGRITY")


def test_rungs_of_the_ladder_that_were_over_before_are_not_climbed(door: Door) -> None:
    door.file(ROW.replace("20/11", "01/09").replace("Proses", "Terdisposisi")).bring()
    with door.database.read() as connection:
        hands = connection.execute(select(assignment)).one()
    assert hands.rung > 0
    assert hands.rung_at is None or hands.rung_at > door.now


def test_of_old_danger_nobody_is_woken_and_of_fresh_danger_its_office_is(door: Door, staff: Any) -> None:
    staff.appoint("DAMKAR")
    fire = "{id};{when};Belum Terverifikasi;;tolong rumah kebakaran di jalan Pajajaran;;"
    door.file(fire.format(id=1, when="01/11/2026")).bring()
    assert door.sent() == []
    door.file(fire.format(id=2, when="23/11/2026 11:00")).bring()
    assert len(door.sent()) == 1


def test_reporters_of_open_ones_are_told_their_number_if_that_is_wished(door: Door) -> None:
    done = ROW.replace("1916449", "2").replace("Proses", "Selesai")
    assert door.file(ROW, done).bring(tells=True).told == 1
    (sent,) = door.sent()
    assert str(door.row().number) in sent["text"]


def test_looking_only_writes_nothing(door: Door) -> None:
    assert door.file(ROW, ROW).bring(dry=True) == Imported(new=1, refused=1)
    assert door.count(complaint) == door.count(external_ref) == door.count(event) == 0


def test_a_crash_between_batches_and_a_second_run_lose_and_double_nothing(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [ROW.replace("1916449", str(place)) for place in range(5)]
    lines = list(lines_of(door.file(*rows).path, load_map("lapor", door.office.regions)))

    def breaks() -> Any:
        yield from lines[:3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        door.bring(lines=breaks())
    assert door.count(complaint) == 2
    assert door.bring() == Imported(new=3, passed=2)
    assert door.count(complaint) == door.count(external_ref) == 5


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (ROW.replace("1916449", ""), "Tracking ID", "is empty"),
        (ROW.replace("Jalan berlubang di depan pasar", " "), "Isi Laporan", "is empty"),
        (ROW.replace("081110000123", "8.11E+11"), "No HP Pelapor", "8.11E+11"),
        (ROW.replace("081110000123", "8,11E+11"), "No HP Pelapor", "spreadsheet"),
        (ROW.replace("081110000123", "hubungi RT"), "No HP Pelapor", "no phone number"),
        (ROW.replace("20/11/2026", "31/02/2026"), "Tanggal Laporan", "no moment"),
        (ROW.replace("20/11/2026", "20/11/2027"), "Tanggal Laporan", "still to come"),
        (ROW.replace("Proses", "Prosess"), "Status", "Did you mean 'proses'"),
        (ROW.replace("PUPR", "PUPRR"), "Instansi Terdisposisi", "Did you mean 'pupr'"),
        (ROW + ";;x", "", "cells"),
        (ROW.replace("Jalan", '"Jalan"x'), "", "quotation mark"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_by_line_column_and_reason(
    door: Door, row: str, column: str, reason: str
) -> None:
    found = door.file(ROW.replace("1916449", "1"), row, ROW.replace("1916449", "3")).bring()
    assert (found.new, found.refused) == (2, 1)
    (refusal,) = door.refused
    assert (refusal.line, refusal.column) == (3, column)
    assert reason in refusal.reason


def test_the_number_of_nobody_stands_in_a_reason(door: Door) -> None:
    door.file(ROW.replace("081110000123", "0811-10000123x")).bring()
    assert "10000123" not in door.refused[0].reason


def test_an_id_that_comes_twice_in_a_file_is_refused_the_second_time(door: Door) -> None:
    assert door.file(ROW, ROW).bring() == Imported(new=1, refused=1)
    assert (door.refused[0].line, "second time" in door.refused[0].reason) == (3, True)


@pytest.mark.parametrize(
    ("change", "how"),
    [
        (lambda text: text, {"encoding": "utf-8-sig", "end": "\r\n"}),
        (lambda text: text.replace(";", ","), {}),
        (lambda text: text.replace(";", "\t"), {"encoding": "utf-16"}),
        (lambda text: f"{text}\n\n;;;;;;\n", {}),
        (lambda text: text.replace("0811", "811"), {}),
        (lambda text: text.replace("081110000123", '"=""081110000123"""'), {}),
        (lambda text: text.replace("081110000123", "'+62 811-1000-0123"), {}),
        (lambda text: text.replace("berlubang", "\xe9"), {"encoding": "latin-1"}),
        (lambda text: text.replace("Jalan berlubang di depan pasar", '"Jalan\nberlubang"'), {}),
    ],
)
def test_files_are_read_as_spreadsheets_write_them(
    door: Door, change: Callable[[str], str], how: dict[str, str]
) -> None:
    assert door.file(change(ROW), head=change(HEAD).splitlines()[0], **how).bring() == Imported(new=1)
    assert door.row().address == "+6281110000123"
    assert door.row().text.startswith("Jalan")


def test_the_first_line_by_which_excel_is_told_the_separator_is_passed_over(door: Door) -> None:
    assert door.file(HEAD, ROW, head="sep=;").bring() == Imported(new=1)


def test_after_quoted_lines_the_line_of_a_refusal_is_still_right(door: Door) -> None:
    door.file(
        ROW.replace("Jalan berlubang di depan pasar", '"Jalan\nberlubang\ndi sini"'), ROW.replace("1916449", "")
    ).bring()
    assert door.refused[0].line == 5


def test_json_lines_are_read_too(door: Door) -> None:
    row = {"Tracking ID": 7, "Isi Laporan": "Jalan\nrusak", "No HP Pelapor": 811100001230, "Status": None}
    door.path = door.path.with_suffix(".jsonl")
    door.path.write_text(f"{json.dumps(row)}\n\nnot json\n[1]\n")
    assert (door.bring().new, [each.line for each in door.refused]) == (1, [3, 4])
    assert (door.row("7").text, door.row("7").address) == ("Jalan\nrusak", "+62811100001230")


def test_a_file_of_another_system_is_refused_with_the_columns_it_has(door: Door) -> None:
    with pytest.raises(FileError, match=r"lapor\.csv:1: no column 'Tracking ID'.*Did you mean 'Traking ID'"):
        door.file(ROW, head=HEAD.replace("Tracking", "Traking")).bring()


def test_a_column_under_another_name_is_told_before_anything_comes_in(door: Door) -> None:
    """Who wrote that it is secret would else be read by those whom it accuses."""
    renamed = HEAD.replace("Rahasia", "Dirahasiakan?")
    with pytest.raises(FileError, match=r"lacks .*'Rahasia'.* has 'Dirahasiakan\?', which that does not name"):
        door.file(f"{ROW}Ya", head=renamed).bring()
    door.path = door.path.with_suffix(".jsonl")
    with pytest.raises(FileError, match=r"lacks .*'Rahasia'"):
        door.file(json.dumps({"Tracking ID": 1, "Isi Laporan": "jalan rusak", "Dirahasiakan?": "ya"}), head="").bring()
    map_ = load_map("lapor", door.office.regions)
    assert door.bring(lines=lines_of(door.path, map_, incomplete=True)).new == 1


def test_columns_are_known_in_whatever_case(door: Door) -> None:
    door.file(f"{ROW}Ya", head=HEAD.upper().replace(";", " ; ")).bring()
    assert door.row().secret


def test_a_spreadsheet_is_told_apart(door: Door) -> None:
    door.path.write_bytes(b"PK\x03\x04 and what else a workbook is made of")
    with pytest.raises(FileError, match="is a spreadsheet; open it, save it as CSV"):
        door.bring()


@pytest.mark.parametrize(
    "phones", ["081110000123 / 081110000124", "0811-1000-0123, 081110000124", "081110000123 atau wa"]
)
def test_of_several_numbers_the_first_is_the_reporters(door: Door, phones: str) -> None:
    assert door.file(ROW.replace("081110000123", phones)).bring(tells=True).told == 1


@pytest.mark.parametrize("nothing", ["-", "tidak ada", "Kosong"])
def test_words_for_nothing_are_nothing(door: Door, nothing: str) -> None:
    row = ROW.replace("081110000123", nothing) + f";{nothing}"
    assert door.file(row, head=f"{HEAD};Judul Laporan").bring(tells=True).told == 0
    assert door.row().text == "Jalan berlubang di depan pasar"


def test_the_router_is_not_asked_while_nobody_else_can_write(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    judge, lock = importing.judge, []
    monkeypatch.setattr(importing.external_refs, "lock", lambda _connection: lock.append(True))
    monkeypatch.setattr(importing, "judge", lambda *text: asked.append(not lock) or judge(*text))
    assert door.file(ROW.replace("PUPR", "")).bring().routed == 1
    assert asked == [True]


@pytest.mark.parametrize("column", ["Rahasia", "Anonim"])
def test_a_word_that_is_neither_yes_nor_no_is_refused(door: Door, column: str) -> None:
    """It may mean that somebody is to stay unknown."""
    head = HEAD.replace("Rahasia", column)
    door.file(f"{ROW}sangat", ROW.replace("1916449", "2") + "Tidak", head=head).bring()
    assert [(each.line, each.column) for each in door.refused] == [(2, column)]
    assert "neither yes nor no" in door.refused[0].reason
    assert not door.row("2").secret
    assert not door.row("2").anonymous


def test_numbers_of_identity_are_masked_before_anything_is_stored(door: Door) -> None:
    nik = "3271010101900001"
    head, row = f"{HEAD};Tindak Lanjut", f"{ROW.replace('pasar', f'pasar, NIK {nik}')};sudah, atas nama {nik}"
    assert door.file(row, head=head).bring().new == 1
    with door.database.read() as connection:
        said = [door.row().text, *connection.scalars(select(event.c.reason))]
    assert nik not in " ".join(said)


@pytest.mark.parametrize("date", ["01/01/0001 00:00", "31/12/1999 23:59"])
def test_a_date_before_there_were_sms_is_refused(door: Door, date: str) -> None:
    door.file(ROW.replace("20/11/2026 09:30", date)).bring()
    assert [each.column for each in door.refused] == ["Tanggal Laporan"]


@pytest.mark.parametrize("channel", ["a\ud800b", "a\x00b", "\x1b[2J", "x" * 30])
def test_a_channel_is_a_short_word(door: Door, channel: str) -> None:
    line = Line(2, {"id": "1", "text": "jalan rusak", "channel": channel})
    door.bring("aduan", lines=[line])
    assert [each.column for each in door.refused] == ["channel"]
    assert door.refused[0].reason.isprintable()


def test_a_phone_with_many_complaints_is_told_of_a_few(door: Door) -> None:
    rows = [ROW.replace("1916449", str(number)) for number in range(1, 8)]
    assert door.file(*rows).bring(tells=True, dry=True).told == 3
    assert door.bring(tells=True).told == 3
    with door.database.read() as connection:
        assert len(listing(connection, limit=50)) == 3


def test_title_and_text_are_put_together_unless_the_one_is_in_the_other(door: Door) -> None:
    head = "Tracking ID;Judul Laporan;Isi Laporan"
    door.file("1;Jalan rusak;Jalan rusak di pasar", "2;Banjir;Air masuk rumah", head=head).bring()
    assert [door.row(each).text for each in "12"] == ["Jalan rusak di pasar", "Banjir. Air masuk rumah"]


def test_a_file_may_be_longer_than_the_memory(door: Door) -> None:
    read = (Line(place, {"Tracking ID": str(place), "Isi Laporan": ""}) for place in range(10_000))
    assert door.bring(lines=read).refused == 10_000


def test_whole_days_lie_between_receipt_and_deadline(door: Door) -> None:
    door.file(ROW).bring()
    assert door.row().due_at - door.row().created_at > timedelta(days=5)
