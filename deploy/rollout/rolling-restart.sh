#!/usr/bin/env bash
# Restarts replicas one after the other, and goes on only when the one before is ready: a version or a model that cannot
# be served costs one replica, and the others go on answering.
# usage: rolling-restart.sh COMMAND URL...        e.g. rolling-restart.sh 'systemctl restart tetrapod@$PORT' http://127.0.0.1:3001 ...
#   COMMAND             restarts one replica; it gets its URL and PORT in the environment
#   READY_SECONDS (60)  how long each may take to get ready
# exit: 0 all are ready, 1 one did not get ready (it is named, and those after it are as they were), 64 usage
set -euo pipefail

command=${1:-}
[[ -n $command && $# -ge 2 && $2 == http://* ]] || { echo "usage: rolling-restart.sh COMMAND URL..." >&2; exit 64; }
shift

for url in "$@"; do
  URL=$url PORT=${url##*:} sh -c "$command" || { echo "$url: '$command' failed" >&2; exit 1; }
  deadline=$((SECONDS + ${READY_SECONDS:-60}))
  until curl --silent --fail --max-time 3 --output /dev/null "$url/health/ready"; do
    ((SECONDS < deadline)) || {
      echo "$url: not ready after ${READY_SECONDS:-60} s; stopped here, the other replicas are as they were" >&2
      exit 1
    }
    sleep 0.2
  done
  echo "$url: ready"
done
