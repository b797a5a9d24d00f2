#!/usr/bin/env bash
# Runs rollout.sh against a make-believe cluster: a `kubectl` first on PATH that keeps its state in files.
# Each case takes a second at most and is stopped after 20.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/bin" "$root/overlays/staging"
printf 'namespace: tetrapod-staging\n' >"$root/overlays/staging/kustomization.yaml"

cat >"$root/bin/kubectl" <<'FAKE'
#!/usr/bin/env bash
set -euo pipefail
echo "$*" >>"$STATE/calls"
[[ $1 != --namespace ]] || shift 2
running() { cat "$STATE/running" 2>/dev/null || true; }
case "$1 ${2:-}" in
  kustomize*)
    [[ -z ${RENDER_FAILS:-} ]] || { echo 'error: no such file' >&2; exit 1; }
    [[ -z ${PLACEHOLDER_STAYS:-} ]] || { echo 'image: ghcr.io/OWNER/tetrapod:tag'; exit 0; }
    sed -n 's/.*newName: \([^,]*\), digest: \([^ ]*\) .*/image: \1@\2/p' "$2/kustomization.yaml"
    echo 'probe: new' ;;
  'get deployment')
    [[ -z ${CLUSTER_DOWN:-} ]] || { echo 'connection refused' >&2; exit 1; }
    running ;;
  'get pods') # the pod on its way out comes first
    [[ $* != *go-template* ]] || printf 'pod-before %s\npod-now %s\n' "${RAN_BEFORE:-none}" "$(running)" ;;
  'apply view-last-applied')
    case $3 in
      deployment/*) printf 'image: %s\nprobe: old\n' "${LAST_APPLIED:-$(running)}" ;;
      service/*) echo 'kind: Service' ;;
    esac ;;
  'set image') # like the real one, it prints nothing when nothing changes
    file=$(sed 's/.*--filename \([^ ]*\).*/\1/' <<<"$*")
    grep -q "^image: ${6#*=}$" "$file" || sed "s#^image: .*#image: ${6#*=}#" "$file" ;;
  'apply --dry-run=server') [[ -z ${REJECTED:-} ]] ;;
  'apply --filename')
    ! grep -q '^image: ' "$3" || { sed -n 's/^image: //p' "$3" >"$STATE/running"; cp "$3" "$STATE/live"; } ;;
  'rollout status') [[ " ${NEVER_READY:-} " != *" $(running) "* ]] ;;
  port-forward*) echo $$ >>"$STATE/forwarders"; exec sleep 30 ;;
  logs*) ;;
  *) echo "unexpected: kubectl $*" >&2; exit 99 ;;
esac
FAKE
cat >"$root/bin/smoke" <<'FAKE'
#!/usr/bin/env bash
until [[ -s $STATE/forwarders ]]; do sleep 0.02; done
[[ " ${WRONG_ANSWERS:-} " != *" $(cat "$STATE/running") "* ]]
FAKE
chmod +x "$root"/bin/*

old=ghcr.io/me/tetrapod@sha256:$(printf 'a%.0s' {1..64})
new=ghcr.io/me/tetrapod@sha256:$(printf 'b%.0s' {1..64})
passed=0
failed=0
check() { # check WHAT EXPECTED RECEIVED
  if [[ $2 == "$3" ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAIL  %s: %s: expected %s, received %s\n' "$case_name" "$1" "$2" "$3"
    sed 's/^/      | /' "$STATE/output"
  fi
}

# run NAME RUNNING_BEFORE [VARIABLE=VALUE...] -- ARGUMENTS...
run() {
  case_name=$1
  STATE=$(mktemp -d "$root/state.XXXX")
  [[ -z $2 ]] || echo "$2" >"$STATE/running"
  touch "$STATE/calls" "$STATE/forwarders"
  shift 2
  local settings=()
  while [[ $1 != -- ]]; do settings+=("$1"); shift; done
  shift
  code=0
  env PATH="$root/bin:$PATH" STATE="$STATE" SMOKE_TEST="$root/bin/smoke" "${settings[@]}" \
    timeout 20 "$here/rollout.sh" "$@" >"$STATE/output" 2>&1 || code=$?
}
live() { cat "$STATE/running" 2>/dev/null || true; }
applied() { grep -c -- 'apply --filename' "$STATE/calls" || true; }
overlay=$root/overlays/staging

run 'a good image stays' "$old" -- "$overlay" "$new"
check 'exit code' 0 "$code"
check 'running' "$new" "$(live)"
check 'manifests applied' 1 "$(applied)"
check 'namespace of every call to the cluster' 0 "$(grep -cvE '^(--namespace tetrapod-staging|kustomize|set image --local) ?' "$STATE/calls" || true)"
check 'generated overlays left' 0 "$(find "$root/overlays" -name '.rollout*' | wc -l)"
check 'port forwards left' 0 "$(xargs -r -n1 kill -0 <"$STATE/forwarders" 2>/dev/null && echo 1 || echo 0)"

run 'the first deployment needs nothing to go back to' '' -- "$overlay" "$new"
check 'exit code' 0 "$code"
check 'running' "$new" "$(live)"

run 'the smoke test asks a new pod, not one on its way out' "$old" RAN_BEFORE="$old" -- "$overlay" "$new"
check 'pod' 1 "$(grep -c 'port-forward pod/pod-now ' "$STATE/calls" || true)"

run 'pods that never get ready are rolled back' "$old" NEVER_READY="$new" -- "$overlay" "$new"
check 'exit code' 1 "$code"
check 'running' "$old" "$(live)"
check 'the manifests of before, not the image alone' 'probe: old' "$(grep probe "$STATE/live")"

run 'wrong answers are rolled back' "$old" WRONG_ANSWERS="$new" -- "$overlay" "$new"
check 'exit code' 1 "$code"
check 'running' "$old" "$(live)"

run 'an image set by hand is what comes back' "$old" LAST_APPLIED=ghcr.io/me/tetrapod:older NEVER_READY="$new" -- "$overlay" "$new"
check 'exit code' 1 "$code"
check 'running' "$old" "$(live)"

run 'a roll-back that fails too says so' "$old" NEVER_READY="$new $old" -- "$overlay" "$new"
check 'exit code' 2 "$code"
run 'a roll-back that answers wrongly says so' "$old" WRONG_ANSWERS="$new $old" -- "$overlay" "$new"
check 'exit code' 2 "$code"

run 'a first deployment that fails is left to look at' '' NEVER_READY="$new" -- "$overlay" "$new"
check 'exit code' 3 "$code"
check 'running' "$new" "$(live)"

for trouble in CLUSTER_DOWN RENDER_FAILS PLACEHOLDER_STAYS REJECTED; do
  run "$trouble changes nothing" "$old" "$trouble=1" -- "$overlay" "$new"
  check 'exit code' 4 "$code"
  check 'manifests applied' 0 "$(applied)"
done

run 'a tag is no digest' "$old" -- "$overlay" ghcr.io/me/tetrapod:v1
check 'exit code' 64 "$code"
run 'an overlay that is not there' "$old" -- "$root/overlays/elsewhere" "$new"
check 'exit code' 64 "$code"
run 'no arguments' "$old" --
check 'exit code' 64 "$code"
check 'calls' 0 "$(wc -l <"$STATE/calls")"

echo "$passed passed, $failed failed"
((failed == 0))
