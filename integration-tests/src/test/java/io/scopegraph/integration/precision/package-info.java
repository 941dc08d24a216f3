/// Whole networks that store their values in fewer bytes.
@NullMarked
package io.scopegraph.integration.precision;

import org.jspecify.annotations.NullMarked;
