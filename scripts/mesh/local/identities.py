"""The identities of the mesh on this machine, made at its start and renewed while it runs."""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from scripts.mesh.compiler.topology import Mesh, Proxy
from scripts.mesh.local.admin import Admin
from scripts.mesh.local.state import State
from scripts.mesh.provision.authority import Authority
from scripts.mesh.provision.identities import Identities

_LONGEST_WAIT_SECONDS: Final = 30
_TAKEN_OVER_SECONDS: Final = 10
# Of what has begun before something was replaced.
_HANDSHAKE_SECONDS: Final = 1
_COUNTER: Final = "ssl_context_update_by_sds$"
_ADMIN: Final = "admin.sock"


class NotTakenOver(Exception):  # noqa: N818  (it is an Envoy's doing)
    """An Envoy goes on with a certificate that was replaced."""


def of(state: State, mesh: Mesh) -> Identities:
    """Those of all workloads of a mesh."""
    return Identities(
        Authority(state.authority, mesh.trust_domain),
        {name: state.identities / name for name in mesh.workloads},
        timedelta(seconds=mesh.certificates.seconds),
    )


def found(state: State) -> Identities:
    """The same, as they were made.

    Raises:
        AuthorityError: if there are none.
    """
    folders = {path.name: path for path in sorted(state.identities.glob("*")) if path.is_dir()}
    return Identities.found(state.authority, folders)


async def replace_authority(
    identities: Identities, state: State, report: Callable[[str], None]
) -> None:
    """Replaces the authority of a mesh that may be running.

    Services look at their identity before each handshake and each call; both Envoys are waited for.

    Raises:
        NotTakenOver: if one of them does not follow; then the old authority is still trusted.
    """
    loop = asyncio.get_running_loop()
    counted = await _updates(state)

    def settled() -> None:
        nonlocal counted
        future = asyncio.run_coroutine_threadsafe(_after(state, counted), loop)
        counted = future.result()
        # A handshake that is under way cannot be seen from outside.
        time.sleep(_HANDSHAKE_SECONDS)

    await asyncio.to_thread(identities.replace_authority, settled, report)


async def _after(state: State, before: Mapping[str, int]) -> dict[str, int]:
    """Waits until each TLS context of both Envoys is a newer one; the counts of then."""
    loop = asyncio.get_running_loop()
    end = loop.time() + _TAKEN_OVER_SECONDS
    while True:
        now = await _updates(state)
        # One that has been started since has begun with the newest.
        late = [name for name, count in before.items() if now.get(name, count + 1) == count]
        if not late:
            return now
        if loop.time() > end:
            raise NotTakenOver(f"{late[0]} does not use what was written; try again")
        await asyncio.sleep(0.05)


async def _updates(state: State) -> dict[str, int]:
    """How often each TLS context was replaced; none of an Envoy that does not run."""
    counted = {}
    for proxy in Proxy:
        stats = await Admin(state.envoy(proxy) / _ADMIN).text(f"/stats?filter={_COUNTER}")
        for name, count in re.findall(r"^(\S+): (\d+)", stats, re.MULTILINE):
            counted[f"{proxy}: {name}"] = int(count)
    return counted


async def renewing(identities: Identities, report: Callable[[str], None]) -> None:
    """Renews them for as long as the mesh runs, each when half of its time is over."""
    wait = min(identities.life.total_seconds() / 20, _LONGEST_WAIT_SECONDS)
    while True:
        await asyncio.sleep(wait)
        try:
            renewed = await asyncio.to_thread(identities.renew)
        except OSError as error:
            # There is as much time again.
            report(f"certificates cannot be renewed: {error}")
            continue
        if renewed:
            report(f"new certificates: {', '.join(renewed)}")
