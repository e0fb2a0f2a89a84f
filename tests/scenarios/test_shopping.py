"""What a visitor does, through the gateway of any deployment."""

import uuid

import httpx


async def test_a_visitor_can_list_products(rest: httpx.AsyncClient) -> None:
    answer = await rest.get("/v1/products", params={"page_size": 3})
    assert answer.status_code == 200
    assert len(answer.json()["products"]) == 3


async def test_pages_hold_every_product_once(rest: httpx.AsyncClient) -> None:
    names, token = [], ""
    while True:
        page = (await rest.get("/v1/products", params={"page_token": token})).json()
        names += [product["name"] for product in page["products"]]
        token = page.get("nextPageToken", "")
        if not token:
            break
    assert len(names) >= 240
    assert len(names) == len(set(names))
    assert names == sorted(names)


async def test_searching_for_coffee_finds_the_coffee_first(rest: httpx.AsyncClient) -> None:
    found = (await rest.get("/v1/products:search", params={"query": "coffee"})).json()["products"]
    assert len(found) >= 15
    assert "coffee" in found[0]["displayName"].lower()


async def test_a_stale_etag_is_a_conflict_and_changes_nothing(staff: httpx.AsyncClient) -> None:
    draft = {"displayName": "Tin", "category": "pantry", "price": {"currencyCode": "EUR"}}
    created = (await staff.post("/v1/products", json=draft)).json()
    path = f"/v1/{created['name']}?update_mask=displayName"
    first = await staff.patch(path, json={"displayName": "One", "etag": created["etag"]})
    assert first.status_code == 200
    second = await staff.patch(path, json={"displayName": "Two", "etag": created["etag"]})
    assert second.status_code == 409
    error = second.json()
    assert error["code"] == 10
    assert [d["@type"].split(".")[-1] for d in error["details"]] == ["ErrorInfo", "ResourceInfo"]
    assert error["details"][0]["reason"] == "ETAG_MISMATCH"
    assert (await staff.get(f"/v1/{created['name']}")).json()["displayName"] == "One"


async def test_a_create_that_is_sent_again_gets_the_first_answer(staff: httpx.AsyncClient) -> None:
    draft = {"displayName": "Jar", "category": "pantry", "price": {"currencyCode": "EUR"}}
    request_id = str(uuid.uuid4())
    first = await staff.post("/v1/products", params={"request_id": request_id}, json=draft)
    again = await staff.post("/v1/products", params={"request_id": request_id}, json=draft)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
