"""`aduan route`: where a text would go and why; how good that is; training it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.arguments import region_named, text_argument
from commands.context import Context
from commands.output import emit_one, json_option
from commands.route_display import emit_decision, emit_drift, emit_evaluation, rounded
from sms.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.regions import Region
    from config.topics import Catalogue
    from routing.datasets import Labelled
    from routing.fit import Example

_STRANGE = 5
"""How many of the labels that nobody knows are named, and of how many characters each."""
_LONGEST_LABEL = 40

region_option = click.option(
    "--region",
    "name",
    help="A region of the settings (its code, a keyword or alias), else a shipped one, or a region's file; "
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
    from complaints.life.judgement import judge
    from config.quality import load_quality
    from routing.quality import Grader
    from routing.shipped import router_of

    region = _region(context, name)
    decision, quality = judge(router_of(region), Grader(load_quality()), text)
    emit_decision(decision, quality, region, as_json=as_json)


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
    texts = read_dataset(file, text_column, label_column, warn=_tell)
    catalogue = load_catalogue()
    if model is not None:
        classifier = classifier_of(model)
        known, what = classifier.model.groups or classifier.model.labels, "are unknown to the model"
        rank = by_model(classifier, speller_of(catalogue, hinted=bool(classifier.model.hints)))
    else:
        region = _region(context, name) if name else None
        known, what = _takers(region.catalogue if region else catalogue), "are no agencies here"
        rank = by_router(router_of(region) if region else Router(catalogue, classifier_of()))
    _warn_of_strange(texts, known, what)
    emit_evaluation(evaluate(rank, texts), as_json=as_json)


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
    from routing.examples import shipped_examples
    from routing.model_file import require_writable, save
    from routing.shipped import speller_of
    from routing.train import train as learn

    if from_database and file is not None:
        raise click.UsageError("Name a FILE or give --from-database, not both.")
    if name is not None and not from_database:
        raise click.UsageError("--region says whose dispositions are learned; it goes with --from-database.")
    if file is not None and file.exists() and out.exists() and out.samefile(file):
        raise click.UsageError("--out names the file of the texts, which the model would replace.")
    require_writable(out)
    if file is not None:
        examples = _from_file(file, text_column, label_column)
    else:
        examples = _from_database(context, name) if from_database else shipped_examples(load_catalogue())
    _tell(f"{len(examples)} texts with {len({each.label or each.group for each in examples})} labels")
    speller = speller_of(load_catalogue(), hinted=file is not None)
    try:
        model = learn(examples, speller, progress=_tell)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    save(model, out)
    held_out = {f"held_out_{key}": rounded(value) for key, value in model.summary["held_out"].items()}
    summary = {key: value for key, value in model.summary.items() if key not in {"held_out", "rare"}}
    emit_one({"model": str(out), **summary, **held_out}, as_json=as_json)


@route.command(help="Compare the decisions of the last four weeks with who has the complaints now.")
@region_option
@json_option
@click.pass_obj
def drift(context: Context, name: str | None, *, as_json: bool) -> None:
    """Print how many decisions stayed as they were, and which moved where."""
    from complaints.jobs.drift import check

    region = _region(context, name)
    with context.database() as database:
        found = check(database, region, context.clock.now())
    emit_drift(found, region.code, as_json=as_json)


def _from_file(file: Path, text_column: str, label_column: str) -> Sequence[Example]:
    """Read the texts of a file; where most labels are of one text alone, they are hardly labels."""
    from routing.datasets import read_dataset
    from routing.examples import examples_of

    texts = read_dataset(file, text_column, label_column, warn=_tell)
    times = Counter(each.label for each in texts)
    once = sum(count == 1 for count in times.values())
    if once * 2 > len(times):
        _tell(f"{once} of {len(times)} labels have only one text: are the columns right?")
    return examples_of(texts)


def _from_database(context: Context, name: str | None) -> Sequence[Example]:
    """Give the shipped texts, then what people have confirmed, which is newer and counts more."""
    from routing.examples import Disposition, own_examples, shipped_examples
    from storage import dispositions

    region = _region(context, name)
    with context.database() as database, database.read() as connection:
        rows = [Disposition(*row) for row in dispositions.confirmed(connection, region.code)]
    _tell(f"{len(rows)} confirmed dispositions")
    return [*shipped_examples(region.catalogue), *own_examples(rows, region.catalogue)]


def _tell(note: str) -> None:
    """Print a note beside the result, which may be for a program."""
    click.echo(note, err=True)


def _takers(catalogue: Catalogue) -> tuple[str, ...]:
    return (*catalogue.agencies, *catalogue.bodies)


def _warn_of_strange(texts: Sequence[Labelled], known: Sequence[str], are: str) -> None:
    """Tell of labels that nothing can answer with: each of their texts counts as a mistake."""
    labels = list(dict.fromkeys(each.label for each in texts))
    strange = [one_line(label, _LONGEST_LABEL) for label in labels if label not in known]
    if strange:
        told = ", ".join([*strange[:_STRANGE], "..."] if len(strange) > _STRANGE else strange)
        _tell(f"{len(strange)} of {len(labels)} labels {are}: {told}")


def _region(context: Context, name: str | None) -> Region:
    from config.regions import load_region

    if name is not None:
        return _named(context, name)
    settings = context.settings()
    return load_region(settings.regions[0], settings.directory)


def _named(context: Context, name: str) -> Region:
    """Load a region: a file, or one of the settings by any word that calls it, or a shipped one by its name."""
    from config.errors import ConfigError
    from config.regions import load_region, load_regions

    settings = None if name.endswith(".toml") else context.settings_if_any()
    regions = load_regions(settings) if settings else {}
    try:
        return region_named(regions, name) or load_region(name)
    except ConfigError as error:
        if not regions:
            raise
        hint = f"{error.hint}. The settings have {', '.join(regions)}"
        raise ConfigError(error.message, hint=hint) from None
