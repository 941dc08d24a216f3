/// Every op on every backend against a reference that is written to be read.
@NullMarked
package io.scopegraph.conformance;

import org.jspecify.annotations.NullMarked;
