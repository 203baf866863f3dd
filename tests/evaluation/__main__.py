"""The command behind `make evaluate`: python -m tests.evaluation [bank|unseen]."""

from __future__ import annotations

import click

from bot.settings import Settings
from tests.evaluation import report
from tests.evaluation.banks import BANKS
from tests.evaluation.evaluation import evaluate


@click.command()
@click.argument("bank", type=click.Choice(sorted(BANKS)), default="bank")
def main(bank: str) -> None:
    """Ask a running assistant a whole BANK, and write what became of it."""
    folder = Settings.from_environment().var / "evaluation" / bank
    found = evaluate(BANKS[bank], report.read_last(folder))
    for name, share in found["figures"].items():
        old = found["figures_before"].get(name)
        before = "" if old is None else f"  (before: {old:.1%})"
        click.echo(f"{name:20} {share:6.1%}{before}")
    click.echo(f"Each message that went wrong: {report.write(folder, found)}")


main()
