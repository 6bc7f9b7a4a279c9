"""A headless Chromium for tests, driven over its DevTools protocol: enough to look at a page.

Needs no driver and no package of its own: the protocol is JSON over a WebSocket, and the
`websockets` library comes with the mock's extra.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import threading
from contextlib import ExitStack
from pathlib import Path

import httpx
from websockets.sync.client import connect

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
HOW = "no Chromium on this machine; `apt-get install chromium` has one (Debian, Ubuntu)"
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
)


def find():
    """The path of a Chromium; None if there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One tab. `requests` are the addresses that it asked for, `problems` what went wrong."""

    def __init__(self, address):
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(address, max_size=None))
        self._number = 0
        self.requests = []
        self.problems = []

    def close(self):
        # A tab that stays open keeps its connections: a browser has six for one server.
        self._call("Page.close")
        self._open.close()

    def _call(self, method, **params):
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=30))
            if message.get("id") == self._number:
                assert "error" not in message, message
                return message["result"]
            self._note(message)

    def _note(self, message):
        params = message.get("params", {})
        match message["method"]:
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Runtime.exceptionThrown":
                self.problems.append(params["exceptionDetails"])

    def open(self, url, *, dark=False, size=(1400, 1000)):
        for domain in ("Page", "Runtime", "Network"):
            self._call(f"{domain}.enable")
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[scheme])
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=False,
        )
        self._call("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script):
        """The value of a JavaScript expression, or of the promise that it is."""
        result = self._call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def until(self, condition, seconds=60):
        """Wait in the page until a JavaScript expression holds."""
        script = f"""new Promise((resolve) => {{
            const end = performance.now() + {seconds * 1000};
            const look = () => {{
                let held = false;
                try {{ held = Boolean({condition}); }} catch {{}}
                if (held || performance.now() > end) resolve(held);
                else setTimeout(look, 20);
            }};
            look();
        }})"""
        for _ in range(3):
            # A page that is just replaced takes its promises with it.
            try:
                held = self.run(script)
                break
            except AssertionError:
                continue
        else:
            held = False
        assert held, f"never came: {condition}"

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)}).textContent")

    def click(self, selector):
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector, value):
        chosen = json.dumps(selector)
        self.run(
            f"(() => {{ const it = document.querySelector({chosen});"
            f" it.value = {json.dumps(value)};"
            " it.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )

    def screenshot(self, path):
        data = self._call("Page.captureScreenshot", format="png")["data"]
        Path(path).write_bytes(base64.b64decode(data))


class Browser:
    """A running Chromium with a profile of its own."""

    def __init__(self, folder):
        self._process = subprocess.Popen(
            [find(), *_FLAGS, f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._address = self._listening()
        # Whatever it says later is read away, or it would wait for a reader.
        self._reader = threading.Thread(target=self._process.stderr.read, daemon=True)
        self._reader.start()

    def _listening(self):
        for line in self._process.stderr:
            _, found, address = line.partition("DevTools listening on ws://")
            if found:
                return address.partition("/")[0]
        raise RuntimeError(f"Chromium ended with {self._process.wait()}")

    def page(self):
        made = httpx.put(f"http://{self._address}/json/new?about:blank").json()
        return Page(made["webSocketDebuggerUrl"])

    def close(self):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(10)
        self._process.stderr.close()
