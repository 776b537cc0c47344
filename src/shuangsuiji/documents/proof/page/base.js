/* Bytes, SHA-256, canonical JSON, CSV and the words of Philox: sections 1, 3, 4 and 11 of docs/algorithm.md.
   The scripts of this folder were written from that page alone. `SCRIPTS` of verifier_page.py has their order; those
   up to verify.js run in node too. */
"use strict";

const SCHEME = "ssj-draw/2";
const ENCODER = new TextEncoder();

const utf8 = (text) => ENCODER.encode(text);

/** The text of UTF-8 bytes; null if they are none. A byte order mark stays, so that formats are checked strictly. */
function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    return null;
  }
}

// ---- SHA-256 -------------------------------------------------------------------------------------------------

/** The first 32 bits of the fractional part of the roots of the first primes: exact, by integer roots. */
function primeRoots(count, power) {
  const found = [];
  for (let n = 2; found.length < count; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    const target = BigInt(n) << BigInt(32 * power);
    let low = 0n,
      high = 1n << 40n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(power) <= target) low = middle;
      else high = middle;
    }
    found.push(Number(low & 0xffffffffn));
  }
  return found;
}

const SHA_START = primeRoots(8, 2),
  SHA_ROUND = new Int32Array(primeRoots(64, 3)),
  SHA_WORDS = new Int32Array(64);

function shaBlock(state, view, at) {
  const w = SHA_WORDS;
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15],
      y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + SHA_ROUND[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** SHA-256 of bytes, or of a text in UTF-8, in lower-case hex. */
function sha256(data) {
  const bytes = typeof data === "string" ? utf8(data) : data,
    state = new Int32Array(SHA_START);
  const whole = bytes.length - (bytes.length % 64),
    rest = bytes.length - whole;
  const tail = new Uint8Array(rest < 56 ? 64 : 128),
    ending = new DataView(tail.buffer);
  tail.set(bytes.subarray(whole));
  tail[rest] = 0x80;
  ending.setUint32(tail.length - 8, Math.floor(bytes.length / 0x20000000));
  ending.setUint32(tail.length - 4, (bytes.length * 8) >>> 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) shaBlock(state, view, at);
  for (let at = 0; at < tail.length; at += 64) shaBlock(state, ending, at);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

// ---- Canonical JSON ------------------------------------------------------------------------------------------

const SHORT_ESCAPES = { 8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\" };

function quoted(text) {
  return (
    '"' +
    text.replace(/[\u0000-\u001f"\\]/g, (letter) => {
      const code = letter.charCodeAt(0);
      return SHORT_ESCAPES[code] || "\\u" + code.toString(16).padStart(4, "0");
    }) +
    '"'
  );
}

/** Canonical JSON of objects, lists, texts, integers and null; throws for anything else. */
function canonical(value) {
  if (value === null) return "null";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new Error(`不允许的值：${value}`);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${quoted(key)}:${canonical(value[key])}`)
    .join(",")}}`;
}

/** The value of a file in canonical JSON and what is wrong with the file; the value is undefined if it cannot be read. */
function readJson(bytes) {
  const text = textOf(bytes);
  if (text === null) return { value: undefined, problems: ["不是 UTF-8 文字"] };
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { value: undefined, problems: ["不是 JSON"] };
  }
  try {
    const plain = canonical(value);
    return {
      value,
      problems: plain === text ? [] : ["不是规范 JSON（键的顺序、空白、换行、转义或数字的写法不对）"],
    };
  } catch (error) {
    return { value, problems: [error.message] };
  }
}

// ---- CSV -----------------------------------------------------------------------------------------------------

const NUMBER = /^(?:0|[1-9][0-9]{0,14})$/;

/** Rows of a CSV file as lists of texts, one for each column of `heading`. */
function readCsv(bytes, heading) {
  const text = textOf(bytes),
    problems = [],
    rows = [];
  if (text === null) return { rows, problems: ["不是 UTF-8 文字"] };
  if (!text.endsWith("\n")) problems.push("最后一行没有以换行（LF）结束");
  const lines = text.split("\n");
  if (text.endsWith("\n")) lines.pop();
  if (lines[0] !== heading.join(",")) return { rows, problems: [`标题行不是 ${heading.join(",")}`] };
  for (let at = 1; at < lines.length; at++) {
    const cells = lines[at].split(",");
    if (cells.length === heading.length) rows.push(cells);
    else problems.push(`第 ${at + 1} 行有 ${cells.length} 格，应有 ${heading.length} 格`);
  }
  return { rows, problems };
}

/** A number of a cell, or null. */
const numberOf = (cell) => (NUMBER.test(cell) ? Number(cell) : null);

/** The list of a cell, or null: numbers from 1, ascending, each once, joined by one blank. */
function listOf(cell) {
  if (cell === "") return [];
  const found = cell.split(" ").map(numberOf);
  return ascending(found) ? found : null;
}

const ascending = (list) => list.every((one, at) => one !== null && one > (at ? list[at - 1] : 0));

// ---- Philox4x64-10, section 4 --------------------------------------------------------------------------------

/* A 64-bit word is a pair of unsigned 32-bit numbers. Products of 32 bits are made of halves of 16. */
const TWO32 = 4294967296;
let productHigh = 0;

function mul32(a, b) {
  const a0 = a & 0xffff,
    a1 = a >>> 16,
    b0 = b & 0xffff,
    b1 = b >>> 16;
  const t = a1 * b0 + ((a0 * b0) >>> 16),
    u = a0 * b1 + (t & 0xffff);
  productHigh = a1 * b1 + (t >>> 16) + (u >>> 16);
  return Math.imul(a, b) >>> 0;
}

/** out[0..3] = high 64 bits, low 64 bits of a * m, each as (upper, lower). */
function mul64(ah, al, mh, ml, out) {
  const p0 = mul32(al, ml),
    p0h = productHigh,
    p1 = mul32(al, mh),
    p1h = productHigh;
  const p2 = mul32(ah, ml),
    p2h = productHigh,
    p3 = mul32(ah, mh),
    p3h = productHigh;
  const middle = p0h + p1 + p2,
    upper = p1h + p2h + p3 + Math.floor(middle / TWO32);
  out[0] = p3h + Math.floor(upper / TWO32);
  out[1] = upper;
  out[2] = middle;
  out[3] = p0;
}

/** The ten round keys of a key of 32 hex digits, as rows of k0, k1 in 32-bit halves. */
function roundKeys(key) {
  const mask = (1n << 64n) - 1n,
    whole = BigInt(`0x${key}`),
    keys = new Uint32Array(40);
  let k0 = whole & mask,
    k1 = whole >> 64n;
  for (let round = 0; round < 10; round++) {
    keys.set(
      [Number(k0 >> 32n), Number(k0 & 0xffffffffn), Number(k1 >> 32n), Number(k1 & 0xffffffffn)],
      4 * round,
    );
    k0 = (k0 + 0x9e3779b97f4a7c15n) & mask;
    k1 = (k1 + 0xbb67ae8584caa73bn) & mask;
  }
  return keys;
}

const X = new Uint32Array(4),
  Y = new Uint32Array(4),
  STATE = new Uint32Array(8);

/** The block of stream p with the given number, from 0, into STATE: four words as (upper, lower). */
function philox(keys, p, block) {
  const c = STATE;
  c.fill(0);
  c[0] = Math.floor((1 + block) / TWO32);
  c[1] = 1 + block;
  c[7] = p;
  for (let k = 0; k < 40; k += 4) {
    mul64(c[0], c[1], 0xd2e7470e, 0xe14c6c93, X);
    mul64(c[4], c[5], 0xca5a8263, 0x95121157, Y);
    c[0] = Y[0] ^ c[2] ^ keys[k];
    c[1] = Y[1] ^ c[3] ^ keys[k + 1];
    c[4] = X[0] ^ c[6] ^ keys[k + 2];
    c[5] = X[1] ^ c[7] ^ keys[k + 3];
    c[2] = Y[2];
    c[3] = Y[3];
    c[6] = X[2];
    c[7] = X[3];
  }
}

/** Words first, first + 1 … of stream p, as { high, low } of 32-bit halves. */
function wordsOf(keys, p, first, count) {
  const high = new Uint32Array(count),
    low = new Uint32Array(count);
  for (let at = 0, block = Math.floor(first / 4); at < count; block++) {
    philox(keys, p, block);
    for (let i = at ? 0 : first % 4; i < 4 && at < count; i++, at++) {
      high[at] = STATE[2 * i];
      low[at] = STATE[2 * i + 1];
    }
  }
  return { high, low };
}

const hexWord = ({ high, low }, at) =>
  high[at].toString(16).padStart(8, "0") + low[at].toString(16).padStart(8, "0");

/** Positions from 0 in the order of their words; equal words by position. */
function sortedWords({ high, low }) {
  const count = high.length;
  if (count >= 2097152) {
    return Array.from(high.keys()).sort((a, b) => high[a] - high[b] || low[a] - low[b] || a - b);
  }
  // The upper half and the position fit into 53 bits, and numbers sort without a comparing function.
  const packed = new Float64Array(count);
  for (let at = 0; at < count; at++) packed[at] = high[at] * 2097152 + at;
  packed.sort();
  const order = Array.from(packed, (one) => one % 2097152);
  for (let at = 1; at < count; at++) {
    for (
      let i = at;
      i > 0 && high[order[i]] === high[order[i - 1]] && low[order[i]] < low[order[i - 1]];
      i--
    ) {
      [order[i], order[i - 1]] = [order[i - 1], order[i]];
    }
  }
  return order;
}

/** The key of a draw, or of an event if the SHA-256 of its request is given, in 32 hex digits. */
function keyOf(commit, seed, request) {
  const lines = request === undefined ? [SCHEME, commit, seed] : [SCHEME, commit, request, seed];
  return sha256(lines.map((line) => `${line}\n`).join("")).slice(0, 32);
}

// ---- Marks and seals, section 11 -----------------------------------------------------------------------------

const markOf = (kind, salt, id) => sha256(`ssj-mark/2\n${kind}\n${salt}\n${id}\n`);
const sealOf = (salt, seats, duty, area, recused) =>
  sha256(`ssj-seal/2\n${salt}\n${seats},${duty},${area},${recused}\n`);

/** The value that a generator returns, at once. */
function finish(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
