"""Whatever a caller sends, the accounts service answers or refuses it; it never fails."""

from typing import Any, Final

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercado.accounts.v1 import accounts_service_pb2 as pb
from mercado.accounts.v1.accounts_service_pb2_grpc import AccountsServiceStub
from tests.component.calls import answered, refused
from tests.component.messages import WILD, messages, some
from tests.component.people import ADMINISTRATOR, Metadata, caller

_SERVICE: Final = pb.DESCRIPTOR.services_by_name["AccountsService"]
_METHODS: Final = [
    "CreateAccount", "GetAccount", "UpdateAccount", "SignIn", "RefreshSession", "SignOut",
    "GetJsonWebKeySet", "GetOpenIdConfiguration", "RotateSigningKey",
]  # fmt: skip
_CALLERS: Final = st.sampled_from(
    [
        (), ADMINISTRATOR, caller("accounts/00000000-0000-4000-8000-000000000001"),
        caller("accounts/me"), caller("accounts/'; drop table accounts; --", "accounts:admin"),
        caller("spiffe://mercado.mesh/sa/orders", "accounts:admin"), caller("x" * 2000, " "),
    ]
)  # fmt: skip


def test_every_method_of_the_contract_is_tried() -> None:
    assert set(_SERVICE.methods_by_name) == set(_METHODS)


@some
@given(data=st.data(), who=_CALLERS)
@pytest.mark.parametrize("method", _METHODS)
async def test_no_request_of_anybody_makes_a_method_fail(
    accounts: AccountsServiceStub, method: str, data: st.DataObject, who: Metadata
) -> None:
    request: Any = data.draw(messages(_SERVICE.methods_by_name[method].input_type))
    await answered(getattr(accounts, method)(request, metadata=who))


@some
@given(text=WILD)
async def test_no_text_is_taken_for_a_token(accounts: AccountsServiceStub, text: str) -> None:
    refusal = await refused(accounts.RefreshSession(pb.RefreshSessionRequest(refresh_token=text)))
    assert refusal.reason in {"REFRESH_TOKEN_INVALID", "INVALID_FIELDS"}


@pytest.mark.parametrize("field", ["password", "refresh_token"])
async def test_what_is_secret_is_not_told_back(accounts: AccountsServiceStub, field: str) -> None:
    secret = "hush" * 100
    call: Any = (
        accounts.SignIn(pb.SignInRequest(email="a@b.c", password=secret))
        if field == "password"
        else accounts.RefreshSession(pb.RefreshSessionRequest(refresh_token=secret))
    )
    refusal = await refused(call)
    assert refusal.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.fields == [field]
    assert b"hush" not in refusal.message.encode() + refusal.status.SerializeToString()
