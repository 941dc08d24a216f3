# Sourced by mvnw and scopegraph: the one place that knows which JDK is needed and where to look for it.

jdk_version=25

# True if the folder $1 holds a JDK of the needed version; reads its release file, starts nothing.
is_needed_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r release_line; do
    case $release_line in
      JAVA_VERSION=\"$jdk_version\" | JAVA_VERSION=\"$jdk_version[.+-]*) return 0 ;;
    esac
  done <"$1/release"
  return 1
}

# The folder of the javac that is first on PATH, whatever links lead to it.
jdk_on_path() {
  path_javac=$(command -v javac) || return 1
  path_javac=$(readlink -f "$path_javac" 2>/dev/null) || return 1
  path_javac=${path_javac%/bin/javac}
  printf '%s\n' "$path_javac"
}

# Sets jdk_home to a JDK of the needed version, or fails.
find_jdk() {
  for jdk_home in \
    "${JAVA_HOME:-}" \
    "${JAVA_HOME_25_X64:-}" \
    "${JAVA_HOME_25_ARM64:-}" \
    "$(jdk_on_path)" \
    /usr/lib/jvm/* \
    /usr/lib64/jvm/* \
    /usr/java/* \
    /usr/local/java/* \
    /usr/local/*jdk* \
    /opt/java/* \
    /opt/*jdk* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
    "${HOME:-}"/.jdks/* \
    "${HOME:-}"/.local/share/mise/installs/java/* \
    "${HOME:-}"/.asdf/installs/java/* \
    "${HOME:-}"/.gradle/jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    is_needed_jdk "$jdk_home" && return 0
  done
  [ -x /usr/libexec/java_home ] &&
    jdk_home=$(/usr/libexec/java_home -v "$jdk_version" 2>/dev/null) &&
    is_needed_jdk "$jdk_home"
}
