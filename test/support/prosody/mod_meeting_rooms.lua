-- On a MUC component: who may enter which room, and as what. Rooms are made by an admin, as jicofo does; everybody else needs a
-- token for that room. `meeting_plugin` says whose reading decides about the owner: "token_affiliation" or "token_moderation".

local st = require "util.stanza";
local jid_bare = require "util.jid".bare;
local jid_node = require "util.jid".node;

local admins = module:get_option_inherited_set("admins", {});
local domain = module:get_option_string("muc_mapper_domain_base");
local plugin = module:get_option_string("meeting_plugin", "token_affiliation");

local function is_admin(event) return admins:contains(jid_bare(event.stanza.attr.from)); end

local function refuse(event)
	event.origin.send(st.error_reply(event.stanza, "cancel", "not-allowed"));
	return true;
end

-- `[tenant]name` is how a room of a tenant is called inside Prosody.
local function may_enter(claims, room)
	local tenant, name = room:match("^%[([^%]]+)%](.+)$");
	if claims.sub ~= "*" and claims.sub ~= (tenant or domain) then return false; end
	if type(claims.room) ~= "string" then return false; end
	return claims.room == "*" or claims.room:lower() == (name or room);
end

local owner_affiliations = { owner = true; moderator = true; teacher = true };

local is_owner = {
	token_affiliation = function(claims)
		local user = type(claims.context) == "table" and claims.context.user;
		if type(user) ~= "table" then return false; end
		return owner_affiliations[user.affiliation] or user.moderator == true or user.moderator == "true";
	end;
	token_moderation = function(claims) return claims.moderator == true; end;
};

module:hook("muc-room-pre-create", function(event)
	if not is_admin(event) then return refuse(event); end
end, 99);

module:hook("muc-occupant-pre-join", function(event)
	if is_admin(event) then return; end
	local claims, room, jid = event.origin.meeting_claims, event.room, jid_bare(event.stanza.attr.from);
	if not claims or not may_enter(claims, jid_node(room.jid)) then return refuse(event); end

	local affiliation = is_owner[plugin](claims) and "owner" or "member";
	room:set_affiliation(true, jid, affiliation);
	event.occupant.role = room:get_default_role(affiliation);
end, 99);
