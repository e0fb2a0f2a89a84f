"""What was measured, for people."""

from collections.abc import Mapping
from typing import Final

from rich.table import Table

from scripts.mesh.benchmark.load import Measured

# Milliseconds of CPU, below which it would say 0.00.
_NOTICEABLE: Final = 0.005


def compared(what: str, base: str, rows: Mapping[str, Measured], *, with_cpu: bool = True) -> Table:
    """Loads beside the first of them, which is called the `base`."""
    table = empty(what, "each second", f"of {base}", "p50 ms", "p99 ms", "failed")
    if with_cpu:
        table.add_column("CPU ms each")
    first = next(iter(rows.values())).rate
    for name, row in rows.items():
        rates = (f"{row.rate:,.0f}", f"{row.rate / first:.2f}")
        latencies = (f"{row.p50:.2f}", f"{row.p99:.2f}")
        cpu = [_cpu(row)] if with_cpu else []
        table.add_row(name, *rates, *latencies, str(row.failed), *cpu)
    return table


def empty(first: str, *others: str) -> Table:
    """A table without rows."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(first)
    for column in others:
        table.add_column(column, justify="right")
    return table


def _cpu(row: Measured) -> str:
    return " + ".join(
        f"{used:.2f} {process}" for process, used in row.cpu.items() if used >= _NOTICEABLE
    )
