"""What the descriptors say, in the words of a gateway. Whether it makes sense: see `refusals`."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from google.api import annotations_pb2, http_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet, MethodOptions

from mesh.policy.v1 import policy_pb2
from scripts.mesh.compiler.descriptors import Descriptors

# What such a message holds is the answer itself, with a media type of its own.
ANY_BYTES: Final = "google.api.HttpBody"
_RESUME: Final = "resume_token"
_VARIABLE: Final = re.compile(r"\{([\w.]+)(?:=([^}]*))?\}")
# Messages whose JSON form is not an object of their fields, or has any field.
_OPAQUE: Final = frozenset(
    f"google.protobuf.{name}"
    for name in (
        "Any", "BoolValue", "BytesValue", "DoubleValue", "Duration", "FieldMask", "FloatValue",
        "Int32Value", "Int64Value", "ListValue", "StringValue", "Struct", "Timestamp",
        "UInt32Value", "UInt64Value", "Value",
    )
)  # fmt: skip


class ContractError(Exception):
    """The contract cannot be compiled; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One way to call a method over REST (`google.api.http`).

    Attributes:
        verb: the HTTP method.
        template: the path, for example `/v1/{name=products/*}`.
        body: the full name of the message that the body holds; None if there is no body.
        taken: the fields of the request that the path and the body hold; `*` is all of them.
        streamed: whether the body is an array of them.
        missing: the fields that the rule names and the request does not have.
        body_field: the field that the body holds, `*` for all that the path does not; or none.
    """

    verb: str
    template: str
    body: str | None
    taken: tuple[str, ...]
    streamed: bool
    missing: tuple[str, ...] = ()
    body_field: str = ""

    @property
    def variables(self) -> Iterator[tuple[str, str]]:
        """The fields that the path holds, each with the pattern of its segments."""
        for variable in _VARIABLE.finditer(self.template):
            yield variable.group(1), variable.group(2) or "*"

    def rewritten(self, variable: Callable[[str, str], str]) -> str:
        """The template with something else for each of its variables."""
        return _VARIABLE.sub(lambda v: variable(v.group(1), v.group(2) or "*"), self.template)

    @property
    def path_regex(self) -> str:
        """A regular expression (RE2) of the paths that the template matches."""
        text, end = "", 0
        for variable in _VARIABLE.finditer(self.template):
            text += re.escape(self.template[end : variable.start()])
            segments = (variable.group(2) or "*").split("/")
            patterns = {"*": "[^/:]+", "**": ".+"}
            text += "/".join(patterns.get(part, re.escape(part)) for part in segments)
            end = variable.end()
        # The transcoder takes a slash at the end for none.
        return text + re.escape(self.template[end:]) + "/?"

    @property
    def query_of_taken_fields(self) -> str:
        """A regular expression of the paths whose query sets a field that is taken already.

        The transcoder would let the query win: a change meant for one resource hits another.
        """
        if not self.taken:
            return ""
        # The transcoder knows each field by its JSON name, too.
        taken = dict.fromkeys(form for name in self.taken for form in (name, _json_name(name)))
        names = [".+" if n == "*" else re.escape(n) + r"([.=].*)?" for n in taken]
        # A name in percent signs could be any of them, and is never needed.
        names.append("[^=&]*%.*")
        return rf"[^?]*\?(.*&)?({'|'.join(names)})(&.*)?"


@dataclass(frozen=True, slots=True)
class Method:
    """One RPC.

    Attributes:
        name: with its service, for example `mercado.catalog.v1.CatalogService.GetProduct`.
        comment: what its author says of it, if the descriptors have that.
        where: the file that declares it, and the line if it is known.
        path: `/package.Service/Method`.
        deadline: in seconds.
        edge: whether clients outside the mesh may reach it.
        mesh: whether other services may.
        scopes: what a client must hold; none of a public method, None if nothing is said.
        rate: the class in which clients' calls are counted; empty if nothing is said.
        idempotency: what makes a repeat safe, by the name of its value.
        level: the standard `idempotency_level`, by the name of its value.
        tool: whether assistants are offered it.
        request, response: the full names of its messages.
        fields: the names of the fields of its request.
        resumable: whether a stream of answers can be taken up again, by its `resume_token`.
        client_streams, server_streams: whether there are many of either.
        bindings: its REST forms.
    """

    name: str
    comment: str
    where: str
    path: str
    deadline: float
    edge: bool
    mesh: bool
    scopes: tuple[str, ...] | None
    rate: str
    idempotency: str
    level: str
    tool: bool
    request: str
    response: str
    fields: frozenset[str]
    resumable: bool
    client_streams: bool
    server_streams: bool
    bindings: tuple[Binding, ...]

    @property
    def short_name(self) -> str:
        """Its name within its service."""
        return self.name.rpartition(".")[2]

    @property
    def streams(self) -> bool:
        """Whether the request or the response is a stream."""
        return self.client_streams or self.server_streams

    @property
    def event_bindings(self) -> tuple[Binding, ...]:
        """The REST forms that can be had as server-sent events, as a browser asks for them."""
        if not self.server_streams or self.response == ANY_BYTES:
            return ()
        return tuple(b for b in self.bindings if b.verb == "GET" and b.body is None)

    @property
    def repeatable(self) -> bool:
        """Whether a call may be sent again without knowing what became of the first.

        With a request id it is for the client to say: it may have sent none.
        """
        return self.idempotency == "IDEMPOTENCY_NATURAL"


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a contract.

    Attributes:
        name: with its package.
        package: for example `mercado.catalog.v1`.
        comment: what its author says of it, if the descriptors have that.
    """

    name: str
    package: str
    comment: str
    methods: tuple[Method, ...]

    @property
    def short_name(self) -> str:
        """Its name within its package."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Contract:
    """All contracts together.

    Attributes:
        services: in the order of their names.
        fields: of every message that a REST body can hold, the JSON names of its fields, each
            with the full name of the message in it, or "" where any value is taken as it is.
        descriptors: what all of it was read from.
        digest: changes with everything but comments and policies.
    """

    services: tuple[Service, ...]
    fields: Mapping[str, Mapping[str, str]]
    descriptors: Descriptors
    digest: str

    @property
    def edge_services(self) -> tuple[Service, ...]:
        """The services of which clients outside the mesh may reach anything."""
        return tuple(s for s in self.services if any(m.edge for m in s.methods))

    @property
    def edge_methods(self) -> Iterator[tuple[Service, Method]]:
        """The methods that clients outside the mesh may reach."""
        for service in self.services:
            for method in service.methods:
                if method.edge:
                    yield service, method


def read(path: Path) -> Contract:
    """Reads a descriptor set, with source information or without."""
    files = FileDescriptorSet.FromString(path.read_bytes())
    descriptors = Descriptors(files)
    services = [
        _service(descriptors, f"{file.package}.{service.name}", file.package)
        for file in descriptors.files
        if file.package.startswith("mercado.")
        for service in file.service
    ]
    bodies = {b.body for s in services for m in s.methods for b in m.bindings if b.body}
    fields = dict[str, Mapping[str, str]]()
    for name in sorted(bodies):
        _collect(descriptors.message(name), fields)
    ordered = tuple(sorted(services, key=lambda s: s.name))
    return Contract(ordered, fields, descriptors, _digest(files))


def _digest(files: FileDescriptorSet) -> str:
    bare = FileDescriptorSet()
    bare.CopyFrom(files)
    for file in bare.file:
        file.ClearField("source_code_info")
        for service in file.service:
            for method in service.method:
                method.options.ClearExtension(policy_pb2.method)
    return hashlib.sha256(bare.SerializeToString(deterministic=True)).hexdigest()


def _service(descriptors: Descriptors, name: str, package: str) -> Service:
    methods = [_method(descriptors, method) for method in descriptors.service(name).methods]
    return Service(name, package, descriptors.comment(name), tuple(methods))


def _method(descriptors: Descriptors, method: Any) -> Method:
    service, name = method.containing_service.full_name, method.full_name
    options = descriptors.options(name)
    policy = descriptors.option(name, policy_pb2.method)
    return Method(
        name=name,
        comment=descriptors.comment(name),
        where=descriptors.where(name),
        path=f"/{service}/{method.name}",
        deadline=policy.deadline.ToNanoseconds() / 1e9,
        edge=policy_pb2.AUDIENCE_EDGE in policy.audience,
        mesh=policy_pb2.AUDIENCE_MESH in policy.audience,
        scopes=_scopes(policy.access),
        rate=policy.rate,
        idempotency=policy_pb2.Idempotency.Name(policy.idempotency),
        level=MethodOptions.IdempotencyLevel.Name(options.idempotency_level),
        tool=policy.tool,
        request=method.input_type.full_name,
        response=method.output_type.full_name,
        fields=frozenset(method.input_type.fields_by_name),
        resumable=_RESUME in method.input_type.fields_by_name
        and _RESUME in method.output_type.fields_by_name,
        client_streams=method.client_streaming,
        server_streams=method.server_streaming,
        bindings=tuple(_bindings(descriptors.option(name, annotations_pb2.http), method)),
    )


def _scopes(access: policy_pb2.Access) -> tuple[str, ...] | None:
    if access.public:
        return ()
    return tuple(access.scopes.all_of) or None


def _bindings(rule: http_pb2.HttpRule, method: Any) -> Iterator[Binding]:
    kind = rule.WhichOneof("pattern")
    if kind is None:
        return
    verb, template = (
        (rule.custom.kind, rule.custom.path)
        if kind == "custom"
        else (kind.upper(), getattr(rule, kind))
    )
    taken = [variable.group(1) for variable in _VARIABLE.finditer(template)]
    if rule.body:
        taken.append(rule.body)
    named = {name: field(method.input_type, name) for name in taken if name != "*"}
    body = None
    if rule.body == "*":
        body = method.input_type.full_name
    elif rule.body and named[rule.body] is not None:
        body = named[rule.body].message_type.full_name
    missing = tuple(name for name, found in named.items() if found is None)
    streamed = method.client_streaming
    yield Binding(verb, template, body, tuple(taken), streamed, missing, rule.body)
    for additional in rule.additional_bindings:
        yield from _bindings(additional, method)


def field(message: Descriptor, path: str) -> Any:
    """The field that a path of names leads to; None if there is none."""
    first, _, rest = path.partition(".")
    found = message.fields_by_name.get(first)
    if found is None or not rest:
        return found
    return field(found.message_type, rest) if found.message_type else None


def _json_name(path: str) -> str:
    return re.sub("_([a-z0-9])", lambda found: found[1].upper(), path)


def _collect(message: Descriptor, into: dict[str, Mapping[str, str]]) -> None:
    """Adds the fields of a message, and of the messages in it."""
    if message.full_name in into:
        return
    fields = dict[str, str]()
    into[message.full_name] = fields
    for member in message.fields:
        inner = _inner(member)
        # Protobuf's JSON takes both forms of a name.
        fields[member.json_name] = fields[member.name] = inner.full_name if inner else ""
        if inner:
            _collect(inner, into)


def _inner(member: FieldDescriptor) -> Descriptor | None:
    """The message whose fields a JSON value may name; None for scalars, maps and the like."""
    inner = member.message_type
    if inner is None or inner.full_name in _OPAQUE or inner.GetOptions().map_entry:
        return None
    return inner
