"""Asks an application as a browser would, without a network."""

import asyncio

import httpx


class Client:
    """Keeps cookies; ``address`` is where it says it comes from."""

    def __init__(self, app, *, address="127.0.0.1"):
        self.app, self.address = app, address
        self.cookies = httpx.Cookies()

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
