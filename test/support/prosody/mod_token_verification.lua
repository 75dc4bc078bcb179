-- Ours; stands in for Jitsi's module of this name (README.md beside this file). On a MUC component: who may enter which room.
-- Rooms are made by an admin, as jicofo does; everybody else needs a token for that room.
--
-- As in Jitsi's, the options stand at the VirtualHost above the component: `muc_mapper_domain_base`, and
-- `muc_mapper_domain_prefix`. Rooms are looked for at `<prefix>.<base>` and nowhere else. `meeting_rooms_at` is an option of these
-- tests alone, for a second component beside.

local st = require "util.stanza";
local jid_bare = require "util.jid".bare;
local jid_node = require "util.jid".node;

local parent = module:context(module.host:match("%.(.+)$"));
local base = parent:get_option_string("muc_mapper_domain_base");
local prefix = parent:get_option_string("muc_mapper_domain_prefix", "conference");
local rooms_at = module:get_option_string("meeting_rooms_at", base and prefix.."."..base);
local admins = module:get_option_inherited_set("admins", {});

local function is_admin(event) return admins:contains(jid_bare(event.stanza.attr.from)); end

local function refuse(event, text)
	event.origin.send(st.error_reply(event.stanza, "cancel", "not-allowed", text));
	return true;
end

local function no_such_room(event) return refuse(event, "room-does-not-exist"); end

-- `[tenant]name` is how a room of a tenant is called inside Prosody.
local function may_enter(claims, room)
	if type(claims.room) ~= "string" or type(claims.sub) ~= "string" then return false; end
	local tenant, name = room:match("^%[([^%]]+)%](.+)$");
	if claims.sub ~= "*" and claims.sub:lower() ~= (tenant or base) then return false; end
	return claims.room == "*" or claims.room:lower() == (name or room);
end

module:hook("muc-room-pre-create", function(event)
	if not is_admin(event) then return no_such_room(event); end
end, 99);

module:hook("muc-occupant-pre-join", function(event)
	if is_admin(event) then return; end
	if rooms_at ~= module.host then return no_such_room(event); end
	local claims = event.origin.meeting_claims;
	if not claims or not may_enter(claims, jid_node(event.room.jid)) then return refuse(event); end
end, 99);
