/* Which files there are, and what does not agree: the words of the steps. A step says ok, bad or skipped, what was
   compared, and what differs. */
"use strict";

const MAIN_FILES = ["commitment.json", ...TABLES, "draw.json", "teams.json", "seed.json"];
const LEDGER_FILES = ["ledger.jsonl", "台账.jsonl"];
const EVENT_FILES = ["request.json", "event.json", "event-teams.json"];

/** Files by what they are: { main: Map, events: Map of number -> Map, ledgers: [[path, bytes]], problems }. `entries` are [path, bytes]. */
function arrange(entries) {
  const main = new Map(),
    events = new Map(),
    ledgers = [],
    problems = [];
  const put = (map, name, bytes, path) => {
    const known = map.get(name);
    if (known && sha256(known) !== sha256(bytes))
      problems.push(`有两个内容不同的 ${path}，请只选一次抽取的文件`);
    map.set(name, bytes);
  };
  for (const [path, bytes] of entries) {
    const parts = path.replace(/\\/g, "/").split("/"),
      name = parts[parts.length - 1];
    if (MAIN_FILES.includes(name)) put(main, name, bytes, name);
    if (LEDGER_FILES.includes(name)) ledgers.push([path, bytes]);
    if (!EVENT_FILES.includes(name)) continue;
    const folder = /^递补-(\d+)$/.exec(parts[parts.length - 2] || "");
    const number = folder ? Number(folder[1]) : at(readJson(bytes).value, "event");
    if (!isCount(number) || !number) {
      problems.push(`不知道 ${path} 属于哪一次递补`);
      continue;
    }
    if (!events.has(number)) events.set(number, new Map());
    put(events.get(number), name, bytes, `第 ${number} 次递补的 ${name}`);
  }
  return { main, events, ledgers, problems };
}

/** A part of a value of unknown shape; undefined if there is none. */
function at(value, ...path) {
  for (const key of path) {
    if (value === null || typeof value !== "object" || !Object.prototype.hasOwnProperty.call(value, key))
      return undefined;
    value = value[key];
  }
  return value;
}

function same(one, other) {
  if (one === undefined || other === undefined) return one === other;
  try {
    return canonical(one) === canonical(other);
  } catch (error) {
    return false;
  }
}

const listed = (list, most = 12) =>
  list.slice(0, most).join("、") + (list.length > most ? ` 等 ${list.length} 个` : "");
const shown = (value) => {
  if (value === undefined) return "（没有）";
  let text;
  try {
    text = typeof value === "string" ? value : canonical(value);
  } catch (error) {
    text = String(value);
  }
  return text === "" ? "（空）" : text.length > 120 ? `${text.slice(0, 120)}……` : text;
};

/** A difference as a sentence, or nothing. */
const differs = (what, told, right) =>
  same(told, right) ? [] : [`${what}：记录为 ${shown(told)}，重算为 ${shown(right)}`];

/** Differences of two lists, entry by entry. */
function differsInList(told, right, what, value = (one) => one) {
  if (!Array.isArray(told)) return [`${what("")}：记录里没有这一项`];
  const found =
    told.length === right.length ? [] : [`${what("")}有 ${told.length} 项，应有 ${right.length} 项`];
  right.forEach((one, place) => {
    if (found.length < 20 && place < told.length)
      found.push(...differs(what(place + 1), value(told[place], place), value(one, place)));
  });
  return found;
}

const ok = (text) => ({ state: "ok", text, problems: [] });
const skip = (text) => ({ state: "skipped", text: `未核对：${text}`, problems: [] });
const judged = (text, problems) => ({ state: problems.length ? "bad" : "ok", text, problems });
const partly = (text, missing, problems) =>
  problems.length
    ? judged(text, problems)
    : { state: "skipped", text: `${text}；未核对：${missing}`, problems };
