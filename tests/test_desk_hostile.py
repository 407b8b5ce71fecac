"""The desk asked by those who should not ask: other pages, other names, too much, too slow, two at once, cut short."""

from __future__ import annotations

import csv
import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from desks import TOKEN, Opened, desk_of, open_desk, send, write_folder
from responsibility.desk import server
from responsibility.system.together import hold_folder
from sources import zip_of

pytestmark = pytest.mark.slow

FAILED = "程序出错"  # what is said of an error that nobody foresaw


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "matrix")


@pytest.fixture
def desk(root: Path) -> Iterator[Opened]:
    with open_desk(desk_of(root)) as opened:
        yield opened


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A desk at which nothing that is asked changes anything."""
    with open_desk(desk_of(write_folder(tmp_path_factory.mktemp("calm") / "matrix"))) as opened:
        yield opened
        assert set(held(opened.desk.root)) == {"plans/p/notice.txt"}


def held(root: Path) -> dict[str, bytes]:
    """What stands in the folder, but for locks."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def question(desk: Opened, begin: str) -> Any:
    return next(each for each in desk.show()["questions"] if each["id"].startswith(begin))


# ---- who may ask


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"])
@pytest.mark.parametrize("path", ["/", "/desk.js", "/api/plans", f"/?token={TOKEN}"])
def test_a_name_that_was_led_to_this_address_gets_nothing(calm, host, path):
    """DNS rebinding: the browser asks us, but for another's name."""
    answer = calm.ask("GET", path, Host=host.format(port=calm.port))
    assert (answer.status, answer.data) == (403, b"")


def test_two_hosts_in_one_request_are_refused(calm):
    """One program would look at the first, another at the last."""
    connection = socket.create_connection(("127.0.0.1", calm.port))
    ours = f"Host: 127.0.0.1:{calm.port}\r\n"
    connection.sendall(f"GET / HTTP/1.1\r\n{ours}Host: evil.example\r\nCookie: {calm.cookie}\r\n\r\n".encode())
    assert connection.recv(100).split()[1] == b"400"
    connection.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:{port}.evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Cookie": ""},
        {"Cookie": "desk-{port}=guessed"},
        {"Cookie": "desk={token}"},
    ],
    ids=lambda each: " ".join(f"{name}={value}" for name, value in each.items()),
)
def test_only_a_page_of_the_desk_changes_anything(calm, headers):
    """Another page's form has another origin, or none; another program on this computer has no cookie."""
    before, asked = held(calm.desk.root), question(calm, "register")
    told = {name: value.format(port=calm.port, token=TOKEN) for name, value in headers.items()}
    said = {"version": calm.show()["version"], "lines": asked["choices"][0]["lines"], "reason": "x"}
    answer = calm.ask("POST", "/api/plans/p/acts", said, **told)
    assert (answer.status, answer.data) == (403, b"")
    assert held(calm.desk.root) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Cookie": ""},
        {"Cookie": "desk-{port}=\u00e9"},
    ],
    ids=repr,
)
def test_nobody_else_reads_anything(calm, headers):
    """A page of another server on this computer is of the same site to a browser, and still not ours."""
    told = {name: value.format(port=calm.port).encode().decode("latin-1") for name, value in headers.items()}
    assert calm.ask("GET", "/api/plans", **told).status == 403


def test_a_wrong_token_opens_nothing(calm):
    """Nor does the right one in another letter case, or with something behind it."""
    for token in ("x", "", TOKEN.upper(), TOKEN + "0", "%ed%a0%80"):
        answer = send(calm.port, "GET", f"/?token={token}", {"Host": f"127.0.0.1:{calm.port}"})
        assert answer.status == 403
        assert "set-cookie" not in answer.headers


def test_the_token_becomes_a_strict_cookie_and_stands_in_no_answer(calm):
    """Scripts cannot read it, other sites cannot send it, and a second desk on another port has its own."""
    answer = send(calm.port, "GET", f"/?token={TOKEN}", {"Host": f"127.0.0.1:{calm.port}"})
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"desk-{calm.port}=")
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
    for path in ("/", "/desk.js", "/desk.css", "/api/words", "/api/plans", "/api/plans/p"):
        assert TOKEN.encode() not in calm.ask("GET", path).data


@pytest.mark.parametrize("path", ["/", "/desk.js", "/api/plans", "/nothing", "/api/plans/p/acts", "/files/p/x"])
def test_no_answer_may_be_kept_sniffed_or_framed(calm, path):
    """What is not there is told as plainly as what is."""
    headers = calm.ask("GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_the_page_allows_no_script_but_its_own(calm):
    """Nothing inline, nothing from elsewhere, in nobody's frame."""
    rules = calm.ask("GET", "/").headers["content-security-policy"]
    assert "default-src 'none'" in rules
    assert "frame-ancestors 'none'" in rules
    assert "unsafe" not in rules


# ---- what may be asked for


@pytest.mark.parametrize(
    "path",
    [
        "/api/plans/..",
        "/api/plans/%2e%2e",
        "/api/plans/..%5c..%5cplans%5cp",
        "/api/plans/p%00",
        "/api/plans/nosuch",
        "/api/plans/.lock",
        "/files/p/%2e%2e/%2e%2e/matrix/plans/p/notice.txt",
        "/files/%2e%2e/plans/p/notice.txt",
        "/files/p//etc/passwd",
        "/files/p/..%5c..%5cmatrix%5cplans%5cp%5cnotice.txt",
        "/files/p/manifest.json%00.html",
        "/desk.py",
        "/static/desk.js",
        "/%2e%2e/server.py",
    ],
)
def test_no_path_leads_out_of_the_folders(calm, path):
    """What is not among the plans or their outputs is not there, in plain words; nothing is listed."""
    answer = calm.ask("GET", path)
    assert answer.status in (404, 422)
    assert "推进" not in answer.data.decode()
    assert FAILED not in answer.data.decode()


@pytest.mark.parametrize("name", ["../../evil.txt", "..\\evil.txt", "C:\\evil.txt", "/etc/evil.txt", "con.txt", ".txt"])
def test_a_notice_is_kept_in_a_folder_of_its_own_whatever_its_name(desk, root, name):
    """The name that a browser sends is anybody's."""
    before = set(held(root.parent))
    answer = desk.ask("POST", f"/api/plans?name={name}", data="乙市要点\n1.做事。(责任单位:市教育局)".encode())
    assert answer.status == 200
    assert set(held(root.parent)) - before == {f"matrix/plans/{answer.json['id']}/notice.txt"}


@pytest.mark.parametrize("name", ["a", "a.", "a.exe!", "a.docx\x00", "a.verylong", ""])
def test_a_file_without_an_ending_is_refused(calm, name):
    """Nobody could open it again."""
    before = held(calm.desk.root)
    assert calm.ask("POST", f"/api/plans?name={name}", data=b"1.x").status == 422
    assert held(calm.desk.root) == before


@pytest.mark.parametrize(
    "title", ["../../乙市要点", "portfolio", "CON", "乙市/要点", "P", "乙市\u202e要点", "-乙市要点"]
)
def test_a_title_never_names_a_folder_elsewhere(desk, root, title):
    """Whatever a notice is called, its folder lies among the plans and takes nobody's place."""
    before = held(root)
    answer = desk.ask("POST", "/api/plans?name=a.txt", data=f"{title}\n1.做事。(责任单位:市教育局)".encode())
    assert answer.status == 200
    assert held(root).items() >= before.items()
    assert desk.ask("GET", f"/api/plans/{answer.json['id']}").status == 200


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"lines": 5}',
        b'{"lines": [5]}',
        b'{"lines": [{"file": ["units.csv"]}]}',
        b'{"lines": [{"file": "../units.csv", "values": {}}]}',
        b'{"lines": [{"file": "history.csv", "values": {"number": "1"}}]}',
        b'{"lines": [{"file": "units.csv", "values": []}]}',
        b'{"lines": [{"file": "units.csv", "values": {"nothing": "x"}}]}',
        b'{"lines": [{"file": "units.csv", "values": {"id": "\\ud800", "name": "x"}}]}',
        b'{"version": ' + b"9" * 5000 + b"}",
        b'{"start": 1e308, "end": null}',
    ],
    ids=lambda each: repr(each[:60]),
)
@pytest.mark.parametrize("path", ["preview", "acts", "undo", "mark", "units"])
def test_what_is_no_request_is_refused_in_plain_words(calm, said, path):
    """No traceback, no program error, nothing written."""
    before = held(calm.desk.root)
    answer = calm.ask("POST", f"/api/plans/p/{path}", data=said)
    assert answer.status in (400, 409, 422) or (path, answer.status) == ("preview", 200)
    assert FAILED not in answer.data.decode()
    assert held(calm.desk.root) == before


def test_words_with_line_ends_stay_one_line_of_the_file(desk, root):
    """A reason pasted from elsewhere neither breaks the table nor adds lines to it."""
    reason = '甲"乙\r\n丙,丁\u2028戊\x00己'
    assert desk.act(question(desk, "leads"), reason=reason, by="#张三").status == 200
    rows = list(csv.DictReader(StringIO((root / "plans/p/overrides.csv").read_text("utf-8-sig"))))
    assert [(row["理由"], row["经办人"]) for row in rows] == [('甲"乙  丙,丁 戊 己', "#张三")]


# ---- how much, how slowly


def test_too_much_is_refused_before_it_is_read(calm):
    """By what it says of itself, and by what it is."""
    for path, most in (("/api/plans?name=a.txt", server.MOST_BYTES), ("/api/plans/p/acts", server.MOST_JSON)):
        assert calm.ask("POST", path, Content_Length=str(most + 1)).status == 413
        assert calm.ask("POST", path, Content_Length="-1").status == 400


def test_more_than_was_said_is_refused_as_it_comes(calm, monkeypatch):
    """A body in chunks says no length."""
    monkeypatch.setattr(server, "MOST_JSON", 1000)
    host = f"127.0.0.1:{calm.port}"
    head = f"POST /api/plans/p/acts HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {calm.cookie}\r\n"
    chunks = f"{400:x}\r\n{'x' * 400}\r\n" * 4 + "0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", calm.port), 20) as caller:
        # All at once: a caller that is still sending may find the connection closed before it reads the answer.
        caller.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n{chunks}".encode())
        assert caller.recv(100).split()[1] == b"413"


def test_a_slow_body_and_a_silent_caller_are_given_up(root, monkeypatch):
    """Neither holds the desk: others are answered meanwhile, and both connections are closed."""
    monkeypatch.setattr(server, "SECONDS", 0.3)
    with open_desk(desk_of(root)) as desk:
        slow, silent, half = (socket.create_connection(("127.0.0.1", desk.port), 20) for _ in range(3))
        host = f"Host: 127.0.0.1:{desk.port}\r\n"
        ours = f"{host}Origin: http://127.0.0.1:{desk.port}\r\nCookie: {desk.cookie}\r\n"
        slow.sendall(f"POST /api/plans/p/acts HTTP/1.1\r\n{ours}Content-Length: 100\r\n\r\n{{".encode())
        half.sendall(f"GET / HTTP/1.1\r\n{host}".encode())
        assert desk.ask("GET", "/api/words").status == 200
        assert slow.recv(100).split()[1] == b"408"
        assert silent.recv(100) == b""
        assert half.recv(100) == b""
        for each in (slow, silent, half):
            each.close()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", zip_of({"word/document.xml": b" " * 300_000_000})),
        ("a.xlsx", zip_of({"xl/workbook.xml": b"<a>" * 100_000})),
        ("a.pdf", b"%PDF-1.7\n" + b"<<" * 100_000),
        ("a.ofd", zip_of({"../../evil": b"x"})),
        ("a.docx", b""),
    ],
    ids=["a bomb", "a workbook of nothing", "a broken PDF", "a name that leads out", "empty"],
)
@pytest.mark.slow
def test_a_hostile_file_is_refused_and_leaves_nothing(root, name, data):
    """It goes through the gate and is read by a process of its own."""
    desk = desk_of(root)
    desk.guard = server_guard()
    before = held(root.parent)
    with open_desk(desk) as opened:
        answer = opened.ask("POST", f"/api/plans?name={name}", data=data)
        assert answer.status == 422
        assert FAILED not in answer.json["error"]
        assert opened.ask("GET", "/api/plans").status == 200
    assert held(root.parent) == before


def server_guard() -> Any:
    from responsibility.system.guard import read_guarded

    return read_guarded


# ---- two at once, and by hand


def test_the_second_of_two_windows_is_told(desk, root):
    """It decided on what it no longer sees: nothing is written, and it can look again."""
    version = desk.show()["version"]
    register, leads = question(desk, "register"), question(desk, "leads")
    assert desk.act(register, version=version).status == 200
    answer = desk.act(leads, version=version)
    assert answer.status == 409
    assert "没有写入" in answer.json["error"]
    assert not (root / "plans/p/overrides.csv").exists()
    assert desk.act(leads).status == 200


def test_a_line_written_by_hand_meanwhile_is_seen_and_kept(desk, root):
    """By Excel or git: the desk asks to look again, then writes beside it; comments, order and columns stay."""
    version = desk.show()["version"]
    path = root / "units.csv"
    path.write_bytes("# 名录\r\n来源;id;单位名称;short\r\n;jyj;市教育局;市教局\r\n# 完".encode("gb18030"))
    assert desk.act(question(desk, "names"), version=version).status == 409
    before = path.read_bytes()
    assert desk.act(question(desk, "names:市水务保障中心")).status == 200
    added = path.read_bytes().removeprefix(before).decode("gb18030")
    assert added.startswith("\r\n通知所列")
    assert added.endswith(";市水务保障中心;市水务保障中心\r\n")


@pytest.mark.slow
def test_two_desks_on_one_folder_write_one_after_the_other(root):
    """Each of their decisions is whole or refused; none is lost, and none is written twice."""
    with open_desk(desk_of(root)) as one, open_desk(desk_of(root)) as other:
        asked = {"register": question(one, "register"), "leads": question(one, "leads")}
        version = one.show()["version"]
        start, answers = Barrier(2), {}

        def act(desk: Opened, kind: str) -> None:
            start.wait()
            answers[kind] = desk.act(asked[kind], version=version).status

        threads = [Thread(target=act, args=each) for each in ((one, "register"), (other, "leads"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers.values()) == [200, 409]
        files = held(root)
        assert ("units.csv" in files, "plans/p/overrides.csv" in files) == (
            answers["register"] == 200,
            answers["leads"] == 200,
        )


def test_who_comes_while_another_writes_is_told(desk, root, monkeypatch):
    """After a while, and with nothing written."""
    monkeypatch.setattr("responsibility.system.together._SECONDS", 0)
    asked, before = question(desk, "register"), held(root)
    with hold_folder(root):
        answer = desk.act(asked)
    assert answer.status == 422
    assert "另一次运行" in answer.json["error"]
    assert held(root) == before


# ---- cut short, and taken back


class Ended(BaseException):
    """The program is ended here."""


@pytest.mark.parametrize("number", range(1, 9))
def test_a_decision_cut_short_is_whole_or_not_there(root, monkeypatch, number):
    """Two spellings made one unit write three files; whichever write is the last, the next reader sees all or none."""
    path = root / "plans/p/notice.txt"
    path.write_text(path.read_text("utf-8").replace("市科技局)", "市水务中心)", 1), "utf-8")
    with open_desk(desk_of(root)) as opened:
        opened.act(question(opened, "register"))
    desk = desk_of(root)
    shown = desk.show("p")
    asked = next(each for each in shown["questions"] if "水务" in each["id"])
    before, lines = held(root), server._lines({"lines": asked["choices"][0]["lines"]})
    assert {line.file for line in lines} == {"units.csv", "aliases.csv"}
    done, replace = 0, Path.replace

    def counted(path: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == number:
            raise Ended
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", counted)
        settled = server.Settlement(asked["id"], "一个单位", lines)
        with suppress(Ended):
            desk.act("p", shown["version"], settled, "x", "张三")
    again = desk_of(root).show("p")
    after = {name: data for name, data in held(root).items() if not name.endswith(".part")}
    is_done = number > 4
    changed = {name for name, data in after.items() if before.get(name) != data}
    assert changed == ({"units.csv", "aliases.csv", "plans/p/history.csv"} if is_done else set())
    assert len(again["deeds"]) == 1 + is_done
    assert any(each["id"] == asked["id"] for each in again["questions"]) != is_done


def test_what_is_taken_back_leaves_the_files_as_they_were(desk, root):
    """All of it, step by step, but for the history itself and the heads of new files."""
    first = {each["id"] for each in desk.show()["questions"]}
    while asked := desk.show()["questions"]:
        assert desk.act(asked[0]).status == 200
    while any(not deed["undone"] for deed in desk.show()["deeds"]):
        assert desk.undo().status == 200
    assert {each["id"] for each in desk.show()["questions"]} == first
    assert desk.undo().status == 422
    left = {name: data.decode("utf-8-sig").splitlines() for name, data in held(root).items() if name.endswith(".csv")}
    assert {name: len(lines) for name, lines in left.items() if not name.endswith("history.csv")} == {
        "units.csv": 1, "plans/p/overrides.csv": 1, "plans/p/dismissals.csv": 1,
    }  # fmt: skip


def test_a_line_changed_by_hand_stops_taking_it_back_whole(desk, root):
    """A unit and its alias go together: where the one is no longer what it was, the other stays too."""
    assert desk.act(question(desk, "register")).status == 200
    path = root / "units.csv"
    path.write_text(path.read_text("utf-8-sig").replace("市教育局,市教育局", "市教育局,市教局"), "utf-8-sig")
    before = held(root)
    answer = desk.undo()
    assert answer.status == 422
    assert "不在" in answer.json["error"]
    assert held(root) == before


@pytest.mark.parametrize(
    "history",
    [
        "number,act,question,words,file,line,by,day\n1,do,x,x,units.csv,not json,x,x\n",
        "number,act,question,words,file,line,by,day\n1,do,x,x,../../x.csv,{},x,x\n",
        "number,act,question,words,file,line,by,day\n9" + "9" * 5000 + ",do,x,x,units.csv,{},x,x\n",
        "number,act\nx,y\n",
        "garbage",
    ],
    ids=["no JSON", "a file elsewhere", "a number without end", "no numbers", "no table"],
)
def test_a_history_that_was_spoilt_costs_no_more_than_itself(desk, root, history):
    """It is told, or its line is passed over; the program does not fail, and nothing else is touched."""
    (root / "plans/p/history.csv").write_text(history, "utf-8")
    before = held(root)
    version = desk.ask("GET", "/api/plans/p/units").json.get("version", "")
    undo = desk.ask("POST", "/api/plans/p/undo", {"version": version})
    for answer in (desk.ask("GET", "/api/plans/p"), undo):
        assert answer.status in (200, 422)
        assert FAILED not in answer.data.decode()
    assert held(root) | {"plans/p/history.csv": b""} == before | {"plans/p/history.csv": b""}


def test_json_of_the_desk_is_no_script(desk):
    """Words of a notice stand in it as words."""
    data = "</script><script>alert(1)</script>要点\n1.做事。(责任单位:市<img src=x>局)".encode()
    made = desk.ask("POST", "/api/plans?name=a.txt", data=data).json["id"]
    answer = desk.ask("GET", f"/api/plans/{made}")
    assert answer.headers["content-type"].startswith("application/json")
    assert json.loads(answer.data)["id"] == made
