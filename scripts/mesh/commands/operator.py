"""What every command does that changes something: check, write, wait, and say what changed."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final, Never

import msgspec
import typer

from scripts.mesh import screen
from scripts.mesh.compiler.operations import ALL_CALLS, Operated, Operations, OperationsError
from scripts.mesh.compiler.topology import TopologyError
from scripts.mesh.compiler.words import did_you_mean
from scripts.mesh.local.operating import NotRunning, Operating, Outcome
from scripts.mesh.local.state import ROOT, State

STATE: Final = ROOT / ".mesh"
StateOption = Annotated[
    Path, typer.Option("--state", help="Where the mesh keeps its state.", show_default=".mesh")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs.")]

_LATER: Final = "the mesh does not run: this holds from its next start"
_console: Final = screen.console()
_errors: Final = screen.console(errors=True)


class Operator:
    """One command of a person, or of a program.

    Args:
        state: the mesh's.
        as_json: whether the answer is for a program.
    """

    def __init__(self, state: Path, *, as_json: bool) -> None:
        self._as_json = as_json
        self._events = list[str]()
        self._changed = False
        try:
            self._operating = Operating(State(state))
            self.set = self._operating.read()
        except (OperationsError, TopologyError) as error:
            refuse(str(error))
        self.mesh = self._operating.mesh

    def known(self, service: str) -> str:
        """A service that exists; anything else is refused."""
        return known(service, self.mesh.services, "service")

    def change(
        self,
        service: str,
        edit: Callable[[Operated], Operated],
        done: str,
        *,
        undo: bool = False,
    ) -> None:
        """Changes what is set for a service, and waits until it is so.

        Args:
            service: which.
            edit: the change. It is called while nobody else changes anything.
            done: what to say when it is so; nothing if there is more to come.
            undo: whether to take it back if it cannot be done.
        """

        def edit_all(found: Operations) -> Operations:
            services = {**found.services, service: edit(found.of(service))}
            kept = {name: operated for name, operated in services.items() if operated != Operated()}
            return msgspec.structs.replace(found, services=kept)

        self.change_all(edit_all, done, undo=undo)

    def change_all(
        self, edit: Callable[[Operations], Operations], done: str, *, undo: bool = False
    ) -> None:
        """The same for everything that is set."""
        since = time.time_ns()
        try:
            before, after = self._operating.change(edit)
        except OperationsError as error:
            refuse(str(error))
        outcome = self._wait(since)
        self._events += outcome.events
        self._changed |= before != after
        if outcome.problems:
            if undo and before != after:
                self._operating.change(lambda now: before if now == after else now)
                self._events += self._wait(time.time_ns()).events
                self._changed = False
            self._fail(outcome)
        if done:
            self._say(done)

    def _wait(self, since: int) -> Outcome:
        if not self._operating.running:
            return Outcome((_LATER,), ())
        told = (lambda _: None) if self._as_json else (lambda text: _console.print(f"  {text}"))
        try:
            return self._operating.wait(since, told)
        except NotRunning:
            refuse("the mesh stopped before it was so; what is set holds from its next start")

    def _fail(self, outcome: Outcome) -> Never:
        if self._as_json:
            events, problems = self._events, outcome.problems
            say_json({"changed": self._changed, "events": events, "problems": problems})
            refuse("")
        back = [] if self._changed else ["nothing was changed"]
        refuse("\n".join([*outcome.problems, *back]))

    def _say(self, done: str) -> None:
        if self._as_json:
            changed = self._changed
            say_json({"changed": changed, "done": done, "events": self._events, "problems": []})
            return
        if not self._operating.running:
            _console.print(_LATER)
        _console.print(done if self._changed else f"nothing to change: {done}", markup=False)


def known(word: str, words: Any, kind: str) -> str:
    """A word that is one of some; anything else is refused."""
    if word not in words:
        hint = did_you_mean(word, words) or f"; there are: {', '.join(words) or 'none'}"
        refuse(f"there is no {kind} `{word}`{hint}")
    return word


def require_percent(percent: float) -> None:
    """Refuses what is no share of all calls."""
    if not 0 <= percent <= ALL_CALLS:
        refuse(f"{percent:g} % of the calls? It is something from 0 to {ALL_CALLS}")


def say_json(data: Any) -> None:
    """Prints for a program."""
    print(json.dumps(data, indent=1))


def refuse(why: str) -> Never:
    """Ends the command with a reason."""
    if why:
        _errors.print(why, markup=False, soft_wrap=True)
    raise typer.Exit(1)
