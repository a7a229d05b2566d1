"""A gateway that takes messages by HTTP, as a test wants it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Server:
    """A gateway: `heard` are the requests, (method, path, query, headers, body); `answers` the next answers, each once.

    An answer is a status, a body and headers; None breaks the connection. Without one it is 202.
    """

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, dict, dict, bytes]] = []
        self.answers: list[tuple[int, bytes, dict] | None] = []
        self.held = threading.Event()
        self.held.set()
        self.at_once = self.most_at_once = 0
        lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = urlsplit(self.path)
                with lock:
                    server.at_once += 1
                    server.most_at_once = max(server.most_at_once, server.at_once)
                    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
                    server.heard.append((self.command, parts.path, query, dict(self.headers), body))
                    answer = server.answers.pop(0) if server.answers else (202, b"", {})
                server.held.wait(20)
                with lock:
                    server.at_once -= 1
                if answer is None:
                    self.close_connection = True
                    return
                status, said, headers = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(said)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)

            do_GET = do_POST = _answer  # noqa: N815 - the library's names

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def bodies(self) -> list[dict]:
        return [json.loads(body) for *_, body in self.heard]
