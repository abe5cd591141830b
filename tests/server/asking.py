"""Asks an application as a browser would, without a network."""

import asyncio

import httpx

from briefbook.server.access import Access

TOKEN = "thekeyofthisrunofthetests"
"""The secret with which the person at this machine opens the desk."""

HERE = Access(token=TOKEN, metrics_token=TOKEN, hosts=frozenset({"localhost", "127.0.0.1"}))
"""A server for this machine alone."""


class Client:
    """Keeps cookies; ``address`` is where it says it comes from."""

    def __init__(self, app, *, address="127.0.0.1"):
        self.app, self.address = app, address
        self.cookies = httpx.Cookies()

    def at_the_desk(self):
        """The same, after following the link that was printed in the terminal."""
        assert self.get(f"/desk?token={TOKEN}").headers["location"].endswith("/desk")
        return self

    def get(self, url, **more):
        return self.ask("GET", url, **more)

    def post(self, url, **more):
        return self.ask("POST", url, **more)

    def ask(self, method, url, **more):
        async def go():
            transport = httpx.ASGITransport(self.app, client=(self.address, 5000))
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost", cookies=self.cookies) as one:
                answer = await one.request(method, url, **more)
                self.cookies = httpx.Cookies(one.cookies)
                return answer

        return asyncio.run(go())
