// Sections 5, 6, 8 and 10 of docs/algorithm.md a second time: slowly, from the files alone, with words by BigInt. Only the filling of
// seats is taken from the page; oracle.js proves that. node literal.js [draws of each kind]
"use strict";
require("./load.js");
const assert = require("assert"),
  crypto = require("crypto"),
  vm = require("vm");
const { draws, KINDS } = require("./make.js");
const fill = vm.runInThisContext("fill"),
  finish = vm.runInThisContext("finish");

const digest = (text) => crypto.createHash("sha256").update(text).digest("hex");
const sorted = (value) =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === "object"
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
        )
      : value;
const json = (value) => JSON.stringify(sorted(value));
const numbers = (count) => Array.from({ length: count }, (x, at) => at + 1);
const unique = (list) => numbers(1000).filter((one) => list.includes(one));
const cells = (text) =>
  text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
const list = (cell) => (cell === "" ? [] : cell.split(" ").map(Number));

const known = new Map();
function word(key, stream, i) {
  const name = `${key} ${stream} ${i}`;
  if (known.has(name)) return known.get(name);
  const mask = 2n ** 64n,
    whole = BigInt(`0x${key}`);
  let k0 = whole % mask,
    k1 = whole / mask,
    c = [1n + BigInt(Math.floor(i / 4)), 0n, 0n, BigInt(stream)];
  for (let round = 0; round < 10; round++) {
    const x = c[0] * 0xd2e7470ee14c6c93n,
      y = c[2] * 0xca5a826395121157n;
    c = [(y / mask) ^ c[1] ^ k0, y % mask, (x / mask) ^ c[3] ^ k1, x % mask];
    k0 = (k0 + 0x9e3779b97f4a7c15n) % mask;
    k1 = (k1 + 0xbb67ae8584caa73bn) % mask;
  }
  for (let at = 0; at < 4; at++) known.set(`${key} ${stream} ${i - (i % 4) + at}`, c[at]);
  return known.get(name);
}
/** Things in the order of a word of theirs; equal words by number. */
const inOrder = (things, wordOf) =>
  things.slice().sort((a, b) => (wordOf(a) < wordOf(b) ? -1 : wordOf(a) > wordOf(b) ? 1 : a - b));

function read(files) {
  const frame = JSON.parse(files["frame.json"]);
  return {
    frame,
    objects: [
      null,
      ...cells(files["objects.csv"]).map((row) => ({
        state: +row[3],
        owed: +row[4],
        entity: +row[5],
        strata: list(row[6]),
      })),
    ],
    sites: [
      null,
      ...cells(files["sites.csv"]).map((row) => ({
        seats: list(row[2]),
        duty: list(row[3]),
        area: +row[4],
        recused: list(row[5]),
      })),
    ],
    people: [
      null,
      ...cells(files["people.csv"]).map((row) => ({
        seats: list(row[2]),
        areas: row[3] === "*" ? "*" : list(row[3]),
        limit: row[4] === "" ? Infinity : +row[4],
        load: +row[5],
      })),
    ],
  };
}

// ---- Section 5 and 6 -----------------------------------------------------------------------------------------

function drawn(t, key) {
  const { frame, objects } = t,
    ticket = (k) => word(key, 1, k - 1),
    order = inOrder(numbers(frame.objects), ticket);
  const clusters = [],
    isVoid = (s) => {
      const row = frame.strata[s - 1],
        chosen = clusters.find(([task]) => task === row.task);
      return row.cluster > 0 && chosen !== undefined && !chosen[1].includes(row.cluster);
    };
  frame.tasks.forEach((task, at) => {
    if (task.clusters === 0) return;
    const occurring = unique(frame.strata.filter((row) => row.task === at + 1).map((row) => row.cluster));
    clusters.push([
      at + 1,
      inOrder(occurring, (cluster) => word(key, 5, cluster - 1)).slice(0, task.clusters),
    ]);
  });
  const taken = []; // [object, stratum] in the order of drawing
  const entityOf = (k) => objects[k].entity;
  const others = (pairs, e) => new Set(pairs.map(([k]) => k).filter((k) => entityOf(k) === e)).size;
  for (const k of order) {
    if (objects[k].state === 0) continue;
    const e = entityOf(k);
    if (frame.entity > 0 && e > 0 && others(taken, e) >= frame.entity) continue;
    for (const s of objects[k].strata) {
      const { task, n } = frame.strata[s - 1],
        most = frame.tasks[task - 1].entity;
      if (isVoid(s) || taken.filter((pair) => pair[1] === s).length >= n) continue;
      if (
        most > 0 &&
        e > 0 &&
        others(
          taken.filter((pair) => frame.strata[pair[1] - 1].task === task),
          e,
        ) >= most
      )
        continue;
      taken.push([k, s]);
    }
  }
  const strata = numbers(frame.strata.length).map((s) => {
    const members = order.filter((k) => objects[k].strata.includes(s)),
      mine = taken.filter((pair) => pair[1] === s).map((pair) => pair[0]);
    const { n } = frame.strata[s - 1],
      able = members.filter((k) => objects[k].state > 0);
    return {
      members: members.length,
      available: able.length,
      drawn: mine,
      shortage: isVoid(s) ? 0 : n - mine.length,
      cut_off: mine.length
        ? ticket(mine[mine.length - 1])
            .toString(16)
            .padStart(16, "0")
        : null,
      alternates: isVoid(s) || n === 0 ? [] : able.filter((k) => !mine.includes(k)),
    };
  });
  const hit = (k) => taken.some((pair) => pair[0] === k);
  let floor = null;
  if (frame.floor !== null) {
    const wanted = Math.max(
      0,
      frame.floor - numbers(frame.objects).filter((k) => hit(k) && [1, 2].includes(objects[k].state)).length,
    );
    const candidates = order.filter((k) => objects[k].state === 1 && objects[k].owed === 0 && !hit(k)),
      added = [];
    for (const k of candidates) {
      if (added.length === wanted) break;
      const e = entityOf(k),
        so = numbers(frame.objects).filter((x) => entityOf(x) === e && (hit(x) || added.includes(x))).length;
      if (!(frame.entity > 0 && e > 0 && so >= frame.entity)) added.push(k);
    }
    floor = {
      wanted,
      added,
      short: wanted - added.length,
      alternates: candidates.filter((k) => !added.includes(k)),
    };
  }
  const visits = [];
  for (const k of numbers(frame.objects)) {
    const extra = floor !== null && floor.added.includes(k),
      mine = taken.filter((pair) => pair[0] === k).map((pair) => pair[1]);
    if (!extra && !mine.length && !objects[k].owed) continue;
    const of = Math.max(1, objects[k].owed);
    for (const visit of numbers(of)) {
      const first = visit === 1,
        from = !first ? [] : extra ? objects[k].strata : mine;
      visits.push({
        index: visits.length + 1,
        number: k,
        visit,
        of,
        tasks: unique(from.map((s) => frame.strata[s - 1].task)),
        strata: first ? unique(mine) : [],
        added: first && extra ? 1 : 0,
      });
    }
  }
  return { clusters, strata, floor, visits };
}

const cut = (frame, { clusters, strata, floor, visits }) => ({
  clusters,
  visits,
  strata: strata.map((one, at) => ({
    ...one,
    alternates: one.alternates.slice(0, Math.max(frame.strata[at].n, 100)),
  })),
  floor: floor && { ...floor, alternates: floor.alternates.slice(0, Math.max(floor.wanted, 100)) },
});

function seatList(t, k, tasks) {
  const site = t.sites[k],
    called = new Set([...site.duty, ...tasks.flatMap((task) => t.frame.tasks[task - 1].seats)]);
  return numbers(t.frame.seats.length)
    .filter((kind) => site.seats.includes(kind) && called.has(kind))
    .flatMap((kind) => new Array(t.frame.seats[kind - 1].count).fill(kind));
}

const may = (t) => (p, kind, area) =>
  t.people[p].seats.includes(kind) &&
  (t.frame.seats[kind - 1].area === 0 ||
    area === 0 ||
    t.people[p].areas === "*" ||
    t.people[p].areas.includes(area));
const recusedFrom = (t, k, pairs = []) =>
  new Set(
    numbers(t.frame.people).filter(
      (p) =>
        t.sites[k].recused.includes(p) ||
        pairs.some((pair) => pair[0] === k && pair[1] === p) ||
        (t.frame.cross &&
          t.sites[k].area &&
          t.people[p].areas !== "*" &&
          t.people[p].areas.includes(t.sites[k].area)),
    ),
  );

function leads(t, team) {
  const able = team.filter(([, kind]) => t.frame.seats[kind - 1].lead > 0),
    least = Math.min(...able.map(([, kind]) => t.frame.seats[kind - 1].lead));
  const first = able.find(([, kind]) => t.frame.seats[kind - 1].lead === least);
  return first ? first[0] : 0;
}

// ---- Sections 7 and 8 ----------------------------------------------------------------------------------------

const byPerson = (t, value) => [0, ...numbers(t.frame.people).map(value)];
const loose = (t, kind) => t.frame.seats[kind - 1].loose === 1;

function dealTo(t, key, jobs, groups, limits, loads, balance, stays) {
  const k = groups.length;
  return finish(
    fill({
      people: k,
      kinds: [{ area: 0 }],
      can: () => true,
      limit: [0, ...limits],
      load: [0, ...loads],
      balance,
      once: false,
      visits: jobs.map((job) => ({
        seats: [1],
        area: 0,
        stays: null,
        order: () => inOrder(numbers(k), (g) => word(key, 3, (job.index - 1) * k + g - 1)),
        recused: new Set(
          numbers(k).filter((g) =>
            groups[g - 1].some(([p, kind]) => job.seats.includes(kind) && stays(p) && job.recused.has(p)),
          ),
        ),
      })),
    }),
  );
}

function teamsOf(t, key, visits) {
  const J = t.frame.people,
    { groups, balance } = t.frame;
  const jobs = visits.map((one) => ({
    index: one.index,
    area: t.sites[one.number].area,
    recused: recusedFrom(t, one.number),
    stays: null,
    seats: seatList(t, one.number, one.tasks),
    turn: 0,
    group: 0,
    leader: 0,
    team: [],
    trace: [],
    dealt: [],
  }));
  const row = inOrder(
    jobs.filter((job) => job.seats.length).map((job) => job.index),
    (v) => word(key, 2, v - 1),
  ).map((v) => jobs[v - 1]);
  row.forEach((job, at) => {
    job.turn = at + 1;
  });
  const people = (stream, from) => () => inOrder(numbers(J), (p) => word(key, stream, from + p - 1));
  const base = {
    people: J,
    kinds: t.frame.seats,
    limit: byPerson(t, (p) => t.people[p].limit),
    load: byPerson(t, (p) => t.people[p].load),
    balance: balance === 1,
    once: false,
  };
  const show = (formed) => ({
    groups: formed,
    visits: jobs.map(({ index, turn, group, leader, team, trace, dealt }) => ({
      index,
      turn,
      group,
      leader,
      team,
      trace,
      ...(groups === null ? {} : { dealt }),
    })),
  });
  if (groups === null) {
    const found = finish(
      fill({
        ...base,
        can: may(t),
        visits: row.map((job) => ({ ...job, order: people(3, (job.index - 1) * J) })),
      }),
    );
    if (!found) return null;
    row.forEach((job, at) => {
      Object.assign(job, found[at], { leader: leads(t, found[at].team) });
    });
    return show(null);
  }
  const seats = numbers(t.frame.seats.length)
    .filter((kind) => !loose(t, kind))
    .flatMap((kind) => new Array(t.frame.seats[kind - 1].count).fill(kind));
  const dealing = row.filter((job) => job.seats.some((kind) => !loose(t, kind))),
    ones = byPerson(t, () => 1),
    zeros = byPerson(t, () => 0);
  const form = (k, attempt) =>
    finish(
      fill({
        ...base,
        can: may(t),
        limit: ones,
        load: zeros,
        balance: false,
        once: true,
        visits: numbers(k).map((g) => ({
          seats,
          area: 0,
          recused: new Set(),
          stays: null,
          order: people(4, (attempt * k + g - 1) * J),
        })),
      }),
    );
  let k = groups || Math.max(1, dealing.length);
  while (!groups && k > 1 && !form(k, 0)) k -= 1;
  for (let attempt = 0; attempt < 100; attempt++) {
    const made = form(k, attempt);
    if (!made) return null;
    const formed = made.map(({ team, trace }) => ({ team, leader: leads(t, team), trace })),
      member = formed.map((one) => one.team);
    const deal = dealTo(
      t,
      key,
      dealing,
      member,
      member.map((team) => Math.min(...team.map(([p]) => t.people[p].limit))),
      member.map((team) => Math.floor(team.reduce((sum, [p]) => sum + t.people[p].load, 0) / team.length)),
      balance === 1,
      () => true,
    );
    if (!deal) continue;
    const grouped = new Set(member.flat().map(([p]) => p)),
      extra = row.filter((job) => job.seats.some((kind) => loose(t, kind)));
    const filled = finish(
      fill({
        ...base,
        can: (p, kind, area) => !grouped.has(p) && may(t)(p, kind, area),
        visits: extra.map((job) => ({
          ...job,
          seats: job.seats.filter((kind) => loose(t, kind)),
          order: people(6, (job.index - 1) * J),
        })),
      }),
    );
    if (!filled) continue;
    dealing.forEach((job, at) => {
      job.group = deal[at].team[0][0];
      job.dealt = deal[at].trace.map((entry) => entry.slice(0, 2));
      job.team = member[job.group - 1].filter(([, kind]) => job.seats.includes(kind));
    });
    extra.forEach((job, at) => {
      job.trace = filled[at].trace.map(([p, outcome, before]) => [p, outcome, before + job.team.length]);
      job.team = [...job.team, ...filled[at].team];
    });
    for (const job of row) job.leader = leads(t, job.team);
    return show({ discarded: attempt, formed });
  }
  return null;
}

// ---- Section 10 ----------------------------------------------------------------------------------------------

function events(t, files, draw, teams, key, commit) {
  const { frame, objects } = t,
    V = draw.visits.length,
    J = frame.people,
    past = [],
    told = { replacements: 0, refilled: 0 };
  const visits = new Map(draw.visits.map((one) => [one.index, one])),
    now = new Map(teams.visits.map((one) => [one.index, one]));
  const holds = [
    ...draw.strata.map((one, at) => one.drawn.map((k) => [at + 1, k])).flat(),
    ...(draw.floor ? draw.floor.added.map((k) => [0, k]) : []),
  ];
  const ended = [];
  for (let event = 1; files[`递补-00${event}/event.json`]; event++) {
    const text = files[`递补-00${event}/request.json`],
      request = JSON.parse(text),
      made = JSON.parse(files[`递补-00${event}/event.json`]);
    const hash = digest(text),
      own = made.seed === "" ? key : digest(`ssj-draw/2\n${commit}\n${hash}\n${made.seed}\n`).slice(0, 32);
    past.push(request);
    const open = (v) => !ended.includes(v) && !past.some((one) => one.done.includes(v));
    const ending = [...visits.keys()]
      .filter((v) => open(v) && request.objects.includes(visits.get(v).number))
      .sort((a, b) => a - b);
    // Replacements
    const losers = ending.filter((v) => visits.get(v).tasks.length).map((v) => visits.get(v).number),
      lost = [];
    for (const s of [...numbers(frame.strata.length), 0])
      lost.push(...holds.filter((pair) => pair[0] === s && losers.includes(pair[1])));
    for (const pair of lost) holds.splice(holds.indexOf(pair), 1);
    const before = new Set([...visits.values()].map((one) => one.number)),
      replacements = [];
    for (const [s, k] of lost) {
      const next =
        (s ? draw.strata[s - 1] : draw.floor).alternates.find((one) => {
          if (before.has(one) || past.some((other) => other.objects.includes(one))) return false;
          if (replacements.some(([place, , came]) => came === one && (s === 0 || place === s))) return false;
          const e = objects[one].entity,
            same = (pairs) =>
              new Set(pairs.map((pair) => pair[1]).filter((x) => x !== one && objects[x].entity === e)).size;
          if (e === 0) return true;
          if (frame.entity && same(holds) >= frame.entity) return false;
          if (s === 0) return true;
          const { task } = frame.strata[s - 1],
            most = frame.tasks[task - 1].entity;
          return (
            !most || same(holds.filter((pair) => pair[0] && frame.strata[pair[0] - 1].task === task)) < most
          );
        }) || 0;
      if (next) holds.push([s, next]);
      replacements.push([s, k, next]);
    }
    ended.push(...ending);
    const fresh = numbers(frame.objects)
      .filter((k) => replacements.some((one) => one[2] === k))
      .map((k) => {
        const strata = unique(replacements.filter((one) => one[2] === k && one[0]).map((one) => one[0]));
        const added = replacements.some((one) => one[2] === k && one[0] === 0) ? 1 : 0;
        return {
          index: V + k,
          number: k,
          visit: 1,
          of: 1,
          strata,
          added,
          tasks: unique((added ? objects[k].strata : strata).map((s) => frame.strata[s - 1].task)),
        };
      });
    for (const one of fresh) visits.set(one.index, one);
    told.replacements += replacements.length;
    const heads = { scheme: "ssj-draw/2", commit, event, request: hash };
    assert.strictEqual(
      files[`递补-00${event}/event.json`],
      json({
        ...heads,
        seed: made.seed,
        key: own,
        objects: request.objects,
        ended: ending,
        replacements,
        visits: fresh,
      }),
    );
    // Who leaves, who stays
    const pairs = past.flatMap((one) => one.recused.map(([v, p]) => [visits.get(v).number, p])),
      outside = past.flatMap((one) => one.out.map(([p]) => p));
    const leaves = (v, p) =>
      request.recused.some((pair) => pair[0] === v && pair[1] === p) ||
      request.out.some(([who, which]) => who === p && (!which.length || which.includes(v)));
    const jobs = [];
    for (const [v, one] of now) {
      if (!open(v) || !one.team.some(([p]) => leaves(v, p))) continue;
      jobs.push({
        v,
        turn: one.turn,
        group: one.group,
        dealt: [],
        stay: one.team.filter(([p]) => !leaves(v, p)),
        seats: one.team.filter(([p]) => leaves(v, p)).map(([, kind]) => kind),
      });
    }
    for (const one of fresh)
      jobs.push({
        v: one.index,
        turn: 0,
        group: 0,
        dealt: [],
        stay: [],
        seats: seatList(t, one.number, one.tasks),
        fresh: true,
      });
    for (const job of jobs) {
      job.index = job.v;
      job.area = t.sites[visits.get(job.v).number].area;
      job.recused = recusedFrom(t, visits.get(job.v).number, pairs);
    }
    const stays = (p) =>
      [...now.keys()]
        .filter((v) => !ended.includes(v) && !jobs.some((job) => job.v === v))
        .filter((v) => now.get(v).team.some((one) => one[0] === p)).length +
      jobs.filter((job) => job.stay.some((one) => one[0] === p)).length;
    const left = (p) => Math.max(0, t.people[p].limit - stays(p));
    const row = (some) =>
      inOrder(
        some.map((job) => job.v),
        (v) => word(own, 2, v - 1),
      ).map((v) => some.find((job) => job.v === v));
    const grouped = new Set();
    if (frame.groups !== null) {
      const groups = teams.groups.formed.map((one) => one.team),
        dealing = row(jobs.filter((job) => job.fresh && job.seats.some((kind) => !loose(t, kind))));
      for (const [p] of groups.flat()) grouped.add(p);
      const deal = dealTo(
        t,
        own,
        dealing,
        groups,
        groups.map((team) =>
          Math.min(
            Infinity,
            ...team
              .map(([p]) => p)
              .filter((p) => !outside.includes(p))
              .map(left),
          ),
        ),
        groups.map(() => 0),
        false,
        (p) => !outside.includes(p),
      );
      dealing.forEach((job, at) => {
        job.group = deal[at].team[0][0];
        job.dealt = deal[at].trace.map((entry) => entry.slice(0, 2));
        const goers = groups[job.group - 1].filter(([, kind]) => job.seats.includes(kind));
        job.stay = goers.filter(([p]) => !outside.includes(p));
        job.seats = [
          ...goers.filter(([p]) => outside.includes(p)).map(([, kind]) => kind),
          ...job.seats.filter((kind) => loose(t, kind)),
        ];
      });
    }
    for (const job of jobs) job.seats.sort((a, b) => a - b);
    const filling = row(jobs.filter((job) => job.seats.length));
    const orderFor = (job) => {
      if (job.group) {
        const all = inOrder(numbers(J), (p) => word(own, 7, (job.group - 1) * J + p - 1));
        return [...all.filter((p) => !grouped.has(p)), ...all.filter((p) => grouped.has(p))];
      }
      const all = inOrder(numbers(J), (p) =>
        word(own, frame.groups === null ? 3 : 6, (job.v - 1) * J + p - 1),
      );
      const first = teams.visits.find((one) => one.index === job.v);
      if (made.seed !== "" || !first || !first.team.length) return all;
      const at = all.indexOf(first.team[first.team.length - 1][0]);
      return numbers(J).map((x) => all[(at + x) % J]);
    };
    const found = finish(
      fill({
        people: J,
        kinds: frame.seats,
        balance: false,
        once: false,
        load: byPerson(t, () => 0),
        limit: byPerson(t, left),
        can: (p, kind, area) =>
          !outside.includes(p) && !(grouped.has(p) && loose(t, kind)) && may(t)(p, kind, area),
        visits: filling.map((job) => ({
          seats: job.seats,
          area: job.area,
          recused: job.recused,
          stays: new Set(job.stay.map(([p]) => p)),
          order: () => orderFor(job),
        })),
      }),
    );
    const right = jobs
      .slice()
      .sort((a, b) => a.v - b.v)
      .map((job) => {
        const at = filling.indexOf(job),
          one = at < 0 ? { team: [], trace: [] } : found[at],
          team = [...job.stay, ...one.team];
        return {
          index: job.v,
          turn: job.turn,
          group: job.group,
          leader: leads(t, team),
          team,
          trace: one.trace.map(([p, outcome, members]) => [p, outcome, members + job.stay.length]),
          ...(frame.groups === null ? {} : { dealt: job.dealt }),
        };
      });
    for (const one of right) now.set(one.index, one);
    told.refilled += right.length;
    assert.strictEqual(
      files[`递补-00${event}/event-teams.json`],
      json({ ...heads, done: request.done, out: request.out, recused: request.recused, visits: right }),
    );
  }
  return told;
}

const seen = { draws: 0, replacements: 0, refilled: 0, discarded: 0, dealt: 0 },
  count = Number(process.argv[2] || 10);
for (const [prefix, kind] of Object.entries(KINDS)) {
  for (const [name, { files }] of Object.entries(draws(`literal-${prefix}`, kind, count))) {
    const t = read(files),
      { seed, plan, batch } = JSON.parse(files["draw.json"]),
      commit = digest(files["commitment.json"]);
    const key = digest(`ssj-draw/2\n${commit}\n${seed}\n`).slice(0, 32),
      draw = drawn(t, key);
    assert.strictEqual(
      files["draw.json"],
      json({ scheme: "ssj-draw/2", commit, seed, key, plan, batch, ...cut(t.frame, draw) }),
      name,
    );
    const teams = teamsOf(t, key, draw.visits);
    assert.strictEqual(files["teams.json"], json({ scheme: "ssj-draw/2", commit, ...teams }), name);
    const told = events(t, files, draw, teams, key, commit);
    known.clear();
    seen.draws += 1;
    seen.replacements += told.replacements;
    seen.refilled += told.refilled;
    if (teams.groups) {
      seen.discarded += teams.groups.discarded;
      seen.dealt += teams.visits.reduce((sum, one) => sum + one.dealt.length, 0);
    }
  }
}
console.log(JSON.stringify(seen));
