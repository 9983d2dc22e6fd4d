"""A client of a kernel that waits no longer than it must until the kernel is ready 「内核客户端」."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient

_LOOK_SECONDS = 1.0
_SILENCE_SECONDS = 0.2


class PromptClient(AsyncKernelClient):  # type: ignore[misc]  # jupyter_client bears no types
    """Knows by the kernel's last word that it is ready, where the stock client waits for silence 「内核客户端」."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and what it publishes arrives here 「等待就绪」.

        Raises
        ------
        RuntimeError
            When the kernel dies before, or so many seconds go by.
        """
        until = float("inf") if timeout is None else time.monotonic() + timeout
        while True:
            asked = self.kernel_info()
            if await self._answered(asked) and await self._heard_idle(asked):
                return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answered(self, asked: str) -> bool:
        """Whether the last request is answered; so are all before it then."""
        until = time.monotonic() + _LOOK_SECONDS
        while (left := until - time.monotonic()) > 0:
            try:
                told: dict[str, Any] = await self.shell_channel.get_msg(timeout=left)
            except Empty:
                break
            if told["msg_type"] == "kernel_info_reply" and told["parent_header"].get("msg_id") == asked:
                self._handle_kernel_info_reply(told)
                return True
        return False

    async def _heard_idle(self, asked: str) -> bool:
        """Whether the last word on a request came here; it is lost where the channel was not connected yet."""
        while True:
            try:
                told = await self.iopub_channel.get_msg(timeout=_SILENCE_SECONDS)
            except Empty:
                return False
            state = told["content"].get("execution_state")
            if told["parent_header"].get("msg_id") == asked and state == "idle":
                return True
