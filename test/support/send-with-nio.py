"""Sends messages with matrix-nio, as a bot does.

    python send-with-nio.py URL USER TOKEN ROOM MESSAGES

MESSAGES is a list of event contents as JSON. Logs in, joins, syncs, sends each message and prints what became of it, one line of
JSON each: {"event_id": …} or {"error": …}. Ends once all are sent.
"""

import asyncio
import json
import sys

from nio import AsyncClient, JoinResponse, LoginResponse, RoomSendResponse, SyncResponse


def expect(answer, wanted):
    if not isinstance(answer, wanted):
        sys.exit(str(answer))
    return answer


async def send(url, user, token, room, messages):
    client = AsyncClient(url, user)
    try:
        expect(await client.login(token), LoginResponse)
        joined = expect(await client.join(room), JoinResponse)
        expect(await client.sync(timeout=30_000, full_state=True), SyncResponse)
        for content in json.loads(messages):
            answer = await client.room_send(joined.room_id, "m.room.message", content)
            sent = isinstance(answer, RoomSendResponse)
            print(json.dumps({"event_id": answer.event_id} if sent else {"error": answer.status_code}), flush=True)
    finally:
        await client.close()


asyncio.run(send(*sys.argv[1:]))
