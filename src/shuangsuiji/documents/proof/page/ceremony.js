/* A draw before witnesses: what was sealed, the seed that is typed, and what follows from it, a page at a time. */
"use strict";

const ON_A_PAGE = 10,
  VISITS_ON_A_PAGE = 5,
  RECUSED = 1;

/** The sealed tables, each held against commitment.json; `problems` says what does not agree. */
function readSealed(entries) {
  const files = new Map(entries),
    problems = [];
  const part = (name, read, ...more) => {
    const found = read(files.get(name) || new Uint8Array(), ...more);
    problems.push(...found.problems.map((one) => `${name}：${one}`));
    return found.value;
  };
  const commitment = part("commitment.json", readCommitment),
    frame = part("frame.json", readFrame);
  const sealed = { files, problems, commitment, frame };
  if (!commitment || !frame) return sealed;
  sealed.commit = sha256(files.get("commitment.json"));
  for (const name of TABLES) {
    if (sha256(files.get(name) || new Uint8Array()) !== commitment.tables[name])
      problems.push(`${name} 与封存的摘要不符`);
  }
  sealed.objects = part("objects.csv", readObjects, frame);
  sealed.sites = part("sites.csv", readSites, frame);
  sealed.people = part("people.csv", readPeople, frame);
  return sealed;
}

/**
 * The one way of writing a seed (docs/seeds.md): numbers of each part with as many digits as its largest has, balls ascending.
 * `parts` are { name, count, low, high, balls } or { hex: digits }; without parts any text is a seed. Gives { seed } or { problem }.
 */
function normalSeed(typed, parts) {
  const plain = typed.normalize("NFKC").replace(/\s+/g, " ").trim();
  if (!plain) return { problem: "还没有输入" };
  if (!parts.length) return { seed: plain };
  const widths = parts.flatMap((part) => Array(part.count || 0).fill(String(part.high).length)),
    cut = (digits, sizes) => sizes.map((size, at) => digits.substr(sizes.slice(0, at).reduce((a, b) => a + b, 0), size));
  let words = plain.split(/[\s,、;:+|/-]+/).filter((one) => one);
  const together = words.length === 1 && !parts.some((part) => part.hex);
  if (together && words[0].length === widths.reduce((a, b) => a + b, 0)) words = cut(words[0], widths);
  const written = [];
  for (const part of parts) {
    if (part.hex) {
      let digits = "";
      while (digits.length < part.hex && words.length) digits += words.shift().toLowerCase();
      if (digits.length !== part.hex || !/^[0-9a-f]+$/.test(digits))
        return { problem: `应有 ${part.hex} 位十六进制数` };
      written.push(digits);
      continue;
    }
    const width = String(part.high).length,
      unspaced = part.count > 1 && words.length && words[0].length === part.count * width;
    const own = unspaced ? cut(words.shift(), Array(part.count).fill(width)) : words.splice(0, part.count);
    if (own.length < part.count || !own.every((one) => /^[0-9]+$/.test(one)))
      return { problem: `${part.name || "号码"}应有 ${part.count} 个数` };
    const numbers = own.map(Number);
    const strange = numbers.find((one) => one < part.low || one > part.high);
    if (strange !== undefined) return { problem: `${strange} 不在 ${part.low} 到 ${part.high} 之间` };
    if (part.balls) {
      if (new Set(numbers).size < numbers.length) return { problem: "同一组里有相同的号码" };
      numbers.sort((a, b) => a - b);
    }
    written.push(...numbers.map((one) => String(one).padStart(width, "0")));
  }
  return words.length ? { problem: `多出 ${words.length} 个：${words.join(" ")}` } : { seed: written.join(" ") };
}

/** The whole draw from a seed in normal form: draw.json and teams.json as they must be, byte for byte. */
function drawn(sealed, seed) {
  const { frame, objects, sites, people, commit, commitment } = sealed,
    key = keyOf(commit, seed);
  const selection = drawObjects(frame, objects, key),
    visits = visitsOf(frame, objects, selection);
  const { plan, batch } = commitment,
    record = drawRecord({ commit, seed, key, plan, batch }, selection, visits);
  const found = finish(drawTeams(frame, people, sites, visits, key)),
    teams = found && { scheme: SCHEME, commit, ...found };
  return { seed, key, selection, visits, record, teams, digest: sha256(utf8(canonical(record))) };
}

const spaced = (hex) => hex.replace(/(.{8})(?=.)/g, "$1 ");

function* parted(list, size) {
  for (let at = 0; at < list.length; at += size) yield [at, list.slice(at, at + size)];
}

/** Pages of what was drawn: functions that give the elements of one page. */
function* pagesOf(sealed, result, names) {
  const { selection, visits, teams } = result;
  yield () => [
    h("h2", {}, "种子"),
    h("p", { class: "large" }, result.seed),
    h("p", {}, "密钥 ", h("span", { class: "hex" }, spaced(result.key))),
    h("p", { class: "soft" }, "密钥由封存摘要和种子算得；每个对象的签号由密钥和编号算得。"),
  ];
  for (const [place, one] of selection.strata.entries()) {
    if (!one.n) continue;
    const title = `${names.task(one.task)}　${names.stratum(place + 1)}`;
    const counts = `${one.members} 户，能抽 ${one.available} 户，应抽 ${one.n} 户，抽中 ${one.drawn.length} 户`;
    for (const [start, some] of one.drawn.length ? parted(one.drawn, ON_A_PAGE) : [[0, []]])
      yield () => [
        h("h2", {}, title + (start ? "（续）" : "")),
        h("p", {}, one.isVoid ? "片区没有抽中" : counts),
        h("ol", { start: start + 1 }, ...some.map((k) => h("li", {}, names.object(k), " ", h("small", {}, hexWord(selection.words, k - 1))))),
      ];
  }
  const others = [
    ["补足全年比例", visits.filter((one) => one.added)],
    ["必查", visits.filter((one) => !one.tasks.length)],
  ];
  for (const [title, list] of others)
    for (const [start, some] of parted(list, ON_A_PAGE))
      yield () => [
        h("h2", {}, title + (start ? "（续）" : "")),
        h("ol", { start: start + 1 }, ...some.map((one) => h("li", {}, names.object(one.number)))),
      ];
  if (!teams) yield () => [h("h2", {}, "检查组"), h("p", { class: "bad" }, "按规则排不满检查组。")];
  else
    for (const [start, some] of parted(visits, VISITS_ON_A_PAGE))
      yield () => [
        h("h2", {}, "检查组（★为组长）"),
        h("ol", { start: start + 1 }, ...some.map((visit) => teamOf(visit, teams.visits[visit.index - 1], names))),
      ];
  yield () => [
    h("h2", {}, "抽取结果"),
    h("p", { class: "large" }, `${new Set(visits.map((one) => one.number)).size} 户　${visits.length} 次检查`),
    h("p", {}, "结果摘要 ", h("span", { class: "hex", id: "digest" }, spaced(result.digest))),
    h("p", {}, "请监督人员抄下结果摘要的前 16 位，与 ssj draw 打印的、抽取记录上的核对。"),
  ];
}

function teamOf(visit, team, names) {
  const members = team.team.map(([p]) => names.person(p) + (p === team.leader ? "★" : ""));
  const recused = team.trace.filter(([, outcome]) => outcome === RECUSED).map(([p]) => names.person(p));
  const line = members.join("、") || "不派员";
  return h(
    "li",
    {},
    names.object(visit.number),
    h("p", {}, line, recused.length ? `（抽中 ${recused.join("、")}，回避，由后一名递补）` : ""),
  );
}

function ceremony() {
  const data = JSON.parse(byId("data").textContent),
    { words } = data;
  const sealed = readSealed(Object.entries(data.files).map(([name, value]) => [name, utf8(value)]));
  const names = namesOf(words, sealed);
  let pages = [sealedPage, seedPage],
    place = 0;
  document.title = byId("title").textContent = text(words.title) || "抽取现场";
  byId("subtitle").textContent = text(words.notice);

  function sealedPage() {
    const { problems, frame, people, commit } = sealed;
    return [
      h("h2", {}, "封存的名录库"),
      h("p", { class: "large" }, frame && people ? `检查对象 ${frame.objects} 户　人员 ${people.count} 名` : ""),
      h("p", {}, "封存摘要 ", h("span", { class: "hex", id: "commit" }, commit ? spaced(commit) : "")),
      problems.length
        ? h("p", { class: "bad" }, `✗ ${problems.slice(0, 5).join("；")}`)
        : h("p", { class: "good" }, "✓ 四张编号表与封存摘要相符。请与承诺书上的、公布的封存摘要核对。"),
    ];
  }
  function seedPage() {
    if (sealed.problems.length)
      return [h("h2", {}, "读出种子"), h("p", { class: "bad" }, "编号表与封存的摘要不符，不能抽取。")];
    const seed = at(words, "seed") || {},
      parts = Array.isArray(words.seed_parts) ? words.seed_parts : [];
    const input = h("input", { id: "seed", autocomplete: "off", spellcheck: "false", "aria-label": "种子" }),
      told = h("p", { id: "told" });
    const form = h("form", {}, input, h("button", {}, "核对"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { seed: normal, problem } = normalSeed(input.value, parts);
      if (problem) return told.replaceChildren(h("span", { class: "bad" }, problem));
      const go = h("button", { type: "button", id: "go" }, "核对无误，抽取");
      go.addEventListener("click", () => reveal(normal));
      told.replaceChildren(h("span", { class: "large" }, normal), h("br", {}), go);
      go.focus();
    });
    return [
      h("h2", {}, "读出种子"),
      h("p", {}, text(seed.source) ? `来源：${text(seed.source)}` : "计划没有约定种子的来源。"),
      text(seed.form) ? h("p", { class: "soft" }, `写法：${text(seed.form)}`) : null,
      form,
      told,
    ];
  }
  function reveal(seed) {
    pages = [sealedPage, seedPage, ...pagesOf(sealed, drawn(sealed, seed), names)];
    document.body.dataset.state = "drawn";
    turn(2);
  }
  function turn(to) {
    place = Math.max(0, Math.min(to, pages.length - 1));
    byId("page").replaceChildren(...pages[place]().filter((one) => one));
    byId("back").hidden = place === 0;
    byId("next").hidden = place === pages.length - 1;
    byId("place").textContent = pages.length > 2 ? `${place + 1} / ${pages.length}` : "";
    const input = byId("seed");
    if (input) input.focus();
  }
  byId("back").addEventListener("click", () => turn(place - 1));
  byId("next").addEventListener("click", () => turn(place + 1));
  document.addEventListener("keydown", (event) => {
    if (["INPUT", "BUTTON"].includes(event.target.tagName)) return;
    if (["Enter", " ", "ArrowRight", "PageDown"].includes(event.key)) turn(place + 1);
    if (["ArrowLeft", "PageUp"].includes(event.key)) turn(place - 1);
  });
  turn(0);
}

ceremony();
