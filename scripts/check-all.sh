#!/usr/bin/env bash
# Everything that a change has to pass, one step after the other; what fails does not keep the next from being tried.
# Needs what `npm ci` installs, and for the last step the Debian packages of .ci/install-debian, which BEFORE_SYSTEM_TESTS may
# name to have them installed just before.
set -uo pipefail
cd "$(dirname "$0")/.."

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
failed=()

step() {
  local name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
}

step 'lint' npm run --silent lint
step 'types' npm run --silent typecheck
step 'build' npm run --silent build
step 'lock file' npm run --silent lint:lock
step 'licences' npm run --silent licences
step 'bill of materials' npm run --silent sbom -- "$results/sbom.cdx.json"
step 'OpenAPI document is up to date' npm run --silent openapi:check
step 'types of the client are up to date' npm run --silent client:check
step 'helm and kubectl' npm run --silent tools
step 'workflows' npm run --silent lint:workflows
step 'manifests' npm run --silent lint:manifests
step 'Dockerfile' npm run --silent lint:dockerfile
step 'deploy scripts' npm run --silent test:deploy
step 'evaluation gate' node dist/cli/main.js evaluate --truth deploy/evaluation/truth.csv --root . --min-accuracy 1
step 'npm test' npm test -- --json --outputFile="$results/unit.json"
[[ -n ${BEFORE_SYSTEM_TESTS:-} ]] && step "$BEFORE_SYSTEM_TESTS" "$BEFORE_SYSTEM_TESTS"
step 'npm run test:system' npm run test:system -- --json --outputFile="$results/system.json"

printf '\n'
((${#failed[@]})) && printf 'failed: %s\n' "${failed[@]}"
node -e '
  const total = { passed: 0, failed: 0 };
  for (const file of process.argv.slice(1)) {
    const { numPassedTests, numFailedTests } = JSON.parse(require("node:fs").readFileSync(file, "utf8"));
    total.passed += numPassedTests;
    total.failed += numFailedTests;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
' "$results"/unit.json "$results"/system.json || exit 1
exit $((${#failed[@]} > 0))
