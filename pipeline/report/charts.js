// The charts, drawn with Observable Plot as SVG. Colours are CSS variables, so that a change of theme redraws nothing.
"use strict";

const KINDS = ["person", "organisation", "place", "other"];
const colour = (index) => `var(--c${index % 8})`;
const number = (n) => n.toLocaleString("en");
const plural = (n, one, many) => `${number(n)} ${n === 1 ? one : many ?? one + "s"}`;
const clock = (t) => (t ? t.slice(0, 16).replace("T", " ") + " UTC" : "no time given");

/** An element with attributes and children. Text goes in as text: nothing that a story says becomes markup. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") element.addEventListener("click", value);
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Ticks of a time axis of that many days: hours, days or months, with what they belong to under the first. */
function timeTicks(days) {
  const [fine, coarse] = days < 3 ? ["%H:%M", "%-d %b"] : days < 120 ? ["%-d %b", "%Y"] : days < 1500 ? ["%b", "%Y"] : ["%Y", ""];
  const one = d3.utcFormat(fine), of = d3.utcFormat(coarse);
  return (t, i, ticks) => one(t) + (coarse && (!i || of(t) !== of(ticks[i - 1].value ?? ticks[i - 1])) ? `\n${of(t)}` : "");
}

const DAY = 8.64e7;
const daysOf = (times) => (d3.max(times) - d3.min(times)) / DAY;

/** Draws into a figure now and whenever its width changes; `label` is what a screen reader says of it. */
function drawing(id, label, draw) {
  const figure = document.getElementById(id);
  let width = 0;
  const redraw = () => {
    width = figure.clientWidth - 20;
    if (width <= 0) return;
    const plot = draw(width);
    for (const part of plot.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label"); // one image, one label
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", label);
    figure.replaceChildren(plot);
  };
  new ResizeObserver(() => { if (Math.abs(figure.clientWidth - 20 - width) > 8) redraw(); }).observe(figure);
  redraw();
  return redraw;
}

function legend(id, entries) {
  document.getElementById(id).replaceChildren(...entries.map(([name, fill]) => {
    const box = make("i");
    box.style.background = fill;
    return make("span", {}, box, name);
  }));
}

function plainTable(headings, rows) {
  const head = make("tr", {}, ...headings.map((heading, i) => make("th", { scope: "col", class: i && typeof rows[0]?.[i] === "number" ? "n" : null }, heading)));
  const body = rows.map((row) => make("tr", {}, ...row.map((cell) => (typeof cell === "number" ? make("td", { class: "n" }, number(cell)) : make("td", {}, cell)))));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
}

/** A table in a box that scrolls, by the keys too. */
function table(headings, rows, caption) {
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, plainTable(headings, rows));
}

function drawVolume(volume) {
  const bars = volume.bars.map(([t, provider, n]) => ({ t: new Date(t), provider, n }));
  legend("volume-legend", volume.providers.map((name, i) => [name, colour(i)]));
  const total = d3.sum(bars, (bar) => bar.n);
  const label = `Stories a ${volume.unit} by provider; ${number(total)} stories in all. The table below has the numbers.`;
  drawing("volume-chart", label, (width) => Plot.plot({
    width, height: Math.max(220, Math.min(340, width * 0.36)), marginLeft: 46, marginBottom: 34,
    x: { type: "utc", label: null, ticks: width < 500 ? 4 : 9, tickFormat: timeTicks(daysOf(bars.map((bar) => bar.t))) },
    y: { label: `stories a ${volume.unit}`, grid: true, tickFormat: "~s", ticks: 5 },
    color: { domain: volume.providers, range: volume.providers.map((_, i) => colour(i)) },
    marks: [
      Plot.rectY(bars, { x: "t", y: "n", interval: d3[`utc${volume.unit[0].toUpperCase()}${volume.unit.slice(1)}`], fill: "provider", order: volume.providers, inset: 0.5,
        title: (bar) => `${clock(bar.t.toISOString())}\n${bar.provider}: ${number(bar.n)}`, tip: { fill: "var(--card)", stroke: "var(--muted)" } }),
      Plot.ruleY([0]),
    ],
  }));
  const times = d3.groups(bars, (bar) => bar.t.toISOString());
  const rows = times.map(([t, group]) => [clock(t), ...volume.providers.map((name) => d3.sum(group, (bar) => (bar.provider === name ? bar.n : 0)))]);
  document.getElementById("volume-table").append(table([`${volume.unit} from`, ...volume.providers], rows, "Stories by time and provider"));
}

function drawTogether(entities, choose) {
  const label = "How many stories name each pair of the most frequent entities. The table below has the numbers.";
  const short = (name, length) => (name.length > length ? name.slice(0, length - 1) + "…" : name);
  const names = entities.list.map((entity) => short(entity.name, 28));
  const pairs = entities.pairs.flatMap(([a, b, n]) => [{ a, b, n }, { a: b, b: a, n }]);
  drawing("together-chart", label, (width) => {
    const linked = new Set(pairs.map((pair) => pair.a));
    const shown = d3.range(names.length).filter((i) => linked.has(i)).slice(0, width < 500 ? 12 : 20);
    const cells = pairs.filter((pair) => shown.includes(pair.a) && shown.includes(pair.b));
    const most = d3.max(cells, (cell) => cell.n) ?? 1;
    const left = width < 500 ? 118 : 150;
    const tick = (i) => short(names[i], width < 500 ? 17 : 22);
    const size = Math.min(34, (width - left - 44) / Math.max(shown.length, 1));
    const plot = Plot.plot({
      width: Math.min(width, left + size * shown.length + 70), height: 120 + size * shown.length, marginLeft: left, marginTop: 118, marginBottom: 2, marginRight: width < 500 ? 44 : 68,
      x: { domain: shown, axis: "top", label: null, tickFormat: tick, tickRotate: -55, tickSize: 0 },
      y: { domain: shown, label: null, tickFormat: tick, tickSize: 0 },
      marks: [
        Plot.cell(d3.cross(shown, shown), { x: "0", y: "1", fill: "var(--heat-0)", inset: 0.5 }),
        Plot.cell(cells, { x: "a", y: "b", fill: "var(--heat-1)", fillOpacity: (cell) => 0.2 + 0.8 * Math.sqrt(cell.n / most), inset: 0.5,
          title: (cell) => `${entities.list[cell.a].name}\n${entities.list[cell.b].name}\n${plural(cell.n, "story", "stories")}`, tip: { fill: "var(--card)", stroke: "var(--muted)" } }),
      ],
    });
    plot.addEventListener("click", () => { if (plot.value) choose(entities.list[plot.value.a], entities.list[plot.value.b]); });
    return plot;
  });
  document.getElementById("pair-list").replaceChildren(...entities.pairs.slice(0, 15).map(([a, b, n]) =>
    row(`${names[a]} and ${names[b]}`, n, entities.pairs[0][2], null, () => choose(entities.list[a], entities.list[b]))).map((line) => make("li", {}, line)));
  const rows = entities.pairs.slice(0, 100).map(([a, b, n]) => [entities.list[a].name, entities.list[b].name, n]);
  document.getElementById("together-table").append(table(["entity", "with", "stories"], rows, "Entities that appear together"));
}

const RELATIONS = [["first", "c7"], ["update", "c0"], ["correction", "c1"], ["kill", "c4"], ["other", "c3"]];
const relationOf = (event, i) => event.killed ? "kill" : i === 0 && !event.relation ? "first" : /correct/.test(event.relation ?? "") ? "correction" : /update|lead|take|add|refile/.test(event.relation ?? "") ? "update" : "other";

function drawChains(chains, relative) {
  const rows = chains.map((events) => ({ events: events.filter((event) => event.t) })).filter((row) => row.events.length).slice(0, 20);
  const time = (row, event) => relative ? (new Date(event.t) - new Date(row.events[0].t)) / 3.6e6 : new Date(event.t);
  const points = rows.flatMap((row, y) => row.events.map((event, i) => ({ y, x: time(row, event), kind: relationOf(event, i), event })));
  const ends = rows.map((row, y) => ({ y, name: row.events.find((event) => event.headline)?.headline ?? row.events[0].uri, x1: d3.min(points.filter((p) => p.y === y), (p) => p.x), x2: d3.max(points.filter((p) => p.y === y), (p) => p.x) }));
  const kinds = new Map(RELATIONS);
  legend("chain-legend", RELATIONS.filter(([name]) => points.some((point) => point.kind === name)).map(([name, c]) => [name === "kill" ? "kill ×" : name, `var(--${c})`]));
  const tip = { fill: "var(--card)", stroke: "var(--muted)", lineWidth: 24 };
  const title = (point) => `${clock(point.event.t)}\n${point.event.relation ?? "first"}${point.event.version ? ", version " + point.event.version : ""}, ${point.event.provider}\n${point.event.headline || point.event.uri}`;
  return (width) => Plot.plot({
    width, height: 46 + rows.length * 46, marginLeft: 14, marginRight: 18, marginTop: 8, marginBottom: 34,
    x: relative ? { label: "hours since the first version", grid: true, nice: true } : { type: "utc", label: null, grid: true, ticks: width < 500 ? 4 : 9, tickFormat: timeTicks(daysOf(points.map((point) => point.x))) },
    y: { type: "band", domain: d3.range(rows.length), axis: null },
    marks: [
      Plot.text(ends, { y: "y", text: "name", frameAnchor: "left", dy: -9, textAnchor: "start", fontSize: 13, fontFamily: "Georgia, DejaVu Serif, serif", lineWidth: width / 14, textOverflow: "ellipsis", fill: "currentColor", stroke: "var(--card)", strokeWidth: 4 }),
      Plot.link(ends, { x1: "x1", x2: "x2", y1: "y", y2: "y", dy: 11, stroke: "var(--muted)", strokeWidth: 1.5 }),
      Plot.dot(points, { filter: (p) => p.kind !== "kill", x: "x", y: "y", dy: 11, r: 5.5, fill: (p) => `var(--${kinds.get(p.kind)})`, stroke: "var(--card)" }),
      Plot.dot(points, { filter: (p) => p.kind === "kill", x: "x", y: "y", dy: 11, r: 6.5, symbol: "times", stroke: "var(--c4)", strokeWidth: 3.5 }),
      Plot.tip(points, Plot.pointer({ x: "x", y: "y", dy: 11, title, ...tip })),
    ],
  });
}
