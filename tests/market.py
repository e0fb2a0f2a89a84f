"""Products with stock, for tests that sell them."""

import uuid
from collections.abc import Sequence

import httpx

from tests.conftest import RunningMesh, sign_in


def stocked(mesh: RunningMesh, quantities: Sequence[int]) -> list[str]:
    """Makes products of which there are so many; returns their names."""
    assert mesh.state is not None
    password = (mesh.state / "secrets" / "accounts-administrator-password").read_text()
    token = sign_in(mesh, "administrator@mercado.mesh", password)["accessToken"]
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=mesh.url, timeout=10, headers=headers) as staff:
        return [_stocked(staff, quantity) for quantity in quantities]


def _stocked(staff: httpx.Client, quantity: int) -> str:
    price = {"currencyCode": "EUR", "units": 4, "nanos": 990_000_000}
    draft = {"displayName": "For sale", "category": "pantry", "price": price}
    product_id = f"for-sale-{uuid.uuid4().hex[:8]}"
    made = staff.post("/v1/products", json=draft, params={"product_id": product_id})
    assert made.status_code == 200, made.text
    name: str = made.json()["name"]
    change = {"change": quantity, "requestId": str(uuid.uuid4())}
    put_in = staff.post(f"/v1/{name}/stock:adjust", json=change)
    assert put_in.status_code == 200, put_in.text
    return name
