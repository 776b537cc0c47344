/* Steps over draw.json and teams.json, which are computed anew and compared part by part. */
"use strict";

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

const ofStrata = (c, key) =>
  differsInList(
    at(c.draw, "strata"),
    c.drawRight.strata,
    (s) => (s ? `${c.stratum(s)}的 ${key}` : "层"),
    (one) => at(one, key),
  );

const OBJECT_STEPS = [
  [
    "clusters",
    "片区抽取",
    (c) =>
      judged(
        c.drawRight.clusters.length
          ? `${c.drawRight.clusters.length} 项任务先抽片区`
          : "本次没有先抽片区的任务",
        differs("片区", at(c.draw, "clusters"), c.drawRight.clusters),
      ),
  ],
  [
    "strata",
    "各层户数",
    (c) =>
      judged(`${c.frame.strata.length} 层的户数、可抽户数、缺额`, [
        ...ofStrata(c, "members"),
        ...ofStrata(c, "available"),
        ...ofStrata(c, "shortage"),
      ]),
  ],
  [
    "drawn",
    "签号与抽中",
    (c) =>
      judged(`${c.objects.count} 个签号排序后逐层抽取`, [...ofStrata(c, "drawn"), ...ofStrata(c, "cut_off")]),
  ],
  ["caps", "同一主体上限", checkCaps],
  ["alternates", "候补", (c) => judged("各层候补及其顺序", ofStrata(c, "alternates"))],
  [
    "floor",
    "全年下限补足",
    (c) =>
      judged(
        c.drawRight.floor
          ? `应补 ${c.drawRight.floor.wanted} 户，补 ${c.drawRight.floor.added.length} 户`
          : "本次没有下限",
        differs("补足", at(c.draw, "floor"), c.drawRight.floor),
      ),
  ],
  [
    "visits",
    "检查清单",
    (c) =>
      judged(
        `${c.visits.length} 次检查：随机、补足、必查`,
        differsInList(at(c.draw, "visits"), c.drawRight.visits, (v) => (v ? `第 ${v} 次检查` : "检查")),
      ),
  ],
  [
    "draw",
    "draw.json 全文",
    (c) =>
      judged(
        "重算的全文与记录逐字节比较",
        sameBytes(c.files.get("draw.json"), c.drawRight) ? [] : ["draw.json 与重算的不同"],
      ),
  ],
];

const sameBytes = (bytes, value) => {
  const right = utf8(canonical(value));
  return right.length === bytes.length && right.every((byte, place) => byte === bytes[place]);
};

/** Caps of entities, counted in the record itself. */
function checkCaps(c) {
  const { frame, objects } = c,
    whole = new Map(),
    byTask = new Map(),
    problems = [],
    strata = at(c.draw, "strata");
  const count = (map, name, k) => {
    if (!map.has(name)) map.set(name, new Set());
    map.get(name).add(k);
  };
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
  for (const k of at(c.draw, "floor", "added") || [])
    if (objects.entity[k]) count(whole, objects.entity[k], k);
  if (frame.entity)
    for (const [entity, set] of whole)
      if (set.size > frame.entity) problems.push(`主体 ${entity} 抽中 ${set.size} 户`);
  for (const [name, set] of byTask) {
    const [task, entity] = name.split(" "),
      most = frame.tasks[task - 1].entity;
    if (most && set.size > most)
      problems.push(`任务 ${task} 中主体 ${entity} 抽中 ${set.size} 户，上限 ${most} 户`);
  }
  return judged("记录中每一主体抽中、补足的户数不超过上限", problems.slice(0, 20));
}

function whyNoTeams(c) {
  const missing = [];
  if (!c.selection) return whyNoObjects(c);
  for (const [name, value] of [
    ["teams.json", c.teams],
    ["people.csv", c.people],
    ["sites.csv", c.sites],
  ])
    if (!value) missing.push(name);
  if (missing.length) return `没有可用的 ${missing.join("、")}`;
  if (c.teamsBroken) return "teams.json 的形状不对";
  const rows = ascendingSet(c.visits.map((one) => one.number)).filter((k) => !c.sites.rows.has(k));
  return rows.length ? `sites.csv 缺被查对象 ${listed(rows)} 的行` : "";
}

function* computeTeams(c) {
  if (whyNoTeams(c)) return;
  const found = yield* drawTeams(c.frame, c.people, c.sites, c.visits, c.key);
  if (!found) {
    c.noTeams = true;
    return;
  }
  c.teamsRight = { scheme: SCHEME, commit: at(c.draw, "commit"), ...found };
  c.seatLists = c.visits.map((one) => seatsOf(c.frame, c.sites.rows.get(one.number), one.tasks));
}

const ofVisits = (c, key, value) =>
  differsInList(c.teams.visits, c.teamsRight.visits, (v) => (v ? `第 ${v} 次检查的${key}` : "检查"), value);
const ofGroups = (c, what, value) =>
  differsInList(
    at(c.teams, "groups", "formed"),
    c.teamsRight.groups.formed,
    (g) => (g ? `第 ${g} 组的${what}` : "组"),
    value,
  );

/** The entries of a trace with these outcomes. */
const traceOf = (outcomes) => (one) =>
  Array.isArray(at(one, "trace")) ? one.trace.filter((entry) => outcomes.includes(at(entry, 1))) : null;
const peopleOf = (one) => (Array.isArray(at(one, "team")) ? one.team.map((member) => at(member, 0)) : null);

const TEAM_STEPS = [
  ["seats", "席位", checkSeats],
  ["fit", "资格、回避与次数上限", checkFit],
  [
    "turns",
    "轮次",
    (c) =>
      judged(
        "检查的抽取次序",
        ofVisits(c, "轮次", (one) => at(one, "turn")),
      ),
  ],
  [
    "groups",
    "固定分组",
    (c) => {
      if (!c.teamsRight.groups)
        return judged("本次没有固定分组", differs("groups", at(c.teams, "groups"), null));
      const { discarded, formed } = c.teamsRight.groups;
      return judged(`${formed.length} 组，放弃 ${discarded} 次编组`, [
        ...differs("放弃的编组次数", at(c.teams, "groups", "discarded"), discarded),
        ...ofGroups(c, "成员", (one) => at(one, "team")),
        ...ofGroups(c, "越过", (one) => at(one, "trace")),
        ...ofGroups(c, "组长", (one) => at(one, "leader")),
      ]);
    },
  ],
  [
    "dealt",
    "分派到组",
    (c) =>
      judged(c.teamsRight.groups ? "各次检查由哪一组去" : "本次没有固定分组", [
        ...ofVisits(c, "组", (one) => at(one, "group")),
        ...(c.teamsRight.groups ? ofVisits(c, "越过的组", (one) => at(one, "dealt")) : []),
      ]),
  ],
  [
    "people",
    "成员与抽取顺序",
    (c) => judged(`${c.teamsRight.visits.length} 次检查的成员`, ofVisits(c, "成员", peopleOf)),
  ],
  ["passed", "越过：回避、次数已满", (c) => judged("逐人重算", ofVisits(c, "越过", traceOf([1, 2])))],
  [
    "completion",
    "越过：选后无法排完、负荷均衡",
    (c) =>
      judged(
        "逐人试排",
        ofVisits(c, "越过", (one) =>
          Array.isArray(at(one, "trace"))
            ? one.trace.filter((entry) => ![1, 2].includes(at(entry, 1)))
            : null,
        ),
      ),
  ],
  ["balance", "负荷均衡", checkBalance],
  [
    "final",
    "各人的席位",
    (c) =>
      judged(
        "成员最后坐哪一席",
        ofVisits(c, "席位", (one) => at(one, "team")),
      ),
  ],
  [
    "leader",
    "组长",
    (c) =>
      judged(
        "各次检查的组长",
        ofVisits(c, "组长", (one) => at(one, "leader")),
      ),
  ],
  [
    "teams",
    "teams.json 全文",
    (c) =>
      judged(
        "重算的全文与记录逐字节比较",
        sameBytes(c.files.get("teams.json"), c.teamsRight) ? [] : ["teams.json 与重算的不同"],
      ),
  ],
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
  const { frame, people, sites } = c,
    can = canFill(frame, people),
    problems = [],
    counts = new Int32Array(people.count + 1);
  c.teams.visits.slice(0, c.visits.length).forEach((one, place) => {
    const site = sites.rows.get(c.visits[place].number),
      recused = recusedOf(frame, people, site),
      here = new Set();
    for (const [p, kind] of one.team) {
      const where = `第 ${place + 1} 次检查的人员 ${p}`;
      if (p < 1 || p > people.count || kind < 1 || kind > frame.seats.length) {
        problems.push(`${where}不存在`);
        continue;
      }
      counts[p] += 1;
      if (here.has(p)) problems.push(`${where}重复`);
      here.add(p);
      if (!can(p, kind, site.area)) problems.push(`${where}不能坐 ${c.seat(kind)}`);
      if (recused.has(p)) problems.push(`${where}应当回避`);
    }
  });
  for (let p = 1; p <= people.count; p++)
    if (counts[p] > people.limit[p])
      problems.push(`人员 ${p} 去 ${counts[p]} 次，上限 ${people.limit[p]} 次`);
  return judged("记录中无人缺资格、该回避或超次数", problems.slice(0, 20));
}

function checkBalance(c) {
  if (!c.frame.balance) return ok("本次不要求负荷均衡");
  const sum = (teams) => {
    const load = c.people.load.slice();
    for (const one of teams.visits) for (const [p] of one.team) load[p] += 1;
    return load.reduce((total, one) => total + (one || 0) ** 2, 0);
  };
  const right = sum(c.teamsRight),
    told = sum(c.teams);
  return judged(`各人次数的平方和，重算为 ${right}`, told === right ? [] : [`记录中的平方和是 ${told}`]);
}
