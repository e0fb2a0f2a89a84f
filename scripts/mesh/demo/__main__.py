"""The `scripts/demo` command."""

from typing import Annotated

import typer

from scripts.mesh import screen
from scripts.mesh.demo.market import DemoError, Market
from scripts.mesh.demo.screen import Screen
from scripts.mesh.demo.walk import walk


def main(
    url: Annotated[str, typer.Option(help="The gateway.")] = "http://localhost:8080",
) -> None:
    """Buy something, from a new account to the door; exits with 1 if that does not work."""
    try:
        with Market(url) as market:
            walk(market, Screen(screen.console()))
    except DemoError as error:
        screen.console(errors=True).print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    typer.run(main)
