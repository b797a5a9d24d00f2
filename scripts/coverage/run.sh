#!/bin/sh
# Runs the unit and end-to-end tests, counts what of src they reach in all their processes, and says so.
# Ends with the exit code of the tests. All of it is written to coverage/.
cd "$(dirname "$0")/../.." || exit
rm -rf coverage
COUNT_PROCESSES_IN="$PWD/coverage/processes" \
  node --experimental-vm-modules --no-warnings=ExperimentalWarning node_modules/jest/bin/jest.js \
  --maxWorkers=100% --selectProjects unit e2e --coverage --coverageReporters none --coverageDirectory coverage/jest \
  --reporters default --reporters ./scripts/coverage/collector.mjs "$@"
code=$?
npx tsc -p tsconfig.build.json --sourceMap --outDir coverage/maps &&
  npx tsx scripts/coverage/report.ts coverage | tee coverage/report.txt
exit "$code"
