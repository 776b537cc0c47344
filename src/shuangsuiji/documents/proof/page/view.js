/* What the page shows. Texts of files and labels reach the document as text nodes only. */
"use strict";

const byId = (id) => document.getElementById(id);

/** An element; attributes whose value is null are left out, children may be texts, elements or null. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined).map((one) => (one instanceof Node ? one : String(one))));
  return element;
}

const hexText = (text) => h("span", { class: "hex" }, text);
const ticketText = (words, k) => hexText(hexWord(words, k - 1));

/** A table whose rows turn into cards on a phone. */
function table(target, titles, rows) {
  const head = h("thead", {}, h("tr", {}, ...titles.map((title) => h("th", { scope: "col" }, title))));
  const body = rows.map((row) => h("tr", {}, ...row.map((cell, place) =>
    h("td", { "data-label": titles[place], class: typeof cell === "number" ? "number" : null }, cell))));
  target.replaceChildren(head, h("tbody", {}, ...body));
}

const PORTION = 100;

/** Shows some rows first and all of them on demand and on paper. */
function inPortions(rows, show, more) {
  const all = () => { show(rows); more.replaceChildren(); };
  show(rows.slice(0, PORTION));
  more.replaceChildren();
  if (rows.length <= PORTION) return;
  const button = h("button", { class: "plain", type: "button" }, `先列 ${PORTION} 行，列出全部 ${rows.length} 行`);
  button.addEventListener("click", all);
  more.append(button);
}

// ---- Words of the publisher ----------------------------------------------------------------------------------

const text = (value) => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

/** Names of things, from labels that may be missing or false. */
function namesOf(words, c) {
  const word = (list, number, ...keys) => keys.map((key) => text(key === null ? at(list, number - 1) : at(list, number - 1, key)))
    .filter((one) => one).join(" ");
  const fits = (list, count) => (Array.isArray(list) && list.length === count ? list : null);
  const objects = c.frame ? fits(words.objects, c.frame.objects) : null;
  const people = c.frame ? fits(words.people, c.frame.people) : null;
  return {
    words, objects,
    ids: c.frame ? fits(words.object_ids, c.frame.objects) : null,
    object: (k) => (objects && word(objects, k, null) ? `${word(objects, k, null)}（编号 ${k}）` : `编号 ${k}`),
    person: (p) => (people && word(people, p, null)) || `人员 ${p}`,
    task: (t) => word(words.tasks, t, "number", "name") || `任务 ${t}`,
    stratum: (s) => word(words.strata, s, "district", "name") || `第 ${s} 层`,
    seat: (kind) => word(words.seats, kind, "name") || `第 ${kind} 种席位`,
    reason: (number) => word(words.events, number, "reason"),
  };
}

// ---- Steps and verdict ---------------------------------------------------------------------------------------

const SIGNS = { ok: "✓", bad: "✗", skipped: "–" }, SPOKEN = { ok: "相符", bad: "不符", skipped: "未核对" };

function showStep(step, place) {
  byId("steps").append(h("li", { "data-step": step.id, "data-state": step.state },
    h("span", { class: "no" }, place), h("span", { class: "sign", role: "img", "aria-label": SPOKEN[step.state] }, SIGNS[step.state]),
    h("span", { class: "name" }, step.title), h("span", { class: "what" }, step.text,
      step.problems.length ? h("ul", { class: "wrong" }, ...step.problems.map((one) => h("li", {}, one))) : null)));
}

function showVerdict(c, spent) {
  const bad = c.steps.filter((step) => step.state === "bad"), skipped = c.steps.filter((step) => step.state === "skipped");
  const numbers = (list) => list.map((step) => c.steps.indexOf(step) + 1).join("、");
  const verdicts = {
    passed: [`✓ 全部 ${c.steps.length} 步相符`, "封存摘要和种子还要与抽取以前公布的承诺书、种子来源比较（见第二节），这两件本页自己证明不了。"],
    failed: [`✗ ${bad.length} 步不符：第 ${numbers(bad)} 步`, `先看第 ${numbers(bad.slice(0, 1))} 步；前一步不符，后面的步骤也可能跟着不符。`],
    partial: [`– 核对过的相符，有 ${skipped.length} 步未核对`, `未核对的是第 ${numbers(skipped)} 步，各步写明缺什么文件。未核对不等于有问题，也不等于没有问题。`],
  };
  const [title, note] = verdicts[c.verdict];
  byId("verdict").textContent = title;
  byId("verdict-note").textContent = `${note} 用时 ${(spent / 1000).toFixed(1)} 秒。`;
  document.title = `${title.slice(0, 1)} ${byId("title").textContent}`;
  document.body.dataset.failed = bad.map((step) => step.id).join(" ");
  document.body.dataset.skipped = skipped.map((step) => step.id).join(" ");
  document.body.dataset.verdict = c.verdict;
}

// ---- Sealed before the seed? ---------------------------------------------------------------------------------

function showSeal(c, names) {
  const own = at(names.words, "seed"), file = c.files.has("seed.json") ? readJson(c.files.get("seed.json")).value : null;
  const seedWord = (key) => text(at(own, key)) || text(at(file, key)), ledger = at(names.words, "ledger");
  const commit = c.computedCommit || text(at(c.draw, "commit"));
  const sealed = text(at(ledger, "sealed")), announced = seedWord("announced");
  const rows = [
    ["封存摘要", commit && h("span", {}, hexText(commit), c.computedCommit ? "" : "（抽取记录所写，没有 commitment.json 可以重算）")],
    ["封存时间", sealed], ["封存所记台账", [text(at(ledger, "line")) && `第 ${text(at(ledger, "line"))} 行`, text(at(ledger, "head"))].filter((one) => one).join("，")],
    ["种子", text(at(c.draw, "seed"))], ["种子来源", seedWord("source")], ["期号", seedWord("issue")], ["种子写法", seedWord("form")],
    ["种子公布时间", announced],
  ].filter(([, value]) => value);
  byId("seal").replaceChildren(...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  byId("seal-order").textContent = [
    "怎么看：抽取以前公布的承诺书上应有同一串封存摘要，并且写明将用哪里、哪一期的种子；种子在那以后才公布。把承诺书上的摘要和公开见到的种子抄到下面比较。",
    sealed && announced ? `按发布者的说明，封存在 ${sealed}，种子在 ${announced} 公布。` : "",
    "时间先后本页证明不了，要看承诺书是什么时候、在哪里公布的。",
  ].join("");
}

function bindCompare(current) {
  byId("compare").addEventListener("submit", (event) => {
    event.preventDefault();
    const { c } = current(), lines = [];
    const commit = byId("compare-commit").value.replace(/\s/g, "").toLowerCase(), seed = byId("compare-seed").value.trim();
    const right = c.computedCommit || text(at(c.draw, "commit"));
    if (commit) {
      lines.push(commit === right ? h("p", { class: "good" }, "✓ 与承诺书上的封存摘要相同：四张表在那以后没有改过一个字。")
        : h("p", { class: "wrong" }, `✗ 与承诺书上的封存摘要不同。本页的是 ${right}。`));
    }
    if (seed) {
      const plain = (one) => one.normalize("NFKC").split(/[^0-9\p{L}]+/u).filter((part) => part).map((part) => part.replace(/^0+(?=.)/, "")).join(" ");
      const told = text(at(c.draw, "seed"));
      lines.push(seed === told ? h("p", { class: "good" }, "✓ 种子相同。")
        : plain(seed) === plain(told) ? h("p", { class: "good" }, `✓ 数字和顺序相同，抽取所用的写法是“${told}”。`)
          : h("p", { class: "wrong" }, `✗ 种子不同。抽取所用的是“${told}”。`));
    }
    byId("compared").replaceChildren(...lines);
  });
}

// ---- One object ----------------------------------------------------------------------------------------------

/** 0, 1 and 8 are not in the alphabet of the code; people write them for O, I and B. */
const saltOf = (value) => value.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]/g, "").replace(/0/g, "O").replace(/1/g, "I").replace(/8/g, "B");

/** The number of the object with this code and id, or 0. */
function numberByMark(c, salt, id) {
  const plain = id.trim(), shapes = [plain, plain.normalize("NFKC").replace(/\s/g, ""), plain.normalize("NFKC").replace(/\s/g, "").toUpperCase()];
  for (const one of shapes) {
    const place = c.objects.marks.indexOf(markOf("object", salt, one));
    if (place > 0) return place;
  }
  return 0;
}

const STATES = [
  "不参加抽取", "参加抽取，也可以补足", "参加抽取，不参加补足", "参加抽取，不参加补足，本年已计入下限",
];

/** How an object fared in a stratum: [result, sentence, is drawn]. */
function stratumCase(c, names, s, k) {
  const one = c.selection.strata[s - 1], rank = one.inOrder.indexOf(k) + 1, hit = one.drawn.includes(k);
  const next = one.alternates.indexOf(k) + 1, count = `${names.stratum(s)}有 ${one.members} 户，能抽的 ${one.available} 户，抽 ${one.n} 户`;
  if (!c.objects.state[k]) return ["不参加抽取", `${count}；本户不参加抽取。`, false];
  if (one.isVoid) return ["片区未抽中", `先抽片区，本层的片区没有抽中，所以这一层不抽。`, false];
  const ticket = hexWord(c.selection.words, k - 1), where = `${count}；按签号由小到大，本户第 ${rank} 位`;
  if (hit) return ["抽中", `${where}，签号 ${ticket} 不大于截止签号 ${one.cutOff}，抽中。`, true];
  if (one.cutOff !== null && rank > 0 && ticket < one.cutOff) {
    return [`未抽中，候补第 ${next} 位`, `${where}；轮到时同一主体的名额已满，所以越过。`, false];
  }
  if (!one.n) return ["不抽", `${count}。`, false];
  return [`未抽中，候补第 ${next} 位`, one.shortage && one.drawn.length < one.n ? `${where}；轮到时同一主体的名额已满，所以越过。`
    : `${where}，签号 ${ticket} 大于截止签号 ${one.cutOff}，未抽中。`, false];
}

function visitLine(c, names, visit) {
  const recorded = c.teamsRight ? c.teamsRight.visits[visit.index - 1] : null;
  const latest = c.state && c.state.now.get(visit.index), one = latest || recorded;
  const parts = [`第 ${visit.index} 次检查`];
  if (visit.of > 1) parts.push(`本户第 ${visit.visit} 次，共 ${visit.of} 次`);
  if (visit.tasks.length) parts.push(visit.tasks.map(names.task).join("、"));
  if (one && one.team.length) {
    parts.push(`${one.group ? `第 ${one.group} 组：` : ""}${one.team.map(([p]) => `${names.person(p)}${p === one.leader ? "（组长）" : ""}`).join("、")}`);
  }
  if (c.state && c.state.ended.has(visit.index)) parts.push("已结束");
  return parts.join("，");
}

/** What events changed for an object, as sentences. */
function eventLines(c, names, k) {
  const lines = [];
  for (const e of c.eventList) {
    if (!e.right) continue;
    const why = names.reason(e.number), head = `第 ${e.number} 次递补${why ? `（${why}）` : ""}：`, mine = (index) => c.state.visits.get(index).number === k;
    const ended = e.right.ended.filter(mine);
    if (e.right.objects.includes(k)) lines.push(`${head}本户不能检查，${ended.length ? `第 ${ended.join("、")} 次检查结束` : "没有检查因此结束"}。`);
    for (const [s, lost, came] of e.right.replacements) {
      const place = s ? names.stratum(s) : "补足";
      if (lost === k) lines.push(`${head}本户在${place}的名额由${came ? names.object(came) : "无人"}接替。`);
      if (came === k) lines.push(`${head}本户按候补顺序接替${names.object(lost)}在${place}的名额。`);
    }
    for (const visit of e.teamsRight || []) {
      if (mine(visit.index)) lines.push(`${head}第 ${visit.index} 次检查的人员定为${visit.team.map(([p]) => names.person(p)).join("、")}。`);
    }
  }
  return lines;
}

function answerOf(c, names, k) {
  const { selection, objects } = c, reasons = [], tags = [];
  const drawn = selection.drawnIn[k], floor = selection.floor, added = floor ? floor.added.indexOf(k) + 1 : 0;
  if (drawn.length) {
    tags.push(["hit", "随机抽中"]);
    reasons.push(`本户在${drawn.map(names.stratum).join("、")}被随机抽中。`);
  }
  if (objects.owed[k]) {
    tags.push(["hit", "必查"]);
    reasons.push(`按必查规则，本批应查 ${objects.owed[k]} 次，与抽签无关。`);
  }
  if (added) {
    tags.push(["hit", "补足"]);
    reasons.push(`为达到全年检查户数的下限，随机补足 ${floor.added.length} 户，本户第 ${added} 位。`);
  }
  const came = c.state ? [...c.state.visits.values()].some((visit) => visit.number === k && visit.index > c.state.count) : false;
  if (came) { tags.push(["hit", "递补"]); reasons.push("本户在抽取以后因递补列入。"); }
  if (!objects.state[k]) {
    tags.push(["warn", "不参加抽取"]);
    if (!objects.owed[k]) reasons.push("本户编号保留，但封存时已列为不参加抽取，所以抽不到。");
  }
  if (!reasons.length) { tags.push(["", "未抽中"]); reasons.push("本户本批没有抽中，也没有必查和补足。"); }
  return { tags, reasons };
}

function objectCard(c, names, k, proof) {
  const { selection, objects } = c, { tags, reasons } = answerOf(c, names, k), floor = selection.floor, list = h("table", { class: "cards" });
  const cases = objects.strata[k].map((s) => [s, stratumCase(c, names, s, k)]);
  table(list, ["任务", "层", "层内能抽", "应抽", "本户第几位", "截止签号", "结果"], cases.map(([s, [result, , hit]]) => {
    const one = selection.strata[s - 1];
    return [names.task(one.task), names.stratum(s), one.available, one.n, one.inOrder.indexOf(k) + 1 || "—",
      one.cutOff ? hexText(one.cutOff) : "—", h("span", { class: hit ? "tag hit" : "tag" }, result)];
  }));
  const next = floor ? floor.alternates.indexOf(k) + 1 : 0, visits = c.visits.filter((visit) => visit.number === k);
  if (c.state) visits.push(...[...c.state.visits.values()].filter((visit) => visit.number === k && visit.index > c.state.count));
  const facts = [["编号", `${k}（共 ${objects.count} 户）`], ["能否抽取", STATES[objects.state[k]]],
    ["签号", h("span", {}, ticketText(selection.words, k), `　由密钥和编号算出，全部对象中由小到大第 ${selection.place[k]} 位`)],
    ["标记", hexText(objects.marks[k])]];
  if (objects.entity[k]) facts.push(["同一主体", `第 ${objects.entity[k]} 号主体，抽取有户数上限`]);
  if (next) facts.push(["补足", `没有补足，候补第 ${next} 位`]);
  const changes = eventLines(c, names, k);
  return h("div", { class: "card", "data-object": String(k) }, h("h3", {}, names.object(k)), proof,
    c.verdict === "failed" ? h("p", { class: "wrong" }, "本页有不符的步骤（见第三节）；以下按重算的结果。") : null,
    h("p", {}, ...tags.map(([kind, word]) => h("span", { class: `tag ${kind}` }, word))),
    h("div", { class: "answer" }, ...reasons.map((one) => h("p", {}, one)), ...cases.map(([, [, sentence]]) => h("p", {}, sentence)),
      ...changes.map((one) => h("p", {}, one))),
    h("dl", {}, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    cases.length ? h("h3", {}, "各层") : null, cases.length ? list : null,
    visits.length ? h("h3", {}, "检查") : null, ...visits.map((visit) => h("p", {}, visitLine(c, names, visit))));
}

function showFound(...children) {
  byId("find-tool").classList.add("used");
  byId("found").replaceChildren(...children);
}

function find({ c, names }) {
  if (!c.objects) return showFound(h("p", { class: "wrong" }, "没有可用的 objects.csv，不能查。"));
  const typed = byId("find-number").value.normalize("NFKC").trim(), number = /^[0-9]{1,9}$/.test(typed) ? Number(typed) : 0;
  const salt = saltOf(byId("find-salt").value), id = byId("find-id").value;
  if (typed && (!number || number > c.objects.count)) return showFound(h("p", { class: "wrong" }, `没有编号 ${typed}，编号是 1 到 ${c.objects.count}。`));
  if (!salt || !id.trim()) {
    if (!number) return showFound(h("p", {}, "请填编号，或者校验码和代码。"));
    const word = salt || id.trim() ? "校验码和代码要一起填，才能证明" : "没有填校验码和代码，不能证明";
    return showCard(c, names, number, h("p", { class: "proof doubt" }, `– ${word}第 ${number} 号是哪一家。`));
  }
  if (salt.length !== 20) return showFound(h("p", { class: "wrong" }, `校验码应有 20 个字符，现有 ${salt.length} 个。`));
  const found = numberByMark(c, salt, id);
  if (!found) {
    return showFound(h("p", { class: "wrong" }, number ? `✗ 校验码和代码与第 ${number} 号的标记不符，也不是别的编号。请核对有没有抄错。`
      : "✗ 没有这样的一行。请核对校验码和代码有没有抄错。"));
  }
  if (number && found !== number) {
    return showCard(c, names, found, h("p", { class: "proof wrong" }, `✗ 校验码和代码属于第 ${found} 号，不是第 ${number} 号。以下是第 ${found} 号。`));
  }
  return showCard(c, names, found, h("p", { class: "proof good" }, "✓ 这一行是你单位：由校验码和代码算得的标记，与封存的对象表这一行相同。"));
}

function showCard(c, names, k, proof) {
  showFound(c.selection ? objectCard(c, names, k, proof)
    : h("div", { class: "card" }, h("h3", {}, names.object(k)), proof, h("p", {}, `不能重算抽取：${whyNoObjects(c)}。能否抽取：${STATES[c.objects.state[k]]}。`)));
}

function findByName({ c, names }) {
  const plain = (one) => one.normalize("NFKC").replace(/\s/g, "").toUpperCase(), asked = plain(byId("find-name").value);
  if (!asked || !names.objects) return;
  const found = [];
  for (let k = 1; k <= names.objects.length; k++) {
    if (plain(text(names.objects[k - 1])).includes(asked) || (names.ids && plain(text(names.ids[k - 1])) === asked)) found.push(k);
  }
  const proof = () => h("p", { class: "proof doubt" }, "– 名称来自档案附的说明；要证明编号，请用校验码和代码查。");
  if (found.length === 1) return showCard(c, names, found[0], proof());
  const choices = found.slice(0, 30).map((k) => {
    const button = h("button", { class: "plain", type: "button" }, names.object(k));
    button.addEventListener("click", () => showCard(c, names, k, proof()));
    return button;
  });
  showFound(h("p", {}, found.length ? `找到 ${found.length} 户${found.length > 30 ? "，先列 30 户" : ""}，请选择：` : "没有找到，可以只填名称的一部分。"),
    h("div", { class: "choices" }, ...choices));
}

// ---- Lists and downloads -------------------------------------------------------------------------------------

function showLists(c, names) {
  const strata = c.selection ? c.selection.strata.map((one, place) => [names.task(one.task), names.stratum(place + 1), one.members, one.available, one.n,
    one.drawn.length, one.isVoid ? "片区未抽中" : one.cutOff ? hexText(one.cutOff) : "—", one.alternates.length]) : [];
  inPortions(strata, (rows) => table(byId("strata"), ["任务", "层", "户数", "能抽", "应抽", "抽中", "截止签号", "候补"], rows), byId("strata-more"));
  const visits = c.state ? [...c.state.visits.values()].sort((a, b) => a.index - b.index) : c.visits || [];
  const rows = visits.map((visit) => {
    const one = (c.state && c.state.now.get(visit.index)) || (c.teamsRight && c.teamsRight.visits[visit.index - 1]);
    const reasons = [visit.strata.length ? visit.strata.map(names.stratum).join("、") : "", visit.added ? "补足" : "", visit.tasks.length ? "" : "必查"];
    return [visit.index, names.object(visit.number), c.selection ? ticketText(c.selection.words, visit.number) : "", reasons.filter((x) => x).join("；"),
      one ? one.team.map(([p, kind]) => `${names.person(p)}（${names.seat(kind)}${p === one.leader ? "，组长" : ""}）`).join("、") : "",
      c.state && c.state.ended.has(visit.index) ? "已结束" : ""];
  });
  inPortions(rows, (part) => table(byId("list"), ["序号", "对象", "签号", "缘由", "检查组", "变动"], part), byId("list-more"));
}

function download(name, lines) {
  const link = h("a", { href: URL.createObjectURL(new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv" })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function ticketLines(c) {
  const { selection, objects } = c, drawn = selection.drawnIn, lines = ["编号,标记,签号,全部名次,状态,必查次数,主体,所在层,抽中的层"];
  for (let k = 1; k <= objects.count; k++) {
    lines.push([k, objects.marks[k], hexWord(selection.words, k - 1), selection.place[k], objects.state[k], objects.owed[k], objects.entity[k],
      objects.strata[k].join(" "), drawn[k].join(" ")].join(","));
  }
  return lines;
}

function rankLines(c) {
  const lines = ["层,名次,编号,签号,结果"];
  c.selection.strata.forEach((one, place) => {
    const drawn = new Set(one.drawn), next = new Map(one.alternates.map((k, rank) => [k, rank + 1]));
    one.inOrder.forEach((k, rank) => lines.push([place + 1, rank + 1, k, hexWord(c.selection.words, k - 1),
      drawn.has(k) ? "抽中" : next.has(k) ? `候补 ${next.get(k)}` : "不抽"].join(",")));
  });
  return lines;
}

const teamLines = (c) => ["检查,轮次,对象,组,人员和席位,组长,越过（人员:缘由:已有人数）",
  ...c.teamsRight.visits.map((one, place) => [one.index, one.turn, c.visits[place].number, one.group, one.team.map((m) => m.join(":")).join(" "), one.leader,
    one.trace.map((entry) => entry.join(":")).join(" ")].join(","))];

function showDownloads(c) {
  const files = [["签号.csv", "签号与抽中", c.selection && (() => ticketLines(c))], ["各层名次.csv", "各层名次与候补", c.selection && (() => rankLines(c))],
    ["检查组.csv", "检查组与越过", c.teamsRight && (() => teamLines(c))]].filter(([, , make]) => make);
  byId("downloads").replaceChildren(...(files.length ? files.map(([name, title, make]) => {
    const button = h("button", { class: "plain", type: "button" }, `${title}（${name}）`);
    button.addEventListener("click", () => download(name, make()));
    return button;
  }) : [h("p", { class: "note" }, "没有可以下载的数值。")]));
}

// ---- Running -------------------------------------------------------------------------------------------------

/** Waits for other tasks of the browser, without the delay of timers. */
const breathe = () => new Promise((resolve) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { channel.port1.close(); resolve(); };
  channel.port2.postMessage(0);
});

/** Runs a generator in slices; null if `stopped()` before its end. */
async function inSlices(steps, stopped) {
  let begun = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - begun < 40) continue;
    await breathe();
    if (stopped()) return null;
    begun = performance.now();
  }
}

let run = 0, shownNow = null;

async function start(entries, words, title) {
  const mine = ++run, begun = performance.now();
  shownNow = null;
  document.body.dataset.verdict = "running";
  byId("verdict").textContent = "正在复核……";
  for (const id of ["steps", "found", "compared", "strata", "list", "seal", "downloads"]) byId(id).replaceChildren();
  byId("title").textContent = title;
  let place = 0;
  try {
    const c = await inSlices(verify(entries, (step) => showStep(step, ++place)), () => mine !== run);
    if (!c) return;
    show(c, words);
    showVerdict(c, performance.now() - begun);
  } catch (error) {
    byId("verdict").textContent = "✗ 复核没有做完";
    byId("verdict-note").textContent = `计算中出错：${error.message}`;
    document.body.dataset.verdict = "error";
  }
}

function show(c, words) {
  const names = namesOf(words, c);
  shownNow = { c, names };
  byId("subtitle").textContent = [text(at(c.draw, "plan")), text(at(c.draw, "batch"))].filter((one) => one).join("　");
  byId("notice").textContent = text(words.notice);
  byId("notice").hidden = !text(words.notice);
  byId("find-id-name").textContent = text(words.id_name) || "统一社会信用代码或定点编码";
  byId("find-by-name").hidden = !names.objects;
  showSeal(c, names);
  showLists(c, names);
  showDownloads(c);
}

function embeddedEntries() {
  const found = JSON.parse(byId("data").textContent);
  const entries = Object.entries(found.files).map(([name, value]) =>
    [name, typeof value === "string" ? utf8(value) : Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0))]);
  return { entries, words: isObject(found.words) ? found.words : {} };
}

/** Files of a drop, folders included. */
async function droppedFiles(transfer) {
  const found = [];
  async function walk(entry, path) {
    if (entry.isFile) {
      found.push([path + entry.name, await new Promise((resolve, reject) => entry.file(resolve, reject))]);
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!part.length) return;
      for (const one of part) await walk(one, `${path}${entry.name}/`);
    }
  }
  const items = [...transfer.items].map((item) => (item.webkitGetAsEntry ? item.webkitGetAsEntry() : null));
  if (items.every((one) => one)) for (const one of items) await walk(one, "");
  else for (const file of transfer.files) found.push([file.name, file]);
  return found;
}

async function useFiles(files, embedded) {
  const wanted = files.filter(([path]) => [...MAIN_FILES, ...EVENT_FILES].includes(path.split("/").pop())), entries = [];
  for (const [path, file] of wanted) entries.push([path, new Uint8Array(await file.arrayBuffer())]);
  byId("own-note").textContent = wanted.length ? `读了 ${wanted.length} 个文件。` : "所选的文件里没有公开包或档案的文件（commitment.json、draw.json 等）。";
  if (!wanted.length) return;
  // Labels of the page belong to its own draw only.
  const commitOf = (list) => text(at(readJson(arrange(list).main.get("draw.json") || new Uint8Array()).value, "commit"));
  const mine = commitOf(entries) !== "" && commitOf(entries) === commitOf(embedded.entries);
  byId("own-reset").hidden = false;
  await start(entries, mine ? embedded.words : {}, mine ? titleOf(embedded.words) : "随机抽取复核（所选文件）");
  byId("verdict").scrollIntoView();
}

const titleOf = (words) => text(words.title) || (text(words.plan_name) ? `${text(words.plan_name)}　随机抽取复核` : "随机抽取复核");

function bind(embedded) {
  const ask = (id, action) => byId(id).addEventListener("submit", (event) => { event.preventDefault(); if (shownNow) action(shownNow); });
  ask("find", find);
  ask("find-by-name", findByName);
  bindCompare(() => shownNow || { c: {} });
  for (const id of ["own-files", "own-folder"]) {
    byId(id).addEventListener("change", (event) => useFiles([...event.target.files].map((file) => [file.webkitRelativePath || file.name, file]), embedded));
  }
  byId("own-reset").addEventListener("click", () => {
    byId("own-reset").hidden = true;
    byId("own-note").textContent = "";
    start(embedded.entries, embedded.words, titleOf(embedded.words));
  });
  document.addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dropping"); });
  document.addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    useFiles(await droppedFiles(event.dataTransfer), embedded);
  });
  window.addEventListener("beforeprint", () => document.querySelectorAll("#strata-more button, #list-more button").forEach((one) => one.click()));
}

/** What stands behind # in the address (number, salt, id, name) is asked at once. */
function askAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const key of ["number", "salt", "id", "name"]) if (asked.get(key)) byId(`find-${key}`).value = asked.get(key);
  if (!shownNow) return;
  if (asked.get("name")) findByName(shownNow);
  else if (asked.get("number") || asked.get("salt")) find(shownNow);
}

async function main() {
  const embedded = embeddedEntries();
  bind(embedded);
  if (!embedded.entries.length) {
    byId("title").textContent = titleOf(embedded.words);
    byId("verdict").textContent = "请选择要核对的文件";
    byId("verdict-note").textContent = "本页没有自带数据。把公开包或档案的文件夹拖到这里，或在页末选择。";
    document.body.dataset.verdict = "empty";
    return;
  }
  await start(embedded.entries, embedded.words, titleOf(embedded.words));
  askAddress();
}

main();
