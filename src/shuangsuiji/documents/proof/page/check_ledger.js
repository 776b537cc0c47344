/* Steps over what stands around the draw: lines of the ledger (docs/algorithm.md, section 12) and seed.json. */
"use strict";

const ONLY_TOLD = "只有本单位的说法，没有别的文件可以核对";

/** Lines of one file into c.lines (number -> { bytes, value }); what is wrong with them. */
function readLedger(c, path, bytes) {
  const problems = [],
    whole = path.endsWith("台账.jsonl");
  if (!bytes.length || bytes[bytes.length - 1] !== 10) problems.push(`${path} 的最后一行没有写完`);
  let begin = 0,
    row = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, begin)) {
    const raw = bytes.subarray(begin, end),
      place = `${path} 第 ${++row} 行`,
      { value, problems: wrong } = readJson(raw);
    begin = end + 1;
    problems.push(...wrong.map((text) => `${place}${text}`));
    if (!isObject(value) || !isCount(value.line) || !value.line || typeof value.event !== "string") {
      problems.push(`${place}没有行号或事项`);
      continue;
    }
    if (!HEX.test(text64(value.previous))) problems.push(`${place}没有上一行的摘要`);
    const known = c.lines.get(value.line);
    if ((whole && value.line !== row) || (known && sha256(known.bytes) !== sha256(raw)))
      problems.push(`${place}：行号不对，或者与另一处的第 ${value.line} 行不同`);
    c.lines.set(value.line, { bytes: raw, value });
  }
  return problems;
}

const text64 = (value) => (typeof value === "string" ? value : "");

/** The lines about this batch, in their order, that have all these values. */
const linesOf = (c, event, known) =>
  [...c.lines.keys()]
    .sort((a, b) => a - b)
    .map((number) => c.lines.get(number).value)
    .filter(
      (line) =>
        line.event === event &&
        line.plan === c.draw.plan &&
        line.batch === c.draw.batch &&
        Object.entries(known).every(([key, value]) => same(line[key], value)),
    );

/** Reads all ledgers at hand; once, as events need it before the ledger has its own steps. */
function ledgerProblems(c) {
  if (!c.lines) {
    c.lines = new Map();
    c.lineProblems = c.arranged.ledgers.flatMap(([path, bytes]) => readLedger(c, path, bytes));
  }
  return [...c.lineProblems];
}

/** Whether the ledger says that the request was withdrawn and that nothing was drawn for it. */
function isWithdrawn(c, number) {
  ledgerProblems(c);
  return Boolean(c.draw) && linesOf(c, "撤回申请", { number }).length > 0 && !linesOf(c, "递补", { number }).length;
}

function checkLedger(c) {
  const problems = ledgerProblems(c);
  let joined = 0;
  for (const [number, { value }] of c.lines) {
    const before = number === 1 ? "0".repeat(64) : c.lines.has(number - 1) && sha256(c.lines.get(number - 1).bytes);
    if (!before) continue;
    joined += 1;
    if (value.previous !== before) problems.push(`台账第 ${number} 行与前一行接不上，被改动过`);
  }
  if (!c.lines.size) problems.push("台账里一行也没有");
  return judged(`${c.lines.size} 行，其中 ${joined} 行的前一行也在，能核对首尾相接`, problems);
}

/** The lines 开始 and 抽取 of this draw. */
function checkLedgerDraw(c) {
  if (!c.draw) return skip("没有可用的 draw.json");
  const { commit, seed } = c.draw,
    starts = linesOf(c, "开始", {}),
    right = linesOf(c, "开始", { commit, seed });
  if (!starts.length) return skip("台账里没有这一批次“开始”的行");
  if (!right.length) return judged("", ["台账里各次“开始”的封存摘要和种子都与 draw.json 不同"]);
  const drawn = right.filter((line) => linesOf(c, "抽取", { attempt: line.attempt }).length);
  c.start = (drawn.length ? drawn : right).pop();
  const { attempt } = c.start,
    sealed = linesOf(c, "封存", { commit }).some((line) => line.line < c.start.line);
  const text = `第 ${c.start.line} 行“开始”的封存摘要和种子；${
    sealed ? "此前已有“封存”的行" : "此前没有“封存”的行"
  }；本批次共开始 ${starts.length} 次`;
  const lines = linesOf(c, "抽取", { attempt }),
    problems = [];
  for (const line of lines) {
    const place = `台账第 ${line.line} 行的`;
    problems.push(...differs(`${place} commit`, line.commit, c.computedCommit || commit));
    for (const key of ["draw", "teams"]) {
      const bytes = c.files.get(`${key}.json`);
      if (bytes) problems.push(...differs(`${place} ${key}.json 摘要`, line[key], sha256(bytes)));
    }
  }
  if (linesOf(c, "取消", { attempt }).length) problems.push("台账记有：这次抽取后来取消了");
  return lines.length
    ? judged(`${text}；“抽取”所记的摘要`, problems)
    : partly(text, "台账里没有这次“抽取”的行", problems);
}

/** Each event of the ledger is on file, and each on file is in the ledger. */
function checkLedgerEvents(c) {
  if (!c.start) return skip("台账里没有找到这次抽取的“开始”");
  const { attempt } = c.start,
    problems = [],
    missing = [],
    told = new Set(linesOf(c, "递补", { attempt }).map((line) => line.number)),
    begun = new Set(linesOf(c, "递补开始", { attempt }).map((line) => line.number));
  for (const number of [...new Set([...told, ...begun, ...c.events.keys()])].sort((a, b) => a - b)) {
    const files = c.events.get(number),
      known = { attempt, number };
    if (!files) {
      if (told.has(number)) problems.push(`台账记有第 ${number} 次递补，文件里没有`);
      else if (!linesOf(c, "失败", known).length)
        missing.push(`台账记有第 ${number} 次递补的开始，没有结果`);
      continue;
    }
    for (const line of linesOf(c, "递补", known)) {
      for (const [key, name] of [
        ["result", "event.json"],
        ["teams", "event-teams.json"],
      ]) {
        if (files.has(name))
          problems.push(...differs(`台账第 ${line.line} 行的 ${name} 摘要`, line[key], sha256(files.get(name))));
      }
    }
    const event = files.has("event.json") ? readJson(files.get("event.json")).value : null,
      starts = linesOf(c, "递补开始", known);
    if (!told.has(number) || !starts.length) missing.push(`台账里第 ${number} 次递补的行不全`);
    if (
      event &&
      starts.length &&
      !starts.some((line) => same(line.request, at(event, "request")) && same(line.seed, at(event, "seed")))
    )
      problems.push(`台账所记第 ${number} 次递补的申请或种子与 event.json 不同`);
  }
  const text = `台账记有 ${told.size} 次递补，文件里有 ${c.events.size} 次`;
  return missing.length ? partly(text, missing.join("；"), problems) : judged(text, problems);
}

function checkSeedFile(c) {
  const bytes = c.files.get("seed.json");
  if (!bytes) return skip("没有 seed.json，种子从哪里来、何时公布没有写明");
  const { value, problems } = readJson(bytes);
  if (!isObject(value)) return judged("", [...problems, "seed.json 的写法不对"]);
  if (!c.draw) return skip("没有可用的 draw.json");
  for (const key of ["seed", "commit"])
    problems.push(...differs(`seed.json 的 ${key}`, at(value, key), c.draw[key]));
  if (c.start && typeof c.start.grade === "string")
    problems.push(...differs("seed.json 的 grade", at(value, "grade"), c.start.grade));
  const told = [
    ["来源", "source"],
    ["约定抽取时间", "announced"],
  ]
    .filter(([, key]) => text64(at(value, key)))
    .map(([name, key]) => `${name}“${at(value, key)}”`);
  const compared = `种子、封存摘要与 draw.json 比较${c.start ? "，种子的等级与台账比较" : ""}`;
  return judged(told.length ? `${compared}；${told.join("、")}（${ONLY_TOLD}）` : compared, problems);
}

const LEDGER_STEPS = [
  ["ledger-draw", "台账：这次抽取", checkLedgerDraw],
  ["ledger-events", "台账：递补", checkLedgerEvents],
];

function verifyLedger(c, add) {
  if (!c.arranged.ledgers.length)
    add(
      "ledger",
      "台账 ledger.jsonl",
      skip("没有台账（ledger.jsonl），不知道共抽过几次、有没有缺少递补"),
    );
  else {
    add("ledger", "台账 ledger.jsonl", guarded(checkLedger, c));
    for (const [id, title, check] of LEDGER_STEPS) add(id, title, guarded(check, c));
  }
  add("seed", "种子说明 seed.json", guarded(checkSeedFile, c));
}

const PEOPLE_FILES = ["people.csv", "sites.csv", "teams.json"];
const PEOPLE_STEPS = new Set([
  ...["files", "sites", "people", "digests", "seals", "records"],
  ...TEAM_STEPS.map(([id]) => id),
]);

/** Whether everything unchecked is so because nothing about the people was published. */
function onlyPeopleMissing(c) {
  if (PEOPLE_FILES.some((name) => c.files.has(name))) return false;
  if (["commitment.json", "frame.json", "objects.csv", "draw.json"].some((name) => !c.files.has(name)))
    return false;
  if (c.eventList.some((e) => e.teams || e.request || !e.event)) return false;
  return c.steps.every(
    ({ id, state }) =>
      state === "ok" ||
      (state === "skipped" &&
        (PEOPLE_STEPS.has(id) || /^event\d+-(?:request|ended|left|people|whole)$/.test(id))),
  );
}
