#!/usr/bin/env bash
# Tries a new version beside the old one behind nginx (deploy/nginx/canary.conf), at a growing share of the requests,
# and goes back by itself as soon as it answers worse. No client sees an error either way.
# usage: nginx.sh OLD_URL NEW_URL        e.g. nginx.sh http://127.0.0.1:3001 http://127.0.0.1:3003
#   START, PROMOTE, STOP   commands: start the new version at NEW_URL; put it in the old one's place, one replica
#                          after the other (rolling-restart.sh); stop what runs at NEW_URL
#   SHARES (/run/tetrapod/canary)   the folder in which nginx looks for the share
#   READY_SECONDS (60)     how long the new version may take to get ready
#   and those of steps.sh: STEPS, STEP_SECONDS, PICTURES, MIN_AGREEMENT, MAX_ERROR_RATIO, MAX_SLOWDOWN, ...
# exit: 0  the new version is in the old one's place
#       1  it did not get ready or broke a bound; the old one answers everything, and the new one is stopped
#       2  it passed, but PROMOTE failed or was interrupted, and at NEW_URL it answers everything; or its share could not be
#          taken back: somebody must look
#      64  usage
set -euo pipefail

old=${1:-}
new=${2:-}
shares=${SHARES:-/run/tetrapod/canary}
[[ $old == http://* && $new == http://* && -n ${START:-} && -n ${PROMOTE:-} && -n ${STOP:-} ]] || {
  echo "usage: START=... PROMOTE=... STOP=... nginx.sh OLD_URL NEW_URL; received '$old', '$new'" >&2
  exit 64
}
[[ -d $shares && -w $shares ]] || { echo "SHARES: expected a folder to write to, received '$shares'" >&2; exit 64; }
for share in ${STEPS-10 50 100}; do
  [[ $share =~ ^(10|50|100)$ ]] || { echo "STEPS: expected some of 10, 50 and 100, which canary.conf knows, received '$share'" >&2; exit 64; }
done
# shellcheck source=deploy/rollout/steps.sh
. "$(dirname "$0")/steps.sh"

begin() {
  shift_to 0 || return 1
  sh -c "$START" || return 1
  local deadline=$((SECONDS + ${READY_SECONDS:-60}))
  until curl --silent --fail --max-time 3 --output /dev/null "$new/health/ready"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

# The share is the name of the one file. A rename is seen as a whole: no request finds two files or, on the way
# from one share to the next, none.
shift_to() {
  local before
  before=$(find "$shares" -type f)
  case $1,$before in
    0,) ;;
    0,*) rm -f "$before" ;;
    *,) : >"$shares/$1" ;;
    *,"$shares/$1") ;;
    *) mv "$before" "$shares/$1" ;;
  esac
}

judge() { compare "$old" "$new"; }

promote() {
  sh -c "$PROMOTE" || { echo "PROMOTE failed; $new answers every request" >&2; return 1; }
  shift_to 0
  sh -c "$STOP"
}

withdraw() {
  shift_to 0 || { echo "$shares: the share could not be taken back, so $new is left to run" >&2; return 1; }
  sh -c "$STOP" || true
}

# shellcheck disable=SC2317 # the trap of steps.sh calls it
abandon() { echo "$shares and $new are left as they are; each of the old replicas may be of either version" >&2; }

result=0
canary || result=$?
exit $((result > 1 ? 2 : result))
