/* teams.json: sections 7 and 8 of docs/algorithm.md put together. */
"use strict";

const ATTEMPTS = 100;

/** What the draw of teams needs of frame and people, for a key. */
function staffOf(frame, people, key) {
  const keys = roundKeys(key),
    J = people.count;
  return {
    frame,
    people,
    keys,
    J,
    /** People (or groups) in the order of words first, first + 1 … of a stream. */
    inOrder: (stream, first, count) => sortedWords(wordsOf(keys, stream, first, count)).map((at) => at + 1),
    /** May a person fill a seat of this kind in this area? */
    can: canFill(frame, people),
  };
}

function canFill(frame, people) {
  const kinds = frame.seats.length,
    may = new Uint8Array((people.count + 1) * (kinds + 1));
  for (let p = 1; p <= people.count; p++) for (const s of people.seats[p]) may[p * (kinds + 1) + s] = 1;
  return (p, kind, area) =>
    may[p * (kinds + 1) + kind] === 1 &&
    (!frame.seats[kind - 1].area || !area || people.areas[p] === null || people.areas[p].has(area));
}

/** People recused from visits to an object; `extra` are pairs of events. */
function recusedOf(frame, people, site, extra) {
  const found = new Set(site.recused);
  if (frame.cross && site.area) {
    for (let p = 1; p <= people.count; p++)
      if (people.areas[p] && people.areas[p].has(site.area)) found.add(p);
  }
  if (extra) for (const p of extra) found.add(p);
  return found;
}

/** Places of the visits in the order of their words of stream 2. */
function orderOfVisits(keys, indexes) {
  const words = { high: new Uint32Array(indexes.length), low: new Uint32Array(indexes.length) };
  indexes.forEach((index, at) => {
    const { high, low } = wordsOf(keys, 2, index - 1, 1);
    words.high[at] = high[0];
    words.low[at] = low[0];
  });
  return sortedWords(words);
}

/** teams.json without its heads, { groups, visits }; null if nothing can be drawn. `sites` has the rows of all visited objects. */
function* drawTeams(frame, people, sites, visits, key) {
  const staff = staffOf(frame, people, key);
  const all = visits.map((visit) => {
    const site = sites.rows.get(visit.number);
    return {
      index: visit.index,
      area: site.area,
      seats: seatsOf(frame, site, visit.tasks),
      recused: recusedOf(frame, people, site),
      stays: null,
    };
  });
  const taken = all.filter((one) => one.seats.length);
  const ordered = orderOfVisits(
    staff.keys,
    taken.map((one) => one.index),
  ).map((at) => taken[at]);
  ordered.forEach((one, at) => {
    one.turn = at + 1;
  });
  const drawn =
    frame.groups === null ? yield* drawSingles(staff, ordered) : yield* drawInGroups(staff, ordered);
  if (!drawn) return null;
  const empty = {
    turn: 0,
    group: 0,
    leader: 0,
    team: [],
    trace: [],
    ...(frame.groups === null ? {} : { dealt: [] }),
  };
  return {
    groups: drawn.groups,
    visits: all.map((one) => ({ ...empty, index: one.index, ...(drawn.byIndex.get(one.index) || {}) })),
  };
}

function* drawSingles(staff, ordered) {
  const { frame, people, J } = staff,
    byIndex = new Map();
  const found = yield* fill({
    people: J,
    kinds: frame.seats,
    can: staff.can,
    limit: people.limit.slice(),
    load: people.load.map((x) => x || 0),
    balance: frame.balance === 1,
    once: false,
    visits: ordered.map((one) => ({ ...one, order: () => staff.inOrder(3, (one.index - 1) * J, J) })),
  });
  if (!found) return null;
  ordered.forEach((one, at) => {
    const { team, trace } = found[at];
    byIndex.set(one.index, { turn: one.turn, leader: leaderOf(frame, team), team, trace });
  });
  return { groups: null, byIndex };
}

const isLoose = (frame, kind) => frame.seats[kind - 1].loose === 1;

/** The seats of a group: kinds with loose 0, each `count` times. */
function groupSeats(frame) {
  const seats = [];
  frame.seats.forEach((one, at) => {
    if (!one.loose) for (let i = 0; i < one.count; i++) seats.push(at + 1);
  });
  return seats;
}

/** Can so many groups be formed? */
function canForm(staff, seats, count) {
  const need = seats.length * count,
    placed = [];
  if (need > staff.J) return false;
  const heldBy = new Int32Array(need),
    seen = new Int32Array(need);
  function place(p, stamp) {
    for (let at = 0; at < need; at++) {
      if (heldBy[at] || !staff.can(p, seats[at % seats.length], 0)) continue;
      heldBy[at] = p;
      return true;
    }
    // Iterative, since a chain of hand-overs may be long.
    const queue = [[p, -1]],
      from = new Map();
    for (const [q] of queue) {
      for (let at = 0; at < need; at++) {
        if (seen[at] === stamp || !staff.can(q, seats[at % seats.length], 0)) continue;
        seen[at] = stamp;
        from.set(at, q);
        if (!heldBy[at]) return handOver(at, p, from);
        queue.push([heldBy[at], at]);
      }
    }
    return false;
  }
  function handOver(at, p, from) {
    for (;;) {
      const q = from.get(at),
        left = q === p ? -1 : heldBy.indexOf(q);
      heldBy[at] = q;
      if (left < 0) return true;
      at = left;
    }
  }
  for (let p = 1; p <= staff.J; p++) if (placed.length < need && place(p, p)) placed.push(p);
  return placed.length === need;
}

/** How many groups are formed; null if that is impossible. */
function countGroups(staff, seats, visitsWithSeats) {
  const { groups } = staff.frame;
  if (groups) return canForm(staff, seats, groups) ? groups : null;
  let low = 0,
    high = Math.max(1, visitsWithSeats);
  if (seats.length) high = Math.min(high, Math.floor(staff.J / seats.length));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (canForm(staff, seats, middle)) low = middle;
    else high = middle - 1;
  }
  return low || null;
}

function* formGroups(staff, seats, count, attempt) {
  const { frame, J } = staff,
    none = new Set();
  const found = yield* fill({
    people: J,
    kinds: frame.seats,
    can: staff.can,
    limit: new Array(J + 1).fill(1),
    load: new Array(J + 1).fill(0),
    balance: false,
    once: true,
    visits: Array.from({ length: count }, (x, g) => ({
      seats,
      area: 0,
      recused: none,
      stays: null,
      order: () => staff.inOrder(4, (attempt * count + g) * J, J),
    })),
  });
  return found.map(({ team, trace }) => ({ team, leader: leaderOf(frame, team), trace }));
}

/**
 * Deals visits to groups: { group, trace } for each, or null. `groups` are lists of [person, kind]; `limits` and `loads` are by group
 * from 1; `isOut` tells who would not go although they are in the group.
 */
function* dealVisits(staff, ordered, groups, limits, loads, balance, isOut) {
  const count = groups.length;
  const visits = ordered.map((one) => {
    const seats = new Set(one.seats),
      recused = new Set();
    groups.forEach((team, at) => {
      if (team.some(([p, kind]) => seats.has(kind) && !isOut(p) && one.recused.has(p))) recused.add(at + 1);
    });
    return {
      seats: [1],
      area: 0,
      recused,
      stays: null,
      order: () => staff.inOrder(3, (one.index - 1) * count, count),
    };
  });
  const found = yield* fill({
    people: count,
    kinds: [{ area: 0 }],
    can: () => true,
    limit: limits,
    load: loads,
    balance,
    once: false,
    visits,
  });
  return (
    found &&
    found.map(({ team, trace }) => ({ group: team[0][0], trace: trace.map(([g, outcome]) => [g, outcome]) }))
  );
}

function* drawInGroups(staff, ordered) {
  const { frame, people, J } = staff,
    seats = groupSeats(frame),
    fixed = new Set(seats);
  const dealt = ordered.filter((one) => one.seats.some((kind) => fixed.has(kind)));
  const loose = ordered
    .map((one) => ({ ...one, seats: one.seats.filter((kind) => isLoose(frame, kind)) }))
    .filter((one) => one.seats.length);
  const count = countGroups(staff, seats, dealt.length);
  if (!count) return null;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const formed = yield* formGroups(staff, seats, count, attempt),
      teams = formed.map((one) => one.team);
    const limits = [0, ...teams.map((team) => Math.min(Infinity, ...team.map(([p]) => people.limit[p])))];
    const loads = [
      0,
      ...teams.map((team) =>
        team.length ? Math.floor(team.reduce((sum, [p]) => sum + people.load[p], 0) / team.length) : 0,
      ),
    ];
    const balance = frame.balance === 1,
      inGroup = new Set(teams.flat().map(([p]) => p));
    const deal = yield* dealVisits(staff, dealt, teams, limits, loads, balance, () => false);
    if (!deal) continue;
    const extra = yield* fill({
      people: J,
      kinds: frame.seats,
      can: (p, kind, area) => !inGroup.has(p) && staff.can(p, kind, area),
      limit: people.limit.slice(),
      load: people.load.map((x) => x || 0),
      balance,
      once: false,
      visits: loose.map((one) => ({ ...one, order: () => staff.inOrder(6, (one.index - 1) * J, J) })),
    });
    if (!extra) continue;
    return {
      groups: { discarded: attempt, formed },
      byIndex: joinTeams(frame, ordered, dealt, deal, teams, loose, extra),
    };
  }
  return null;
}

/** Members of a group who go on a visit with these seats. */
const goersOf = (team, seats) => team.filter(([, kind]) => seats.includes(kind));

function joinTeams(frame, ordered, dealt, deal, teams, loose, extra) {
  const byIndex = new Map();
  for (const one of ordered)
    byIndex.set(one.index, { turn: one.turn, group: 0, team: [], trace: [], dealt: [] });
  dealt.forEach((one, at) => {
    const { group, trace } = deal[at],
      visit = byIndex.get(one.index);
    visit.group = group;
    visit.dealt = trace;
    visit.team = goersOf(teams[group - 1], one.seats);
  });
  loose.forEach((one, at) => {
    const visit = byIndex.get(one.index),
      before = visit.team.length;
    visit.trace = extra[at].trace.map(([p, outcome, members]) => [p, outcome, members + before]);
    visit.team = [...visit.team, ...extra[at].team];
  });
  for (const visit of byIndex.values()) visit.leader = leaderOf(frame, visit.team);
  return byIndex;
}
