// Draws the plan in the page's data, to be moved, zoomed and searched.
"use strict";

(() => {
  const plan = JSON.parse(document.getElementById("data").textContent);
  const svg = document.getElementById("picture");
  const frame = document.getElementById("frame");
  const card = document.getElementById("card");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const margin = { left: 78, right: 14, top: 24, bottom: 104 };
  const stripHeight = 10;
  const profileHeight = 54;
  const mostNames = 600;
  const all = { from: 0, to: plan.ops.length, low: 0, high: plan.arena };
  let view = { ...all };
  let chosen = -1;
  let words = [];

  // ---- Numbers and elements ----

  function human(bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    const units = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    let unit = -1;
    let value = bytes;
    while (value >= 1023.5 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return value.toPrecision(value < 999.5 ? 3 : 4) + " " + units[unit];
  }

  const round = (bytes) => (bytes === 0 ? "0" : human(bytes).replace(/\.0+ /, " "));

  function shape(parent, name, attributes = {}, text = null) {
    const element = document.createElementNS(svg.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, value);
    }
    if (text !== null) {
      element.textContent = text;
    }
    return parent.appendChild(element);
  }

  function html(parent, name, text = null, className = "") {
    const element = document.createElement(name);
    element.className = className;
    if (text !== null) {
      element.textContent = text;
    }
    return parent.appendChild(element);
  }

  const fill = (paint) => (dark.matches ? paint.darkFill : paint.fill);
  const stroke = (paint) => (dark.matches ? paint.darkStroke : paint.stroke);
  const isFound = (block) =>
    words.length === 0 || words.every((word) =>
      block.name.toLowerCase().includes(word)
      || block.values.some((value) => value.toLowerCase().includes(word)));

  // ---- The picture ----

  const clip = shape(shape(shape(svg, "defs"), "clipPath", { id: "inside" }), "rect");
  const clipStrip = shape(shape(svg.firstChild, "clipPath", { id: "below" }), "rect");
  const back = shape(svg, "g");
  const inside = shape(svg, "g", { "clip-path": "url" + "(#inside)" });
  const below = shape(svg, "g", { "clip-path": "url" + "(#below)" });
  const front = shape(svg, "g");
  const blocksGroup = shape(inside, "g");
  const names = shape(inside, "g");
  const marks = shape(inside, "g");
  const rectangles = plan.blocks.map((block, i) =>
    shape(blocksGroup, "rect", { class: "block", "data-block": i }));
  const cells = plan.ops.map((op, i) => shape(below, "rect", { "data-op": i }));
  const profile = shape(below, "path", { class: "profile" });

  let width = 0;
  let height = 0;
  const x = (op) => margin.left + ((op - view.from) * width) / (view.to - view.from);
  const y = (address) =>
    margin.top + height - ((address - view.low) * height) / (view.high - view.low);

  function measure() {
    const area = svg.getBoundingClientRect();
    width = Math.max(60, area.width - margin.left - margin.right);
    height = Math.max(60, area.height - margin.top - margin.bottom);
  }

  function place(element, attributes) {
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, value);
    }
  }

  function draw() {
    measure();
    back.replaceChildren();
    names.replaceChildren();
    marks.replaceChildren();
    front.replaceChildren();
    place(clip, { x: margin.left, y: margin.top, width, height });
    place(clipStrip, {
      x: margin.left, y: margin.top + height, width, height: margin.bottom,
    });
    shape(back, "rect", { class: "plot", x: margin.left, y: margin.top, width, height });
    drawAddresses();
    let free = mostNames;
    plan.blocks.forEach((block, i) => {
      free -= drawBlock(block, i, free > 0) ? 1 : 0;
    });
    drawMarks();
    drawOps();
  }

  function drawAddresses() {
    const step = 2 ** Math.max(0, Math.ceil(Math.log2((view.high - view.low) / 9)));
    for (let tick = Math.ceil(view.low / step) * step; tick <= view.high; tick += step) {
      const at = y(tick);
      shape(back, "line", { class: "grid", x1: margin.left - 4, x2: margin.left + width, y1: at, y2: at });
      shape(back, "text", { x: margin.left - 8, y: at + 4, "text-anchor": "end" }, round(tick));
    }
  }

  function drawBlock(block, i, mayHaveName) {
    const left = x(block.first);
    const top = y(block.offset + block.bytes);
    const wide = x(block.last + 1) - left;
    const high = y(block.offset) - top;
    const paint = plan.paints[block.paint];
    const dim = isFound(block) ? "" : " dim";
    place(rectangles[i], {
      x: left, y: top, width: wide, height: high,
      fill: fill(paint), stroke: stroke(paint),
      class: "block" + dim + (i === chosen ? " chosen" : ""),
    });
    const from = Math.max(left, margin.left);
    const to = Math.min(left + wide, margin.left + width);
    const upper = Math.max(top, margin.top);
    const lower = Math.min(top + high, margin.top + height);
    return mayHaveName && drawName(block, dim, from, to, upper, lower);
  }

  /** The name and the size, upright in a narrow block, as far as there is room. */
  function drawName(block, dim, from, to, upper, lower) {
    const upright = to - from < 48 && lower - upper > 48;
    const length = upright ? lower - upper : to - from;
    const room = upright ? to - from : lower - upper;
    const text = fit(block.name, length - 8);
    if (room < 13 || text === "") {
      return false;
    }
    const two = room >= 28 && length > 56;
    const group = shape(names, "g", {
      class: "name" + dim,
      transform: `translate(${(from + to) / 2} ${(upper + lower) / 2})` + (upright ? " rotate(-90)" : ""),
    });
    shape(group, "text", { y: two ? -2 : 3.5 }, text);
    if (two) {
      shape(group, "text", { y: 11 }, human(block.bytes));
    }
    return true;
  }

  /** The name, or as many of its last parts as there is room for, or the middle cut out of its very last. */
  function fit(name, room) {
    const most = Math.max(2, Math.floor(room / 6));
    let shown = name;
    for (let slash = name.indexOf("/"); slash >= 0 && shown.length > most; slash = name.indexOf("/", slash + 1)) {
      shown = "…" + name.slice(slash);
    }
    if (shown.length <= most) {
      return shown;
    }
    const last = [...name.slice(name.lastIndexOf("/") + 1)];
    if (last.length <= most) {
      return last.join("");
    }
    const head = Math.ceil((most - 1) / 2);
    const tail = last.slice(last.length - (most - 1 - head)).join("");
    return most < 7 ? "" : last.slice(0, head).join("") + "…" + tail;
  }

  function drawMarks() {
    if (plan.peak < 0) {
      return;
    }
    const left = x(plan.peak);
    const wide = Math.max(2, x(plan.peak + 1) - left);
    shape(marks, "rect", { class: "peak", x: left, y: margin.top, width: wide, height });
    const centre = left + wide / 2;
    if (centre >= margin.left && centre <= margin.left + width) {
      const end = centre > margin.left + width / 2;
      shape(front, "text", {
        class: "peak-name", x: centre, y: margin.top - 7, "text-anchor": end ? "end" : "start",
      }, "peak: op " + plan.peak + ", " + fit(plan.ops[plan.peak].name, width / 3));
    }
    const at = y(plan.lower);
    if (at >= margin.top - 1 && at <= margin.top + height + 1) {
      const text = (plan.lower === plan.arena ? "arena = lower bound " : "lower bound ") + human(plan.lower);
      shape(front, "line", { class: "bound", x1: margin.left, x2: margin.left + width, y1: at, y2: at });
      const above = at - margin.top > 20;
      shape(front, "text", {
        class: "bound-name", x: margin.left + width - 6, y: above ? at - 5 : at + 14, "text-anchor": "end",
      }, text);
    }
  }

  function drawOps() {
    const top = margin.top + height + 4;
    const bottom = top + stripHeight + 22 + profileHeight;
    let path = `M${x(0)},${bottom}`;
    plan.ops.forEach((op, i) => {
      place(cells[i], {
        x: x(i), y: top, width: Math.max(0.5, x(i + 1) - x(i)), height: stripHeight,
        fill: stroke(plan.paints[op.paint]),
      });
      path += ` V${bottom - (profileHeight * op.live) / plan.arena} H${x(i + 1)}`;
    });
    profile.setAttribute("d", path + ` V${bottom} Z`);
    shape(front, "text", { x: margin.left - 8, y: bottom - profileHeight / 2 + 4, "text-anchor": "end" }, "bytes alive");
    shape(front, "text", { x: margin.left - 8, y: top + stripHeight + 12, "text-anchor": "end" }, "op");
    shape(front, "line", { class: "grid", x1: margin.left, x2: margin.left + width, y1: bottom, y2: bottom });
    const room = (view.to - view.from) * (46 / width);
    let step = 1;
    for (let i = 0; step < room; i++) {
      step = [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3);
    }
    for (let tick = Math.max(0, Math.ceil(view.from / step) * step); tick < Math.min(view.to, plan.ops.length); tick += step) {
      const at = x(tick + 0.5);
      if (at >= margin.left && at <= margin.left + width) {
        shape(front, "text", { x: at, y: top + stripHeight + 12, "text-anchor": "middle" }, String(tick));
      }
    }
  }

  // ---- Moving and zooming ----

  function setView(next) {
    const time = Math.min(plan.ops.length, Math.max(1, next.to - next.from));
    const space = Math.min(plan.arena, Math.max(Math.min(64, plan.arena), next.high - next.low));
    const from = Math.min(Math.max(0, next.from), plan.ops.length - time);
    const low = Math.min(Math.max(0, next.low), plan.arena - space);
    view = { from, to: from + time, low, high: low + space };
    hideCard();
    draw();
  }

  function zoom(factor, px, py, inTime = true, inSpace = true) {
    const op = view.from + ((px - margin.left) * (view.to - view.from)) / width;
    const address = view.low + ((margin.top + height - py) * (view.high - view.low)) / height;
    const next = { ...view };
    if (inTime) {
      next.from = op - (op - view.from) / factor;
      next.to = op + (view.to - op) / factor;
    }
    if (inSpace) {
      next.low = address - (address - view.low) / factor;
      next.high = address + (view.high - address) / factor;
    }
    setView(next);
  }

  const zoomMiddle = (factor) => zoom(factor, margin.left + width / 2, margin.top + height / 2);

  function move(ops, bytes) {
    setView({
      from: view.from + ops, to: view.to + ops, low: view.low + bytes, high: view.high + bytes,
    });
  }

  /** Brings a buffer into sight, nearer only if it could not be seen otherwise. */
  function reveal(block) {
    const life = block.last + 1 - block.first;
    const seen = block.first >= view.from && block.last + 1 <= view.to
      && block.offset >= view.low && block.offset + block.bytes <= view.high;
    const time = Math.min(Math.max(view.to - view.from, life), (life * width) / 10);
    const space = Math.min(Math.max(view.high - view.low, block.bytes), (block.bytes * height) / 8);
    if (seen && time === view.to - view.from && space === view.high - view.low) {
      return;
    }
    const middle = (block.first + block.last + 1) / 2;
    const centre = block.offset + block.bytes / 2;
    setView({ from: middle - time / 2, to: middle + time / 2, low: centre - space / 2, high: centre + space / 2 });
  }

  // ---- What is known of a buffer and of an op ----

  function facts(parent, entries) {
    const list = html(parent, "dl");
    for (const [name, value] of entries) {
      html(list, "dt", name);
      html(list, "dd", value);
    }
  }

  function opText(index) {
    const op = plan.ops[index];
    return `${index}: ${op.name} (${op.type})`;
  }

  function describeBlock(parent, block) {
    parent.replaceChildren();
    html(parent, "h2", block.name);
    const entries = [
      ["size", `${human(block.bytes)}, ${block.bytes} B`],
      ["offset", `${block.offset} to ${block.offset + block.bytes}`],
      ["from op", opText(block.first)],
      ["to op", opText(block.last)],
      ["made by", plan.paints[block.paint].label],
    ];
    if (block.used !== block.bytes) {
      entries.splice(1, 0, ["used", `${block.used} B`]);
    }
    const others = block.values.filter((value) => value !== block.name);
    if (others.length > 0) {
      const more = others.length > 6 ? `, ${others.length - 6} more` : "";
      entries.push(["holds", others.slice(0, 6).join(", ") + more]);
    }
    facts(parent, entries);
  }

  function describeOp(parent, index) {
    const op = plan.ops[index];
    parent.replaceChildren();
    html(parent, "h2", `op ${index}: ${op.name}`);
    facts(parent, [
      ["op", op.type],
      ["runs as", op.algorithm],
      ["alive", `${human(op.live)}, ${op.live} B`],
    ]);
  }

  function showCard(event) {
    const target = event.target;
    if (target.dataset.block !== undefined) {
      describeBlock(card, plan.blocks[Number(target.dataset.block)]);
    } else if (target.dataset.op !== undefined) {
      describeOp(card, Number(target.dataset.op));
    } else {
      hideCard();
      return;
    }
    card.hidden = false;
    const area = frame.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    const left = event.clientX - area.left + 16;
    const top = event.clientY - area.top + 16;
    card.style.left = Math.max(4, left + size.width > area.width - 4 ? left - size.width - 30 : left) + "px";
    card.style.top = Math.max(4, Math.min(top, area.height - size.height - 4)) + "px";
  }

  function hideCard() {
    card.hidden = true;
  }

  function choose(index) {
    chosen = index;
    const section = document.getElementById("chosen");
    if (index < 0) {
      section.replaceChildren();
      html(section, "p", "Click a buffer, or choose one with the arrow keys.", "soft");
    } else {
      describeBlock(section, plan.blocks[index]);
      reveal(plan.blocks[index]);
    }
    document.querySelectorAll("#peak-list button").forEach((button) =>
      button.classList.toggle("chosen", Number(button.dataset.block) === index));
    draw();
  }

  /** The nearest buffer in a direction: the next in time, or the next in address at that time. */
  function chooseNext(key) {
    if (plan.blocks.length === 0) {
      return;
    }
    if (chosen < 0) {
      choose(0);
      return;
    }
    const now = plan.blocks[chosen];
    if (key === "ArrowRight" || key === "ArrowLeft") {
      const step = key === "ArrowRight" ? 1 : -1;
      choose(Math.min(plan.blocks.length - 1, Math.max(0, chosen + step)));
      return;
    }
    const up = key === "ArrowUp";
    let best = -1;
    plan.blocks.forEach((block, i) => {
      const meets = block.first <= now.last && now.first <= block.last;
      const ahead = up ? block.offset > now.offset : block.offset < now.offset;
      const nearer = best < 0
        || (up ? block.offset < plan.blocks[best].offset : block.offset > plan.blocks[best].offset);
      if (meets && ahead && nearer) {
        best = i;
      }
    });
    if (best >= 0) {
      choose(best);
    }
  }

  // ---- Mouse and keys ----

  let drag = null;

  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const area = svg.getBoundingClientRect();
    const delta = (event.deltaY || event.deltaX) * (event.deltaMode === 1 ? 16 : 1);
    zoom(Math.exp(-delta / 500), event.clientX - area.left, event.clientY - area.top, !event.altKey, !event.shiftKey);
  }, { passive: false });

  svg.addEventListener("pointerdown", (event) => {
    drag = { x: event.clientX, y: event.clientY, moved: false, target: event.target };
  });

  window.addEventListener("pointermove", (event) => {
    if (!drag) {
      return;
    }
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < 4) {
      return;
    }
    drag.moved = true;
    drag.x = event.clientX;
    drag.y = event.clientY;
    svg.classList.add("dragging");
    move((-dx * (view.to - view.from)) / width, (dy * (view.high - view.low)) / height);
  });

  window.addEventListener("pointerup", () => {
    if (drag && !drag.moved) {
      const block = drag.target.dataset.block;
      choose(block === undefined ? -1 : Number(block));
    }
    drag = null;
    svg.classList.remove("dragging");
  });

  svg.addEventListener("mousemove", (event) => {
    if (!drag) {
      showCard(event);
    }
  });
  svg.addEventListener("mouseleave", hideCard);

  svg.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow")) {
      return;
    }
    event.preventDefault();
    if (!event.shiftKey) {
      chooseNext(event.key);
      return;
    }
    const time = (view.to - view.from) / 8;
    const space = (view.high - view.low) / 8;
    const steps = {
      ArrowLeft: [-time, 0], ArrowRight: [time, 0], ArrowUp: [0, space], ArrowDown: [0, -space],
    };
    move(...steps[event.key]);
  });

  function showPeak() {
    if (plan.peak >= 0) {
      const time = Math.min(plan.ops.length, 40);
      setView({ from: plan.peak + 0.5 - time / 2, to: plan.peak + 0.5 + time / 2, low: 0, high: plan.arena });
    }
  }

  const actions = {
    0: () => setView({ ...all }),
    "+": () => zoomMiddle(1.4),
    "=": () => zoomMiddle(1.4),
    "-": () => zoomMiddle(1 / 1.4),
    p: showPeak,
    "/": () => search.focus(),
    Escape: () => choose(-1),
  };
  document.getElementById("fit").addEventListener("click", actions[0]);
  document.getElementById("peak").addEventListener("click", showPeak);
  document.getElementById("closer").addEventListener("click", actions["+"]);
  document.getElementById("farther").addEventListener("click", actions["-"]);
  document.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (action && event.target !== search && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      action();
    }
  });

  // ---- Search and lists ----

  const search = document.getElementById("search");
  const matches = document.getElementById("matches");

  function button(list, index) {
    const block = plan.blocks[index];
    const element = html(html(list, "li"), "button");
    element.type = "button";
    element.dataset.block = index;
    html(element, "span", block.name);
    html(element, "span", human(block.bytes));
    element.addEventListener("click", () => {
      matches.replaceChildren();
      choose(index);
    });
    return element;
  }

  function find() {
    words = search.value.toLowerCase().split(/\s+/).filter((word) => word);
    matches.replaceChildren();
    if (words.length > 0) {
      const found = plan.blocks.map((_, i) => i).filter((i) => isFound(plan.blocks[i]));
      found.slice(0, 40).forEach((i) => button(matches, i));
      if (found.length > 40) {
        html(matches, "li", `… ${found.length - 40} more`, "none");
      } else if (found.length === 0) {
        html(matches, "li", "No buffer has this name.", "none");
      }
    }
    draw();
  }

  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      matches.querySelector("button")?.click();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      matches.querySelector("button")?.focus();
    } else if (event.key === "Escape") {
      search.value = "";
      find();
      svg.focus();
    }
  });
  matches.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
      return;
    }
    event.preventDefault();
    const buttons = [...matches.querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (buttons[next] || search).focus();
  });

  function listPeak() {
    if (plan.peak < 0) {
      document.getElementById("peak-op").textContent = "The arena is empty.";
      return;
    }
    const op = plan.ops[plan.peak];
    document.getElementById("peak-op").textContent =
      `op ${plan.peak}, ${op.name} (${op.type}): ${human(op.live)}`;
    plan.blocks
      .map((block, i) => ({ block, i }))
      .filter(({ block }) => block.first <= plan.peak && plan.peak <= block.last)
      .sort((a, b) => b.block.bytes - a.block.bytes)
      .forEach(({ i }) => button(document.getElementById("peak-list"), i));
  }

  function drawLegend() {
    const legend = document.getElementById("legend");
    legend.replaceChildren();
    for (const paint of plan.paints) {
      const entry = html(legend, "span");
      const swatch = html(entry, "i");
      swatch.style.background = fill(paint);
      swatch.style.borderColor = stroke(paint);
      entry.append(paint.label);
    }
  }

  dark.addEventListener("change", () => {
    drawLegend();
    draw();
  });
  new ResizeObserver(() => draw()).observe(frame);
  listPeak();
  drawLegend();
  draw();
})();
