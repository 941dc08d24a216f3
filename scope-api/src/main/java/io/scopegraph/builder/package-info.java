/// The way to write a graph by hand, with TensorFlow 1's names, scopes and variable sharing.
@NullMarked
package io.scopegraph.builder;

import org.jspecify.annotations.NullMarked;
