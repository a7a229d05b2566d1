"""Five weeks of a town on the clock: silent agencies, officers who change, holidays, an outage of three days.

What citizens and officers do is decided here and written into a ledger, which counts by itself; then the program is
asked what it did.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from cli import main
from commands.context import Context
from complaints.figures.measures import LEAST
from complaints.who.office import Office
from config.settings import load_settings
from storage.complaints import number_key
from storage.models import assignment, complaint, event
from storage.office_tables import digest
from tests.conftest import Town
from tests.ledger import CLOSES, DAY, RULES, Case, Stint, at_local, figures, is_working, local, rungs
from tests.regions import ELECTION, FIVE_DAYS, NO_MENU, bogor_with

TICK = timedelta(minutes=30)
WEEKS = 5
OUTAGE = (datetime.fromisoformat("2026-12-01T10:00+07:00"), datetime.fromisoformat("2026-12-04T10:00+07:00"))
LIMIT, CLOSE_AFTER = 5, 10
LIMITS = dict.fromkeys(("PUPR", "DLH", "PERKIM", "DISHUB"), LIMIT)
REPORTS = {
    "PUPR": "bogor jalan berlubang di Jalan Merdeka nomor {}",
    "DLH": "bogor sampah menumpuk di Jalan Roda nomor {}",
    "PERKIM": "bogor lampu jalan mati di Jalan Pajajaran nomor {}",
    "DISHUB": "bogor angkot ngetem sembarangan di Jalan Veteran nomor {}",
}
BUDI, DEDI, SARI, EKO, FITRI = (f"+62811120000{place}" for place in range(1, 6))
KADIS, HANI, WALI, SITI = (f"+62811120001{place}" for place in range(1, 5))
CONTACTS = (
    ("PUPR", BUDI, "officer"),
    ("PUPR", KADIS, "head"),
    ("DLH", DEDI, "officer"),
    ("DLH", HANI, "head"),
    ("PERKIM", SARI, "officer"),
    ("DISHUB", EKO, "officer"),
    ("LEADER", WALI, "officer"),
    ("ADMIN", SITI, "officer"),
)


class Weeks:
    """The town, what is done in it at each moment, and the ledger of it."""

    def __init__(self, town: Town, settings_file: Path, begin: datetime) -> None:
        self.town, self.begin = town, begin
        self._admin = Context(settings_file, town.clock, login="siti")
        self._random = Random(7)  # noqa: S311 - the same weeks each time
        self.cases: list[Case] = []
        self.ticks: list[datetime] = []
        self._plans: list[tuple[datetime, int, str, Any]] = []
        self._order = itertools.count()

    def command(self, *words: str) -> None:
        result = CliRunner().invoke(main, list(words), obj=self._admin, catch_exceptions=False)
        assert result.exit_code == 0, result.output

    def plan(self, at: datetime, what: str, about: Any = None) -> None:
        """Put something on the list; what falls into the outage waits on the SIM until it is over."""
        at = OUTAGE[1] if OUTAGE[0] <= at < OUTAGE[1] else at
        self._plans.append((at, next(self._order), what, about))

    def play(self) -> None:
        """Let the weeks pass."""
        end = self.begin + WEEKS * 7 * DAY
        self._plan_reports(end)
        self._plan_offices(end)
        tick = self.begin
        while tick < end:
            self._act(tick)
            if not OUTAGE[0] <= tick < OUTAGE[1]:
                self.town.clock.advance(tick - self.town.clock.now())
                self.ticks.append(tick)
                self.town.do_jobs()
                self._note_told(tick)
            tick += TICK
        assert self.town.errors == []

    def _plan_reports(self, end: datetime) -> None:
        on, place = local(self.begin).date(), 0
        while at_local(on, CLOSES) < end:
            for _ in range(self._random.randint(3, 6)):
                at = at_local(on, time(6, 40)) + timedelta(minutes=self._random.randint(0, 13 * 60), seconds=7)
                if at > self.begin:
                    place += 1
                    self.plan(at, "report", (place, self._random.choice(list(REPORTS))))
            on += DAY

    def _plan_offices(self, end: datetime) -> None:
        self.plan(at_local(date(2026, 12, 7), time(9, 5)), "replace")
        on = local(self.begin).date()
        while on < local(end).date():
            if is_working(on):
                self.plan(at_local(on, time(8, 40)), "take up", "PUPR")
                self.plan(at_local(on, time(9, 10)), "take up", "DISHUB")
                self.plan(at_local(on, time(14, 10)), "finish", "PUPR")
                self.plan(at_local(on, time(14, 20)), "finish", "DISHUB")
                if on.weekday() == 4:
                    self.plan(at_local(on, time(10, 10)), "take up", "PERKIM")
                    self.plan(at_local(on, time(15, 10)), "finish", "PERKIM")
            on += DAY

    def _act(self, until: datetime) -> None:
        """Do everything that comes before a moment, in its order."""
        while due := [plan for plan in self._plans if plan[0] < until]:
            plan = min(due)
            self._plans.remove(plan)
            if not OUTAGE[0] <= plan[0] < OUTAGE[1] and plan[0] > self.town.clock.now():
                self.town.clock.advance(plan[0] - self.town.clock.now())
            getattr(self, "_" + plan[2].replace(" ", "_"))(plan[3])

    def _text(self, text: str, phone: str) -> list[str]:
        return self.town.text(text, phone)

    def _report(self, about: tuple[int, str]) -> None:
        place, agency = about
        phone = f"+62811100{place:05d}"
        (answer,) = self._text(REPORTS[agency].format(place), phone)
        now = self.town.clock.now()
        number = int(answer.split()[1].strip("."))
        self.cases.append(Case(number, phone, now, [Stint(agency, now)]))

    def _officer(self, agency: str) -> str:
        replaced = self.town.clock.now() > at_local(date(2026, 12, 7), time(9, 5))
        return {"PUPR": BUDI, "PERKIM": SARI, "DISHUB": FITRI if replaced else EKO}[agency]

    def _of(self, agency: str) -> Iterator[Case]:
        return (case for case in self.cases if case.last.agency == agency and case.last.done is None)

    def _take_up(self, agency: str) -> None:
        """Take up what is new; of every fifth the citizen is asked something first."""
        for case in [case for case in self._of(agency) if case.last.taken is None]:
            asks = case.number % 5 == 0
            verb = f"TANYA {case.number} di sebelah mana?" if asks else f"TERIMA {case.number}"
            (echo,) = self._text(verb, self._officer(agency))
            assert str(case.number) in echo, echo
            now = self.town.clock.now()
            case.last.taken = now
            if asks:
                case.last.pauses.append([now])
                self.plan(now + timedelta(hours=27), "answer", case)

    def _answer(self, case: Case) -> None:
        if case.last.pauses and len(case.last.pauses[-1]) == 1 and case.last.done is None:
            self._text(f"{case.number} di depan warung", case.phone)
            case.last.pauses[-1].append(self.town.clock.now())

    def _finish(self, agency: str) -> None:
        """Finish what was taken up two days ago or more; PERKIM takes its time."""
        age = timedelta(days=13 if agency == "PERKIM" else 2)
        now = self.town.clock.now()
        for case in [case for case in self._of(agency) if case.last.taken and now - case.last.taken >= age]:
            if case.last.stands_still(now):
                continue
            (echo,) = self._text(f"SELESAI {case.number} sudah kami kerjakan di tempat", self._officer(agency))
            assert str(case.number) in echo, echo
            case.last.done = self.town.clock.now()
            if case.number % 3 == 0:
                self.plan(case.last.done + timedelta(hours=20), "confirm", case)
            elif case.number % 3 == 1 and len(case.stints) == 1 and case.number % 2:
                self.plan(case.last.done + timedelta(hours=21), "object", case)

    def _confirm(self, case: Case) -> None:
        self._text(f"SUDAH {case.number}", case.phone)
        case.confirmed = self.town.clock.now()

    def _object(self, case: Case) -> None:
        self._text(f"BELUM {case.number} masih sama saja", case.phone)
        case.told = None
        case.stints.append(Stint(case.last.agency, self.town.clock.now()))

    def _replace(self, _about: None) -> None:
        self.command("contact", "replace", "bogor", "DISHUB", EKO, FITRI, "--name", "Fitri")

    def _note_told(self, tick: datetime) -> None:
        """News are gathered for ten minutes, and told when somebody looks."""
        for case in self.cases:
            if case.last.done and case.told is None and case.last.done + timedelta(minutes=10) <= tick:
                case.told = tick


@pytest.fixture(scope="module")
def region_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kota Bogor with five working days for what lies somewhere, and a day of its own."""
    return bogor_with(tmp_path_factory.mktemp("region"), FIVE_DAYS, ELECTION, NO_MENU)


@pytest.fixture
def weeks(database, settings_file: Path, region_file: Path, clock, monkeypatch: pytest.MonkeyPatch) -> Weeks:
    settings_file.write_text(settings_file.read_text().replace('["bogor"]', f'["{region_file}"]'))
    with database.read() as connection:
        office = Office.of(load_settings(settings_file, {}), number_key(connection))
    played = Weeks(Town(database, office, clock), settings_file, clock.now())
    for agency, phone, role in CONTACTS:
        played.command("contact", "add", "bogor", agency, phone, "--name", "Petugas", "--role", role)
    played.play()
    return played


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_five_weeks_are_as_the_ledger_counts_them(weeks: Weeks) -> None:
    assert len(weeks.cases) > 120
    for check in (_complaints, _dates, _ladder, _mornings, _digests, _phones):
        check(weeks)


def _rows(weeks: Weeks, *columns: Any, **joins: Any) -> list[Any]:
    with weeks.town.database.read() as connection:
        return list(connection.execute(select(*columns).order_by(columns[0])))


def _complaints(weeks: Weeks) -> None:
    """Each report is one complaint, with the state and the outcome that follow from what was done."""
    end = weeks.ticks[-1]
    expected = Counter()
    for case in weeks.cases:
        out = case.times_out(CLOSE_AFTER)
        if case.confirmed:
            expected["confirmed"] += 1
        elif out and out <= end:
            expected["timed_out"] += 1
        else:
            expected["resolved" if case.last.done else "open"] += 1
    found = Counter()
    for row in _rows(weeks, complaint.c.id, complaint.c.status, complaint.c.outcome):
        found[row.outcome or ("resolved" if row.status == "resolved" else "open")] += 1
    assert found == expected
    assert min(expected[each] for each in ("confirmed", "timed_out", "resolved", "open")) > 3


def _dates(weeks: Weeks) -> None:
    """Each date is the one that a walk over the days finds."""
    now = weeks.town.clock.now()
    due = {case.number: case.last.due(LIMIT, case.last.done or now) for case in weeks.cases}
    with weeks.town.database.read() as connection:
        rows = connection.execute(
            select(complaint.c.number, assignment.c.due_at)
            .join(assignment, assignment.c.complaint_id == complaint.c.id)
            .where(assignment.c.ended_at.is_(None))
        )
        assert dict(rows.all()) == due


def _ladder(weeks: Weeks) -> None:
    """Each rung is told once, at the first moment after its time or a little before, and only of what lies."""
    expected = Counter(
        (case.number, name, early, late)
        for case in weeks.cases
        for stint in case.stints
        for name, early, late in rungs(stint, LIMITS[stint.agency], weeks.ticks)
    )
    names = {rule.name for rule in RULES}
    with weeks.town.database.read() as connection:
        rows = connection.execute(
            select(complaint.c.number, event.c.reason, event.c.at)
            .join(complaint, complaint.c.id == event.c.complaint_id)
            .where(event.c.action == "escalate")
        ).all()
    found = Counter((row.number, row.reason.partition(":")[0], row.at) for row in rows)
    for number, name, early, late in expected:
        told = [at for at in (early, late) if found.pop((number, name, at), 0)]
        assert len(told) == 1 or (late is None and not told), (number, name, early, late)
    assert not [key for key in found if key[1] in names]
    assert {name for _, name, _, _ in expected} == names


_LEADER = re.compile(
    r"Bogor (\d+)/(\d+): (?:(?P<new>\d+) baru|tidak ada yang baru), "
    r"(?:(?P<late>\d+) lewat waktu(?: \((?P<list>[^)]*)\))?|tidak ada yang lewat waktu)"
    r"(?:, tepat waktu (?P<on_time>\d+)%)?(?:, dibenarkan warga (?P<confirmed>\d+)%)?\.(?P<oldest> Terlama .*)?"
)


def _mornings(weeks: Weeks) -> None:
    """The leader reads the figures of the ledger, every morning, also of the weekend, and once after the outage."""
    told = [row for row in weeks.town.arrived() if row["address"] == WALI and row["text"].startswith("Bogor ")]
    told = [row for row in told if _LEADER.fullmatch(row["text"])]
    days = {local(tick).date() for tick in weeks.ticks if local(tick).time() >= time(7)}
    assert [local(row["created_at"]).date() for row in told] == sorted(days)
    for row in told:
        said = _LEADER.fullmatch(row["text"])
        assert said is not None
        counted = figures(weeks.cases, LIMITS, CLOSE_AFTER, row["created_at"])
        assert int(said["new"] or 0) == counted.new, row["text"]
        assert int(said["late"] or 0) == sum(counted.overdue.values()), row["text"]
        listed = dict(each.split() for each in (said["list"] or "").split(", ") if each)
        assert listed == {agency: str(count) for agency, count in counted.overdue.items()}, row["text"]
        for share, percent in ((counted.on_time, said["on_time"]), (counted.confirmed, said["confirmed"])):
            assert percent == (str(100 * share[0] // share[1]) if share[1] >= LEAST else None), row["text"]


def _digests(weeks: Weeks) -> None:
    """Nobody has two digests of one slot; they come at the region's times, but for who begins or has been cut off."""
    rows = _rows(weeks, digest.c.id, digest.c.key, digest.c.made_at)
    assert len({row.key for row in rows}) == len(rows)
    made = {local(row.made_at) for row in rows}
    odd = {at for at in made if at.time() not in {time(7), time(7, 30), time(15, 30)}}
    # The first day, the end of the outage, and the list for an officer who has just begun.
    assert {f"{at:%d/%m %H:%M}" for at in odd} == {"23/11 12:00", "04/12 10:00", "07/12 09:30"}


def _phones(weeks: Weeks) -> None:
    """Every citizen has one acknowledgement; nobody is woken; an officer who has left hears nothing more."""
    rows = weeks.town.arrived()
    acknowledged = Counter(row["address"] for row in rows if " diterima, " in row["text"])
    assert acknowledged == Counter(case.phone for case in weeks.cases)
    unasked = [row for row in rows if not row["dedupe_key"].startswith("answer:")]
    assert all(row["quiet_region"] == "bogor" for row in unasked)
    left = at_local(date(2026, 12, 7), time(12))
    assert not [row for row in rows if row["address"] == EKO and row["created_at"] > left]
    assert [row for row in rows if row["address"] == FITRI and "TUGAS" in row["text"]]
