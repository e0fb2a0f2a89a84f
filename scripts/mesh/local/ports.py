"""Ports: whether they are free, and who has them if not."""

import contextlib
import socket

import psutil


class PortTaken(Exception):  # noqa: N818  (it is somebody else's doing)
    """A port that is needed is in use; the text says by whom and what to do."""


def require_free(port: int, purpose: str) -> None:
    """Makes sure that nobody listens on a port of the loopback interface.

    Raises:
        PortTaken: if somebody does.
    """
    if not free(port):
        raise PortTaken(
            f"Port {port}, which {purpose} needs, is taken{_owner(port)}.\n"
            "Stop that, or start this mesh on other ports: scripts/up --free-ports"
        )


def free(port: int) -> bool:
    """Whether nobody listens on a port of the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Some ports that nobody listens on right now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _owner(port: int) -> str:
    """Who listens on a port, as far as this user may know."""
    with contextlib.suppress(psutil.Error, PermissionError):
        for connection in psutil.net_connections("tcp"):
            if (
                connection.pid
                and connection.status == psutil.CONN_LISTEN
                and connection.laddr[1:] == (port,)
            ):
                process = psutil.Process(connection.pid)
                return f" by {process.name()} (pid {process.pid}, running in {process.cwd()})"
    return " by another program"
