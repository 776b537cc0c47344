// Section 7 of docs/algorithm.md word for word, by trying all complete assignments, against `fill` of the page.
// node oracle.js [number of cases] [first case]; prints the number of outcomes seen, exits 1 at the first difference.
"use strict";
require("./load.js");
const vm = require("vm");
const fill = vm.runInThisContext("fill"),
  finish = vm.runInThisContext("finish");

function random(seed) {
  let state = seed * 2654435761 + 12345;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

function shuffled(list, pick) {
  const rest = list.slice(),
    found = [];
  while (rest.length) found.push(...rest.splice(pick(rest.length), 1));
  return found;
}

function makeCase(number) {
  const pick = random(number),
    J = 2 + pick(5),
    kinds = [{ area: pick(2) }, { area: 0 }, { area: 0 }];
  const people = [null],
    limit = [0],
    load = [0];
  for (let p = 1; p <= J; p++) {
    people.push({ kinds: [1, 2, 3].filter(() => pick(3)), areas: [1, 2].filter(() => pick(2)) });
    limit.push(pick(3) ? Infinity : pick(3));
    load.push(pick(3) ? 0 : pick(4));
  }
  const visits = Array.from({ length: 1 + pick(4) }, () => ({
    seats: Array.from({ length: 1 + pick(3) }, () => 1 + pick(3)).sort(),
    area: pick(3),
    recused: new Set(Array.from({ length: J }, (x, at) => at + 1).filter(() => !pick(6))),
    stays: pick(4) ? null : new Set([1 + pick(J)]),
    list: shuffled(
      Array.from({ length: J }, (x, at) => at + 1),
      pick,
    ),
  }));
  for (const visit of visits) visit.order = () => visit.list;
  const once = !pick(5);
  if (once) {
    limit.fill(1);
    for (const visit of visits) {
      visit.recused = new Set();
      visit.stays = null;
    }
  }
  const can = (p, kind, area) =>
    people[p].kinds.includes(kind) && (!kinds[kind - 1].area || !area || people[p].areas.includes(area));
  return { people: J, kinds, visits, can, limit, load, balance: !once && pick(2) === 1, once };
}

/** All ways to give distinct seats to members, as lists of seat positions. */
function* ways(members, seats, fits, used = []) {
  if (used.length === members.length) {
    yield used;
    return;
  }
  for (let s = 0; s < seats.length; s++) {
    if (!used.includes(s) && fits(members[used.length], seats[s]))
      yield* ways(members, seats, fits, [...used, s]);
  }
}
const matchable = (members, seats, fits) => !ways(members, seats, fits).next().done;

function* subsets(list, size) {
  if (!size) {
    yield [];
    return;
  }
  for (let at = 0; at <= list.length - size; at++) {
    for (const rest of subsets(list.slice(at + 1), size - 1)) yield [list[at], ...rest];
  }
}

function allAssignments(c) {
  const everyone = Array.from({ length: c.people }, (x, at) => at + 1);
  const options = c.visits.map((visit) =>
    [...subsets(everyone, visit.seats.length)].filter(
      (team) =>
        team.every((p) => !visit.recused.has(p) && !(visit.stays && visit.stays.has(p))) &&
        matchable(team, visit.seats, (p, kind) => c.can(p, kind, visit.area)),
    ),
  );
  let found = [[]];
  for (const teams of options) {
    found = found
      .flatMap((before) => teams.map((team) => [...before, team]))
      .filter((one) => everyone.every((p) => one.filter((team) => team.includes(p)).length <= c.limit[p]));
  }
  return found;
}

function literal(c) {
  let all = allAssignments(c);
  if (!all.length) return null;
  const sum = (one) =>
    c.load.reduce(
      (total, load, p) => total + (p ? (load + one.filter((team) => team.includes(p)).length) ** 2 : 0),
      0,
    );
  const Q = Math.min(...all.map(sum)),
    counts = new Map(),
    found = [];
  for (let v = 0; v < c.visits.length; v++) {
    const visit = c.visits[v],
      team = [],
      trace = [];
    const fits = (p, kind) => c.can(p, kind, visit.area) && !(visit.stays && visit.stays.has(p));
    for (const p of visit.list) {
      if (team.length === visit.seats.length) break;
      if (c.once && counts.get(p)) continue;
      if (!matchable([...team, p], visit.seats, fits)) continue;
      const left = all.filter((one) => one[v].includes(p));
      let outcome = 0;
      if (visit.recused.has(p)) outcome = 1;
      else if ((counts.get(p) || 0) >= c.limit[p]) outcome = 2;
      else if (!left.length) outcome = 3;
      else if (c.balance && !left.some((one) => sum(one) === Q)) outcome = 4;
      if (outcome) {
        trace.push([p, outcome, team.length]);
        continue;
      }
      team.push(p);
      counts.set(p, (counts.get(p) || 0) + 1);
      all = left;
    }
    const given = [];
    for (let at = 0; at < team.length; at++) {
      for (let s = 0; s < visit.seats.length; s++) {
        if (given.includes(s) || !fits(team[at], visit.seats[s])) continue;
        const rest = visit.seats.filter((kind, x) => x !== s && !given.includes(x));
        if (matchable(team.slice(at + 1), rest, fits)) {
          given.push(s);
          break;
        }
      }
    }
    found.push({ team: team.map((p, at) => [p, visit.seats[given[at]]]), trace });
  }
  return found;
}

const cases = Number(process.argv[2] || 500),
  first = Number(process.argv[3] || 1),
  seen = [0, 0, 0, 0, 0];
let drawn = 0;
for (let number = first; number < first + cases; number++) {
  const c = makeCase(number),
    right = JSON.stringify(literal(c)),
    told = JSON.stringify(finish(fill(c)));
  if (right !== told) {
    console.log(`case ${number}: ${told} is not ${right}`);
    process.exit(1);
  }
  if (right === "null") continue;
  drawn += 1;
  for (const visit of JSON.parse(right)) for (const [, outcome] of visit.trace) seen[outcome] += 1;
}
console.log(JSON.stringify({ cases, drawn, outcomes: seen.slice(1) }));
