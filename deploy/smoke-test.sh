#!/usr/bin/env bash
# Asks a running server the few questions that tell a working deployment from a broken one.
# usage: smoke-test.sh URL [PICTURE]      exit: 0 all answers right, 1 one was wrong (it says which), 64 usage
#   READY_SECONDS (60)  how long to wait for /health/ready
#   API_KEY             a key that the server knows; without one it has to answer everybody
set -euo pipefail

url=${1:-}
url=${url%/}
picture=${2:-$(dirname "$0")/../docs/pictures/frog.jpg}
[[ $url == http*://* && -r $picture ]] || {
  echo "usage: smoke-test.sh URL [PICTURE]; received URL '$url', PICTURE '$picture'" >&2
  exit 64
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# In a file, because a list of processes shows arguments to everybody on the machine.
(umask 077 && printf '%s' "${API_KEY:+X-API-Key: $API_KEY}" >"$work/key")

# expect NAME STATUS CONTENT_TYPE PATTERN CURL_ARGUMENTS...
expect() {
  local name=$1 status=$2 type=$3 pattern=$4 received
  shift 4
  received=$(curl --silent --show-error --max-time 15 --output "$work/body" --write-out '%{http_code} %{content_type}' "$@") || true
  if [[ $received == "$status $type"* ]] && grep -qE -- "$pattern" "$work/body"; then
    echo "ok    $name"
    return
  fi
  echo "FAIL  $name: expected $status $type with $pattern, received $received" >&2
  { head -c 500 "$work/body" && echo; } >&2 || true
  exit 1
}

deadline=$((SECONDS + ${READY_SECONDS:-60}))
until curl --silent --fail --max-time 3 --output /dev/null "$url/health/ready"; do
  ((SECONDS < deadline)) || { echo "FAIL  ready: $url/health/ready did not answer 200 in ${READY_SECONDS:-60} s" >&2; exit 1; }
  sleep 0.5
done
echo "ok    ready"

expect live 200 application/json '"status": ?"ok"' "$url/health/live"
expect model 200 application/json '"[a-z_]+":' --header "@$work/key" "$url/model"
[[ -z ${API_KEY:-} ]] || expect closed 401 application/problem+json '"code": ?"unauthorized"' "$url/model"

# From a file: a picture in base64 is longer than a command line may be. Threshold 0, so that there are labels
# whatever the model thinks of the picture.
{ printf '{"confidence_threshold":0,"image_base64":"'; base64 <"$picture" | tr -d '\n'; printf '"}'; } >"$work/request.json"
expect prediction 200 application/json '"label": ?"[^"]' \
  --header "@$work/key" --header 'content-type: application/json' --data-binary "@$work/request.json" "$url/predict"
expect problem 400 application/problem+json '"status": ?400' \
  --header "@$work/key" --header 'content-type: application/json' --data '{}' "$url/predict"
