"""What the descriptors say, in the words of a gateway."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from google.api import annotations_pb2, http_pb2
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet, MethodOptions, ServiceDescriptorProto

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
    """

    verb: str
    template: str
    body: str | None
    taken: tuple[str, ...]
    streamed: bool

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
        path: `/package.Service/Method`.
        deadline: in seconds.
        edge: whether clients outside the mesh may reach it.
        repeatable: whether a call may be sent again without knowing what became of the first.
        bindings: its REST forms.
    """

    path: str
    deadline: float
    edge: bool
    repeatable: bool
    bindings: tuple[Binding, ...]


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
    """

    services: tuple[Service, ...]
    fields: Mapping[str, Mapping[str, str]]


def read(path: Path) -> Contract:
    """Reads a descriptor set.

    Raises:
        ContractError: if a method has no deadline or no audience.
    """
    files = FileDescriptorSet.FromString(path.read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    services = [
        _service(pool.FindServiceByName(f"{file.package}.{service.name}"), service)
        for file in files.file
        if file.package.startswith("mercado.")
        for service in file.service
    ]
    bodies = {b.body for s in services for m in s.methods for b in m.bindings if b.body}
    fields = dict[str, Mapping[str, str]]()
    for name in sorted(bodies):
        _collect(pool.FindMessageTypeByName(name), fields)
    return Contract(tuple(sorted(services, key=lambda s: s.name)), fields)


def _service(descriptor: Any, proto: ServiceDescriptorProto) -> Service:
    # The options are read from the message, which was parsed with their extensions known; a
    # descriptor of a pool of its own has them as unknown fields.
    methods = zip(descriptor.methods, proto.method, strict=True)
    return Service(
        descriptor.full_name,
        descriptor.file.package,
        tuple(_method(method, written.options) for method, written in methods),
    )


def _method(descriptor: Any, options: MethodOptions) -> Method:
    service = descriptor.containing_service.full_name
    policy = options.Extensions[policy_pb2.method]
    deadline = policy.deadline.ToNanoseconds() / 1e9
    if not deadline:
        raise ContractError(f"{service}.{descriptor.name} has no deadline (mesh.policy.v1.method)")
    if not policy.audience:
        raise ContractError(f"{service}.{descriptor.name} has no audience (mesh.policy.v1.method)")
    # Its generated stub says that it extends nothing.
    extension: Any = annotations_pb2.http
    rule: http_pb2.HttpRule = options.Extensions[extension]
    return Method(
        path=f"/{service}/{descriptor.name}",
        deadline=deadline,
        edge=policy_pb2.AUDIENCE_EDGE in policy.audience,
        # With a request id it is for the client to say: it may have sent none.
        repeatable=policy.idempotency == policy_pb2.IDEMPOTENCY_NATURAL,
        bindings=tuple(_bindings(rule, descriptor)),
    )


def _bindings(rule: http_pb2.HttpRule, method: Any) -> Iterator[Binding]:
    kind = rule.WhichOneof("pattern")
    if kind is None:
        return
    verb, template = (
        (rule.custom.kind, rule.custom.path)
        if kind == "custom"
        else (kind.upper(), getattr(rule, kind))
    )
    body = None
    if rule.body == "*":
        body = method.input_type.full_name
    elif rule.body:
        body = method.input_type.fields_by_name[rule.body].message_type.full_name
    taken = [variable.group(1) for variable in _VARIABLE.finditer(template)]
    if rule.body:
        taken.append(rule.body)
    yield Binding(verb, template, body, tuple(taken), streamed=method.client_streaming)
    for additional in rule.additional_bindings:
        yield from _bindings(additional, method)


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
