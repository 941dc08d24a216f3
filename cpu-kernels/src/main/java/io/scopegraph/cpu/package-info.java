/// The pure-Java backend.
@NullMarked
package io.scopegraph.cpu;

import org.jspecify.annotations.NullMarked;
