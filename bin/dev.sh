# Sourced by ./relevo: serves, and when a source has changed builds anew and starts again. A build that fails is shown, and
# what ran goes on. The server itself watches the configuration; one that has ended starts again when that changes, too.
# shellcheck shell=sh disable=SC2154  # set where it is sourced

# As old as the last look at the sources.
seen=$here/target/relevo.seen
# The server runs from a copy, since it loads classes from the jar at any time.
copy=$here/target/dev
server=

look() {
    mkdir -p "$here/target"
    : >"$seen"
}

sources_changed() {
    [ -n "$(find "$here/pom.xml" "$here/openapi.yaml" "$here/src/main" -newer "$seen")" ]
}

configuration_changed() {
    [ -n "$(find ./*.yaml ./.env "$here/config.yaml" "$here/.env" -newer "$seen" 2>/dev/null)" ]
}

running() {
    [ -n "$server" ] && kill -0 "$server" 2>/dev/null
}

# A first signal lets open requests end, a second one ends them; a developer waits for two seconds.
stop_server() {
    running || return 0
    kill "$server"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        running || break
        sleep 0.2
    done
    kill "$server" 2>/dev/null || :
    wait "$server" || :
    server=
}

start_server() {
    rm -rf "$copy"
    mkdir -p "$copy"
    cp -R "$jar" "$here/target/libs" "$copy"
    jar=$copy/relevo.jar cache='' run "$@" &
    server=$!
}

end_with_this() {
    trap stop_server EXIT
    trap 'exit 130' INT
    trap 'exit 143' HUP TERM
}

build_locked() {
    lock
    trap 'rm -f "$lock"; stop_server' EXIT
    build && failed=0 || failed=1
    unlock
    end_with_this
    return "$failed"
}

dev() {
    end_with_this
    look
    if built || build_locked; then
        start_server "$@"
    fi
    while sleep 1; do
        if changed_since "$seen"; then
            look
            if build_locked; then
                stop_server
                start_server "$@"
            elif running; then
                echo "relevo: the one that was built before goes on" >&2
            fi
        elif ! running && configuration_changed; then
            look
            start_server "$@"
        fi
    done
}
