/// The command line.
@NullMarked
package io.scopegraph.cli;

import org.jspecify.annotations.NullMarked;
