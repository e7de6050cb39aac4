"""Headers that every response has, an error's included."""

from __future__ import annotations

from flask import Flask, Response, request

HEADERS = {
    # any page may ask (Fetch Standard, section 3.3): what is private takes a token
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Encoding, "
    "Content-Type, If-None-Match, If-Range, Range",
    "Access-Control-Expose-Headers": "*",
    "Access-Control-Max-Age": "86400",
    # our pages need nothing but what is ours; a picture in a style sheet is data:
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


def init_app(app: Flask) -> None:
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers.pop("Date", None)  # the front says when it sends it
    if request.method == "OPTIONS":
        response.access_control_allow_methods = response.allow
    response.vary.add("Accept")
    return response
