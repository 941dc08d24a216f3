/// What a node computes: one record an op, each with numbered constraints and a shape rule.
@NullMarked
package io.scopegraph.op;

import org.jspecify.annotations.NullMarked;
