# shellcheck shell=bash
# What a canary's steps mean in a cluster, for deploy/rollout.sh, which sources this and has the names, the rendered
# manifests and the two images.
# shellcheck disable=SC2154 # they are rollout.sh's

# A Deployment of its own beside the old one: deploy/rollout/canary.
canary=deployment/$name-canary

# The canary's pods carry the component "canary" where the old ones carry "server", and both the same name. So the
# Service's selector decides who is asked, and is the one thing that changes between the steps.
serve_with() { # serve_with server | canary | both
  local component='null'
  [[ $1 == both ]] || component="\"$1\""
  in_namespace patch "service/$name" --type merge \
    --patch "{\"spec\":{\"selector\":{\"app.kubernetes.io/component\":$component}}}"
}

begin() {
  withdraw || return 1
  in_namespace apply --filename "$work/canary.yaml" && ready && return
  explain >&2
  return 1
}

ready() { rolled_out "$canary"; }

# As many pods as make up the share, never less; all old ones stay, so that going back needs no pod to start.
shift_to() {
  local old pods
  [[ $1 != 0 ]] || { serve_with server; return; }
  old=$(in_namespace get "deployment/$name" --output 'jsonpath={.spec.replicas}') || return 1
  pods=$old
  [[ $1 == 100 ]] || pods=$(((old * $1 + 99 - $1) / (100 - $1)))
  in_namespace scale "$canary" --replicas "$pods" && ready || return 1
  if [[ $1 == 100 ]]; then serve_with canary; else serve_with both; fi
}

judge() {
  local result=0 deadline=$((SECONDS + 30)) url=http://127.0.0.1
  [[ $1 != 0 ]] || smoke canary "$image" || return 1
  if ! { forward server "$previous" "$port" && forward canary "$image" "$((port + 1))"; }; then
    end_forwards
    return 1
  fi
  until answers "$url:$port" && answers "$url:$((port + 1))"; do
    ((SECONDS < deadline)) || { echo 'the forwarded ports do not answer' >&2; break; }
    sleep 0.2
  done
  compare "$url:$port" "$url:$((port + 1))" && forwards_hold || result=1
  end_forwards
  ((result == 0)) || explain >&2
  return "$result"
}

answers() { curl --silent --fail --max-time 3 --output /dev/null "$1/health/live"; }

promote() { verify "$image" "$work/next.yaml" && in_namespace delete "$canary" --ignore-not-found; }

withdraw() {
  serve_with server && in_namespace delete "$canary" --ignore-not-found
}

# There are seconds left, and no time to wait until pods are ready.
abandon() {
  local manifest
  [[ -n $previous ]] || { echo "$namespace: $image is left as it is; nothing ran before" >&2; return; }
  for manifest in "$work/previous-deployment.yaml" "$work/previous-service.yaml"; do
    in_namespace apply --filename "$manifest" || return 1
  done
  in_namespace delete "$canary" --ignore-not-found
}
