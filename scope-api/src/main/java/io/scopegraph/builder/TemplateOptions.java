package io.scopegraph.builder;

import org.jspecify.annotations.Nullable;

/// The rarer arguments of a [Template].
///
/// @param uniqueName the variable scope, taken as it is and not numbered; two templates of one
///   unique name meet in one scope
/// @param createScopeNow whether the scope is fixed where the template is made instead of where it
///   is called first
/// @param getter the custom getter of the template's scope
public record TemplateOptions(
    @Nullable String uniqueName, boolean createScopeNow, @Nullable VariableGetter getter) {
  public static final TemplateOptions DEFAULT = new TemplateOptions(null, false, null);

  public TemplateOptions withUniqueName(@Nullable String changed) {
    return new TemplateOptions(changed, createScopeNow, getter);
  }

  public TemplateOptions withCreateScopeNow(boolean changed) {
    return new TemplateOptions(uniqueName, changed, getter);
  }

  public TemplateOptions withGetter(@Nullable VariableGetter changed) {
    return new TemplateOptions(uniqueName, createScopeNow, changed);
  }
}
