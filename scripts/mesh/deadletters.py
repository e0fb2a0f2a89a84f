"""Dead letters, for a person: `mesh dead-letters`, or `python -m scripts.mesh.deadletters`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import nats.errors
from google.protobuf import json_format

from services.runtime import contracts
from services.runtime.errors import Unavailable
from services.runtime.events import broker, deadletters
from services.runtime.events.broker import Broker
from services.runtime.events.deadletters import DeadLetter

_CONNECT_SECONDS: Final = 5


def main(arguments: Sequence[str] | None = None, url: str | None = None) -> int:
    """Runs the command; returns 1 if there is no such letter or no broker.

    Args:
        arguments: those of the command line if None.
        url: the broker's; that of `NATS_URL` or the file `NATS_URL_FILE` if None.
    """
    # Which types of events there are.
    contracts.services()
    chosen = _parser().parse_args(arguments)
    try:
        return asyncio.run(_run(chosen, url or _url()))
    except (Unavailable, OSError, nats.errors.Error, TimeoutError) as error:
        print(f"dead-letters: {error}", file=sys.stderr)
        return 1


def _url() -> str:
    file = os.environ.get("NATS_URL_FILE")
    url = Path(file).read_text().strip() if file else os.environ.get("NATS_URL")
    if not url:
        raise OSError("NATS_URL is not set (nor NATS_URL_FILE)")
    return url


async def _run(chosen: argparse.Namespace, url: str) -> int:
    async with broker.connect(url, "operator") as connected:
        await _until_connected(connected)
        if chosen.action == "list":
            _print([_row(letter) for letter in await deadletters.listed(connected)], chosen)
            return 0
        letters = await _chosen(connected, chosen)
        missing = {*chosen.numbers} - {letter.number for letter in letters}
        for number in sorted(missing):
            print(f"there is no dead letter {number}", file=sys.stderr)
        if chosen.action == "show":
            _print([_row(letter) | {"data": _data(letter)} for letter in letters], chosen)
        else:
            for letter in letters:
                await _ACTIONS[chosen.action](connected, letter)
                print(f"{chosen.action}: {letter.number}, for {letter.consumer}")
        return 1 if missing else 0


async def _until_connected(connected: Broker) -> None:
    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            await connected.until_connected()
    except TimeoutError:
        raise Unavailable(
            "the broker cannot be reached", reason="BROKER_UNAVAILABLE", retry_after=1
        ) from None


async def _chosen(connected: Broker, chosen: argparse.Namespace) -> list[DeadLetter]:
    if chosen.all:
        return await deadletters.listed(connected)
    found = [await deadletters.find(connected, number) for number in chosen.numbers]
    return [letter for letter in found if letter is not None]


def _row(letter: DeadLetter) -> dict[str, Any]:
    event = letter.event
    return {
        "number": letter.number,
        "consumer": letter.consumer,
        "type": event.data.DESCRIPTOR.full_name if event else "?",
        "subject": event.subject if event else "?",
        "time": event.time.isoformat(timespec="seconds") if event else "?",
        "deliveries": letter.deliveries,
        "reason": letter.reason,
    }


def _data(letter: DeadLetter) -> Any:
    if letter.event is None:
        return letter.data.hex()
    return json_format.MessageToDict(letter.event.data)


def _print(rows: list[dict[str, Any]], chosen: argparse.Namespace) -> None:
    if chosen.json:
        print(msgspec.json.encode(rows).decode())
    elif chosen.action == "show":
        for row in rows:
            print(msgspec.json.format(msgspec.json.encode(row)).decode())
    elif rows:
        lines = [[*rows[0]], *([str(value) for value in row.values()] for row in rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            print("  ".join(cells).rstrip())
    else:
        print("there are no dead letters")


def _parser() -> argparse.ArgumentParser:
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--json", action="store_true", help="print for a program")
    parser = argparse.ArgumentParser(prog="dead-letters", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="name all of them", parents=[every])
    for name, told in (
        ("show", "print what is in them"),
        ("replay", "have them handled again, by the consumer that could not"),
        ("discard", "drop them for good"),
    ):
        action = actions.add_parser(name, help=told, parents=[every])
        which = action.add_mutually_exclusive_group(required=True)
        which.add_argument("numbers", type=int, nargs="*", metavar="NUMBER", default=[])
        which.add_argument("--all", action="store_true", help="all of them")
    return parser


_ACTIONS: Final = {"replay": deadletters.replay, "discard": deadletters.discard}


if __name__ == "__main__":
    sys.exit(main())
