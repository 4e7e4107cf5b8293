# Sourced by ./relevo and deploy/assemble, which set $here and $jdk: builds target/relevo.jar, and beside it the AOT cache, from
# which the JVM takes what it learned in a training run.
# shellcheck shell=sh disable=SC2154,SC3013  # $here and $jdk are set where it is sourced; every sh in use knows -nt

jar=$here/target/relevo.jar
cache=$here/target/relevo.aot
stamp=$here/target/relevo.built
log=$here/target/build.log
lock=$here/target/relevo.building

# Whether something that is built has changed since that file was written.
changed_since() {
    [ -n "$(find "$here/pom.xml" "$here/openapi.yaml" "$here/src/main" -newer "$1")" ]
}

built() {
    [ -f "$jar" ] && [ -f "$stamp" ] && ! changed_since "$stamp"
}

# Waits for other builds to end. The lock is a link to the number of the process that has it.
lock() {
    if ! mkdir -p "$here/target" 2>/dev/null || [ ! -w "$here/target" ]; then
        echo "relevo: cannot write to $here/target, where the build goes" >&2
        exit 1
    fi
    [ ! -L "$lock" ] || echo "relevo: waiting for another start to build ..." >&2
    until ln -s $$ "$lock" 2>/dev/null; do
        kill -0 "$(readlink "$lock")" 2>/dev/null || rm -f "$lock"
        sleep 1
    done
    trap 'rm -f "$lock"' EXIT
    trap 'exit 1' HUP INT TERM
}

unlock() {
    rm -f "$lock"
    trap - EXIT HUP INT TERM
}

build() {
    echo "relevo: building (first use, or the sources have changed); $log tells how far it is ..." >&2
    started=$(date +%s)
    # The stamp is as old as the build's start: what is saved meanwhile counts as changed.
    : >"$stamp.new"
    # A process that runs keeps the old one, which is not written over.
    rm -f "$jar"
    if ! (cd "$here" && JAVA_HOME=$jdk ./mvnw -B -ntp -Dstyle.color=never -Dmaven.test.skip=true package) \
        >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        echo "relevo: the build failed; above is the end of $log" >&2
        return 1
    fi
    mv "$stamp.new" "$stamp"
    echo "relevo: built in $(($(date +%s) - started)) s" >&2
}

# Whether the cache is of this jar at this place and of this JDK. A JVM before 25.0.4 does not look itself (JDK-8377932)
# and would run the classes of an older jar; one that finds the jar elsewhere may fail (JDK-8376576).
trained() {
    trained_for=
    ! [ -f "$cache.for" ] || read -r trained_for <"$cache.for" || :
    [ "$trained_for" = "$jdk $jdk_release $jar" ] && [ "$cache.for" -nt "$jar" ]
}

# Makes the cache. Where that fails Relevo starts without one, and it is not tried again for this jar and JDK.
train() {
    rm -f "$cache" "$cache.for"
    "$jdk/bin/java" "$here/bin/Train.java" "$jdk/bin/java" "$here/bin/jvm.options" "$jar" "$cache" \
        >"$here/target/train.log" 2>&1 </dev/null || rm -f "$cache"
    echo "$jdk $jdk_release $jar" >"$cache.for"
}
