#!/bin/sh
# Forge asks for the version of its compiler each time it starts: this spares starting Node for the answer.
case "$*" in
  *--version*) [ -f "$REMEMBERED_ANSWERS/version" ] && exec cat "$REMEMBERED_ANSWERS/version" ;;
esac
exec node "$(dirname "$0")/remembering-solc.cjs" "$@"
