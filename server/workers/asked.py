"""What a request asks for, as far as the front has to know."""

from __future__ import annotations

import math
from http import HTTPStatus

from server.fields import sent
from server.negotiate import bare
from server.operation import FORM, UPDATE
from server.workers.frames import Request
from server.workers.refusal import Refusal

GRAPHS = "/graph-store"


def check_read(request: Request) -> None:
    """Refuse what is no reading."""
    if request.method not in {"GET", "HEAD"}:
        detail = f"{request.method} is not offered here: send GET or HEAD"
        headers = {"Allow": "GET, HEAD"}
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers=headers)


def is_write(request: Request) -> bool:
    """Tell a request that is to change something."""
    if request.path.startswith(GRAPHS):
        return request.method in {"PUT", "POST", "DELETE", "PATCH"}
    if request.path != "/sparql" or request.method != "POST":
        return False
    media_type = bare(request.header("content-type"))
    if media_type == UPDATE or sent(request.query, "update"):
        return True
    return media_type == FORM and bool(sent(request.body.decode("latin-1"), "update"))


def seconds_of(request: Request, most: int) -> float:
    """Read `timeout=`, which may ask for less time than there is."""
    if "timeout=" not in request.query and b"timeout=" not in request.body:
        return most
    texts = (request.body.decode("latin-1"), request.query)
    given = next((values[0] for text in texts if (values := sent(text, "timeout"))), "")
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if math.isnan(seconds):
        detail = f"timeout={given}: give a number of seconds, at most {most}"
        raise Refusal(HTTPStatus.BAD_REQUEST, detail)
    return min(max(seconds, 0.001), most)
