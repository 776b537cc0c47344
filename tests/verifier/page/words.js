// Known answers: words of Philox, SHA-256 against node's own, canonical JSON and the forms of cells.
"use strict";
require("./load.js");
const assert = require("assert"),
  crypto = require("crypto"),
  vm = require("vm");
const [roundKeys, wordsOf, hexWord, sortedWords, sha256, canonical, readJson, listOf, numberOf] = [
  "roundKeys",
  "wordsOf",
  "hexWord",
  "sortedWords",
  "sha256",
  "canonical",
  "readJson",
  "listOf",
  "numberOf",
].map((name) => vm.runInThisContext(name));

const KEY = "0123456789abcdeffedcba9876543210";
const KNOWN = [
  ["0".repeat(32), 0, "02f4ba6408e4d89b 3dd62b0b9ca8c5b2 1c8667a55d902e79 907d7a052fd5b4dc 809bf322883987c3"],
  [KEY, 0, "4a9f6f3d97557e44 bb94315403d00d3d ab998127789d5219 79371346a2a0df2a 5ea38f215be0c579"],
  [KEY, 1, "7dc00367bad2f30d 478d22be24e0c147 3986479a3c63599d 81383007b34613ce"],
  [KEY, 2, "27b1c7b7d5e92b2e 57b2fbc64208a11a d1812ec9fcc8e8aa 43c5cd187f559e14"],
  [KEY, 3, "ce78a1f2ae5b7d5c 9e327a72f82494fe 5a5e794528a16c7f f32c9ce951db5080"],
];
for (const [key, stream, words] of KNOWN) {
  words.split(" ").forEach((word, at) => {
    assert.strictEqual(hexWord(wordsOf(roundKeys(key), stream, at, 1), 0), word);
    assert.strictEqual(hexWord(wordsOf(roundKeys(key), stream, 0, 5), at), word);
  });
}

// Philox with BigInt, word for word as section 4 has it, over block borders and counters beyond 32 bits.
function slowWord(key, stream, i) {
  const mask = (1n << 64n) - 1n,
    whole = BigInt(`0x${key}`);
  let k0 = whole & mask,
    k1 = whole >> 64n,
    c = [1n + BigInt(Math.floor(i / 4)), 0n, 0n, BigInt(stream)];
  for (let round = 0; round < 10; round++) {
    const x = c[0] * 0xd2e7470ee14c6c93n,
      y = c[2] * 0xca5a826395121157n;
    c = [(y >> 64n) ^ c[1] ^ k0, y & mask, (x >> 64n) ^ c[3] ^ k1, x & mask];
    k0 = (k0 + 0x9e3779b97f4a7c15n) & mask;
    k1 = (k1 + 0xbb67ae8584caa73bn) & mask;
  }
  return c[i % 4].toString(16).padStart(16, "0");
}
for (const first of [0, 3, 17, 4294967290 * 4, 2 ** 40 + 1]) {
  const words = wordsOf(roundKeys(KEY), 6, first, 40);
  for (let at = 0; at < 40; at++) assert.strictEqual(hexWord(words, at), slowWord(KEY, 6, first + at));
}

// Equal upper halves, and equal words.
assert.deepStrictEqual(
  sortedWords({ high: Uint32Array.of(5, 5, 5, 1, 5), low: Uint32Array.of(9, 2, 9, 0, 1) }),
  [3, 4, 1, 0, 2],
);
for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
  const bytes = crypto
    .createHash("shake256", { outputLength: length || 1 })
    .update(String(length))
    .digest()
    .subarray(0, length);
  assert.strictEqual(sha256(new Uint8Array(bytes)), crypto.createHash("sha256").update(bytes).digest("hex"));
}
assert.strictEqual(
  canonical({ "€": 1, "\r": 2, "😀": [null, '\u0007\n"\\/é\u2028'], a: -5, ﬁ: {} }),
  '{"\\r":2,"a":-5,"€":1,"😀":[null,"\\u0007\\n\\"\\\\/é\u2028"],"ﬁ":{}}',
);
const bytes = (text) => new TextEncoder().encode(text);
for (const text of [
  "{}\n",
  " {}",
  "[1.0]",
  "[1e2]",
  "[-0]",
  '{"b":1,"a":2}',
  '{"a":1,"a":1}',
  '["\\u0041"]',
  '["\\/"]',
  "[true]",
  "[1.5]",
  "\ufeff{}",
  "[9007199254740993]",
  "{",
]) {
  assert.notStrictEqual(readJson(bytes(text)).problems.length, 0, text);
}
assert.strictEqual(readJson(Uint8Array.of(0xff)).problems.length, 1);
for (const cell of ["01", "1  2", "2 1", "1 1", "0", " 1", "1 ", "-1", "１", "1\t2"])
  assert.strictEqual(listOf(cell), null, cell);
assert.deepStrictEqual(
  [listOf(""), listOf("1 3 20"), numberOf("0"), numberOf("00"), numberOf("+1"), numberOf("")],
  [[], [1, 3, 20], 0, null, null, null],
);
console.log("right");
