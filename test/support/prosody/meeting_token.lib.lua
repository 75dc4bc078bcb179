-- Ours (README.md beside this file). The questions that Jitsi's modules ask of a token when somebody signs in, in their order, with
-- the standard library of Prosody alone. HS256 only: Prosody 0.12 has no other signature for modules to check.

local hashes = require "util.hashes";
local json = require "util.json";
local base64 = require "util.encodings".base64;

local function decode(part)
	local text = part:gsub("-", "+"):gsub("_", "/") .. ("="):rep(-#part % 4);
	return base64.decode(text);
end

local function decode_object(part)
	local text = decode(part);
	local value = text and json.decode(text);
	return type(value) == "table" and value or nil;
end

-- One value out of the accepted ones, "*" among which stands for any; but it must be there. A list never matches a named one.
local function accepts(accepted, value)
	if value == nil then return false; end
	return accepted:contains("*") or (type(value) == "string" and accepted:contains(value));
end

-- `expected`: `secret`, and `issuers` and `audiences` as sets. `now` in epoch seconds; no leeway in either direction.
-- Answers the claims; or nil, the SASL condition, and the word for what was wrong.
local function check(token, expected, now)
	local function refuse(reason) return nil, "not-allowed", reason; end

	if type(token) ~= "string" or token == "" then return refuse("no-token"); end
	local signed, head, body, seal = token:match("^(([%w_-]+)%.([%w_-]+))%.([%w_-]*)$");
	if not signed then return refuse("form"); end
	local header, claims, signature = decode_object(head), decode_object(body), decode(seal);
	if not (header and claims and signature) then return refuse("form"); end

	if header.typ ~= "JWT" then return refuse("typ"); end
	if header.alg ~= "HS256" then return refuse("alg"); end
	for _, name in ipairs({ "exp", "nbf" }) do
		if claims[name] ~= nil and type(claims[name]) ~= "number" then return refuse(name); end
	end
	if not hashes.equals(hashes.hmac_sha256(expected.secret, signed), signature) then return refuse("signature"); end
	if claims.exp ~= nil and now >= claims.exp then return refuse("exp"); end
	if claims.nbf ~= nil and now < claims.nbf then return refuse("nbf"); end
	if not accepts(expected.issuers, claims.iss) then return refuse("iss"); end
	if not accepts(expected.audiences, claims.aud) then return refuse("aud"); end

	for _, name in ipairs({ "room", "sub" }) do
		if claims[name] == nil then return nil, "not-authorized", name; end
	end
	return claims;
end

return { check = check };
