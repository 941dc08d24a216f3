// Draws the picture in the page's data, and lets scopes open and close.
"use strict";

(() => {
  const picture = JSON.parse(document.getElementById("data").textContent);
  const svg = document.getElementById("picture");
  const stage = document.getElementById("stage");
  const main = document.querySelector("main");
  const view = { x: 0, y: 0, scale: 1 };
  let open = new Set(picture.open);
  let placed = null;
  let elements = new Map();
  let pinned = null;
  let hovered = null;
  // After a change, what comes to lie under the resting mouse is not meant.
  let resting = false;

  // ---- Making elements ----

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

  function html(parent, name, className = "", text = null) {
    const element = document.createElement(name);
    element.className = className;
    if (text !== null) {
      element.textContent = text;
    }
    return parent.appendChild(element);
  }

  const itemOf = (box) => (Edges.isScope(box) ? picture.scopes : picture.nodes)[Edges.idOf(box)];

  // ---- Drawing ----

  function draw() {
    placed = Layout.place(picture, open);
    elements = new Map();
    stage.replaceChildren();
    const opened = [...placed.boxes.keys()]
      .filter((box) => Edges.isScope(box) && open.has(Edges.idOf(box)));
    opened.forEach(drawOpenScope);
    const wires = placed.wires.map(drawWire);
    for (const box of placed.boxes.keys()) {
      if (!opened.includes(box)) {
        drawBox(box);
      }
    }
    placed.wires.forEach((wire, i) => drawLabel(wire, wires[i]));
    opened.forEach(drawTitle);
    markPinned();
  }

  function drawOpenScope(box) {
    const place = placed.boxes.get(box);
    const group = shape(stage, "g", { class: "scope" });
    const fill = itemOf(box).depth % 2 === 1 ? "#f4f7fb" : "#ffffff";
    shape(group, "rect", { ...place, rx: 8, fill });
    elements.set(box, group);
  }

  function drawTitle(box) {
    const place = placed.boxes.get(box);
    const group = shape(stage, "g", { class: "scope", "data-box": box });
    shape(group, "rect", {
      x: place.x, y: place.y, width: place.width, height: 22, rx: 8, class: "bar",
    });
    shape(group, "text", { x: place.x + 10, y: place.y + 16, class: "title" }, "▾ " + itemOf(box).title);
  }

  function drawBox(box) {
    const place = placed.boxes.get(box);
    const item = itemOf(box);
    const isScope = Edges.isScope(box);
    const group = shape(stage, "g", { class: isScope ? "box closed" : "box", "data-box": box });
    if (isScope) {
      shape(group, "rect", { ...place, x: place.x + 3, y: place.y + 3, rx: 8, class: "behind" });
      shape(group, "rect", { ...place, rx: 8 });
    } else {
      const kind = picture.kinds[item.kind];
      shape(group, "rect", {
        ...place,
        rx: kind.round ? Math.min(place.height / 2, 16) : 4,
        fill: kind.fill,
        stroke: item.shared ? picture.sharedColour : kind.stroke,
        "stroke-width": item.shared ? 2.6 : 1.2,
      });
    }
    let y = place.y + (place.height - item.height) / 2 + picture.marginY;
    item.lines.forEach((line, i) => {
      const size = i === 0 ? 12 : 10;
      y += size * picture.leading;
      shape(group, "text", {
        x: place.x + place.width / 2, y: y - size * 0.4, class: i === 0 ? "title" : "detail",
      }, isScope && i === 0 ? "▸ " + line : line);
    });
    elements.set(box, group);
  }

  function drawWire(wire) {
    const { edges } = wire.piece;
    const several = new Set(edges[0].links.map((link) => link.tensor)).size > 1;
    const group = shape(stage, "g", {
      class: "wire" + (edges[0].shared ? " shared" : "") + (several ? " several" : ""),
    });
    shape(group, "path", { d: wire.path, class: "hit" });
    shape(group, "path", { d: wire.path });
    if (wire.tip) {
      const { x, y } = wire.tip;
      shape(group, "path", { d: `M${x},${y} l-3.2,-6 h6.4 z`, class: "tip" });
    }
    group.addEventListener("mouseenter", (event) => {
      if (resting || drag) {
        return;
      }
      showHover(event, (card) => describeLinks(card, edges.flatMap((edge) => edge.links)));
      light([wire], edges.flatMap((edge) => [edge.source, edge.target]));
    });
    group.addEventListener("mouseleave", hideHover);
    wire.group = group;
    return group;
  }

  function drawLabel(wire) {
    if (wire.label) {
      const { text, x, y } = wire.label;
      wire.text = shape(stage, "text", { x, y, class: "label" }, text);
    }
  }

  // ---- Moving and zooming ----

  function applyView() {
    stage.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.scale})`);
  }

  function zoomAt(x, y, factor) {
    const scale = Math.min(4, Math.max(0.02, view.scale * factor));
    view.x = x - ((x - view.x) * scale) / view.scale;
    view.y = y - ((y - view.y) * scale) / view.scale;
    view.scale = scale;
    applyView();
  }

  /** The whole picture if it stays readable, else its upper part in full width. */
  function fit(least) {
    const { width, height } = svg.getBoundingClientRect();
    const whole = Math.min(width / placed.width, height / placed.height);
    const wide = width / placed.width;
    view.scale = Math.min(1.5, Math.max(whole, Math.min(wide, least), 0.02)) * 0.98;
    view.x = (width - placed.width * view.scale) / 2;
    view.y = Math.max(4, (height - placed.height * view.scale) / 2);
    applyView();
  }

  function centre(box) {
    const { width, height } = svg.getBoundingClientRect();
    const place = placed.boxes.get(box);
    view.scale = Math.max(view.scale, 0.8);
    view.x = width / 2 - (place.x + place.width / 2) * view.scale;
    view.y = height / 2 - (place.y + place.height / 2) * view.scale;
    applyView();
  }

  // ---- Opening and closing ----

  /** Changes which scopes are opened; the top left corner of a box stays where it is. */
  function change(next, anchor) {
    const before = anchor && placed.boxes.get(anchor);
    open = next;
    resting = true;
    hideHover();
    draw();
    const after = anchor && placed.boxes.get(anchor);
    if (before && after) {
      view.x += (before.x - after.x) * view.scale;
      view.y += (before.y - after.y) * view.scale;
    }
    applyView();
  }

  function toggle(box) {
    const id = Edges.idOf(box);
    const next = new Set(open);
    if (!next.delete(id)) {
      next.add(id);
    }
    change(next, box);
  }

  /** Opens all scopes around a box and shows it. */
  function reveal(box) {
    const next = new Set(open);
    let scope = Edges.isScope(box) ? itemOf(box).parent : itemOf(box).scope;
    for (; scope !== 0; scope = picture.scopes[scope].parent) {
      next.add(scope);
    }
    change(next, null);
    centre(box);
    elements.get(box).classList.add("found");
  }

  // ---- Cards ----

  function row(list, name, value, goal = null) {
    html(list, "dt", "", name);
    const cell = html(list, "dd", "", goal ? null : value);
    if (goal) {
      html(cell, "a", "", value).addEventListener("click", () => {
        reveal(goal);
        pin(goal);
      });
    }
  }

  function describe(card, box) {
    const item = itemOf(box);
    html(card, "h2", "", item.name);
    const list = html(card, "dl");
    item.facts.forEach(([name, value]) => row(list, name, value));
    if (Edges.isScope(box)) {
      return;
    }
    const id = Edges.idOf(box);
    for (const link of picture.links.filter((each) => each.target === id)) {
      const goal = "n" + link.source;
      row(list, "input " + link.input, `${link.tensor}  ${link.spec}`, goal);
    }
    const users = picture.links.filter((each) => each.source === id);
    for (const link of users.slice(0, 30)) {
      row(list, "user", picture.nodes[link.target].name, "n" + link.target);
    }
    if (users.length > 30) {
      row(list, "users", `… ${users.length - 30} more`);
    }
  }

  function describeLinks(card, links) {
    const list = html(card, "dl");
    const shown = links.slice(0, 12);
    shown.forEach((link) =>
      row(list, link.spec, `${link.tensor} → ${picture.nodes[link.target].name}`));
    if (links.length > shown.length) {
      row(list, "", `… ${links.length - shown.length} more`);
    }
  }

  function showHover(event, describeInto) {
    hideHover();
    hovered = html(main, "div", "card hover");
    describeInto(hovered);
    const area = main.getBoundingClientRect();
    const x = event.clientX - area.left + 16;
    const y = event.clientY - area.top + 16;
    const { width, height } = hovered.getBoundingClientRect();
    hovered.style.left = Math.max(4, Math.min(x, area.width - width - 8)) + "px";
    hovered.style.top = Math.max(4, Math.min(y, area.height - height - 8)) + "px";
  }

  function hideHover() {
    if (hovered) {
      hovered.remove();
      hovered = null;
    }
    stage.classList.remove("faded");
    stage.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
  }

  /** Makes some wires and boxes stand out. */
  function light(wires, boxes) {
    stage.classList.add("faded");
    wires.forEach((wire) => {
      wire.group.classList.add("lit");
      if (wire.text) {
        wire.text.classList.add("lit");
      }
    });
    boxes.forEach((box) => elements.get(box)?.classList.add("lit"));
  }

  function lightNeighbours(box) {
    const wires = placed.wires.filter((wire) =>
      wire.piece.edges.some((edge) => edge.source === box || edge.target === box));
    const ends = wires.flatMap((wire) => wire.piece.edges)
      .filter((edge) => edge.source === box || edge.target === box)
      .flatMap((edge) => [edge.source, edge.target]);
    light(wires, [box, ...ends]);
  }

  function pin(box) {
    unpin();
    const card = html(main, "div", "card pinned");
    describe(card, box);
    html(card, "button", "close", "×").addEventListener("click", unpin);
    pinned = { box, card };
    markPinned();
  }

  function unpin() {
    if (pinned) {
      pinned.card.remove();
      pinned = null;
    }
    stage.querySelectorAll(".found").forEach((element) => element.classList.remove("found"));
  }

  function markPinned() {
    if (pinned) {
      elements.get(pinned.box)?.classList.add("found");
    }
  }

  // ---- Mouse and keys ----

  let drag = null;

  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const area = svg.getBoundingClientRect();
    const step = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    zoomAt(event.clientX - area.left, event.clientY - area.top, Math.exp(-step / 600));
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
    svg.classList.add("dragging");
    hideHover();
    view.x += dx;
    view.y += dy;
    drag.x = event.clientX;
    drag.y = event.clientY;
    applyView();
  });

  window.addEventListener("pointerup", () => {
    const clicked = drag && !drag.moved && drag.target.closest("[data-box]");
    svg.classList.remove("dragging");
    drag = null;
    if (clicked) {
      const box = clicked.dataset.box;
      if (Edges.isScope(box)) {
        toggle(box);
      } else {
        pin(box);
      }
    }
  });

  svg.addEventListener("mousemove", () => (resting = false));

  svg.addEventListener("mouseover", (event) => {
    const target = event.target.closest("[data-box]");
    if (target && !drag && !resting && !target.contains(event.relatedTarget)) {
      const box = target.dataset.box;
      showHover(event, (card) => describe(card, box));
      if (target.classList.contains("box")) {
        lightNeighbours(box);
      }
    }
  });

  svg.addEventListener("mouseout", (event) => {
    const target = event.target.closest("[data-box]");
    if (target && !target.contains(event.relatedTarget)) {
      hideHover();
    }
  });

  document.getElementById("expand").addEventListener("click", () => {
    change(new Set(picture.scopes.map((scope) => scope.id)), null);
    fit(0.5);
  });
  document.getElementById("collapse").addEventListener("click", () => {
    change(new Set([0]), null);
    fit(1);
  });
  document.getElementById("reset").addEventListener("click", () => {
    change(new Set(picture.open), null);
    fit(0.9);
  });
  document.getElementById("fit").addEventListener("click", () => fit(0));

  // ---- Search ----

  const search = document.getElementById("search");
  const matches = document.getElementById("matches");
  let found = [];
  let chosen = 0;

  function find() {
    const words = search.value.toLowerCase().split(/\s+/).filter((word) => word);
    const fits = (item) => words.every((word) => item.name.toLowerCase().includes(word));
    found = words.length === 0 ? [] : [
      ...picture.scopes.slice(1).filter(fits).map((scope) => "s" + scope.id),
      ...picture.nodes.filter(fits).map((node) => "n" + node.id),
    ];
    chosen = 0;
    matches.replaceChildren();
    found.slice(0, 40).forEach((box) => {
      const text = itemOf(box).name + (Edges.isScope(box) ? "/" : "");
      html(matches, "li", "", text).addEventListener("click", () => go(box));
    });
    if (words.length > 0 && found.length === 0) {
      html(matches, "li", "none", "Nothing has this name.");
    }
    if (found.length > 40) {
      html(matches, "li", "none", `… ${found.length - 40} more`);
    }
    choose(0);
  }

  function choose(index) {
    const items = [...matches.children].filter((item) => !item.classList.contains("none"));
    if (items.length > 0) {
      chosen = (index + items.length) % items.length;
      items.forEach((item, i) => item.classList.toggle("chosen", i === chosen));
      items[chosen].scrollIntoView({ block: "nearest" });
    }
  }

  function go(box) {
    matches.replaceChildren();
    search.blur();
    reveal(box);
    pin(box);
  }

  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && found.length > 0) {
      go(found[chosen]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") {
      matches.replaceChildren();
      search.blur();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.target === search) {
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape") {
      unpin();
    }
  });

  // ---- Start ----

  const legend = document.querySelector(".legend");
  const usedKinds = new Set(picture.nodes.map((node) => node.kind));
  function legendRow(fill, stroke, text) {
    const line = document.createElement("div");
    const swatch = html(line, "i");
    swatch.style.background = fill;
    swatch.style.borderColor = stroke;
    html(line, "span", "", text);
    legend.insertBefore(line, legend.querySelector("p"));
  }
  Object.entries(picture.kinds).filter(([name]) => usedKinds.has(name))
    .forEach(([, kind]) => legendRow(kind.fill, kind.stroke, kind.label));
  if (picture.nodes.some((node) => node.shared)) {
    legendRow(picture.kinds.VARIABLE.fill, picture.sharedColour, "variable with several users");
  }
  draw();
  fit(0.9);
})();
