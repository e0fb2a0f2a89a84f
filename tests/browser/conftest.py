"""A browser that shows the gateway's pages, and what it was asked to load."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.conftest import RunningMesh

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1400",
)


class Browser:
    """Chromium, and what it did since it was last asked.

    Attributes:
        driver: what drives it.
        url: the gateway.
    """

    def __init__(self, driver: webdriver.Chrome, url: str) -> None:
        self.driver = driver
        self.url = url

    def open(self, path: str) -> None:
        self.driver.get(self.url + path)

    def complaints(self) -> list[str]:
        """What is in the console: errors, and whatever a policy refused."""
        logged: list[dict[str, Any]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in logged]

    def requests(self) -> list[str]:
        """What was loaded, from anywhere; not what is in the page itself."""
        logged: list[dict[str, Any]] = self.driver.get_log("performance")  # type: ignore[no-untyped-call]
        events = [msgspec.json.decode(entry["message"])["message"] for entry in logged]
        urls = [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in urls if not url.startswith("data:")]


@pytest.fixture(scope="session")
def _chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        missing = "chromium and chromedriver are not installed"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with webdriver.Chrome(options=options, service=Service(driver)) as chrome:
        yield chrome


@pytest.fixture
def browser(_chromium: webdriver.Chrome, mesh: RunningMesh) -> Iterator[Browser]:
    """The browser; whatever a page complains of or loads from elsewhere fails the test."""
    _chromium.get("about:blank")
    found = Browser(_chromium, mesh.url)
    found.complaints()
    found.requests()
    yield found
    assert found.complaints() == []
    assert [url for url in found.requests() if not url.startswith(mesh.url)] == []
