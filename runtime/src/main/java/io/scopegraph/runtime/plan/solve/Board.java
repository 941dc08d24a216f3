package io.scopegraph.runtime.plan.solve;

import java.util.Arrays;

/// The state of the search: what is placed where, and what follows for the rest. Every placement
/// can be taken back, the last one first. All numbers are in units.
final class Board {
  /// The least offset of a request that is placed: no raise concerns it.
  private static final int PLACED = Integer.MAX_VALUE;

  private final ArenaProblem problem;
  private final int[] first;
  private final int[] last;

  /// No request ends beyond this.
  private int capacity;

  /// The greatest offset of each request.
  private final int[] maxOffset;

  /// The least offset of each request that is not placed.
  final int[] minOffset;

  /// The offset of each request that is placed.
  private final int[] offset;

  /// Below it nothing more can begin in a section.
  private final int[] floor;

  /// The size that is still to be placed in each section.
  final int[] total;

  /// How many requests that are not placed reach from each section into the next one.
  final int[] cuts;

  /// A request of each section that, when last looked at, kept its floor from rising.
  private final int[] witness;

  /// The requests that are placed, in order, each with the tops of the two trails before.
  private final IntStack placements;

  /// Pairs of a request and its least offset before.
  private final IntStack raises;

  /// Pairs of a section and its floor before.
  private final IntStack lifts;

  private final int[] initialTotal;
  private final int[] initialCuts;

  /// Whether the last placement left a request unplaced that overlaps it.
  private boolean hat;

  /// Whether the last placement left two neighbouring sections without a common request.
  private boolean severed;

  /// The sections whose least offsets the last raises concern.
  private int touchedFirst;

  private int touchedLast;

  Board(ArenaProblem problem) {
    this.problem = problem;
    int sections = problem.sections.count();
    first = problem.sections.first();
    last = problem.sections.last();
    maxOffset = new int[problem.requests];
    minOffset = new int[problem.requests];
    offset = new int[problem.requests];
    floor = new int[sections];
    total = new int[sections];
    cuts = new int[sections];
    witness = new int[sections];
    placements = new IntStack(3 * problem.requests);
    raises = new IntStack(16 * problem.requests);
    lifts = new IntStack(16 * problem.requests);
    initialCuts = problem.sections.cuts();
    initialTotal = new int[sections];
    for (int section = 0; section < sections; section++) {
      for (int i = problem.members.start(section); i < problem.members.end(section); i++) {
        initialTotal[section] += problem.size[problem.members.items()[i]];
      }
    }
  }

  /// Empties the board.
  ///
  /// @param bytes no request may end beyond this
  /// @return whether every section is small enough for it
  boolean clear(long bytes) {
    Arrays.fill(minOffset, 0);
    Arrays.fill(floor, 0);
    System.arraycopy(initialTotal, 0, total, 0, total.length);
    System.arraycopy(initialCuts, 0, cuts, 0, cuts.length);
    for (int section = 0; section < witness.length; section++) {
      witness[section] = problem.members.items()[problem.members.start(section)];
    }
    placements.truncate(0);
    raises.truncate(0);
    lifts.truncate(0);
    long greatestEnd = 0;
    for (int request = 0; request < problem.requests; request++) {
      long most = Math.floorDiv(bytes - problem.bytes[request], problem.unit);
      if (most < 0) {
        return false;
      }
      maxOffset[request] = (int) Math.min(most, Integer.MAX_VALUE / 4);
      greatestEnd = Math.max(greatestEnd, (long) maxOffset[request] + problem.size[request]);
    }
    capacity = (int) greatestEnd;
    return Arrays.stream(total).allMatch(sum -> sum <= capacity);
  }

  /// The greatest offset that a request may have in a part of the problem if none is to lie lower.
  int maxOffset(int firstSection, int lastSection) {
    int most = 0;
    for (int section = firstSection; section <= lastSection; section++) {
      most = Math.max(most, total[section]);
    }
    return capacity - most;
  }

  int placed() {
    return placements.size() / 3;
  }

  boolean lastLeftHat() {
    return hat;
  }

  boolean lastSevered() {
    return severed;
  }

  /// The offset of each request, once all are placed.
  int[] offsets() {
    return offset.clone();
  }

  /// Places a request at its least offset.
  ///
  /// @return false if something has no room any more; the placement is to be taken back all the
  ///   same
  boolean place(int request) {
    int low = minOffset[request];
    int size = problem.size[request];
    placements.push(request);
    placements.push(raises.size());
    placements.push(lifts.size());
    offset[request] = low;
    minOffset[request] = PLACED;
    cover(request, low + size, size);
    return raiseOverlapping(request, low + size) && liftFloors(low);
  }

  private void cover(int request, int top, int size) {
    int end = last[request];
    severed = false;
    for (int section = first[request]; section <= end; section++) {
      lifts.push(section);
      lifts.push(floor[section]);
      floor[section] = top;
      total[section] -= size;
      if (section < end && --cuts[section] == 0) {
        severed = true;
      }
    }
  }

  private boolean raiseOverlapping(int request, int top) {
    int from = first[request];
    int to = last[request];
    hat = false;
    int[] items = problem.overlaps.items();
    int end = problem.overlaps.end(request);
    for (int i = problem.overlaps.start(request); i < end; i++) {
      int other = items[i];
      int low = minOffset[other];
      if (low == PLACED) {
        continue;
      }
      hat = true;
      if (low >= top) {
        continue;
      }
      int alignment = problem.alignment[other];
      int raised = alignment == 1 ? top : Math.ceilDiv(top, alignment) * alignment;
      raises.push(other);
      raises.push(low);
      minOffset[other] = raised;
      if (raised > maxOffset[other]) {
        return false;
      }
      from = Math.min(from, first[other]);
      to = Math.max(to, last[other]);
    }
    touchedFirst = from;
    touchedLast = to;
    return true;
  }

  /// Raises the floors of the touched sections to the least offset of what is still to be placed in
  /// them.
  private boolean liftFloors(int current) {
    for (int section = touchedFirst; section <= touchedLast; section++) {
      int least = Math.max(floor[section], current);
      boolean mayRise = total[section] > 0 && minOffset[witness[section]] > least;
      if (mayRise && !liftFloor(section, least)) {
        return false;
      }
    }
    return true;
  }

  private boolean liftFloor(int section, int least) {
    int[] items = problem.members.items();
    int end = problem.members.end(section);
    int lowest = PLACED;
    int lowestMember = -1;
    for (int i = problem.members.start(section); i < end; i++) {
      int low = minOffset[items[i]];
      if (low < lowest) {
        lowest = low;
        lowestMember = items[i];
        if (low <= least) {
          break;
        }
      }
    }
    witness[section] = lowestMember;
    if (lowest <= least) {
      return true;
    }
    lifts.push(section);
    lifts.push(floor[section]);
    floor[section] = lowest;
    return lowest + total[section] <= capacity;
  }

  /// Takes placements back until only the first ones are left.
  void unplace(int kept) {
    while (placed() > kept) {
      int liftMark = placements.pop();
      int raiseMark = placements.pop();
      int request = placements.pop();
      while (lifts.size() > liftMark) {
        int before = lifts.pop();
        floor[lifts.pop()] = before;
      }
      while (raises.size() > raiseMark) {
        int before = raises.pop();
        minOffset[raises.pop()] = before;
      }
      minOffset[request] = offset[request];
      int size = problem.size[request];
      for (int section = first[request]; section <= last[request]; section++) {
        total[section] += size;
        if (section < last[request]) {
          cuts[section]++;
        }
      }
    }
  }
}
