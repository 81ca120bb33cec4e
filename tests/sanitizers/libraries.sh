#!/usr/bin/env bash
# libraries.sh FOLDER: leaves in FOLDER/lib the libraries through which our threads meet, built with ThreadSanitizer.
#
# Debian builds them without it: it would neither see how their atomics order threads (mailboxes, reference counts,
# memtables) nor what our code does wrong below them, and a suppression for them would hide every race of an actor's
# handler, which CAF calls. So the sources of the very versions that are installed, from wherever this machine's
# packages come. A quarter of an hour on two cores the first time; a compiler cache remembers.
set -euo pipefail
at=$(realpath -m "$1")
apt=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$at/apt/parts" -o Dir::State::lists="$at/apt/lists"
  -o Dir::Cache="$at/apt/cache" -o APT::Sandbox::User=)
fail() { printf 'libraries.sh: %s\n' "$*" >&2; exit 1; }

# The machine's own sources of packages, asked for source packages; nothing of the machine's own lists is touched.
ask_for_sources() {
  mkdir -p "$at"/apt/{parts,lists/partial,cache/archives/partial}
  local list
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    [[ -r $list && ($list == *.list || $list == *.sources) ]] || continue
    sed -E 's/^deb([[:space:]])/deb-src\1/; s/^Types:.*/Types: deb-src/' "$list" >"$at/apt/parts/${list##*/}"
  done
  # One of them may have no source packages; whether ours came is asked below.
  apt-get "${apt[@]}" update -q >"$at/apt.log" 2>&1 || true
}

# unpack PACKAGE: the sources that an installed package was built from, in FOLDER/PACKAGE.
unpack() {
  local source version archive
  read -r source version < <(dpkg-query -W -f '${source:Package} ${source:Version}\n' "$1")
  [[ -d $at/apt/lists ]] || ask_for_sources
  # Debian's own changes to them concern other machines and where things are installed: not needed.
  (cd "$at/apt" && apt-get "${apt[@]}" source --download-only -q "$source=$version") >>"$at/apt.log" 2>&1 || true
  archive=$(find "$at/apt" -maxdepth 1 -name "${source}_${version%-*}.orig.tar.*" ! -name '*.asc' | head -n 1)
  [[ -n $archive ]] || fail "the sources of $source $version did not come; $at/apt.log says why"
  mkdir -p "$at/$1"
  tar -xf "$archive" -C "$at/$1" --strip-components=1
}

# make_library PACKAGE TARGET FILE [CMAKE OPTION...]: FILE, under the name that programs ask for.
make_library() {
  local package=$1 target=$2 file=$3 installed name
  installed=$(dpkg-query -W -f '${Version}' "$package")
  name=$(objdump -p "/usr/lib/$(gcc -print-multiarch)/$file" | awk '$1 == "SONAME" { print $2 }')
  [[ -f $at/lib/$name && $(cat "$at/$package.version" 2>/dev/null) == "$installed" ]] && return
  printf 'Building %s %s with ThreadSanitizer\n' "$package" "$installed" >&2
  rm -rf "${at:?}/$package"
  unpack "$package"
  cmake -S "$at/$package" -B "$at/$package/build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_CXX_FLAGS='-fsanitize=thread -g1' "${@:4}" >"$at/$package.log" 2>&1 ||
    fail "CMake could not configure $package; $at/$package.log says why"
  ninja -C "$at/$package/build" "$target" >>"$at/$package.log" 2>&1 ||
    fail "$package could not be built; $at/$package.log says why"
  mkdir -p "$at/lib"
  cp -L "$(find "$at/$package/build" -name "$file" | head -n 1)" "$at/lib/$name"
  rm -rf "${at:?}/$package"
  printf '%s' "$installed" >"$at/$package.version"
}

rm -rf "$at/apt"  # what an earlier run that failed left
ccache=()
command -v ccache >/dev/null && [[ -z ${CCACHE_DISABLE:-} ]] && ccache=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
make_library libcaf-dev libcaf_core_shared libcaf_core.so "${ccache[@]}" \
  -DCAF_NO_EXAMPLES=ON -DCAF_NO_UNIT_TESTS=ON -DCAF_NO_TOOLS=ON -DCAF_NO_OPENSSL=ON -DCAF_NO_IO=ON -DCAF_NO_PYTHON=ON
make_library librocksdb-dev rocksdb-shared librocksdb.so "${ccache[@]}" \
  -DWITH_BZ2=ON -DWITH_LZ4=ON -DWITH_ZLIB=ON -DWITH_ZSTD=ON -DWITH_SNAPPY=ON -DPORTABLE=ON -DFAIL_ON_WARNINGS=OFF \
  -DWITH_BENCHMARK_TOOLS=OFF -DWITH_CORE_TOOLS=OFF -DWITH_TOOLS=OFF -DWITH_TESTS=OFF
rm -rf "$at/apt"
