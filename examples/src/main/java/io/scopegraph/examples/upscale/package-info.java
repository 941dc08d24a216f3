/// Enlarging a picture with a small network, whose weights come from a checkpoint.
///
/// Start at [io.scopegraph.examples.upscale.Upscaler].
@NullMarked
package io.scopegraph.examples.upscale;

import org.jspecify.annotations.NullMarked;
