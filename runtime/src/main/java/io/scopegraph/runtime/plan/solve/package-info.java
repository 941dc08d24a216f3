/// The exact search for arena placements: numbers in, numbers out. Knows live ranges, sizes and
/// alignments, and nothing of buffers, graphs or files.
@NullMarked
package io.scopegraph.runtime.plan.solve;

import org.jspecify.annotations.NullMarked;
