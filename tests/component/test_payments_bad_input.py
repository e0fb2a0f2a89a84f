"""Whatever a caller sends, payments answer or refuse it; they never fail."""

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercado.payments.v1 import payments_service_pb2 as pb
from mercado.payments.v1.payments_service_pb2_grpc import PaymentsServiceStub
from tests.component.calls import answered
from tests.component.messages import messages, some

_SERVICE: Final = pb.DESCRIPTOR.services_by_name["PaymentsService"]
_METHODS: Final = [
    "GetPayment", "AuthorizePayment", "CapturePayment", "VoidPayment", "RefundPayment",
]  # fmt: skip


def test_every_method_of_the_contract_is_tried() -> None:
    assert set(_SERVICE.methods_by_name) == set(_METHODS)


@some
@given(data=st.data())
@pytest.mark.parametrize("method", _METHODS)
async def test_no_request_makes_a_method_fail(
    payments: PaymentsServiceStub, method: str, data: st.DataObject
) -> None:
    request: Any = data.draw(messages(_SERVICE.methods_by_name[method].input_type))
    await answered(getattr(payments, method)(request))
