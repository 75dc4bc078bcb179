#!/bin/sh
# Chromium that ends with the test that started it, even when that is killed.
if command -v setpriv > /dev/null; then exec setpriv --pdeathsig KILL -- "$PORTER_CHROMIUM" "$@"; fi
exec "$PORTER_CHROMIUM" "$@"
