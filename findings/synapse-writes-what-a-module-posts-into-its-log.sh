#!/usr/bin/env bash
# matrix-synapse 1.163.2, Python 3.11.
#
# Synapse takes care that no secret stands in its log: access tokens in addresses are struck out, and requests are logged without their
# bodies. So one would guess that a module may hand a password to the HTTP client that `ModuleApi.http_client` gives it. But
# `post_json_get_json` writes the whole body into the log at level DEBUG ("HTTP POST … -> …"), and an admin who turns
# DEBUG on to look for some other fault collects everybody's passwords in a file. What `request` of the same client sends is not written.
# A module that sends secrets uses `request`, and encodes the body by itself.
#
# Needs bash and python3 with venv. Prints what was seen; ends with 1 if it differs. Takes a minute.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet matrix-synapse==1.163.2

cat > asking.py <<'PY'
import json

from twisted.web.client import readBody
from twisted.web.http_headers import Headers


class Asking:
    """Asks a program on this machine whether a password is right, by one of two functions of the HTTP client."""

    def __init__(self, config, api):
        self.api, self.url = api, config["url"]
        api.register_password_auth_provider_callbacks(auth_checkers={("m.login.password", ("password",)): self.check})

    async def check(self, username, login_type, fields):
        client, body = self.api.http_client, {"password": fields["password"]}
        if fields["password"].endswith("by request"):
            sent = json.dumps(body).encode()
            response = await client.request("POST", self.url, sent, headers=Headers({"Content-Type": ["application/json"]}))
            await readBody(response)
        else:
            await client.post_json_get_json(self.url, body)
        return None
PY

cat > see.py <<'PY'
import http.server, json, os, signal, socket, subprocess, sys, threading, time, urllib.error, urllib.request

python = os.path.join("venv", "bin", "python")
with socket.socket() as one:
    one.bind(("127.0.0.1", 0))
    port = one.getsockname()[1]
base = f"http://127.0.0.1:{port}"
asked = []


class Answers(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["password"])
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


peer = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
threading.Thread(target=peer.serve_forever, daemon=True).start()


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


names = ["--server-name", "example.test", "--report-stats", "no", "--config-path", "homeserver.yaml"]
subprocess.run(
    [python, "-m", "synapse.app.homeserver", "--generate-config", *names], check=True, stdout=subprocess.DEVNULL
)
json.dump(
    {
        "version": 1,
        "formatters": {"plain": {"format": "%(name)s %(message)s"}},
        "handlers": {"file": {"class": "logging.FileHandler", "filename": os.path.abspath("debug.log"), "formatter": "plain"}},
        "root": {"level": "DEBUG", "handlers": ["file"]},
        "disable_existing_loggers": False,
    },
    open("log.yaml", "w"),
)
json.dump(
    {
        "listeners": [
            {"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": [{"names": ["client"]}]}
        ],
        "database": {"name": "sqlite3", "args": {"database": os.path.abspath("synapse.db")}},
        "log_config": os.path.abspath("log.yaml"),
        "trusted_key_servers": [],
        "modules": [{"module": "asking.Asking", "config": {"url": f"http://127.0.0.1:{peer.server_port}/check"}}],
    },
    open("more.yaml", "w"),
)
log = open("synapse.out", "ab")
running = subprocess.Popen(
    [python, "-m", "synapse.app.homeserver", "-c", "homeserver.yaml", "-c", "more.yaml"], stdout=log, stderr=log
)
try:
    end = time.monotonic() + 120
    while True:
        try:
            call("GET", "/_matrix/client/versions")
            break
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end or running.poll() is not None:
                sys.exit("Synapse did not start:\n" + open("synapse.out").read()[-3000:])
            time.sleep(0.2)

    passwords = ["a long pass phrase by post_json_get_json", "a long pass phrase by request"]
    answers = []
    for password in passwords:
        who = {"type": "m.id.user", "user": "lena"}
        answers.append(call("POST", "/_matrix/client/v3/login", {"type": "m.login.password", "identifier": who, "password": password}))
finally:
    running.send_signal(signal.SIGTERM)
    running.wait(60)
    peer.shutdown()

written = open("debug.log", encoding="utf-8").read()
seen = [password in written for password in passwords]
print(f"the module asked with both: {asked == passwords}; Synapse answered {answers}")
print(f"in the log stands what post_json_get_json sent: {seen[0]}; what request sent: {seen[1]}")
if asked != passwords or answers != [403, 403] or seen != [True, False]:
    sys.exit("differs from the description")
print("as described")
PY
PYTHONPATH="$work" venv/bin/python see.py
