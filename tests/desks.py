"""Desks: a desk over a small folder, asked over a real socket."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

from responsibility.desk.office import Desk
from responsibility.desk.server import Impatient, make_app

TOKEN = "0123456789abcdef"
DAY = date(2026, 3, 2)
NOTICE = """甲市2026年工作要点
一、重点任务
1.推进绿色改造。完成改造20家。(责任单位:市经信局、市科技局)
2.推进河道治理。2026年6月底前完成治理5公里。(责任单位:市水务保障中心)
3.推进宣传。(牵头单位:市教育局;配合单位:市科技局)
"""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        """What it says."""
        return json.loads(self.data)


@dataclass(frozen=True)
class Opened:
    """A desk that listens. cookie: that of a browser which was opened with the token."""

    desk: Desk
    port: int
    cookie: str

    def ask(self, method: str, path: str, said: object = None, data: bytes = b"", **headers: str) -> Answer:
        """Ask as the desk's own page asks; a header given takes the place of its own, "" leaves it out."""
        body = json.dumps(said).encode() if said is not None else data
        own = {
            "Host": f"127.0.0.1:{self.port}",
            "Origin": f"http://127.0.0.1:{self.port}" if method == "POST" else "",
            "Cookie": self.cookie,
            "Sec-Fetch-Site": "same-origin",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        return send(self.port, method, path, {name: value for name, value in own.items() if value}, body)

    def show(self) -> Any:
        """Return the plan as the settling screen gets it."""
        return self.ask("GET", "/api/plans/p").json

    def act(self, question: Any, choice: int = 0, **said: object) -> Answer:
        """Settle a question by one of its choices."""
        meant = question["choices"][choice]
        told = {"version": self.show()["version"], "question": question["id"], "words": meant["words"]}
        told |= {"lines": meant["lines"], "reason": meant["reason"] or "电话核实", "by": "张三"}
        return self.ask("POST", "/api/plans/p/acts", {**told, **said})

    def undo(self) -> Answer:
        """Take the latest act back."""
        return self.ask("POST", "/api/plans/p/undo", {"version": self.show()["version"], "by": "张三"})


def send(port: int, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
    """Send one request as it is; nothing is added but its length."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.putrequest(method, quote(path, safe="/?=&%"), skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if "Content-Length" not in headers:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        got = connection.getresponse()
        return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
    finally:
        connection.close()


def write_folder(root: Path, notice: str = NOTICE) -> Path:
    """Write a matrix folder with one plan, p."""
    (root / "plans/p").mkdir(parents=True)
    (root / "plans/p/notice.txt").write_text(notice, "utf-8")
    return root


def desk_of(root: Path) -> Desk:
    """A desk that reads in this process, on one and the same day."""
    desk = Desk(root, root.parent / "output", "zh", lambda: DAY)
    desk.guard = None
    return desk


@contextmanager
def open_desk(desk: Desk) -> Iterator[Opened]:
    """Serve a desk until the end of the block."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_app(desk, TOKEN, port), http=Impatient, log_config=None, lifespan="off")
    )
    thread = Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        entered = send(port, "GET", f"/?token={TOKEN}", {"Host": f"127.0.0.1:{port}"})
        yield Opened(desk, port, entered.headers["set-cookie"].partition(";")[0])
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
