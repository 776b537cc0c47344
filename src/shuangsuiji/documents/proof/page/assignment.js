/* Complete assignments: whether one has a person in a visit, and the least sum of squares (docs/algorithm.md, section 7,
   step 4). A problem is described in teams.js. */
"use strict";

/** Seats as nodes: one node for each kind of a visit, and the nodes of a class are those that the same people may fill. */
function nodesOf(problem) {
  const visit = [],
    kind = [],
    first = [],
    size = [],
    classOf = [],
    classes = [],
    known = new Map(),
    nodesOfVisit = [];
  let seats = 0;
  problem.visits.forEach((one, v) => {
    nodesOfVisit.push([]);
    one.seats.forEach((s, at) => {
      if (at && one.seats[at - 1] === s) {
        size[size.length - 1] += 1;
        return;
      }
      const area = problem.kinds[s - 1].area ? one.area : 0,
        name = `${s} ${area}`;
      if (!known.has(name)) {
        known.set(name, classes.length);
        classes.push({ kind: s, area });
      }
      nodesOfVisit[v].push(visit.length);
      visit.push(v);
      kind.push(s);
      first.push(seats + at);
      size.push(1);
      classOf.push(known.get(name));
    });
    seats += one.seats.length;
  });
  const nodeOfSeat = new Int32Array(seats);
  first.forEach((from, node) => nodeOfSeat.fill(node, from, from + size[node]));
  return { visit, kind, first, size, classOf, classes, nodesOfVisit, nodeOfSeat, seats };
}

/**
 * A complete assignment that is kept while people are drawn: `start` makes one, the least if the loads count; `test` changes
 * it so that a person is in the visit that is being filled and those taken so far stay there, if that is possible.
 *
 * A search goes over people and nodes. A person reached needs a visit in place of one they gave up, and comes to any node
 * they may fill; at a node reached a seat is wanted, and any of its holders could move within the visit or give it up.
 */
function assignment(problem) {
  const { people, visits, can, limit } = problem,
    nodes = nodesOf(problem);
  const { visit, first, size, classOf, nodesOfVisit, nodeOfSeat, classes } = nodes,
    width = people + 1;
  const holder = new Int32Array(nodes.seats),
    load = Float64Array.from(problem.load),
    teams = new Int32Array(width);
  const kept = new Int32Array(width),
    held = Array.from({ length: width }, () => new Set()),
    classesOf = [[]];
  const fits = new Uint8Array(width * classes.length),
    barred = new Uint8Array(width * visits.length);
  for (let p = 1; p <= people; p++) {
    classesOf.push([]);
    classes.forEach((one, c) => {
      if (can(p, one.kind, one.area)) {
        fits[c * width + p] = 1;
        classesOf[p].push(c);
      }
    });
  }
  visits.forEach(({ recused, stays }, v) => {
    for (const p of recused) barred[v * width + p] = 1;
    for (const p of stays || []) barred[v * width + p] = 1;
  });
  // Unfinished nodes of each class, as linked lists in the order of the visits; a search works on copies.
  const head = new Int32Array(classes.length).fill(-1),
    next = new Int32Array(visit.length).fill(-1);
  for (let node = visit.length - 1; node >= 0; node--) {
    next[node] = head[classOf[node]];
    head[classOf[node]] = node;
  }
  const openHead = head.slice(),
    openNext = next.slice();
  let now = -1,
    taken = new Set(),
    version = 0,
    trial = false;

  const newSearch = () => ({
    stamp: 0,
    queue: [],
    best: 0,
    shared: false,
    known: "",
    head: head.slice(),
    next: next.slice(),
    nodeSeen: new Int32Array(visit.length),
    nodeTaker: new Int32Array(visit.length),
    nodeVia: new Int32Array(visit.length),
    personSeen: new Int32Array(width),
    personFrom: new Int32Array(width),
  });
  const evenSearch = newSearch(),
    anySearch = newSearch();

  function isIn(p, v) {
    for (const node of nodesOfVisit[v]) {
      for (let seat = first[node]; seat < first[node] + size[node]; seat++)
        if (holder[seat] === p) return true;
    }
    return false;
  }
  const mayGo = (p, v) => !barred[v * width + p] && !isIn(p, v);

  function emptySeat(node) {
    for (let seat = first[node]; seat < first[node] + size[node]; seat++) if (!holder[seat]) return seat;
    return -1;
  }

  function begin(search) {
    search.stamp += 1;
    search.queue = [];
    search.best = 0;
    search.shared = false;
    search.known = "";
    search.head.set(head);
    search.next.set(next);
  }

  function seeNode(search, node, taker, via) {
    search.nodeSeen[node] = search.stamp;
    search.nodeTaker[node] = taker;
    search.nodeVia[node] = via;
    search.queue.push(node);
  }

  function seePerson(search, p, from) {
    search.personSeen[p] = search.stamp;
    search.personFrom[p] = from;
    search.queue.push(-p);
  }

  /** All nodes not seen yet that a person could come to from outside. Nodes seen leave the list. */
  function seeFrom(search, p) {
    const { nodeSeen, stamp, head: heads, next: nexts } = search;
    for (const c of classesOf[p]) {
      let before = -1;
      for (let node = heads[c]; node >= 0; node = nexts[node]) {
        if (nodeSeen[node] !== stamp) {
          if (!mayGo(p, visit[node])) {
            before = node;
            continue;
          }
          seeNode(search, node, p, -1);
        }
        if (before < 0) heads[c] = nexts[node];
        else nexts[before] = nexts[node];
      }
    }
  }

  /** Where the holder of a seat could move to within the visit. */
  function seeWithin(search, node, place) {
    const list = nodesOfVisit[visit[node]];
    if (list.length === 1) return;
    for (const other of list) {
      if (search.nodeSeen[other] !== search.stamp && fits[classOf[other] * width + holder[place]]) {
        seeNode(search, other, holder[place], place);
      }
    }
  }

  function seat(at, p) {
    if (holder[at]) held[holder[at]].delete(at);
    holder[at] = p;
    held[p].add(at);
  }

  /** Hands seats on along the path that ends at a seat; `asked` is the person it began with. A trial changes nothing. */
  function handOn(search, at, asked) {
    if (trial) return true;
    const steps = [];
    for (;;) {
      const node = nodeOfSeat[at],
        taker = search.nodeTaker[node];
      steps.push([at, taker]);
      if (search.nodeVia[node] >= 0) {
        at = search.nodeVia[node];
        continue;
      }
      if (taker === asked) break;
      const from = search.personFrom[taker];
      if (from >= 0) {
        at = from;
        continue;
      }
      const giver = -from - 1;
      shift(giver, taker);
      at = search.personFrom[giver];
    }
    for (const [one, taker] of steps) seat(one, taker);
    version += 1;
    return true;
  }

  function shift(giver, receiver) {
    if (trial) return;
    load[giver] -= 1;
    teams[giver] -= 1;
    load[receiver] += 1;
    teams[receiver] += 1;
  }

  /** Gives a person one more visit at an empty seat that they may fill themselves, if there is one. */
  function addAtOnce(p) {
    for (const c of classesOf[p]) {
      let before = -1;
      for (let node = openHead[c]; node >= 0; node = openNext[node]) {
        const free = emptySeat(node);
        if (free < 0) {
          if (before < 0) openHead[c] = openNext[node];
          else openNext[before] = openNext[node];
          continue;
        }
        if (mayGo(p, visit[node])) {
          seat(free, p);
          return true;
        }
        before = node;
      }
    }
    return false;
  }

  /** The same by an augmenting path; false if there is none. */
  function addByPath(p) {
    const search = anySearch;
    begin(search);
    seeFrom(search, p);
    for (let at = 0; at < search.queue.length; at++) {
      const code = search.queue[at];
      if (code < 0) {
        seeFrom(search, -code);
        continue;
      }
      const free = emptySeat(code);
      if (free >= 0) return handOn(search, free, p);
      for (let place = first[code]; place < first[code] + size[code]; place++) {
        const h = holder[place];
        seeWithin(search, code, place);
        if (h !== p && search.personSeen[h] !== search.stamp) seePerson(search, h, place);
      }
    }
    return false;
  }

  /** Fills all seats, by levels of load; false if that is impossible. */
  function* start() {
    let unfilled = nodes.seats,
      active = [];
    for (let p = 1; p <= people; p++) active.push(p);
    while (unfilled && active.length) {
      const level = active.reduce((least, p) => Math.min(least, load[p]), Infinity) + 1,
        left = [];
      for (const p of active) {
        if (load[p] >= level || !unfilled) {
          left.push(p);
          continue;
        }
        if (teams[p] >= limit[p] || !(addAtOnce(p) || addByPath(p))) continue;
        load[p] += 1;
        teams[p] += 1;
        unfilled -= 1;
        left.push(p);
        if (unfilled % 16 === 0) yield;
      }
      active = left;
    }
    return unfilled === 0;
  }

  /** Could the place in the visit that p asks for be made good by a visit that `giver` gives up and p takes? */
  const settles = (p, giver, even) => teams[p] < limit[p] && (!even || load[p] + 1 <= load[giver]);

  /** Does h, just reached, take one of the other visits of p? */
  function swaps(search, p, h) {
    for (const place of held[p]) {
      const node = nodeOfSeat[place];
      if (
        visit[node] > now &&
        search.nodeSeen[node] !== search.stamp &&
        fits[classOf[node] * width + h] &&
        mayGo(h, visit[node])
      ) {
        seeNode(search, node, h, -1);
        return handOn(search, place, p);
      }
    }
    return false;
  }

  const seedsOf = (p) => nodesOfVisit[now].filter((node) => fits[classOf[node] * width + p]);

  /** Puts a person into the visit that is being filled; `even`: without a greater sum of squares. */
  function bring(p, even) {
    if (isIn(p, now)) return true;
    const search = even ? evenSearch : anySearch,
      seeds = seedsOf(p),
      name = `${version} ${seeds.join()}`;
    if (search.known === name) return follow(search, p, seeds, even);
    begin(search);
    for (const node of seeds) seeNode(search, node, p, -1);
    if (explore(search, p, even)) return true;
    search.known = name;
    return false;
  }

  /** A search from the same seats, with nothing changed since, failed for somebody else: is p among those it reached? */
  function follow(search, p, seeds, even) {
    for (const node of seeds) search.nodeTaker[node] = p;
    if (search.personSeen[p] === search.stamp) {
      const from = search.personFrom[p];
      if (from >= 0) return handOn(search, from, p);
      shift(-from - 1, p);
      return handOn(search, search.personFrom[-from - 1], p);
    }
    if (!search.best || !settles(p, search.best, even)) return false;
    shift(search.best, p);
    return handOn(search, search.personFrom[search.best], p);
  }

  function explore(search, p, even) {
    const { stamp, personSeen, queue } = search;
    for (let at = 0; ; at++) {
      if (at === queue.length) {
        // Whoever is reached could give one visit less to the draw; somebody else would then take one more.
        if (search.shared || !search.best) return false;
        search.shared = true;
        for (let s = 1; s <= people; s++) {
          if (s !== p && personSeen[s] !== stamp && settles(s, search.best, even))
            seePerson(search, s, -search.best - 1);
        }
        if (at === queue.length) return false;
      }
      const code = queue[at];
      if (code < 0) {
        if (swaps(search, p, -code)) return true;
        seeFrom(search, -code);
        continue;
      }
      const mine = visit[code] === now;
      for (let place = first[code]; place < first[code] + size[code]; place++) {
        const h = holder[place];
        seeWithin(search, code, place);
        if (mine && taken.has(h)) continue;
        if (h === p) return handOn(search, place, p);
        if (personSeen[h] === stamp) continue;
        seePerson(search, h, place);
        if (search.shared) continue;
        if (settles(p, h, even)) {
          shift(h, p);
          return handOn(search, place, p);
        }
        if (!search.best || load[h] > load[search.best]) search.best = h;
      }
    }
  }

  /** Can an exchange without a greater sum be ruled out without a search? */
  function fixed(p) {
    if (isIn(p, now) || teams[p] > kept[p]) return false;
    if (teams[p] >= limit[p]) return true;
    for (let h = 1; h <= people; h++) if (teams[h] > kept[h] && load[h] > load[p]) return false;
    return true;
  }

  /** Whether p could be brought in at a greater sum; the assignment stays as it is. */
  function possible(p) {
    if (teams[p] < limit[p]) {
      for (const node of seedsOf(p)) {
        for (let place = first[node]; place < first[node] + size[node]; place++)
          if (!taken.has(holder[place])) return true;
      }
    }
    trial = true;
    const found = bring(p, false);
    trial = false;
    return found;
  }

  return {
    start,
    kept,
    next() {
      now += 1;
      taken = new Set();
      version += 1;
    },
    join(p) {
      taken.add(p);
      kept[p] += 1;
      version += 1;
    },
    /** 0: p can join, and the assignment has them there; else the outcome, 3 or 4. */
    test(p) {
      if (!problem.balance) return bring(p, false) ? 0 : 3;
      if (!fixed(p) && bring(p, true)) return 0;
      return possible(p) ? 4 : 3;
    },
    /** The visit is full: nobody can be moved into or out of it any more. */
    done() {
      for (const node of nodesOfVisit[now]) head[classOf[node]] = next[node];
    },
  };
}
