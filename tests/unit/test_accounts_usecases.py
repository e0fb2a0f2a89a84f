"""In what order signing in has its effects, on ports made by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.accounts import usecases
from services.accounts.domain import Account, KeyRing, RefreshToken
from services.accounts.ports import Ports
from services.runtime.errors import ResourceExhausted, Unauthenticated, Unavailable

ADA = Account(id="00000000-0000-4000-8000-000000000001", email="ada@b.c", display_name="Ada")


@dataclass
class _World:
    """Every port at once; notes what is asked of it."""

    locked: float = 0
    busy: bool = False
    password_outdated: bool = False
    done: list[tuple[object, ...]] = field(default_factory=list)

    def ports(self) -> Ports:
        world: Any = self
        return Ports(world, world, world, world, world, world)

    async def begin(self, email: str) -> float:
        self.done.append(("begin", email))
        return self.locked

    async def take_back(self, email: str) -> None:
        self.done.append(("take back", email))

    async def succeed(self, email: str) -> None:
        self.done.append(("succeed", email))

    async def credentials(self, email: str) -> tuple[Account, str] | None:
        return (ADA, "hash of right") if email == ADA.email else None

    async def verify(self, password: str, password_hash: str | None) -> bool:
        if self.busy:
            raise ResourceExhausted("busy", reason="PASSWORDS_BUSY", retry_after=1)
        self.done.append(("verify", password_hash))
        return password_hash == f"hash of {password}"

    def outdated(self, password_hash: str) -> bool:
        return self.password_outdated and password_hash == "hash of right"

    async def hash(self, password: str) -> str:
        raise ResourceExhausted("busy", reason="PASSWORDS_BUSY", retry_after=1)

    async def start(self, account_id: str) -> RefreshToken:
        self.done.append(("start", account_id))
        return RefreshToken(UUID(int=1), 1)

    async def ring(self) -> KeyRing:
        return KeyRing([], datetime.now(UTC))

    def access(self, account: Account, ring: KeyRing) -> str:
        return f"access of {account.id}"

    def refresh(self, token: RefreshToken) -> str:
        return f"refresh {token.sequence}"


async def test_a_try_is_counted_before_it_is_looked_at_and_forgotten_if_it_is_right() -> None:
    world = _World()
    session = await usecases.sign_in(world.ports(), "ADA@B.C", "right")
    assert (session.account, session.refresh_token) == (ADA, "refresh 1")
    assert world.done == [
        ("begin", "ada@b.c"), ("verify", "hash of right"), ("succeed", "ada@b.c"),
        ("start", ADA.id),
    ]  # fmt: skip


async def test_an_unknown_address_costs_as_much_as_a_known_one() -> None:
    told = []
    for email in ("ada@b.c", "eve@b.c"):
        world = _World()
        with pytest.raises(Unauthenticated) as wrong:
            await usecases.sign_in(world.ports(), email, "wrong")
        told.append((wrong.value.message, wrong.value.reason, [what for what, *_ in world.done]))
    assert told[0] == told[1]
    assert told[0][2] == ["begin", "verify"]


async def test_a_locked_address_is_refused_unseen() -> None:
    world = _World(locked=7)
    with pytest.raises(ResourceExhausted) as locked:
        await usecases.sign_in(world.ports(), "ada@b.c", "right")
    assert locked.value.retry_after == 7
    assert world.done == [("begin", "ada@b.c")]


async def test_a_try_without_a_verdict_is_not_counted() -> None:
    world = _World(busy=True)
    with pytest.raises(ResourceExhausted):
        await usecases.sign_in(world.ports(), "ada@b.c", "right")
    assert world.done == [("begin", "ada@b.c"), ("take back", "ada@b.c")]


async def test_nobody_is_kept_out_because_a_better_hash_has_no_place() -> None:
    world = _World(password_outdated=True)
    assert await usecases.sign_in(world.ports(), "ada@b.c", "right")


async def test_a_session_that_is_not_stored_is_not_given_out() -> None:
    class _Broken(_World):
        async def start(self, account_id: str) -> RefreshToken:
            raise Unavailable("away", reason="DATABASE_UNAVAILABLE", retry_after=1)

    with pytest.raises(Unavailable):
        await usecases.sign_in(_Broken().ports(), "ada@b.c", "right")
