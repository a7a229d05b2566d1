"""How long a region's offices have for what, in the table `[deadlines]` of its file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaints.time.deadlines import date_of
from config.errors import ConfigError
from config.limits import MOST, Limit, Limits, Unit, Which, parse_limit
from config.regions import load_region

DEPOK = 'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'
PRECISE = """
[deadlines]
resolve = "10 days"
[deadlines.kinds.aspiration]
resolve = "20 days"
respond = "9 days"
[deadlines.agencies.DUKCAPIL]
resolve = "3 days"
[deadlines.agencies.DUKCAPIL.kinds.aspiration]
resolve = "2 days"
[deadlines.agencies.PUPR]
resolve = "30 days"
[deadlines.agencies.DLH]
resolve = "4 days"
resolve_on_site = "7 days"
"""


@pytest.mark.parametrize(
    ("which", "kind", "agency", "limit"),
    [
        (Which.VERIFY, "complaint", None, "3 working days"),
        (Which.RESPOND, "complaint", "DUKCAPIL", "5 working days"),
        (Which.RESOLVE, "complaint", "DUKCAPIL", "14 days"),
        (Which.RESOLVE, "aspiration", "DUKCAPIL", "14 days"),
        # Roads have to be looked at; a question about them does not.
        (Which.RESOLVE, "complaint", "PUPR", "60 days"),
        (Which.RESOLVE, "question", "PUPR", "5 working days"),
        (Which.RESOLVE, "question", "DUKCAPIL", "5 working days"),
        (Which.CLOSE, "question", "PUPR", "10 working days"),
        (Which.RESPOND, "complaint", "INTEGRITY", "5 working days"),
    ],
)
def test_a_region_that_says_nothing_has_the_limits_of_the_country(
    tmp_path: Path, which: Which, kind: str, agency: str | None, limit: str
) -> None:
    assert str(load(tmp_path, "").of(which, kind, agency)) == limit


@pytest.mark.parametrize("which", Which)
def test_praise_waits_for_nothing(tmp_path: Path, which: Which) -> None:
    assert load(tmp_path, PRECISE).of(which, "praise", "DUKCAPIL") is None


@pytest.mark.parametrize(
    ("which", "kind", "agency", "limit"),
    [
        (Which.RESOLVE, "complaint", "DINKES", "10 days"),
        (Which.RESOLVE, "aspiration", "DINKES", "20 days"),
        (Which.RESOLVE, "complaint", "DUKCAPIL", "3 days"),
        (Which.RESOLVE, "question", "DUKCAPIL", "3 days"),
        (Which.RESOLVE, "aspiration", "DUKCAPIL", "2 days"),
        (Which.RESPOND, "aspiration", "DUKCAPIL", "9 days"),
        (Which.RESOLVE, "question", "DINKES", "5 working days"),
        # Its matters lie somewhere, but what it is told itself goes before what the region says of all such.
        (Which.RESOLVE, "complaint", "PUPR", "30 days"),
        (Which.RESOLVE, "complaint", "DLH", "7 days"),
        (Which.RESOLVE, "complaint", "DISHUB", "60 days"),
    ],
)
def test_what_is_more_specific_goes_first(tmp_path: Path, which: Which, kind: str, agency: str, limit: str) -> None:
    assert str(load(tmp_path, PRECISE).of(which, kind, agency)) == limit


@pytest.mark.parametrize("text", ["1 working day", "14 days", "24 hours", "6 office hours", "7 minutes", "1 minute"])
def test_a_limit_is_written_as_it_is_said(text: str) -> None:
    assert str(parse_limit(text)) == text


def test_a_limit_has_a_count_and_a_unit() -> None:
    limit = parse_limit("6 office hours")
    assert (limit.count, limit.unit) == (6, Unit.OFFICE_HOUR)


@pytest.mark.parametrize("text", ["", "5", "days", "0 days", "-1 days", "5 weeks", "5  days", "1.5 hours", 5, None])
def test_what_is_no_limit_is_told_how_one_is_written(text: object) -> None:
    with pytest.raises(ValueError, match='should be like "5 working days"') as refused:
        parse_limit(text)
    assert str(refused.value).endswith(f", 1 or more, not {text!r}")


@pytest.mark.parametrize("most", ["2500 working days", "3650 days", "10000 office hours", "87600 hours"])
def test_a_limit_that_no_calendar_reaches_is_refused_with_the_most_that_is_allowed(most: str) -> None:
    assert str(parse_limit(most)) == most
    count, unit = most.split(maxsplit=1)
    with pytest.raises(ValueError, match=f"{int(count) + 1} {unit} is longer than any office waits; {most} at most"):
        parse_limit(f"{int(count) + 1} {unit}")


@pytest.mark.parametrize("most", MOST.items(), ids=str)
@pytest.mark.parametrize("calendar", ["", '[calendar]\nworking_days = ["mon"]\nopens = "08:00"\ncloses = "09:00"\n'])
def test_the_longest_limits_have_a_date_in_every_calendar(
    tmp_path: Path, calendar: str, most: tuple[Unit, int]
) -> None:
    (tmp_path / "depok.toml").write_text(DEPOK + calendar)
    limit = Limit(most[1], most[0])
    assert date_of(load_region("depok.toml", tmp_path), limit, datetime(2026, 11, 23, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[deadlines]\nrespond = "soon"', '5: deadlines.respond: should be like "5 working days"'),
        ("[deadlines]\nrespond = 5", "5: deadlines.respond: should be like"),
        (
            '[deadlines]\nrespond = "99999 days"',
            "5: deadlines.respond: 99999 days is longer than any office waits; 3650 days at most",
        ),
        ('[deadlines]\nanswer = "5 days"', "5: deadlines.answer: unknown key"),
        (
            '[deadlines.kinds.praise]\nrespond = "5 days"',
            "4: deadlines.kinds.praise: praise waits for nothing and has no limits",
        ),
        (
            '[deadlines.kinds.questions]\nrespond = "5 days"',
            "4: deadlines.kinds.questions: no class 'questions'; there are complaint, aspiration, question",
        ),
        (
            '[deadlines.agencies.PUPRR]\nrespond = "5 days"',
            "4: deadlines: no agency 'PUPRR' here. Did you mean 'PUPR'?",
        ),
        (
            '[deadlines.agencies.PUPR]\nverify = "5 days"',
            "5: deadlines.agencies.PUPR.verify: unknown key",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path}/depok.toml:{problem}")


def test_the_special_posts_may_have_limits_of_their_own(tmp_path: Path) -> None:
    limits = load(tmp_path, '[deadlines.agencies.INTEGRITY]\nrespond = "2 days"\n')
    assert str(limits.of(Which.RESPOND, "complaint", "INTEGRITY")) == "2 days"


def load(directory: Path, text: str) -> Limits:
    path = directory / "depok.toml"
    path.write_text(DEPOK + text)
    return load_region("depok.toml", directory).limits
