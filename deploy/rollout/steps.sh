# shellcheck shell=bash
# The steps of a canary, whatever moves the requests. To be sourced by a program that defines
#   begin        starts the new version beside the old one and waits until it is ready
#   shift_to N   sends N percent of the requests to it
#   judge N      says whether it may go on, at N percent
#   promote      puts it in the place of the old one
#   withdraw     sends every request to the old one and ends the new one
#   abandon      says or does what is due where it is stopped while it replaces the old one
# Settings, with defaults:
#   STEPS (10 50 100)        percent of the requests, one step after the other
#   STEP_SECONDS (60)        how long each is watched, and how long the new version is before the first of them
#   PICTURES (docs/pictures) what both versions are asked: files or folders that look like your traffic
#   MIN_AGREEMENT (0.99), MAX_ERROR_RATIO (0.01), MAX_SLOWDOWN (3), MIN_REQUESTS (50)
#                            the bounds; `tetrapod compare --help` says what they mean
#   JUDGE                    the command that judges, in place of `node dist/cli/main.js compare`
#   TETRAPOD_API_KEY         a key with the scopes predict and metrics, where there are keys

# canary: 0 promoted; 1 withdrawn, as it did not get ready or broke a bound; 2 it passed, but could not be promoted;
#         3 it should have been withdrawn, but that failed
canary() {
  local share
  if ! begin; then
    echo 'canary: it did not get ready, and has had no request' >&2
    withdraw || return 3
    return 1
  fi
  # First without a request of anybody's: what is plainly wrong shall not meet a client.
  for share in 0 ${STEPS-10 50 100}; do
    echo "canary: $share %"
    if ! { shift_to "$share" && judge "$share"; }; then
      echo "canary: withdrawn at $share %" >&2
      withdraw || return 3
      return 1
    fi
  done
  replacing=1
  promote || return 2
  echo 'canary: promoted'
}

# compare OLD_URL NEW_URL
compare() {
  # shellcheck disable=SC2086 # words, all of them
  attend ${JUDGE:-node dist/cli/main.js compare} "$1" "$2" ${PICTURES:-docs/pictures} --duration "${STEP_SECONDS:-60}" \
    --min-agreement "${MIN_AGREEMENT:-0.99}" --max-error-ratio "${MAX_ERROR_RATIO:-0.01}" \
    --max-slowdown "${MAX_SLOWDOWN:-3}" --min-requests "${MIN_REQUESTS:-50}"
}

# attend COMMAND...: in the background, because bash attends to a signal only when what runs in front of it has ended.
attend() {
  "$@" &
  attended=$!
  wait "$attended"
}

# Whoever stops it half-way wants the old version back. Once that is being replaced, nobody waits to see whether it is.
interrupted() {
  trap '' INT TERM
  [[ -z ${attended:-} ]] || kill "$attended" 2>/dev/null || true
  if [[ -n ${replacing:-} ]]; then
    echo 'interrupted while the old version was being replaced: somebody must look' >&2
    abandon || true
    exit 2
  fi
  echo 'canary: interrupted, withdrawn' >&2
  withdraw || exit 2
  exit 1
}
trap interrupted INT TERM
