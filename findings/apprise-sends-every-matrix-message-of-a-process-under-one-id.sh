#!/usr/bin/env bash
# Apprise 2.3.0, on Python 3.10 or later.
#
# A program keeps one Apprise object with a Matrix address that holds an access token, and notifies twice, with different words. Matrix
# tells events apart by their transaction id: a server answers a second PUT with the same id and token with the event of the first, and
# shows nothing new. So one expects a fresh id for each message. What happens: both messages go out under one id, a UUID that the object
# draws once, and so does every later one of this process. A homeserver that keeps to the specification shows the first alone, and
# Apprise reports success for all. (After a log-in with a password the ids are 0, 1, 2 …, and begin at 0 in every process. Each log-in is
# a new device, though, so there only a server that knows no devices mixes them up.)
#
# Whoever stands in for a homeserver must look at the content as well as at the id.
#
# Needs bash and Python with venv. Prints what was seen; ends with 1 if it differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: apprise==2.3.0

cat > see.py <<'PY'
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import apprise

puts = []


class Homeserver(BaseHTTPRequestHandler):
    """Answers everything that Apprise asks, and notes what it sends."""

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.command == "PUT":
            puts.append((self.path.rpartition("/")[2], json.loads(body)["body"]))
        answer = json.dumps(
            {"user_id": "@bot:relay.test", "room_id": "!room:relay.test", "access_token": "log-in", "event_id": f"${len(puts)}"}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Homeserver)
threading.Thread(target=server.serve_forever, daemon=True).start()


def ids(who, words):
    """The transaction ids under which one object sends these words, one message each."""
    del puts[:]
    sender = apprise.Apprise()
    sender.add(f"matrix://{who}@127.0.0.1:{server.server_port}/!room:relay.test")
    told = [sender.notify(body=word) for word in words]
    assert all(told), "Apprise reports a failure"
    assert [body for _, body in puts] == words, puts
    return [txn for txn, _ in puts]


with_token = ids("token", ["disk full", "line down"])
print("with a token:   ", with_token)
again = ids("token", ["third"])
print("another object: ", again)
first_process = ids("bot:password", ["disk full", "line down"])
print("with a password:", first_process)
assert len(set(with_token)) == 1
assert again[0] not in with_token
assert first_process == ["0", "1"]
PY
venv/bin/python see.py
