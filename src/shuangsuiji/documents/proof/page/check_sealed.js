/* Steps over what was sealed: commitment, tables, seals, key, and the forms of the records. */
"use strict";

const REQUIRED = {
  "frame.json": "规则",
  "objects.csv": "检查对象",
  "sites.csv": "席位与回避",
  "people.csv": "检查人员",
};

function checkFiles(c) {
  const missing = ["commitment.json", ...TABLES, "draw.json", "teams.json"].filter(
    (name) => !c.files.has(name),
  );
  const have = `有 ${listed([...c.files.keys()], 20)}${c.events.size ? `，递补 ${c.events.size} 次` : ""}`;
  if (c.arranged.problems.length) return judged(have, c.arranged.problems);
  return missing.length ? partly(have, `缺少 ${missing.join("、")}`, []) : ok(have);
}

function checkCommitment(c) {
  const bytes = c.files.get("commitment.json");
  if (!bytes) return skip("没有 commitment.json");
  const { value, problems } = readCommitment(bytes);
  c.commitment = value;
  return judged("规范 JSON，键与方案", problems);
}

function checkCommit(c) {
  const bytes = c.files.get("commitment.json"),
    problems = [];
  if (!bytes) return skip("没有 commitment.json，不能算出封存摘要");
  const digest = sha256(bytes),
    records = [];
  c.computedCommit = digest;
  for (const name of ["draw.json", "teams.json"]) {
    const value = c.values.get(name);
    if (!value) continue;
    records.push(name);
    problems.push(...differs(`${name} 的 commit`, at(value, "commit"), digest));
  }
  if (c.draw && c.commitment) {
    for (const key of ["plan", "batch"])
      problems.push(...differs(`draw.json 的 ${key}`, at(c.draw, key), c.commitment[key]));
  }
  const text = `commitment.json 的 SHA-256 是 ${digest}`;
  return records.length || problems.length
    ? judged(`${text}，与 ${records.join("、")} 所写比较`, problems)
    : partly(text, "没有抽取记录可比", []);
}

function checkDigests(c) {
  if (!c.commitment)
    return skip(c.files.has("commitment.json") ? "commitment.json 不能用" : "没有 commitment.json");
  const done = [],
    missing = [],
    problems = [];
  for (const name of TABLES) {
    const bytes = c.files.get(name);
    if (!bytes) {
      missing.push(`没有 ${name}（${REQUIRED[name]}）`);
      continue;
    }
    const digest = sha256(bytes);
    if (digest === c.commitment.tables[name]) done.push(name);
    else if (name === "sites.csv" && c.sites && c.sites.count < c.frame.objects) {
      if (c.objects) done.push(`${name}（只公布 ${c.sites.count} 行，改由封条核对）`);
      else missing.push("sites.csv 只有一部分行，没有 objects.csv，不能由封条核对");
    } else problems.push(`${name} 的 SHA-256 是 ${digest}，封存的是 ${c.commitment.tables[name]}`);
  }
  const text = done.length ? `与封存相符：${done.join("、")}` : "没有相符的表";
  return missing.length ? partly(text, missing.join("；"), problems) : judged(text, problems);
}

function checkTable(c, name, read, keep) {
  const bytes = c.files.get(name);
  if (!bytes) return skip(`没有 ${name}`);
  if (name !== "frame.json" && !c.frame) return skip("没有可用的 frame.json");
  const { value, problems } = read(bytes, c.frame);
  c[keep] = value;
  const rows = value && value.count !== undefined ? `${value.count} 行，` : "";
  return judged(
    `${rows}${name.endsWith("csv") ? "标题、编号、排序、各格写法" : "规范 JSON，键与取值"}`,
    problems,
  );
}

const RECORD_KEYS = {
  "draw.json": ["scheme", "commit", "seed", "key", "plan", "batch", "clusters", "strata", "floor", "visits"],
  "teams.json": ["scheme", "commit", "groups", "visits"],
};

function checkRecords(c) {
  const problems = [],
    missing = [];
  for (const name of ["draw.json", "teams.json"]) {
    if (!c.files.has(name)) {
      missing.push(name);
      continue;
    }
    const value = c.values.get(name);
    problems.push(...readJson(c.files.get(name)).problems.map((text) => `${name} ${text}`));
    if (value === undefined) continue;
    if (!hasKeys(value, RECORD_KEYS[name])) problems.push(`${name} 的键不对`);
    problems.push(...differs(`${name} 的 scheme`, at(value, "scheme"), SCHEME));
    for (const key of ["commit", "seed", "key", "plan", "batch"]) {
      if (RECORD_KEYS[name].includes(key) && typeof at(value, key) !== "string")
        problems.push(`${name} 的 ${key} 不是文字`);
    }
  }
  if (
    c.teams &&
    (!teamsShaped(c.teams) || (c.frame && (c.frame.groups === null) !== (c.teams.groups === null)))
  ) {
    problems.push("teams.json 的形状不对");
    c.teamsBroken = true;
  }
  return missing.length
    ? partly("规范 JSON，键与方案", `没有 ${missing.join("、")}`, problems)
    : judged("规范 JSON，键与方案", problems);
}

const isPair = (one) => Array.isArray(one) && one.length === 2 && one.every(isCount);

function teamsShaped(teams) {
  const team = (one) =>
    isObject(one) &&
    Array.isArray(one.team) &&
    one.team.every(isPair) &&
    Array.isArray(one.trace) &&
    isCount(one.leader);
  const groups = at(teams, "groups");
  if (
    groups !== null &&
    !(
      isObject(groups) &&
      isCount(groups.discarded) &&
      Array.isArray(groups.formed) &&
      groups.formed.every(team)
    )
  )
    return false;
  return (
    Array.isArray(at(teams, "visits")) &&
    teams.visits.every(
      (one, place) =>
        team(one) &&
        one.index === place + 1 &&
        isCount(one.group) &&
        isCount(one.turn) &&
        (groups ? one.group <= groups.formed.length : one.group === 0),
    )
  );
}

function checkKey(c) {
  if (!c.draw) return skip("没有 draw.json");
  const commit = at(c.draw, "commit"),
    seed = at(c.draw, "seed");
  if (typeof commit !== "string" || typeof seed !== "string")
    return judged("", ["draw.json 没有 commit 或 seed"]);
  c.key = keyOf(commit, seed);
  return judged(`由封存摘要和种子“${seed}”算得 ${c.key}`, differs("密钥", at(c.draw, "key"), c.key));
}

function* checkSeals(c) {
  if (!c.sites) return skip(c.files.has("sites.csv") ? "sites.csv 不能用" : "没有 sites.csv");
  if (!c.objects) return skip("没有可用的 objects.csv");
  const problems = [];
  let done = 0;
  for (const [k, [, salt, seats, duty, area, recused]] of c.sites.texts) {
    if (sealOf(salt, seats, duty, area, recused) !== c.objects.seals[k])
      problems.push(`编号 ${k} 的行与封条不符`);
    if (++done % 500 === 0) yield;
  }
  return judged(`sites.csv 的 ${c.sites.count} 行与 objects.csv 的封条`, problems.slice(0, 20));
}
