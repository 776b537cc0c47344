/* Filling visits with people (or groups): section 7 of docs/algorithm.md.

   A problem is { people, kinds, visits, can, limit, load, balance, once }:
   people   how many there are; they are numbered from 1
   kinds    the kinds of seat in the frame, for their `area`
   visits   in the order in which they are filled, each { seats: kinds in order, area, recused: Set, stays: Set or
            null (members who may fill no seat there), order: () => people in the order in which they come }
   can      (person, kind, area) => whether they may fill such a seat
   limit, load   by person; Infinity: no limit
   balance  whether the sum of squares must stay the least
   once     whether nobody may be in two teams and who is in one is passed over silently (forming of groups) */
"use strict";

/** Seats of one visit that members can be matched to, one member after another: section 7, step 3. */
function matching(seats, fits) {
  let owner = seats.map(() => 0);
  function place(list, p, seen) {
    for (let at = 0; at < seats.length; at++) {
      if (seen[at] || !fits(p, seats[at])) continue;
      seen[at] = true;
      if (!list[at] || place(list, list[at], seen)) {
        list[at] = p;
        return true;
      }
    }
    return false;
  }
  return {
    /** The seats with this person too, or null. */
    with(p) {
      const list = owner.slice();
      return place(list, p, []) ? list : null;
    },
    keep(list) {
      owner = list;
    },
  };
}

/** [person, kind of their seat] in drawing order: each gets the first seat that leaves the later ones matchable. */
function finalSeats(team, seats, fits) {
  const free = seats.slice(),
    found = [];
  team.forEach((p, at) => {
    for (let s = 0; s < free.length; s++) {
      if (!fits(p, free[s])) continue;
      const rest = [...free.slice(0, s), ...free.slice(s + 1)],
        later = matching(rest, fits);
      const matchable = team.slice(at + 1).every((q) => {
        const list = later.with(q);
        if (list) later.keep(list);
        return list;
      });
      if (matchable) {
        found.push([p, free[s]]);
        free.splice(s, 1);
        return;
      }
    }
  });
  return found;
}

/**
 * Steps 1 to 5 for all visits: a list of { team: [[person, kind]], trace: [[person, outcome, members before]] }, or null if there is
 * no complete assignment. Pauses now and then.
 */
function* fill(problem) {
  const keeper = assignment(problem),
    found = [];
  if (!(yield* keeper.start())) return null;
  for (const one of problem.visits) {
    const fits = (p, kind) => problem.can(p, kind, one.area),
      seats = matching(one.seats, fits),
      team = [],
      trace = [];
    keeper.next();
    for (const p of one.order()) {
      if (team.length === one.seats.length) break;
      if ((problem.once && keeper.kept[p]) || (one.stays && one.stays.has(p))) continue;
      const list = seats.with(p);
      if (!list) continue;
      const outcome = one.recused.has(p) ? 1 : keeper.kept[p] >= problem.limit[p] ? 2 : keeper.test(p);
      if (outcome) {
        trace.push([p, outcome, team.length]);
        continue;
      }
      seats.keep(list);
      keeper.join(p);
      team.push(p);
    }
    if (team.length < one.seats.length) throw new Error("计算出错：席位没有坐满");
    keeper.done();
    found.push({ team: finalSeats(team, one.seats, fits), trace });
    yield;
  }
  return found;
}

/** The leader of a team of [person, kind]; 0 if nobody leads. */
function leaderOf(frame, team) {
  let best = 0,
    rank = Infinity;
  for (const [p, kind] of team) {
    const { lead } = frame.seats[kind - 1];
    if (lead && lead < rank) {
      best = p;
      rank = lead;
    }
  }
  return best;
}
