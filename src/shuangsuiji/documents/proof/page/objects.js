/* Which objects are drawn, and the visits that follow: sections 5 and 6 of docs/algorithm.md. */
"use strict";

/** Clusters drawn by each task with a first stage: a list of [task, clusters in the order of their words]. */
function drawClusters(frame, keys) {
  const all = ascendingSet(frame.strata.map((one) => one.cluster)).filter((cluster) => cluster > 0);
  const words = { high: new Uint32Array(all.length), low: new Uint32Array(all.length) };
  all.forEach((cluster, at) => {
    const { high, low } = wordsOf(keys, 5, cluster - 1, 1);
    words.high[at] = high[0];
    words.low[at] = low[0];
  });
  const order = sortedWords(words).map((at) => all[at]),
    found = [];
  frame.tasks.forEach((task, at) => {
    if (!task.clusters) return;
    const here = new Set(frame.strata.filter((one) => one.task === at + 1).map((one) => one.cluster));
    found.push([at + 1, order.filter((cluster) => here.has(cluster)).slice(0, task.clusters)]);
  });
  return found;
}

/** Counts objects of an entity; entity 0 is never counted and never full. */
function entityCounter(most) {
  const counts = new Map();
  return {
    full: (entity) => most > 0 && entity > 0 && (counts.get(entity) || 0) >= most,
    add: (entity) => counts.set(entity, (counts.get(entity) || 0) + 1),
  };
}

/**
 * The draw of the objects: { words, order, place, clusters, strata, floor }. `order` holds numbers in ticket order, `place`
 * by number the rank among all objects from 1. Alternates are complete, not cut off as in draw.json.
 */
function drawObjects(frame, objects, key) {
  const keys = roundKeys(key),
    count = objects.count;
  const words = wordsOf(keys, 1, 0, count),
    order = sortedWords(words).map((at) => at + 1);
  const place = new Int32Array(count + 1);
  order.forEach((k, at) => {
    place[k] = at + 1;
  });
  const clusters = drawClusters(frame, keys),
    kept = new Map(clusters.map(([task, list]) => [task, new Set(list)]));
  const strata = frame.strata.map((one) => ({
    ...one,
    members: 0,
    available: 0,
    drawn: [],
    alternates: [],
    inOrder: [],
    isVoid: one.cluster > 0 && kept.has(one.task) && !kept.get(one.task).has(one.cluster),
  }));
  const whole = entityCounter(frame.entity),
    byTask = frame.tasks.map((task) => entityCounter(task.entity));
  const drawnIn = Array.from({ length: count + 1 }, () => []);
  for (const k of order) {
    for (const s of objects.strata[k]) strata[s - 1].members += 1;
    if (!objects.state[k]) continue;
    const entity = objects.entity[k],
      passed = whole.full(entity);
    for (const s of objects.strata[k]) {
      const one = strata[s - 1];
      one.available += 1;
      one.inOrder.push(k);
      if (!passed && !one.isVoid && one.drawn.length < one.n && !byTask[one.task - 1].full(entity)) {
        one.drawn.push(k);
        byTask[one.task - 1].add(entity);
        drawnIn[k].push(s);
      } else if (!one.isVoid && one.n > 0) {
        one.alternates.push(k);
      }
    }
    if (drawnIn[k].length) whole.add(entity);
  }
  for (const one of strata) {
    const last = one.drawn[one.drawn.length - 1];
    one.cutOff = last === undefined ? null : hexWord(words, last - 1);
    one.shortage = one.isVoid ? 0 : one.n - one.drawn.length;
  }
  const floor = frame.floor === null ? null : topUp(frame, objects, order, drawnIn, whole);
  return { words, order, place, clusters, strata, floor, drawnIn };
}

function topUp(frame, objects, order, drawnIn, whole) {
  const reached = order.filter(
    (k) => drawnIn[k].length && (objects.state[k] === 1 || objects.state[k] === 2),
  ).length;
  const wanted = Math.max(0, frame.floor - reached),
    added = [],
    alternates = [];
  for (const k of order) {
    if (objects.state[k] !== 1 || objects.owed[k] || drawnIn[k].length) continue;
    if (added.length < wanted && !whole.full(objects.entity[k])) {
      added.push(k);
      whole.add(objects.entity[k]);
    } else {
      alternates.push(k);
    }
  }
  return { wanted, added, alternates, short: wanted - added.length };
}

const ascendingSet = (list) => [...new Set(list)].sort((a, b) => a - b);

/** Visits as in draw.json. */
function visitsOf(frame, objects, selection) {
  const visits = [],
    added = new Set(selection.floor ? selection.floor.added : []);
  for (let k = 1; k <= objects.count; k++) {
    const drawn = selection.drawnIn[k],
      owed = objects.owed[k],
      extra = added.has(k) ? 1 : 0;
    if (!drawn.length && !extra && !owed) continue;
    const of = Math.max(1, owed),
      from = extra ? objects.strata[k] : drawn;
    for (let visit = 1; visit <= of; visit++) {
      const first = visit === 1;
      visits.push({
        index: visits.length + 1,
        number: k,
        visit,
        of,
        tasks: first ? ascendingSet(from.map((s) => frame.strata[s - 1].task)) : [],
        strata: first ? drawn.slice() : [],
        added: first ? extra : 0,
      });
    }
  }
  return visits;
}

/** draw.json as a value; `heads` holds commit, seed, key, plan and batch. */
function drawRecord(heads, selection, visits) {
  const { floor } = selection;
  return {
    scheme: SCHEME,
    ...heads,
    clusters: selection.clusters,
    visits,
    strata: selection.strata.map((one) => ({
      members: one.members,
      available: one.available,
      drawn: one.drawn,
      cut_off: one.cutOff,
      shortage: one.shortage,
      alternates: one.alternates.slice(0, Math.max(one.n, 100)),
    })),
    floor: floor && { ...floor, alternates: floor.alternates.slice(0, Math.max(floor.wanted, 100)) },
  };
}

/** The kinds of the seats of a visit, one entry for each seat, in the order of the kinds. */
function seatsOf(frame, site, tasks) {
  const called = new Set(site.duty),
    seats = [];
  for (const task of tasks) for (const kind of frame.tasks[task - 1].seats) called.add(kind);
  for (const kind of site.seats) {
    if (called.has(kind)) for (let i = 0; i < frame.seats[kind - 1].count; i++) seats.push(kind);
  }
  return seats;
}
