// A pasted text with what was found in it: citations, the words that state relations, tasks. The text only ever becomes
// text nodes. Offsets are code points; JavaScript strings count UTF-16 units.
const OUTCOMES = { one: "rõ là một văn bản", several: "nhiều văn bản cùng khớp", none: "chưa xác định", unasked: "chưa đối chiếu với đồ thị" };
const LABELLED = 16; // code points before a task on its line that are its number

export function marked(found, { h, relation, day }) {
  const points = [...found.text], outcome = (c) => c.resolution?.outcome ?? "unasked";
  const called = (c) => c.symbol ?? c.surface.replace(/\s+/g, " ");
  const acting = (r) => (Number.isInteger(r.from) ? called(found.citations[r.from]) : r.from ? "(không có trích dẫn)" : "(không phải văn bản)");
  const sentence = (r) => `${acting(r)} —${relation(r.type)}→ ${called(found.citations[r.to])}`;
  const said = (c) => [day(c.date), c.issuer, c.term && `khóa ${c.term}`, c.title].filter(Boolean).join(" · ");
  const documents = ({ resolution: r }) => (r?.id ? [r] : r?.candidates ?? []);
  const ids = (c) => documents(c).map((d) => d.id).join(", ");
  const address = (id) => `#id=${encodeURIComponent(id)}`;

  function citation(c) {
    const title = [called(c), said(c), `${OUTCOMES[outcome(c)]}${ids(c) && `: ${ids(c)}`}`].filter(Boolean).join(" · ");
    const made = c.resolution?.known ? { href: address(c.resolution.id) } : { tabindex: "0" };
    return () => h(made.href ? "a" : "span", { class: `cite ${outcome(c)}`, title, ...made });
  }

  function cue(many) {
    const names = [...new Set(many.map((r) => relation(r.type)))].join(", ");
    return (first) => h("u", { class: "cue", title: many.slice(0, 12).map(sentence).join("; "), "data-says": first && names });
  }

  function line(start) {
    const begin = points.lastIndexOf("\n", start - 1) + 1;
    return start > 0 && start - begin <= LABELLED ? begin : start;
  }

  const cues = new Map();
  for (const r of found.relations) {
    const place = `${r.cue_start} ${r.cue_end}`;
    if (!cues.has(place)) cues.set(place, []);
    cues.get(place).push(r);
  }
  const rows = [
    found.tasks.map((t) => ({ start: line(t.start), end: t.end, make: () => h("span", { class: "task", role: "group", "aria-label": `Nhiệm vụ ${t.ordinal}` }) })),
    found.citations.map((c) => ({ start: c.start, end: c.end, make: citation(c) })),
    [...cues.values()].map((many) => ({ start: many[0].cue_start, end: many[0].cue_end, make: cue(many) })),
  ].map(apart);

  const text = h("div", { class: "marked", dir: "auto" });
  nest(text, points, rows, 0, points.length);

  const list = (heading, items) => items.length > 0 && h("details", { open: true }, h("summary", {}, `${heading}: ${items.length}`), h("ol", {}, items.map((x) => h("li", {}, x))));
  const meant = (c) => documents(c).flatMap(({ id, known }) => [" ", known ? h("a", { href: address(id) }, id) : `${id} (chưa có trong đồ thị)`]);
  const more = (c) => c.resolution?.total > c.resolution?.candidates.length && ` +${c.resolution.total - c.resolution.candidates.length}`;
  const legend = Object.entries(OUTCOMES).filter(([key]) => found.citations.some((c) => outcome(c) === key));
  return h("section", { id: "marked", tabindex: "-1" },
    h("h2", {}, `${found.citations.length} trích dẫn · ${found.relations.length} quan hệ · ${found.tasks.length} nhiệm vụ`),
    h("ul", { class: "legend", "aria-label": "Chú giải" }, legend.map(([key, words]) => h("li", {}, h("span", { class: `cite ${key}` }, words)))),
    found.partial && h("p", { class: "note" }, `${found.partial.cut} văn bản chưa đối chiếu vì hết thời gian.`),
    found.graph_version === null && h("p", { class: "note" }, "Đồ thị đang vắng: chưa đối chiếu được."),
    text,
    list("Trích dẫn", found.citations.map((c) => [called(c), " ", h("span", { class: "facts" }, said(c)), h("small", {}, OUTCOMES[outcome(c)], meant(c), more(c))])),
    list("Quan hệ", found.relations.map(sentence)),
    list("Nhiệm vụ", found.tasks.map((t) => [`Nhiệm vụ ${t.ordinal} `, h("span", { class: "facts" }, duties(t, day))])));
}

// Appends the marks of the first row around those of the others; one that an outer mark cuts goes on in a second element.
function nest(parent, points, rows, start, end) {
  if (rows.length === 0) return void (start < end && parent.append(points.slice(start, end).join("")));
  const [row, ...inner] = rows;
  let at = start;
  for (let n = after(row, start); n < row.length && row[n].start < end; n += 1) {
    const here = Math.max(row[n].start, start), stop = Math.min(row[n].end, end), made = row[n].make(here === row[n].start);
    nest(parent, points, inner, at, here);
    parent.append(made);
    nest(made, points, inner, here, stop);
    at = stop;
  }
  nest(parent, points, inner, at, end);
}

function after(row, at) {
  let low = 0, high = row.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row[middle].end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

// In order, and none over another: the later one begins where the earlier one ends.
function apart(marks) {
  let reach = 0;
  return marks.sort((a, b) => a.start - b.start || b.end - a.end).flatMap((mark) => {
    const start = Math.max(mark.start, reach);
    if (start >= mark.end) return [];
    reach = mark.end;
    return [{ ...mark, start }];
  });
}

function duties(t, day) {
  const dues = t.dues.map((d) => (d.by ? `${d.text} (${day(d.by)})` : d.text)).join(", ");
  const parts = { "giao": t.set_by, "cho": t.assigned_to.join(", "), "chủ trì": t.lead.join(", "), "phối hợp": t.coordinating.join(", "), "hạn": dues };
  return Object.entries(parts).filter(([, words]) => words).map(([name, words]) => `${name}: ${words}`).join("; ");
}
