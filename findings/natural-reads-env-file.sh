#!/usr/bin/env bash
# The language library natural, when it is only loaded, reads a file .env of the folder the process stands in into process.env, and writes lines
# about it, tips for other products among them, on standard output. A command whose standard output is JSON alone is broken by an import, and
# settings come from a file that nobody asked to be read.
# Seen with natural 8.1.1 (it brings dotenv along) on Node 20 and 24, in a folder with a .env of one line: the variable is set, and five lines
# like “◇ injected env (1) from .env // tip: …” stand on standard output.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts natural@8.1.1 >/dev/null
echo 'SCHOOL_YEAR=2026' >.env
node -e "require('natural'); process.stderr.write('SCHOOL_YEAR is ' + process.env.SCHOOL_YEAR + '\n'); process.exit(process.env.SCHOOL_YEAR === '2026' ? 0 : 1)" >out.txt
sed 's/^/standard output: /' out.txt
grep -q 'from .env' out.txt
