// Gives the boxes and wires of a picture their places, for any set of opened scopes.
//
// Every opened scope is a level of its own: its boxes stand in layers from top to bottom, opened
// scopes inside of it are boxes as large as their content. A wire that crosses the border of a scope
// does so at a port, which is a point on the border and a vertex of the first or last layer inside.
// Wires run vertically beside the boxes of a layer and as curves between two layers, so that no wire
// crosses a box.
"use strict";

const Layout = (() => {
  const BOX_GAP = 22;
  const WIRE_GAP = 9;
  const LAYER_GAP = 34;
  const PADDING = 14;
  const TITLE_HEIGHT = 24;
  const ORDER_SWEEPS = 10;
  const PLACE_SWEEPS = 12;

  /** The vertices and wires of one opened scope; inner scopes are laid out first. */
  function layoutLevel(state, scopeId) {
    const { picture, open } = state;
    const scope = picture.scopes[scopeId];
    const vertices = new Map();
    const addVertex = (id, width, height, rest) => {
      const vertex = { id, width, height, overhang: 0, ins: [], outs: [], ...rest };
      vertices.set(id, vertex);
      return vertex;
    };
    const own = "s" + scopeId;
    const children = scope.scopes.map((id) => ({ box: "s" + id, first: picture.scopes[id].first }))
      .concat(scope.nodes.map((id) => ({ box: "n" + id, first: id })))
      .sort((a, b) => a.first - b.first);
    for (const child of children) {
      const id = Edges.idOf(child.box);
      if (Edges.isScope(child.box) && open.has(id)) {
        const inner = layoutLevel(state, id);
        addVertex(child.box, inner.width, inner.height, { inner });
      } else {
        const size = (Edges.isScope(child.box) ? picture.scopes : picture.nodes)[id];
        addVertex(child.box, size.width, size.height, {});
      }
    }
    const wires = [];
    for (const piece of state.pieces.get(scopeId) || []) {
      const end = (port) => {
        if (port.box !== own) {
          return vertices.get(port.box);
        }
        return vertices.get(port.id)
          || addVertex(port.id, 1, 0, { boundary: port.exit ? "bottom" : "top" });
      };
      wires.push({ piece, from: end(piece.from), to: end(piece.to) });
    }
    const all = [...vertices.values()];
    all.forEach((vertex) => makeRoomForLabels(vertex, wires));
    const layers = assignLayers(all, wires);
    addWaypoints(layers, wires);
    orderLayers(layers);
    placeAcross(layers);
    return placeDown(scope, layers, wires, all);
  }

  /** Widens a box with several exits such that each has room for its label. */
  function makeRoomForLabels(vertex, wires) {
    vertex.labels = new Map();
    if (vertex.boundary || vertex.inner) {
      return;
    }
    wires.filter((wire) => wire.from === vertex).forEach((wire) =>
      vertex.labels.set(wire.piece.from.id, labelWidth(wire.piece.label)));
    if (vertex.labels.size > 1) {
      const needed = [...vertex.labels.values()].reduce((sum, width) => sum + width, 0);
      vertex.width = Math.max(vertex.width, needed);
    }
  }

  function labelWidth(text) {
    return text.length * 6.2 + 14;
  }

  /** Layers by longest path; wires of a cycle that run backwards are marked. */
  function assignLayers(vertices, wires) {
    const outs = new Map(vertices.map((vertex) => [vertex, []]));
    wires.forEach((wire) => outs.get(wire.from).push(wire));
    const mark = new Map();
    const sorted = [];
    const visit = (start) => {
      const stack = [{ vertex: start, next: 0 }];
      mark.set(start, "open");
      while (stack.length > 0) {
        const top = stack[stack.length - 1];
        const wire = outs.get(top.vertex)[top.next++];
        if (!wire) {
          mark.set(top.vertex, "done");
          sorted.push(top.vertex);
          stack.pop();
        } else if (mark.get(wire.to) === "open") {
          wire.backwards = true;
        } else if (!mark.has(wire.to)) {
          mark.set(wire.to, "open");
          stack.push({ vertex: wire.to, next: 0 });
        }
      }
    };
    const first = vertices.filter((vertex) => vertex.boundary === "top");
    [...first, ...vertices].forEach((vertex) => mark.has(vertex) || visit(vertex));
    sorted.reverse();
    const forwards = wires.filter((wire) => !wire.backwards);
    const bySource = new Map(vertices.map((vertex) => [vertex, []]));
    const byTarget = new Map(vertices.map((vertex) => [vertex, []]));
    forwards.forEach((wire) => {
      bySource.get(wire.from).push(wire.to);
      byTarget.get(wire.to).push(wire.from);
    });
    sorted.forEach((vertex) => {
      const above = byTarget.get(vertex).map((other) => other.layer + 1);
      vertex.layer = Math.max(vertex.boundary === "top" ? 0 : 1, ...above);
    });
    const last = Math.max(
      1, ...vertices.filter((vertex) => !vertex.boundary).map((vertex) => vertex.layer));
    // What has more users than sources, above all variables, moves down to its users.
    sorted.slice().reverse().forEach((vertex) => {
      const below = bySource.get(vertex);
      if (vertex.boundary === "bottom") {
        vertex.layer = last + 1;
      } else if (!vertex.boundary && below.length > byTarget.get(vertex).length) {
        vertex.layer = Math.min(...below.map((other) => other.layer)) - 1;
      }
    });
    const layers = [];
    for (let i = 0; i <= last + 1; i++) {
      layers.push([]);
    }
    vertices.forEach((vertex) => layers[vertex.layer].push(vertex));
    return layers;
  }

  /** Splits wires into segments from layer to layer, with a waypoint in each layer between. */
  function addWaypoints(layers, wires) {
    for (const wire of wires) {
      const waypoint = (layer) => {
        const point = {
          width: 1, height: 0, overhang: 0, ins: [], outs: [], layer, waypoint: true,
        };
        layers[layer].push(point);
        return point;
      };
      wire.points = [];
      if (wire.backwards) {
        for (let layer = wire.from.layer; layer >= wire.to.layer; layer--) {
          wire.points.push(waypoint(layer));
        }
        for (let i = 0; i + 1 < wire.points.length; i++) {
          connect(wire.points[i + 1], wire.points[i], wire);
        }
        continue;
      }
      for (let layer = wire.from.layer + 1; layer < wire.to.layer; layer++) {
        wire.points.push(waypoint(layer));
      }
      const chain = [wire.from, ...wire.points, wire.to];
      for (let i = 0; i + 1 < chain.length; i++) {
        connect(chain[i], chain[i + 1], wire);
      }
    }
  }

  function connect(upper, lower, wire) {
    const segment = { upper, lower, wire };
    upper.outs.push(segment);
    lower.ins.push(segment);
  }

  /** Where on a box, from 0 at the left to 1 at the right, a wire is attached. */
  function attachment(vertex, wire, atExit) {
    const port = atExit ? wire.piece.from.id : wire.piece.to.id;
    return vertex.inner ? vertex.inner.ports.get(port) / vertex.width : 0.5;
  }

  /** Orders each layer such that few wires cross, by the mean place of neighbours. */
  function orderLayers(layers) {
    const number = () => layers.forEach((layer) => layer.forEach((vertex, i) => (vertex.order = i)));
    number();
    let best = null;
    let fewest = Infinity;
    for (let sweep = 0; sweep < ORDER_SWEEPS && fewest > 0; sweep++) {
      const down = sweep % 2 === 0;
      const sequence = down ? layers : layers.slice().reverse();
      for (const layer of sequence) {
        layer.forEach((vertex) => (vertex.mean = meanOrder(vertex, down)));
        layer.sort((a, b) => a.mean - b.mean || a.order - b.order);
        layer.forEach((vertex, i) => (vertex.order = i));
      }
      const count = crossings(layers);
      if (count < fewest) {
        fewest = count;
        best = layers.map((layer) => layer.slice());
      }
    }
    if (best) {
      best.forEach((layer, i) => (layers[i] = layer));
      number();
    }
  }

  function upperPlace(segment) {
    return segment.upper.order + attachment(segment.upper, segment.wire, true) - 0.5;
  }

  function lowerPlace(segment) {
    return segment.lower.order + attachment(segment.lower, segment.wire, false) - 0.5;
  }

  function meanOrder(vertex, down) {
    const segments = down ? vertex.ins : vertex.outs;
    if (segments.length === 0) {
      return vertex.order;
    }
    const sum = segments.reduce(
      (total, segment) => total + (down ? upperPlace(segment) : lowerPlace(segment)), 0);
    return sum / segments.length;
  }

  /** The number of crossing pairs of segments, counted with a Fenwick tree over the lower layer. */
  function crossings(layers) {
    let count = 0;
    for (const layer of layers) {
      const segments = layer.flatMap((vertex) => vertex.outs)
        .map((segment) => ({ upper: upperPlace(segment), lower: lowerPlace(segment) }))
        .sort((a, b) => a.upper - b.upper || a.lower - b.lower);
      const places = [...new Set(segments.map((segment) => segment.lower))].sort((a, b) => a - b);
      const rank = new Map(places.map((place, i) => [place, i + 1]));
      const tree = new Array(places.length + 1).fill(0);
      segments.forEach((segment, seen) => {
        let notRight = 0;
        for (let i = rank.get(segment.lower); i > 0; i -= i & -i) {
          notRight += tree[i];
        }
        count += seen - notRight;
        for (let i = rank.get(segment.lower); i < tree.length; i += i & -i) {
          tree[i]++;
        }
      });
    }
    return count;
  }

  /** Spreads the ports of boxes over their width and finds x for everything. */
  function placeAcross(layers) {
    layers.forEach((layer) => layer.forEach(spreadPorts));
    for (const layer of layers) {
      let right = 0;
      layer.forEach((vertex, i) => {
        right += i === 0 ? 0 : separation(layer[i - 1], vertex);
        vertex.x = right;
      });
      layer.forEach((vertex) => (vertex.x -= right / 2));
    }
    for (let sweep = 0; sweep < PLACE_SWEEPS; sweep++) {
      const down = sweep % 2 === 0;
      for (const layer of down ? layers : layers.slice().reverse()) {
        settle(layer, (vertex) => wishes(vertex, down));
      }
    }
    for (const layer of layers) {
      settle(layer, (vertex) => [...wishes(vertex, true), ...wishes(vertex, false)]);
    }
  }

  function spreadPorts(vertex) {
    vertex.offsets = new Map();
    if (vertex.waypoint || vertex.boundary) {
      return;
    }
    for (const [segments, isExit] of [[vertex.ins, false], [vertex.outs, true]]) {
      const ports = new Map();
      for (const segment of segments) {
        const id = isExit ? segment.wire.piece.from.id : segment.wire.piece.to.id;
        const place = isExit ? lowerPlace(segment) : upperPlace(segment);
        ports.set(id, [...(ports.get(id) || []), place]);
      }
      const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
      const sorted = [...ports].sort((a, b) => mean(a[1]) - mean(b[1]));
      let used = 0;
      sorted.forEach(([id], i) => {
        let at = (vertex.width * (i + 1)) / (sorted.length + 1);
        if (vertex.inner) {
          at = vertex.inner.ports.get(id);
        } else if (isExit && sorted.length > 1) {
          at = used + 8;
          used += vertex.labels.get(id);
        }
        vertex.offsets.set(id, at - vertex.width / 2);
      });
    }
    vertex.labels.forEach((width, id) => {
      const right = (vertex.offsets.get(id) || 0) + width - vertex.width / 2;
      vertex.overhang = Math.max(vertex.overhang, right);
    });
  }

  function offset(vertex, port) {
    const known = vertex.offsets.get(port.id);
    if (known !== undefined || !vertex.inner) {
      return known || 0;
    }
    return vertex.inner.ports.get(port.id) - vertex.width / 2;
  }

  function separation(left, right) {
    const gap = left.waypoint || right.waypoint || left.boundary || right.boundary
      ? WIRE_GAP : BOX_GAP;
    return (left.width + right.width) / 2 + left.overhang + gap;
  }

  /** Where a vertex would make the wires to the layer above or below vertical. */
  function wishes(vertex, up) {
    return (up ? vertex.ins : vertex.outs).map((segment) => {
      const { upper, lower, wire } = segment;
      const upperOffset = upper.waypoint ? 0 : offset(upper, wire.piece.from);
      const lowerOffset = lower.waypoint ? 0 : offset(lower, wire.piece.to);
      const weight = upper.waypoint && lower.waypoint ? 8 : upper.waypoint || lower.waypoint ? 2 : 1;
      const x = up ? upper.x + upperOffset - lowerOffset : lower.x + lowerOffset - upperOffset;
      return { x, weight };
    });
  }

  /** The places nearest to the wishes that keep the order and the gaps (isotonic regression). */
  function settle(layer, wishesOf) {
    const blocks = [];
    let shift = 0;
    layer.forEach((vertex, i) => {
      shift += i === 0 ? 0 : separation(layer[i - 1], vertex);
      const list = wishesOf(vertex);
      const weight = list.reduce((sum, wish) => sum + wish.weight, 0);
      const wished = weight === 0
        ? vertex.x : list.reduce((sum, wish) => sum + wish.weight * wish.x, 0) / weight;
      let block = { items: [{ vertex, shift }], weight: weight || 0.01, at: wished - shift };
      while (blocks.length > 0 && blocks[blocks.length - 1].at > block.at) {
        const left = blocks.pop();
        const total = left.weight + block.weight;
        block = {
          items: left.items.concat(block.items),
          weight: total,
          at: (left.at * left.weight + block.at * block.weight) / total,
        };
      }
      blocks.push(block);
    });
    blocks.forEach((block) =>
      block.items.forEach((item) => (item.vertex.x = block.at + item.shift)));
  }

  /** Finds y for everything; all coordinates are from the scope's top left corner. */
  function placeDown(scope, layers, wires, vertices) {
    const all = layers.flat();
    const none = all.length === 0 ? [0] : [];
    const left = Math.min(...none, ...all.map((vertex) => vertex.x - vertex.width / 2));
    const right = Math.max(
      ...none, ...all.map((vertex) => vertex.x + vertex.width / 2 + vertex.overhang));
    const extra = Math.max(0, scope.titleWidth - (right - left) - 2 * PADDING);
    all.forEach((vertex) => (vertex.x += PADDING + extra / 2 - left));
    let y = scope.id === 0 ? PADDING : TITLE_HEIGHT;
    layers.forEach((layer, i) => {
      const height = Math.max(0, ...layer.map((vertex) => vertex.height));
      layer.forEach((vertex) => {
        vertex.y = y + (height - vertex.height) / 2;
        vertex.top = y;
        vertex.bottom = y + height;
      });
      y += height + (i === 0 ? PADDING : i < layers.length - 1 ? gapBelow(layer) : 0);
    });
    const ports = new Map(
      vertices.filter((vertex) => vertex.boundary).map((vertex) => [vertex.id, vertex.x]));
    const width = right - left + extra + 2 * PADDING;
    return { scope, width, height: y, vertices, wires, ports };
  }

  /** Room for labels, and more of it where wires go far to the side. */
  function gapBelow(layer) {
    const spans = layer.flatMap((vertex) => vertex.outs)
      .map((segment) => Math.abs(segment.upper.x - segment.lower.x));
    if (spans.length === 0) {
      return PADDING;
    }
    return LAYER_GAP + Math.min(40, Math.max(0, ...spans) / 12);
  }

  /** Boxes and wires of a level and the levels inside, from the top left corner of the picture. */
  function collect(level, dx, dy, result) {
    for (const vertex of level.vertices) {
      if (vertex.boundary) {
        continue;
      }
      const x = dx + vertex.x - vertex.width / 2;
      const y = dy + vertex.y;
      result.boxes.set(vertex.id, { x, y, width: vertex.width, height: vertex.height });
      if (vertex.inner) {
        collect(vertex.inner, x, y, result);
      }
    }
    for (const wire of level.wires) {
      result.wires.push(route(level, wire, dx, dy));
    }
  }

  function route(level, wire, dx, dy) {
    const { from, to, piece } = wire;
    const point = (x, y) => (dx + x).toFixed(1) + "," + (dy + y).toFixed(1);
    const start = { x: from.x + offset(from, piece.from), y: from.y + from.height };
    const end = { x: to.x + offset(to, piece.to), y: to.y };
    if (from.boundary) {
      start.y = 0;
    }
    if (to.boundary) {
      end.y = level.height;
    }
    let path = "M" + point(start.x, start.y) + " L" + point(start.x, from.bottom);
    let at = { x: start.x, y: from.bottom };
    const line = (x, y) => {
      path += " L" + point(x, y);
      at = { x, y };
    };
    // A curve that leaves and arrives vertically; `lean` is how far it bulges at either end.
    const curve = (x, y, leanOut, leanIn) => {
      path += " C" + point(at.x, at.y + leanOut) + " " + point(x, y + leanIn) + " " + point(x, y);
      at = { x, y };
    };
    if (wire.backwards) {
      wire.points.forEach((waypoint, i) => {
        const lean = i === 0 ? 24 : (waypoint.bottom - at.y) / 2;
        curve(waypoint.x, waypoint.bottom, lean, i === 0 ? 24 : -lean);
        line(waypoint.x, waypoint.top);
      });
      curve(end.x, to.top, -24, -24);
    } else {
      for (const waypoint of [...wire.points, { x: end.x, top: to.top, bottom: to.top }]) {
        const lean = (waypoint.top - at.y) / 2;
        curve(waypoint.x, waypoint.top, lean, -lean);
        line(waypoint.x, waypoint.bottom);
      }
    }
    line(end.x, end.y);
    const atSource = !from.boundary && !from.inner;
    return {
      piece,
      path,
      tip: to.boundary || to.inner ? null : { x: dx + end.x, y: dy + end.y },
      label: atSource ? { text: piece.label, x: dx + start.x + 4, y: dy + start.y + 11 } : null,
    };
  }

  /**
   * Lays out a picture.
   *
   * @param open the ids of the opened scopes
   * @returns the size, a Map of box (`n12`, `s3`) to its place, and the wires with their SVG paths
   */
  function place(picture, open) {
    const pieces = new Map();
    for (const piece of Edges.wirePieces(picture, Edges.mergedEdges(picture, open))) {
      pieces.set(piece.level, [...(pieces.get(piece.level) || []), piece]);
    }
    const root = layoutLevel({ picture, open, pieces }, 0);
    const result = { width: root.width, height: root.height, boxes: new Map(), wires: [] };
    collect(root, 0, 0, result);
    return result;
  }

  return { place };
})();
