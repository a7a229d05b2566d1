"""`aduan route`: where a text would go and why; how good that is; training it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.arguments import region_named, text_argument
from commands.context import Context
from commands.output import emit_one, json_option
from sms.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.regions import Region
    from routing.decide import Decision
    from routing.evaluate import Evaluation
    from routing.fit import Example

_WORST = 10
_CONFUSED = 15

region_option = click.option(
    "--region",
    "name",
    help="A shipped region, a region's file, or a keyword or alias of the settings' regions; "
    "the first of the settings if not given.",
)
text_column_option = click.option(
    "--text-column", default="text", show_default=True, help="The column or field with the texts."
)
label_column_option = click.option(
    "--label-column", default="agency", show_default=True, help="The column or field with the labels."
)


@click.group(help="Where a text would go, and why: explain, eval, train, drift.")
def route() -> None:
    """Group the commands on routing."""


@route.command(help="Tell which agency a text would go to, how sure that is, and why.")
@text_argument
@region_option
@json_option
@click.pass_obj
def explain(context: Context, text: str, name: str | None, *, as_json: bool) -> None:
    """Decide about a text as the daemon would, and print the decision; nothing is stored."""
    from routing.shipped import router_of

    region = _region(context, name)
    decision = router_of(region).decide(text)
    if as_json:
        emit_one({"region": region.code, **asdict(decision)}, as_json=True)
    else:
        _print(decision, region)


@route.command("eval", help="Measure the routing on texts whose label is known: a .jsonl or .csv file.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--model", type=click.Path(path_type=Path), help="Measure this model alone, with whatever labels it has.")
@click.option("--region", "name", help="As this region decides; as all agencies of the catalogue if not given.")
@text_column_option
@label_column_option
@json_option
@click.pass_obj
def evaluate_file(  # noqa: PLR0913 - each is an option
    context: Context,
    /,
    *,
    file: Path,
    model: Path | None,
    name: str | None,
    text_column: str,
    label_column: str,
    as_json: bool,
) -> None:
    """Try the routing, or a model, on a file; without a region all agencies of the catalogue take part."""
    from config.topics import load_catalogue
    from routing.datasets import read_dataset
    from routing.decide import Router
    from routing.evaluate import by_model, by_router, evaluate
    from routing.shipped import classifier_of, router_of, speller_of

    if model is not None and name is not None:
        raise click.UsageError("Name a --region or a --model, which is measured alone; not both.")
    texts = read_dataset(file, text_column, label_column)
    catalogue = load_catalogue()
    if model is not None:
        classifier = classifier_of(model)
        rank = by_model(classifier, speller_of(catalogue, hinted=bool(classifier.model.hints)))
    else:
        router = router_of(_region(context, name)) if name else Router(catalogue, classifier_of())
        rank = by_router(router)
    _report(evaluate(rank, texts), as_json=as_json)


@route.command(help="Train a model on FILE (.csv, .jsonl), or on the shipped texts and a region's dispositions.")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--from-database", is_flag=True, help="Learn from what officers of the region have confirmed or changed.")
@click.option("--region", "name", help="The region of --from-database; the first of the settings if not given.")
@text_column_option
@label_column_option
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write the model to."
)
@json_option
@click.pass_obj
def train(  # noqa: PLR0913 - each is an option
    context: Context,
    /,
    *,
    file: Path | None,
    name: str | None,
    text_column: str,
    label_column: str,
    out: Path,
    from_database: bool,
    as_json: bool,
) -> None:
    """Train, and write the model; with neither a file nor the database, on the shipped texts alone."""
    from config.topics import load_catalogue
    from routing.datasets import read_dataset
    from routing.examples import examples_of, shipped_examples
    from routing.model_file import save
    from routing.shipped import speller_of
    from routing.train import train as learn

    if from_database and file is not None:
        raise click.UsageError("Name a FILE or give --from-database, not both.")
    if name is not None and not from_database:
        raise click.UsageError("--region says whose dispositions are learned; it goes with --from-database.")
    if not out.parent.is_dir():
        raise click.ClickException(f"{out} cannot be written: there is no folder {out.parent}")
    if file is not None:
        examples: Sequence[Example] = examples_of(read_dataset(file, text_column, label_column))
    else:
        examples = _from_database(context, name) if from_database else shipped_examples(load_catalogue())
    speller = speller_of(load_catalogue(), hinted=file is not None)
    try:
        model = learn(examples, speller, progress=lambda step: click.echo(step, err=True))
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    try:
        save(model, out)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from None
    held_out = {f"held_out_{key}": _rounded(value) for key, value in model.summary["held_out"].items()}
    summary = {key: value for key, value in model.summary.items() if key not in {"held_out", "rare"}}
    emit_one({"model": str(out), **summary, **held_out}, as_json=as_json)


@route.command(help="Compare the decisions of the last four weeks with who has the complaints now.")
@region_option
@json_option
@click.pass_obj
def drift(context: Context, name: str | None, *, as_json: bool) -> None:
    """Print how many decisions stayed as they were, and which moved where."""
    from complaints.drift import check

    region = _region(context, name)
    with context.database() as database:
        found = check(database, region, context.clock.now())
    row = {
        "region": region.code,
        "decided": found.decided,
        "right": _rounded(found.share) if found.decided else None,
        "believed": _rounded(found.believed) if found.decided else None,
        "drifting": found.is_drifting,
    }
    if as_json:
        emit_one({**row, "moved": [list(each) for each in found.moved]}, as_json=True)
        return
    emit_one(row, as_json=False)
    for chosen, now, times in found.moved[:_CONFUSED]:
        click.echo(f"  {times} x {chosen} -> {now or 'nobody'}")


def _from_database(context: Context, name: str | None) -> Sequence[Example]:
    """Give the shipped texts, then what people have confirmed, which is newer and counts more."""
    from routing.examples import own_examples, shipped_examples
    from storage import dispositions

    region = _region(context, name)
    with context.database() as database, database.read() as connection:
        rows = [(row.text, row.topic, row.agency) for row in dispositions.confirmed(connection, region.code)]
    click.echo(f"{len(rows)} confirmed dispositions", err=True)
    return [*shipped_examples(region.catalogue), *own_examples(rows, region.catalogue)]


def _report(evaluation: Evaluation, *, as_json: bool) -> None:
    measured = asdict(evaluation.measured)
    times = {"ms_median": _rounded(evaluation.ms_median), "ms_p99": _rounded(evaluation.ms_p99)}
    figures = {key: _rounded(value) for key, value in measured.items() if isinstance(value, int | float)}
    if as_json:
        more = {key: measured[key] for key in ("coverage", "confused")}
        emit_one({**figures, **times, **more}, as_json=True)
        return
    emit_one({**figures, **times}, as_json=False)
    click.echo("right among the surest: " + ", ".join(f"{s:.0%} {r:.3f}" for s, r in evaluation.measured.coverage))
    click.echo("confused (label, answer):")
    for label, best, times_confused in evaluation.measured.confused[:_CONFUSED]:
        click.echo(f"  {times_confused} x {label} -> {best or 'nothing'}")
    click.echo("worst mistakes:")
    for answer in evaluation.measured.worst[:_WORST]:
        click.echo(f"  {answer.label} -> {answer.best or 'nothing'} ({answer.confidence:.0%}): {one_line(answer.text)}")


def _rounded(value: float) -> float:
    return round(value, 4)


def _region(context: Context, name: str | None) -> Region:
    from config.regions import load_region

    if name is not None:
        return _named(context, name)
    settings = context.settings()
    return load_region(settings.regions[0], settings.directory)


def _named(context: Context, name: str) -> Region:
    """Load a region by its name or file, which needs no settings; another word may call one of the settings."""
    from config.errors import ConfigError
    from config.regions import load_region, load_regions

    try:
        return load_region(name)
    except ConfigError:
        settings = context.settings_if_any()
        found = region_named(load_regions(settings), name) if settings else None
        if found is None:
            raise
        return found


def _print(decision: Decision, region: Region) -> None:
    names = region.catalogue.agencies
    alternatives = ", ".join(f"{names[each.agency].short} {each.confidence:.2f}" for each in decision.alternatives)
    row = {
        "agency": _taker(decision, region),
        "topic": decision.topic,
        "confidence": f"{decision.confidence:.2f} of {region.threshold:.2f} needed",
        "alternatives": alternatives or None,
        "urgent": decision.urgent,
        "model": decision.model,
    }
    emit_one(row, as_json=False)
    click.echo("\n".join(f"  - {reason}" for reason in decision.reasons))


def _taker(decision: Decision, region: Region) -> str:
    if decision.agency:
        return region.catalogue.agencies[decision.agency].name
    if decision.body:
        body = region.catalogue.bodies[decision.body]
        return f"none here; the citizen is told: {body.name}, {body.reach}"
    return "none is sure enough: an officer decides"
