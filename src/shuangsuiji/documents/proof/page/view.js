/* What the page shows. Texts of files and labels reach the document as text nodes only. */
"use strict";

const byId = (id) => document.getElementById(id);

/** An element; attributes whose value is null are left out, children may be texts, elements or null. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null) element.setAttribute(name, value);
  element.append(
    ...children
      .filter((child) => child !== null && child !== undefined)
      .map((one) => (one instanceof Node ? one : String(one))),
  );
  return element;
}

const hexText = (text) => h("span", { class: "hex" }, text);
const ticketOf = (ticket) => h("span", { class: "hex ticket" }, ticket);
const ticketText = (words, k) => ticketOf(hexWord(words, k - 1));

/** A table whose rows turn into cards on a phone. */
function table(target, titles, rows) {
  const head = h("thead", {}, h("tr", {}, ...titles.map((title) => h("th", { scope: "col" }, title))));
  const body = rows.map((row) =>
    h(
      "tr",
      {},
      ...row.map((cell, place) =>
        h("td", { "data-label": titles[place], class: typeof cell === "number" ? "number" : null }, cell),
      ),
    ),
  );
  target.replaceChildren(head, h("tbody", {}, ...body));
}

const PORTION = 100;

/** Shows some rows first and all of them on demand and on paper. */
function inPortions(rows, show, more) {
  const all = () => {
    show(rows);
    more.replaceChildren();
  };
  show(rows.slice(0, PORTION));
  more.replaceChildren();
  if (rows.length <= PORTION) return;
  const button = h(
    "button",
    { class: "plain", type: "button" },
    `先列 ${PORTION} 行，列出全部 ${rows.length} 行`,
  );
  button.addEventListener("click", all);
  more.append(button);
}

const text = (value) => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

/** Names of things, from labels that may be missing or false. */
function namesOf(words, c) {
  const word = (list, number, ...keys) =>
    keys
      .map((key) => text(key === null ? at(list, number - 1) : at(list, number - 1, key)))
      .filter((one) => one)
      .join(" ");
  const fits = (list, count) => (Array.isArray(list) && list.length === count ? list : null);
  const objects = c.frame ? fits(words.objects, c.frame.objects) : null;
  const people = c.frame ? fits(words.people, c.frame.people) : null;
  return {
    words,
    objects,
    ids: c.frame ? fits(words.object_ids, c.frame.objects) : null,
    object: (k) =>
      objects && word(objects, k, null) ? `${word(objects, k, null)}（编号 ${k}）` : `第 ${k} 号`,
    person: (p) => (people && word(people, p, null)) || `人员 ${p}`,
    task: (t) => word(words.tasks, t, "number", "name") || `任务 ${t}`,
    stratum: (s) => word(words.strata, s, "district", "name") || `第 ${s} 层`,
    seat: (kind) => word(words.seats, kind, "name") || `第 ${kind} 种席位`,
    reason: (number) => word(words.events, number, "reason"),
  };
}

const SIGNS = { ok: "✓", bad: "✗", skipped: "–" },
  SPOKEN = { ok: "相符", bad: "不符", skipped: "未核对" };

function showStep(step, place) {
  byId("steps").append(
    h(
      "li",
      { "data-step": step.id, "data-state": step.state },
      h("span", { class: "no" }, place),
      h("span", { class: "sign", role: "img", "aria-label": SPOKEN[step.state] }, SIGNS[step.state]),
      h("span", { class: "name" }, step.title),
      h(
        "span",
        { class: "what" },
        step.text,
        step.problems.length
          ? h("ul", { class: "wrong" }, ...step.problems.map((one) => h("li", {}, one)))
          : null,
      ),
    ),
  );
}

/** Ascending numbers as a text, runs of three or more as a range. */
function ranges(list) {
  const runs = [];
  for (const one of list) {
    const last = runs[runs.length - 1];
    if (last && last[1] === one - 1) last[1] = one;
    else runs.push([one, one]);
  }
  const parts = runs.map(([first, last]) =>
    first === last ? `${first}` : last === first + 1 ? `${first}、${last}` : `${first} 至 ${last}`,
  );
  return parts.join("、");
}

function showVerdict(c, spent) {
  const bad = c.steps.filter((step) => step.state === "bad"),
    skipped = c.steps.filter((step) => step.state === "skipped");
  const numbers = (list) => ranges(list.map((step) => c.steps.indexOf(step) + 1));
  const verdicts = {
    passed: [
      `✓ 全部 ${c.steps.length} 步相符`,
      "封存摘要和种子还要与抽取以前公布的承诺书、种子来源比较（见第二节），这两件本页自己证明不了。",
    ],
    failed: [
      `✗ ${bad.length} 步不符：第 ${numbers(bad)} 步`,
      `先看第 ${numbers(bad.slice(0, 1))} 步；前一步不符，后面的步骤也可能跟着不符。`,
    ],
    partial: [
      `– 核对过的相符，有 ${skipped.length} 步未核对`,
      `未核对的是第 ${numbers(skipped)} 步，各步写明缺什么文件。未核对不等于有问题，也不等于没有问题。`,
    ],
  };
  if (c.objectsOnly)
    verdicts.partial = [
      "– 对象的抽取全部相符；人员部分没有公布，没有核对",
      `公开包里没有检查人员的表和记录${
        c.events.size ? "，也没有递补的申请" : ""
      }，所以第 ${numbers(skipped)} 步没有做或没有做全。`,
    ];
  if (whyNoObjects(c))
    verdicts.partial = [
      "– 没有能够重新抽取，不能说相符",
      `${whyNoObjects(c)}。第 ${numbers(skipped)} 步没有核对。未核对不等于有问题，也不等于没有问题。`,
    ];
  const [title, note] = verdicts[c.verdict];
  byId("verdict").textContent = title;
  byId("verdict-note").textContent = `${note}用时 ${(spent / 1000).toFixed(1)} 秒。`;
  document.title = `${title.slice(0, 1)} ${byId("title").textContent}`;
  document.body.dataset.failed = bad.map((step) => step.id).join(" ");
  document.body.dataset.skipped = skipped.map((step) => step.id).join(" ");
  document.body.dataset.verdict = c.verdict;
}

function showSeal(c, names) {
  const own = at(names.words, "seed"),
    file = c.files.has("seed.json") ? readJson(c.files.get("seed.json")).value : null;
  const seedWord = (key) => text(at(own, key)) || text(at(file, key)),
    ledger = at(names.words, "ledger");
  const commit = c.computedCommit || text(at(c.draw, "commit"));
  const sealed = text(at(ledger, "sealed")),
    announced = seedWord("announced"),
    told = (value) => value && `${value}（${ONLY_TOLD}）`;
  const rows = [
    [
      "封存摘要",
      commit &&
        h(
          "span",
          {},
          hexText(commit),
          c.computedCommit ? "" : "（抽取记录所写，没有 commitment.json 可以重算）",
        ),
    ],
    ["封存时间", sealed],
    [
      "封存所记台账",
      [text(at(ledger, "line")) && `第 ${text(at(ledger, "line"))} 行`, text(at(ledger, "head"))]
        .filter((one) => one)
        .join("，"),
    ],
    ["种子", text(at(c.draw, "seed"))],
    ["种子来源", told(seedWord("source"))],
    ["期号", seedWord("issue")],
    ["种子写法", seedWord("form")],
    ["约定抽取时间", told(announced)],
  ].filter(([, value]) => value);
  byId("seal").replaceChildren(...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  byId("seal-order").textContent = [
    "怎么看：抽取以前公布的承诺书上应有同一串封存摘要，并且写明将用哪里、哪一期的种子；种子在那以后才公布。把承诺书上的摘要和公开见到的种子抄到下面比较。",
    sealed && announced ? `按发布者的说明，封存在 ${sealed}，约定的抽取时间是 ${announced}。` : "",
    "时间先后本页证明不了，要看承诺书是什么时候、在哪里公布的。",
  ].join("");
}

function bindCompare(current) {
  byId("compare").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!current()) return;
    const { c } = current(),
      lines = [];
    const commit = byId("compare-commit").value.replace(/\s/g, "").toLowerCase(),
      seed = byId("compare-seed").value.trim();
    const right = c.computedCommit || text(at(c.draw, "commit"));
    if (commit) {
      const tables = c.steps.find((step) => step.id === "digests").state === "ok" && c.computedCommit;
      lines.push(
        commit === right
          ? h(
              "p",
              { class: "good" },
              `✓ 与承诺书上的封存摘要相同${tables ? "：四张表在那以后没有改过一个字。" : "。表是否与摘要相符，见第三节。"}`,
            )
          : h("p", { class: "wrong" }, `✗ 与承诺书上的封存摘要不同。本页的是 ${right}。`),
      );
    }
    if (seed) {
      const plain = (one) =>
        one
          .normalize("NFKC")
          .split(/[^0-9\p{L}]+/u)
          .filter((part) => part)
          .map((part) => part.replace(/^0+(?=.)/, ""))
          .join(" ");
      const told = text(at(c.draw, "seed"));
      lines.push(
        seed === told
          ? h("p", { class: "good" }, "✓ 种子相同。")
          : plain(seed) === plain(told)
            ? h("p", { class: "good" }, `✓ 数字和顺序相同，抽取所用的写法是“${told}”。`)
            : h("p", { class: "wrong" }, `✗ 种子不同。抽取所用的是“${told}”。`),
      );
    }
    byId("compared").replaceChildren(...lines);
  });
}
