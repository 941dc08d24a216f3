// What is seen of a picture when some of its scopes are opened: boxes, edges, and where edges cross
// the borders of scopes.
"use strict";

const Edges = (() => {
  const isScope = (box) => box[0] === "s";
  const idOf = (box) => Number(box.slice(1));

  /** The outermost closed scope around a node, or the node itself. */
  function leafOf(picture, open, node) {
    let leaf = "n" + node;
    for (let scope = picture.nodes[node].scope; scope !== 0; scope = picture.scopes[scope].parent) {
      if (!open.has(scope)) {
        leaf = "s" + scope;
      }
    }
    return leaf;
  }

  /** The shape, or the number of tensors if there are several. */
  function label(edge, tensors) {
    if (tensors.length === 1) {
      return edge.links[0].shape;
    }
    return tensors.length + (edge.shared ? " variables" : " tensors");
  }

  function parentOf(picture, box) {
    return isScope(box) ? picture.scopes[idOf(box)].parent : picture.nodes[idOf(box)].scope;
  }

  function scopesAround(picture, box) {
    const around = [];
    let scope = parentOf(picture, box);
    while (scope !== 0) {
      around.push(scope);
      scope = picture.scopes[scope].parent;
    }
    around.push(0);
    return around;
  }

  /** At most one edge from one visible box to another, with all links between the two. */
  function mergedEdges(picture, open) {
    const leaves = picture.nodes.map((_, id) => leafOf(picture, open, id));
    const merged = new Map();
    for (const link of picture.links) {
      const source = leaves[link.source];
      const target = leaves[link.target];
      if (source !== target) {
        const key = source + ">" + target;
        if (!merged.has(key)) {
          merged.set(key, { source, target, links: [] });
        }
        merged.get(key).links.push(link);
      }
    }
    merged.forEach((edge) => {
      edge.shared = edge.links.every((link) => picture.nodes[link.source].shared);
    });
    return [...merged.values()];
  }

  /**
   * Cuts edges at the borders of opened scopes. Edges from one box that carry the same tensors share
   * their pieces, so a tensor crosses a border once.
   */
  function wirePieces(picture, edges) {
    const pieces = new Map();
    for (const edge of edges) {
      const tensors = [...new Set(edge.links.map((link) => link.tensor))];
      const key = edge.source + "\n" + tensors.join("\n");
      const up = scopesAround(picture, edge.source);
      const down = scopesAround(picture, edge.target);
      const ports = [{ box: edge.source, exit: true }];
      const levels = [];
      for (const scope of up) {
        levels.push(scope);
        if (down.includes(scope)) {
          break;
        }
        ports.push({ box: "s" + scope, exit: true });
      }
      const entered = down.slice(0, down.indexOf(levels[levels.length - 1])).reverse();
      for (const scope of entered) {
        ports.push({ box: "s" + scope, exit: false });
        levels.push(scope);
      }
      ports.push({ box: edge.target, exit: false });
      ports.forEach((port) => (port.id = port.box + (port.exit ? " out " : " in ") + key));
      levels.forEach((level, i) => {
        const id = ports[i].id + "\0" + ports[i + 1].id;
        if (!pieces.has(id)) {
          pieces.set(id, {
            level, from: ports[i], to: ports[i + 1], edges: [], label: label(edge, tensors),
          });
        }
        pieces.get(id).edges.push(edge);
      });
    }
    return [...pieces.values()];
  }

  return { isScope, idOf, leafOf, mergedEdges, wirePieces };
})();
