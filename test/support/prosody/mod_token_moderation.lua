-- Ours; stands in for the module of this name (README.md beside this file). An owner by the claim `moderator` alone.

module:require "meeting_owners"(function(claims) return claims.moderator == true; end);
