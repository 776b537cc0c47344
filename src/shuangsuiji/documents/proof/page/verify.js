/* All steps in their order. */
"use strict";

/** A record of a strange shape is a difference, not an end of the checks. */
function guarded(check, c) {
  try {
    return check(c);
  } catch (error) {
    return judged("", [`记录的写法不对，不能比较：${error.message}`]);
  }
}

/**
 * All steps over files given as [path, bytes]. `report` is called with each step { id, title, state, text, problems } as it is done.
 * Returns { verdict, steps, … }: "passed" only if every step was made and agrees, "failed" if one does not, else "partial".
 */
function* verify(entries, report) {
  const arranged = arrange(entries),
    steps = [];
  const c = {
    arranged,
    files: arranged.main,
    events: arranged.events,
    steps,
    values: new Map(),
    eventList: [],
    stratum: (s) => `第 ${s} 层`,
    seat: (kind) => `第 ${kind} 种席位`,
  };
  const add = (id, title, result) => {
    const step = { id, title, ...result, problems: result.problems.slice(0, 20) };
    steps.push(step);
    if (report) report(step, c);
  };
  for (const name of ["draw.json", "teams.json"]) {
    if (c.files.has(name)) c.values.set(name, readJson(c.files.get(name)).value);
  }
  c.draw = isObject(c.values.get("draw.json")) ? c.values.get("draw.json") : null;
  c.teams = isObject(c.values.get("teams.json")) ? c.values.get("teams.json") : null;
  add("files", "文件", checkFiles(c));
  add("commitment", "封存文件 commitment.json", checkCommitment(c));
  add("commit", "封存摘要", checkCommit(c));
  for (const [name, title, read, keep] of [
    ["frame.json", "规则表 frame.json", readFrame, "frame"],
    ["objects.csv", "对象表 objects.csv", readObjects, "objects"],
    ["sites.csv", "席位与回避表 sites.csv", readSites, "sites"],
    ["people.csv", "人员表 people.csv", readPeople, "people"],
  ]) {
    add(keep, title, checkTable(c, name, read, keep));
    yield;
  }
  add("digests", "四张表的摘要", checkDigests(c));
  add("seals", "封条", yield* checkSeals(c));
  add("records", "记录的格式", checkRecords(c));
  add("key", "种子与密钥", checkKey(c));
  yield;
  computeObjects(c);
  for (const [id, title, check] of OBJECT_STEPS) {
    add(id, title, whyNoObjects(c) ? skip(whyNoObjects(c)) : guarded(check, c));
    yield;
  }
  yield* computeTeams(c);
  const why = whyNoTeams(c),
    title = "按规则不能排满，不应有 teams.json";
  for (const [id, name, check] of TEAM_STEPS) {
    add(id, name, why ? skip(why) : c.noTeams ? judged("", [title]) : guarded(check, c));
    yield;
  }
  yield* verifyEvents(c, add);
  verifyLedger(c, add);
  const bad = steps.some((step) => step.state === "bad"),
    skipped = steps.some((step) => step.state === "skipped");
  c.objectsOnly = skipped && !bad && onlyPeopleMissing(c);
  c.verdict = bad ? "failed" : skipped ? "partial" : "passed";
  return c;
}

function* verifyEvents(c, add) {
  if (!c.events.size) {
    add("events", "递补", ok("文件里没有递补"));
    return;
  }
  if (c.selection)
    c.state = stateOf(c.frame, c.objects, c.selection, c.visits, c.teams && !c.teamsBroken ? c.teams : null);
  const numbers = [...c.events.keys()].sort((a, b) => a - b);
  let next = 1;
  for (const number of numbers) {
    // A withdrawn request's number is never used again (docs/algorithm.md, section 10).
    for (; next < number; next += 1)
      if (!isWithdrawn(c, next)) c.eventsBroken = c.eventsBroken || `没有第 ${next} 次递补的文件`;
    next = number + 1;
    const files = c.events.get(number) || new Map(),
      value = (name) => (files.has(name) ? readJson(files.get(name)).value : undefined);
    const e = {
      number,
      files,
      event: value("event.json"),
      request: value("request.json"),
      teams: value("event-teams.json"),
    };
    for (const key of ["event", "request", "teams"]) if (!isObject(e[key])) e[key] = null;
    c.eventList.push(e);
    try {
      yield* eventSteps(c, e, add);
    } catch (error) {
      c.eventsBroken = `第 ${number} 次递补不能重算`;
      add(`event${number}-error`, `递补 ${number}`, judged("", [`不能重算：${error.message}`]));
    }
    yield;
  }
}
