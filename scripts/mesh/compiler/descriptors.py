"""A descriptor set: its messages, with what their authors wrote into options and comments."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from google.api import resource_pb2
from google.protobuf import descriptor_pool
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    ServiceDescriptorProto,
)

_FILE: Final = FileDescriptorProto
_MESSAGE: Final = DescriptorProto
# Of every kind of declaration, what is declared in it: the number of the field, and its name.
_CHILDREN: Final[dict[type, tuple[tuple[int, str], ...]]] = {
    _FILE: (
        (_FILE.MESSAGE_TYPE_FIELD_NUMBER, "message_type"),
        (_FILE.ENUM_TYPE_FIELD_NUMBER, "enum_type"),
        (_FILE.SERVICE_FIELD_NUMBER, "service"),
    ),
    _MESSAGE: (
        (_MESSAGE.FIELD_FIELD_NUMBER, "field"),
        (_MESSAGE.NESTED_TYPE_FIELD_NUMBER, "nested_type"),
        (_MESSAGE.ENUM_TYPE_FIELD_NUMBER, "enum_type"),
        (_MESSAGE.ONEOF_DECL_FIELD_NUMBER, "oneof_decl"),
    ),
    EnumDescriptorProto: ((EnumDescriptorProto.VALUE_FIELD_NUMBER, "value"),),
    ServiceDescriptorProto: ((ServiceDescriptorProto.METHOD_FIELD_NUMBER, "method"),),
}


class Descriptors:
    """What a descriptor set declares, by full names; a value's name is under that of its enum.

    Attributes:
        files: the files of the set.
    """

    def __init__(self, files: FileDescriptorSet) -> None:
        self.files = files.file
        self._pool: Any = descriptor_pool.DescriptorPool()
        # The options are read from these, which were parsed with their extensions known; the
        # descriptors of a pool of its own have them as unknown fields.
        self._declared = dict[str, Any]()
        self._comments = dict[str, str]()
        self._where = dict[str, str]()
        for file in self.files:
            self._pool.Add(file)
            self._read(file)

    def message(self, name: str) -> Any:
        """The descriptor of a message."""
        return self._pool.FindMessageTypeByName(name)

    def service(self, name: str) -> Any:
        """The descriptor of a service."""
        return self._pool.FindServiceByName(name)

    def options(self, name: str) -> Any:
        """The options of a declaration."""
        return self._declared[name].options

    def option(self, name: str, extension: Any) -> Any:
        """One of them, by its extension."""
        return self.options(name).Extensions[extension]

    def comment(self, name: str) -> str:
        """The comment above a declaration, a line for each paragraph; empty if there is none."""
        return self._comments.get(name, "")

    def where(self, name: str) -> str:
        """The file that has a declaration, and the line if it is known."""
        return self._where[name]

    @cached_property
    def resource_patterns(self) -> dict[str, str]:
        """The first pattern of each type of resource, for example `products/{product}`."""
        resources = [
            self.option(name, resource_pb2.resource)
            for name, declared in self._declared.items()
            if isinstance(declared, DescriptorProto)
        ]
        return {r.type: r.pattern[0] for r in resources if r.type}

    def _read(self, file: FileDescriptorProto) -> None:
        locations = {tuple(at.path): at for at in file.source_code_info.location}
        for path, name, declared in _declarations(file, (), file.package):
            location = locations.get(path)
            self._declared[name] = declared
            self._where[name] = f"{file.name}:{location.span[0] + 1}" if location else file.name
            if location and location.leading_comments:
                self._comments[name] = _paragraphs(location.leading_comments)


def _declarations(
    parent: Any, path: tuple[int, ...], scope: str
) -> Iterator[tuple[tuple[int, ...], str, Any]]:
    """Everything that a file declares, with the path that its source information has for it."""
    for number, attribute in _CHILDREN.get(type(parent), ()):
        for index, child in enumerate(getattr(parent, attribute)):
            here, name = (*path, number, index), f"{scope}.{child.name}"
            yield here, name, child
            yield from _declarations(child, here, name)


def _paragraphs(comment: str) -> str:
    """Undoes the wrapping of lines, which Markdown would show; lists and code stay as they are."""
    lines = [line.removeprefix(" ").rstrip() for line in comment.strip("\n").splitlines()]
    text = "\n".join(lines).strip()
    return re.sub(r"(?<=\S)\n(?![\n\s*+-]|\d+\.)", " ", text)
