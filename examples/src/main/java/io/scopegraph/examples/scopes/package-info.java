/// Well-known programs with name scopes and variable scopes, beside the Python that they translate.
@NullMarked
package io.scopegraph.examples.scopes;

import org.jspecify.annotations.NullMarked;
