"""What `aduan route` prints: a decision with its reasons, the figures of an evaluation, what has moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from click.formatting import wrap_text

from commands.output import cell, emit_one, width
from sms.safe_text import one_line

if TYPE_CHECKING:
    from complaints.jobs.drift import Drift
    from config.regions import Region
    from routing.decide import Decision
    from routing.evaluate import Evaluation
    from routing.quality import Quality

_WORST = 10
_MOST = 15
"""Of how many mistakes, and of how many ways to confuse two labels, a person is told."""


def emit_decision(decision: Decision, quality: Quality, region: Region, *, as_json: bool) -> None:
    """Print a decision on a text, and whether that is a complaint."""
    if as_json:
        emit_one({"region": region.code, **asdict(decision), "quality": asdict(quality)}, as_json=True)
    else:
        _print(decision, quality, region)


def emit_evaluation(evaluation: Evaluation, *, as_json: bool) -> None:
    """Print the figures; for a person what was confused too, and the worst mistakes."""
    measured = asdict(evaluation.measured)
    times = {"ms_median": rounded(evaluation.ms_median), "ms_p99": rounded(evaluation.ms_p99)}
    figures = {key: rounded(value) for key, value in measured.items() if isinstance(value, int | float)}
    if as_json:
        more = {key: measured[key] for key in ("coverage", "confused")}
        emit_one({**figures, **times, **more}, as_json=True)
        return
    emit_one({**figures, **times}, as_json=False)
    click.echo("right among the surest: " + ", ".join(f"{s:.0%} {r:.3f}" for s, r in evaluation.measured.coverage))
    click.echo("confused (label, answer):")
    for label, best, times_confused in evaluation.measured.confused[:_MOST]:
        click.echo(f"  {times_confused} x {one_line(label)} -> {one_line(best or 'nothing')}")
    click.echo("worst mistakes:")
    for answer in evaluation.measured.worst[:_WORST]:
        mistake = f"{answer.label} -> {answer.best or 'nothing'} ({answer.confidence:.0%}): {answer.text}"
        click.echo(f"  {one_line(mistake)}")


def emit_drift(found: Drift, region: str, *, as_json: bool) -> None:
    """Print how many decisions stayed as they were, which moved where, and what mends it."""
    row = {
        "region": region,
        "decided": found.decided,
        "right": rounded(found.share) if found.decided else None,
        "believed": rounded(found.believed) if found.decided else None,
        "drifting": found.is_drifting,
    }
    if as_json:
        emit_one({**row, "moved": [move._asdict() for move in found.moved], "cures": dict(found.cures)}, as_json=True)
        return
    emit_one(row, as_json=False)
    for move in found.moved[:_MOST]:
        click.echo(f"  {move.times} x {move.chosen} -> {move.now or 'nobody'} ({move.topic or 'no topic'})")
    if found.cures:
        click.echo("nearly always another agency's; in the region's file:\n[routing.topics]")
        click.echo("\n".join(f'{topic} = "{agency}"' for topic, agency in found.cures))


def rounded(value: float) -> float:
    """Round a figure to what can be told apart."""
    return round(value, 4)


def _print(decision: Decision, quality: Quality, region: Region) -> None:
    names = region.catalogue.agencies
    alternatives = ", ".join(f"{names[each.agency].short} {each.confidence:.2f}" for each in decision.alternatives)
    row = {
        "agency": _taker(decision, region),
        "topic": decision.topic,
        "confidence": f"{decision.confidence:.2f} of {region.threshold:.2f} needed",
        "alternatives": alternatives or None,
        "urgent": decision.urgent,
        **({"alerted": names[decision.alerted].name} if decision.alerted else {}),
        **({"quality": f"{quality.score:.2f}, {', '.join(quality.flags)}"} if quality.flags else {}),
        **_where(decision, region),
        "model": decision.model,
    }
    emit_one(row, as_json=False)
    for reason in decision.reasons:
        click.echo(wrap_text(cell(reason), width(), initial_indent="  - ", subsequent_indent="    "))


def _where(decision: Decision, region: Region) -> Mapping[str, str]:
    """Tell the places that a text names, and the unit of the agency that covers them; nothing of what is not there."""
    from complaints.life.places import unit_in_charge, with_districts

    unit = unit_in_charge(region, decision.agency, with_districts(decision.places))
    named = [f"{place.name} {place.detail}".rstrip() + f" ({place.kind})" for place in decision.places]
    told = {"places": ", ".join(named), "unit": unit}
    return {name: value for name, value in told.items() if value}


def _taker(decision: Decision, region: Region) -> str:
    if decision.agency:
        return region.catalogue.agencies[decision.agency].name
    if decision.body:
        body = region.catalogue.bodies[decision.body]
        return f"none here; the citizen is told: {body.name}, {body.reach}"
    return "none is sure enough: an officer decides"
