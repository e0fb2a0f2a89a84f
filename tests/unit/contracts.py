"""Small contracts, compiled from their text for one test each."""

import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.mesh.compiler import contract
from scripts.mesh.compiler.contract import Contract
from scripts.mesh.local.state import ROOT

_HEAD = """
syntax = "proto3";
package mercado.catalog.v1;
import "buf/validate/validate.proto";
import "google/api/annotations.proto";
import "google/api/field_behavior.proto";
import "google/api/httpbody.proto";
import "google/api/resource.proto";
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
import "google/rpc/status.proto";
import "google/type/money.proto";
import "mesh/policy/v1/policy.proto";
"""
_POLICY = """
    option idempotency_level = NO_SIDE_EFFECTS;
    option (mesh.policy.v1.method).deadline.seconds = 2;
    option (mesh.policy.v1.method).idempotency = IDEMPOTENCY_NATURAL;
    option (mesh.policy.v1.method).rate = "read";
    option (mesh.policy.v1.method).audience = AUDIENCE_EDGE;
"""
PUBLIC = _POLICY + "option (mesh.policy.v1.method).access.public = true;"
INSIDE = """
    option idempotency_level = IDEMPOTENT;
    option (mesh.policy.v1.method).deadline.seconds = 3;
    option (mesh.policy.v1.method).idempotency = IDEMPOTENCY_NATURAL;
    option (mesh.policy.v1.method).audience = AUDIENCE_MESH;
"""
TOOL = PUBLIC + "option (mesh.policy.v1.method).tool = true;"


def compiled(text: str) -> Contract:
    """The contract that a file's text has after its imports, in place of the real one."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test.proto").write_text(_HEAD + text)
        image = Path(folder, "image.binpb")
        included = ["--include_imports", "--include_source_info"]
        folders = [f"-I{folder}", f"-I{ROOT / 'protos'}"]
        protoc = [sys.executable, "-m", "grpc_tools.protoc"]
        command = [*protoc, *included, *folders, f"-o{image}", "test.proto"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return contract.read(image)


def method(request: str, http: str, options: str = PUBLIC, returns: str = "Thing") -> str:
    """A service with one method, `Do`, of which there are the request and its HTTP rule."""
    return f"""
        service ThingService {{
          // Does it. `x` is done.
          //
          // Returns NOT_FOUND if there is none.
          rpc Do({request}) returns ({returns}) {{
            option (google.api.http) = {{{http}}};
            {options}
          }}
        }}
    """
