/* The numbered steps of the page. Each step says ok, bad or skipped, what was compared, and what does not agree. */
"use strict";

const MAIN_FILES = ["commitment.json", ...TABLES, "draw.json", "teams.json", "seed.json"];
const EVENT_FILES = ["request.json", "event.json", "event-teams.json"];

/** Files by what they are: { main: Map, events: Map of number -> Map, problems }. `entries` are [path, bytes]. */
function arrange(entries) {
  const main = new Map(), events = new Map(), problems = [];
  const put = (map, name, bytes, path) => {
    const known = map.get(name);
    if (known && sha256(known) !== sha256(bytes)) problems.push(`有两个内容不同的 ${path}，请只选一次抽取的文件`);
    map.set(name, bytes);
  };
  for (const [path, bytes] of entries) {
    const parts = path.replace(/\\/g, "/").split("/"), name = parts[parts.length - 1];
    if (MAIN_FILES.includes(name)) put(main, name, bytes, name);
    if (!EVENT_FILES.includes(name)) continue;
    const folder = /^递补-(\d+)$/.exec(parts[parts.length - 2] || "");
    const number = folder ? Number(folder[1]) : at(readJson(bytes).value, "event");
    if (!isCount(number) || !number) { problems.push(`不知道 ${path} 属于哪一次递补`); continue; }
    if (!events.has(number)) events.set(number, new Map());
    put(events.get(number), name, bytes, `第 ${number} 次递补的 ${name}`);
  }
  return { main, events, problems };
}

/** A part of a value of unknown shape; undefined if there is none. */
function at(value, ...path) {
  for (const key of path) {
    if (value === null || typeof value !== "object" || !Object.prototype.hasOwnProperty.call(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

function same(one, other) {
  if (one === undefined || other === undefined) return one === other;
  try { return canonical(one) === canonical(other); } catch (error) { return false; }
}

const listed = (list, most = 12) => list.slice(0, most).join("、") + (list.length > most ? ` 等 ${list.length} 个` : "");
const shown = (value) => {
  if (value === undefined) return "（没有）";
  let text;
  try { text = typeof value === "string" ? value : canonical(value); } catch (error) { text = String(value); }
  return text === "" ? "（空）" : text.length > 120 ? `${text.slice(0, 120)}……` : text;
};

/** A difference as a sentence, or nothing. */
const differs = (what, told, right) => (same(told, right) ? [] : [`${what}：记录为 ${shown(told)}，重算为 ${shown(right)}`]);

/** Differences of two lists, entry by entry. */
function differsInList(told, right, what, value = (one) => one) {
  if (!Array.isArray(told)) return [`${what("")}：记录里没有这一项`];
  const found = told.length === right.length ? [] : [`${what("")}有 ${told.length} 项，应有 ${right.length} 项`];
  right.forEach((one, place) => {
    if (found.length < 20 && place < told.length) found.push(...differs(what(place + 1), value(told[place], place), value(one, place)));
  });
  return found;
}

const ok = (text) => ({ state: "ok", text, problems: [] });
const skip = (text) => ({ state: "skipped", text: `未核对：${text}`, problems: [] });
const judged = (text, problems) => ({ state: problems.length ? "bad" : "ok", text, problems });
const partly = (text, missing, problems) => (problems.length ? judged(text, problems)
  : { state: "skipped", text: `${text}；未核对：${missing}`, problems });

// ---- What was sealed -----------------------------------------------------------------------------------------

const REQUIRED = { "frame.json": "规则", "objects.csv": "检查对象", "sites.csv": "席位与回避", "people.csv": "检查人员" };

function checkFiles(c) {
  const missing = ["commitment.json", ...TABLES, "draw.json", "teams.json"].filter((name) => !c.files.has(name));
  const have = `有 ${listed([...c.files.keys()], 20)}${c.events.size ? `，递补 ${c.events.size} 次` : ""}`;
  if (c.arranged.problems.length) return judged(have, c.arranged.problems);
  return missing.length ? partly(have, `缺少 ${missing.join("、")}`, []) : ok(have);
}

function checkCommitment(c) {
  const bytes = c.files.get("commitment.json");
  if (!bytes) return skip("没有 commitment.json");
  const { value, problems } = readCommitment(bytes);
  c.commitment = value;
  return judged("规范 JSON，键与方案", problems);
}

function checkCommit(c) {
  const bytes = c.files.get("commitment.json"), problems = [];
  if (!bytes) return skip("没有 commitment.json，不能算出封存摘要");
  const digest = sha256(bytes), records = [];
  c.computedCommit = digest;
  for (const name of ["draw.json", "teams.json"]) {
    const value = c.values.get(name);
    if (!value) continue;
    records.push(name);
    problems.push(...differs(`${name} 的 commit`, at(value, "commit"), digest));
  }
  if (c.draw && c.commitment) {
    for (const key of ["plan", "batch"]) problems.push(...differs(`draw.json 的 ${key}`, at(c.draw, key), c.commitment[key]));
  }
  const text = `commitment.json 的 SHA-256 是 ${digest}`;
  return records.length || problems.length ? judged(`${text}，与 ${records.join("、")} 所写比较`, problems)
    : partly(text, "没有抽取记录可比", []);
}

function checkDigests(c) {
  if (!c.commitment) return skip(c.files.has("commitment.json") ? "commitment.json 不能用" : "没有 commitment.json");
  const done = [], missing = [], problems = [];
  for (const name of TABLES) {
    const bytes = c.files.get(name);
    if (!bytes) { missing.push(`没有 ${name}（${REQUIRED[name]}）`); continue; }
    const digest = sha256(bytes);
    if (digest === c.commitment.tables[name]) done.push(name);
    else if (name === "sites.csv" && c.sites && c.sites.count < c.frame.objects) {
      if (c.objects) done.push(`${name}（只公布 ${c.sites.count} 行，改由封条核对）`);
      else missing.push("sites.csv 只有一部分行，没有 objects.csv，不能由封条核对");
    } else problems.push(`${name} 的 SHA-256 是 ${digest}，封存的是 ${c.commitment.tables[name]}`);
  }
  const text = done.length ? `与封存相符：${done.join("、")}` : "没有相符的表";
  return missing.length ? partly(text, missing.join("；"), problems) : judged(text, problems);
}

function checkTable(c, name, read, keep) {
  const bytes = c.files.get(name);
  if (!bytes) return skip(`没有 ${name}`);
  if (name !== "frame.json" && !c.frame) return skip("没有可用的 frame.json");
  const { value, problems } = read(bytes, c.frame);
  c[keep] = value;
  const rows = value && value.count !== undefined ? `${value.count} 行，` : "";
  return judged(`${rows}${name.endsWith("csv") ? "标题、编号、排序、各格写法" : "规范 JSON，键与取值"}`, problems);
}

const RECORD_KEYS = {
  "draw.json": ["scheme", "commit", "seed", "key", "plan", "batch", "clusters", "strata", "floor", "visits"],
  "teams.json": ["scheme", "commit", "groups", "visits"],
};

function checkRecords(c) {
  const problems = [], missing = [];
  for (const name of ["draw.json", "teams.json"]) {
    if (!c.files.has(name)) { missing.push(name); continue; }
    const value = c.values.get(name);
    problems.push(...readJson(c.files.get(name)).problems.map((text) => `${name} ${text}`));
    if (value === undefined) continue;
    if (!hasKeys(value, RECORD_KEYS[name])) problems.push(`${name} 的键不对`);
    problems.push(...differs(`${name} 的 scheme`, at(value, "scheme"), SCHEME));
    for (const key of ["commit", "seed", "key", "plan", "batch"]) {
      if (RECORD_KEYS[name].includes(key) && typeof at(value, key) !== "string") problems.push(`${name} 的 ${key} 不是文字`);
    }
  }
  if (c.teams && (!teamsShaped(c.teams) || (c.frame && (c.frame.groups === null) !== (c.teams.groups === null)))) { problems.push("teams.json 的形状不对"); c.teamsBroken = true; }
  return missing.length ? partly("规范 JSON，键与方案", `没有 ${missing.join("、")}`, problems) : judged("规范 JSON，键与方案", problems);
}

const isPair = (one) => Array.isArray(one) && one.length === 2 && one.every(isCount);

function teamsShaped(teams) {
  const team = (one) => isObject(one) && Array.isArray(one.team) && one.team.every(isPair) && Array.isArray(one.trace) &&
    isCount(one.leader);
  const groups = at(teams, "groups");
  if (groups !== null && !(isObject(groups) && isCount(groups.discarded) && Array.isArray(groups.formed) &&
    groups.formed.every(team))) return false;
  return Array.isArray(at(teams, "visits")) &&
    teams.visits.every((one, place) => team(one) && one.index === place + 1 && isCount(one.group) && isCount(one.turn) &&
      (groups ? one.group <= groups.formed.length : one.group === 0));
}

function checkKey(c) {
  if (!c.draw) return skip("没有 draw.json");
  const commit = at(c.draw, "commit"), seed = at(c.draw, "seed");
  if (typeof commit !== "string" || typeof seed !== "string") return judged("", ["draw.json 没有 commit 或 seed"]);
  c.key = keyOf(commit, seed);
  return judged(`由封存摘要和种子“${seed}”算得 ${c.key}`, differs("密钥", at(c.draw, "key"), c.key));
}

function* checkSeals(c) {
  if (!c.sites) return skip(c.files.has("sites.csv") ? "sites.csv 不能用" : "没有 sites.csv");
  if (!c.objects) return skip("没有可用的 objects.csv");
  const problems = [];
  let done = 0;
  for (const [k, [, salt, seats, duty, area, recused]] of c.sites.texts) {
    if (sealOf(salt, seats, duty, area, recused) !== c.objects.seals[k]) problems.push(`编号 ${k} 的行与封条不符`);
    if (++done % 500 === 0) yield;
  }
  return judged(`sites.csv 的 ${c.sites.count} 行与 objects.csv 的封条`, problems.slice(0, 20));
}

// ---- Objects -------------------------------------------------------------------------------------------------

function whyNoObjects(c) {
  const missing = [];
  if (!c.frame) missing.push("frame.json");
  if (!c.objects) missing.push("objects.csv");
  if (!c.key) missing.push("draw.json");
  return missing.length ? `没有可用的 ${missing.join("、")}` : "";
}

function computeObjects(c) {
  if (whyNoObjects(c)) return;
  c.selection = drawObjects(c.frame, c.objects, c.key);
  c.visits = visitsOf(c.frame, c.objects, c.selection);
  const { commit, seed, plan, batch } = c.draw;
  c.drawRight = drawRecord({ commit, seed, key: c.key, plan, batch }, c.selection, c.visits);
}

const ofStrata = (c, key) => differsInList(at(c.draw, "strata"), c.drawRight.strata,
  (s) => (s ? `${c.stratum(s)}的 ${key}` : "层"), (one) => at(one, key));

const OBJECT_STEPS = [
  ["clusters", "片区抽取", (c) => judged(c.drawRight.clusters.length
    ? `${c.drawRight.clusters.length} 项任务先抽片区` : "本次没有先抽片区的任务", differs("片区", at(c.draw, "clusters"), c.drawRight.clusters))],
  ["strata", "各层户数", (c) => judged(`${c.frame.strata.length} 层的户数、可抽户数、缺额`,
    [...ofStrata(c, "members"), ...ofStrata(c, "available"), ...ofStrata(c, "shortage")])],
  ["drawn", "签号与抽中", (c) => judged(`${c.objects.count} 个签号排序后逐层抽取`, [...ofStrata(c, "drawn"), ...ofStrata(c, "cut_off")])],
  ["caps", "同一主体上限", checkCaps],
  ["alternates", "候补", (c) => judged("各层候补及其顺序", ofStrata(c, "alternates"))],
  ["floor", "全年下限补足", (c) => judged(c.drawRight.floor
    ? `应补 ${c.drawRight.floor.wanted} 户，补 ${c.drawRight.floor.added.length} 户` : "本次没有下限",
  differs("补足", at(c.draw, "floor"), c.drawRight.floor))],
  ["visits", "检查清单", (c) => judged(`${c.visits.length} 次检查：随机、补足、必查`,
    differsInList(at(c.draw, "visits"), c.drawRight.visits, (v) => (v ? `第 ${v} 次检查` : "检查")))],
  ["draw", "draw.json 全文", (c) => judged("重算的全文与记录逐字节比较",
    sameBytes(c.files.get("draw.json"), c.drawRight) ? [] : ["draw.json 与重算的不同"])],
];

const sameBytes = (bytes, value) => {
  const right = utf8(canonical(value));
  return right.length === bytes.length && right.every((byte, place) => byte === bytes[place]);
};

/** Caps of entities, counted in the record itself. */
function checkCaps(c) {
  const { frame, objects } = c, whole = new Map(), byTask = new Map(), problems = [], strata = at(c.draw, "strata");
  const count = (map, name, k) => { if (!map.has(name)) map.set(name, new Set()); map.get(name).add(k); };
  if (!frame.entity && frame.tasks.every((task) => !task.entity)) return ok("本次没有同一主体的上限");
  if (!Array.isArray(strata)) return judged("", ["draw.json 没有 strata"]);
  strata.forEach((one, place) => {
    for (const k of Array.isArray(at(one, "drawn")) ? one.drawn : []) {
      const entity = objects.entity[k];
      if (!entity || !frame.strata[place]) continue;
      count(whole, entity, k);
      count(byTask, `${frame.strata[place].task} ${entity}`, k);
    }
  });
  for (const k of at(c.draw, "floor", "added") || []) if (objects.entity[k]) count(whole, objects.entity[k], k);
  if (frame.entity) for (const [entity, set] of whole) if (set.size > frame.entity) problems.push(`主体 ${entity} 抽中 ${set.size} 户`);
  for (const [name, set] of byTask) {
    const [task, entity] = name.split(" "), most = frame.tasks[task - 1].entity;
    if (most && set.size > most) problems.push(`任务 ${task} 中主体 ${entity} 抽中 ${set.size} 户，上限 ${most} 户`);
  }
  return judged("记录中每一主体抽中、补足的户数不超过上限", problems.slice(0, 20));
}

// ---- Teams ---------------------------------------------------------------------------------------------------

function whyNoTeams(c) {
  const missing = [];
  if (!c.selection) return whyNoObjects(c);
  for (const [name, value] of [["teams.json", c.teams], ["people.csv", c.people], ["sites.csv", c.sites]]) if (!value) missing.push(name);
  if (missing.length) return `没有可用的 ${missing.join("、")}`;
  if (c.teamsBroken) return "teams.json 的形状不对";
  const rows = ascendingSet(c.visits.map((one) => one.number)).filter((k) => !c.sites.rows.has(k));
  return rows.length ? `sites.csv 缺被查对象 ${listed(rows)} 的行` : "";
}

function* computeTeams(c) {
  if (whyNoTeams(c)) return;
  const found = yield* drawTeams(c.frame, c.people, c.sites, c.visits, c.key);
  if (!found) { c.noTeams = true; return; }
  c.teamsRight = { scheme: SCHEME, commit: at(c.draw, "commit"), ...found };
  c.seatLists = c.visits.map((one) => seatsOf(c.frame, c.sites.rows.get(one.number), one.tasks));
}

const ofVisits = (c, key, value) => differsInList(c.teams.visits, c.teamsRight.visits,
  (v) => (v ? `第 ${v} 次检查的${key}` : "检查"), value);
const ofGroups = (c, what, value) => differsInList(at(c.teams, "groups", "formed"), c.teamsRight.groups.formed,
  (g) => (g ? `第 ${g} 组的${what}` : "组"), value);

/** The entries of a trace with these outcomes. */
const traceOf = (outcomes) => (one) => (Array.isArray(at(one, "trace")) ? one.trace.filter((entry) => outcomes.includes(at(entry, 1))) : null);
const peopleOf = (one) => (Array.isArray(at(one, "team")) ? one.team.map((member) => at(member, 0)) : null);

const TEAM_STEPS = [
  ["seats", "席位", checkSeats],
  ["fit", "资格、回避与次数上限", checkFit],
  ["turns", "轮次", (c) => judged("检查的抽取次序", ofVisits(c, "轮次", (one) => at(one, "turn")))],
  ["groups", "固定分组", (c) => {
    if (!c.teamsRight.groups) return judged("本次没有固定分组", differs("groups", at(c.teams, "groups"), null));
    const { discarded, formed } = c.teamsRight.groups;
    return judged(`${formed.length} 组，放弃 ${discarded} 次编组`, [...differs("放弃的编组次数", at(c.teams, "groups", "discarded"), discarded),
      ...ofGroups(c, "成员", (one) => at(one, "team")), ...ofGroups(c, "越过", (one) => at(one, "trace")),
      ...ofGroups(c, "组长", (one) => at(one, "leader"))]);
  }],
  ["dealt", "分派到组", (c) => judged(c.teamsRight.groups ? "各次检查由哪一组去" : "本次没有固定分组",
    [...ofVisits(c, "组", (one) => at(one, "group")), ...(c.teamsRight.groups ? ofVisits(c, "越过的组", (one) => at(one, "dealt")) : [])])],
  ["people", "成员与抽取顺序", (c) => judged(`${c.teamsRight.visits.length} 次检查的成员`, ofVisits(c, "成员", peopleOf))],
  ["passed", "越过：回避、次数已满", (c) => judged("逐人重算", ofVisits(c, "越过", traceOf([1, 2])))],
  ["completion", "越过：选后无法排完、负荷均衡", (c) => judged("逐人试排",
    ofVisits(c, "越过", (one) => (Array.isArray(at(one, "trace")) ? one.trace.filter((entry) => ![1, 2].includes(at(entry, 1))) : null)))],
  ["balance", "负荷均衡", checkBalance],
  ["final", "各人的席位", (c) => judged("成员最后坐哪一席", ofVisits(c, "席位", (one) => at(one, "team")))],
  ["leader", "组长", (c) => judged("各次检查的组长", ofVisits(c, "组长", (one) => at(one, "leader")))],
  ["teams", "teams.json 全文", (c) => judged("重算的全文与记录逐字节比较",
    sameBytes(c.files.get("teams.json"), c.teamsRight) ? [] : ["teams.json 与重算的不同"])],
];

function checkSeats(c) {
  const problems = [];
  c.teams.visits.slice(0, c.seatLists.length).forEach((one, place) => {
    const kinds = one.team.map(([, kind]) => kind).sort((a, b) => a - b);
    problems.push(...differs(`第 ${place + 1} 次检查的席位种类`, kinds, c.seatLists[place]));
  });
  return judged("每次检查的席位数和种类", problems.slice(0, 20));
}

/** In the record itself: everybody may fill their seat, nobody recused goes, nobody goes too often. */
function checkFit(c) {
  const { frame, people, sites } = c, can = canFill(frame, people), problems = [], counts = new Int32Array(people.count + 1);
  c.teams.visits.slice(0, c.visits.length).forEach((one, place) => {
    const site = sites.rows.get(c.visits[place].number), recused = recusedOf(frame, people, site), here = new Set();
    for (const [p, kind] of one.team) {
      const where = `第 ${place + 1} 次检查的人员 ${p}`;
      if (p < 1 || p > people.count || kind < 1 || kind > frame.seats.length) { problems.push(`${where}不存在`); continue; }
      counts[p] += 1;
      if (here.has(p)) problems.push(`${where}重复`);
      here.add(p);
      if (!can(p, kind, site.area)) problems.push(`${where}不能坐 ${c.seat(kind)}`);
      if (recused.has(p)) problems.push(`${where}应当回避`);
    }
  });
  for (let p = 1; p <= people.count; p++) if (counts[p] > people.limit[p]) problems.push(`人员 ${p} 去 ${counts[p]} 次，上限 ${people.limit[p]} 次`);
  return judged("记录中无人缺资格、该回避或超次数", problems.slice(0, 20));
}

function checkBalance(c) {
  if (!c.frame.balance) return ok("本次不要求负荷均衡");
  const sum = (teams) => {
    const load = c.people.load.slice();
    for (const one of teams.visits) for (const [p] of one.team) load[p] += 1;
    return load.reduce((total, one) => total + (one || 0) ** 2, 0);
  };
  const right = sum(c.teamsRight), told = sum(c.teams);
  return judged(`各人次数的平方和，重算为 ${right}`, told === right ? [] : [`记录中的平方和是 ${told}`]);
}

// ---- Events --------------------------------------------------------------------------------------------------

const EVENT_KEYS = ["scheme", "commit", "event", "request", "seed", "key", "objects", "ended", "replacements", "visits"];
const EVENT_TEAM_KEYS = ["scheme", "commit", "event", "request", "done", "out", "recused", "visits"];
const REQUEST_KEYS = ["scheme", "commit", "event", "done", "out", "recused", "objects", "salt", "source"];

/** What an event asks for, as far as its files tell; `done`, `out` and `recused` may be null. */
function askedOf(c, e) {
  const from = isObject(e.request) ? e.request : isObject(e.teams) ? e.teams : {};
  const objects = at(isObject(e.request) ? e.request : e.event, "objects");
  const index = (one) => c.state.visits.has(one);
  const person = (p) => isCount(p) && p >= 1 && p <= c.frame.people;
  const known = (list, test) => (Array.isArray(list) && list.every(test) ? list : null);
  return {
    objects: known(objects, (k) => isCount(k) && k >= 1 && k <= c.frame.objects), done: known(from.done, index),
    out: known(from.out, (one) => Array.isArray(one) && one.length === 2 && person(one[0]) && isList(one[1], Infinity)),
    recused: known(from.recused, (one) => isPair(one) && index(one[0]) && person(one[1])),
    isKnown: isObject(e.request) || isObject(e.teams),
  };
}

function checkEventRequest(c, e) {
  const problems = [], { event } = e, records = [["event.json", event, EVENT_KEYS], ["event-teams.json", e.teams, EVENT_TEAM_KEYS],
    ["request.json", e.request, REQUEST_KEYS]];
  for (const [name, value, keys] of records) {
    if (!e.files.has(name)) continue;
    problems.push(...readJson(e.files.get(name)).problems.map((text) => `${name} ${text}`));
    if (!hasKeys(value, keys)) { problems.push(`${name} 的键不对`); continue; }
    problems.push(...differs(`${name} 的 scheme`, value.scheme, SCHEME), ...differs(`${name} 的 commit`, value.commit, at(c.draw, "commit")),
      ...differs(`${name} 的 event`, value.event, e.number));
  }
  const digest = e.files.has("request.json") ? sha256(e.files.get("request.json")) : at(event, "request");
  problems.push(...differs("event.json 的 request", at(event, "request"), digest));
  if (e.teams) problems.push(...differs("event-teams.json 的 request", at(e.teams, "request"), digest));
  const seed = at(event, "seed");
  if (typeof seed !== "string" || typeof digest !== "string") return judged("", [...problems, "event.json 没有 seed 或 request"]);
  e.key = seed === "" ? c.key : keyOf(at(c.draw, "commit"), seed, digest);
  e.hasSeed = seed !== "";
  if (e.request && (at(e.request, "source") === null) !== (seed === "")) {
    problems.push(seed === "" ? "申请说另取种子，记录却没有种子" : "申请说不另取种子，记录却有种子");
  }
  problems.push(...differs("密钥", at(event, "key"), e.key));
  const text = `申请摘要 ${digest}；${e.hasSeed ? `种子“${seed}”` : "不另取种子，用原抽取的密钥"}`;
  return e.files.has("request.json") ? judged(text, problems) : partly("密钥", "没有 request.json，不能核对申请摘要", problems);
}

/** Carries the objects' part of an event out; false with a reason in e.why if that is impossible. */
function computeEventObjects(c, e) {
  e.asked = askedOf(c, e);
  const { asked } = e, given = at(e.event, "ended");
  if (!asked.objects) { e.why = "objects 的写法不对"; return false; }
  if (asked.isKnown && !(asked.done && asked.out && asked.recused)) { e.why = "done、out 或 recused 的写法不对"; return false; }
  if (!asked.isKnown) {
    const may = new Set(endedBy(c.state, asked.objects));
    if (!Array.isArray(given) || !given.every((one) => may.has(one))) { e.why = "ended 里有不能结束的检查"; return false; }
  }
  e.right = eventObjects(c.state, asked, given);
  return true;
}

function checkEnded(c, e) {
  if (!e.asked.isKnown) return skip("没有 request.json 或 event-teams.json，不知道哪些检查已经做过");
  return judged(`${e.right.ended.length} 次检查结束`, [...differs("objects", at(e.event, "objects"), e.right.objects),
    ...differs("ended", at(e.event, "ended"), e.right.ended)]);
}

function checkReplacements(c, e) {
  return judged(`${e.right.replacements.length} 个名额由候补替换，新增 ${e.right.visits.length} 次检查`, [
    ...differs("replacements", at(e.event, "replacements"), e.right.replacements), ...differs("visits", at(e.event, "visits"), e.right.visits)]);
}

function whyNoEventTeams(c, e) {
  if (c.followTeams) return c.followTeams;
  if (!e.asked.isKnown) return "没有 request.json 或 event-teams.json";
  const lacking = [["teams.json", c.teams], ["people.csv", c.people], ["sites.csv", c.sites], ["event-teams.json", e.teams]]
    .filter(([, value]) => !value).map(([name]) => name);
  if (lacking.length) return `没有可用的 ${lacking.join("、")}`;
  if (c.teamsBroken) return "teams.json 的形状不对";
  const rows = [...c.state.visits.values()].map((one) => one.number).filter((k) => !c.sites.rows.has(k));
  return rows.length ? `sites.csv 缺被查对象 ${listed(ascendingSet(rows))} 的行` : "";
}

const EVENT_TEAM_PARTS = [
  ["left", "留下的人与空席", "各次检查谁留下、哪些席空出",
    (c, e) => [...["done", "out", "recused"].flatMap((key) => differs(key, at(e.teams, key), e.asked[key])),
      ...differs("有变动的检查", indexesOf(at(e.teams, "visits")), indexesOf(e.teamsRight)),
      ...ofEvent(e, "席位", (one) => (Array.isArray(at(one, "team")) ? one.team.map((m) => at(m, 1)).sort((a, b) => a - b) : null))]],
  ["people", "递补人员与组长", "按递补顺序逐人重算，连同越过的缘由",
    (c, e) => ["group", "turn", "dealt", "team", "trace", "leader"].flatMap((key) => ofEvent(e, key, (one) => at(one, key)))],
];

const indexesOf = (visits) => (Array.isArray(visits) ? visits.map((one) => at(one, "index")) : undefined);
const ofEvent = (e, key, value) => differsInList(at(e.teams, "visits"), e.teamsRight,
  (v) => (v ? `第 ${e.teamsRight[v - 1].index} 次检查的 ${key}` : "检查"), value);

function* eventSteps(c, e, add) {
  const id = (name) => `event${e.number}-${name}`, title = (text) => `递补 ${e.number}：${text}`;
  const broken = c.eventsBroken || whyNoObjects(c) || (e.event ? "" : "没有可用的 event.json");
  if (broken) {
    c.eventsBroken = broken;
    add(id("request"), title("整件"), skip(broken));
    return;
  }
  add(id("request"), title("申请与密钥"), checkEventRequest(c, e));
  if (!e.key || !computeEventObjects(c, e)) {
    add(id("ended"), title("结束的检查"), e.key ? judged("", [e.why]) : skip("没有密钥"));
    c.eventsBroken = `第 ${e.number} 次递补不能重算`;
    return;
  }
  add(id("ended"), title("结束的检查"), checkEnded(c, e));
  add(id("replaced"), title("替换的对象"), checkReplacements(c, e));
  const why = whyNoEventTeams(c, e);
  if (!why) e.teamsRight = yield* eventTeams(c.state, e.asked, e.key, e.hasSeed, e.right.visits, c.people, c.sites);
  if (why || !e.teamsRight) c.followTeams = c.followTeams || why || `第 ${e.number} 次递补的人员不能重算`;
  for (const [name, text, what, compare] of EVENT_TEAM_PARTS) {
    add(id(name), title(text), why ? skip(why) : e.teamsRight ? judged(what, compare(c, e)) : judged(what, ["按规则不能排满，不应有这次递补"]));
  }
  add(id("whole"), title("全文"), checkEventBytes(c, e, why));
}

function checkEventBytes(c, e, why) {
  const heads = { scheme: SCHEME, commit: at(c.draw, "commit"), event: e.number, request: at(e.event, "request") };
  const right = { ...heads, seed: at(e.event, "seed"), key: e.key, ...e.right }, problems = [];
  if (!sameBytes(e.files.get("event.json"), right)) problems.push("event.json 与重算的不同");
  if (e.asked.isKnown && !e.right.ended.length && e.teamsRight && e.teamsRight.length === e.right.visits.length) {
    problems.push("没有检查结束，也没有人离开，不应有这次递补");
  }
  if (why) return partly("event.json 逐字节比较", `event-teams.json（${why}）`, problems);
  if (e.teamsRight) {
    const { done, out, recused } = e.asked;
    if (!sameBytes(e.files.get("event-teams.json"), { ...heads, done, out, recused, visits: e.teamsRight })) {
      problems.push("event-teams.json 与重算的不同");
    }
  }
  return judged("event.json、event-teams.json 逐字节比较", problems);
}

/** A record of a strange shape is a difference, not an end of the checks. */
function guarded(check, c) {
  try {
    return check(c);
  } catch (error) {
    return judged("", [`记录的写法不对，不能比较：${error.message}`]);
  }
}

// ---- All together --------------------------------------------------------------------------------------------

/**
 * All steps over files given as [path, bytes]. `report` is called with each step { id, title, state, text, problems } as it is done.
 * Returns { verdict, steps, … }: "passed" only if every step was made and agrees, "failed" if one does not, else "partial".
 */
function* verify(entries, report) {
  const arranged = arrange(entries), steps = [];
  const c = {
    arranged, files: arranged.main, events: arranged.events, steps, values: new Map(), eventList: [],
    stratum: (s) => `第 ${s} 层`, seat: (kind) => `第 ${kind} 种席位`,
  };
  const add = (id, title, result) => {
    const step = { id, title, ...result, problems: result.problems.slice(0, 20) };
    steps.push(step);
    if (report) report(step, c);
  };
  for (const name of ["draw.json", "teams.json"]) {
    if (c.files.has(name)) c.values.set(name, readJson(c.files.get(name)).value);
  }
  c.draw = isObject(c.values.get("draw.json")) ? c.values.get("draw.json") : null;
  c.teams = isObject(c.values.get("teams.json")) ? c.values.get("teams.json") : null;
  add("files", "文件", checkFiles(c));
  add("commitment", "封存文件 commitment.json", checkCommitment(c));
  add("commit", "封存摘要", checkCommit(c));
  for (const [name, title, read, keep] of [["frame.json", "规则表 frame.json", readFrame, "frame"], ["objects.csv", "对象表 objects.csv", readObjects, "objects"],
    ["sites.csv", "席位与回避表 sites.csv", readSites, "sites"], ["people.csv", "人员表 people.csv", readPeople, "people"]]) {
    add(keep, title, checkTable(c, name, read, keep));
    yield;
  }
  add("digests", "四张表的摘要", checkDigests(c));
  add("seals", "封条", yield* checkSeals(c));
  add("records", "记录的格式", checkRecords(c));
  add("key", "种子与密钥", checkKey(c));
  yield;
  computeObjects(c);
  for (const [id, title, check] of OBJECT_STEPS) {
    add(id, title, whyNoObjects(c) ? skip(whyNoObjects(c)) : guarded(check, c));
    yield;
  }
  yield* computeTeams(c);
  const why = whyNoTeams(c), title = "按规则不能排满，不应有 teams.json";
  for (const [id, name, check] of TEAM_STEPS) {
    add(id, name, why ? skip(why) : c.noTeams ? judged("", [title]) : guarded(check, c));
    yield;
  }
  yield* verifyEvents(c, add);
  const bad = steps.some((step) => step.state === "bad"), skipped = steps.some((step) => step.state === "skipped");
  c.verdict = bad ? "failed" : skipped ? "partial" : "passed";
  return c;
}

function* verifyEvents(c, add) {
  if (!c.events.size) { add("events", "递补", ok("文件里没有递补")); return; }
  if (c.selection) c.state = stateOf(c.frame, c.objects, c.selection, c.visits, c.teams && !c.teamsBroken ? c.teams : null);
  const numbers = [...c.events.keys()].sort((a, b) => a - b);
  for (const [place, number] of numbers.entries()) {
    if (number !== place + 1) c.eventsBroken = c.eventsBroken || `没有第 ${place + 1} 次递补的文件`;
    const files = c.events.get(number) || new Map(), value = (name) => (files.has(name) ? readJson(files.get(name)).value : undefined);
    const e = { number, files, event: value("event.json"), request: value("request.json"), teams: value("event-teams.json") };
    for (const key of ["event", "request", "teams"]) if (!isObject(e[key])) e[key] = null;
    c.eventList.push(e);
    try {
      yield* eventSteps(c, e, add);
    } catch (error) {
      c.eventsBroken = `第 ${number} 次递补不能重算`;
      add(`event${number}-error`, `递补 ${number}`, judged("", [`不能重算：${error.message}`]));
    }
    yield;
  }
}
