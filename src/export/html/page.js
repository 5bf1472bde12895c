
(() => {
  "use strict";
  // Everything that comes from the data goes into the page as text, never as markup.
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const { labels, types, nodes, edges } = data;
  const n = nodes.length;

  // ---- words
  const words = {
    kk: {
      counts: (a, b) => `${a} түйін, ${b} байланыс`, part: (a, all) => `${all} түйіннен байланысы ең көп ${a} түйін көрсетілген`,
      search: "Іздеу", kinds: "Түрлері", types: "Байланыстары", fit: "Бәрін көрсету", pause: "Тоқтату", go: "Жалғастыру",
      language: "English", close: "Жабу", evidence: "Дәлел", properties: "Қасиеттері", neighbours: "Көршілері", more: (k) => `тағы ${k}`,
      none: "Ештеңе табылмады", hint: "Сүйреп жылжытыңыз, дөңгелекпен үлкейтіңіз. Түйінді бассаңыз, дерегі ашылады.", graph: "Граф",
      names: { Person: "Тұлға", Organisation: "Ұйым", Place: "Жер", Event: "Оқиға", Date: "Күн", Position: "Лауазым", Release: "Хабарлама",
        MENTIONS: "атайды", REPORTS: "хабарлайды", TOOK_PART_IN: "қатысты", HELD_IN: "өткен жері", ON: "уақыты", PART_OF: "құрамында",
        HELD: "атқарды", IN: "қайда", MAYBE_SAME_AS: "бір болуы мүмкін", NEAR_COPY_OF: "көшірмесіне жақын" },
    },
    en: {
      counts: (a, b) => `${a} nodes, ${b} relationships`, part: (a, all) => `the ${a} best connected of ${all} nodes are shown`,
      search: "Search", kinds: "Kinds", types: "Relationships", fit: "Show all", pause: "Stop", go: "Go on",
      language: "Қазақша", close: "Close", evidence: "Evidence", properties: "Properties", neighbours: "Neighbours", more: (k) => `${k} more`,
      none: "Nothing found", hint: "Drag to move, turn the wheel to zoom. Click a node to see what is known of it.", graph: "Graph",
      names: {},
    },
  };
  let language = "kk";
  const say = (key, ...rest) => { const word = words[language][key]; return typeof word === "function" ? word(...rest) : word; };
  const nameOf = (symbol) => Object.hasOwn(words[language].names, symbol) ? words[language].names[symbol] : symbol;

  // ---- the graph: neighbours of each node, sizes, a first place for each
  const around = nodes.map(() => []);
  edges.forEach(([a, b], e) => { around[a].push(e); if (a !== b) around[b].push(e); });
  const x = new Float64Array(n), y = new Float64Array(n), vx = new Float64Array(n), vy = new Float64Array(n);
  const radius = Float64Array.from(around, (list) => 3 + Math.min(15, Math.sqrt(list.length) * 1.3));
  const tally = (list) => list.reduce((sum, i) => sum.set(i, (sum.get(i) || 0) + 1), new Map());
  const kindCounts = tally(nodes.map((node) => node.l)), typeCounts = tally(edges.map((edge) => edge[2]));
  const hiddenKinds = new Set(), hiddenTypes = new Set();
  const seenNode = (i) => !hiddenKinds.has(nodes[i].l);
  const seenEdge = (e) => { const [a, b, t] = edges[e]; return !hiddenTypes.has(t) && seenNode(a) && seenNode(b); };
  {
    // Breadth first from the best connected, along a spiral: what hangs together begins together.
    const order = [], placed = new Uint8Array(n);
    const hubs = Array.from(nodes.keys()).sort((a, b) => around[b].length - around[a].length || a - b);
    for (const hub of hubs) {
      if (placed[hub]) continue;
      placed[hub] = 1;
      let at = order.length;
      order.push(hub);
      for (; at < order.length; at++) {
        for (const e of around[order[at]]) {
          const other = edges[e][0] === order[at] ? edges[e][1] : edges[e][0];
          if (!placed[other]) { placed[other] = 1; order.push(other); }
        }
      }
    }
    order.forEach((i, k) => { const r = 12 * Math.sqrt(k + 0.5), turn = k * 2.399963; x[i] = r * Math.cos(turn); y[i] = r * Math.sin(turn); });
  }

  // ---- forces: springs along relationships, repulsion by a quadtree (Barnes and Hut), a pull to the middle
  let heat = 1, paused = false, held = -1;
  const gravity = 0.012 * Math.min(1, Math.sqrt(300 / Math.max(n, 1)));
  const cells = 8 * n + 64;
  const child = new Int32Array(4 * cells), mass = new Float64Array(cells), massX = new Float64Array(cells), massY = new Float64Array(cells);
  const body = new Int32Array(cells), size = new Float64Array(cells);
  let used = 0;
  const cell = (width) => { child.fill(-1, 4 * used, 4 * used + 4); mass[used] = massX[used] = massY[used] = 0; body[used] = -1; size[used] = width; return used++; };
  function buildTree() {
    let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
    for (let i = 0; i < n; i++) { left = Math.min(left, x[i]); right = Math.max(right, x[i]); top = Math.min(top, y[i]); bottom = Math.max(bottom, y[i]); }
    const width = Math.max(right - left, bottom - top, 1);
    used = 0;
    cell(width);
    for (let i = 0; i < n; i++) {
      let at = 0, cx = left, cy = top, w = width;
      for (let depth = 0; ; depth++) {
        const resident = body[at];
        const leaf = mass[at] === 0 || resident >= 0;
        mass[at]++; massX[at] += x[i]; massY[at] += y[i];
        if (leaf && resident < 0) { body[at] = i; break; }
        if (depth > 40 || used + 4 > cells) break;
        w /= 2;
        if (resident >= 0) {
          // The one who lived here alone moves one level down.
          const q = (x[resident] >= cx + w ? 1 : 0) + (y[resident] >= cy + w ? 2 : 0);
          const down = child[4 * at + q] = cell(w);
          mass[down] = 1; massX[down] = x[resident]; massY[down] = y[resident]; body[down] = resident;
          body[at] = -1;
        }
        const right = x[i] >= cx + w, below = y[i] >= cy + w, q = (right ? 1 : 0) + (below ? 2 : 0);
        if (child[4 * at + q] < 0) child[4 * at + q] = cell(w);
        at = child[4 * at + q];
        if (right) cx += w;
        if (below) cy += w;
      }
    }
  }
  const open = new Int32Array(256);
  function repel(i) {
    let top = 0, fx = 0, fy = 0;
    open[top++] = 0;
    while (top > 0) {
      const at = open[--top];
      let dx = massX[at] / mass[at] - x[i], dy = massY[at] / mass[at] - y[i];
      const far = dx * dx + dy * dy;
      if (body[at] === i) continue;
      if (body[at] >= 0 || size[at] * size[at] < 0.8 * far || top > 250) {
        if (far < 0.01) { dx = ((i * 37) % 11) - 5; dy = ((i * 53) % 13) - 6; }
        const force = -70 * mass[at] / Math.max(far, 30);
        fx += dx * force; fy += dy * force;
      } else for (let q = 0; q < 4; q++) { const down = child[4 * at + q]; if (down >= 0) open[top++] = down; }
    }
    vx[i] += fx * heat; vy[i] += fy * heat;
  }
  function tick() {
    buildTree();
    for (let i = 0; i < n; i++) repel(i);
    for (const [a, b] of edges) {
      if (a === b) continue;
      const dx = x[b] - x[a], dy = y[b] - y[a], far = Math.hypot(dx, dy) || 1;
      const fewer = Math.min(around[a].length, around[b].length), pull = heat * (far - 34) / far / fewer;
      const share = around[a].length / (around[a].length + around[b].length);
      vx[b] -= dx * pull * share; vy[b] -= dy * pull * share;
      vx[a] += dx * pull * (1 - share); vy[a] += dy * pull * (1 - share);
    }
    for (let i = 0; i < n; i++) {
      // What has no relationship has no spring to hold it, and would make all the rest small.
      const pull = heat * gravity * (around[i].length ? 1 : 6);
      vx[i] -= x[i] * pull; vy[i] -= y[i] * pull;
      vx[i] *= 0.6; vy[i] *= 0.6;
      if (i !== held) { x[i] += vx[i]; y[i] += vy[i]; }
    }
    heat *= 0.985;
  }

  // ---- drawing
  const canvas = byId("canvas"), pen = canvas.getContext("2d");
  let scale = 1, shiftX = 0, shiftY = 0, chosen = -1, over = -1, stale = true, fitting = true;
  const sx = (i) => x[i] * scale + shiftX, sy = (i) => y[i] * scale + shiftY;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  function fit() {
    let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
    for (let i = 0; i < n; i++) if (seenNode(i)) { left = Math.min(left, x[i]); right = Math.max(right, x[i]); top = Math.min(top, y[i]); bottom = Math.max(bottom, y[i]); }
    if (left > right) return;
    const margin = innerWidth > 700 ? 290 : 20, w = innerWidth - margin - 40, h = innerHeight - 60;
    scale = Math.min(3, w / (right - left + 40), h / (bottom - top + 40));
    shiftX = margin + w / 2 - scale * (left + right) / 2;
    shiftY = 30 + h / 2 - scale * (top + bottom) / 2;
    stale = true;
  }
  function resize() {
    const ratio = devicePixelRatio || 1;
    canvas.width = innerWidth * ratio; canvas.height = innerHeight * ratio;
    if (fitting) fit();
    stale = true;
  }
  function draw() {
    const ratio = devicePixelRatio || 1, ink = colour("--ink"), ground = colour("--ground"), mark = colour("--mark");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, innerWidth, innerHeight);
    const focus = over >= 0 ? over : chosen;
    const near = new Set(focus >= 0 ? around[focus].filter(seenEdge).flatMap((e) => [edges[e][0], edges[e][1]]) : []);
    const visible = (i) => { const px = sx(i), py = sy(i); return px > -40 && py > -40 && px < innerWidth + 40 && py < innerHeight + 40; };
    pen.lineWidth = 1;
    pen.strokeStyle = colour("--edge");
    pen.beginPath();
    edges.forEach(([a, b], e) => { if (a !== b && seenEdge(e)) { pen.moveTo(sx(a), sy(a)); pen.lineTo(sx(b), sy(b)); } });
    pen.stroke();
    if (focus >= 0) {
      pen.strokeStyle = pen.fillStyle = mark;
      pen.lineWidth = 1.5;
      for (const e of around[focus]) if (seenEdge(e)) arrow(...edges[e]);
    }
    const zoom = Math.min(1.6, Math.max(0.45, Math.sqrt(scale)));
    for (let i = 0; i < n; i++) {
      if (!seenNode(i) || !visible(i)) continue;
      pen.globalAlpha = focus < 0 || i === focus || near.has(i) ? 1 : 0.35;
      pen.fillStyle = nodes[i].l < 0 ? "#bbbbbb" : labels[nodes[i].l].colour;
      pen.beginPath();
      pen.arc(sx(i), sy(i), radius[i] * zoom, 0, 7);
      pen.fill();
      if (i === chosen) { pen.strokeStyle = mark; pen.lineWidth = 3; pen.stroke(); }
    }
    pen.globalAlpha = 1;
    // Captions: the focus and its neighbours first, then the largest, each where nothing is written yet.
    const taken = new Set();
    const write = (i, always) => {
      const text = nodes[i].c, short = text.length > 34 ? text.slice(0, 33) + "…" : text;
      const width = widths[i] ||= pen.measureText(short).width, off = radius[i] * zoom + 3;
      // Where the window ends, captions stand before their nodes.
      const px = sx(i) + off + width > innerWidth && sx(i) < innerWidth ? sx(i) - off - width : sx(i) + off, py = sy(i), cells = [];
      for (let row = Math.floor((py - 8) / 8); row <= (py + 8) / 8; row++)
        for (let c = Math.floor(px / 16); c <= (px + width) / 16; c++) cells.push(row * 4096 + c);
      if (!always && cells.some((cell) => taken.has(cell))) return false;
      cells.forEach((cell) => taken.add(cell));
      pen.lineWidth = 3; pen.strokeStyle = ground; pen.fillStyle = ink;
      pen.strokeText(short, px, py); pen.fillText(short, px, py);
      return true;
    };
    pen.font = "12px system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif";
    pen.textBaseline = "middle";
    if (focus >= 0 && seenNode(focus)) write(focus, true);
    let left = 60;
    for (const i of near) if (i !== focus && left > 0 && visible(i) && write(i, false)) left--;
    left = focus >= 0 ? 0 : Math.min(220, 30 + 60 * scale);
    for (const i of bySize) {
      if (left <= 0) break;
      if (seenNode(i) && visible(i) && radius[i] * zoom > 2 && write(i, false)) left--;
    }
  }
  const widths = new Float64Array(n);
  const bySize = Array.from(nodes.keys()).sort((a, b) => around[b].length - around[a].length || a - b);
  function arrow(a, b) {
    const turn = Math.atan2(sy(b) - sy(a), sx(b) - sx(a)), zoom = Math.min(1.6, Math.max(0.45, Math.sqrt(scale)));
    const tipX = sx(b) - Math.cos(turn) * (radius[b] * zoom + 1), tipY = sy(b) - Math.sin(turn) * (radius[b] * zoom + 1);
    pen.beginPath(); pen.moveTo(sx(a), sy(a)); pen.lineTo(tipX, tipY); pen.stroke();
    pen.beginPath(); pen.moveTo(tipX, tipY);
    for (const side of [2.7, -2.7]) pen.lineTo(tipX + 8 * Math.cos(turn + side), tipY + 8 * Math.sin(turn + side));
    pen.fill();
  }
  function frame() {
    if (!paused && heat > 0.01) {
      const end = performance.now() + 14;
      do tick(); while (heat > 0.01 && performance.now() < end);
      if (fitting) fit();
      stale = true;
    }
    if (stale) { stale = false; draw(); }
    requestAnimationFrame(frame);
  }

  // ---- the pointer
  const at = (px, py) => {
    let best = -1, nearest = 144;
    const zoom = Math.min(1.6, Math.max(0.45, Math.sqrt(scale)));
    for (let i = 0; i < n; i++) {
      if (!seenNode(i)) continue;
      const dx = sx(i) - px, dy = sy(i) - py, far = dx * dx + dy * dy, reach = radius[i] * zoom + 4;
      if (far < reach * reach && far < nearest + reach * reach) { nearest = far; best = i; }
    }
    return best;
  };
  const zoomAt = (px, py, by) => {
    const next = Math.min(20, Math.max(0.02, scale * by));
    shiftX = px - (px - shiftX) * next / scale; shiftY = py - (py - shiftY) * next / scale;
    scale = next; fitting = false; stale = true;
  };
  const pointers = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    moved = 0;
    held = pointers.size === 1 ? at(event.clientX, event.clientY) : -1;
    canvas.classList.add("busy");
  });
  canvas.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) {
      const now = at(event.clientX, event.clientY);
      if (now !== over) { over = now; stale = true; canvas.classList.toggle("over", over >= 0); }
      return;
    }
    const dx = event.clientX - last[0], dy = event.clientY - last[1];
    moved += Math.abs(dx) + Math.abs(dy);
    if (pointers.size === 2) {
      const [other] = [...pointers.entries()].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      const before = Math.hypot(last[0] - other[0], last[1] - other[1]), after = Math.hypot(event.clientX - other[0], event.clientY - other[1]);
      if (before > 0) zoomAt((event.clientX + other[0]) / 2, (event.clientY + other[1]) / 2, after / before);
    } else if (held >= 0 && moved > 3) {
      x[held] += dx / scale; y[held] += dy / scale; vx[held] = vy[held] = 0;
      heat = Math.max(heat, 0.15); fitting = false;
    } else if (held < 0) { shiftX += dx; shiftY += dy; fitting = false; }
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    stale = true;
  });
  const release = (event) => {
    if (pointers.delete(event.pointerId) && event.type === "pointerup" && moved <= 3) choose(at(event.clientX, event.clientY));
    held = -1;
    if (pointers.size === 0) canvas.classList.remove("busy");
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015))); }, { passive: false });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(-1);
    if (event.target === byId("search")) return;
    if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
    if (event.key === "+" || event.key === "=") zoomAt(innerWidth / 2, innerHeight / 2, 1.25);
    if (event.key === "-") zoomAt(innerWidth / 2, innerHeight / 2, 0.8);
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) { shiftX += step[0]; shiftY += step[1]; fitting = false; stale = true; }
  });
  addEventListener("resize", resize);

  // ---- the panel: what is known of a node
  const make = (tag, text, parent) => { const made = document.createElement(tag); if (text !== undefined) made.textContent = text; if (parent) parent.append(made); return made; };
  const dot = (i, parent) => { const made = make("span", "", parent); made.className = "dot"; made.style.background = i < 0 ? "#bbbbbb" : labels[i].colour; };
  function properties(map, parent) {
    const list = make("dl", undefined, parent);
    for (const [key, value] of Object.entries(map)) if (key !== "evidence") { make("dt", key, list); make("dd", value, list); }
  }
  function choose(i) {
    chosen = i;
    stale = true;
    byId("panel").hidden = i < 0;
    if (i < 0) return;
    const node = nodes[i], parent = byId("panel-body");
    byId("panel-kind").textContent = node.k.map(nameOf).join(", ");
    byId("panel-name").textContent = node.c;
    parent.replaceChildren();
    if (Object.hasOwn(node.p, "evidence")) { make("h2", say("evidence"), parent); make("blockquote", node.p.evidence, parent); }
    if (Object.keys(node.p).some((key) => key !== "evidence")) { make("h2", say("properties"), parent); properties(node.p, parent); }
    // Rare relationships say more than the many mentions; parallel ones to the same neighbour are one entry.
    const groups = new Map();
    for (const e of around[i].filter(seenEdge)) {
      const [a, b, t] = edges[e], key = `${t} ${a === i} ${a === i ? b : a}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(e);
    }
    const list = [...groups.values()].sort((a, b) => typeCounts.get(edges[a[0]][2]) - typeCounts.get(edges[b[0]][2]));
    if (list.length) make("h2", `${say("neighbours")} (${list.length})`, parent);
    for (const group of list.slice(0, 100)) {
      const [a, b, t] = edges[group[0]], other = a === i ? b : a;
      const button = make("button", undefined, parent);
      button.type = "button";
      dot(nodes[other].l, button);
      make("span", `${a === i ? "→" : "←"} ${nameOf(types[t])}${group.length > 1 ? ` ×${group.length}` : ""}: ${nodes[other].c}`, button);
      button.addEventListener("click", () => goTo(other));
      for (const e of group.slice(0, 3)) if (Object.hasOwn(edges[e][3], "evidence")) make("blockquote", edges[e][3].evidence, parent);
      const rest = group.map((e) => edges[e][3]).filter((map) => Object.keys(map).some((key) => key !== "evidence"));
      if (!rest.length) continue;
      const details = make("details", undefined, parent);
      make("summary", say("properties"), details);
      for (const map of rest.slice(0, 20)) properties(map, details);
    }
    if (list.length > 100) make("p", say("more", list.length - 100), parent);
    byId("panel").scrollTop = 0;
  }
  function goTo(i) {
    scale = Math.max(scale, 1.2); fitting = false;
    shiftX = innerWidth / 2 - x[i] * scale; shiftY = innerHeight / 2 - y[i] * scale;
    choose(i);
  }

  // ---- search and legend
  const fold = (text) => text.normalize("NFC").toLocaleLowerCase("kk");
  const texts = nodes.map((node) => fold([node.c, ...Object.values(node.p)].join("\n")));
  function search() {
    const wanted = fold(byId("search").value.trim()), found = byId("found");
    found.replaceChildren();
    if (!wanted) return;
    const hits = bySize.filter((i) => texts[i].includes(wanted));
    hits.sort((a, b) => fold(nodes[b].c).includes(wanted) - fold(nodes[a].c).includes(wanted));
    if (!hits.length) make("p", say("none"), found);
    for (const i of hits.slice(0, 40)) {
      const button = make("button", undefined, found);
      button.type = "button";
      dot(nodes[i].l, button);
      make("span", nodes[i].c, button);
      button.addEventListener("click", () => goTo(i));
    }
    if (hits.length > 40) make("p", say("more", hits.length - 40), found);
  }
  byId("search").addEventListener("input", search);
  byId("search").addEventListener("keydown", (event) => { if (event.key === "Enter") byId("found").querySelector("button")?.click(); });
  function legend(parent, entries, hidden) {
    parent.replaceChildren();
    for (const [i, name, count] of entries) {
      const button = make("button", undefined, parent);
      button.type = "button";
      button.setAttribute("aria-pressed", String(!hidden.has(i)));
      if (parent.id === "kinds") dot(i, button);
      make("span", nameOf(name), button);
      make("span", String(count), button).className = "count";
      button.addEventListener("click", () => { if (!hidden.delete(i)) hidden.add(i); button.setAttribute("aria-pressed", String(!hidden.has(i))); stale = true; });
    }
  }
  function speak() {
    document.documentElement.lang = language;
    byId("counts").textContent = say("counts", data.total[0], data.total[1]) + (n < data.total[0] ? "; " + say("part", n, data.total[0]) : "");
    byId("search-label").textContent = say("search");
    for (const id of ["kinds", "types"]) byId(id + "-title").textContent = say(id);
    for (const id of ["fit", "language", "hint"]) byId(id).textContent = say(id);
    byId("pause").textContent = say(paused ? "go" : "pause");
    byId("close").setAttribute("aria-label", say("close"));
    canvas.setAttribute("aria-label", say("graph"));
    legend(byId("kinds"), [...kindCounts].sort((a, b) => b[1] - a[1]).map(([i, count]) => [i, i < 0 ? "—" : labels[i].name, count]), hiddenKinds);
    legend(byId("types"), [...typeCounts].sort((a, b) => b[1] - a[1]).map(([i, count]) => [i, types[i], count]), hiddenTypes);
    search();
    if (chosen >= 0) choose(chosen);
  }
  byId("close").addEventListener("click", () => choose(-1));
  byId("fit").addEventListener("click", () => { fitting = true; fit(); });
  byId("pause").addEventListener("click", () => { paused = !paused; if (!paused) heat = Math.max(heat, 0.3); speak(); });
  byId("language").addEventListener("click", () => { language = language === "kk" ? "en" : "kk"; speak(); });

  resize();
  speak();
  // The first picture is not a tangle: some of the work is done before anything is shown.
  for (const end = performance.now() + 1500; heat > 0.05 && performance.now() < end; ) tick();
  fit();
  frame();
})();
