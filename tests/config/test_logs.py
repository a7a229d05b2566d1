"""The log: one pipe, and nothing private at its end."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.logs import Format, configure_logs, get_logger
from config.redaction import redact, without_numbers
from sms.message import Segment

NUMBER = "+6281234567890"
log = get_logger("tests")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


numbers = st.from_regex(r"\+?[1-9][0-9]{8,14}", fullmatch=True)
local_numbers = st.from_regex(r"(\+62|62|0)[ .-]?8([ .-]?[0-9]){8,11}", fullmatch=True)
around = st.text(max_size=10).filter(
    lambda text: not any(character.isdigit() or character == "+" for character in text)
)


@given(numbers | local_numbers, around, around)
def test_no_number_survives_inside_a_text(number: str, before: str, after: str) -> None:
    assert number not in without_numbers(before + number + after)


@given(numbers, around, st.sampled_from(["event", "to", "x", "exception", "text"]))
def test_no_number_survives_anywhere_in_an_event(number: str, word: str, key: str) -> None:
    for value in (word + number, [number], {number: number}, {"x": [(number,)]}, ValueError(number), Path(number)):
        assert number not in json.dumps(redact({key: value}))


@given(st.integers(min_value=10**9))
def test_no_number_survives_as_an_integer(number: int) -> None:
    assert str(number) not in json.dumps(redact({"x": number, "y": [number]}))


@given(st.text(min_size=3).filter(lambda text: not text.isdigit()))
def test_what_a_citizen_wrote_is_only_counted(text: str) -> None:
    assert redact({"text": text, "body": text}) == dict.fromkeys(("text", "body"), f"({len(text)} characters)")


@pytest.mark.parametrize("key", ["msisdn", "sender", "to", "number_of"])
def test_a_number_is_masked_so_that_its_owner_would_know_it(key: str) -> None:
    assert redact({key: NUMBER}) == {key: "+6281***890"}


@pytest.mark.parametrize(
    "value",
    [1, 0.5, True, None, "modem1", "21/11 09:30", "2026-11-21T19:45:01.096Z", "192.168.100.200", 999_999_999],
)
def test_what_is_not_private_stays(value: object) -> None:
    assert redact({"x": value}) == {"x": value}


@pytest.mark.parametrize("number", [1234567, 123456789, "123456789"])
def test_the_number_of_a_complaint_stays(number: int | str) -> None:
    assert redact({"complaint": number}) == {"complaint": number}


def test_a_phone_number_is_none_of_a_complaint() -> None:
    assert redact({"complaint": "081234567890"}) == {"complaint": "08***"}


def test_an_object_that_is_not_known_shows_its_type_only() -> None:
    segment = Segment(key="1-1-1", to=NUMBER, text="rahasia")
    assert redact({"segment": segment}) == {"segment": "(Segment)"}


def test_the_values_of_a_failed_statement_are_hidden() -> None:
    message = "(sqlite3.IntegrityError) UNIQUE\n[SQL: INSERT ...]\n[parameters: ('jalan rusak', 1)]\n(Background: ...)"
    hidden = redact({"exception": message, "error": ValueError(message)})
    assert hidden["exception"].splitlines()[1:] == ["[SQL: INSERT ...]", "[parameters: hidden]", "(Background: ...)"]
    assert "jalan rusak" not in hidden["error"]


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert redact({"x": "a\x1b[31m\nb"}) == {"x": "a\ufffd[31m b"}


def test_a_line_is_json_when_nobody_reads_it() -> None:
    (line,) = logged("auto", io.StringIO(), lambda: log.info("part stored", line="modem1", sender=NUMBER))
    assert {**json.loads(line), "timestamp": ""} == {
        "event": "part stored",
        "line": "modem1",
        "sender": "+6281***890",
        "level": "info",
        "logger": "tests",
        "timestamp": "",
    }


def test_a_line_is_readable_on_a_terminal_and_coloured_there_only() -> None:
    (terminal,) = logged("auto", Terminal(), lambda: log.info("part stored", line="modem1"))
    (plain,) = logged("text", io.StringIO(), lambda: log.info("part stored", line="modem1"))
    assert "part stored" in terminal
    assert "\x1b[" in terminal
    assert plain.endswith("[info     ] part stored [tests] line=modem1")


def test_json_can_be_asked_for_on_a_terminal() -> None:
    (line,) = logged("json", Terminal(), lambda: log.info("part stored"))
    assert json.loads(line)["event"] == "part stored"


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_libraries_log_through_the_same_pipe(log_format: Format) -> None:
    (line,) = logged(log_format, io.StringIO(), lambda: logging.getLogger("alembic").warning("sent to %s", NUMBER))
    assert "sent to +6281***890" in line
    assert "alembic" in line


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize("logger", [log, logging.getLogger("sqlalchemy")])
def test_an_exception_shows_its_way_but_neither_variables_nor_its_words(log_format: Format, logger: Any) -> None:
    def fail() -> None:
        text = "rusak".upper()
        try:
            int(NUMBER + text[:0] + "x")
        except ValueError:
            logger.exception("cannot send")

    text = "\n".join(logged(log_format, io.StringIO(), fail))
    assert "  File " in text
    assert "ValueError" in text
    # What a library says of the value it refused may be a citizen's words.
    assert "invalid literal" not in text
    assert NUMBER not in text
    assert "RUSAK" not in text


def test_an_error_for_people_keeps_its_words() -> None:
    def fail() -> None:
        log.error("cannot reload", exc_info=ConfigError("no line 'modem9'"))

    assert "no line 'modem9'" in "\n".join(logged("text", io.StringIO(), fail))


def test_the_level_holds_for_loggers_that_exist_already() -> None:
    assert logged("json", io.StringIO(), lambda: log.info("x"), level="warning") == []
    assert len(logged("json", io.StringIO(), lambda: log.debug("x"), level="debug")) == 1
    assert logged("json", io.StringIO(), lambda: logging.getLogger("alembic").info("x"), level="warning") == []


def logged(log_format: Format, stream: io.StringIO, act: Any, level: str = "info") -> list[str]:
    configure_logs(level, log_format, stream)
    act()
    return stream.getvalue().splitlines()
