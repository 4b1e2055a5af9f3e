// The explorer: a question, the document it means, what implements it and who says so. Data only ever becomes text
// nodes and attributes: nothing from an answer is parsed as HTML.
import { draw } from "./draw.js";
import { marked } from "./marked.js";

const $ = (id) => document.getElementById(id);
const answer = $("answer"), status = $("status"), dialog = $("evidence");
const PAGE = 50;
let names = { relations: {}, levels: {}, types: {} };
let learning = null; // the names, asked for once; again when that failed
const learnt = () => (learning ??= get("schema").then((schema) => {
  const by = (list, key, value) => Object.fromEntries(list.map((x) => [x[key], value(x)]));
  names = { relations: by(schema.relations, "type", (r) => r), levels: schema.levels, types: by(schema.types, "type", (t) => t.words[0]) };
}).catch((problem) => { learning = null; throw problem; }));
let asking = 0; // the newest question; an answer to an older one is dropped
let pasted = null; // what the last pasted text says, for the way back to it
let key = null; // kept nowhere else: it goes with the page

export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return made;
}

function get(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, v]) => v !== null && v !== undefined));
  return call(`${path}${query.size ? `?${query}` : ""}`);
}

async function call(path, { headers, ...options } = {}) {
  const said = { "Accept-Language": "vi", ...headers }; // the page is Vietnamese, whatever the browser is
  if (key) said.Authorization = `Bearer ${key}`;
  const reply = await fetch(`/api/v1/${path}`, { ...options, headers: said });
  const body = await reply.json();
  if (reply.status >= 400 || (reply.status === 300 && body.outcome === undefined)) throw body;
  return body;
}

// ---------------------------------------------------------------- words

const relation = (type, inverse) => names.relations[type]?.[inverse ? "inverse_vi" : "label_vi"] ?? type;
const day = (date) => (date ? date.split("-").reverse().join("/") : null);
const issuer = (node) => node.body?.name ?? node.set_by?.name ?? node.place_name ?? null;

export function called(node) {
  if (node.kind === "task") return `Nhiệm vụ ${node.ordinal}`;
  if (node.kind === "body") return node.name;
  return node.symbol ?? `${names.types[node.type] ?? node.type ?? "Văn bản"} ${node.number ?? "(không số)"}`;
}

function title(node) {
  const words = node.kind === "task" ? node.text : node.title;
  if (!words) return null;
  const back = node.title_status === "back-translated";
  return h("span", { class: "title" }, words, back && h("em", { class: "mark" }, " (dịch ngược)"));
}

function facts(node) {
  const said = [day(node.date), issuer(node), node.term && `khóa/nhiệm kỳ ${node.term}`, names.levels[node.level],
    node.body?.name && node.place_name];
  return h("span", { class: "facts" }, [...new Set(said.filter(Boolean))].join(" · "));
}

function link(node) {
  const draft = node.status === "draft" && h("em", { class: "mark" }, " (dự thảo, không tính)");
  if (node.kind === "task") return h("button", { class: "plain", onclick: () => showTask(node) }, called(node));
  return h("span", {}, h("a", { href: `#id=${encodeURIComponent(node.id)}` }, called(node)), draft);
}

function where(source) {
  const shown = [source.publisher, source.title, day(source.date)].filter(Boolean).join(", ") || source.address || source.id;
  const safe = /^https?:\/\//i.test(source.url ?? "");
  return safe ? h("a", { href: source.url, rel: "noopener noreferrer", target: "_blank" }, shown) : h("span", {}, shown);
}

// ---------------------------------------------------------------- the question

const FIELDS = {
  date: "ngày", year: "năm", term: "khóa, nhiệm kỳ", type: "loại", organ: "ký hiệu cơ quan", place: "nơi", issuer: "cơ quan", title: "nội dung",
};
const field = (name) => FIELDS[name] ?? name;
const why = (reason) => (reason.startsWith("another ") ? `khác ${field(reason.slice(8))}` : reason.startsWith("holds ") ? "" : `đúng ${field(reason)}`);

function candidates(found, heading, hints = []) {
  const rows = found.map(({ document: node, why: reasons }) =>
    h("li", {}, link(node), " ", facts(node), title(node), h("small", {}, reasons.map(why).filter(Boolean).join(", "))));
  const shown = (x) => (x.field === "date" ? x.values.map(day) : x.values).join(" | ");
  const apart = hints.filter((x) => x.field !== "title").map((x) => h("li", {}, `${field(x.field)}: ${shown(x)}`));
  return h("section", {}, h("h2", {}, heading), h("ol", { class: "candidates" }, rows),
    apart.length > 0 && [h("h3", {}, "Phân biệt bằng"), h("ul", { class: "hints" }, apart)]);
}

async function resolve(words, mine) {
  $("q").value = words;
  try {
    const found = await get("resolve", { q: words });
    if (mine !== asking) return;
    if (found.match) return show(found.match.id, mine, found);
    answer.replaceChildren(candidates(found.candidates, `${found.total} văn bản phù hợp`, found.hints));
    say(`${found.total} văn bản phù hợp: chọn một.`);
  } catch (problem) {
    if (mine !== asking) return;
    if (!problem.nearest?.length) return fail(problem);
    answer.replaceChildren(candidates(problem.nearest, "Không có văn bản nào khớp; gần nhất là"));
    say("Không có văn bản nào khớp.");
  }
}

// ---------------------------------------------------------------- a document

async function show(id, mine, found = null) {
  try {
    const path = `directives/${encodeURIComponent(id)}`;
    const [whole, list, graph] = await Promise.all([
      get(path), get(`${path}/implementers`, { limit: PAGE }), get(`${path}/lineage`, { depth: 2, fanout: 20, max_nodes: 60 }),
    ]);
    if (mine !== asking) return;
    const asked = implementers(path, list);
    answer.replaceChildren(about(whole, found), asked, lineage(graph));
    document.title = called(whole.document);
    centre();
    say(`${called(whole.document)}: ${list.total} văn bản, nhiệm vụ thực hiện.`);
    (found?.asked === "implementers" ? asked : answer).focus({ preventScroll: false });
  } catch (problem) {
    if (mine === asking) fail(problem);
  }
}

function about({ document: node, relations, statements, statements_total: total }, found) {
  const doubt = found?.doubts.length > 0
    && h("p", { class: "note" }, `Lưu ý: chưa nguồn nào xác nhận ${found.doubts.map(field).join(", ")} đã hỏi.`);
  const conflicts = node.conflicts.map((c) =>
    h("p", { class: "note" }, `Các nguồn khác nhau về ${field(c.field)}: ${c.values.map((v) => `${v.value} (${v.publishers})`).join(", ")}`));
  const counts = relations.map((r) => h("li", {}, `${r.label_vi}: ${r.count}`));
  const sources = statements.map((s) => h("li", {}, where(s.source), s.surfaces.length > 0 && `: “${s.surfaces.slice(0, 3).join("”, “")}”`));
  return h("section", { class: "document" }, h("h2", {}, called(node)), title(node), facts(node),
    node.status === "draft" && h("p", { class: "note" }, "Dự thảo: chưa ban hành."), doubt, conflicts,
    counts.length > 0 && h("ul", { class: "counts" }, counts),
    h("details", {}, h("summary", {}, `${total} nguồn nói về văn bản này`), h("ul", {}, sources)));
}

function implementers(path, list) {
  const rows = h("ol", { class: "implementers" }, list.items.map(item));
  const drafts = (list.inferred ? ` (${list.inferred} chỉ là suy ra)` : "") + (list.drafts ? `, và ${list.drafts} dự thảo không tính` : "");
  const section = h("section", { tabindex: "-1", id: "implementers" },
    h("h2", {}, `Thực hiện văn bản này: ${list.total}${drafts}`),
    list.items.length > 0 ? rows : h("p", {}, "Chưa thấy nguồn nào nói có văn bản thực hiện."));
  let next = list.next;
  const more = next && h("button", { onclick: async () => {
    try {
      const page = await get(`${path}/implementers`, { limit: PAGE, cursor: next });
      rows.append(...page.items.map(item));
      next = page.next;
      if (!next) more.remove();
    } catch (problem) {
      fail(problem);
    }
  } }, "Xem thêm");
  section.append(...[more, list.possible.length > 0 && possible(list)].filter(Boolean));
  return section;
}

function item(node) {
  const edge = node.edges[0];
  const says = h("button", { class: "edge", onclick: () => showEvidence(edge), "aria-label": `Trích dẫn: ${called(node)} ${relation(node.via[0])}` },
    relation(node.via[0]));
  const guess = node.inferred && h("em", { class: "mark" }, " (suy ra: không nguồn nào nói thẳng)");
  return h("li", {}, link(node), " ", facts(node), " ", edge && says, guess, title(node),
    h("span", { class: "sources" }, node.stated_by.flatMap((s, n) => [n ? "; " : "Nguồn: ", where(s)])));
}

function possible(list) {
  const rows = list.possible.map((p) => h("li", {}, p.other ? link(p.other) : "?", ` nhắc “${p.mention ?? "?"}”: `,
    p.settles.length > 0 ? `rõ nếu biết ${p.settles.map((x) => field(x.field)).join(", ")}` : p.why ?? "",
    h("span", { class: "sources" }, `Nguồn: ${p.source_title ?? p.source}`)));
  return h("details", {}, h("summary", {}, `Có thể cũng thực hiện: ${list.possible_total}`), h("ul", {}, rows));
}

function lineage(graph) {
  const cut = graph.partial && h("p", { class: "note" }, graph.partial.cut === null
    ? "Sơ đồ chưa đầy đủ: hết thời gian." : `Sơ đồ chưa đầy đủ: còn ${graph.partial.cut} nút không vẽ.`);
  if (graph.nodes.length < 2) return h("section", {}, h("h2", {}, "Sơ đồ"), h("p", {}, "Chưa có quan hệ nào để vẽ."));
  const open = (node) => (node.kind === "task" ? showTask(node) : (location.hash = `id=${encodeURIComponent(node.id)}`));
  return h("section", {}, h("h2", {}, "Sơ đồ: căn cứ ở bên trái, văn bản thực hiện ở bên phải"),
    h("div", { class: "drawing", tabindex: "0", role: "group", "aria-label": "Sơ đồ" }, draw(graph, { called, relation, open, prove: showEvidence })), cut);
}

function centre() {
  const box = document.querySelector(".drawing"), root = box?.querySelector(".node.root")?.getBoundingClientRect();
  if (!root) return;
  const frame = box.getBoundingClientRect();
  box.scrollTo(root.left - frame.left - (frame.width - root.width) / 3, root.top - frame.top - (frame.height - root.height) / 2);
}

// ---------------------------------------------------------------- a pasted text

async function cite(text) {
  const mine = ++asking;
  say("Đang đọc …");
  try {
    const headers = { "Content-Type": "text/plain; charset=utf-8", Accept: "application/json" };
    const found = await call("citations", { method: "POST", headers, body: text });
    await learnt();
    if (mine !== asking) return;
    pasted = found;
    if (location.hash === "#marked") route();
    else location.hash = "marked";
  } catch (problem) {
    if (mine === asking) fail(problem, () => cite(text));
  }
}

function showPasted() {
  answer.replaceChildren(marked(pasted, { h, relation, day }));
  say(`${pasted.citations.length} trích dẫn. Không có gì được lưu lại.`);
  $("marked").focus();
}

// ---------------------------------------------------------------- dialogs

function open(heading, ...content) {
  const close = h("button", { class: "close", onclick: () => dialog.close(), "aria-label": "Đóng" }, "×");
  dialog.replaceChildren(close, h("h2", { id: "evidence-title" }, heading), ...content);
  if (!dialog.open) dialog.showModal();
}

async function showEvidence(edge) {
  try {
    const found = await get(`relations/${encodeURIComponent(edge)}/evidence`);
    const ends = [found.from, found.to].map((n) => (n ? called(n) : "?"));
    open(`${ends[0]} ${relation(found.edge.type)} ${ends[1]}`, ...found.evidence.map(proof));
  } catch (problem) {
    fail(problem);
  }
}

function proof(e) {
  const sure = `độ tin cậy ${Math.round(e.confidence * 100)}%${e.inferred ? ", suy ra" : ""}`;
  const source = e.source && h("p", { class: "sources" }, "Nguồn: ", where(e.source), ` · ${sure}`);
  if (e.kind === "decision") return h("article", {}, h("p", {}, `Quyết định của ${e.asserted_by}: ${e.note ?? ""}`), source);
  if (e.quote === null) return h("article", {}, h("p", {}, `Dòng trong bảng${e.note ? `: ${e.note}` : ""}`), source);
  // Offsets are code points; JavaScript strings count UTF-16 units.
  const points = [...e.sentence], at = e.start - e.sentence_start, after = at + (e.end - e.start);
  return h("article", {}, h("blockquote", {}, points.slice(0, at).join(""), h("mark", {}, points.slice(at, after).join("")),
    points.slice(after).join("")), source);
}

function showTask(node) {
  const given = node.assigned_to.length ? ` cho ${node.assigned_to.join(", ")}` : "";
  const duties = [["Chủ trì", node.lead], ["Phối hợp", node.coordinating], ["Hạn", node.dues.map((d) => (d.by ? `${d.text} (${d.by})` : d.text))]];
  open(called(node), h("p", {}, node.text), h("p", { class: "facts" }, `${node.set_by?.name ?? "?"} giao${given}`),
    ...duties.filter(([, said]) => said.length).map(([name, said]) => h("p", { class: "facts" }, `${name}: ${said.join(", ")}`)));
}

// ---------------------------------------------------------------- routing

function say(words) {
  status.textContent = words;
}

function fail(problem, again = route) {
  say("");
  if (problem.status === 401) return wantKey(again);
  const words = problem.detail ?? "Không hỏi được dịch vụ. Xem dịch vụ có đang chạy không rồi thử lại.";
  answer.replaceChildren(h("section", { class: "problem", role: "alert" }, h("h2", {}, problem.title ?? "Có lỗi"), h("p", {}, words),
    problem.next && h("p", {}, problem.next)));
}

function wantKey(again) {
  // The pattern: what is not ASCII cannot be sent in a header.
  const field = h("input", { type: "password", required: true, pattern: "\\s*[\\x21-\\x7e]+\\s*", autocomplete: "off", "aria-label": "Khóa" });
  const use = (event) => { event.preventDefault(); key = field.value.trim(); again(); };
  answer.replaceChildren(h("section", { class: "problem" },
    h("h2", {}, key ? "Khóa này không được chấp nhận" : "Dịch vụ này chỉ trả lời người có khóa"),
    h("p", {}, "Khóa do người quản lý dịch vụ cấp. Khóa không được lưu lại: đóng hoặc tải lại trang là mất."),
    h("form", { onsubmit: use }, field, h("button", {}, "Dùng khóa"))));
  field.focus();
}

async function route() {
  const said = new URLSearchParams(location.hash.slice(1)), mine = ++asking;
  if (dialog.open) dialog.close();
  if (said.has("marked") && pasted) return showPasted();
  const nothing = !said.get("q") && !said.get("id");
  $("examples").hidden = !nothing;
  if (nothing) return answer.replaceChildren(), say("");
  say("Đang tìm …");
  try {
    await learnt();
  } catch (problem) {
    return mine === asking && fail(problem);
  }
  if (said.get("q")) await resolve(said.get("q"), mine);
  else await show(said.get("id"), mine);
}

$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = $("q").value.trim();
  const now = `#${new URLSearchParams({ q: words })}`;
  if (!words) return;
  if (location.hash === now) route();
  else location.hash = now;
});
$("cite").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("words").value;
  if (text.trim()) cite(text);
});
addEventListener("hashchange", (event) => { if (new URL(event.newURL).hash !== "#answer") route(); });
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

function start() {
  route();
  const mine = asking; // other problems are said when something is asked
  learnt().catch((problem) => problem.status === 401 && mine === asking && wantKey(start));
}
start();
