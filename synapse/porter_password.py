# Copyright the Porter authors
# SPDX-License-Identifier: Apache-2.0
"""Asks Porter whether a password is right. A password module for Synapse 1.76 or newer, without MAS.

Put this file where Synapse's Python finds it, and this into homeserver.yaml:

    modules:
      - module: porter_password.PorterPassword
        config:
          url: "http://127.0.0.1:8483"
          secret_path: /etc/matrix-synapse/porter.secret
    password_config:
      localdb_enabled: false

`url` is `identityApi.listen` of Porter, `secret_path` a file with the secret of this server (`secret` takes it inline), and
`timeout` the seconds until a log-in gives up on Porter, 2 if left out. While `localdb_enabled` is not false, passwords that
are kept in Synapse stay valid beside those of Porter.

Only the public interface for modules is used, and Twisted, which comes with Synapse.
"""

import base64
import json
import logging
import re
from typing import Any, Awaitable, Callable, Dict, List, Optional, Tuple
from urllib.parse import urlsplit

import attr
from synapse.module_api import LoginResponse, ModuleApi, UserID, make_deferred_yieldable, run_in_background
from synapse.module_api.errors import ConfigError, SynapseError
from twisted.internet import defer, reactor
from twisted.web.client import readBody
from twisted.web.http_headers import Headers

logger = logging.getLogger(__name__)

PATH = "/_matrix-internal/identity/v1/check_credentials"
# Local parts of the specification, in their canonical form.
LOCALPART = re.compile(r"[a-z0-9._=/+-]+")
LoggedIn = Tuple[str, Optional[Callable[[LoginResponse], Awaitable[None]]]]


@attr.s(auto_attribs=True, frozen=True)
class Settings:
    url: str
    # Never shown, also not in a representation.
    secret: Optional[str] = attr.ib(repr=False)
    # Seconds.
    timeout: float


def _gave_up(_: Any, seconds: float) -> None:
    raise defer.TimeoutError(f"no answer in {seconds} s")


class PorterPassword:
    def __init__(self, config: Settings, api: ModuleApi):
        self._config = config
        self._api = api
        headers = {"Content-Type": ["application/json"]}
        if config.secret is not None:
            given = base64.b64encode(f"synapse:{config.secret}".encode()).decode()
            headers["Authorization"] = [f"Basic {given}"]
        self._headers = Headers(headers)
        api.register_password_auth_provider_callbacks(
            auth_checkers={("m.login.password", ("password",)): self.check_name},
            check_3pid_auth=self.check_address,
        )

    @staticmethod
    def parse_config(config: Dict[str, Any]) -> Settings:
        """Raises ConfigError, with which Synapse does not start."""
        unknown = set(config) - {"url", "secret", "secret_path", "timeout"}
        if unknown:
            raise ConfigError(f"porter_password: unknown setting {', '.join(sorted(unknown))}")
        url = config.get("url")
        if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise ConfigError("porter_password: url must be the URL of Porter's identityApi, http://127.0.0.1:8483")
        secret = config.get("secret")
        if "secret_path" in config:
            try:
                with open(config["secret_path"], encoding="utf-8") as file:
                    secret = file.read().strip()
            except (OSError, TypeError, UnicodeDecodeError) as error:
                raise ConfigError(f"porter_password: secret_path cannot be read: {error}")
        if secret is not None and (not isinstance(secret, str) or secret == ""):
            raise ConfigError("porter_password: the secret must be a text that is not empty")
        timeout = config.get("timeout", 2)
        if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not 0 < timeout <= 30:
            raise ConfigError("porter_password: timeout must be a number of seconds, at most 30")
        return Settings(url.rstrip("/") + PATH, secret, timeout)

    async def check_name(self, typed: str, _: str, fields: Dict[str, Any]) -> Optional[LoggedIn]:
        """Called for a log-in by name or full id, and whenever somebody has to prove the password again."""
        user_id = typed if typed.startswith("@") else f"@{typed}:{self._api.server_name}"
        if not self._is_exact(user_id):
            return None
        return await self._log_in({"id": user_id}, fields.get("password"), user_id)

    async def check_address(self, medium: str, address: str, password: str) -> Optional[LoggedIn]:
        """Called for a log-in by mail address or phone number."""
        # Synapse finds the users of the addresses that it knows and calls check_name. Asked here too, one wrong password
        # would count as two, and a silent Porter would cost two waits.
        if medium != "email" or await self._holder_of(address) is not None:
            return None
        return await self._log_in({"email": address}, password, None)

    def _is_exact(self, user_id: str) -> bool:
        """Synapse hands over what was typed: capitals, other servers, ports. It would make a user here for any success."""
        localpart, _, server = user_id[1:].partition(":")
        return server == self._api.server_name and LOCALPART.fullmatch(localpart) is not None

    async def _log_in(self, user: Dict[str, str], password: Any, expected: Optional[str]) -> Optional[LoggedIn]:
        if not isinstance(password, str) or password == "":
            return None
        auth = await self._ask({**user, "password": password})
        if auth is None or auth.get("success") is not True:
            return None
        user_id = auth.get("mxid")
        if not isinstance(user_id, str) or not self._is_exact(user_id) or expected not in (None, user_id):
            logger.error("Porter said yes for a user other than the one that was asked for")
            return None
        known = await self._api.check_user_exists(user_id)
        if known is None:
            known = await self._register(user_id, auth.get("profile"))
        if known != user_id:
            logger.error("Porter knows %s, and Synapse a user of nearly the same name: %s", user_id, known)
            return None
        info = await self._api.get_userinfo_by_id(user_id)
        # Newer Synapses have `locked`.
        if info is None or info.is_deactivated or getattr(info, "locked", False):
            return None
        return user_id, None

    async def _ask(self, user: Dict[str, str]) -> Optional[Dict[str, Any]]:
        """What Porter answers, or None, with one line in the log, if it does not answer as it should."""
        # Not post_json_get_json: that writes what it sends, the password, into the log at level DEBUG.
        body = json.dumps({"user": user, "display_name": True}).encode()
        asking = run_in_background(self._post, body)
        # With a function of its own: Synapse's client ends a request that is given up with an IndexError.
        asking.addTimeout(self._config.timeout, reactor, onTimeoutCancel=_gave_up)
        try:
            status, answer = await make_deferred_yieldable(asking)
            if status == 401:
                raise ValueError("it does not accept the secret")
            if status != 200:
                raise ValueError(f"it answers {status}")
            auth = json.loads(answer)["auth"]
            if not isinstance(auth, dict):
                raise ValueError("it answers something else than Porter does")
            return auth
        except defer.TimeoutError:
            logger.error("Porter did not answer within %s s, so a log-in was refused", self._config.timeout)
        except (KeyError, TypeError, json.JSONDecodeError):
            logger.error("What answers in Porter's place is not Porter, so a log-in was refused")
        except Exception as error:
            logger.error("Porter could not be asked, so a log-in was refused: %s", " ".join(str(error).split()))
        return None

    async def _post(self, body: bytes) -> Tuple[int, bytes]:
        response = await self._api.http_client.request("POST", self._config.url, data=body, headers=self._headers)
        return response.code, await make_deferred_yieldable(readBody(response))

    async def _register(self, user_id: str, profile: Any) -> Optional[str]:
        """Makes the user at its first log-in, with name and addresses."""
        profile = profile if isinstance(profile, dict) else {}
        name = profile.get("display_name")
        emails: List[str] = []
        for known in profile.get("three_pids") or []:
            address = known.get("address")
            # Synapse would take the address away from whoever has it.
            if known.get("medium") == "email" and await self._holder_of(address) is None:
                emails.append(address)
        localpart = UserID.from_string(user_id).localpart
        try:
            return await self._api.register_user(localpart, name if isinstance(name, str) else None, emails)
        except SynapseError as error:
            # Two first log-ins at once: the other one made it.
            known_now = await self._api.check_user_exists(user_id)
            if known_now is None:
                logger.error("Synapse does not make the user %s: %s", user_id, error.msg)
            return known_now

    async def _holder_of(self, address: str) -> Optional[str]:
        """The user of this server who has the mail address."""

        def find(txn: Any) -> Optional[str]:
            txn.execute("SELECT user_id FROM user_threepids WHERE medium = 'email' AND address = ?", (address,))
            row = txn.fetchone()
            return None if row is None else row[0]

        return await self._api.run_db_interaction("porter_password_holder_of", find)
