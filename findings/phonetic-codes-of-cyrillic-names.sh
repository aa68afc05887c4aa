#!/usr/bin/env bash
# Phonetic codes of names: packages that make them know Latin letters alone. A Cyrillic surname gets the code of nothing, without an error, so
# that any two such surnames “sound alike”: reconciling registers by these codes joins strangers.
# Seen with double-metaphone 2.0.1, talisman 1.1.4 and natural 8.1.1 on Node 20 and 24:
#   double-metaphone          Асанов ["",""]  Токтогулова ["",""]
#   talisman daitch-mokotoff  Асанов 000000   Токтогулова 000000
#   talisman caverphone       Асанов 1111111111  Токтогулова 1111111111
#   natural SoundExDM         Асанов 000000   Токтогулова 000000
# while the Latin Asanov and Toktogulova get codes of their own from each of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts double-metaphone@2.0.1 talisman@1.1.4 natural@8.1.1 >/dev/null
cat >try.mjs <<'JS'
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { doubleMetaphone } from 'double-metaphone';

const require = createRequire(import.meta.url);
const of = (loaded) => loaded.default ?? loaded;
const natural = require('natural');
const DaitchMokotoff = natural.SoundExDM;
const codes = {
  'double-metaphone': doubleMetaphone,
  'talisman daitch-mokotoff': of(require('talisman/phonetics/daitch-mokotoff.js')),
  'talisman caverphone': of(require('talisman/phonetics/caverphone.js')),
  'natural SoundExDM': (name) => (typeof DaitchMokotoff === 'function' ? new DaitchMokotoff() : DaitchMokotoff).process(name),
};
for (const [name, code] of Object.entries(codes)) {
  const [one, other] = ['Асанов', 'Токтогулова'].map((surname) => JSON.stringify(code(surname)));
  const [latin, otherLatin] = ['Asanov', 'Toktogulova'].map((surname) => JSON.stringify(code(surname)));
  console.log(`${name}: Асанов ${one}, Токтогулова ${other}; Asanov ${latin}, Toktogulova ${otherLatin}`);
  assert.equal(one, other, 'two Cyrillic surnames have codes of their own now');
  assert.notEqual(latin, otherLatin);
}
JS
node try.mjs | grep -v '^◇'
