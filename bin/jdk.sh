# Sourced by ./relevo, ./mvnw and the scripts in bin and deploy, which set $here. need_jdk finds a JDK 25.0.3 or later, or offers to fetch
# one, and sets $jdk to its folder and $jdk_release to its exact version.
#
#   RELEVO_JDK_DIRS    folders to look in, instead of the usual ones; separated by colons
#   RELEVO_YES=1       fetch without asking
#   RELEVO_JDK_URL     where to fetch from: the address of a .tar.gz
#   RELEVO_JDK_SHA256  its checksum; else the one at that address with .sha256.txt behind it
# shellcheck shell=sh disable=SC2034,SC2154  # what is set here is used there, and the other way round

# Never in a folder that others may write to, such as /tmp: what lies there is run.
jdk_cache=${XDG_CACHE_HOME:-${HOME:-$here/target}/.cache}/relevo

# Whether a folder holds a JDK 25.0.3 or later (earlier builds of 25 can leave a virtual thread parked for ever).
# Starts no process: it is asked of every JDK on the machine at each start.
suits() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    jdk_version='' jdk_release=''
    while IFS='=' read -r jdk_key jdk_value; do
        jdk_value=${jdk_value#\"}
        case $jdk_key in
            JAVA_VERSION) jdk_version=${jdk_value%\"} ;;
            JAVA_RUNTIME_VERSION) jdk_release=${jdk_value%\"} ;;
        esac
    done <"$1/release"
    jdk_numbers=${jdk_version%%[!0-9.]*}.0.0.
    jdk_major=${jdk_numbers%%.*}
    jdk_numbers=${jdk_numbers#*.}
    jdk_minor=${jdk_numbers%%.*}
    jdk_numbers=${jdk_numbers#*.}
    [ $((${jdk_major:-0} * 1000000 + ${jdk_minor:-0} * 1000 + ${jdk_numbers%%.*})) -ge 25000003 ]
}

jdk_on_path() {
    jdk_java=$(command -v java) && readlink -f -- "$jdk_java"
}

find_jdk() {
    jdk=${JAVA_HOME:-}
    ! suits "$jdk" || return 0
    jdk=$(jdk_on_path) || jdk=
    jdk=${jdk%/bin/java}
    ! suits "$jdk" || return 0
    if [ -n "${RELEVO_JDK_DIRS+set}" ]; then
        jdk_ifs=$IFS
        IFS=:
        # shellcheck disable=SC2086
        set -- $RELEVO_JDK_DIRS
        IFS=$jdk_ifs
    else
        set -- /usr/lib/jvm/* /usr/java/* /opt/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
            /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
    fi
    for jdk in "$@" "$jdk_cache"/jdk-* "$jdk_cache"/jdk-*/Contents/Home; do
        ! suits "$jdk" || return 0
    done
    return 1
}

need_jdk() {
    find_jdk && return
    "$here/bin/fetch-jdk" || exit 1
    find_jdk && return
    echo "relevo: the JDK that was fetched cannot be found in $jdk_cache" >&2
    exit 1
}

# download URL FILE: whole, or it fails.
download() {
    if command -v curl >/dev/null; then
        curl -fsSL --connect-timeout 20 --retry 2 -o "$2" "$1"
    elif command -v wget >/dev/null; then
        wget -q -T 20 -t 3 -O "$2" "$1"
    else
        echo "relevo: neither curl nor wget is there to fetch $1" >&2
        return 1
    fi
}
