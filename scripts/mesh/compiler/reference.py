"""A table of all methods in Markdown: what a caller has to know, at a glance."""

from collections.abc import Iterator

from scripts.mesh.compiler import parameters, tools
from scripts.mesh.compiler.contract import Contract, Method
from scripts.mesh.compiler.topology import Mesh

_IDEMPOTENCY = {
    "IDEMPOTENCY_UNSPECIFIED": "no",
    "IDEMPOTENCY_NATURAL": "yes",
    "IDEMPOTENCY_REQUEST_ID": "with `request_id`",
}
_HEADER = "| RPC | REST | Access | Rate class | Deadline | Repeatable | Tool | What it does |"


def text(contract: Contract, mesh: Mesh) -> str:
    """The page; what methods do is told by their comments, if the descriptors have them."""
    lines = [
        "# All methods",
        "",
        "Written by `scripts/generate` from the contracts under [protos](../protos/mercado). The",
        "whole story of a method is in its proto, and at `/docs/` of a running gateway.",
    ]
    for service in contract.services:
        count = _HEADER.count("|") - 1
        lines += ["", f"## {service.name}", "", service.comment.partition("\n\n")[0], ""]
        lines += [_HEADER, "|" + " --- |" * count]
        lines += [_row(_cells(contract, method)) for method in service.methods]
    lines += ["", "## Rate classes", "", "Of each caller: an account, or an address.", ""]
    lines += ["| Class | Requests | in |", "| --- | --- | --- |"]
    lines += [_row([f"`{n}`", str(r.requests), f"{r.seconds:g} s"]) for n, r in mesh.rates.items()]
    lines += ["", "## Scopes", "", "| Scope | What it allows |", "| --- | --- |"]
    lines += [_row([f"`{scope}`", allows]) for scope, allows in mesh.scopes.items()]
    return "\n".join(lines) + "\n"


def _cells(contract: Contract, method: Method) -> Iterator[str]:
    paths = [
        f"`{b.verb} {parameters.path(contract.descriptors, method, b)}`" for b in method.bindings
    ]
    yield f"`{method.short_name}`" + (" (stream)" if method.streams else "")
    yield "<br>".join(paths) or "none"
    scopes = " ".join(f"`{scope}`" for scope in method.scopes or ())
    yield (scopes or "public") if method.edge else "the mesh only"
    yield f"`{method.rate}`" if method.rate else ""
    yield f"{method.deadline:g} s"
    yield _IDEMPOTENCY[method.idempotency]
    yield f"`{tools.name(method)}`" if method.tool else ""
    yield method.comment.partition("\n\n")[0]


def _row(cells: Iterator[str] | list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
