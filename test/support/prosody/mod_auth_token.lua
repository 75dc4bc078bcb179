-- Ours; stands in for Jitsi's module of this name (README.md beside this file). Signing in with SASL ANONYMOUS and a token in the
-- query of the WebSocket's address, as the web client of Jitsi does. What the token says of the person is put on each presence.

local new_sasl = require "util.sasl".new;
local formdecode = require "util.http".formdecode;
local check = module:require "meeting_token".check;

local app_id = module:get_option_string("app_id");
local expected = {
	secret = module:get_option_string("app_secret");
	issuers = module:get_option_set("asap_accepted_issuers", { app_id });
	audiences = module:get_option_set("asap_accepted_audiences", { "*" });
};

local function token_of(session)
	local request = session.websocket_request;
	local query = request and request.url.query and formdecode(request.url.query);
	return type(query) == "table" and query.token or nil;
end

local function make_handler(session)
	local anonymous = new_sasl(module.host, { anonymous = function() return true; end });
	local handler = setmetatable({}, { __index = anonymous });

	function handler:process(message)
		local claims, condition, reason = check(token_of(session), expected, os.time());
		if not claims then return "failure", condition, reason; end
		session.meeting_claims = claims;
		return anonymous.process(self, message);
	end

	-- Asked for after a failure: the next attempt is judged like the first.
	function handler.clean_clone() return make_handler(session); end

	return handler;
end

local function unknown() return nil, "There are no accounts here."; end

module:provides("auth", {
	get_sasl_handler = make_handler;
	test_password = unknown;
	get_password = unknown;
	set_password = unknown;
	create_user = unknown;
	user_exists = unknown;
	users = function() return next, prosody.hosts[module.host].sessions, nil; end;
});

local function introduce(event)
	local claims, stanza = event.origin.meeting_claims, event.stanza;
	stanza:maptags(function(tag) return tag.name ~= "identity" and tag or nil; end);
	local context = claims and claims.context;
	local user = type(context) == "table" and context.user;
	if type(user) ~= "table" then return; end
	stanza:tag("identity"):tag("user");
	for _, name in ipairs({ "id", "name", "email", "avatar" }) do
		if type(user[name]) == "string" then stanza:text_tag(name, user[name]); end
	end
	stanza:reset();
end

module:hook("pre-presence/full", introduce);
module:hook("pre-presence/bare", introduce);
