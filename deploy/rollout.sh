#!/usr/bin/env bash
# Deploys one image, by digest, to one overlay's namespace: first as a canary beside what runs, at a growing share of the
# connections, then in its place; proves that it works; else puts back what ran before.
# usage: rollout.sh OVERLAY IMAGE@sha256:DIGEST        e.g. rollout.sh deploy/kubernetes/overlays/staging ghcr.io/me/tetrapod@sha256:...
#   TIMEOUT (180s)        how long a roll-out may take, and how long a roll-back may take
#   LOCAL_PORT (18080)    the port on this machine that the smoke test is forwarded through; the judge takes the next too
#   SMOKE_TEST            another smoke test; it gets the server's URL
#   API_KEY               a key that the server knows, with the scopes predict and metrics
#   STEPS, STEP_SECONDS, PICTURES, JUDGE and the bounds: deploy/rollout/steps.sh. STEPS='': without a canary
# exit: 0  the image runs and passed the smoke test
#       1  it did not, or broke a bound as a canary; the previous image runs and, if it was ever replaced, passed the smoke test
#       2  it did not, and the roll-back failed too; or it was interrupted while it replaced what ran, which is put back
#          without waiting: somebody must look
#       3  it did not, and nothing ran before: the failed deployment is left as it is
#       4  nothing was changed: the manifests do not render, the cluster does not answer or does not accept them, or it was
#          interrupted before
#      64  usage
set -euo pipefail

name=tetrapod
placeholder=ghcr.io/OWNER/tetrapod
timeout=${TIMEOUT:-180s}
port=${LOCAL_PORT:-18080}
here=$(dirname "$0")
smoke_test=${SMOKE_TEST:-$here/smoke-test.sh}
export TETRAPOD_API_KEY=${API_KEY:-}
# shellcheck source=deploy/rollout/steps.sh
. "$here/rollout/steps.sh"
# shellcheck source=deploy/rollout/cluster.sh
. "$here/rollout/cluster.sh"
# Until something is changed there is nothing to withdraw.
trap 'exit 4' INT TERM

overlay=${1:-}
overlay=${overlay%/}
image=${2:-}
[[ -f $overlay/kustomization.yaml && $image =~ ^[^@[:space:]]+@sha256:[0-9a-f]{64}$ ]] || {
  echo "usage: rollout.sh OVERLAY IMAGE@sha256:DIGEST; received overlay '$overlay', image '$image'" >&2
  exit 64
}
namespace=$(sed -n 's/^namespace: *//p' "$overlay/kustomization.yaml")
[[ -n $namespace ]] || { echo "$overlay/kustomization.yaml names no namespace" >&2; exit 64; }

# Kustomize takes relative folders only, so the generated overlay has to lie beside the one it extends.
work=$(mktemp -d "$(dirname "$overlay")/.rollout.XXXXXX")
forwarders=()
# shellcheck disable=SC2317 # the trap calls it
cleanup() {
  end_forwards
  rm -rf "$work"
}
trap cleanup EXIT

in_namespace() { kubectl --namespace "$namespace" "$@"; }

# render FILE [LINE_OF_KUSTOMIZATION...]
render() {
  local file=$1
  shift
  {
    echo "resources: [../$(basename "$overlay")]"
    echo "images: [{ name: $placeholder, newName: ${image%@*}, digest: ${image#*@} }]"
    printf '%s\n' "$@"
  } >"$work/kustomization.yaml"
  kubectl kustomize "$work" >"$work/$file" || return 1
  # A placeholder that was renamed would leave the image as it is; the cluster must not be the one to find out.
  grep -qF "image: $image" "$work/$file" || { echo "$overlay: $placeholder was not replaced by $image" >&2; return 1; }
}

# What runs now, before anything changes: the digest, and the manifests as last applied. Both are needed, because a
# roll-out can fail for a probe or a variable just as well as for the image.
record_previous() {
  previous=$(in_namespace get deployment "$name" --ignore-not-found \
    --output "jsonpath={.spec.template.spec.containers[?(@.name==\"$name\")].image}") || return 1
  [[ -n $previous ]] || return 0
  in_namespace apply view-last-applied "deployment/$name" --output yaml >"$work/previous-deployment.yaml" || return 1
  in_namespace apply view-last-applied "service/$name" --output yaml >"$work/previous-service.yaml" || return 1
  grep -qF "image: $previous" "$work/previous-deployment.yaml" && return 0
  # Somebody set the image by hand since; what really runs wins. (Without a difference this would print nothing.)
  kubectl set image --local --filename "$work/previous-deployment.yaml" "$name=$previous" --output yaml >"$work/by-hand.yaml" &&
    mv "$work/by-hand.yaml" "$work/previous-deployment.yaml"
}

# forward COMPONENT IMAGE PORT: to a pod that runs the image. One of that template's alone: a port forwarded through the
# Service may end at a pod that is on its way out.
forward() {
  local pod
  pod=$(in_namespace get pods --selector "app.kubernetes.io/name=$name,app.kubernetes.io/component=$1" --output \
    'go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}} {{(index .spec.containers 0).image}}{{"\n"}}{{end}}{{end}}' |
    awk -v image="$2" '$2 == image { print $1; exit }') || return 1
  [[ -n $pod ]] || { echo "no pod of the component $1 runs $2" >&2; return 1; }
  # Not through in_namespace: $! would be a subshell, and the forward would outlive it and keep the port.
  kubectl --namespace "$namespace" port-forward "pod/$pod" "$3:http" >/dev/null &
  forwarders+=($!)
}

# A forward that has ended leaves its port to whoever listens there, and the answers would be theirs.
forwards_hold() {
  local forwarder
  for forwarder in "${forwarders[@]}"; do
    kill -0 "$forwarder" 2>/dev/null || { echo 'a forwarded port was lost' >&2; return 1; }
  done
}

end_forwards() {
  ((${#forwarders[@]} > 0)) || return 0
  kill "${forwarders[@]}" 2>/dev/null || true
  wait "${forwarders[@]}" 2>/dev/null || true
  forwarders=()
}

# smoke COMPONENT IMAGE
smoke() {
  local result=0
  forward "$1" "$2" "$port" || return 1
  attend "$smoke_test" "http://127.0.0.1:$port" && forwards_hold || result=1
  end_forwards
  return "$result"
}

# Not through in_namespace, as above.
rolled_out() { attend kubectl --namespace "$namespace" rollout status "$1" --timeout "$timeout"; }

# verify IMAGE MANIFEST...
verify() {
  local running=$1 manifest
  shift
  for manifest; do in_namespace apply --filename "$manifest" || return 1; done
  rolled_out "deployment/$name" || return 1
  smoke server "$running"
}

# For the log: the pods are gone by the time anybody looks.
explain() {
  in_namespace get pods --selector "app.kubernetes.io/name=$name" --output wide || true
  in_namespace logs --selector "app.kubernetes.io/name=$name" --prefix --tail 50 || true
}

render next.yaml && render canary.yaml "components: [$(realpath --relative-to "$work" "$here/rollout/canary")]" || exit 4
record_previous || exit 4
# The cluster's own opinion, before anything changes: admission rules, quotas, what the deployer may do.
in_namespace apply --dry-run=server --filename "$work/next.yaml" >/dev/null || exit 4
echo "$namespace: ${previous:-nothing} -> $image"

trap interrupted INT TERM
result=0
if [[ -n $previous && -n ${STEPS-10 50 100} ]]; then
  canary || result=$?
else
  replacing=1
  verify "$image" "$work/next.yaml" || result=2
fi
case $result in
  0)
    echo "$namespace: $image is deployed"
    exit 0
    ;;
  1)
    echo "$namespace: $image was withdrawn; $previous has run all the time" >&2
    exit 1
    ;;
  3)
    echo "$namespace: $image could not be withdrawn" >&2
    exit 2
    ;;
esac
explain >&2
[[ -n $previous ]] || { echo "$namespace: $image failed, and there is nothing to go back to" >&2; exit 3; }

echo "$namespace: $image failed; going back to $previous" >&2
if verify "$previous" "$work/previous-deployment.yaml" "$work/previous-service.yaml" && { [[ -z ${STEPS-10 50 100} ]] || withdraw; }; then
  echo "$namespace: $previous runs again" >&2
  exit 1
fi
explain >&2
echo "$namespace: the roll-back to $previous failed too" >&2
exit 2
