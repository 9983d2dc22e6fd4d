"""What is said to a browser through two pipes: JSON objects, each ended by a zero byte 「浏览器指令」.

Notes
-----
The DevTools protocol over ``--remote-debugging-pipe``: no port is opened, so nobody else can reach the browser.
"""

from __future__ import annotations

import json
import os
import select
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from diagnostics.errors import SurroundingsError

_CHUNK = 1 << 16
# More than any page of ours gives; beyond it something is wrong.
_MOST_BYTES = 400_000_000


class Browser:
    """A browser at the other end of two pipes 「浏览器会话」.

    Parameters
    ----------
    reading, writing : int
        File descriptors of the pipes.
    until : float
        Moment of the monotonic clock at which patience ends.
    """

    def __init__(self, reading: int, writing: int, until: float) -> None:
        self._reading, self._writing, self._until = reading, writing, until
        self._number, self._session = 0, ""
        self._read = b""
        self._events: list[dict[str, Any]] = []

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """Answer to an order 「发指令」.

        Raises
        ------
        SurroundingsError
            When the browser refuses it, is gone, or time is up.
        """
        self._number += 1
        order = {"id": self._number, "method": method, "params": values}
        if self._session and not method.startswith(("Target.", "Browser.")):
            order["sessionId"] = self._session
        self._write(json.dumps(order).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") != self._number:
                self._events.append(told)
            elif "error" in told:
                raise SurroundingsError(f"Chromium refused {method}: {told['error'].get('message', '')}.")
            else:
                result: dict[str, Any] = told["result"]
                return result

    def wait(self, event: str) -> None:
        """Wait until something happened, or go on where it has 「等待事件」."""
        while not any(each.get("method") == event for each in self._events):
            self._events.append(self._next())

    def open(self, page: Path, width: int, height: int, scale: float) -> None:
        """Open a page in a window of its own, light, and wait for it and its fonts 「打开页面」.

        Parameters
        ----------
        page : Path
            Rendered page.
        width, height : int
            Of the window in CSS pixels.
        scale : float
            Pixels of a picture to one of these.
        """
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")
        light = [{"name": "prefers-color-scheme", "value": "light"}]
        self.ask("Emulation.setEmulatedMedia", media="", features=light)
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )
        self._events.clear()
        found = self.ask("Page.navigate", url=page.resolve().as_uri())
        if found.get("errorText"):
            raise SurroundingsError(f"Chromium can't open {page.name}: {found['errorText']}.")
        self.wait("Page.loadEventFired")
        self.value("document.fonts.ready.then(() => true)")

    def value(self, expression: str) -> Any:
        """What an expression of ours comes to in the page, which runs no script itself 「取页面值」."""
        told = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            raise SurroundingsError(f"Chromium could not look at the page: {told['exceptionDetails'].get('text', '')}.")
        return told["result"].get("value")

    def close(self) -> None:
        """Ask the browser to end; one that is gone before it answers did so 「关闭」."""
        with suppress(SurroundingsError):
            self.ask("Browser.close")

    def _write(self, told: bytes) -> None:
        try:
            while told:
                told = told[os.write(self._writing, told) :]
        except OSError as error:
            raise SurroundingsError("Chromium ended before the page was done.") from error

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._read:
            left = self._until - time.monotonic()
            if left <= 0 or not select.select([self._reading], [], [], left)[0]:
                raise SurroundingsError("Chromium took too long over a page, and was ended.")
            chunk = os.read(self._reading, _CHUNK)
            if not chunk or len(self._read) > _MOST_BYTES:
                raise SurroundingsError("Chromium ended before the page was done.")
            self._read += chunk
        told, _, self._read = self._read.partition(b"\0")
        found: dict[str, Any] = json.loads(told)
        return found
