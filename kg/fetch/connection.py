"""One connection: requests one after the other, with our name on them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import NamedTuple

from requests import RequestException, Response, Session, exceptions
from requests.adapters import HTTPAdapter

from kg.errors import FetchError
from kg.names import BASE

AGENT = f"mendelgraph/{version('mendelgraph')} (+{BASE})"
PACE = 1.0
"""Seconds between two files. MedlinePlus asks for at most 100 requests a minute."""
REDIRECTS = 10
CHUNK = 1 << 14
"""Bytes that are read at a time; of a body that breaks off, the last few are lost."""


class PassingError(FetchError):
    """A failure that may be over soon; `after` is when the server says to come back."""

    def __init__(
        self, address: str, problem: str, *, after: float | None = None
    ) -> None:
        super().__init__(address, problem)
        self.after = after


class _Wording(NamedTuple):
    kind: type[RequestException]
    error: type[FetchError]
    problem: str


# The first that fits holds, so what is more special comes first.
_WORDINGS = (
    _Wording(
        exceptions.TooManyRedirects,
        FetchError,
        f"redirects more than {REDIRECTS} times, in a loop perhaps: "
        "look at it in a browser, or use another source with --mirror",
    ),
    _Wording(
        exceptions.SSLError,
        FetchError,
        "its certificate cannot be verified: check the clock; behind a proxy that "
        "signs anew, set REQUESTS_CA_BUNDLE to the file with its certificate",
    ),
    _Wording(
        exceptions.ProxyError,
        FetchError,
        "the proxy does not let it through: check HTTPS_PROXY and HTTP_PROXY",
    ),
    _Wording(
        exceptions.InvalidURL,
        FetchError,
        "is no address of the web: check --mirror",
    ),
    _Wording(
        exceptions.InvalidSchema,
        FetchError,
        "is neither http nor https: check --mirror",
    ),
    _Wording(
        exceptions.MissingSchema,
        FetchError,
        "is neither http nor https: check --mirror",
    ),
    _Wording(exceptions.Timeout, PassingError, "does not answer in time"),
    _Wording(exceptions.ChunkedEncodingError, PassingError, "was cut short"),
    _Wording(exceptions.ContentDecodingError, PassingError, "was garbled on its way"),
    _Wording(
        exceptions.ConnectionError,
        PassingError,
        "cannot be reached, or has fallen silent",
    ),
    _Wording(RequestException, FetchError, "cannot be asked for: check the address"),
)


class Connection:
    """Asks for one thing at a time, on one connection that is kept while it serves.

    `tell` hears of every wait, `sleep` does the waiting, and `timeout` is how many
    seconds the other side may stay silent.
    """

    def __init__(
        self,
        *,
        tell: Callable[[str], None] = lambda _message: None,
        sleep: Callable[[float], None] = time.sleep,
        timeout: float = 30.0,
    ) -> None:
        self._tell, self._sleep, self._timeout = tell, sleep, timeout
        self._used = False
        self._session = Session()
        self._session.max_redirects = REDIRECTS
        # Whole files as they are: a range of a compressed body is of no use.
        self._session.headers.update(
            {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
        )
        self._session.hooks["response"].append(_hang_up)
        only = HTTPAdapter(pool_connections=1, pool_maxsize=1, pool_block=True)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, only)

    def close(self) -> None:
        self._session.close()

    def pace(self) -> None:
        """Rest between two files."""
        if self._used:
            self._sleep(PACE)
        self._used = True

    def wait(self, name: str, trouble: FetchError, seconds: float) -> None:
        """Rest before asking again, and say why."""
        self._tell(f"{name}: {trouble.problem}; asking again in {seconds:.0f} s")
        self._sleep(seconds)

    @contextmanager
    def get(self, address: str, headers: dict[str, str]) -> Iterator[Response]:
        """Send a request, redirects included, and give the answer without its body.

        Raises FetchError for what will not work, PassingError for what may.
        """
        try:
            response = self._session.get(
                address, headers=headers, stream=True, timeout=self._timeout
            )
        except RequestException as error:
            raise worded(error, address) from error
        with response:
            yield response


def body(response: Response, address: str) -> Iterator[bytes]:
    """Read the body piece by piece; raises PassingError where it breaks off."""
    try:
        yield from response.iter_content(CHUNK)
    except RequestException as error:
        raise worded(error, address) from error


def _hang_up(response: Response, **_settings: object) -> None:
    """Leave a server that sends us elsewhere, before the other one is called."""
    if response.is_redirect:
        response.close()


def worded(error: RequestException, address: str) -> FetchError:
    """Say in words of ours why an address cannot be had."""
    fits = (w for w in _WORDINGS if isinstance(error, w.kind))
    wording = next(fits)
    return wording.error(address, wording.problem)
