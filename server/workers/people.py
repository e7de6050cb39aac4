"""Who asks, and who may change something."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from server.credentials import read, who
from server.settings import Settings
from server.workers.exchange import Exchange
from server.workers.frames import Request
from server.workers.refusal import Refusal

_CHALLENGE = {
    "WWW-Authenticate": 'Bearer realm="MendelGraph", Basic realm="MendelGraph"'
}


class People:
    """Those who are known here; raises CredentialsError as `read` does."""

    def __init__(self, settings: Settings) -> None:
        self._known = read(settings.credentials)
        self._has_private = bool(settings.private)

    def identified(self, exchange: Exchange) -> Request:
        """Note whose token a request brings; raises Refusal for one of nobody."""
        request = exchange.request
        given = request.header("authorization")
        if not given or not self._known:
            return request
        name = who(given, self._known)
        if name is None:
            detail = "nobody has this token: send that of one who is known, or none"
            raise Refusal(HTTPStatus.UNAUTHORIZED, detail, headers=_CHALLENGE)
        exchange.by = name
        return replace(request, reader=name) if self._has_private else request

    def check_writes(self, name: str) -> None:
        """See that somebody may make a change; raises Refusal for whoever may not."""
        if not self._known:
            detail = (
                "this server takes no changes: its operator has named nobody who may "
                "make them"
            )
            raise Refusal(HTTPStatus.FORBIDDEN, detail)
        if not name:
            detail = "send the token of one who may write, as Bearer or Basic"
            raise Refusal(HTTPStatus.UNAUTHORIZED, detail, headers=_CHALLENGE)
        if not self._known[name].may_write:
            detail = f"{name} may read here, and change nothing: use another token"
            raise Refusal(HTTPStatus.FORBIDDEN, detail)
