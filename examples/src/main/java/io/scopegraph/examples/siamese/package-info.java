/// Two towers with one set of variables, on real pictures.
///
/// Start at [io.scopegraph.examples.siamese.Siamese].
@NullMarked
package io.scopegraph.examples.siamese;

import org.jspecify.annotations.NullMarked;
