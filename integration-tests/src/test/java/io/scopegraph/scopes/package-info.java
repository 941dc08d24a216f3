/// Programs written with scopes, from a case file, run against the public API.
@NullMarked
package io.scopegraph.scopes;

import org.jspecify.annotations.NullMarked;
