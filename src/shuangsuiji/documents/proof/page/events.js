/* Events after the draw: section 10 of docs/algorithm.md. */
"use strict";

/**
 * What holds after the draw and is changed by each event. `teams` is the value of teams.json, or null if there is none;
 * without it only objects are followed.
 */
function stateOf(frame, objects, selection, visits, teams) {
  const state = {
    frame,
    objects,
    selection,
    teams,
    count: visits.length,
    visits: new Map(visits.map((one) => [one.index, one])),
    ended: new Set(),
    done: new Set(),
    out: new Set(),
    recused: new Map(),
    closed: new Set(),
    visited: new Set(visits.map((one) => one.number)),
    now: new Map(),
    places: [[], ...selection.strata.map((one) => one.drawn.slice())],
  };
  if (selection.floor) state.places[0] = selection.floor.added.slice();
  if (teams) for (const one of teams.visits) state.now.set(one.index, one);
  return state;
}

const isOpen = (state, index) => !state.ended.has(index) && !state.done.has(index);

/** Indexes of the open visits that end; `done` of the request is in the state already. */
function endedBy(state, closing) {
  const set = new Set(closing);
  return [...state.visits.values()]
    .filter((one) => set.has(one.number) && isOpen(state, one.index))
    .map((one) => one.index)
    .sort((a, b) => a - b);
}

/** Takes the places of those whose visit with tasks ends, and gives them to alternates: a list of [place, lost, came]. */
function replace(state, ended) {
  const { frame, objects, selection, places } = state,
    losing = new Set();
  for (const index of ended)
    if (state.visits.get(index).tasks.length) losing.add(state.visits.get(index).number);
  const order = [...Array.from(selection.strata, (x, at) => at + 1), 0],
    lost = [];
  for (const s of order) {
    for (const k of places[s]) if (losing.has(k)) lost.push([s, k]);
    places[s] = places[s].filter((k) => !losing.has(k));
  }
  const came = new Map(),
    found = [];
  for (const [s, k] of lost) {
    const alternates = s ? selection.strata[s - 1].alternates : selection.floor.alternates;
    const next =
      alternates.find(
        (one) =>
          !state.visited.has(one) &&
          !state.closed.has(one) &&
          !(s ? (came.get(one) || []).includes(s) : came.has(one)) &&
          keepsCaps(state, one, s),
      ) || 0;
    if (next) {
      came.set(next, [...(came.get(next) || []), s]);
      places[s].push(next);
    }
    found.push([s, k, next]);
  }
  return { replacements: found, came };
}

function keepsCaps(state, k, s) {
  const { frame, objects, places, selection } = state,
    entity = objects.entity[k];
  if (!entity) return true;
  const holders = (at) =>
    places
      .filter((list, place) => at(place))
      .flat()
      .filter((one) => one !== k && objects.entity[one] === entity);
  if (frame.entity && new Set(holders(() => true)).size >= frame.entity) return false;
  if (!s) return true;
  const task = selection.strata[s - 1].task,
    most = frame.tasks[task - 1].entity;
  return (
    !most || new Set(holders((place) => place > 0 && selection.strata[place - 1].task === task)).size < most
  );
}

/** Visits of the objects that came in, by index. */
function newVisits(state, came) {
  const { frame, objects } = state;
  return [...came]
    .sort((a, b) => a[0] - b[0])
    .map(([k, list]) => {
      const strata = ascendingSet(list.filter((s) => s)),
        added = list.includes(0) ? 1 : 0;
      const from = added ? objects.strata[k] : strata;
      return {
        index: state.count + k,
        number: k,
        visit: 1,
        of: 1,
        tasks: ascendingSet(from.map((s) => frame.strata[s - 1].task)),
        strata,
        added,
      };
    });
}

/**
 * The objects' part of an event. `request` has `objects` and, if known, `done`; if `done` is not known (null), the visits
 * ended are taken from `given`. Changes the state.
 */
function eventObjects(state, request, given) {
  for (const k of request.objects) state.closed.add(k);
  for (const index of request.done || []) state.done.add(index);
  const ended = request.done ? endedBy(state, request.objects) : given;
  const { replacements, came } = replace(state, ended),
    visits = newVisits(state, came);
  for (const index of ended) state.ended.add(index);
  for (const one of visits) {
    state.visits.set(one.index, one);
    state.visited.add(one.number);
  }
  return { objects: request.objects, ended, replacements, visits };
}

// ---- People --------------------------------------------------------------------------------------------------

/** Who leaves which visit, as a Map from index to a Set of people. */
function leavers(state, request) {
  const found = new Map(),
    pairs = new Set(request.recused.map(([index, p]) => `${index} ${p}`));
  const out = new Map(request.out.map(([p, list]) => [p, list]));
  for (const [index, visit] of state.now) {
    if (!isOpen(state, index)) continue;
    const gone = visit.team
      .map(([p]) => p)
      .filter((p) => {
        const list = out.get(p);
        return (list && (!list.length || list.includes(index))) || pairs.has(`${index} ${p}`);
      });
    if (gone.length) found.set(index, new Set(gone));
  }
  return found;
}

/**
 * The people's part of an event, after its objects' part: visits as in event-teams.json, or null if there is no complete
 * assignment. Changes the state.
 */
function* eventTeams(state, request, key, hasSeed, visits, people, sites) {
  const { frame } = state,
    staff = staffOf(frame, people, key),
    dealing = frame.groups !== null;
  for (const [p] of request.out) state.out.add(p);
  for (const [index, p] of request.recused) {
    const { number } = state.visits.get(index);
    if (!state.recused.has(number)) state.recused.set(number, new Set());
    state.recused.get(number).add(p);
  }
  const gone = leavers(state, request),
    jobs = [];
  for (const [index, set] of gone) {
    const old = state.now.get(index),
      stay = old.team.filter(([p]) => !set.has(p));
    jobs.push({
      index,
      old,
      stay,
      dealt: [],
      seats: old.team
        .filter(([p]) => set.has(p))
        .map(([, kind]) => kind)
        .sort((a, b) => a - b),
    });
    state.now.set(index, { ...old, team: stay });
  }
  for (const visit of visits) {
    const seats = seatsOf(frame, sites.rows.get(visit.number), visit.tasks);
    jobs.push({ index: visit.index, old: { turn: 0, group: 0 }, stay: [], seats, dealt: [], isNew: true });
  }
  for (const job of jobs) {
    const site = sites.rows.get(state.visits.get(job.index).number);
    job.area = site.area;
    job.recused = recusedOf(frame, people, site, state.recused.get(state.visits.get(job.index).number));
  }
  if (
    dealing &&
    !(yield* dealNew(
      state,
      staff,
      jobs.filter((job) => job.isNew),
    ))
  )
    return null;
  const found = yield* fillOpen(
    state,
    staff,
    jobs.filter((job) => job.seats.length),
    hasSeed,
  );
  if (!found) return null;
  return jobs
    .sort((a, b) => a.index - b.index)
    .map((job) => {
      const { team, trace } = found.get(job.index) || { team: [], trace: [] },
        whole = [...job.stay, ...team];
      const one = {
        index: job.index,
        turn: job.old.turn,
        group: job.old.group,
        leader: leaderOf(frame, whole),
        team: whole,
        trace: trace.map(([p, outcome, members]) => [p, outcome, members + job.stay.length]),
        ...(dealing ? { dealt: job.dealt } : {}),
      };
      state.now.set(job.index, one);
      return one;
    });
}

/** By person, the visits that have not ended in which they stay. */
function staying(state, people) {
  const counts = new Int32Array(people.count + 1);
  for (const [index, visit] of state.now)
    if (!state.ended.has(index)) for (const [p] of visit.team) counts[p] += 1;
  return counts;
}

const limitsLeft = (people, counts) => people.limit.map((most, p) => (p ? Math.max(0, most - counts[p]) : 0));

/** Deals new visits to the groups of teams.json; false if that is impossible. */
function* dealNew(state, staff, jobs) {
  const { frame, people } = staff,
    groups = state.teams.groups.formed.map((one) => one.team);
  const limits = limitsLeft(people, staying(state, people)),
    isOut = (p) => state.out.has(p);
  const byGroup = [
    0,
    ...groups.map((team) => Math.min(Infinity, ...team.filter(([p]) => !isOut(p)).map(([p]) => limits[p]))),
  ];
  const dealt = jobs.filter((job) => job.seats.some((kind) => !isLoose(frame, kind)));
  const ordered = orderOfVisits(
    staff.keys,
    dealt.map((job) => job.index),
  ).map((at) => dealt[at]);
  const found = yield* dealVisits(
    staff,
    ordered,
    groups,
    byGroup,
    byGroup.map(() => 0),
    false,
    isOut,
  );
  if (!found) return false;
  ordered.forEach((job, at) => {
    const { group, trace } = found[at],
      goers = goersOf(groups[group - 1], job.seats);
    job.old = { turn: 0, group };
    job.dealt = trace;
    job.stay = goers.filter(([p]) => !isOut(p));
    job.seats = [
      ...job.seats.filter((kind) => isLoose(frame, kind)),
      ...goers.filter(([p]) => isOut(p)).map(([, kind]) => kind),
    ].sort((a, b) => a - b);
    state.now.set(job.index, { index: job.index, team: job.stay });
  });
  return true;
}

/** Fills the open seats of all visits: a Map from index to { team, trace }, or null. */
function* fillOpen(state, staff, jobs, hasSeed) {
  const { frame, people, J } = staff,
    limit = limitsLeft(people, staying(state, people)),
    inGroup = new Set();
  if (frame.groups !== null)
    for (const one of state.teams.groups.formed) for (const [p] of one.team) inGroup.add(p);
  const ordered = orderOfVisits(
    staff.keys,
    jobs.map((job) => job.index),
  ).map((at) => jobs[at]);
  const found = yield* fill({
    people: J,
    kinds: frame.seats,
    limit,
    load: new Array(J + 1).fill(0),
    balance: false,
    once: false,
    can: (p, kind, area) =>
      !state.out.has(p) && !(inGroup.has(p) && isLoose(frame, kind)) && staff.can(p, kind, area),
    visits: ordered.map((job) => ({
      seats: job.seats,
      area: job.area,
      recused: job.recused,
      stays: new Set(job.stay.map(([p]) => p)),
      order: () => peopleFor(state, staff, job, inGroup, hasSeed),
    })),
  });
  return found && new Map(ordered.map((job, at) => [job.index, found[at]]));
}

/** The order of people for the open seats of a visit. */
function peopleFor(state, staff, job, inGroup, hasSeed) {
  const { J, frame } = staff;
  if (job.old.group) {
    const order = staff.inOrder(7, (job.old.group - 1) * J, J);
    return [...order.filter((p) => !inGroup.has(p)), ...order.filter((p) => inGroup.has(p))];
  }
  const order = staff.inOrder(frame.groups === null ? 3 : 6, (job.index - 1) * J, J);
  const first = job.index <= state.count ? state.teams.visits[job.index - 1].team : [];
  if (hasSeed || !first.length) return order;
  const at = order.indexOf(first[first.length - 1][0]) + 1;
  return [...order.slice(at), ...order.slice(0, at)];
}
