#!/usr/bin/env bash
# matrix-synapse 1.163.2 on SQLite, Python 3.11.
#
# The id of a transaction makes the sending of an event repeatable: whoever gets no answer sends the same `PUT …/send/…/ID` once more,
# and gets the id of the event that is there already. An appservice does so too, and all is well as long as Synapse runs. One expects
# that Synapse remembers these ids across its restart, for the events they made are in its database. It does for people, by the device
# of their access token. An appservice's token has no device: its ids are kept in memory alone, and after a restart the same request
# makes a second event. The answer that got lost and the restart are often one and the same incident.
#
# Needs bash and python3 with venv. Prints what was seen; ends with 1 if it differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet matrix-synapse==1.163.2

cat > see.py <<'PY'
import json, os, signal, socket, subprocess, sys, time, urllib.error, urllib.request

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
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def start():
    config = ["-c", "homeserver.yaml", "-c", "more.yaml"]
    log = open("synapse.out", "ab")
    process = subprocess.Popen([python, "-m", "synapse.app.homeserver", *config], stdout=log, stderr=log)
    end = time.monotonic() + 300
    while time.monotonic() < end and process.poll() is None:
        try:
            call("GET", "/_matrix/client/versions")
            return process
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    process.kill()
    sys.exit("Synapse did not start:\n" + open("synapse.out").read()[-3000:])


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.wait(60)


names = ["--server-name", "example.test", "--report-stats", "no", "--config-path", "homeserver.yaml"]
subprocess.run(
    [python, "-m", "synapse.app.homeserver", "--generate-config", *names], check=True, stdout=subprocess.DEVNULL
)
registration = {
    "id": "bot",
    "url": None,
    "as_token": "an-appservice-token",
    "hs_token": "a-homeserver-token",
    "sender_localpart": "bot",
    "namespaces": {"users": [{"exclusive": True, "regex": "@bot:example\\.test"}]},
}
json.dump(registration, open("bot.json", "w"))
json.dump(
    {
        "listeners": [
            {"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": [{"names": ["client"]}]}
        ],
        "database": {"name": "sqlite3", "args": {"database": os.path.abspath("synapse.db")}},
        "app_service_config_files": [os.path.abspath("bot.json")],
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "trusted_key_servers": [],
    },
    open("more.yaml", "w"),
)


def send_in_new_room(token):
    room = call("POST", "/_matrix/client/v3/createRoom", token, {"preset": "private_chat"})["room_id"]
    return room, send(token, room)


def send(token, room):
    path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/the-same-id"
    return call("PUT", path, token, {"msgtype": "m.text", "body": "Dinner is ready"})["event_id"]


def messages(token, room):
    chunk = call("GET", f"/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=50", token)["chunk"]
    return sum(1 for event in chunk if event["type"] == "m.room.message")


running = start()
try:
    bot = registration["as_token"]
    login = {"type": "m.login.application_service", "username": "bot", "inhibit_login": True}
    call("POST", "/_matrix/client/v3/register", bot, login)
    account = {"username": "lena", "password": "a long pass phrase", "auth": {"type": "m.login.dummy"}}
    person = call("POST", "/_matrix/client/v3/register", None, account)["access_token"]

    first = {}
    for name, token in [("a person", person), ("an appservice", bot)]:
        room, event = send_in_new_room(token)
        first[name] = (token, room, event, send(token, room) == event)
    stop(running)
    running = start()
    seen = {}
    for name, (token, room, event, same) in first.items():
        again = send(token, room)
        seen[name] = (same, again == event, messages(token, room))
        print(
            f"{name}: sent again at once: {'the same event' if same else 'another event'};"
            f" after a restart: {'the same event' if again == event else 'another event'};"
            f" messages in the room: {seen[name][2]}"
        )
finally:
    stop(running)
if seen != {"a person": (True, True, 1), "an appservice": (True, False, 2)}:
    sys.exit("differs from the description")
print("as described")
PY
venv/bin/python see.py
