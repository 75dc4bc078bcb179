#!/usr/bin/env bash
# matrix-synapse 1.163.2, Python 3.11.
#
# A mail address belongs to one user of a server, and a person who adds one that somebody has is told so. A module that makes a user with
# `ModuleApi.register_user(localpart, displayname, emails)` ("emails to bind to the new user"), or an admin who writes `threepids` with
# `PUT …/v2/users/ID`, is told nothing: both succeed, the address moves, and the user who had it is left with none, so with no mail about
# missed messages, no way to reset a password and no log-in by that address. A program that knows people by their addresses looks first
# whether anybody has the address.
#
# Needs bash and python3 with venv. Prints what was seen; ends with 1 if it differs. Takes a minute.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet matrix-synapse==1.163.2

cat > newcomers.py <<'PY'
class Newcomers:
    """Lets everybody in who gives this password, and makes the user at the first log-in."""

    def __init__(self, config, api):
        self.api = api
        api.register_password_auth_provider_callbacks(auth_checkers={("m.login.password", ("password",)): self.check})

    async def check(self, username, login_type, fields):
        if fields["password"] != "a pass phrase for newcomers":
            return None
        return await self.api.register_user(username, "New", [f"{username.split('.')[-1]}@example.test"]), None
PY

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
        "modules": [{"module": "newcomers.Newcomers", "config": {}}],
    },
    open("more.yaml", "w"),
)
config = ["-c", "homeserver.yaml", "-c", "more.yaml"]
log = open("synapse.out", "ab")
running = subprocess.Popen([python, "-m", "synapse.app.homeserver", *config], stdout=log, stderr=log)
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

    register = [os.path.join("venv", "bin", "register_new_matrix_user"), "-c", "more.yaml"]
    for name, more in [("admin", ["--admin"]), ("lena", ["--no-admin"]), ("omar", ["--no-admin"])]:
        subprocess.run([*register, "-u", name, "-p", "a long pass phrase", *more, base], check=True, stdout=log)

    def log_in(name, password):
        who = {"type": "m.id.user", "user": name}
        return call("POST", "/_matrix/client/v3/login", None, {"type": "m.login.password", "identifier": who, "password": password})

    token = log_in("admin", "a long pass phrase")[1]["access_token"]

    def user(name, body=None):
        path = "/_synapse/admin/v2/users/" + urllib.parse.quote(f"@{name}:example.test")
        return call("GET" if body is None else "PUT", path, token, body)

    def addresses(name):
        return [one["address"] for one in user(name)[1]["threepids"]]

    def give(name, address):
        return user(name, {"threepids": [{"medium": "email", "address": address}]})[0]

    given = give("lena", "lena@example.test")
    before = addresses("lena")
    by_module = log_in("new.lena", "a pass phrase for newcomers")[0]
    after = addresses("lena"), addresses("new.lena")
    print(f"lena has {before}; a module makes new.lena with it: {by_module}; then {after[0]} and {after[1]}")
    by_admin = give("omar", "lena@example.test")
    at_last = addresses("new.lena"), addresses("omar")
    print(f"an admin gives it to omar: {by_admin}; then new.lena has {at_last[0]} and omar {at_last[1]}")
finally:
    running.send_signal(signal.SIGTERM)
    running.wait(60)
address = ["lena@example.test"]
if (
    (given, by_module, by_admin) != (200, 200, 200)
    or before != address
    or after != ([], address)
    or at_last != ([], address)
):
    sys.exit("differs from the description")
print("as described")
PY
PYTHONPATH="$work" venv/bin/python see.py
