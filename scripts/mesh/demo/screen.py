"""What a person sees of the walk."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scripts.mesh.demo.market import Answer

_WIDTH: Final = 62
_STATES: Final = {
    "PENDING": "yellow",
    "CONFIRMED": "cyan",
    "SHIPPED": "blue",
    "DELIVERED": "green",
    "CANCELLED": "magenta",
}


class Screen:
    """Prints each step as it is taken."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._steps = 0

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """A part of the walk."""
        self._steps += 1
        self._console.print(Text(f"\n{self._steps}. {title}", "bold"))
        yield

    def answer(self, answer: Answer) -> None:
        """A request, and how to find it again."""
        took = f"{answer.status}  {answer.milliseconds:.0f} ms"
        style = "green" if answer.status < 400 else "yellow"  # noqa: PLR2004
        line = Text("   ").append(answer.request.ljust(_WIDTH)).append(took.ljust(14), style)
        self._line(line.append(f"trace {answer.trace}", "dim"))

    def says(self, text: str) -> None:
        """What came of it."""
        self._line(Text("   ").append("→ ", "dim").append(text))

    def state(self, state: str, since: float, trace: str) -> None:
        """A state of an order, as the stream tells of it."""
        name = state.removeprefix("STATE_")
        passed = f"{time.monotonic() - since:5.2f} s"
        line = Text("   ").append("● ", _STATES.get(name, "")).append(name.ljust(_WIDTH - 2))
        self._line(line.append(passed.ljust(14), "dim").append(f"trace {trace}", "dim"))

    def lines(self, quote: dict[str, Any]) -> None:
        """What products cost."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
        for _ in range(4):
            table.add_column()
        for line in quote["lines"]:
            price, amount = money(line["unitPrice"]), money(line["amount"])
            table.add_row("  ", f"{line['quantity']} x", line["displayName"], f"{price} → {amount}")
        table.add_row("  ", "", "together", Text(money(quote["total"]), "bold"))
        self._console.print(table)

    def done(self) -> None:
        """The end."""
        self._console.print(Text("\nAll of it went as it should.", "bold green"))

    def _line(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def money(amount: dict[str, Any]) -> str:
    """An amount for a person."""
    cents = int(amount.get("nanos", 0)) // 10_000_000
    return f"{int(amount.get('units', 0))}.{cents:02} {amount['currencyCode']}"
