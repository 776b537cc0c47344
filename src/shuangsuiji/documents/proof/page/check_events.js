/* Steps over the events after the draw. */
"use strict";

const EVENT_KEYS = [
  "scheme",
  "commit",
  "event",
  "request",
  "seed",
  "key",
  "objects",
  "ended",
  "replacements",
  "visits",
];
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
    objects: known(objects, (k) => isCount(k) && k >= 1 && k <= c.frame.objects),
    done: known(from.done, index),
    out: known(
      from.out,
      (one) => Array.isArray(one) && one.length === 2 && person(one[0]) && isList(one[1], Infinity),
    ),
    recused: known(from.recused, (one) => isPair(one) && index(one[0]) && person(one[1])),
    isKnown: isObject(e.request) || isObject(e.teams),
  };
}

function checkEventRequest(c, e) {
  const problems = [],
    { event } = e,
    records = [
      ["event.json", event, EVENT_KEYS],
      ["event-teams.json", e.teams, EVENT_TEAM_KEYS],
      ["request.json", e.request, REQUEST_KEYS],
    ];
  for (const [name, value, keys] of records) {
    if (!e.files.has(name)) continue;
    problems.push(...readJson(e.files.get(name)).problems.map((text) => `${name} ${text}`));
    if (!hasKeys(value, keys)) {
      problems.push(`${name} 的键不对`);
      continue;
    }
    problems.push(
      ...differs(`${name} 的 scheme`, value.scheme, SCHEME),
      ...differs(`${name} 的 commit`, value.commit, at(c.draw, "commit")),
      ...differs(`${name} 的 event`, value.event, e.number),
    );
  }
  const digest = e.files.has("request.json") ? sha256(e.files.get("request.json")) : at(event, "request");
  problems.push(...differs("event.json 的 request", at(event, "request"), digest));
  if (e.teams) problems.push(...differs("event-teams.json 的 request", at(e.teams, "request"), digest));
  const seed = at(event, "seed");
  if (typeof seed !== "string" || typeof digest !== "string")
    return judged("", [...problems, "event.json 没有 seed 或 request"]);
  e.key = seed === "" ? c.key : keyOf(at(c.draw, "commit"), seed, digest);
  e.hasSeed = seed !== "";
  if (e.request && (at(e.request, "source") === null) !== (seed === "")) {
    problems.push(seed === "" ? "申请说另取种子，记录却没有种子" : "申请说不另取种子，记录却有种子");
  }
  problems.push(...differs("密钥", at(event, "key"), e.key));
  const text = `申请摘要 ${digest}；${e.hasSeed ? `种子“${seed}”` : "不另取种子，用原抽取的密钥"}`;
  return e.files.has("request.json")
    ? judged(text, problems)
    : partly("密钥", "没有 request.json，不能核对申请摘要", problems);
}

/** Carries the objects' part of an event out; false with a reason in e.why if that is impossible. */
function computeEventObjects(c, e) {
  e.asked = askedOf(c, e);
  const { asked } = e,
    given = at(e.event, "ended");
  if (!asked.objects) {
    e.why = "objects 的写法不对";
    return false;
  }
  if (asked.isKnown && !(asked.done && asked.out && asked.recused)) {
    e.why = "done、out 或 recused 的写法不对";
    return false;
  }
  if (!asked.isKnown) {
    const may = new Set(endedBy(c.state, asked.objects));
    if (!Array.isArray(given) || !given.every((one) => may.has(one))) {
      e.why = "ended 里有不能结束的检查";
      return false;
    }
  }
  e.right = eventObjects(c.state, asked, given);
  return true;
}

function checkEnded(c, e) {
  if (!e.asked.isKnown) return skip("没有 request.json 或 event-teams.json，不知道哪些检查已经做过");
  return judged(`${e.right.ended.length} 次检查结束`, [
    ...differs("objects", at(e.event, "objects"), e.right.objects),
    ...differs("ended", at(e.event, "ended"), e.right.ended),
  ]);
}

function checkReplacements(c, e) {
  return judged(`${e.right.replacements.length} 个名额由候补替换，新增 ${e.right.visits.length} 次检查`, [
    ...differs("replacements", at(e.event, "replacements"), e.right.replacements),
    ...differs("visits", at(e.event, "visits"), e.right.visits),
  ]);
}

function whyNoEventTeams(c, e) {
  if (c.followTeams) return c.followTeams;
  if (!e.asked.isKnown) return "没有 request.json 或 event-teams.json";
  const lacking = [
    ["teams.json", c.teams],
    ["people.csv", c.people],
    ["sites.csv", c.sites],
    ["event-teams.json", e.teams],
  ]
    .filter(([, value]) => !value)
    .map(([name]) => name);
  if (lacking.length) return `没有可用的 ${lacking.join("、")}`;
  if (c.teamsBroken) return "teams.json 的形状不对";
  const rows = [...c.state.visits.values()].map((one) => one.number).filter((k) => !c.sites.rows.has(k));
  return rows.length ? `sites.csv 缺被查对象 ${listed(ascendingSet(rows))} 的行` : "";
}

const EVENT_TEAM_PARTS = [
  [
    "left",
    "留下的人与空席",
    "各次检查谁留下、哪些席空出",
    (c, e) => [
      ...["done", "out", "recused"].flatMap((key) => differs(key, at(e.teams, key), e.asked[key])),
      ...differs("有变动的检查", indexesOf(at(e.teams, "visits")), indexesOf(e.teamsRight)),
      ...ofEvent(e, "席位", (one) =>
        Array.isArray(at(one, "team")) ? one.team.map((m) => at(m, 1)).sort((a, b) => a - b) : null,
      ),
    ],
  ],
  [
    "people",
    "递补人员与组长",
    "按递补顺序逐人重算，连同越过的缘由",
    (c, e) =>
      ["group", "turn", "dealt", "team", "trace", "leader"].flatMap((key) =>
        ofEvent(e, key, (one) => at(one, key)),
      ),
  ],
];

const indexesOf = (visits) => (Array.isArray(visits) ? visits.map((one) => at(one, "index")) : undefined);
const ofEvent = (e, key, value) =>
  differsInList(
    at(e.teams, "visits"),
    e.teamsRight,
    (v) => (v ? `第 ${e.teamsRight[v - 1].index} 次检查的 ${key}` : "检查"),
    value,
  );

function* eventSteps(c, e, add) {
  const id = (name) => `event${e.number}-${name}`,
    title = (text) => `递补 ${e.number}：${text}`;
  if (!e.event) {
    c.eventsBroken = c.eventsBroken || "没有可用的 event.json";
    const there = `第 ${e.number} 次递补有 ${listed([...e.files.keys()])}`;
    add(id("request"), title("整件"), judged("", [`${there}，没有可用的 event.json`]));
    return;
  }
  const broken = c.eventsBroken || whyNoObjects(c);
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
  if (!why)
    e.teamsRight = yield* eventTeams(c.state, e.asked, e.key, e.hasSeed, e.right.visits, c.people, c.sites);
  if (why || !e.teamsRight) c.followTeams = c.followTeams || why || `第 ${e.number} 次递补的人员不能重算`;
  for (const [name, text, what, compare] of EVENT_TEAM_PARTS) {
    add(
      id(name),
      title(text),
      why
        ? skip(why)
        : e.teamsRight
          ? judged(what, compare(c, e))
          : judged(what, ["按规则不能排满，不应有这次递补"]),
    );
  }
  add(id("whole"), title("全文"), checkEventBytes(c, e, why));
}

function checkEventBytes(c, e, why) {
  const heads = {
    scheme: SCHEME,
    commit: at(c.draw, "commit"),
    event: e.number,
    request: at(e.event, "request"),
  };
  const right = { ...heads, seed: at(e.event, "seed"), key: e.key, ...e.right },
    problems = [];
  if (!sameBytes(e.files.get("event.json"), right)) problems.push("event.json 与重算的不同");
  if (
    e.asked.isKnown &&
    !e.right.ended.length &&
    e.teamsRight &&
    e.teamsRight.length === e.right.visits.length
  ) {
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
