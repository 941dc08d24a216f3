package io.scopegraph.runtime.plan.solve;

import java.util.ArrayList;
import java.util.List;

/// Depth-first branch and bound for one capacity and one preorder. Requests are placed from the
/// bottom up: offsets never fall along a path, and neither does the preorder among equal offsets.
/// Where what is left falls apart in time, the parts are solved one after the other.
final class DepthFirstSearch {
  /// A part in the pool: the places of its requests and its sections, each first and end or last.
  private static final int PART = 4;

  private final ArenaProblem problem;
  private final Board board;
  private final Preorder preorder;

  /// Requests, children and parts of all levels, the deepest on top.
  private final IntStack pool;

  private final List<Frame> frames = new ArrayList<>();
  private int depth;

  DepthFirstSearch(ArenaProblem problem, Board board, Preorder preorder) {
    this.problem = problem;
    this.board = board;
    this.preorder = preorder;
    this.pool = new IntStack(16 * problem.requests);
  }

  /// Searches for a placement; if there is one, the board holds it.
  ///
  /// @param bytes the capacity
  Outcome search(long bytes, Meter meter) {
    if (!board.clear(bytes)) {
      return Outcome.INFEASIBLE;
    }
    depth = 0;
    pool.truncate(0);
    for (int request = 0; request < problem.requests; request++) {
      pool.push(request);
    }
    preorder.sort(board.total, pool.items(), 0, problem.requests);
    split(0, 0, 0, problem.sections.count() - 1, -1, 0);
    while (depth > 0) {
      Frame frame = frames.get(depth - 1);
      if (frame.split) {
        enterPart(frame);
      } else if (frame.next == frame.end) {
        fail();
      } else if (meter.isPaused()) {
        return Outcome.CUT_OFF;
      } else if (tryChild(frame, meter)) {
        return Outcome.FEASIBLE;
      }
    }
    return Outcome.INFEASIBLE;
  }

  /// Places the next child of a choice and goes on with what is left.
  ///
  /// @return whether everything is placed
  private boolean tryChild(Frame frame, Meter meter) {
    int at = pool.get(frame.next++);
    int request = pool.get(at);
    int low = board.minOffset[request];
    if (!board.place(request)) {
      board.unplace(frame.placed);
      return false;
    }
    meter.count();
    if (!board.lastLeftHat()) {
      frame.next = frame.end;
    }
    if (frame.to - frame.from == 1) {
      return succeed(frame.parent);
    }
    pool.truncate(frame.top);
    int[] items = pool.reserve(frame.to - frame.from - 1);
    System.arraycopy(items, frame.from, items, frame.top, at - frame.from);
    System.arraycopy(items, at + 1, items, frame.top + at - frame.from, frame.to - at - 1);
    int position = frame.top + at - frame.from;
    if (board.lastSevered()) {
      split(frame.top, position, frame.firstSection, frame.lastSection, frame.parent, low);
    } else {
      choose(
          frame.top,
          pool.size(),
          frame.firstSection,
          frame.lastSection,
          frame.parent,
          low,
          position);
    }
    return false;
  }

  /// A part of a split is solved.
  ///
  /// @return whether that was the last one of all
  private boolean succeed(int level) {
    while (level >= 0) {
      Frame frame = frames.get(level);
      if (frame.next < frame.end) {
        depth = level + 1;
        return false;
      }
      level = frame.parent;
    }
    return true;
  }

  /// Leaves a choice without solution, and with it the split that it is for; goes back to the
  /// choice before.
  private void fail() {
    do {
      depth--;
    } while (depth > 0 && frames.get(depth - 1).split);
    if (depth > 0) {
      board.unplace(frames.get(depth - 1).placed);
    }
  }

  /// Takes the requests from a place of the pool to its top apart where no request reaches from one
  /// section into the next.
  private void split(
      int from, int position, int firstSection, int lastSection, int parent, int lowest) {
    int to = pool.size();
    int start = firstSection;
    for (int section = firstSection; section <= lastSection; section++) {
      if (section == lastSection || board.cuts[section] == 0) {
        if (board.total[section] > 0) {
          pool.push(0);
          pool.push(0);
          pool.push(start);
          pool.push(section);
        }
        start = section + 1;
      }
    }
    int end = pool.size();
    if (end - to == PART && parent >= 0) {
      int first = pool.get(to + 2);
      int last = pool.get(to + 3);
      pool.truncate(to);
      choose(from, to, first, last, parent, lowest, position);
      return;
    }
    for (int part = to; part < end; part += PART) {
      pool.set(part, pool.size());
      pushWithin(from, to, pool.get(part + 2), pool.get(part + 3));
      pool.set(part + 1, pool.size());
    }
    Frame frame = push(true, parent, lowest);
    frame.next = to;
    frame.end = end;
    frame.top = pool.size();
  }

  /// Pushes those of some requests that belong to some sections.
  private void pushWithin(int from, int to, int firstSection, int lastSection) {
    for (int i = from; i < to; i++) {
      int request = pool.get(i);
      int section = problem.sections.first()[request];
      if (section >= firstSection && section <= lastSection) {
        pool.push(request);
      }
    }
  }

  private void enterPart(Frame frame) {
    int part = frame.next;
    frame.next += PART;
    pool.truncate(frame.top);
    int from = pool.get(part);
    int to = pool.get(part + 1);
    preorder.sort(board.total, pool.items(), from, to);
    choose(from, to, pool.get(part + 2), pool.get(part + 3), depth - 1, frame.lowest, from);
  }

  /// Collects the requests that may be placed next, by offset, then in preorder.
  private void choose(
      int from, int to, int firstSection, int lastSection, int parent, int lowest, int position) {
    Frame frame = push(false, parent, lowest);
    frame.position = position;
    frame.from = from;
    frame.to = to;
    frame.firstSection = firstSection;
    frame.lastSection = lastSection;
    int first = pool.size();
    int highest = board.maxOffset(firstSection, lastSection);
    int[] items = pool.reserve(to - from);
    int[] minOffset = board.minOffset;
    int leastTop = Integer.MAX_VALUE;
    int end = first;
    for (int i = from; i < to; i++) {
      int low = minOffset[items[i]];
      leastTop = Math.min(leastTop, low + problem.size[items[i]]);
      boolean canonical = low > lowest || (low == lowest && i >= position);
      if (!canonical || low > highest || low >= leastTop) {
        continue;
      }
      int at = end++;
      while (at > first && minOffset[items[items[at - 1]]] > low) {
        items[at] = items[at - 1];
        at--;
      }
      items[at] = i;
    }
    while (end > first && minOffset[items[items[end - 1]]] >= leastTop) {
      end--;
    }
    pool.truncate(end);
    frame.next = first;
    frame.end = end;
    frame.top = end;
  }

  private Frame push(boolean split, int parent, int lowest) {
    if (depth == frames.size()) {
      frames.add(new Frame());
    }
    Frame frame = frames.get(depth++);
    frame.split = split;
    frame.parent = parent;
    frame.placed = board.placed();
    frame.lowest = lowest;
    return frame;
  }
}
