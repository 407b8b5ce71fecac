"""Server: the desk over HTTP on this computer alone.

In: a Desk and a token. Out: a Starlette application. Only a browser that was opened with the token may ask, only for
this host, and change something only from a page of this server: other programs' pages, and names that are led to this
address, are refused. What is sent is bounded in size and time before it is read.
"""

from __future__ import annotations

import asyncio
import hmac
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from responsibility.desk import former, papers, plans, returned, units
from responsibility.desk.office import Desk, StaleError
from responsibility.desk.records import TABLES, Settlement
from responsibility.desk.showing import show_line
from responsibility.errors import ResponsibilityError, SettingsError
from responsibility.render.page.face import read_asset
from responsibility.spans import Span
from responsibility.system.inputs import SourceFile
from responsibility.system.log import foresee
from responsibility.views.matters import TableLine

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

MOST_BYTES = 64 * 1024 * 1024  # of a file that is sent
MOST_JSON = 1024 * 1024
SECONDS = 60.0  # for what is sent to arrive
_PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
_ALONE = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# An output of ours is one file with its own script: it may run, but is nobody here, with no cookie and no network.
_OUTPUT = "sandbox allow-scripts allow-downloads allow-popups; default-src 'none'; script-src 'unsafe-inline'; "
_OUTPUT += "style-src 'unsafe-inline'; img-src data:; "
_HEADERS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
_SHARED = ("marking.js",)  # with the offline page
_STATIC = {
    "desk.js": "text/javascript", "marking.js": "text/javascript", "desk.css": "text/css", "desk.html": "text/html"
}  # fmt: skip

_NO_SIGNS = ("Cc", "Cs", "Zl", "Zp")  # controls, halves of a sign, ends of lines
_LONGEST = 500

Handler = Callable[[Request], Awaitable[Response]]


class Gate:
    """Lets a request through only from a browser that was opened with the token, for this host and from our page."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = frozenset((f"127.0.0.1:{port}", f"localhost:{port}"))
        self._cookie = f"desk-{port}"  # a browser keeps cookies by host alone, and two desks may be open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to whoever may not ask."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if not self._is_meant(request):
            await Response(status_code=403, headers=_HEADERS)(scope, receive, send)
        elif request.url.path == "/" and request.query_params.get("token"):
            await self._enter(request)(scope, receive, send)
        elif not self._is_ours(request.cookies.get(self._cookie, "")):
            await Response(status_code=403, headers=_HEADERS)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_meant(self, request: Request) -> bool:
        """Say whether a request is for this host, and from our page; what only looks may come from the address bar."""
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        site = request.headers.get("sec-fetch-site", "same-origin")
        if host not in self._hosts:
            return False
        if request.method in ("GET", "HEAD"):
            return origin in (None, f"http://{host}") and site in ("same-origin", "none")
        return origin == f"http://{host}" and site == "same-origin"

    def _is_ours(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self._token.encode())

    def _enter(self, request: Request) -> Response:
        """Turn the token of the address into a cookie, so that it stands in no history and no answer."""
        if not self._is_ours(request.query_params["token"]):
            return Response(status_code=403, headers=_HEADERS)
        answer = RedirectResponse("/", 303, headers=_HEADERS)
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return answer


def make_app(desk: Desk, token: str, port: int) -> ASGIApp:
    """Return the application. port: on which it will be reached."""
    refusals = dict.fromkeys((404, 405), _refuse_plainly)
    return Gate(Starlette(routes=_Routes(desk).list(), exception_handlers=refusals), port, token)


async def _refuse_plainly(_: Request, error: Exception) -> Response:
    return Response(status_code=getattr(error, "status_code", 500), headers=_HEADERS)


class Impatient(H11Protocol):
    """HTTP/1.1 for who asks in time: a connection on which no request has come by then is closed."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self.loop.call_later(SECONDS, self._give_up)

    def _give_up(self) -> None:
        begun: object = self.cycle
        if begun is None:  # what comes with a request is bounded by its own rules
            self.transport.close()


class _Routes:
    """What can be asked for. One request after the other works on the folders, but for verbs, which take long."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._lock = desk, Lock()

    def list(self) -> list[Route]:
        plan, get, post = "/api/plans/{plan}", ["GET"], ["POST"]
        return [
            Route("/", _static("desk.html"), methods=get),
            *(Route(f"/{name}", _static(name), methods=get) for name in _STATIC),
            Route("/api/words", self._do(self._words), methods=get),
            Route("/api/plans", self._do(lambda _: plans.list_plans(self._desk)), methods=get),
            Route("/api/plans", self._take(self._new_plan), methods=post),
            Route(plan, self._do(lambda q: self._desk.show(_plan(q))), methods=get),
            Route(f"{plan}/notice", self._take(self._new_notice), methods=post),
            Route(f"{plan}/former", self._do(lambda q: former.show_former(self._desk, _plan(q))), methods=get),
            Route(f"{plan}/preview", self._say(self._preview), methods=post),
            Route(f"{plan}/acts", self._say(self._act), methods=post),
            Route(f"{plan}/undo", self._say(self._undo), methods=post),
            Route(f"{plan}/redo", self._say(self._redo), methods=post),
            Route(f"{plan}/mark", self._say(self._mark), methods=post),
            Route(f"{plan}/units", self._do(lambda q: units.show_register(self._desk, _plan(q))), methods=get),
            Route(f"{plan}/units", self._say(self._units), methods=post),
            Route(f"{plan}/units/merge", self._say(self._merge), methods=post),
            Route(f"{plan}/units/list", self._take(self._list_of_units), methods=post),
            Route(f"{plan}/build", self._say(self._build, alone=False), methods=post),
            Route(f"{plan}/papers", self._do(lambda q: papers.list_papers(self._desk, _plan(q))), methods=get),
            Route(f"{plan}/returns", self._do(self._returns), methods=get),
            Route(f"{plan}/returns", self._take(self._new_return, alone=False), methods=post),
            Route(f"{plan}/returns/place", self._say(self._place, alone=False), methods=post),
            Route(f"{plan}/returns/undo", self._say(self._take_back, alone=False), methods=post),
            Route(f"{plan}/remind", self._say(self._remind, alone=False), methods=post),
            Route("/files/{plan}/{name:path}", self._file, methods=get),
        ]

    def _do(self, work: Callable[[Request], object]) -> Handler:
        """Answer with what work returns, in a thread of its own."""

        async def answer(request: Request) -> Response:
            return await self._answer(lambda: work(request))

        return answer

    def _say(self, work: Callable[[Request, Mapping[str, Any]], object], *, alone: bool = True) -> Handler:
        """Answer to a JSON object."""

        async def answer(request: Request) -> Response:
            data = await _receive(request, MOST_JSON)
            if isinstance(data, Response):
                return data
            said = _parse(data)
            if said is None:
                return Response(status_code=400, headers=_HEADERS)
            return await self._answer(lambda: work(request, said), alone=alone)

        return answer

    def _take(self, work: Callable[[Request, str, bytes], object], *, alone: bool = True) -> Handler:
        """Answer to a file, its name in the query."""

        async def answer(request: Request) -> Response:
            data = await _receive(request, MOST_BYTES)
            if isinstance(data, Response):
                return data
            name = request.query_params.get("name", "")[:200]
            return await self._answer(lambda: work(request, name, data), alone=alone)

        return answer

    async def _answer(self, work: Callable[[], object], *, alone: bool = True) -> Response:
        def run() -> Response:
            with self._lock if alone else nullcontext():
                try:
                    return JSONResponse(work(), headers=_HEADERS)
                except StaleError as error:
                    return self._refuse(error, 409)
                except Exception as error:  # nothing that one request meets may end the desk
                    return self._refuse(foresee(error, "desk"), 422)

        return await run_in_threadpool(run)

    def _refuse(self, error: ResponsibilityError, status: int) -> Response:
        return JSONResponse({"error": self._desk.tell(error)}, status, headers=_HEADERS)

    async def _file(self, request: Request) -> Response:
        """Answer with an output: as it is, or with ?as= as PDF or as a picture of its first page."""

        def run() -> Response:
            make = {"pdf": papers.print_paper, "png": papers.picture_paper}.get(request.query_params.get("as", ""))
            if make is not None:  # which may take long, and keeps nobody waiting
                return self._made(request, make)
            with self._lock:
                try:
                    data, kind = papers.read_paper(self._desk, _plan(request), request.path_params["name"])
                except ResponsibilityError as error:
                    return self._refuse(error, 404)
            inline = kind.startswith(("text/html", "application/pdf", "image/"))
            headers = {**_HEADERS, "Content-Disposition": "inline" if inline else "attachment"}
            if kind != "application/pdf":  # which has no scripts, and no browser shows it in a sandbox
                headers["Content-Security-Policy"] = _OUTPUT + _ALONE
            return Response(data, media_type=kind, headers=headers)

        return await run_in_threadpool(run)

    def _made(self, request: Request, make: Callable[[Desk, str, str], bytes]) -> Response:
        try:
            data = make(self._desk, _plan(request), request.path_params["name"])
        except Exception as error:  # as for every answer
            return self._refuse(foresee(error, "desk"), 404)
        kind = "application/pdf" if make is papers.print_paper else "image/png"
        return Response(data, media_type=kind, headers=_HEADERS)

    def _words(self, request: Request) -> dict[str, str]:
        """Return the words of the screens; with ?plan= as that plan speaks: one of problems has problems, no tasks."""
        plan = request.query_params.get("plan", "")
        say = self._desk.scene(plan)[0].say if plan else self._desk.words
        own = {key.removeprefix("desk.ui."): say(key) for key in say.keys if key.startswith("desk.ui.")}
        return own | {"language": self._desk.language}

    def _new_plan(self, _: Request, name: str, data: bytes) -> object:
        return {"id": plans.take_notice(self._desk, name, data)}

    def _new_notice(self, request: Request, name: str, data: bytes) -> object:
        return plans.replace_notice(self._desk, _plan(request), name, data)

    def _preview(self, request: Request, said: Mapping[str, Any]) -> object:
        return self._desk.preview(_plan(request), _lines(said))

    def _act(self, request: Request, said: Mapping[str, Any]) -> object:
        version, question, words, reason, by = (
            _text(said, name) for name in ("version", "question", "words", "reason", "by")
        )
        return self._desk.act(_plan(request), version, Settlement(question, words, _lines(said)), reason, by)

    def _undo(self, request: Request, said: Mapping[str, Any]) -> object:
        return self._desk.undo(_plan(request), _text(said, "version"), _text(said, "by"), _number(said))

    def _redo(self, request: Request, said: Mapping[str, Any]) -> object:
        return self._desk.redo(_plan(request), _text(said, "version"), _text(said, "by"), _number(said))

    def _mark(self, request: Request, said: Mapping[str, Any]) -> object:
        start, end = (said.get(name) for name in ("start", "end"))
        if not isinstance(start, int) or not isinstance(end, int):
            raise SettingsError("WORDS_IN_NO_TASK")
        meaning, unit, typed = (_text(said, name) for name in ("meaning", "unit", "typed"))
        lines = self._desk.mark(_plan(request), Span(start, end), meaning, unit, typed)
        shown = [show_line(line) for line in lines]
        return {"lines": shown, "effect": self._desk.preview(_plan(request), lines)}

    def _units(self, request: Request, said: Mapping[str, Any]) -> object:
        return units.change_unit(self._desk, _plan(request), _text(said, "version"), _change(said))

    def _merge(self, request: Request, said: Mapping[str, Any]) -> object:
        return units.preview_merge(self._desk, _plan(request), _change(said))

    def _list_of_units(self, request: Request, name: str, data: bytes) -> object:
        version, by = (request.query_params.get(key, "") for key in ("version", "by"))
        return units.take_list(self._desk, _plan(request), version, SourceFile(_clean(name), data), _clean(by))

    def _build(self, request: Request, _: Mapping[str, Any]) -> object:
        return papers.build_plan(self._desk, _plan(request))

    def _returns(self, request: Request) -> object:
        return returned.show_returns(self._desk, _plan(request), request.query_params.get("period", ""))

    def _new_return(self, request: Request, name: str, data: bytes) -> object:
        period = request.query_params.get("period", "")
        more = bool(request.query_params.get("more"))
        done = returned.take_returns(self._desk, _plan(request), period, name, data, more=more)
        return {**done, **returned.show_returns(self._desk, _plan(request), period)}

    def _place(self, request: Request, said: Mapping[str, Any]) -> object:
        period, plan = _text(said, "period"), _plan(request)
        word = returned.Destination(*(_text(said, name) for name in ("file", "place", "item", "unit", "reason", "by")))
        done = returned.place_row(self._desk, plan, _text(said, "version"), period, word)
        return {**done, **returned.show_returns(self._desk, plan, period)}

    def _take_back(self, request: Request, said: Mapping[str, Any]) -> object:
        period, plan = _text(said, "period"), _plan(request)
        done = returned.take_back(self._desk, plan, _text(said, "version"), period, _text(said, "by"))
        return {**done, **returned.show_returns(self._desk, plan, period)}

    def _remind(self, request: Request, said: Mapping[str, Any]) -> object:
        done = returned.remind_units(self._desk, _plan(request), _text(said, "period"))
        return {**done, **returned.show_returns(self._desk, _plan(request), _text(said, "period"))}


def _static(name: str) -> Handler:
    if name in _SHARED:
        data = read_asset(name).encode()
    else:
        data = files("responsibility.desk").joinpath("static", name).read_bytes()
    headers = {**_HEADERS, "Content-Security-Policy": _PAGE + _ALONE}

    async def answer(_: Request) -> Response:
        return Response(data, media_type=f"{_STATIC[name]}; charset=utf-8", headers=headers)

    return answer


async def _receive(request: Request, most: int) -> bytes | Response:
    """Return what is sent, or why not: too much, or too slow."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > most:
        return Response(status_code=413, headers={**_HEADERS, "Connection": "close"})
    pieces, size = [], 0
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    return Response(status_code=413, headers={**_HEADERS, "Connection": "close"})
                pieces.append(piece)
    except TimeoutError:
        return Response(status_code=408, headers={**_HEADERS, "Connection": "close"})
    except ClientDisconnect:
        return Response(status_code=400, headers=_HEADERS)
    return b"".join(pieces)


def _parse(data: bytes) -> Mapping[str, Any] | None:
    import json

    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _plan(request: Request) -> str:
    return str(request.path_params["plan"])


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    return _clean(value) if isinstance(value, str) else ""


def _number(said: Mapping[str, Any]) -> int:
    number = said.get("number")
    return number if isinstance(number, int) else 0


def _change(said: Mapping[str, Any]) -> units.Change:
    given = said.get("values")
    values = {str(name): _clean(str(value)) for name, value in given.items()} if isinstance(given, dict) else {}
    return units.Change(_text(said, "act"), values, _text(said, "by"))


def _lines(said: Mapping[str, Any]) -> tuple[TableLine, ...]:
    """Return the lines that a page asks to write: of the tables that the desk keeps, and their own columns."""
    lines = []
    listed = said.get("lines")
    for each in listed if isinstance(listed, list) else ():
        table = TABLES.get(str(each.get("file"))) if isinstance(each, dict) else None
        values = each.get("values") if table else None
        if table is None or not isinstance(values, dict) or not set(values) <= set(table.columns):
            raise SettingsError("NO_SUCH_LINE")
        cells = {str(name): _clean(str(value)) for name, value in values.items()}
        lines.append(TableLine(table.name, cells, drop=each.get("drop") is True))
    return tuple(lines)


def _clean(value: str) -> str:
    """Return words as a cell takes them, signs that no file holds left out; a name stays as the notice prints it."""
    shown = "".join(" " if unicodedata.category(sign) in _NO_SIGNS else sign for sign in value)
    return shown.strip()[:_LONGEST]
