// Invented draws for the tests of the page: node make.js > cases.json writes those that are checked in.
"use strict";
require("./load.js");
const vm = require("vm"),
  crypto = require("crypto");
const engine = (name) => vm.runInThisContext(name);
const [canonical, sha256, markOf, sealOf, keyOf, verify, finish] = [
  "canonical",
  "sha256",
  "markOf",
  "sealOf",
  "keyOf",
  "verify",
  "finish",
].map(engine);
const [
  drawObjects,
  visitsOf,
  drawRecord,
  drawTeams,
  readFrame,
  readObjects,
  readSites,
  readPeople,
  stateOf,
  eventObjects,
  eventTeams,
] = [
  "drawObjects",
  "visitsOf",
  "drawRecord",
  "drawTeams",
  "readFrame",
  "readObjects",
  "readSites",
  "readPeople",
  "stateOf",
  "eventObjects",
  "eventTeams",
].map(engine);
const bytes = (text) => new TextEncoder().encode(text);

function random(name) {
  let at = 0;
  return (below) => crypto.createHash("sha256").update(`${name} ${at++}`).digest().readUInt32BE(0) % below;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const saltOf = (pick) => Array.from({ length: 20 }, () => BASE32[pick(32)]).join("");

function frameOf(pick, { groups, balance, cross, small }) {
  const seats =
    groups === null
      ? [
          { count: 1, area: pick(2), lead: 2, loose: 0 },
          { count: 1 + pick(2), area: 0, lead: 0, loose: 0 },
          { count: 1, area: 0, lead: 1, loose: 0 },
        ]
      : [
          { count: 1, area: 0, lead: 2, loose: 0 },
          { count: 1, area: 0, lead: 0, loose: 0 },
          { count: 1, area: 1, lead: 1, loose: 1 },
        ];
  return {
    objects: small ? 14 : 40,
    people: groups === null ? 9 : 16,
    seats,
    balance,
    cross,
    groups,
    entity: pick(2) * 2,
    floor: pick(3) ? 8 + pick(4) : null,
    tasks: [
      { clusters: pick(2) ? 2 : 0, entity: pick(2), seats: [1, 2] },
      { clusters: 0, entity: 0, seats: [1, 3] },
    ],
    strata: [
      { task: 1, cluster: 1, n: 1 },
      { task: 1, cluster: 2, n: 1 },
      { task: 1, cluster: 3, n: 2 },
      { task: 1, cluster: 0, n: 1 },
      { task: 2, cluster: 0, n: 2 },
      { task: 2, cluster: 0, n: 0 },
    ],
  };
}

function csv(heading, rows) {
  return [heading, ...rows.map((row) => row.join(","))].map((line) => `${line}\n`).join("");
}

function tablesOf(pick, frame, kind) {
  const ids = [],
    J = frame.people,
    some = (most, chance) => Array.from({ length: most }, (x, at) => at + 1).filter(() => pick(100) < chance);
  const objects = Array.from({ length: frame.objects }, (x, at) => {
    const id = `D${String(at + 1).padStart(4, "0")}`,
      salt = saltOf(pick),
      strata = [];
    if (pick(5)) strata.push(1 + pick(4));
    if (pick(3)) strata.push(5 + pick(2));
    const state = strata.length ? [0, 1, 1, 1, 1, 2, 3][pick(7)] : 0;
    return {
      id,
      salt,
      mark: markOf("object", salt, id),
      state,
      owed: pick(8) ? 0 : 1 + pick(2),
      entity: pick(2) ? 0 : 1 + pick(6),
      strata: strata.join(" "),
    };
  }).sort((a, b) => (a.mark < b.mark ? -1 : 1));
  const sites = objects.map((one, at) => {
    const row = [at + 1, saltOf(pick), "1 2 3", pick(2) ? "1" : "2", pick(4), some(J, 8).join(" ")];
    one.seal = sealOf(...row.slice(1));
    ids.push([one.id, one.salt]);
    return row;
  });
  const people = Array.from({ length: J }, () => {
    const salt = saltOf(pick),
      seats = kind.split
        ? [["1"], ["2"], ["3"], ["1 2"]][pick(4)]
        : [["1 2", "2", "1 3", "1 2 3", "2 3"][pick(5)]];
    return [
      markOf("person", salt, String(pick(1e9))),
      seats[0],
      pick(3) ? "*" : some(3, 60).join(" "),
      pick(4) ? "" : 1 + pick(3),
      pick(3) ? 0 : pick(3),
    ];
  }).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return {
    ids,
    files: {
      "frame.json": canonical(frame),
      "objects.csv": csv(
        "number,mark,seal,state,owed,entity,strata",
        objects.map((o, at) => [at + 1, o.mark, o.seal, o.state, o.owed, o.entity, o.strata]),
      ),
      "sites.csv": csv("number,salt,seats,duty,area,recused", sites),
      "people.csv": csv(
        "number,mark,seats,areas,limit,load",
        people.map((row, at) => [at + 1, ...row]),
      ),
    },
  };
}

/** A draw as { files, ids } or null if it cannot be made. */
function makeDraw(name, kind) {
  const pick = random(name),
    frame = frameOf(pick, kind),
    { files, ids } = tablesOf(pick, frame, kind);
  const tables = Object.fromEntries(Object.entries(files).map(([key, value]) => [key, sha256(value)]));
  files["commitment.json"] = canonical({
    scheme: "ssj-draw/2",
    rules: "rules/1",
    plan: "甲医保2024001",
    batch: "上半年",
    tables,
    private: sha256(name),
  });
  const commit = sha256(files["commitment.json"]),
    seed = `0${pick(9)} 1${pick(9)} 2${pick(9)}`,
    key = keyOf(commit, seed);
  const read = (file, reader, given) => {
    const { value, problems } = reader(bytes(files[file]), given);
    if (problems.length) throw new Error(`${name} ${file}: ${problems[0]}`);
    return value;
  };
  const shape = read("frame.json", readFrame),
    objects = read("objects.csv", readObjects, shape);
  const sites = read("sites.csv", readSites, shape),
    people = read("people.csv", readPeople, shape);
  const selection = drawObjects(shape, objects, key),
    visits = visitsOf(shape, objects, selection);
  files["draw.json"] = canonical(
    drawRecord({ commit, seed, key, plan: "甲医保2024001", batch: "上半年" }, selection, visits),
  );
  const teams = finish(drawTeams(shape, people, sites, visits, key));
  if (!teams) return null;
  files["teams.json"] = canonical({ scheme: "ssj-draw/2", commit, ...teams });
  const state = stateOf(shape, objects, selection, visits, teams);
  for (let event = 1; event <= (kind.events || 0); event++) {
    const made = makeEvent(pick, event, {
      state,
      commit,
      key,
      objects,
      sites,
      people,
      withSeed: event % 2 === 0,
    });
    if (!made) return null;
    for (const [file, text] of Object.entries(made)) files[`递补-00${event}/${file}`] = text;
  }
  return { files, ids };
}

function makeEvent(pick, event, { state, commit, key, sites, people, withSeed }) {
  const open = [...state.visits.values()].filter(
    (one) => !state.ended.has(one.index) && !state.done.has(one.index),
  );
  const one = open[pick(open.length)],
    other = open[pick(open.length)],
    done = event > 1 && open.length > 4 ? [open[0].index] : [];
  const staffed = open.filter(
    (visit) => (state.now.get(visit.index) || { team: [] }).team.length && !done.includes(visit.index),
  );
  if (staffed.length < 2) return null;
  const member = (visit) => {
    const { team } = state.now.get(visit.index);
    return team[pick(team.length)][0];
  };
  const leaving = staffed[pick(staffed.length)],
    stepping = staffed[pick(staffed.length)];
  const out = [[member(leaving), pick(2) ? [] : [leaving.index]]],
    objects =
      event === 3 ? [] : [...new Set([one.number, ...(pick(2) ? [other.number] : [])])].sort((a, b) => a - b);
  const request = {
    scheme: "ssj-draw/2",
    commit,
    event,
    done,
    out,
    recused: [[stepping.index, member(stepping)]],
    objects,
    salt: saltOf(pick),
    source: withSeed ? { issue: "2024058", source: "双色球" } : null,
  };
  const bytesOfRequest = canonical(request),
    digest = sha256(bytesOfRequest),
    seed = withSeed ? `3${pick(9)} 4${pick(9)}` : "";
  const own = withSeed ? keyOf(commit, seed, digest) : key,
    heads = { scheme: "ssj-draw/2", commit, event, request: digest };
  const right = eventObjects(state, request),
    teams = finish(eventTeams(state, request, own, withSeed, right.visits, people, sites));
  if (!teams) return null;
  return {
    "request.json": bytesOfRequest,
    "event.json": canonical({ ...heads, seed, key: own, ...right }),
    "event-teams.json": canonical({
      ...heads,
      done,
      out: request.out,
      recused: request.recused,
      visits: teams,
    }),
  };
}

/** The first draws of this kind that can be made. */
function draws(prefix, kind, count) {
  const found = {};
  for (let number = 1; Object.keys(found).length < count && number < 3000; number++) {
    const made = makeDraw(`${prefix}-${number}`, kind);
    if (made) found[`${prefix}-${number}`] = made;
  }
  return found;
}

const KINDS = {
  plain: { groups: null, balance: 1, cross: 0, events: 3 },
  free: { groups: null, balance: 0, cross: 1, events: 2 },
  groups: { groups: 2, balance: 1, cross: 0, events: 3, split: true },
  auto: { groups: 0, balance: 0, cross: 0, events: 2, split: true },
};

module.exports = { draws, makeDraw, KINDS };

if (require.main === module) {
  const count = Number(process.argv[2] || 2),
    all = {};
  for (const [prefix, kind] of Object.entries(KINDS)) Object.assign(all, draws(prefix, kind, count));
  for (const [name, { files }] of Object.entries(all)) {
    const c = finish(verify(Object.entries(files).map(([path, text]) => [path, bytes(text)])));
    if (c.steps.some((step) => step.state !== "ok" && !["ledger", "seed"].includes(step.id))) {
      process.stderr.write(
        `${name}: ${c.steps
          .filter((step) => step.state !== "ok")
          .map((step) => `${step.id} ${step.text} ${step.problems}`)
          .join("\n")}\n`,
      );
      process.exitCode = 1;
    }
  }
  process.stdout.write(`${JSON.stringify(all, null, 1)}\n`);
}
