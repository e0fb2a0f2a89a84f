"""What the descriptors say, in the words of a gateway. Whether it makes sense: see `refusals`."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from google.api import annotations_pb2, http_pb2
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.descriptor_pb2 import (
    FileDescriptorProto,
    FileDescriptorSet,
    MethodOptions,
    ServiceDescriptorProto,
)

from mesh.policy.v1 import policy_pb2

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


# The numbers of these fields, as a location's path has them.
_SERVICES: Final = FileDescriptorProto.SERVICE_FIELD_NUMBER
_METHODS: Final = ServiceDescriptorProto.METHOD_FIELD_NUMBER


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
    """

    verb: str
    template: str
    body: str | None
    taken: tuple[str, ...]
    streamed: bool
    missing: tuple[str, ...] = ()

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
        names = [".+" if n == "*" else re.escape(n) + r"([.=].*)?" for n in self.taken]
        # A name in percent signs could be any of them, and is never needed.
        names.append("[^=&]*%.*")
        return rf"[^?]*\?(.*&)?({'|'.join(names)})(&.*)?"


@dataclass(frozen=True, slots=True)
class Method:
    """One RPC.

    Attributes:
        name: with its service, for example `mercado.catalog.v1.CatalogService.GetProduct`.
        where: the file that declares it, and the line if it is known.
        path: `/package.Service/Method`.
        deadline: in seconds.
        edge: whether clients outside the mesh may reach it.
        mesh: whether other services may.
        scopes: what a caller must hold; none of a public method, None if nothing is said.
        rate: the class in which calls are counted.
        idempotency: what makes a repeat safe, by the name of its value.
        level: the standard `idempotency_level`, by the name of its value.
        fields: the names of the fields of its request.
        streams: whether the request or the response is a stream.
        bindings: its REST forms.
    """

    name: str
    where: str
    path: str
    deadline: float
    edge: bool
    mesh: bool
    scopes: tuple[str, ...] | None
    rate: str
    idempotency: str
    level: str
    fields: frozenset[str]
    streams: bool
    bindings: tuple[Binding, ...]

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
    """

    name: str
    package: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """All contracts together.

    Attributes:
        services: in the order of their names.
        fields: of every message that a REST body can hold, the JSON names of its fields, each
            with the full name of the message in it, or "" where any value is taken as it is.
        digest: changes with everything but comments and policies.
    """

    services: tuple[Service, ...]
    fields: Mapping[str, Mapping[str, str]]
    digest: str


def read(path: Path) -> Contract:
    """Reads a descriptor set, with source information or without."""
    files = FileDescriptorSet.FromString(path.read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    services = [
        _service(pool, file, index)
        for file in files.file
        if file.package.startswith("mercado.")
        for index in range(len(file.service))
    ]
    bodies = {b.body for s in services for m in s.methods for b in m.bindings if b.body}
    fields = dict[str, Mapping[str, str]]()
    for name in sorted(bodies):
        _collect(pool.FindMessageTypeByName(name), fields)
    return Contract(tuple(sorted(services, key=lambda s: s.name)), fields, _digest(files))


def _digest(files: FileDescriptorSet) -> str:
    bare = FileDescriptorSet()
    bare.CopyFrom(files)
    for file in bare.file:
        file.ClearField("source_code_info")
        for service in file.service:
            for method in service.method:
                method.options.ClearExtension(policy_pb2.method)
    return hashlib.sha256(bare.SerializeToString(deterministic=True)).hexdigest()


def _service(pool: Any, file: FileDescriptorProto, index: int) -> Service:
    proto = file.service[index]
    descriptor = pool.FindServiceByName(f"{file.package}.{proto.name}")
    lines = {tuple(at.path): at.span[0] + 1 for at in file.source_code_info.location}
    methods = []
    # The options are read from the message, which was parsed with their extensions known; a
    # descriptor of a pool of its own has them as unknown fields.
    for number, (method, written) in enumerate(zip(descriptor.methods, proto.method, strict=True)):
        line = lines.get((_SERVICES, index, _METHODS, number))
        where = f"{file.name}:{line}" if line else file.name
        methods.append(_method(method, written.options, where))
    return Service(descriptor.full_name, file.package, tuple(methods))


def _method(descriptor: Any, options: MethodOptions, where: str) -> Method:
    service = descriptor.containing_service.full_name
    policy = options.Extensions[policy_pb2.method]
    # Its generated stub says that it extends nothing.
    extension: Any = annotations_pb2.http
    rule: http_pb2.HttpRule = options.Extensions[extension]
    return Method(
        name=f"{service}.{descriptor.name}",
        where=where,
        path=f"/{service}/{descriptor.name}",
        deadline=policy.deadline.ToNanoseconds() / 1e9,
        edge=policy_pb2.AUDIENCE_EDGE in policy.audience,
        mesh=policy_pb2.AUDIENCE_MESH in policy.audience,
        scopes=_scopes(policy.access),
        rate=policy.rate,
        idempotency=policy_pb2.Idempotency.Name(policy.idempotency),
        level=MethodOptions.IdempotencyLevel.Name(options.idempotency_level),
        fields=frozenset(descriptor.input_type.fields_by_name),
        streams=descriptor.client_streaming or descriptor.server_streaming,
        bindings=tuple(_bindings(rule, descriptor)),
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
    named = {name: _field(method.input_type, name) for name in taken if name != "*"}
    body = None
    if rule.body == "*":
        body = method.input_type.full_name
    elif rule.body and named[rule.body] is not None:
        body = named[rule.body].message_type.full_name
    missing = tuple(name for name, field in named.items() if field is None)
    yield Binding(verb, template, body, tuple(taken), method.client_streaming, missing)
    for additional in rule.additional_bindings:
        yield from _bindings(additional, method)


def _field(message: Descriptor, path: str) -> Any:
    """The field that a path of names leads to; None if there is none."""
    first, _, rest = path.partition(".")
    field = message.fields_by_name.get(first)
    if field is None or not rest:
        return field
    return _field(field.message_type, rest) if field.message_type else None


def _collect(message: Descriptor, into: dict[str, Mapping[str, str]]) -> None:
    """Adds the fields of a message, and of the messages in it."""
    if message.full_name in into:
        return
    fields = dict[str, str]()
    into[message.full_name] = fields
    for field in message.fields:
        inner = _inner(field)
        # Protobuf's JSON takes both forms of a name.
        fields[field.json_name] = fields[field.name] = inner.full_name if inner else ""
        if inner:
            _collect(inner, into)


def _inner(field: FieldDescriptor) -> Descriptor | None:
    """The message whose fields a JSON value may name; None for scalars, maps and the like."""
    inner = field.message_type
    if inner is None or inner.full_name in _OPAQUE or inner.GetOptions().map_entry:
        return None
    return inner
