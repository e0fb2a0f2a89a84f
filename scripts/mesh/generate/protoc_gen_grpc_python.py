"""A protoc plugin that writes `*_pb2_grpc.py`, which buf has no builtin for.

grpcio-tools holds the generator inside its own protoc rather than as a plugin:
so this one hands the request's descriptors to that protoc and passes on the
files that it writes. See the plugin protocol in
`google/protobuf/compiler/plugin.proto`.
"""

import sys
import tempfile
from pathlib import Path

from google.protobuf.compiler import plugin_pb2
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc


def generate(request: plugin_pb2.CodeGeneratorRequest) -> plugin_pb2.CodeGeneratorResponse:
    """Returns the grpc code of the files that the request wants generated."""
    response = plugin_pb2.CodeGeneratorResponse(
        supported_features=plugin_pb2.CodeGeneratorResponse.FEATURE_PROTO3_OPTIONAL
    )
    with_services = {file.name for file in request.proto_file if file.service}
    wanted = [name for name in request.file_to_generate if name in with_services]
    with tempfile.TemporaryDirectory() as folder:
        descriptors, out = Path(folder, "in.binpb"), Path(folder, "out")
        descriptors.write_bytes(FileDescriptorSet(file=request.proto_file).SerializeToString())
        out.mkdir()
        arguments = [f"--descriptor_set_in={descriptors}", f"--grpc_python_out={out}", *wanted]
        if wanted and protoc.main(["protoc", *arguments]) != 0:
            response.error = f"grpc_tools.protoc failed for {', '.join(wanted)}"
        for path in sorted(out.rglob("*.py")):
            response.file.add(name=path.relative_to(out).as_posix(), content=path.read_text())
    return response


if __name__ == "__main__":
    incoming = plugin_pb2.CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
    sys.stdout.buffer.write(generate(incoming).SerializeToString())
