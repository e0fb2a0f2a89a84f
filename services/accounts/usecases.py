"""What can be done with accounts and sessions, and in what order it has its effects."""

import logging
import uuid
from typing import Final
from uuid import UUID

from services.accounts import domain
from services.accounts.domain import (
    ADMINISTRATOR,
    Account,
    Change,
    RefreshToken,
    Session,
    SigningKey,
    normal_email,
    normal_password,
)
from services.accounts.ports import Ports
from services.runtime.errors import AlreadyExists, ResourceExhausted
from services.runtime.idempotency import RequestKey
from services.runtime.identity import Caller

_log: Final = logging.getLogger(__name__)


async def create_account(
    ports: Ports, draft: Account, password: str, key: RequestKey | None
) -> Account:
    """Makes an account; InvalidArgument if it is not complete, AlreadyExists if it is there."""
    account = draft.complete()
    password_hash = await ports.passwords.hash(normal_password(password))
    return await ports.accounts.add(account, password_hash, key)


async def get_account(ports: Ports, account_id: str, caller: Caller) -> Account:
    """An account. The errors are those of `permitted`, and NotFound."""
    return await ports.accounts.get(domain.permitted(account_id, caller))


async def update_account(
    ports: Ports, account_id: str, change: Change, caller: Caller, key: RequestKey | None
) -> Account:
    """Changes an account; NotFound, and the errors of `permitted` and `Account.changed`."""
    return await ports.accounts.change(
        domain.permitted(account_id, caller), lambda account: account.changed(change, caller), key
    )


async def sign_in(ports: Ports, email: str, password: str) -> Session:
    """Starts a session.

    Raises:
        Unauthenticated: if the e-mail address and the password do not go together.
        ResourceExhausted: if the address is locked, or there is too much to do.
    """
    email, password = normal_email(email), normal_password(password)
    seconds = await ports.attempts.begin(email)
    if seconds:
        raise domain.locked(seconds)
    found = await ports.accounts.credentials(email)
    try:
        right = await ports.passwords.verify(password, found[1] if found else None)
    except ResourceExhausted:
        await ports.attempts.take_back(email)
        raise
    if found is None or not right:
        raise domain.bad_credentials()
    account, password_hash = found
    await ports.attempts.succeed(email)
    if ports.passwords.outdated(password_hash):
        await _rehash(ports, account, password, password_hash)
    return await _session(ports, account, await ports.sessions.start(account.id))


async def refresh_session(ports: Ports, text: str, request_id: UUID | None) -> Session:
    """Exchanges a refresh token.

    Raises:
        Unauthenticated: if it is none, was exchanged before, or its session is over.
    """
    token = ports.tokens.read_refresh(text)
    if token is None:
        raise domain.no_refresh_token()
    account = await ports.sessions.advance(token, request_id)
    if account is None:
        account = await _repeated(ports, token, request_id)
    following = RefreshToken(token.session_id, token.sequence + 1)
    return await _session(ports, account, following)


async def sign_out(ports: Ports, text: str) -> None:
    """Ends the session of a refresh token; anything else has none to end."""
    token = ports.tokens.read_refresh(text)
    if token is not None:
        await ports.sessions.end(token.session_id)


async def rotate_signing_key(ports: Ports, key: RequestKey | None) -> SigningKey:
    """Makes a new signing key; FailedPrecondition if the last one does not sign yet."""
    return await ports.keys.rotate(ports.tokens.new_pair(), key)


async def make_ready(ports: Ports, email: str, password: str) -> None:
    """Makes what there has to be before the first call: a signing key, and an administrator.

    All replicas do this when they start; it is done once.
    """
    await ports.keys.make_first(ports.tokens.new_pair())
    await ports.keys.ring()
    email = normal_email(email)
    if not email or await ports.accounts.credentials(email) is not None:
        return
    draft = Account(
        id=str(uuid.uuid4()), email=email, display_name="Administrator", roles=(ADMINISTRATOR,)
    )
    try:
        await create_account(ports, draft, password, None)
        _log.info("made the first administrator")
    except AlreadyExists:
        _log.info("another replica made the first administrator")


async def _repeated(ports: Ports, token: RefreshToken, request_id: UUID | None) -> Account:
    """Whose token it is that was exchanged before; it has to be the same request again."""
    state = await ports.sessions.state(token.session_id)
    if state is None or not state.alive:
        raise domain.session_ended()
    if token.sequence >= state.sequence:
        raise domain.no_refresh_token()
    latest = token.sequence == state.sequence - 1
    if latest and request_id is not None and request_id == state.last_request_id:
        return await ports.accounts.get(state.account_id)
    await ports.sessions.end(token.session_id)
    raise domain.reused()


async def _session(ports: Ports, account: Account, token: RefreshToken) -> Session:
    access = ports.tokens.access(account, await ports.keys.ring())
    return Session(account, access, ports.tokens.refresh(token))


async def _rehash(ports: Ports, account: Account, password: str, old_hash: str) -> None:
    """Makes a better hash now that the password is known; if there is time for it."""
    try:
        new_hash = await ports.passwords.hash(password)
    except ResourceExhausted:
        return
    await ports.accounts.rehash(account.id, old_hash, new_hash)
