#!/usr/bin/env bash
# Runs rollout.sh against a make-believe cluster: a `kubectl` first on PATH that keeps its state in files.
# Each case takes a second at most and is stopped after 20.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/bin" "$root/overlays/staging"
printf 'namespace: tetrapod-staging\n' >"$root/overlays/staging/kustomization.yaml"

cp "$here/rollout/make-believe-kubectl.sh" "$root/bin/kubectl"
cat >"$root/bin/smoke" <<'FAKE'
#!/usr/bin/env bash
# It is asked at once, when the forward may not have begun.
pod=
until [[ -n $pod ]]; do
  while read -r pid name; do if kill -0 "$pid" 2>/dev/null; then pod=$name; fi; done <"$STATE/forwarders"
  sleep 0.02
done
case $pod in
  pod/pod-canary) [[ -z ${CANARY_SMOKES:-} ]] ;;
  *) [[ " ${WRONG_ANSWERS:-} " != *" $(cat "$STATE/running") "* ]] ;;
esac
FAKE
# Forwarded ports, in which nobody listens here.
printf '#!/bin/sh\n' >"$root/bin/curl"
cat >"$root/bin/judge" <<'FAKE'
#!/usr/bin/env bash
echo "asked: $(cat "$STATE/asked"), pods: $(cat "$STATE/canary-pods" 2>/dev/null || echo 1), $1 $2 key: $TETRAPOD_API_KEY" >>"$STATE/judged"
[[ -z ${JUDGE_HANGS:-} ]] || { echo $$ >"$STATE/judging"; exec sleep 30; }
[[ $(wc -l <"$STATE/judged") != "${WORSE_AT_STEP:-none}" ]]
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
  echo server >"$STATE/asked"
  touch "$STATE/calls" "$STATE/forwarders" "$STATE/judged"
  shift 2
  local settings=()
  while [[ $1 != -- ]]; do settings+=("$1"); shift; done
  shift
  code=0
  env PATH="$root/bin:$PATH" STATE="$STATE" SMOKE_TEST="$root/bin/smoke" JUDGE="$root/bin/judge" "${settings[@]}" \
    timeout 20 "$here/rollout.sh" "$@" >"$STATE/output" 2>&1 || code=$?
}
live() { cat "$STATE/running" 2>/dev/null || true; }
applied() { grep -c -- 'apply --filename' "$STATE/calls" || true; }
alive() { # forwarders, judges and waiting kubectls that still run
  local pid left=0
  while read -r pid _; do if kill -0 "$pid" 2>/dev/null; then left=$((left + 1)); fi; done \
    < <(cat "$STATE/forwarders" "$STATE/judging" "$STATE/waiting" 2>/dev/null)
  echo "$left"
}
overlay=$root/overlays/staging

run 'a good image stays' "$old" -- "$overlay" "$new"
check 'exit code' 0 "$code"
check 'running' "$new" "$(live)"
check 'manifests applied, of the canary and then of the deployment' 2 "$(applied)"
check 'canaries left' '' "$(cat "$STATE/canary" 2>/dev/null || true)"
check 'whom the Service asks afterwards' server "$(cat "$STATE/asked")"
check 'namespace of every call to the cluster' 0 "$(grep -cvE '^(--namespace tetrapod-staging|kustomize|set image --local) ?' "$STATE/calls" || true)"
check 'generated overlays left' 0 "$(find "$root/overlays" -name '.rollout*' | wc -l)"
check 'port forwards left' 0 "$(alive)"

run 'a canary gets its shares and is judged at each, before it gets any and by a key that is in no list of processes' \
  "$old" API_KEY=tpd_1 REPLICAS=10 -- "$overlay" "$new"
check 'exit code' 0 "$code"
check 'judged' "$(
  urls='http://127.0.0.1:18080 http://127.0.0.1:18081 key: tpd_1'
  printf "asked: %s, pods: %s, $urls\n" server 1 null 2 null 10 canary 10
)" "$(cat "$STATE/judged")"

for step in 1 2 3 4; do
  run "a canary that answers worse at step $step is withdrawn" "$old" WORSE_AT_STEP=$step -- "$overlay" "$new"
  check 'exit code' 1 "$code"
  check 'running' "$old" "$(live)"
  check 'whom the Service asks' server "$(cat "$STATE/asked")"
  check 'steps' "$step" "$(wc -l <"$STATE/judged")"
  check 'canaries left' '' "$(cat "$STATE/canary" 2>/dev/null || true)"
  check 'the deployment was never touched' 1 "$(applied)"
  check 'port forwards left' 0 "$(alive)"
done

run 'a canary that never gets ready is asked by nobody' "$old" CANARY_NEVER_READY=1 -- "$overlay" "$new"
check 'exit code' 1 "$code"
check 'running' "$old" "$(live)"
check 'judged' 0 "$(wc -l <"$STATE/judged")"
check 'who was asked in between' 0 "$(grep -c 'component":\(null\|"canary\)' "$STATE/calls" || true)"

run 'a canary that fails the smoke test is asked by nobody' "$old" CANARY_SMOKES=1 -- "$overlay" "$new"
check 'exit code' 1 "$code"
check 'judged' 0 "$(wc -l <"$STATE/judged")"

run 'a canary that cannot be withdrawn says so' "$old" PATCH_FAILS=1 -- "$overlay" "$new"
check 'exit code' 2 "$code"

run 'a canary is not judged by whoever else has its port' "$old" PORT_TAKEN=18081 -- "$overlay" "$new"
check 'exit code' 1 "$code"
check 'running' "$old" "$(live)"

run 'without steps there is no canary' "$old" STEPS= -- "$overlay" "$new"
check 'exit code' 0 "$code"
check 'manifests applied' 1 "$(applied)"
check 'judged' 0 "$(wc -l <"$STATE/judged")"

# stop NAME RUNNING_BEFORE FILE [VARIABLE=VALUE...]: runs it until a process that hangs has written FILE, and stops it there
stop() {
  case_name=$1
  STATE=$(mktemp -d "$root/state.XXXX")
  [[ -z $2 ]] || echo "$2" >"$STATE/running"
  echo server >"$STATE/asked"
  touch "$STATE/forwarders" "$STATE/judged"
  local file=$STATE/$3 stopped
  shift 3
  env PATH="$root/bin:$PATH" STATE="$STATE" SMOKE_TEST="$root/bin/smoke" JUDGE="$root/bin/judge" "$@" \
    timeout --foreground 20 "$here/rollout.sh" "$overlay" "$new" >"$STATE/output" 2>&1 &
  stopped=$!
  until [[ -s $file ]]; do sleep 0.05; done
  kill -TERM "$stopped"
  code=0
  wait "$stopped" || code=$?
}

stop 'a roll-out that is stopped while it is judged is withdrawn' "$old" judging JUDGE_HANGS=1
check 'exit code' 1 "$code"
check 'whom the Service asks' server "$(cat "$STATE/asked")"
check 'canaries left' '' "$(cat "$STATE/canary" 2>/dev/null || true)"
check 'port forwards and judges left' 0 "$(alive)"

stop 'a roll-out that is stopped while a canary gets ready is withdrawn' "$old" waiting \
  ROLL_OUT_HANGS="deployment/tetrapod-canary $old"
check 'exit code' 1 "$code"
check 'canaries left' '' "$(cat "$STATE/canary" 2>/dev/null || true)"
check 'waiting kubectls left' 0 "$(alive)"

for steps in '10 100' ''; do
  stop "what ran is put back where a roll-out with the steps '$steps' is stopped while it replaces that" "$old" waiting \
    STEPS="$steps" ROLL_OUT_HANGS="deployment/tetrapod $new"
  check 'exit code' 2 "$code"
  check 'running' "$old" "$(live)"
  check 'the manifests of before, not the image alone' 'probe: old' "$(grep probe "$STATE/live")"
  check 'whom the Service asks' server "$(cat "$STATE/asked")"
  check 'canaries left' '' "$(cat "$STATE/canary" 2>/dev/null || true)"
  check 'waiting kubectls left' 0 "$(alive)"
done

stop 'a first deployment that is stopped is left to look at' '' waiting ROLL_OUT_HANGS="deployment/tetrapod $new"
check 'exit code' 2 "$code"
check 'running' "$new" "$(live)"

stop 'a roll-out that is stopped before it has changed anything changes nothing' "$old" waiting DRY_RUN_HANGS=1
check 'exit code' 4 "$code"
check 'changes' 0 "$(grep -cE ' (patch|delete|apply --filename) ' "$STATE/calls" || true)"

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
