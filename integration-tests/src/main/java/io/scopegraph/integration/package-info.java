/// Tests that need more than one module.
@NullMarked
package io.scopegraph.integration;

import org.jspecify.annotations.NullMarked;
