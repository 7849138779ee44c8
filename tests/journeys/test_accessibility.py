"""Every page in three languages: axe finds nothing, nothing overflows at 360 px, nothing breaks the content policy."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from playwright.sync_api import Page

AXE = next(path for path in files("axe_playwright_python").iterdir() if path.name == "axe.min.js").read_text()
# name, who looks, the Finnish address; "first …" is the first such link on that list
PAGES = (
    ("front", None, "/"),
    ("search", None, "/palvelut/?q=hammas"),
    ("nothing found", None, "/palvelut/?q=xyzzy"),
    ("service", None, "first /palvelut/?q=hammas"),
    ("service narrowed", None, "/palvelut/?municipality=837&free=1&near=Tampere&sort=near"),
    ("browse", None, "/palvelut/selaa/"),
    ("theme", None, "/palvelut/?shelf=family_centre&topic=1"),
    ("my needs", None, "/palvelut/omat-tarpeet/"),
    ("box for another site", None, "/upota/"),
    ("help now", None, "/apua-heti/"),
    ("public access", None, "/saatavuus/"),
    ("sign in", None, "/kirjaudu/"),
    ("practice sign-in", None, "/kirjaudu/harjoitus/"),
    ("about", None, "/tietoa/"),
    ("accessibility", None, "/saavutettavuus/"),
    ("privacy", None, "/tietosuoja/"),
    ("not found", None, "/ei-ole-olemassa/"),
    ("contact", "demo-resident", "/yhteys/"),
    ("contact words", "demo-resident", "/yhteys/asia/"),
    ("contact answer", "demo-resident", "/yhteys/vastaus/"),
    ("contact wishes", "demo-resident", "/yhteys/toiveet/"),
    ("contact files", "demo-resident", "/yhteys/tiedostot/"),
    ("contact for another", None, "/yhteys/toisen-puolesta/"),
    ("nameless contact", None, "/yhteys/nimetta/"),
    ("nameless words", None, "/yhteys/nimetta/asia/"),
    ("nameless files", None, "/yhteys/nimetta/tiedostot/"),
    ("code", None, "/yhteys/koodi/"),
    ("chats", None, "/chat/"),
    ("chat board", "demo-nurse", "/tyo/chat/"),
    ("messages", "demo-nurse", "/tyo/viestit/"),
    ("my matters", "demo-resident", "/omat/"),
    ("matter", "demo-resident", "first /omat/"),
    ("help", None, "/ohjeet/"),
    ("your rights", None, "/ohjeet/rights/"),
    ("help in Arabic", None, "/ohjeet/kieli/ar/"),
    ("call-back list", "demo-nurse", "/tyo/soittolista/"),
    ("call", "demo-nurse", "first /tyo/soittolista/"),
    ("walk-in queue", "demo-nurse", "/tyo/vuorot/"),
    ("write down a referral", "demo-nurse", "/tyo/lahete/"),
    ("call-backs", "demo-manager", "/johto/soitot/"),
    ("where one may be reached", "demo-resident", "/omat/yhteystavat/"),
    ("letters to post", "demo-operator", "/tyo/kirjeet/"),
    ("messages kept", "demo-operator", "/yllapito/lahetetyt/"),
    ("acting for another", "demo-resident", "/omat/puolesta/"),
    ("sign-ins", "demo-resident", "/omat/kirjautumiset/"),
    ("own data", "demo-resident", "/omat/tiedot/"),
    ("help side by side", "demo-nurse", "/tyo/auta/"),
    ("write down a right", "demo-nurse", "/tyo/oikeus/"),
    ("log a contact", "demo-nurse", "/tyo/kirjaa/"),
    ("worklist", "demo-nurse", "/tyo/"),
    ("case", "demo-nurse", "first /tyo/"),
    ("social worklist", "demo-social-worker", "/tyo/"),
    ("my caseload", "demo-nurse", "/tyo/kuorma/"),
    ("paths", "demo-nurse", "/tyo/polut/"),
    ("path", "demo-nurse", "/tyo/polut/physiotherapist_direct_access/"),
    ("reception model", "demo-nurse", "/tyo/polut/reception_nokia/"),
    ("service lists", "demo-nurse", "/tyo/palveluluettelot/"),
    ("new service list", "demo-nurse", "/tyo/palveluluettelot/uusi/"),
    ("content gaps", "demo-manager", "/tyo/puuttuva-sisalto/"),
    ("caseload", "demo-manager", "/tyo/kuorma/"),
    ("worklist offered", "demo-nurse", "/tyo/?shown=sent"),
    ("attention", "demo-manager", "/johto/huomio/"),
    ("access", "demo-manager", "/johto/saatavuus/"),
    ("units", "demo-manager", "/johto/yksikko/"),
    ("a unit", "demo-manager", "/johto/yksikko/health-station-837-1/"),
    ("saved views", "demo-manager", "/johto/nakymat/?indicator=t3"),
    ("a note on a chart", "demo-manager", "/johto/saatavuus/merkinta/"),
    ("wellbeing", "demo-manager", "/johto/hyvinvointi/"),
    ("indicator", "demo-manager", "/johto/mittari/access_doctor_7d/"),
    ("programme", "demo-programme", "/hanke/"),
    ("operator", "demo-operator", "/yllapito/"),
    ("access log", "demo-operator", "/yllapito/kayttoloki/"),
)
DARK = {"wellbeing", "front", "matter", "worklist", "case", "access", "programme", "public access"}


def _violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    return [f"{one['id']}: {one['help']} at {one['nodes'][0]['target']}" for one in found]


def _visit(page: Page, address: str) -> str:
    """Open the page, following the first link of a list where asked; gives the Finnish address."""
    if not address.startswith("first "):
        page.goto(address)
        return address
    root = address.removeprefix("first ")
    page.goto(root)
    pattern = re.compile(rf"^{re.escape(root.split('?')[0])}\d+/$")
    hrefs = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    found = next(href for href in hrefs if href and pattern.match(href.split("?")[0]))
    page.goto(found)
    return str(found)


def _twins(page: Page) -> dict[str, str]:
    links = page.locator('link[rel="alternate"][hreflang]')
    return {link.get_attribute("hreflang"): link.get_attribute("href") for link in links.all()}


def _look(page: Page, name: str, language: str, faults: list[str], refused: list[str]) -> None:
    where = f"{name} ({language})"
    if page.locator("h1").count() != 1:
        faults.append(f"{where}: {page.locator('h1').count()} h1")
    if page.locator("html").get_attribute("lang") != language:
        faults.append(f"{where}: lang is {page.locator('html').get_attribute('lang')}")
    heading = page.locator("h1").first.inner_text().strip()
    if not page.title().strip() or not heading:
        faults.append(f"{where}: no title or heading")
    faults += [f"{where}: {one}" for one in _violations(page)]
    page.set_viewport_size({"width": 360, "height": 800})
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        faults.append(f"{where}: {wider} px too wide at 360 px")
    if language == "fi":  # the narrow page's shape is the same in each language; its width was measured above
        faults += [f"{where} at 360 px: {one}" for one in _violations(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    faults += [f"{where}: {text}" for text in refused]
    refused.clear()


@pytest.mark.parametrize(("name", "account", "address"), PAGES, ids=[name for name, *_ in PAGES])
def test_page_is_accessible_in_three_languages(page, cookies_of, name, account, address):
    faults: list[str] = []
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("pageerror", lambda error: refused.append(f"script error: {error}"))
    if account:
        page.context.add_cookies(cookies_of(account))
    _visit(page, address)
    _look(page, name, "fi", faults, refused)
    twins = _twins(page)
    if name != "not found":
        for language in ("sv", "en"):
            page.goto(twins[language])
            assert f"/{language}/" in page.url, f"{name} has no twin in {language}: {twins[language]}"
            _look(page, name, language, faults, refused)
    if name in DARK:
        page.emulate_media(color_scheme="dark")
        _look(page, f"{name}, dark", "fi" if name == "not found" else "en", faults, refused)
    assert faults == []
