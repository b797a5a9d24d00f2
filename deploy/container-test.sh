#!/usr/bin/env bash
# Runs an image the way Kubernetes will (read-only, no capabilities, not root), smoke-tests it and stops it.
# usage: container-test.sh IMAGE      exit: 0 it passed, 1 it did not, 64 usage
#   ENGINE (docker)  anything with docker's command line
#   HOST_PORT (13000)
set -euo pipefail

image=${1:-}
[[ -n $image ]] || { echo 'usage: container-test.sh IMAGE' >&2; exit 64; }
engine=${ENGINE:-docker}
port=${HOST_PORT:-13000}
container=tetrapod-test-$$
# shellcheck disable=SC2317 # the trap calls it
cleanup() { "$engine" rm --force "$container" >/dev/null 2>&1 || true; }
trap cleanup EXIT
fail() {
  echo "FAIL  $*" >&2
  "$engine" logs --tail 50 "$container" >&2 || true
  exit 1
}

# The image listens on all interfaces, so that it must not start for everybody by oversight.
if refusal=$("$engine" run --rm "$image" 2>&1); then
  fail 'expected no start with neither API keys nor AUTH=off'
fi
grep -q 'AUTH=off' <<<"$refusal" || fail "expected a refusal that names AUTH=off, received: $refusal"
echo 'ok    does not start without keys'

# What `tetrapod keys new` does, with the tools of the base system.
API_KEY=tpd_$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')
export API_KEY
digest=$(printf '%s' "$API_KEY" | sha256sum | cut -d ' ' -f 1)

# The same limits as in deploy/kubernetes/base/deployment.yaml. A port other than the default proves that PORT counts.
"$engine" run --detach --name "$container" --publish "127.0.0.1:$port:8080" --env PORT=8080 --env "API_KEYS=smoke:$digest" \
  --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 1g --cpus 2 \
  "$image" >/dev/null || fail "$image does not start"
"$(dirname "$0")/smoke-test.sh" "http://127.0.0.1:$port" || fail 'smoke test'

user=$("$engine" inspect --format '{{.Config.User}}' "$container")
[[ $user =~ ^[1-9][0-9]*(:|$) ]] || fail "expected a numeric user other than root, received '$user'"

# The image's own HEALTHCHECK, as its shell sees it.
mapfile -t check < <("$engine" inspect --format '{{range .Config.Healthcheck.Test}}{{println .}}{{end}}' "$container" | sed '/^$/d')
"$engine" exec "$container" "${check[@]:1}" || fail 'HEALTHCHECK'

"$engine" stop -t 20 "$container" >/dev/null
code=$("$engine" inspect --format '{{.State.ExitCode}}' "$container")
[[ $code == 0 ]] || fail "expected exit code 0 after SIGTERM, received $code (137: it had to be killed)"
echo 'ok    stopped by SIGTERM'
