-- Makes an owner of everybody whose claims `is_owner` likes, and a member of everybody else with a token. Runs after
-- mod_token_verification has let the person in.

return function(is_owner)
	module:hook("muc-occupant-pre-join", function(event)
		local claims = event.origin.meeting_claims;
		if not claims then return; end
		local affiliation = is_owner(claims) and "owner" or "member";
		event.room:set_affiliation(true, event.stanza.attr.from:match("^[^/]+"), affiliation);
		event.occupant.role = event.room:get_default_role(affiliation);
	end, 98);
end
