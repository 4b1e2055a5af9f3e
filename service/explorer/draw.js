// A layered drawing: what the document rests on to its left, what follows from it to its right, one column per hop.
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 190, HEIGHT = 46, GAP = 72, STEP = 58, EDGE = 12;

function s(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function press(element, act) {
  element.addEventListener("click", act);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
}

function place(graph) {
  const columns = new Map();
  for (const node of graph.nodes) {
    const column = node.direction === "up" ? -node.distance : node.distance;
    if (!columns.has(column)) columns.set(column, []);
    columns.get(column).push(node);
  }
  const keys = [...columns.keys()].sort((a, b) => a - b), tallest = Math.max(...[...columns.values()].map((c) => c.length));
  const spots = new Map();
  keys.forEach((key, x) => {
    const nodes = columns.get(key), top = ((tallest - nodes.length) * STEP) / 2;
    nodes.forEach((node, y) => spots.set(node.id, { x: EDGE + x * (WIDTH + GAP), y: EDGE + top + y * STEP, node }));
  });
  return { spots, width: 2 * EDGE + keys.length * (WIDTH + GAP) - GAP / 2, height: 2 * EDGE + tallest * STEP };
}

const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);

export function draw(graph, { called, relation, open, prove }) {
  const { spots, width, height } = place(graph);
  const picture = s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": "Sơ đồ quan hệ" });
  const edges = s("g", { class: "edges" }), nodes = s("g", { class: "nodes" });
  for (const edge of graph.edges) {
    const from = spots.get(edge.from), to = spots.get(edge.to);
    if (!from || !to) continue;
    const x1 = to.x < from.x ? from.x : from.x + WIDTH, x2 = to.x < from.x ? to.x + WIDTH : to.x;
    const y1 = from.y + HEIGHT / 2, y2 = to.y + HEIGHT / 2, bend = (x1 + x2) / 2;
    const same = from.x === to.x;
    const line = same ? `M${from.x + WIDTH},${y1} C${from.x + WIDTH + GAP / 2},${y1} ${to.x + WIDTH + GAP / 2},${y2} ${to.x + WIDTH},${y2}`
      : `M${x1},${y1} C${bend},${y1} ${bend},${y2} ${x2},${y2}`;
    const says = `${called(from.node)} ${relation(edge.type)} ${called(to.node)}`;
    const wide = s("path", { d: line, class: "reach" }), thin = s("path", { d: line, class: `line ${edge.family}${edge.inferred ? " inferred" : ""}` });
    const group = s("g", { class: "edge" }, s("title", {}, says), thin, wide);
    group.addEventListener("click", () => prove(edge.id));
    edges.append(group);
  }
  for (const { x, y, node } of spots.values()) {
    const name = called(node), below = [node.date?.slice(0, 4), node.place_name ?? node.body?.name ?? node.set_by?.name].filter(Boolean).join(" · ");
    const group = s("g", { class: `node ${node.direction} ${node.kind}${node.status ? ` ${node.status}` : ""}`, transform: `translate(${x},${y})`,
      tabindex: "0", role: "link", "aria-label": `${name} ${below}${node.hidden ? `, còn ${node.hidden} quan hệ` : ""}`, "data-id": node.id },
    s("title", {}, `${name} ${below}\n${node.title ?? node.text ?? ""}`),
    s("rect", { width: WIDTH, height: HEIGHT, rx: 6 }),
    s("text", { x: 10, y: 19, class: "name" }, cut(name, 20)),
    s("text", { x: 10, y: 36 }, cut(below, 27)));
    if (node.hidden) group.append(s("text", { x: WIDTH - 8, y: 19, class: "hidden", "text-anchor": "end" }, `+${node.hidden}`));
    press(group, () => open(node));
    nodes.append(group);
  }
  picture.append(edges, nodes);
  return picture;
}
