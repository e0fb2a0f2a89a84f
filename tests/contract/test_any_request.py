"""Whatever the OpenAPI document lets somebody send, the answer is one that it has, and no fault.

Not asked is whether every valid request is accepted: a schema cannot say all that a rule does.
"""

import json
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis.specs.openapi import checks

from scripts.mesh.generate.documents import OPENAPI
from tests.conftest import RunningMesh

CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
]


def _without_examples(value: Any) -> Any:
    """Their resources are the demonstration's, which other tests read."""
    if isinstance(value, list):
        return [_without_examples(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {k: v for k, v in value.items() if k not in ("example", "examples")}
    return {name: _without_examples(item) for name, item in kept.items()}


schema = schemathesis.openapi.from_dict(_without_examples(json.loads(OPENAPI.read_text())))


@pytest.mark.long
@schema.parametrize()
@hypothesis.settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_any_request_gets_a_documented_answer(
    case: schemathesis.Case[Any], mesh: RunningMesh, staff_token: str
) -> None:
    headers = {"authorization": f"Bearer {staff_token}"}
    case.call_and_validate(base_url=mesh.url, headers=headers, checks=CHECKS, timeout=10)
