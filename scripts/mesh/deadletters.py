"""Dead letters, for a person: `mesh dead-letters`, or `python -m scripts.mesh.deadletters`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import nats.errors
from google.protobuf import json_format

from services.runtime.errors import Unavailable
from services.runtime.events import broker, deadletters
from services.runtime.events.broker import Broker
from services.runtime.events.deadletters import DeadLetter


def main(arguments: Sequence[str] | None = None, url: str | None = None) -> int:
    """Runs the command; returns 1 if there is no such letter or no broker.

    Args:
        arguments: those of the command line if None.
        url: the broker's; that of `NATS_URL` or the file `NATS_URL_FILE` if None.
    """
    chosen = _parser().parse_args(arguments)
    try:
        return asyncio.run(_run(chosen, url or _url()))
    except (Unavailable, OSError, nats.errors.Error, TimeoutError) as error:
        print(f"dead-letters: {error}", file=sys.stderr)
        return 1


def _url() -> str:
    file = os.environ.get("NATS_URL_FILE")
    return Path(file).read_text().strip() if file else os.environ.get("NATS_URL", "")


async def _run(chosen: argparse.Namespace, url: str) -> int:
    async with broker.connect(url, "operator") as connected:
        await _until_connected(connected)
        if chosen.action == "list":
            _print([_row(letter) for letter in await deadletters.listed(connected)], chosen)
            return 0
        letters = await _chosen(connected, chosen.numbers)
        missing = {*(chosen.numbers or ())} - {letter.number for letter in letters}
        for number in sorted(missing):
            print(f"there is no dead letter {number}", file=sys.stderr)
        for letter in letters:
            if chosen.action == "show":
                _print([_row(letter) | {"data": _data(letter)}], chosen)
                continue
            act = deadletters.replay if chosen.action == "replay" else deadletters.discard
            await act(connected, letter)
            print(f"{chosen.action}: {letter.number}, for {letter.consumer}")
        return 1 if missing else 0


async def _until_connected(connected: Broker) -> None:
    async with asyncio.timeout(5):
        await connected.until_connected()


async def _chosen(connected: Broker, numbers: Sequence[int] | None) -> list[DeadLetter]:
    if numbers is None:
        return await deadletters.listed(connected)
    found = [await deadletters.find(connected, number) for number in numbers]
    return [letter for letter in found if letter is not None]


def _row(letter: DeadLetter) -> dict[str, Any]:
    event = letter.event
    return {
        "number": letter.number,
        "consumer": letter.consumer,
        "type": event.data.DESCRIPTOR.full_name if event else "?",
        "subject": event.subject if event else "?",
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
        return
    for row in rows:
        print("  ".join(f"{name}={value}" for name, value in row.items()))
    if not rows:
        print("there are no dead letters")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dead-letters", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print for a program")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="name all of them")
    for name, told in (
        ("show", "print what is in them"),
        ("replay", "have them handled again, by the consumer that could not"),
        ("discard", "drop them for good"),
    ):
        action = actions.add_parser(name, help=told)
        which = action.add_mutually_exclusive_group(required=True)
        which.add_argument("numbers", type=int, nargs="*", metavar="NUMBER", default=None)
        which.add_argument("--all", action="store_const", const=None, dest="numbers")
    return parser


if __name__ == "__main__":
    sys.exit(main())
