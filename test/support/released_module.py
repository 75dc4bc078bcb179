# Copyright the Porter authors
# SPDX-License-Identifier: Apache-2.0
"""Behaves as the released REST password modules for Synapse do towards Porter, for tests: what it asks, in which form, how it takes the
answer, and that all of Synapse waits meanwhile. It has none of their code.
"""

import json
from typing import Any, Dict, Optional, Tuple
from urllib.request import Request, urlopen

from synapse.module_api import ModuleApi

PATH = "/_matrix-internal/identity/v1/check_credentials"


class ReleasedModule:
    def __init__(self, config: Dict[str, Any], api: ModuleApi):
        self._endpoint = config["endpoint"]
        self._api = api
        api.register_password_auth_provider_callbacks(
            auth_checkers={("m.login.password", ("password",)): self.check},
        )

    @staticmethod
    def parse_config(config: Dict[str, Any]) -> Dict[str, Any]:
        return config

    async def check(self, typed: str, _: str, fields: Dict[str, Any]) -> Optional[Tuple[str, None]]:
        # Completed, but neither lower-cased nor compared with this server.
        user_id = typed if typed.startswith("@") else f"@{typed}:{self._api.server_name}"
        body = json.dumps({"user": {"id": user_id, "password": fields["password"]}}).encode()
        # In Synapse's own thread, without a time limit.
        with urlopen(Request(self._endpoint + PATH, body)) as answer:
            auth = json.loads(answer.read())["auth"]
        if not auth["success"]:
            return None
        localpart = user_id.split(":")[0][1:]
        known = await self._api.check_user_exists(user_id)
        if known is None:
            known = await self._api.register_user(localpart)
            if "display_name" in auth["profile"]:
                # This function went with Synapse 1.159: the user is there by now, and the log-in ends here.
                await self._api._store.set_profile_displayname(localpart, auth["profile"]["display_name"])
        for three_pid in auth["profile"].get("three_pids", []):
            await self._api._auth_handler.add_threepid(
                known, three_pid["medium"].lower(), three_pid["address"].lower(), self._api._hs.get_clock().time_msec()
            )
        return known, None
