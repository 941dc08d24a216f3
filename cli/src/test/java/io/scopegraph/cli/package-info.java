/// Tests of the command line, run as a user runs it.
@NullMarked
package io.scopegraph.cli;

import org.jspecify.annotations.NullMarked;
