"""The landing page and the reference, as a browser shows them."""

import json
from collections.abc import Callable

import httpx
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.conftest import Browser

PRETEND = """
const answer = arguments[0], real = window.fetch;
window.fetch = (url, ...more) =>
  url === "/v1/sessions:signIn" ? Promise.resolve(new Response(answer)) : real(url, ...more);
"""

pytestmark = pytest.mark.browser


def wait(
    browser: Browser, css: str, holds: Callable[[WebElement], object] = WebElement.is_displayed
) -> WebElement:
    """The first element of a kind for which something holds, as soon as there is one."""

    def found(_: object) -> WebElement | None:
        elements = browser.driver.find_elements(By.CSS_SELECTOR, css)
        return next((element for element in elements if holds(element)), None)

    element = WebDriverWait(browser.driver, 15).until(found)
    assert element
    return element


def test_every_link_of_the_landing_page_leads_somewhere(browser: Browser) -> None:
    browser.open("/")
    links = browser.driver.find_elements(By.CSS_SELECTOR, "main a")
    targets = [str(link.get_attribute("href")) for link in links]
    assert len(targets) >= 6
    for target in targets:
        assert target.startswith(browser.url)
        assert httpx.get(target).status_code == 200


def test_the_commands_of_the_landing_page_name_the_gateway(browser: Browser) -> None:
    browser.open("/")
    commands = [element.text for element in browser.driver.find_elements(By.TAG_NAME, "pre")]
    assert len(commands) == 3
    assert all(browser.url in command for command in commands)


def test_the_reference_lists_every_operation(browser: Browser) -> None:
    browser.open("/docs/")
    wait(browser, ".opblock")
    shown = browser.driver.find_elements(By.CSS_SELECTOR, ".opblock-summary-path")
    paths = sorted(str(element.get_attribute("data-path")) for element in shown)
    document = httpx.get(f"{browser.url}/openapi.json").json()
    assert paths == sorted(path for path, verbs in document["paths"].items() for _ in verbs)


def test_listing_products_can_be_tried_and_shows_some(browser: Browser) -> None:
    browser.open("/docs/#/CatalogService/CatalogService.ListProducts")
    wait(browser, ".execute").click()
    body = wait(browser, ".live-responses-table .response-col_description code")
    (status,) = browser.driver.find_elements(
        By.CSS_SELECTOR, ".live-responses-table .response .response-col_status"
    )
    assert status.text.startswith("200")
    # As its example asks for: coffee.
    products = json.loads(body.text)["products"]
    assert {product["category"] for product in products} == {"coffee"}


def test_a_method_that_needs_a_token_is_refused_without(browser: Browser) -> None:
    browser.open("/docs/#/CatalogService/CatalogService.CreateProduct")
    wait(browser, ".execute").click()
    body = wait(browser, ".live-responses-table .response-col_description code")
    assert json.loads(body.text)["code"] == 16
    # The browser tells of every answer that is a failure.
    (told,) = browser.complaints()
    assert "401" in told


def test_a_token_of_who_signed_in_is_sent(browser: Browser, staff_token: str) -> None:
    browser.open("/docs/#/CatalogService/CatalogService.CreateProduct")
    wait(browser, ".execute")
    # What accounts would answer, whoever asks.
    browser.driver.execute_script(PRETEND, json.dumps({"accessToken": staff_token}))
    wait(browser, "[name=email]").send_keys("staff@mercado.test")
    wait(browser, "[name=password]").send_keys("secret enough")
    wait(browser, "#sign-in button").click()
    wait(browser, "#who", lambda element: element.text == "staff@mercado.test")
    wait(browser, ".execute").click()
    body = wait(browser, ".live-responses-table .response-col_description code")
    assert json.loads(body.text)["name"].startswith("products/")
    wait(browser, "#sign-out").click()
    wait(browser, "#sign-in")


def test_who_cannot_sign_in_is_told_why(browser: Browser) -> None:
    browser.open("/docs/")
    wait(browser, ".opblock")
    wait(browser, "[name=email]").send_keys("nobody@mercado.test")
    wait(browser, "[name=password]").send_keys("not the password")
    wait(browser, "#sign-in button").click()
    assert wait(browser, "#said", lambda element: element.text).text
    browser.complaints()
