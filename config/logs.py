"""The log: one pipe for our own lines and those of the libraries; `config.redaction` is its last filter.

A line is an event with keys, `log.info("part stored", line="modem1", parts=2)`: written for people on a terminal,
as JSON for the programs that collect logs. Importing this takes some 90 ms (structlog, and rich with it), so commands
that log nothing import it only where they use it.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any, Literal, TextIO, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from config.redaction import redact
from sms.errors import UserError

Format = Literal["auto", "text", "json"]


def configure_logs(level: str, log_format: Format = "auto", stream: TextIO | None = None) -> None:
    """Set up logging for this process: `level` as in the settings, standard error if no stream is given.

    It may be called again with other settings; loggers that exist already follow.
    """
    stream = stream or sys.stderr
    number = logging.getLevelNamesMapping()[level.upper()]
    as_text = log_format == "text" or (log_format == "auto" and stream.isatty())
    structlog.configure(
        processors=[*_first_steps(as_text=as_text), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(as_text=as_text, colors=stream.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(number)
    # Alembic introduces each of its parts; only what it does to the database matters.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)


def get_logger(name: str) -> FilteringBoundLogger:
    """Give the logger of a module."""
    return cast("FilteringBoundLogger", structlog.get_logger(name))


def _first_steps(*, as_text: bool) -> list[Processor]:
    """Put the context, level, name and time to an event, ours or a library's."""
    written = "%Y-%m-%d %H:%M:%S" if as_text else "iso"
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt=written, utc=not as_text),
    ]


def _formatter(*, as_text: bool, colors: bool) -> logging.Formatter:
    """Turn events into lines: exceptions become text without local variables, private things go, then it is written."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_first_steps(as_text=as_text),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _format_exception,
            _redact,
            _renderer(colors=colors) if as_text else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _renderer(*, colors: bool) -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=colors, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
    )


def _format_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Write an exception as where and what type: its message may quote a citizen, so only a UserError's is kept."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_lines_of(error))
    return event


def _lines_of(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
    yield f"{type(error).__name__}: {error}" if isinstance(error, UserError) else type(error).__name__


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> dict[str, Any]:
    return redact(event)
