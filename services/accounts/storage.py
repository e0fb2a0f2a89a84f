"""Accounts, sessions and keys in PostgreSQL."""

import asyncio
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from services.accounts.domain import (
    LOCK_SECONDS,
    SESSION_DAYS,
    Account,
    KeyPair,
    KeyRing,
    RefreshToken,
    SessionState,
    SigningKey,
    not_signing_yet,
    taken,
    unknown,
)
from services.runtime.database import Database, Queries, Row
from services.runtime.errors import Unavailable
from services.runtime.idempotency import RequestKey, once
from services.runtime.sealing import Box

_VALUES: Final = "email, display_name, roles"
_ALL: Final = f"id, {_VALUES}, revision, create_time, update_time"
_GET: Final = f"select {_ALL} from accounts where id = $1"
_LOCK: Final = f"{_GET} for update"
_CREDENTIALS: Final = f"select {_ALL}, password_hash from accounts where email = $1"
_ADD: Final = f"""
insert into accounts (id, {_VALUES}, password_hash) values ($1, $2, $3, $4, $5) returning {_ALL}"""
_CHANGE: Final = f"""
update accounts set ({_VALUES}) = ($2, $3, $4),
  revision = revision + 1, update_time = clock_timestamp()
where id = $1
returning {_ALL}"""
_REHASH: Final = "update accounts set password_hash = $3 where id = $1 and password_hash = $2"

# A row that is locked is left as it is, and not returned.
_TRY: Final = """
insert into attempts as old (email) values ($1)
on conflict (email) do update set
  count = old.count + 1, last_time = clock_timestamp(), lock_time = clock_timestamp()
    + make_interval(secs => ($2::float8[])[least(old.count + 1, cardinality($2::float8[]))])
where old.lock_time <= clock_timestamp()
returning count"""
_LOCKED: Final = """
select extract(epoch from lock_time - clock_timestamp())::float8 as seconds
from attempts where email = $1"""
_TAKE_BACK: Final = "update attempts set count = count - 1 where email = $1 and count > 0"
_SUCCEED: Final = "delete from attempts where email = $1"
# Far longer than the longest lock.
_FORGET_ATTEMPTS: Final = """
delete from attempts where last_time < clock_timestamp() - interval '1 day'"""

_START: Final = """
insert into sessions (id, account_id, expire_time)
values ($1, $2, clock_timestamp() + make_interval(days => $3)) returning sequence"""
_ADVANCE: Final = f"""
with advanced as (
  update sessions
  set sequence = sequence + 1, last_request_id = $3, refresh_time = clock_timestamp()
  where id = $1 and sequence = $2 and revoke_time is null and expire_time > clock_timestamp()
  returning account_id
)
select {_ALL} from accounts where id = (select account_id from advanced)"""
_STATE: Final = """
select account_id, sequence, last_request_id,
  revoke_time is null and expire_time > clock_timestamp() as alive
from sessions where id = $1"""
_END: Final = """
update sessions set revoke_time = clock_timestamp() where id = $1 and revoke_time is null"""
_FORGET_SESSIONS: Final = "delete from sessions where expire_time < clock_timestamp()"

_KEY: Final = "id, create_time, sign_time, expire_time"
_RING: Final = f"""
select {_KEY}, public_key, sealed_private_key, clock_timestamp() as now from signing_keys"""
_ONE_AT_A_TIME: Final = "lock table signing_keys in share row exclusive mode"
_NEWEST: Final = """
select id, sign_time <= clock_timestamp() as signs from signing_keys
order by sign_time desc limit 1"""
_ADD_KEY: Final = f"""
insert into signing_keys (id, public_key, sealed_private_key, sign_time)
values ($1, $2, $3, clock_timestamp() + make_interval(secs => $4)) returning {_KEY}"""
_REPLACE_KEYS: Final = """
update signing_keys set expire_time = $2::timestamptz + make_interval(secs => $3)
where id <> $1 and expire_time is null"""
_FORGET_KEYS: Final = "delete from signing_keys where expire_time < clock_timestamp()"


class PostgresAccounts:
    """The port `Accounts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, account_id: str) -> Account:
        """See `Accounts.get`."""
        row = await self._database.fetchrow(_GET, account_id)
        if row is None:
            raise unknown(account_id)
        return _account(row)

    async def credentials(self, email: str) -> tuple[Account, str] | None:
        """See `Accounts.credentials`."""
        row = await self._database.fetchrow(_CREDENTIALS, email)
        return None if row is None else (_account(row), row["password_hash"])

    async def add(self, account: Account, password_hash: str, key: RequestKey | None) -> Account:
        """See `Accounts.add`."""

        async def effect(queries: Queries) -> Account:
            try:
                row = await queries.fetchrow(_ADD, *_values(account), password_hash)
            except asyncpg.UniqueViolationError:
                raise taken() from None
            return _account(row)

        return await once(self._database, key, Account, effect)

    async def change(
        self, account_id: str, change: Callable[[Account], Account], key: RequestKey | None
    ) -> Account:
        """See `Accounts.change`."""

        async def effect(queries: Queries) -> Account:
            row = await queries.fetchrow(_LOCK, account_id)
            if row is None:
                raise unknown(account_id)
            return _account(await queries.fetchrow(_CHANGE, *_values(change(_account(row)))))

        return await once(self._database, key, Account, effect)

    async def rehash(self, account_id: str, old_hash: str, new_hash: str) -> None:
        """See `Accounts.rehash`."""
        await self._database.execute(_REHASH, account_id, old_hash, new_hash)


class PostgresAttempts:
    """The port `Attempts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, email: str) -> float:
        """See `Attempts.begin`."""
        if await self._database.fetchrow(_TRY, email, LOCK_SECONDS) is not None:
            return 0
        row = await self._database.fetchrow(_LOCKED, email)
        # The lock may have passed, or the row be gone, since the statement before.
        return max(row["seconds"] if row else 0, 0.001)

    async def take_back(self, email: str) -> None:
        """See `Attempts.take_back`."""
        await self._database.execute(_TAKE_BACK, email)

    async def succeed(self, email: str) -> None:
        """See `Attempts.succeed`."""
        await self._database.execute(_SUCCEED, email)


class PostgresSessions:
    """The port `Sessions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, account_id: str) -> RefreshToken:
        """See `Sessions.start`."""
        session_id = uuid.uuid4()
        row = await self._database.fetchrow(_START, session_id, account_id, SESSION_DAYS)
        return RefreshToken(session_id, _written(row)["sequence"])

    async def advance(self, token: RefreshToken, request_id: UUID | None) -> Account | None:
        """See `Sessions.advance`."""
        row = await self._database.fetchrow(_ADVANCE, token.session_id, token.sequence, request_id)
        return None if row is None else _account(row)

    async def state(self, session_id: UUID) -> SessionState | None:
        """See `Sessions.state`."""
        row = await self._database.fetchrow(_STATE, session_id)
        if row is None:
            return None
        return SessionState(
            str(row["account_id"]), row["sequence"], row["last_request_id"], row["alive"]
        )

    async def end(self, session_id: UUID) -> None:
        """See `Sessions.end`."""
        await self._database.execute(_END, session_id)


class PostgresKeys:
    """The port `Keys`. Private keys are stored in a box.

    Args:
        database: where the keys are.
        box: what opens them.
        lead: after how many seconds a new key signs.
        overlap: how many seconds after that the old one is published.
        memory: how many seconds the keys are taken to be as they were read. Which of them signs
            is known for every moment between, so that all replicas turn to a new key at once.
    """

    def __init__(
        self, database: Database, box: Box, *, lead: float, overlap: float, memory: float
    ) -> None:
        self._database = database
        self._box = box
        self._lead = lead
        self._overlap = overlap
        self._memory = memory
        self._reading = asyncio.Lock()
        self._read: KeyRing | None = None
        self._read_at = 0.0

    async def ring(self) -> KeyRing:
        """See `Keys.ring`.

        Raises:
            ValueError: if a key was sealed with another box.
        """
        if self._is_old():
            async with self._reading:
                if self._is_old():
                    await self._reread()
        if self._read is None:
            raise AssertionError("keys were read")
        passed = timedelta(seconds=time.monotonic() - self._read_at)
        return KeyRing(self._read.keys, self._read.now + passed)

    async def make_first(self, pair: KeyPair) -> None:
        """See `Keys.make_first`."""
        async with self._database.transaction() as queries:
            await queries.execute(_ONE_AT_A_TIME)
            if await queries.fetchrow(_NEWEST) is None:
                await self._add(queries, pair, 0)

    async def rotate(self, pair: KeyPair, key: RequestKey | None) -> SigningKey:
        """See `Keys.rotate`."""

        async def effect(queries: Queries) -> SigningKey:
            await queries.execute(_ONE_AT_A_TIME)
            newest = _written(await queries.fetchrow(_NEWEST))
            if not newest["signs"]:
                raise not_signing_yet(newest["id"])
            made = await self._add(queries, pair, self._lead)
            await queries.execute(_REPLACE_KEYS, made.id, made.sign_time, self._overlap)
            return made

        made = await once(self._database, key, SigningKey, effect)
        self._read_at = -self._memory
        return made

    def _is_old(self) -> bool:
        return self._read is None or time.monotonic() - self._read_at > self._memory

    async def _reread(self) -> None:
        try:
            rows = await self._database.fetch(_RING)
        except Unavailable:
            # What verifies tokens must not depend on the database; nobody adds a key without it.
            if self._read is None:
                raise
            return
        keys = [(_key(row), self._pair(row)) for row in rows]
        now: datetime = rows[0]["now"]
        self._read, self._read_at = KeyRing(keys, now), time.monotonic()

    async def _add(self, queries: Queries, pair: KeyPair, lead: float) -> SigningKey:
        sealed = self._box.seal(pair.private_key, pair.id)
        return _key(await queries.fetchrow(_ADD_KEY, pair.id, pair.public_key, sealed, lead))

    def _pair(self, row: Row) -> KeyPair:
        private = self._box.open(row["sealed_private_key"], row["id"])
        return KeyPair(row["id"], row["public_key"], private)


async def forget(database: Database) -> None:
    """Drops what nobody can ask for any more."""
    await database.execute(_FORGET_ATTEMPTS)
    await database.execute(_FORGET_SESSIONS)
    await database.execute(_FORGET_KEYS)


def _values(account: Account) -> tuple[object, ...]:
    """The id and the columns of `_VALUES`, in their order."""
    return account.id, account.email, account.display_name, account.roles


def _account(row: Row | None) -> Account:
    row = _written(row)
    return Account(
        id=str(row["id"]),
        email=row["email"],
        display_name=row["display_name"],
        roles=tuple(row["roles"]),
        revision=row["revision"],
        create_time=row["create_time"],
        update_time=row["update_time"],
    )


def _key(row: Row | None) -> SigningKey:
    row = _written(row)
    return SigningKey(row["id"], row["create_time"], row["sign_time"], row["expire_time"])


def _written(row: Row | None) -> Row:
    if row is None:
        raise AssertionError("the statement returns the row that it wrote")
    return row
