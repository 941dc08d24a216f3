/// Networks that many have run, written with scopes and layers: what they need can be known before
/// they run.
@NullMarked
package io.scopegraph.examples.networks;

import org.jspecify.annotations.NullMarked;
