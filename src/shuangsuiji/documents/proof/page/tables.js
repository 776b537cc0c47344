/* The four tables: section 2 of docs/algorithm.md. Each reader gives { value, problems }; the value is null if the table
   cannot be used. Things keep their numbers, which begin with 1; lists by number have an unused element 0. */
"use strict";

const OBJECT_COLUMNS = ["number", "mark", "seal", "state", "owed", "entity", "strata"];
const SITE_COLUMNS = ["number", "salt", "seats", "duty", "area", "recused"];
const PERSON_COLUMNS = ["number", "mark", "seats", "areas", "limit", "load"];
const HEX = /^[0-9a-f]{64}$/,
  SALT = /^[A-Z2-7]{20}$/;

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isFlag = (value) => value === 0 || value === 1;
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const hasKeys = (value, keys) =>
  isObject(value) && Object.keys(value).sort().join() === keys.slice().sort().join();

const FRAME_KEYS = [
  "objects",
  "people",
  "tasks",
  "strata",
  "seats",
  "entity",
  "floor",
  "balance",
  "cross",
  "groups",
];

function readFrame(bytes) {
  const { value, problems } = readJson(bytes);
  if (value === undefined) return { value: null, problems };
  if (!hasKeys(value, FRAME_KEYS)) return { value: null, problems: [...problems, "frame.json 的键不对"] };
  const wrong = [];
  for (const key of ["objects", "people", "entity"]) if (!isCount(value[key])) wrong.push(key);
  for (const key of ["balance", "cross"]) if (!isFlag(value[key])) wrong.push(key);
  for (const key of ["floor", "groups"]) if (value[key] !== null && !isCount(value[key])) wrong.push(key);
  for (const key of ["tasks", "strata", "seats"]) if (!Array.isArray(value[key])) wrong.push(key);
  if (!wrong.length) {
    const kinds = value.seats.length;
    value.seats.forEach((seat, at) => {
      const right =
        hasKeys(seat, ["count", "area", "lead", "loose"]) &&
        isCount(seat.count) &&
        isFlag(seat.area) &&
        isCount(seat.lead) &&
        isFlag(seat.loose);
      if (!right || (value.groups !== null && !seat.loose && seat.area)) wrong.push(`seats 第 ${at + 1} 项`);
    });
    value.tasks.forEach((task, at) => {
      const right =
        hasKeys(task, ["seats", "clusters", "entity"]) &&
        isCount(task.clusters) &&
        isCount(task.entity) &&
        isList(task.seats, kinds);
      if (!right) wrong.push(`tasks 第 ${at + 1} 项`);
    });
    value.strata.forEach((one, at) => {
      const right =
        hasKeys(one, ["task", "cluster", "n"]) &&
        isCount(one.cluster) &&
        isCount(one.n) &&
        isCount(one.task) &&
        one.task >= 1 &&
        one.task <= value.tasks.length;
      if (!right) wrong.push(`strata 第 ${at + 1} 项`);
    });
  }
  if (wrong.length)
    return { value: null, problems: [...problems, ...wrong.map((what) => `frame.json 的 ${what} 不对`)] };
  return { value, problems };
}

const isList = (list, most) =>
  Array.isArray(list) &&
  list.every(Number.isSafeInteger) &&
  ascending(list) &&
  (!list.length || list[list.length - 1] <= most);

/** A list of a cell whose numbers are not above `most`, or null. */
function listUpTo(cell, most) {
  const found = listOf(cell);
  return found && isList(found, most) ? found : null;
}

/** Rows that are read by `read(cells, line)`, which returns false if a cell is wrong. */
function readRows(bytes, columns, read) {
  const { rows, problems } = readCsv(bytes, columns);
  rows.forEach((cells, at) => {
    if (!read(cells, at + 1))
      problems.push(`第 ${at + 2} 行有不合格式的格：${cells.join(",").slice(0, 200)}`);
  });
  return problems;
}

function readObjects(bytes, frame) {
  const empty = () => [null];
  const value = {
    count: 0,
    marks: empty(),
    seals: empty(),
    state: empty(),
    owed: empty(),
    entity: empty(),
    strata: empty(),
  };
  const strata = frame.strata;
  const problems = readRows(
    bytes,
    OBJECT_COLUMNS,
    ([number, mark, seal, state, owed, entity, members], row) => {
      const list = listUpTo(members, strata.length),
        before = value.marks[row - 1];
      const owing = numberOf(owed),
        one = numberOf(entity);
      if (numberOf(number) !== row || !HEX.test(mark) || !HEX.test(seal) || !/^[0-3]$/.test(state))
        return false;
      if (owing === null || one === null || list === null) return false;
      if (before && before >= mark) return false;
      const tasks = new Set(list.map((s) => strata[s - 1].task));
      if (tasks.size < list.length || (!list.length && state !== "0")) return false;
      value.count = row;
      value.marks.push(mark);
      value.seals.push(seal);
      value.state.push(Number(state));
      value.owed.push(owing);
      value.entity.push(one);
      value.strata.push(list);
      return true;
    },
  );
  if (!problems.length && value.count !== frame.objects) {
    problems.push(`有 ${value.count} 行，frame.json 说有 ${frame.objects} 行`);
  }
  return { value: problems.length ? null : value, problems };
}

/** Rows by the number of their object: { count, rows: Map, texts: Map of the cells as written }. */
function readSites(bytes, frame) {
  const value = { count: 0, rows: new Map(), texts: new Map() },
    kinds = frame.seats.length;
  let last = 0;
  const problems = readRows(bytes, SITE_COLUMNS, (cells) => {
    const [number, salt, seats, duty, area, recused] = cells;
    const k = numberOf(number),
      lists = [listUpTo(seats, kinds), listUpTo(duty, kinds), listUpTo(recused, frame.people)];
    if (k === null || k <= last || k > frame.objects || !SALT.test(salt)) return false;
    if (lists.includes(null) || numberOf(area) === null || lists[1].some((s) => !lists[0].includes(s)))
      return false;
    last = k;
    value.count += 1;
    value.rows.set(k, { seats: lists[0], duty: lists[1], area: Number(area), recused: lists[2] });
    value.texts.set(k, cells);
    return true;
  });
  return { value: problems.length ? null : value, problems };
}

function readPeople(bytes, frame) {
  const value = { count: 0, marks: [null], seats: [null], areas: [null], limit: [null], load: [null] };
  const problems = readRows(bytes, PERSON_COLUMNS, ([number, mark, seats, areas, limit, load], row) => {
    const kinds = listUpTo(seats, frame.seats.length),
      within = areas === "*" ? null : listOf(areas);
    const most = limit === "" ? Infinity : numberOf(limit),
      before = value.marks[row - 1];
    if (numberOf(number) !== row || !HEX.test(mark) || (before && before >= mark)) return false;
    if (
      kinds === null ||
      !kinds.length ||
      (areas !== "*" && within === null) ||
      most === null ||
      numberOf(load) === null
    ) {
      return false;
    }
    value.count = row;
    value.marks.push(mark);
    value.seats.push(kinds);
    value.areas.push(within && new Set(within));
    value.limit.push(most);
    value.load.push(Number(load));
    return true;
  });
  if (!problems.length && value.count !== frame.people) {
    problems.push(`有 ${value.count} 行，frame.json 说有 ${frame.people} 行`);
  }
  return { value: problems.length ? null : value, problems };
}

const COMMITMENT_KEYS = ["scheme", "rules", "plan", "batch", "tables", "private"];
const TABLES = ["frame.json", "objects.csv", "sites.csv", "people.csv"];

function readCommitment(bytes) {
  const { value, problems } = readJson(bytes);
  if (value === undefined) return { value: null, problems };
  const right =
    hasKeys(value, COMMITMENT_KEYS) &&
    ["rules", "plan", "batch"].every((key) => typeof value[key] === "string") &&
    hasKeys(value.tables, TABLES) &&
    [...Object.values(value.tables), value.private].every((one) => HEX.test(one));
  if (!right) return { value: null, problems: [...problems, "commitment.json 的键或值不对"] };
  if (value.scheme !== SCHEME)
    return { value: null, problems: [...problems, `方案是 ${value.scheme}，本页只会 ${SCHEME}`] };
  return { value, problems };
}
