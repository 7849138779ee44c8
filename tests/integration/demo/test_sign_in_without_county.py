"""Before a county has been invented the practice sign-in has nobody to offer, and says what to do."""

from __future__ import annotations

from django.test import Client


def test_without_a_county_the_page_says_what_to_do(db, client: Client):
    text = client.get("/en/sign-in/practice/").content.decode()
    assert "ovi demo" in text
    assert client.post("/en/sign-in/practice/", {"account": "demo-nurse"}).status_code >= 400
