#!/usr/bin/env bash
# A make-believe cluster for tests: `kubectl` by the calls that the deploy scripts and docs/operations.md make, with its
# state in the folder $STATE. What it does not know ends with 99.
set -euo pipefail
echo "$*" >>"$STATE/calls"
[[ $1 != --namespace ]] || shift 2
running() { cat "$STATE/running" 2>/dev/null || true; }
case "$1 ${2:-}" in
  kustomize*)
    [[ -z ${RENDER_FAILS:-} ]] || { echo 'error: no such file' >&2; exit 1; }
    [[ -z ${PLACEHOLDER_STAYS:-} ]] || { echo 'image: ghcr.io/OWNER/tetrapod:tag'; exit 0; }
    # The component has to be there, from where kustomize looks.
    if folder=$(sed -n 's/^components: .\(.*\).$/\1/p' "$2/kustomization.yaml") && [[ -n $folder ]]; then
      grep -q 'value: tetrapod-canary' "$2/$folder/kustomization.yaml"
      echo 'name: tetrapod-canary'
    fi
    sed -n 's/.*newName: \([^,]*\), digest: \([^ ]*\) .*/image: \1@\2/p' "$2/kustomization.yaml"
    echo 'probe: new' ;;
  'get deployment'*)
    [[ -z ${CLUSTER_DOWN:-} ]] || { echo 'connection refused' >&2; exit 1; }
    if [[ $* == *spec.replicas* ]]; then echo "${REPLICAS:-2}"; else running; fi ;;
  'get pods') # the pod on its way out comes first
    [[ $* == *go-template* ]] || exit 0
    if [[ $* == *component=canary* ]]; then
      printf 'pod-canary %s\n' "$(cat "$STATE/canary")"
    else
      printf 'pod-before %s\npod-now %s\n' "${RAN_BEFORE:-none}" "$(running)"
    fi ;;
  'patch service/tetrapod')
    [[ -z ${PATCH_FAILS:-} ]] || exit 1
    sed 's/.*component":"*\([a-z]*\).*/\1/' <<<"$*" >"$STATE/asked" ;;
  'scale deployment/tetrapod-canary') echo "$4" >"$STATE/canary-pods" ;;
  'delete deployment/tetrapod-canary') rm -f "$STATE/canary" ;;
  'apply view-last-applied')
    case $3 in
      deployment/*) printf 'image: %s\nprobe: old\n' "${LAST_APPLIED:-$(running)}" ;;
      service/*) echo 'kind: Service' ;;
    esac ;;
  'set image') # like the real one, it prints nothing when nothing changes
    file=$(sed 's/.*--filename \([^ ]*\).*/\1/' <<<"$*")
    grep -q "^image: ${6#*=}$" "$file" || sed "s#^image: .*#image: ${6#*=}#" "$file" ;;
  'apply --dry-run=server')
    [[ -z ${DRY_RUN_HANGS:-} ]] || { echo $$ >"$STATE/waiting"; sleep 1; }
    [[ -z ${REJECTED:-} ]] ;;
  'apply --filename')
    if grep -q '^name: tetrapod-canary' "$3"; then sed -n 's/^image: //p' "$3" >"$STATE/canary"; exit 0; fi
    # The Service as it is in the manifests.
    echo server >"$STATE/asked"
    ! grep -q '^image: ' "$3" || { sed -n 's/^image: //p' "$3" >"$STATE/running"; cp "$3" "$STATE/live"; } ;;
  'rollout status')
    if [[ -n ${ROLL_OUT_HANGS:-} && "$3 $(running)" == "$ROLL_OUT_HANGS" ]]; then
      echo $$ >"$STATE/waiting"
      exec sleep 30
    fi
    if [[ $3 == *-canary ]]; then
      [[ -z ${CANARY_NEVER_READY:-} ]]
      exit
    fi
    [[ " ${NEVER_READY:-} " != *" $(running) "* ]] ;;
  port-forward*)
    [[ $3 != "${PORT_TAKEN:-none}:http" ]] || exit 1
    echo "$$ $2" >>"$STATE/forwarders"; exec sleep 30 ;;
  logs* | 'rollout history' | 'rollout restart') ;;
  *) echo "unexpected: kubectl $*" >&2; exit 99 ;;
esac
