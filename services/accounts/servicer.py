"""The contract of accounts on its use cases. Each method: check, call, translate, answer."""

import uuid
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import grpc
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.empty_pb2 import Empty
from google.protobuf.timestamp_pb2 import Timestamp

from mercado.accounts.v1 import account_pb2, accounts_service_pb2_grpc, session_pb2, signing_key_pb2
from mercado.accounts.v1 import accounts_service_pb2 as pb
from services.accounts import usecases
from services.accounts.domain import ACCOUNTS, CHANGEABLE, Account, Change, Session, normal_email
from services.accounts.ports import Ports
from services.runtime.idempotency import RequestKey
from services.runtime.identity import caller
from services.runtime.masks import masked

Context = grpc.aio.ServicerContext[Any, Any]

_ROLE: Final = account_pb2.Account.Role


class AccountsServicer(accounts_service_pb2_grpc.AccountsServiceServicer):
    """Serves `mercado.accounts.v1.AccountsService`.

    Args:
        ports: what the use cases need.
        fingerprint_key: what requests are recognized by, as some hold a password.
        access_token_seconds: how long an access token is good for.
        openid_configuration: the document.
    """

    def __init__(
        self,
        ports: Ports,
        *,
        fingerprint_key: bytes,
        access_token_seconds: float,
        openid_configuration: bytes,
    ) -> None:
        self._ports = ports
        self._fingerprint_key = fingerprint_key
        self._nanoseconds = int(access_token_seconds * 1e9)
        self._openid_configuration = openid_configuration

    async def CreateAccount(
        self, request: pb.CreateAccountRequest, context: Context
    ) -> account_pb2.Account:
        draft = Account(
            id=str(uuid.uuid4()),
            email=normal_email(request.account.email),
            display_name=request.account.display_name,
        )
        key = RequestKey.of(request, secret=self._fingerprint_key)
        account = await usecases.create_account(self._ports, draft, request.password, key)
        return _message(account)

    async def GetAccount(
        self, request: pb.GetAccountRequest, context: Context
    ) -> account_pb2.Account:
        account_id = ACCOUNTS.identifier(request.name)
        return _message(await usecases.get_account(self._ports, account_id, caller()))

    async def UpdateAccount(
        self, request: pb.UpdateAccountRequest, context: Context
    ) -> account_pb2.Account:
        given = request.account
        account_id = ACCOUNTS.identifier(given.name, field="account.name")
        present = [field.name for field, _ in given.ListFields()]
        fields = masked(request.update_mask.paths, CHANGEABLE, present)
        values = {
            "display_name": given.display_name,
            "roles": tuple(_ROLE.Name(role) for role in sorted(given.roles)),
        }
        change = Change({field: values[field] for field in fields}, given.etag)
        key = RequestKey.of(request)
        return _message(
            await usecases.update_account(self._ports, account_id, change, caller(), key)
        )

    async def SignIn(self, request: pb.SignInRequest, context: Context) -> session_pb2.Session:
        session = await usecases.sign_in(self._ports, request.email, request.password)
        return self._session(session)

    async def RefreshSession(
        self, request: pb.RefreshSessionRequest, context: Context
    ) -> session_pb2.Session:
        request_id = UUID(request.request_id) if request.request_id else None
        session = await usecases.refresh_session(self._ports, request.refresh_token, request_id)
        return self._session(session)

    async def SignOut(self, request: pb.SignOutRequest, context: Context) -> Empty:
        await usecases.sign_out(self._ports, request.refresh_token)
        return Empty()

    async def GetJsonWebKeySet(
        self, request: pb.GetJsonWebKeySetRequest, context: Context
    ) -> HttpBody:
        ring = await self._ports.keys.ring()
        return _json(self._ports.tokens.key_set(ring))

    async def GetOpenIdConfiguration(
        self, request: pb.GetOpenIdConfigurationRequest, context: Context
    ) -> HttpBody:
        return _json(self._openid_configuration)

    async def RotateSigningKey(
        self, request: pb.RotateSigningKeyRequest, context: Context
    ) -> signing_key_pb2.SigningKey:
        key = await usecases.rotate_signing_key(self._ports, RequestKey.of(request))
        message = signing_key_pb2.SigningKey(name=key.name)
        message.create_time.FromDatetime(key.create_time)
        message.sign_time.FromDatetime(key.sign_time)
        return message

    def _session(self, session: Session) -> session_pb2.Session:
        message = session_pb2.Session(
            access_token=session.access_token,
            token_type="Bearer",  # noqa: S106  (no password)
            refresh_token=session.refresh_token,
            account=session.account.name,
        )
        message.expires_in.FromNanoseconds(self._nanoseconds)
        return message


def _json(document: bytes) -> HttpBody:
    return HttpBody(content_type="application/json", data=document)


def _message(account: Account) -> account_pb2.Account:
    message = account_pb2.Account(
        name=account.name,
        email=account.email,
        display_name=account.display_name,
        roles=[_ROLE.Value(role) for role in account.roles],
        etag=account.etag,
    )
    _fill_time(message.create_time, account.create_time)
    _fill_time(message.update_time, account.update_time)
    return message


def _fill_time(message: Timestamp, moment: datetime | None) -> None:
    if moment is not None:
        message.FromDatetime(moment)
