#!/usr/bin/env bash
# matrix-synapse 1.163.2 on a new SQLite database, Python 3.11.
#
# A new Synapse answers `/versions`, registers accounts and deactivates them from its first second on, so one takes it for ready. But its
# new database still has dozens of background updates before it, about one a second, although there is nothing in it to update. Until
# they are through, an admin who gives a deactivated account back (`PUT …/v2/users/ID` with `deactivated: false` and a password) gets 500
# M_UNKNOWN, because that needs an index which one of the updates makes. A minute later the same request is answered 200. Whoever sets up
# a server by a script, or copies a fresh database for each test, waits for the end of these updates first:
# `GET /_synapse/admin/v1/background_updates/status`.
#
# Needs bash and python3 with venv. Prints what was seen; ends with 1 if it differs. Takes two minutes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet matrix-synapse==1.163.2

cat > see.py <<'PY'
import json, os, signal, socket, subprocess, sys, time, urllib.error, urllib.parse, urllib.request

python = os.path.join("venv", "bin", "python")
with socket.socket() as one:
    one.bind(("127.0.0.1", 0))
    port = one.getsockname()[1]
base = f"http://127.0.0.1:{port}"


def call(method, path, token=None, body=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


names = ["--server-name", "example.test", "--report-stats", "no", "--config-path", "homeserver.yaml"]
subprocess.run(
    [python, "-m", "synapse.app.homeserver", "--generate-config", *names], check=True, stdout=subprocess.DEVNULL
)
json.dump(
    {
        "listeners": [
            {"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": [{"names": ["client"]}]}
        ],
        "database": {"name": "sqlite3", "args": {"database": os.path.abspath("synapse.db")}},
        "registration_shared_secret": "for this run alone",
        "trusted_key_servers": [],
    },
    open("more.yaml", "w"),
)
config = ["-c", "homeserver.yaml", "-c", "more.yaml"]
log = open("synapse.out", "ab")
running = subprocess.Popen([python, "-m", "synapse.app.homeserver", *config], stdout=log, stderr=log)
try:
    end = time.monotonic() + 300
    while True:
        try:
            call("GET", "/_matrix/client/versions")
            break
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end or running.poll() is not None:
                sys.exit("Synapse did not start:\n" + open("synapse.out").read()[-3000:])
            time.sleep(0.2)

    register = [os.path.join("venv", "bin", "register_new_matrix_user"), "-c", "more.yaml"]
    for name, more in [("admin", ["--admin"]), ("lena", ["--no-admin"])]:
        subprocess.run([*register, "-u", name, "-p", "a long pass phrase", *more, base], check=True, stdout=log)
    login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "admin"}}
    _, me = call("POST", "/_matrix/client/v3/login", None, {**login, "password": "a long pass phrase"})
    token = me["access_token"]
    lena = "/_synapse/admin/v2/users/" + urllib.parse.quote("@lena:example.test")

    def left():
        status = call("GET", "/_synapse/admin/v1/background_updates/status", token)[1]
        return len(status["current_updates"])

    def give_back():
        gone, _ = call("PUT", lena, token, {"deactivated": True})
        back, said = call("PUT", lena, token, {"deactivated": False, "password": "another pass phrase"})
        return gone, back, said.get("errcode")

    at_work = left() > 0
    first = give_back()
    print(f"while it updates ({at_work}): deactivated {first[0]}, given back {first[1]} {first[2]}")
    while left() > 0:
        if time.monotonic() > end:
            sys.exit("its updates did not end")
        time.sleep(1)
    second = give_back()
    print(f"afterwards: deactivated {second[0]}, given back {second[1]} {second[2]}")
finally:
    running.send_signal(signal.SIGTERM)
    running.wait(60)
if not at_work or first != (200, 500, "M_UNKNOWN") or second[:2] != (200, 200):
    sys.exit("differs from the description")
print("as described")
PY
venv/bin/python see.py
