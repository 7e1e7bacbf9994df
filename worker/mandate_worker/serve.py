"""The served model over HTTP, on the loopback interface only; the gateway stands before it."""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .adapter_file import AdapterRefused
from .answer import Question, QuestionRejected, answer
from .determinism import hold_still
from .shelf import AdapterUnknown, Shelf

LARGEST_BODY_BYTES = 1 << 20
SLOWEST_CLIENT_SECONDS = 30


class Refused(Exception):
    """An HTTP status and what to say with it."""

    def __init__(self, status: int, sentence: str, **details: Any) -> None:
        super().__init__(sentence)
        self.status = status
        self.body = {"error": sentence, **details}


class Server(ThreadingHTTPServer):
    """A shelf with a door; adapters come from the store and from nowhere else."""

    daemon_threads = True

    def __init__(self, port: int, shelf: Shelf, store: Path) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.shelf = shelf
        self.store = store.resolve()


class Handler(BaseHTTPRequestHandler):
    """Four routes, JSON in and out."""

    protocol_version = "HTTP/1.1"
    timeout = SLOWEST_CLIENT_SECONDS
    server: Server

    def do_GET(self) -> None:
        """`/healthz` and `/adapters`."""
        self._reply(self._get)

    def do_POST(self) -> None:
        """`/adapters` and `/generate`."""
        self._reply(self._post)

    def do_DELETE(self) -> None:
        """`/adapters/<digest>`."""
        self._reply(self._delete)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: questions are nobody's business, and the gateway keeps the counts."""

    def _get(self) -> dict[str, Any]:
        shelf = self.server.shelf
        if self.path == "/healthz":
            return {"ok": True, "base": shelf.base_digest, "contextTokens": shelf.context_tokens}
        if self.path == "/adapters":
            return {"adapters": shelf.digests()}
        raise Refused(404, f"there is no {self.path}")

    def _post(self) -> dict[str, Any]:
        body = self._read_body()
        if self.path == "/generate":
            return answer(self.server.shelf, Question.read(body))
        if self.path == "/adapters":
            return self._load(body)
        raise Refused(404, f"there is no {self.path}")

    def _delete(self) -> dict[str, Any]:
        place, _, digest = self.path.rpartition("/")
        if place != "/adapters":
            raise Refused(404, f"there is no {self.path}")
        self.server.shelf.unload(unquote(digest))
        return {"adapters": self.server.shelf.digests()}

    def _load(self, body: Any) -> dict[str, Any]:
        if not isinstance(body, dict) or not all(isinstance(body.get(field), str) for field in ("digest", "path")):
            raise Refused(400, "expected digest and path")
        directory = (self.server.store / body["path"]).resolve()
        if not directory.is_relative_to(self.server.store):
            raise AdapterRefused("the path is outside the store")
        self.server.shelf.load(body["digest"], directory)
        return {"digest": body["digest"]}

    def _read_body(self) -> Any:
        # A web page can send anything but this type to the loopback without asking first.
        if self.headers.get_content_type() != "application/json":
            raise Refused(415, "the content type is not application/json")
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            raise Refused(411, "the length of the body is not given")
        if int(length) > LARGEST_BODY_BYTES:
            # A client that is still writing hears nothing, so some of it is read and thrown away.
            self.rfile.read(min(int(length), 2 * LARGEST_BODY_BYTES))
            raise Refused(413, f"the body is longer than {LARGEST_BODY_BYTES} bytes")
        try:
            return json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError) as error:
            raise Refused(400, "the body is not JSON") from error

    def _reply(self, act: Any) -> None:
        try:
            status, body = 200, act()
        except Refused as error:
            status, body = error.status, error.body
            self.close_connection = True  # what is left of the body was not read
        except QuestionRejected as error:
            status, body = 400, {"error": str(error), "prompt_tokens": error.prompt_tokens}
        except AdapterUnknown as error:
            status, body = 404, {"error": str(error)}
        except AdapterRefused as error:
            status, body = 422, {"error": str(error)}
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            status, body = 500, {"error": type(error).__name__}
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def serve(port: int, base: Path, store: Path, exit_with_stdin: bool) -> None:
    """Load the base, say which port it is, answer until the process ends."""
    hold_still()
    server = Server(port, Shelf(base), store)
    if exit_with_stdin:
        threading.Thread(target=_exit_after_stdin, daemon=True).start()
    print(json.dumps({"ready": True, "port": server.server_address[1]}), flush=True)
    server.serve_forever()


def _exit_after_stdin() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)
