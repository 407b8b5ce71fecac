"""Chromium: a headless browser driven over its DevTools pipe, with the network refused; no package needed."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome") or ""
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # a desk of the tests' own at most
)


_SILENCE = 180.0  # seconds that a browser may say nothing


class BrowserError(Exception):
    """An error in the page or in the protocol."""


class Browser:
    """One page in one browser. Use as a context manager."""

    def __init__(self) -> None:
        self._profile = tempfile.mkdtemp(prefix="chromium-")
        read_by_browser, self._out = os.pipe()
        self._in, written_by_browser = os.pipe()

        # The browser reads descriptor 3 and writes 4; a shell moves ours there, clear of each other first.
        moves = f"exec 8<&{read_by_browser} 9>&{written_by_browser}; exec 3<&8 4>&9 8<&- 9>&-"
        self._process = subprocess.Popen(
            [
                "bash",
                "-c",
                f'{moves}; exec "$0" "$@"',
                PROGRAM,
                *_FLAGS,
                f"--user-data-dir={self._profile}",
                "about:blank",
            ],
            pass_fds=(read_by_browser, written_by_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(read_by_browser)
        os.close(written_by_browser)
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.getTargets")["targetInfos"]
        page = next(each for each in target if each["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(OSError, BrowserError):
            self._session = ""
            self.call("Browser.close")
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        if self._process.poll() is None:
            self._process.kill()
        os.close(self._in)
        os.close(self._out)
        shutil.rmtree(self._profile, ignore_errors=True)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], _SILENCE)
            piece = os.read(self._in, 1 << 16) if ready else b""
            if not piece:
                raise BrowserError("the browser has gone")
            self._buffer += piece
        message, _, self._buffer = self._buffer.partition(b"\0")
        received: dict[str, Any] = json.loads(message)
        return received

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """Send one command and wait for its answer; what happens meanwhile is kept in events."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            received = self._receive()
            if received.get("id") == self._number:
                if "error" in received:
                    raise BrowserError(f"{method}: {received['error']}")
                answer: dict[str, Any] = received["result"]
                return answer
            self.events.append(received)

    def open(self, path: Path, scripts: bool = True, width: int = 1366, height: int = 768) -> None:
        """Show a file in a window of that size and wait until it has loaded."""
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.visit(path.resolve().as_uri(), width, height)

    def visit(self, url: str, width: int = 1366, height: int = 768) -> None:
        """Show an address in a window of that size and wait until it has loaded."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.events.clear()
        self.call("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._receive())

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press and release keys such as "Tab", "Enter", "ArrowDown", "Alt+ArrowDown", "Shift+Tab"."""
        codes = {
            "Tab": 9,
            "Enter": 13,
            "Escape": 27,
            "ArrowLeft": 37,
            "ArrowUp": 38,
            "ArrowRight": 39,
            "ArrowDown": 40,
            "F6": 117,
        }
        held = {"Alt": 1, "Ctrl": 2, "Shift": 8}
        for each in keys:
            *modifiers, key = each.split("+")
            text = {"text": "\r" if key == "Enter" else key} if key == "Enter" or len(key) == 1 else {}
            if "Ctrl" in modifiers:
                text = {}
            same = {"key": key, "code": key, "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper()))}
            same["modifiers"] = sum(held[name] for name in modifiers)
            self.call("Input.dispatchKeyEvent", type="keyDown", **same, **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", **same)

    def reach(self, script: str, key: str = "Tab", most: int = 80) -> int:
        """Press a key until what has the focus (e) is meant; returns the strokes. What is reached shows its focus."""
        for strokes in range(1, most + 1):
            self.press(key)
            if self.run(f"(e => Boolean({script}))(document.activeElement)"):
                seen = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                if not self.run(seen):
                    raise BrowserError(f"no focus is seen at {script}")
                return strokes
        raise BrowserError(f"not reached by {most} strokes: {script}")

    def choose(self, *paths: Path) -> None:
        """Press Enter on what has the focus, and choose files in the dialog that this opens."""
        self.call("Page.setInterceptFileChooserDialog", enabled=True)
        self.press("Enter")
        for _ in range(200):
            opened = [each for each in self.events if each.get("method") == "Page.fileChooserOpened"]
            if opened:
                self.events.remove(opened[0])
                node = opened[0]["params"]["backendNodeId"]
                self.call("DOM.setFileInputFiles", backendNodeId=node, files=[str(path.resolve()) for path in paths])
                return
            self.wait("true", 1)
        raise BrowserError("no dialog of files was opened")

    def click(self, selector: str) -> None:
        """Click the middle of the first element that a selector finds."""
        box = self.run(
            f"(function(){{var e=document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block:'center',inline:'center'});var b=e.getBoundingClientRect();"
            "return [b.left+b.width/2,b.top+b.height/2]}())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def type(self, words: str) -> None:
        """Type words where the cursor is, as an input method does."""
        self.call("Input.insertText", text=words)

    def give(self, selector: str, *paths: Path) -> None:
        """Choose files in a file field, as a person does by dropping them or in the dialog."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path.resolve()) for path in paths])

    def wait(self, script: str, seconds: float = 30.0) -> Any:
        """Return the value of an expression as soon as it is true. Raises BrowserError if it stays false."""
        return self.run(
            f"new Promise(function(yes,no){{var n=0;(function look(){{var v=({script});if(v)yes(v);"
            f"else if(++n>{int(seconds * 20)})no(new Error({json.dumps(script)}));else setTimeout(look,50)}})()}})"
        )

    def picture(self, path: Path, whole: bool = False) -> None:
        """Save what is seen, or the whole page, as PNG."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))

    def print(self, path: Path) -> None:
        """Print to PDF with the page's own paper."""
        data = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"]
        path.write_bytes(base64.b64decode(data))

    def complaints(self) -> list[str]:
        """What the page's scripts, policy or loading complained of, and every request that left the file."""
        heard = []
        for event in self.events:
            params = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                heard.append(json.dumps(params["exceptionDetails"], ensure_ascii=False))
            elif event.get("method") == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                heard.append(params["entry"]["text"])
            elif event.get("method") == "Network.requestWillBeSent":
                url = params["request"]["url"]
                if not url.startswith(("file:", "data:", "blob:")):
                    heard.append(url)
        return heard
