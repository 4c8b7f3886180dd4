# Sourced by the other scripts: what they need of the machine, and the build.
# shellcheck shell=bash

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# Sets java to a Java 17 or newer.
require_java() {
    java=${JAVA_HOME:+$JAVA_HOME/bin/}java
    command -v "$java" >/dev/null || fail "there is no java; install a JDK 17 or newer, or set JAVA_HOME to one"
    local version
    version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = \([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 17 ] || fail "$java is Java ${version:-of unknown version}; Millrace needs 17 or newer: set JAVA_HOME to one"
}

require_maven() {
    command -v mvn >/dev/null || fail "there is no mvn; install Maven 3.8 or newer"
}

# Builds the classes and their class path in target/ unless they are newer than their sources.
build_classes() {
    local stamp=$root/target/classes.built
    if [ -f "$stamp" ] && [ -f "$root/target/classes/io/millrace/cli/Millrace.class" ] \
        && [ -z "$(find "$root/pom.xml" "$root/src/main" "$root/schemas" -newer "$stamp" -print -quit)" ]; then
        return
    fi
    require_maven
    echo "$(basename "$0"): building, which takes some minutes the first time ..." >&2
    (cd "$root" && mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true compile \
        dependency:build-classpath@compile dependency:build-classpath@runtime 1>&2) || fail "the build failed; its messages stand above"
    touch "$stamp"
}

# Builds the job jar and the lib jar unless they are newer than their sources.
build_jars() {
    build_classes
    local jar
    jar=$(find "$root/target" -maxdepth 1 -name 'millrace-*-job.jar' -print -quit)
    if [ -n "$jar" ] && [ -z "$(find "$root/pom.xml" "$root/src/main" -newer "$jar" -print -quit)" ]; then
        return
    fi
    require_maven
    echo "$(basename "$0"): packing the job jar ..." >&2
    (cd "$root" && mvn -B -q -Dstyle.color=never -Dspotless.check.skip=true -DskipTests package 1>&2) || fail "the build failed; its messages stand above"
}

# Runs a main class of the project in place of this script, with the options that Flink and ONNX Runtime need.
# MILLRACE_CLASSPATH names jars with aggregates of one's own, separated by colons.
run_java() {
    export ORT_DISABLE_TELEMETRY=1
    local opens=() package
    for package in java.util java.lang java.nio java.net java.time java.util.concurrent; do
        opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
    done
    # shellcheck disable=SC2086 # MILLRACE_JAVA_OPTS is a list of options
    exec "$java" -XX:+UseSerialGC "${opens[@]}" ${MILLRACE_JAVA_OPTS:-} \
        -cp "$root/target/classes:$(cat "$root/target/runtime.classpath"):$(cat "$root/target/compile.classpath")${MILLRACE_CLASSPATH:+:$MILLRACE_CLASSPATH}" "$@"
}
