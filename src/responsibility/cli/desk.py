"""The verb that opens the desk: a server on this computer alone, and the browser."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from datetime import date
from pathlib import Path

import click

from responsibility.cli.options import get_wording, matrix_option, output_option
from responsibility.workflows.project import find_matrix

_HOST = "127.0.0.1"
_MOST_AT_ONCE = 32  # requests; the rest are told to wait


@click.command("desk", help="cli.desk")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="cli.option.port")
@click.option("--no-browser", is_flag=True, help="cli.option.no_browser")
@matrix_option
@output_option
def desk(port: int, no_browser: bool, matrix: Path | None, output: Path) -> int:
    """Serve the desk until it is stopped."""
    import uvicorn

    from responsibility.desk.office import Desk
    from responsibility.desk.plans import start_folder
    from responsibility.desk.server import Impatient, make_app

    wording = get_wording()
    opened = Desk(find_matrix(matrix) or Path("matrix"), output, wording.language, date.today)
    start_folder(opened)
    with socket.create_server((_HOST, port)) as listener:
        port, token = listener.getsockname()[1], secrets.token_urlsafe(32)
        address = f"http://{_HOST}:{port}/?token={token}"
        click.echo(wording("cli.desk_open", address=address))
        if not no_browser:
            webbrowser.open(address)
        config = uvicorn.Config(
            make_app(opened, token, port),
            http=Impatient,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            limit_concurrency=_MOST_AT_ONCE,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=3,
        )
        uvicorn.Server(config).run(sockets=[listener])
    return 0


VERBS = (desk,)
