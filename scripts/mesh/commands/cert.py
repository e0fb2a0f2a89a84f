"""`mesh cert`: who is who in the mesh, and a certificate for a person."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from cryptography import x509
from rich.table import Table

from scripts.mesh import screen
from scripts.mesh.commands.operator import STATE, JsonOption, StateOption, refuse, say_json
from scripts.mesh.local import identities
from scripts.mesh.local.identities import NotTakenOver
from scripts.mesh.local.state import State
from scripts.mesh.names import AUTHORITIES, CERTIFICATE, CURRENT, OPERATOR, PRIVATE_KEY
from scripts.mesh.provision.authority import Authority, AuthorityError, uri
from scripts.mesh.provision.identities import put_flat

app: Final = typer.Typer(help="Certificates inside the mesh.", no_args_is_help=True)
_console: Final = screen.console()
_SOON: Final = timedelta(minutes=10)


@app.command()
def issue(
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to put it.", show_default=".mesh/operator")
    ] = None,
    hours: Annotated[float, typer.Option(min=0.01, max=24 * 90, help="How long it is good.")] = 8,
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Make a certificate with which a person may call a service itself."""
    kept = State(state)
    folder = out or kept.folder / OPERATOR
    try:
        authority = Authority.found(kept.authority)
        with authority.locked():
            issued = authority.issue(OPERATOR, timedelta(hours=hours))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        put_flat(folder, issued, 0o600)
    except (AuthorityError, OSError) as error:
        refuse(f"{error}; scripts/up makes one")
    name = authority.spiffe_id(OPERATOR)
    if as_json:
        certificate = x509.load_pem_x509_certificate(issued.certificate)
        say_json({"folder": str(folder)} | _described(certificate))
        return
    _console.print(
        f"{folder} is good for {hours:g} hours as {name}; for example, in a mesh that runs:"
    )
    options = f"-cacert {_in(folder, AUTHORITIES)} -cert {_in(folder, CERTIFICATE)}"
    options += f" -key {_in(folder, PRIVATE_KEY)} -servername catalog.{authority.trust_domain}"
    _console.print(f"grpcurl {options} localhost:50051 list", soft_wrap=True)


@app.command()
def show(
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Show who has which certificate, and until when."""
    kept = State(state)
    try:
        found = identities.found(kept)
    except AuthorityError as error:
        refuse(f"{error}; scripts/up makes them")
    authorities = x509.load_pem_x509_certificates(found.authority.authorities)
    known = {
        name: x509.load_pem_x509_certificate((folder / CURRENT / CERTIFICATE).read_bytes())
        for name, folder in found.folders.items()
    }
    if as_json:
        shown = {
            "authorities": [_described(authority) for authority in authorities],
            "workloads": {name: _described(certificate) for name, certificate in known.items()},
        }
        say_json(shown)
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("identity", "good for", "until", "authority"):
        table.add_column(column)
    for certificate in (*authorities, *known.values()):
        _add(table, certificate)
    _console.print(table)
    if len(authorities) > 1:
        _console.print("two authorities are trusted: `cert rotate --authority` goes on with it")


@app.command()
def rotate(
    authority: Annotated[
        bool, typer.Option("--authority", help="The authority, too, and its key.")
    ] = False,
    state: StateOption = STATE,
    as_json: JsonOption = False,
) -> None:
    """Replace all certificates, while everything goes on."""
    kept, told = State(state), list[str]()
    report: Callable[[str], None] = told.append if as_json else _console.print
    try:
        found = identities.found(kept)
        if authority:
            asyncio.run(identities.replace_authority(found, kept, report))
            report("what `cert issue` has made has to be made anew")
        else:
            renewed = found.renew(all_of_them=True)
            report(f"new certificates: {', '.join(renewed)}; each from the next handshake")
    except (AuthorityError, NotTakenOver, OSError) as error:
        refuse(str(error))
    if as_json:
        say_json({"changed": True, "events": told})


def _add(table: Table, certificate: x509.Certificate) -> None:
    until = certificate.not_valid_after_utc
    left = until - datetime.now(UTC)
    style = "red" if left < timedelta() else "yellow" if left < _SOON else ""
    signed = certificate.issuer.rfc4514_string().removeprefix("CN=")
    table.add_row(
        uri(certificate),
        f"[{style}]{_spelled(left)}[/]" if style else _spelled(left),
        f"{until:%Y-%m-%d %H:%M:%S}",
        signed.rpartition(" ")[2][:12],
    )


def _described(certificate: x509.Certificate) -> dict[str, Any]:
    return {
        "identity": uri(certificate),
        "not_before": certificate.not_valid_before_utc.isoformat(),
        "not_after": certificate.not_valid_after_utc.isoformat(),
        "serial_number": f"{certificate.serial_number:x}",
        "issuer": certificate.issuer.rfc4514_string(),
    }


def _spelled(left: timedelta) -> str:
    minutes = int(left.total_seconds() // 60)
    if minutes < 0:
        return "over"
    days, hours = minutes // 1440, minutes // 60 % 24
    return f"{days} d {hours} h" if days else f"{hours} h {minutes % 60} min"


def _in(folder: Path, name: str) -> Path:
    here = Path.cwd()
    return (folder.relative_to(here) if folder.is_relative_to(here) else folder) / name
